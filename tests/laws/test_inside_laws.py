"""What is merged inside a paragraph, a line or a list: both edits, nothing else, and nothing opaque is lost."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.canon.merge3 import merge3
from isogloss.canon.sets3 import merge_sets
from isogloss.canon.values import canonical

OPAQUE = (
    '<img src="https://a.example/i.png" alt="i">',
    '<wf-component id="one" data="x y"></wf-component>',
    '<iframe src="https://a.example/f"></iframe>',
    "<code>a  b</code>",
)
WORDS = [f"w{number}" for number in range(12)]
words = st.sampled_from(WORDS)
marks = st.sampled_from(["<strong>{}</strong>", "<em>{}</em>", '<a href="https://a.example/{}">{}</a>'])
spans = words | st.builds(lambda mark, word: mark.format(word, word), marks, words) | st.sampled_from(OPAQUE)
rich = st.lists(spans, max_size=9).map(lambda found: f"<p>{' '.join(found)}</p>" if found else "")
plain = st.lists(words, max_size=9).map(" ".join)


def edits(of, pieces):
    """The same pieces with one of them replaced, taken out, doubled or wrapped."""

    @st.composite
    def edited(draw, base):
        made = list(base)
        for _ in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(made)))
            made[at : at + draw(st.integers(0, 1))] = draw(st.lists(pieces, max_size=1))
        return of(made)

    return edited


def paragraph(pieces):
    return f"<p>{' '.join(pieces)}</p>" if pieces else ""


SHAPES = [
    ("rich_text", paragraph, spans),
    ("long_text", " ".join, words),
]


def read(text):
    return set(re.findall(r"[^\s<>\"=/]+", text))


@pytest.mark.parametrize(("kind", "of", "pieces"), SHAPES, ids=["rich_text", "long_text"])
@given(data=st.data())
def test_a_merge_inside_is_symmetric_whole_and_invents_nothing(kind, of, pieces, data):
    base = data.draw(st.lists(pieces, max_size=9))
    left, right = (data.draw(edits(of, pieces)(base)) for _ in range(2))
    was = of(base)
    merged = merge3(kind, was, left, right)
    assert merged == merge3(kind, was, right, left)
    assert merge3(kind, was, was, right) == canonical(kind, right)
    assert merge3(kind, was, left, left) == canonical(kind, left)
    if merged is None:
        return
    assert canonical(kind, merged) == merged
    assert read(merged) <= read(canonical(kind, left)) | read(canonical(kind, right))
    for part in OPAQUE:
        least = min(canonical(kind, side).count(canonical(kind, part)) for side in (left, right))
        assert merged.count(canonical(kind, part)) >= least or was.count(part) > least


@pytest.mark.parametrize("of", [paragraph, " ".join], ids=["rich_text", "long_text"])
@given(data=st.data())
def test_edits_of_words_that_do_not_touch_are_both_there(of, data):
    kind = "rich_text" if of is paragraph else "long_text"
    size = data.draw(st.integers(3, len(WORDS)))
    first = data.draw(st.integers(0, size - 3))
    second = data.draw(st.integers(first + 2, size - 1))
    opaque = data.draw(st.sampled_from(["", *OPAQUE])) if of is paragraph else ""
    between = data.draw(st.integers(first + 1, second - 1))
    left, right, both = ([*WORDS[:size]] for _ in range(3))
    left[first] = both[first] = data.draw(st.sampled_from(["new", "<b>new</b>"] if of is paragraph else ["new"]))
    right[second] = both[second] = "other"
    made = [
        of([*each[: between + 1], *([opaque] if opaque else []), *each[between + 1 :]]) for each in (left, right, both)
    ]
    base = of([*WORDS[: between + 1], *([opaque] if opaque else []), *WORDS[between + 1 : size]])
    assert merge3(kind, base, made[0], made[1]) == canonical(kind, made[2])


items = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=6)


@given(items, items, items)
def test_a_merge_of_lists_is_symmetric_and_leaves_one_sided_edits_alone(base, left, right):
    merged = merge_sets((base, base), left, right)
    assert merged == merge_sets((base, base), right, left)
    assert merge_sets((base, base), base, right) == right
    assert merge_sets((base, base), left, left) == left


@given(items, items, items, items)
def test_a_merge_of_lists_takes_what_went_and_keeps_what_came(mine, others, left, right):
    merged = merge_sets((mine, others), left, right)
    assert merge_sets((others, mine), right, left) == merged
    if merged is None:
        return
    gone = (set(mine) - set(left)) | (set(others) - set(right))
    assert Counter(merged) == Counter((set(left) | set(right)) - gone)


@given(items, items)
def test_lists_in_different_orders_of_both_sides_have_no_answer(base, other):
    shared = [item for item in base if item in other]
    if len(shared) >= 3:  # three can be moved in two ways
        left, right = [shared[1], shared[0], *shared[2:]], [shared[0], shared[2], shared[1], *shared[3:]]
        assert merge_sets((shared, shared), left, right) is None
