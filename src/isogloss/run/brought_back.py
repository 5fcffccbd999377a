"""What was deleted by agreement and seems to be back: it waits until that is certain, or until a person decided.

Under another id it waits for one run (``anew``). Under its own, in the state it had, either somebody brought it back or
a cache still has it: nobody but a person can tell, for as long as a cache may hold. What waits is not paired, so that
it goes on being what was deleted. What only drifts, or would go anyway, waits for nobody.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decision import Decision, Remove, Take
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.plan.op import Remark
from isogloss.run.anew import REASON, find_anew
from isogloss.run.asking import clock_time
from isogloss.run.observe import Observed
from isogloss.run.returning import Returned, remark_of


class BroughtBack:
    """What seems to be back in one reading of both sides."""

    def __init__(self, observed: Observed) -> None:
        self._names = {side: observed.bridge.side(side).name for side in Side}
        self._anew = find_anew(observed)
        self._returned = list(observed.returned())
        self._doubtful: dict[EntryKey, list[Returned]] = {}
        for each, key in self._returned:
            if each.how == "doubtful":
                self._doubtful.setdefault(key, []).append(each)

    @cached_property
    def _concerned(self) -> frozenset[EntryKey]:
        return frozenset(self._doubtful) | frozenset(self._anew.found)

    def hold(self, facing: Facing, decided: Iterable[Decision]) -> Iterable[Decision]:
        """What is decided about an entry, with what waits held; of most, nothing does."""
        if facing.key not in self._concerned:
            return decided
        made = list(decided)
        if (conflict := self._anew.waits(facing, made)) is not None:
            return [conflict]
        for each in self._doubtful.get(facing.key, ()):
            made = self._held(each, facing, made)
        return made

    def _held(self, returned: Returned, facing: Facing, decided: list[Decision]) -> list[Decision]:
        at = Cell(facing.key, returned.stone.locale)
        its_own = [each for each in decided if at.locale in (None, each.at.locale)]
        if all(isinstance(each, Drifted | Remove) for each in its_own):
            return decided
        left, right = (quote(at, facing.shows(side)) for side in Side)
        conflict = Conflict(at, REASON, left, right, facing.label, self._why(returned))
        return [conflict, *(each for each in decided if each not in its_own)]

    def _why(self, returned: Returned) -> str:
        stone = returned.stone
        here, across = self._names[stone.side], self._names[stone.side.other]
        until = (
            "" if returned.until is None else f" From {clock_time(returned.until)} on, it is taken for brought back."
        )
        return (
            f"it was deleted at {clock_time(stone.at)} by run {stone.run}, and {here} shows it again, as old as it "
            f"was: somebody brought it back, or a cache still has it.{until} To have it on {across} before that, take "
            f"what {here} shows, or save it there once more; if it is to stay deleted, take what {across} shows"
        )

    def is_new(self, key: EntryKey, decided: Iterable[Decision]) -> bool:
        """Whether an entry that was not remembered is from now on: not while it waits."""
        return key not in self._concerned or any(isinstance(each, Take | Remove) for each in decided)

    def remarks(self) -> Iterator[Remark]:
        """What is told of what does not wait."""
        yield from self._anew.remarks()
        for each, key in self._returned:
            if (remark := remark_of(each, key, self._names[each.stone.side])) is not None:
                yield remark
