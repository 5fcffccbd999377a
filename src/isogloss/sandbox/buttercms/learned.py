"""An account as its own answers tell of it: what is heard of a real one becomes the state of a sandbox, ids and all.

Decides what an answer says of an account, and how the shapes of a read become those at rest. ButterCMS tells no schema,
so what is known of it is said by whoever asks; a field of which nothing is known is of the kind that its values look
like. Pages and posts have no number in an answer and are given one. What is there and no listing shows, or is there no
more and still holds its slug, may be told as well. Refuses to know who asked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Final, cast

from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.learned_posts import Posts
from isogloss.sandbox.buttercms.learned_values import Values
from isogloss.sandbox.buttercms.render import zoned
from isogloss.sandbox.buttercms.schema import Schema, Specs, parse
from isogloss.sandbox.clock import instant

_LISTED: Final = re.compile(r"/pages/([^/]+)/")
_PAGE: Final = re.compile(r"/pages/([^/]+)/([^/]+)/")
_CONTENT: Final = re.compile(r"/content/(?:[^/]+/)?")
_TRUE: Final = ("1", "true", "True")
_LONG_AGO: Final = "2000-01-01T00:00:00.000000Z"

At = tuple[str, str | None, str]
"""Sort of entry, its place (None: a page without a type), and its number or slug."""


@dataclass(slots=True)
class _Rows:
    """One entry as it was read in each locale: the newest version, and what is live."""

    newest: dict[str, Json] = field(default_factory=dict)
    live: dict[str, Json] = field(default_factory=dict)

    def in_locale(self, locale: str) -> list[Json]:
        """What was read of it in one locale, the newest first."""
        return [table[locale] for table in (self.newest, self.live) if locale in table]


class Learned:
    """What was heard of one account. It may be told from several threads at once.

    locales: those of the account, as far as they are known; the first is the default.
    schema:  the schemas that are known, as a state has them.
    """

    def __init__(self, locales: Iterable[str] = ("en",), schema: Mapping[str, object] | None = None) -> None:
        self._lock = Lock()
        self._locales = list(dict.fromkeys(locales)) or ["en"]
        self._schema: Json = {"page_types": {}, "collections": {}, "single_pages": {}, **(schema or {})}
        self._entries: dict[At, _Rows] = {}
        self._posts = Posts(self._locales[0])
        self._unlisted: dict[At, bool] = {}

    def hear(self, path: str, query: Mapping[str, str], told: Mapping[str, object]) -> None:
        """Take in a good answer to a read; one that says nothing of the content is passed over.

        path: without the version of the API.
        """
        locale = query.get("locale", self._locales[0])
        newest = query.get("preview", query.get("test", "0")) in _TRUE
        with self._lock:
            if locale not in self._locales:
                self._locales.append(locale)
            if _CONTENT.fullmatch(path):
                for key, rows in cast("dict[str, list[Json]]", told.get("data") or {}).items():
                    for row in rows:
                        number = str(cast(Json, row["meta"])["id"])
                        self._take(("item", key, number), locale, row, newest=newest)
            elif found := _LISTED.fullmatch(path) or _PAGE.fullmatch(path):
                data = told.get("data")
                for row in cast("list[Json]", data if isinstance(data, list) else [data]):
                    place = None if found[1] == "*" and not row.get("page_type") else row.get("page_type", found[1])
                    self._take(("page", cast("str | None", place), str(row["slug"])), locale, row, newest=newest)
            else:
                self._posts.hear(path, query, told)

    def shared(self, slug: str) -> None:
        """Take in that a page of a type of which nothing was heard has this slug."""
        with self._lock:
            self._unlisted["page", self._nameless(), slug] = False

    def gone(self, page_type: str, slug: str) -> None:
        """Take in that there was such a page: it was deleted, unless an answer shows it."""
        with self._lock:
            self._unlisted["page", page_type, slug] = True

    def state(self) -> Json:
        """The state of a sandbox that shows what was heard."""
        with self._lock:
            schema = self._whole_schema()
            numbers = dict(self._numbers())
            values = Values({(kind, place, name): number for (kind, place, name), number in numbers.items()})
            building = _Building(parse(schema), numbers, values, self._entries)
            pages = [building.entry(at, rows) for at, rows in self._entries.items() if at[0] == "page"]
            items = [building.entry(at, rows) for at, rows in self._entries.items() if at[0] == "item"]
            counter = max(numbers.values(), default=0)
            unlisted = list(self._without_content(counter))
            for (_, place, _), deleted in self._unlisted.items():
                if not deleted:
                    cast("dict[str, Json]", schema["page_types"]).setdefault(cast(str, place), {"fields": []})
            return {
                "seed": "rehearsal",
                "locales": list(self._locales),
                "default_locale": self._locales[0],
                **schema,
                "pages": [*pages, *unlisted],
                "items": items,
                "media": values.media,
                **self._posts.state(counter + len(unlisted)),
            }

    def latest(self) -> datetime | None:
        """The latest time that content is dated with: so late at least it is there."""
        with self._lock:
            rows = [
                row for each in self._entries.values() for table in (each.newest, each.live) for row in table.values()
            ]
            told = [row.get(name) for row in rows for name in ("updated", "published")]
            dated = [instant(each) for each in told if isinstance(each, str) and each]
            return max([*dated, *self._posts.dated()], default=None)

    def _nameless(self) -> str:
        """A name for a type of which nothing is known; no type that was heard of has it."""
        name = "unknown"
        while name in cast(Json, self._schema["page_types"]) or any(at[1] == name for at in self._entries):
            name = f"{name}-"
        return name

    def _without_content(self, counter: int) -> Iterator[Json]:
        """The pages of which nothing but their slug is known, numbered from ``counter`` on."""
        told = [(at, deleted) for at, deleted in self._unlisted.items() if at not in self._entries]
        for number, ((_, place, slug), deleted) in enumerate(told, start=counter + 1):
            page: Json = {"id": number, "page_type": place, "slug": slug, "title": slug, "locales": {}}
            yield {**page, "deleted": _LONG_AGO if deleted else None}

    def _take(self, at: At, locale: str, row: Json, *, newest: bool) -> None:
        rows = self._entries.setdefault(at, _Rows())
        (rows.newest if newest else rows.live)[locale] = row

    def _numbers(self) -> Iterator[tuple[At, int]]:
        """The number of each entry: an item's own, and for pages the next ones."""
        items = [at for at in self._entries if at[0] == "item"]
        yield from ((at, int(at[2])) for at in items)
        first = max((int(at[2]) for at in items), default=0) + 1
        yield from ((at, first + n) for n, at in enumerate(at for at in self._entries if at[0] == "page"))

    def _whole_schema(self) -> Json:
        """What is known, with a field for each that was shown and of which nothing is known."""
        made: Json = {name: dict(cast(Json, part)) for name, part in self._schema.items()}
        for (kind, place, slug), rows in self._entries.items():
            part, name = ("single_pages", slug) if place is None else (_PARTS[kind], place)
            known = cast("dict[str, Json]", made[part])
            fields = cast("list[Json]", cast(Json, known.get(name) or {}).get("fields") or [])
            slugs = {each["slug"] for each in fields}
            for row in [*rows.newest.values(), *rows.live.values()]:
                new = [(name, value) for name, value in _fields(kind, row).items() if name not in slugs]
                likely: list[Json] = [{"slug": name, "kind": _likely(value)} for name, value in new]
                fields = [*fields, *likely]
                slugs.update(name for name, _ in new)
            known[name] = {"fields": _offering(fields, kind, rows)}
        return made


_PARTS: Final = {"item": "collections", "page": "page_types"}


class _Building:
    """Makes entries at rest of rows as they were read."""

    def __init__(self, schema: Schema, numbers: Mapping[At, int], values: Values, entries: Mapping[At, _Rows]) -> None:
        self._schema, self._numbers, self._values, self._entries = schema, numbers, values, entries
        self._public = {(numbers[at], locale) for at, rows in entries.items() for locale in rows.live}

    def entry(self, at: At, rows: _Rows) -> Json:
        """One entry of a state."""
        kind, place, name = at
        specs = self._schema.of(kind, place, name) or {}
        locales = dict.fromkeys([*rows.newest, *rows.live])
        made: Json = {
            "id": self._numbers[at],
            "deleted": None,
            "locales": {locale: self._variant(specs, kind, rows, locale) for locale in locales},
        }
        if kind == "item":
            return {**made, "collection": place}
        first = next(row for locale in locales for row in rows.in_locale(locale))
        return {**made, "page_type": place, "slug": name, "title": first.get("name") or name}

    def _variant(self, specs: Specs, kind: str, rows: _Rows, locale: str) -> Json:
        newest, live = (
            None if row is None else self._values.fields(specs, _fields(kind, row))
            for row in (rows.newest.get(locale), rows.live.get(locale))
        )
        row = rows.in_locale(locale)[0]
        if live is not None and newest is not None:
            # A link to what is not live is missing from what is live; that is no draft over it.
            shown = {
                slug: self._values.seen(specs.get(slug), each, self._public, locale) for slug, each in newest.items()
            }
            live, newest = (newest, None) if shown == live else (live, newest)
        return {
            "live": live,
            "draft": newest,
            "published": _utc(row.get("published")),
            "updated": _utc(row.get("updated")),
            "scheduled": _utc(row.get("scheduled")),
        }


def _fields(kind: str, row: Json) -> Json:
    if kind == "page":
        return cast(Json, row.get("fields") or {})
    return {slug: value for slug, value in row.items() if slug != "meta"}


def _likely(value: object) -> str:
    """The kind of a field, by one of its values; ``form`` takes anything and changes nothing."""
    match value:
        case bool():
            return "checkbox"
        case int() | float():
            return "number"
        case str():
            return "text"
    return "form"


def _offering(fields: list[Json], kind: str, rows: _Rows) -> list[Json]:
    """Fields whose options are also those that were seen."""
    shown = [_fields(kind, row) for row in [*rows.newest.values(), *rows.live.values()]]
    return [_with_options(each, shown) if each.get("kind") == "dropdown" else each for each in fields]


def _with_options(told: Json, shown: list[Json]) -> Json:
    seen = (row.get(cast(str, told["slug"])) for row in shown)
    known = cast("list[str]", told.get("options") or [])
    return {
        **told,
        "options": list(dict.fromkeys([*known, *(each for each in seen if isinstance(each, str) and each)])),
    }


def _utc(stamp: object) -> str | None:
    return zoned(stamp, "Z") if isinstance(stamp, str) and stamp else None
