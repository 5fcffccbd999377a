"""Parts of the adapter that can only be reached in full by themselves."""

import pytest

from isogloss.adapters.surfaces import OwnNames
from isogloss.adapters.webflow.items.batches import Part, batched
from isogloss.adapters.webflow.items.writing import NoRequests
from isogloss.http.request import Request
from isogloss.model.locale import Locale


def test_a_part_too_big_for_a_batch_is_cut_and_only_its_tail_is_the_last(make_op):
    op = make_op("publish", "tea", {})
    part = Part(op, tuple(Locale(f"l{n}") for n in range(5)))
    cut = list(batched([part], 2, isolate=False))
    assert [[(len(one.locales), one.last) for one in batch] for batch in cut] == [
        [(2, False)],
        [(2, False)],
        [(1, True)],
    ]


def test_batches_do_not_mix_what_completes_an_op_with_what_does_not(make_op):
    one, two = (make_op("publish", name, {}) for name in ("one", "two"))
    here = (Locale("en"),)
    parts = [Part(one, here), Part(two, here, last=False), Part(two, here)]
    assert [[part.last for part in batch] for batch in batched(parts, 100, isolate=False)] == [[False], [True, True]]


def test_counting_sends_nothing(make_op):
    with pytest.raises(AssertionError, match="only counted"):
        NoRequests().read(Request("GET", "/sites"))
    with pytest.raises(AssertionError, match="only counted"):
        NoRequests().write(Request("POST", "/sites"))
    with pytest.raises(AssertionError, match="nothing gets a name"):
        OwnNames().bind(make_op("publish", "tea", {}).entry, "id")
