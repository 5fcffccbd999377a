"""Where the files of a catalogue lie: a pattern of paths with the locale, and mostly the namespace, in it.

Decides which files are a catalogue's and which locale and namespace each is of. Refuses to touch a disk.

Source: i18next documentation, "Backend Plugins" (``/locales/{{lng}}/{{ns}}.json``), seen 2026-11; one file for each
locale is what ICU tools and vue-i18n keep.
"""

import re
from dataclasses import dataclass
from typing import Final

from isogloss.model.settings import FolderSettings

USUAL: Final = "{locale}/{namespace}.json"
LOCALE: Final = "{locale}"
NAMESPACE: Final = "{namespace}"
_HOLE: Final = re.compile(r"(\{[^{}]*\})")
_PARTS: Final = {LOCALE: r"(?P<locale>[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*)", NAMESPACE: r"(?P<namespace>[^/\\.][^/\\]*)"}


@dataclass(frozen=True, slots=True)
class CatalogueSettings(FolderSettings):
    """The folder of a catalogue, and where in it the files lie."""

    layout: str = USUAL


@dataclass(frozen=True, slots=True)
class Layout:
    """A pattern of paths below the folder, with ``/`` between its parts."""

    pattern: str

    @property
    def has_namespaces(self) -> bool:
        """Whether each namespace has files of its own; else it is the first key of each file."""
        return NAMESPACE in self.pattern

    def file(self, code: str, namespace: str) -> str:
        """The path of the file of a locale and a namespace."""
        return self.pattern.replace(LOCALE, code).replace(NAMESPACE, namespace)

    def reads(self, file: str) -> tuple[str, str] | None:
        """The locale and the namespace of a file; None where it is none of the catalogue's."""
        found = re.fullmatch("".join(_PARTS.get(part, re.escape(part)) for part in _HOLE.split(self.pattern)), file)
        return None if found is None else (found["locale"], found["namespace"] if self.has_namespaces else "")


def wrong_layout(pattern: str) -> str | None:
    """What is wrong with a pattern, or None."""
    holes = [part for part in _HOLE.split(pattern) if _HOLE.fullmatch(part)]
    if strange := next((hole for hole in holes if hole not in _PARTS), None):
        return f"{strange} means nothing here; there is {LOCALE} and {NAMESPACE}"
    if holes.count(LOCALE) != 1 or holes.count(NAMESPACE) > 1:
        return f"it names {LOCALE} once, and {NAMESPACE} at most once, as in {USUAL}"
    if not pattern.endswith(".json"):
        return f"only JSON is read and written here, so it ends in .json, as in {USUAL}"
    parts = pattern.split("/")
    if "\\" in pattern or any(not part or part.startswith(".") for part in parts):
        return "it is a path inside the folder, with / between its parts, and no part begins with a dot"
    return None
