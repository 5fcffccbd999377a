"""Which share of its pace a run uses towards a side that answers slowly: writes to ButterCMS, half a second each.

Pages are made in a sandbox in this process, each request of which takes ``ANSWER`` seconds of a real clock. At five a
second (``rate: 300``), as the vendor's guide waits between two requests, one at a time and as many at once as the
adapter has on their way; and without a word in the mapping, as the guide does bulk work: five on their way all the
time, which is ten a second with such answers. The share is the time that the pace takes over the time taken, from the
departure of the first call to that of the last. ``python bench/latency.py 40``: so many pages.
"""

import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import httpx
from figures import Figure, tell

from isogloss import api
from isogloss.apply.patience import Patience
from isogloss.http import inside
from isogloss.http.clock import SystemClock
from isogloss.run.loading import load_text
from isogloss.run.session import Session
from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.server import CLOSE

ANSWER = 0.5
PACE = 5.0
"""Calls a second, one each 200 ms. Source: ButterCMS documentation, bulk work, seen 2026-11."""
AT_ONCE = 5
"""Or so many on their way at once. Source: as above."""
GOAL = 0.97
GOAL_OF_ALL = 0.8
"""Of five that are always on their way: between an answer and the next call both are written to disk."""
MAPPING = """
isogloss: 1
name: latency
sides:
  webflow: {adapter: webflow, site: latency, token: "${WEBFLOW}", base_url: "http://127.0.0.1:1/v2", rate: 600000}
  butter:
    {adapter: buttercms, read_token: "${READ}", write_token: "${WRITE}", base_url: "http://127.0.0.1:2/v2"@MORE@}
flow: webflow -> butter
freshness: 600
publish: draft
locales:
  en: {webflow: en, butter: en, primary: true}
kinds:
  page:
    webflow: {collection: posts}
    butter: {page_type: page}
    match: [$slug]
    fields:
      title: {type: text, webflow: name, butter: title_text}
limits: {change: 100%}
"""
ENVIRON = {"WEBFLOW": "sandbox-token", "READ": "butter-read-token", "WRITE": "butter-write-token"}


@dataclass
class Slow(httpx.BaseTransport):
    """Carries requests to both sandboxes; those of ButterCMS take their time, beside each other.

    left: when each write left.
    most: how many requests were on their way at once.
    """

    apps: dict[int, object]
    left: list[float] = field(default_factory=list)
    most: int = 0
    _flying: int = 0
    _lock: Lock = field(default_factory=Lock)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        app = self.apps[request.url.port or 0]
        if request.url.port == 1:
            return inside.answered(app, request, CLOSE)
        with self._lock:
            self._flying += 1
            self.most = max(self.most, self._flying)
            if request.method == "POST":
                self.left.append(time.monotonic())
        try:
            time.sleep(ANSWER)
            with self._lock:
                return inside.answered(app, request, CLOSE)
        finally:
            with self._lock:
                self._flying -= 1


def taken(pages: int, more: str) -> tuple[float, int]:
    """Seconds from the first call to the last, and how many were on their way at once."""
    left, right = webflow.create(rate_limit=None), buttercms.create()
    items = [
        {"key": f"p{n}", "variants": {"en": {"fields": {"name": f"Page {n}", "slug": f"p{n}"}, "state": "published"}}}
        for n in range(pages)
    ]
    site = {"displayName": "Latency", "shortName": "latency"}
    left.seed(
        {
            "site": site,
            "locales": {"primary": "en", "secondary": []},
            "collections": [{"slug": "posts", "items": items}],
        }
    )
    right.seed({"locales": ["en"], "page_types": {"page": {"fields": [{"slug": "title_text", "kind": "text"}]}}})
    wire = Slow({1: left.app, 2: right.app})
    with tempfile.TemporaryDirectory() as made:
        folder, bridge = Path(made), load_text(MAPPING.replace("@MORE@", more), environ=ENVIRON)
        session = Session(
            bridge, str(folder / "state.db"), folder, SystemClock(), patience=Patience(first=0.1), transport=wire
        )
        counts = api.sync(session, folder / "plan.jsonl").result.counts()
    assert sum(counts.values()) == pages, counts
    assert len(wire.left) == pages, "each page is made once"
    return max(wire.left) - min(wire.left), wire.most


def main() -> int:
    """Print the shares; tell whether the goals are met."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    os.environ |= ENVIRON
    met = True
    for name, more, pace, goal in (
        ("one at a time, at one each 200 ms", ", rate: 300, parallel: 1", PACE, 0.0),
        ("side by side, at one each 200 ms", ", rate: 300", PACE, GOAL),
        ("side by side, at five on their way", "", AT_ONCE / ANSWER, GOAL_OF_ALL),
    ):
        seconds, most = taken(pages, more)
        # the last call leaves when so many others have left before it: whole rounds of a pace that comes in bursts
        rounds = (pages - 1) // AT_ONCE * AT_ONCE
        share = rounds / pace / seconds
        print(
            f"latency, {name}: {pages} calls of {ANSWER} s in {seconds:.1f} s, {most} on their way at most: "
            f"{share:.0%} of the permitted pace{f' (goal at least {goal:.0%})' if goal else ''}, "
            f"{rounds / seconds:.1f} a second",
            flush=True,
        )
        tell(Figure(f"share of ButterCMS's pace, {name}", share, "", goal or None, least=True))
        met = met and share >= goal and most <= AT_ONCE
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
