"""A site as one mapping sees it: its locales, its collections, and how they are called here and there.

Decides which remote locale and which collection stand for each mapped one, and what a field can hold. Read once per
adapter. Refuses to know items.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from isogloss import bridge
from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.files.alts import Alts
from isogloss.adapters.webflow.files.wire import assets
from isogloss.adapters.webflow.rules import SLUG_RULE, rule_of
from isogloss.adapters.webflow.wire import (
    CollectionBody,
    CollectionRow,
    CollectionsBody,
    FieldBody,
    SiteBody,
    SiteLocale,
    SitesBody,
    parse,
)
from isogloss.bridge import KindBinding, SideBinding, WebflowSettings
from isogloss.errors import Drift, Missing, Unauthorized, UsageError
from isogloss.http.answer import Answer
from isogloss.http.request import Request
from isogloss.model.locale import Locale
from isogloss.model.schema import FieldType, RemoteField, RemoteKind, RemoteSchema

Read = Callable[[Request], Answer]

_HOLDS: Final[Mapping[str, frozenset[FieldType]]] = {
    "PlainText": frozenset({"text", "long_text", "link", "email", "phone", "colour", "video", "tags"}),
    "RichText": frozenset({"rich_text"}),
    "Image": frozenset({"image"}),
    "ImageRef": frozenset({"image"}),
    "MultiImage": frozenset({"images"}),
    "VideoLink": frozenset({"video", "link"}),
    "Link": frozenset({"link", "video"}),
    "Email": frozenset({"email", "text"}),
    "Phone": frozenset({"phone", "text"}),
    "Number": frozenset({"number"}),
    "DateTime": frozenset({"instant", "date"}),
    "Switch": frozenset({"flag"}),
    "Color": frozenset({"colour", "text"}),
    "Option": frozenset({"option"}),
    "File": frozenset({"file"}),
    "Reference": frozenset({"reference"}),
    "ItemRef": frozenset({"reference"}),
    "MultiReference": frozenset({"references"}),
    "ExtFileRef": frozenset({"opaque"}),
    "User": frozenset({"opaque"}),
}
"""Source: Webflow Data API reference, field types and item values, seen 2026-11. ImageRef and ItemRef are old names."""

_READ_ONLY: Final = frozenset({"ExtFileRef", "User"})
ALT: Final = ".alt"
"""The end of a field name that means only the alternative text of an image."""


@dataclass(frozen=True, slots=True)
class CmsLocale:
    """One locale of the site. ``id`` is its cmsLocaleId; None on a site without localization, and then never sent."""

    locale: Locale
    tag: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection that stands for a kind. ``fields`` by slug; ``alts`` are those of its site.

    known: slugs of the fields that the mapping names.
    """

    binding: KindBinding
    id: str
    slug: str
    fields: Mapping[str, FieldBody]
    alts: Alts
    known: frozenset[str] = frozenset()

    @property
    def types(self) -> Mapping[str, str]:
        """Webflow's type of each field, by slug."""
        return {slug: field.type for slug, field in self.fields.items()}

    def options(self, slug: str) -> Mapping[str, str]:
        """Option id to name; empty for other fields."""
        field = self.fields.get(slug)
        found = field.validations.options if field and field.validations else None
        return {option.id: option.name for option in found or []}


@dataclass(frozen=True, slots=True)
class Site:
    """What a mapping needs to know of a site.

    places:      the mapped locales, the mapping's primary first, then in the mapping's order.
    others:      locales of the site that the mapping does not cover.
    primary:     the cmsLocaleId of the site's own primary locale.
    enabled:     by tag, whether the live site serves it.
    collections: by neutral kind.
    slugs:       collection id to slug, of all collections.
    page_locales: by mapped locale, the localeId of pages and components; none for the primary, which is only read.
    title, short_name: what people call it, and what stands for it in addresses.
    """

    id: str
    places: tuple[CmsLocale, ...]
    others: tuple[CmsLocale, ...]
    primary: str | None
    primary_tag: str
    enabled: Mapping[str, bool]
    collections: Mapping[str, Collection]
    slugs: Mapping[str, str]
    page_locales: Mapping[Locale, str] = dataclasses.field(default_factory=dict)
    title: str = ""
    short_name: str = ""

    def place(self, locale: Locale) -> CmsLocale:
        """Where a mapped locale is."""
        for place in self.places:
            if place.locale == locale:
                return place
        raise AssertionError(f"{locale} is not mapped on this side; nobody should ask for it here.")

    def serves(self, place: CmsLocale) -> bool:
        """Whether the public sees a locale at all.

        Source: Webflow localization guide, seen 2026-11: turning a locale off takes it off the live site entirely.
        """
        return self.enabled.get(place.tag, True)

    def place_of(self, cms_locale: str | None, request: str) -> CmsLocale:
        """Which of the mapped locales a variant is in.

        Raises: Drift for a locale that was not asked for.
        """
        for place in (*self.places, *self.others):
            if place.id is None or place.id == cms_locale:
                return place
        raise Drift(f"a variant in locale {cms_locale!r}, which is not of this site", request=request)


class Lookup:
    """The site, read at first need and then remembered; safe to share between threads."""

    def __init__(self, read: Read, binding: SideBinding, settings: WebflowSettings) -> None:
        self.read = read
        self.binding = binding
        self._settings = settings
        self._lock = Lock()
        self._site: Site | None = None
        self.alts = Alts(self._alts)

    def of(self, binding: SideBinding) -> "Lookup":
        """The same site, as another mapping sees it."""
        return Lookup(self.read, binding, self._settings)

    def ask(self) -> Site:
        """The site as it is now; what reads and writes after it need not ask again.

        Raises: Missing for a site or collection that is not there; UsageError for a locale that the site lacks.
        """
        with self._lock:
            self._site = self._asked()
            return self._site

    def known(self) -> Site:
        """The site as it was when last asked for."""
        with self._lock:
            self._site = self._site or self._asked()
            return self._site

    def site(self) -> Site:
        """The site as it was when last asked for, with every mapped field there.

        Raises: Missing where a mapped field is not in its collection: reading on would take it for empty everywhere.
        """
        site = self.known()
        for collection in site.collections.values():
            _require_fields(collection, self.binding.name)
        return site

    def collection(self, kind: str) -> tuple[Site, Collection]:
        """The site, and the collection that stands for a kind."""
        site = self.site()
        return site, site.collections[kind]

    def body(self) -> SiteBody:
        """Ask for the site itself, by its id or its short name.

        Raises: Missing where it is not among those that the token can see.
        """
        wanted = self._settings.site
        if not paths.is_id(wanted):
            request = paths.sites()
            sites = parse(SitesBody, self.read(request)).sites
            found = [site.id for site in sites if wanted.lower() in (site.id.lower(), site.short_name.lower())]
            if len(found) != 1:
                names = ", ".join(sorted(f"{site.short_name} ({site.id})" for site in sites)) or "none"
                raise Missing(
                    f"side {self.binding.name}: site {wanted!r} is not among those that the token can see: {names}. "
                    f"Mend sides.{self.binding.name}.site, or use that site's token.",
                    request=request.name,
                )
            wanted = found[0]
        return parse(SiteBody, self.read(paths.site(wanted)))

    def rows(self, site_id: str) -> list[CollectionRow]:
        """The collections of the site, as they are listed."""
        return parse(CollectionsBody, self.read(paths.collections(site_id))).collections

    def _asked(self) -> Site:
        body = self.body()
        locales = item_locales(body)
        places, others = _places(self.binding, locales)
        rows = self.rows(body.id)
        primary = next(iter(locales), None)
        return Site(
            id=body.id,
            places=places,
            others=others,
            primary=primary.cms_locale_id if primary else None,
            primary_tag=primary.tag if primary else places[0].tag,
            enabled={locale.tag: locale.enabled for locale in locales} or {places[0].tag: True},
            collections={
                name: self._collection(kind, rows)
                for name, kind in self.binding.kinds.items()
                if isinstance(kind.place, bridge.Collection)
            },
            slugs={row.id: row.slug for row in rows},
            page_locales=_page_locales(places, body),
            title=body.display_name,
            short_name=body.short_name,
        )

    def _collection(self, kind: KindBinding, rows: Sequence[CollectionRow]) -> Collection:
        wanted = kind.called
        row = next((row for row in rows if wanted in (row.id, row.slug)), None)
        if row is None:
            raise Missing(
                f"side {self.binding.name}: kind {kind.kind} is mapped to collection {wanted!r}, which the site does "
                f"not have. It has {', '.join(sorted(row.slug for row in rows)) or 'none'}. Mend kinds.{kind.kind}, or "
                "make it there."
            )
        body = parse(CollectionBody, self.read(paths.collection(row.id)))
        fields = {field.slug: field for field in body.fields}
        return Collection(kind, row.id, row.slug, fields, self.alts, known_of(kind))

    def _alts(self) -> Iterator[tuple[str, str]]:
        """The alternative text of each file of the site, by id; none where the token may not ask."""
        try:
            for asset in assets(self.read, self.site().id):
                yield asset.id, asset.alt_text or ""
        except Unauthorized:
            return


def describe(site: Site, binding: SideBinding) -> RemoteSchema:
    """Say what the site offers, in the mapping's spelling of its locales."""
    spelled = {code.lower(): code for code in binding.locales.values()}
    return RemoteSchema(
        locales={spelled.get(tag.lower(), tag): enabled for tag, enabled in site.enabled.items()},
        primary=spelled.get(site.primary_tag.lower(), site.primary_tag),
        kinds={
            name: RemoteKind(collection.slug, _described(collection, site), slug=SLUG_RULE)
            for name, collection in site.collections.items()
        },
        others=tuple(sorted({*site.slugs.values()} - {each.slug for each in site.collections.values()})),
        title=site.title,
        short_name=site.short_name,
    )


def known_of(kind: KindBinding) -> frozenset[str]:
    """The slugs of the fields that a mapping names, in whatever way."""
    named = {bound.remote.removesuffix(ALT) for bound in kind.fields.values()}
    return frozenset({*named, *kind.others, bridge.REMOTE_SLUG} | ({kind.origin_key} if kind.origin_key else set()))


def item_locales(body: SiteBody) -> list[SiteLocale]:
    """The locales that items can be in, the primary first; none on a site without localization."""
    if body.locales is None:
        return []
    listed = [body.locales.primary, *(body.locales.secondary or [])]
    return [locale for locale in listed if locale is not None and locale.cms_locale_id is not None]


def _places(binding: SideBinding, locales: list[SiteLocale]) -> tuple[tuple[CmsLocale, ...], tuple[CmsLocale, ...]]:
    order = sorted(binding.locales, key=lambda locale: locale != binding.primary)  # stable: the rest keeps its order
    if not locales:
        if len(order) != 1:
            raise UsageError(
                f"side {binding.name}: the site has no localization, so it holds one locale, but the mapping gives it "
                f"{len(order)}. Switch localization on in the Designer, or map one locale."
            )
        return (CmsLocale(order[0], binding.locales[order[0]], None),), ()
    by_tag = {locale.tag.lower(): locale for locale in locales}
    unknown = sorted(code for code in binding.locales.values() if code.lower() not in by_tag)
    if unknown:
        raise UsageError(
            f"side {binding.name}: the site has no locale {', '.join(unknown)}. It has "
            f"{', '.join(locale.tag for locale in locales)}. Mend the mapping, or add the locale in the Designer."
        )
    found = [(locale, by_tag[binding.locales[locale].lower()]) for locale in order]
    taken = {remote.tag for _, remote in found}
    return (
        tuple(CmsLocale(locale, remote.tag, remote.cms_locale_id) for locale, remote in found),
        tuple(CmsLocale(Locale(one.tag), one.tag, one.cms_locale_id) for one in locales if one.tag not in taken),
    )


def _page_locales(places: tuple[CmsLocale, ...], body: SiteBody) -> dict[Locale, str]:
    secondary = {each.tag: each.id for each in (body.locales.secondary if body.locales else None) or []}
    return {place.locale: id_ for place in places if (id_ := secondary.get(place.tag)) is not None}


def _require_fields(collection: Collection, side: str) -> None:
    kind = collection.binding
    mapped = [field.remote.removesuffix(ALT) for field in kind.fields.values()]
    mapped += [kind.origin_key] if kind.origin_key else []
    gone = sorted(set(mapped) - set(collection.fields))
    if gone:
        raise Missing(
            f"side {side}: collection {collection.slug} has no field {', '.join(gone)}, to which kind {kind.kind} is "
            f"mapped. It has {', '.join(sorted(collection.fields))}. Mend kinds.{kind.kind}.fields, or make the field."
        )


def _described(collection: Collection, site: Site) -> dict[str, RemoteField]:
    described: dict[str, RemoteField] = {}
    for slug, field in collection.fields.items():
        target = field.validations.collection_id if field.validations else None
        described[slug] = RemoteField(
            slug=slug,
            type=field.type,
            holds=_held(field),
            required=field.is_required,
            read_only=not field.is_editable or field.type in _READ_ONLY or field.type not in _HOLDS,
            options=collection.options(slug),
            to=_name_of(target, site) if target else None,
            rule=rule_of(field),
        )
        if described[slug].holds == {"image"}:
            described[slug + ALT] = RemoteField(slug + ALT, f"alt text of {field.type}", frozenset({"text"}))
    return described


def _held(field: FieldBody) -> frozenset[FieldType]:
    """What a field holds; one of a single line refuses line breaks.

    Source: threads on plain text fields, seen 2026-11; the name of the rule among the validations is [inferred].
    """
    held = _HOLDS.get(field.type, frozenset({"opaque"}))
    single = field.slug in ("name", "slug") or (field.validations is not None and field.validations.single_line)
    return held - {"long_text"} if single else held


def _name_of(collection_id: str, site: Site) -> str:
    """A collection as the mapping calls it, else by its slug."""
    for collection in site.collections.values():
        if collection.id == collection_id:
            return collection.binding.called
    return site.slugs.get(collection_id, collection_id)
