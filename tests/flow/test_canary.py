"""No token in anything that a run leaves behind or says: every artefact of many runs is searched for canary tokens."""

from __future__ import annotations

import base64
import json
import os
import re
import ssl
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import small_site
from command import Ran, environment_of, within
from manual_clock import ManualClock
from sandboxes import Crossing, until

from isogloss.http.client import Token, open_client
from isogloss.http.limiter import Limiter, Pace
from isogloss.http.redact import Secret
from isogloss.report import findings
from isogloss.run import sync

if TYPE_CHECKING:
    from sandboxes import Sandboxes

TOKENS = (small_site.WEBFLOW_TOKEN, small_site.READ_TOKEN, small_site.WRITE_TOKEN)
SPELLINGS = [
    spelled.encode()
    for token in TOKENS
    for spelled in (token, quote(token), token[::-1], token.encode().hex(), base64.b64encode(token.encode()).decode())
]
CASSETTES = Path(__file__).parents[2] / "cassettes"


def clean(crossing: Crossing, *ran: Ran) -> None:
    """No file in the crossing's folder, and no word said, holds a token."""
    files = [path for path in crossing.folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    said = [(path.name, path.read_bytes()) for path in files]
    said += [(f"{name} of {each.code}", getattr(each, name).encode()) for each in ran for name in ("out", "err")]
    for name, raw in said:
        for spelled in SPELLINGS:
            assert spelled not in raw, f"a token is in {name}"


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, small_site.BOTH)
    made.seed()
    return made


def test_no_token_is_in_what_good_runs_leave_behind(crossing: Crossing) -> None:
    reports = [word for kind in ("html", "md", "json") for word in ("--report", f"{kind}={crossing.folder}/r.{kind}")]
    ran = [
        within(crossing, *words, *extra)
        for extra in ((), ("-vv",), ("--json",))
        for words in (
            ("check", "MAPPING"),
            ("plan", "MAPPING", *reports),
            ("verify", "MAPPING"),
            ("status", "MAPPING"),
            ("lock", "MAPPING"),
        )
    ]
    ran.append(within(crossing, "plan", "MAPPING", "-vv", "--log", "json"))
    assert all(json.loads(line) for line in ran[-1].err.splitlines())
    ran.append(within(crossing, "apply", "PLAN", "-vv"))
    ran.append(within(crossing, "sync", "MAPPING", "-vv", "--json"))
    assert {each.code for each in ran} <= {0, 1}
    assert "request sent" in ran[-2].err  # the logs were really there to be searched
    assert {path.suffix for path in crossing.folder.iterdir()} >= {".jsonl", ".html", ".md", ".json", ".db", ".yaml"}
    clean(crossing, *ran)


def test_no_token_is_in_what_an_open_state_writes_ahead(crossing: Crossing) -> None:
    assert within(crossing, "plan", "MAPPING").code == 0
    crossing.sandboxes.butter.fault(kind="delay", method="PATCH", seconds=20)
    words = [sys.executable, "-m", "isogloss", "apply", str(crossing.folder / "plan.jsonl"), "-vv"]
    environment = {**os.environ, **environment_of(crossing)}
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        until(crossing.sandboxes.butter.hits)
        assert crossing.state.with_name("state.db-wal").stat().st_size
        clean(crossing, Ran(0, Path(f"/proc/{process.pid}/cmdline").read_text(), ""))
        process.kill()
        out, err = process.communicate()
    assert b"request sent" in err
    clean(crossing, Ran(-9, out.decode(), err.decode()))


FAULTS = [
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 403, "html": True},
    {"kind": "status", "status": 400},
    {"kind": "html"},
    {"kind": "truncate"},
    {"kind": "drop_after"},
    {"kind": "status", "status": 429, "retry_after": 3600},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['kind']} {fault.get('status', '')}".strip())
def test_no_token_is_in_what_failing_runs_leave_behind(crossing: Crossing, fault: dict[str, object]) -> None:
    ran = [within(crossing, "plan", "MAPPING", "-vv")]
    for method in ("POST", "PATCH"):
        crossing.sandboxes.butter.fault(method=method, times=None, **fault)
    ran.append(within(crossing, "apply", "PLAN", "-vv", "--log", "json"))
    assert ran[-1].code in (1, 3)
    ran.append(within(crossing, "status", "MAPPING", "--json"))
    clean(crossing, *ran)


@pytest.mark.parametrize("side", ["webflow", "butter"])
def test_no_token_is_in_what_a_wrong_token_leads_to(crossing: Crossing, side: str) -> None:
    ran = [within(crossing, "plan", "MAPPING")]
    wrong = {"webflow": {"token": "x"}, "butter": {"read_token": "x", "write_token": "y"}}[side]
    getattr(crossing.sandboxes, side).turn(**wrong)
    ran += [
        within(crossing, command, "MAPPING", "-vv", *more)
        for command in ("check", "sync")
        for more in ((), ("--json",), ("--log", "json"))
    ]
    assert [each.code for each in ran] == [0, *[3] * 6]
    clean(crossing, *ran)


def test_no_token_is_in_a_traceback_of_ours(crossing: Crossing, monkeypatch: pytest.MonkeyPatch) -> None:
    assert within(crossing, "plan", "MAPPING").code == 0

    def broken(*given: object, **named: object) -> None:
        raise RuntimeError(
            f"Authorization: Bearer {small_site.WEBFLOW_TOKEN}, {small_site.WRITE_TOKEN!r} {given!r} {named!r}"
        )

    monkeypatch.setattr(findings, "render_outcome", broken)
    first = within(crossing, "apply", "PLAN", "-vv")
    monkeypatch.setattr(sync, "open_writers", broken)
    second = within(crossing, "sync", "MAPPING", "-vv")
    third = within(crossing, "sync", "MAPPING", "-vv", "--log", "json")
    assert json.loads(third.err.splitlines()[-1])["event"] == "failed"
    for ran in (first, second, third):
        assert ran.code == 70
        assert "RuntimeError" in ran.err
        assert "this is a bug of ours" in ran.err
    clean(crossing, first, second, third)


def test_no_token_is_in_the_logs_of_the_sandboxes(crossing: Crossing) -> None:
    within(crossing, "sync", "MAPPING")
    assert not any(token in repr(crossing.sandboxes.log()) for token in TOKENS)


def test_no_token_is_in_a_cassette() -> None:
    recorded = [path for path in CASSETTES.rglob("*") if path.is_file() and path.suffix in (".yaml", ".yml", ".json")]
    assert recorded
    header = re.compile(rb"authorization:\s*\n?\s*-?\s*(.+)", re.IGNORECASE)
    for path in recorded:
        raw = path.read_bytes()
        assert not any(spelled in raw for spelled in SPELLINGS), path
        for found in header.findall(raw):
            assert not re.search(rb"(Bearer|Token)\s+(?!\W|REDACTED|\*)[A-Za-z0-9_-]{8,}", found), path


def test_no_token_leaves_for_a_host_that_nobody_vouches_for() -> None:
    token = Token(Secret(small_site.WEBFLOW_TOKEN), "Bearer", "sides.webflow.token")
    with open_client("https://api.example/v2", token, Limiter(Pace(60, 60), ManualClock())) as client:
        context = client._wire.http._transport._pool._ssl_context
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
