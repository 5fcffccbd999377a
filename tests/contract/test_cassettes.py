"""What the platforms answered once, replayed through the real adapters with the network blocked.

``make record`` renews the cassettes; cassettes/README.md says from where.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from manual_clock import ManualClock

from isogloss import api
from isogloss.adapters.buttercms import adapter as buttercms
from isogloss.adapters.memory import World
from isogloss.adapters.webflow import adapter as webflow
from isogloss.bridge import Bridge, MemorySettings
from isogloss.http.clock import SystemClock
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Scalar
from isogloss.run.loading import load_text
from isogloss.run.session import Session
from isogloss.sandbox import buttercms as butter_sandbox
from isogloss.sandbox import webflow as webflow_sandbox
from isogloss.sandbox.server import running

CASSETTES = Path(__file__).parents[2] / "cassettes"
CANARY = "canary-7e1f0c9a52d4"
EN, FR = Locale("en"), Locale("fr")

KINDS = """
locales:
  en: {memory: en, vendor: en, primary: true}
  fr: {memory: fr, vendor: fr}
kinds:
  story:
    memory: {collection: stories}
    vendor: PLACE
    match: [$slug]
    fields:
      title: {type: text, memory: title, vendor: name}
      body: {type: rich_text, memory: body, vendor: body}
      rank: {type: number, memory: rank, vendor: rank}
      told: {type: date, memory: told, vendor: told}
"""
FIELDS = [("name", "PlainText", "text"), ("body", "RichText", "wysiwyg"), ("rank", "Number", "number")]


@dataclass(frozen=True)
class Vendor:
    """One platform to record or replay.

    api:   its address; a sandbox's address never reaches a cassette.
    named: settings of a real account that are looked up in the environment, with what the sandbox has instead.
    """

    module: Any
    api: str
    sandbox: Callable[[], Any]
    place: str
    side: str
    named: dict[str, str]
    secret: tuple[str, ...]


def _webflow() -> Any:
    sandbox = webflow_sandbox.create(token=CANARY)
    fields = [{"slug": slug, "type": type_, "displayName": slug} for slug, type_, _ in FIELDS[1:]]
    fields.append({"slug": "told", "type": "DateTime", "displayName": "told"})
    item = {
        "key": "old",
        "variants": {
            tag: {"fields": {"name": f"Old {tag}", "slug": "old", "body": f"<p>{tag}</p>"}, "state": "published"}
            for tag in ("en", "fr")
        },
    }
    sandbox.seed(
        {
            "site": {"displayName": "Recorded", "shortName": "recorded"},
            "locales": {"primary": "en", "secondary": ["fr"]},
            "collections": [{"slug": "stories", "displayName": "Stories", "fields": fields, "items": [item]}],
        }
    )
    return sandbox


def _butter() -> Any:
    sandbox = butter_sandbox.create(read_token=CANARY, write_token=CANARY)
    fields = [{"slug": slug, "kind": kind} for slug, _, kind in FIELDS] + [{"slug": "told", "kind": "date"}]
    told = {code: {"fields": {"name": f"Old {code}", "body": f"<p>{code}</p>"}} for code in ("en", "fr")}
    sandbox.seed(
        {
            "locales": ["en", "fr"],
            "page_types": {"story": {"fields": fields}},
            "pages": [{"page_type": "story", "slug": "old", "title": "Old", "locales": told}],
        }
    )
    return sandbox


VENDORS = {
    "webflow": Vendor(
        webflow,
        "https://api.webflow.com/v2",
        _webflow,
        "{collection: stories}",
        "adapter: webflow, site: ${ISOGLOSS_RECORD_WEBFLOW_SITE}, token: ${ISOGLOSS_RECORD_WEBFLOW_TOKEN}",
        {"ISOGLOSS_RECORD_WEBFLOW_SITE": "recorded", "ISOGLOSS_RECORD_WEBFLOW_TOKEN": CANARY},
        ("ISOGLOSS_RECORD_WEBFLOW_TOKEN",),
    ),
    "buttercms": Vendor(
        buttercms,
        "https://api.buttercms.com/v2",
        _butter,
        "{page_type: story}",
        "adapter: buttercms, read_token: ${ISOGLOSS_RECORD_BUTTER_READ_TOKEN},"
        " write_token: ${ISOGLOSS_RECORD_BUTTER_WRITE_TOKEN}",
        {"ISOGLOSS_RECORD_BUTTER_READ_TOKEN": CANARY, "ISOGLOSS_RECORD_BUTTER_WRITE_TOKEN": CANARY},
        ("ISOGLOSS_RECORD_BUTTER_READ_TOKEN", "ISOGLOSS_RECORD_BUTTER_WRITE_TOKEN"),
    ),
}


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(CASSETTES)


@pytest.fixture
def default_cassette_name(request: pytest.FixtureRequest) -> str:
    return request.node.name.removeprefix("test_").replace("[", "-").rstrip("]")


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    return {
        "filter_headers": ["authorization", "cookie", "host", "user-agent", "connection", "accept-encoding"],
        "filter_query_parameters": ["auth_token"],
        "before_record_request": _of_the_vendor,
        "before_record_response": _without_secrets,
        "decode_compressed_response": True,
        "allow_playback_repeats": False,
    }


def _of_the_vendor(request: Any) -> Any:
    """A sandbox's address becomes the vendor's: its port is another one each time."""
    name = "webflow" if re.search(r"/v2/(sites|collections)\b", request.uri) else "buttercms"
    request.uri = re.sub(r"^http://127\.0\.0\.1:\d+/v2", VENDORS[name].api, request.uri)
    return request


def _without_secrets(response: Any) -> Any:
    told = {name.lower() for name in response["headers"]} - {"content-type", "location"}
    for name in list(response["headers"]):
        if name.lower() in told and not name.lower().startswith(("x-ratelimit", "retry-after")):
            del response["headers"][name]
    body = response["body"]["string"]
    for vendor in VENDORS.values():
        for name in vendor.secret:
            body = body.replace(os.environ.get(name, CANARY).encode(), b"***")
    response["body"]["string"] = body
    return response


@pytest.fixture(params=sorted(VENDORS))
def vendor(request: pytest.FixtureRequest, record_mode: str) -> Iterator[tuple[Vendor, Bridge, SimpleNamespace]]:
    """A platform, a mapping from memory to it, and the world in memory; recording starts a sandbox if need be."""
    chosen = VENDORS[request.param]
    replayed = record_mode == "none"
    real = all(os.environ.get(name) for name in chosen.named) and not replayed
    environ = {name: os.environ[name] for name in chosen.named} if real else chosen.named
    with ExitStack() as stack:
        base = chosen.api if replayed or real else stack.enter_context(running(chosen.sandbox().app)) + "/v2"
        text = (
            "isogloss: 1\nname: recorded\nflow: memory -> vendor\nsides:\n  memory: {adapter: memory, world: here}\n"
            f"  vendor: {{{chosen.side}, base_url: {base!r}}}\n" + KINDS.replace("PLACE", chosen.place)
        )
        bridge = load_text(text, environ=environ)
        world = World()
        bridge = replace(bridge, left=replace(bridge.left, settings=MemorySettings(world)))
        yield chosen, bridge, SimpleNamespace(world=world, clock=ManualClock() if replayed else SystemClock())


@pytest.mark.vcr
@pytest.mark.block_network
def test_a_site_is_read_in_all_its_locales(vendor: tuple[Vendor, Bridge, SimpleNamespace]) -> None:
    chosen, bridge, here = vendor

    with closing(chosen.module.open_reader(bridge.side(Side.RIGHT), clock=here.clock)) as reader:
        seen = list(reader.read())

    assert seen
    assert any({EN, FR} <= one.variants.keys() for one in seen)
    assert all(one.variants[SHARED][SLUG] for one in seen)


@pytest.mark.vcr
@pytest.mark.block_network
def test_a_story_is_made_published_and_confirmed(
    vendor: tuple[Vendor, Bridge, SimpleNamespace], tmp_path: Path
) -> None:
    _, bridge, here = vendor
    here.world.put(
        "story",
        "tea",
        {
            locale: {
                "title": Scalar("text", title),
                "body": Scalar("rich_text", f"<p>{title} &amp; <strong>more</strong></p>"),
                "rank": Scalar("number", "7"),
                "told": Scalar("date", "2026-03-15"),
                STATUS: PUBLISHED,
            }
            for locale, title in ((EN, "Tea"), (FR, "Thé"))
        },
        slug="isogloss-tea",
    )
    session = Session(bridge, str(tmp_path / "state.db"), tmp_path, here.clock)

    applied = api.sync(session, tmp_path / "plan.jsonl")

    assert not applied.result.problems
    assert applied.result.counts().keys() <= {"confirmed", "normalized"}
    assert len(applied.result.outcomes) == 2  # the content, then its publishing


def test_no_cassette_holds_a_secret() -> None:
    cassettes = sorted(CASSETTES.glob("*.yaml"))
    assert len(cassettes) == 2 * len(VENDORS)
    for cassette in cassettes:
        text = cassette.read_text(encoding="utf-8").lower()
        assert CANARY not in text, cassette.name
        for word in ("authorization", "auth_token", "cookie", "bearer ", "127.0.0.1"):
            assert word not in text, (cassette.name, word)
