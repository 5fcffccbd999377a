"""The table of types for a person at a terminal: what a value becomes in a field of another type.

Decides what shares a line: forms of one type that keep the same. What is not listed cannot be done.
"""

from collections.abc import Mapping

from rich.console import Console

from isogloss.report.drawing import Pen


def render_types(table: Mapping[tuple[str, str], tuple[str, str]], console: Console) -> None:
    """Show what is left of each type in fields of others.

    table: by type and form, the grade and what is lost.
    """
    pen = Pen(console)
    found: dict[tuple[str, str, str], list[str]] = {}
    for (type_, form), (grade, lost) in table.items():
        found.setdefault((type_, grade, lost), []).append(form)
    pen.title("A field of a type, held as another type on a side (as: …), keeps:")
    pen.line()
    rows = sorted((type_, ", ".join(forms), grade, lost) for (type_, grade, lost), forms in found.items())
    pen.table(("type", "held as", "keeps", "what is lost"), rows)
    pen.line()
    pen.line("Held as itself, every type is exact. What is not listed is impossible, and refused in a mapping.")
