"""What goes where: data on stdout, messages on stderr, colours on terminals only; and the exit codes of good runs."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import jsonschema
import pytest
import small_site
from command import environment_of, isogloss, within
from first_seen import ENVIRONMENT, EVERY, MOST, of_command
from forked import Forked
from sandboxes import Crossing

from isogloss.cli.first import begin, wipe
from isogloss.cli.overview import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

ESCAPE = "\x1b"
COLOURS = re.compile(r"\x1b\[[0-9;]*(3[0-7]|4[0-7]|9[0-7]|38|48)[0-9;]*m")


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path)
    made.seed()
    return made


def test_every_json_document_has_a_version_and_is_all_of_stdout(crossing: Crossing) -> None:
    ran = [
        within(crossing, *words, "--json", "-v")
        for words in (
            ("check", "MAPPING"),
            ("plan", "MAPPING"),
            ("apply", "PLAN"),
            ("sync", "MAPPING"),
            ("verify", "MAPPING"),
            ("status", "MAPPING"),
            ("lock", "MAPPING"),
        )
    ]
    for each in ran:
        assert each.code == 0, each
        assert re.fullmatch(r"1\.\d+", each.data["format_version"]), each.out[:200]
    run = ran[2].data["run"]
    undone = within(crossing, "undo", "MAPPING", run, "--json", "--out", crossing.folder / "undo.jsonl")
    assert undone.data["format_version"]


def test_messages_go_to_stderr_and_data_to_stdout(crossing: Crossing) -> None:
    assert within(crossing, "plan", "MAPPING").err == ""
    crossing.sandboxes.butter.fault(kind="status", status=429, retry_after=0.05, method="POST")
    ran = within(crossing, "apply", "PLAN", "-v")
    assert "request repeated" in ran.err
    assert "request" not in ran.out.splitlines()[0]
    assert "confirmed" in ran.out


def test_quiet_says_nothing_where_nothing_is_wrong(crossing: Crossing) -> None:
    for words in (("plan", "MAPPING"), ("apply", "PLAN"), ("sync", "MAPPING"), ("verify", "MAPPING")):
        ran = within(crossing, *words, "--quiet")
        assert (ran.code, ran.out, ran.err) == (0, "", ""), words


def test_quiet_still_says_what_needs_a_person(crossing: Crossing) -> None:
    assert within(crossing, "plan", "MAPPING").code == 0
    crossing.sandboxes.butter.fault(kind="never_lands", method="POST", times=1)
    ran = within(crossing, "apply", "PLAN", "--quiet")
    assert ran.code == 1
    assert "unconfirmed" in ran.out


def test_exit_codes_tell_pending_changes_from_none_and_open_conflicts_from_none(crossing: Crossing) -> None:
    crossing.flow = small_site.BOTH
    crossing.write_mapping()
    assert within(crossing, "status", "MAPPING").code == 0
    assert within(crossing, "plan", "MAPPING").code == 0
    assert within(crossing, "plan", "MAPPING", "--exit-code").code == 10
    assert within(crossing, "verify", "MAPPING").code == 1
    assert within(crossing, "sync", "MAPPING").code == 0
    assert within(crossing, "plan", "MAPPING", "--exit-code").code == 0
    assert within(crossing, "verify", "MAPPING").code == 0
    change = {"action": "update", "publish": True}
    crossing.sandboxes.webflow.edit(**change, collection="posts", item="third", fields={"name": "Left"})
    crossing.sandboxes.butter.edit(**change, page_type="article", slug="third", fields={"headline": "Right"})
    for _ in range(2):
        ran = within(crossing, "sync", "MAPPING", "--json")
        assert (ran.code, ran.data["conflicts"]) == (1, 1)
    status = within(crossing, "status", "MAPPING")
    assert status.code == 1
    assert "third" in status.out
    held = within(crossing, "status", "MAPPING", "--json").data["held"]
    assert [(each["left"], each["right"]) for each in held] == [({"text": "Left"}, {"text": "Right"})]
    assert within(crossing, "verify", "MAPPING").code == 1


def test_no_control_code_leaves_where_no_terminal_is(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item="third", fields={"body": f"<p>{ESCAPE}[31mred\x07</p>"}, publish=True
    )
    for words in (("check", "MAPPING"), ("plan", "MAPPING"), ("plan", "MAPPING", "--json"), ("apply", "PLAN")):
        ran = within(crossing, *words)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", ran.out + ran.err), words


def on_a_terminal(crossing: Crossing, *words: str, **environment: str) -> str:
    """What a command shows on a terminal."""
    ours, theirs = pty.openpty()
    given = {**os.environ, **environment_of(crossing), "TERM": "xterm-256color", "COLUMNS": "100", **environment}
    with Forked(words, env=given, stdout=theirs, stderr=theirs, stdin=theirs):
        os.close(theirs)
        shown = all_of(ours)
    return shown.decode()


def all_of(terminal: int) -> bytes:
    """What is on a terminal until nobody has it any more."""
    shown = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while piece := os.read(terminal, 4096):
            shown += piece
    os.close(terminal)
    return shown


def test_colours_are_for_terminals_and_no_color_turns_them_off(crossing: Crossing) -> None:
    crossing.flow = small_site.BOTH
    crossing.write_mapping()
    words = ("plan", str(crossing.mapping), "--out", str(crossing.folder / "plan.jsonl"))
    assert COLOURS.search(on_a_terminal(crossing, *words))
    assert not COLOURS.search(on_a_terminal(crossing, *words, NO_COLOR="1"))
    assert ESCAPE not in on_a_terminal(crossing, *words, TERM="dumb")


def test_progress_is_shown_on_a_terminal_and_wiped_at_the_end(crossing: Crossing) -> None:
    assert within(crossing, "plan", "MAPPING").code == 0
    crossing.sandboxes.butter.fault(kind="delay", seconds=0.15, times=10, method="POST")
    shown = on_a_terminal(crossing, "apply", str(crossing.folder / "plan.jsonl"))
    lines = [each.strip() for each in shown.split("\r") if "applying" in each]
    assert any(re.search(r"\d+ of \d+ ops · \d+ requests, [\d.]+/s", line) for line in lines), shown


@pytest.mark.parametrize("what", ["mapping", "plan", "project", "report", "findings", "readiness"])
def test_schemas_are_schemas(what: str) -> None:
    ran = isogloss("schema", what)
    assert (ran.code, ran.err) == (0, "")
    assert ran.data["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(ran.data)


def test_what_is_written_is_of_its_schema(crossing: Crossing) -> None:
    report = crossing.folder / "report.json"
    ran = within(crossing, "plan", "MAPPING", "--json", "--report", f"json={report}")
    schema = isogloss("schema", "report").data
    jsonschema.validate(ran.data, schema)
    jsonschema.validate(json.loads(report.read_text("utf-8")), schema)
    records = (crossing.folder / "plan.jsonl").read_text("utf-8").splitlines()
    checked = jsonschema.Draft202012Validator(isogloss("schema", "plan").data)
    for record in records:
        checked.validate(json.loads(record))


def test_a_plan_and_a_sync_guess_how_long_they_take_from_the_run_before(crossing: Crossing) -> None:
    assert within(crossing, "sync", "MAPPING").code == 0
    crossing.sandboxes.webflow.fault(kind="delay", seconds=0.15, times=10, method="GET")
    shown = on_a_terminal(crossing, "plan", str(crossing.mapping), "--out", str(crossing.folder / "plan.jsonl"))
    assert re.search(r"planning · reading, \d+ of about \d+ · \d+ requests, [\d.]+/s · about \d+ s left", shown), shown


LATER = [
    "plan none",
    "show none",
    "doctor none",
    "support none",
    "rehearse none",
    "init --no-input --site none",
    "hooks list none",
]
QUICK = {"help", "completion", "example"}
"""Commands that load nothing that takes time, and so say at once what they have to say."""


@pytest.mark.parametrize("typed", EVERY)
def test_something_is_to_be_seen_at_once(typed: str, tmp_path: Path) -> None:
    for _ in range(5):  # of the processor, since by the clock a busy machine tells of what else it does
        first = of_command(typed, tmp_path)
        assert first.said.strip()
        if first.spent <= MOST:
            return
    pytest.fail(f"{first.spent:.2f} s, and no less in any of five times")


@pytest.mark.parametrize("words", LATER)
def test_what_is_seen_first_is_wiped_before_anything_else(words: str) -> None:
    ours, theirs = pty.openpty()
    with Forked(words.split(), env=ENVIRONMENT, stdout=theirs, stderr=theirs, stdin=theirs):
        os.close(theirs)
        shown = all_of(ours).decode()
    hint = f"isogloss {words.split(maxsplit=1)[0]} …"
    assert shown.startswith(f"{hint}\r{' ' * len(hint)}\r")


def test_every_command_that_loads_much_says_first_that_it_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(shown, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", shown)
    told = set()
    for name in COMMANDS:
        begin([name, "none"])
        told |= {name} if f"isogloss {name} …" in shown.getvalue() else set()
        wipe()
    assert told == COMMANDS.keys() - QUICK


def test_where_no_terminal_is_nothing_is_said_first(crossing: Crossing) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "isogloss", "show", "none.jsonl"], capture_output=True, text=True, check=False
    )
    assert done.stderr.startswith("isogloss: none.jsonl: the plan cannot be read")
