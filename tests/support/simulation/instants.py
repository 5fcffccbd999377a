"""Whether one write was right, decided in the moment after it from what a side showed before and shows now.

Knows what people made public, and nothing of what the program wanted: that is held against its plans afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulation.shown import NOWHERE, words
from simulation.site import FIELDS, MEMO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from simulation.history import History
    from simulation.shown import Cell, Variant

    Shown = Mapping[tuple[str, str], Variant]

OWN = {"webflow": "x", "butter": "y"}
"""By side, how the names of the parts begin that it alone can make."""


@dataclass
class Instants:
    """Looks at every write of a life.

    changed: by side and cell, every value that the program wrote.
    """

    history: History
    changed: dict[tuple[str, Cell], set[str]] = field(default_factory=dict)

    def wrong(self, side: str, before: Shown, after: Shown) -> Iterator[str]:
        """What one write, or what landed late, did that nothing may do."""
        yield from self.live(side, after)
        for key, now in after.items():
            was = before.get(key)
            if was == now:
                continue
            if was is not None and self._follows(was, now, before, after):
                self.history.wrote((*key, "see"), now.draft["see"])
            else:
                yield from self._links(side, was, now, before, after)
            self._note(side, was, now, {mark for mark, _ in after})
            if was is None:
                continue
            if was.draft[MEMO] != now.draft[MEMO] or self._leaks(was, now):
                yield f"touched: {side} shows {now.draft[MEMO]!r} in {(*key, MEMO)}, which is not mapped"
            people = self.history.words.get((*key, "parts"), set())  # a copy of another locale is nobody's
            lost = (words(was.draft["parts"]) & people) - words(now.draft["parts"])
            lost = {part for part in lost if part[0] == OWN[side]}
            if lost:
                yield f"destroyed: {side} lost {sorted(lost)} in {(*key, 'body')}"
        for key, each in after.items():
            to = (each.draft["see"], each.code)
            if before.get(key) == each and to in before and to not in after:
                yield f"dangling: {side} took away {to}, to which {key} refers"

    def live(self, side: str, after: Shown) -> Iterator[str]:
        """What the public sees and nobody ever made public in that locale."""
        for key, each in after.items():
            for name in FIELDS if each.live is not None else ():
                value = each.live[name]
                if not words(value) <= self.history.public.get((*key, name), set()) | {NOWHERE}:
                    yield f"live: {side} shows {value!r} in {(*key, name)}, which nobody published"

    def _leaks(self, was: Variant, now: Variant) -> bool:
        """Whether what is not mapped went live beside what was; of what was never live, all goes live at once."""
        if was.live is None or now.live is None or was.live[MEMO] == now.live[MEMO]:
            return False
        return not words(now.live[MEMO]) <= self.history.public.get((now.mark, now.code, MEMO), set())

    @staticmethod
    def _follows(was: Variant, now: Variant, before: Shown, after: Shown) -> bool:
        """Whether a link that led to nothing in its locale followed the primary's: no site takes it to hold it."""
        old, new = was.draft["see"], now.draft["see"]
        return (
            old not in {"", new}
            and (old, now.code) not in before
            and any(
                before[key].draft["see"] == old and each.draft["see"] == new
                for key, each in after.items()
                if key[0] == now.mark and key[1] != now.code and key in before
            )
        )

    @staticmethod
    def _links(side: str, was: Variant | None, now: Variant, before: Shown, after: Shown) -> Iterator[str]:
        """A link that leads to nothing in its locale, and did not before (invariant 6).

        A draft whose link led nowhere already, by what a person did, may go live as it is.
        """
        goes_live = was is not None and now.live == was.draft and (now.live["see"], now.code) not in before
        for old, new in ((was and was.draft, now.draft), (was and was.live, None if goes_live else now.live)):
            to = new["see"] if new else ""
            if to and (to, now.code) not in after and (old is None or old["see"] != to):
                yield f"dangling: {side} refers to {to} in {(now.mark, now.code)}, which is not there"

    def _note(self, side: str, was: Variant | None, now: Variant, there: set[str]) -> None:
        for name in FIELDS:
            if name == "see" and was and was.draft["see"] not in there and now.draft["see"] in ("", NOWHERE):
                continue  # a side takes away the links to what is deleted, or they lead nowhere, which is told apart
            before = {was.draft[name]} if was else {""}
            if now.draft[name] not in before:
                self.changed.setdefault((side, (now.mark, now.code, name)), set()).add(now.draft[name])
            before |= {now.draft[name], was.live[name] if was and was.live else ""}
            if now.live is not None and now.live[name] not in before:
                self.changed.setdefault((side, (now.mark, now.code, name)), set()).add(now.live[name])
