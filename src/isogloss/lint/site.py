"""One side as its readers and search engines meet it: each entry in each locale, with its state, slug and addresses.

Holds what is true of one page, and answers what is asked of all of them at once. Refuses to judge; the rules do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias

from isogloss.answers import Flaw
from isogloss.bridge import SideBinding
from isogloss.mapping.names.addresses import Target
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import Locale
from isogloss.plan.accepts import NOTHING_KNOWN, Accepts

State: TypeAlias = Literal["published", "draft", "archived", "coming"]
"""Who sees a page; *coming* is one that the side does not have yet, and the other side's will be carried to it."""

_SAID: Final[Mapping[State, str]] = {
    "published": "published",
    "draft": "a draft",
    "archived": "archived",
    "coming": "not there yet",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One entry in one locale on one side.

    slug:      as it is there, or will be; "" where it has none.
    addresses: where it is, as the mapping says; the first is the one that is written.
    changed:   when its side last saw a change of what is shown, aware UTC; None where it does not tell.
    """

    key: EntryKey
    locale: Locale
    label: str
    state: State
    slug: str = ""
    addresses: tuple[str, ...] = ()
    changed: datetime | None = None

    @property
    def named(self) -> str:
        """Which entry it is, and who sees it: ``article/tea (archived)``."""
        return f"{self.key} ({_SAID[self.state]})"

    @property
    def said(self) -> str:
        """Who sees it, in words."""
        return _SAID[self.state]


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text.

    at:      where it stands.
    locale:  of the text; the primary where all locales share it.
    to:      where it leads; None where there should be an entry and is none.
    address: as it stands there, where it leads nowhere.
    """

    at: Cell
    locale: Locale
    to: Target | None = None
    address: str = ""


@dataclass(slots=True)
class Site:
    """All of one side.

    primary:  the locale that others are translated from.
    unserved: locales that the side holds and does not show to the public.
    accepts:  by kind, what the side takes.
    placeless: by entry, how many slugs of its locales have no place on the other side.
    links:     in texts, each once for a cell.
    """

    binding: SideBinding
    primary: Locale
    unserved: frozenset[Locale] = frozenset()
    accepts: Mapping[str, Accepts] = field(default_factory=dict)
    placeless: dict[EntryKey, int] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    _pages: dict[EntryKey, dict[Locale, Page]] = field(default_factory=dict)

    def add(self, page: Page) -> None:
        """Take in a page."""
        self._pages.setdefault(page.key, {})[page.locale] = page

    def entries(self) -> Iterator[tuple[EntryKey, Mapping[Locale, Page]]]:
        """Every entry, in order, with its pages."""
        for key in sorted(self._pages):
            yield key, self._pages[key]

    def pages(self) -> Iterator[Page]:
        """Every page, by entry and then in the order of the mapping's locales."""
        for _, held in self.entries():
            yield from (held[locale] for locale in self.binding.locales if locale in held)

    def page(self, key: EntryKey, locale: Locale) -> Page | None:
        """One page; None where the side neither has it nor will."""
        return self._pages.get(key, {}).get(locale)

    def shows(self, page: Page) -> bool:
        """Whether the public sees a page."""
        return page.state == "published" and page.locale not in self.unserved

    def has(self, key: EntryKey) -> bool:
        """Whether the side has an entry in any locale, or will."""
        return key in self._pages

    def label(self, key: EntryKey) -> str:
        """What people call an entry."""
        return next((page.label for page in self._pages.get(key, {}).values() if page.label), "")

    def takes(self, kind: str) -> Accepts:
        """What the side takes of a kind."""
        return self.accepts.get(kind, NOTHING_KNOWN)

    def broad(self, rule: str, of: str, found: str) -> Flaw:
        """Something found here of a whole locale or kind, by a rule."""
        return Flaw(rule, self.binding.name, None, "", found, of)

    def flaw(self, rule: str, at: Cell, found: str) -> Flaw:
        """Something found here, by a rule."""
        return Flaw(rule, self.binding.name, at, self.label(at.entry), found)
