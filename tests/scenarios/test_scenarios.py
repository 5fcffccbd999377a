"""Every case of this folder, played; and what a case is told where it is wrong. README.md says how to add one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from scenario import case, desk, sandboxed
from scenario.case import BadCase
from scenario.stage import play

if TYPE_CHECKING:
    from sandboxes import Sandboxes

HERE = Path(__file__).parent
ALL = {str(path.relative_to(HERE).with_suffix("")): path for path in sorted(HERE.glob("*/*.yaml"))}
BETWEEN = [name for name, path in ALL.items() if path.parent.name == "sandboxes"]
MAPPING, SANDBOXES = (
    yaml.safe_load((HERE / name).read_text(encoding="utf-8")) for name in ("mapping.yaml", "sandboxes.yaml")
)


@pytest.mark.parametrize("name", sorted(ALL.keys() - BETWEEN))
def test_a_case_ends_as_it_is_written(name: str, tmp_path: Path) -> None:
    play(ALL[name], MAPPING, tmp_path)


@pytest.mark.parametrize("name", BETWEEN)
def test_a_case_between_sandboxes_ends_as_it_is_written(name: str, sandboxes: Sandboxes, tmp_path: Path) -> None:
    play(ALL[name], SANDBOXES, tmp_path, sandboxes)


SOUND = """\
about: The left side moved.
start:
  agreed: yes
  both:
    article/tea: {en: {title: Tea, $status: draft}}
edits:
  left:
    article/tea: {en: {title: Green tea}}
plan:
  - update article/tea on right (en.title)
end:
  both:
    article/tea: {en: {title: Green tea, $status: draft}}
exit: 0
"""


def changed(folder: Path, was: str, now: str) -> Path:
    """A sound case with some of its words changed."""
    assert was in SOUND
    path = folder / "case.yaml"
    path.write_text(SOUND.replace(was, now), encoding="utf-8")
    return path


def test_the_sound_case_is_sound(tmp_path: Path) -> None:
    play(changed(tmp_path, "Tea", "Tea"), MAPPING, tmp_path)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("edits:", "edit:", "there is no edit; did you mean edits?"),
        ("about: The left side moved.\n", "", "about is missing"),
        ("exit: 0\n", "", "exit is missing"),
        ("plan:\n  - update article/tea on right (en.title)\n", "", "plan is missing"),
        ("plan:\n  - update article/tea on right (en.title)\n", "plan: none\n", "plan: a list of lines"),
        ("exit: 0", "exit: 0\nexit: 1", "exit stands there twice"),
        ("  left:", "  links:", "edits.links: there is no links"),
        ("  agreed: yes", "  agreed: maybe", "start.agreed: there is no maybe"),
        ("exit: 0", "exit: 0\nthen:\n  - {plan: nothing, end: as edited, exits: 0}", "then.0.exits: there is no exits"),
        ("title: Green tea}}\nplan", "titel: Green tea}}\nplan", "edits.left.article/tea.en.titel: there is no titel"),
        ("{en: {title: Green tea}}\nplan", "{it: {title: Tè}}\nplan", "edits.left.article/tea.it: there is no it"),
        ("    article/tea: {en: {title: Green tea}}", "    articles/tea: ~", "there is no articles; did you mean"),
        ("    article/tea: {en: {title: Green tea}}", "    article/milk: ~", "there is no article/milk that could go"),
        ("{title: Green tea}}\nplan", "{rank: many}}\nplan", "edits.left.article/tea.en.rank: no number"),
        ("{title: Green tea}}\nplan", "{$status: live}}\nplan", "there is no live. There is draft, published"),
        ("exit: 0", "exit: 0\nplatforms: {right: {can: {fly: no}}}", "can.fly: there is no fly"),
        ("exit: 0", "exit: 0\nmapping: {kind: {}}", "kind: unknown key; did you mean kinds?"),
    ],
)
def test_a_word_that_is_none_is_told_with_its_place(was: str, now: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadCase) as wrong:
        play(changed(tmp_path, was, now), MAPPING, tmp_path)
    assert told in str(wrong.value)
    assert str(wrong.value).startswith(str(tmp_path / "case.yaml"))


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("(en.title)", "(fr.title)", "plan is not as it is written:\n.*\n-.*fr.title.*\n[+].*en.title"),
        ("title: Green tea, ", "title: Red tea, ", "end is not as it is written:.*\n-.*Red tea\n[+].*Green tea"),
        ("exit: 0", "exit: 1", "exit: 0, and 1 is written"),
        ("exit: 0", "exit: 0\nagain:\n  - delete article/tea on left (en)", "again is not as it is written"),
    ],
)
def test_a_case_that_does_not_fit_shows_what_is_apart(was: str, now: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=f"(?s){told}"):
        play(changed(tmp_path, was, now), MAPPING, tmp_path)


README = (HERE / "README.md").read_text(encoding="utf-8")


def test_the_case_in_the_readme_is_one(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(README.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    play(path, MAPPING, tmp_path)


def test_the_readme_has_every_word() -> None:
    words = {*case.CASE, *case.ROUND, *case.PLATFORM, *case.BOTH, *desk.VARIANT, *desk.STATES}
    words |= {"agreed", "all", "$slug", sandboxed.OWNER}
    assert {word for word in words if f"`{word}" not in README} == set()
