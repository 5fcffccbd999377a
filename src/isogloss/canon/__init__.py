"""What makes two values the same.

Decides, for every value type, the canonical spelling and the looser likeness that tells a platform's rendering from a
change; cuts, merges and rewrites rich text on that ground. Refuses to know platforms' names for types, fields or
sides. Pure: no clock, no network, no log.
"""
