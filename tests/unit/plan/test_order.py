import random
from dataclasses import replace

import pytest

from isogloss.errors import Refused
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Digest
from isogloss.plan.order import DEEP, Skeleton, order

EN, FR = Locale("en"), Locale("fr")
RIGHT = Side.RIGHT


def key(name, kind="article"):
    return EntryKey(kind, name)


def create(name, *targets, kind="article", field="related", locales=(EN,), side=RIGHT, at=None):
    """A create that links to some entries in its first locale, or in all of them if shared."""
    links = {(at or locales[0], field): tuple(t if isinstance(t, EntryKey) else key(t) for t in targets)}
    return Skeleton(
        Digest(f"{side.value} create {kind}/{name}"),
        side,
        "create",
        key(name, kind),
        locales,
        frozenset(locales),
        links if targets else {},
    )


def update(name, *targets, locales=(EN,)):
    return Skeleton(
        Digest(f"update {name}"),
        RIGHT,
        "update",
        key(name),
        locales,
        frozenset(),
        {(EN, "related"): tuple(map(key, targets))},
    )


def other(verb, op, *targets):
    links = {(EN, "related"): tuple(map(key, targets))} if targets else {}
    needs = frozenset() if verb == "delete" else frozenset({op.id})
    return Skeleton(Digest(f"{verb} {op.entry.name}"), op.side, verb, op.entry, op.present, needs=needs, links=links)


def delete(name, *targets, locale=EN):
    links = {(locale, "related"): tuple(map(key, targets))} if targets else {}
    return Skeleton(Digest(f"delete {name} {locale}"), RIGHT, "delete", key(name), (), links=links)


def nothing(side, entry, locale):
    return False


def optional(side, kind, name):
    return False


def must(side, kind, name):
    return name == "parent"


def ordered(*ops, present=nothing, required=optional):
    return order(ops, present, required)


def deferred(done):
    return {op: cuts for op, cuts in done.deferred.items() if cuts}


def layers(done, *ops):
    return [done.layers[op.id] for op in ops]


def test_without_ops_there_is_nothing_to_order():
    assert ordered().layers == {}


def test_entries_without_links_are_made_together():
    one, two = create("one"), create("two")
    assert layers(ordered(one, two), one, two) == [0, 0]


def test_a_target_is_made_before_who_refers_to_it():
    tea, ada = create("tea", key("ada", "author")), create("ada", kind="author")
    done = ordered(tea, ada)
    assert layers(done, ada, tea) == [0, 1]
    assert done.needs[tea.id] == {ada.id}


def test_a_target_that_is_there_already_is_not_waited_for():
    tea, ada = create("tea", key("ada", "author")), update("ada")
    done = ordered(tea, ada, present=lambda side, entry, locale: entry.name == "ada")
    assert layers(done, ada, tea) == [0, 0]
    assert not done.needs[tea.id]


def test_a_target_that_is_there_but_not_in_this_locale_is_waited_for():
    tea = create("tea", "milk", locales=(FR,))
    milk = Skeleton(Digest("u"), RIGHT, "update", key("milk"), (EN, FR), frozenset({FR}))
    done = ordered(tea, milk, present=lambda side, entry, locale: entry.name == "milk" and locale == EN)
    assert layers(done, milk, tea) == [0, 1]


def test_a_shared_link_needs_its_target_in_every_locale():
    tea = create("tea", "milk", locales=(EN, FR), at=SHARED)
    assert ordered(tea, create("milk")).missing[tea.id] == {(SHARED, "related"): (key("milk"),)}
    whole = create("milk", locales=(EN, FR))
    assert not ordered(tea, whole).missing[tea.id]


def test_a_target_that_will_not_be_there_is_missing():
    tea = create("tea", "milk", "sugar")
    done = ordered(tea, create("sugar"))
    assert done.missing[tea.id] == {(EN, "related"): (key("milk"),)}
    assert done.layers[tea.id] == 1


def test_a_target_on_the_other_side_is_no_target():
    tea, milk = create("tea", "milk"), create("milk", side=Side.LEFT)
    assert ordered(tea, milk).missing[tea.id] == {(EN, "related"): (key("milk"),)}


# Knots.


def test_a_knot_is_opened_by_as_few_links_as_may_be():
    names = [key(name, name) for name in "abcdef"]
    ring = [create(one.name, names[n - 1], kind=one.kind) for n, one in enumerate(names)]
    assert len(deferred(ordered(*ring))) == 1


def to_each(name, *targets, kind=None, **fields):
    """A create that links to each of some entries by a field of its own."""
    made = create(name, kind=kind or name)
    return replace(made, links={(EN, fields.get(to, f"to {to}")): (key(to, to),) for to in targets})


@pytest.mark.parametrize(
    ("knot", "cut"),
    [
        ("a:e b:ae c:bde d:e e:abc", 4),
        ("a:bcd b:cd c:bd d:abc", 4),
        ("a:ce b:cd c:be d:ce e:ac", 4),
        ("a:bce b:ace c:d d:be e:a", 3),
        ("a:ce b:ac c:ab d:ace e:abd", 4),
    ],
)
def test_in_a_knot_who_needs_fewest_others_goes_first(knot, cut):
    done = ordered(*(to_each(name, *targets) for name, targets in (each.split(":") for each in knot.split())))
    assert sum(map(len, done.deferred.values())) == cut


def test_a_knot_is_opened_though_who_was_waited_for_came_early():
    """First y, then x, of which an older place in the queue is left before u, for which v waits."""
    ops = [to_each("u", *"vwz"), to_each("v", "u", "y", u="parent"), to_each("x", "y", "u"), to_each("y", "x")]
    ops += [to_each(name, "u", u="parent") for name in "wz"]
    done = ordered(*ops, required=must)
    assert set(done.layers) == {op.id for op in ops}
    assert not any(cut[1] == "parent" for cuts in done.deferred.values() for cut in cuts)


def test_who_needs_two_of_a_knot_comes_after_both():
    done = ordered(
        to_each("a", "b", "c", b="parent", c="head parent"),
        to_each("b", "a"),
        to_each("c", "a"),
        required=lambda side, kind, name: "parent" in name,
    )
    assert {cut for cuts in deferred(done).values() for cut in cuts} == {(EN, "to a")}


def test_every_link_of_an_entry_that_points_the_wrong_way_waits():
    first = to_each("a", "b", "c")
    done = ordered(first, to_each("b", "a", a="parent"), to_each("c", "a", a="parent"), required=must)
    assert deferred(done) == {first.id: {(EN, "to b"), (EN, "to c")}}
    assert done.links_after[first.id] == {Digest("right create b/b"), Digest("right create c/c")}


def test_a_link_of_one_locale_needs_its_target_in_that_locale_alone():
    tea = create("tea", "milk", locales=(EN, FR), at=EN)
    assert not ordered(tea, create("milk")).missing[tea.id]


def test_of_a_large_knot_of_required_links_five_entries_are_named_and_what_helps():
    ring = [create(f"{n}", f"{(n + 1) % 7}", field="parent") for n in range(7)]
    with pytest.raises(Refused) as refused:
        ordered(*ring, required=must)
    assert str(refused.value) == (
        "7 entries need each other through required links (article/0, article/1, article/2, article/3, article/4): "
        "none can be created first. Make one of these fields optional on the target, or leave it out of the mapping."
    )


def test_a_knot_is_opened_at_its_optional_links():
    one, two = create("one", "two", field="parent"), create("two", "one")
    done = ordered(one, two, required=must)
    assert deferred(done) == {two.id: {(EN, "related")}}
    assert done.links_after[two.id] == {one.id}
    assert layers(done, two, one) == [0, 1]


def test_a_knot_of_required_links_is_refused_with_its_entries():
    one, two = create("one", "two", field="parent"), create("two", "one", field="parent")
    with pytest.raises(Refused, match=r"2 entries need each other .*article/one, article/two"):
        ordered(one, two, required=must)


def test_an_entry_that_links_to_itself_is_made_first_and_linked_after():
    tea = create("tea", "tea")
    done = ordered(tea)
    assert deferred(done) == {tea.id: {(EN, "related")}}
    assert done.links_after[tea.id] == {tea.id}


def test_an_entry_that_needs_itself_is_refused():
    with pytest.raises(Refused, match=r"1 entry needs itself .*article/tea"):
        ordered(create("tea", "tea", field="parent"), required=must)


def test_an_entry_that_is_there_may_link_to_itself():
    tea = update("tea", "tea")
    assert not ordered(tea, present=lambda *_: True).deferred


def test_two_entries_that_are_there_may_link_to_each_other():
    done = ordered(update("one", "two"), update("two", "one"), present=lambda *_: True)
    assert not deferred(done)
    assert set(done.layers.values()) == {0}


def test_a_cell_that_waits_waits_with_all_its_targets():
    one, two, far = create("one", "two", "far"), create("two", "one", field="parent"), create("far", kind="topic")
    one = Skeleton(
        one.id, RIGHT, "create", one.entry, (EN,), one.adds, {(EN, "related"): (key("two"), key("far", "topic"))}
    )
    done = ordered(one, two, far, required=must)
    assert deferred(done) == {one.id: {(EN, "related")}}
    assert done.links_after[one.id] == {two.id, far.id}
    assert done.layers[one.id] == 0


def test_two_knots_are_opened_apart():
    ops = [create("a", "b"), create("b", "a"), create("c", "d"), create("d", "c"), create("e", "a", "c")]
    done = ordered(*ops)
    assert len(deferred(done)) == 2


def test_whoever_links_to_a_knot_comes_after_it():
    ops = [create("a", "b", field="parent"), create("b", "a"), create("c", "a", kind="topic")]
    assert layers(ordered(*ops, required=must), *ops) == [1, 0, 2]


def test_a_knot_larger_than_the_stack_is_opened():
    many = 3000
    ops = [create(f"{n:05}", f"{(n + 1) % many:05}") for n in range(many)]
    assert max(ordered(*ops).layers.values()) < many


# Chains.


def test_a_chain_deeper_than_its_kind_may_be_is_made_at_once_and_linked_after():
    chain = [create(f"{n}", f"{n + 1}") for n in range(9)] + [create("9")]
    done = ordered(*chain)
    assert set(done.layers.values()) == {0}
    assert len(deferred(done)) == 9
    assert not any(done.needs.values())


@pytest.mark.parametrize(("rounds", "waiting"), [(1, 9), (2, 4), (3, 3), (4, 2), (5, 1), (9, 1), (10, 0), (99, 0)])
def test_a_deep_chain_is_made_in_as_many_rounds_as_asked_for_and_few_links_wait(rounds, waiting):
    chain = [create(f"{n}", f"{n + 1}") for n in range(9)] + [create("9")]
    done = order(chain, nothing, optional, {RIGHT: rounds})
    assert done.deep == {RIGHT: 10}
    assert len(deferred(done)) == waiting
    assert max(done.layers.values()) == min(rounds, 10) - 1
    assert order(chain, nothing, optional, {Side.LEFT: rounds}).layers == ordered(*chain).layers


def test_whoever_skips_a_step_of_a_deep_chain_waits_with_every_link_of_it():
    chain = [to_each("c", "a", "b", kind="x"), to_each("b", "a", kind="x"), create("a", kind="x")]
    chain = [replace(op, links={cut: (key(t.name, "x"),) for cut, (t,) in op.links.items()}) for op in chain]
    c, b = (op.id for op in chain[:2])
    waits = {(EN, "to a"), (EN, "to b")}
    assert deferred(ordered(*chain)) == {c: waits, b: {(EN, "to a")}}
    in_two = order(chain, nothing, optional, {RIGHT: 2})
    assert deferred(in_two) == {b: {(EN, "to a")}}
    assert layers(in_two, *chain) == [1, 0, 0]


def test_what_goes_live_is_ordered_by_its_own_side():
    tea, ada = (
        create(name, *to, kind=name, side=Side.LEFT) for name, to in (("tea", [key("ada", "ada")]), ("ada", []))
    )
    shown = other("publish", tea)
    assert layers(ordered(tea, ada, create("milk"), shown), shown) == [4]


def test_a_chain_that_is_not_deep_keeps_its_links():
    chain = [create(f"{n}", f"{n + 1}") for n in range(DEEP - 1)] + [create(f"{DEEP - 1}")]
    done = ordered(*chain)
    assert not deferred(done)
    assert max(done.layers.values()) == DEEP - 1


def test_a_deep_chain_of_required_links_keeps_its_depth():
    chain = [create(f"{n}", f"{n + 1}", field="parent") for n in range(5)] + [create("5")]
    done = ordered(*chain, required=must)
    assert sorted(done.layers.values()) == [0, 1, 2, 3, 4, 5]
    assert not deferred(done)


def test_flattening_a_kind_leaves_the_others_as_they_are():
    chain = [create(f"{n}", f"{n + 1}") for n in range(4)] + [create("4", key("x", "topic"))]
    topic = create("x", kind="topic")
    done = ordered(*chain, topic)
    assert done.layers[topic.id] == 0
    assert done.layers[chain[-1].id] == 1
    assert {done.layers[op.id] for op in chain[:-1]} == {0}


# After the content.


def test_publishing_comes_after_all_content_and_links_in_the_order_of_the_content():
    tea, ada = create("tea", key("ada", "author")), create("ada", kind="author")
    shown, known = other("publish", tea), other("publish", ada)
    done = ordered(tea, ada, shown, known)
    assert done.content_layers == 2
    assert layers(done, ada, tea, known, shown) == [0, 1, 3, 4]
    assert done.needs[shown.id] == {tea.id}


def test_taking_away_comes_after_publishing_and_deleting_last():
    tea = create("tea")
    ops = [tea, other("publish", tea), other("unpublish", create("a")), other("archive", create("b")), delete("c")]
    done = ordered(*ops)
    assert layers(done, *ops) == [0, 2, 3, 3, 4]


def test_a_publish_alone_needs_nothing():
    shown = Skeleton(Digest("p"), RIGHT, "publish", key("tea"), (EN,))
    assert ordered(shown).layers == {shown.id: 1}


def test_a_link_op_that_was_planned_before_keeps_its_place_between_content_and_publishing():
    link = Skeleton(Digest("l"), RIGHT, "link", key("tea"), (EN,))
    tea = create("tea")
    assert ordered(link, tea, other("publish", tea)).layers == {tea.id: 0, link.id: 1, Digest("publish tea"): 2}


def test_a_link_op_waits_for_the_public_only_where_it_needs_what_goes_live():
    tea = create("tea")
    shown = other("publish", tea)
    early, late = (
        Skeleton(Digest(f"link {need.verb}"), RIGHT, "link", key("menu"), (EN,), needs=frozenset({need.id}))
        for need in (tea, shown)
    )
    assert layers(ordered(tea, shown, early, late), tea, early, shown, late) == [0, 1, 2, 3]
    again = Skeleton(Digest("again"), RIGHT, "publish", key("menu"), (EN,), needs=frozenset({late.id}))
    gone = delete("rum")
    assert layers(ordered(tea, shown, late, again, gone), shown, late, again, gone) == [2, 3, 4, 5]


def test_a_publish_that_needs_no_content_comes_as_early_as_one_alone():
    off = Skeleton(Digest("off"), RIGHT, "archive", key("rum"), (EN,))
    shown = Skeleton(Digest("p"), RIGHT, "publish", key("tea"), (EN,), needs=frozenset({off.id}))
    assert layers(ordered(off, shown), shown) == [1]


def test_who_refers_is_deleted_before_what_it_refers_to():
    ops = [delete("c"), delete("b", "c"), delete("a", "b", "c")]
    done = ordered(*ops)
    first = done.layers[ops[2].id]
    assert layers(done, *ops) == [first + 2, first + 1, first]
    assert done.needs[ops[0].id] == {ops[1].id, ops[2].id}


def test_entries_that_refer_to_each_other_are_deleted_together_before_what_they_refer_to():
    one, two, last = delete("one", "two", "last"), delete("two", "one"), delete("last")
    done = ordered(one, two, last)
    assert done.layers[one.id] == done.layers[two.id] < done.layers[last.id]


def test_who_refers_to_a_knot_is_deleted_before_it():
    one, two, first = delete("one", "two"), delete("two", "one"), delete("zz", "one")
    done = ordered(one, two, first)
    assert done.layers[first.id] < done.layers[one.id] == done.layers[two.id]


def test_every_variant_of_a_target_waits_for_who_refers_to_it():
    english, french = delete("tea"), delete("tea", locale=FR)
    menu = delete("menu", "tea")
    done = ordered(english, french, menu)
    assert done.layers[menu.id] < min(layers(done, english, french))


def test_deleting_an_entry_that_links_to_itself_waits_for_nothing():
    tea = delete("tea", "tea")
    assert not ordered(tea).needs[tea.id]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_does_not_depend_on_the_order_of_the_input(seed):
    ops = [create(f"{n}", f"{(n * 7 + 1) % 12}", f"{(n * 5 + 3) % 12}") for n in range(12)]
    ops += [other("publish", op) for op in ops] + [delete("x", "y"), delete("y", "x"), delete("z", "x")]
    mixed = list(ops)
    random.Random(seed).shuffle(mixed)  # noqa: S311  # no secret
    assert ordered(*mixed) == ordered(*ops)


def test_what_takes_a_variant_off_the_live_site_comes_before_the_content_that_waits_for_it():
    off = Skeleton(Digest("off"), RIGHT, "unpublish", key("tea"), (EN,))
    content = replace(update("tea", "tea", "milk"), needs=frozenset({off.id}))
    made = [create("milk", "rum"), create("rum"), other("unpublish", update("rum"))]
    ordered = order([off, content, *made], lambda side, entry, locale: entry == key("tea"), optional)
    assert ordered.layers[off.id] == 0
    assert ordered.layers[content.id] > ordered.layers[off.id]
    assert off.id in ordered.needs[content.id]
    assert ordered.layers[made[-1].id] == max(ordered.layers.values())


def test_what_has_to_be_off_first_is_never_put_off_like_a_link():
    off = Skeleton(Digest("off"), RIGHT, "unpublish", key("a"), (EN,))
    knot = [replace(create("a", "b"), needs=frozenset({off.id})), create("b", "a")]
    chain = [create(f"c{n}", f"c{n + 1}") for n in range(4)] + [create("c4", "a")]
    ordered = order([off, *knot, *chain], nothing, optional)
    assert off.id in ordered.needs[knot[0].id]
    assert ordered.layers[knot[0].id] > ordered.layers[off.id]
