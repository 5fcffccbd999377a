"""Webflow's reserved words for alternative texts: they never leave it, and stay there where nobody changed the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
import small_site
from sandboxes import Crossing, at_rest, settled

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]
INHERIT, DECORATIVE = "__wf_reserved_inherit", "__wf_reserved_decorative"
ALT_TEXT = ("adapter: buttercms\n", "adapter: buttercms\n    alt_text: true\n")


def asset(crossing: Crossing) -> Json:
    """The one asset of the site, which says of itself what it shows."""
    (found,) = crossing.sandboxes.webflow.state()["assets"].values()
    return found


def begun(sandboxes: support.Sandboxes, folder: Path, says: str) -> Crossing:
    """Two pictures in a text and one in a field, described by reserved words; the file itself says ``says``."""
    crossing = Crossing(sandboxes, folder, small_site.BOTH)
    crossing.write_mapping(ALT_TEXT)
    told = small_site.webflow_seed({"article": {"tea": {"all": {}, "en": {"title": "Tea"}}}})
    told["assets"] = [{"name": "pot.png"}]
    sandboxes.webflow.seed(told)
    sandboxes.butter.seed(small_site.butter_seed({}))
    found = asset(crossing)
    token = {"Authorization": f"Bearer {small_site.WEBFLOW_TOKEN}"}
    if says:
        url = f"{sandboxes.webflow.url}/v2/assets/{found['id']}"
        httpx.patch(url, json={"altText": says}, headers=token).raise_for_status()
    address = found["hostedUrl"]
    body = (
        f'<p>One.</p><p><img src="{address}" alt="{INHERIT}"></p>'
        f'<p><img src="https://images.example/dots.png" alt="{DECORATIVE}"></p>'
    )
    cover = {"fileId": found["id"], "url": address, "alt": INHERIT}
    edit(crossing, body=body, cover=cover)
    return crossing


def edit(crossing: Crossing, **fields: object) -> None:
    crossing.sandboxes.webflow.edit(action="update", collection="posts", item="tea", fields=fields, publish=True)


def page(crossing: Crossing) -> Json:
    (found,) = crossing.sandboxes.butter.state()["pages"]
    return found["locales"]["en"]["live"]


def post(crossing: Crossing) -> Json:
    posts = next(each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    return posts["items"][0]["live"]["fieldData"]


@pytest.mark.parametrize("says", ["", 'A "pot" & cup'])
@pytest.mark.parametrize("scopes", ["all", "no assets"])
def test_a_reserved_word_never_leaves_webflow_and_stays_where_the_text_did_not_change(
    sandboxes: support.Sandboxes, tmp_path: Path, says: str, scopes: str
) -> None:
    crossing = begun(sandboxes, tmp_path, says)
    if scopes == "no assets":
        allowed = sandboxes.webflow.switches["scopes"].replace("assets:read,assets:write,", "")
        sandboxes.webflow.turn(scopes=allowed)
        says = ""
    settled(crossing.sync())
    assert "__wf_reserved" not in str(sandboxes.butter.state())
    shown = page(crossing)["body"]
    assert shown.count("<img") == 2
    if says:
        assert "&quot;pot&quot; &amp; cup" in shown
    at_rest(crossing)

    changed = page(crossing)["body"].replace("One.", "One and two.")
    sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale="en", fields={"body": changed}, publish=True
    )
    settled(crossing.sync())
    body = post(crossing)["body"]
    assert "One and two." in body
    assert (body.count(INHERIT), body.count(DECORATIVE)) == (1, 1)
    assert post(crossing)["cover"]["alt"] == INHERIT
    at_rest(crossing)


def test_where_somebody_gives_the_picture_a_text_across_that_is_written(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = begun(sandboxes, tmp_path, "A pot")
    settled(crossing.sync())
    changed = page(crossing)["body"].replace('alt="A pot"', 'alt="A red pot"')
    sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale="en", fields={"body": changed}, publish=True
    )
    settled(crossing.sync())
    body = post(crossing)["body"]
    assert 'alt="A red pot"' in body
    assert (body.count(INHERIT), body.count(DECORATIVE)) == (0, 1)
    at_rest(crossing)
