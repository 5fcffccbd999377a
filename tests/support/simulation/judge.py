"""Whether nothing was lost: decided from what people did and from what both sides hold, and from nothing else.

Shares no code with the merge, and knows of it only what the manual says: which policy may cost whose edit.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.shown import NOWHERE, held, variants, words
from simulation.site import FIELDS, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulation.history import Deletion, History, Shift, Touch
    from simulation.shown import Cell, Variant

Json = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """Something that the last plan leaves for a person, or reports: the words in it, and the article it is of.

    cell: mark, code and field; "" for each that it names none of.
    """

    sort: str
    cell: Cell
    text: str

    def covers(self, cell: Cell) -> bool:
        return all(mine in ("", theirs) for mine, theirs in zip(self.cell, cell, strict=True))


@dataclass
class Judge:
    """Looks at one life when all is over.

    states:   what each side holds.
    told:     what the last plan says beside its ops.
    forgot:   times at which the state was lost or set back.
    met:      when the two sides had agreed for the first time.
    followed: the questions about which plans said that they carry out what somebody decided.
    unmet:    cells in which the two sides never agreed on anything since they met, and until when.
    """

    history: History
    policies: dict[str, str]
    states: dict[str, Json]
    told: list[Told]
    forgot: list[float]
    met: float
    followed: set[str]
    unmet: dict[Cell, float]

    def wrong(self) -> list[str]:
        """Everything that should not be."""
        return [*self._lost(), *self._live_again(), *self._invented(), *self._twice(), *self._gone(), *self._apart()]

    def _held(self, side: str) -> dict[tuple[str, str], Variant]:
        return held(side, self.states[side])

    def _covered(self, cell: Cell) -> list[Told]:
        return [each for each in self.told if each.covers(cell)]

    # Every edit is the final value, or was followed by somebody who saw it, or waits for a person, or a policy says so.

    def _lost(self) -> Iterator[str]:
        followed = {
            (each.cell, word) for each in self.history.touches for word in words(each.before) - words(each.after)
        }
        followed |= {
            (cell, word) for each in self.history.deletions for cell, seen in each.seen for word in words(seen)
        }
        followed |= self.history.settled
        held = {side: self._held(side) for side in SIDES}
        for touch in self.history.touches:
            if touch.follows:
                continue  # nobody wrote it there, and where it was written is asked for
            mark, code, name = touch.cell
            shown = held[touch.side].get((mark, code))
            kept = words(shown.draft[name]) | words((shown.live or {}).get(name, "")) if shown else set()
            for word in sorted(words(touch.after) - words(touch.before) - kept):
                # whether it arrived across is another question
                if (touch.cell, word) in followed or self._leads_nowhere(touch, word, held[touch.side]):
                    continue
                if not self._may_cost(touch):
                    yield f"lost: {touch.side} wrote {word} into {touch.cell} at {touch.at:.1f}"

    @staticmethod
    def _leads_nowhere(touch: Touch, word: str, held: dict[tuple[str, str], Variant]) -> bool:
        """Whether it is a link to what is not there any more."""
        return touch.cell[2] == "see" and (word, touch.cell[1]) not in held

    def _may_cost(self, touch: Touch) -> bool:
        """Whether a policy lets this edit go: somebody edited the cell across without having seen it."""
        others = [
            each
            for each in self.history.touches
            if each.side != touch.side and each.cell == touch.cell and each.after != touch.after
        ]
        if self._restored(touch.side) or self._carried_over(touch, others):
            return True
        conflict = self.policies.get("conflict", "hold")
        unknown = touch.at <= max([self.met, *self.forgot]) or touch.at <= self.unmet.get(touch.cell, 0.0)
        if unknown and conflict in ("newest", *(side for side in SIDES if side != touch.side)):
            return True  # nobody knows who edited and who did not
        if conflict == "newest":  # of a variant, not of a cell
            mark, code, _ = touch.cell
            return any(
                each.side != touch.side and each.cell[:2] == (mark, code) and each.at >= touch.at
                for each in self.history.touches
            ) or bool(others)
        # a text that was saved in another form was edited, too, as far as anybody can tell
        saved = any((side, touch.cell) in self.history.saved for side in SIDES if side != touch.side)
        return conflict in SIDES and conflict != touch.side and (bool(others) or saved)

    def _carried_over(self, touch: Touch, others: list[Touch]) -> bool:
        """Whether a decision let both sides differ in a cell, and what the source said then was carried across."""
        decided = [
            each.at for each in self.history.differing if each.cell == touch.cell and each.conflict in self.followed
        ]
        on_target = self.policies["flow"].endswith(f"-> {touch.side}")
        return on_target and any(touch.at <= at <= each.at for at in decided for each in others)

    def _restored(self, side: str) -> bool:
        """Whether a policy undoes on a side what the other one does not show."""
        flow = "webflow -> butter" if side == "butter" else "butter -> webflow"
        return self.policies.get("drift") == "overwrite" and self.policies["flow"] == flow

    # What was taken off the site stays so, until somebody puts it live, or a policy says so.

    def _live_again(self) -> Iterator[str]:
        deleted = {each.mark for each in self.history.deletions}  # then the other side's may come back, as it is there
        shown = {side: self._held(side) for side in SIDES}
        for shift in self.history.shifts:
            now = shown[shift.side].get(shift.key)
            if shift.live or now is None or now.live is None or shift.key[0] in deleted:
                continue
            after = (each for each in self.history.shifts if each.key == shift.key and each.at >= shift.at)
            if not any(each.live for each in after) and not self._may_undo(shift):
                yield f"live again: {shift.side} took {shift.key} off the site at {shift.at:.1f}"

    def _may_undo(self, shift: Shift) -> bool:
        """Whether a policy lets this go: the other side is named, and put it live, or nobody knows who did what."""
        if self._restored(shift.side) or self.history.unanswered(shift.side, shift.key, shift.at):
            return True
        across = next(side for side in SIDES if side != shift.side)
        ever = any((each.side, each.key, each.live) == (across, shift.key, True) for each in self.history.shifts)
        unknown = shift.at <= max([self.met, *self.forgot])
        return self.policies.get("conflict", "hold") in ("newest", across) and (ever or unknown)

    # No value that nobody wrote.

    def _invented(self) -> Iterator[str]:
        for side in SIDES:
            for key, shown in self._held(side).items():
                for content in (shown.draft, shown.live or {}):
                    for name in FIELDS if content else ():
                        if not words(content[name]) <= self.history.words.get((*key, name), set()) | {NOWHERE}:
                            yield f"invented: {side} shows {content[name]!r} in {(*key, name)}"

    # No duplicate.

    def _twice(self) -> Iterator[str]:
        for side in SIDES:
            rows = {(each.mark, each.handle) for each in variants(side, self.states[side])}
            for mark, count in Counter(mark for mark, _ in rows).items():
                if count > 1:
                    yield f"twice: {side} has {mark} {count} times"

    # No deletion that was not agreed, and none that is taken back.

    def _gone(self) -> Iterator[str]:
        deleted = {each.mark for each in self.history.deletions}
        marks = {side: {mark for mark, _ in self._held(side)} for side in SIDES}
        for mark, side in self.history.made.items():
            home = [each for each in SIDES if mark in marks[each]]
            if mark not in deleted and side not in home and side in SIDES:
                yield f"gone: {side} made {mark}, which nobody deleted"
            if mark not in deleted and side == "both" and len(home) < len(SIDES):
                yield f"gone: {mark} was on both sides, and nobody deleted it"
        for deletion in self.history.deletions:
            if deletion.at <= max([self.met, *self.forgot]) or self._restored(deletion.side):
                continue  # nobody knew that it had been there, or the source's is written again
            if self.history.restored.get(deletion.mark, 0.0) >= deletion.at:
                continue  # somebody brought it back
            if deletion.mark in marks[deletion.side] and not self._came_back(deletion):
                yield f"risen: {deletion.side} deleted {deletion.mark} at {deletion.at:.1f}"

    def _came_back(self, deletion: Deletion) -> bool:
        """Whether a policy lets beat the deletion what somebody did across, or what whoever deleted it never saw."""
        across = next(side for side in SIDES if side != deletion.side)
        unseen = any(
            shown.draft[name] not in {value for cell, value in deletion.seen if cell == (mark, code, name)}
            for (mark, code), shown in self._held(across).items()
            for name in FIELDS
            if mark == deletion.mark
        )
        return ((across, deletion.mark) in self.history.worked or unseen) and self.policies["conflict"] != "hold"

    # Both sides agree, but where the plan says that they do not, or a plan said that somebody decided so.

    def _apart(self) -> Iterator[str]:
        held = {side: self._held(side) for side in SIDES}
        for at in sorted(held["webflow"].keys() & held["butter"].keys()):
            one, other = held["webflow"][at], held["butter"][at]
            if self._unfinished(one) or self._unfinished(other):
                continue
            for name in FIELDS:
                if NOWHERE in (one.draft[name], other.draft[name]):
                    continue  # somebody deleted where it led
                if one.draft[name] == other.draft[name] or self._covered((*at, name)):
                    continue
                if name == "see" and self._hides(other, held["butter"]):
                    continue
                if not self._decided((*at, name), {"webflow": one.draft[name], "butter": other.draft[name]}):
                    yield f"apart: {(*at, name)} is {one.draft[name]!r} and {other.draft[name]!r} across, untold"

    def _hides(self, shown: Variant, held: dict[tuple[str, str], Variant]) -> bool:
        """Whether a link on the target of a one-way flow leads to what is not live there.

        ButterCMS shows such a link to editors alone, so that it is as good as an unpublished edit.
        """
        to = held.get((shown.draft["see"], shown.code))
        return self.policies["flow"] == "webflow -> butter" and to is not None and to.live is None

    def _decided(self, cell: Cell, shown: dict[str, str]) -> bool:
        """Whether each shows what was decided for it, by a decision for the target of a one-way flow; no more."""
        return any(
            each.cell == cell and each.fits(shown) and each.conflict in self.followed for each in self.history.differing
        )

    @staticmethod
    def _unfinished(shown: Variant) -> bool:
        return shown.archived or shown.live != shown.draft
