"""Code in rich text on its way to Webflow, which supports none: told by ``check`` and the plan before the write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from sandboxes import Crossing, at_rest, settled

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
    losses = crossing.plan().records("loss")
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
