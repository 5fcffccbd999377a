"""Ten classes of hostile content, in every place of a plan, in each format of text: shown as words, obeyed by nothing.

The page is opened in a browser, and the terminal is a real one, elsewhere: here it is what is in the files.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hostile import CLASSES, PAYLOADS, SIGN, hostile_plan
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import Console

from isogloss.report.model import build_report
from isogloss.report.sheet import as_row
from isogloss.report.terminal import render_plan
from isogloss.report.told import Told, told_of_plan
from isogloss.report.visible import visible
from isogloss.report.write import FORMATS, pieces

if TYPE_CHECKING:
    from isogloss.plan.data import PlanFile

STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> PlanFile:
    return hostile_plan(tmp_path_factory.mktemp("hostile") / "plan.jsonl")


@pytest.fixture(scope="module")
def told(plan: PlanFile) -> Told:
    return told_of_plan(plan)


def written(told: Told, name: str) -> str:
    return "".join(pieces(told, name))


def test_there_are_ten_classes() -> None:
    assert len(CLASSES) == 10


@pytest.mark.parametrize("name", FORMATS)
def test_no_character_of_any_format_steers_what_shows_it(told: Told, name: str) -> None:
    assert not STEERING.findall(written(told, name))


def test_markdown_has_no_link_no_picture_no_mention_and_no_markup_but_ours(told: Told) -> None:
    page = written(told, "md")
    assert len(page.encode()) <= 65_000
    tokens = [
        each
        for token in MarkdownIt("commonmark").enable("table").parse(page)
        for each in [token, *(token.children or [])]
    ]
    assert not {"link_open", "image", "html_block", "fence", "code_block"} & {token.type for token in tokens}
    ours = {f"<{slash}{tag}>" for slash in ("", "/") for tag in ("ins", "del", "b")}
    assert {token.content for token in tokens if token.type == "html_inline"} <= ours
    said = "\n".join(token.content for token in tokens if token.type in ("text", "code_inline", "text_special"))
    assert SIGN in said
    assert not re.search(r"@\w|https?://|www\.|#\d", said)


def test_every_line_of_every_cell_of_the_sheet_is_text_whatever_parts_the_cells(told: Told) -> None:
    rows = list(csv.reader(io.StringIO(written(told, "csv"))))
    assert {len(row) for row in rows} == {9}
    assert any(SIGN in cell for row in rows for cell in row)
    for row in rows:
        for cell in row:
            for piece in re.split(r"[\n\r\t;]", cell):
                assert not piece.startswith(FORMULA), cell[:80]


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1", "'=1"), ("\uff1d1", "'\uff1d1"), ("a;=1", "a;'=1"), ("a\n+1;-2", "a\n'+1;'-2"), ("a - b = c", "a - b = c")],
)
def test_a_sign_is_put_before_what_a_spreadsheet_computes(cell: str, written: str) -> None:
    assert as_row([cell]) == [written]


def test_an_annotation_is_one_command_of_the_documented_grammar(told: Told) -> None:
    lines = written(told, "github").split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(told.findings)
    for line, found in zip(lines, told.findings, strict=True):
        command, properties, message = command_of(line)
        assert command in ("error", "warning", "notice")
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert message == visible(f"{found.where}: {found.message}" if found.where else found.message)


def command_of(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command, read as GitHub's runner reads it: ``::command name={data},name={data}::{value}``."""
    found = re.fullmatch(r"::([a-z-]+)(?: ([^:]*))?::(.*)", line)
    assert found is not None, line[:80]
    command, given, value = found.groups()
    pairs = (each.split("=", 1) for each in (given or "").split(",") if each)
    return command, {name: decoded(data) for name, data in pairs}, decoded(value)


def decoded(data: str) -> str:
    for sign, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        data = data.replace(sign, letter)
    return data


def test_junit_holds_content_as_text_alone(told: Told) -> None:
    root = ET.fromstring(written(told, "junit"))  # noqa: S314  # our own
    assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "system-out"}
    said = "".join(failure.attrib["message"] for failure in root.iter("failure"))
    for _, payload in PAYLOADS:
        assert visible(payload) in said or " ".join(visible(payload).split()) in " ".join(said.split())


def test_no_message_of_sarif_holds_a_link_or_a_placeholder(told: Told) -> None:
    (run,) = json.loads(written(told, "sarif"))["runs"]
    assert len(run["results"]) == len(told.findings)
    for result in run["results"]:
        text = result["message"]["text"]
        assert "](" not in text
        assert not re.search(r"(?<!\{)(\{\{)*\{(?!\{)", text), "a brace alone is a placeholder"
        assert "markdown" not in result["message"]


def test_json_gives_content_back_as_it_is(told: Told, plan: PlanFile) -> None:
    data = json.loads(written(told, "json"))
    labels = {op.label for op in plan.ops()}
    assert {entry["label"] for kind in data["kinds"] for entry in kind["quoted"]} <= labels


def test_a_terminal_is_shown_words_within_its_width(plan: PlanFile) -> None:
    out = io.StringIO()
    render_plan(build_report(plan), Console(file=out, width=80, force_terminal=True, color_system=None))
    text = re.sub("\x1b\\[[0-9;]*m", "", out.getvalue())
    assert not STEERING.findall(text)
    assert max(map(cell_len, text.splitlines())) <= 80
    assert SIGN in text
