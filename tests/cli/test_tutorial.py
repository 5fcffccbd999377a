"""The tutorial, as a reader follows it: its files are saved, its commands typed, and what it shows is what comes."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import forked
import programs
import pytest
from tutorial import BLOCK, DOCS, PAGE, SAVED, Reader, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.network


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "isogloss").write_text(forked.script())
    (commands / "isogloss").chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ISOGLOSS_")}
    kept |= {forked.WHERE: os.environ[forked.WHERE]}
    environment = {**kept, "PATH": f"{commands}:{os.environ['PATH']}", "COLUMNS": "80"}
    (tmp_path / "work").mkdir()
    made = Reader(tmp_path / "work", environment)
    yield made
    made.end()


def test_every_file_that_the_page_has_is_saved_under_a_name() -> None:
    assert [name for name, _ in SAVED.findall(PAGE)] == ["webflow.json", "butter.json", "tea.yaml"]
    assert len(BLOCK.findall(PAGE)) == len(SAVED.findall(PAGE)) + sum(
        kind == "console" for kind, _ in BLOCK.findall(PAGE)
    )
    for name, text in SAVED.findall(PAGE):
        if name.endswith(".json"):
            json.loads(text)


def test_a_reader_sees_what_the_tutorial_shows(reader: Reader) -> None:
    programs.found("curl")
    reader.save()
    for typed, shown in steps():
        seen = reader.type(typed)
        at = 0
        for line in shown:
            wanted = re.compile(re.escape(reader.own(line)).replace("…", ".*"))
            found = wanted.search(seen, at)
            assert found is not None, f"{typed}\n  shows no {line!r} in:\n{seen}"
            at = found.end()
        if not shown:
            assert seen == "", f"{typed}\n  says something that the page does not show:\n{seen}"
    assert (reader.folder / "plan.html").stat().st_size > 1000
    assert (reader.folder / "conflict.html").stat().st_size > 1000


def test_its_pictures_are_there_and_say_in_words_what_they_show() -> None:
    pictures = re.findall(r"!\[(.*)\]\((.*)\)", PAGE)
    assert [name for _, name in pictures] == ["tutorial-plan.png", "tutorial-conflict.png"]
    for words, name in pictures:
        assert len(words) > 40
        data = (DOCS / name).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < 200_000
