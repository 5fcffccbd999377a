"""How long somebody's edit can still be written over: from a look to the effect of the write that it is for.

Fifty titles were edited on one side and cross to the other, both of them sandboxes on this machine, without a limit on
the pace. For each write: the time from the answer to the last read before it until its own answer. The sandboxes carry
a write out when they answer it; on a real ButterCMS it lands later, and this is not in the figure.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx

from isogloss import api
from isogloss.http.clock import SystemClock
from isogloss.http.observe import Sent, Tally
from isogloss.model.address import Side
from isogloss.run.loading import load_text
from isogloss.run.session import Session
from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.server import running

ENTRIES = 50
MAPPING = """
isogloss: 1
name: window
sides:
  webflow: {adapter: webflow, site: window, token: "${WEBFLOW}", base_url: "@WEBFLOW@/v2", rate: 600000}
  butter: {adapter: buttercms, read_token: "${READ}", write_token: "${WRITE}", base_url: "@BUTTER@/v2", rate: 600000}
flow: both
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


class Watch(Tally):
    """Notes, for each write, how long after the last read's answer it was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = 0.0
        self.windows: list[float] = []

    def sent(self, sent: Sent) -> None:
        """A request was answered just now."""
        super().sent(sent)
        if sent.method == "GET":
            self.looked = time.monotonic()
        else:
            self.windows.append(time.monotonic() - self.looked)


def main() -> int:
    """Measure both directions."""
    os.environ |= {"WEBFLOW": "sandbox-token", "READ": "butter-read-token", "WRITE": "butter-write-token"}
    left, right = webflow.create(rate_limit=None), buttercms.create()
    variants = {f"p{n}": {"name": f"Title {n}", "slug": f"p{n}"} for n in range(ENTRIES)}
    items = [
        {"key": key, "variants": {"en": {"fields": fields, "state": "published"}}} for key, fields in variants.items()
    ]
    with running(left.app) as there, running(right.app) as here, httpx.Client(trust_env=False) as http:
        site = {"site": {"displayName": "Window", "shortName": "window"}, "locales": {"primary": "en", "secondary": []}}
        http.post(
            f"{there}/_sandbox/seed", json={**site, "collections": [{"slug": "posts", "items": items}]}
        ).raise_for_status()
        schema = {"page": {"fields": [{"slug": "title_text", "kind": "text"}]}}
        http.post(f"{here}/_sandbox/seed", json={"locales": ["en"], "page_types": schema}).raise_for_status()
        bridge = load_text(MAPPING.replace("@WEBFLOW@", there).replace("@BUTTER@", here), environ=os.environ)
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            for edited in ("nothing", "webflow", "butter"):
                for n in range(ENTRIES):
                    title = f"{edited} {n}"
                    if edited == "webflow":
                        change = {"collection": "posts", "item": f"p{n}", "fields": {"name": title}}
                        left.edit({"action": "update", "publish": True, **change})
                    elif edited == "butter":
                        change = {"page_type": "page", "slug": f"p{n}", "locale": "en", "fields": {"title_text": title}}
                        right.edit({"action": "update", "publish": True, **change})
                watches = {side: Watch() for side in Side}
                session = Session(bridge, str(folder / "state.db"), folder, SystemClock(), observers=watches)
                api.sync(session, folder / f"{edited}.jsonl")
                for side, watch in watches.items():
                    if edited != "nothing" and watch.windows:
                        shown = [1000 * seconds for seconds in sorted(watch.windows)]
                        name = bridge.side(side).name
                        sys.stdout.write(
                            f"{name}: {len(shown)} writes, from look to effect {median(shown):.0f} ms "
                            f"(median), {shown[-1]:.0f} ms (longest)\n"
                        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
