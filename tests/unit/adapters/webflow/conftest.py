"""A site of the sandbox with ids that a person can read, asked in this process; and makers of plans."""

import json
from contextlib import ExitStack
from dataclasses import replace
from types import SimpleNamespace

import httpx
import pytest
from in_process import InProcess
from manual_clock import ManualClock

from isogloss.adapters.webflow.adapter import open_reader, open_writer
from isogloss.bridge import Collection, FieldBinding, KindBinding, SideBinding, WebflowSettings
from isogloss.errors import RemoteError
from isogloss.http.redact import Secret
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.plan.op import Change, Op
from isogloss.sandbox import webflow
from isogloss.sandbox.webflow.content import Collection as Held
from isogloss.sandbox.webflow.content import field_of
from isogloss.sandbox.webflow.variants import Live, Variant

SITE = "5" * 24
POSTS, AUTHORS = "a" * 24, "b" * 24
TOKEN = "canary-webflow"


def described(slug, type_, **more):
    required = slug in ("name", "slug")
    return {"id": slug, "slug": slug, "type": type_, "displayName": slug, "isRequired": required, **more}


FIELDS = [
    described("name", "PlainText"),
    described("slug", "PlainText"),
    described("post-body", "RichText"),
    described("hero", "Image"),
    described("gallery", "MultiImage"),
    described("rating", "Number"),
    described("featured", "Switch"),
    described("when", "DateTime"),
    described("tint", "Color"),
    described("topic", "Option", validations={"options": [{"id": "o1", "name": "News"}, {"id": "o2", "name": "Tips"}]}),
    described("author", "Reference", validations={"collectionId": AUTHORS}),
    described("also", "MultiReference", validations={"collectionId": POSTS}),
    described("origin", "PlainText"),
    described("clip", "VideoLink"),
    described("made-by", "User", isEditable=False),
]
LOCALES = {"C0": "en-US", "C1": "fr-FR", "C2": "ja"}


class Shop:
    """A site of two collections in the sandbox: what is there is put there without a request, as it is given."""

    def __init__(self):
        # files keep their addresses and texts their spelling: what the platform makes of them is not asked here
        self.sandbox = webflow.create(rate_limit=None, token=TOKEN, image_rehost=False, html_rewrite="none")
        self.asks = InProcess(self.sandbox.app)
        content = self.sandbox.world.content
        content.site.update(id=SITE, shortName="acme")
        content.locales = [
            {"id": f"L{place}", "cmsLocaleId": key, "enabled": tag != "ja", "tag": tag}
            for place, (key, tag) in enumerate(LOCALES.items())
        ]
        self.content, self._ticks = content, 0
        self.collect(POSTS, "posts", FIELDS)
        self.collect(AUTHORS, "authors")

    def collect(self, collection, slug, fields=FIELDS[:2]):
        """Have a collection there."""
        held = self.content.collections[collection] = Held(collection, slug, slug, slug, "", "")
        held.fields = {each["slug"]: field_of(each) for each in fields}

    def add_field(self, collection, slug, type_, **more):
        """Have one more field in a collection."""
        self.content.collections[collection].fields[slug] = field_of(described(slug, type_, **more))

    def tick(self):
        self._ticks += 1
        return f"2026-01-01T{self._ticks // 3600:02}:{self._ticks // 60 % 60:02}:{self._ticks % 60:02}.000Z"

    def put(self, item, locale, data, *, live=False, collection=POSTS, draft=None, archived=False):
        """Have a variant there; live with the same content, if so."""
        fields = {"name": item, "slug": item, **data}
        at, published = self.tick(), self.tick() if live else None
        row = Variant(item, locale, at, at, published, (not live) if draft is None else draft, archived, fields)
        shown = Live(fields, published, at) if live else None
        self.content.collections[collection].items.put(replace(row, live=shown))
        for value in data.values():
            for file in value if isinstance(value, list) else [value]:
                if isinstance(file, dict) and "fileId" in file:
                    self.file(file["fileId"], file["url"])

    def file(self, id_, url):
        """Have a file there."""
        self.content.files[id_] = {"url": url, "source": url}

    def edit(self, item, locale, fields=(), **changes):
        """Change what is staged, and nothing else that goes with an edit."""
        row = self.staged[item, locale]
        self.content.collections[POSTS].items.put(replace(row, fields={**row.fields, **dict(fields)}, **changes))

    def take(self, item, locale):
        """Have a variant no longer there."""
        self.content.collections[POSTS].items.remove(self.staged[item, locale])

    @property
    def staged(self):
        return dict(self.content.collections[POSTS].items.variants)

    @property
    def live(self):
        return {key: row.live for key, row in self.staged.items() if row.live}

    def shown(self, item, locale):
        return self.staged[item, locale].fields

    def answer_once(self, method, tail, status, body=None):
        """Answer the next such request with this, and do nothing."""
        text = json.dumps({"message": "no"} if body is None else body)
        self.asks.instead.append((method, tail, httpx.Response(status, text=text)))

    def sent(self, method=None):
        """The requests so far, as ``METHOD tail-of-path``, reads of the site left out."""
        tails = [(one.method, one.path.partition("/items")) for one in self.asks.log if "/items" in one.path]
        return [f"{verb} items{tail}" for verb, (_, _, tail) in tails if method in (None, verb)]

    def bodies(self, method):
        return [one.body for one in self.asks.log if one.method == method and "/items" in one.path]


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
def site():
    return Shop()


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
            secrets={"token": Secret(TOKEN)},
            locales=locales or {Locale("en-US"): "en-US", Locale("fr-FR"): "fr-fr", Locale("ja"): "ja"},
            primary=Locale("en-US"),
            kinds=kinds,
            **more,
        )

    return made


@pytest.fixture
def opened(site, make_binding):
    """Open a reader or a writer on the site."""

    with ExitStack() as stack:

        def made(*, writes=True, **binding):
            opener = open_writer if writes else open_reader
            adapter = opener(make_binding(**binding), clock=ManualClock(), transport=site.asks)
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
