from dataclasses import replace

from isogloss.merge.change import Conflict
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.excluded import Exclusion
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities, Rule
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar
from isogloss.plan.accepts import Accepts
from isogloss.plan.build import build
from isogloss.plan.terms import Terms

TEA = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
SHORT, LONG = Scalar("text", "ok"), Scalar("text", "too long")
ACCEPTS = Accepts(
    {"title": Rule(longest=5), "lead": Rule(longest=5), "code": Rule(longest=5)},
    required=frozenset({"title", "code"}),
    shared=frozenset({"code"}),
    whole=frozenset({"title", "code"}),
)


def whole(name, value):
    return value, ()


def planned(target, cells, notes=None, excluded=None, accepts=ACCEPTS):
    terms = {side: Terms("webflow", Capabilities(), whole, accepts=accepts) for side in Side}
    facing = Facing(TEA, "Tea", Shown(), ABSENT, target, {}, notes or {}, excluded=excluded or {})
    takes = [Take(Cell(TEA, at, name), Side.RIGHT, value, value) for (at, name), value in cells.items()]
    return build(facing, takes, terms)


def built(*shown, **more):
    made = planned(*shown, **more)
    written = {(c.locale, c.field) for op in made.ops if op.verb != "publish" for c in op.changes if not c.touches}
    assert all(held.reason in ("blocked", "publishing waits") for held in made.conflicts)
    return written, [(held.at.locale, held.at.field) for held in made.conflicts]


def variant(locale, status=DRAFT, **cells):
    return {(locale, STATUS): status, **{(locale, name): value for name, value in cells.items()}}


CODE = {(SHARED, "code"): SHORT}


def test_a_cell_that_would_be_refused_is_held_and_the_rest_of_what_is_there_goes():
    target = {SHARED: {"code": SHORT}, EN: {STATUS: PUBLISHED, "title": SHORT}}
    cells = {(EN, "title"): LONG, (EN, "lead"): SHORT}
    assert built(target, cells, {EN: Note(live=True)}) == ({(EN, "lead")}, [(EN, "title")])


def test_a_cell_that_would_be_refused_says_what_both_sides_show_and_why():
    target = {SHARED: {"code": SHORT}, EN: {STATUS: DRAFT, "title": SHORT}}
    why = "webflow would refuse it: it has 8 characters, and at most 5 are taken"
    held = Conflict(Cell(TEA, EN, "title"), "blocked", LONG, SHORT, "Tea", why)
    assert planned(target, {(EN, "title"): LONG}).conflicts == [held]


def test_what_is_required_and_empty_is_told_with_who_can_fill_it():
    def why(**more):
        (held,) = planned(ABSENT, CODE | variant(EN, lead=SHORT), accepts=replace(ACCEPTS, **more)).conflicts
        assert (held.at, held.left, held.right) == (Cell(TEA, EN, "title"), ABSENT, ABSENT)
        return held.detail

    told = "webflow would refuse it: title is required there, and"
    assert why() == f"{told} empty"
    assert why(apart=frozenset({"title"})) == f"{told} it does not flow there; fill it there by hand"


def test_what_is_required_is_not_emptied():
    target = {SHARED: {"code": SHORT}, EN: {STATUS: DRAFT, "title": SHORT}}
    assert built(target, {(EN, "title"): ABSENT}) == (set(), [(EN, "title")])


def test_a_new_entry_goes_without_what_it_need_not_hold_and_does_not_go_live():
    cells = CODE | variant(EN, PUBLISHED, title=SHORT, lead=LONG)
    written, held = built(ABSENT, cells)
    assert written == {(SHARED, "code"), (EN, "title"), (EN, STATUS)}
    assert held == [(EN, "lead"), (EN, STATUS)]


def test_a_new_variant_waits_for_what_it_must_hold_and_the_others_go():
    cells = CODE | variant(EN, title=SHORT) | variant(FR, title=LONG, lead=SHORT)
    assert built(ABSENT, cells) == ({(SHARED, "code"), (EN, STATUS), (EN, "title")}, [(FR, "title")])


def test_a_new_variant_of_an_entry_that_is_there_waits_alone():
    target = {SHARED: {"code": SHORT}, EN: {STATUS: DRAFT, "title": SHORT}}
    cells = {(EN, "lead"): SHORT} | variant(FR, lead=SHORT)
    assert built(target, cells) == ({(EN, "lead")}, [(FR, "title")])


def test_a_new_entry_waits_whole_where_what_all_share_is_empty_or_refused():
    assert built(ABSENT, variant(EN, title=SHORT)) == (set(), [(SHARED, "code")])
    assert built(ABSENT, {(SHARED, "code"): LONG} | variant(EN, title=SHORT)) == (set(), [(SHARED, "code")])


def test_a_new_entry_waits_whole_where_none_of_its_variants_can_be():
    assert built(ABSENT, CODE | variant(EN, title=LONG)) == (set(), [(EN, "title")])


def test_a_new_variant_need_not_hold_what_is_excluded_from_translation():
    target = {SHARED: {"code": SHORT}, EN: {STATUS: DRAFT, "title": SHORT}}
    excluded = {FR: Exclusion(fields=frozenset({"title"}))}
    assert built(target, variant(FR, lead=SHORT), excluded=excluded) == ({(FR, "lead"), (FR, STATUS)}, [])
    assert built(target, variant(FR, lead=SHORT))[1] == [(FR, "title")]
