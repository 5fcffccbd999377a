"""Plans of the program before records were loaded as typed values are read, shown and applied as they were then.

``plans/NAME.jsonl`` was written by that program, ``NAME.report.json`` and ``NAME.txt`` are what it showed of the plan.
Where a plan can be applied, to the worlds below, ``NAME.applied.json`` is what became of it and what was left, and
``NAME.sql`` the state that the plan needs. All of that is said today as it was then; what is new since may be said as
well, and ids stand before what waits for a person. The others were made between the two sandboxes: ``across`` (one
way), ``renamed`` (an entry that is made anew), ``site`` (the whole site published), ``import`` and ``restore`` (of a
bundle).
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from two_worlds import EN, FR, Pair, html, image, number, ref, refs, text

from isogloss import api
from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.plan.data import read_plan
from isogloss.report.findings import render_outcome, render_status
from isogloss.report.json import render_json
from isogloss.report.model import build_report
from isogloss.report.plain import applied_data, status_data
from isogloss.report.terminal import render_plan
from isogloss.report.words import DECIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from isogloss.outcomes import Applied
    from isogloss.plan.data import PlanFile

PLANS = Path(__file__).with_name("plans")


def post(title: str, status: object = PUBLISHED, **more: object) -> dict:
    return {"title": text(title), "body": html(f"<p>{title}</p>"), STATUS: status, **more}


def first_contact(folder: Path) -> Pair:
    """Entries that are on both sides, alike, apart and with a picture each, and one that is on each side alone."""
    pair = Pair(folder)
    for side, host in ((pair.left, "a"), (pair.right, "b")):
        own = host == "a"
        cover = image(f"https://{host}.example/pot.png", "A pot")
        side.put("author", f"{host}1", {EN: {"name": text("Ann"), STATUS: PUBLISHED}}, slug="ann")
        side.put("article", f"{host}2", {EN: post("Pot", cover=cover, author=ref("author", f"{host}1"))}, slug="pot")
        side.put("article", f"{host}3", {EN: post("Cup" if own else "Mug"), FR: post("Tasse")}, slug="cup")
        side.put("article", f"{host}4", {EN: post(f"Only on {host}", rank=number(4))}, slug=f"only-{host}")
    pair.left.put(
        "article", "a5", {EN: post("Bowl", related=refs("article", "a2")), FR: post("Bol", DRAFT)}, slug="bowl"
    )
    return pair


def agreed(folder: Path, **options: object) -> Pair:
    """Five articles that are on both sides and at rest."""
    pair = Pair(folder, options=options)
    pair.left.put("author", "a1", {EN: {"name": text("Ann"), STATUS: PUBLISHED}}, slug="ann")
    for n in range(5):
        more = {"author": ref("author", "a1"), "related": refs("article", f"p{(n + 1) % 5}")}
        pair.left.put("article", f"p{n}", {EN: post(f"T{n}", **more), FR: post(f"F{n}", DRAFT)}, slug=f"post-{n}")
    pair.sync()
    return pair


def remote(pair: Pair, slug: str) -> str:
    return next(each.remote for each in pair.right.entries.values() if each.slug == slug)


def both_ways(folder: Path) -> Pair:
    """Edits of the same cell, of one side each, of a state, an entry that is gone, and a deletion beside an edit."""
    pair = agreed(folder, delete="propagate")
    pair.left.edit("article", "p0", EN, title=text("Left"), rank=number(7))
    pair.right.edit("article", remote(pair, "post-0"), EN, title=text("Right"))
    pair.right.edit("article", remote(pair, "post-1"), FR, title=text("Neuf"))
    pair.left.edit("article", "p2", EN, body=html("<p>T2, at length</p>"))
    pair.left.entries["article", "p2"].versions[EN].live = None
    del pair.left.entries["article", "p3"]
    del pair.left.entries["article", "p4"]
    pair.right.edit("article", remote(pair, "post-4"), EN, title=text("Kept"))
    return pair


def one_way(folder: Path, drift: str) -> Pair:
    """Edits of the target of a one-way flow, beside one of the source; deletions are held."""
    pair = agreed(folder, flow="left to right", drift=drift)
    pair.left.edit("article", "p0", EN, title=text("Left"))
    pair.right.edit("article", remote(pair, "post-1"), EN, title=text("Drifted"))
    pair.right.edit("article", remote(pair, "post-1"), FR, title=text("Aussi"))
    del pair.left.entries["article", "p3"]
    return pair


def to_undo(folder: Path) -> Pair:
    """A run that changed and made what is there, and somebody's edit since."""
    pair = agreed(folder)
    pair.left.edit("article", "p0", EN, title=text("New"))
    pair.left.edit("article", "p1", FR, title=text("Neuf"))
    pair.left.put("article", "p9", {EN: post("Made")}, slug="made")
    pair.sync()
    pair.right.edit("article", remote(pair, "post-1"), FR, title=text("Somebody's"))
    return pair


WORLDS: dict[str, Callable[[Path], Pair]] = {
    "first-contact": first_contact,
    "both-ways": both_ways,
    "drift-kept": lambda folder: one_way(folder, "keep"),
    "drift-overwritten": lambda folder: one_way(folder, "overwrite"),
    "undo": to_undo,
}


def as_then(now: object, then: object) -> object:
    """What is said today, without names that were not said then."""
    if isinstance(now, dict) and isinstance(then, dict):
        return {name: as_then(now[name], then[name]) for name in now if name in then}
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [as_then(*each) for each in zip(now, then, strict=True)]
    return now


ID = re.compile(r"^[0-9a-hjkmnp-tv-z]{8}  ", re.MULTILINE)


def drawn(draw: Callable[[Console], None]) -> str:
    out = io.StringIO()
    draw(Console(file=out, width=120, color_system=None, force_terminal=False))
    return out.getvalue()


def shown(plan: PlanFile) -> str:
    """What is shown of a plan, without of what and when it is, which was not said then."""
    said = drawn(lambda console: render_plan(build_report(plan), console))
    return re.sub(r"^Plan made: .*?(?=^$)", "", said, flags=re.MULTILINE | re.DOTALL)


def became(pair: Pair, applied: Applied) -> dict[str, Any]:
    """What was made of a plan, and what is left of it, as data and in words."""
    status = api.status(pair.session())
    left = {name: value for name, value in status_data(status).items() if name in ("held", "drift")}
    said = drawn(lambda console: render_outcome(applied, console)) + drawn(
        lambda console: render_status(status, console)
    )
    return {
        "applied": applied_data(applied),
        "left": left,
        "said": [line for line in said.replace(str(pair.folder / "state.db"), "STATE").splitlines() if line != DECIDE],
        "written": [pair.left.calls, pair.right.calls],
    }


def known(name: str, ending: str) -> str:
    return (PLANS / f"{name}{ending}").read_text(encoding="utf-8")


NAMES = sorted(path.stem for path in PLANS.glob("*.jsonl"))


def test_every_kind_of_record_and_every_purpose_is_among_them() -> None:
    lines = [json.loads(line) for name in NAMES for line in known(name, ".jsonl").splitlines()]
    kinds = {line.get("record", "header") for line in lines}
    assert kinds == {"header", "op", "conflict", "drift", "loss", "step", "site", "entry", "adopt", "assume"}
    assert {line["mapping"]["purpose"] for line in lines if "mapping" in line} == {"", "import", "restore"}
    assert any("was " in line["entry"][1] for line in lines if "entry" in line), "none was replaced"
    assert {line["verb"] for line in lines if "verb" in line} >= {"create", "update", "link", "publish", "delete"}


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_of_before_is_read_and_shown_as_it_was(name: str) -> None:
    plan = read_plan(PLANS / f"{name}.jsonl")
    then = json.loads(known(name, ".report.json"))
    assert as_then(json.loads(render_json(build_report(plan))), then) == then
    assert ID.sub("", shown(plan)) == known(name, ".txt")


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_a_plan_of_before_is_applied_as_it_was(name: str, tmp_path: Path) -> None:
    pair = WORLDS[name](tmp_path)
    script = PLANS / f"{name}.sql"
    if script.exists():
        (tmp_path / "state.db").unlink()
        with closing(sqlite3.connect(tmp_path / "state.db")) as connection, connection:
            connection.executescript(script.read_text(encoding="utf-8"))
    applied = api.apply(pair.session(), read_plan(PLANS / f"{name}.jsonl"))
    then = json.loads(known(name, ".applied.json"))
    assert as_then(became(pair, applied), then) == then


def test_the_right_side_is_what_the_plan_says(tmp_path: Path) -> None:
    pair = first_contact(tmp_path)
    api.apply(pair.session(), read_plan(PLANS / "first-contact.jsonl"))
    assert pair.shown(Side.RIGHT, "article", "bowl", FR, "title") == text("Bol")
