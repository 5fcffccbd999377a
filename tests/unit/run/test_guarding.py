"""What is said of a text that would destroy opaque parts, and of values that hold several texts."""

import pytest

from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.merge.guard import Damaged, Kept
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Asset, Group, Many, Scalar, digest_text
from isogloss.run.guarding import Guarding

AT = Cell(EntryKey("article", "tea"), Locale("en"), "body")
CALLOUT = '<wf-component component-id="c1" data-w-id="w1" name="Callout"></wf-component>'
BANNER = '<wf-component component-id="c2" data-w-id="w2" name="Banner"></wf-component>'
SCRIPT = "<script>buy()</script>"
NAMES = {Side.LEFT: "webflow", Side.RIGHT: "butter"}


def rich(html):
    return Scalar("rich_text", html)


def guarding(*, site=Side.LEFT, owner=None):
    owners = {} if owner is None else {digest_text(SCRIPT): owner}
    return Guarding(NAMES, site, lambda _entry: owners, lambda *_: None)


def asked(now, wanted, to=Side.LEFT, **who):
    return guarding(**who)(AT, to, now, wanted)


def rows(*texts):
    return Many(tuple(Group((("image", Asset("image", "a")), ("text", rich(text)))) for text in texts))


def test_a_plain_text_is_let_through_without_a_look():
    assert asked(rich("<p>a</p>"), rich("<p>b</p>")) is None
    assert asked(Scalar("text", "<wf-component"), Scalar("text", "b")) is None
    assert asked(Asset("image", "a"), ABSENT) is None


def test_what_is_kept_is_told_with_the_names_of_both_sides():
    made = asked(rich(f"<p>a</p>{CALLOUT}"), rich("<p>a b</p>"))
    assert made == Kept(
        rich(f"<p>a b</p>{CALLOUT}"),
        ('butter lost, changed or doubled the component "Callout"; webflow keeps what it has',),
    )


def test_several_names_are_one_sentence():
    made = asked(rich(f"<p>a</p>{CALLOUT}{BANNER}"), rich("<p>z</p>"))
    assert isinstance(made, Damaged)
    assert 'the component "Callout" and the component "Banner"' in made.why


def test_the_side_whose_site_draws_components_may_take_them_out():
    assert asked(rich(f"<p>a</p>{CALLOUT}"), rich("<p>a</p>"), to=Side.RIGHT) is None


@pytest.mark.parametrize(
    ("owner", "made"), [(Side.LEFT, Kept), (Side.RIGHT, type(None)), (None, Damaged)], ids=["own", "other", "nobody"]
)
def test_any_other_part_is_whose_it_is_remembered_to_be(owner, made):
    assert isinstance(asked(rich(f"<p>a</p>{SCRIPT}"), rich("<p>a</p>"), owner=owner), made)


def test_a_text_that_was_emptied_is_held_where_it_held_more_than_a_part():
    made = asked(rich(f"<p>a</p>{CALLOUT}"), ABSENT)
    assert made == Damaged(
        'butter emptied what holds the component "Callout" on webflow; empty it there too, or fill it again'
    )
    assert asked(rich(CALLOUT), ABSENT).value == rich(CALLOUT)
    assert asked(rich(f"<p>a</p>{SCRIPT}"), ABSENT, owner=Side.RIGHT) is None


def test_texts_in_rows_are_looked_at_one_by_one():
    made = asked(rows("<p>a</p>", f"<p>b</p>{CALLOUT}"), rows("<p>a!</p>", "<p>b c</p>"))
    assert made.value == rows("<p>a!</p>", f"<p>b c</p>{CALLOUT}")
    assert len(made.told) == 1
    assert isinstance(asked(rows(f"<p>b</p>{CALLOUT}"), rows("<p>z</p>")), Damaged)


def test_rows_that_changed_places_keep_their_parts():
    first, second = f"<p>a</p>{CALLOUT}", "<p>b</p>"
    assert asked(rows(first, second), rows(second, first)) is None


def test_a_row_with_a_part_that_is_gone_is_held():
    assert isinstance(asked(rows(f"<p>a</p>{CALLOUT}", "<p>b</p>"), rows("<p>b</p>")), Damaged)
    assert asked(rows(f"<p>a</p>{CALLOUT}", "<p>b</p>"), rows(f"<p>a</p>{CALLOUT}")) is None


def test_addresses_in_rows_are_given_back():
    now, wanted = (rows(f'<p><a href="{address}">x</a></p>') for address in ("/posts/tea", "../tea"))
    made = asked(now, wanted)
    assert (made.value, made.told) == (now, ("butter made the address /posts/tea into ../tea; webflow keeps its own",))


FR = Locale("fr")
TEXT = f"<p>a</p>{CALLOUT}"


def new(wanted, *, to=Side.LEFT, here=None, across=None, locale=FR):
    """What is said of a value in a locale that a side does not have; ``here`` is what it shows in another."""
    shown = ABSENT if here is None else {Locale("en"): {"body": here}}
    there = {Locale("en"): {"body": rich("<p>z</p>") if across is None else across}, FR: {"body": wanted}}
    facing = Facing(AT.entry, "Tea", Shown(), *((shown, there) if to is Side.LEFT else (there, shown)))
    return guarding().anew(Cell(AT.entry, locale, "body"), to, wanted, facing)


@pytest.mark.parametrize("wanted", [Scalar("text", CALLOUT * 2), ABSENT, Asset("image", "a"), rich("<p>a</p>")])
def test_what_is_plain_may_be_made_anywhere(wanted):
    assert new(wanted) is None


@pytest.mark.parametrize("here", [None, rich(TEXT), rows(TEXT)])
def test_a_part_that_was_doubled_is_made_nowhere_on_the_side_whose_it_is(here):
    for wanted in (rich(TEXT + CALLOUT), rows("<p>a</p>", TEXT + CALLOUT)):
        assert new(wanted, here=here) == Damaged('butter tore or doubled the component "Callout"; put it right there')
        assert new(wanted, here=here, to=Side.RIGHT) is None


def test_what_is_only_a_copy_of_a_text_is_kept_as_that_text_is():
    made = new(rich("<p>a b</p>"), here=rich(TEXT), across=rich("<p>a b</p>"))
    assert isinstance(made, Kept)
    assert made.value == rich(f"<p>a b</p>{CALLOUT}")


def test_a_translation_may_do_without_a_part():
    assert new(rich("<p>a b</p>"), here=rich(TEXT)) is None
    assert new(rich(TEXT.replace("<p>a", "<p>b")), here=rich(TEXT)) is None
