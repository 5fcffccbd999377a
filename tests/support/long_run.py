"""A migration that takes hours of a virtual clock, and people who edit on both sides meanwhile.

Both sandboxes keep the time of the program: a request takes a fifth of a second, and the pace of each platform is what
its adapter keeps by itself. People edit between two requests, at times that are theirs.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any
from unittest import mock

import httpx
import small_site
from in_process import answered

from isogloss.apply.crew import Abreast
from isogloss.apply.patience import Patience
from isogloss.errors import ConfigError
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

    def turn_to(self, moment: float) -> None:
        """Put it to a time: what goes on side by side is played one by one."""
        self.passed = moment


@dataclass
class Wire(httpx.BaseTransport):
    """Carries each request to its sandbox, while time passes and people edit.

    edits: what people do, and when, in order of time.
    log:   the method and the path of each request, by side.
    sent:  when each write was sent, by its path.
    rest:  of how many requests the platform answers one late, and how many seconds late.
    """

    apps: Json
    clock: Virtual
    edits: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    log: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {side: [] for side in URLS})
    sent: dict[str, list[float]] = field(default_factory=dict)
    rest: tuple[int, float] | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        side = "webflow" if request.url.port == 1 else "butter"
        self.clock.sleep(ANSWER)
        while self.edits and self.edits[0][0] <= self.clock.passed:
            self.edits.pop(0)[1]()
        self.log[side].append((request.method, request.url.path))
        if request.method not in ("GET", "HEAD"):
            self.sent.setdefault(request.url.path, []).append(self.clock.passed)
        answer = answered(self.apps[side].app, request)
        if self.rest is not None and sum(map(len, self.log.values())) % self.rest[0] == 0:
            self.clock.sleep(self.rest[1])
        return answer


@dataclass
class LongRun:
    """Both sandboxes, and the mapping between them."""

    bridge: Bridge
    clock: Virtual
    wire: Wire
    folder: Path

    def session(self) -> Session:
        patience = Patience(first=1.0, confirm=60.0, unsure=10.0)
        state, crew = str(self.folder / "state.db"), partial(Abreast, self.clock)
        return Session(self.bridge, state, self.folder, self.clock, patience=patience, transport=self.wire, crew=crew)

    def forget(self) -> None:
        for lines in self.wire.log.values():
            lines.clear()

    def edit(self, side: str, number: int, code: str, title: str, *, place: str = "page", publish: bool = True) -> None:
        """A person gives an article another title, and publishes it or leaves it as a draft."""
        if side == "webflow":
            slug = f"post-{number}"
            at: Json = {"collection": "posts", "item": slug, "locale": TAGS[code]}
            self.wire.apps[side].edit({"action": "update", **at, "fields": {"name": title}, "publish": publish})
            return
        at = {"page_type": "article", "slug": f"post-{number}"} if place == "page" else {"collection": "articles"}
        told = {"action": "update", **at, "locale": code, "fields": {"headline": title}, "publish": publish}
        self.wire.apps[side].edit(told)

    def titles(self, side: str) -> dict[tuple[str, str], str]:
        """The live title of each article in each locale, by its slug and the code of the locale."""
        return {at: live or newest for at, (newest, live) in self.shown(side).items()}

    def shown(self, side: str) -> dict[tuple[str, str], tuple[str, str]]:
        """The title of each article in each locale, the newest and the live one; "" where it is not live."""
        state = self.wire.apps[side].state()
        if side == "butter":
            return {
                (page["slug"], code): (
                    (variant["draft"] or variant["live"])["headline"],
                    variant["live"]["headline"] if variant["live"] else "",
                )
                for page in state["pages"]
                for code, variant in page["locales"].items()
            }
        codes = {
            each["cmsLocaleId"]: code for each in state["locales"] for code, tag in TAGS.items() if each["tag"] == tag
        }
        rows = state["collections"][0]["items"]
        slugs = {row["id"]: row["fieldData"]["slug"] for row in rows if codes[row["cmsLocaleId"]] == "en"}
        return {
            (slugs[row["id"]], codes[row["cmsLocaleId"]]): (
                row["fieldData"]["name"],
                row["live"]["fieldData"]["name"] if row["live"] else "",
            )
            for row in rows
        }


@dataclass(frozen=True)
class Edit:
    """What a person did, once.

    source:  it was done where content comes from.
    publish: it was published, and not left as a draft.
    at:      when, by the virtual clock.
    """

    side: str
    number: int
    code: str
    title: str
    source: bool
    publish: bool
    at: float


@dataclass
class People:
    """People who edit titles at random while a run is at work, each title in one language on one side at most.

    done: what they did so far.
    """

    run: LongRun
    done: list[Edit] = field(default_factory=list)

    def begin(self, flow: str, entries: int, edits: int, seconds: float) -> None:
        """Let them work from now on, for as long as this."""
        chance, source = Random(7), flow.partition(" ")[0]  # noqa: S311  # the same each time
        target = "butter" if source == "webflow" else "webflow"
        places = chance.sample([(number, code) for number in range(entries) for code in TAGS], edits)
        for count, (number, code) in enumerate(places):
            side, publish = (source, target)[count % 2], chance.random() < 0.7
            when = self.run.clock.passed + chance.uniform(1, seconds)
            edit = Edit(side, number, code, f"{side} {count}", side == source, publish, when)
            self.run.wire.edits.append((when, lambda told=edit, more=seconds / 20: self._try(told, more)))
        self.run.wire.edits.sort(key=lambda each: each[0])

    def _try(self, edit: Edit, more: float) -> None:
        """Nobody edits what is not there yet: who wanted to comes back later."""
        now = self.run.clock.passed
        try:
            self.run.edit(edit.side, edit.number, edit.code, edit.title, publish=edit.publish)
        except ConfigError:
            self.run.wire.edits.append((now + more, lambda: self._try(edit, more)))
            self.run.wire.edits.sort(key=lambda each: each[0])
        else:
            self.done.append(replace(edit, at=now))

    def lost(self) -> list[Edit]:
        """The edits that are nowhere to be seen: what a person wrote is the newest where it was written.

        What was published at the source is live across, too.
        """
        shown = {side: self.run.shown(side) for side in URLS}
        found = []
        for edit in self.done:
            at = (f"post-{edit.number}", edit.code)
            across = shown[next(side for side in URLS if side != edit.side)]
            crossed = not (edit.source and edit.publish) or across[at][1] == edit.title
            if shown[edit.side][at][0] != edit.title or not crossed:
                found.append(edit)
        return found

    def too_late(self, edit: Edit) -> bool:
        """Whether an edit came after the last look before a call that named its entry, so that nothing could know."""
        calls = self.run.wire.sent.get(f"/v2/pages/article/post-{edit.number}/", ())
        return not edit.source and any(0 <= at - edit.at <= self.run.bridge.freshness for at in calls)


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
