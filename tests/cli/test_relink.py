"""``isogloss relink`` as a person types it."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from two_worlds import EN, Pair, text

from isogloss import api
from isogloss.cli.app import app
from isogloss.errors import UsageError
from isogloss.model.entry import PUBLISHED, STATUS

LONG = "A pot that was made of the clay of this river"


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Three entries in agreement; then each has another id on the left, and one of them another slug, too."""
    made = Pair(tmp_path)
    for name in ("ann", "bob", "pot"):
        words = LONG if name == "pot" else f"{name} {LONG}"
        made.left.put("author", name, {EN: {"name": text(words), STATUS: PUBLISHED}}, slug=name)
    made.sync()
    for stored in list(made.left.entries.values()):
        del made.left.entries["author", stored.remote]
        slug = "vase" if stored.slug == "pot" else stored.slug
        again = replace(stored, remote=f"{stored.remote}2", slug=slug)
        made.left.entries["author", again.remote] = again
    monkeypatch.setattr(api, "load", lambda *_, **__: made.bridge)
    return made


PAGE = (Path(__file__).parents[2] / "docs" / "lost-state.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^\$ isogloss relink pair.yaml([^\n]*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def typed(pair: Pair, *words: str) -> Result:
    out = str(pair.folder / "relink.yaml")
    return CliRunner().invoke(app, ["relink", "pair.yaml", "--state", str(pair.state), "--out", out, *words])


def test_pairs_are_shown_and_nothing_is_kept_without_being_asked_for(pair: Pair) -> None:
    before = pair.state.read_bytes()
    said = typed(pair)
    assert said.exit_code == 1, said.output
    assert "0 entries as remembered, 2 certain or confirmed, 1 doubtful." in said.stdout
    assert "author/ann: ann2 = m0001, was ann (the same ann, says 100% of what was said)" in said.stdout
    assert "doubtful: author pot2 (A pot that was made of the clay of this river): pot (likely, 1.0)" in said.stdout
    assert "Nothing was kept. Keep them: the same command with --write." in said.stdout
    assert pair.state.read_bytes() == before
    written = yaml.safe_load((pair.folder / "relink.yaml").read_text(encoding="utf-8"))
    assert written["pairs"][0]["ids"] == {"left": "ann2", "right": "m0001"}
    assert written["pairs"][0]["was"] == {"left": "ann"}


def test_what_was_decided_in_the_file_is_kept(pair: Pair) -> None:
    typed(pair)
    file = pair.folder / "relink.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("    accepted: false", "    accepted: true"))
    said = typed(pair, "--write")
    assert said.exit_code == 0, said.output
    assert "3 links are new and are kept." in said.stdout
    assert pair.sync().conflicts == 0
    assert {stored.slug for stored in pair.right.entries.values()} == {"ann", "bob", "vase"}


def test_json_is_for_programs_and_quiet_says_what_waits_alone(pair: Pair) -> None:
    said = json.loads(typed(pair, "--json").stdout)
    assert (len(said["pairs"]), said["kept"], said["doubtful"][0]["id"]) == (2, None, "pot2")
    quiet = typed(pair, "--quiet").stdout
    assert "doubtful: author pot2" in quiet, "it waits for a person"
    assert "as remembered" not in quiet


@pytest.mark.parametrize(
    "written", ["pairs: [", "isogloss_relink: 2", "\x00", "isogloss_relink: 1\nmapping: pair\nx: 1"]
)
def test_a_file_that_is_none_is_told_and_nothing_is_kept_nor_written_over(pair: Pair, written: str) -> None:
    file = pair.folder / "relink.yaml"
    file.write_text(written, encoding="utf-8")
    before = pair.state.read_bytes()
    said = typed(pair, "--write")
    assert isinstance(said.exception, UsageError)
    assert said.exception.exit_code == 2
    assert str(file) in str(said.exception)
    assert pair.state.read_bytes() == before
    assert file.read_text(encoding="utf-8") == written


def test_a_file_is_named_apart_from_the_one_that_is_written(pair: Pair) -> None:
    typed(pair)
    other = pair.folder / "decided.yaml"
    text_ = (pair.folder / "relink.yaml").read_text(encoding="utf-8")
    other.write_text(text_.replace("    accepted: false", "    accepted: true"), encoding="utf-8")
    assert typed(pair, "--pairs", str(other)).exit_code == 0
    again = yaml.safe_load((pair.folder / "relink.yaml").read_text(encoding="utf-8"))
    assert [each["sure"] for each in again["pairs"]] == ["certain", "certain", "confirmed"]
    assert again["doubtful"] == []


def test_the_page_shows_what_is_said(pair: Pair) -> None:
    file = pair.folder / "relink.yaml"
    (dry, before), (write, after) = SHOWN
    assert (dry, write) == ("", " --write")
    assert typed(pair).stdout.replace(str(file), "relink.yaml") == before
    file.write_text(file.read_text(encoding="utf-8").replace("    accepted: false", "    accepted: true"))
    assert typed(pair, "--write").stdout == after
