"""Content told in few words: from a compact dict to a whole site with ids.

::

    {"site": {"displayName", "shortName", "timeZone", "domains": [url]},
     "locales": {"primary": "en-US", "secondary": ["fr-FR"], "disabled": ["ja"]},      # or null: no localization
     "collections": [
       {"slug": "posts", "displayName": "Posts", "singularName": "Post",
        "fields": [{"slug", "type", "displayName", "isRequired", "isEditable", "helpText", "validations",
                    "options": ["News"], "collection": "authors"}],
        "items": [{"key": "tea", "variants": {"en-US": {
            "fields": {"name": "Tea", "slug": "tea", "kind": "News", "author": "ann", "cover": "https://..."},
            "state": "draft|published|changed|queued|archived", "live": {...}, "updated": iso, "published": iso}}}]}],
     "pages": [...], "components": [...], "assets": [...],
     "exclusions": [{"tag": "fr-FR", "collection": slug, "field": slug}]}               # see ``exclusions``

References are item keys, options are names, files are an address or a whole value. Everything else is kept as given,
as if an editor had typed it: nothing is rewritten. ``live`` says what visitors see of a variant that was edited since
(state ``changed`` or ``queued``) or archived; what it leaves out is as staged. A tag listed as disabled need not be
listed as secondary. Pages, components and assets are told in ``structure``'s words.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import cast

from isogloss.errors import ConfigError
from isogloss.sandbox.clock import iso
from isogloss.sandbox.webflow.content import Collection, Field
from isogloss.sandbox.webflow.exclusions import exclude
from isogloss.sandbox.webflow.media import BadFile, hosted
from isogloss.sandbox.webflow.schema import new_collection
from isogloss.sandbox.webflow.site import new_content
from isogloss.sandbox.webflow.structure import structured
from isogloss.sandbox.webflow.values import CREATABLE, READ_ONLY
from isogloss.sandbox.webflow.variants import Json, Live, Variant, copied
from isogloss.sandbox.webflow.world import World

STATES = ("draft", "published", "changed", "queued", "archived")
_AGO = timedelta(minutes=1)


def seeded(world: World, told: Mapping[str, object]) -> Json:
    """Replace the content of ``world`` by what was told, and answer the table of ids that were made.

    Shape:   ``{"site", "locales": {tag: {"id", "cmsLocaleId"}}, "collections": {slug: {"id", "fields": {slug: id},
             "options": {field: {name: id}}}}, "items": {slug: {key: id}}}``, and ``structure``'s own.
    Raises:  ConfigError for anything that does not fit together; the content is then unchanged.
    """
    try:
        return _Seeding(world, told).run()
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"The seed of the Webflow sandbox is not of the right shape: {error!r}.") from error


class _Seeding:
    """One seeding: collections first, then the ids of all items, then their content, which may refer to any."""

    def __init__(self, world: World, told: Mapping[str, object]) -> None:
        self._told = told
        self._now = world.clock.now()
        locales = cast("dict[str, object] | None", told.get("locales", {"primary": "en-US"}))
        disabled = cast("list[str]", (locales or {}).get("disabled", []))
        secondary = cast("list[str]", (locales or {}).get("secondary", []))
        self._content = new_content(
            str(told.get("seed", "isogloss")),
            iso(self._now),
            cast(Json, told.get("site", {})),
            primary=cast("str | None", (locales or {}).get("primary")),
            secondary=[*secondary, *(tag for tag in disabled if tag not in secondary)],
            disabled=disabled,
        )
        self._target = world
        self._world = World(self._content, world.switches, world.clock)
        self._collections: dict[str, Collection] = {}
        self._keys: dict[str, dict[str, str]] = {}

    def run(self) -> Json:
        listed = cast("list[Json]", self._told.get("collections", []))
        for told in listed:
            self._collect(told)
        for told in listed:
            for field in cast("list[Json]", told.get("fields", [])):
                self._add_field(self._collections[cast(str, told["slug"])], field)
        for told in listed:
            self._key(told)
        for told in listed:
            self._fill(told)
        collections = {slug: made.id for slug, made in self._collections.items()}
        structure = structured(self._world, self._told, collections)
        for change in cast("list[Json]", self._told.get("exclusions", [])):
            exclude(self._world, change)
        self._target.content = self._content
        self._target.site_published_at = None
        return {**self._table(), **structure}

    def _collect(self, told: Json) -> None:
        slug = cast(str, told["slug"])
        name = str(told.get("displayName", slug.capitalize()))
        made = new_collection(self._content, slug, name, str(told.get("singularName", name)), iso(self._now))
        self._collections[slug] = made
        self._content.collections[made.id] = made

    def _add_field(self, collection: Collection, told: Json) -> None:
        slug, kind = cast(str, told["slug"]), cast(str, told["type"])
        if kind not in CREATABLE | READ_ONLY:
            raise ConfigError(f"Field {slug!r} of {collection.slug!r} has an unknown type {kind!r}.")
        rules = dict(cast("Json | None", told.get("validations")) or {})
        if "options" in told:
            names = cast("list[str]", told["options"])
            rules["options"] = [{"id": self._content.mint(), "name": name} for name in names]
        if "collection" in told:
            rules["collectionId"] = self._collections[cast(str, told["collection"])].id
        old = collection.fields.get(slug)
        collection.fields[slug] = Field(
            id=old.id if old else self._content.mint(),
            slug=slug,
            type=kind,
            name=str(told.get("displayName", slug.replace("-", " ").capitalize())),
            required=bool(told.get("isRequired", old.required if old else False)),
            editable=bool(told.get("isEditable", kind not in READ_ONLY)),
            help=cast("str | None", told.get("helpText")),
            validations=rules or None,
        )

    def _key(self, told: Json) -> None:
        keys = self._keys.setdefault(cast(str, told["slug"]), {})
        for item in cast("list[Json]", told.get("items", [])):
            key = cast(str, item["key"])
            if key in keys:
                raise ConfigError(f"Collection {told['slug']!r} has two items with the key {key!r}.")
            keys[key] = self._content.mint()

    def _fill(self, told: Json) -> None:
        collection = self._collections[cast(str, told["slug"])]
        tags = {cast(str, each["tag"]): cast(str, each["cmsLocaleId"]) for each in self._content.locales}
        for item in cast("list[Json]", told.get("items", [])):
            for tag, variant in cast("dict[str, Json]", item["variants"]).items():
                if tag not in tags and self._content.localized:
                    raise ConfigError(f"Item {item['key']!r} has a variant in {tag!r}, which is no locale of the site.")
                locale = tags.get(tag, self._content.primary)
                item_id = self._keys[collection.slug][cast(str, item["key"])]
                collection.items.put(self._variant(collection, item_id, locale, variant))

    def _variant(self, collection: Collection, item: str, locale: str, told: Json) -> Variant:
        state = cast(str, told.get("state", "draft"))
        if state not in STATES:
            raise ConfigError(f"There is no state {state!r}; there are {', '.join(STATES)}.")
        staged = self._values(collection, cast(Json, told["fields"]))
        for field in collection.fields.values():
            if field.type == "Switch":
                staged.setdefault(field.slug, False)
        now, before = iso(self._now), iso(self._now - _AGO)
        live = None
        if state in {"published", "changed"} or "live" in told:
            seen = {**staged, **self._values(collection, cast(Json, told.get("live", {})))}
            at = now if state == "published" else before
            live = Live(seen, cast(str, told.get("published", at)), at)
        return Variant(
            id=item,
            locale=locale,
            created=cast(str, told.get("created", before)),
            updated=cast(str, told.get("updated", now)),
            published=live.published if live else None,
            draft=state in {"draft", "changed"},
            archived=state == "archived",
            fields=staged,
            live=live,
        )

    def _values(self, collection: Collection, told: Json) -> dict[str, object]:
        kept = {}
        for slug, value in told.items():
            if slug not in collection.fields:
                raise ConfigError(f"Collection {collection.slug!r} has no field {slug!r}.")
            if value is not None:
                kept[slug] = self._value(collection.fields[slug], value)
        return kept

    def _value(self, field: Field, value: object) -> object:
        convert: dict[str, Callable[[Field, object], object]] = {
            "Option": self._option,
            "Reference": self._reference,
            "MultiReference": lambda each, keys: [self._reference(each, key) for key in cast("list[object]", keys)],
            "Image": self._file,
            "File": self._file,
            "MultiImage": lambda each, files: [self._file(each, file) for file in cast("list[object]", files)],
        }
        return convert[field.type](field, value) if field.type in convert else copied(value)

    def _option(self, field: Field, name: object) -> str:
        for option_id, known in field.options().items():
            if known == name:
                return option_id
        raise ConfigError(f"Field {field.slug!r} has no option {name!r}.")

    def _reference(self, field: Field, key: object) -> str:
        target = (field.validations or {}).get("collectionId")
        slug = next(each.slug for each in self._collections.values() if each.id == target)
        if key not in self._keys[slug]:
            raise ConfigError(f"Field {field.slug!r} refers to {key!r}, which is no item of {slug!r}.")
        return self._keys[slug][key]

    def _file(self, field: Field, file: object) -> Json:
        try:
            return hosted(self._world, {"url": file} if isinstance(file, str) else file)
        except (ValueError, BadFile) as error:
            raise ConfigError(f"Field {field.slug!r} cannot hold {file!r}: {error}.") from error

    def _table(self) -> Json:
        return {
            "site": self._content.site["id"],
            "locales": {
                cast(str, each["tag"]): {"id": each["id"], "cmsLocaleId": each["cmsLocaleId"]}
                for each in self._content.locales
            },
            "collections": {slug: _made(each) for slug, each in self._collections.items()},
            "items": self._keys,
        }


def _made(collection: Collection) -> Json:
    options = {
        field.slug: {name: option_id for option_id, name in field.options().items()}
        for field in collection.fields.values()
        if field.type == "Option"
    }
    fields = {field.slug: field.id for field in collection.fields.values()}
    return {"id": collection.id, "fields": fields, "options": options}
