"""A folder of message catalogues: one file for each locale, and in it texts by key."""
