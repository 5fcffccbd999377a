"""A site that is learned from its answers gives the same answers again."""

from __future__ import annotations

from typing import Any

import designed
import every_type
import httpx
import pytest
import small_site
from in_process import answered

from isogloss.sandbox import webflow
from isogloss.sandbox.webflow.learned import Learned

Json = dict[str, Any]


def ask(sandbox: webflow.WebflowSandbox, path: str, **query: str) -> Json:
    headers = {"authorization": f"Bearer {sandbox.switches.token}"}
    url = httpx.URL("http://sandbox.example/v2" + path, params=query)
    answer = answered(sandbox.app, httpx.Request("GET", url, headers=headers))
    assert answer.is_success, answer.text
    return answer.json()


def questions(sandbox: webflow.WebflowSandbox) -> list[tuple[str, Json]]:
    """Every read of content, in each locale; what is left out of a translation, too, where that is on."""
    state = sandbox.state()
    site, locales = state["site"]["id"], state["locales"]
    ids = ",".join(each["cmsLocaleId"] for each in locales)
    pages = [(f"/pages/{page}", f"/pages/{page}/dom") for page in state["pages"]]
    parts = [(f"/sites/{site}/components/{part}",) for part in state["components"]]
    asked: list[tuple[str, Json]] = [(f"/sites/{site}", {}), (f"/sites/{site}/collections", {})]
    asked += [(f"/sites/{site}/pages", {}), (f"/sites/{site}/components", {}), (f"/sites/{site}/assets", {})]
    for each in state["collections"]:
        here = f"/collections/{each['id']}"
        asked += [(here, {}), (f"{here}/items", {"cmsLocaleId": ids}), (f"{here}/items/live", {"cmsLocaleId": ids})]
    within = [path for page in pages for path in page]
    within += [f"{part}/{what}" for (part,) in parts for what in ("dom", "properties")]
    asked += [(path, {"localeId": locale["id"]}) for path in within for locale in locales]
    if sandbox.switches.exclusions:
        into = locales[1]["id"]
        asked += [(path, {"translatable": into}) for path in within]
        asked += [(f"/collections/{each['id']}/items", {"translatable": into}) for each in state["collections"]]
    return asked


def learned(sandbox: webflow.WebflowSandbox) -> webflow.WebflowSandbox:
    """Another sandbox that knows what this one answers, and nothing else."""
    hears = Learned()
    for path, query in questions(sandbox):
        hears.hear(path, query, ask(sandbox, path, **query))
    made = webflow.create(hears.state())
    made.turn({"exclusions": sandbox.switches.exclusions, "rate_limit": None})
    return made


EXCLUDED = [
    {"collection": "posts", "field": "body"},
    {"collection": "posts", "item": "second"},
]


@pytest.mark.parametrize(
    "seed",
    [small_site.webflow_seed(), designed.webflow_seed(), every_type.webflow_seed(full=True)],
    ids=["a", "b", "c"],
)
def test_a_site_that_was_heard_answers_as_it_did(seed: Json) -> None:
    sandbox = webflow.create(rate_limit=None)
    sandbox.seed(seed)
    again = learned(sandbox)
    for path, query in questions(sandbox):
        assert ask(again, path, **query) == ask(sandbox, path, **query), path


def test_what_is_said_in_a_secondary_locale_is_heard() -> None:
    sandbox = webflow.create(rate_limit=None)
    made = sandbox.seed(designed.webflow_seed())
    home = made["pages"]["home"]
    nodes = home["nodes"]
    french = sandbox.state()["locales"][1]["id"]
    told = [{"nodeId": nodes[0], "text": designed.HERO.replace("Welcome", "Bienvenue")}]
    told += [{"nodeId": nodes[5], "placeholder": "Votre nom"}]
    headers = {"authorization": f"Bearer {sandbox.switches.token}"}
    url = httpx.URL(f"http://sandbox.example/v2/pages/{home['id']}/dom", params={"localeId": french})
    assert answered(sandbox.app, httpx.Request("POST", url, headers=headers, json={"nodes": told})).is_success
    again = learned(sandbox)
    for path, query in questions(sandbox):
        assert ask(again, path, **query) == ask(sandbox, path, **query), path
    assert "Bienvenue" in str(ask(again, f"/pages/{home['id']}/dom", localeId=french))


def test_what_is_excluded_from_translation_is_heard() -> None:
    sandbox = webflow.create(rate_limit=None, exclusions=True)
    sandbox.seed(small_site.webflow_seed())
    for told in EXCLUDED:
        sandbox.edit({"action": "exclude", "tag": "fr-FR", **told})
    again = learned(sandbox)
    for path, query in questions(sandbox):
        assert ask(again, path, **query) == ask(sandbox, path, **query), path
    assert again.state()["exclusions"]


def test_a_site_without_localization_is_one() -> None:
    sandbox = webflow.create(rate_limit=None)
    seed = small_site.webflow_seed({"topic": {"tea": {"all": {}, "en": {"name": "Tea"}}}})
    sandbox.seed({**seed, "locales": None, "collections": [_alone(each) for each in seed["collections"]]})
    hears = Learned()
    asked = [(path, {}) for path, query in questions(sandbox) if "localeId" not in query]
    for path, query in asked:
        hears.hear(path, query, ask(sandbox, path))
    again = webflow.create(hears.state(), rate_limit=None)
    for path, _ in asked:
        assert ask(again, path) == ask(sandbox, path), path


def _alone(collection: Json) -> Json:
    items = [{**item, "variants": {"": item["variants"]["en-US"]}} for item in collection["items"]]
    return {**collection, "items": items}
