"""Which keys the file may have at each place, and what an unknown one was probably meant to be.

Done before pydantic looks, because the names of the sides are keys too: a misspelt key would read as a side's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from isogloss.errors import Problem
from isogloss.mapping.file.document import (
    RESERVED,
    BoundEntry,
    Document,
    Entries,
    LimitsEntry,
    LocaleEntry,
    LockEntry,
    MovedEntry,
)
from isogloss.mapping.file.kinds import SIDE_FIELD_KEYS, FieldEntry, GroupRule, KindEntry, Place
from isogloss.mapping.file.strict import is_name
from isogloss.mapping.names.nearest import nearest


def known_keys(data: Mapping[str, object], entries: Entries) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """The data without the keys that mean nothing, and a problem for each of those."""
    named = data.get("sides")
    walk = _Walk(named if isinstance(named, dict) else {}, entries)
    return walk.document(data), tuple(walk.problems)


def side_names(data: Mapping[str, object]) -> Iterator[Problem]:
    """Names of sides that cannot be told from other keys; nothing else can be judged before they are changed."""
    named = data.get("sides")
    for name in named if isinstance(named, dict) else ():
        if name in RESERVED:
            yield Problem(f"sides.{name}", f"{name} means something else in a mapping; give the side another name")
        elif not is_name(name):
            yield Problem(f"sides.{name}", "the name of a side is a letter, then letters, digits, - and _")


_Keep: TypeAlias = Callable[[Mapping[str, object], str], dict[str, object]]


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


class _Walk:
    def __init__(self, sides: Mapping[str, object], entries: Entries) -> None:
        self.sides, self.entries = sides, entries
        self.problems: list[Problem] = []

    def document(self, data: Mapping[str, object]) -> dict[str, object]:
        known = self._only(data, Document.model_fields, "")
        if not self.sides:
            return known  # without their names, no key below could be told from a misspelt one
        names = [*LocaleEntry.model_fields, *self.sides]
        self._each(known, "sides", "", self._side)
        self._each(known, "locales", "", lambda one, at: self._only(one, names, at))
        self._each(known, "kinds", "", self._kind)
        self._rows(known, "locks", "", LockEntry.model_fields)
        self._rows(known, "moved", "", ["from" if name == "from_" else name for name in MovedEntry.model_fields])
        if limits := self._within(known, "limits", "", LimitsEntry.model_fields):
            for name in ("kinds", "locales"):
                self._each(limits, name, "limits", lambda one, at: self._only(one, BoundEntry.model_fields, at))
        return known

    def _side(self, part: Mapping[str, object], path: str) -> dict[str, object]:
        model = self.entries.get(str(part.get("adapter")))
        return self._only(part, model.model_fields, path) if model else dict(part)

    def _kind(self, part: Mapping[str, object], path: str) -> dict[str, object]:
        known = self._only(part, [*KindEntry.model_fields, *self.sides], path)
        for name in self.sides:
            if place := self._within(known, name, path, Place.model_fields):
                self._within(place, "group", f"{path}.{name}", GroupRule.model_fields)
        self._each(known, "fields", path, self._field)
        return known

    def _field(self, part: Mapping[str, object], path: str) -> dict[str, object]:
        known = self._only(part, [*FieldEntry.model_fields, *self.sides], path)
        self._each(known, "values", path, lambda one, at: self._only(one, self.sides, at))
        for name in self.sides:
            self._within(known, name, path, SIDE_FIELD_KEYS)
        self._each(known, "fields", path, self._field)
        return known

    @staticmethod
    def _each(known: dict[str, object], name: str, path: str, keep: _Keep) -> None:
        """Look into every value of a part that has keys; what has none is left for pydantic to refuse."""
        if isinstance(part := known.get(name), dict):
            at = _under(path, name)
            known[name] = {key: keep(one, f"{at}.{key}") if isinstance(one, dict) else one for key, one in part.items()}

    def _rows(self, known: dict[str, object], name: str, path: str, names: Iterable[str]) -> None:
        """Look into each part of a list."""
        if isinstance(part := known.get(name), list):
            at = _under(path, name)
            known[name] = [
                self._only(row, names, f"{at}.{n}") if isinstance(row, dict) else row for n, row in enumerate(part)
            ]

    def _within(self, known: dict[str, object], name: str, path: str, names: Iterable[str]) -> dict[str, object]:
        """Look into a part; what is left of it, and nothing where it has no keys."""
        if not isinstance(part := known.get(name), dict):
            return {}
        known[name] = kept = self._only(part, names, _under(path, name))
        return kept

    def _only(self, part: Mapping[str, object], names: Iterable[str], path: str) -> dict[str, object]:
        allowed = set(names)
        for key in part:
            if key not in allowed:
                hint = nearest(key, allowed) or f"; known here: {', '.join(sorted(allowed))}"
                self.problems.append(Problem(_under(path, key), f"unknown key{hint}"))
        return {key: value for key, value in part.items() if key in allowed}
