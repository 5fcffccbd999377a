"""What is excluded from translation is taken out of both sides and of the base, and rows of lists one by one."""

import pytest

from isogloss.mapping.names.exclusions import ROW, completed, is_out, joined, remembered, within, without
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.excluded import NOTHING_EXCLUDED, Exclusion, Rows
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Group, Many, Scalar, digest

EN, FR = Locale("en"), Locale("fr")
TITLE, BODY = Scalar("text", "Tea"), Scalar("rich_text", "<p>Hot</p>")


def row(id_, words):
    return Group((("id", Scalar("text", id_)), ("text", Scalar("text", words))))


def rows(**words):
    return Many(tuple(row(id_, said) for id_, said in words.items()))


def out(*ids):
    return {FR: Exclusion(rows={"texts": Rows("id", frozenset(ids))})}


def of(value):
    made = digest(value)
    return None if made is ABSENT else made


def shows(fr, **more):
    raw = {SHARED: {}, EN: {"title": TITLE, STATUS: PUBLISHED}, FR: {STATUS: PUBLISHED, **fr}}
    return Scoped(raw, raw, {EN: Note(), FR: Note(**more)})


def test_what_either_side_excludes_is_excluded():
    one = {FR: Exclusion(fields=frozenset({"body"}), rows={"texts": Rows("id", frozenset("a"))})}
    other = {FR: Exclusion(rows={"texts": Rows("id", frozenset("b"))}), EN: Exclusion(whole=True)}
    assert joined(one, NOTHING_EXCLUDED) is one
    assert joined(NOTHING_EXCLUDED, other) is other
    both = joined(one, other)
    assert both[EN].whole
    assert both[FR] == Exclusion(fields=frozenset({"body"}), rows={"texts": Rows("id", frozenset("ab"))})


def test_a_cell_is_out_as_such_or_with_its_variant():
    excluded = {EN: Exclusion(whole=True), FR: Exclusion(fields=frozenset({"body"}))}
    assert [is_out(excluded, *at) for at in ((EN, "x"), (FR, "body"), (FR, "x"), (SHARED, "x"))] == [1, 1, 0, 0]


def test_an_entry_without_what_is_excluded_keeps_it_beside():
    shown = shows({"body": BODY, "texts": rows(a="A", b="B")}, doubtful={"body": ABSENT, "title": TITLE})
    excluded = {FR: Exclusion(fields=frozenset({"body", "none"}), rows={"texts": Rows("id", frozenset("a"))})}
    made = within(shown, excluded)
    assert made.entry is made.raw
    assert made.raw[FR] == {STATUS: PUBLISHED, "texts": rows(b="B")}
    assert (made.full, made.out) == ({(FR, "texts"): rows(a="A", b="B")}, {(FR, "body"): BODY})
    assert made.notes[FR].doubtful == {"title": TITLE}
    assert within(made, excluded) == made
    assert within(shown, NOTHING_EXCLUDED) is shown
    assert within(Scoped(), excluded) == Scoped()


def test_the_state_that_is_compared_goes_with_its_variant():
    shown = shows({})
    compared = Scoped({**shown.raw, FR: {STATUS: TITLE}}, shown.raw, shown.notes)
    made = within(
        compared, {FR: Exclusion(whole=True), Locale("ja"): Exclusion(rows={"texts": Rows("id", frozenset())})}
    )
    assert set(made.entry) == set(made.raw) == {SHARED, EN}
    assert set(made.notes) == {EN}
    assert within(compared, {EN: Exclusion(whole=True), FR: Exclusion(whole=True)}) == Scoped()
    assert without(ABSENT, {}) is ABSENT


def test_a_list_of_which_every_row_is_excluded_is_none():
    assert within(shows({"texts": rows(a="A")}), out("a")).raw[FR] == {STATUS: PUBLISHED}
    assert within(shows({"texts": TITLE}), out("a")).raw[FR]["texts"] == TITLE
    assert within(shows({}), out("a")).raw[FR] == {STATUS: PUBLISHED}
    odd = Many((TITLE, row("a", "A")))
    assert within(shows({"texts": odd}), out("a")).raw[FR]["texts"] == Many((TITLE,))
    whole = rows(b="B")
    assert within(shows({"texts": whole}), out("a")).raw[FR]["texts"] is whole


@pytest.mark.parametrize(
    ("after", "full", "made"),
    [
        (rows(b="B2"), rows(a="A", b="B"), rows(a="A", b="B2")),
        (rows(b="B2"), rows(b="B", a="A"), rows(b="B2", a="A")),
        (rows(c="C", b="B2"), rows(b="B", a="A", c="C"), rows(c="C", b="B2", a="A")),
        (rows(c="C"), rows(b="B", a="A", c="C"), rows(c="C", a="A")),
        (ABSENT, rows(a="A", b="B"), rows(a="A")),
        (ABSENT, rows(b="B"), ABSENT),
        (rows(b="B"), ABSENT, rows(b="B")),
    ],
)
def test_a_list_is_written_with_the_rows_that_are_left_out_where_they_are(after, full, made):
    assert completed(after, full, Rows("id", frozenset("a"))) == made


def known(pairs, left, right, excluded=NOTHING_EXCLUDED):
    shown = {Side.LEFT: within(shows(left), excluded), Side.RIGHT: within(shows(right), excluded)}
    return remembered(pairs, shown, excluded)


def test_the_base_of_what_is_excluded_is_not_compared_with():
    pairs = {EN: {"title": (of(TITLE), of(TITLE))}, FR: {"title": (of(TITLE), None), "body": (of(BODY), of(BODY))}}
    gone = known(pairs, {}, {}, {FR: Exclusion(fields=frozenset({"body"})), EN: Exclusion(whole=True)})
    assert (gone.pairs, gone.adopt) == ({FR: {"title": (of(TITLE), None)}}, {})
    assert known(pairs, {}, {}).pairs == pairs


LEFT, RIGHT = rows(a="A", b="B"), rows(a="a!", b="B")
BASE = {FR: {"texts": (of(LEFT), of(RIGHT))}}
A = ROW.join(("texts", "id", "a"))


def excluded_base():
    """The base once the row is known to be excluded."""
    return {FR: {"texts": (of(rows(b="B")),) * 2, A: (of(row("a", "A")), of(row("a", "a!")))}}


def test_a_row_that_is_excluded_is_taken_out_of_the_base_of_its_list_and_kept_beside_it():
    made = known(BASE, {"texts": LEFT}, {"texts": RIGHT}, out("a"))
    assert made.pairs == {FR: {"texts": (of(rows(b="B")),) * 2}}
    assert made.adopt == excluded_base()


def test_a_row_that_stays_excluded_may_change_and_nothing_is_written_down():
    left, right = rows(a="new", b="B"), rows(b="B")
    made = known(excluded_base(), {"texts": left}, {"texts": right}, out("a"))
    assert (made.pairs, made.adopt) == ({FR: {"texts": (of(rows(b="B")),) * 2}}, {})


def test_a_row_that_is_included_again_and_did_not_change_joins_its_list():
    made = known(excluded_base(), {"texts": LEFT}, {"texts": RIGHT})
    assert made.pairs == {FR: {"texts": (of(LEFT), of(RIGHT))}}
    assert made.adopt == {FR: {"texts": (of(LEFT), of(RIGHT)), A: (None, None)}}


def test_a_row_that_is_included_again_and_changed_has_moved():
    made = known(excluded_base(), {"texts": LEFT}, {"texts": rows(a="edited", b="B")})
    assert made.pairs == {FR: {"texts": (of(LEFT), of(rows(b="B")))}}, "the left rests, the right moved"
    assert made.adopt == {}
    assert known(excluded_base(), {"texts": LEFT}, {"texts": rows(b="B")}).pairs[FR]["texts"][1] == of(rows(b="B"))


def test_once_a_row_that_was_included_is_agreed_on_it_is_forgotten():
    agreed = {FR: {**excluded_base()[FR], "texts": (of(LEFT), of(LEFT))}}
    made = known(agreed, {"texts": LEFT}, {"texts": LEFT})
    assert made.pairs == {FR: {"texts": (of(LEFT), of(LEFT))}}
    assert made.adopt[FR][A] == (None, None)


def test_a_list_that_moved_when_a_row_was_excluded_has_moved():
    made = known(BASE, {"texts": rows(a="A", b="new")}, {"texts": RIGHT}, out("a"))
    assert made.pairs == {FR: {"texts": (of(LEFT), of(rows(b="B")))}}
    assert made.adopt == {}


@pytest.mark.parametrize(
    ("left", "right", "kept"),
    [
        (rows(a="A", b="B"), rows(a="A", b="B"), (of(row("a", "A")), of(row("a", "A")))),
        (rows(b="B"), rows(b="B"), None),
        (rows(a="A", b="B"), rows(b="B"), ("unknown", None)),
        (rows(a="A", b="B"), rows(a="other", b="B"), ("unknown", "unknown")),
    ],
)
def test_a_row_on_which_nobody_agreed_has_moved_once_it_is_included(left, right, kept):
    base = {FR: {"texts": (of(rows(b="B")),) * 2}}  # the list was made without it
    made = known(base, {"texts": left}, {"texts": right}, out("a"))
    assert made.pairs == base
    if kept is None:
        assert made.adopt == {}
        return
    halves = made.adopt[FR][A]
    shown = (of(row("a", "A")), of(row("a", "other")))
    named = tuple(
        "unknown" if half and want == "unknown" and half not in shown else half
        for half, want in zip(halves, kept, strict=True)
    )
    assert named == kept


def test_a_list_without_a_base_has_none():
    made = known({FR: {"title": (None, None)}}, {"texts": LEFT}, {"texts": RIGHT}, out("a"))
    assert made.pairs[FR]["texts"] == (None, None)


def test_a_row_that_nobody_shows_is_nothing_to_remember():
    assert known({FR: {"texts": (None, None)}}, {}, {}, out("a")).adopt == {}
