"""What waits because of a hidden link goes on in the `sync` that puts live what the link leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import small_site
from sandboxes import PROMPT, Crossing, Sandboxes, at_rest, settled

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
