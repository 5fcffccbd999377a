"""What holds of every value: it survives being written down, its digest is its identity, and its type is part of it."""

import json

from entries import values
from hypothesis import given
from hypothesis import strategies as st

from isogloss.model.address import EntryKey
from isogloss.model.entry import digest_entry
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Group, Many, Ref, Scalar, digest, dump, load, refs, without_refs
from isogloss.plan.record import to_line


@given(values())
def test_a_value_is_loaded_as_it_was_dumped(value):
    assert load(dump(value)) == value


@given(values())
def test_a_value_survives_a_line_of_a_plan(value):
    line = to_line({"value": dump(value)}).encode("utf-8", "surrogatepass")
    assert b"\n" not in line
    assert load(json.loads(line)["value"]) == value


@given(values(), values())
def test_two_values_have_one_digest_only_if_they_are_equal(one, other):
    assert (digest(one) == digest(other)) == (one == other)


@given(values())
def test_a_digest_does_not_depend_on_how_the_value_was_made(value):
    assert digest(load(dump(value))) == digest(value)


@given(st.text(max_size=10))
def test_no_two_types_share_a_value(text):
    kinds = ("text", "long_text", "rich_text", "number", "flag", "instant", "date", "option", "link", "opaque")
    assert len({digest(Scalar(kind, text)) for kind in kinds}) == len(kinds)
    assert len({Scalar(kind, text) for kind in kinds}) == len(kinds)


@given(values())
def test_one_value_is_not_a_list_of_it(value):
    assert Many((value,)) != value
    assert digest(Many((value,))) != digest(value)


@given(values(), st.randoms(use_true_random=False))
def test_leaving_links_out_leaves_out_these_and_nothing_else(value, random):
    there = sorted(set(refs(value)))
    gone = frozenset(key for key in there if random.random() < 0.5)
    left = without_refs(value, gone)
    assert not gone & set(refs(left))
    assert [key for key in refs(value) if key not in gone] == list(refs(left))
    assert _others(left) == _others(value)


@given(values())
def test_leaving_out_no_link_changes_nothing(value):
    assert without_refs(value, frozenset({EntryKey("none", "of these")})) == value


@given(
    st.dictionaries(
        st.sampled_from(["en", "fr"]).map(Locale), st.dictionaries(st.text(max_size=3), values(), max_size=3)
    )
)
def test_two_entries_have_the_same_digests_only_if_they_are_equal(entry):
    changed = {locale: {**variant, "new": Scalar("text", "x")} for locale, variant in entry.items()}
    assert (digest_entry(changed) == digest_entry(entry)) == (changed == entry)


def _others(value):
    """Everything in a value that is no link, in order."""
    match value:
        case Ref():
            return []
        case Many(items):
            return [leaf for item in items for leaf in _others(item)]
        case Group(fields):
            return [leaf for _, item in fields for leaf in _others(item)]
        case _:
            return [] if value is ABSENT else [value]
