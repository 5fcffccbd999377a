"""What holds of every merge, whatever the sides show and whatever they showed when they last agreed."""

from collections import defaultdict
from dataclasses import dataclass, replace

from entries import (
    FORGETFUL,
    KEY,
    LOCALES,
    LOOSE,
    OTHERS,
    base_of,
    entries,
    facing,
    facings,
    first_contacts,
    folded,
    maybe_entries,
    notes_of,
    texts,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from isogloss.bridge import Bridge, KindScope, MemorySettings, SideBinding
from isogloss.mapping.names.neutral import Translator, names_in_scope, scoped
from isogloss.merge.alike import Alike
from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Remove, Take
from isogloss.merge.facing import quote
from isogloss.merge.flow import Flows
from isogloss.merge.policy import merge
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, Side
from isogloss.model.entry import DRAFT, SLUG, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities, Field
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Absent, Asset, Digest, Ref, digest
from isogloss.plan.build import build
from isogloss.plan.terms import Terms

FLOWS = ("left to right", "right to left", "both", "off")
MIRRORED = {
    "left to right": "right to left",
    "right to left": "left to right",
    "both": "both",
    "off": "off",
    "left": "right",
    "right": "left",
}


def settles(*policies):
    return st.dictionaries(st.sampled_from(["", "title", "author", STATUS]), st.sampled_from(policies), max_size=3)


flows = st.builds(
    Flows,
    default=st.sampled_from(FLOWS),
    locales=st.dictionaries(st.sampled_from(LOCALES), st.sampled_from(FLOWS), max_size=2),
    fields=st.dictionaries(st.sampled_from(["title", "author", STATUS]), st.sampled_from(FLOWS), max_size=2),
)


def turned_round(flows):
    """The same ways seen from the other side."""
    return Flows(
        MIRRORED[flows.default],
        {locale: MIRRORED[way] for locale, way in flows.locales.items()},
        {name: MIRRORED[way] for name, way in flows.fields.items()},
    )


any_rules = st.builds(
    Rules,
    flows=flows,
    conflict=settles("hold", "left", "right", "newest"),
    locales=st.dictionaries(st.sampled_from(LOCALES), st.sampled_from(["hold", "left", "right", "newest"]), max_size=2),
    delete=st.sampled_from(["hold", "archive", "propagate"]),
    drift=st.sampled_from(["keep", "overwrite"]),
    alike=st.sampled_from([Alike(), LOOSE, FORGETFUL]),
)
settling = st.builds(Rules, conflict=st.sampled_from([{"": "left"}, {"": "right"}]), delete=st.just("propagate"))
loosely_settling = st.builds(
    Rules,
    conflict=st.sampled_from([{"": "left"}, {"": "right"}]),
    delete=st.just("propagate"),
    alike=st.sampled_from([LOOSE, FORGETFUL]),
)


def decided(found, rules):
    return list(merge(found, rules))


# A side, its base and what is done to them: the smallest model of an apply.


@dataclass
class Sides:
    """Both sides and what they agreed on, as an apply leaves them."""

    shown: dict
    agreed: dict

    @classmethod
    def of(cls, found):
        shown = {side: _cells_of(found.shows(side)) for side in Side}
        return cls(shown, {side: _cells_of(tree) for side, tree in _halves(found.base)})

    def facing(self):
        left, right = (_entry_of(self.shown[side]) for side in Side)
        return facing(left, right, Shown(*(_entry_of(self.agreed[side]) for side in Side)))

    def do(self, decision, *, agree=True):
        """Carry one decision out; without agreeing, as if the process had died right after."""
        match decision:
            case Take(at, to, value, source):
                _put(self.shown[to], at, value)
                if agree:
                    self.settle(at, to, value, source)
            case Remove(at, to):
                for cell in [cell for cell in self.shown[to] if at.locale in (None, cell[0])]:
                    del self.shown[to][cell]
                for side in Side if agree else ():
                    for cell in [cell for cell in self.agreed[side] if at.locale in (None, cell[0])]:
                        del self.agreed[side][cell]
            case Agree(at):
                for side in Side if agree else ():
                    _put(self.agreed[side], at, digest(self.shown[side].get((at.locale, at.field), ABSENT)))

    def settle(self, at, to, value, source):
        _put(self.agreed[to], at, digest(value))
        _put(self.agreed[to.other], at, digest(source))


def _halves(base):
    return ((Side.LEFT, base.left), (Side.RIGHT, base.right))


def _cells_of(entry):
    if isinstance(entry, Absent):
        return {}
    return {(locale, name): value for locale, variant in entry.items() for name, value in variant.items()}


def _entry_of(cells):
    made = defaultdict(dict)
    for (locale, name), value in cells.items():
        made[locale][name] = value
    return dict(made) if made else ABSENT


def _put(cells, at, value):
    if isinstance(value, Absent):
        cells.pop((at.locale, at.field), None)
    else:
        cells[at.locale, at.field] = value


def applied(found, decisions, **more):
    sides = Sides.of(found)
    for decision in decisions:
        sides.do(decision, **more)
    return sides


def open_conflicts(decisions):
    return [decision for decision in decisions if isinstance(decision, Conflict)]


def ops_of(found, decisions):
    """The decisions as they are written: what makes an entry or a variant goes together, the rest cell by cell."""
    groups = defaultdict(list)
    for number, decision in enumerate(decisions):
        group = (number,)
        if isinstance(decision, Take):
            target = found.shows(decision.to)
            if isinstance(target, Absent):
                group = (decision.to,)
            elif decision.at.locale not in target:
                group = (decision.to, decision.at.locale)
        groups[group].append(decision)
    return list(groups.values())


# The laws.


@given(facings(), any_rules)
def test_swapping_the_sides_mirrors_the_decisions(found, rules):
    swapped = replace(
        found,
        base=Shown(found.base.right, found.base.left),
        left=found.right,
        right=found.left,
        left_notes=found.right_notes,
        right_notes=found.left_notes,
    )
    conflict = {name: MIRRORED.get(policy, policy) for name, policy in rules.conflict.items()}
    locales = {locale: MIRRORED.get(policy, policy) for locale, policy in rules.locales.items()}
    turned = replace(rules, flows=turned_round(rules.flows), conflict=conflict, locales=locales)
    assert [mirrored(decision) for decision in decided(swapped, turned)] == decided(found, rules)


def mirrored(decision):
    match decision:
        case Take() | Remove():
            return replace(decision, to=decision.to.other)
        case Conflict() | Drifted():
            return replace(decision, left=decision.right, right=decision.left)
        case _:
            return decision


@given(maybe_entries(), maybe_entries(), maybe_entries(), any_rules)
def test_equal_sides_are_at_most_agreed_on(entry, old_left, old_right, rules):
    decisions = decided(facing(entry, entry, base_of(old_left, old_right)), rules)
    assert all(isinstance(decision, Agree) for decision in decisions)


@given(maybe_entries(), maybe_entries(), any_rules)
def test_two_sides_that_show_what_they_agreed_on_rest_whatever_it_was(left, right, rules):
    assert decided(facing(left, right, base_of(left, right)), rules) == []


def check_held(found, rules, decisions):
    """Where a side is named, nothing is held but what it deleted and the other side edited."""
    named = Side(rules.conflict[""])
    for held in open_conflicts(decisions):
        assert (held.reason, held.at.field) == ("deleted on one side, edited on the other", None)
        assert isinstance(quote(held.at, found.shows(named)), Absent)
        half = found.base.left if named is Side.RIGHT else found.base.right
        assert _under(held.at, _shown(found.shows(named.other))) != _under(held.at, _half(half))
    return open_conflicts(decisions)


def _shown(entry):
    return {at: digest(value) for at, value in _cells_of(entry).items()}


def _half(tree):
    return (
        {} if isinstance(tree, Absent) else {(loc, name): at for loc, row in tree.items() for name, at in row.items()}
    )


def _under(place, shown):
    """What is shown at an address that is an entry or a variant."""
    return {at: value for at, value in shown.items() if place.locale in (None, at[0])}


def _but(held, shown):
    """What is shown where nothing is held."""
    return {at: value for at, value in shown.items() if all(one.at.locale not in (None, at[0]) for one in held)}


@given(maybe_entries(), maybe_entries(), maybe_entries(), settling)
def test_where_a_side_is_named_both_sides_end_equal_but_for_edits_of_what_it_deleted(left, right, old, rules):
    found = facing(left, right, base_of(old, old))
    decisions = decided(found, rules)
    held = check_held(found, rules, decisions)
    done = applied(found, decisions)
    assert _but(held, done.shown[Side.LEFT]) == _but(held, done.shown[Side.RIGHT])
    assert decided(done.facing(), rules) == held


@given(maybe_entries(), maybe_entries(), maybe_entries(), loosely_settling)
def test_where_a_side_is_named_both_sides_end_alike_and_the_next_run_is_silent(left, right, old, rules):
    found = facing(left, right, base_of(old, old))
    decisions = decided(found, rules)
    held = check_held(found, rules, decisions)
    done = applied(found, decisions)
    mine, theirs = (_but(held, done.shown[side]) for side in Side)
    assert mine.keys() == theirs.keys()
    assumed = {(d.at.locale, d.at.field) for d in decisions if isinstance(d, Agree) and d.assumed}
    assert all(folded(mine[at]) == folded(theirs[at]) or at in assumed for at in mine)
    assert decided(done.facing(), rules) == held


@given(facings(), any_rules)
def test_what_is_alike_is_never_held_nor_carried_where_both_moved(found, rules):
    for decision in decided(found, replace(rules, alike=LOOSE)):
        at = decision.at
        left, right = (cell_of(found.shows(side), at.locale, at.field) for side in Side) if at.field else (None, None)
        if isinstance(decision, Conflict) and at.field:
            assert folded(left) != folded(right)
        if isinstance(decision, Agree) and decision.assumed:
            assert found.base.inside(str(at.locale)).inside(at.field) == Shown()


@given(facings(), any_rules)
def test_a_second_merge_finds_what_was_held_and_nothing_else(found, rules):
    decisions = decided(found, rules)
    assert decided(applied(found, decisions).facing(), rules) == held_of(decisions)


def held_of(decisions):
    """What is not done: conflicts, and drift that is kept or whose overwriting is a deletion that waits."""
    waits = {decision.at for decision in open_conflicts(decisions)}
    return [
        decision
        for decision in decisions
        if isinstance(decision, Conflict) or (isinstance(decision, Drifted) and (decision.kept or decision.at in waits))
    ]


@given(facings(), settling, st.randoms(use_true_random=False))
def test_a_run_that_was_cut_and_merged_again_with_the_old_base_ends_in_the_same_place(found, rules, random):
    decisions = decided(found, rules)
    whole = applied(found, decisions)
    cut = Sides.of(found)
    for group in ops_of(found, decisions):
        if random.random() < 0.5:
            for decision in group:
                cut.do(decision, agree=False)
    again = decided(cut.facing(), rules)
    finished = applied(cut.facing(), again)
    assert finished.shown == whole.shown
    assert decided(finished.facing(), rules) == check_held(found, rules, decisions)


@given(facings(), any_rules)
def test_invariant_5_an_unsettled_conflict_causes_no_write(found, rules):
    decisions = decided(found, rules)
    for held in open_conflicts(decisions):
        for decision in decisions:
            if isinstance(decision, Take | Remove):
                assert not _overlap(held.at, decision.at)


def _overlap(one, other):
    return all(a is None or b is None or a == b for a, b in ((one.locale, other.locale), (one.field, other.field)))


@given(facings(), any_rules)
def test_a_one_way_flow_never_writes_to_its_source(found, rules):
    for decision in decided(found, rules):
        if isinstance(decision, Take | Remove) and decision.at.field != SLUG:
            assert rules.flows.writes(decision.to, decision.at)


@given(facings(), any_rules)
def test_no_cell_is_decided_twice_for_one_side(found, rules):
    written = [(d.to, d.at) for d in decided(found, rules) if isinstance(d, Take | Remove)]
    assert len(written) == len(set(written))


@given(facings(), any_rules)
def test_invariant_2_the_same_inputs_make_the_same_decisions(found, rules):
    def reversed_(entry):
        return (
            entry if isinstance(entry, Absent) else {k: dict(reversed(v.items())) for k, v in reversed(entry.items())}
        )

    turned = replace(found, left=reversed_(found.left), right=reversed_(found.right))
    assert decided(turned, rules) == decided(found, rules)


@given(facings(), any_rules)
def test_invariant_4_every_value_that_is_taken_is_shown_by_the_other_side_or_is_a_state(found, rules):
    for decision in decided(found, rules):
        if isinstance(decision, Take):
            shown = cell_of(found.shows(decision.to.other), decision.at.locale, decision.at.field)
            assert decision.value == shown or decision.at.field == STATUS


@given(facings(), any_rules, st.sampled_from(LOCALES), st.sampled_from(["hold", "left", "right"]))
def test_a_policy_of_one_locale_decides_nothing_elsewhere(found, rules, locale, policy):
    rest = {at: said for at, said in rules.locales.items() if at != locale}
    without, held = (
        [d for d in decided(found, replace(rules, locales=said)) if d.at.locale != locale]
        for said in (rest, {**rest, locale: policy})
    )
    assert without == held


@given(facings(), any_rules)
def test_invariant_8_nothing_is_removed_that_was_not_agreed_on(found, rules):
    for decision in decided(found, rules):
        if isinstance(decision, Remove):
            half = found.base.left if decision.to is Side.LEFT else found.base.right
            there = _cells_of(found.shows(decision.to))
            for (locale, name), value in there.items():
                if decision.at.locale in (None, locale):
                    assert half[locale][name] == digest(value)


@given(entries(), st.data())
def test_absence_is_a_value(entry, data):
    """Clearing a field, taking a variant away and deleting the entry are found where they happened, and only there."""
    locale = data.draw(st.sampled_from(sorted(set(entry) - {SHARED})))
    base = base_of(entry, entry)
    rules = Rules(delete="propagate")
    assert decided(facing(ABSENT, entry, base), rules) == [Remove(Cell(KEY), Side.RIGHT)]
    fewer = {found: variant for found, variant in entry.items() if found != locale}
    if set(fewer) - {SHARED}:
        assert decided(facing(fewer, entry, base), rules) == [Remove(Cell(KEY, locale), Side.RIGHT)]
    for name in entry[locale]:
        cleared = {**entry, locale: {n: v for n, v in entry[locale].items() if n != name}}
        if cleared[locale]:
            at = Cell(KEY, locale, name)
            assert decided(facing(cleared, entry, base), rules) == [Take(at, Side.RIGHT, ABSENT, ABSENT)]


@given(entries(), entries(), st.booleans())
def test_an_edit_against_a_deletion_is_one_conflict_at_the_entry(old, new, gone_left):
    base = base_of(old, old)
    left, right = (ABSENT, new) if gone_left else (new, ABSENT)
    decisions = decided(facing(left, right, base), Rules(delete="propagate"))
    if new == old:
        assert decisions == [Remove(Cell(KEY), Side.LEFT if not gone_left else Side.RIGHT)]
    else:
        (held,) = decisions
        assert (held.at, held.reason) == (Cell(KEY), "deleted on one side, edited on the other")


# Scope.

SCOPE = KindScope(
    "article",
    {
        "title": Field("title", "text"),
        "related": Field("related", "references", to="article"),
        "author": Field("author", "reference", shared=True, to="author"),
    },
    slug=True,
    match=(),
    label="title",
    conflict={},
)


def bridge(locales, publish):
    side = SideBinding(
        Side.LEFT, "left", MemorySettings(""), {}, {locale: locale for locale in locales}, locales[0], {}
    )
    return Bridge(
        "acme",
        "acme.yaml",
        Digest("d"),
        side,
        replace(side, side=Side.RIGHT),
        "both",
        locales,
        locales[0],
        {"article": SCOPE},
        publish=publish,
    )


@st.composite
def anything_seen(draw):
    """What a side may show: in scope or not, shared where it should not be, in locales that nobody mapped."""
    names = st.sampled_from([STATUS, SLUG, "title", "related", "author", "unknown"])
    found = st.one_of(texts, st.sampled_from([DRAFT, Ref(OTHERS[0]), Asset("image", "https://a/b.png")]))
    locales = st.sampled_from([*LOCALES, Locale("de"), SHARED])
    return Seen("article", "1", draw(st.dictionaries(locales, st.dictionaries(names, found, max_size=4), max_size=4)))


def scope_of(seen, mapped):
    return scoped(seen, KEY, mapped, Translator(Side.LEFT))


@given(anything_seen(), anything_seen(), st.sampled_from(["mirror", "draft", "keep"]), any_rules, st.integers(1, 3))
def test_a_cell_out_of_scope_is_never_decided_about(left, right, publish, rules, count):
    mapped = bridge(LOCALES[:count], publish)
    one, other = scope_of(left, mapped), scope_of(right, mapped)
    for decision in decided(facing(one.entry, other.entry), rules):
        at = decision.at
        assert at.locale is None or at.locale == SHARED or at.locale in mapped.locales
        assert at.field is None or at.field in names_in_scope(SCOPE)[at.locale != SHARED]


@given(anything_seen(), st.sampled_from(["mirror", "draft", "keep"]))
def test_what_is_in_scope_comes_through_as_it_is(seen, publish):
    mapped = bridge(LOCALES, publish)
    here = scope_of(seen, mapped)
    for locale in (SHARED, *LOCALES):
        for name in (STATUS, SLUG, "title", "author"):
            value = cell_of(seen.variants, locale, name)
            if (
                name in names_in_scope(SCOPE)[locale != SHARED]
                and not isinstance(here.raw, Absent)
                and not isinstance(value, Ref)
            ):
                assert cell_of(here.raw, locale, name) == value
    assert isinstance(here.entry, Absent) == isinstance(here.raw, Absent)


# What becomes of a decision.


def whole(name, value):
    return value, ()


def none_fits(name, value):
    return ABSENT, (("approximated", "nothing fits"),)


capabilities = st.builds(
    Capabilities,
    add_variant=st.booleans(),
    rename_slug=st.booleans(),
    stages_edits=st.booleans(),
    unpublish=st.booleans(),
    archive=st.booleans(),
    delete_entry=st.booleans(),
    delete_variant=st.booleans(),
    touch_to_publish=st.booleans(),
)
any_terms = st.builds(
    Terms,
    place=st.just("here"),
    can=capabilities,
    fit=st.sampled_from([whole, none_fits]),
    taken=st.sampled_from([frozenset(), frozenset({"tea"})]),
    publish=st.sampled_from(["mirror", "draft", "keep"]),
    carry=st.booleans(),
    label=st.sampled_from([None, "title"]),
)


@given(facings(), any_rules, any_terms, st.sets(st.sampled_from(LOCALES)))
def test_whatever_is_wanted_is_written_agreed_on_or_said_to_be_left(found, rules, terms, edited):
    found = replace(found, **{f"{side.value}_notes": notes_of(found.shows(side), edited) for side in Side})
    decisions = decided(found, rules)
    made = build(found, decisions, dict.fromkeys(Side, terms))
    told = {(op.on, change.at) for op in made.ops for change in op.changes}
    told |= {(side, Cell(KEY, locale, name)) for side in Side for locale, row in made.agreed.items() for name in row}
    told |= {(loss.on, loss.at) for loss in made.losses} | {(step.on, step.at) for step in made.steps}
    held = [conflict.at for conflict in made.conflicts]
    for decision in decisions:
        if isinstance(decision, Take):
            places = [decision.at, Cell(KEY, decision.at.locale), Cell(KEY)]
            known = any((decision.to, place) in told or place in held for place in places)
            assert known or _slug_is_taken(made) or _follows(decision), decision


def _slug_is_taken(made):
    return any(conflict.reason == "slug taken" for conflict in made.conflicts)


def _follows(decision):
    """A state without a word: nothing there to archive, or a copy of what the target has."""
    return decision.at.field == STATUS


@given(facings(), any_rules, any_terms)
def test_an_op_expects_what_the_side_shows_and_leaves_everything_else_alone(found, rules, terms):
    decisions = decided(found, rules)
    made = build(found, decisions, dict.fromkeys(Side, terms))
    wanted = {(d.to, d.at) for d in decisions if isinstance(d, Take)}
    begun = {(op.on, change.at, change.after) for op in made.ops for change in op.changes}
    for op in made.ops:
        for change in op.changes:
            shown = cell_of(found.shows(op.on), change.locale, change.field)
            follows = (op.on, change.at, change.before) in begun  # what an op before it has made of the cell
            assert change.before == shown or (follows and op.verb in ("publish", "archive"))
            assert change.touches or op.verb == "delete" or change.field == STATUS or (op.on, change.at) in wanted


@given(maybe_entries(), maybe_entries(), maybe_entries(), settling)
def test_where_everything_can_be_done_the_ops_make_both_sides_equal(left, right, old, rules):
    found = facing(left, right, base_of(old, old))
    terms = Terms("here", Capabilities(), whole)
    made = build(found, decided(found, rules), dict.fromkeys(Side, terms))
    assert [*made.losses, *made.steps] == []
    # a draft edited here, and published across, waits: what nobody published does not go live
    waits = {"publication state is open", "publishing waits", "deleted on one side, edited on the other"}
    assert {held.reason for held in made.conflicts} <= waits
    assume(not made.conflicts)
    sides = Sides.of(found)
    for op in made.ops:
        for change in op.changes:
            _put(sides.shown[op.on], change.at, change.after)
    assert sides.shown[Side.LEFT] == sides.shown[Side.RIGHT]


def test_the_laws_are_tried_on_every_kind_of_decision():
    """The strategies would be worth little if they met only half of the table."""
    met = set()

    @given(st.one_of(facings(), first_contacts()), st.one_of(any_rules, loosely_settling))
    def look(found, rules):
        for decision in decided(found, rules):
            met.add("assumed" if isinstance(decision, Agree) and decision.assumed else type(decision))

    look()
    assert met == {Take, Remove, Agree, Conflict, Drifted, "assumed"}
