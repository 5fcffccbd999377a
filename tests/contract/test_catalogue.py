"""The contract of ``ports`` over a folder of message catalogues."""

import json

import pytest
from suite import EN, LOCALES, AdapterContract, kind_binding

from isogloss.adapters.catalogue.adapter import open_reader, open_writer
from isogloss.adapters.catalogue.layout import USUAL, CatalogueSettings
from isogloss.bridge import ByKind, SideBinding
from isogloss.model.address import Side
from isogloss.model.value import Ref

CODES = dict(zip(LOCALES, ("en", "fr", "ja"), strict=True))


class CatalogueSide:
    slugged = ()

    def __init__(self, path, layout=USUAL):
        self.path, self.layout = path, layout
        kinds = {kind: kind_binding(kind, ByKind(), REMOTES) for kind in ("author", "article")}
        self.binding = SideBinding(Side.RIGHT, "app", CatalogueSettings(path, layout), {}, CODES, EN, kinds)
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


REMOTES = {"lead": "text.lead", "body": "text.body"}


def _told(value):
    if isinstance(value, Ref):
        return value.to.name
    return json.loads(value.text) if value.type == "number" else value.text


class TestCatalogue(AdapterContract):
    @pytest.fixture(params=[USUAL, "{locale}.json", "messages/{namespace}.{locale}.json"])
    def side(self, request, tmp_path):
        return CatalogueSide(tmp_path, request.param)
