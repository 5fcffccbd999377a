"""What is left of a value where a side holds it as something else, and what of its parts."""

import pytest

from isogloss.bridge import FieldBinding
from isogloss.mapping.names.neutral import Translator
from isogloss.mapping.types.convert import fit
from isogloss.mapping.types.native import inward, native, outward
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, Field
from isogloss.model.value import ABSENT, Asset, Group, Many, Ref, Scalar

ALL, NO_ALT, ELSEWHERE = Capabilities(), Capabilities(write_alt=False), Capabilities(components=False)
COMPONENT = '<p>a</p><wf-component component-id="c" name="Callout"></wf-component>'


def bound(type_, form=None, parts=None, options=None):
    parts = parts or {}
    field = Field("f", type_, fields={name: part.field for name, part in parts.items()})
    return FieldBinding(field, "f", options or {}, form, fields=parts)


def part(name, type_, options=None):
    return FieldBinding(Field(name, type_), name, options or {})


def fitted(value, binding, can=ALL):
    made = fit(value, binding.field, binding, can)
    return made.value, [(loss.reason, loss.detail) for loss in made.losses]


def test_rich_text_held_as_text_is_what_the_text_gives_back_and_a_loss():
    assert fitted(Scalar("rich_text", "<p>a <b>b</b></p>"), bound("rich_text", "long_text")) == (
        Scalar("rich_text", "<p>a b</p>"),
        [("approximated", "held as long_text: formatting, links and pictures cannot be kept")],
    )


def test_rich_text_without_marks_is_no_loss_as_text():
    plain = Scalar("rich_text", "<p>a</p><p>b</p>")
    assert fitted(plain, bound("rich_text", "long_text")) == (plain, [])


def test_a_text_that_is_no_number_cannot_be_expressed_as_one():
    value, losses = fitted(Scalar("text", "many"), bound("text", "number"))
    assert value is ABSENT
    assert [reason for reason, _ in losses] == ["cannot be expressed"]


def test_a_text_in_another_spelling_comes_back_as_the_number_it_is():
    assert fitted(Scalar("text", "007"), bound("text", "number"))[0] == Scalar("text", "7")


def test_options_within_a_group_are_lost_one_by_one():
    parts = {"topic": part("topic", "option", {"news": "News"}), "title": part("title", "text")}
    value = Group((("title", Scalar("text", "Tea")), ("topic", Scalar("option", "?Other"))))
    kept, losses = fitted(value, bound("group", None, parts))
    assert kept == Group((("title", Scalar("text", "Tea")),))
    assert [reason for reason, _ in losses] == ["option unknown on the target"]
    rows, losses = fitted(Many((value, value)), bound("list", None, parts))
    assert (len(rows.items), len(losses)) == (2, 2)
    block = FieldBinding(Field("hero", "group", fields={}), "hero", fields=parts)
    kept, losses = fitted(Many((Group((("hero", value),)),)), bound("blocks", None, {"hero": block}))
    assert kept == Many((Group((("hero", Group((("title", Scalar("text", "Tea")),))),)),))
    assert len(losses) == 1


def test_within_a_text_every_option_and_alternative_text_has_its_place():
    parts = {"topic": part("topic", "option"), "photo": part("photo", "image")}
    photo = Asset("image", "https://a.example/a.png", "A")
    value = Group((("photo", photo), ("topic", Scalar("option", "news"))))
    assert fitted(value, bound("group", "long_text", parts), NO_ALT) == (value, [])


def test_a_group_held_as_fields_loses_what_its_parts_lose():
    inner = FieldBinding(Field("lead", "rich_text"), "lead", form="text")
    value = Group((("lead", Scalar("rich_text", "<p><b>a</b></p>")),))
    kept, losses = fitted(value, bound("group", "fields", {"lead": inner}))
    assert kept == Group((("lead", Scalar("rich_text", "<p>a</p>")),))
    assert losses == [("approximated", "held as fields: a part of it cannot be kept as it is")]


def test_a_part_held_as_something_else_within_a_component_is_told():
    inner = FieldBinding(Field("lead", "rich_text"), "lead", form="text")
    kept, losses = fitted(
        Group((("lead", Scalar("rich_text", "<p><b>a</b></p>")),)), bound("group", None, {"lead": inner})
    )
    assert kept == Group((("lead", Scalar("rich_text", "<p>a</p>")),))
    assert losses == [("approximated", "held as group: a part of it cannot be kept as it is")]


def test_a_component_of_a_site_is_kept_and_told_where_nobody_draws_it():
    value = Scalar("rich_text", COMPONENT)
    assert fitted(value, bound("rich_text")) == (value, [])
    assert fitted(value, bound("rich_text"), ELSEWHERE) == (
        value,
        [("approximated", "only the site it comes from shows Callout; kept as it is")],
    )
    assert fitted(Scalar("rich_text", "<p>a</p>"), bound("rich_text"), ELSEWHERE)[1] == []


@pytest.mark.parametrize("nest", [Many, lambda items: Many((Group((("a", Many(items)),)),))])
def test_files_that_a_side_was_to_rehost_are_known_again_in_order_at_any_depth(nest):
    at = Cell(EntryKey("post", "tea"), Locale("en"), "photos")
    translator = Translator(Side.RIGHT, awaited={at: ("https://one.example", "https://two.example")})
    shown = nest(tuple(Asset("image", f"https://cdn.example/{n}") for n in (1, 2)))
    assert translator.value(shown, at) == nest(
        (Asset("image", "https://one.example"), Asset("image", "https://two.example"))
    )


def test_links_within_rows_are_translated():
    translator = Translator(Side.RIGHT, keys={("author", "12"): EntryKey("author", "ada")})
    at = Cell(EntryKey("post", "tea"), Locale("en"), "rows")
    shown = Many((Group((("by", Ref(EntryKey("author", "12"))),)),))
    assert translator.value(shown, at) == Many((Group((("by", Ref(EntryKey("author", "ada"))),)),))


@pytest.mark.parametrize(
    ("type_", "form", "value", "phrase"),
    [
        ("text", "long_text", Many((Scalar("text", "a"),)), "a many is no text"),
        ("option", "reference", Scalar("option", "news"), "has no name on this side"),
        ("file", "link", Scalar("link", "https://a.example"), "a file was expected"),
    ],
)
def test_a_value_of_another_type_is_refused_with_a_sentence(type_, form, value, phrase):
    with pytest.raises(ValueError, match=phrase):
        outward(value, bound(type_, form))


@pytest.mark.parametrize(
    ("type_", "form", "shown", "phrase"),
    [
        ("option", "reference", Scalar("text", "12"), "a link was expected"),
        ("flag", "number", Scalar("number", "3"), "neither 0 nor 1"),
        ("number", "text", Scalar("text", "many"), "is not a number"),
    ],
)
def test_what_a_side_shows_is_refused_where_it_is_not_of_the_type(type_, form, shown, phrase):
    with pytest.raises(ValueError, match=phrase):
        inward(shown, bound(type_, form))


def test_pictures_held_as_a_list_are_one_in_each_row():
    binding = FieldBinding(Field("photos", "images"), "gallery", form="list", item="photo")
    one = Asset("image", "https://a.example/1.png")
    assert outward(Many((one,)), binding) == Many((Group((("item", one),)),))
    made = native(binding)
    assert (made.field.type, made.fields["item"].remote, made.fields["item"].field.type) == ("list", "photo", "image")


def test_the_parts_of_each_of_the_blocks_are_turned():
    hero = FieldBinding(
        Field("hero", "group"), "hero", fields={"n": FieldBinding(Field("n", "number"), "n", form="text")}
    )
    binding = bound("blocks", None, {"hero": hero})
    value = Many((Group((("hero", Group((("n", Scalar("number", "7")),))),)),))
    there = outward(value, binding)
    assert there == Many((Group((("hero", Group((("n", Scalar("text", "7")),))),)),))
    assert inward(there, binding) == value
    assert outward(Scalar("text", "a"), binding) == Scalar("text", "a")
