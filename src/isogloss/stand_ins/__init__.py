"""What stands in for the sides of a mapping where nothing may be written: sandboxes that hold what the sides show.

``side`` hears a side and makes its stand-in, ``platforms`` is the one table of which sandbox stands in for what, and
``declared`` is what a mapping says of an account that tells no schema.
"""
