"""How the kinds, fields and locales of two sides correspond: the file a person writes, and what it compiles to."""
