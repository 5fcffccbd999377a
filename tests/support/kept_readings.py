"""Two sandboxes read on from what is kept, edited by chance, and each plan held against that of a whole reading."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandboxes import PROMPT, Crossing

from isogloss import api
from isogloss.http.clock import SystemClock

if TYPE_CHECKING:
    from isogloss.api import PlanFile
    from isogloss.apply.patience import Patience

Json = dict[str, Any]
KEPT = ("freshness: 600\n", "freshness: 600\ncensus: 24h\n")
"""What is replaced in the mapping of the small site so that readings are kept."""


@dataclass
class Ahead:
    """The machine's clock, moved by so much."""

    by: float = 0.0
    _clock: SystemClock = field(default_factory=SystemClock)

    def now(self) -> datetime:
        return self._clock.now() + timedelta(seconds=self.by)

    def monotonic(self) -> float:
        return self._clock.monotonic() + self.by

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)


@dataclass
class KeptReadings(Crossing):
    """A crossing whose readings are kept."""

    patience: Patience = PROMPT
    more: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        self.write_mapping(KEPT, *self.more)

    def whole(self) -> PlanFile:
        """A plan of a whole reading."""
        return api.plan(replace(self.session(), full=True), self.out("whole"))

    def plan_both(self) -> list[Json]:
        """Plan from what is kept, and from everything: the plans are the same. Gives what was asked for the first."""
        self.sandboxes.forget()
        on = self.plan()
        asked = self.sandboxes.log()
        told, true = said(on), said(self.whole())
        apart = set(told[1]) ^ set(true[1])
        assert told == true, (sorted(apart)[:4], told[0], true[0])
        return asked

    def change(self, statement: str) -> None:
        """Change the state behind the program's back."""
        with closing(sqlite3.connect(self.state)) as connection, connection:
            connection.execute(statement)

    def lists(self, asked: list[Json]) -> list[str]:
        """The listings among some requests, by their places; the page is named where it is not the first."""
        names = {each["id"]: each["slug"] for each in self.sandboxes.webflow.state()["collections"]}
        found = []
        for line in asked:
            place = "/".join(names.get(part, part) for part in line["path"].removeprefix("/v2/").strip("/").split("/"))
            if line["method"] == "GET" and ("limit=" in line["query"] or "page_size=" in line["query"]):
                found.append(place)
        return found


def said(plan: PlanFile) -> tuple[Json, list[str]]:
    """What a plan says, but for what reading it cost."""
    first, *rest = plan.path.read_text(encoding="utf-8").splitlines()
    head = json.loads(first)
    return {name: told for name, told in head.items() if name not in ("digest", "cost")}, rest


ENTRIES = {
    "authors": ("ann", "bob"),
    "topics": ("tea", "clay"),
    "posts": ("first", "second", "third", "fourth", "only-here", "on-top"),
}
LOCALES = {"en": "en-US", "fr": "fr-FR", "ja": "ja"}


@dataclass
class Chances:
    """A person at work on either side; what makes no sense where it is tried is not done."""

    crossing: KeptReadings
    random: random.Random
    made: int = 0
    told: list[Json] = field(default_factory=list)

    def edit(self) -> None:
        side = self.random.choice(("webflow", "butter"))
        change = self._webflow() if side == "webflow" else self._butter()
        self.told.append({side: change})
        try:
            getattr(self.crossing.sandboxes, side).edit(**change)
        except AssertionError:  # the editor refused it
            self.told.pop()

    def _webflow(self) -> Json:
        place = self.random.choice(list(ENTRIES))
        at: Json = {"collection": place, "item": self.random.choice(ENTRIES[place])}
        at["locale"] = self.random.choice(list(LOCALES.values()))
        action = self.random.choice(
            ["update"] * 6
            + ["publish", "publish", "unpublish", "archive", "unarchive", "queue", "add_locale", "publish_site"]
            + ["delete", "create", "rename_option", "disable_locale", "enable_locale"]
        )
        self.made += 1
        match action:
            case "update":
                at |= {"fields": self._fields(place), "publish": self.random.random() < 0.5}
            case "create":
                at = {"collection": place, "locale": at["locale"]}
                at |= {"fields": {"name": f"New {self.made}", "slug": f"new-{self.made}"}, "publish": True}
            case "delete":
                at["all"] = self.random.random() < 0.5
            case "rename_option":
                at = {"collection": "posts", "field": "form", "option": "Guide", "name": "Guide"}
            case "disable_locale" | "enable_locale":
                at = {"tag": "ja"}
        return {"action": action, **at}

    def _fields(self, place: str) -> Json:
        text = f"Text {self.made}"
        return self.random.choice(
            [
                {"name": text},
                *([{"body": f"<p>{text}</p>"}, {"minutes": self.made}, {"topics": []}] if place == "posts" else []),
                *([{"bio": text}] if place == "authors" else []),
            ]
        )

    def _butter(self) -> Json:
        place = self.random.choice(["authors", "topics", "article", "article", "article"])
        at: Json = {"locale": self.random.choice(list(LOCALES))}
        if place == "article":
            at |= {"page_type": "article", "slug": self.random.choice(ENTRIES["posts"])}
            name = "headline"
        else:
            items = [
                each["id"] for each in self.crossing.sandboxes.butter.state()["items"] if each["collection"] == place
            ]
            at |= {"collection": place, "id": self.random.choice(items)}
            name = "name"
        action = self.random.choice(
            ["update"] * 6
            + ["publish", "publish", "unpublish", "discard", "add_locale", "delete_locale", "delete", "undelete"]
        )
        self.made += 1
        if action in ("update", "add_locale"):
            at |= {"fields": {name: f"Text {self.made}"}, "publish": self.random.random() < 0.5}
        return {"action": action, **at}
