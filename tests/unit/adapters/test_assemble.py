"""An entry of its variants: what all locales share, what differs, and what cannot be read."""

from isogloss.adapters.assemble import Held, Picture, assembled, held
from isogloss.bridge import FieldBinding
from isogloss.model.entry import PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.snapshot import Note, unreadable
from isogloss.model.value import ABSENT, Scalar

EN, FR = Locale("en"), Locale("fr")
FIELDS = {
    "title": FieldBinding(Field("title", "text"), "t"),
    "body": FieldBinding(Field("body", "rich_text"), "b"),
    "size": FieldBinding(Field("size", "text", shared=True), "s"),
}


def read(bound, sent):
    if sent == "bad":
        raise ValueError("it is bad.")
    return ABSENT if sent is None or sent.startswith("<!--") else Scalar("text", sent)


def shown(**sent):
    return held(FIELDS, lambda bound: sent.get(bound.remote), read)


def test_a_field_holds_a_value_or_nothing_or_cannot_be_read():
    assert shown(t="Tea", b="<!-- later -->", s="bad") == Held(
        {"title": Scalar("text", "Tea")}, {"size": ("bad", "it is bad.")}, {"body": "<!-- later -->"}
    )


def test_what_all_locales_share_comes_from_one_of_them_and_the_others_say_what_differs():
    first, other = shown(t="Tea", s="L"), shown(t="Thé", s="M")
    pictures = {EN: Picture(first, PUBLISHED, Note()), FR: Picture(other, PUBLISHED, Note(live=True))}
    made = assembled("article", "1", FIELDS, first, pictures, slug="tea", origin="article/tea")
    assert made.variants == {
        SHARED: {"size": Scalar("text", "L"), SLUG: Scalar("text", "tea")},
        EN: {"title": Scalar("text", "Tea"), STATUS: PUBLISHED},
        FR: {"title": Scalar("text", "Thé"), STATUS: PUBLISHED},
    }
    assert made.notes == {EN: Note(), FR: Note(live=True, differs={"size": Scalar("text", "M")})}
    assert (made.remote, made.origin, made.unreadable) == ("1", "article/tea", ())


def test_a_cell_that_cannot_be_read_is_told_where_it_counts():
    first = shown(t="bad", s="bad")
    made = assembled("article", "1", FIELDS, first, {FR: Picture(first, PUBLISHED, Note())})
    assert made.unreadable == (
        unreadable(FR, "title", "bad", "it is bad."),
        unreadable(SHARED, "size", "bad", "it is bad."),
    )
    assert made.variants == {SHARED: {}, FR: {STATUS: PUBLISHED}}
