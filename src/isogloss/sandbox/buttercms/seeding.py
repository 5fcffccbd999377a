"""Content from a compact document, for tests and demos: written by hand, with names where the account has ids.

Decides what the short forms stand for. Everything in it is optional::

    {"locales": ["en", "fr"],                                  the first is the default
     "page_types": {"article": {"fields": [{"slug", "kind", "required", "to", "options", "fields", …}]}},
     "collections": {"authors": {"fields": […]}}, "components": {…}, "single_pages": {slug: {"fields": […]}},
     "items": [{"collection", "key", "locales": {"en": {"fields": {…}, "state"}}}],
     "pages": [{"page_type", "slug", "title", "locales": {"en": {"fields": {…}, "state", "live": {…},
                "published", "updated", "scheduled"}}}],
     "authors": [{"slug", "first_name", "email", …}],
     "posts": [{"slug", "title", "state", "locale", "tags": ["Name"], "categories", "author": slug, "body", …}]}

``fields`` are in the shapes of a write, missing keys are unset; media may be ``{"url", "alt"}``; a reference names an
item by its ``key`` and a page by its slug, or as ``article/faq``. ``state`` is published (the default), draft,
scheduled, or changed: then ``fields`` is a draft over ``live``. Schemas join those that are there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from isogloss.errors import ConfigError
from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.post_editor import new_post
from isogloss.sandbox.buttercms.render import zoned
from isogloss.sandbox.buttercms.schema import parse, section
from isogloss.sandbox.buttercms.store import Entry, Variant
from isogloss.sandbox.buttercms.values import Intake, UnfitError

STATES = ("published", "draft", "scheduled", "changed")
_FAR = "2999-01-01T00:00:00Z"
_SCHEMAS = ("page_types", "collections", "components", "single_pages")
_KEYS = frozenset({*_SCHEMAS, "locales", "items", "pages", "authors", "posts"})


def seeded(desk: Desk, wanted: Mapping[str, object]) -> Json:
    """Add what a seed describes; answer ``{"pages": {"article/faq": 1}, "items": {"authors/ana": 2}, "posts": …}``.

    Raises:  ConfigError for the first thing that does not fit.
    """
    for key in wanted:
        if key not in _KEYS:
            raise ConfigError(f"A seed has no {key!r}; it has {', '.join(sorted(_KEYS))}.")
    try:
        return _seeded(desk, wanted)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"This seed is not of the shape a seed has: {error!r}.") from error


def _seeded(desk: Desk, wanted: Mapping[str, object]) -> Json:
    store = desk.store
    if wanted.get("locales"):
        store.locales = [str(code) for code in cast("Iterable[object]", wanted["locales"])]
        store.default = store.locales[0]
    joined = {name: {**section(store.schema.document, name), **section(wanted, name)} for name in _SCHEMAS}
    store.schema = parse(joined)
    made = [(_shell(desk, "item", row), row) for row in rows_of(wanted, "items")]
    made += [(_shell(desk, "page", row), row) for row in rows_of(wanted, "pages")]
    names = {f"{entry.place}/{row['key']}": entry.id for entry, row in made if "key" in row}
    for entry, row in made:
        store.put(replace(entry, variants=_variants(desk, entry, row, names)))
    for author in rows_of(wanted, "authors"):
        store.authors[str(author["slug"])] = author
    posts = {str(row["slug"]): new_post(desk, _published(row)).id for row in rows_of(wanted, "posts")}
    pages = {f"{entry.place or '*'}/{entry.slug}": entry.id for entry, _ in made if entry.kind == "page"}
    return {"pages": pages, "items": names, "posts": posts}


def rows_of(document: Mapping[str, object], name: str) -> list[Json]:
    """Take a part of a document that must be a list of objects; missing is empty."""
    rows = document.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{name!r} must be a list of objects.")
    return cast("list[Json]", rows)


def _published(row: Json) -> Json:
    return {**row, "publish": row.get("state", "published") == "published"}


def _shell(desk: Desk, kind: str, row: Json) -> Entry:
    """Make an entry without content, so that others can refer to it whatever their order."""
    place = row.get("page_type") if kind == "page" else row["collection"]
    known = desk.store.schema.page_types if kind == "page" else desk.store.schema.collections
    if place not in known and not (kind == "page" and place is None):
        raise ConfigError(f"There is no {'page type' if kind == 'page' else 'collection'} {place!r} in the schema.")
    slug = str(row["slug"]) if kind == "page" else ""
    if slug and desk.store.page(cast("str | None", place), slug):
        raise ConfigError(f"There is a page {place}/{slug} already.")
    entry = Entry(desk.store.next_id(), kind, cast("str | None", place), slug, str(row.get("title", slug)))
    desk.store.put(entry)
    return entry


def _variants(desk: Desk, entry: Entry, row: Json, names: Mapping[str, int]) -> dict[str, Variant]:
    intake = Intake(desk, 0.0, names=names)
    found: dict[str, Variant] = {}
    for locale, each in section(row, "locales").items():
        where = f"{entry.place or '*'}/{entry.slug or row.get('key', entry.id)} in {locale}"
        if locale not in desk.store.locales:
            raise ConfigError(f"{where}: {locale!r} is not a locale of this account.")
        try:
            found[locale] = _variant(desk, intake, entry, cast("Json", each))
        except UnfitError as error:
            raise ConfigError(f"{where}: {error}") from error
    return found


def _variant(desk: Desk, intake: Intake, entry: Entry, row: Json) -> Variant:
    specs = desk.store.schema.of(entry.kind, entry.place, entry.slug)
    state = row.get("state", "published")
    if state not in STATES or (state == "changed" and entry.kind == "item"):
        raise UnfitError("state", f"{entry.kind} cannot be {state!r}.")
    live = intake.whole(specs, section(row, "live")) if state == "changed" else None
    fields = intake.whole(specs, section(row, "fields"))
    published = row.get("published", desk.stamp if state in ("published", "changed") else None)
    return Variant(
        live=fields if state == "published" else live,
        draft=None if state == "published" else fields,
        title=cast("str | None", row.get("title")),
        published=None if published is None else zoned(str(published), "Z"),
        updated=zoned(str(row.get("updated", desk.stamp)), "Z"),
        scheduled=zoned(str(row.get("scheduled", _FAR)), "Z") if state == "scheduled" else None,
    )
