"""The contract of ``ports`` over the platform in memory."""

import pytest
from suite import EN, LOCALES, AdapterContract, kind_binding

from isogloss.adapters.memory import World, open_reader, open_writer
from isogloss.bridge import ByKind, MemorySettings, SideBinding
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.schema import Capabilities


class MemorySide:
    slugged = ("article", "author")

    def __init__(self, can):
        self.world = World(capabilities=can)
        kinds = {kind: kind_binding(kind, ByKind()) for kind in ("author", "article")}
        settings = MemorySettings(self.world)
        self.binding = SideBinding(Side.RIGHT, "memory", settings, {}, {one: one.lower() for one in LOCALES}, EN, kinds)

    def reader(self):
        return open_reader(self.binding)

    def writer(self):
        return open_writer(self.binding)

    def seed(self, entry, variants, live=()):
        told = {one: {**cells, STATUS: PUBLISHED} if one in live else cells for one, cells in variants.items()}
        return self.world.put(entry.kind, self.world.mint(), told, slug=entry.name).remote

    def edit(self, kind, remote, locale, name, value):
        self.world.edit(kind, remote, locale, publish=False, **{name: value})

    def requests(self):
        return len(self.world.calls)


ABLE = Capabilities(batch=2)
UNABLE = Capabilities(
    add_variant=False,
    stages_edits=False,
    unpublish=False,
    archive=False,
    delete_entry=False,
    delete_variant=False,
    write_alt=False,
    touch_to_publish=True,
    asynchronous=True,
    batch=1,
)


class TestMemory(AdapterContract):
    @pytest.fixture(params=[ABLE, UNABLE], ids=["able", "unable"])
    def side(self, request):
        return MemorySide(request.param)
