"""What holds of the order of any plan: at any moment an entry refers only to what is there (invariant 6)."""

import json
import random as chance
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from isogloss.errors import Refused
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Many, Ref, Scalar, digest, refs
from isogloss.plan.draft import Draft
from isogloss.plan.making import make_op
from isogloss.plan.op import Change, Loss
from isogloss.plan.order import DEEP
from isogloss.plan.record import load_op
from isogloss.plan.terms import Built

EN, FR = Locale("en"), Locale("fr")
KINDS = ("a", "b", "c")
REQUIRED = "parent"
CONTENT = ("create", "update", "link")


class Lines:
    """The store, as a list."""

    def __init__(self):
        self.kept = []

    def put(self, line):
        self.kept.append(line)
        return len(self.kept) - 1

    def get(self, at):
        return self.kept[at]


class World:
    """One side: what is there, by entry and locale, and what each entry links to."""

    def __init__(self, there):
        self.there = {key: {locale: {} for locale in locales} for key, locales in there.items() if locales}

    def present(self, side, key, locale):
        return locale in self.there.get(key, {})

    def has_all(self, keys, locale):
        return all(locale in self.there.get(key, {}) for key in keys)

    def do(self, op):
        """Carry an op out; an entry must never refer to what is not there."""
        assert (op.verb == "create") == (op.entry not in self.there), op
        variants = self.there.setdefault(op.entry, {})
        for change in op.changes:
            if op.verb == "delete":
                variants.pop(change.locale, None)
                continue
            for locale in op.present if change.locale == SHARED else (change.locale,):
                cells = variants.setdefault(locale, {})
                cells[change.field] = tuple(refs(change.after))
        if not variants:
            del self.there[op.entry]
        self.check()

    def check(self):
        for key, variants in self.there.items():
            for locale, cells in variants.items():
                for targets in cells.values():
                    assert self.has_all(targets, locale), (key, locale, targets)


def facing(key, target):
    return Facing(key, "", Shown(), ABSENT, target)


def change(key, locale, name, before, after):
    return Change(Cell(key, locale, name), before, after, digest(after))


def value_of(targets):
    return Many(tuple(map(Ref, targets))) if targets else Scalar("text", "x")


@st.composite
def plans(draw, *, required=True):
    """A side, and what is wanted there: entries made, widened, changed and put live, with links of every sort."""
    keys = [EntryKey(draw(st.sampled_from(KINDS)), f"{number}") for number in range(draw(st.integers(1, 8)))]
    locales = st.sets(st.sampled_from([EN, FR])).map(sorted)
    there = {key: draw(st.one_of(st.just([]), locales)) for key in keys}
    fields = ("related", REQUIRED) if required else ("related", "author")
    built = []
    for key in keys:
        adds = draw(st.one_of(locales, st.just([EN, FR])))
        adds = [locale for locale in adds if locale not in there[key]]
        present = tuple(sorted({*there[key], *adds}))
        if not present:
            continue
        changes = [change(key, locale, STATUS, ABSENT, DRAFT) for locale in adds]
        for name in fields:
            for locale in draw(st.sets(st.sampled_from([SHARED, *present]), max_size=2)):
                targets = draw(st.lists(st.sampled_from(keys), max_size=3, unique=True))
                changes.append(change(key, locale, f"{name}{'-all' * (locale == SHARED)}", ABSENT, value_of(targets)))
        verb = "update" if there[key] else "create"
        if not changes or (verb == "create" and not adds):
            continue
        target = {locale: {STATUS: DRAFT} for locale in there[key]} or ABSENT
        op = make_op(Side.RIGHT, verb, facing(key, target), changes, present)
        ops = [op]
        if draw(st.booleans()):
            live = [change(key, present[0], STATUS, DRAFT, PUBLISHED)]
            ops.append(make_op(Side.RIGHT, "publish", facing(key, target), live, present, frozenset({op.id})))
        built.append((facing(key, target), ops))
    return there, built


@st.composite
def deletions(draw):
    """Entries that link to each other, some of which go, whole or in one locale."""
    keys = [EntryKey("a", f"{number}") for number in range(draw(st.integers(1, 7)))]
    there = {key: [EN, FR] for key in keys}
    targets = {key: draw(st.lists(st.sampled_from(keys), max_size=3, unique=True)) for key in keys}
    built = []
    for key in draw(st.lists(st.sampled_from(keys), unique=True)):
        cells = {"related": Many(tuple(map(Ref, targets[key])))} if targets[key] else {}
        target = {locale: {STATUS: DRAFT, **cells} for locale in there[key]}
        parts = draw(st.sampled_from([[(EN, FR)], [(EN,), (FR,)], [(FR,)]]))
        gone = [
            make_op(
                Side.RIGHT,
                "delete",
                facing(key, target),
                [change(key, locale, STATUS, DRAFT, ABSENT) for locale in part],
                tuple(locale for locale in (EN, FR) if locale not in part),
            )
            for part in parts
        ]
        built.append((facing(key, target), gone))
    return targets, built


def required(side, kind, name):
    return name.startswith(REQUIRED)


def optional(side, kind, name):
    return False


def drafted(built):
    draft = Draft(Lines())
    for found, ops in built:
        draft.add(found, Built(list(ops)))
    return draft


def fewest_links(layers):
    return Counter(op.on for _, ops in layers for op in ops if op.verb == "link")


def arranged(there, built, needed=optional, price=None):
    """The ops in order and the links that were lost; refused plans are no matter of order."""
    draft = drafted(built)
    try:
        lines = list(draft.arrange(World(there).present, needed, price).lines())
    except Refused:
        assume(False)
    records = [json.loads(line) for line in lines]
    ops = [load_op(data) for data in records if data["record"] == "op"]
    lost = {(tuple(data["entry"]), data["locale"], data["field"]) for data in records if data["record"] == "loss"}
    return ops, lost


def shuffled(ops, random):
    """The ops in order, but each layer in any order: its ops must not need each other."""
    layers = defaultdict(list)
    for op in ops:
        layers[op.layer].append(op)
    for layer in sorted(layers):
        random.shuffle(layers[layer])
        yield from layers[layer]


randoms = st.integers(0, 2**32).map(chance.Random)
prices = st.sampled_from([None, fewest_links])


@given(plans(), randoms, prices)
def test_invariant_6_an_entry_refers_only_to_what_is_there_in_that_locale(plan, random, price):
    there, built = plan
    ops, _ = arranged(there, built, required, price)
    world = World(there)
    for op in shuffled(ops, random):
        if op.verb in CONTENT:
            world.do(op)


@given(plans(), randoms, prices)
def test_no_op_is_reached_before_those_it_needs(plan, random, price):
    there, built = plan
    ops, _ = arranged(there, built, required, price)
    done = set()
    for op in shuffled(ops, random):
        assert op.needs <= done
        done.add(op.id)
    assert len(done) == len(ops)


@given(plans())
def test_every_link_that_was_wanted_is_written_or_lost_aloud(plan):
    there, built = plan
    ops, lost = arranged(there, built, required)
    written = {(change.at, target) for op in ops for change in op.changes for target in refs(change.after)}
    for _, wanted in built:
        for change in (change for op in wanted for change in op.changes):
            for target in refs(change.after):
                place = ((change.at.entry.kind, change.at.entry.name), change.locale, change.field)
                assert (change.at, target) in written or place in lost


@given(plans())
def test_no_link_is_lost_whose_target_is_there_in_the_end(plan):
    there, built = plan
    ops, lost = arranged(there, built, required)
    world = World(there)
    for op in ops:
        if op.verb in CONTENT:
            world.do(op)
    for _, wanted in built:
        for found in (found for op in wanted for found in op.changes):
            place = ((found.at.entry.kind, found.at.entry.name), found.locale, found.field)
            locales = wanted[0].present if found.locale == SHARED else (found.locale,)
            if all(world.has_all(refs(found.after), locale) for locale in locales):
                assert place not in lost


@given(plans())
def test_every_other_cell_is_written_once(plan):
    there, built = plan
    ops, _ = arranged(there, built, required)
    written = [(op.verb == "publish", change.at) for op in ops for change in op.changes]
    assert len(written) == len(set(written))
    for _, wanted in built:
        for change in (change for op in wanted for change in op.changes):
            if not tuple(refs(change.after)):
                assert any(change.at == at for _, at in written)


@given(plans())
def test_content_comes_before_links_before_publishing(plan):
    there, built = plan
    ops, _ = arranged(there, built, required)
    stages = [("create", "update"), ("link",), ("publish",)]
    spans = [[op.layer for op in ops if op.verb in verbs] for verbs in stages]
    spans = [span for span in spans if span]
    for earlier, later in pairwise(spans):
        assert max(earlier) < min(later)


@given(plans())
def test_nothing_goes_live_before_its_own_content_and_links(plan):
    there, built = plan
    ops, _ = arranged(there, built, required)
    content = {op.entry: set() for op in ops}
    for op in ops:
        if op.verb in CONTENT:
            content[op.entry].add(op.id)
    for op in ops:
        if op.verb == "publish":
            assert op.needs == content[op.entry]


@given(plans(), randoms)
def test_invariant_2_the_same_inputs_in_any_order_make_the_same_lines(plan, random):
    there, built = plan
    mixed = list(built)
    random.shuffle(mixed)

    def lines(entries):
        try:
            return list(drafted(entries).arrange(World(there).present, required).lines())
        except Refused as refused:
            return str(refused)

    assert lines(mixed) == lines(built)


@given(plans(required=False))
def test_without_required_links_every_plan_can_be_ordered(plan):
    there, built = plan
    drafted(built).arrange(World(there).present, optional)


@given(st.integers(DEEP + 1, 40), st.booleans())
def test_a_chain_of_one_kind_is_never_deeper_than_two_waits(length, forwards):
    keys = [EntryKey("a", f"{number:02}") for number in range(length)]
    target_of = dict(pairwise(keys if forwards else keys[::-1]))
    built = []
    for key in keys:
        changes = [change(key, EN, STATUS, ABSENT, DRAFT)]
        if key in target_of:
            changes.append(change(key, EN, "related", ABSENT, value_of([target_of[key]])))
        built.append((facing(key, ABSENT), [make_op(Side.RIGHT, "create", facing(key, ABSENT), changes, (EN,))]))
    ops, lost = arranged({}, built)
    assert {op.layer for op in ops} <= {0, 1}
    assert not lost
    assert sum(op.verb == "link" for op in ops) == length - 1


@given(st.integers(1, 6))
def test_a_circle_of_required_links_is_refused_whatever_its_length(length):
    keys = [EntryKey("a", f"{number}") for number in range(length)]
    built = []
    for number, key in enumerate(keys):
        links = change(key, EN, REQUIRED, ABSENT, value_of([keys[(number + 1) % length]]))
        changes = [change(key, EN, STATUS, ABSENT, DRAFT), links]
        built.append((facing(key, ABSENT), [make_op(Side.RIGHT, "create", facing(key, ABSENT), changes, (EN,))]))
    with pytest.raises(Refused, match="required links"):
        drafted(built).arrange(World({}).present, required)


@given(deletions())
def test_who_refers_goes_before_what_it_refers_to_unless_they_refer_to_each_other(found):
    targets, built = found
    ops, _ = arranged({key: [EN, FR] for key in targets}, built)
    layers = defaultdict(list)
    for op in ops:
        layers[op.entry].append(op.layer)
    reach = {key: _reached(key, targets, layers) for key in layers}
    for key in layers:
        for target in targets[key]:
            if target in layers and target != key and key not in reach[target]:
                assert max(layers[key]) < min(layers[target])


def _reached(key, targets, among):
    """Every deleted entry that is reached from one over links between deleted entries."""
    found, todo = set(), [key]
    while todo:
        for target in targets[todo.pop()]:
            if target in among and target not in found:
                found.add(target)
                todo.append(target)
    return found


@given(deletions(), randoms)
def test_the_order_of_deletions_does_not_depend_on_the_input_either(found, random):
    targets, built = found
    there = {key: [EN, FR] for key in targets}
    mixed = list(built)
    random.shuffle(mixed)
    assert arranged(there, mixed) == arranged(there, built)


def test_a_loss_of_order_is_a_loss_like_any_other():
    key, gone = EntryKey("a", "tea"), EntryKey("a", "gone")
    changes = [change(key, EN, STATUS, ABSENT, DRAFT), change(key, EN, "related", ABSENT, value_of([gone]))]
    built = [(facing(key, ABSENT), [make_op(Side.RIGHT, "create", facing(key, ABSENT), changes, (EN,))])]
    draft = drafted(built)
    draft.arrange(World({}).present, optional)
    loss = Loss(Side.RIGHT, Cell(key, EN, "related"), "link target missing in this locale", value_of([gone]))
    assert draft.tally.losses == {("right", loss.reason): 1}
