"""How what is stored reads: pages, items, and each kind of value in the shape a read gives it.

Decides what a read sees, shapes and normalizations; does not know filters, order and paging. The shapes of a read are
not those of a write: pickers, references, media and items differ.

Source: ButterCMS API reference and recorded answers of its SDK tests (reference sections 4, 6.1 and 8).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from isogloss.sandbox.buttercms.answers import Call, Json
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.markup import pictured
from isogloss.sandbox.buttercms.reading import LEVELS, flag, levels_of, locale_of
from isogloss.sandbox.buttercms.schema import TEXT_KINDS, FieldSpec, Specs
from isogloss.sandbox.buttercms.store import Asked, Entry, Fields, Variant, seen
from isogloss.sandbox.buttercms.values import PER_LOCALE, blank

_GONE = object()
"""Stands for a reference that leaves no trace, not even a key."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Finds and shows entries as one read wants them.

    locale: a configured locale; the default where localization is off.
    levels: 1 shows references as paths, 2 expands them once, and so on.
    alt:    media as objects with their alt text.
    """

    desk: Desk
    locale: str
    preview: bool
    levels: int = LEVELS
    alt: bool = False

    def visible(self, kind: str, place: str | None, by: str = "", *, down: bool = False) -> Sequence[Entry]:
        """List what a read sees of a type or collection; with empty locales also what has no content in this one.

        by, down: as in ``store.Asked``.
        """
        holes = self.desk.switches.missing_locale == "empty"
        return self.desk.store.listing(kind, place, Asked(self.locale, self.preview, holes, by, down))

    def sees(self, entry: Entry) -> bool:
        """Say whether a read sees this entry."""
        locales = entry.variants if self.desk.switches.missing_locale == "empty" else (self.locale,)
        return any(seen(entry, locale, preview=self.preview) for locale in locales)

    def entry(self, entry: Entry, levels: int | None = None) -> Json:
        """Show a page as a page object, an item as its fields beside ``meta``."""
        deep = self.levels if levels is None else levels
        variant = entry.variants.get(self.locale, Variant())
        specs = self.desk.store.schema.of(entry.kind, entry.place, entry.slug)
        fields = variant.shown(preview=self.preview)
        shown = self.fields(specs, blank(specs or {}) if fields is None else fields, deep)
        if entry.kind == "item":
            return {"meta": {"id": self.shown_id(entry.id)}, **shown}
        return self._page(entry, variant, shown)

    def fields(self, specs: Specs | None, stored: Fields, levels: int) -> Json:
        """Show fields in the order of the schema, then those it does not know."""
        shown: Json = {}
        for slug, spec in (specs or {}).items():
            value = self._value(spec, stored.get(slug), levels)
            if value is not _GONE:
                shown[slug] = value
        return {**shown, **{slug: value for slug, value in stored.items() if slug not in (specs or {})}}

    def shown_id(self, number: int) -> int:
        """Show an item's id, one for all locales unless switched otherwise."""
        if self.desk.switches.item_id_scope == "shared":
            return number
        return number + PER_LOCALE * self.desk.store.locales.index(self.locale)

    def time(self, stamp: str | None) -> str | None:
        """Show a timestamp in the account's zone."""
        return zoned(stamp, self.desk.switches.timestamp_zone)

    def media(self, address: str) -> object:
        """Show media by its own address once it has one, with its alt text if asked."""
        kept, url = self.desk.store.media.get(address), self._address(address)
        return {"url": url, "alt": kept.alt if kept else ""} if self.alt else url

    def _address(self, address: str) -> str:
        kept = self.desk.store.media.get(address)
        return kept.source if kept is not None and kept.ready > self.desk.elapsed else address

    def _page(self, page: Entry, variant: Variant, fields: Json) -> Json:
        title = variant.title if self.desk.switches.title_per_locale else None
        shown: Json = {"slug": page.slug}
        if self.desk.switches.name_key:
            shown["name"] = title or page.title
        shown |= {
            "published": self.time(variant.published),
            "updated": self.time(variant.updated),
            "page_type": page.place,
        }
        if self.desk.switches.status_keys:
            shown["status"] = variant.status(preview=self.preview)
        if self.desk.switches.page_scheduled:
            shown["scheduled"] = self.time(variant.scheduled)
        return {**shown, "fields": fields}

    def _value(self, spec: FieldSpec, stored: object, levels: int) -> object:
        match spec.kind:
            case "component":
                return self.fields(spec.fields, _fields(stored), levels)
            case "repeater":
                return [self.fields(spec.fields, _fields(row), levels) for row in _rows(stored)]
            case "picker":
                return [self._picked(spec, _fields(row), levels) for row in _rows(stored)]
            case "reference":
                return self._references(spec, stored, levels)
        if stored is None or stored == "":
            return "" if spec.kind in TEXT_KINDS else self._unset(None)
        return self._simple(spec, stored)

    def _simple(self, spec: FieldSpec, stored: object) -> object:
        match spec.kind:
            case "media":
                return self.media(str(stored))
            case "wysiwyg":
                return pictured(str(stored), self._address)
            case "date":
                return f"{stored}{'' if self.desk.switches.date_style == 'none' else self.desk.switches.date_style}"
            case "number" if self.desk.switches.number_style == "float":
                return float(cast("float", stored))
            case "number" if self.desk.switches.number_style == "integer" and float(cast("float", stored)).is_integer():
                return int(cast("float", stored))
        return stored

    def _picked(self, spec: FieldSpec, row: Fields, levels: int) -> Json:
        specs = spec.components.get(str(row.get("type")))
        return {"type": row.get("type"), "fields": self.fields(specs, _fields(row.get("fields")), levels)}

    def _unset(self, null: object) -> object:
        return {"null": null, "empty": "", "missing": _GONE}[self.desk.switches.empty_style]

    def _references(self, spec: FieldSpec, stored: object, levels: int) -> object:
        if not spec.many:
            if stored is None:
                return self._unset(None)
            shown = self._reference(cast("int", stored), levels)
            if levels == 1 and self.desk.switches.path_shape == "array" and isinstance(shown, str):
                return [shown]
            return {"dropped": None}.get(self.desk.switches.unpublished_reference, _GONE) if shown is _GONE else shown
        ids = cast("list[int]", stored or [])
        if not ids:
            return self._unset([])
        ordered = sorted(ids) if self.desk.switches.reference_reorder else ids
        return [shown for shown in (self._reference(each, levels) for each in ordered) if shown is not _GONE]

    def _reference(self, number: int, levels: int) -> object:
        target = self.desk.store.entries.get(number)
        if target is None or target.deleted is not None:
            return _GONE  # Source: a deletion cleans up the references to it
        if not seen(target, self.locale, preview=self.preview):
            return None if self.desk.switches.unpublished_reference == "null" else _GONE
        return self._path(target) if levels == 1 else self.entry(target, levels - 1)

    def _path(self, target: Entry) -> str:
        if target.kind == "item":
            return f"/v2/content/?keys={target.place}[_id={self.shown_id(target.id)}]"
        place = target.place if self.desk.switches.page_path == "typed" and target.place else "*"
        return f"/v2/pages/{place}/{target.slug}/"


def asked(desk: Desk, call: Call) -> Renderer:
    """Make what shows entries as a read asks. ``test`` is the older spelling of ``preview``, for collections."""
    older = call.parts[0] == "content" and flag(call.params, "test")
    return Renderer(
        desk,
        locale=locale_of(desk, call),
        preview=flag(call.params, "preview") or older,
        levels=levels_of(desk, call),
        alt=flag(call.params, "alt_media_text"),
    )


def zoned(stamp: str | None, zone: str) -> str | None:
    """Write a timestamp in another zone, ``Z`` or ``+02:00``; six digits of a second, as recorded."""
    if stamp is None:
        return None
    offset = datetime.fromisoformat(f"2000-01-01T00:00:00{zone}").tzinfo
    text = datetime.fromisoformat(stamp).astimezone(offset).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z") if zone == "Z" else text


def _fields(stored: object) -> Fields:
    return cast("Mapping[str, object]", stored) if isinstance(stored, dict) else {}


def _rows(stored: object) -> list[object]:
    return stored if isinstance(stored, list) else []
