import json
from dataclasses import replace

import pytest

from isogloss.errors import Refused
from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PRESENT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Many, Ref, Scalar, digest, dump
from isogloss.plan.draft import Draft
from isogloss.plan.making import make_op
from isogloss.plan.op import Change, Loss, Pairing, SitePublish, Step
from isogloss.plan.record import load_op
from isogloss.plan.terms import Built

EN, FR = Locale("en"), Locale("fr")
RIGHT = Side.RIGHT
OLD, NEW = Scalar("text", "old"), Scalar("text", "new")


class Lines:
    """The store, as a list."""

    def __init__(self):
        self.kept = []

    def put(self, line):
        self.kept.append(line)
        return len(self.kept) - 1

    def get(self, at):
        return self.kept[at]


def key(name):
    return EntryKey("article", name)


def facing(name, target=ABSENT):
    return Facing(key(name), name.title(), Shown(), ABSENT, target)


def change(name, locale, field, before, after):
    return Change(Cell(key(name), locale, field), before, after, digest(after))


def links(*names):
    return Many(tuple(Ref(key(name)) for name in names))


def create(name, *targets, locales=(EN,), more=()):
    changes = [change(name, locale, STATUS, ABSENT, DRAFT) for locale in locales]
    changes += [change(name, locale, "also", ABSENT, links(*targets)) for locale in locales if targets]
    return make_op(RIGHT, "create", facing(name), [*changes, *more], locales)


def publish(op):
    wanted = [change(op.entry.name, EN, STATUS, DRAFT, PUBLISHED)]
    return make_op(RIGHT, "publish", facing(op.entry.name), wanted, (EN,), frozenset({op.id}))


def draft(*ops, targets=()):
    made = Draft(Lines())
    for op in ops:
        found = next((target for name, target in targets if key(name) == op.entry), ABSENT)
        made.add(facing(op.entry.name, found), Built([op]))
    return made


def nowhere(side, entry, locale):
    return False


def everywhere(side, entry, locale):
    return True


def optional(side, kind, name):
    return False


def arranged(made, present=nowhere, required=optional):
    result = made.arrange(present, required)
    return [load_op(data) for data in map(json.loads, result.lines()) if data["record"] == "op"]


def shape(ops):
    return [(op.layer, op.verb, op.entry.name) for op in ops]


def losses(made):
    return [data for data in map(json.loads, made.others()) if data["record"] == "loss"]


def test_an_op_is_given_out_as_it_was_put_in_but_for_its_place():
    ada, tea = create("ada"), create("tea", "ada")
    first, second = arranged(draft(tea, ada))
    assert first == ada
    assert second == replace(tea, layer=1, needs=frozenset({ada.id}))


def test_ops_of_one_layer_are_sorted():
    ops = [create(name) for name in ("milk", "ada", "tea")]
    deleted = make_op(RIGHT, "delete", facing("x", {EN: {}}), [change("x", EN, STATUS, DRAFT, ABSENT)], ())
    assert shape(arranged(draft(*ops, deleted))) == [
        (0, "create", "ada"),
        (0, "create", "milk"),
        (0, "create", "tea"),
        (4, "delete", "x"),
    ]


# Links that wait.


def test_an_entry_that_links_to_itself_gets_a_link_op_of_its_own():
    tea = create("tea", "tea")
    made, link = arranged(draft(tea))
    assert [found.field for found in made.changes] == [STATUS]
    assert (link.verb, link.layer, link.needs) == ("link", 1, {made.id})
    assert link.changes == (change("tea", EN, "also", ABSENT, links("tea")),)
    assert made.id != tea.id


def test_a_link_that_waits_is_kept_out_of_locales_that_would_follow_the_primary_and_have_none():
    new = [change("tea", locale, STATUS, ABSENT, DRAFT) for locale in (EN, FR)]
    cell = change("tea", EN, "also", ABSENT, links("tea"))
    op = make_op(RIGHT, "create", facing("tea"), [*new, cell], (EN, FR))
    made = Draft(Lines(), follows=lambda side, kind: EN)
    made.add(facing("tea"), Built([op]))
    _, link = arranged(made)
    assert link.changes == (cell, change("tea", FR, "also", ABSENT, ABSENT))


def test_what_an_entry_that_is_there_shows_in_other_locales_is_left_as_it_is():
    cell = change("tea", FR, "also", ABSENT, links("tea"))
    found = facing("tea", {EN: {STATUS: DRAFT}})
    op = make_op(RIGHT, "update", found, [change("tea", FR, STATUS, ABSENT, DRAFT), cell], (EN, FR))
    made = Draft(Lines(), follows=lambda side, kind: FR)
    made.add(found, Built([op]))
    _, link = arranged(made, lambda side, entry, locale: locale == EN)
    assert link.changes == (cell,)


def test_a_link_that_waits_waits_for_everything_it_links_to():
    # one ↔ two, and the cell that waits links to a third that is not in the knot
    one, two, far = create("one", "two", "far"), create("two", "one"), create("far")
    ops = arranged(draft(one, two, far))
    (link,) = [op for op in ops if op.verb == "link"]
    by_name = {op.entry.name: op.id for op in ops if op.verb == "create"}
    assert link.needs == {
        by_name[name] for name in {link.entry.name, *(ref.to.name for ref in link.changes[0].after.items)}
    }


def test_nothing_is_published_before_its_links_are_there():
    tea = create("tea", "tea")
    made, link, shown = arranged(draft(tea, publish(tea)))
    assert (shown.verb, shown.needs) == ("publish", {made.id, link.id})


def test_an_op_of_which_nothing_is_left_is_gone_and_nobody_waits_for_it():
    start = {EN: {STATUS: DRAFT}}
    added = [change("tea", EN, "also", ABSENT, links("milk"))]
    update = make_op(RIGHT, "update", facing("tea", start), added, (EN,))
    (shown,) = arranged(draft(update, publish(update), targets=[("tea", start)]))
    assert (shown.verb, shown.needs) == ("publish", frozenset())


def test_what_is_live_is_not_published_again_where_nothing_of_its_content_is_left():
    start = {EN: {STATUS: PUBLISHED}}
    added = [change("tea", EN, "also", ABSENT, links("milk"))]
    update = make_op(RIGHT, "update", facing("tea", start), added, (EN,))
    again = change("tea", EN, STATUS, PUBLISHED, PUBLISHED)
    live = make_op(RIGHT, "publish", facing("tea", start), [again], (EN,), frozenset({update.id}))
    gone = make_op(RIGHT, "delete", facing("rum"), [change("rum", EN, STATUS, DRAFT, ABSENT)], ())
    waiting = replace(gone, needs=frozenset({live.id}))
    (left,) = arranged(draft(update, live, waiting, targets=[("tea", start)]))
    assert (left.verb, left.needs) == ("delete", frozenset())


def test_what_is_live_is_published_again_once_its_links_are_there():
    start = {EN: {STATUS: PUBLISHED}}
    update = make_op(RIGHT, "update", facing("a", start), [change("a", EN, "also", ABSENT, links("b"))], (EN,))
    again = change("a", EN, STATUS, PUBLISHED, PUBLISHED)
    live = make_op(RIGHT, "publish", facing("a", start), [again], (EN,), frozenset({update.id}))
    made = arranged(draft(update, live, create("b", "a"), create("c", "b"), create("d", "c"), targets=[("a", start)]))
    assert "publish" in [op.verb for op in made]


def test_an_update_of_which_every_cell_waits_becomes_a_link_op():
    start = {EN: {STATUS: DRAFT}}
    only = [change("tea", EN, "also", ABSENT, links("c"))]
    update = make_op(RIGHT, "update", facing("tea", start), only, (EN,))
    deep = [create("a"), create("b", "a"), create("c", "b")]  # deeper than a kind may be, so its links wait
    made = draft(*deep, update, publish(update), targets=[("tea", start)])
    ops = arranged(made, present=lambda side, entry, locale: entry.name == "tea")
    assert shape(ops) == [
        (0, "create", "a"),
        (0, "create", "b"),
        (0, "create", "c"),
        (1, "link", "b"),
        (1, "link", "c"),
        (1, "link", "tea"),
        (2, "publish", "tea"),
    ]
    link, shown = ops[-2:]
    assert link.needs == {ops[2].id}
    assert shown.needs == {link.id}


def test_a_required_circle_is_refused():
    with pytest.raises(Refused, match="need each other"):
        draft(create("one", "two"), create("two", "one")).arrange(nowhere, lambda *_: True)


# Links without a target.


def test_a_link_to_what_will_not_be_there_is_left_out_and_lost():
    made = draft(create("tea", "milk", "ada"), create("ada"))
    ops = arranged(made)
    (kept,) = [found for found in ops[-1].changes if found.field == "also"]
    assert kept.after == links("ada")
    # the other side shows more than could be written, so the rest is to be found again
    assert (kept.source, kept.agrees) == (digest(links("milk", "ada")), digest(links("ada")))
    (lost,) = losses(made)
    assert (lost["reason"], lost["detail"]) == (
        "link target missing in this locale",
        "article/milk will not exist there",
    )
    assert made.tally.losses == {("right", "link target missing in this locale"): 1}


def test_a_cell_that_would_be_left_as_it_was_is_not_written():
    start = {EN: {STATUS: DRAFT, "also": links("ada")}}
    wider = [change("tea", EN, "also", links("ada"), links("ada", "milk"))]
    made = draft(make_op(RIGHT, "update", facing("tea", start), wider, (EN,)), targets=[("tea", start)])
    assert arranged(made, present=lambda side, entry, locale: entry.name in ("tea", "ada")) == []
    assert len(losses(made)) == 1


def test_a_shared_link_that_comes_along_with_a_new_locale_is_not_emptied_in_the_others():
    start = {SHARED: {"also": links("ada")}, EN: {STATUS: DRAFT}}
    along = [change("tea", SHARED, "also", links("ada"), links("ada")), change("tea", FR, STATUS, ABSENT, DRAFT)]
    made = draft(make_op(RIGHT, "update", facing("tea", start), along, (EN, FR)), targets=[("tea", start)])
    (op,) = arranged(made, present=lambda side, entry, locale: locale == EN)
    assert op.changes == (change("tea", FR, STATUS, ABSENT, DRAFT),)
    assert len(losses(made)) == 1


def test_a_cell_that_is_cleared_needs_no_target():
    start = {EN: {STATUS: DRAFT, "also": links("milk")}}
    cleared = [change("tea", EN, "also", links("milk"), ABSENT)]
    made = draft(make_op(RIGHT, "update", facing("tea", start), cleared, (EN,)), targets=[("tea", start)])
    assert len(arranged(made, present=lambda side, entry, locale: entry.name == "tea")) == 1
    assert losses(made) == []


def test_a_link_that_waits_leaves_out_what_will_not_be_there():
    (_, link) = arranged(draft(create("tea", "tea", "milk")))
    assert link.changes[0].after == links("tea")


def test_who_is_deleted_goes_before_what_it_refers_to():
    shown = {EN: {STATUS: DRAFT, "also": links("ada")}}
    menu = make_op(RIGHT, "delete", facing("menu", shown), [change("menu", EN, STATUS, DRAFT, ABSENT)], ())
    ada = make_op(RIGHT, "delete", facing("ada", {EN: {}}), [change("ada", EN, STATUS, DRAFT, ABSENT)], ())
    ops = arranged(draft(ada, menu, targets=[("menu", shown), ("ada", {EN: {}})]), present=everywhere)
    assert [op.entry.name for op in ops] == ["menu", "ada"]


def test_deleting_what_is_not_seen_refers_to_nothing():
    gone = make_op(RIGHT, "delete", facing("menu"), [change("menu", EN, STATUS, DRAFT, ABSENT)], ())
    assert [op.verb for op in arranged(draft(gone))] == ["delete"]


# Everything else.


def test_other_records_follow_the_ops_entry_by_entry():
    made = Draft(Lines())
    at = Cell(key("tea"), EN, "also")
    made.put(Pairing(key("tea"), "Tea", "1", None))
    built = Built(
        [create("tea")],
        [Conflict(at, "both sides changed", OLD, NEW)],
        [Drifted(at, OLD, NEW, kept=True)],
        [Loss(RIGHT, at, "approximated", OLD)],
        [Step(RIGHT, at, "do", "look")],
        {EN: {"title": (None, None)}},
    )
    made.add(facing("tea"), built)
    made.add(facing("ada"), Built(steps=[Step(RIGHT, Cell(key("ada")), "do", "look")]))
    lines = [json.loads(line) for line in made.arrange(nowhere, optional).lines()]
    assert [(data["record"], data["entry"][1]) for data in lines] == [
        ("op", "tea"),
        ("step", "ada"),
        ("entry", "tea"),
        ("conflict", "tea"),
        ("drift", "tea"),
        ("loss", "tea"),
        ("step", "tea"),
        ("adopt", "tea"),
    ]
    assert made.tally.records == {name: 2 if name == "step" else 1 for name in {data["record"] for data in lines}}


def test_what_is_given_out_can_be_had_as_what_it_is():
    tea, step = create("tea"), Step(RIGHT, Cell(key("tea")), "do", "look")
    made = draft(tea)
    made.put(step)
    assert list(made.arrange(nowhere, optional).records()) == [tea, step]


def test_a_site_comes_before_every_entry():
    made = draft()
    made.put(Step(RIGHT, Cell(EntryKey("A", "A")), "do", "look"))
    made.put(SitePublish(RIGHT))
    assert [type(record) for record in made.arrange(nowhere, optional).records()] == [SitePublish, Step]
    assert made.sites == [SitePublish(RIGHT)]


def test_a_cost_depends_on_the_states_of_an_op_and_on_one_cell_of_each_locale():
    start = {EN: {STATUS: DRAFT, "title": OLD}}
    many = [
        change("ada", EN, "title", OLD, NEW),
        change("ada", EN, "name", OLD, OLD),  # only named
        change("ada", EN, STATUS, DRAFT, DRAFT),  # only named
        change("ada", FR, "title", OLD, NEW),
        change("ada", FR, STATUS, ABSENT, DRAFT),
        change("ada", SHARED, "author", OLD, OLD),
    ]
    ada = make_op(RIGHT, "update", facing("ada", start), many, (EN, FR))
    ((side, (light,)),) = draft(ada, targets=[("ada", start)]).arrange(nowhere, optional).layers()
    assert side is RIGHT
    by_cell = {(each.locale, each.field == STATUS): each for each in light.changes}
    assert len(by_cell) == len(light.changes)
    assert {at: (each.before, each.after) for at, each in by_cell.items()} == {
        (EN, False): (ABSENT, PRESENT),
        (FR, False): (ABSENT, PRESENT),
        (FR, True): (ABSENT, DRAFT),
        (EN, True): (DRAFT, DRAFT),
        (SHARED, False): (ABSENT, ABSENT),
    }


def test_ops_of_a_layer_are_told_by_side():
    ada, tea = create("ada"), create("tea", "ada")
    layers = list(draft(tea, ada, create("milk")).arrange(nowhere, optional).layers())
    assert [(side, [op.entry.name for op in ops]) for side, ops in layers] == [
        (RIGHT, ["ada", "milk"]),
        (RIGHT, ["tea"]),
    ]


def test_ops_and_cells_are_counted_by_side_locale_and_verb():
    tea = create("tea", locales=(EN, FR), more=[change("tea", SHARED, "author", ABSENT, OLD)])
    start = {EN: {STATUS: DRAFT, "title": OLD}}
    named = [change("ada", EN, "title", OLD, NEW), change("ada", EN, "name", OLD, OLD)]
    ada = make_op(RIGHT, "update", facing("ada", start), named, (EN,))
    live = make_op(RIGHT, "publish", facing("tea"), [change("tea", EN, STATUS, DRAFT, PUBLISHED)], (EN,))
    milk = make_op(RIGHT, "update", facing("milk", start), [change("milk", EN, "title", OLD, NEW)], (EN,))
    menu = make_op(RIGHT, "delete", facing("menu", {EN: {}}), [change("menu", EN, STATUS, DRAFT, ABSENT)], ())
    made = draft(tea, live, ada, milk, menu, targets=[("ada", start), ("milk", start)])
    for name in ("tea", "ada"):
        made.put(Loss(RIGHT, Cell(key(name), EN, "title"), "approximated", OLD))
    result = made.arrange(nowhere, optional)
    for _ in range(2):  # giving the lines out counts nothing twice
        list(result.lines())
    assert made.tally.verbs == {
        ("right", "en", "create"): 1,
        ("right", "fr", "create"): 1,
        ("right", "*", "create"): 1,
        ("right", "en", "update"): 2,
        ("right", "en", "publish"): 1,
        ("right", "en", "delete"): 1,
    }
    assert made.tally.entries == {
        ("right", "create"): 1,
        ("right", "update"): 2,
        ("right", "publish"): 1,
        ("right", "delete"): 1,
    }
    assert made.tally.records == {"op": 5, "loss": 2}
    assert made.tally.losses == {("right", "approximated"): 2}
    assert made.tally.created[RIGHT] == {key("tea")}
    assert made.tally.deleted[RIGHT] == {key("menu")}
    assert made.tally.changed[RIGHT] == {key("ada"), key("milk")}


def test_an_update_of_which_only_links_to_nothing_were_left_is_no_op():
    shown = {EN: {STATUS: DRAFT, "also": links("tea")}}
    named = [change("tea", EN, STATUS, DRAFT, DRAFT), change("tea", EN, "also", links("tea"), links("tea", "milk"))]
    made = draft(make_op(RIGHT, "update", facing("tea", shown), named, (EN,)), targets=[("tea", shown)])
    assert arranged(made, lambda side, entry, locale: entry == key("tea")) == []
    assert [loss["value"] for loss in losses(made)] == [dump(links("tea", "milk"))]


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("agreed", [True, False], ids=["as it was agreed on", "moved since"])
def test_links_that_were_written_without_those_to_nothing_are_not_written_again_because_of_their_order(side, agreed):
    wanted, shown = links("ada", "gone", "tea"), links("tea", "ada")
    halves = (digest(links("ada", "tea")), digest(shown if agreed else links("tea")))
    base = Shown(*({EN: {"also": half}} for half in (halves if side is Side.RIGHT else reversed(halves))))
    sides = {side: {EN: {STATUS: DRAFT, "also": shown}}}
    seen = Facing(key("tea"), "Tea", base, sides.get(Side.LEFT, ABSENT), sides.get(Side.RIGHT, ABSENT))
    made = Draft(Lines())
    made.add(seen, Built([make_op(side, "update", seen, [change("tea", EN, "also", shown, wanted)], (EN,))]))
    ops = arranged(made, lambda side, entry, locale: entry != key("gone"))
    assert [found.after for op in ops for found in op.changes] == ([] if agreed else [links("ada", "tea")])


def arranged_for(price, *ops):
    """The ops of a plan that costs a side so much, in order."""
    return [load_op(json.loads(line)) for line in draft(*ops).arrange(nowhere, optional, price).lines()]


def test_a_deep_chain_is_made_in_the_cheapest_number_of_rounds():
    chain = [create(str(n), str(n + 1)) for n in range(5)] + [create("5")]

    def verbs(price):
        return [(op.layer, op.verb) for op in arranged_for(price, *chain)]

    flat = [(0, "create")] * 6 + [(1, "link")] * 5
    assert verbs(None) == flat
    assert verbs(lambda layers: {RIGHT: len(list(layers))}) == flat  # a round each
    pairs = [(0, "create")] * 3 + [(1, "create")] * 3 + [(2, "link")] * 2
    assert verbs(lambda layers: {RIGHT: sum(len(ops) for _, ops in layers)}) == [(n, "create") for n in range(6)]
    assert verbs(lambda layers: {RIGHT: sum(len(ops) + 2 for _, ops in layers)}) == pairs  # a call each, two a round


def test_of_a_long_row_the_numbers_of_rounds_near_the_best_are_priced_too():
    """At first 12 and 18 are; 15 is cheaper than both."""
    chain = [create(str(n), str(n + 1)) for n in range(29)] + [create("29")]
    ops = arranged_for(lambda layers: {RIGHT: abs(len(list(layers)) - 16)}, *chain)
    assert {op.layer for op in ops if op.verb == "create"} == set(range(15))
    assert {op.layer for op in ops if op.verb == "link"} == {15}


def test_a_link_that_waits_is_priced_as_an_op_of_its_own_in_the_locales_that_it_is_of():
    seen = []

    def price(layers):
        seen.append([op for _, ops in layers for op in ops])
        return {RIGHT: len(seen)}  # the first is the cheapest: a single round

    def in_both(name, target):
        more = [change(name, EN, "also", ABSENT, links(target)), change(name, FR, "title", ABSENT, NEW)]
        return create(name, locales=(EN, FR), more=more)

    last, other = create("3"), create("other")
    first = replace(in_both("1", "2"), needs=frozenset({other.id}))
    arranged_for(price, in_both("0", "1"), first, create("2", "3"), last, other)
    waiting = {op.entry.name: op for op in seen[0] if op.verb == "link"}
    assert {name: [(each.locale, each.field) for each in op.changes] for name, op in waiting.items()} == {
        "0": [(EN, "also")],
        "1": [(EN, "also")],
        "2": [(EN, "also")],
    }
    assert {op.needs for op in waiting.values()} == {frozenset()}, "what it comes after is told by its layer"


def test_layers_are_given_out_by_side_with_what_a_cost_depends_on():
    more = [change("tea", EN, name, ABSENT, NEW) for name in "abc"]
    tea, ada = create("tea", "ada", more=more), create("ada")
    (first_side, first), (_, second) = draft(tea, ada).arrange(nowhere, optional).layers()
    assert first_side is RIGHT
    assert [op.entry.name for op in (*first, *second)] == ["ada", "tea"]
    assert [found.field for found in second[0].changes] == [STATUS, "a"]  # one change per locale beside the states
    assert not second[0].changes[1].touches


def test_where_both_orders_cost_the_same_the_one_that_is_not_told_apart_is_taken():
    chain = [create(str(n), str(n + 1)) for n in range(5)] + [create("5")]
    lines = [list(draft(*chain).arrange(nowhere, optional, price).lines()) for price in (None, lambda _: {RIGHT: 1})]
    assert lines[0] == lines[1]


def test_of_a_locale_with_limits_of_its_own_variants_are_counted_that_were_there():
    start = {EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT}}
    edits = [change("ada", EN, "lead", ABSENT, NEW), change("ada", FR, "title", OLD, NEW)]
    more = [change("milk", FR, STATUS, ABSENT, DRAFT), change("milk", EN, "title", OLD, NEW)]
    gone = [change("menu", EN, STATUS, DRAFT, ABSENT), change("menu", FR, STATUS, DRAFT, ABSENT)]
    ops = [
        create("tea", locales=(EN, FR)),
        create("rum", locales=(FR,)),
        make_op(RIGHT, "update", facing("ada", start), edits, (EN, FR)),
        make_op(RIGHT, "update", facing("milk", {EN: start[EN]}), more, (EN, FR)),
        make_op(RIGHT, "delete", facing("menu", start), gone, ()),
    ]
    made = Draft(Lines(), frozenset({EN}))
    for op in ops:
        made.add(facing(op.entry.name, start), Built([op]))
    made.arrange(everywhere, optional)
    assert made.tally.variants.changed == {(RIGHT, EN): {key("ada"), key("milk")}}
    assert made.tally.variants.deleted == {(RIGHT, EN): {key("menu")}}
    adds = {skeleton.entry.name: skeleton.adds for skeleton in made.skeletons}
    assert adds == {"tea": {EN, FR}, "rum": {FR}, "ada": set(), "milk": {FR}, "menu": set()}


def test_what_was_agreed_on_is_remembered_of_each_entry():
    """As of the order of links, for two entries at once."""
    wanted, shown = links("ada", "gone", "tea"), links("tea", "ada")
    agreed, now = {EN: {"also": digest(links("ada", "tea"))}}, {EN: {"also": digest(shown)}}
    made = Draft(Lines())
    for name in ("tea", "milk"):
        seen = Facing(key(name), "", Shown(agreed, now), ABSENT, {EN: {STATUS: DRAFT, "also": shown}})
        made.add(seen, Built([make_op(RIGHT, "update", seen, [change(name, EN, "also", shown, wanted)], (EN,))]))
    assert arranged(made, lambda side, entry, locale: entry != key("gone")) == []


def test_an_entry_goes_after_its_own_links_were_led_away():
    tea = create("tea", "tea")
    gone = make_op(RIGHT, "delete", facing("pot", {EN: {}}), [change("pot", EN, STATUS, DRAFT, ABSENT)], ())
    gone = replace(gone, needs=frozenset({tea.id}))
    ops = arranged(draft(tea, gone, targets=[("pot", {EN: {}})]))
    assert [op.verb for op in ops] == ["create", "link", "delete"]
    assert ops[2].needs == {ops[0].id, ops[1].id}


def test_what_is_live_is_published_again_where_its_content_changed():
    shown = {EN: {STATUS: PUBLISHED, "title": OLD}}
    update = make_op(RIGHT, "update", facing("tea", shown), [change("tea", EN, "title", OLD, NEW)], (EN,))
    again = [change("tea", EN, STATUS, PUBLISHED, PUBLISHED)]
    live = make_op(RIGHT, "publish", facing("tea", shown), again, (EN,), frozenset({update.id}))
    assert [op.verb for op in arranged(draft(update, live, targets=[("tea", shown)]))] == ["update", "publish"]
