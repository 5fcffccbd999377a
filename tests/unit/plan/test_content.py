"""Pictures whose text alone changes, and pictures that are imported anew with others, on sides where that matters."""

import pytest

from isogloss.merge.change import Change
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Asset, Group, Many, Scalar, digest
from isogloss.plan.build import build
from isogloss.plan.content import only_alt, says_alone, staying
from isogloss.plan.op import Loss
from isogloss.plan.terms import Terms

TEA, EN, RIGHT = EntryKey("article", "tea"), Locale("en"), Side.RIGHT
CUP, MUG, POT = (Asset("image", f"https://a.example/{name}.png") for name in ("cup", "mug", "pot"))
SAID = Asset("image", CUP.identity, "A cup")
TITLE = Cell(TEA, EN, "title")
TEXT, OTHER = Scalar("text", "a"), Scalar("text", "b")


def row(picture, text=TEXT):
    return Group((("picture", picture), ("text", text)))


@pytest.mark.parametrize(
    ("before", "after", "alone"),
    [
        (CUP, SAID, True),
        (SAID, CUP, True),
        (CUP, CUP, False),
        (CUP, MUG, False),
        (SAID, Asset("image", MUG.identity, "A mug"), False),
        (ABSENT, SAID, False),
        (CUP, ABSENT, False),
        (TEXT, OTHER, False),
        (Many((CUP, MUG)), Many((SAID, MUG)), True),
        (Many((CUP, MUG)), Many((MUG, SAID)), False),
        (Many((CUP,)), Many((SAID, MUG)), False),
        (row(CUP), row(SAID), True),
        (row(CUP), row(SAID, OTHER), False),
    ],
)
def test_a_text_alone_changes_where_the_files_stay_in_their_places(before, after, alone):
    assert only_alt(before, after) is alone


@pytest.mark.parametrize(
    ("picture", "shown", "wanted", "alone"),
    [
        (None, {"picture": CUP}, {}, False),
        ("picture", {}, {}, False),
        ("picture", {"picture": CUP}, {}, True),
        ("picture", {"picture": CUP}, {"picture": CUP}, True),
        ("picture", {"picture": CUP}, {"picture": SAID}, True),
        ("picture", {"picture": CUP}, {"picture": MUG}, False),
        ("picture", {"picture": CUP, "other": MUG}, {"other": CUP}, True),
    ],
)
def test_a_text_that_is_a_field_changes_alone_where_its_picture_stays(picture, shown, wanted, alone):
    assert says_alone(picture, shown, wanted) is alone


@pytest.mark.parametrize(
    ("before", "after", "stay"),
    [
        (Many((CUP, MUG)), Many((MUG, SAID, POT)), 2),
        (Many((CUP, TEXT)), Many((MUG, TEXT)), 0),
        (CUP, Many((SAID, POT)), 1),
        (Many((row(CUP),)), Many((row(SAID), row(MUG))), 1),
    ],
)
def test_a_picture_stays_whatever_is_said_of_it_and_wherever_it_is(before, after, stay):
    assert staying(before, after) == stay


def built(shown, wanted, can, **more):
    terms = Terms("butter", can, lambda _, value: (value, ()), **more)
    target = {EN: {STATUS: DRAFT, **shown}}
    takes = [Take(Cell(TEA, EN, name), RIGHT, value, value) for name, value in wanted.items()]
    return build(Facing(TEA, "Tea", Shown(), ABSENT, target), takes, dict.fromkeys(Side, terms))


def written(made):
    return {change.field: change.after for op in made.ops for change in op.changes}


NOT_ALONE = (
    "writing it would import the picture anew on butter, which costs it its sizes for small screens; "
    "with image_alt: write in sides.butter it is written all the same"
)


@pytest.mark.parametrize(
    ("shown", "wanted", "more"),
    [
        ({"picture": CUP}, {"picture": SAID}, {}),
        ({"picture": CUP, "alt": TEXT}, {"alt": OTHER}, {"alt_of": {"alt": "picture"}}),
    ],
    ids=["with its picture", "a field of its own"],
)
def test_a_text_alone_is_not_worth_an_import_where_the_side_takes_none_alone(shown, wanted, more):
    made = built(shown, wanted, Capabilities(alt_alone=False), **more)
    ((name, value),) = wanted.items()
    at = Cell(TEA, EN, name)
    assert (made.ops, made.losses) == (
        [],
        [Loss(RIGHT, at, "alternative text not written alone", value, NOT_ALONE)],
    )
    assert made.agreed == {EN: {name: (digest(value), digest(shown[name]))}}
    assert written(built(shown, wanted, Capabilities(), **more)) == wanted


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        ({"alt": TEXT}, {"alt": OTHER}),
        ({"picture": CUP, "alt": TEXT}, {"picture": MUG, "alt": OTHER}),
        ({"picture": CUP, "title": TEXT}, {"title": OTHER}),
    ],
    ids=["no picture", "another picture", "another field"],
)
def test_a_text_is_written_with_a_picture_that_is_written_anyway(shown, wanted):
    made = built(shown, wanted, Capabilities(alt_alone=False), alt_of={"alt": "picture"})
    assert (written(made), made.losses) == (wanted, [])


def test_pictures_that_stay_are_told_where_they_are_imported_anew():
    shown, wanted = {"pictures": Many((CUP, MUG))}, {"pictures": Many((CUP, MUG, POT))}
    made = built(shown, wanted, Capabilities(imports_anew=True))
    said = "2 that stay are imported anew as well, and lose their sizes for small screens"
    said = f"butter takes pictures as a whole: {said}"
    at = Cell(TEA, EN, "pictures")
    assert made.losses == [Loss(RIGHT, at, "pictures imported anew", wanted["pictures"], said)]
    assert written(made) == wanted
    assert built(shown, wanted, Capabilities()).losses == []


@pytest.mark.parametrize(
    ("before", "after"),
    [(Many((CUP, MUG)), Many((POT,))), (CUP, SAID), (ABSENT, Many((CUP,))), (Many((CUP,)), ABSENT)],
    ids=["others", "one", "new", "gone"],
)
def test_an_import_of_pictures_that_were_not_there_is_not_told(before, after):
    shown = {} if before is ABSENT else {"pictures": before}
    assert built(shown, {"pictures": after}, Capabilities(imports_anew=True)).losses == []


# What would be live at once.

FR = Locale("fr")
LIVE = {at: {STATUS: PUBLISHED, "title": TEXT} for at in (EN, FR)}


def edited(busy, *, publish="mirror", live=(EN, FR), **can):
    """An edit of the English title, where the other side has edits in some locales that are not published."""
    terms = Terms(
        "butter", Capabilities(stages_edits=False, **can), lambda _, value: (value, ()), publish=publish, carry=True
    )
    source = {at: {STATUS: CHANGED if at in busy else PUBLISHED, "title": OTHER} for at in (EN, FR)}
    notes = {at: Note(live=True, unpublished_edits=at in busy) for at in (EN, FR)}
    facing = Facing(TEA, "Tea", Shown(), source, LIVE, notes, {at: Note(live=at in live) for at in (EN, FR)})
    return build(facing, [Take(TITLE, RIGHT, OTHER, OTHER)], dict.fromkeys(Side, terms))


@pytest.mark.parametrize(
    ("busy", "publish", "why"),
    [([EN], "mirror", "it would be live at once"), ([], "draft", "publish: draft leaves it as it is")],
    ids=["unfinished", "draft"],
)
def test_what_should_be_a_draft_over_live_content_is_lost_where_it_would_be_live(busy, publish, why):
    made = edited(busy, publish=publish)
    assert (made.ops, made.losses) == ([], [Loss(RIGHT, TITLE, "no draft over published content", OTHER, why)])


@pytest.mark.parametrize("busy", [[], [FR]], ids=["nothing unfinished", "another locale"])
def test_what_is_finished_goes_live_whatever_is_unfinished_in_another_locale(busy):
    made = edited(busy)
    assert ([change.after for op in made.ops for change in op.changes if change.at == TITLE], made.losses) == (
        [OTHER],
        [],
    )


def test_what_is_no_more_than_a_draft_is_written_whatever_is_live_in_another_locale():
    made = edited([], publish="draft", live=[FR])
    assert ([change.at for op in made.ops for change in op.changes], made.losses) == ([TITLE], [])


@pytest.mark.parametrize(("at", "staged"), [(EN, True), (FR, False), (SHARED, True)])
def test_what_comes_out_of_the_archive_live_is_written_as_a_draft_over_it(at, staged):
    terms = Terms("butter", Capabilities(), lambda _, value: (value, ()), publish="draft")
    target = {SHARED: {}, EN: {STATUS: ARCHIVED}, FR: {STATUS: DRAFT}}
    facing = Facing(TEA, "Tea", Shown(), ABSENT, target, {}, {EN: Note(live_below=True), FR: Note()})
    (op,) = build(facing, [Take(Cell(TEA, at, "title"), RIGHT, TEXT, TEXT)], dict.fromkeys(Side, terms)).ops
    assert [change.staged for change in op.changes] == [staged]


def test_what_the_other_side_agrees_to_in_place_of_its_own_is_noted():
    terms = Terms("butter", Capabilities(), lambda _, value: (value, ()))
    take = Take(TITLE, RIGHT, OTHER, TEXT, agrees=digest(OTHER))
    (op,) = build(Facing(TEA, "Tea", Shown(), ABSENT, {EN: {STATUS: DRAFT}}), [take], dict.fromkeys(Side, terms)).ops
    assert list(op.changes) == [Change(TITLE, ABSENT, OTHER, digest(TEXT), digest(OTHER))]


def test_what_lies_in_a_cell_is_kept_though_another_holds_comments_alone():
    def keep(now, wanted, _source):
        return Scalar("rich_text", f"{now.text if isinstance(now, Scalar) else 'nothing'} -> {wanted.text}"), ()

    terms = Terms("butter", Capabilities(), lambda _, value: (value, ()), keep=keep)
    old, new = Scalar("rich_text", "old"), Scalar("rich_text", "new")
    notes = {EN: Note(blank={"lead": "<!-- a -->"})}
    facing = Facing(TEA, "Tea", Shown(), ABSENT, {EN: {STATUS: DRAFT, "title": old}}, {}, notes)
    takes = [Take(Cell(TEA, EN, name), RIGHT, new, new) for name in ("title", "lead", "more")]
    assert {name: value.text for name, value in written(build(facing, takes, dict.fromkeys(Side, terms))).items()} == {
        "title": "old -> new",
        "lead": " -> new",
        "more": "nothing -> new",
    }
