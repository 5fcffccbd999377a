"""How the tables of the state came to be, version by version. Run by Alembic when a state is opened for writing."""
