import gc

import pytest

from isogloss.run.collector import rarely_collecting


@rarely_collecting()
def failing(before):
    assert gc.isenabled()
    assert gc.get_threshold()[0] > 10 * before[0]
    raise ZeroDivisionError


def test_garbage_is_looked_for_rarely_inside_and_as_before_afterwards():
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError):
        failing(before)
    assert gc.get_threshold() == before
