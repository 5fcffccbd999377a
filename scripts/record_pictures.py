"""Take the pictures of ``docs`` again: pages of the tutorial, whose commands are typed for that, and of the demo.

Needs what tests in a browser need, curl, and what ``make demo`` leaves in ``demo-out``.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from browser import found, opened  # it lies in a folder of the tests
from tutorial import DOCS, Reader, steps  # as above

WIDTH = 900
DEMO = Path(__file__).parents[1] / "demo-out"


def picture(browser: Browser, page: Path, name: str, height: int, place: str = "", above: str = "") -> None:
    """Take a picture of a page; from an element on, where one is named."""
    with opened(browser, page, place, viewport={"width": WIDTH, "height": height}) as shown:
        if above:
            top = shown.locator(above).first.evaluate("(each) => each.getBoundingClientRect().top + scrollY")
            shown.evaluate("(top) => scrollTo({ top, behavior: 'instant' })", top - 12)
        shown.screenshot(path=DOCS / name)
    print(f"docs/{name}")


@contextmanager
def read() -> Iterator[Reader]:
    """Do what the tutorial says, to its end."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ISOGLOSS_")}
        own = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "80"}
        reader = Reader(Path(folder), {**kept, **own})
        stack.callback(reader.end)
        reader.save()
        for typed, _ in steps():
            print(f"$ {typed}")
            reader.type(typed)
        yield reader


def main() -> int:
    """Take them; 2 where there is no demo."""
    if not (DEMO / "edits.html").exists():
        print("pictures: demo-out/edits.html is not there; play the demo first: make demo", file=sys.stderr)
        return 2
    with read() as reader, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found(), args=["--no-sandbox"])
        picture(browser, reader.folder / "plan.html", "tutorial-plan.png", 1320)
        picture(browser, reader.folder / "conflict.html", "tutorial-conflict.png", 620, above="#conflicts")
        picture(browser, DEMO / "edits.html", "report.png", 1080)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
