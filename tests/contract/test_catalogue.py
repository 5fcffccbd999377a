"""The contract of ``ports`` over a folder of message catalogues, in JSON and in PO files."""

import json

import pytest
from suite import EN, LOCALES, AdapterContract, kind_binding
from translate.storage.pypo import pofile

from isogloss.adapters.catalogue.adapter import open_reader, open_writer
from isogloss.adapters.catalogue.layout import USUAL, USUAL_PO, CatalogueSettings
from isogloss.bridge import ByKind, SideBinding
from isogloss.model.address import Side
from isogloss.model.value import Ref

CODES = dict(zip(LOCALES, ("en", "fr", "ja"), strict=True))


class CatalogueSide:
    slugged = ()
    sourced = False

    def __init__(self, path, layout=USUAL, keys="source"):
        self.path, self.layout = path, layout
        kinds = {kind: kind_binding(kind, ByKind(), REMOTES) for kind in ("author", "article")}
        self.binding = SideBinding(Side.RIGHT, "app", CatalogueSettings(path, layout, keys), {}, CODES, EN, kinds)
        self.written = 0

    def reader(self):
        return open_reader(self.binding)

    def writer(self):
        writer = open_writer(self.binding)
        replace = writer.content.folder.replace

        def counted(*args, **kwargs):
            self.written += 1
            return replace(*args, **kwargs)

        writer.content.folder.replace = counted
        return writer

    def seed(self, entry, variants, live=()):
        del live
        for locale, cells in variants.items():
            for name, value in cells.items():
                self._put(entry.kind, entry.name, locale, name, value)
        return entry.name

    def edit(self, kind, remote, locale, name, value):
        self._put(kind, remote, locale, name, value)

    def requests(self):
        return self.written

    def _put(self, kind, remote, locale, name, value):
        file = self.path / self.layout.replace("{locale}", CODES[locale]).replace("{namespace}", kind)
        file.parent.mkdir(parents=True, exist_ok=True)
        said = json.loads(file.read_text()) if file.exists() else {}
        at = said if "{namespace}" in self.layout else said.setdefault(kind, {})
        keys = [remote, *REMOTES.get(name, name).split(".")]
        for key in keys[:-1]:
            at = at.setdefault(key, {})
        at[keys[-1]] = _told(value)
        file.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n")


class GettextSide(CatalogueSide):
    """Messages that are known by a key: in place of the source text, or in its context. Another program writes them."""

    def __init__(self, path, layout, keys):
        super().__init__(path, layout, keys)
        self.sourced = keys == "context"

    def _put(self, kind, remote, locale, name, value):
        above = [] if "{namespace}" in self.layout else [kind]
        key = ".".join([*above, remote, *REMOTES.get(name, name).split(".")])
        text = _told(value)
        said = text if isinstance(text, str) else json.dumps(text)
        worded = self._unit(self._store(kind, EN), key) if self.sourced else None
        source = (said if worded is None else worded.source) if self.sourced else key
        store = self._store(kind, locale)
        unit = self._unit(store, key)
        if unit is None:
            unit = store.addsourceunit(source)
            unit.msgctxt = [json.dumps(key)] if self.sourced else []
        unit.target = "" if said == source else said
        file = self._file(kind, locale)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(store))

    def _store(self, kind, locale):
        file = self._file(kind, locale)
        if file.exists():
            return pofile.parsestring(file.read_bytes())
        store = pofile()
        store.updateheader(add=True, Content_Type="text/plain; charset=UTF-8", Language=CODES[locale])
        return store

    def _unit(self, store, key):
        found = (unit for unit in store.units if not unit.isheader() and not unit.isobsolete())
        return next((unit for unit in found if (unit.getcontext() if self.sourced else unit.source) == key), None)

    def _file(self, kind, locale):
        return self.path / self.layout.replace("{locale}", CODES[locale]).replace("{namespace}", kind)


REMOTES = {"lead": "text.lead", "body": "text.body"}


def _told(value):
    if isinstance(value, Ref):
        return value.to.name
    return json.loads(value.text) if value.type == "number" else value.text


class TestCatalogue(AdapterContract):
    @pytest.fixture(params=[USUAL, "{locale}.json", "messages/{namespace}.{locale}.json"])
    def side(self, request, tmp_path):
        return CatalogueSide(tmp_path, request.param)


class TestGettext(AdapterContract):
    @pytest.fixture(
        params=[
            (USUAL_PO, "id"),
            ("{locale}.po", "id"),
            (USUAL_PO, "context"),
            ("po/{namespace}-{locale}.po", "context"),
        ],
        ids=lambda param: f"{param[1]} in {param[0].rpartition('/')[2]}",
    )
    def side(self, request, tmp_path):
        return GettextSide(tmp_path, *request.param)
