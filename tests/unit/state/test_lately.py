"""What a side did not take lately: slugs that something deleted still holds, fields that it would not empty."""

import pytest

from isogloss.errors import StateError
from isogloss.model.address import Side
from isogloss.state.lately import FOR
from isogloss.state.tables import META


def test_a_slug_is_not_tried_again_for_a_day_and_each_mapping_side_and_kind_has_its_own(reopen, clock):
    with reopen() as state:
        state.taken.mark(Side.RIGHT, "article", "tea/cup")
        assert state.taken.now(Side.RIGHT, "article") == {"tea/cup"}
        assert state.taken.now(Side.RIGHT, "author") == state.taken.now(Side.LEFT, "article") == frozenset()
        assert state.taken.ever(Side.RIGHT, "article", "tea/cup")
        assert not state.taken.ever(Side.RIGHT, "article", "tea")
        clock.sleep(FOR.total_seconds())
        assert state.taken.now(Side.RIGHT, "article") == frozenset()
        assert state.taken.ever(Side.RIGHT, "article", "tea/cup")
        state.taken.mark(Side.RIGHT, "article", "tea/cup")
        assert state.taken.now(Side.RIGHT, "article") == {"tea/cup"}
    with reopen("another") as state:
        assert state.taken.now(Side.RIGHT, "article") == frozenset()


@pytest.mark.parametrize(("name", "value"), [("slug taken/left/[1]", "2026-11-28"), (None, "yesterday")])
def test_a_row_of_another_shape_is_damage(state, name, value):
    state.taken.mark(Side.LEFT, "article", "tea")
    ours = META.c.name == state.taken._name(Side.LEFT, "article", "tea")
    state._database.execute(META.update().where(ours).values(value=value, name=name or META.c.name))
    try:
        with pytest.raises(StateError, match="damaged"):
            state.taken.now(Side.LEFT, "article")
    finally:  # the database may be shared with other tests
        state._database.execute(META.delete().where(META.c.value == value))


def test_what_is_not_taken_is_kept_apart_by_its_sort(state):
    state.taken.mark(Side.LEFT, "article", "tea")
    state.unemptied.mark(Side.LEFT, "article", "author")
    assert state.taken.now(Side.LEFT, "article") == {"tea"}
    assert state.unemptied.now(Side.LEFT, "article") == {"author"}
