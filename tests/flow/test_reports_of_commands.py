"""``--report`` of every command that finds something, and ``show``: the same facts again, from files alone."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import small_site
from command import within
from jsonschema import Draft202012Validator
from sandboxes import PROMPT, Crossing

from isogloss.report.json import report_schema

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

SITE: dict[str, Any] = {
    "article": {f"post-{n}": {"all": {}, "en": {"title": f"T {n}"}, "fr": {"title": f"F {n}"}} for n in range(2)}
}


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, patience=PROMPT)
    made.seed(SITE)
    return made


def to(crossing: Crossing, *names: str) -> list[str]:
    """Words that ask for reports, each with its format as the ending of its name or before it."""
    words = []
    for name in names:
        form, _, file = name.rpartition(":")
        words += ["--report", f"{form or file.rpartition('.')[2]}={crossing.folder / file}"]
    return words


def report(crossing: Crossing, name: str) -> Any:
    return json.loads((crossing.folder / name).read_text(encoding="utf-8"))


def cases(crossing: Crossing, name: str) -> list[str]:
    root = ET.fromstring((crossing.folder / name).read_text(encoding="utf-8"))  # noqa: S314  # our own
    return [case.attrib["classname"] for case in root.iter("testcase")]


def edited(crossing: Crossing, title: str) -> None:
    crossing.source.edit(
        action="update",
        collection="posts",
        item="post-0",
        locale=small_site.LOCALES["en"],
        fields={"name": title},
        publish=True,
    )


def test_a_report_says_who_made_its_plan_and_who_ran_it_where_that_is_told(
    crossing: Crossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISOGLOSS_USER", "Ann")
    within(crossing, "plan", "MAPPING")
    monkeypatch.setenv("ISOGLOSS_USER", "Ben")
    within(crossing, "apply", "PLAN", *to(crossing, "done.json", "done.html"))
    told = report(crossing, "done.json")
    assert (told["facts"]["by"], told["ended"]["by"]) == ("Ann", "Ben")
    assert told["facts"]["accounts"] == {
        "webflow": "the Webflow site Pots (pots)",
        "butter": "the ButterCMS account of its token",
    }
    (run,) = (crossing.folder / "runs" / "pots").iterdir()
    shown = within(crossing, "show", run.name)
    assert "Run by: Ben" in shown.out
    assert "Made by: Ann" in shown.out
    assert "Ben" in (run / "report.html").read_text(encoding="utf-8")
    monkeypatch.delenv("ISOGLOSS_USER")
    within(crossing, "undo", "MAPPING", run.name, "--out", crossing.folder / "undo.jsonl")
    assert " by:" not in within(crossing, "show", crossing.folder / "undo.jsonl").out


def test_each_command_writes_the_reports_that_it_is_asked_for(crossing: Crossing) -> None:
    said = within(crossing, "check", "MAPPING", *to(crossing, "check.json", "check.html"))
    assert said.code == 0
    assert report(crossing, "check.json")["passed"] is True
    assert "Check of pots" in (crossing.folder / "check.html").read_text(encoding="utf-8")
    within(crossing, "sync", "MAPPING", *to(crossing, "sync.json", "junit:sync.xml"))
    told = report(crossing, "sync.json")
    assert told["ended"]["outcomes"] == {"confirmed": 4}
    assert {"isogloss.op-failed", "isogloss.conflict"} <= set(cases(crossing, "sync.xml"))
    within(crossing, "verify", "MAPPING", *to(crossing, "junit:verify.xml", "verify.md"))
    rules = ("differs", "not-compared", "kept-by-policy", "alone")
    assert cases(crossing, "verify.xml") == [f"isogloss.{rule}" for rule in rules]
    assert "Nothing was found." in (crossing.folder / "verify.md").read_text(encoding="utf-8")
    edited(crossing, "T 0, better")
    within(crossing, "plan", "MAPPING", *to(crossing, "plan.csv"))
    with (crossing.folder / "plan.csv").open(encoding="utf-8", newline="") as lines:
        (row,) = [row for row in csv.DictReader(lines) if row["field"] == "title"]
    assert (row["before"], row["after"]) == ("T 0", "T 0, better")
    within(crossing, "apply", "PLAN", *to(crossing, "apply.html"))
    page = (crossing.folder / "apply.html").read_text(encoding="utf-8")
    assert "Of its ops: " in page
    assert "Nothing has been written" not in page


def test_a_run_is_shown_again_from_its_files_alone(crossing: Crossing) -> None:
    within(crossing, "sync", "MAPPING", *to(crossing, "sync.json", "sync.html"))
    (run,) = [path.name for path in (crossing.folder / "runs" / "pots").iterdir()]
    crossing.mapping.unlink()
    again = within(crossing, "show", run, *to(crossing, "again.json", "again.html"))
    assert again.code == 0
    assert f"Run {run}. Of its ops: 4 confirmed." in again.out
    assert within(crossing, "show", run[:17]).out == again.out, "as much of the id as tells it from the others"
    for name in ("json", "html"):
        assert (crossing.folder / f"again.{name}").read_bytes() == (crossing.folder / f"sync.{name}").read_bytes()
    Draft202012Validator(report_schema()).validate(report(crossing, "again.json"))


def test_a_plan_is_shown_again_as_it_was_and_in_part(crossing: Crossing) -> None:
    first = within(crossing, "plan", "MAPPING")
    again = within(crossing, "show", "PLAN")
    assert again.code == 0
    assert first.out.startswith(again.out)
    part = within(crossing, "show", "PLAN", "--report-filter", "locale=fr-FR,locale=de", "--json")
    told = json.loads(part.out)
    assert told["chosen"] == "locale=de,locale=fr-FR"
    assert {total["locale"] for total in told["cells"]} == {"fr-FR", "*"}
    assert told["unmet"] == "Nothing in the plan is of locale de; it has en-US, fr-FR."


def test_a_run_that_was_cut_is_its_plan_so_far(crossing: Crossing) -> None:
    within(crossing, "sync", "MAPPING")
    (run,) = (crossing.folder / "runs" / "pots").iterdir()
    (run / "result.json").unlink()
    shown = within(crossing, "show", run.name)
    assert shown.code == 0
    assert "Of its ops" not in shown.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "20260101-101010-abcd"), "no files of a run 20260101-101010-abcd are kept"),
        (("show", "20260101-10"), "no files of a run 20260101-10 are kept"),
        (("show", "nothing.jsonl"), "nothing.jsonl: the plan cannot be read"),
        (("show", "PLAN", "--report", "pdf=x"), "pdf is no format of a report"),
        (("show", "PLAN", "--report-filter", "kinds=a"), "kinds=a says nothing that is known"),
        (("show", "PLAN", "--report-images", "--report", "md=x.md"), "only an HTML report holds pictures"),
        (("show", "PLAN", "--report", "html=."), "--report html=.: that is a folder; write it as FORMAT=PATH"),
        (("show", "PLAN", "--report", "html=nothing/"), "--report html=nothing/: that is a folder"),
        (("verify", "MAPPING", "--report-filter", "kind=article"), "No such option '--report-filter'"),
        (("check", "MAPPING", "--report-filter", "kind=article"), "No such option '--report-filter'"),
    ],
)
def test_what_cannot_be_shown_ends_with_two(crossing: Crossing, words: tuple[str, ...], said: str) -> None:
    within(crossing, "plan", "MAPPING")
    shown = within(crossing, *words)
    assert shown.code == 2
    assert said in shown.err


def test_a_result_that_is_none_ends_with_two_and_its_path(crossing: Crossing) -> None:
    within(crossing, "sync", "MAPPING")
    (run,) = (crossing.folder / "runs" / "pots").iterdir()
    for broken in ("{", '{"run": 1}', "[]"):
        (run / "result.json").write_text(broken)
        shown = within(crossing, "show", run.name)
        assert shown.code == 2
        assert "result.json: the result of the run cannot be read" in shown.err
    shutil.rmtree(run)
    assert "no files of a run" in within(crossing, "show", run.name).err


def test_a_refused_sync_leaves_its_report(crossing: Crossing) -> None:
    within(crossing, "sync", "MAPPING")
    edited(crossing, "T 0, better")
    crossing.write_mapping(("limits: {delete: 100%, change: 100%, minimum: 1000}", "limits: {change: 10%, minimum: 1}"))
    ran = within(crossing, "sync", "MAPPING", *to(crossing, "refused.md"))
    assert ran.code == 4
    assert "REFUSED" in (crossing.folder / "refused.md").read_text(encoding="utf-8")


def test_a_report_on_stdout_stands_there_alone(crossing: Crossing) -> None:
    for words in (("check", "MAPPING"), ("plan", "MAPPING"), ("sync", "MAPPING"), ("verify", "MAPPING")):
        ran = within(crossing, *words, "--report", "json=-")
        assert json.loads(ran.out)["findings"] is not None
    both = within(crossing, "plan", "MAPPING", "--report", "json=-", "--report", "md=-")
    assert (both.code, both.out) == (2, "")
    assert "two reports cannot both go to stdout" in both.err


def test_a_limit_is_raised_for_one_run_and_the_plan_says_so(crossing: Crossing) -> None:
    within(crossing, "sync", "MAPPING")
    edited(crossing, "T 0, better")
    crossing.write_mapping(("limits: {delete: 100%, change: 100%, minimum: 1000}", "limits: {change: 10%, minimum: 1}"))
    refused = within(crossing, "plan", "MAPPING")
    assert (refused.code, "give --limit change=… for this run" in refused.err) == (4, True)
    raised = within(crossing, "plan", "MAPPING", "--limit", "change=80%", *to(crossing, "plan.md", "json:plan.report"))
    assert raised.code == 0
    assert "Limits for this run alone: change=80%." in raised.out
    assert report(crossing, "plan.report")["raised"] == ["change=80%"]
    assert within(crossing, "apply", "PLAN").code == 0
    assert within(crossing, "sync", "MAPPING", "--limit", "kinds.article.change=0").code == 0


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("chang=80%", "--limit: there is no limit chang"),
        ("change=many", "give a share or a count"),
        ("change=-1", "give a share or a count"),
        ("change", "give a share or a count"),
        ("minimum=5%", "give a number of entries"),
        ("kinds.artcle.delete=5", "there is no kind artcle; did you mean article?"),
        ("locales.fr.change=5", "there is no locale fr"),
        ("fields.title.change=5", "write it as change, kinds.KIND.change or locales.LOCALE.change"),
    ],
)
def test_a_limit_that_is_none_ends_with_two(crossing: Crossing, limit: str, said: str) -> None:
    ran = within(crossing, "plan", "MAPPING", "--limit", limit)
    assert ran.code == 2
    assert said in ran.err


def test_what_became_of_a_run_is_told_where_its_report_cannot_be_written(crossing: Crossing) -> None:
    in_the_way = crossing.folder / "taken"
    in_the_way.write_text("", encoding="utf-8")
    ran = within(crossing, "sync", "MAPPING", "--report", f"md={in_the_way / 'run.md'}")
    assert ran.code == 2
    assert "the report cannot be written" in ran.err
    assert "isogloss: summary mapping=pots" in ran.err
    assert "confirmed" in ran.out
