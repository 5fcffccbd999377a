"""Conflicts between the two sandboxes, settled at the command line: by a file, by both edits, by an editor."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import pytest
from command import Ran, within
from sandboxes import PROMPT, Crossing, at_rest, settled
from small_site import BOTH

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Json, Sandboxes

URLS = (
    ("webflow: {collection: posts}", 'webflow: {collection: posts, url: "https://pots.example/{locale}/blog/{slug}"}'),
    ("butter: {page_type: article}", 'butter: {page_type: article, other_fields: [local_slug], url: "/posts/{slug}"}'),
)
BODY = '<p>Boil water in <a href="https://a.example/pot">a pot</a> and wait.</p><p>Then drink.</p>'
SITE: Json = {"article": {"first": {"all": {}, "en": {"title": "Tea", "body": BODY}}}}


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    made = Crossing(sandboxes, tmp_path, BOTH, patience=PROMPT)
    made.seed(SITE)
    settled(made.sync())
    monkeypatch.chdir(tmp_path)
    return made


def disagree(crossing: Crossing, name: str, left: str, right: str) -> str:
    """Edit one text on both sides; the id of the conflict."""
    here, across = {"title": ("name", "headline"), "body": ("body", "body")}[name]
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item="first", locale="en-US", publish=True, fields={here: left}
    )
    crossing.sandboxes.butter.edit(
        action="update", page_type="article", slug="first", locale="en", publish=True, fields={across: right}
    )
    assert within(crossing, "sync", "MAPPING").code == 1
    (found,) = within(crossing, "conflicts", "MAPPING", "--json").data["conflicts"]
    return str(found["id"])


def shown(crossing: Crossing, name: str) -> list[str]:
    here, across = {"title": ("name", "headline"), "body": ("body", "body")}[name]
    (posts,) = (each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    (page,) = crossing.sandboxes.butter.state()["pages"]
    return [posts["items"][0]["fieldData"][here], page["locales"]["en"]["live"][across]]


def resolve(crossing: Crossing, *words: object, **environment: str) -> Ran:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        return within(crossing, "resolve", "MAPPING", *words)


def editor(folder: Path, program: str) -> str:
    """An editor that does to a text what a few lines of Python do to ``text``."""
    path = folder / "editor.py"
    path.write_text(f"import sys\ntext = open(sys.argv[1]).read()\n{program}\nopen(sys.argv[1], 'w').write(text)\n")
    return shlex.join([sys.executable, str(path)])


def test_a_value_in_a_file_is_written_to_both(crossing: Crossing, tmp_path: Path) -> None:
    found = disagree(crossing, "title", "Green tea", "Red tea")
    (tmp_path / "title.txt").write_text("Any tea\n", encoding="utf-8")
    assert resolve(crossing, found, "--value", tmp_path / "title.txt").code == 0
    ran = within(crossing, "sync", "MAPPING")
    assert ran.code == 0
    assert f"{found}  article/first · en-US · title: value, by " in ran.out
    assert shown(crossing, "title") == ["Any tea", "Any tea"]
    at_rest(crossing)


def test_both_edits_are_merged_and_the_link_stays(crossing: Crossing) -> None:
    left, right = BODY.replace("Boil", "Heat"), BODY.replace("wait", "wait for it")
    found = disagree(crossing, "body", left, right)
    assert "--merge or --edit" in within(crossing, "conflicts", "show", "MAPPING", found).out
    assert resolve(crossing, found, "--merge").code == 0
    assert within(crossing, "sync", "MAPPING").code == 0
    for text in shown(crossing, "body"):
        assert "Heat water in <a" in text
        assert 'href="https://a.example/pot"' in text
        assert "wait for it" in text
    at_rest(crossing)


def test_a_text_is_finished_in_an_editor(crossing: Crossing, tmp_path: Path) -> None:
    found = disagree(crossing, "body", BODY.replace("Then", "Now"), BODY.replace("Then", "Later"))
    assert "--merge" not in within(crossing, "conflicts", "show", "MAPPING", found).out, "the edits touch"
    program = """
lines = text.splitlines()
assert lines[1:] == ['<<<<<<< webflow', '<p>Now drink.</p>', '||||||| both had', '<p>Then drink.</p>', '=======',
                     '<p>Later drink.</p>', '>>>>>>> butter'], lines
text = lines[0] + '\\n<p>Now or later, drink.</p>\\n'
"""
    ran = resolve(crossing, found, "--edit", EDITOR=editor(tmp_path, program), VISUAL="")
    assert (ran.code, ran.err) == (0, "")
    assert within(crossing, "sync", "MAPPING").code == 0
    assert all("Now or later, drink." in text for text in shown(crossing, "body"))
    assert not list(tmp_path.glob("isogloss-*"))
    at_rest(crossing)


def test_a_text_with_marks_left_in_it_is_kept_and_gone_on_with(crossing: Crossing, tmp_path: Path) -> None:
    found = disagree(crossing, "title", "Green tea", "Red tea")
    ran = resolve(crossing, found, "--edit", EDITOR=editor(tmp_path, "text = 'My words\\n' + text"), VISUAL="")
    kept = tmp_path / f"isogloss-{found}.txt"
    assert ran.code == 2
    assert f"conflict marks are left in the text, so nothing was decided. It is kept in {kept.name}" in ran.err
    assert kept.read_text(encoding="utf-8").startswith("My words\n<<<<<<< webflow\nGreen tea\n")
    program = "text = text.splitlines()[0]"
    ran = resolve(crossing, found, "--edit", EDITOR=editor(tmp_path, program), VISUAL="")
    assert ran.code == 0
    assert f"going on with {kept.name}" in ran.err
    assert not kept.exists()
    assert within(crossing, "sync", "MAPPING").code == 0
    assert shown(crossing, "title") == ["My words", "My words"]


def test_a_text_that_a_side_cannot_hold_is_refused_now_and_kept(crossing: Crossing, tmp_path: Path) -> None:
    found = disagree(crossing, "title", "Green tea", "Red tea")
    ran = resolve(crossing, found, "--edit", EDITOR=editor(tmp_path, "text = 'x' * 300"), VISUAL="")
    assert ran.code == 2
    assert "webflow cannot hold this value: it has 300 characters, and at most 256 are taken" in ran.err
    assert f"It is kept in isogloss-{found}.txt" in ran.err
    assert (tmp_path / f"isogloss-{found}.txt").read_text(encoding="utf-8") == "x" * 300
    assert within(crossing, "conflicts", "MAPPING", "--json").data["conflicts"][0]["decided"] is None


def test_an_editor_that_fails_decides_nothing(crossing: Crossing, tmp_path: Path) -> None:
    found = disagree(crossing, "title", "Green tea", "Red tea")
    ran = resolve(crossing, found, "--edit", EDITOR=editor(tmp_path, "sys.exit(3)"), VISUAL="")
    assert ran.code == 2
    assert f"isogloss: {found}: the editor failed (" in ran.err
    assert f"so nothing was decided. It is kept in isogloss-{found}.txt" in ran.err
    assert within(crossing, "conflicts", "MAPPING", "--json").data["conflicts"][0]["decided"] is None


def test_a_value_with_the_addresses_of_one_side_has_those_of_the_other_there(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandboxes.butter.turn(text_rehost=True)
    monkeypatch.chdir(tmp_path)
    crossing = Crossing(sandboxes, tmp_path, BOTH, patience=PROMPT)
    crossing.write_mapping(*URLS)
    body = '<p>Look: <img src="https://images.example/in.png" alt="A pot"> one.</p>'
    crossing.seed({"article": {"first": {"all": {}, "en": {"title": "Tea", "body": body}}}})
    settled(crossing.sync())
    here, across = shown(crossing, "body")
    assert "https://images.example/in.png" in here
    assert "https://images.example/in.png" not in across
    found = disagree(crossing, "body", here.replace("one", "1"), across.replace("one", "uno"))
    given = across.replace("one", 'a <a href="/posts/first">link</a>')
    (tmp_path / "body.html").write_text(given, encoding="utf-8")
    assert resolve(crossing, found, "--value", tmp_path / "body.html").code == 0
    assert within(crossing, "sync", "MAPPING").code == 0
    here, across = shown(crossing, "body")
    assert 'href="https://pots.example/en-us/blog/first"' in here
    assert 'src="https://images.example/in.png"' in here
    assert 'href="/posts/first"' in across
    assert "https://images.example/in.png" not in across
    at_rest(crossing)
