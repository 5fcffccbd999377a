"""Values on their way in: from what a write sends to what is stored.

Decides which values fit a field, how they are kept, and how an update merges with what is there. A value that does
not fit raises ``UnfitError``; whether that is a 400 or a silent loss is for the caller and the switches.

Source: ButterCMS field types, write API and import guide (reference section 8); merge rules: section 5.2.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.markup import pictured, rewritten, trimmed
from isogloss.sandbox.buttercms.schema import TEXT_KINDS, FieldSpec, Specs
from isogloss.sandbox.buttercms.store import Entry, Fields, Media, Store

PER_LOCALE = 1_000_000
"""With ids per locale, the item's id shown in the n-th locale is n times this higher."""

_COLOR = re.compile(r"#?(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


class UnfitError(Exception):
    """A value does not fit its field. ``cause``: "type", "reference" or "media"."""

    def __init__(self, path: str, reason: str, cause: str = "type") -> None:
        self.path = path
        self.reason = reason
        self.cause = cause
        super().__init__(f"{path}: {reason}")


def blank(specs: Specs) -> dict[str, object]:
    """Make the fields of an entry in which nothing is set."""
    return {spec.slug: _blank(spec) for spec in specs.values()}


def is_blank(spec: FieldSpec, value: object) -> bool:
    """Say whether a stored value means unset."""
    return value is None or value in ("", [], {}) or value == _blank(spec)


def _blank(spec: FieldSpec) -> object:
    if spec.kind in TEXT_KINDS:
        return ""
    if spec.kind == "component":
        return blank(spec.fields)
    many = spec.kind in ("repeater", "picker") or (spec.kind == "reference" and spec.many)
    return [] if many else None


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes values in for one write.

    elapsed: the clock's reading, from which a media copy's delay counts.
    dry:     only look whether they fit; nothing is copied to the library.
    names:   of a person's own hand (a seed, the dashboard): names for items, as ``authors/ana``. Then media may also
             be ``{"url", "alt"}``.
    """

    desk: Desk
    elapsed: float
    dry: bool = False
    names: Mapping[str, int] | None = None

    def merged(self, specs: Specs | None, old: Fields, sent: Mapping[str, object], path: str = "") -> Fields:
        """Answer ``old`` with what was sent put in; a component is merged key by key, all else is replaced.

        Raises:  UnfitError for the first value that does not fit.
        """
        if specs is None:
            return {**old, **sent}
        new = dict(old)
        for key, raw in sent.items():
            spec = specs.get(key)
            here = f"{path}.{key}" if path else key
            if spec is not None:
                new[key] = self._value(spec, raw, old.get(key), here)
            elif self.desk.switches.unknown_keys == "store":
                new[key] = raw
            elif self.desk.switches.unknown_keys == "reject":
                raise UnfitError(here, "There is no such field.")
        return new

    def whole(self, specs: Specs | None, sent: Mapping[str, object], path: str = "") -> Fields:
        """Answer what was sent with everything else unset."""
        return self.merged(specs, blank(specs or {}), sent, path)

    def media(self, url: str, path: str = "media") -> str | None:
        """Copy a file to the library, as the switches say, and answer the address it will have."""
        pattern = self.desk.switches.media_fetch_fails
        if pattern and re.search(pattern, url):
            if self.desk.switches.media_failure == "lost":
                raise UnfitError(path, f"{url} could not be fetched.", "media")
            return url if self.desk.switches.media_failure == "keep" else None
        if self.dry or not self.desk.switches.media_rehost:
            return url
        ready = self.elapsed + self.desk.switches.media_delay
        return self.desk.store.copied(url, ready=ready, anew=self.desk.switches.media_new_id_each_write)

    def text(self, kind: str, text: str) -> str:
        """Keep text as the editor of its kind does; only WYSIWYG is touched."""
        if kind != "wysiwyg":
            return text
        if self.desk.switches.text_rehost:
            text = pictured(text, lambda url: self.media(url, "text") or "")
        if self.desk.switches.html_rewrite:
            text = rewritten(text)
        return trimmed(text) if self.desk.switches.html_trim else text

    def _value(self, spec: FieldSpec, raw: object, old: object, path: str) -> object:
        if spec.kind == "component":
            before = old if isinstance(old, dict) else blank(spec.fields)
            return (
                blank(spec.fields) if raw in ("", None) else self.merged(spec.fields, before, _object(raw, path), path)
            )
        if raw is None or raw in ("", []):
            return _blank(spec)  # Source: writers are told to send "" for every kind of unset field
        match spec.kind:
            case "reference":
                return self._references(spec, raw, path)
            case "repeater":
                rows = enumerate(_list(raw, path))
                return [self.whole(spec.fields, _object(row, path), f"{path}[{n}]") for n, row in rows]
            case "picker":
                return [self._picked(spec, row, f"{path}[{n}]") for n, row in enumerate(_list(raw, path))]
        return self._media(raw, path) if spec.kind == "media" else self._simple(spec, raw, path)

    def _media(self, raw: object, path: str) -> str | None:
        if self.names is None or not isinstance(raw, dict):
            return self.media(_text(raw, path), path)
        address = self.media(_text(raw.get("url"), path), path)
        if address is not None:
            known = self.desk.store.media.get(address, Media(source=address))
            self.desk.store.add_media(address, replace(known, alt=str(raw.get("alt", ""))))
        return address

    def _simple(self, spec: FieldSpec, raw: object, path: str) -> object:
        if spec.kind in TEXT_KINDS:
            return self.text(spec.kind, _text(raw, path))
        if spec.kind == "date":
            return dated(_text(raw, path), path)
        wanted, fits = _SIMPLE[spec.kind]
        if not fits(spec, raw):
            raise UnfitError(path, f"{wanted} was expected, not {raw!r}.")
        return raw

    def _picked(self, spec: FieldSpec, row: object, path: str) -> object:
        # The read form {"type", "fields"} has two keys and does not fit: reading and writing differ (section 8.3).
        entry = _object(row, path)
        if len(entry) != 1:
            raise UnfitError(path, "An entry of a component picker has one key, the component's slug.")
        [(slug, sent)] = entry.items()
        if slug not in spec.components:
            raise UnfitError(path, f"The picker does not offer a component {slug!r}.")
        return {"type": slug, "fields": self.whole(spec.components[slug], _object(sent, path), path)}

    def _references(self, spec: FieldSpec, raw: object, path: str) -> object:
        rows = _list(raw, path) if spec.many else [raw]
        found: list[object] = []
        for row in rows:
            target = self._target(spec, row, path)
            if target is not None:
                found.append(target)
            elif self.desk.switches.bad_reference != "drop":
                raise UnfitError(path, f"There is nothing {row!r} to refer to.", "reference")
        if spec.many:
            return found
        return found[0] if found else None

    def _target(self, spec: FieldSpec, raw: object, path: str) -> int | None:
        if isinstance(raw, bool) or not isinstance(raw, int | str):
            raise UnfitError(path, "A reference is written as a slug or an id.")
        side, place = spec.to
        if side == "collection":
            item = item_of(self.desk.store, place, (self.names or {}).get(f"{place}/{raw}", raw))
            return item.id if item else None
        slug = str(raw)
        if self.names is not None and "/" in slug:
            named, _, slug = slug.partition("/")
            place = named if place == "*" else place
        pages: list[Entry] = self.desk.store.pages_with(slug)
        fitting = [page for page in pages if place in ("*", page.place)]
        return fitting[0].id if len(fitting) == 1 else None


_SIMPLE: Mapping[str, tuple[str, Callable[[FieldSpec, object], bool]]] = {
    "number": ("A number", lambda _, raw: isinstance(raw, int | float) and not isinstance(raw, bool)),
    "checkbox": ("A boolean", lambda _, raw: isinstance(raw, bool)),
    "dropdown": ("The slug of an option", lambda spec, raw: raw in spec.options),
    "color": ("A hex colour", lambda _, raw: isinstance(raw, str) and _COLOR.fullmatch(raw) is not None),
    "form": ("Anything", lambda _, __: True),
}


def item_of(store: Store, key: str, raw: object) -> Entry | None:
    """Find an item of a collection by its id, a number or digits, as shown in any locale."""
    text = str(raw)
    return store.item(key, int(text) % PER_LOCALE) if text.isascii() and text.isdigit() else None


def dated(text: str, path: str) -> str:
    """Keep a date as wall time without zone; a zone that is given is taken off by going to UTC.

    Source: ButterCMS date field: read without a zone, a bare date as midnight. What becomes of a zone is [inferred].
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnfitError(path, "A date was expected, as 2026-01-31T09:30:00.") from error
    if at.tzinfo is not None:
        at = at.astimezone(UTC).replace(tzinfo=None)
    return at.isoformat(timespec="seconds")


def _object(raw: object, path: str) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise UnfitError(path, "An object was expected.")
    return cast("Mapping[str, object]", raw)


def _list(raw: object, path: str) -> Sequence[object]:
    if not isinstance(raw, list):
        raise UnfitError(path, "A list was expected.")
    return raw


def _text(raw: object, path: str) -> str:
    if not isinstance(raw, str):
        raise UnfitError(path, "A string was expected.")
    return raw
