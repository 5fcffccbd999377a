"""What comparison folds away is not what is written: a text arrives as it was spelled, and what is there stays.

Sameness is decided on canonical form. What canonical form drops (comments, loading hints, blank paragraphs at the end,
runs of spaces, spaces at the edges) is nobody's edit, so it may not be lost by somebody else's. White space between
top-level blocks is the one thing that is not sent to Webflow: there it was seen to cost a text its lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled
from small_site import BACKWARD, BOTH, FORWARD

from isogloss import api
from isogloss.adapters.webflow.items.rich_text import closed_up
from isogloss.canon.values import canonical

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Json, Sandboxes

    from isogloss.plan.data import PlanFile

MORE = "<p>Intro.</p><!--more--><p>Rest.</p>"
PICTURE = '<p><img src="https://images.example/in.png" alt="A pot" loading="lazy" decoding="async"> here</p>'
FRAME = '<iframe src="https://video.example/1" loading="lazy"></iframe>'
SPELLINGS = [
    MORE,
    f"{PICTURE}<p>end</p>",
    f"<p>See</p>{FRAME}<p>end</p>",
    "<p>One</p><p>&nbsp;</p>",
    "<p>One</p>\n\n<p>two  words,   three</p>\n<p></p>\n",
    "<p >One<br/>two</p>",
    "<p>e\u0301te\u0301 \ufa46 &eacute;&#x41;</p>",
    "\u3000<p>\u3000One\u00a0</p>\u3000",
    "<pre>a\n  b</pre><!--after--><p>end  </p>",
]
TITLES = ["\u3000最初\u3000", "First  of   all", "\u00a0First", "e\u0301te\u0301", "\u6d77\ufa46", "\u212b\u2126\u212a"]


def site(body: str, title: str = "First") -> Json:
    return {"article": {"first": {"all": {}, "en": {"title": title, "body": body}}}}


def begin(sandboxes: Sandboxes, folder: Path, flow: str, told: Json) -> Crossing:
    sandboxes.webflow.turn(html_rewrite="none", image_rehost=False)
    crossing = Crossing(sandboxes, folder, flow)
    crossing.seed(told)
    return crossing


def in_butter(sandboxes: Sandboxes, name: str = "body") -> str:
    (found,) = sandboxes.butter.state()["pages"]
    return found["locales"]["en"]["live"][name]


def in_webflow(sandboxes: Sandboxes, name: str = "body") -> str:
    (row,) = next(each["items"] for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    return row["fieldData"][name]


def edit_in_butter(sandboxes: Sandboxes, **fields: object) -> None:
    sandboxes.butter.edit(action="update", page_type="article", slug="first", locale="en", publish=True, fields=fields)


def edit_in_webflow(sandboxes: Sandboxes, **fields: object) -> None:
    sandboxes.webflow.edit(
        action="update", collection="posts", item="first", locale="en-US", publish=True, fields=fields
    )


@pytest.mark.parametrize("body", SPELLINGS)
@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_a_rich_text_is_made_across_as_it_was_spelled(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, body: str
) -> None:
    crossing = begin(sandboxes, tmp_path, flow, site(body))
    settled(crossing.sync())
    assert in_butter(sandboxes) == (in_webflow(sandboxes) if flow == FORWARD else body)
    if "<pre" not in body:
        assert in_webflow(sandboxes) == (body if flow == FORWARD else closed_up(body))
    at_rest(crossing)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_a_title_is_made_across_as_it_was_spelled(sandboxes: Sandboxes, tmp_path: Path, flow: str, title: str) -> None:
    crossing = begin(sandboxes, tmp_path, flow, site("<p>One</p>", title))
    settled(crossing.sync())
    assert (in_webflow(sandboxes, "name"), in_butter(sandboxes, "headline")) == (title, title)
    at_rest(crossing)


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_a_title_edited_from_one_character_to_its_compatibility_twin_is_carried(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begin(sandboxes, tmp_path, flow, site("<p>One</p>", "\u6e1a"))
    settled(crossing.sync())
    if flow == FORWARD:
        edit_in_webflow(sandboxes, name="\ufa46")
    else:
        edit_in_butter(sandboxes, headline="\ufa46")
    settled(crossing.sync())
    assert (in_webflow(sandboxes, "name"), in_butter(sandboxes, "headline")) == ("\ufa46", "\ufa46")
    at_rest(crossing)


def test_a_single_line_gets_no_line_breaks_where_they_are_refused(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, BACKWARD, site("<p>One</p>", "First\nof all "))
    settled(crossing.sync())
    assert in_webflow(sandboxes, "name") == "First of all"
    at_rest(crossing)


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_a_text_that_is_edited_arrives_as_it_was_spelled(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = begin(sandboxes, tmp_path, flow, site("<p>One</p>"))
    settled(crossing.sync())
    body = f"<p>One,  two</p><!--more-->{PICTURE}<p>&nbsp;</p>"
    (edit_in_webflow if flow == FORWARD else edit_in_butter)(sandboxes, body=body)
    settled(crossing.sync())
    assert (in_webflow(sandboxes), in_butter(sandboxes)) == (body, body)
    at_rest(crossing)


def reasons(plan: PlanFile) -> list[str]:
    return [str(loss["detail"]) for loss in lines_of(plan, "loss") if loss["reason"] == "comment or attribute not kept"]


AROUND = [
    (MORE, "<p>Intro.</p><!--more--><p>Rest, edited.</p>"),
    (f"{MORE}{PICTURE}", f"<p>Intro.</p><!--more--><p>Rest, edited.</p>{PICTURE}"),
    (
        '<p>Rest. <img src="https://images.example/in.png" loading="lazy"></p><p>&nbsp;</p>',
        '<p>Rest, edited. <img loading="lazy" src="https://images.example/in.png"></p><p>&nbsp;</p>',
    ),
    (
        f"<p>two  words</p>{MORE}\n<!--end-->",
        "<p>two  words</p><p>Intro.</p><!--more--><p>Rest, edited.</p>\n<!--end-->",
    ),
    (f"<p>Rest.</p>{FRAME}<p><br></p>", f"<p>Rest, edited.</p>{FRAME}<p><br></p>"),
]


@pytest.mark.parametrize(("held", "after"), AROUND)
@pytest.mark.parametrize("edited", ["webflow", "butter"])
def test_what_nobody_compares_stays_where_another_paragraph_is_edited_across(
    sandboxes: Sandboxes, tmp_path: Path, edited: str, held: str, after: str
) -> None:
    """Both sides have the text; only the written one has what canonical form drops."""
    crossing = begin(sandboxes, tmp_path, BOTH, site(held))
    settled(crossing.sync())
    bare = canonical("rich_text", held)
    edits = {"webflow": edit_in_webflow, "butter": edit_in_butter}
    edits[edited](sandboxes, body=bare)
    assert crossing.ops() == []
    edits[edited](sandboxes, body=bare.replace("Rest.", "Rest, edited."))
    plan = crossing.plan()
    assert reasons(plan) == []
    settled(crossing.apply(plan))
    assert (in_butter(sandboxes) if edited == "webflow" else in_webflow(sandboxes)) == (
        after if edited == "webflow" else closed_up(after)
    )
    at_rest(crossing)


INSIDE = "<p>Intro.</p><p>Re<!--more-->st.</p>"


@pytest.mark.parametrize("edited", ["webflow", "butter"])
def test_a_comment_that_cannot_be_kept_is_told_before_the_write(
    sandboxes: Sandboxes, tmp_path: Path, edited: str
) -> None:
    crossing = begin(sandboxes, tmp_path, BOTH, site(INSIDE))
    settled(crossing.sync())
    edits = {"webflow": edit_in_webflow, "butter": edit_in_butter}
    edits[edited](sandboxes, body="<p>Intro.</p><p>Rest, edited.</p>")
    plan = crossing.plan()
    assert reasons(plan) == ["the comment 'more'"]
    settled(crossing.apply(plan))
    assert (in_butter if edited == "webflow" else in_webflow)(sandboxes) == "<p>Intro.</p><p>Rest, edited.</p>"
    at_rest(crossing)


@pytest.mark.parametrize("edited", ["webflow", "butter"])
@pytest.mark.parametrize("held", ["<!--more-->", "<p>&nbsp;</p><!-- a -->\n<!--b-->"])
def test_a_cell_that_holds_a_comment_alone_keeps_it_when_text_arrives(
    sandboxes: Sandboxes, tmp_path: Path, edited: str, held: str
) -> None:
    crossing = begin(sandboxes, tmp_path, BOTH, site(""))
    settled(crossing.sync())
    edits = {"webflow": edit_in_webflow, "butter": edit_in_butter}
    (other,) = edits.keys() - {edited}
    edits[other](sandboxes, body=held)
    at_rest(crossing)
    edits[edited](sandboxes, body="<p>Rest.</p>")
    plan = crossing.plan()
    settled(crossing.apply(plan))
    written = (in_butter if edited == "webflow" else in_webflow)(sandboxes)
    assert all(comment in written for comment in re.findall("<!--.*?-->", held))
    assert canonical("rich_text", written) == "<p>Rest.</p>"
    assert all("comment" not in said for said in reasons(plan))
    at_rest(crossing)


@pytest.mark.parametrize("edited", ["webflow", "butter"])
def test_a_comment_goes_with_a_text_that_is_emptied_across_and_that_is_told_before(
    sandboxes: Sandboxes, tmp_path: Path, edited: str
) -> None:
    crossing = begin(sandboxes, tmp_path, BOTH, site(MORE + PICTURE))
    settled(crossing.sync())
    edits = {"webflow": edit_in_webflow, "butter": edit_in_butter}
    edits[edited](sandboxes, body="")
    plan = crossing.plan()
    assert reasons(plan) == ["the comment 'more'"]
    settled(crossing.apply(plan))
    at_rest(crossing)


def test_two_merged_edits_keep_the_spelling_of_both_sides(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, BOTH, site(f"{MORE}<p>End.</p>"))
    crossing.write_mapping(("flow: both", "flow: both\nconflict: merge"))
    settled(crossing.sync())
    edit_in_webflow(sandboxes, body="<p>Intro,  edited.</p><p>Rest.</p><p>End.</p>")
    edit_in_butter(sandboxes, body=f"{MORE}<p>End,  edited.</p>")
    settled(crossing.sync())
    assert in_butter(sandboxes) == "<p>Intro,  edited.</p><!--more--><p>Rest.</p><p>End,  edited.</p>"
    assert in_webflow(sandboxes) == "<p>Intro,  edited.</p><p>Rest.</p><p>End,  edited.</p>"
    at_rest(crossing)


def test_undo_brings_back_the_spelling_that_was_there(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, BOTH, site(INSIDE, "\u3000First"))
    settled(crossing.sync())
    edit_in_webflow(sandboxes, body="<p>Intro.</p><p>Rest, edited.</p>", name="Second")
    applied = crossing.sync()
    settled(applied)
    assert in_butter(sandboxes) == "<p>Intro.</p><p>Rest, edited.</p>"
    settled(crossing.apply(api.undo(crossing.session(), applied.run, tmp_path / "undo.jsonl")))
    assert (in_butter(sandboxes), in_butter(sandboxes, "headline")) == (INSIDE, "\u3000First")


URLS = (
    ("webflow: {collection: posts}", 'webflow: {collection: posts, url: "https://pots.example/{locale}/blog/{slug}"}'),
    ("butter: {page_type: article}", 'butter: {page_type: article, other_fields: [local_slug], url: "/posts/{slug}"}'),
)
LINKED = (
    "<p >See  <A title='x' href='https://pots.example/en-us/blog/first?a=1#b'>this</a>"
    '<!--<a href="https://pots.example/en-us/blog/first">--> and'
    '<img  src="https://images.example/in.png"\tloading=lazy></p>'
)


def test_addresses_are_led_across_within_the_spelling_that_is_written(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, BOTH, site(LINKED))
    sandboxes.butter.turn(text_rehost=True)
    crossing.write_mapping(*URLS)
    settled(crossing.sync())
    (copy,) = sandboxes.butter.state()["media"]
    there = LINKED.replace("'https://pots.example/en-us/blog/first?a", "'/posts/first?a")
    assert in_butter(sandboxes).replace(copy, "https://images.example/in.png") == there
    at_rest(crossing)
    edit_in_butter(sandboxes, body=in_butter(sandboxes).replace("See", "Look at"))
    settled(crossing.sync())
    assert in_webflow(sandboxes) == LINKED.replace("See", "Look at")
    at_rest(crossing)
