"""The site of the demo, read from the YAML files beside this one and told in the words of the sandboxes' seeds.

Decides the short forms of those files: ``all`` holds what every locale of an entry says alike, ``in`` what each says
for itself, ``$state`` and ``$live`` are a variant's state. Knows neither server nor command.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final, cast

import yaml

COLLECTIONS: Final = ("authors", "topics", "articles")
REFERENCES: Final = {"author": "authors", "topics": "topics", "related": "articles"}
"""Reference field to the collection it points into."""
DAYS: Final = ("since", "written")
"""Fields that hold a day, which Webflow keeps as an instant."""

Json = dict[str, object]


def entries(collection: str) -> list[Json]:
    """Every entry of a collection as its file tells it: ``key``, ``all`` and ``in``."""
    return cast("list[Json]", _read(f"{collection}.yaml"))


def mapping_text() -> str:
    """The demo's mapping as it is written."""
    return files(__package__).joinpath("mapping.yaml").read_text(encoding="utf-8")


def butter_seed() -> Json:
    """The ButterCMS account: its locales, page type and collections, and no content."""
    return cast("Json", _read("butter.yaml"))


def webflow_seed() -> Json:
    """The Webflow site with all its content."""
    seed = cast("Json", _read("webflow.yaml"))
    told = {collection: entries(collection) for collection in COLLECTIONS}
    for collection in cast("list[Json]", seed["collections"]):
        collection["items"] = [_item(entry, told) for entry in told[cast("str", collection["slug"])]]
    return seed


def edits(file: str = "edits.yaml") -> Iterator[tuple[str, str, Json]]:
    """What editors do later: the side, a sentence for the viewer, and the change in that sandbox's own words."""
    for edit in cast("list[Json]", _read(file)):
        yield cast("str", edit["side"]), cast("str", edit["says"]), cast("Json", edit["change"])


def locales(entry: Json) -> list[str]:
    """The locales an entry is there in."""
    return list(cast("Json", entry["in"]))


def _item(entry: Json, told: Mapping[str, list[Json]]) -> Json:
    return {"key": entry["key"], "variants": {locale: _variant(locale, entry, told) for locale in locales(entry)}}


def _variant(locale: str, entry: Json, told: Mapping[str, list[Json]]) -> Json:
    own = dict(cast("Json", cast("Json", entry["in"])[locale]))
    state = own.pop("$state", "published")
    live = cast("Json", own.pop("$live", {}))
    fields: Json = {}
    for name, value in {**cast("Json", entry["all"]), **own}.items():
        if name in REFERENCES:
            fields[name] = _there(value, locale, told[REFERENCES[name]])
        elif name in DAYS:
            fields[name] = f"{value}T00:00:00.000Z"
        elif name == "cover-alt":
            fields["cover"] = {**cast("Json", fields["cover"]), "alt": value}
        else:
            fields[name] = value
    variant: Json = {"fields": fields, "state": state}
    return {**variant, "live": live} if live else variant


def _there(value: object, locale: str, targets: list[Json]) -> object:
    """A reference as this locale can hold it: Webflow links only to what exists in the same locale."""
    there = {entry["key"] for entry in targets if locale in locales(entry)}
    if isinstance(value, list):
        return [key for key in value if key in there]
    return value if value in there else None


def _read(name: str) -> object:
    return yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
