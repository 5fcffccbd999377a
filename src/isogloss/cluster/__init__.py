"""``isogloss worker``: any number of processes, on any host, that take the turns of one state on PostgreSQL."""
