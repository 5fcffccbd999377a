"""What a platform may do to rich text without changing it, and what would be a change."""

import pytest
from renderings import CHANGES, RENDERINGS

from isogloss.canon.values import alike


@pytest.mark.parametrize(("one", "other"), RENDERINGS.values(), ids=RENDERINGS)
def test_a_rendering_is_alike_both_ways(one, other):
    assert alike("rich_text", one, other)
    assert alike("rich_text", other, one)


@pytest.mark.parametrize(("one", "other"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_not_alike_either_way(one, other):
    assert not alike("rich_text", one, other)
    assert not alike("rich_text", other, one)


def test_an_inline_image_address_is_compared_byte_for_byte():
    assert not alike("rich_text", '<img src="data:image/gif;base64,AA/">', '<img src="data:image/gif;base64,AA">')
