"""A ButterCMS account in the sandbox, as the contract suite needs it: authors in a collection, articles as pages."""

from suite import EN, LOCALES, TOPICS, kind_binding

from isogloss.adapters.buttercms.adapter import open_reader, open_writer
from isogloss.bridge import ButterSettings, Collection, PageType, SideBinding
from isogloss.http.clock import SystemClock
from isogloss.http.redact import Secret
from isogloss.model.address import Side
from isogloss.model.value import Ref
from isogloss.sandbox.buttercms import create

READS = {"GET", "HEAD"}
CODES = dict(zip(LOCALES, ("en", "fr", "ja"), strict=True))
ARTICLE = [
    {"slug": "title"},
    {"slug": "lead", "kind": "long_text"},
    {"slug": "body", "kind": "wysiwyg"},
    {"slug": "rank", "kind": "number"},
    {"slug": "hot", "kind": "checkbox"},
    {"slug": "topic", "kind": "dropdown", "options": list(TOPICS.values())},
    {"slug": "tint", "kind": "color"},
    {"slug": "cover", "kind": "media"},
    {"slug": "author", "kind": "reference", "to": "collection:authors"},
    {"slug": "related", "kind": "reference", "to": "page_type:article", "many": True},
]
ACCOUNT = {
    "locales": list(CODES.values()),
    "collections": {"authors": {"fields": [{"slug": "name"}, {"slug": "bio"}, {"slug": "origin"}]}},
    "page_types": {"article": {"fields": ARTICLE}},
}
PLACES = {"author": {"collection": "authors"}, "article": {"page_type": "article"}}


class ButterSide:
    slugged = ("article",)

    def __init__(self, running, **switches):
        self.sandbox = create(seed=ACCOUNT, **switches)
        kinds = {
            "author": kind_binding("author", Collection("authors"), origin_key="origin"),
            "article": kind_binding("article", PageType("article")),
        }
        settings = ButterSettings(f"{running(self.sandbox.app)}/v2", rate=100_000)
        secrets = {"read_token": Secret("butter-read-token"), "write_token": Secret("butter-write-token")}
        self.binding = SideBinding(Side.RIGHT, "butter", settings, secrets, CODES, EN, kinds)
        self.opened = []

    def reader(self):
        return self._opened(open_reader)

    def writer(self):
        return self._opened(open_writer)

    def _opened(self, opener):
        self.opened.append(opener(self.binding, clock=SystemClock()))
        return self.opened[-1]

    def close(self):
        for each in self.opened:
            each.close()

    def seed(self, entry, variants, live=()):
        place, made = PLACES[entry.kind], None
        for locale, cells in variants.items():
            told = {**place, "locale": CODES[locale], "publish": locale in live, "fields": self._fields(cells)}
            if made is None:
                slug = {"slug": entry.name, "title": entry.name} if entry.kind == "article" else {}
                answer = self.sandbox.edit({**told, **slug, "action": "create"})
                made = self._named(entry, answer)
            else:
                self.sandbox.edit({**told, **made, "action": "add_locale"})
        return str(made.get("slug", made.get("id")))

    def edit(self, kind, remote, locale, name, value):
        named = {"slug": remote} if kind == "article" else {"id": int(remote)}
        told = {**PLACES[kind], **named, "locale": CODES[locale], "fields": self._fields({name: value})}
        self.sandbox.edit({**told, "action": "update"})

    def requests(self):
        return sum(line["method"] not in READS for line in self.sandbox.log)

    def _named(self, entry, answer):
        return {"slug": entry.name} if entry.kind == "article" else {"id": answer["id"]}

    def _fields(self, cells):
        return {name: _told(name, value) for name, value in cells.items()}


def _told(name, value):
    if isinstance(value, Ref):
        return int(value.to.name) if value.to.name.isdigit() else value.to.name
    return float(value.text) if name == "rank" else value.text
