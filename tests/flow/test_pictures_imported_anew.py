"""Webflow may import a picture anew with each write of its field: it stays the same, and none is written in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]
POT, CUP, JAR = (f"https://images.example/{name}.png" for name in ("pot", "cup", "jar"))
BOTH_WAYS = pytest.mark.parametrize("writes", ["kept", "imported"])
APART = (
    "cover: {type: image, webflow: cover, butter: hero}",
    "cover: {type: image, webflow: cover, butter: hero}\n      alt: {type: text, webflow: cover.alt, butter: hero_alt}",
)
WRITE = ("site: pots,", "site: pots, image_alt: write,")


def begun(sandboxes: support.Sandboxes, folder: Path, *replaced: tuple[str, str]) -> Crossing:
    """A picture with an alternative text of its own, which ButterCMS holds in a field of text."""
    crossing = Crossing(sandboxes, folder, small_site.BOTH)
    crossing.write_mapping(APART, *replaced)
    told = small_site.butter_seed({"article": {"tea": {"all": {}, "en": {"title": "Tea", "cover": POT}}}})
    told["page_types"]["article"]["fields"].append({"slug": "hero_alt", "kind": "text"})
    told["pages"][0]["locales"]["en"]["fields"]["hero_alt"] = "A pot"
    sandboxes.butter.seed(told)
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    settled(crossing.sync())
    return crossing


def edit(crossing: Crossing, **fields: object) -> None:
    crossing.sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale="en", fields=fields, publish=True
    )


def cover(crossing: Crossing) -> Json:
    posts = next(each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    return posts["items"][0]["fieldData"]["cover"]


def lost(crossing: Crossing, reason: str) -> list[str]:
    return [loss["detail"] for loss in lines_of(crossing.plan(), "loss") if loss["reason"] == reason]


@BOTH_WAYS
def test_an_alternative_text_alone_is_not_written_and_is_told_with_the_reason(
    sandboxes: support.Sandboxes, tmp_path: Path, writes: str
) -> None:
    crossing = begun(sandboxes, tmp_path)
    sandboxes.webflow.turn(image_writes=writes)
    before = cover(crossing)
    edit(crossing, hero_alt="A red pot")
    (said,) = lost(crossing, "alternative text not written alone")
    assert "import the picture anew" in said
    assert "image_alt: write" in said
    settled(crossing.sync())
    assert cover(crossing) == before
    assert lost(crossing, "alternative text not written alone") == [], "told once"
    assert crossing.ops() == []
    edit(crossing, hero=CUP, hero_alt="A cup")
    settled(crossing.sync())
    assert cover(crossing)["alt"] == "A cup", "with another picture it costs nothing"
    at_rest(crossing)


@BOTH_WAYS
def test_with_image_alt_write_it_is_written_and_the_picture_imported_anew_is_the_same(
    sandboxes: support.Sandboxes, tmp_path: Path, writes: str
) -> None:
    crossing = begun(sandboxes, tmp_path, WRITE)
    sandboxes.webflow.turn(image_writes=writes)
    before = cover(crossing)
    for said in ("A red pot", "A blue pot"):
        edit(crossing, hero_alt=said)
        settled(crossing.sync())
        assert cover(crossing)["alt"] == said
        assert (cover(crossing)["fileId"] == before["fileId"]) == (writes == "kept")
        at_rest(crossing)
    page = sandboxes.butter.state()["pages"][0]["locales"]["en"]["live"]
    edit(crossing, headline="Green tea")
    settled(crossing.sync())
    after = sandboxes.butter.state()["pages"][0]["locales"]["en"]["live"]
    assert after["hero"] == page["hero"], "no new picture came back"
    at_rest(crossing)


@BOTH_WAYS
def test_a_picture_that_was_first_seen_on_webflow_is_the_same_once_imported_anew(
    sandboxes: support.Sandboxes, tmp_path: Path, writes: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.write_mapping(APART, WRITE)
    site = {"article": {"tea": {"all": {}, "en": {"title": "Tea", "cover": {"url": POT, "alt": "A pot"}}}}}
    sandboxes.webflow.seed(small_site.webflow_seed(site))
    told = small_site.butter_seed({})
    told["page_types"]["article"]["fields"].append({"slug": "hero_alt", "kind": "text"})
    sandboxes.butter.seed(told)
    sandboxes.webflow.turn(image_writes=writes)
    settled(crossing.sync())
    at_rest(crossing)
    for said in ("A red pot", "A blue pot"):
        edit(crossing, hero_alt=said)
        settled(crossing.sync())
        assert cover(crossing)["alt"] == said
        at_rest(crossing)


@BOTH_WAYS
def test_one_new_picture_in_a_list_is_told_to_import_all_of_them_anew(
    sandboxes: support.Sandboxes, tmp_path: Path, writes: str
) -> None:
    sandboxes.webflow.turn(image_writes=writes)
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.write_mapping(
        (
            "cover: {type: image, webflow: cover, butter: hero}",
            "shots: {type: images, webflow: shots, butter: {field: shots, as: list, item: shot}}",
        )
    )
    site = {"article": {"tea": {"all": {}, "en": {"title": "Tea", "shots": [{"shot": POT}, {"shot": CUP}]}}}}
    told = small_site.butter_seed(site)
    spec = {"slug": "shots", "kind": "repeater", "fields": [{"slug": "shot", "kind": "media"}]}
    told["page_types"]["article"]["fields"].append(spec)
    sandboxes.butter.seed(told)
    blank = small_site.webflow_seed({})
    blank["collections"][2]["fields"].append({"slug": "shots", "type": "MultiImage"})
    sandboxes.webflow.seed(blank)
    assert lost(crossing, "pictures imported anew") == []
    settled(crossing.sync())
    at_rest(crossing)
    edit(crossing, shots=[{"shot": POT}, {"shot": JAR}, {"shot": CUP}])
    (said,) = lost(crossing, "pictures imported anew")
    assert "2 that stay are imported anew" in said
    settled(crossing.sync())
    at_rest(crossing)
