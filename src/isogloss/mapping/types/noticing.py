"""What a person should know of a text that is written over another, beside what cannot be held.

Decides what may be an editor's doing and is carried all the same, since nobody can tell it from a person's choice; and
what of a spelling is dropped by a side that holds no comments. Refuses to change what is written. Pure.
"""

from collections.abc import Collection, Iterator

from isogloss.canon.around import comments
from isogloss.canon.line import out_of_line
from isogloss.canon.opaque import COMPONENT
from isogloss.canon.relative import strange_relatives
from isogloss.mapping.types.texts import texts
from isogloss.model.value import Absent, Many, MaybeValue, Scalar, Value, leaves
from isogloss.plan.op import LossReason

Noticed = tuple[LossReason, str]


def noticed(
    now: MaybeValue,
    written: MaybeValue,
    *,
    site: bool,
    drops_comments: bool,
    keeps_comments: Collection[str] = (),
) -> tuple[Noticed, ...]:
    """Say what is new in the texts of a value, one sentence each.

    site:           the side that is written draws the components of its texts; they left their lines elsewhere.
    drops_comments: its texts hold no comments.
    keeps_comments: the ids of rows that do all the same.
    """
    if isinstance(written, Absent):
        return ()
    found: list[Noticed] = []
    if drops_comments:
        spellings = _bare_of_comments(written, keeps_comments)
        found += [("comment or attribute not kept", said) for text in spellings for said in comments(text)]
    if not isinstance(now, Absent):
        found += [("editor's change carried", said) for said in _editors(now, written, site=site)]
    return tuple(dict.fromkeys(found))


def _bare_of_comments(written: Value, rows: Collection[str]) -> Iterator[str]:
    """The texts that are written without their comments: of a list, those of rows that do not keep them."""
    for part in written.items if isinstance(written, Many) else (written,):
        texts = [leaf for leaf in leaves(part) if isinstance(leaf, Scalar)]
        if not any(text.text in rows for text in texts):
            yield from (text.spelling for text in texts)


def _editors(now: MaybeValue, written: MaybeValue, *, site: bool) -> Iterator[str]:
    here, there = " ".join(texts(now)), " ".join(texts(written))
    for address in strange_relatives(here, there):
        yield f"the address {address} is relative, so it leads elsewhere from another page; it is written as it is"
    if site:
        for name in out_of_line(here, there, COMPONENT):
            yield f"{name} stands in a line and is now a block of its own"
