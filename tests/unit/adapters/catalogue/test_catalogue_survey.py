"""A folder that no mapping describes yet: where its files lie, and what they are known by."""

import json

import pytest

from isogloss.adapters.catalogue.unmapped import survey_unmapped
from isogloss.errors import ConfigError, Missing
from isogloss.http.clock import SystemClock
from isogloss.mapping.draft.wish import Wish

JSON = json.dumps({"title": "Help", "ships": {"question": "When?", "answer": {"text": "Soon.\nVery."}, "rank": 3}})
SOURCE = 'msgid "One parcel"\nmsgid_plural "Parcels"\nmsgstr[0] "Un"\nmsgstr[1] "Des"\n'
CONTEXT = 'msgctxt "ships.question"\nmsgid "When?"\nmsgstr "Quand ?"\n'
ID = 'msgid "faq.ships.question"\nmsgstr "Quand ?"\n'
FOLDERS = {
    "{locale}/{namespace}.json": (JSON, ["en/faq.json", "pt-BR/faq.json"], "", "faq"),
    "{namespace}/{locale}.json": (JSON, ["faq/en.json", "faq/pt-BR.json"], "", "faq"),
    "{locale}.json": (json.dumps({"faq": json.loads(JSON)}), ["en.json", "pt-BR.json"], "", "faq"),
    "{locale}/LC_MESSAGES/{namespace}.po": (SOURCE, ["fr/LC_MESSAGES/shop.po"], "", "shop"),
    "{namespace}-{locale}.po": (CONTEXT, ["shop-fr.po", "shop-de.po"], "context", "shop"),
    "{locale}.po": (ID, ["en.po", "fr.po"], "id", "faq"),
}


@pytest.mark.parametrize("layout", FOLDERS)
def test_where_files_lie_and_what_they_are_known_by_is_found(tmp_path, layout):
    text, files, keys, kind = FOLDERS[layout]
    for file in files:
        (tmp_path / "texts" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "texts" / file).write_text(text)
    (tmp_path / "texts" / "README.md").write_text("Not one of them.")
    found = survey_unmapped(Wish("app", "catalogue", folder="texts", beside=tmp_path), SystemClock())
    usual = layout == "{locale}/{namespace}.json"
    assert found.settings == ", ".join(
        [*([] if usual else [f'layout: "{layout}"']), *([f"keys: {keys}"] if keys else [])]
    )
    assert set(found.kinds) == {kind}
    expected = {"en", "fr"} if layout.startswith("{locale}") and "po" in layout else None
    assert expected is None or set(found.locales) == expected  # the source is in a language without a file
    fields = found.kinds[kind].fields
    if text is SOURCE:
        assert list(fields) == ["text", "text[1]"]
        (sample,) = found.kinds[kind].samples
        assert sample.cells["en"] == {"text": {"one parcel"}, "text[1]": {"parcels"}}
    elif "json" in layout:
        assert list(fields) == ["question", "answer.text", "rank"]
        assert fields["rank"].holds == {"number"}
        assert "text" in fields["question"].holds
        assert "text" not in fields["answer.text"].holds  # it has several lines
    else:
        assert list(fields) == ["question"]


def test_a_folder_without_catalogues_says_where_was_looked(tmp_path):
    (tmp_path / "notes.json").write_text("{}")
    with pytest.raises(Missing, match=r"there is no catalogue in .* \(looked for .*\{locale\}\.po"):
        survey_unmapped(Wish("app", "catalogue", beside=tmp_path), SystemClock())
    with pytest.raises(Missing, match=r"looked for \{locale\}-x\.po\)"):
        survey_unmapped(Wish("app", "catalogue", beside=tmp_path, layout="{locale}-x.po"), SystemClock())
    with pytest.raises(ConfigError, match=r"it names .locale. once"):
        survey_unmapped(Wish("app", "catalogue", beside=tmp_path, layout="faq.po"), SystemClock())
