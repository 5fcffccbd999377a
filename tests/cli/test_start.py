"""What a command loads before it does anything: who waits for ``status`` waits for nothing that it does not use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from forked import Forked

LATE = (
    *("alembic", "asyncpg", "httpx", "jinja2", "langcodes", "psycopg", "rapidfuzz", "sqlalchemy.dialects.postgresql"),
    "structlog",
)
"""What neither folders nor a state in a file need, where nobody asked for a log."""

BUNDLE = """
bundle: 1
kinds:
  article: {fields: {title: {type: text}}}
locales: [en]
primary: en
"""
MAPPING = """
isogloss: 1
name: folders
sides: {one: {adapter: bundle, path: one}, two: {adapter: bundle, path: two}}
flow: both
locales: {en: {one: en, two: en, primary: true}}
kinds:
  article:
    one: {}
    two: {}
    match: [$slug]
    fields: {title: {type: text, one: title, two: title}}
"""
RUN = """
import contextlib, io, sys
from isogloss.cli import main
sys.argv = ["isogloss", *sys.argv[1:]]
with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
    main()
assert out.getvalue(), "nothing was told"
print(*(name for name in {late!r} if name in sys.modules))
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("folders")
    for side in ("one", "two"):
        entry = tmp_path / side / "article" / "tea"
        entry.mkdir(parents=True)
        (tmp_path / side / "bundle.yaml").write_text(BUNDLE, encoding="utf-8")
        (entry / "shared.yaml").write_text("$slug: tea\n", encoding="utf-8")
        (entry / "en.yaml").write_text("$status: published\ntitle: Tea\n", encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    with Forked(["sync", "mapping.yaml"], env=os.environ, cwd=tmp_path, stdout=subprocess.DEVNULL) as sync:
        assert sync.wait() == 0
    return tmp_path


@pytest.mark.parametrize("command", ["status", "plan", "conflicts"])
def test_a_command_loads_no_network_no_server_and_no_log_that_it_does_not_use(folders: Path, command: str) -> None:
    words = [sys.executable, "-c", RUN.format(late=LATE), command, "mapping.yaml"]
    done = subprocess.run(words, cwd=folders, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_who_asks_what_is_remembered_loads_nothing_that_takes_texts_apart(folders: Path) -> None:
    late = ("selectolax", "isogloss.canon.html", "isogloss.merge.branches", "isogloss.report.parts")
    words = [sys.executable, "-c", RUN.format(late=late), "status", "mapping.yaml"]
    done = subprocess.run(words, cwd=folders, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
