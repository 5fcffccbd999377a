"""One mapping of an account, and a side that answers from a table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import httpx
import pytest

from isogloss.adapters.buttercms.account import Account, account_of
from isogloss.bridge import ButterSettings, Collection, FieldBinding, KindBinding, PageType, SideBinding
from isogloss.http.redact import Secret
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.schema import Field

EN, FR = Locale("en-US"), Locale("fr-FR")


def bound(name: str, type_: str, **more: object) -> FieldBinding:
    """A field called the same on the side, but for options, whose slugs differ from our keys."""
    options = {"news": "hot-news", "views": "views"} if type_ == "option" else {}
    return FieldBinding(Field(name, type_, **more), name, options)


AUTHOR = KindBinding(
    "author",
    Collection("authors"),
    {"name": bound("name", "text", shared=True), "bio": bound("bio", "text")},
    origin_key="origin",
)
ARTICLE = KindBinding(
    "article",
    PageType("post"),
    {
        "title": bound("title", "text"),
        "cover": bound("cover", "image"),
        "alt": FieldBinding(Field("alt", "text"), "cover.alt"),
        "author": bound("author", "reference", to="author"),
        "related": bound("related", "references", to="article"),
        "topic": bound("topic", "option"),
    },
    others=("seo", "extra"),
)


@pytest.fixture
def binding() -> SideBinding:
    return SideBinding(
        side=Side.RIGHT,
        name="butter",
        settings=ButterSettings("http://127.0.0.1/v2"),
        secrets={"read_token": Secret("r3ad-t0ken"), "write_token": Secret("wr1te-t0ken")},
        locales={EN: "en", FR: "fr"},
        primary=EN,
        kinds={"author": AUTHOR, "article": ARTICLE},
    )


@pytest.fixture
def account(binding: SideBinding) -> Account:
    return account_of(binding)


@pytest.fixture
def with_settings(binding: SideBinding) -> Callable[..., Account]:
    """The same account with other settings; ``carry`` and ``locales`` are the binding's own."""

    def made(*, carry: bool = False, locales: Mapping[Locale, str] | None = None, **settings: object) -> Account:
        changed = replace(binding, carry=carry, settings=replace(binding.settings, **settings))
        return account_of(changed if locales is None else replace(changed, locales=locales))

    return made


@dataclass
class Named:
    """Names, kept in memory."""

    remotes: dict[EntryKey, str] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)

    def remote(self, entry: EntryKey) -> str | None:
        return self.remotes.get(entry)

    def bind(self, entry: EntryKey, remote: str) -> None:
        self.remotes[entry] = remote

    def asset(self, identity: str) -> str | None:
        return self.assets.get(identity)


@pytest.fixture
def names() -> Named:
    return Named()


@dataclass
class FakeSide:
    """Answers reads from rows that tests put there, as the reference describes them; accepts every write.

    rows:    (place, locale, live?) to rows; a page is found by slug, an item by number.
    refuses: path to a status and a body that is answered instead.
    """

    rows: dict[tuple[str, str | None, bool], list[dict[str, object]]] = field(default_factory=dict)
    refuses: dict[str, tuple[int, object]] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)

    def put(self, place: str, locale: str | None, row: dict[str, object], *, live: bool = False) -> None:
        """Put a row there: staged, and live too if so said."""
        for version in (False, True) if live else (False,):
            self.rows.setdefault((place, locale, version), []).append(row)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def paths(self) -> list[str]:
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.asked]

    def bodies(self) -> list[object]:
        return [json.loads(request.content) for request in self.asked if request.content]

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        path = request.url.path.removeprefix("/v2")
        if path in self.refuses:
            status, body = self.refuses[path]
            return httpx.Response(status, json=body)
        if request.method == "DELETE":
            return httpx.Response(204)
        if request.method != "GET":
            return httpx.Response(202, json={"status": "pending"})
        return self._read(request, path.strip("/").split("/"))

    def _read(self, request: httpx.Request, parts: list[str]) -> httpx.Response:
        query = dict(request.url.params)
        version = (query.get("locale"), "preview" not in query)
        if parts == ["content"]:
            key, _, number = query["keys"].rstrip("]").partition("[_id=")
            found = [row for row in self.rows.get((key, *version), []) if str(row["meta"]["id"]) == number]
            return httpx.Response(200, json={"data": {key: found}})
        rows = self.rows.get((parts[1], *version), [])
        if len(parts) == 3:
            page = next((row for row in rows if row["slug"] == parts[2]), None)
            missing = httpx.Response(404, json={"detail": "Page not found."})
            return missing if page is None else httpx.Response(200, json={"data": page})
        for name, text in query.items():
            if name.startswith("fields."):
                rows = [row for row in rows if row.get(name.removeprefix("fields.")) == text]
        size, number = int(query["page_size"]), int(query["page"])
        shown = rows[(number - 1) * size : number * size]
        data = shown if parts[0] == "pages" else {parts[1]: shown}
        return httpx.Response(200, json={"meta": {"count": len(rows)}, "data": data})


@pytest.fixture
def side() -> FakeSide:
    return FakeSide()


def page(slug: str, fields: dict[str, object], **more: object) -> dict[str, object]:
    """A page as it is sent."""
    return {"slug": slug, "page_type": "post", "name": slug, "fields": fields, **more}


def item(number: int, **fields: object) -> dict[str, object]:
    """An item as it is sent."""
    return {"meta": {"id": number}, **fields}


@pytest.fixture
def page_of() -> Callable[..., dict[str, object]]:
    return page


@pytest.fixture
def item_of() -> Callable[..., dict[str, object]]:
    return item
