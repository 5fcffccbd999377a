"""``isogloss readiness``: how far each entry is in each locale, and gates."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from sandboxes import PROMPT, Crossing
from two_worlds import EN, FR, Pair, remote_of, text

from isogloss import api
from isogloss.answers import Standing
from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.value import Scalar
from isogloss.report.readiness import render_readiness_markdown

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

SITE: dict[str, Any] = {
    "article": {
        "both": {"all": {}, "en": {"title": "Both"}, "fr": {"title": "Les deux"}},
        "same": {"all": {}, "en": {"title": "Same"}, "fr": {"title": "Same"}},
        "alone": {"all": {}, "en": {"title": "Alone"}},
    }
}


def standings(pair: Pair, side: str = "left") -> dict[tuple[str, str], Standing]:
    with_rows = api.readiness(pair.session())
    return {(row.label, row.locale): row for row in with_rows.rows if row.side == side and row.locale in (EN, FR)}


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path, options={"flow": "left to right"})
    for name, french in (("own", "Thé"), ("same", "Tea same"), ("gone", None)):
        variants = {EN: {"title": text(f"Tea {name}"), STATUS: PUBLISHED}}
        if french is not None:
            variants[FR] = {"title": text(french), STATUS: DRAFT if name == "same" else PUBLISHED}
        made.left.put("article", name, variants, slug=name)
    return made


def test_what_an_entry_has_in_a_locale_is_told_by_its_words_and_state(pair: Pair) -> None:
    found = standings(pair)
    assert {at: (row.held, row.shows, row.ready) for at, row in found.items()} == {
        ("Tea own", EN): ("own", "published", True),
        ("Tea own", FR): ("own", "published", True),
        ("Tea same", EN): ("own", "published", True),
        ("Tea same", FR): ("same words", "draft", False),
        ("Tea gone", EN): ("own", "published", True),
        ("Tea gone", FR): ("missing", "", False),
    }


def test_a_gate_asks_of_the_side_that_content_comes_from(pair: Pair) -> None:
    found = api.readiness(pair.session())
    assert found.asked == ("left",)
    assert (found.share(FR), found.share(EN)) == ((1, 3), (3, 3))
    other = api.readiness(pair.session(), (Side.RIGHT,))
    assert (other.asked, other.share(FR)) == (("right",), (0, 0))
    pair.options["flow"] = "both"
    assert api.readiness(pair.session()).asked == ("left", "right")


def test_a_translation_that_is_older_than_its_source_is_stale(pair: Pair) -> None:
    assert not standings(pair)["Tea own", FR].stale
    pair.left.edit("article", "own", EN, title=text("Tea, better"))
    assert standings(pair)["Tea, better", FR].stale
    assert not standings(pair)["Tea, better", EN].stale
    pair.left.edit("article", "own", FR, title=text("Thé, mieux"))
    assert standings(pair)["Tea, better", FR].ready


def test_what_waits_for_a_person_is_blocked(pair: Pair) -> None:
    pair.options["flow"] = "both"
    pair.sync()
    pair.left.edit("article", "own", FR, title=text("Thé A"))
    pair.right.edit("article", remote_of(pair.right, "article", "own"), FR, title=text("Thé B"))
    row = standings(pair)["Tea own", FR]
    assert (row.blocked, row.ready) == ("both sides changed", False)
    assert standings(pair)["Tea own", EN].blocked == ""


def test_the_command_ends_with_one_below_a_gate_and_says_how_far(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, patience=PROMPT)
    crossing.seed(SITE)
    words = [f"--report={name}={tmp_path / f'r.{name}'}" for name in ("html", "md", "csv", "json")]
    low = within(crossing, "readiness", "MAPPING", "--gate", "fr-FR=33%", *words)
    assert low.code == 0
    assert "holds  fr-FR: 1 of 3 entries ready (33.3%), 33.0% asked for" in low.out
    high = within(crossing, "readiness", "MAPPING", "--gate", "fr-FR=95%", "--json")
    assert high.code == 1
    (gate,) = high.data["gates"]
    assert gate == {"locale": "fr-FR", "least": 0.95, "holds": False, "ready": 1, "entries": 3}
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 3 * len(small_site.LOCALES)
    assert [row["ready"] for row in rows if row["locale"] == "fr-FR"].count("yes") == 1
    assert json.loads((tmp_path / "r.json").read_text())["rows"] == high.data["rows"]
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "same words" in page
    assert "Holds" in page
    assert "| webflow | article | fr-FR | 3 | 1 |" in (tmp_path / "r.md").read_text(encoding="utf-8")
    assert not crossing.sandboxes.writes()
    assert not crossing.state.exists()


def test_a_report_on_stdout_is_alone_there(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, patience=PROMPT)
    crossing.seed(SITE)
    ran = within(crossing, "readiness", "MAPPING", "--gate", "fr-FR=95%", "--report", "md=-")
    assert ran.code == 1
    assert ran.out.startswith("## Readiness of ")
    assert "On webflow" not in ran.out
    assert within(crossing, "readiness", "MAPPING", "--report", "json=-").data["rows"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--report", "md=-", "--report", "json=-"), "two reports cannot both go to stdout"),
        (("--gate", "fr-FR"), "write it as LOCALE=P%"),
        (("--gate", "fr-FR=120%"), "write it as LOCALE=P%"),
        (("--gate", "fr-FT=95%"), "there is no locale fr-FT; did you mean fr-FR?"),
        (("--side", "weblow"), "did you mean webflow?"),
        (("--report", "junit=x"), "junit is no format of a report"),
    ],
)
def test_what_cannot_be_asked_ends_with_two(
    sandboxes: Sandboxes, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, patience=PROMPT)
    ran = within(crossing, "readiness", "MAPPING", *words)
    assert ran.code == 2
    assert said in ran.err


def test_what_nobody_is_to_see_is_archived(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, patience=PROMPT)
    crossing.seed(SITE)
    place = {"collection": "posts", "item": "both", "locale": small_site.LOCALES["fr"]}
    crossing.source.edit(action="archive", **place)
    rows = within(crossing, "readiness", "MAPPING", "--json").data["rows"]
    (row,) = [row for row in rows if (row["entry"], row["locale"]) == ("both", "fr-FR")]
    assert (row["shows"], row["ready"]) == ("archived", False)


@pytest.mark.parametrize("flow", ["both", "left to right"])
def test_a_translation_whose_source_changed_since_it_was_agreed_on_is_stale(pair: Pair, flow: str) -> None:
    pair.options["flow"] = flow
    pair.sync()
    pair.left.edit("article", "own", EN, title=text("Green tea own"))
    pair.sync()
    pair.left.edit("article", "own", FR, hot=Scalar("flag", "true"))  # so that by its time it is newer than its source
    pair.sync()
    row = standings(pair)["Green tea own", FR]
    assert (row.held, row.stale, row.ready) == ("own", True, False)
    kept = text("Tea own") if flow == "both" else None  # in one direction nobody merges, so nothing is kept
    (source,) = row.sources
    assert (source.field, source.was is None or source.was.text, source.now) == (
        "title",
        kept is None or kept.text,
        text("Green tea own"),
    )
    found = api.readiness(pair.session())
    said = "title [-Tea-]{+Green tea+} own" if flow == "both" else "title"
    assert f"its source changed since: {said}" in render_readiness_markdown(found, ()).replace("\\", "")
    assert not standings(pair)["Green tea own", EN].stale
    pair.left.edit("article", "own", FR, title=text("Thé vert"))
    pair.sync()
    assert standings(pair)["Green tea own", FR].ready


def test_both_edited_before_one_run_leave_nothing_behind(pair: Pair) -> None:
    pair.options["flow"] = "both"
    pair.sync()
    pair.left.edit("article", "own", EN, title=text("Green tea"))
    pair.left.edit("article", "own", FR, title=text("Thé vert"))
    pair.sync()
    assert standings(pair)["Green tea", FR].sources == ()
