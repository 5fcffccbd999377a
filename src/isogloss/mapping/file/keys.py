"""Which keys the file may have at each place, and what an unknown one was probably meant to be.

Done before pydantic looks, because the names of the sides are keys too: a misspelt key would read as a side's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from isogloss.errors import Problem
from isogloss.mapping.file.document import (
    RESERVED,
    SIDE_FIELD_KEYS,
    Document,
    Entries,
    FieldEntry,
    GroupRule,
    KindEntry,
    LimitsEntry,
    LocaleEntry,
    Place,
    is_name,
)
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


class _Walk:
    def __init__(self, sides: Mapping[str, object], entries: Entries) -> None:
        self.sides, self.entries = sides, entries
        self.problems: list[Problem] = []

    def document(self, data: Mapping[str, object]) -> dict[str, object]:
        known = self._only(data, Document.model_fields, "")
        if not self.sides:
            return known  # without their names, no key below could be told from a misspelt one
        if "sides" in known:
            known["sides"] = self._each(known["sides"], "sides", self._side)
        if "locales" in known:
            names = [*LocaleEntry.model_fields, *self.sides]
            known["locales"] = self._each(known["locales"], "locales", lambda one, at: self._only(one, names, at))
        if "kinds" in known:
            known["kinds"] = self._each(known["kinds"], "kinds", self._kind)
        if isinstance(limits := known.get("limits"), dict):
            known["limits"] = self._only(limits, LimitsEntry.model_fields, "limits")
        return known

    def _side(self, part: Mapping[str, object], path: str) -> dict[str, object]:
        model = self.entries.get(str(part.get("adapter")))
        return self._only(part, model.model_fields, path) if model else dict(part)

    def _kind(self, part: Mapping[str, object], path: str) -> dict[str, object]:
        known = self._only(part, [*KindEntry.model_fields, *self.sides], path)
        for name in self.sides:
            if isinstance(place := known.get(name), dict):
                known[name] = kept = self._only(place, Place.model_fields, f"{path}.{name}")
                if isinstance(group := kept.get("group"), dict):
                    kept["group"] = self._only(group, GroupRule.model_fields, f"{path}.{name}.group")
        if "fields" in known:
            known["fields"] = self._each(known["fields"], f"{path}.fields", self._field)
        return known

    def _field(self, part: Mapping[str, object], path: str) -> dict[str, object]:
        known = self._only(part, [*FieldEntry.model_fields, *self.sides], path)
        if "values" in known:
            at = f"{path}.values"
            known["values"] = self._each(known["values"], at, lambda one, to: self._only(one, self.sides, to))
        for name in self.sides:
            if isinstance(form := known.get(name), dict):
                known[name] = self._only(form, SIDE_FIELD_KEYS, f"{path}.{name}")
        if "fields" in known:
            known["fields"] = self._each(known["fields"], f"{path}.fields", self._field)
        return known

    @staticmethod
    def _each(part: object, path: str, keep: Callable[[Mapping[str, object], str], dict[str, object]]) -> object:
        """Look into every value that has keys; what has none is left for pydantic to refuse."""
        if not isinstance(part, dict):
            return part
        return {key: keep(one, f"{path}.{key}") if isinstance(one, dict) else one for key, one in part.items()}

    def _only(self, part: Mapping[str, object], names: Iterable[str], path: str) -> dict[str, object]:
        allowed = set(names)
        for key in part:
            if key not in allowed:
                hint = nearest(key, allowed) or f"; known here: {', '.join(sorted(allowed))}"
                self.problems.append(Problem(f"{path}.{key}" if path else key, f"unknown key{hint}"))
        return {key: value for key, value in part.items() if key in allowed}
