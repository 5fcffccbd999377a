"""What is left of an op where files could not be had."""

from isogloss.apply.outgoing import missing, without_files
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Asset, Digest, Group, Many, Scalar, digest
from isogloss.outcomes import Missed
from isogloss.plan.op import Change, Op

KEY, EN = EntryKey("article", "tea"), Locale("en")
GONE, HERE = "https://a.example/gone.png#0123456789abcdef01234567", "https://a.example/here.png"
MISSED = {GONE: "its server answered 404", "https://a.example/text.png": "it is empty"}
PICTURE, OTHER = Asset("image", GONE), Asset("image", HERE)
TITLE = Scalar("text", "Tea")


def op(verb="update", **after):
    changes = tuple(Change(Cell(KEY, EN, name), ABSENT, value, digest(value)) for name, value in sorted(after.items()))
    return Op(Digest("d"), Side.LEFT, verb, KEY, "Tea", changes)


def left(made):
    return {change.field: change.after for change in made.changes}


def test_a_field_without_its_file_is_not_written_and_the_others_are():
    assert left(without_files(op(cover=PICTURE, title=TITLE), MISSED)) == {"title": TITLE}


def test_an_op_of_nothing_else_is_not_sent():
    assert without_files(op(cover=PICTURE), MISSED) is None


def test_of_several_pictures_a_new_entry_gets_those_that_are_there_and_an_old_one_keeps_its_own():
    photos = Many((PICTURE, OTHER))
    assert left(without_files(op("create", photos=photos, title=TITLE), MISSED)) == {
        "photos": Many((OTHER,)),
        "title": TITLE,
    }
    assert left(without_files(op(photos=photos, title=TITLE), MISSED)) == {"title": TITLE}
    assert left(without_files(op("create", photos=Many((PICTURE,)), title=TITLE), MISSED)) == {"title": TITLE}


def test_parts_of_a_group_are_left_out_one_by_one():
    group = Group((("image", PICTURE), ("title", TITLE)))
    assert left(without_files(op("create", seo=group), MISSED)) == {"seo": Group((("title", TITLE),))}
    assert without_files(op("create", seo=Group((("image", PICTURE),))), MISSED) is None


def test_a_text_crosses_with_the_address_that_it_had_and_that_is_told():
    text = Scalar("rich_text", '<p><img src="https://a.example/text.png"></p>')
    made = op(body=text, cover=PICTURE)
    assert left(without_files(made, MISSED)) == {"body": text}
    assert missing(made, MISSED) == [
        Missed(Cell(KEY, EN, "body"), "https://a.example/text.png", "it is empty"),
        Missed(Cell(KEY, EN, "cover"), "https://a.example/gone.png", "its server answered 404"),
    ]


def test_nothing_is_left_out_where_everything_came():
    made = op(cover=OTHER)
    assert without_files(made, {}) == made
    assert missing(made, {}) == []
