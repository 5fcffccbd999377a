"""Which share of the permitted rate is used: reads of a Webflow sandbox whose minute is short, through the adapter.

A run of ``n`` windows and one request more can be over when ``n`` windows are: not before, for the last request would
be one too many. The share is that time over the time taken. No answer may be a 429. A short minute makes it harder:
what is lost at the turn of a window (an answer's time, a margin) is the same in a real one.
"""

import multiprocessing
import sys
import time
from multiprocessing.connection import Connection

import httpx
from figures import Figure, tell

from isogloss.adapters.webflow.adapter import open_reader
from isogloss.http.clock import SystemClock
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale
from isogloss.ports import Wanted
from isogloss.run.loading import load_text
from isogloss.sandbox import webflow
from isogloss.sandbox.server import running

LIMIT = 60
MINUTE = 2.0
WINDOWS = 10
GOAL = 0.97
WORD = "bench"
SITE = {
    "site": {"displayName": "Bench", "shortName": "bench"},
    "locales": {"primary": "en", "secondary": []},
    "collections": [
        {
            "slug": "posts",
            "items": [{"key": "tea", "variants": {"en": {"fields": {"name": "Tea", "slug": "tea"}}}}],
        }
    ],
}
MAPPING = """
isogloss: 1
name: bench
sides:
  webflow:
    {{adapter: webflow, site: {site}, token: "${{TOKEN}}", base_url: "{url}/v2", rate: {rate}, window_seconds: {span}}}
  other: {{adapter: webflow, site: {site}, token: "${{TOKEN}}", base_url: "{url}/v2"}}
flow: webflow -> other
locales:
  en: {{webflow: en, other: en, primary: true}}
kinds:
  post:
    webflow: {{collection: posts}}
    other: {{collection: posts}}
    match: [$slug]
    fields:
      title: {{type: text, webflow: name, other: name}}
"""


def serve(pipe: Connection) -> None:
    """Run the sandbox, in a process of its own: it must not take time from what is measured."""
    sandbox = webflow.create(token=WORD, rate_limit=LIMIT, minute_seconds=MINUTE)
    with running(sandbox.app) as url:
        pipe.send(url)
        pipe.recv()


def measure() -> bool:
    """Print the share; tell whether the goal is met."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        return _measured(ours.recv())
    finally:
        ours.send("stop")
        process.join(10)


def _measured(url: str) -> bool:
    made = httpx.post(f"{url}/_sandbox/seed", json=SITE).raise_for_status().json()
    text = MAPPING.format(site=made["site"], url=url, rate=LIMIT, span=MINUTE)
    binding = load_text(text, environ={"TOKEN": WORD}).left
    wanted = Wanted(EntryKey("post", "tea"), (Locale("en"),), made["items"]["posts"]["tea"])
    requests = LIMIT * WINDOWS + 1
    reader = open_reader(binding, clock=SystemClock())
    reader.inspect()  # three requests: these count toward the first window
    time.sleep(1.1 * MINUTE)
    httpx.delete(f"{url}/_sandbox/log").raise_for_status()
    began = time.perf_counter()
    for _ in range(requests):
        assert reader.look([wanted]), "the entry is there"
    seconds = time.perf_counter() - began
    log = httpx.get(f"{url}/_sandbox/log").raise_for_status().json()
    refused = sum(one["status"] == 429 for one in log)
    share = WINDOWS * MINUTE / seconds
    tell(Figure("share of the permitted rate, Webflow", share, "", GOAL, least=True))
    print(
        f"rate: {len(log)} requests in {seconds:.2f} s at {LIMIT} in {MINUTE:g} s: {share:.1%} of the permitted rate "
        f"(goal at least {GOAL:.0%}), {refused} answers were 429 (goal none)",
        flush=True,
    )
    return share >= GOAL and not refused and len(log) == requests


if __name__ == "__main__":
    sys.exit(not measure())
