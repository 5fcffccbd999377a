"""Addresses inside rich text: pictures have the address of their side, links lead to the entry on their side.

Nothing that a platform does to an address is an edit; a second run writes nothing, and what comes back is what went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, content, settled
from small_site import BACKWARD, BOTH, FORWARD

from isogloss.canon.links import rewrite_urls
from isogloss.canon.values import canonical

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Json, Sandboxes

PICTURE = "https://images.example/in.png"
LARGE = "https://images.example/in@2x.png?v=1&w=800"
URLS = (
    ("webflow: {collection: posts}", 'webflow: {collection: posts, url: "https://pots.example/{locale}/blog/{slug}"}'),
    ("butter: {page_type: article}", 'butter: {page_type: article, other_fields: [local_slug], url: "/posts/{slug}"}'),
)
WITHOUT_LOCAL_SLUGS = ("      local_slug: {type: text, webflow: slug, butter: local_slug}\n", "")

WAYS: list[Json] = [
    {},
    {"webflow": {"html_rewrite": "heavy", "text_rehost": True}},
    {"butter": {"html_rewrite": True, "text_rehost": True}},
    {
        "webflow": {"html_rewrite": "heavy", "text_rehost": True, "files_base": "self"},
        "butter": {"html_rewrite": True, "html_trim": True, "text_rehost": True, "media_new_id_each_write": True},
    },
    {"butter": {"text_rehost": True, "media_delay": 0.05}},
]


def shown(picture: str = PICTURE, large: str = LARGE) -> str:
    larger = large.replace("&", "&amp;")
    return f'<p>Look: <img src="{picture}" alt="A pot"> and <img alt="" src="{larger}">.</p>'


def site(body: str, **further: Json) -> Json:
    articles: Json = {"first": {"all": {}, "en": {"title": "First", "body": body}, "fr": {"title": "Premier"}}}
    return {"article": articles | further}


def begin(sandboxes: Sandboxes, folder: Path, flow: str, told: Json, **ways: Json) -> Crossing:
    sandboxes.webflow.turn(**ways.get("webflow", {}))
    sandboxes.butter.turn(**ways.get("butter", {}))
    crossing = Crossing(sandboxes, folder, flow)
    crossing.seed(told)
    return crossing


def in_butter(sandboxes: Sandboxes, slug: str = "first", locale: str = "en") -> str:
    (found,) = (each for each in sandboxes.butter.state()["pages"] if each["slug"] == slug)
    return found["locales"][locale]["live"]["body"]


def in_webflow(sandboxes: Sandboxes, slug: str = "first", locale: str = "en-US") -> str:
    state = sandboxes.webflow.state()
    (code,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == locale)
    rows = [row for each in state["collections"] if each["slug"] == "posts" for row in each["items"]]
    (found,) = (row for row in rows if row["cmsLocaleId"] == code and row["fieldData"]["slug"] == slug)
    return found["fieldData"]["body"]


def edit_in_butter(sandboxes: Sandboxes, **fields: object) -> None:
    sandboxes.butter.edit(action="update", page_type="article", slug="first", locale="en", publish=True, fields=fields)


def edit_in_webflow(sandboxes: Sandboxes, **fields: object) -> None:
    sandboxes.webflow.edit(
        action="update", collection="posts", item="first", locale="en-US", publish=True, fields=fields
    )


@pytest.mark.parametrize("ways", WAYS, ids=str)
@pytest.mark.parametrize("flow", [FORWARD, BACKWARD, BOTH])
def test_pictures_in_texts_cross_once_whatever_becomes_of_their_addresses(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, ways: Json
) -> None:
    crossing = begin(sandboxes, tmp_path, flow, site(shown()), **ways)
    settled(crossing.sync())
    at_rest(crossing)
    copies = len(sandboxes.webflow.state()["files"]), len(sandboxes.butter.state()["media"])
    settled(crossing.sync())
    assert (len(sandboxes.webflow.state()["files"]), len(sandboxes.butter.state()["media"])) == copies


@pytest.mark.parametrize("ways", WAYS[:3], ids=str)
def test_an_edited_text_comes_back_with_the_addresses_that_it_went_with(
    sandboxes: Sandboxes, tmp_path: Path, ways: Json
) -> None:
    crossing = begin(sandboxes, tmp_path, BOTH, site(shown()), **ways)
    before = in_webflow(sandboxes)
    settled(crossing.sync())
    there = in_butter(sandboxes)
    assert (PICTURE in there) == ("text_rehost" not in ways.get("butter", {}))
    edit_in_butter(sandboxes, body=there.replace("Look:", "See:"))
    settled(crossing.sync())
    sources = {each["url"]: each["source"] for each in sandboxes.webflow.state()["files"].values()}
    back = rewrite_urls(in_webflow(sandboxes), lambda url: sources.get(url.address, url.address))
    assert back == canonical("rich_text", before.replace("Look:", "See:"))
    at_rest(crossing)


def test_another_picture_in_a_text_is_an_edit_that_crosses(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, BOTH, site(shown()), butter={"text_rehost": True})
    settled(crossing.sync())
    edit_in_butter(sandboxes, body=in_butter(sandboxes) + '<p><img alt="" src="https://images.example/more.png"></p>')
    settled(crossing.sync())
    assert "https://cdn.buttercms.com/" in in_webflow(sandboxes).partition("See")[0]
    assert in_webflow(sandboxes).count("<img") == 3
    assert PICTURE in in_webflow(sandboxes)
    at_rest(crossing)


def test_a_picture_in_a_field_and_in_a_text_is_one_file_across(sandboxes: Sandboxes, tmp_path: Path) -> None:
    told = site("<p>Nothing yet</p>")
    told["article"]["first"]["en"]["cover"] = {"url": "https://images.example/cover.png", "alt": ""}
    crossing = begin(sandboxes, tmp_path, BOTH, told)
    settled(crossing.sync())
    (file,) = (each["url"] for each in sandboxes.webflow.state()["files"].values())
    (copy,) = sandboxes.butter.state()["media"]
    edit_in_webflow(sandboxes, body=f'<p><img alt="" src="{file}"></p>')
    settled(crossing.sync())
    assert copy in in_butter(sandboxes)
    at_rest(crossing)


LINKED = (
    '<p><a href="https://pots.example/en-us/blog/second?from=first#top">second</a>, '
    '<a href="https://pots.example/fr-fr/blog/second">in French</a>, '
    '<a href="/en-us/blog/first/">this</a>, <a href="https://pots.example/en-us/about">about</a>, '
    '<a href="https://else.example/en-us/blog/second">elsewhere</a>.</p>'
)
ALSO: Json = {"second": {"all": {}, "en": {"title": "Second"}, "fr": {"title": "Deuxième"}}}


def linked(sandboxes: Sandboxes, folder: Path, flow: str, *replaced: tuple[str, str]) -> Crossing:
    """A site whose entries link to each other, and a mapping that says how their addresses are formed."""
    crossing = Crossing(sandboxes, folder, flow)
    crossing.seed(site(LINKED, **ALSO))
    for key in ("first", "second"):  # one slug for all locales
        for locale in ("en-US", "fr-FR"):
            sandboxes.webflow.edit(
                action="update", collection="posts", item=key, locale=locale, publish=True, fields={"slug": key}
            )
    crossing.write_mapping(WITHOUT_LOCAL_SLUGS, *URLS, *replaced)
    return crossing


@pytest.mark.parametrize("flow", [FORWARD, BOTH])
def test_links_to_entries_lead_to_them_on_the_other_side_and_back(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = linked(sandboxes, tmp_path, flow)
    settled(crossing.sync())
    there = in_butter(sandboxes)
    assert 'href="/posts/second?from=first#top"' in there
    assert 'href="/posts/first"' in there
    assert 'href="https://pots.example/en-us/about"' in there
    assert 'href="https://else.example/en-us/blog/second"' in there
    # ButterCMS's address says no locale: in an English text it would lead to the English article.
    assert 'href="https://pots.example/fr-fr/blog/second"' in there
    at_rest(crossing)
    if flow == BOTH:
        edit_in_butter(sandboxes, body=there.replace("elsewhere", "away"))
        settled(crossing.sync())
        back = in_webflow(sandboxes)
        assert 'href="https://pots.example/en-us/blog/second?from=first#top"' in back
        assert 'href="https://pots.example/en-us/blog/first"' in back
        assert "away" in back
        at_rest(crossing)


def test_a_renamed_slug_is_no_edit_of_the_texts_that_link_to_it(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = linked(sandboxes, tmp_path, BOTH)
    settled(crossing.sync())
    for locale in ("en-US", "fr-FR"):
        sandboxes.webflow.edit(
            action="update", collection="posts", item="second", locale=locale, publish=True, fields={"slug": "other"}
        )
    settled(crossing.sync())
    assert "blog/second?from" in in_webflow(sandboxes)
    assert "/posts/second?from" in in_butter(sandboxes)
    at_rest(crossing)
    # Whoever mends the link edits nothing either: it leads where it led.
    edit_in_webflow(sandboxes, body=LINKED.replace("pots.example/en-us/blog/second", "pots.example/en-us/blog/other"))
    at_rest(crossing)


def test_a_link_to_an_entry_that_is_gone_stays_and_causes_no_conflict(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = linked(sandboxes, tmp_path, BOTH)
    settled(crossing.sync())
    sandboxes.webflow.edit(action="delete", collection="posts", item="second")
    plan = crossing.plan()
    assert [(each["entry"], each["field"]) for each in lines_of(plan, "conflict")] == [(["article", "second"], None)]
    assert list(lines_of(plan, "op")) == []


def test_a_link_to_an_entry_that_the_other_side_lacks_is_kept_and_told(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = linked(sandboxes, tmp_path, FORWARD, ('url: "/posts/{slug}"', 'url: "/posts/{id}"'))
    told = [(each["field"], each["reason"], each["detail"]) for each in lines_of(crossing.plan(), "loss")]
    assert told == [
        (
            "body",
            "link target missing in this locale",
            "3 links to what butter does not have yet keep their address on webflow",
        )
    ]
    settled(crossing.sync())
    assert "https://pots.example/en-us/blog/second?from=first#top" in in_butter(sandboxes)
    at_rest(crossing)


def test_a_mapping_that_says_nothing_of_addresses_any_more_leaves_the_texts_alone(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = linked(sandboxes, tmp_path, BOTH)
    settled(crossing.sync())
    there = in_butter(sandboxes)
    crossing.write_mapping(
        WITHOUT_LOCAL_SLUGS, (URLS[1][0], "butter: {page_type: article, other_fields: [local_slug]}")
    )
    at_rest(crossing)
    edit_in_butter(sandboxes, body=there.replace("elsewhere", "away"))
    settled(crossing.sync())
    assert "https://pots.example/en-us/blog/second?from=first#top" in in_webflow(sandboxes)
    at_rest(crossing)


def test_without_a_word_on_addresses_links_stay_as_they_are(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, FORWARD, site(LINKED, **ALSO))
    settled(crossing.sync())
    assert in_butter(sandboxes) == in_webflow(sandboxes)
    assert content(sandboxes)
    at_rest(crossing)
