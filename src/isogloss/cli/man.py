"""Manual pages, made from the commands themselves: one for the program, one for each command.

Decides how help becomes roff: what is said there once is said here again, in the same words, and nothing else. Needs
click alone, so that pages can be made where the package is built.
Source: man(7) and man-pages(7), of Linux.
"""

import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Final

import click

from isogloss import __version__
from isogloss.cli.overview import COMMANDS

_PROGRAM: Final = "isogloss"
_CODES: Final = re.compile(r"(\d+) (\D+?)(?: ·|\.$)")


def page(name: str = "") -> str:
    """The manual page of a command; of the program where none is named."""
    from isogloss.cli.app import app

    with click.Context(app, info_name=_PROGRAM) as above:
        if not name:
            return "".join(_whole(app, above))
        command = app.get_command(above, name)
        assert command is not None, f"{name} is a command"  # noqa: S101  # our own bug if not
        return "".join(_of_command(name, command, click.Context(command, above, name)))


def pages() -> dict[str, str]:
    """Every manual page, by the name of its file."""
    found = {f"{_PROGRAM}.1": page()}
    return found | {f"{_PROGRAM}-{name}.1": page(name) for name in COMMANDS}


def _whole(app: click.Group, context: click.Context) -> Iterator[str]:
    yield _head(_PROGRAM, "carry localized content between Webflow and ButterCMS")
    yield f".SH SYNOPSIS\n.B {_PROGRAM}\n.RI [ OPTIONS ]\n.I COMMAND\n.RI [ ARGS ]...\n"
    yield ".SH DESCRIPTION\n" + _text(app.help or "")
    yield ".SH OPTIONS\n" + "".join(_options(app, context))
    yield ".SH COMMANDS\n"
    for name, (_, line) in COMMANDS.items():
        yield f".TP\n.BR {_PROGRAM}\\-{_plain(name)} (1)\n{_plain(line)}\n"
    yield ".SH EXIT STATUS\n"
    for code, said in _CODES.findall(" ".join(_below().split())):
        yield f".TP\n.B {code}\n{_plain(said.strip())}\n"


def _of_command(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    title = f"{_PROGRAM}-{name}"
    yield _head(title, COMMANDS[name][1].rstrip("."))
    yield f".SH SYNOPSIS\n.B {_PROGRAM} {_plain(name)}\n"
    yield "".join(f".I {_plain(piece)}\n" for piece in command.collect_usage_pieces(context))
    said, _, examples = cleandoc(command.help or "").partition("\b\n")
    yield ".SH DESCRIPTION\n" + _text(said)
    yield ".SH OPTIONS\n" + "".join(_options(command, context))
    if examples:
        lines = "".join(_plain(line) + "\n" for line in examples.splitlines() if line.strip())
        yield f".SH EXAMPLES\n.nf\n{lines}.fi\n"
    yield f".SH SEE ALSO\n.BR {_PROGRAM} (1)\n"


def _head(title: str, line: str) -> str:
    top = f'.TH {_plain(title.upper())} 1 "" "{_PROGRAM} {__version__}" "Isogloss"'
    return f"{top}\n.SH NAME\n{_plain(title)} \\- {_plain(line)}\n"


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            named, told = record
            yield f".TP\n.B {_plain(named)}\n{_plain(' '.join(told.split()))}\n"


def _below() -> str:
    from isogloss.cli.overview import overview

    return overview().partition("Exit codes:")[2]


def _text(said: str) -> str:
    """Paragraphs; lines that keep their breaks in a help keep them here."""
    made = []
    for paragraph in re.split(r"\n\s*\n", said.strip()):
        kept = paragraph.startswith("\b\n")
        lines = paragraph.removeprefix("\b\n").splitlines()
        body = "\n".join(_plain(line.strip()) for line in lines)
        made.append(f".nf\n{body}\n.fi\n" if kept else f"{body}\n")
    return ".PP\n".join(made)


def _plain(text: str) -> str:
    """Text that is no request of roff."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return f"\\&{text}" if text.startswith((".", "\\(aq")) else text
