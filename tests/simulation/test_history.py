"""What a judge may take for known of what people did."""

from __future__ import annotations

import pytest
from simulation.history import History

KEY = ("m1", "fr")


@pytest.mark.parametrize(
    ("died", "ended", "unanswered"),
    [
        ([10.0], [], True),
        ([10.0], [5.0], True),
        ([10.0], [12.0], False),  # it was seen by a run that came to its end
        ([11.0], [], False),  # it was seen before the process died
        ([], [], False),
    ],
)
def test_a_publish_that_was_not_seen_is_not_told_from_one_that_was_taken_back(
    died: list[float], ended: list[float], unanswered: bool
) -> None:
    history = History(put_live={("butter", KEY): [10.5]}, deaths=died, ends=ended)
    assert history.unanswered("butter", KEY, 20.0) is unanswered
    assert not history.unanswered("butter", KEY, 10.2), "it was taken off before"
    assert not history.unanswered("webflow", KEY, 20.0)
