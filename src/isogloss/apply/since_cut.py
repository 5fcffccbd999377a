"""What people did to what an attempt had made that died: their edits are edits, and no first contact.

Decides of cells that show neither what was written nor what was there before whose they are. What was written is what
the sides agreed on then; so it is the base, though nobody read it back (decision 63). Of what was written over, that is
so where one call wrote a variant's cells, and is known to have arrived: whatever else one shows came later
(decision 72). Pure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from isogloss.apply.settle import Judged, Standing, is_copy
from isogloss.mapping.names.neutral import Scoped
from isogloss.mapping.types.texts import files
from isogloss.model.entry import SLUG, STATUS, Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Scalar
from isogloss.plan.op import Change, Op

_TEXTS: Final = frozenset({"text", "long_text", "rich_text"})


@dataclass(frozen=True, slots=True)
class Sending:
    """What is known of the calls of an op that an attempt sent before it died.

    first, last: when they began, and the last word of them, by our clock; None where nobody knows.
    grace:       seconds for which a side may date an effect away from that: its clock is another, and it may be slow.
    answered:    the side accepted them.
    whole:       the side makes no variant as a copy of another, to be filled by a later call.
    done:        the side has done what it accepted, when it says so.
    timed:       its dates can be trusted; what takes several calls for one variant, the texts of a page, has none.
    """

    first: datetime | None
    last: datetime | None
    grace: float
    answered: bool
    whole: bool
    done: bool = True
    timed: bool = True


@dataclass(frozen=True, slots=True)
class Since:
    """What a person did to what an op made.

    edited: changes that were written, and that somebody edited.
    dated:  variants that were changed since: what they show and nobody wrote may be somebody's. All locales share one.
    """

    edited: tuple[Change, ...] = ()
    dated: frozenset[Locale] = field(default_factory=frozenset)


NOTHING = Since()


def since_cut(
    op: Op, judged: Judged, now: Scoped, sent: Sending, order: Sequence[Locale], read: Entry | Absent = ABSENT
) -> Since:
    """Find what somebody did to the variants that an op made, or wrote over, since its calls were sent.

    read: what the side showed of the entry in the reading, by which it is compared.
    """
    if isinstance(now.raw, Absent):
        return NOTHING
    made = {c.locale for c in op.changes if c.field == STATUS and isinstance(c.before, Absent) and not c.touches}
    dated = {locale for locale in made & set(now.raw) if _is_later(now, locale, sent)}
    if op.verb == "create" and dated:
        dated.add(SHARED)
    cells = [(change, standing) for change, standing in judged.cells if change.field != STATUS]
    main = {SHARED, next((locale for locale in order if locale in now.raw), SHARED)} if op.verb == "create" else set()
    ours = main & dated if sent.answered or _is_shown(op, cells, main, now, order) else set()
    for locale in dated - main:
        if _is_shown(op, cells, {locale}, now, order) or (sent.answered and sent.whole):
            ours.add(locale)
    ours -= {change.locale for change, standing in cells if standing == "waiting" and is_copy(op, change, now, order)}
    edited = [c for c, standing in cells if c.locale in ours and standing == "altered" and not (c.touches or c.merged)]
    for locale in _written_over(op, cells, now, sent) - made:
        mine = (c for c, standing in cells if c.locale == locale and standing == "altered" and _tells(c))
        edited += [c for c in mine if cell_of(read, locale, c.field) == cell_of(now.raw, locale, c.field)]
    return Since(tuple(edited), frozenset(dated))


def _written_over(op: Op, cells: Sequence[tuple[Change, Standing]], now: Scoped, sent: Sending) -> set[Locale]:
    """The variants that an op wrote over for certain, and that somebody changed since.

    A text of ours beside what is edited tells it; a number or a switch, two people may set alike. So does an answer,
    where there was one variant to write: of several, the run may have died between their calls.
    """
    if op.verb not in ("update", "link") or not sent.timed:
        return set()
    texts = {
        change.locale
        for change, standing in cells
        if standing in ("confirmed", "normalized") and isinstance(change.after, Scalar) and change.after.type in _TEXTS
    }
    written = {change.locale for change in op.changes if not change.touches}
    arrived = written if sent.answered and sent.done and len(written) == 1 else texts
    dated = {locale for locale, note in now.notes.items() if note.updated is not None}
    return {locale for locale in arrived & dated if _is_later(now, locale, sent)}


def _tells(change: Change) -> bool:
    """Whether a cell that shows something else can only be edited.

    A list may take more calls than one; a file, and a text with files, shows them under addresses of the side's own.
    What is staged to stay a draft is not compared as it was written.
    """
    if change.touches or change.merged or change.staged or not isinstance(change.after, Scalar):
        return False
    return next(files(change.after), None) is None


def _is_later(now: Scoped, locale: Locale, sent: Sending) -> bool:
    """Whether a variant was changed at another time than our calls, as far as its side tells.

    A side that alters what it is given shows that of the time of the call: nobody edited it.
    """
    note, grace = now.notes.get(locale), timedelta(seconds=sent.grace)
    if note is None or note.updated is None or sent.first is None or sent.last is None:
        return True
    return not sent.first - grace <= note.updated <= sent.last + grace


def _is_shown(
    op: Op, cells: Sequence[tuple[Change, Standing]], locales: Collection[Locale], now: Scoped, order: Sequence[Locale]
) -> bool:
    """Whether variants show anything that was written to them, so that a call arrived."""
    return any(
        standing in ("confirmed", "normalized") and change.field != SLUG and not is_copy(op, change, now, order)
        for change, standing in cells
        if change.locale in locales
    )
