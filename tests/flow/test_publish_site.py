"""``publish: site``: a plan says when a person has to publish the whole site."""

from dataclasses import replace
from pathlib import Path

from two_worlds import EN, Pair, text

from isogloss.model.entry import PUBLISHED, STATUS


def test_what_goes_live_only_with_its_whole_site_is_one_step_where_that_is_asked_for(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"publish_site": True})
    for slug in ("tea", "rum"):
        pair.left.put("article", slug, {EN: {"title": text(slug), STATUS: PUBLISHED}}, slug=slug)
    assert list(pair.plan().records("step")) == []
    pair.right.capabilities = replace(pair.right.capabilities, live_with_site=True)
    (step,) = pair.plan().records("step")
    assert "publish the site of right" in step["todo"]
    assert "2 of its entries" in step["todo"]
    assert pair.sync().steps == 1
    assert pair.sync().steps == 0
    pair.options["publish_site"] = False
    pair.left.edit("article", "tea", EN, title=text("Green tea"))
    assert pair.sync().steps == 0
