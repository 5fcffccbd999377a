"""Pages of the site that no file holds: the overview, which is the README, and every command, from the commands.

mkdocs calls ``on_config`` and ``on_files`` while it builds. Refuses to say anything that is not said elsewhere.
"""

import re
from collections.abc import Iterator
from html import escape
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click

from isogloss.cli.app import app
from isogloss.cli.overview import COMMANDS, overview

ROOT = Path(__file__).parents[1]
_PAGE = re.compile(r"`docs/([\w-]+\.md)`")


def on_config(config: Any) -> Any:
    """Name each page in the menu: one that has no place there yet stands at its end."""
    named = set(_named(config.nav))
    rest = [path.name for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in named]
    if rest:
        config.nav.append({"More": rest})
    return config


def _named(menu: Any) -> Iterator[str]:
    if isinstance(menu, str):
        yield menu
    for part in menu.values() if isinstance(menu, dict) else menu if isinstance(menu, list) else ():
        yield from _named(part)


def on_files(files: Any, config: Any) -> Any:
    """Put the pages among those that mkdocs found."""
    from mkdocs.structure.files import File

    for name, text in (("index.md", index()), ("commands.md", commands())):
        files.append(File.generated(config, name, content=text))
    return files


def index() -> str:
    """The README, whose pages are links here."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return _PAGE.sub(r"[\1](\1)", text).replace("](docs/", "](")


def commands() -> str:
    """Every command: what it does, how it is written, its options and examples, in the words of its help."""
    made = ["# Commands\n\nMade from the commands themselves: `isogloss help COMMAND` says the same.\n"]
    with click.Context(app, info_name="isogloss") as above:
        for name in COMMANDS:
            command = app.get_command(above, name)
            assert command is not None, f"{name} is a command"  # noqa: S101  # our own bug if not
            made.extend(_command(name, command, click.Context(command, above, name)))
    codes = overview().partition("Exit codes:")[2].strip()
    made.append(f"\n## Exit codes\n\n{' '.join(codes.split())} More on [errors](errors.md).\n")
    return "".join(made)


def _command(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    said, _, examples = cleandoc(command.help or "").partition("\b\n")
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"\n## {name}\n\n```console\n$ isogloss {name} {usage}\n```\n\n{_text(said)}\n"
    rows = [record for each in command.get_params(context) if (record := each.get_help_record(context)) is not None]
    if rows:
        yield "\n| option | is |\n| --- | --- |\n"
        yield "".join(f"| <code>{_cell(option)}</code> | {_cell(told)} |\n" for option, told in rows)
    if examples:
        lines = "".join(f"$ {line.strip()}\n" for line in examples.splitlines() if line.strip())
        yield f"\n```console\n{lines}```\n"


def _cell(text: str) -> str:
    return escape(" ".join(text.split())).replace("|", "&#124;").replace("*", "&#42;").replace("_", "&#95;")


def _text(text: str) -> str:
    return re.sub(r"([<>*_])", r"\\\1", text)
