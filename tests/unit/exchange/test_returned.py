"""What tools of translators really gave back, and what an import makes of each file.

The sample goes out in a format, a tool opens and saves it, or translates it, and that file is kept in ``returned``:
``make tools`` records it again. Tools that every environment has are run instead: ``test_tools.py``, ``tests/clients``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from exchange_sample import sheet

from isogloss.exchange.content import codes, words
from isogloss.exchange.formats import read_file
from isogloss.exchange.judge import judge

RETURNED = Path(__file__).with_name("returned")
OPENED = sorted(path.name for path in RETURNED.glob("*-opened-*"))
TRANSLATED = sorted(path.name for path in RETURNED.glob("*-translated-*"))
EVERY = [unit.place for unit in sheet().units]
HALF = "éaeT ési éneerg. Cups are blue."
"""One sentence of two is translated; the tool puts the source in the place of the other."""


def told(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """By place, what is taken of a file and what is set aside."""
    judged = judge(sheet(), [read_file(name, (RETURNED / name).read_bytes())])
    taken = {place: words(content) for place, (_, content, _, _) in judged.taken.items()}
    places = {unit.id: unit.place for unit in sheet().units}
    return taken, {places.get(aside.unit, aside.unit): aside.why for aside in judged.asides}


@pytest.mark.parametrize("name", OPENED)
def test_what_is_opened_and_saved_says_nothing_new_although_it_is_another_file(name: str) -> None:
    assert told(name) == ({}, {})


def test_each_tool_is_recorded_in_each_format() -> None:
    known = {f"{tool}-{file}" for tool in ("omegat", "weblate") for file in ("po.po", "xliff12.xlf", "xliff2.xlf")}
    assert {name.replace("-translated", "") for name in TRANSLATED} == known
    assert {name.replace("-opened", "") for name in OPENED} == known | {"weblate-csv.csv"}


@pytest.mark.parametrize("name", TRANSLATED)
def test_nothing_of_what_a_tool_translates_has_another_code(name: str) -> None:
    judged = judge(sheet(), [read_file(name, (RETURNED / name).read_bytes())])
    assert judged.taken
    for unit, content, _, _ in judged.taken.values():
        assert sorted((code.id, code.sort) for code in codes(content)) == sorted(
            (code.id, code.sort) for code in codes(unit.source)
        )


def test_omegat_translates_a_catalogue_whole_and_half_of_a_text_is_taken_for_all_of_it() -> None:
    taken, asides = told("omegat-translated-po.po")
    assert (list(taken), asides) == (EVERY, {})
    assert taken[EVERY[-1]] == HALF


def test_omegat_empties_a_translation_of_two_sentences_in_the_file_and_not_on_the_site() -> None:
    saved = (RETURNED / "omegat-opened-po.po").read_text(encoding="utf-8")
    assert 'msgid "Tea is hot. Cups are not."\nmsgstr ""\n' in saved
    assert told("omegat-opened-po.po") == ({}, {})


def test_omegat_offers_what_an_xliff_file_has_a_translation_of_and_nothing_else() -> None:
    without = [unit.place for unit in sheet().units if unit.target is None]
    taken, asides = told("omegat-translated-xliff12.xlf")
    assert (list(taken), asides) == ([place for place in EVERY if place not in without], {})
    taken, asides = told("omegat-translated-xliff2.xlf")
    known = [unit for unit in sheet().units if unit.target is not None]
    plain = [unit.place for unit in known if not codes(unit.source) and "\n" not in words(unit.source)]
    assert (list(taken), asides) == (plain, {})


@pytest.mark.parametrize("name", ["po.po", "xliff12.xlf", "xliff2.xlf"])
def test_weblate_translates_every_text_with_its_codes(name: str) -> None:
    taken, asides = told(f"weblate-translated-{name}")
    assert (list(taken), asides) == (EVERY, {})
    assert taken[EVERY[-1]] == "éaeT ési éneerg. éspuC éera éeulb."


def test_weblate_empties_a_table_and_nothing_is_emptied_on_the_site() -> None:
    table = (RETURNED / "weblate-opened-csv.csv").read_text(encoding="utf-8-sig").splitlines()
    assert all(re.fullmatch('"u[0-9a-f.]+","","","","","",""', row) for row in table[1:])
    assert told("weblate-opened-csv.csv") == ({}, {})


def test_no_check_of_weblate_warns_of_a_sound_translation_and_of_a_lost_picture_one_in_xliff() -> None:
    said = json.loads((RETURNED / "weblate-checks.json").read_text(encoding="utf-8"))
    assert said.pop("weblate") == "2026.10.1"
    assert said.keys() == {"po", "xliff12", "xliff2"}
    for name, found in said.items():
        assert found["sound"] == []
        assert found["asked"] > 70
        assert ("xml-tags" in found["picture lost"]) is (name != "po")
