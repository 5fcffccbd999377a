"""Ids of tests, without backslashes.

What runs mutants (``make mutate``) does not find a test whose id holds one, and takes each mutant for found by it.
"""

_LONG = 100  # characters of an id


def plain(value: object) -> str:
    """A value as a part of an id: ASCII on a line, strokes where it would have backslashes."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return text.encode("unicode_escape").decode("ascii").replace("\\", "/")[:_LONG]
