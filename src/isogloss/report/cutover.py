"""A cut-over: for a person at a terminal, as data, and as the page that is signed off."""

from dataclasses import asdict
from typing import Final

from rich.console import Console

from isogloss.cutover import STEPS, Cutover, Standing
from isogloss.report.drawing import Pen, content
from isogloss.report.markdown import escape

_SENTENCE: Final = 400
_STYLES: Final[dict[Standing, str]] = {"waits": "dim", "passed": "green", "left out": "yellow", "failed": "red"}


def render_cutover(made: Cutover, console: Console) -> None:
    """Show each step and what it came to, and what is next."""
    pen = Pen(console)
    pen.title(f"{content(made.mapping)}: cut-over to {content(made.side)}")
    for number, step in enumerate(made.steps, start=1):
        pen.line(f"{number} {step.name}: {step.standing}", style=_STYLES[step.standing])
        pen.line(content(step.said or STEPS[step.name], _SENTENCE), 2)
    pen.line()
    if made.signed is not None:
        pen.line(f"Signed off by {content(made.signed.by)}, {made.signed.at:%Y-%m-%d %H:%M} UTC: {made.signed.digest}")
    elif made.next is None:
        pen.line("All steps are done. Sign it off with --sign NAME.")
    else:
        pen.line(f"Next: {made.next}.")


def cutover_data(made: Cutover) -> dict[str, object]:
    """All of it as plain data."""
    steps = [{**asdict(step), "at": None if step.at is None else step.at.isoformat()} for step in made.steps]
    signed = None if made.signed is None else {**asdict(made.signed), "at": made.signed.at.isoformat()}
    return {"mapping": made.mapping, "side": made.side, "steps": steps, "next": made.next, "signed": signed}


def cutover_markdown(made: Cutover) -> str:
    """The page that is kept beside what the steps left."""
    lines = [f"# Cut-over of {escape(made.mapping)} to {escape(made.side)}", ""]
    lines += ["| step | came to | what | when (UTC) | files |", "| --- | --- | --- | --- | --- |"]
    for step in made.steps:
        when = "" if step.at is None else f"{step.at:%Y-%m-%d %H:%M:%S}"
        files = ", ".join(f"{escape(name)} ({digest})" for name, digest in step.files.items())
        lines.append(f"| {step.name} | {step.standing} | {escape(step.said or STEPS[step.name])} | {when} | {files} |")
    lines.append("")
    if made.signed is None:
        lines.append("Not signed off.")
    else:
        by, at = escape(made.signed.by), made.signed.at
        lines.append(f"Signed off by {by} on {at:%Y-%m-%d %H:%M:%S} UTC. Digest of all above: `{made.signed.digest}`.")
    return "\n".join(lines) + "\n"
