"""A migration that takes hours of a virtual clock, and people who edit on both sides meanwhile.

Both sandboxes keep the time of the program: a request takes a fifth of a second, and the pace of each platform is what
its adapter keeps by itself. People edit between two requests, at times that are theirs.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest import mock

import httpx
import small_site
from in_process import answered

from isogloss.apply.patience import Patience
from isogloss.run.loading import load_text
from isogloss.run.session import Session
from isogloss.sandbox import buttercms, webflow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from isogloss.bridge import Bridge

Json = dict[str, Any]

URLS = {"webflow": "http://127.0.0.1:1", "butter": "http://127.0.0.1:2"}
TAGS = {"en": "en-US", "fr": "fr-FR", "de": "de-DE", "es": "es-ES", "it": "it-IT"}
ANSWER = 0.2
"""Seconds that a request takes."""
TO_BUTTER, TO_WEBFLOW = "webflow -> butter", "butter -> webflow"
MAPPING = """\
isogloss: 1
name: long
sides:
  webflow: {adapter: webflow, site: long, token: "${WEBFLOW_TOKEN}", base_url: "@WEBFLOW@/v2"}
  butter:
    adapter: buttercms
    read_token: ${BUTTERCMS_READ_TOKEN}
    write_token: ${BUTTERCMS_WRITE_TOKEN}
    base_url: "@BUTTER@/v2"
flow: @FLOW@
locales:
@LOCALES@
kinds:
  article:
    webflow: {collection: posts}
    butter: @PLACE@
    match: [@MATCH@]
    fields:
      title: {type: text, webflow: name, butter: headline}
      text: {type: long_text, webflow: text, butter: text}
      minutes: {type: number, webflow: minutes, butter: minutes, shared: true}
@MORE@limits: {change: 100%}
"""
PLACES = {"page": ("{page_type: article}", "$slug"), "item": ("{collection: articles, origin_key: origin}", "slug")}
SLUG = "      slug: {type: text, webflow: slug, butter: slug, shared: true}\n"


class Virtual:
    """The one clock, as the program's and as what the sandboxes' module ``time`` is."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.passed += max(0.0, seconds)

    def time(self) -> float:
        return self.now().timestamp()


@dataclass
class Wire(httpx.BaseTransport):
    """Carries each request to its sandbox, while time passes and people edit.

    edits: what people do, and when, in order of time.
    log:   the method and the path of each request, by side.
    sent:  when each write was sent, by its path.
    """

    apps: Json
    clock: Virtual
    edits: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    log: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {side: [] for side in URLS})
    sent: dict[str, list[float]] = field(default_factory=dict)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        side = "webflow" if request.url.port == 1 else "butter"
        self.clock.sleep(ANSWER)
        while self.edits and self.edits[0][0] <= self.clock.passed:
            self.edits.pop(0)[1]()
        self.log[side].append((request.method, request.url.path))
        if request.method not in ("GET", "HEAD"):
            self.sent.setdefault(request.url.path, []).append(self.clock.passed)
        return answered(self.apps[side].app, request)


@dataclass
class LongRun:
    """Both sandboxes, and the mapping between them."""

    bridge: Bridge
    clock: Virtual
    wire: Wire
    folder: Path

    def session(self) -> Session:
        patience = Patience(first=1.0, confirm=60.0, unsure=10.0)
        return Session(
            self.bridge, str(self.folder / "state.db"), self.folder, self.clock, patience=patience, transport=self.wire
        )

    def forget(self) -> None:
        for lines in self.wire.log.values():
            lines.clear()

    def edit(self, side: str, number: int, code: str, title: str, *, place: str = "page") -> None:
        """A person gives an article another title, and publishes it."""
        if side == "webflow":
            slug = f"post-{number}"
            at: Json = {"collection": "posts", "item": slug, "locale": TAGS[code]}
            self.wire.apps[side].edit({"action": "update", **at, "fields": {"name": title}, "publish": True})
            return
        at = {"page_type": "article", "slug": f"post-{number}"} if place == "page" else {"collection": "articles"}
        told = {"action": "update", **at, "locale": code, "fields": {"headline": title}, "publish": True}
        self.wire.apps[side].edit(told)

    def titles(self, side: str) -> dict[tuple[str, str], str]:
        """The live title of each article in each locale, by its slug and the code of the locale."""
        state = self.wire.apps[side].state()
        if side == "butter":
            return {
                (page["slug"], code): (variant["live"] or variant["draft"])["headline"]
                for page in state["pages"]
                for code, variant in page["locales"].items()
            }
        codes = {
            each["cmsLocaleId"]: code for each in state["locales"] for code, tag in TAGS.items() if each["tag"] == tag
        }
        rows = state["collections"][0]["items"]
        slugs = {row["id"]: row["fieldData"]["slug"] for row in rows if codes[row["cmsLocaleId"]] == "en"}
        return {(slugs[row["id"]], codes[row["cmsLocaleId"]]): row["fieldData"]["name"] for row in rows}


def articles(entries: int) -> Iterator[tuple[str, Json]]:
    for number in range(entries):
        own = {code: {"title": f"{code} {number}", "text": f"Text {number} in {code}"} for code in TAGS}
        yield f"post-{number}", {"minutes": number % 7, **own}


def webflow_seed(entries: int) -> Json:
    items = [
        {
            "key": key,
            "variants": {
                TAGS[code]: {
                    "fields": {
                        "slug": key,
                        "name": told[code]["title"],
                        "text": told[code]["text"],
                        "minutes": told["minutes"],
                    },
                    "state": "published",
                }
                for code in TAGS
            },
        }
        for key, told in articles(entries)
    ]
    fields = [{"slug": "text", "type": "PlainText"}, {"slug": "minutes", "type": "Number"}]
    return {
        "site": {"displayName": "Long", "shortName": "long"},
        "locales": {"primary": "en-US", "secondary": list(TAGS.values())[1:]},
        "collections": [{"slug": "posts", "fields": fields, "items": items}],
    }


def butter_seed(entries: int, place: str) -> Json:
    fields = [
        {"slug": "headline", "kind": "text"},
        {"slug": "text", "kind": "text"},
        {"slug": "minutes", "kind": "number"},
    ]
    rows = [
        (
            key,
            {
                code: {
                    "fields": {
                        "headline": told[code]["title"],
                        "text": told[code]["text"],
                        "minutes": told["minutes"],
                        **({"slug": key} if place == "item" else {}),
                    },
                    "state": "published",
                }
                for code in TAGS
            },
        )
        for key, told in articles(entries)
    ]
    made: Json = {"locales": list(TAGS)}
    if place == "item":
        made["collections"] = {
            "articles": {"fields": [*fields, *({"slug": name, "kind": "text"} for name in ("slug", "origin"))]}
        }
        made["items"] = [{"collection": "articles", "key": key, "locales": locales} for key, locales in rows]
    else:
        made["page_types"] = {"article": {"fields": fields}}
        made["pages"] = [
            {"page_type": "article", "slug": key, "title": locales["en"]["fields"]["headline"], "locales": locales}
            for key, locales in rows
        ]
    return made


@contextmanager
def long_run(folder: Path, entries: int, flow: str, *, place: str = "page", both: bool = False) -> Iterator[LongRun]:
    """A site on one side and an empty one across; with ``both``, the same on each."""
    clock = Virtual()
    with mock.patch("isogloss.sandbox.clock.time", clock):
        token, read, write = small_site.WEBFLOW_TOKEN, small_site.READ_TOKEN, small_site.WRITE_TOKEN
        apps = {"webflow": webflow.create(token=token), "butter": buttercms.create(read_token=read, write_token=write)}
        apps["webflow"].seed(webflow_seed(entries if both or flow == TO_BUTTER else 0))
        apps["butter"].seed(butter_seed(entries if both or flow == TO_WEBFLOW else 0, place))
        clock.sleep(3600)
        text = MAPPING
        locales = "".join(
            f"  {tag}: {{webflow: {tag}, butter: {code}{', primary: true' if code == 'en' else ''}}}\n"
            for code, tag in TAGS.items()
        )
        told, match = PLACES[place]
        words = [("@FLOW@", flow), ("@LOCALES@\n", locales), ("@PLACE@", told), ("@MATCH@", match)]
        words += [("@MORE@", SLUG if place == "item" else "")]
        for old, new in (*words, ("@WEBFLOW@", URLS["webflow"]), ("@BUTTER@", URLS["butter"])):
            text = text.replace(old, new)
        yield LongRun(load_text(text, environ=small_site.ENVIRONMENT), clock, Wire(apps, clock), folder)
