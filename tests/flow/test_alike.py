"""Two sites that were both filled before they met, and editors that only render anew: nobody's edit is no conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from sandboxes import Crossing, at_rest, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]
NBSP = "\u00a0"
FLOWS = [small_site.FORWARD, small_site.BACKWARD, small_site.BOTH]


def article(**fields: object) -> Json:
    return {"article": {"tea": {"all": {}, "en": {"title": "Tea", **fields}}}}


def filled(sandboxes: Sandboxes, folder: Path, flow: str, webflow: Json, butter: Json) -> Crossing:
    """Two sites with content, which nothing ever carried across."""
    crossing = Crossing(sandboxes, folder, flow)
    sandboxes.webflow.seed(small_site.webflow_seed(webflow))
    sandboxes.butter.seed(small_site.butter_seed(butter))
    sandboxes.forget()
    return crossing


ALIKE = [
    ({"body": "<p>A <strong>cup</strong></p>"}, {"body": "<p>A <b>cup</b></p>"}),
    ({"title": f"Tea{NBSP}time"}, {"title": "Tea time"}),
    ({"body": f"<p>5{NBSP}cups</p>"}, {"body": "<p>5 cups</p>"}),
    ({"body": "<p>a<br>b</p>"}, {"body": "a<br />b"}),
]


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize(("webflow", "butter"), ALIKE, ids=["bold", "title", "space", "paragraph"])
def test_two_filled_sites_whose_texts_only_look_different_in_markup_agree_and_each_keeps_its_own(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, webflow: Json, butter: Json
) -> None:
    crossing = filled(sandboxes, tmp_path, flow, article(**webflow), article(**butter))
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["conflicts"], done.data["outcomes"]) == (0, 0, {}), done.out
    assert sandboxes.writes() == []
    at_rest(crossing)


@pytest.mark.parametrize("flow", FLOWS)
def test_what_differs_at_first_contact_is_said_to(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = filled(sandboxes, tmp_path, flow, article(title="Tea"), article(title="Coffee"))
    done = within(crossing, "sync", "MAPPING")
    assert done.code == 1
    status = within(crossing, "status", "MAPPING")
    assert "differ at first contact" in status.out
    assert "both sides changed" not in status.out
    assert sandboxes.writes() == []


def settled_pair(sandboxes: Sandboxes, folder: Path, body: str, flow: str = small_site.BOTH) -> Crossing:
    crossing = Crossing(sandboxes, folder, flow)
    crossing.seed(article(body=body))
    settled(crossing.sync())
    sandboxes.forget()
    return crossing


def write(sandboxes: Sandboxes, side: str, **fields: object) -> None:
    if side == "webflow":
        sandboxes.webflow.edit(action="update", collection="posts", item="tea", fields=fields, publish=True)
    else:
        sandboxes.butter.edit(
            action="update", page_type="article", slug="tea", locale="en", fields=fields, publish=True
        )


def body_on(sandboxes: Sandboxes, side: str) -> str:
    if side == "webflow":
        posts = next(each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
        return posts["items"][0]["fieldData"]["body"]
    return sandboxes.butter.state()["pages"][0]["locales"]["en"]["live"]["body"]


@pytest.mark.parametrize("side", ["webflow", "butter"])
def test_beside_an_edit_a_mere_rendering_of_the_other_side_is_no_conflict(
    sandboxes: Sandboxes, tmp_path: Path, side: str
) -> None:
    crossing = settled_pair(sandboxes, tmp_path, "<p>A <strong>cup</strong></p><p>Hot</p>")
    other = {"webflow": "butter", "butter": "webflow"}[side]
    write(sandboxes, side, body="<p>A <b>cup</b></p><p>Hot</p><p></p>")
    write(sandboxes, other, body="<p>A <strong>cup</strong></p><p>Cold</p>")
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["conflicts"]) == (0, 0), done.out
    assert "Cold" in body_on(sandboxes, side)
    at_rest(crossing)


@pytest.mark.parametrize("side", ["webflow", "butter"])
def test_a_mere_rendering_alone_is_not_carried_and_the_next_edit_of_either_side_is(
    sandboxes: Sandboxes, tmp_path: Path, side: str
) -> None:
    crossing = settled_pair(sandboxes, tmp_path, "<p>A <strong>cup</strong></p>")
    other = {"webflow": "butter", "butter": "webflow"}[side]
    write(sandboxes, side, body="<p>A <b>cup</b></p>")
    sandboxes.forget()
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["outcomes"]) == (0, {})
    assert sandboxes.writes() == []
    at_rest(crossing)
    write(sandboxes, other, body="<p>A <strong>pot</strong></p>")
    settled(crossing.sync())
    assert "pot" in body_on(sandboxes, side)
    write(sandboxes, side, body="<p>A <b>jug</b></p>")
    settled(crossing.sync())
    assert "jug" in body_on(sandboxes, other)
    at_rest(crossing)


def test_both_moved_to_the_same_in_another_spelling_each_keeps_its_own(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = settled_pair(sandboxes, tmp_path, "<p>A cup</p>")
    write(sandboxes, "webflow", body="<p>A <strong>pot</strong></p>")
    write(sandboxes, "butter", body="<p>A <b>pot</b></p>")
    sandboxes.forget()
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["conflicts"], done.data["outcomes"]) == (0, 0, {})
    assert sandboxes.writes() == []
    at_rest(crossing)


def test_a_picture_of_another_size_is_an_edit_that_is_carried(sandboxes: Sandboxes, tmp_path: Path) -> None:
    picture = '<p><img src="https://images.example/in.png" alt="A pot"{}></p>'
    crossing = settled_pair(sandboxes, tmp_path, picture.format(""))
    write(sandboxes, "butter", body=picture.format(' width="20"'))
    settled(crossing.sync())
    assert 'width="20"' in body_on(sandboxes, "webflow")
    at_rest(crossing)


# Pictures.


def cover(url: str, alt: str = "") -> Json:
    return article(cover={"url": url, "alt": alt})


POT, CUP = "https://images.example/pot.png", "https://images.example/cup.png"


@pytest.mark.parametrize("flow", FLOWS)
def test_pictures_of_one_name_are_taken_for_the_same_and_the_plan_tells_it(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    sandboxes.butter.turn(media_rehost=False)
    crossing = filled(sandboxes, tmp_path, flow, cover(POT), cover("https://elsewhere.example/files/pot.png"))
    planned = within(crossing, "plan", "MAPPING")
    assert planned.code == 0
    assert "Taken for the same: 1" in planned.out
    assert "https://elsewhere.example/files/pot.png" in planned.out
    data = within(crossing, "plan", "MAPPING", "--json").data
    assert (data["counts"]["assumed"], len(data["assumed"]), data["counts"]["conflicts"]) == (1, 1, 0)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["outcomes"]) == (0, {})
    assert sandboxes.writes() == []
    at_rest(crossing)


def test_pictures_without_a_name_need_the_same_alternative_text(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = filled(sandboxes, tmp_path, small_site.BOTH, cover(POT, "A pot"), cover(CUP, "A pot"))
    crossing.write_mapping(("adapter: buttercms", "adapter: buttercms\n    alt_text: true"))
    data = within(crossing, "plan", "MAPPING", "--json").data
    assert (data["counts"]["assumed"], data["counts"]["conflicts"]) == (1, 0)


@pytest.mark.parametrize("alt", ["", "A cup"])
def test_pictures_that_nothing_shows_to_be_one_are_held(sandboxes: Sandboxes, tmp_path: Path, alt: str) -> None:
    crossing = filled(sandboxes, tmp_path, small_site.BOTH, cover(POT, "A pot"), cover(CUP, alt))
    crossing.write_mapping(("adapter: buttercms", "adapter: buttercms\n    alt_text: true"))
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["conflicts"]) == (1, 1)
    (held,) = within(crossing, "status", "MAPPING", "--json").data["held"]
    assert (held["reason"], held["field"]) == ("differ at first contact", "cover")
    assert sandboxes.writes() == []


def test_a_picture_taken_for_the_same_and_then_changed_is_an_edit(sandboxes: Sandboxes, tmp_path: Path) -> None:
    sandboxes.butter.turn(media_rehost=False)
    crossing = filled(sandboxes, tmp_path, small_site.BOTH, cover(POT), cover("https://elsewhere.example/pot.png"))
    settled(crossing.sync())
    write(sandboxes, "butter", hero=CUP)
    settled(crossing.sync())
    posts = next(each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    assert posts["items"][0]["fieldData"]["cover"]["url"].endswith("_cup.png")
    at_rest(crossing)


@pytest.mark.parametrize("flow", FLOWS)
def test_pictures_of_one_name_inside_texts_are_taken_for_the_same(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    pictured = '<p>A <{0}>pot</{0}></p><p><img src="{1}" alt="A pot"></p>'
    webflow = article(
        body=pictured.format("b", "https://cdn.prod.website-files.com/5f/65f0aa65f0aa65f0aa65f0aa_pot.png")
    )
    butter = article(body=pictured.format("strong", "https://elsewhere.example/pot.png"))
    crossing = filled(sandboxes, tmp_path, flow, webflow, butter)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["outcomes"]) == (0, {}), done.out
    at_rest(crossing)
