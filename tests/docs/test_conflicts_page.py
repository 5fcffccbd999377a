"""docs/conflicts.md against the program: what it shows of a terminal is what one shows, and its options are there."""

import re
import shlex
from pathlib import Path

import pytest
from command import isogloss
from two_worlds import EN, FR, Pair, html, remote_of, text

from isogloss.model.entry import PUBLISHED, STATUS

PAGE = (Path(__file__).parents[2] / "docs" / "conflicts.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ isogloss (.*?)\n(.*?)```", PAGE, re.DOTALL)
MAPPING = """\
isogloss: 1
name: acme
sides: {webflow: {adapter: memory, world: left}, butter: {adapter: memory, world: right}}
flow: both
locales: {en: {webflow: en, butter: en, primary: true}, fr: {webflow: fr, butter: fr}}
kinds:
  article:
    webflow: {collection: articles}
    butter: {collection: articles}
    match: [$slug]
    label: title
    fields:
      title: {type: text, webflow: title, butter: title}
      body: {type: rich_text, webflow: body, butter: body}
"""
BODY = "<p>Boil water and wait for two minutes.</p><p>Then drink it slowly.</p>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the page tells of: two conflicts of two articles, as a run left them."""
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "two-way.yaml").write_text(MAPPING)
    pair = Pair(tmp_path, options={"name": "acme"})
    for slug, title in (("tea", "Tea"), ("pot", "Pot")):
        content = {"title": text(title), "body": html(BODY), STATUS: PUBLISHED}
        pair.left.put("article", slug, {EN: content, FR: content}, slug=slug)
    pair.sync()
    pair.left.edit("article", "tea", EN, body=html(BODY.replace("two", "three")))
    right = remote_of(pair.right, "article", "tea")
    pair.right.edit("article", right, EN, body=html(BODY.replace("two", "four").replace("slowly", "at once")))
    pair.left.edit("article", "pot", FR, title=text("Théière"))
    pair.right.edit("article", remote_of(pair.right, "article", "pot"), FR, title=text("Pot à thé"))
    assert pair.sync().conflicts == 2
    monkeypatch.chdir(tmp_path)
    return tmp_path


def steady(told: str) -> str:
    """What a terminal shows, without what is different each time."""
    told = re.sub(r"\d{8}-\d{6}-[0-9a-f]{4}", "RUN", told)
    told = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "TIME", told)
    return re.sub(r"for \d+ (day|hour|minute)s?$", "for AGE", told, flags=re.MULTILINE).strip()


def test_what_is_shown_of_a_terminal_is_what_one_shows(folder: Path) -> None:
    captured = [(typed, told) for typed, told in SHOWN if told.strip()]
    assert len(captured) == 3
    for typed, told in captured:
        state = str(folder / "state.db")
        ran = isogloss(*shlex.split(typed), COLUMNS="80", ISOGLOSS_STATE=state, ISOGLOSS_USER="ann")
        assert steady(ran.out) == steady(told), typed


def test_the_options_of_the_commands_are_those_that_are_told() -> None:
    from isogloss.cli.conflicts import conflicts
    from isogloss.cli.resolve import resolve

    known = {option for command in (conflicts, resolve) for param in command.params for option in param.opts}
    told = set(re.findall(r"(?<![-\w])(--[a-z][a-z-]+)", PAGE))
    assert told <= known
    mine = {"--take", "--value", "--merge", "--edit", "--withdraw", "--all", "--yes", "--by", "--note", "--fresh"}
    assert mine | {"--kind", "--locale", "--older-than", "--drift", "--full", "--json"} <= told
