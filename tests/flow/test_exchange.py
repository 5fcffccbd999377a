"""Texts to translators and back: unedited, translated whole, and damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import small_site
from command import within
from damages import DAMAGES, LONGEST, every_damage, set_aside
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing
from translator import NS, each_unit, fill, french
from two_worlds import EN, FR, Pair, html, image, remote_of, text

from isogloss import api
from isogloss.errors import UsageError
from isogloss.exchange.formats import codec, read_file
from isogloss.exchange.unit import Format, Sheet
from isogloss.exchange.xliff2 import write
from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import Locale
from isogloss.run.exchange import Received, WhichTexts, plan_of_answers, sheet_of
from isogloss.run.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

BODY = (
    '<h2>Tea</h2><p>Hello <strong>there</strong>, see <a href="https://a.example/">this</a>.</p>'
    '<ul><li>one</li><li>two <img alt="b" src="https://a.example/b.png"> three</li></ul>'
)
CORPS = (
    '<h2>Thé</h2><p>Bonjour <strong>toi</strong>, vois <a href="https://a.example/fr">ceci</a>.</p>'
    '<ul><li>un</li><li>deux <img alt="b" src="https://a.example/b.png"> trois</li></ul>'
)


def site(pair: Pair) -> None:
    pair.left.put("author", "ann", {EN: {"name": text("Ann"), "bio": text("Writes.")}}, slug="ann")
    pair.left.put(
        "article",
        "tea",
        {
            EN: {
                "title": text("Tea"),
                "body": html(BODY),
                "cover": image("https://a.example/c.png", "A pot"),
                STATUS: PUBLISHED,
            },
            FR: {"title": text("Thé"), "body": html(CORPS), STATUS: PUBLISHED},
        },
        slug="tea",
    )
    pair.left.put(
        "article", "cup", {EN: {"title": text("A cup"), "body": html("<p>Two cups</p>"), STATUS: DRAFT}}, slug="cup"
    )


@pytest.fixture(params=["both", "left to right"])
def pair(tmp_path: Path, request: pytest.FixtureRequest) -> Pair:
    made = Pair(tmp_path, options={"flow": request.param})
    site(made)
    made.sync()
    assert made.ops() == []
    return made


def out(pair: Pair, **wish: object) -> Sheet:
    return sheet_of(pair.session(), WhichTexts(FR, **wish))  # type: ignore[arg-type]  # as a test names them


def back(pair: Pair, xml: str, name: str = "fr.xlf") -> Received:
    return plan_of_answers(pair.session(), [read_file(name, xml.encode())], pair.out("exchange"))


def test_what_comes_back_unedited_is_an_empty_plan(pair: Pair) -> None:
    xml = "".join(write(out(pair)))
    imported = back(pair, xml)
    assert imported.plan.header.empty
    assert (imported.taken, imported.asides) == (0, ())
    assert imported.plan.header.counts.records == {}
    assert "".join(write(out(pair))) == xml


def test_every_text_that_is_translated_is_a_cell_of_the_plan_and_no_other(pair: Pair) -> None:
    sheet = out(pair)
    imported = back(pair, each_unit("".join(write(sheet)), fill))
    assert imported.asides == ()
    assert imported.taken == len(sheet.units)
    cells = {
        (op["on"], tuple(op["entry"]), change["locale"], change["field"])
        for op in lines_of(imported.plan, "op")
        for change in op["changes"]
        if change["field"] != STATUS and change["before"] != change["after"]
    }
    sides = ["left", "right"] if pair.options["flow"] == "both" else ["right"]
    wanted = {
        (side, (unit.at.entry.kind, unit.at.entry.name), unit.at.locale, unit.at.field)
        for unit in sheet.units
        for side in sides
    }
    assert cells == wanted
    applied = pair.apply(imported.plan)
    assert set(applied.result.counts()) == {"confirmed"}
    assert pair.shown(Side.RIGHT, "article", "tea", FR, "title") == text(french("Tea"))
    body = pair.shown(Side.RIGHT, "article", "tea", FR, "body")
    assert 'href="https://a.example/fr"' in body.text
    assert french("Hello") in body.text
    assert pair.ops() == []
    assert back(pair, "".join(write(out(pair)))).plan.header.empty


def test_a_translation_that_one_side_lacks_goes_to_both_and_an_old_conflict_still_waits(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    site(pair)
    pair.sync()
    pair.left.edit("author", "ann", EN, name=text("Anna"))
    pair.right.edit("author", remote_of(pair.right, "author", "ann"), EN, name=text("Hannah"))
    pair.sync()
    assert [each.waiting.at.field for each in api.conflicts(pair.session(), api.Which()).found] == ["name"]
    pair.apply(back(pair, each_unit("".join(write(out(pair, kinds=("article",)))), fill)).plan)
    assert pair.shown(Side.LEFT, "article", "cup", FR, "title") == text(french("A cup"))
    assert pair.shown(Side.RIGHT, "article", "cup", FR, "title") == text(french("A cup"))
    assert [each.waiting.at.field for each in api.conflicts(pair.session(), api.Which()).found] == ["name"]


def test_what_is_damaged_is_set_aside_with_its_reason_and_the_rest_goes_on(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Texts, "_longest", lambda self, side, kind, name: LONGEST if name == "title" else None)
    for number in range(8):
        told = {
            locale: {"title": text(f"{title} {number}"), "body": html(body), STATUS: PUBLISHED}
            for locale, title, body in ((EN, "Tea", BODY), (FR, "Thé", CORPS))
        }
        pair.left.put("article", f"tea-{number}", told, slug=f"tea-{number}")
    pair.sync()
    sheet = out(pair)
    ((spoiled, wanted),) = every_damage("".join(write(sheet)))
    imported = back(pair, spoiled)
    assert len(wanted) == len(DAMAGES) > 20
    assert set_aside(imported.asides, wanted)
    assert imported.taken == len(sheet.units) - len(wanted)
    assert set(pair.apply(imported.plan).result.counts()) == {"confirmed"}
    assert pair.ops() == []


def test_two_answers_of_different_words_are_both_set_aside(pair: Pair) -> None:
    xml = "".join(write(out(pair)))
    one, other = each_unit(xml, fill), each_unit(xml, lambda unit: fill(unit, str.swapcase))
    files = [read_file(name, each.encode()) for name, each in (("one.xlf", one), ("other.xlf", other))]
    imported = plan_of_answers(pair.session(), files, pair.out("exchange"))
    assert imported.taken == 0
    assert {aside.why for aside in imported.asides} == {"it is answered twice, in different words; leave one of them"}
    assert {aside.file for aside in imported.asides} == {"one.xlf", "other.xlf"}
    again = plan_of_answers(pair.session(), [files[0], files[0]], pair.out("exchange"))
    assert again.asides == ()


def test_a_file_of_another_language_and_one_that_is_cut_are_set_aside_whole(pair: Pair) -> None:
    xml = each_unit("".join(write(out(pair))), fill)
    german = read_file("de.xlf", xml.replace('trgLang="fr"', 'trgLang="de"').encode())
    japanese = read_file("ja.xlf", xml.replace('trgLang="fr"', 'trgLang="ja"').encode())
    backward = read_file("back.xlf", xml.replace('srcLang="en"', 'srcLang="it"').encode())
    imported = plan_of_answers(pair.session(), [german, japanese, backward], pair.out("exchange"))
    assert imported.plan.header.empty
    assert imported.asides[0].why.startswith("it is a translation into de, and there is fr, ja")
    assert "it is a translation from it, and en is wanted" in imported.asides[1].why
    assert {aside.why for aside in imported.asides[2:]} == {
        "there is no such text any more, or it is of another language or mapping; export again"
    }
    cut, well = pair.folder / "cut.xlf", pair.folder / "well.xlf"
    cut.write_text(xml[: len(xml) // 2], encoding="utf-8")
    well.write_text(xml, encoding="utf-8")
    received = api.import_texts(pair.session(), [str(cut), str(well)], pair.out("exchange"))
    (aside,) = received.asides
    assert aside.why.startswith("it is no XML: line ")
    assert received.taken > 0


def test_an_edit_on_the_site_since_the_export_is_not_written_over(pair: Pair) -> None:
    xml = each_unit("".join(write(out(pair))), fill)
    pair.right.edit("article", remote_of(pair.right, "article", "tea"), FR, title=text("Le thé"))
    pair.left.edit("article", "cup", EN, title=text("Cups"))
    if pair.options["flow"] == "both":
        pair.sync()
    imported = back(pair, xml)
    found = {aside.where.split(" · ")[0]: aside.why for aside in imported.asides}
    assert "its translation was changed on the site since the export" in found["article/tea (Tea)"]
    assert "its source was changed since the export" in found["article/cup (Cups)"]


def test_what_has_not_crossed_yet_waits_for_a_sync(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"flow": "left to right"})
    site(pair)
    imported = back(pair, each_unit("".join(write(out(pair))), fill))
    assert imported.plan.header.empty
    assert {aside.why for aside in imported.asides} == {
        "right does not have the entry yet; sync first, then import again"
    }


def test_a_text_of_which_some_parts_have_no_translation_waits_for_all(pair: Pair) -> None:
    pair.left.put(
        "article", "new", {EN: {"title": text("New"), "body": html("<p>One</p><p>Two</p>"), STATUS: DRAFT}}, slug="new"
    )
    pair.sync()

    def change(unit: ET.Element) -> None:
        if "Two" not in "".join(unit.find(f"{{{NS}}}segment").itertext()):
            fill(unit)

    sheet = out(pair)
    imported = back(pair, each_unit("".join(write(sheet)), change))
    assert {aside.why for aside in imported.asides} == {
        "its text has 2 parts, and 1 of them came without a translation; all of them are needed"
    }
    assert imported.taken == len(sheet.units) - 3  # and that of two cups, which nobody gave


def test_only_what_is_asked_for_goes_out(pair: Pair) -> None:
    assert {unit.at.entry.name for unit in out(pair, only=("missing",)).units} == {"ann", "cup", "tea"}
    assert {unit.name for unit in out(pair, only=("missing",)).units if unit.at.entry.name == "tea"} == {"cover.alt"}
    assert {unit.at.entry.kind for unit in out(pair, kinds=("author",)).units} == {"author"}
    assert out(pair, only=("stale",)).units == ()
    with pytest.raises(UsageError, match="there is no locale de"):
        sheet_of(pair.session(), WhichTexts(Locale("de")))
    with pytest.raises(UsageError, match="is the primary locale"):
        sheet_of(pair.session(), WhichTexts(EN))


def stale_site(pair: Pair) -> None:
    """One block of a text and nothing else is edited in the primary, and carried."""
    pair.left.edit("article", "tea", EN, body=html(BODY.replace("Hello", "Welcome")))
    pair.sync()
    pair.left.edit("article", "tea", FR, title=text("Thé."))  # by its time, French is newer than its source
    pair.sync()


def test_what_its_source_left_behind_goes_out_text_by_text_with_what_the_source_was(pair: Pair) -> None:
    stale_site(pair)
    sheet = out(pair, only=("stale",))
    units = sheet.units
    if pair.options["flow"] != "both":  # what the source was is not kept, so every text of the cell may be older
        assert {str(unit.at.field) for unit in units} == {"body"}
        assert all(unit.alternative is None for unit in units)
        return
    (unit,) = units
    assert unit.alternative == ("Hello there, see this.", "Bonjour toi, vois ceci.")
    xliff = "".join(write(sheet))
    (match,) = ET.fromstring(xliff).iter("{urn:oasis:names:tc:xliff:matches:2.0}match")  # noqa: S314  # our own
    assert [each.text for each in match] == list(unit.alternative)
    assert '<alt-trans alttranstype="previous-version"><source>Hello there, see this.</source>' in "".join(
        codec("xliff12").write(sheet)
    )
    assert '#| msgid "Hello there, see this."' in "".join(codec("po").write(sheet))
    assert "the source was: Hello there, see this." in "".join(codec("csv").write(sheet))


@pytest.mark.parametrize("form", ["xliff2", "xliff12", "csv", "po"])
def test_what_goes_out_with_an_older_source_comes_back_unedited_as_an_empty_plan(pair: Pair, form: Format) -> None:
    stale_site(pair)
    made = "".join(codec(form).write(out(pair)))
    imported = back(pair, made, f"fr.{form}")
    assert imported.plan.header.empty
    assert imported.taken == 0


def test_a_new_translation_of_what_was_left_behind_catches_up(pair: Pair) -> None:
    stale_site(pair)
    answered = back(pair, each_unit("".join(write(out(pair))), fill))
    assert answered.asides == ()
    pair.apply(answered.plan)
    assert out(pair, only=("stale",)).units == ()


def test_made_up_text_fills_a_locale_by_a_plan(pair: Pair) -> None:
    made = api.pseudo_texts(pair.session(), WhichTexts(FR, only=("missing",)), pair.out("pseudo"), "accents")
    assert made.asides == ()
    assert made.taken == len(out(pair, only=("missing",)).units)
    pair.apply(made.plan)
    assert pair.shown(Side.RIGHT, "article", "cup", FR, "title") == text("[Å çûþ ļöŕéɱ]")
    assert pair.shown(Side.RIGHT, "article", "tea", FR, "title") == text("Thé")
    assert out(pair, only=("missing",)).units == ()


def test_nobody_plans_made_up_text_for_a_real_site(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.FORWARD, patience=PROMPT)
    crossing.seed()
    assert within(crossing, "sync", "MAPPING").code == 0
    sandboxes.forget()
    done = within(crossing, "exchange", "pseudo", "MAPPING", "--locale", "fr-FR", "--out", tmp_path / "p.jsonl")
    assert (done.code, "texts taken" in done.out) == (0, True), done.err
    crossing.write_mapping((f'base_url: "{sandboxes.butter.url}/v2"', "base_url: https://api.buttercms.com/v2"))
    real = within(crossing, "exchange", "pseudo", "MAPPING", "--locale", "fr-FR", "--out", tmp_path / "q.jsonl")
    assert (real.code, "made-up text is for a sandbox or a bundle" in real.err) == (2, True)
    assert not (tmp_path / "q.jsonl").exists()
    assert not sandboxes.writes()
