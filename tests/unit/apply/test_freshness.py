"""Nothing is written over that was not looked at just before, and a look serves one call."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st
from manual_clock import ManualClock

from isogloss.apply.freshness import AHEAD, ROOM, Freshness, quoted
from isogloss.mapping.names.neutral import Scoped, Translator
from isogloss.merge.flow import Flows
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import Digest, Scalar, digest
from isogloss.plan.op import Change, Op

EN = Locale("en")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
NOW = datetime(2026, 11, 1, tzinfo=UTC)
FRESH = 5.0


def text(words):
    return Scalar("text", words)


OLD, NEW, MINE = text("old"), text("new"), text("mine")


def key(number):
    return EntryKey("article", f"p{number}")


def op(number=0, verb="update"):
    change = Change(Cell(key(number), EN, "title"), OLD, NEW, digest(NEW))
    return Op(Digest(f"op{number}"), RIGHT, verb, key(number), "Tea", (change,), (EN,))


@dataclass
class Writer:
    """A side: what each entry shows now, who is gone, who was looked at, and what was asked of its pace."""

    title: Scalar
    now: dict = field(default_factory=dict)
    gone: set = field(default_factory=set)
    looks: list = field(default_factory=list)
    room: list = field(default_factory=list)
    until: list = field(default_factory=list)

    def capabilities(self, kind):
        del kind
        return Capabilities()

    def look(self, wanted):
        self.looks.append(tuple(each.entry for each in wanted))
        return {
            each.entry: Seen(
                "article", each.remote, {EN: {STATUS: PUBLISHED, "title": self.now.get(each.entry, self.title)}}
            )
            for each in wanted
            if each.entry not in self.gone
        }

    def make_room(self, requests):
        self.room.append(requests)

    def good_until(self, moment, repeats=None):
        self.until.append(moment if repeats is None else (moment, repeats))


class World:
    """A run: the source shows what is carried, the target what it is written over."""

    def __init__(self, *, cached=()):
        self.clock = ManualClock()
        self.left, self.right = Writer(NEW), Writer(OLD)
        self.names = {f"p{number}": f"r{number}" for number in range(99)}
        scope = SimpleNamespace(
            name="article", fields={"title": SimpleNamespace(shared=False)}, slug=False, exclude=None, label=None
        )
        bridge = SimpleNamespace(
            freshness=FRESH,
            locales=(EN,),
            primary=EN,
            publish="mirror",
            kinds={"article": scope},
            flows=lambda _kind: Flows(),
            side=lambda side: SimpleNamespace(carry=False, locales=(EN,)),
        )
        shows = {LEFT: NEW, RIGHT: OLD}

        def plain(side, _key):
            variant = {STATUS: PUBLISHED, "title": shows[side]}
            return Scoped({EN: variant}, {EN: variant}, {EN: Note(live=True)})

        current = SimpleNamespace(
            plain=plain,
            cached=lambda side, entry: (side, entry) in cached,
            translator=lambda side: Translator(side, {}),
            excluded=lambda _key: {},
        )
        state = SimpleNamespace(
            names=lambda _side: SimpleNamespace(remote=lambda entry: self.names.get(entry.name)),
            awaited=SimpleNamespace(all=lambda _side: ()),
        )
        began = self.clock.monotonic()
        self.forgotten = []
        sides = {LEFT: self.left, RIGHT: self.right}
        self.fresh = Freshness(bridge, state, sides, current, self.clock, began, self.forgotten.extend)

    def moved(self, *ops, coming=()):
        return self.fresh.guard(RIGHT).moved(ops, coming)

    def sent(self, *ops):
        self.fresh.guard(RIGHT).sent(ops)

    def written(self, made):
        """The op was sent, and read back just now."""
        self.sent(made)
        variant = {EN: {STATUS: PUBLISHED, "title": NEW}}
        now = Scoped(variant, variant, {EN: Note(live=True)})
        self.fresh.read_back(made, now, self.clock.monotonic())


def test_the_reading_serves_the_first_call():
    world = World()
    assert world.moved(op(0), op(1)) == {}
    assert world.right.looks == world.left.looks == []


def test_after_a_call_its_side_is_looked_at_again_before_the_next():
    world = World()
    world.sent(op(0))
    assert world.moved(op(1)) == {}
    assert world.right.looks == [(key(1),)]
    assert world.left.looks == [], "a source is not written, so its look serves until it is old"
    assert world.moved(op(1)) == {}
    assert len(world.right.looks) == 1, "the same call needs no second one"
    world.sent(op(1))
    world.moved(op(2))
    assert world.right.looks == [(key(1),), (key(2),)]


def test_the_calls_of_one_op_are_one_write():
    world = World()
    world.sent(op(0))
    assert world.moved(op(0)) == {}
    assert world.right.looks == []


def test_what_is_older_than_freshness_is_looked_at_on_both_sides():
    world = World()
    world.clock.sleep(FRESH)
    world.moved(op(0))
    assert world.right.looks == world.left.looks == []
    world.clock.sleep(0.1)
    world.moved(op(0))
    assert world.right.looks == world.left.looks == [(key(0),)]
    assert world.right.room == world.left.room == [ROOM], "room is made before a look, not between it and its call"


def test_what_moved_is_not_sent_and_says_where():
    world = World()
    world.sent(op(9))
    world.right.now[key(1)] = MINE
    assert world.moved(op(0), op(1)) == {op(1).id: "article/p1 · en · title"}
    world.right.now.clear()
    assert list(world.moved(op(1))) == [op(1).id], "the next run merges it, this one is done with it"


def test_a_source_that_moved_is_not_carried():
    world = World()
    world.clock.sleep(FRESH + 1)
    world.left.now[key(1)] = MINE
    assert list(world.moved(op(0), op(1))) == [op(1).id]


def test_a_create_has_nothing_to_overwrite():
    world = World()
    del world.names["p0"]
    world.clock.sleep(FRESH + 1)
    assert world.moved(op(0, "create")) == {}
    assert world.right.looks == world.left.looks == []
    assert world.fresh.until([op(0, "create")]) is None
    assert world.forgotten == [op(0, "create")]


def test_what_was_there_before_is_looked_for_before_it_is_made_anew():
    world = World()
    world.right.gone = {key(0)}
    assert world.moved(op(0, "create")) == {}, "the reading told that it is gone"
    assert (world.right.looks, world.forgotten) == ([], [op(0, "create")])
    world.names.clear()  # so it is forgotten, and yet it is looked for where time went by
    world.clock.sleep(FRESH + 1)
    assert world.fresh.until([op(0, "create")]) is not None
    assert world.moved(op(0, "create")) == {}
    assert (world.right.looks, world.left.looks) == ([(key(0),)], [])


def test_what_somebody_brought_back_is_not_made_anew():
    world = World()
    world.clock.sleep(FRESH + 1)
    assert world.moved(op(0, "create"), op(1)) == {op(0).id: "article/p0 · en · title"}
    assert world.forgotten == []
    assert (key(0),) in world.right.looks


def test_what_this_run_began_to_make_is_not_taken_for_what_was_there_before():
    world = World()
    del world.names["p0"]
    world.moved(op(0, "create"))
    world.sent(op(0, "create"))
    world.names["p0"] = "new"
    world.clock.sleep(FRESH + 1)
    assert world.moved(op(0, "create")) == {}
    assert (world.right.looks, world.forgotten) == ([], [op(0, "create")])


def test_a_reading_that_a_cache_kept_is_no_look():
    world = World(cached={(RIGHT, key(0)), (LEFT, key(1))})
    world.moved(op(0), op(1))
    assert (world.right.looks, world.left.looks) == ([(key(0),)], [(key(1),)])
    world.moved(op(0), op(1))
    assert (len(world.right.looks), len(world.left.looks)) == (1, 1)


def test_sources_of_what_comes_next_are_looked_at_together():
    world = World()
    world.clock.sleep(FRESH + 1)
    coming = [op(number) for number in range(1, 40)]
    world.moved(op(0), coming=[op(50, "create"), *coming])
    assert world.left.looks == [tuple(key(number) for number in range(AHEAD))]
    assert world.right.looks == [(key(0),)], "a look at a target serves its own call alone"


def test_a_look_at_what_the_run_made_serves_more_than_one_call():
    world = World()
    for number in range(3):
        world.written(op(number, "create"))
    world.clock.sleep(FRESH + 1)
    world.right.title = NEW
    assert world.moved(op(0), coming=[op(1), op(2), op(3)]) == {}
    assert world.right.looks == [(key(0), key(1), key(2))]
    world.sent(op(0))
    assert world.moved(op(1)) == {}
    assert len(world.right.looks) == 1


def test_what_was_read_back_is_as_fresh_as_a_look():
    world = World()
    world.clock.sleep(FRESH + 1)
    world.written(op(0))
    world.moved(op(0, "publish"))
    assert world.right.looks == []
    world.sent(op(1))
    world.right.title = NEW
    assert world.moved(Op(Digest("next"), RIGHT, "publish", key(0), "Tea", op(0).changes, (EN,))) == {}
    assert world.right.looks == [(key(0),)]


def test_what_has_no_name_on_a_side_is_not_asked_for_there():
    world = World()
    world.names.clear()
    world.clock.sleep(FRESH + 1)
    assert list(world.moved(op(0))) == [op(0).id], "it is not there any more"
    assert world.right.looks == world.left.looks == []


def test_a_call_leaves_before_the_oldest_look_it_was_made_from_is_too_old():
    world = World()
    began = world.clock.monotonic()
    guard = world.fresh.guard(RIGHT)
    world.clock.sleep(1)
    first = guard.holding([op(0)])
    world.sent(op(9))
    world.moved(op(0))
    for holding in (first, guard.holding([op(0), op(1, "create")]), guard.holding([op(0)], repeats=True)):
        with holding:
            pass
    source = began + FRESH  # it was read when the run began
    assert world.right.until == [(source, source), None, (source, source), None, (None, source), None]
    guard.make_room()
    assert world.right.room[-1] == ROOM


def test_a_side_without_a_pace_is_never_waited_for():
    world = World()
    world.fresh.writers = {
        LEFT: world.left,
        RIGHT: SimpleNamespace(look=world.right.look, capabilities=world.right.capabilities),
    }
    guard = world.fresh.guard(RIGHT)
    with guard.holding([op(0)]):
        guard.make_room()
    world.sent(op(1))
    assert world.moved(op(0)) == {}


def test_cells_are_named_up_to_three():
    cells = [Cell(key(0), EN, name) for name in "abcde"]
    assert quoted(cells[:1]) == "article/p0 · en · a"
    assert quoted(cells) == "article/p0 · en · a; article/p0 · en · b; article/p0 · en · c and 2 more"


# The law that all of it is for.


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 12), st.booleans()), min_size=1, max_size=12))
def test_whatever_the_order_of_calls_no_edit_that_was_there_before_the_last_call_is_written_over(steps):
    """People edit at any time; a call is sent for what did not move. An edit that a call wrote over came after it."""
    world = World()
    safe, done = set(), set()
    for number, seconds, edits in steps:
        if edits and key(number) not in done:
            world.right.now[key(number)] = MINE
            safe.add(key(number))
        world.clock.sleep(seconds)
        world.sent(op(90))  # something else is written
        if op(number).id not in world.moved(op(number)) and key(number) not in done:
            assert key(number) not in safe
            world.right.now[key(number)] = NEW
            world.written(op(number))
            done.add(key(number))
    assert all(world.right.now[each] == MINE for each in safe)
