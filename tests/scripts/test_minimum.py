from collections import Counter

import pytest
from corpus.minimum import Butter, Extent, Webflow, Work, extent_of, pages, work_of

from isogloss.merge.change import Change
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Digest, Ref, Scalar
from isogloss.plan.op import Op

LOCALES = tuple(Locale(tag) for tag in ("en", "de", "fr", "it", "ja", "ko", "nl", "pt", "ru", "zh-CN"))
WEBFLOW, BUTTER = Webflow(("chapter",), LOCALES), Butter(("chapter",), LOCALES)


def key(number):
    return EntryKey("chapter", f"c{number}")


def op(verb, entry, cells):
    changes = tuple(Change(Cell(entry, *at), ABSENT, value, ABSENT) for at, value in cells.items())
    return Op(Digest(f"{verb} {entry}"), Side.LEFT, verb, entry, "", changes, present=LOCALES)


def creates(count, locales=LOCALES):
    return [op("create", key(n), {(locale, STATUS): DRAFT for locale in locales}) for n in range(count)]


def chained(count):
    return [op("link", key(n), {(locale, "next"): Ref(key(n + 1)) for locale in LOCALES}) for n in range(count - 1)]


def publishes(count, locales=LOCALES):
    return [op("publish", key(n), {(locale, STATUS): PUBLISHED for locale in locales}) for n in range(count)]


@pytest.mark.parametrize(("rows", "requests"), [(0, 0), (1, 1), (100, 1), (101, 2)])
def test_a_request_holds_a_hundred_rows(rows, requests):
    assert pages(rows) == requests


def test_an_empty_side_still_has_to_be_looked_at():
    assert WEBFLOW.read(Extent()) == 3 + 2
    assert BUTTER.read(Extent()) == 20


def test_reading_takes_both_versions_of_each_kind():
    seen = [
        Seen("chapter", str(n), {SHARED: {}, LOCALES[0]: {STATUS: PUBLISHED}, LOCALES[1]: {STATUS: DRAFT}})
        for n in range(120)
    ]
    extent = extent_of(seen)
    assert extent.live == Counter({("chapter", LOCALES[0]): 120, ("chapter", LOCALES[1]): 0})
    assert WEBFLOW.read(extent) == 3 + 3 + 2
    assert BUTTER.read(extent) == (2 + 2) + (2 + 1) + 8 * 2


def test_a_question_checks_one_place_and_one_locale():
    assert Butter(("a", "b", "c"), LOCALES[:2]).check() == 3
    assert BUTTER.check() == 10
    assert Webflow(("a", "b", "c"), LOCALES[:2]).check() == 5


def test_entries_without_links_are_made_in_one_round():
    work = work_of(creates(16))
    assert WEBFLOW.write(work) == (1 + 2) + 2
    assert BUTTER.write(work) == 16 + 10


def test_the_first_webflow_call_holds_one_variant_of_each_entry():
    assert WEBFLOW.write(work_of(creates(250, LOCALES[:1]))) == 3 + 3
    assert WEBFLOW.write(work_of(creates(250, LOCALES[:2]))) == 5 + 5
    assert WEBFLOW.write(work_of(creates(1, LOCALES[:2]))) == 2 + 1


def test_the_faq_takes_what_its_page_says():
    there = work_of([*creates(16), *chained(16), *publishes(16)])
    assert there.longest == 16
    assert len(there.targets) == 150
    assert BUTTER.write(there) == (16 + 10 + 15 + 10) + (16 + 10)
    assert WEBFLOW.write(there) == (3 + 1) + (2 + 1) + (2 + 2)


def test_a_short_row_is_cheaper_in_as_many_rounds_as_it_is_long():
    one = Butter(("chapter",), LOCALES[:1])
    two = [*creates(40, LOCALES[:1]), *(op("link", key(n), {(LOCALES[0], "next"): Ref(key(39))}) for n in range(39))]
    assert one.write(work_of(two)) == 40 + 2


def linked(targets):
    return Work(linked={key(n): set(map(key, to)) for n, to in targets.items()})


@pytest.mark.parametrize(("rounds", "waiting"), [(1, 149), (2, 14), (3, 1), (4, 0)])
def test_of_a_tree_at_least_those_wait_of_whose_rows_none_share_an_entry(rounds, waiting):
    assert linked({n: {(n - 1) // 10} for n in range(1, 150)}).late(rounds) == waiting


def test_rows_that_share_an_entry_are_not_counted_twice():
    """One links to two, which link to one: it is enough that the first waits."""
    assert linked({0: {1, 2}, 1: {3}, 2: {3}}).late(2) == 1


def test_links_to_what_is_there_already_cost_nothing():
    linked = op("create", key(1), {(LOCALES[0], STATUS): DRAFT, (LOCALES[0], "next"): Ref(key(7))})
    assert not work_of([linked]).linked
    shared = op("create", key(2), {(LOCALES[0], STATUS): DRAFT, (SHARED, "next"): Ref(key(1))})
    assert len(work_of([linked, shared]).targets) == len(LOCALES)


def test_nothing_to_do_costs_nothing():
    assert WEBFLOW.write(work_of([])) == BUTTER.write(work_of([])) == 0


def test_what_the_formulas_do_not_cover_is_refused():
    with pytest.raises(ValueError, match="no minimum is derived for update"):
        work_of([op("update", key(1), {(LOCALES[0], "title"): Scalar("text", "x")})])
    circle = work_of(
        [
            *creates(2),
            op("link", key(0), {(LOCALES[0], "a"): Ref(key(1))}),
            op("link", key(1), {(LOCALES[0], "a"): Ref(key(0))}),
        ]
    )
    with pytest.raises(ValueError, match="circle"):
        WEBFLOW.write(circle)
