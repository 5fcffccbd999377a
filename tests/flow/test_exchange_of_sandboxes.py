"""``isogloss exchange`` between the two sandboxes: a small site and that of the demo, out and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import small_site
from command import within
from damages import LONGEST, every_damage, set_aside
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, at_rest, settled
from translator import each_unit, fill

from isogloss.demo import site as demo
from isogloss.exchange.formats import read_file
from isogloss.exchange.xliff2 import write
from isogloss.model.entry import STATUS
from isogloss.model.locale import Locale
from isogloss.plan.data import read_plan
from isogloss.run.exchange import WhichTexts, plan_of_answers, sheet_of
from isogloss.run.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

NOT_THERE = ("a picture is gone", "a picture stands twice", "a pair went into another", "tags cross")
"""For these the demo has no text: a picture in one, or two pairs of tags."""
SUFFIXES = ("xliff2", "xliff12", "csv", "po")


def carried(sandboxes: Sandboxes, folder: Path, flow: str) -> Crossing:
    crossing = Crossing(sandboxes, folder, flow=flow, patience=PROMPT)
    crossing.seed()
    crossing.sync()
    return crossing


@pytest.mark.parametrize("flow", [small_site.BOTH, small_site.FORWARD, small_site.BACKWARD])
def test_a_locale_goes_out_and_comes_back_translated(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = carried(sandboxes, tmp_path, flow)
    out, plan = tmp_path / "fr.xlf", tmp_path / "fr.jsonl"
    sandboxes.forget()
    sent = within(crossing, "exchange", "export", "MAPPING", "--locale", "fr-FR", "--out", out)
    assert sent.code == 0, sent.err
    assert re.search(r"fr\.xlf: \d+ texts for fr-FR\n", sent.out)
    unedited = within(crossing, "exchange", "import", "MAPPING", out, "--out", plan, "--json")
    assert unedited.code == 0
    assert unedited.data["ops"] == unedited.data["taken"] == 0
    assert unedited.data["set_aside"] == []
    assert read_plan(plan).header.empty
    assert sandboxes.writes() == []
    xml = out.read_text(encoding="utf-8")
    names: list[str] = []

    def change(unit) -> None:
        # what is not there on both sides, or has edits that are not published, waits for people, as in any plan
        fill(unit)
        names.append(unit.get("name"))

    out.write_text(each_unit(xml, change), encoding="utf-8")
    back = within(crossing, "exchange", "import", "MAPPING", out, "--out", plan, "--json")
    data = back.data
    assert data["taken"] + len(data["set_aside"]) == len(names)
    assert data["taken"] > len(names) / 2
    for aside in data["set_aside"]:
        assert re.search("does not have the entry yet|not published yet|an edit of it has not crossed", aside["why"])
    changed = {
        (*op["entry"], change["locale"], change["field"])
        for op in lines_of(read_plan(plan), "op")
        for change in op["changes"]
        if change["field"] != STATUS and change["before"] != change["after"]
    }
    assert {cell[2] for cell in changed} == {"fr-FR"}
    applied = within(crossing, "apply", plan, "--json")
    assert applied.code == 0, applied.out
    at_rest(crossing)


def test_the_site_of_the_demo_comes_back_unedited_as_an_empty_plan_and_translated_as_its_cells(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Texts, "_longest", lambda self, side, kind, name: LONGEST if name == "title" else None)
    text = demo.mapping_text().replace("flow: webflow -> butter", "flow: @FLOW@")
    text = text.replace("${WEBFLOW_URL}", "@WEBFLOW@").replace("${BUTTERCMS_URL}", "@BUTTER@")
    crossing = Crossing(sandboxes, tmp_path, text=text, patience=PROMPT)
    sandboxes.webflow.seed(demo.webflow_seed())
    sandboxes.butter.seed(demo.butter_seed())
    crossing.sync()
    sheet = sheet_of(crossing.session(), WhichTexts(Locale("fr-FR")))
    xml = "".join(write(sheet))
    unedited = plan_of_answers(crossing.session(), [read_file("fr", xml.encode())], tmp_path / "same.jsonl")
    assert (unedited.plan.header.empty, unedited.asides, unedited.unchanged) == (True, (), len(sheet.units))
    filled = each_unit(xml, fill)
    answered = plan_of_answers(crossing.session(), [read_file("fr", filled.encode())], tmp_path / "new.jsonl")
    aside = {(each.unit, each.why) for each in answered.asides}
    assert all("not published yet" in why or "has not crossed" in why for _, why in aside), aside
    wanted = {
        (unit.at.entry.kind, unit.at.entry.name, unit.at.field) for unit in sheet.units if unit.id not in dict(aside)
    }
    changed = {
        (*op["entry"], change["field"])
        for op in lines_of(answered.plan, "op")
        for change in op["changes"]
        if change["field"] != STATUS and change["before"] != change["after"]
    }
    assert changed == wanted
    held = {id_ for id_, _ in aside}
    ways = 0
    for spoiled, said in every_damage(xml, NOT_THERE, lambda unit: unit.get("id") not in held):
        damaged = plan_of_answers(crossing.session(), [read_file("fr", spoiled.encode())], tmp_path / "damaged.jsonl")
        assert set_aside([each for each in damaged.asides if (each.unit, each.why) not in aside], said)
        assert damaged.taken == answered.taken - len(said)
        ways += len(said)
    assert ways >= 20
    applied = crossing.apply(answered.plan)
    settled(applied)
    at_rest(crossing)


def test_a_site_goes_out_in_every_format_and_says_nothing_new(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = carried(sandboxes, tmp_path, small_site.BOTH)
    for suffix in SUFFIXES:
        out, plan = tmp_path / f"ja.{suffix}", tmp_path / f"{suffix}.jsonl"
        sent = within(
            crossing, "exchange", "export", "MAPPING", "--locale", "ja", "--format", suffix, "--out", out, "--json"
        )
        assert (sent.code, sent.data["format"]) == (0, suffix)
        back = within(crossing, "exchange", "import", "MAPPING", out, "--out", plan, "--json")
        assert (back.code, back.data["ops"], back.data["set_aside"]) == (0, 0, [])
        assert back.data["unchanged"] == sum(sent.data["texts"].values())


def test_what_is_damaged_is_told_with_its_file_and_line_and_the_command_ends_with_one(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = carried(sandboxes, tmp_path, small_site.FORWARD)
    out = tmp_path / "fr.xlf"
    within(crossing, "exchange", "export", "MAPPING", "--locale", "fr-FR", "--kind", "topic", "--out", out)
    xml = out.read_text(encoding="utf-8")
    out.write_text(xml.replace("<target>Thé</target>", "<target> </target>"), encoding="utf-8")
    ran = within(crossing, "exchange", "import", "MAPPING", out, tmp_path / "fr.xlf", "--out", "-")
    assert ran.code == 1
    assert re.search(
        r"set aside: \S+fr\.xlf:\d+: topic/tea \(Tea\) · fr-FR · name: its translation is empty\.", ran.err
    )
    assert '"purpose": "exchange"' in ran.out or '"purpose":"exchange"' in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("send", "MAPPING"), "send: say isogloss exchange export MAPPING, exchange import MAPPING FILE, or exchange"),
        (("export", "MAPPING"), "--locale is needed"),
        (("export", "MAPPING", "--locale", "fr-FR"), "--out is needed"),
        (("export",), "Name one mapping"),
        (("import", "MAPPING"), "Name a mapping and files"),
        (("import", "MAPPING", "x", "--locale", "fr-FR"), "--locale is not for exchange import."),
        (("export", "MAPPING", "--least", "final"), "--least is not for exchange export."),
        (("export", "MAPPING", "--locale", "fr-FR", "--out", "x", "--only", "old"), "--only old: there is missing,"),
        (("export", "MAPPING", "--locale", "fr-FT", "--out", "x"), "there is no locale fr-FT; did you mean fr-FR?"),
        (("export", "MAPPING", "--locale", "ja", "--out", "x", "--kind", "artcle"), "did you mean article?"),
        (("import", "MAPPING", "none.xlf", "--out", "x"), "none.xlf: the file cannot be read"),
    ],
)
def test_what_cannot_be_asked_ends_with_two(
    sandboxes: Sandboxes, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, patience=PROMPT)
    ran = within(crossing, "exchange", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
