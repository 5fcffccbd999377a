"""What is alike on two sides: content says most, names less, and what disagrees is never taken for the same."""

import pytest

from isogloss.mapping.draft.languages import language_of
from isogloss.mapping.draft.likeness import likeness
from isogloss.mapping.draft.pairing import is_shared, same_entries, same_fields, same_kinds, same_locales
from isogloss.mapping.names.traces import traces
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteField, RemoteKind, RemoteSchema, Sample

EN, FR = "en", "fr"
CODES = {EN: EN, FR: FR}


def field(slug, *holds, **said):
    return RemoteField(slug, "T", frozenset(holds or ("text",)), **said)


def sample(remote, **locales):
    return Sample(remote, {code: {slug: traces(raw) for slug, raw in held.items()} for code, held in locales.items()})


def kind(name, *samples):
    return RemoteKind(name, {}, samples=samples)


HERE = (
    sample("1", en={"titel": "Green tea", "teil": "News"}, fr={"titel": "Thé vert", "teil": "News"}),
    sample("2", en={"titel": "Old pots", "teil": "Tips"}, fr={"titel": "Vieux pots", "teil": "Tips"}),
)
THERE = (
    sample("b", en={"name": "Old pots", "sort": "b"}, fr={"name": "Vieux pots", "sort": "b"}),
    sample("a", en={"name": "Green tea", "sort": "a"}, fr={"name": "Thé vert", "sort": "a"}),
    sample("c", en={"name": "Nothing of that", "sort": "c"}),
)


def test_entries_are_one_that_show_the_same_telling_texts():
    found = same_entries(kind("x", *HERE), kind("y", *THERE))
    assert [(one.remote, other.remote) for one, other in found] == [("1", "a"), ("2", "b")]


def test_a_text_that_many_entries_show_tells_none_from_another():
    many = [sample(str(n), en={"note": "All the same"}) for n in range(5)]
    assert same_entries(kind("x", *many), kind("y", *many)) == []


def test_kinds_are_one_whose_entries_are_found_again_whatever_they_are_called():
    left = RemoteSchema(kinds={"beitraege": kind("beitraege", *HERE), "people": kind("people")})
    right = RemoteSchema(kinds={"people": kind("people", *THERE), "persons": kind("persons")})
    found = same_kinds(left, right).partners
    assert (found["beitraege"].there, found["beitraege"].why) == ("people", "")
    assert found["people"].there == "persons"
    assert "left over" in found["people"].why or "alike" in found["people"].why


def test_fields_are_one_that_hold_the_same_in_the_same_place():
    entries = same_entries(kind("x", *HERE), kind("y", *THERE))
    found = same_fields({"titel": field("titel")}, {"sort": field("sort"), "name": field("name")}, entries, CODES)
    assert (found["titel"].there, found["titel"].why) == ("name", "")


def test_fields_of_one_name_that_hold_something_else_are_not_one():
    here = [sample(str(n), en={"note": f"Left words {n}", "id": f"key number {n}"}) for n in range(3)]
    there = [sample(str(n), en={"notes": f"Right words {n}", "id": f"key number {n}"}) for n in range(3)]
    entries = same_entries(kind("x", *here), kind("y", *there))
    assert len(entries) == 3
    assert same_fields({"note": field("note")}, {"notes": field("notes")}, entries, {EN: EN}) == {}
    assert same_fields({"note": field("note")}, {"notes": field("notes")}, (), {EN: EN})["note"].why == "by its name"


def test_types_that_exclude_each_other_are_not_one_whatever_they_are_called():
    assert same_fields({"day": field("day", "date")}, {"day": field("day", "flag")}, (), CODES) == {}


def test_options_are_one_whose_values_stand_together_and_that_is_a_guess():
    entries = same_entries(kind("x", *HERE), kind("y", *THERE))
    one = field("teil", "option", options={"1": "News", "2": "Tips"})
    found = same_fields({"teil": one}, {"sort": field("sort", "option", "text")}, entries, CODES)
    assert (found["teil"].there, "stand together" in found["teil"].why) == ("sort", True)


def test_files_are_one_that_are_there_in_the_same_cells_for_their_addresses_tell_nothing():
    here = [sample(str(n), en={"id": f"key number {n}", "bild": {"url": f"https://a/{n}.png"}}) for n in range(2)]
    there = [sample(str(n), en={"id": f"key number {n}", "hero": {"url": f"https://b/x{n}"}}) for n in range(2)]
    entries = same_entries(kind("x", *here), kind("y", *there))
    found = same_fields({"bild": field("bild", "image")}, {"hero": field("hero", "image")}, entries, {EN: EN})
    assert found["bild"].there == "hero"


def test_locales_are_one_that_say_the_same_then_the_nearest_then_those_of_one_language():
    codes = {Locale("en-US"): "en-US", Locale("fr-FR"): "fr-FR", Locale("de-DE"): "de-DE", Locale("ja"): "ja"}
    here = sample("1", **{"en-US": {"t": "Green tea"}, "fr-FR": {"t": "Thé vert"}})
    there = sample(
        "a",
        first={"t": "Thé vert"},
        en={"t": "Green tea"},
        de={"t": "Anderes"},
        east={"t": "お茶をいれます。ゆっくり待ちます。"},
    )
    right = RemoteSchema(locales=dict.fromkeys(("first", "en", "de", "east"), True), kinds={"x": kind("x", there)})
    found = same_locales(codes, right, [[(here, there)]])
    assert {tag: each.code for tag, each in found.items()} == {
        "en-US": "en",
        "fr-FR": "first",
        "de-DE": "de",
        "ja": "east",
    }
    assert "the same texts" in found["fr-FR"].why
    assert "language" in found["ja"].why
    assert found["en-US"].why == ""


def test_a_field_is_shared_only_where_several_entries_say_so_and_none_says_otherwise():
    same = [sample(str(n), en={"n": n + 1}, fr={"n": n + 1}) for n in range(2)]
    other = sample("3", en={"n": 8}, fr={"n": 9})
    assert is_shared("n", "n", same, same)
    assert not is_shared("n", "n", same[:1], same)
    assert not is_shared("n", "n", [*same, other], same)
    assert not is_shared("n", "n", same, [other])


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("<p>Tea &amp;  <b>Cake</b></p>", "tea &amp; cake"),
        ("2026-03-01T00:00:00.000Z", "2026-03-01"),
        ("2026-03-01T09:30:00Z", "2026-03-01 09:30"),
        (3.0, "3"),
        (True, "yes"),
        ({"url": "https://cdn.example/1_tea.png", "alt": "A"}, "tea.png"),
        (["a", "b"], "b"),
    ],
)
def test_a_value_is_known_again_by_what_platforms_leave_of_it(raw, wanted):
    assert wanted in traces(raw)


@pytest.mark.parametrize("raw", [None, "", [], {}, False, "<p></p>"])
def test_nothing_leaves_no_trace(raw):
    assert traces(raw) == frozenset()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The water is not too hot, and that is all there is to it.", "en"),
        ("Das Wasser ist nicht zu heiß und die Kanne auf dem Tisch.", "de"),
        ("Les pots sont dans la cave avec une étiquette pour qui les veut.", "fr"),
        ("El agua no es para los que van con prisa por la calle.", "es"),
        ("香ばしいお茶です。", "ja"),
        ("الماء ليس ساخنا", "ar"),
        ("Anna Otto", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_text_is_told_by_its_letters_and_small_words_or_not_at_all(text, language):
    assert language_of([text]) == language


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("cover", "hero", True), ("titel", "headline", True), ("postBody", "post-body", True), ("price", "author", False)],
)
def test_names_are_alike_by_letters_or_by_what_they_stand_for(one, other, alike):
    assert (likeness(one, other) >= 0.5) is alike
    assert likeness(one, other) < 1.0
    assert likeness(one, one) == 1.0
