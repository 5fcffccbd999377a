"""Which pages and components stand for a kind, in which locales they can be written, and one as its primary shows it.

Decides what a mapping's words for a place mean, and which pages are static and in use. Pure.

Source: Webflow Data API v2, pages, and the guide "Localize pages", seen 2026-11. That pages called 401, 404 and search
are utility pages is [inferred]: no answer tells them.
"""

from dataclasses import dataclass
from typing import Final

from isogloss.adapters.webflow.pages.nodes import Texts
from isogloss.adapters.webflow.pages.paths import PageLocale, Sort
from isogloss.adapters.webflow.pages.wire import ComponentBody, NodeBody, PageBody
from isogloss.adapters.webflow.site import Site
from isogloss.bridge import Components, KindBinding, Pages
from isogloss.model.locale import Locale

UTILITY: Final = frozenset({"401", "404", "search"})


@dataclass(frozen=True, slots=True)
class Design:
    """One page or component as its primary shows it.

    row:    what a listing says of it.
    nodes:  its nodes, for the rows of a write.
    texts:  everything that it shows in the primary: what it is made of.
    fixed:  it is of a shared library and never written.
    """

    kind: str
    sort: Sort
    row: PageBody | ComponentBody
    nodes: tuple[NodeBody, ...]
    texts: Texts
    fixed: bool = False

    @property
    def id(self) -> str:
        """Its id."""
        return self.row.id


def sort_of(kind: KindBinding) -> Sort | None:
    """Whether a kind is pages or components; None where it is a collection."""
    match kind.place:
        case Pages():
            return "page"
        case Components():
            return "component"
        case _:
            return None


def chosen(kind: KindBinding) -> tuple[str, ...]:
    """The names that a mapping gives, or none where it means all."""
    return kind.place.only if isinstance(kind.place, Pages | Components) else ()


def named(kind: KindBinding, *names: str | None) -> bool:
    """Whether what is called so stands for a kind."""
    wanted = chosen(kind)
    return not wanted or bool({name for name in names if name} & set(wanted))


def stands_for(kind: KindBinding, row: PageBody | ComponentBody) -> bool:
    """Whether a page or component, as a listing shows it, stands for a kind of its sort."""
    if isinstance(row, ComponentBody):
        return named(kind, row.id, row.name)
    return named(kind, row.id, row.slug, row.published_path)


def carried(page: PageBody) -> bool:
    """Whether a page is static and in use: no template, utility page or branch, and not archived."""
    apart = page.collection_id or page.archived or page.is_branch or page.branch_id
    return not apart and page.slug not in UTILITY


def page_locale(site: Site, locale: Locale) -> PageLocale | None:
    """The id of a secondary locale; None for the primary, and on a site that has no other."""
    found = site.page_locales.get(locale)
    return None if found is None else PageLocale(found)


def slugs_of(kind: KindBinding) -> frozenset[str]:
    """The slugs that a kind names."""
    return frozenset(binding.remote for binding in kind.fields.values())


def any_of(slugs: frozenset[str], whole: str, start: str) -> bool:
    """Whether a kind names a list of texts, or some of them."""
    return any(slug == whole or slug.startswith(start) for slug in slugs)
