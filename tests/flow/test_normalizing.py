"""Platforms rewrite what they store; after an apply everything is at rest all the same.

Invariant 3 (two runs without an edit between them: the second writes nothing) and invariant 9 (cells outside the plan
are untouched), with each way of rewriting that the sandboxes know, one at a time and all together, in both directions.
One at a time, ``make test`` tries them where they are written to; all together, both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import small_site
from rewriting import ALL_OF_BUTTER, ALL_OF_WEBFLOW, BUTTER, WEBFLOW, named
from sandboxes import Crossing, at_rest, content, settled
from whole import of

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Json, Sandboxes

BODY = """\
<h2 class="b" id="a">Caf&eacute; &amp; th&#233;&nbsp;!</h2>
<p>Some <b>bold</b>, <i>slanted</i> and <code>code</code>;<br/>
a <a target="_blank" href="https://a.example/?x=1&amp;y=2">link</a>. </p>
<figure><img src="https://images.example/in.png" alt="A &lt;pot&gt;"></figure>
<ul>
  <li>one <ol><li>inner</li></ol></li>
  <li>two</li>
</ul>
<blockquote>quoted</blockquote>
<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>
<p></p>
<p>end</p>

"""
RICH: Json = {
    "author": {"ann": small_site.AUTHORS["ann"], "bob": small_site.AUTHORS["bob"]},
    "topic": {
        "tea": {"all": {"tint": "#1F6"}, "en": {"name": "Tea"}, "fr": {"name": "Thé"}},
        "clay": {"all": {"tint": "#8C3B2A"}, "en": {"name": "Clay"}, "fr": {"name": "Argile"}},
    },
    "article": {
        "first": {
            "all": {"form": "Guide", "featured": True, "written": "2026-03-01"},
            "en": {
                "title": "First",
                "body": BODY,
                "cover": {"url": "https://images.example/first.png", "alt": "A pot"},
                "minutes": 3.0,
                "seen": "2026-03-01T23:30:00Z",
                "author": "ann",
                "topics": ["tea", "clay"],
                "related": ["second", "first"],
            },
            "fr": {"title": "Premier", "body": "<p>Bonjour </p> ", "author": "ann", "topics": ["clay", "tea"]},
            "ja": {"title": "最初", "body": "<p>こんにちは。</p><p>終わり</p>"},
        },
        "second": {
            "all": {"featured": False, "written": "2026-07-31"},
            "en": {"title": "Second", "body": "plain words", "author": "bob", "related": ["first"], "minutes": 2.5},
            "fr": {"title": "Deuxième", "cover": {"url": "https://images.example/first.png", "alt": ""}},
        },
        "third": {"all": {}, "en": {"title": "Third", "state": "draft", "related": ["first", "second"]}},
    },
}  # fmt: skip


FLOWS = (small_site.FORWARD, small_site.BACKWARD)


@pytest.fixture(params=FLOWS)
def crossing(request: pytest.FixtureRequest, sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    return Crossing(sandboxes, tmp_path, request.param)


def cross_and_rest(crossing: Crossing) -> None:
    crossing.seed(RICH)
    settled(crossing.sync())
    at_rest(crossing)


@pytest.mark.parametrize("crossing", of(FLOWS, lambda _, flow: flow == small_site.BACKWARD), indirect=True)
@pytest.mark.parametrize("switches", WEBFLOW, ids=named)
def test_invariant_3_whatever_webflow_rewrites_a_second_run_writes_nothing(crossing: Crossing, switches: Json) -> None:
    crossing.sandboxes.webflow.turn(**switches)
    cross_and_rest(crossing)


@pytest.mark.parametrize("crossing", of(FLOWS, lambda _, flow: flow == small_site.FORWARD), indirect=True)
@pytest.mark.parametrize("switches", BUTTER, ids=named)
def test_invariant_3_whatever_buttercms_rewrites_a_second_run_writes_nothing(
    crossing: Crossing, switches: Json
) -> None:
    crossing.sandboxes.butter.turn(**switches)
    cross_and_rest(crossing)


def test_invariant_3_with_everything_rewritten_at_once_a_second_run_writes_nothing(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.turn(**ALL_OF_WEBFLOW)
    crossing.sandboxes.butter.turn(**ALL_OF_BUTTER)
    cross_and_rest(crossing)


def test_invariant_3_with_everything_rewritten_an_edit_on_each_side_crosses_once_and_settles(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    sandboxes.webflow.turn(**ALL_OF_WEBFLOW)
    sandboxes.butter.turn(**ALL_OF_BUTTER)
    crossing.seed(RICH)
    settled(crossing.sync())
    sandboxes.webflow.edit(
        action="update",
        collection="posts",
        item="first",
        fields={"name": "First, again", "body": BODY.replace("quoted", "quoted again")},
        publish=True,
    )
    sandboxes.butter.edit(
        action="update",
        page_type="article",
        slug="second",
        locale="fr",
        fields={"body": "<p>D&eacute;sormais<br>ainsi </p>", "minutes": 7},
        publish=True,
    )
    sandboxes.forget()
    both = crossing.sync()
    settled(both)
    assert both.conflicts == 0
    assert [line["method"] for line in sandboxes.webflow.writes()] == ["PATCH", "POST"]  # the content, then publish
    assert [line["method"] for line in sandboxes.butter.writes()] == ["PATCH"]
    webflow, butter = content(sandboxes)
    assert butter["article/first"]["locales"]["en"]["live"]["headline"] == "First, again"
    assert "quoted again" in butter["article/first"]["locales"]["en"]["live"]["body"]
    there = webflow["posts/second/second-fr fr-FR"]["live"]["fieldData"]
    assert "Désormais" in there["body"].replace("&eacute;", "é")
    assert there["minutes"] == 7
    at_rest(crossing)
