"""A report says where a link leads by the title of the entry, whether or not that entry changes."""

from pathlib import Path

from two_worlds import EN, Pair, refs, text

from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.report.markdown import render_markdown
from isogloss.report.model import build_report


def test_a_link_to_what_stays_is_told_by_its_title(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    for name, title in (("milk", "Warm milk"), ("tea", "Green tea")):
        pair.left.put("article", f"l-{name}", {EN: {"title": text(title), STATUS: PUBLISHED}}, slug=name)
    pair.sync()
    pair.left.edit("article", "l-tea", EN, related=refs("article", "l-milk"))
    plan = pair.plan()
    assert plan.header.titles == {"article": {"milk": "Warm milk"}}
    (kind,) = build_report(plan).kinds
    (cell,) = kind.quoted[0].variants[0].cells
    assert cell.after is not None
    assert cell.after.text == "- Warm milk (article/milk)"
    assert "Warm milk" in render_markdown(build_report(plan))


def test_a_plan_without_links_names_nobody(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    pair.left.put("article", "l-tea", {EN: {"title": text("Tea"), STATUS: PUBLISHED}}, slug="tea")
    assert pair.plan().header.titles == {}
