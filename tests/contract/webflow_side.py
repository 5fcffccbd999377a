"""A Webflow site in the sandbox, as the contract suite needs it."""

from suite import EN, LOCALES, TOPICS, kind_binding

from isogloss.adapters.webflow.adapter import open_reader, open_writer
from isogloss.bridge import Collection, SideBinding, WebflowSettings
from isogloss.http.clock import SystemClock
from isogloss.http.redact import Secret
from isogloss.model.address import Side
from isogloss.model.value import Ref
from isogloss.sandbox.webflow import create

READS = {"GET", "HEAD"}
POSTS = [
    {"slug": "lead", "type": "PlainText"},
    {"slug": "body", "type": "RichText"},
    {"slug": "rank", "type": "Number"},
    {"slug": "hot", "type": "Switch"},
    {"slug": "topic", "type": "Option", "options": list(TOPICS.values())},
    {"slug": "tint", "type": "Color"},
    {"slug": "cover", "type": "Image"},
    {"slug": "author", "type": "Reference", "collection": "authors"},
    {"slug": "related", "type": "MultiReference", "collection": "posts"},
    {"slug": "origin", "type": "PlainText"},
]
AUTHORS = [{"slug": "bio", "type": "PlainText"}, {"slug": "origin", "type": "PlainText"}]
SITE = {
    "site": {"displayName": "House", "shortName": "house"},
    "locales": {"primary": EN, "secondary": list(LOCALES[1:])},
    "collections": [{"slug": "authors", "fields": AUTHORS}, {"slug": "posts", "fields": POSTS}],
}
PLACES = {"author": "authors", "article": "posts"}
REMOTES = {"author": {"name": "name"}, "article": {"title": "name"}}


class WebflowSide:
    slugged = ("author", "article")

    def __init__(self, running, **switches):
        self.sandbox = create(rate_limit=None, **switches)
        self.sandbox.seed(SITE)
        kinds = {kind: kind_binding(kind, Collection(place), REMOTES[kind], "origin") for kind, place in PLACES.items()}
        url, insert = f"{running(self.sandbox.app)}/v2", bool(switches.get("insert", True))
        settings = WebflowSettings("house", url, rate=60_000, insert=insert)
        secrets = {"token": Secret("sandbox-token")}
        locales = {one: one for one in LOCALES}
        self.binding = SideBinding(Side.RIGHT, "webflow", settings, secrets, locales, EN, kinds)
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
        place = {"collection": PLACES[entry.kind]}
        item, first = None, {}
        for locale, cells in variants.items():
            told = {**place, "locale": locale, "publish": locale in live}
            # A locale begins as a copy of the first, so what the editor leaves out there has to be emptied.
            fields = dict.fromkeys(first) | {"slug": entry.name, "name": entry.name} | self._fields(entry.kind, cells)
            first = first or fields
            if item is None:
                item = self.sandbox.edit({**told, "action": "create", "fields": fields})["id"]
            else:
                self.sandbox.edit({**told, "action": "add_locale", "item": item, "fields": fields})
        return item

    def edit(self, kind, remote, locale, name, value):
        told = {"collection": PLACES[kind], "item": remote, "locale": locale}
        self.sandbox.edit({**told, "action": "update", "fields": self._fields(kind, {name: value})})

    def requests(self):
        return sum(line["method"] not in READS for line in self.sandbox.log)

    def _fields(self, kind, cells):
        bound = self.binding.kinds[kind].fields
        return {bound[name].remote: _told(bound[name], value) for name, value in cells.items()}


def _told(bound, value):
    if isinstance(value, Ref):
        return value.to.name
    return float(value.text) if bound.field.type == "number" else value.text
