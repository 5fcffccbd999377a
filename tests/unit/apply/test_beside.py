from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from isogloss.apply.beside import Beside
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PRESENT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import ABSENT, Digest, Scalar, digest
from isogloss.plan.op import Change, Op

TEA, RUM = EntryKey("article", "tea"), EntryKey("article", "rum")
EN, FR, JA = Locale("en"), Locale("fr"), Locale("ja")
RIGHT = Side.RIGHT


@dataclass
class Written:
    """A side that shows some variants live, and counts who asks."""

    live: set[Locale]
    touch: bool = True
    asked: list[tuple[EntryKey, tuple[Locale, ...]]] = field(default_factory=list)

    def capabilities(self, kind):
        del kind
        return Capabilities(touch_to_publish=self.touch)

    def look(self, wanted):
        (each,) = wanted
        assert each.live
        self.asked.append((each.entry, each.locales))
        shown = {at: {STATUS: PUBLISHED if at in self.live else DRAFT} for at in each.locales}
        return {each.entry: Seen("article", "r", shown)} if self.live != {SHARED} else {}


@dataclass
class World:
    """What the run knows, as far as it is asked."""

    written: Written
    across: object = DRAFT
    remote: str | None = "r"
    notes: dict = field(default_factory=dict)
    agreed: list = field(default_factory=list)

    def watch(self):
        names = SimpleNamespace(remote=lambda key: self.remote)
        base = SimpleNamespace(advance=lambda key, cells: self.agreed.append((key, cells)))
        shown = Scoped({EN: {STATUS: self.across}}, ABSENT, {})
        current = SimpleNamespace(
            plain=lambda side, key: Scoped(ABSENT, ABSENT, self.notes), scoped=lambda side, key: shown
        )
        state = SimpleNamespace(names=lambda side: names, base=base)
        return Beside(None, state, {RIGHT: self.written}, current)


def publish(key=TEA, verb="publish", after=PUBLISHED, present=(EN, FR)):
    return Op(Digest("a"), RIGHT, verb, key, "Tea", (Change(Cell(key, FR, STATUS), DRAFT, after, ABSENT),), present)


def test_a_variant_that_went_live_unasked_is_noticed_and_nobodys_edit():
    world = World(Written({EN, FR}))
    watch = world.watch()
    assert watch.went_live(publish()) == [EN]
    assert world.written.asked == [(TEA, (EN,))]
    assert world.agreed == [(TEA, {EN: {STATUS: (digest(DRAFT), digest(PUBLISHED))}})]
    assert watch.went_live(publish(RUM)) == [EN]


def test_what_only_the_public_of_the_named_locale_sees_is_asked_once_for_each_kind():
    world = World(Written({FR}))
    watch = world.watch()
    assert [watch.went_live(publish(key)) for key in (TEA, RUM)] == [[], []]
    assert world.written.asked == [(TEA, (EN,))]
    assert world.agreed == []


def test_an_update_that_publishes_is_watched_too():
    assert World(Written({EN})).watch().went_live(publish(verb="update")) == [EN]


def test_where_states_are_not_compared_nothing_is_agreed_on():
    world = World(Written({EN}), across=PRESENT)
    assert world.watch().went_live(publish()) == [EN]
    assert world.agreed == []


@pytest.mark.parametrize(
    ("world", "op"),
    [
        (World(Written({EN})), publish(after=DRAFT)),
        (World(Written({EN})), publish(present=(FR, SHARED))),
        (World(Written({EN}, touch=False)), publish()),
        (World(Written({EN}), notes={EN: Note(live=True)}), publish()),
        (World(Written({EN}), remote=None), publish()),
    ],
    ids=["nothing published", "no other variant", "another way to publish", "live before", "never made"],
)
def test_nobody_is_asked_where_nothing_can_have_gone_along(world, op):
    assert world.watch().went_live(op) == []
    assert world.written.asked == []


def test_an_entry_that_is_gone_meanwhile_shows_nothing():
    assert World(Written({SHARED})).watch().went_live(publish()) == []


@pytest.mark.parametrize(("status", "found"), [(PUBLISHED, [EN]), (DRAFT, [])])
def test_of_what_the_read_back_told_nobody_is_asked_again(status, found):
    world = World(Written({EN}))
    watch = world.watch()
    assert watch.went_live(publish(), {EN: status}) == found
    assert world.written.asked == []


def test_of_several_variants_only_those_are_asked_for_of_which_nothing_was_told():
    world = World(Written({JA}))
    assert world.watch().went_live(publish(present=(EN, FR, JA)), {EN: DRAFT}) == [JA]
    assert world.written.asked == [(TEA, (JA,))]


@pytest.mark.parametrize(("still", "found"), [(True, []), (False, [EN])])
def test_edits_on_a_live_variant_that_lie_no_more_went_live_along(monkeypatch, still, found):
    title = {"title": Scalar("text", "mine"), STATUS: PUBLISHED}
    shown = Scoped({EN: title}, {EN: title}, {EN: Note(live=True, unpublished_edits=still)})
    monkeypatch.setattr("isogloss.apply.beside.scoped", lambda *_: shown)
    world = World(Written({EN}), notes={EN: Note(live=True, unpublished_edits=True)})
    watch = world.watch()
    watch.current.translator = lambda side: None
    watch.writers[RIGHT].look = lambda wanted: {TEA: Seen("article", "r", {})} if wanted[0].whole else {}
    assert watch.edits_went_live(publish()) == found
    assert bool(world.agreed) == bool(found)
    told = watch.said(publish(), {})
    assert told == ("edits in en that nobody published went live along; see to them there" if found else "")
