"""Webhooks of a mapping's sides, for a person at a terminal and as plain data."""

from collections.abc import Sequence

from rich.console import Console

from isogloss.answers import Hooked
from isogloss.report.drawing import Pen, content


def render_hooks(hooks: Sequence[Hooked], console: Console, *, removed: bool = False) -> None:
    """Show each webhook, what it tells of, and whose it is."""
    pen = Pen(console)
    if not hooks:
        pen.line("No webhook of this mapping was there." if removed else "The site has no webhook.")
        return
    rows = [
        (content(each.side), content(each.trigger), _state(each, removed=removed), content(each.url, 400))
        for each in hooks
    ]
    pen.table(("side", "trigger", "state", "calls"), rows)


def hooks_data(hooks: Sequence[Hooked]) -> dict[str, object]:
    """The same as plain data for ``--json``."""
    names = ("side", "id", "trigger", "url", "ours", "known")
    return {"hooks": [{name: getattr(each, name) for name in names} for each in hooks]}


def _state(hook: Hooked, *, removed: bool) -> str:
    if removed:
        return "removed"
    if not hook.ours:
        return "somebody else's"
    return "ours" if hook.known else "ours, its secret is not known: install again"
