"""Workers of a cluster as processes of their own, on one PostgreSQL, and many small mappings between the sandboxes.

Each mapping has collections of its own on both sides, so that each write in the log of a sandbox tells whose it was.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import small_site
from accounted import unaccounted_of
from calls_of_runs import Intent, Judged, watched
from command import isogloss
from forked import Forked
from sandboxes import content, until
from served import LONG
from sqlalchemy import create_engine, text

from isogloss.http.clock import SystemClock
from isogloss.state.agenda import Agenda, open_agenda

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sandboxes import Sandboxes

    from isogloss.schedule.turn import Turn

MAPPING = """\
isogloss: 1
name: @NAME@
sides:
  webflow: {adapter: webflow, site: pots, token: "${WEBFLOW_TOKEN}", base_url: "@WEBFLOW@/v2", rate: 600000}
  butter:
    adapter: buttercms
    read_token: ${BUTTERCMS_READ_TOKEN}
    write_token: ${BUTTERCMS_WRITE_TOKEN}
    base_url: "@BUTTER@/v2"
    rate: 600000
flow: butter -> webflow
freshness: 600
locales:
  en-US: {webflow: en-US, butter: en, primary: true}
kinds:
  thing:
    webflow: {collection: @NAME@}
    butter: {collection: @NAME@, origin_key: origin}
    match: [slug]
    label: name
    fields:
      name: {type: text, webflow: name, butter: name}
      slug: {type: text, webflow: slug, butter: slug, shared: true}
limits: {delete: 100%, change: 100%, minimum: 1000}
"""
THINGS = ("cup", "jug")
"""What each mapping carries."""
_INTENTS = text(
    "SELECT mapping, run, isogloss_intent.at, EXISTS (SELECT FROM isogloss_answer"
    " WHERE intent = isogloss_intent.seq AND kind <> 'unknown') AS answered"
    " FROM isogloss_intent JOIN isogloss_run ON isogloss_run.id = run"
)


@dataclass
class Process:
    """One worker, or the page.

    said: every event of its log so far.
    """

    process: Forked
    said: list[dict[str, Any]] = field(default_factory=list)

    def hear(self) -> None:
        for line in self.process.stderr or ():
            self.said.append(json.loads(line))

    def events(self, name: str) -> list[dict[str, Any]]:
        return [each for each in self.said if each.get("event") == name]

    def tell(self, number: int) -> None:
        self.process.send_signal(number)

    @property
    def address(self) -> str:
        return str(self.events("serving")[0]["address"])

    def http(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, trust_env=False, timeout=30)

    def stop(self) -> int:
        self.tell(signal.SIGTERM)
        return self.process.wait(LONG)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(LONG)


@dataclass
class Cluster:
    """Many mappings, the state that workers share, and the workers.

    lanes: of a mapping, where it is not the usual one.
    """

    sandboxes: Sandboxes
    folder: Path
    state: str
    names: tuple[str, ...]
    cron: str = "*/2 * * * * *"
    lanes: Mapping[str, str] = field(default_factory=dict)
    opened: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        urls = {"@WEBFLOW@": self.sandboxes.webflow.url, "@BUTTER@": self.sandboxes.butter.url}
        for name in self.names:
            text = MAPPING
            for old, new in {**urls, "@NAME@": name}.items():
                text = text.replace(old, new)
            (self.folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        self.write_project()

    def write_project(self) -> None:
        told = {
            name: {"file": f"{name}.yaml", "schedule": self.cron, "lane": self.lanes.get(name, "default")}
            for name in self.names
        }
        (self.folder / "isogloss.yaml").write_text(json.dumps({"isogloss": 1, "mappings": told}), encoding="utf-8")

    @contextmanager
    def begun(self) -> Iterator[Cluster]:
        """Ready for workers."""
        self.seed()
        self.migrate()
        with self.opened:
            yield self

    def seed(self) -> None:
        """Things on the one side, and nothing on the other."""
        self.sandboxes.webflow.seed(
            {
                "site": {"displayName": "Pots", "shortName": "pots"},
                "locales": {"primary": "en-US", "secondary": []},
                "collections": [{"slug": name, "fields": [], "items": []} for name in self.names],
            }
        )
        texts = [{"slug": slug, "kind": "text"} for slug in ("name", "slug", "origin")]
        self.sandboxes.butter.seed(
            {
                "locales": ["en"],
                "page_types": {},
                "collections": {name: {"fields": texts} for name in self.names},
                "items": [
                    {
                        "collection": name,
                        "key": thing,
                        "locales": {"en": {"fields": {"name": f"{thing} of {name}", "slug": thing}}},
                    }
                    for name in self.names
                    for thing in THINGS
                ],
                "pages": [],
            }
        )

    @cached_property
    def environment(self) -> dict[str, str]:
        runs = str(self.folder / "runs")
        return {**small_site.ENVIRONMENT, "ISOGLOSS_STATE": self.state, "ISOGLOSS_RUNS": runs}

    def migrate(self) -> None:
        ran = isogloss("cluster", "migrate", self.folder / "isogloss.yaml", **self.environment)
        assert ran.code == 0, ran.err

    @contextmanager
    def workers(self, count: int, *words: object) -> Iterator[list[Process]]:
        """Start several at once, and wait until all of them work."""
        with ExitStack() as stack:
            made = [stack.enter_context(self.worker(*words, ready="")) for _ in range(count)]
            until(lambda: all(each.events("working") for each in made), LONG)
            yield made

    @contextmanager
    def worker(self, *words: object, ready: str = "working", command: str = "worker") -> Iterator[Process]:
        """Start one, and wait until it works or has ended; if nothing is to tell that, go on at once."""
        file = [] if any(str(word).endswith(".yaml") for word in words) else ["isogloss.yaml"]
        told = [command, *file, *map(str, words), "--log", "json", "--confirm-within", "1"]
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        with Forked(told, env={**os.environ, **self.environment}, cwd=self.folder, **streams) as process:
            made = Process(process)
            ear = threading.Thread(target=made.hear, daemon=True)
            ear.start()
            try:
                until(lambda: not ready or made.events(ready) or process.poll() is not None, LONG)
                yield made
            finally:
                process.kill()
                ear.join(10)

    @cached_property
    def agenda(self) -> Agenda:
        """What the state remembers; looked at often, so it is opened once."""
        return self.opened.enter_context(open_agenda(self.state, SystemClock()))

    def turns(self, mapping: str) -> list[Turn]:
        """What came of its turns, the oldest first."""
        return list(reversed(self.agenda.turns(mapping, 200)))

    def unaccounted(self) -> dict[str, int]:
        """How many times of each schedule were neither run, nor folded into one, nor are asked for; none was twice."""
        return unaccounted_of(self.agenda, self.names, self.cron)

    def judged(self) -> dict[str, Judged]:
        """Whether Webflow got what the runs of each mapping wrote down, since its log began; they may be at work."""
        return watched(self.names, self._calls, self._intents)

    def _calls(self) -> dict[str, list[datetime]]:
        places = {each["id"]: each["slug"] for each in self.sandboxes.webflow.state()["collections"]}
        found = defaultdict(list)
        for line in self.sandboxes.webflow.writes():
            place = next(places[part] for part in line["path"].split("/") if part in places)
            found[place].append(datetime.fromisoformat(line["at"]))
        return found

    def _intents(self) -> dict[str, list[Intent]]:
        found = defaultdict(list)
        engine = create_engine(self.state.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            for row in connection.execute(_INTENTS):
                found[row.mapping].append(Intent(row.run, datetime.fromisoformat(row.at), row.answered))
        engine.dispose()
        return found

    def carried(self) -> set[str]:
        """The mappings all of whose things are across."""
        there = content(self.sandboxes)[0]
        return {name for name in self.names if all(f"{name}/{thing} en-US" in there for thing in THINGS)}
