"""The words of a mapping file that decide about a cell, and the lines they stand on.

Decides which keys are asked, the nearest first; the first that is there counts. What the words come to is compiled
elsewhere. Refuses to know what they say.
"""

from collections.abc import Iterator, Mapping

from isogloss.answers import Said
from isogloss.mapping.file.source import read_source
from isogloss.mapping.names.locales import tag_of
from isogloss.model.locale import SHARED, Locale


class Words:
    """The words of one file."""

    def __init__(self, text: str) -> None:
        source = read_source(text)
        self._data, self._lines = source.data, source.lines

    def flow(self, kind: str, name: str, locale: Locale) -> Said:
        """Which way a cell flows."""
        field, of_kind = f"kinds.{kind}.fields.{name}.flow", f"kinds.{kind}.flow"
        keys = [*(f"{field}.{tag}" for tag in self._tags(locale, field)), f"{field}.default", field]
        keys.append(f"{of_kind}.{name}")
        if locale != SHARED:
            keys += [*(f"{of_kind}.{tag}" for tag in self._tags(locale, of_kind)), *self._locale(locale, "flow")]
        return self._first([*keys, f"{of_kind}.default", of_kind, "flow"], "both")

    def conflict(self, kind: str, name: str, locale: Locale) -> Said:
        """What becomes of a cell that both sides changed."""
        keys = [f"kinds.{kind}.fields.{name}.conflict", *self._locale(locale, "conflict"), f"kinds.{kind}.conflict"]
        return self._first([*keys, "conflict"], "hold")

    def delete(self, kind: str) -> Said:
        """What becomes of what is gone on one side."""
        return self._first([f"kinds.{kind}.delete", "delete"], "hold")

    def lock(self, cells: str, note: str) -> Said:
        """The lock of some cells, which are named as it names them."""
        locks = self._at("locks")
        rows = locks if isinstance(locks, list) else []
        places = [
            f"locks.{number}" for number, row in enumerate(rows) if isinstance(row, dict) and row.get("cells") == cells
        ]
        key = next(iter(places), f"locks.{cells}")
        return Said(key, note, self._lines.get(key))

    def drift(self) -> Said:
        """What becomes of what only the target changed."""
        return self._first(["drift"], "keep")

    def _first(self, keys: list[str], default: str) -> Said:
        for key in keys:
            found = self._at(key)
            if found is not None and not isinstance(found, Mapping):
                word = "off" if found is False else str(found)  # YAML reads off as false
                return Said(key, word, self._lines.get(key))
        return Said(keys[-1], default)

    def _locale(self, locale: Locale, name: str) -> Iterator[str]:
        yield from (f"locales.{tag}.{name}" for tag in self._tags(locale, "locales"))

    def _tags(self, locale: Locale, path: str) -> list[str]:
        """The locale as it is written at a place."""
        found = self._at(path)
        return (
            [key for key in found if isinstance(key, str) and tag_of(key) == locale]
            if isinstance(found, Mapping)
            else []
        )

    def _at(self, path: str) -> object:
        found = self._data
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found
