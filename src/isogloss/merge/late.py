"""Is a variant shown in an older state than the one that was confirmed? Then nobody moved it. Pure.

The histories that lead here: a cache before the side kept a listing from before our write; a person changed the variant
since; a person brought an earlier content back. Only the side's own times tell the last two from the first, or else the
time at which the answer was made.
"""

from isogloss.model.confirmed import Confirmed, marked
from isogloss.model.entry import Variant
from isogloss.model.snapshot import Note


def is_older(known: Confirmed, variant: Variant, note: Note) -> bool:
    """Whether what is shown is, or may be, from before what was confirmed.

    note: of the variant; of what all locales share, that of the variant it is taken from.
    """
    if known.updated is not None and note.updated is not None and note.updated != known.updated:
        return note.updated < known.updated
    kept = note.made is not None and note.made < known.at
    if not kept and not known.before:
        return False
    mark = marked(variant)
    if mark == known.digest:
        return kept and note.unpublished_edits  # an old draft may seem to lie on what was confirmed
    return kept or mark in known.before


def is_proven(known: Confirmed, note: Note) -> bool:
    """Whether an answer that :func:`is_older` is about the entry as it is now, asked for past every cache.

    By the side's own times it is not, whoever made it when. Without times, an earlier content was brought back, unless
    the answer was kept since.
    """
    if known.updated is not None and note.updated is not None and note.updated < known.updated:
        return False
    return note.made is None or note.made >= known.at
