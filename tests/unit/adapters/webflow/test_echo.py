import pytest

from isogloss.model.address import EntryKey
from isogloss.model.value import Asset, Many, Ref, Scalar

ADDRESS = f"https://cdn.example/a.png#{'f' * 24}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", Scalar("text", "Tea")),
        ("body", Scalar("rich_text", "<p>Hot</p>")),
        ("alt", Scalar("text", "A cup")),
        ("gallery", Many((Asset("image", ADDRESS, "A cup"), Asset("image", "https://else.example/b.png")))),
        ("rating", Scalar("number", "4.5")),
        ("rating", Scalar("number", "-12000000000000000000")),
        ("featured", Scalar("flag", "false")),
        ("when", Scalar("instant", "2026-01-01T10:00:00.5Z")),
        ("topic", Scalar("option", "tips")),
        ("author", Ref(EntryKey("author", "ada"))),
        ("also", Many((Ref(EntryKey("article", "tea")),))),
    ],
)
def test_a_value_that_the_field_holds_comes_back_as_it_was(opened, field, value):
    assert opened().echo("article", field, value) == value


def test_an_image_whose_alternative_text_is_a_field_of_its_own_comes_back_without(opened):
    assert opened().echo("article", "hero", Asset("image", ADDRESS, "A cup")) == Asset("image", ADDRESS)


def test_an_instant_is_kept_to_the_millisecond(opened):
    shown = opened().echo("article", "when", Scalar("instant", "2026-01-01T10:00:00.123456Z"))
    assert shown == Scalar("instant", "2026-01-01T10:00:00.123Z")


def test_a_date_comes_back_as_the_same_day(opened, fields_of):
    writer = opened(fields=fields_of(title="text name", day="date when"))
    assert writer.echo("article", "day", Scalar("date", "2026-01-31")) == Scalar("date", "2026-01-31")


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("topic", Scalar("option", "?Other"), "no name on this side"),
        ("rating", Scalar("number", "0.12345678901234567890123"), "more digits"),
        ("title", Scalar("rich_text", "<p>Tea</p>"), "does not hold"),
        ("hero", Ref(EntryKey("author", "ada")), "does not hold"),
        ("also", Many((Scalar("text", "tea"),)), "does not hold"),
    ],
)
def test_a_value_that_the_field_cannot_hold_is_refused_with_a_sentence(opened, field, value, why):
    with pytest.raises(ValueError, match=why):
        opened().echo("article", field, value)


def test_what_is_only_read_is_never_written(opened, fields_of):
    writer = opened(fields=fields_of(title="text name", by="opaque made-by"))
    with pytest.raises(ValueError, match="never written"):
        writer.echo("article", "by", Scalar("opaque", '"ada"'))
