from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note, Seen


def test_of_a_variant_nothing_is_known_until_it_is_told():
    assert Note() == Note(unpublished_edits=False, updated=None, live=False)
    assert Seen("article", "1", {}).notes == {}


def test_what_is_seen_twice_alike_is_equal():
    notes = {Locale("en"): Note(live=True)}
    assert Seen("article", "1", {}, notes) == Seen("article", "1", {}, dict(notes))
