"""Ask a side about entries by their own addresses, and put the answers together as a whole read would show them.

Decides how many versions of an entry are asked for. Refuses to know why it is asked for.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from isogloss.bridge import SideBinding
from isogloss.model.locale import SHARED
from isogloss.model.snapshot import Seen
from isogloss.ports import BehindCache, Heard, Reader, Wanted


def hear(binding: SideBinding, reader: Reader, wanted: Sequence[Wanted]) -> Heard:
    """What is there now, as a whole read would show it: live content where there is any."""
    staged = _asked(reader, wanted)
    edited = [
        replace(each, live=True)
        for each in wanted
        if not binding.carry
        and (seen := staged.seen.get(each.entry)) is not None
        and any(note.unpublished_edits for note in seen.notes.values())
    ]
    if not edited:
        return staged
    live = _asked(reader, edited)
    shown = {entry: _as_read(found, live.seen.get(entry)) for entry, found in staged.seen.items()}
    return Heard(shown, {**live.late, **staged.late})


def _asked(reader: Reader, wanted: Sequence[Wanted]) -> Heard:
    if isinstance(reader, BehindCache):
        return reader.ask(wanted)
    return Heard(reader.look(wanted))


def _as_read(staged: Seen, live: Seen | None) -> Seen:
    """An entry as a whole read shows it: where edits lie on live content, that content, and that they do."""
    if live is None:
        return staged
    edited = {locale for locale, note in staged.notes.items() if note.unpublished_edits and locale in live.variants}
    variants = {locale: live.variants[locale] if locale in edited else held for locale, held in staged.variants.items()}
    if edited and SHARED in live.variants and next(iter(staged.notes)) in edited:
        variants[SHARED] = live.variants[SHARED]
    return replace(staged, variants=variants)


def clock_time(at: datetime) -> str:
    """A moment for people."""
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")
