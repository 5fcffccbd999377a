"""Slugs that are another's, on the side that is written: what is said of them, and what is not one."""

import pytest

from isogloss.merge.change import Change
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities
from isogloss.model.value import ABSENT, Scalar, digest
from isogloss.plan.build import build
from isogloss.plan.terms import Terms

TEA, EN = EntryKey("article", "tea"), Locale("en")
RUM = Scalar("text", "rum")
AT = {SLUG: Cell(TEA, SHARED, SLUG), "address": Cell(TEA, EN, "address")}


def built(slug, *, at=SLUG, lowers=True, **more):
    """An entry that has a slug and is given another; None where it is not there yet."""
    value = slug if slug is ABSENT else Scalar("text", slug)
    target = {SHARED: {SLUG: RUM}, EN: {STATUS: DRAFT, "address": RUM}}
    terms = Terms("butter", Capabilities(lowers_slugs=lowers), lambda _, value: (value, ()), **more)
    facing = Facing(TEA, "Tea", Shown(), ABSENT, target)
    return build(facing, [Take(AT[at], Side.RIGHT, value, value)], dict.fromkeys(Side, terms))


def created(*takes, **more):
    terms = Terms("butter", Capabilities(lowers_slugs=True), lambda _, value: (value, ()), **more)
    made = [Take(at, Side.RIGHT, value, value) for at, value in ((Cell(TEA, EN, STATUS), DRAFT), *takes)]
    return build(Facing(TEA, "Tea", Shown(), ABSENT, ABSENT), made, dict.fromkeys(Side, terms))


USED = "article/milk on butter already uses the slug Milk; rename one of them"
RESERVED = (
    "butter did not take the slug milk: an entry that was deleted there may still hold it. "
    "Give this one another slug, delete it too, or bring the old one back; it is tried again after a day"
)
TWINS = "butter holds slugs in lower case, so Milk and MILK, milk would be one; rename one of them"
TAKEN = "another entry on butter already uses the slug milk; rename one of them, or match the two"


@pytest.mark.parametrize(
    ("slug", "why", "more"),
    [
        ("Milk", USED, {"holders": {(SHARED, SLUG): {"milk": "article/milk"}}}),
        ("milk", RESERVED, {"reserved": frozenset({"milk"})}),
        ("milk", TAKEN, {"taken": frozenset({"milk"})}),
        ("Milk", TWINS, {"twins": {(SHARED, SLUG): {"milk": ("MILK", "Milk", "milk")}}}),
    ],
    ids=["used", "reserved", "taken", "twins"],
)
def test_why_a_rename_is_held_is_said(slug, why, more):
    assert [(held.at, held.reason, held.detail) for held in built(slug, **more).conflicts] == [
        (AT[SLUG], "slug taken", why)
    ]


def test_why_an_entry_is_not_made_is_said():
    milk = Scalar("text", "milk")
    (held,) = created((AT[SLUG], milk), reserved=frozenset({"milk"})).conflicts
    assert (held.at, held.left, held.detail) == (AT[SLUG], milk, RESERVED)
    (held,) = created(
        (AT["address"], Scalar("text", "Milk")), holders={(EN, "address"): {"milk": "article/milk"}}
    ).conflicts
    assert (held.at, held.detail) == (AT["address"], USED)


def test_who_holds_a_slug_counts_for_a_new_entry_only_where_it_is_taken():
    made = created((AT[SLUG], Scalar("text", "milk")), holders={(SHARED, SLUG): {"milk": "article/milk"}})
    assert (made.conflicts, [op.verb for op in made.ops]) == ([], ["create"])


@pytest.mark.parametrize(("lowers", "held"), [(True, 1), (False, 0)])
def test_capitals_make_another_slug_where_the_side_keeps_them(lowers, held):
    made = built("Milk", at="address", lowers=lowers, holders={(EN, "address"): {"milk": "article/milk"}})
    assert len(made.conflicts) == held


def test_a_slug_is_emptied():
    (op,) = built(ABSENT, at="address", holders={(EN, "address"): {"milk": "article/milk"}}).ops
    assert list(op.changes) == [Change(AT["address"], RUM, ABSENT, digest(ABSENT))]
