from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.plan.rounds import between, late, longest, numbers


def tree(entries, width=10):
    """Each entry links to its parent."""
    return {n: {(n - 1) // width} for n in range(1, entries)}


def without(links, waits):
    return {node: targets for node, targets in links.items() if node not in waits}


@st.composite
def graphs(draw, widest):
    """Each node links to some before it."""
    size = draw(st.integers(1, 8))
    return {n: draw(st.sets(st.integers(0, n - 1), max_size=widest)) for n in range(1, size)}


@given(graphs(4), st.integers(1, 9))
def test_without_the_links_that_wait_no_row_is_longer_than_there_are_rounds(links, rounds):
    waits = late(links, rounds)
    assert longest(without(links, waits)) <= rounds
    assert all(links[node] for node in waits)


@given(graphs(1), st.integers(1, 9))
def test_where_none_links_to_two_no_choice_has_fewer_that_wait(links, rounds):
    fewer = combinations(links, max(len(late(links, rounds)) - 1, 0))
    assert not late(links, rounds) or all(longest(without(links, waits)) > rounds for waits in fewer)


@given(graphs(4), st.integers(0, 3))
def test_nothing_waits_where_there_are_as_many_rounds_as_the_longest_row(links, more):
    assert late(links, longest(links) + more or 1) == set()


@pytest.mark.parametrize(("rounds", "waiting"), [(1, 149), (2, 14), (3, 1), (4, 0)])
def test_of_a_tree_those_wait_that_are_fewest(rounds, waiting):
    assert len(late(tree(150), rounds)) == waiting


def test_of_a_fan_those_wait_that_are_fewest():
    """Ten link to what ten link to: the one between waits, and the row is found from what they lead to, too."""
    links = {"hub": {"a"}, **{f"in {n}": {"hub"} for n in range(10)}}
    assert late(links, 2) == {"hub"}
    many = {"top": {f"mid {n}" for n in range(10)}, **{f"mid {n}": {"low"} for n in range(10)}}
    assert late(many, 2) == {"top"}


def test_every_number_of_rounds_of_a_short_row_is_priced_and_of_a_long_one_those_near_the_best():
    assert list(numbers(5)) == [1, 2, 3, 4, 5]
    assert list(numbers(30)) == [1, 2, 3, 4, 5, 6, 7, 8, 12, 18, 27, 30]
    assert between(1, 1) == []
    assert between(3, 30) == []
    assert between(30, 30) == [28, 29]
    assert between(12, 30) == [9, 10, 11, 13, 14, 15, 16, 17]
    assert len(between(681, 10_000)) <= 8
