"""One walk over entry, variant and cell: go in while both sides have an inside, else decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from isogloss.merge.decide import Shown, Tree, Verdict, decide
from isogloss.model.value import ABSENT


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict at an address inside an entry: ``()`` is the entry, ``(locale,)`` a variant, two names a cell."""

    path: tuple[str, ...]
    verdict: Verdict


def walk(base: Shown, left: Tree, right: Tree, path: tuple[str, ...] = ()) -> Iterator[Found]:
    """Find every address that is not at rest.

    Order: sorted by path, so the same inputs give the same findings in the same order (invariant 2).
    """
    if left == right:
        if base.left != left or base.right != right:
            yield Found(path, "adopt")
        return
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        for name in _names(base, left, right):
            yield from walk(
                base.inside(name),
                left.get(name, ABSENT),
                right.get(name, ABSENT),
                (*path, name),
            )
        return
    verdict = decide(base, left, right)
    if verdict != "rest":
        yield Found(path, verdict)


def _names(base: Shown, left: Mapping[str, Tree], right: Mapping[str, Tree]) -> list[str]:
    names = {*left, *right}
    for remembered in (base.left, base.right):  # a cell both sides dropped must leave the base too
        if isinstance(remembered, Mapping):
            names.update(remembered)
    return sorted(names)
