"""What a judge may take for known of what people did."""

from __future__ import annotations

import pytest
from simulation.history import Differing, History
from simulation.shown import NOWHERE
from simulation.site import FIELDS, MEMO

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


@pytest.mark.parametrize(
    ("died", "set_back", "again", "unanswered"),
    [
        (10.0, [(11.0, 15.0)], 18.0, True),  # the copy knows of a run that is to be finished
        (10.0, [(11.0, 17.5)], 18.0, True),  # it was put back after that
        (10.0, [(12.5, 15.0)], 18.0, False),  # it knows the run that saw it
        (10.0, [(9.0, 15.0)], 18.0, False),  # it knows nothing of the one that died
        (10.0, [(11.0, 18.5)], 18.0, False),  # the newer state put it live
        (10.0, [(11.0, 15.0)], 16.0, False),  # nobody put it live since it was taken off
        (11.0, [(11.5, 15.0)], 18.0, False),  # it was seen before the process died
    ],
)
def test_an_older_state_knows_no_more_of_a_publish_than_when_it_was_copied(
    died: float, set_back: list[tuple[float, float]], again: float, unanswered: bool
) -> None:
    history = History(put_live={("butter", KEY): [10.5, again]}, deaths=[died], ends=[12.0], set_back=set_back)
    assert history.unanswered("butter", KEY, 17.0) is unanswered
    history.set_back.clear()
    assert not history.unanswered("butter", KEY, 17.0)


@pytest.mark.parametrize(
    ("source", "target", "fits"),
    [
        ("b3", "b10", True),  # the source was not edited, so one text of both says what the target did
        ("b3", "b3 b10", True),
        ("b3", "b11", False),  # that was written afterwards
        ("b12", "b10", False),
    ],
)
def test_a_text_of_both_edits_is_what_was_decided(source: str, target: str, fits: bool) -> None:
    shown = {"butter": "b3", "webflow": "b3 b10"}
    decided = Differing("c1", (*KEY, "body"), shown, of_both="webflow")
    assert decided.fits({"butter": source, "webflow": target}) is fits


def test_a_side_that_was_taken_shows_no_less_than_it_did() -> None:
    decided = Differing("c1", (*KEY, "body"), {"butter": "b3", "webflow": "b10 b11"})
    assert decided.fits({"butter": "b3", "webflow": "b10 b11"})
    assert not decided.fits({"butter": "b3", "webflow": "b10"})


def test_a_link_that_is_published_after_its_target_went_may_come_back_with_it() -> None:
    history, at = History(), (*KEY, "see")
    history.wrote(at, "m5")
    history.show(KEY, {**dict.fromkeys((*FIELDS, MEMO), ""), "see": "m7"})
    assert history.public[at] == {"m7"}
    history.show(KEY, {**dict.fromkeys((*FIELDS, MEMO), ""), "see": NOWHERE})
    assert "m5" in history.public[at]
