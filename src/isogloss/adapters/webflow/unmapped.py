"""What a whole site has that no mapping describes yet: every collection with its fields, some items, and every locale.

Decides how a field that takes much is narrowed by what is in it. A mapping of everything is made up, and described as
any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Final

from isogloss import bridge
from isogloss.adapters.webflow.adapter import open_reader
from isogloss.adapters.webflow.items.reading import first_rows
from isogloss.adapters.webflow.pages.designs import Designs
from isogloss.adapters.webflow.pages.surface import Pages
from isogloss.adapters.webflow.pages.survey import proposed
from isogloss.adapters.webflow.site import ALT, Collection, Lookup, Site, describe, item_locales
from isogloss.adapters.webflow.wire import Item
from isogloss.bridge import KindBinding, SideBinding, WebflowSettings
from isogloss.mapping.draft.wish import Wish
from isogloss.mapping.names.traces import NO_TRACES, Traces, traces
from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.schema import FieldType, RemoteField, RemoteSchema, Sample
from isogloss.ports import Clock
from isogloss.sampling import if_allowed

_MIDNIGHT: Final = "T00:00:00"


def survey_unmapped(wish: Wish, clock: Clock) -> RemoteSchema:
    """Ask a site what it has.

    Raises: ConfigError, Missing for what is not there; any RemoteError.
    """
    settings = WebflowSettings(wish.site.strip())
    if wish.url is not None:
        settings = replace(settings, base_url=wish.url)
    english = Locale("en")
    binding = SideBinding(Side.LEFT, wish.name, settings, wish.secrets, {english: "en"}, english, {})
    with closing(open_reader(binding, clock=clock)) as reader:
        return _survey(reader.lookup, settings)


def _survey(lookup: Lookup, settings: WebflowSettings) -> RemoteSchema:
    """Describe every collection; kinds by its slug, and so references name the slug of their target."""
    body = lookup.body()
    tags = [locale.tag for locale in item_locales(body)] or [lookup.binding.primary]
    everything = replace(
        lookup.binding,
        kinds={row.slug: KindBinding(row.slug, bridge.Collection(row.slug), {}) for row in lookup.rows(body.id)},
        locales={Locale(tag): tag for tag in tags},
        primary=Locale(tags[0]),
    )
    whole = lookup.of(everything)
    site = whole.ask()
    rows = {name: first_rows(whole.read, site, each)[0] for name, each in site.collections.items()}
    names: dict[str, Traces] = {}
    for row in (row for found in rows.values() for row in found):
        names[row.id] = names.get(row.id, NO_TRACES) | traces([row.field_data.get(slug) for slug in ("name", "slug")])
    told = describe(site, everything)
    kinds = {
        name: replace(
            kind,
            fields={slug: _narrowed(field, rows[name]) for slug, field in (kind.fields or {}).items()},
            samples=tuple(_samples(site, site.collections[name], rows[name], names)),
        )
        for name, kind in told.kinds.items()
    }
    designs = Designs(whole.read, everything, whole, None)
    counted = {place: if_allowed(count) for place, count in Pages(designs, settings).beside().items()}
    more = {place: count for place, count in counted.items() if count}
    if "pages" in more:
        pages = proposed(designs, site)
        kinds[f"{pages.name}-" if pages.name in kinds else pages.name] = pages
    return replace(told, kinds=kinds, more=more)


def _narrowed(field: RemoteField, rows: Sequence[Item]) -> RemoteField:
    """A field without the types that its content is not of: text of several lines, moments that are no days."""
    held = [str(value) for row in rows if (value := row.field_data.get(field.slug)) not in (None, "")]
    out: set[FieldType] = set()
    if "text" in field.holds and any("\n" in text for text in held):
        out = {"text"}
    if "date" in field.holds and held:
        out = {"instant"} if all(_MIDNIGHT in text for text in held) else {"date"}
    return replace(field, holds=field.holds - out)


def _samples(site: Site, collection: Collection, rows: Sequence[Item], names: Mapping[str, Traces]) -> Iterator[Sample]:
    cells: dict[str, dict[str, dict[str, Traces]]] = {}
    for row in rows:
        code = site.place_of(row.cms_locale_id, "GET items").tag
        held = cells.setdefault(row.id, {}).setdefault(code, {})
        for slug, raw in row.field_data.items():
            held[slug] = _traces(collection, slug, raw, names)
            if isinstance(raw, Mapping) and raw.get("alt"):
                held[slug + ALT] = traces(raw.get("alt"))
    return (Sample(remote, found) for remote, found in cells.items())


def _traces(collection: Collection, slug: str, raw: object, names: Mapping[str, Traces]) -> Traces:
    options = collection.options(slug)
    match raw:
        case str() if raw in options:
            return traces(options[raw])
        case str() if raw in names:
            return names[raw]
        case list() if raw and all(isinstance(each, str) and each in names for each in raw):
            return NO_TRACES.union(*(names[each] for each in raw))
        case _:
            return traces(raw)
