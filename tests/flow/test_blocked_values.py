"""What the written side would refuse is blocked in the plan, with its reason; no run sends it, and the rest flows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, content, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]


def entry(title: str, **more: Any) -> Json:
    return {"all": {}, "en": {"title": title, "minutes": 3, **more}}


def seeded(sandboxes: Sandboxes, folder: Path, site: Json, flow: str = small_site.BACKWARD, **rules: Json) -> Crossing:
    """A site to be carried; the fields of Webflow's posts have rules."""
    crossing = Crossing(sandboxes, folder, flow)
    webflow = small_site.webflow_seed({} if flow == small_site.BACKWARD else {"article": site})
    (posts,) = [each for each in webflow["collections"] if each["slug"] == "posts"]
    for field in posts["fields"]:
        field.update(rules.get(field["slug"], {}))
    sandboxes.webflow.seed(webflow)
    sandboxes.butter.seed(small_site.butter_seed({"article": site} if flow == small_site.BACKWARD else {}))
    return crossing


def blocked(crossing: Crossing) -> list[tuple[str, str | None, str | None]]:
    held = [each for each in lines_of(crossing.plan(), "conflict") if each["reason"] == "blocked"]
    assert all("webflow would refuse it: " in each["detail"] for each in held), held
    return sorted((each["entry"][1], each["locale"], each["field"]) for each in held)


def never_refused(sandboxes: Sandboxes) -> None:
    assert [line for line in sandboxes.log() if line.get("status", 0) == 400] == []


def written(sandboxes: Sandboxes) -> set[str]:
    return {name.split("/")[1].split(" ")[0].split("+")[0] for name in content(sandboxes)[0]}


SITE: Json = {"fine": entry("Fine"), "bad": entry("Bad")}


@pytest.mark.parametrize("slug", ["緑茶", "v1.0.", "-tea", "x" * 257])
def test_a_slug_that_the_written_side_would_refuse_blocks_its_entry_and_nothing_else(
    sandboxes: Sandboxes, tmp_path: Path, slug: str
) -> None:
    crossing = seeded(sandboxes, tmp_path, SITE)
    sandboxes.butter.edit(
        action="update", page_type="article", slug="bad", locale="en", fields={"local_slug": slug}, publish=True
    )
    said = within(crossing, "plan", "MAPPING")
    assert (said.code, "blocked" in said.out) == (0, True), said.out
    assert blocked(crossing) == [("bad", "en-US", "local_slug")]
    sandboxes.forget()
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, set(done.data["outcomes"])) == (1, {"confirmed"}), done.out
    assert written(sandboxes) == {"fine"}
    again = within(crossing, "sync", "MAPPING", "--json")
    assert (again.code, again.data["outcomes"]) == (1, {}), again.out
    never_refused(sandboxes)
    sandboxes.butter.edit(
        action="update", page_type="article", slug="bad", locale="en", fields={"local_slug": "bad"}, publish=True
    )
    assert within(crossing, "sync", "MAPPING").code == 0
    assert written(sandboxes) == {"fine", "bad"}


NUMBER: Json = {"validations": {"format": "integer", "minValue": 1, "maxValue": 5}}


@pytest.mark.parametrize("minutes", [2.5, 9, 0])
def test_a_value_beside_the_rule_of_its_field_is_blocked_and_the_rest_of_its_entry_flows(
    sandboxes: Sandboxes, tmp_path: Path, minutes: float
) -> None:
    crossing = seeded(sandboxes, tmp_path, SITE, minutes=NUMBER)
    settled(crossing.sync())
    fields = {"minutes": minutes, "headline": "Better"}
    sandboxes.butter.edit(action="update", page_type="article", slug="bad", locale="en", fields=fields, publish=True)
    assert blocked(crossing) == [("bad", "en-US", "minutes")]
    sandboxes.forget()
    assert within(crossing, "sync", "MAPPING").code == 1
    shown = content(sandboxes)[0]
    assert shown["posts/bad en-US"]["fieldData"]["name"] == "Better"
    assert shown["posts/bad en-US"]["fieldData"]["minutes"] == 3
    never_refused(sandboxes)


def test_lengths_and_required_fields_are_looked_at_too(sandboxes: Sandboxes, tmp_path: Path) -> None:
    site = {
        "fine": entry("Fine", body="<p>B</p>"),
        "long": entry("L" * 257, body="<p>B</p>"),
        "empty": entry("Empty"),
    }
    crossing = seeded(sandboxes, tmp_path, site, body={"isRequired": True})
    assert blocked(crossing) == [("empty", "en-US", "body"), ("long", "en-US", "title")]
    sandboxes.forget()
    assert within(crossing, "sync", "MAPPING").code == 1
    assert written(sandboxes) == {"fine"}
    never_refused(sandboxes)
    sandboxes.butter.edit(
        action="update", page_type="article", slug="fine", locale="en", fields={"body": ""}, publish=True
    )
    assert ("fine", "en-US", "body") in blocked(crossing)


def test_towards_buttercms_a_slug_of_a_page_is_looked_at_too(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = seeded(sandboxes, tmp_path, {"x" * 101: entry("Long"), "fine": entry("Fine")}, small_site.FORWARD)
    (held,) = lines_of(crossing.plan(), "conflict")
    assert (held["reason"], held["field"], "at most 100" in held["detail"]) == ("blocked", "$slug", True)
    assert within(crossing, "sync", "MAPPING").code == 1
    assert set(content(sandboxes)[1]) == {"article/fine"}


PICTURE = "https://images.example/paper.pdf"


def test_a_file_of_a_kind_that_is_not_taken_is_blocked_and_the_rest_of_its_entry_flows(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    sandboxes.butter.turn(media_rehost=False)  # an address that shows no ending may be of any kind
    site = {"fine": entry("Fine"), "bad": entry("Bad", cover={"url": PICTURE, "alt": ""})}
    crossing = seeded(sandboxes, tmp_path, site)
    assert blocked(crossing) == [("bad", "en-US", "cover")]
    assert within(crossing, "sync", "MAPPING").code == 1
    assert written(sandboxes) == {"fine", "bad"}
    assert "paper.pdf" not in str(content(sandboxes)[0])
    never_refused(sandboxes)


def test_a_text_that_is_too_long_or_too_short_for_its_field_is_blocked(sandboxes: Sandboxes, tmp_path: Path) -> None:
    authors = {name: {"all": {}, "en": {"name": name, "bio": bio}} for name, bio in BIOS.items()}
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    webflow = small_site.webflow_seed({})
    (place,) = [each for each in webflow["collections"] if each["slug"] == "authors"]
    next(each for each in place["fields"] if each["slug"] == "bio")["validations"] = {"minLength": 3, "maxLength": 9}
    sandboxes.webflow.seed(webflow)
    sandboxes.butter.seed(small_site.butter_seed({"author": authors}))
    assert blocked(crossing) == [("long", "en-US", "bio"), ("short", "en-US", "bio")]
    sandboxes.forget()
    assert within(crossing, "sync", "MAPPING").code == 1
    rows = [row["fieldData"] for each in sandboxes.webflow.state()["collections"] for row in each["items"]]
    assert {row["name"]: row.get("bio") for row in rows} == {"fine": "Writes.", "long": None, "short": None}
    never_refused(sandboxes)


BIOS = {"fine": "Writes.", "long": "Writes. And reads.", "short": "W"}


def test_an_option_that_the_mapping_does_not_name_is_told_sent_by_no_run_and_the_rest_flows(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    site = {"fine": entry("Fine"), "bad": entry("Bad")}
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    butter = small_site.butter_seed({"article": site})
    next(each for each in butter["page_types"]["article"]["fields"] if each["slug"] == "form")["options"].append("poem")
    next(each for each in butter["pages"] if each["slug"] == "bad")["locales"]["en"]["fields"]["form"] = "poem"
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(butter)
    sandboxes.forget()
    done = within(crossing, "sync", "MAPPING", "--json")
    assert set(done.data["outcomes"]) == {"confirmed"}, done
    assert "option unknown on the target" in done.out
    assert written(sandboxes) == {"fine", "bad"}
    never_refused(sandboxes)
    at_rest(crossing)


def test_the_slug_of_an_item_that_no_field_holds_is_looked_at_too(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.write_mapping(("      local_slug: {type: text, webflow: slug, butter: local_slug}\n", ""))
    site = {"article": {"fine": entry("Fine"), "-tea": entry("Bad")}}
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(small_site.butter_seed(site))
    sandboxes.forget()
    assert within(crossing, "sync", "MAPPING").code == 1
    (held,) = lines_of(crossing.plan(), "conflict")
    assert (held["reason"], held["field"]) == ("blocked", "$slug")
    assert written(sandboxes) == {"fine"}
    never_refused(sandboxes)


def test_the_slug_that_all_locales_of_an_item_share_is_looked_at_too(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    authors = {name: {"all": {}, "en": {"name": name}, "fr": {"name": f"{name}, fr"}} for name in ("ann", "緑茶")}
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(small_site.butter_seed({"author": authors}))
    assert blocked(crossing) == [("緑茶", "*", "slug")]
    sandboxes.forget()
    assert within(crossing, "sync", "MAPPING").code == 1
    assert written(sandboxes) == {"ann"}
    never_refused(sandboxes)
