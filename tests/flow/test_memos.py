"""What is remembered of pure functions changes no plan: with each memory turned off, the same bytes.

What is kept of readings, and of entries at rest, is held against a whole reading in ``test_reading_on``.
"""

from __future__ import annotations

import sys
from functools import _lru_cache_wrapper
from typing import TYPE_CHECKING, Any

import pytest
from manual_clock import ManualClock

from isogloss import api
from isogloss.canon import html, remembered
from isogloss.canon.html import canonical_html
from isogloss.canon.loose import loose_html
from isogloss.run.loading import load_text
from isogloss.run.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUNDLE = """
bundle: 1
kinds:
  article:
    fields:
      title: {type: text}
      body: {type: rich_text}
      links: {type: references, to: article}
      price: {type: number}
locales: [en, fr]
primary: en
"""
MAPPING = """
isogloss: 1
name: memos
sides: {one: {adapter: bundle, path: one}, two: {adapter: bundle, path: two}}
flow: both
conflict: merge
delete: propagate
limits: {delete: 100%, change: 100%}
locales: {en: {one: en, two: en, primary: true}, fr: {one: fr, two: fr}}
kinds:
  article:
    one: {}
    two: {}
    match: [$slug]
    fields:
      title: {type: text, one: title, two: title}
      body: {type: rich_text, one: body, two: body}
      links: {type: references, to: article, one: links, two: links}
      price: {type: number, one: price, two: price}
"""
BODIES = (
    "<p>Tea of <em>spring</em>.</p><ul><li>one</li><li>two</li></ul>",
    "<div>Tea of <b>summer</b></div><p>and\u00a0more  </p>",
    "<p>Tea of autumn, <a href='/x?a=1&amp;b=2' class='b a'>with a link</a></p><p></p>",
    '<wf-component component-id="c" name="Pot"></wf-component><pre>boil\n  water</pre>',
    "<p style='color:RED'>Tea of winter</p>" + "<p>and snow</p>" * 300,
)
"""Of each way that a text may be spelled: as it is to be, otherwise, with parts that are opaque, and long."""


def put(side: Path, name: str, en: str, fr: str, body: str, price: str = "1.0") -> None:
    """Write one entry of a bundle."""
    entry = side / "article" / name
    entry.mkdir(parents=True, exist_ok=True)
    (entry / "shared.yaml").write_text(f"$slug: {name}\n", encoding="utf-8")
    for code, title in (("en", en), ("fr", fr)):
        lines = "\n".join(f"  {line}" for line in body.split("\n"))
        links = "links: [tea-0]\n" if name != "tea-0" else ""
        text = f"$status: published\ntitle: {title}\nprice: {price}\n{links}body: |-\n{lines}\n"
        (entry / f"{code}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Two folders that agreed on one thing, then were edited: alike, on one side, on both, apart; made and deleted."""
    one, two = tmp_path / "one", tmp_path / "two"
    for number, body in enumerate(BODIES):
        for side in (one, two):
            put(side, f"tea-{number}", f"Tea {number}", f"Thé {number}", body)
            (side / "bundle.yaml").write_text(BUNDLE, encoding="utf-8")
    bridge = load_text(MAPPING, path=str(tmp_path / "memos.yaml"))
    made = Session(bridge, str(tmp_path / "state.db"), tmp_path, ManualClock())
    api.sync(made, tmp_path / "first.jsonl")
    put(one, "tea-0", "Tea, edited", "Thé 0", BODIES[0].replace("one", "1"))
    put(two, "tea-0", "Tea 0", "Thé, edited", BODIES[0].replace("two", "2"), price="1.00")
    put(one, "tea-1", "Tea one", "Thé 1", BODIES[1].replace("more", "less"))
    put(two, "tea-1", "Tea uno", "Thé 1", BODIES[1].replace("<b>", "<strong>").replace("</b>", "</strong>"))
    put(two, "tea-4", "Tea 4", "Thé 4", BODIES[4] + BODIES[3], price="2.5")
    put(one, "tea-9", "Tea 9", "Thé 9", BODIES[2] + BODIES[0])
    put(one, "tea-10", "Tea 10", "Thé 10", "<p>Tea</p>\n<ul>\n<li>in lines</li>\n</ul>")
    return made


def memories() -> Iterator[tuple[str, Any]]:
    """Every function of the program whose results are kept, once each, by its name."""
    found = {
        id(held): (f"{module}.{name}", held)
        for module, loaded in sorted(sys.modules.items())
        if module.startswith("isogloss.")
        for name, held in vars(loaded).items()
        if isinstance(held, _lru_cache_wrapper)
    }
    yield from found.values()


def turn_off(memory: Any, patch: pytest.MonkeyPatch) -> None:
    """Put the function itself wherever the one is called that remembers."""
    for module, loaded in list(sys.modules.items()):
        if module.startswith("isogloss."):
            for name, held in list(vars(loaded).items()):
                if held is memory:
                    patch.setattr(loaded, name, memory.__wrapped__)


def test_a_plan_is_the_same_with_each_memory_turned_off(session: Session, tmp_path: Path) -> None:
    def planned() -> bytes:
        return api.plan(session, tmp_path / "plan.jsonl").path.read_bytes()

    planned()
    with_all = planned()
    assert with_all.count(b"\n") > len(BODIES)
    found = dict(memories())
    assert {"isogloss.model.value._digested", "isogloss.adapters.bundle.values.in_lines"} <= found.keys()
    for name, memory in found.items():
        with pytest.MonkeyPatch.context() as patch:
            turn_off(memory, patch)
            assert planned() == with_all, name


def test_a_plan_is_the_same_where_no_text_is_remembered_or_told_by_its_spelling(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planned() -> bytes:
        return api.plan(session, tmp_path / "plan.jsonl").path.read_bytes()

    with_all = planned()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "_LONG", -1)
        patch.setattr(remembered, "_SHORT", -1)
        assert canonical_html(BODIES[1]) is not canonical_html(BODIES[1]), "it is remembered all the same"
        assert loose_html(BODIES[1]) is not loose_html(BODIES[1])
        assert planned() == with_all
        patch.setattr(html, "settled_blocks", lambda _text: None)
        assert planned() == with_all
