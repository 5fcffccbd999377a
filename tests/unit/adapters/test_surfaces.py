"""Every surface offers the same, and each entry is routed to the one where it lives."""

import importlib
import inspect
from pathlib import Path
from typing import get_args

import pytest

import isogloss.adapters
from isogloss.adapters.calls import in_turn
from isogloss.adapters.surfaces import Surface, Surfaces, calls_of
from isogloss.errors import Rejected
from isogloss.model.address import EntryKey, Side
from isogloss.model.schema import Capabilities, RemoteKind
from isogloss.model.snapshot import Seen
from isogloss.model.value import Digest, Scalar
from isogloss.plan.op import Op
from isogloss.ports import Call, Sent, Wanted

ROOMS = sorted(Path(isogloss.adapters.__file__).parent.glob("*/*/surface.py"))
OFFERED = sorted(name for name in vars(Surface) if not name.startswith("_"))


def surface_in(room: Path) -> type:
    module = importlib.import_module(f"isogloss.adapters.{room.parts[-3]}.{room.parts[-2]}.surface")
    (found,) = [one for _, one in inspect.getmembers(module, inspect.isclass) if one.__module__ == module.__name__]
    return found


def lacking(surface: type) -> list[str]:
    """What of the protocol a class does not offer in the protocol's own shape."""
    found = []
    for name in OFFERED:
        wanted, there = inspect.getattr_static(Surface, name), inspect.getattr_static(surface, name, None)
        if there is None:
            found.append(name)
        elif inspect.isfunction(wanted):
            asked, taken = (list(inspect.signature(one).parameters.values()) for one in (wanted, there))
            same = [one.name for one in taken[: len(asked)]] == [one.name for one in asked]
            if not same or any(one.default is inspect.Parameter.empty for one in taken[len(asked) :]):
                found.append(name)
    return found


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: "/".join(room.parts[-3:-1]))
def test_a_surface_offers_what_every_surface_offers(room):
    assert lacking(surface_in(room)) == []


def test_what_a_surface_lacks_is_seen():
    class Half:
        kinds = ()

        def cost(self, ops, of):
            return 0

    assert lacking(Half) == [name for name in OFFERED if name != "kinds"]


@pytest.mark.parametrize("vendor", sorted({room.parts[-3] for room in ROOMS}))
def test_an_adapter_is_a_list_of_all_surfaces_of_its_vendor(vendor):
    adapter = importlib.import_module(f"isogloss.adapters.{vendor}.adapter")
    (reader,) = [one for _, one in inspect.getmembers(adapter, inspect.isclass) if Surfaces in one.__bases__]
    (listed,) = get_args(reader.__orig_bases__[0])
    assert set(get_args(listed)) == {surface_in(room) for room in ROOMS if room.parts[-3] == vendor}
    own = {name for name in vars(Surfaces) if not name.startswith("_")}
    assert not [
        one for one in (reader, *reader.__subclasses__()) if own & vars(one).keys()
    ]  # it adds, and changes nothing


class Kept:
    """A surface of one kind that notes what it is asked."""

    def __init__(self, kind, last=None):
        self.kinds, self.last, self.asked = {kind}, last, []

    def capabilities(self, kind):
        return Capabilities(batch=len(kind))

    def described(self, *, probe):
        return {kind: RemoteKind(f"{kind} {probe}") for kind in self.kinds}

    def read(self):
        return iter([Seen(kind, "1", {}) for kind in self.kinds])

    def look(self, wanted):
        self.asked.append([one.entry for one in wanted])
        return {one.entry: Seen(one.entry.kind, "1", {}) for one in wanted}

    def recent(self, kind, locales, back_to):
        return self.last

    def echo(self, kind, field, value):
        return Scalar("text", f"{kind}.{field} {value.text}")

    def cost(self, ops):
        return 10 * len(ops)

    def look_cost(self, ops):
        return len(ops)

    def calls(self, to, ops, names, *, isolate):
        for op in ops:
            yield from in_turn(op, [Call(f"{to} {op.entry} {isolate}", (op,), Sent) for _ in range(2)])


class Both(Surfaces):
    def __init__(self):
        self.surfaces = (Kept("page"), Kept("post", last="last"))


def op(kind, name):
    return Op(Digest(name), Side.LEFT, "update", EntryKey(kind, name), name, ())


OPS = [op("post", "a"), op("page", "b"), op("post", "c")]


def test_each_kind_is_answered_for_by_the_surface_where_it_lives():
    side = Both()
    assert [side.capabilities(kind).batch for kind in ("page", "post")] == [4, 4]
    assert (side.recent("page", (), None), side.recent("post", (), None)) == (None, "last")
    assert side.echo("post", "title", Scalar("text", "Tea")) == Scalar("text", "post.title Tea")
    assert [seen.kind for seen in side.read()] == ["page", "post"]
    assert {name: kind.name for name, kind in side.described(probe=True).items()} == {
        "page": "page True",
        "post": "post True",
    }


def test_a_surface_is_not_asked_about_what_does_not_concern_it():
    side = Both()
    assert set(side.look([Wanted(OPS[1].entry, ())])) == {OPS[1].entry}
    assert [surface.asked for surface in side.surfaces] == [[[OPS[1].entry]], []]
    assert (side.cost(OPS), side.look_cost(OPS), side.cost([])) == (30, 3, 0)


def driven(calls, *answers):
    """Drive calls with these answers, then with good ones; what each was."""
    left, made = list(answers), []
    call = next(calls, None)
    while call is not None:
        made.append((call.name, call.last))
        try:
            call = calls.send(left.pop(0) if left else Sent())
        except StopIteration:
            call = None
    return made


def test_ops_are_written_surface_by_surface_by_the_client_that_is_given():
    made = driven(calls_of(Both(), "client", OPS, None, isolate=True))
    assert made[::2] == [(f"client {key} True", False) for key in ("page/b", "post/a", "post/c")]
    assert [last for _, last in made] == [False, True] * 3


@pytest.mark.parametrize("answer", [Rejected("no"), Sent(refused={OPS[1].entry: "no"})])
def test_after_a_failure_the_rest_of_an_op_is_left_out_and_the_others_go_on(answer):
    made = driven(calls_of(Both(), "client", OPS[:2], None, isolate=False), answer)
    assert made == [("client page/b False", False), ("client post/a False", False), ("client post/a False", True)]
