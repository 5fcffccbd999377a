"""Static pages and components as entries: which of them stand for a kind, and what each shows in every locale.

Decides what is read of them and what is remembered for writing. A page is in every locale of its site; what it shows in
a secondary one is what is said there, and else what the primary says. Items of collections are for other modules.

Source: Webflow Data API v2, pages and components, and the guides "Localize pages" and "Localize components", seen
2026-11.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from isogloss.adapters.assemble import Held, Picture, assembled, held
from isogloss.adapters.webflow.exclusions import Asking
from isogloss.adapters.webflow.files.alts import Said
from isogloss.adapters.webflow.pages import paths
from isogloss.adapters.webflow.pages.beyond import left_out
from isogloss.adapters.webflow.pages.nodes import NODE, PROPERTY, Text, Texts, defaults_of, texts_of
from isogloss.adapters.webflow.pages.paths import PageLocale, Sort
from isogloss.adapters.webflow.pages.place import Design, any_of, carried, page_locale, slugs_of, sort_of, stands_for
from isogloss.adapters.webflow.pages.values import (
    LISTS,
    PATH,
    WRITTEN,
    decode,
    said_of_component,
    said_of_page,
    says_something,
)
from isogloss.adapters.webflow.pages.wire import (
    ComponentBody,
    ComponentsBody,
    NodeBody,
    NodesBody,
    PageBody,
    PagesBody,
    PropertiesBody,
)
from isogloss.adapters.webflow.site import CmsLocale, Lookup, Read, Site
from isogloss.adapters.webflow.wire import by_id, listed, opened, parse
from isogloss.bridge import KindBinding, SideBinding
from isogloss.errors import Missing
from isogloss.http.request import Request
from isogloss.model.address import EntryKey
from isogloss.model.entry import DRAFT, PUBLISHED
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen
from isogloss.ports import Wanted
from isogloss.sampling import Sampled

FIRST: Final = 20
"""Of so many pages or components those texts are counted that nobody asks for: each takes a request."""
_Listings = dict[Request, list[PageBody]] | None
"""The listings of pages that one read has asked for; None where each page is asked for by itself."""


@dataclass(slots=True)
class Designs:
    """The pages and components of one side.

    asking: asks for what is translatable; None where nobody respects exclusions.
    known: by kind and id, as they were read last.
    said:  by kind, id and locale, the texts that a secondary locale showed last.

    Confess: the texts of all of them are in memory together. A site has hundreds of pages, not more.
    """

    read: Read
    binding: SideBinding
    lookup: Lookup
    asking: Asking | None = None
    known: dict[tuple[str, str], Design] = field(default_factory=dict)
    said: dict[tuple[str, str, Locale], Texts] = field(default_factory=dict)

    @property
    def kinds(self) -> Mapping[str, KindBinding]:
        """The kinds that are pages or components."""
        return {name: kind for name, kind in self.binding.kinds.items() if sort_of(kind) is not None}

    def everything(self) -> Iterator[Seen]:
        """Every page and component that stands for a kind.

        Raises: Missing where a mapped node is on none of them, since it would read as empty everywhere.
        """
        if not self.kinds:
            return
        site = self.lookup.site()
        listings: _Listings = {}
        for kind in self.kinds.values():
            designs = [self.design(site, kind, row) for row in self.rows(site, kind, listings)]
            _require(designs, kind, self.binding.name)
            for design in designs:
                yield self._seen(site, kind, design, [place.locale for place in site.places], listings)

    def rich(self, kind: str) -> Iterator[str]:
        """The ids of the rows that are written as they are spelled, of what was read of a kind."""
        for (found, _), design in self.known.items():
            if found == kind:
                yield from (at.removeprefix(NODE) for at, text in design.texts.items() if text.sort == "rich")

    def look(self, wanted: Sequence[Wanted]) -> dict[EntryKey, Seen]:
        """Look at some pages and components as they are now; what the public sees is not told apart."""
        site = self.lookup.site()
        seen: dict[EntryKey, Seen] = {}
        for one in wanted:
            if one.remote is None:
                continue
            kind = self.kinds[one.entry.kind]
            locales = [place.locale for place in site.places] if SHARED in one.locales else one.locales
            with suppress(Missing):
                design = self._again(site, kind, one.remote, locales)
                seen[one.entry] = self._seen(site, kind, design, locales, None)
        return seen

    def rows(self, site: Site, kind: KindBinding, listings: _Listings = None) -> list[PageBody] | list[ComponentBody]:
        """What stands for a kind, as the listing in the primary shows it."""
        if sort_of(kind) == "component":
            found = list(listed(self.read, paths.components(site.id), opened(ComponentsBody), by_id))
            return [row for row in found if stands_for(kind, row)]
        pages = self._pages(paths.pages(site.id, None), {} if listings is None else listings)
        return [row for row in pages if carried(row) and stands_for(kind, row)]

    def design(self, site: Site, kind: KindBinding, row: PageBody | ComponentBody) -> Design:
        """Read what a page or component is made of."""
        sort: Sort = "page" if isinstance(row, PageBody) else "component"
        nodes, texts = texts_asked(self.read, self.lookup.alts.said, site, slugs_of(kind), sort, row.id, None)
        said = said_of_page(row) if isinstance(row, PageBody) else said_of_component(row)
        fixed = isinstance(row, ComponentBody) and bool(row.readonly)
        made = Design(kind.kind, sort, row, tuple(nodes), {**said, **texts}, fixed)
        self.known[kind.kind, row.id] = made
        return made

    def shown(self, site: Site, kind: KindBinding, design: Design, locale: Locale) -> Texts:
        """What was read last of a design in one locale; asks where nothing was."""
        found = self.said.get((kind.kind, design.id, locale))
        return self._shown(site, kind, design, site.place(locale), None) if found is None else found

    def ask(self, site: Site, kind: KindBinding, remote: str) -> Design:
        """Read one design by its id.

        Raises: Missing where it is not there any more.
        """
        if sort_of(kind) == "page":
            return self.design(site, kind, parse(PageBody, self.read(paths.page(remote, None))))
        row = next((row for row in self.rows(site, kind) if row.id == remote), None)
        if row is None:
            raise Missing(f"component {remote} is not there any more")
        return self.design(site, kind, row)

    def sampled(self, site: Site, kind: KindBinding) -> list[Seen]:
        """What was asked for of a kind, with how much of it is left out; asks for nothing.

        A locale shows what the primary says where it has no text of its own; that one says nothing is taken for none.
        """
        return [
            Seen(name, remote, {}, beyond=left_out(kind, design, [design.texts] * len(site.places)))
            for (name, remote), design in self.known.items()
            if name == kind.kind
        ]

    def listed(self, site: Site, kind: KindBinding) -> Iterator[tuple[PageBody, Mapping[Locale, Texts]]]:
        """The static pages of a kind with what is said of each beside its text; one listing for each locale."""
        found = {
            place.locale: {
                row.id: row for row in self._pages(paths.pages(site.id, page_locale(site, place.locale)), {})
            }
            for place in site.places
        }
        for row in self.rows(site, kind):
            if isinstance(row, PageBody):
                yield row, {at: said_of_page(rows[row.id]) for at, rows in found.items() if row.id in rows}

    def unread(self, site: Site, kind: KindBinding, slug: str) -> Sampled:
        """The first of what stands for a kind, with how much there is in a list of texts that nobody asks for."""
        rows = self.rows(site, kind)
        sort: Sort = "component" if sort_of(kind) == "component" else "page"
        seen: list[Seen] = []
        for row in rows[:FIRST]:
            _, texts = texts_asked(self.read, self.lookup.alts.said, site, frozenset({slug}), sort, row.id, None)
            count = sum(1 for text in texts.values() if text.written and says_something(text))
            seen.append(Seen(kind.kind, row.id, {}, beyond={slug: count * len(site.places)} if count else {}))
        return Sampled(seen, whole=len(rows) <= FIRST)

    @staticmethod
    def asked(kind: KindBinding) -> int:
        """How many requests it takes at best to see one design in one locale."""
        wanted = slugs_of(kind)
        parts = (bool(wanted & {*WRITTEN, PATH}), any_of(wanted, "nodes", NODE), any_of(wanted, "properties", PROPERTY))
        return max(1, sum(parts))

    def _again(self, site: Site, kind: KindBinding, remote: str, locales: Iterable[Locale]) -> Design:
        """A design as it is now, as far as it matters for some locales: only the primary's own texts are read anew."""
        known = self.known.get((kind.kind, remote))
        if known is not None and all(page_locale(site, locale) is not None for locale in locales):
            return known
        return self.ask(site, kind, remote)

    def _seen(
        self,
        site: Site,
        kind: KindBinding,
        design: Design,
        locales: Iterable[Locale],
        listings: _Listings,
    ) -> Seen:
        first = self._held(kind, design, design.texts, shared=True)
        slug = design.row.slug if isinstance(design.row, PageBody) else None
        draft = isinstance(design.row, PageBody) and bool(design.row.draft)
        updated = design.row.last_updated if isinstance(design.row, PageBody) else None
        pictures: dict[Locale, Picture[Held]] = {}
        texts: list[Texts] = []
        for locale in locales:
            place = site.place(locale)
            live = not draft and site.serves(place)
            texts.append(self._shown(site, kind, design, place, listings))
            shown = self._held(kind, design, texts[-1], shared=False)
            fixed = design.fixed or page_locale(site, locale) is None
            note = Note(updated=updated, live=live, fixed=fixed)
            pictures[locale] = Picture(shown, PUBLISHED if live else DRAFT, note)
        made = assembled(kind.kind, design.id, kind.fields, first, pictures, slug=slug or "")
        unreadable = (*first.unreadable(SHARED, kind.fields), *made.unreadable)
        return replace(made, unreadable=unreadable, beyond=left_out(kind, design, texts))

    @staticmethod
    def _held(kind: KindBinding, design: Design, shown: Texts, *, shared: bool) -> Held:
        fields = {name: bound for name, bound in kind.fields.items() if bound.field.shared is shared}
        return held(fields, lambda _: None, lambda bound, _: decode(bound, design.texts, shown))

    def _shown(
        self,
        site: Site,
        kind: KindBinding,
        design: Design,
        place: CmsLocale,
        listings: _Listings,
    ) -> Texts:
        """Everything that a design shows in one locale: what is said there, and else what the primary says."""
        locale = page_locale(site, place.locale)
        if locale is None:
            return design.texts
        _, here = texts_asked(self.read, self.lookup.alts.said, site, slugs_of(kind), design.sort, design.id, locale)
        said: dict[str, Text] = {}
        if design.sort == "page" and slugs_of(kind) & {*WRITTEN, PATH}:
            said = said_of_page(self._page(site, design.id, locale, listings))
        found = {**said, **here}
        made = {address: found.get(address, text) for address, text in design.texts.items()}
        self.said[kind.kind, design.id, place.locale] = made
        return made

    def _page(self, site: Site, page: str, locale: PageLocale, listings: _Listings) -> PageBody:
        if listings is None:
            return parse(PageBody, self.read(paths.page(page, locale)))
        rows = self._pages(paths.pages(site.id, locale), listings)
        found = next((row for row in rows if row.id == page), None)
        # a page that came or went between two listings is asked for by itself
        return found or parse(PageBody, self.read(paths.page(page, locale)))

    def _pages(self, request: Request, listings: dict[Request, list[PageBody]]) -> list[PageBody]:
        if request not in listings:
            listings[request] = list(listed(self.read, request, opened(PagesBody), by_id))
        return listings[request]


def texts_asked(
    read: Read,
    said: Said,
    site: Site,
    wanted: frozenset[str],
    sort: Sort,
    design: str,
    locale: PageLocale | None,
    into: PageLocale | None = None,
) -> tuple[list[NodeBody], dict[str, Text]]:
    """Ask for the nodes and the texts of a design that some slugs need; ``into`` as for ``paths``."""
    nodes: list[NodeBody] = []
    texts: dict[str, Text] = {}
    if any_of(wanted, "nodes", NODE):
        nodes = list(listed(read, paths.nodes(site.id, sort, design, locale, into=into), opened(NodesBody), by_id))
        texts |= texts_of(nodes, said)
    if sort == "component" and any_of(wanted, "properties", PROPERTY):
        request = paths.properties(site.id, design, locale, into=into)
        texts |= defaults_of(listed(read, request, opened(PropertiesBody), lambda row: row.property_id), said)
    return nodes, texts


def _require(designs: Sequence[Design], kind: KindBinding, side: str) -> None:
    if not designs:
        return
    there = {address for design in designs for address in design.texts}
    gone = sorted(slug for slug in slugs_of(kind) - there - set(LISTS) - {*WRITTEN, PATH})
    if gone:
        raise Missing(
            f"side {side}: no {designs[0].sort} of kind {kind.kind} has {', '.join(gone)}. Mend "
            f"kinds.{kind.kind}.fields, or map the list of all texts, which needs no mending."
        )
