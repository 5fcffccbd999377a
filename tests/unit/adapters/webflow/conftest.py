"""A small Webflow written from its reference, what the tests of its adapter talk to; and makers of plans."""

import json
from contextlib import ExitStack
from dataclasses import replace
from types import SimpleNamespace

import httpx
import pytest
from manual_clock import ManualClock

from isogloss.adapters.webflow import open_reader, open_writer
from isogloss.bridge import Collection, FieldBinding, KindBinding, SideBinding, WebflowSettings
from isogloss.errors import RemoteError
from isogloss.http.redact import Secret
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.plan.op import Change, Op

SITE = "5" * 24
POSTS, AUTHORS = "a" * 24, "b" * 24
TAGS = {"en-US": "C0", "fr-FR": "C1", "ja": "C2"}


def field(slug, type_, **more):
    return {"id": slug, "slug": slug, "type": type_, "isRequired": slug in ("name", "slug"), "isEditable": True, **more}


FIELDS = [
    field("name", "PlainText"),
    field("slug", "PlainText"),
    field("post-body", "RichText"),
    field("hero", "Image"),
    field("gallery", "MultiImage"),
    field("rating", "Number"),
    field("featured", "Switch"),
    field("when", "DateTime"),
    field("tint", "Color"),
    field("topic", "Option", validations={"options": [{"id": "o1", "name": "News"}, {"id": "o2", "name": "Tips"}]}),
    field("author", "Reference", validations={"collectionId": AUTHORS}),
    field("also", "MultiReference", validations={"collectionId": POSTS}),
    field("origin", "PlainText"),
    field("clip", "VideoLink"),
    field("made-by", "User", isEditable=False),
]


class FakeWebflow:
    """Answers like Webflow as far as the adapter goes. ``log`` holds method, path, query and body of each request."""

    def __init__(self):
        self.insert = True
        self.locales = {
            "primary": {"id": "L0", "cmsLocaleId": "C0", "enabled": True, "tag": "en-US"},
            "secondary": [
                {"id": "L1", "cmsLocaleId": "C1", "enabled": True, "tag": "fr-FR"},
                {"id": "L2", "cmsLocaleId": "C2", "enabled": False, "tag": "ja"},
            ],
        }
        self.fields = {POSTS: FIELDS, AUTHORS: FIELDS[:2]}
        self.slugs = {POSTS: "posts", AUTHORS: "authors"}
        self.staged, self.live = {}, {}
        self.ticks = 0
        self.made = 0
        self.log = []
        self.answers = []
        self.publish_errors = {}

    def now(self):
        self.ticks += 1
        return f"2026-01-01T{self.ticks // 3600:02}:{self.ticks // 60 % 60:02}:{self.ticks % 60:02}.000Z"

    def put(self, item, locale, data, *, live=False, collection=POSTS, **flags):
        """Have a variant there; live with the same content, if so."""
        row = {
            "id": item,
            **({} if locale is None else {"cmsLocaleId": locale}),
            "createdOn": self.now(),
            "lastUpdated": self.now(),
            "lastPublished": None,
            "isArchived": False,
            "isDraft": not live,
            "fieldData": {"name": item, "slug": item, **data},
            **flags,
        }
        self.staged[collection, item, locale] = row
        if live:
            row["lastPublished"] = self.now()
            self.live[collection, item, locale] = json.loads(json.dumps(row))
        return row

    def __call__(self, request):
        path = request.url.path.removeprefix("/v2")
        query = dict(request.url.params)
        body = json.loads(request.content) if request.content else None
        self.log.append((request.method, path, query, body))
        for rule in list(self.answers):
            if rule.method == request.method and path.endswith(rule.path):
                self.answers.remove(rule)
                return httpx.Response(rule.status, json=rule.json)
        parts = path.strip("/").split("/")
        if parts[0] == "sites":
            return self.site(parts)
        if len(parts) == 2:
            return httpx.Response(
                200, json={"id": parts[1], "slug": self.slugs[parts[1]], "fields": self.fields[parts[1]]}
            )
        return self.items(request.method, parts[1], parts[3:], query, body)

    def site(self, parts):
        site = {"id": SITE, "shortName": "acme", "locales": self.locales}
        if len(parts) == 1:
            return httpx.Response(200, json={"sites": [site]})
        if len(parts) == 2:
            return httpx.Response(200, json=site)
        rows = [{"id": one, "slug": slug, "displayName": slug} for one, slug in self.slugs.items()]
        return httpx.Response(200, json={"collections": rows})

    def items(self, method, collection, rest, query, body):  # noqa: PLR0911  # one return for each endpoint
        match method, rest:
            case "GET", [] | ["live"]:
                return self.listed(self.live if rest else self.staged, collection, query)
            case "GET", [item, *version]:
                found = (self.live if version else self.staged).get((collection, item, query.get("cmsLocaleId")))
                return httpx.Response(200, json=found) if found else self.missing()
            case "POST", ["insert"] if self.insert:
                return self.inserted(collection, body["items"])
            case "POST", ["bulk"]:
                return self.inserted(
                    collection,
                    [
                        {"cmsLocaleIds": body.get("cmsLocaleIds", [None]), "fieldData": data}
                        for data in body["fieldData"]
                    ],
                )
            case "PATCH", []:
                return self.patched(collection, body["items"])
            case "POST", ["publish"]:
                return self.published(collection, body)
            case "DELETE", _:
                return self.removed(collection, body["items"], live_only=bool(rest))
        return self.missing()

    def missing(self):
        return httpx.Response(404, json={"code": "resource_not_found", "message": "Not found", "details": []})

    def listed(self, rows, collection, query):
        locales = query.get("cmsLocaleId", "C0").split(",") if self.locales else [None]
        found = [row for (where, _, locale), row in rows.items() if where == collection and locale in locales]
        found = [row for row in found if query.get("slug") in (None, row["fieldData"]["slug"])]
        found.sort(key=lambda row: row[query["sortBy"]] or "", reverse=query["sortOrder"] == "desc")
        offset, limit = int(query["offset"]), int(query["limit"])
        page = {"limit": limit, "offset": offset, "total": len(found)}
        body = json.dumps({"items": found[offset : offset + limit], "pagination": page})
        return httpx.Response(200, text=body)  # with escapes for what no encoding can write

    def inserted(self, collection, items):
        rows = []
        for one in items:
            item = one.get("id")
            if item is None:
                self.made += 1
                item = f"{self.made:024x}"
            locales, data = one.get("cmsLocaleIds", [None]), one["fieldData"]
            rows += [self.put(item, locale, dict(data), collection=collection) for locale in locales]
        return httpx.Response(202, json={"items": rows})

    def patched(self, collection, items):
        if any((collection, one["id"], one.get("cmsLocaleId")) not in self.staged for one in items):
            return self.missing()
        for one in items:
            row = self.staged[collection, one["id"], one.get("cmsLocaleId")]
            row["fieldData"] |= one.get("fieldData", {})
            row |= {key: one[key] for key in ("isDraft", "isArchived") if key in one} | {"lastUpdated": self.now()}
        return httpx.Response(200, json={"items": []})

    def published(self, collection, body):
        done = []
        for one in body.get("items") or [{"id": item} for item in body["itemIds"]]:
            if one["id"] in self.publish_errors:
                continue
            done.append(one["id"])
            for locale in one.get("cmsLocaleIds", [None]):
                row = self.staged[collection, one["id"], locale]
                row |= {"isDraft": False, "lastPublished": self.now()}
                self.live[collection, one["id"], locale] = json.loads(json.dumps(row))
        return httpx.Response(202, json={"publishedItemIds": done, "errors": list(self.publish_errors.values())})

    def removed(self, collection, items, *, live_only):
        for one in items:
            for locale in one.get("cmsLocaleIds", [None]):
                key = (collection, one["id"], locale)
                if key not in (self.live if live_only else self.staged):
                    return self.missing()
                if live_only:
                    del self.live[key]
                    self.staged[key] |= {"isDraft": True, "lastPublished": None}
                else:
                    del self.staged[key]
        return httpx.Response(204)

    def fail_once(self, method, path, status, body=None):
        """Answer the next such request with this."""
        self.answers.append(SimpleNamespace(method=method, path=path, status=status, json=body or {"message": "no"}))

    def sent(self, method=None):
        """The requests since the last look, as ``METHOD tail-of-path``, reads of the site left out."""
        tails = [(verb, path.partition("/items")) for verb, path, _, _ in self.log if "/items" in path]
        return [f"{verb} items{tail}" for verb, (_, _, tail) in tails if method in (None, verb)]

    def bodies(self, method):
        return [body for verb, path, _, body in self.log if verb == method and "/items" in path]


class Remembered:
    """Names in memory."""

    def __init__(self, known=None, assets=None):
        self.known, self.assets = dict(known or {}), dict(assets or {})

    def remote(self, entry):
        return self.known.get(entry)

    def bind(self, entry, remote):
        self.known[entry] = remote

    def asset(self, identity):
        return self.assets.get(identity)


def bind_fields(**fields):
    """``name="text name"``: type, remote slug, then what is special."""
    bound = {}
    for name, told in fields.items():
        type_, remote, *more = told.split()
        options = dict(pair.split("=") for pair in more if "=" in pair)
        to = next((word[1:] for word in more if word.startswith(">")), None)
        bound[name] = FieldBinding(Field(name, type_, shared="shared" in more, to=to), remote, options)
    return bound


ARTICLE = bind_fields(
    title="text name",
    body="rich_text post-body",
    hero="image hero shared",
    alt="text hero.alt",
    gallery="images gallery",
    rating="number rating shared",
    featured="flag featured shared",
    when="instant when shared",
    topic="option topic news=News tips=Tips",
    author="reference author shared >author",
    also="references also shared >article",
)


@pytest.fixture
def fake():
    return FakeWebflow()


@pytest.fixture
def make_binding():
    def made(*, fields=None, locales=None, settings=None, origin_key=None, **more):
        kinds = {
            "article": KindBinding("article", Collection("posts"), fields or ARTICLE, origin_key, label="title"),
            "author": KindBinding("author", Collection("authors"), bind_fields(name="text name shared"), label="name"),
        }
        return SideBinding(
            side=Side.LEFT,
            name="webflow",
            settings=replace(WebflowSettings(SITE, "https://api.example/v2", rate=6000), **(settings or {})),
            secrets={"token": Secret("canary-webflow")},
            locales=locales or {Locale("en-US"): "en-US", Locale("fr-FR"): "fr-fr", Locale("ja"): "ja"},
            primary=Locale("en-US"),
            kinds=kinds,
            **more,
        )

    return made


@pytest.fixture
def opened(fake, make_binding):
    """Open a reader or a writer on the fake."""

    with ExitStack() as stack:

        def made(*, writes=True, **binding):
            opener = open_writer if writes else open_reader
            adapter = opener(make_binding(**binding), clock=ManualClock(), transport=httpx.MockTransport(fake))
            stack.callback(adapter.close)
            return adapter

        yield made


@pytest.fixture
def names():
    return Remembered


@pytest.fixture
def fields_of():
    return bind_fields


@pytest.fixture
def make_op():
    """Make an op: ``changes`` maps locale and field to what it becomes, or to a pair of before and after."""

    def made(verb, name, changes, *, present=(), kind="article", label="A Title"):
        key = EntryKey(kind, name)
        told = []
        for (locale, slot), value in changes.items():
            before, after = value if isinstance(value, tuple) else (ABSENT, value)
            told.append(Change(Cell(key, Locale(locale), slot), before, after, ABSENT))
        present = tuple(Locale(one) for one in present)
        return Op(Digest(f"{verb} {name}"), Side.LEFT, verb, key, label, tuple(told), present)

    return made


@pytest.fixture
def make_create(make_op):
    """Make the creation of an article, with a title for each locale."""

    def made(name, titles, **more):
        changes = {(SHARED, "$slug"): Scalar("text", name)}
        for locale, title in titles.items():
            changes[locale, STATUS] = DRAFT
            changes[locale, "title"] = Scalar("text", title)
        changes.update({(place, slot): value for (place, slot), value in more.pop("also", {}).items()})
        return make_op("create", name, changes, present=tuple(titles), **more)

    return made


@pytest.fixture
def carry_out():
    """Send calls as a run does, binding what is told. Gives the calls with what became of each."""

    def run(writer, ops, names, *, isolate=False):
        done = []
        calls = writer.calls(ops, names, isolate=isolate)
        call = next(calls, None)
        while call is not None:
            try:
                answered = call.send()
            except RemoteError as error:
                answered = error
            else:
                for entry, remote in answered.remotes.items():
                    names.bind(entry, remote)
            done.append(SimpleNamespace(call=call, answered=answered, name=call.name, last=call.last))
            assert len(done) < 1000
            try:
                call = calls.send(answered)
            except StopIteration:
                call = None
        return done

    return run
