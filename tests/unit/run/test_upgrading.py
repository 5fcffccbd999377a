"""What a base of the first forms becomes."""

from isogloss.apply.upgrading import renewed, together
from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Asset, Group, Many, Scalar, Value, digest

EN = Locale("en")
NEW = {
    "text": Scalar("text", "\ufa46", " \ufa46"),
    "tags": Scalar("tags", "\ufa46, a", "a, \ufa46"),
    "rows": Many((Group((("alt", Asset("image", "/a", "\u212b")), ("body", Scalar("rich_text", "<p>\u2126</p>")))),)),
}
OLD: dict[str, Value] = {
    "text": Scalar("text", "\u6e1a"),
    "tags": Scalar("tags", "a, \u6e1a"),
    "rows": Many((Group((("alt", Asset("image", "/a", "\u00c5")), ("body", Scalar("rich_text", "<p>\u03a9</p>")))),)),
}


def test_what_shows_what_it_showed_then_gets_the_digests_of_today() -> None:
    pairs = {EN: {name: (digest(value), None) for name, value in OLD.items()}}
    made = renewed(pairs, {Side.LEFT: {EN: NEW}, Side.RIGHT: ABSENT})
    assert made == {EN: {name: (digest(value), None) for name, value in NEW.items()}}
    assert together(pairs, made) == made


def test_an_alternative_text_was_compared_as_it_was_spelled_or_in_canonical_form() -> None:
    value = Asset("image", "/a", "A \u212b", " A \u212b")
    for then in (" A \u212b", "A \u00c5"):
        pairs = {EN: {"cover": (digest(Asset("image", "/a", then)), None)}}
        made = renewed(pairs, {Side.LEFT: {EN: {"cover": value}}, Side.RIGHT: ABSENT})
        assert made == {EN: {"cover": (digest(value), None)}}


def test_what_moved_or_is_gone_or_was_never_there_stays_as_it_was() -> None:
    pairs = {EN: {"text": (digest(Scalar("text", "else")), digest(OLD["text"])), "gone": (None, digest(OLD["text"]))}}
    shown = {Side.LEFT: {EN: NEW}, Side.RIGHT: {EN: NEW}}
    made = renewed(pairs, shown)
    assert made == {EN: {"text": (digest(Scalar("text", "else")), digest(NEW["text"]))}}
    assert together(pairs, made)[EN]["gone"] == pairs[EN]["gone"]
    assert renewed(made, shown) == {}
