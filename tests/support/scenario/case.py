"""A case as a file: both sides at the start, what people edit, and the plan and the end that must follow.

Decides the words of the format, and refuses every other. Refuses to know kinds, fields and locales: those are the
mapping's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from isogloss.mapping.names.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

Told = dict[str, Any]

CASE = ("platforms", "start", "then")
ROUND = ("about", "mapping", "forget", "decide", "edits", "run", "plan", "end", "exit", "says", "again")
SIDES = ("left", "right")
BOTH = ("both", *SIDES)
PLATFORM = ("can", "cached", "needs", "rewrites", "hosts", "loses")
NOTHING, AS_EDITED = "nothing", "as edited"


class BadCase(ValueError):
    """A file is no case: what is wrong, and where."""


class _Words(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
    """Every scalar is the text that it looks like, and no key stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Told:
        twice = [key for key, times in Counter(key.value for key, _ in node.value).items() if times > 1]
        if twice:
            raise BadCase(f"line {node.start_mark.line + 1}: {twice[0]} stands there twice")
        return super().construct_mapping(node, deep)


@dataclass(frozen=True)
class Case:
    """A file that was read, and whose words are known. The first round is the case's own, the others follow it."""

    about: str
    mapping: Told
    platforms: Told
    start: Told
    rounds: tuple[Told, ...]


def read_case(text: str) -> Case:
    """Read a case.

    Raises: BadCase with what is wrong in it; YAMLError where it is no YAML.
    """
    told = yaml.load(text, _Words)  # noqa: S506  # makes texts, lists and mappings alone
    known(told, (*ROUND, *CASE), "")
    for key in ("about", "start"):
        if key not in told:
            raise BadCase(f"{key} is missing")
    plain = yaml.safe_load(text) if "mapping" in text else {}  # as the program reads one: there, `true` is no text
    then = plain.get("then", [])
    rounds = [{key: told[key] for key in ROUND if key in told and key != "mapping"}]
    for number, later in enumerate(told.get("then", ())):
        known(later, ROUND, f"then.{number}")
        rounds.append(later | ({"mapping": then[number]["mapping"]} if "mapping" in later else {}))
    for number, each in enumerate(rounds):
        _check_round(each, f"then.{number - 1}." if number else "")
    known(told["start"], ("agreed", *BOTH), "start")
    flag(told["start"].get("agreed", "no"), "start.agreed")
    for side in known(told.get("platforms", {}), SIDES, "platforms"):
        known(told["platforms"][side], PLATFORM, f"platforms.{side}")
    return Case(told["about"], plain.get("mapping", {}), told.get("platforms", {}), told["start"], tuple(rounds))


def _check_round(told: Told, at: str) -> None:
    known(told.get("edits", {}), SIDES, f"{at}edits")
    one_of(told.get("run", "sync"), ("sync", "undo"), f"{at}run")
    if not isinstance(told.get("decide", []), list):
        raise BadCase(f"{at}decide: a list of lines")
    if ("plan" in told) == ("says" in told):
        raise BadCase(f"{at}plan is missing, or {at}says where no plan comes about")
    for key in ("end", "exit"):
        if key not in told:
            raise BadCase(f"{at}{key} is missing")
    if told["end"] != AS_EDITED:
        known(told["end"], BOTH, f"{at}end")
    for key in ("plan", "again"):
        if not isinstance(told.get(key, []), list) and told[key] != NOTHING:
            raise BadCase(f"{at}{key}: a list of lines, or the word {NOTHING}")


def known(told: object, words: Collection[str], at: str) -> Told:
    """A mapping whose keys are all known."""
    if not isinstance(told, dict):
        raise BadCase(f"{at or 'the file'}: keys are expected ({', '.join(words)})")
    for key in told:
        one_of(key, words, f"{at}.{key}" if at else key)
    return told


def one_of(word: str, words: Collection[str], at: str) -> None:
    if word not in words:
        raise BadCase(f"{at}: there is no {word}{nearest(word, words)}. There is {', '.join(words)}")


def laid_over(below: object, above: object) -> Any:
    """What is said above counts; ``~`` takes away what was said below."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    made = {**below, **{key: laid_over(below.get(key), value) for key, value in above.items()}}
    return {key: value for key, value in made.items() if value is not None}


def flag(said: str, at: str) -> bool:
    one_of(said, ("yes", "no"), at)
    return said == "yes"
