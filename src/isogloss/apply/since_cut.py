"""What people did to what an attempt had made that died: their edits are edits, and no first contact.

Decides of cells that show neither what was written nor what was there before whose they are. What was written is what
the sides agreed on then; so it is the base, though nobody read it back (decision 63). Pure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from isogloss.apply.settle import Judged, Standing, is_copy
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent
from isogloss.plan.op import Change, Op


@dataclass(frozen=True, slots=True)
class Sending:
    """What is known of the calls of an op that an attempt sent before it died.

    first, last: when they began, and the last word of them, by our clock; None where nobody knows.
    grace:       seconds for which a side may date an effect away from that: its clock is another, and it may be slow.
    answered:    the side accepted them.
    whole:       the side makes no variant as a copy of another, to be filled by a later call.
    """

    first: datetime | None
    last: datetime | None
    grace: float
    answered: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Since:
    """What a person did to what an op made.

    edited: changes that were written, and that somebody edited.
    dated:  variants that were changed since: what they show and nobody wrote may be somebody's. All locales share one.
    """

    edited: tuple[Change, ...] = ()
    dated: frozenset[Locale] = field(default_factory=frozenset)


NOTHING = Since()


def since_cut(op: Op, judged: Judged, now: Scoped, sent: Sending, order: Sequence[Locale]) -> Since:
    """Find what somebody did to the variants that an op made since its calls were sent."""
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
    edited = (c for c, standing in cells if c.locale in ours and standing == "altered" and not (c.touches or c.merged))
    return Since(tuple(edited), frozenset(dated))


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
