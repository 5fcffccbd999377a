"""When a mapping is due: times of a cron expression in a zone, and what one look at the clock makes of them."""
