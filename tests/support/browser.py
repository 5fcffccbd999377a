"""A Chromium for tests, and a page that must ask for nothing and complain of nothing.

It is the one that is installed (Debian: chromium). Where there is none its tests are skipped, and fail with
``ISOGLOSS_TEST_CHROMIUM=required``.
"""

from __future__ import annotations

import os
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
def opened(browser: Browser, path: Path, place: str = "", **asked: object) -> Iterator[Page]:
    """A page, opened as from a disk: it asks for nothing but itself, and complains of nothing."""
    context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **asked})
    context.set_default_timeout(PATIENCE)
    page, complaints, requests = context.new_page(), [], []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{path.as_uri()}{place}")
    if asked.get("java_script_enabled", True):
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
