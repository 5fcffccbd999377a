"""How text is put on a terminal: headings, items, tables, word diffs.

Decides looks, for a terminal and for a pipe: colours and rules on the one, the same words in plain lines on the
other. Whatever is told by colour is told by a sign as well. Content goes through here as text, never as markup.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from isogloss.report.value import Shown
from isogloss.report.visible import changed, one_line
from isogloss.report.worddiff import How, Run, condense, cut

_MARKS: Final = {"delete": ("[-", "-]", "red"), "insert": ("{+", "+}", "green")}
"""As ``git diff --word-diff`` writes them, so that a pipe tells what colours tell on a terminal."""


_NARROWEST: Final = 20
_ADDRESSES: Final = frozenset({"image", "file", "link", "video"})
_LONG_ADDRESS: Final = 60
_HEAD, _TAIL = 34, 24


class Pen:
    """Writes on one console."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.lines = 0  # written so far, tables on a terminal apart

    def line(self, text: str | Text = "", indent: int = 0, style: str = "") -> None:
        """One paragraph, folded at the width and indented throughout."""
        body = text if isinstance(text, Text) else Text(text, style=style)
        for part in body.wrap(self.console, max(self.console.width - indent, _NARROWEST), overflow="fold"):
            part.rstrip()
            self.console.print(Text.assemble(" " * indent, part), highlight=False, soft_wrap=True)
            self.lines += 1

    def title(self, text: str) -> None:
        """The first line."""
        self.line(text, style="bold")

    def heading(self, text: str) -> None:
        """A line that begins a part, after a blank one."""
        self.line()
        self.line(text, style="bold cyan")

    def more(self, count: int, one: str, several: str = "", indent: int = 0) -> None:
        """Say how many are not shown, if any."""
        if count > 0:
            noun = one if count == 1 else several or f"{one}s"
            self.line(f"… and {count:,} more {noun}", indent, style="dim")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str | Text]], numbers: Iterable[int] = ()) -> None:
        """A table; these columns hold numbers."""
        right = set(numbers)
        table = Table(
            box=box.SIMPLE_HEAD if self.console.is_terminal else None,
            pad_edge=False,
            show_edge=False,
            header_style="bold" if self.console.is_terminal else "",
            padding=(0, 2, 0, 0),
        )
        for n, name in enumerate(columns):
            table.add_column(Text(name), justify="right" if n in right else "left", overflow="fold")
        for row in rows:
            table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
        if self.console.is_terminal:
            self.console.print(table)
            return
        for row_line in self.console.render_lines(table, pad=False):
            self.line(Text("".join(segment.text for segment in row_line).rstrip()))


def content(text: str, most: int = 160) -> str:
    """Content on one line, without anything that a terminal obeys, cut to so many characters."""
    text = one_line(text)
    short = cut(text, most)
    return text if short == text else f"{short}…"


def value(shown: Shown | None, most: int = 160) -> Text:
    """A value, or that there is none."""
    if shown is None:
        return Text("nothing", style="dim")
    text = address(shown.text) if shown.type in _ADDRESSES else content(shown.text, most)
    return Text(f"{text}…" if shown.left_out and not text.endswith("…") else text)


def address(text: str) -> str:
    """An address on one line; of a long one its head and its tail, where the file is named."""
    where, bracket, alt = one_line(text).partition(" (alt: ")
    if len(where) > _LONG_ADDRESS:
        where = f"{where[:_HEAD]}…{where.partition('#')[0][_HEAD:][-_TAIL:]}"
    return where + content(bracket + alt, 80)


def half(runs: tuple[Run, ...], how: How, context: int = 30, most: int = 240) -> Text | None:
    """One of two compared texts, around what sets it apart; None where the other holds all of it."""
    made = Text()
    mine = tuple(run for run in runs if run.how in ("keep", how))
    if not any(run.how == how for run in mine):
        return None
    for run in condense(mine, context, most):
        if run.how == how and run.text:
            made.append(one_line(changed(run.text)), "bold underline")
        else:
            made.append(one_line(run.text))
        if run.left_out:
            made.append(" … ", "dim")
    return made


def both(
    pen: Pen, sides: Iterable[str], shown: Sequence[Shown | None], runs: tuple[Run, ...], *, of_cell: bool
) -> None:
    """What each side shows of a cell, around what sets the two apart; of anything else, whether it is there."""
    marks: tuple[How, How] = ("delete", "insert")
    for side, found, how in zip(sides, shown, marks, strict=False):
        if of_cell:
            said = half(runs, how) or value(found)
        else:
            said = Text("gone" if found is None else f"there ({content(found.text)})")
        pen.line(Text.assemble((f"{content(side)}: ", "dim"), said), 2)


def came(text: Text) -> Text:
    """Something new as a whole."""
    return Text.assemble(("+ ", "green"), text)


def went(text: Text) -> Text:
    """Something that goes as a whole."""
    return Text.assemble(("- ", "red"), text)


def diff(runs: tuple[Run, ...], context: int = 30, most: int = 240) -> Text:
    """A word diff on one line."""
    made = Text()
    for run in condense(runs, context, most):
        if run.how == "keep":
            made.append(one_line(run.text))
        elif run.text:
            begin, end, colour = _MARKS[run.how]
            made.append(f"{begin}{one_line(changed(run.text))}{end}", colour)
        if run.left_out:
            made.append(" … ", "dim")
    return made
