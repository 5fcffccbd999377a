"""``isogloss sandbox``: a server in the foreground that says where it is, and keeps what it holds."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest
from command import isogloss
from forked import Forked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def served(*words: object, stop: signal.Signals = signal.SIGINT) -> Iterator[str]:
    """Its address, while it serves."""
    command = ["sandbox", *map(str, words), "--port", "0"]
    with Forked(command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(stop)
            process.wait(60)
            err = process.stderr.read()
    assert process.returncode == 130
    assert "Traceback" not in err


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("platform", ["webflow", "butter"])
def test_a_sandbox_says_where_it_is_and_saves_what_it_holds(
    tmp_path: Path, platform: str, stop: signal.Signals
) -> None:
    kept = tmp_path / "kept.json"
    with served(platform, "--save", kept, stop=stop) as url:
        state = httpx.get(f"{url}/_sandbox/state").json()
    assert json.loads(kept.read_text("utf-8")) == state
    with served(platform, "--load", kept) as url:
        assert httpx.get(f"{url}/_sandbox/state").json() == state


def test_a_switch_is_turned_from_the_command_line() -> None:
    with served("butter", "--switch", "html_rewrite=true", "--switch", "land_seconds=2.5") as url:
        switches = httpx.get(f"{url}/_sandbox/switches").json()
    assert (switches["html_rewrite"], switches["land_seconds"]) == (True, 2.5)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("butter", "--switch", "html_rewrit=true"), "did you mean 'html_rewrite'?"),
        (("butter", "--switch", "html_rewrite=maybe"), "cannot be 'maybe'"),
        (("webflow", "--switch", "html_rewrite=enough"), "it takes one of 'none', 'light', 'heavy'"),
        (("webflow", "--switch", "html_rewrite"), "write it as NAME=VALUE"),
        (("wordpress",), "'webflow'"),
        (("webflow", "--port", "99999"), "65535"),
        (("webflow", "--load", "no-such-file.json"), "no-such-file.json"),
    ],
)
def test_what_a_sandbox_cannot_be_told_is_said(words: tuple[str, ...], part: str) -> None:
    ran = isogloss("sandbox", *words)
    assert ran.code == 2
    assert ran.out == ""
    assert part in ran.err


@pytest.mark.parametrize("text", ["{nope", "[]", "{}"])
def test_a_file_that_is_no_state_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(text, "utf-8")
    ran = isogloss("sandbox", "webflow", "--load", path)
    assert ran.code == 2
    assert "state" in ran.err
    assert "Traceback" not in ran.err


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = isogloss("sandbox", "webflow", "--port", port)
    assert ran.code == 2
    assert f"127.0.0.1:{port}" in ran.err
