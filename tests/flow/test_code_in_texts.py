"""Code in rich text on its way to Webflow, which supports none: told by ``check`` and the plan before the write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled

from isogloss.mapping.check.passage import FOLDED

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]
BLOCK, LINE = "<pre><code>a = 1\n  b</code></pre>", "<p>Set <code>a</code> now.</p>"


def begun(sandboxes: support.Sandboxes, folder: Path, body: str) -> Crossing:
    crossing = Crossing(sandboxes, folder, small_site.BOTH)
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    article: Json = {"tea": {"all": {}, "en": {"title": "Tea", "body": body}}}
    sandboxes.butter.seed(small_site.butter_seed({"article": article}))
    return crossing


def told(crossing: Crossing) -> list[str]:
    losses = lines_of(crossing.plan(), "loss")
    return [loss["detail"] for loss in losses if (loss["reason"], loss["field"]) == ("approximated", "body")]


@pytest.mark.parametrize(("body", "said"), [(BLOCK, "a code block is held as a div"), (LINE, "code inside a line")])
@pytest.mark.parametrize("lines", ["kept", "emptied"])
def test_code_in_rich_text_is_told_before_it_is_written(
    sandboxes: support.Sandboxes, tmp_path: Path, body: str, said: str, lines: str
) -> None:
    sandboxes.webflow.turn(inline_code=lines)
    crossing = begun(sandboxes, tmp_path, f"<p>Intro.</p>{body}")
    (detail,) = told(crossing)
    assert said in detail
    assert "approximated" in within(crossing, "plan", "MAPPING").out
    crossing.sync()
    (page,) = sandboxes.butter.state()["pages"]
    assert page["locales"]["en"]["live"]["body"] == f"<p>Intro.</p>{body}", "whatever Webflow made of it"
    if lines == "kept":
        settled(crossing.sync())
        at_rest(crossing)
    assert crossing.sync().result.counts() == {}


def test_check_grades_code_in_rich_text_for_webflow(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    crossing = begun(sandboxes, tmp_path, LINE)
    ran = within(crossing, "check", "MAPPING", "--json")
    rows = [row for row in ran.data["fields"] if (row["kind"], row["field"]) == ("article", "body")]
    there = [row for row in rows if "code" in str(row)]
    assert there, rows
    assert all(row["grade"] == "approximated" for row in there)


def test_a_text_without_code_is_told_nothing(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    assert told(begun(sandboxes, tmp_path, "<p>The word &lt;code&gt; alone.</p>")) == []


SPELLED, RESPELLED = '<p class="b a">Tea\n  and  cake</p>', '<p class="a b">Tea and cake</p>'


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD, small_site.BOTH])
def test_rich_text_is_graded_normalized_where_the_order_of_classes_and_white_space_are_folded(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed({"article": {"tea": {"all": {}, "en": {"title": "Tea", "body": SPELLED}}}})
    rows = within(crossing, "check", "MAPPING", "--json").data["fields"]
    (to_butter, to_webflow) = (
        [row for row in rows if (row["field"], row["target"]) == ("body", place)] for place in ("butter", "webflow")
    )
    assert to_butter + to_webflow
    assert {row["grade"] for row in to_butter} <= {"normalized"}
    assert {row["grade"] for row in to_webflow} <= {"approximated"}, "for the code in it"
    assert {row["reason"] for row in to_butter} <= {FOLDED}


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_the_plan_loses_no_order_of_classes_or_white_space_and_takes_a_change_of_them_for_no_edit(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed({"article": {"tea": {"all": {}, "en": {"title": "Tea", "body": SPELLED}}}})
    assert told(crossing) == []
    settled(crossing.sync())
    place: Json = {"page_type": "article", "slug": "tea", "locale": "en"}
    if flow == small_site.FORWARD:
        place = {"collection": "posts", "item": "tea", "locale": "en-US"}
    crossing.source.edit(action="update", publish=True, fields={"body": RESPELLED}, **place)
    at_rest(crossing)
