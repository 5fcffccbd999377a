"""How many megabytes of bodies an export takes in a second of the processor.

``python bench/export.py [ENTRIES]``: so many entries (200) in two locales, each with ten kilobytes of rich text, are
exported from a Webflow sandbox that is a process of its own. Ends with 1 where the goal is missed.
"""

import multiprocessing
import sys
import tempfile
import time
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from figures import Figure, tell

from isogloss import api
from isogloss.model.address import Side
from isogloss.run.loading import load_text
from isogloss.run.session import session
from isogloss.sandbox import webflow
from isogloss.sandbox.server import running

Json = dict[str, Any]
ENTRIES = 200
GOAL = 5.0
"""Megabytes a second."""
LOCALES = ("en", "fr")
PARAGRAPH = (
    "<p>Words of {0} that a person <strong>wrote</strong> and <em>somebody</em> translated, with "
    '<a href="https://example.com/{0}">a link</a>, of the length that a text of a page has.</p>'
)
MAPPING = """
isogloss: 1
name: export
sides:
  webflow: {adapter: webflow, site: export, token: "${TOKEN}", base_url: "@URL@/v2", rate: 600000}
  other: {adapter: memory, world: none}
flow: webflow -> other
locales: {en: {webflow: en, other: en, primary: true}, fr: {webflow: fr, other: fr}}
kinds:
  page:
    webflow: {collection: posts}
    other: {collection: pages}
    match: [$slug]
    fields:
      title: {type: text, webflow: name, other: title}
      body: {type: rich_text, webflow: body, other: body}
"""


def body(number: int, locale: str) -> str:
    """About ten kilobytes."""
    return "".join(PARAGRAPH.format(f"{locale}-{number}-{part}") for part in range(50))


def seed(entries: int) -> Json:
    """The Webflow side."""
    items = [
        {
            "key": f"entry-{number}",
            "variants": {
                locale: {
                    "fields": {"name": f"Entry {number}", "slug": f"entry-{number}", "body": body(number, locale)},
                    "state": "published",
                }
                for locale in LOCALES
            },
        }
        for number in range(entries)
    ]
    return {
        "site": {"displayName": "Export", "shortName": "export"},
        "locales": {"primary": LOCALES[0], "secondary": list(LOCALES[1:])},
        "collections": [{"slug": "posts", "fields": [{"slug": "body", "type": "RichText"}], "items": items}],
    }


def serve(pipe: Connection, entries: int) -> None:
    """Run the sandbox, in a process of its own: it must not take time from what is measured."""
    sandbox = webflow.create(rate_limit=None)
    sandbox.seed(seed(entries))
    with running(sandbox.app) as url:
        pipe.send(url)
        pipe.recv()


def measure(entries: int) -> bool:
    """Print what an export took; tell whether the goal is met."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, entries), daemon=True)
    process.start()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.callback(process.join, 10)
        bridge = load_text(MAPPING.replace("@URL@", ours.recv()), environ={"TOKEN": "sandbox-token"})
        size = sum(len(body(number, locale)) for number in range(entries) for locale in LOCALES) / 1e6
        with session(bridge, str(folder / "state.db")) as open_session:
            took = {}
            for what in ("first", "again"):
                spent = time.process_time()
                tally = api.export(open_session, Side.LEFT, folder / "bundle").tally
                took[what] = time.process_time() - spent
                assert tally.entries == entries
        ours.send("stop")
    for what, seconds in took.items():
        print(
            f"export, {what}: {size:.1f} MB of bodies in {seconds:.2f} s of the processor, {size / seconds:.1f} MB/s "
            f"(goal at least {GOAL:g})",
            flush=True,
        )
    told = [
        tell(Figure(f"export, {what}", size / seconds, "MB/s CPU", GOAL, least=True)) for what, seconds in took.items()
    ]
    return all(told)


if __name__ == "__main__":
    sys.exit(not measure(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES))
