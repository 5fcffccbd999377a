"""Who acts beside calls that are on their way: somebody whom a look could still have seen, and nobody else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from simulation.tossed import Tossed
from simulation.trouble import Trouble

from isogloss.ports import Sent

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE, LATER = 0.0, 0.9
"""What is tossed for a call that arrives as it leaves, and for one that does so when its answer is awaited."""


class Chosen:
    """Chance that is no chance: what is tossed is told, and of several the first is taken."""

    def __init__(self, *tossed: float) -> None:
        self._tossed = iter(tossed)

    def random(self) -> float:
        return next(self._tossed)

    def choice(self, several: list[int]) -> int:
        return several[0]


def heard(*tossed: float) -> list[str]:
    """What happens, in order, where somebody edits as often as they may beside calls that leave together."""
    found: list[str] = []
    editor = SimpleNamespace(side="butter", act=lambda _: found.append("edit"))
    life: Any = SimpleNamespace(
        flight=Tossed(Chosen(*tossed)),  # type: ignore[arg-type]  # as much of chance as is asked
        random=SimpleNamespace(random=lambda: 0.0, choice=lambda several: several[0]),
        clock=SimpleNamespace(sleep=lambda _: None),
        wires=SimpleNamespace(writes=0),
        watch=lambda _, __: None,
        sandboxes={"butter": SimpleNamespace(switches=SimpleNamespace(land_seconds=0.0))},
        editors=[editor],
        did={"edits beside a run": 0},
    )
    trouble = Trouble(life)
    trouble.known, trouble.acts, trouble.cuts, trouble.overlaps = {"butter": set()}, True, False, False
    trouble.cut_write = trouble.cut = -1

    def work(number: int) -> Callable[[], Sent]:
        def send() -> Sent:
            found.append(f"call {number}")
            trouble._after(number, True)
            return Sent()

        return send

    for number, _ in enumerate(tossed):
        life.flight.begin(number, work(number))
    while life.flight.flying:
        found.append(f"answer {life.flight.next()[0]}")
    return found


@pytest.mark.parametrize("when", [AT_ONCE, LATER])
def test_beside_a_call_that_left_by_itself_somebody_edits(when: float) -> None:
    assert heard(when) == ["call 0", "edit", "answer 0"]


def test_nobody_edits_between_calls_that_leave_together() -> None:
    assert heard(AT_ONCE, AT_ONCE) == ["call 0", "call 1", "answer 0", "answer 1"]
    assert heard(AT_ONCE, AT_ONCE, AT_ONCE)[:3] == ["call 0", "call 1", "call 2"]


def test_beside_the_last_of_them_to_arrive_somebody_edits() -> None:
    assert heard(AT_ONCE, LATER) == ["call 0", "answer 0", "call 1", "edit", "answer 1"]
    assert heard(LATER, LATER) == ["call 0", "answer 0", "call 1", "edit", "answer 1"]
