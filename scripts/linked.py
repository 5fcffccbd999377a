"""Requests to make entries that link to each other, over the fewest that any program could do with.

``python scripts/linked.py [ENTRIES …]``: so many entries (150 and 600) in two locales, drafts, linked as a tree of ten
branches, a chain, a star, and at random (each to up to three before it), are planned and applied between two sandboxes,
in both directions. The minimum is that of ``docs/minimum.md``. Ends with 1 where a ratio is above 1.02.
"""

import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from corpus.minimum import Butter, Extent, Webflow, extent_of, work_of

from isogloss import api
from isogloss.model.address import Side
from isogloss.run.loading import load_text
from isogloss.run.session import session
from isogloss.run.sides import open_readers
from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.server import running

Json = dict[str, Any]
Links = Mapping[int, list[int]]
GOAL: Final = 1.02
ENTRIES: Final = (150, 600)
LOCALES: Final = ("en", "fr")
ENVIRON: Final = {"WEBFLOW": "sandbox-token", "READ": "butter-read-token", "WRITE": "butter-write-token"}
MAPPING: Final = """
isogloss: 1
name: order
sides:
  webflow: {adapter: webflow, site: "@SITE@", token: "${WEBFLOW}", base_url: "@WEBFLOW@/v2", rate: 600000}
  butter: {adapter: buttercms, read_token: "${READ}", write_token: "${WRITE}", base_url: "@BUTTER@/v2", rate: 600000}
flow: "@FLOW@"
freshness: 3600
locales: {en: {webflow: en, butter: en, primary: true}, fr: {webflow: fr, butter: fr}}
kinds:
  page:
    webflow: {collection: pages}
    butter: {page_type: page}
    match: [$slug]
    fields:
      title: {type: text, webflow: name, butter: title_text}
      next: {type: references, to: page, webflow: next, butter: next}
"""


def tree(entries: int) -> Links:
    """Each links to its parent."""
    return {number: [(number - 1) // 10] for number in range(1, entries)}


def chain(entries: int) -> Links:
    """Each links to the next."""
    return {number: [number + 1] for number in range(entries - 1)}


def star(entries: int) -> Links:
    """All link to one."""
    return {number: [0] for number in range(1, entries)}


def at_random(entries: int) -> Links:
    """Each links to up to three before it."""
    dice = random.Random(entries)  # noqa: S311  # the same graph each time
    return {n: sorted({dice.randrange(n) for _ in range(dice.randint(0, 3))}) for n in range(1, entries)}


SHAPES: Final[Mapping[str, Callable[[int], Links]]] = {
    "tree of ten branches": tree,
    "chain": chain,
    "star": star,
    "random": at_random,
}


def webflow_seed(entries: int, links: Links) -> Json:
    """The Webflow side."""
    made = [
        {
            "key": f"entry-{n}",
            "variants": {
                locale: {
                    "fields": {
                        "name": f"Entry {n}",
                        "slug": f"entry-{n}",
                        "next": [f"entry-{to}" for to in links.get(n, [])],
                    },
                    "state": "draft",
                }
                for locale in LOCALES
            },
        }
        for n in range(entries)
    ]
    fields = [{"slug": "next", "type": "MultiReference", "collection": "pages"}]
    return {
        "site": {"displayName": "Order", "shortName": "order"},
        "locales": {"primary": LOCALES[0], "secondary": list(LOCALES[1:])},
        "collections": [{"slug": "pages", "fields": fields, "items": made}],
    }


def butter_seed(entries: int, links: Links) -> Json:
    """The ButterCMS side."""
    fields = [{"slug": "title_text", "kind": "text"}, {"slug": "next", "kind": "reference", "to": "page", "many": True}]
    pages = [
        {
            "page_type": "page",
            "slug": f"entry-{n}",
            "title": f"Entry {n}",
            "locales": {
                locale: {
                    "fields": {"title_text": f"Entry {n}", "next": [f"entry-{to}" for to in links.get(n, [])]},
                    "state": "draft",
                }
                for locale in LOCALES
            },
        }
        for n in range(entries)
    ]
    return {"locales": list(LOCALES), "page_types": {"page": {"fields": fields}}, "pages": pages}


def ratio(entries: int, links: Links, towards: Side) -> tuple[int, int]:
    """Plan and apply in one direction: the requests that were sent, and the fewest."""
    there, nothing = (entries, links), (0, {})
    left = webflow.create(rate_limit=None)
    site = left.seed(webflow_seed(*(there if towards is Side.RIGHT else nothing)))
    right = buttercms.create(seed=butter_seed(*(there if towards is Side.LEFT else nothing)))
    flow = "webflow -> butter" if towards is Side.RIGHT else "butter -> webflow"
    with running(left.app) as one, running(right.app) as other, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        text = (
            MAPPING.replace("@WEBFLOW@", one)
            .replace("@BUTTER@", other)
            .replace("@FLOW@", flow)
            .replace("@SITE@", str(site["site"]))
        )
        bridge = load_text(text, environ=ENVIRON)
        with session(bridge, str(folder / "state.db")) as opened:
            with open_readers(bridge, opened.reach) as readers:
                before = {side: extent_of(readers[side].read()) for side in Side}
            began = opened.sent()
            planned = api.plan(opened, folder / "plan.jsonl")
            api.apply(opened, planned)
            return sum(opened.sent(began).values()), fewest(planned, before)


def fewest(plan: Any, before: Mapping[Side, Extent]) -> int:
    """The fewest requests of plan and apply."""
    kinds, locales = ("page",), tuple(LOCALES)
    total = 0
    for side, formula in ((Side.LEFT, Webflow(kinds, locales)), (Side.RIGHT, Butter(kinds, locales))):
        work = work_of(op for op in plan.ops() if op.on is side)
        total += 2 * formula.read(before[side]) + formula.write(work)
    return total


def _gather(what: str, value: float) -> None:
    """Hand a figure to ``bench/run.py``, where it is what started this."""
    if where := os.environ.get("ISOGLOSS_FIGURES"):
        with Path(where).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"what": what, "value": value, "goal": GOAL}) + "\n")


def main(words: list[str]) -> int:
    """Print each ratio."""
    met = True
    for entries in [int(word) for word in words] or ENTRIES:
        for name, shape in SHAPES.items():
            for towards in (Side.RIGHT, Side.LEFT):
                sent, least = ratio(entries, shape(entries), towards)
                met &= sent <= GOAL * least
                to = "ButterCMS" if towards is Side.RIGHT else "Webflow"
                _gather(f"requests / minimum, {entries} as a {name}, to {to}", sent / least)
                print(
                    f"{entries:>5} as a {name}, to {to}: {sent} requests, {least} at least, {sent / least:.3f}",
                    flush=True,
                )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
