"""Addresses inside an entry."""

import pytest

from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing, address
from isogloss.model.address import Cell, EntryKey
from isogloss.model.value import ABSENT

TEA = EntryKey("article", "tea")


def test_a_path_leads_to_an_entry_a_variant_or_a_cell_and_no_deeper():
    facing = Facing(TEA, "Tea", Shown(), ABSENT, ABSENT)
    found = [address(path, facing) for path in ((), ("en",), ("en", "title"))]
    assert found == [Cell(TEA), Cell(TEA, "en"), Cell(TEA, "en", "title")]
    with pytest.raises(AssertionError, match="at most a locale and a field, not"):
        address(("en", "title", "more"), facing)
