"""What is excluded from translation of a page or component: what is not among the translatable texts of its primary.

Decides which fields that concerns, and which rows of a list of texts; a list without any row left is excluded as such.
Refuses to know items.

Source: Webflow, changelog of 27 July 2026 and the weeks after, seen 2026-11: ``translatable`` does not depend on the
locale that is read; page content drops excluded overrides, and an instance that is left without any.
"""

from collections.abc import Iterator, Mapping

from isogloss.adapters.webflow.exclusions import Asking, secondaries
from isogloss.adapters.webflow.pages import paths
from isogloss.adapters.webflow.pages.designs import texts_asked
from isogloss.adapters.webflow.pages.nodes import NODE, PROPERTY
from isogloss.adapters.webflow.pages.paths import PageLocale
from isogloss.adapters.webflow.pages.place import Design, slugs_of
from isogloss.adapters.webflow.pages.values import ID, LISTS, WRITTEN, addresses_of
from isogloss.adapters.webflow.pages.wire import PageBody
from isogloss.adapters.webflow.site import Site
from isogloss.bridge import KindBinding
from isogloss.http.answer import Answer
from isogloss.model.excluded import Excluded, Exclusion, Rows
from isogloss.model.locale import Locale

_WITHIN = ("seo", "openGraph")


def excluded_of(ask: Asking, site: Site, kind: KindBinding, design: Design) -> Excluded:
    """Ask what of a page or component is excluded, for each locale that it can be excluded from."""
    found: dict[Locale, Exclusion] = {}
    for place, into in secondaries(site):
        gone = frozenset(_gone(ask, site, kind, design, PageLocale(into)))
        made = _exclusion(kind, design, gone) if gone else Exclusion()
        if made.fields or made.rows:
            found[place.locale] = made
    return found


def _gone(ask: Asking, site: Site, kind: KindBinding, design: Design, into: PageLocale) -> Iterator[str]:
    """The addresses of its texts that are not translatable."""
    _, left = texts_asked(ask, _as_said, site, slugs_of(kind), design.sort, design.id, None, into)
    yield from (each for each in design.texts if each.startswith((NODE, PROPERTY)) and each not in left)
    if design.sort == "page" and slugs_of(kind) & {*WRITTEN}:
        yield from _metadata(design, ask(paths.page(design.id, None, into=into)))


def _metadata(design: Design, answer: Answer) -> Iterator[str]:
    """What is said of a page and not told; what its primary does not say either is not excluded."""
    told = answer.json if isinstance(answer.json, Mapping) else {}
    row = design.row.model_dump(by_alias=True) if isinstance(design.row, PageBody) else {}
    for slug in WRITTEN:
        name, _, part = slug.partition(".")
        said, shown = row.get(name), told.get(name)
        if isinstance(said, Mapping) and isinstance(shown, Mapping):  # some of what it holds may be told
            name, said, told_here = part, said.get(part), shown
        else:
            told_here = told
        if said is not None and name not in told_here:
            yield slug


def _exclusion(kind: KindBinding, design: Design, gone: frozenset[str]) -> Exclusion:
    fields: set[str] = set()
    rows: dict[str, Rows] = {}
    for name, binding in kind.fields.items():
        if binding.field.shared:
            continue
        if binding.remote not in LISTS:
            fields |= {name} if binding.remote in gone else set()
            continue
        all_of_it = dict(addresses_of(binding, design.texts))
        ids = frozenset(tail for address, tail in all_of_it.items() if address in gone)
        if ids and len(ids) == len(all_of_it):
            fields.add(name)
        elif ids:
            part = next(part.field.name for part in binding.fields.values() if part.remote == ID)
            rows[name] = Rows(part, ids)
    return Exclusion(fields=frozenset(fields), rows=rows)


def _as_said(file: str) -> str:
    """Only the addresses of texts count here, not what they say."""
    del file
    return ""
