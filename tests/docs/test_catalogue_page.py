"""docs/catalogue.md against the program: its example is a catalogue, and its mapping one that is taken."""

import json
import re
from pathlib import Path

from isogloss.adapters.catalogue.adapter import CAN, CAN_GETTEXT, open_reader
from isogloss.adapters.catalogue.layout import KEYED, USUAL, USUAL_PO, Layout, wrong_layout
from isogloss.adapters.catalogue.mapping import CatalogueSide
from isogloss.model.locale import Locale
from isogloss.model.schema import FIELD_TYPES
from isogloss.run.loading import load_text

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
ENVIRON = {"WEBFLOW_SITE": "acme", "WEBFLOW_TOKEN": "token-12345"}
(FILE,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
MAPPING, GETTEXT = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_file_that_is_shown_is_read_by_the_mapping_that_is_shown(tmp_path: Path) -> None:
    text = f"isogloss: 1\nname: page\n{MAPPING}"
    bridge = load_text(text, path=str(tmp_path / "page.yaml"), environ=ENVIRON)
    (tmp_path / "locales" / "en").mkdir(parents=True)
    (tmp_path / "locales" / "en" / "faq.json").write_text(FILE, encoding="utf-8")
    (seen,) = open_reader(bridge.right).read()
    said = json.loads(FILE)["shipping"]
    shown = {name: value.text for name, value in seen.variants[Locale("en")].items()}
    assert seen.remote == "shipping"
    assert (shown["title"], shown["answer"]) == (said["question"], said["answer"]["text"])
    assert (shown["one"], shown["other"]) == (said["count_one"], said["count_other"])


def test_the_example_in_the_folder_of_mappings_is_taken() -> None:
    text = (ROOT / "mappings" / "catalogue.yaml").read_text(encoding="utf-8")
    assert load_text(text, environ=ENVIRON).right.name == "app"


def test_the_layouts_that_are_told_are_layouts() -> None:
    told = set(re.findall(r"[`\"]([\w{}./]*\{locale\}[\w{}./]*\.(?:json|po))[`\"]", PAGE))
    assert {USUAL, "{locale}.json", "messages/{namespace}.{locale}.json", USUAL_PO, "{locale}.po"} == told
    assert {wrong_layout(each) for each in told} == {None}
    assert Layout(USUAL).reads("pt-BR/faq.json") == ("pt-BR", "faq")


def test_the_types_that_are_told_to_be_held_as_text_are_those() -> None:
    sentence = PAGE[PAGE.index("same value") - 400 : PAGE.index("as: long_text")]
    told = {name for name in re.findall(r"`(\w+)`", sentence) if name in FIELD_TYPES} - {"references"}
    assert told == {type_ for type_ in FIELD_TYPES if CatalogueSide.traits.unheld(type_, None, "app")}


def test_the_messages_that_are_told_are_read_by_the_mapping_that_is_shown(tmp_path: Path) -> None:
    bridge = load_text(f"isogloss: 1\nname: page\n{GETTEXT}", path=str(tmp_path / "page.yaml"), environ=ENVIRON)
    file = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "a parcel"\nmsgid_plural "parcels"\nmsgstr[0] "un colis"\nmsgstr[1] "colis"\n')
    (seen,) = open_reader(bridge.right).read()
    assert {name: value.text for name, value in seen.variants[Locale("en")].items()} == {
        "$status": "published",
        "text": "a parcel",
        "many": "parcels",
    }
    assert seen.variants[Locale("fr-FR")]["many"].text == "colis"


def test_the_page_says_what_messages_are_known_by() -> None:
    assert tuple(re.findall(r"^\| `(\w+)`(?:, unless said)? \| (?:Each message|`msg)", PAGE, re.MULTILINE)) == KEYED
    assert (CAN_GETTEXT.empties, CAN_GETTEXT.write_alt) == (False, False)


def test_the_page_says_what_a_catalogue_cannot_do() -> None:
    assert (CAN.drafts, CAN.stages_edits, CAN.unpublish, CAN.times) == (False, False, False, False)
    assert "There are no drafts" in PAGE
    assert "`conflict: newest` is refused" in PAGE
