import pytest

from isogloss.model.schema import Rule
from isogloss.model.value import ABSENT, Asset, Group, Many, Scalar
from isogloss.plan.accepts import NOTHING_KNOWN, Accepts


def text(value, own=""):
    return Scalar("text", value, own)


def picture(address):
    return Asset("image", address)


@pytest.mark.parametrize(
    ("rule", "value", "why"),
    [
        (Rule(pattern="[a-z]+"), text("緑茶"), "'緑茶' does not match [a-z]+"),
        (Rule(pattern="[a-z]+"), text("A" * 90), f"'{'A' * 80}' does not match [a-z]+"),
        (Rule(pattern="[a-z]+"), text("tea"), None),
        (Rule(longest=3), text("teas"), "it has 4 characters, and at most 3 are taken"),
        (Rule(longest=3), text("tea", "tea  "), "it has 5 characters, and at most 3 are taken"),
        (Rule(shortest=4), text("tea"), "it has 3 characters, and at least 4 are asked for"),
        (Rule(longest=3, shortest=3), text("tea"), None),
        (Rule(whole=True), Scalar("number", "2.5"), "2.5 is no whole number"),
        (Rule(whole=True), Scalar("number", "2"), None),
        pytest.param(Rule(whole=True), Scalar("number", "9" * 400), None, id="whole and beyond all floats"),
        (Rule(whole=True), Scalar("number", "9007199254740993.5"), "9007199254740993.5 is no whole number"),
        pytest.param(Rule(most=1), Scalar("number", "9" * 400), f"{'9' * 400} is more than 1", id="beyond all floats"),
        (Rule(least=1), Scalar("number", "0.5"), "0.5 is less than 1"),
        (Rule(most=1), Scalar("number", "1.5"), "1.5 is more than 1"),
        (Rule(least=1, most=2), Scalar("number", "1.5"), None),
        (Rule(least=1, most=1), Scalar("number", "1"), None),
        (
            Rule(other_files=(".pdf",)),
            picture("https://a.example/b/c.PDF?x=1"),
            "c.PDF is a file of a kind that is not taken there",
        ),
        (
            Rule(other_files=(".pdf",)),
            picture("a" * 90 + ".pdf"),
            f"{'a' * 80} is a file of a kind that is not taken there",
        ),
        (Rule(other_files=(".pdf",)), picture("https://a.example/pdf"), None),
        (
            Rule(other_files=(".pdf",)),
            Many((picture("https://a.example/a.png"), picture("b.pdf"))),
            "b.pdf is a file of a kind that is not taken there",
        ),
        (Rule(other_files=(".pdf",)), Many((Group((("a", text("a.pdf")),)),)), None),
        (Rule(longest=1), picture("https://a.example/a.png"), None),
        (Rule(longest=1), ABSENT, None),
    ],
)
def test_a_value_beside_its_rule_is_refused_with_the_reason(rule, value, why):
    assert Accepts({"field": rule}).why_not("field", value) == why


def test_an_option_that_is_not_known_is_refused():
    accepts = Accepts(options={"form": frozenset({"guide"})})
    assert accepts.why_not("form", Scalar("option", "guide")) is None
    assert accepts.why_not("form", Scalar("option", "essay")) == "it has no option 'essay'"
    assert accepts.why_not("form", ABSENT) is None


def test_what_is_required_cannot_be_emptied():
    accepts = Accepts(required=frozenset({"title"}))
    assert accepts.why_not("title", ABSENT) == "it is required, and cannot be emptied"
    assert accepts.why_not("title", text("Tea")) is None
    assert NOTHING_KNOWN.why_not("title", ABSENT) is None


def test_a_field_that_was_not_emptied_when_it_was_asked_for_is_not_asked_for_again():
    accepts = Accepts(filled=frozenset({"author"}))
    assert "refused to empty this field" in (accepts.why_not("author", ABSENT) or "")
    assert accepts.why_not("author", text("ann")) is accepts.why_not("title", ABSENT) is None
