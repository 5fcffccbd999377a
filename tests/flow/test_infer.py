"""``infer`` proposes a mapping from two live sides that passes the check once its guesses are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import small_site
from command import isogloss
from sandboxes import READS, Crossing

from isogloss import api
from isogloss.bridge import Collection, PageType
from isogloss.run.loading import load_text
from isogloss.run.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support


def proposed(crossing: Crossing, *more: str) -> str:
    urls = [
        "--webflow-url",
        f"{crossing.sandboxes.webflow.url}/v2",
        "--butter-url",
        f"{crossing.sandboxes.butter.url}/v2",
    ]
    ran = isogloss("infer", "--site", "pots", "--name", "pots", *urls, *more, **small_site.ENVIRONMENT)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


BUTTER = ("--page-type", "article", "--collection", "authors", "--locale", "en", "--locale", "fr", "--locale", "ja")


def test_a_proposal_names_what_both_sides_have_and_passes_the_check(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    sandboxes.webflow.seed(small_site.webflow_seed())
    sandboxes.butter.seed(small_site.butter_seed())
    text = proposed(crossing, *BUTTER, "--collection", "topics")
    assert "canary" not in text
    assert {line["method"] for line in sandboxes.log()} <= READS
    looked = [line for line in sandboxes.butter.log() if "/posts/" not in line["path"]]  # of a blog is no locale known
    asked = {(line["path"], str(line["query"]).split("locale=")[1][:2]) for line in looked}
    assert {code for _, code in asked} == {"en", "fr", "ja"}

    rate = "rate: 600000"
    for name, adapter, url in (
        ("webflow", "webflow", sandboxes.webflow.url),
        ("butter", "buttercms", sandboxes.butter.url),
    ):
        head = f"{name}: {{adapter: {adapter}, "
        assert head in text
        assert f'base_url: "{url}/v2"}}' in text, "it names where it asked"
        text = text.replace(head, f"{head}{rate}, ")
    bridge = load_text(text, environ=small_site.ENVIRONMENT)
    assert bridge.locales == ("en-US", "fr-FR", "ja")
    assert bridge.right.locales == {"en-US": "en", "fr-FR": "fr", "ja": "ja"}
    authors = bridge.right.kinds["authors"]
    assert (authors.place, authors.origin_key) == (Collection("authors"), "origin")
    assert bridge.kinds["authors"].fields["name"].type == "text"
    posts = {name: field.type for name, field in bridge.kinds["posts"].fields.items()}
    assert (posts["body"], posts["cover"], posts["author"]) == ("rich_text", "image", "reference")
    report = api.check(Session(bridge, str(crossing.state), tmp_path, crossing.clock))
    assert report.passed, report.problems
    assert bridge.right.kinds["posts"].place == PageType("article"), "what they hold is alike, not their names"


@pytest.mark.parametrize("localized", [True, False])
def test_a_site_alone_is_enough(sandboxes: support.Sandboxes, tmp_path: Path, localized: bool) -> None:
    sandboxes.webflow.turn(localization=localized)
    sandboxes.webflow.seed(small_site.webflow_seed())
    text = proposed(Crossing(sandboxes, tmp_path))
    bridge = load_text(text, resolve=False)
    assert set(bridge.kinds) == {"authors", "topics", "posts"}
    assert bridge.left.locales == ({"en-US": "en-US", "fr-FR": "fr-FR", "ja": "ja"} if localized else {"en": "en"})
    assert {line["method"] for line in sandboxes.butter.log()} <= READS, "the places that every account has"


def test_a_token_that_is_not_set_is_asked_for_by_name() -> None:
    ran = isogloss("infer", "--site", "pots", WEBFLOW_TOKEN="")
    assert ran.code == 2
    assert "WEBFLOW_TOKEN" in ran.err
