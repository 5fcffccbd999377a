"""What waits for something that is not live goes on in the `sync` that puts it live: no run after it has to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from sandboxes import PROMPT, Crossing, Sandboxes, at_rest, settled
from two_worlds import EN, Pair, html, remote_of, text

from isogloss.adapters.memory import World
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.schema import Capabilities

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
SITE: Json = {
    "article": {
        "tea": {"all": {}, "en": {"title": "Tea", "body": "<p>Hot</p>"}},
        "ink": {"all": {}, "en": {"title": "Ink", "state": "draft"}},
    },
}


def test_a_page_that_a_link_holds_crosses_in_the_run_that_puts_live_what_it_leads_to(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    across = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT)
    across.write_mapping(("flow: both", "flow: both\nconflict: webflow"))
    sandboxes.webflow.seed(small_site.webflow_seed(SITE))
    sandboxes.butter.seed(small_site.butter_seed(SITE))
    across.sync()
    at_rest(across)
    tea: Json = {"action": "update", "page_type": "article", "slug": "tea", "locale": "en"}
    sandboxes.butter.edit(**tea, fields={"related": ["ink"]}, publish=True)
    posts: Json = {"collection": "posts", "locale": "en-US"}
    sandboxes.webflow.edit(action="update", item="tea", fields={"name": "Teas"}, publish=True, **posts)
    held = across.sync()
    assert held.again is None
    assert held.conflicts, "whether the link is live or a draft nobody can tell"
    sandboxes.webflow.edit(action="publish", item="ink", **posts)
    applied = across.sync()
    assert applied.again is not None
    settled(applied.again)
    pages = {each["slug"]: each["locales"]["en"]["live"] for each in sandboxes.butter.state()["pages"]}
    assert pages["tea"]["headline"] == "Teas"
    at_rest(across)


@pytest.mark.parametrize("stages", [True, False])
def test_a_text_goes_live_across_in_the_run_that_publishes_the_draft_over_it(tmp_path: Path, stages: bool) -> None:
    """Somebody published across what the draft says, so it goes live, and keeps back nothing that lies beside it."""
    right = World(capabilities=Capabilities(stages_edits=stages))
    pair = Pair(tmp_path, right=right, options={"unpublished_edits": "carry"})
    both = {"title": text("Tea"), "body": html("<p>Hot</p>"), STATUS: PUBLISHED}
    pair.left.put("article", "tea", {EN: both}, slug="tea")
    pair.sync()
    tea = remote_of(pair.right, "article", "tea")
    pair.left.edit("article", "tea", EN, body=html("<p>Very hot</p>"))
    pair.left.edit("article", "tea", EN, publish=False, title=text("Green tea"))
    pair.right.edit("article", tea, EN, title=text("Green tea"))
    pair.sync()
    public = {"title": text("Green tea"), "body": html("<p>Very hot</p>")}
    assert pair.left.entries["article", "tea"].versions[EN].live == public
    assert pair.right.entries["article", tea].versions[EN].live == public
    assert pair.sync().result.counts() == {}
