"""A site as its own answers tell of it: what is heard of a real site becomes the state of a sandbox, ids and all.

Decides what an answer says of a site, and what is made of what no answer said: a collection of which only the name was
heard has the two fields that each has, and an item that was published and whose live content nobody asked for shows
what is staged. Refuses to know who asked.

Source: the shapes of answers are those of ``listing``, ``schema``, ``site`` and ``pages``.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from threading import Lock
from typing import Final, cast

from isogloss.sandbox.clock import instant
from isogloss.sandbox.webflow.content import FORMAT
from isogloss.sandbox.webflow.designs import Designs
from isogloss.sandbox.webflow.variants import Json

_SITE: Final = re.compile(r"/sites/([^/]+)")
_COLLECTIONS: Final = re.compile(r"/sites/[^/]+/collections")
_COLLECTION: Final = re.compile(r"/collections/([^/]+)")
_ITEMS: Final = re.compile(r"/collections/([^/]+)/items(/live)?")
_ITEM: Final = re.compile(r"/collections/([^/]+)/items/([^/]+?)(/live)?")
_ASSETS: Final = re.compile(r"/sites/[^/]+/assets")
_OF_SITE: Final = frozenset(
    {"id", "workspaceId", "createdOn", "displayName", "shortName", "lastPublished", "lastUpdated", "previewUrl"}
    | {"timeZone", "parentFolderId", "customDomains"}
)
_ALONE: Final = "ffffffffffffffffffffffff"
"""The id of the one locale of a site that has no localization and names none."""
Key = tuple[str, str]


class Learned:
    """What was heard of one site. It may be told from several threads at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._site: Json = {}
        self._collections: dict[str, Json] = {}
        self._staged: dict[str, dict[Key, Json]] = {}
        self._live: dict[str, dict[Key, Json]] = {}
        self._asked_live: set[str] = set()
        self._translatable: dict[tuple[str, str], dict[Key, frozenset[str]]] = {}
        self._assets: dict[str, Json] = {}
        self._designs = Designs()

    def hear(self, path: str, query: Mapping[str, str], told: Mapping[str, object]) -> None:
        """Take in a good answer to a read; one that says nothing of a site's content is passed over.

        path: without the version of the API.
        """
        with self._lock:
            if self._of_items(path, query, told) or self._designs.hear(path, query, told):
                return
            if _COLLECTIONS.fullmatch(path):
                for each in _rows(told, "collections"):
                    self._collections.setdefault(cast(str, each["id"]), each)
            elif found := _COLLECTION.fullmatch(path):
                self._collections[found[1]] = dict(told)
            elif _SITE.fullmatch(path):
                self._site = dict(told)
            elif _ASSETS.fullmatch(path):
                self._assets |= {cast(str, each["id"]): each for each in _rows(told, "assets")}

    def state(self) -> Json:
        """The state of a sandbox that shows what was heard."""
        with self._lock:
            site = {name: value for name, value in self._site.items() if name in _OF_SITE}
            locales, localized = self._locales()
            primary = cast(str, locales[0]["cmsLocaleId"])
            collections = [self._collection(each, primary) for each in self._collections.values()]
            return {
                "format": FORMAT,
                "seed": f"rehearsal of {site.get('id')}",
                "counter": 0,
                "site": site,
                "localized": localized,
                "locales": locales,
                "collections": collections,
                "files": dict(_files([row for each in collections for row in _rows(each, "items")])),
                "assets": {name: _asset(each) for name, each in self._assets.items()},
                **self._designs.state(cast(str, locales[0]["id"])),
                "exclusions": self._exclusions(),
            }

    def tags(self) -> list[str]:
        """The locales of the site, as it calls them; none where it has no localization."""
        with self._lock:
            locales, localized = self._locales()
            return [cast(str, each["tag"]) for each in locales] if localized else []

    def latest(self) -> datetime | None:
        """The latest time that content is dated with: so late at least it is there."""
        with self._lock:
            rows = [row for each in (*self._staged.values(), *self._live.values()) for row in each.values()]
            told = [row.get(name) for row in rows for name in ("lastUpdated", "lastPublished")]
            return max((instant(each) for each in told if isinstance(each, str)), default=None)

    def _exclusions(self) -> dict[str, list[Json]]:
        """What is excluded from translation, by locale: what a read of what is translatable left out."""
        made = self._designs.exclusions()
        for (into, place), rows in self._translatable.items():
            listed = made.setdefault(into, [])
            asked = {locale for _, locale in rows}
            lacking: set[str] = set()
            for (item, locale), row in self._staged.get(place, {}).items():
                if (item, locale) in rows:
                    lacking |= cast(Json, row["fieldData"]).keys() - rows[item, locale]
                elif locale in asked:
                    listed.append({"collection": place, "item": item})
            always = lacking - frozenset().union(*rows.values())
            listed += [{"collection": place, "field": slug} for slug in sorted(always)]
        return made

    def _of_items(self, path: str, query: Mapping[str, str], told: Mapping[str, object]) -> bool:
        listing, single = _ITEMS.fullmatch(path), _ITEM.fullmatch(path)
        if listing is not None:
            rows, place, live = _rows(told, "items"), listing[1], listing[2] is not None
        elif single is not None:
            rows, place, live = [dict(told)], single[1], single[3] is not None
        else:
            return False
        if "translatable" in query:
            left = self._translatable.setdefault((query["translatable"], place), {})
            left.update({_key(row): frozenset(cast(Json, row["fieldData"])) for row in rows})
            return True
        if live:
            self._asked_live.add(place)
        kept = (self._live if live else self._staged).setdefault(place, {})
        for row in rows:
            kept[_key(row)] = row
        return True

    def _locales(self) -> tuple[list[Json], bool]:
        told = cast("Mapping[str, object] | None", self._site.get("locales"))
        if not told:
            alone = {"id": _ALONE, "cmsLocaleId": _ALONE, "enabled": True, "tag": "", "subdirectory": ""}
            return [{**alone, "displayName": "", "displayImageId": None, "redirect": True}], False
        listed = [cast(Json, told["primary"]), *cast("list[Json]", told.get("secondary") or [])]
        return [{"redirect": True, "subdirectory": "", **each} for each in listed], True

    def _collection(self, told: Json, primary: str) -> Json:
        place = cast(str, told["id"])
        live = self._live.get(place, {})
        asked = place in self._asked_live
        rows = [
            _variant(row, live.get(key), primary, guessed=not asked) for key, row in self._staged.get(place, {}).items()
        ]
        return {
            "createdOn": "",
            "lastUpdated": "",
            "singularName": told.get("displayName", ""),
            "fields": [_own(place, slug) for slug in ("name", "slug")],
            **told,
            "items": rows,
        }


def _key(row: Json) -> Key:
    return cast(str, row["id"]), cast(str, row.get("cmsLocaleId", ""))


def _own(place: str, slug: str) -> Json:
    return {"id": f"{place}-{slug}", "slug": slug, "type": "PlainText", "displayName": slug, "isRequired": True}


def _variant(staged: Json, live: Json | None, primary: str, *, guessed: bool) -> Json:
    """One variant as the sandbox keeps it.

    guessed: nobody asked for what is live, so what was published is taken to be as it is staged.
    """
    if live is None and guessed and staged.get("lastPublished") and not staged.get("isDraft"):
        live = staged
    seen = live and {name: live.get(name) for name in ("fieldData", "lastPublished", "lastUpdated")}
    return {
        "id": staged["id"],
        "cmsLocaleId": staged.get("cmsLocaleId") or primary,
        "createdOn": staged.get("createdOn") or "",
        "lastUpdated": staged.get("lastUpdated") or "",
        "lastPublished": staged.get("lastPublished"),
        "isDraft": bool(staged.get("isDraft")),
        "isArchived": bool(staged.get("isArchived")),
        "fieldData": _filled(staged),
        "live": None if seen is None else {**seen, "fieldData": _filled(cast(Json, live))},
    }


def _filled(row: Json) -> Json:
    """The fields that hold anything: a site may list the others with null."""
    return {slug: value for slug, value in cast(Json, row["fieldData"]).items() if value is not None}


def _files(value: object) -> Iterator[tuple[str, Json]]:
    """The files that fields hold, by id."""
    if isinstance(value, dict):
        if isinstance(value.get("fileId"), str) and isinstance(value.get("url"), str):
            yield value["fileId"], {"url": value["url"], "source": value["url"]}
        for inner in value.values():
            yield from _files(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _files(inner)


def _asset(told: Json) -> Json:
    unsaid: Json = {"alts": {}, "hash": "", "data": "", "altText": None, "folderId": None, "variants": [], "size": 0}
    return {**unsaid, **told}


def _rows(told: Mapping[str, object], name: str) -> list[Json]:
    return cast("list[Json]", told.get(name) or [])
