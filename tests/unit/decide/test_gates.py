"""Gates: how one is written, when it is open, and what it says that it lacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.decide.gates import read_gate
from isogloss.model.locale import Locale

FR = Locale("fr-FR")


@pytest.mark.parametrize(
    ("text", "counts", "lacks"),
    [
        ("own >= 95%", {"own": 19}, ""),
        ("own >= 95%", {"own": 18}, "own >= 95%: 18 of 20, 19 are needed"),
        ("own >= 97.5%", {"own": 19}, "own >= 97.5%: 19 of 20, 20 are needed"),
        ("own >= 95%", {}, "own >= 95%: 0 of 20, 19 are needed"),
        ("own>=12", {"own": 12}, ""),
        ("own>=12", {"own": 11}, "own >= 12: 11 of 20, 12 are needed"),
        ("stale = 0", {"stale": 2}, "stale = 0: 2 of 20, it has to be 0"),
        ("missing <= 10%", {"missing": 3}, "missing <= 10%: 3 of 20, 2 are allowed"),
        ("missing <= 12%", {"missing": 3}, "missing <= 12%: 3 of 20, 2 are allowed"),
        ("missing <= 10%", {"missing": 2}, ""),
        ("missing <= 10%", {"missing": 1}, ""),
        ("own >= 95% and stale = 0", {"own": 20}, ""),
        (
            "own >= 95% and stale = 0",
            {"own": 1, "stale": 1},
            "own >= 95%: 1 of 20, 19 are needed; stale = 0: 1 of 20, it has to be 0",
        ),
    ],
)
def test_a_gate_says_what_it_lacks(text: str, counts: dict[str, int], lacks: str) -> None:
    assert read_gate(FR, text).lacks(counts, 20) == lacks


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "'' is no condition"),
        ("own", "'own' is no condition"),
        ("owned >= 95%", "'owned >= 95%' is no condition"),
        ("own > 95%", "'own > 95%' is no condition"),
        ("own >= 95% or stale = 0", "'own >= 95% or stale = 0' is no condition"),
        ("own >= 950%", "asks for more than all entries"),
        ("own >= 101%", "asks for more than all entries"),
        ("own >= 9.5", "asks for a part of an entry"),
    ],
)
def test_what_is_no_gate_is_said_to_be_none(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong.replace("(", r"\(")):
        read_gate(FR, text)


def test_what_is_no_gate_is_told_how_one_is_written() -> None:
    how = (
        "'own' is no condition; write one of own, same, copied, missing, stale, published, then >=, <= or =, "
        "then a number or a share, as own >= 95%, and join several with and"
    )
    with pytest.raises(ValueError, match=f"^{how}$"):
        read_gate(FR, "own")


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 100))
def test_a_gate_that_is_open_stays_so_when_more_is_done(count: int, more: int, share: int) -> None:
    of = count + more
    gate = read_gate(FR, f"own >= {share}%")
    if not gate.lacks({"own": count}, of):
        assert not gate.lacks({"own": of}, of)
    assert gate.lacks({"own": of}, of) == ""


def test_a_locale_without_entries_lacks_no_share() -> None:
    assert read_gate(FR, "own >= 95% and stale = 0").lacks({}, 0) == ""
