"""The site: its menu has every page, its pages of commands say all that help says, and what builds it is whole."""

from __future__ import annotations

import importlib.util
import re
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml

from isogloss.cli.overview import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CONFIG: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"of_the_site_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


def named(menu: Any) -> Iterator[str]:
    for part in menu:
        for each in part.values():
            yield from [each] if isinstance(each, str) else named(each)


def test_the_menu_names_pages_that_are_there_and_the_rest_stands_at_its_end() -> None:
    made = {"index.md", "commands.md"}
    there = {path.name for path in (ROOT / "docs").glob("*.md")}
    listed = list(named(CONFIG["nav"]))
    assert len(listed) == len(set(listed))
    assert set(listed) <= there | made
    config = SimpleNamespace(nav=list(CONFIG["nav"]))
    script("site_pages").on_config(config)
    rest = config.nav[-1].get("More", [])
    assert {*listed, *rest} == there | made


def test_the_page_of_commands_has_every_command_option_and_example() -> None:
    page = script("site_pages").commands()
    for name, (module, _) in COMMANDS.items():
        part = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert f"$ isogloss {name}" in part
        found = import_module(f"isogloss.cli.{module}")
        command = next(
            each for each in vars(found).values() if isinstance(each, click.Command) and each.name in (name, f"{name}_")
        )
        for each in command.params:
            for option in each.opts if isinstance(each, click.Option) else ():
                assert re.search(rf"<code>[^|]*{re.escape(option)}\b", part), (name, option)
    assert "\b" not in page


def test_the_overview_leads_to_the_pages_that_it_names() -> None:
    page = script("site_pages").index()
    assert "`docs/mapping.md`" not in page
    for target in re.findall(r"\]\(([\w-]+\.md)\)", page):
        assert (ROOT / "docs" / target).exists(), target


def test_a_site_that_loads_or_leads_astray_is_found(tmp_path: Path) -> None:
    main = script("check_site").main
    (tmp_path / "a.html").write_text('<a href="b.html#here">b</a><a href="#me" id="me">a</a>', encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="here">b</p><a href="https://x.example/">out</a>', encoding="utf-8")
    assert main(tmp_path) == []
    (tmp_path / "b.html").write_text('<img src="//x.example/y.png"><a href="c.html">c</a>', encoding="utf-8")
    assert sorted(main(tmp_path)) == [
        "a.html: leads to b.html#here, and no place is called so there",
        "b.html: leads to c.html, which is not there",
        "b.html: loads //x.example/y.png",
    ]
    assert main(tmp_path / "none") == [f"{tmp_path / 'none'}: no page was built"]


def test_nothing_of_the_site_is_loaded_from_elsewhere() -> None:
    assert CONFIG["strict"] is True
    assert CONFIG["theme"]["font"] is False
    assert not {"extra_css", "extra_javascript"} & CONFIG.keys()


@pytest.mark.parametrize("line", re.findall(r"^\$ isogloss (.*)$", RECIPES, re.MULTILINE))
def test_the_commands_of_a_recipe_are_commands(line: str) -> None:
    import shlex

    name, *words = shlex.split(line)
    module, _ = COMMANDS[name]
    found = getattr(import_module(f"isogloss.cli.{module}"), f"{name}_" if name == "import" else name)
    with found.make_context(name, words):
        pass
