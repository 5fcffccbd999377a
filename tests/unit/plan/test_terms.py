"""What is gathered about one entry."""

import pytest

from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest, Scalar, digest
from isogloss.plan.op import Adoption
from isogloss.plan.terms import Built, cell_at, nothing_unseen

TEA, FR = EntryKey("article", "tea"), Locale("fr")
TITLE = Cell(TEA, FR, "title")


def test_what_is_agreed_on_is_adopted_and_nothing_else():
    built, facing = Built(), Facing(TEA, "Tea", Shown(), ABSENT, ABSENT)
    assert built.adoption(facing) is None
    built.agree(TITLE, Scalar("text", "Thé"), ABSENT)
    assert built.adoption(facing) == Adoption(TEA, {FR: {"title": (digest(Scalar("text", "Thé")), None)}})


def test_only_a_cell_has_a_locale_and_a_field():
    assert cell_at(TITLE) == (FR, "title")
    with pytest.raises(AssertionError, match="should name a cell"):
        cell_at(Cell(TEA, FR))


def test_every_link_can_be_shown_where_nothing_is_said():
    assert not nothing_unseen(Side.LEFT, TITLE, TEA)


def test_what_is_known_of_the_base_in_another_form_is_adopted_beside_what_is_agreed():
    built = Built(agreed={FR: {"title": (Digest("1"), Digest("1"))}})
    built.remember({FR: {"texts": (Digest("2"), None)}, Locale("de"): {"texts": (None, None)}})
    assert built.agreed[FR] == {"title": (Digest("1"), Digest("1")), "texts": (Digest("2"), None)}
    assert built.agreed[Locale("de")] == {"texts": (None, None)}
