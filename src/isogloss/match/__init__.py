"""Which posts are one entry: proposals with a score and reasons, for a person to decide. Pure: no clock, no network."""
