"""With which mappings of a project a service begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from isogloss.errors import MappingError
from isogloss.events import WARNED
from isogloss.http.clock import SystemClock
from isogloss.jobs.project import project, schedule_of
from isogloss.jobs.starting import starting
from isogloss.state.agenda import open_agenda

if TYPE_CHECKING:
    from pathlib import Path

MAPPING = """
isogloss: 1
name: NAME
sides:
  shop: {adapter: webflow, site: site, token: "${SHOP}"}
  blog: {adapter: buttercms, read_token: "${BLOG}", write_token: "${BLOG}"}
flow: shop -> blog
locales: {en: {shop: en, blog: en, primary: true}}
kinds:
  article:
    shop: {collection: article}
    blog: {page_type: article}
    fields:
      title: {type: text, shop: name, blog: headline}
"""


def write(folder: Path, *names: str) -> Path:
    """A project of so many mappings, and these."""
    for name in names:
        (folder / f"{name}.yaml").write_text(MAPPING.replace("NAME", name), encoding="utf-8")
    told = "".join(f"  {name}: {{file: {name}.yaml, approve: always}}\n" for name in names)
    path = folder / "isogloss.yaml"
    path.write_text(f"isogloss: 1\nmappings:\n{told}", encoding="utf-8")
    return path


@pytest.fixture
def state(tmp_path: Path) -> str:
    """One by which ``a`` and ``b`` were run before."""
    made = str(tmp_path / "state.db")
    with open_agenda(made, SystemClock()) as agenda:
        agenda.register(map(schedule_of, project(write(tmp_path, "a", "b"))))
    return made


def begun(state: str, path: Path) -> tuple[dict[str, bool], dict[object, str]]:
    """Whether plans of each mapping wait for approval, and what is told of those that broke."""
    told: dict[object, str] = {}

    def log(event: str, **facts: object) -> None:
        assert event == WARNED
        told[facts["mapping"]] = str(facts["message"])

    said = starting(state, path, log)
    return {each.name: each.approve is not None for each in said}, told


def test_of_mappings_that_can_all_be_run_nothing_is_told(tmp_path: Path, state: str) -> None:
    assert begun(state, tmp_path / "isogloss.yaml") == ({"a": True, "b": True}, {})


@pytest.mark.parametrize("broken", [("b",), ("a", "b")], ids=" and ".join)
def test_one_that_broke_since_it_was_run_is_told_and_begun_with_under_its_bounds(
    tmp_path: Path, state: str, broken: tuple[str, ...]
) -> None:
    for name in broken:
        (tmp_path / f"{name}.yaml").write_text("isogloss: [", encoding="utf-8")
    bounded, told = begun(state, tmp_path / "isogloss.yaml")
    assert (bounded, tuple(told)) == ({"a": True, "b": True}, broken)
    for name in broken:
        assert f"mappings.{name}.file: the mapping was run before, and cannot be run now" in told[name]
        assert f"{tmp_path / name}.yaml: 1 problem found" in told[name]


def test_one_that_is_gone_or_is_called_otherwise_by_now_is_broken(tmp_path: Path, state: str) -> None:
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "b.yaml").write_text(MAPPING.replace("NAME", "c"), encoding="utf-8")
    _, told = begun(state, tmp_path / "isogloss.yaml")
    assert told["a"].endswith("a.yaml: the mapping cannot be read (No such file or directory); give the path of a file")
    assert told["b"].startswith("mappings.b: ")
    assert told["b"].endswith("b.yaml is called c; write that here")


def test_one_that_was_never_run_is_refused_with_every_problem_and_nobody_is_told_otherwise(
    tmp_path: Path, state: str
) -> None:
    path = write(tmp_path, "a", "b", "new")
    for name in ("b", "new"):
        (tmp_path / f"{name}.yaml").unlink()
    with pytest.raises(MappingError) as refused:
        begun(state, path)
    assert [problem.path for problem in refused.value.problems] == ["mappings.b.file", "mappings.new.file"]


def test_where_nothing_was_run_a_broken_one_is_refused_and_no_state_is_made(tmp_path: Path) -> None:
    path = write(tmp_path, "a", "b")
    (tmp_path / "b.yaml").unlink()
    with pytest.raises(MappingError):
        begun(str(tmp_path / "none" / "state.db"), path)
    assert not (tmp_path / "none").exists()
