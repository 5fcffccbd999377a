"""Hostile content on both sides, and every command that shows some: words come out, and nothing that steers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import small_site
from command import Ran, within
from hostile import CLASSES, SIGN
from sandboxes import PROMPT, Crossing

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]",
)
TITLES = [
    " ".join(payload.replace("\x00", "").split("\n"))[:200]
    for payloads in CLASSES.values()
    for payload in payloads
    if SIGN in payload
]


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT)
    site = {
        f"post-{n}": {"all": {}, "en": {"title": title, "body": f"<p>{title}</p>"}, "fr": {"title": title[::-1]}}
        for n, title in enumerate(TITLES)
    }
    site["linked"] = {"all": {}, "en": {"title": SIGN, "body": '<p><a href="/posts/gone">there</a></p>'}}
    made.seed({"article": site})
    made.write_mapping(("butter: {page_type: article}", 'butter: {page_type: article, url: "/posts/{slug}"}'))
    return made


def test_no_command_lets_content_steer_what_shows_it(crossing: Crossing) -> None:
    def ran(*words: object) -> Ran:
        done = within(crossing, *words)
        assert "Traceback" not in done.err, done.err
        assert not STEERING.findall(done.out + done.err), words
        return done

    ran("check", "MAPPING")
    assert SIGN in ran("plan", "MAPPING").out
    ran("plan", "MAPPING", "--json", "-vv")
    assert ran("sync", "MAPPING", "-v").code in (0, 1)
    for side, there in (("webflow", {"collection": "posts", "item": "post-0"}), ("butter", {"page_type": "article"})):
        sandbox = getattr(crossing.sandboxes, side)
        slug = {} if side == "webflow" else {"slug": "post-0", "locale": "en"}
        name = "name" if side == "webflow" else "headline"
        sandbox.edit(action="update", publish=True, **there, **slug, fields={name: f"\x1b[2J{SIGN} of \u202e{side}"})
    assert ran("sync", "MAPPING").code == 1
    (waiting,) = within(crossing, "conflicts", "MAPPING", "--json").data["conflicts"]
    for words in (
        ("status", "MAPPING"),
        ("status", "MAPPING", "--json"),
        ("conflicts", "MAPPING"),
        ("conflicts", "show", "MAPPING", waiting["id"]),
        ("verify", "MAPPING"),
        ("readiness", "MAPPING"),
        ("lint", "MAPPING"),
        ("explain", "MAPPING", "article/post-0", "title", "en-US"),
    ):
        assert SIGN in ran(*words).out, words
    ran("history", "MAPPING")
    ran("lock", "MAPPING")
    assert ran("resolve", "MAPPING", waiting["id"], "--take", "webflow").code == 0
    done = ran("sync", "MAPPING", "--json")
    assert SIGN in ran("history", "MAPPING").out
    ran("undo", "MAPPING", done.data["run"], "--out", crossing.folder / "undo.jsonl")
    ran("export", "MAPPING", "webflow", crossing.folder / "bundle")
