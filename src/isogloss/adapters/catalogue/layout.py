"""Where the files of a catalogue lie: a pattern of paths with the locale, and mostly the namespace, in it.

Decides which files are a catalogue's and which locale and namespace each is of. Refuses to touch a disk.

Source: i18next documentation, "Backend Plugins" (``/locales/{{lng}}/{{ns}}.json``), seen 2026-11; one file for each
locale is what ICU tools and vue-i18n keep. GNU gettext manual, "The Directory Structure of MO files"
(``LOCALE/LC_MESSAGES/DOMAIN``), which Django, Babel and Sphinx follow; ``po/LOCALE.po`` is what GNU packages keep.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from isogloss.model.settings import FolderSettings

JSON, PO = ".json", ".po"
USUAL: Final = "{locale}/{namespace}.json"
USUAL_PO: Final = "{locale}/LC_MESSAGES/{namespace}.po"
LOCALE: Final = "{locale}"
NAMESPACE: Final = "{namespace}"
_HOLE: Final = re.compile(r"(\{[^{}]*\})")
_PARTS: Final = {LOCALE: r"(?P<locale>[A-Za-z0-9]+(?:[_@-][A-Za-z0-9]+)*)", NAMESPACE: r"(?P<namespace>[^/\\.][^/\\]*)"}


TEXT: Final = "text"
"""The field of an entry that is a message."""
_FORM: Final = re.compile(r"(.+)\[([1-9]\d?)\]")
Keyed: TypeAlias = Literal["source", "context", "id"]
"""By what a message is an entry: by its source text, which makes each an entry of its own; by a key in its context; or
by a key in place of the source text."""
KEYED: Final[tuple[Keyed, ...]] = get_args(Keyed)


@dataclass(frozen=True, slots=True)
class CatalogueSettings(FolderSettings):
    """The folder of a catalogue, and where in it the files lie.

    keys: by what a message of gettext is known; not of JSON.
    """

    layout: str = USUAL
    keys: Keyed = "source"


@dataclass(frozen=True, slots=True)
class Layout:
    """A pattern of paths below the folder, with ``/`` between its parts."""

    pattern: str

    @property
    def is_gettext(self) -> bool:
        """Whether the files are gettext's, and not JSON."""
        return self.pattern.endswith(PO)

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
    if not pattern.endswith((JSON, PO)):
        return f"JSON and gettext's PO are read and written here, so it ends in {JSON} or {PO}, as in {USUAL}"
    parts = pattern.split("/")
    if "\\" in pattern or any(not part or part.startswith(".") for part in parts):
        return "it is a path inside the folder, with / between its parts, and no part begins with a dot"
    return None


def form_of(key: str) -> tuple[str, int]:
    """What a key is called without the number of a plural's form, and that number."""
    found = _FORM.fullmatch(key)
    return (key, 0) if found is None else (found[1], int(found[2]))
