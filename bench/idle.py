"""What a cycle costs in which nothing happened, beside one that reads everything and one with a change in a hundred.

``python bench/idle.py [ENTRIES]``: so many entries (20,000) in five locales, equal on both sides, over HTTP on the
loopback. The sandboxes are one process of their own, and each cycle is another: its requests, the processor's time and
the peak memory are those of Isogloss alone, its imports apart. The first cycles are first contact, and the one that
learns what is at rest. Ends with 1 where a goal is missed; with 20,000 entries it takes some five minutes of a
processor that has nothing else to do.
"""

import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
from figures import Figure, tell

from isogloss import api
from isogloss.http.clock import SystemClock
from isogloss.run.loading import load_text
from isogloss.run.session import Session
from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.server import running

Json = dict[str, Any]
ENTRIES = 20_000
LOCALES = ("en", "de", "es", "fr", "ja")
KINDS = 1
GOAL_SHARE, GOAL_MEGABYTES = 0.1, 300
FORCED = 3 + 3 * KINDS + 2 * KINDS * len(LOCALES)
"""Requests of an idle cycle, as ``docs/minimum.md`` derives them: what Webflow says of the site, and of each collection
its fields and the top of both listings; of each page type of ButterCMS the top of both listings in each locale."""
PAGE = 100
"""Rows of one page of a listing."""
APART = 900.0
"""Seconds between two cycles, by all clocks."""
CHANGED = 100
"""One entry of so many is edited."""
WORDS = "Words that a person wrote and somebody translated, of the length that a text of a page has. "
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
MAPPING = """
isogloss: 1
name: idle
sides:
  webflow: {adapter: webflow, site: idle, token: "${WEBFLOW}", base_url: "@WEBFLOW@/v2", rate: 600000}
  butter: {adapter: buttercms, read_token: "${READ}", write_token: "${WRITE}", base_url: "@BUTTER@/v2", rate: 600000}
flow: both
freshness: 3600
census: 24h
locales:
  en: {webflow: en, butter: en, primary: true}
  de: {webflow: de, butter: de}
  es: {webflow: es, butter: es}
  fr: {webflow: fr, butter: fr}
  ja: {webflow: ja, butter: ja}
kinds:
  page:
    webflow: {collection: posts}
    butter: {page_type: page}
    match: [$slug]
    fields:
      title: {type: text, webflow: name, butter: title_text}
      intro: {type: long_text, webflow: intro, butter: intro}
      body: {type: long_text, webflow: body, butter: body}
limits: {change: 100%}
"""
ENVIRON = {"WEBFLOW": "sandbox-token", "READ": "butter-read-token", "WRITE": "butter-write-token"}


def texts(number: int, locale: str) -> Json:
    """What one entry says in a locale: about two kilobytes."""
    return {"intro": f"{locale} {number} {WORDS}", "body": f"{locale} {number} {WORDS * 20}"}


def variants(entries: int) -> Iterator[tuple[int, str, str]]:
    """Every variant: its entry, its locale, and when it was changed, no two at once."""
    for number in range(entries):
        for place, locale in enumerate(LOCALES):
            yield number, locale, (BEGAN + timedelta(seconds=number * 5 + place)).isoformat().replace("+00:00", "Z")


def webflow_seed(entries: int) -> Json:
    """The Webflow side."""
    items: dict[int, Json] = {}
    for number, locale, at in variants(entries):
        fields = {"name": f"Entry {number} {locale}", "slug": f"entry-{number}", **texts(number, locale)}
        told = {"fields": fields, "state": "published", "updated": at, "published": at}
        items.setdefault(number, {"key": f"entry-{number}", "variants": {}})["variants"][locale] = told
    plain = [{"slug": slug, "type": "PlainText"} for slug in ("intro", "body")]
    return {
        "site": {"displayName": "Idle", "shortName": "idle"},
        "locales": {"primary": LOCALES[0], "secondary": list(LOCALES[1:])},
        "collections": [{"slug": "posts", "fields": plain, "items": list(items.values())}],
    }


def butter_seed(entries: int) -> Json:
    """The ButterCMS side."""
    pages: dict[int, Json] = {}
    for number, locale, at in variants(entries):
        fields = {"title_text": f"Entry {number} {locale}", **texts(number, locale)}
        told = {"fields": fields, "state": "published", "updated": at, "published": at}
        page = {"page_type": "page", "slug": f"entry-{number}", "title": f"Entry {number}", "locales": {}}
        pages.setdefault(number, page)["locales"][locale] = told
    kinds = {"title_text": "text", "intro": "long_text", "body": "long_text"}
    fields = [{"slug": slug, "kind": kind} for slug, kind in kinds.items()]
    return {"locales": list(LOCALES), "page_types": {"page": {"fields": fields}}, "pages": list(pages.values())}


class Later:
    """The machine's clock, so many seconds ahead."""

    def __init__(self, seconds: float) -> None:
        self._clock, self._ahead = SystemClock(), seconds
        self.monotonic, self.sleep = self._clock.monotonic, self._clock.sleep

    def now(self) -> datetime:
        """Say the time of day then."""
        return self._clock.now() + timedelta(seconds=self._ahead)


def serve(pipe: Connection, entries: int) -> None:
    """Run both sandboxes, in a process of their own: they must not take time from what is measured."""
    left, right = webflow.create(rate_limit=None), buttercms.create(seed=butter_seed(entries))
    left.seed(webflow_seed(entries))
    with running(left.app) as one, running(right.app) as other:
        pipe.send((one, other))
        pipe.recv()
        pipe.send(time.process_time())


def cycle(urls: tuple[str, str], folder: Path, command: str, number: int) -> Json:
    """Run one cycle in this process, and say what it took."""
    text = MAPPING.replace("@WEBFLOW@", urls[0]).replace("@BUTTER@", urls[1])
    session = Session(load_text(text, environ=ENVIRON), str(folder / "state.db"), folder, Later(number * APART))
    began, spent = time.perf_counter(), time.process_time()
    if command == "full":
        header = api.plan(replace(session, full=True), folder / "plan.jsonl").header
    else:
        header = api.sync(session, folder / "sync.jsonl").plan.header
    return {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - spent,
        "requests": sum(session.sent().values()),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "ops": header.counts.ops,
        "priced": sum(cost.writes + cost.settles + cost.looks for cost in header.cost.values()),
    }


def edit(url: str, entries: int) -> int:
    """Let people change an entry in a hundred, in a secondary locale, and publish it; tell how many."""
    changed = range(0, entries, CHANGED)
    for number in changed:
        change = {"action": "update", "collection": "posts", "item": f"entry-{number}", "locale": "fr", "publish": True}
        httpx.post(f"{url}/_sandbox/edit", json={**change, "fields": {"intro": f"Edited {number}"}}).raise_for_status()
    return len(changed)


def measure(entries: int) -> bool:
    """Print a line for each cycle; tell whether the goals are met."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, entries), daemon=True)
    process.start()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stack.callback(process.join, 10)
        urls = ours.recv()

        numbers = count()

        def run(name: str, command: str = "sync") -> Json:
            words = [sys.executable, __file__, "cycle", *urls, folder, command, str(next(numbers))]
            for url in urls:
                httpx.patch(f"{url}/_sandbox/clock", json={"advance": APART}).raise_for_status()
            took: Json = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
            print(
                f"{name:>22}: {took['requests']:6} requests, {took['cpu']:7.1f} s of the processor, "
                f"{took['megabytes']:5.0f} MB, {took['ops']} ops",
                flush=True,
            )
            place = f"{name}, {entries:,} x {len(LOCALES)}"
            for what, value, unit in (
                ("requests", took["requests"], ""),
                ("CPU", took["cpu"], "s CPU"),
                ("peak memory", took["megabytes"], "MB"),
            ):
                tell(Figure(f"{place}: {what}", value, unit))
            return took

        print(f"{entries:,} entries x {len(LOCALES)} locales, load {os.getloadavg()[0]:.1f}", flush=True)
        run("first contact")
        run("learns what rests")
        full, idle = run("everything", "full"), run("idle")
        changed = edit(urls[0], entries)
        some = run(f"{changed} entries edited")
        again = run("idle again")
        ours.send("stop")
        print(f"the sandboxes took {ours.recv():.0f} s of the processor, in their own process")
    share = idle["cpu"] / full["cpu"]
    most = idle["requests"] + some["priced"] + 2 * -(-changed // PAGE)  # pages of what moved, in both versions
    tell(Figure("idle cycle / everything, CPU", share, "", GOAL_SHARE))
    tell(Figure("idle cycle, peak memory", idle["megabytes"], "MB", GOAL_MEGABYTES))
    tell(Figure("idle cycle, requests", idle["requests"], "", FORCED))
    tell(Figure("one entry in a hundred edited, requests", some["requests"], "", most))
    print(f"processor, idle / everything: {share:.3f} (goal at most {GOAL_SHARE})")
    print(f"memory, idle: {idle['megabytes']:.0f} MB (goal at most {GOAL_MEGABYTES})")
    print(f"requests, idle: {idle['requests']} (goal {FORCED})")
    print(f"requests, {changed} edited: {some['requests']} (goal at most {most})")
    met = [
        share <= GOAL_SHARE,
        idle["megabytes"] <= GOAL_MEGABYTES,
        idle["requests"] == FORCED,
        some["requests"] <= most,
        some["ops"] == changed,
        idle["ops"] == again["ops"] == 0,
    ]
    return all(met)


def main(words: list[str]) -> int:
    """Measure all, or one cycle."""
    if words[:1] == ["cycle"]:
        one, other, folder, command, number = words[1:]
        print(json.dumps(cycle((one, other), Path(folder), command, int(number))))
        return 0
    return 0 if measure(int(words[0]) if words else ENTRIES) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
