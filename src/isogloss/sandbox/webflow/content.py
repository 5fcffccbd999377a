"""The content of a site: locales, collections, items, files, and the rest; kept in memory, copied out as JSON.

Decides what a site consists of. Knows nothing of requests, and does not judge values.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from isogloss.errors import ConfigError
from isogloss.sandbox.webflow.variants import Items, Json, copied, variant


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a collection, as Webflow describes it on read."""

    id: str
    slug: str
    type: str
    name: str
    required: bool = False
    editable: bool = True
    help: str | None = None
    validations: Mapping[str, object] | None = None

    def shown(self) -> Json:
        """Show it as the API does."""
        return {
            "id": self.id,
            "isEditable": self.editable,
            "isRequired": self.required,
            "type": self.type,
            "slug": self.slug,
            "displayName": self.name,
            "helpText": self.help,
            "validations": copied(self.validations),
        }

    def options(self) -> dict[str, str]:
        """Give the ids of its options with their names."""
        listed = cast("list[dict[str, str]]", (self.validations or {}).get("options", []))
        return {option["id"]: option["name"] for option in listed}


def field_of(shown: Mapping[str, object]) -> Field:
    """Read a field back from ``Field.shown``."""
    return Field(
        id=cast(str, shown["id"]),
        slug=cast(str, shown["slug"]),
        type=cast(str, shown["type"]),
        name=cast(str, shown["displayName"]),
        required=bool(shown.get("isRequired")),
        editable=bool(shown.get("isEditable", True)),
        help=cast("str | None", shown.get("helpText")),
        validations=cast("Json | None", shown.get("validations")),
    )


@dataclass(slots=True)
class Collection:
    """A collection: its schema and its items."""

    id: str
    slug: str
    name: str
    singular: str
    created: str
    updated: str
    fields: dict[str, Field] = field(default_factory=dict)
    groups: list[Json] = field(default_factory=list)
    items: Items = field(default_factory=Items)

    def shown(self) -> Json:
        """Show it as listings do, without its fields."""
        return {
            "id": self.id,
            "displayName": self.name,
            "singularName": self.singular,
            "slug": self.slug,
            "createdOn": self.created,
            "lastUpdated": self.updated,
        }

    def detailed(self) -> Json:
        """Show it with its fields."""
        groups = {"fieldGroups": copied(self.groups)} if self.groups else {}
        return {**self.shown(), "fields": [each.shown() for each in self.fields.values()], **groups}


@dataclass(slots=True)
class Content:
    """Everything a site holds.

    locales:     the primary first; one without a tag where the site is not localized.
    files:       hosted files by file id: ``{"url", "source"}``.
    exclusions:  what is excluded from translation into a locale, by its id; see ``exclusions``.
    collections: by id; the rest (assets, folders, pages, components, webhooks) as plain JSON, by id.
    """

    seed: str
    counter: int
    site: Json
    locales: list[Json]
    localized: bool
    collections: dict[str, Collection] = field(default_factory=dict)
    files: dict[str, Json] = field(default_factory=dict)
    assets: dict[str, Json] = field(default_factory=dict)
    folders: dict[str, Json] = field(default_factory=dict)
    pages: dict[str, Json] = field(default_factory=dict)
    components: dict[str, Json] = field(default_factory=dict)
    webhooks: dict[str, Json] = field(default_factory=dict)
    exclusions: dict[str, list[Json]] = field(default_factory=dict)

    def mint(self) -> str:
        """Make the next id, 24 hexadecimal digits; the same ones in the same order for the same seed."""
        self.counter += 1
        return hashlib.blake2b(f"{self.seed}/{self.counter}".encode(), digest_size=12).hexdigest()

    def mint_uuid(self) -> str:
        """Make the next id of the other kind, for nodes, components and properties."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, self.mint()))

    @property
    def primary(self) -> str:
        """Give the cms id of the primary locale."""
        return cast(str, self.locales[0]["cmsLocaleId"])

    def locale(self, cms_id: object) -> Json | None:
        """Find a locale by its cms id."""
        return next((each for each in self.locales if each["cmsLocaleId"] == cms_id), None)

    def locale_ids(self) -> list[str]:
        """List the cms ids of every locale, the primary first."""
        return [cast(str, each["cmsLocaleId"]) for each in self.locales]

    def dump(self) -> Json:
        """Copy everything out as JSON."""
        collections = [
            {**each.detailed(), "items": [row.dump() for row in each.items.variants.values()]}
            for each in self.collections.values()
        ]
        return {
            "format": FORMAT,
            "seed": self.seed,
            "counter": self.counter,
            "site": copied(self.site),
            "localized": self.localized,
            "locales": copied(self.locales),
            "collections": collections,
            **{name: copied(getattr(self, name)) for name in _PLAIN},
        }


FORMAT = "isogloss webflow sandbox 1"
_PLAIN = ("files", "assets", "folders", "pages", "components", "webhooks", "exclusions")


def content(dumped: Mapping[str, object]) -> Content:
    """Read everything back from ``Content.dump``.

    Raises:  ConfigError when it is not such a dump.
    """
    if dumped.get("format") != FORMAT:
        raise ConfigError(f"This is not a state of the Webflow sandbox: it should say {FORMAT!r} under 'format'.")
    try:
        loaded = Content(
            seed=cast(str, dumped["seed"]),
            counter=cast(int, dumped["counter"]),
            site=cast(Json, copied(dumped["site"])),
            locales=cast("list[Json]", copied(dumped["locales"])),
            localized=bool(dumped["localized"]),
        )
        for name in _PLAIN:
            setattr(loaded, name, copied(dumped.get(name, {})))
        for each in cast("list[Json]", dumped["collections"]):
            loaded.collections[cast(str, each["id"])] = _collection(each)
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"The state of the Webflow sandbox is damaged: {error!r}.") from error
    return loaded


def _collection(dumped: Json) -> Collection:
    loaded = Collection(
        id=cast(str, dumped["id"]),
        slug=cast(str, dumped["slug"]),
        name=cast(str, dumped["displayName"]),
        singular=cast(str, dumped["singularName"]),
        created=cast(str, dumped["createdOn"]),
        updated=cast(str, dumped["lastUpdated"]),
        groups=cast("list[Json]", copied(dumped.get("fieldGroups", []))),
    )
    for each in cast("list[Json]", dumped["fields"]):
        described = field_of(each)
        loaded.fields[described.slug] = described
    for row in cast("list[Json]", dumped["items"]):
        loaded.items.put(variant(cast(Json, copied(row))))
    return loaded
