"""A Chromium for tests, and a page that must ask for nothing and complain of nothing.

It is the one that is installed (Debian: chromium). Where there is none its tests are skipped, and fail with
``ISOGLOSS_TEST_CHROMIUM=required``.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import zlib
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from isogloss.report.pictures import Pictures
    from isogloss.report.whole import Whole

REQUIRED = "required"
GIVEN = os.environ.get("ISOGLOSS_TEST_CHROMIUM", "")
PATIENCE = 120_000
"""Milliseconds that a page may take for what is waited for, on a machine with much else to do."""
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """Where a Chromium is."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def lacking() -> str:
    """Why there is no browser to be had; nothing where there is."""
    if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
        return "playwright and axe-playwright-python are not installed"
    return "" if found() else "no Chromium here: install one (Debian: chromium)"


def told() -> str:
    """What the tests in a browser will do, for the head of their report."""
    return f"Chromium: its tests are skipped ({lacking()})" if lacking() else "Chromium: its tests run"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser, for as long as the tests run: one in each process, since two of these do not go on side by side."""
    if why := lacking():
        if GIVEN == REQUIRED:
            pytest.fail(why)
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=found(), args=["--no-sandbox"])
        yield made
        made.close()


def write_page(whole: Whole, path: Path, pictures: Pictures | None = None) -> Path:
    """A report as a page on the disk."""
    from isogloss.report.html import render_html

    path.write_text("".join(render_html(whole, pictures)), encoding="utf-8")
    return path


def small_png(width: int, height: int) -> bytes:
    """A picture of one colour. Source: the PNG specification, chunk layout."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\0" + b"\x2c\x4a\x7c" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@contextmanager
def opened(browser: Browser, path: Path, place: str = "", *, scripted: bool = True, **asked: object) -> Iterator[Page]:
    """A page, opened as from a disk: it asks for nothing but itself, and complains of nothing.

    scripted: whether a script of its own puts it up.
    """
    context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **asked})
    context.set_default_timeout(PATIENCE)
    page, complaints, requests = context.new_page(), [], []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{path.as_uri()}{place}")
    if scripted and asked.get("java_script_enabled", True):
        page.wait_for_selector("html[data-ready]", state="attached")
    yield page
    context.close()
    assert complaints == []
    assert {url.split("#")[0] for url in requests} <= {path.as_uri()}


def rows(page: Page) -> list[str]:
    """The titles of the entries that are there."""
    return page.locator("#rows details.entry .title").all_inner_texts()


def settled(page: Page) -> None:
    """Wait until the list stands: two frames after whatever was done."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def seen(page: Page, words: Iterable[str]) -> dict[str, bool]:
    """Which words can be read on the page."""
    text = page.inner_text("body")
    return {word: word in text for word in words}


def choose(page: Page, name: str, words: str) -> None:
    """Filter the list of entries by one of its boxes."""
    option = page.locator(f"#by-{name} option", has_text=re.compile(f"^{re.escape(words)}( \\(|$)"))
    page.select_option(f"#by-{name}", value=option.get_attribute("value"))
    settled(page)


def drawn_on(pdf: bytes) -> list[int]:
    """How many pieces of text each page of a PDF draws. Source: ISO 32000-1, 7.7.3.3 and 9.4.3."""
    objects = {int(number): body for number, body in re.findall(rb"(\d+) 0 obj(.*?)endobj", pdf, re.DOTALL)}
    pages = [
        re.search(rb"/Contents (\d+) 0 R", body) for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)
    ]
    drawn = [re.search(rb"stream\r?\n(.*)\r?\nendstream", objects[int(page[1])], re.DOTALL) for page in pages if page]
    return [len(re.findall(rb"\bT[jJ]\b", zlib.decompress(found[1]))) for found in drawn if found]


_CONTRAST = "color-contrast"
_ASKED_OF_AXE: dict[str, dict[str, object]] = {
    "light": {},
    "dark": {"runOnly": [_CONTRAST]},
    "phone": {"rules": {_CONTRAST: {"enabled": False}}},
}
"""All by day; in the dark nothing changes but the colours, and on a phone all but these."""


def looked_at(look: str) -> dict[str, object]:
    """How a page is opened to be looked at by day, in the dark or on a phone."""
    return {"viewport": {"width": 390, "height": 844}} if look == "phone" else {"color_scheme": look}


def violations(page: Page, look: str) -> list[str]:
    """What axe finds wrong; nothing may be wider than the screen, either."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=_ASKED_OF_AXE[look]).response["violations"]
    told = [f"{each['id']}: {[node['html'][:200] for node in each['nodes']]}" for each in found]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*told, "wider than the screen"] if wide else told
