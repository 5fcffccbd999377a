from dataclasses import dataclass

import pytest

from isogloss.errors import ConfigError
from isogloss.sandbox.switches import described, nearest, switch, turned


@dataclass(frozen=True, slots=True)
class Some:
    mode: str = switch("on", "Is it on?", "on", "off")
    size: int | None = switch(3, "How big?", null=True)
    seconds: float = switch(1.5, "How long?")
    flag: bool = switch(default=True, doc="Or not?")
    word: str = switch("a", "Which word?")


def test_a_switch_is_turned_by_name():
    assert turned(Some(), {"mode": "off", "size": None, "seconds": 2, "flag": False, "word": "b"}) == Some(
        mode="off", size=None, seconds=2, flag=False, word="b"
    )


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(ConfigError, match=r"'secnds' \(did you mean 'seconds'"):
        turned(Some(), {"secnds": 2})


def test_a_name_like_no_other_is_refused_without_a_guess():
    with pytest.raises(ConfigError, match="no switch 'xyzzyxyzzy'; see"):
        turned(Some(), {"xyzzyxyzzy": 2})


@pytest.mark.parametrize(
    "wrong",
    [{"mode": "maybe"}, {"size": "3"}, {"size": True}, {"seconds": None}, {"flag": 1}, {"flag": None}, {"word": 7}],
)
def test_a_value_of_the_wrong_kind_is_refused(wrong):
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        turned(Some(), wrong)


def test_switches_are_described_with_their_values():
    assert [(row["name"], row["value"]) for row in described(Some())][1] == ("size", 3)
    assert described(Some(mode="off"))[0] == {
        "name": "mode",
        "value": "off",
        "default": "on",
        "choices": ["on", "off"],
        "doc": "Is it on?",
    }


def test_the_nearest_name_is_found_only_if_it_is_near():
    assert nearest("mdoe", {"mode": 1}) == "mode"
    assert nearest("unrelated", {"mode": 1}) is None
