"""What the table of types promises: exact comes back as it was, normalized settles, and nothing else is promised."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isogloss.bridge import FieldBinding
from isogloss.canon.values import canonical
from isogloss.mapping.types.conversions import FIELDS, TABLE, conversion, grade
from isogloss.mapping.types.convert import fit
from isogloss.mapping.types.native import there_and_back
from isogloss.model.address import EntryKey
from isogloss.model.schema import FIELD_TYPES, Capabilities, Field
from isogloss.model.value import ABSENT, Absent, Asset, Group, Many, Ref, Scalar

FEWER = settings.default.max_examples // 4
"""There are as many laws as pairs of types."""
TOPICS = st.builds(lambda name: Ref(EntryKey("topic", name)), st.text(max_size=5))
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
addresses = st.text(string.ascii_lowercase, min_size=1, max_size=6).map(lambda name: f"https://a.example/{name}.png")
pictures = st.builds(Asset, st.just("image"), addresses, words.map(lambda text: canonical("text", text)))
SAMPLES = {
    "text": words,
    "long_text": st.lists(words, max_size=4).map("\n".join),
    "rich_text": words.map(lambda text: f"<p>{text.replace('&', '').replace('<', '')}</p><ul><li>x</li></ul>"),
    "number": st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9).map(
        str
    ),
    "flag": st.sampled_from(["true", "false"]),
    "instant": st.datetimes().map(lambda at: f"{at.isoformat(timespec='milliseconds')}Z"),
    "date": st.dates().map(str),
    "link": addresses,
    "email": st.just("ada@example.com"),
    "phone": st.just("+49 30 1"),
    "colour": st.sampled_from(["#ff8800", "#ff880080", "rgb(1, 2, 3)"]),
    "video": addresses,
    "tags": st.lists(words, max_size=3).map(lambda names: ", ".join(f'"{name}"' for name in names if '"' not in name)),
    "opaque": st.sampled_from(['{"a":[1,null]}', '"6512a1"', "[1,  2]"]),
    "option": st.sampled_from(["news", "tips"]),
}
PARTS = {
    "lead": Field("lead", "text"),
    "body": Field("body", "rich_text"),
    "price": Field("price", "number"),
    "open": Field("open", "flag"),
    "day": Field("day", "date"),
    "picture": Field("picture", "image"),
}
OPTIONS = {"news": "News", "tips": "Tips & tricks"}


def bound(type_, form):
    fields = {}
    if type_ in ("group", "list"):
        fields = PARTS
    elif type_ == "blocks":
        fields = {name: Field(name, "group", fields=PARTS) for name in ("hero", "quote")}
    options = OPTIONS if type_ == "option" else {}
    parts = {name: nested(field) for name, field in fields.items()}
    return FieldBinding(Field("f", type_, to="topic", fields=fields), "f", options, form, "photo", parts)


def nested(field):
    return FieldBinding(field, field.name, fields={name: nested(part) for name, part in field.fields.items()})


@st.composite
def groups(draw):
    made = {name: draw(value_of(field.type)) for name, field in sorted(PARTS.items()) if draw(st.booleans())}
    return Group(tuple((name, value) for name, value in made.items() if value is not ABSENT))


def scalar(type_):
    def made(text):
        found = canonical(type_, text)
        return Scalar(type_, found) if found else ABSENT

    return SAMPLES[type_].map(made)


def value_of(type_):
    rows = st.lists(groups(), min_size=1, max_size=3).map(lambda found: Many(tuple(found)))
    blocks = st.tuples(st.sampled_from(["hero", "quote"]), groups()).map(lambda pair: Group((pair,)))
    found = {
        "image": pictures,
        "images": st.lists(pictures, min_size=1, max_size=3).map(lambda items: Many(tuple(items))),
        "file": addresses.map(lambda address: Asset("file", address)),
        "reference": TOPICS,
        "references": st.lists(TOPICS, min_size=1, max_size=3).map(lambda items: Many(tuple(items))),
        "group": groups().filter(lambda made: made.fields),
        "list": rows,
        "blocks": st.lists(blocks, min_size=1, max_size=3).map(lambda items: Many(tuple(items))),
    }
    return found[type_] if type_ in found else scalar(type_)


@pytest.mark.parametrize(("type_", "form"), sorted(pair for pair, made in TABLE.items() if made.grade == "exact"))
@settings(max_examples=FEWER)
@given(data=st.data())
def test_what_is_exact_comes_back_as_it_was(type_, form, data):
    value = data.draw(value_of(type_))
    if value is not ABSENT:
        assert there_and_back(value, bound(type_, form)) == value


@pytest.mark.parametrize(("type_", "form"), sorted(pair for pair, made in TABLE.items() if made.grade == "normalized"))
@settings(max_examples=FEWER)
@given(data=st.data())
def test_what_is_normalized_settles_after_one_journey(type_, form, data):
    value = data.draw(value_of(type_))
    if value is ABSENT:
        return
    once = there_and_back(value, bound(type_, form))
    assert isinstance(once, Absent) or there_and_back(once, bound(type_, form)) == once


@pytest.mark.parametrize(("type_", "form"), sorted(TABLE))
@settings(max_examples=FEWER)
@given(data=st.data())
def test_what_fits_fits_again_and_what_is_lost_is_told(type_, form, data):
    value, binding = data.draw(value_of(type_)), bound(type_, form)
    first = fit(value, binding.field, binding, Capabilities())
    again = fit(first.value, binding.field, binding, Capabilities())
    assert again.losses == ()
    assert again.value == first.value
    changed = first.value != value
    assert bool(first.losses) == (changed and TABLE[type_, form].grade == "approximated")


@pytest.mark.parametrize("type_", FIELD_TYPES)
def test_a_type_is_exact_as_itself_and_impossible_where_the_table_is_silent(type_):
    assert grade(type_, type_) == "exact"
    for form in (*FIELD_TYPES, FIELDS):
        if form != type_ and conversion(type_, form) is None:
            assert grade(type_, form) == "impossible"
