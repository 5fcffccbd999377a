"""What is gathered about one entry."""

from isogloss.model.locale import Locale
from isogloss.model.value import Digest
from isogloss.plan.terms import Built

FR = Locale("fr")


def test_what_is_known_of_the_base_in_another_form_is_adopted_beside_what_is_agreed():
    built = Built(agreed={FR: {"title": (Digest("1"), Digest("1"))}})
    built.remember({FR: {"texts": (Digest("2"), None)}, Locale("de"): {"texts": (None, None)}})
    assert built.agreed[FR] == {"title": (Digest("1"), Digest("1")), "texts": (Digest("2"), None)}
    assert built.agreed[Locale("de")] == {"texts": (None, None)}
