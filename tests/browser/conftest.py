"""Pages in a browser: the plan that reviewers meet, a hostile one, one of many entries, and one with nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import small_png, write_page
from corpus_plan import composed, corpus_plan, installed
from hostile import PAYLOADS, hostile_plan
from once import once
from sample_plan import DRAFT, RIGHT, Lines, change, facing, op_of, sample, text, write

from isogloss.answers import Readiness, Source, Standing
from isogloss.errors import Problem
from isogloss.http.fetched import Fetched
from isogloss.model.address import EntryKey
from isogloss.model.entry import STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Asset, Many
from isogloss.outcomes import Checked, Notice
from isogloss.plan.draft import Draft
from isogloss.plan.terms import Built
from isogloss.report.html import render_findings_html
from isogloss.report.parts import Limits
from isogloss.report.pictures import Pictures
from isogloss.report.readiness import render_readiness_html
from isogloss.report.told import told_of_check
from isogloss.report.whole import whole_of

if TYPE_CHECKING:
    from pathlib import Path

    from isogloss.plan.data import PlanFile

MANY = 20_000
"""As many as a page is to be quick with (``bench/report.py``)."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def plan(folder: Path) -> PlanFile:
    return write(folder / "acme.plan", sample())


@pytest.fixture(scope="session")
def page_file(plan: PlanFile, folder: Path) -> Path:
    return write_page(whole_of(plan), folder / "acme.html")


@pytest.fixture(scope="session")
def short_file(plan: PlanFile, folder: Path) -> Path:
    """A page that quotes little at once, as that of a plan with many conflicts does."""
    return write_page(whole_of(plan, Limits(records=1)), folder / "short.html")


@pytest.fixture(scope="session")
def hostile_file(folder: Path) -> Path:
    return write_page(whole_of(hostile_plan(folder / "hostile.plan")), folder / "hostile.html")


@pytest.fixture(scope="session")
def hostile_pages(folder: Path) -> dict[str, Path]:
    """The pages that have no plan, each with every hostile input in all of its places."""
    said = [payload.replace("\x00", "") for _, payload in PAYLOADS]
    problems = tuple(Problem(each, each) for each in said)
    checked = Checked("acme", (), (), (), tuple(Notice(each, each) for each in said), problems, {})
    en, fr = Locale("en"), Locale("fr-FR")
    rows = tuple(
        Standing(
            "webflow", "article", each, each, fr, "own", "draft", False, each, (Source(each, text("a"), text(each)),)
        )
        for each in said
    )
    ready = Readiness(said[0], en, (en, fr), ("webflow", "butter"), ("webflow",), rows)
    made = {
        "findings": render_findings_html(told_of_check(checked, said[0])),
        "readiness": render_readiness_html(ready, []),
    }
    for name, page in made.items():
        (folder / f"hostile-{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"hostile-{name}.html" for name in made}


@pytest.fixture(scope="session")
def pictured_file(folder: Path) -> Path:
    """A page with a picture, a list of two, and one that is not to be had; what is no picture says that it is one."""
    key, draft = EntryKey("article", "tea"), Draft(Lines())
    cup, pot, svg = (Asset("image", f"https://cdn.example/{name}", f"A {name}") for name in ("cup", "pot", "x.svg"))
    cells = [
        change(key, "en", "cover", cup, pot),
        change(key, "en", "gallery", ABSENT, Many((cup, svg))),
        change(key, "en", "broken", ABSENT, Asset("image", "https://cdn.example/broken", "Broken")),
    ]
    draft.add(facing(key, "Tea"), Built(ops=[op_of(RIGHT, "update", key, "Tea", *cells, present=["en"])]))
    files = {
        "cup": small_png(40, 30),
        "pot": small_png(800, 20),
        "x.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='document.title=1'/>",
        "broken": small_png(1, 1)[:12],
    }
    pictures = Pictures(lambda address: Fetched(files[address.rpartition("/")[2]], "image/png"))
    return write_page(whole_of(write(folder / "pictured.plan", draft)), folder / "pictured.html", pictures)


@pytest.fixture(scope="session")
def corpus_file(request: pytest.FixtureRequest, folder: Path) -> Path:
    """The page of a book in ten languages and more."""
    chapters = composed() if request.param == "composed" else installed()
    plan = corpus_plan(chapters, folder / f"{request.param}.plan")
    return write_page(whole_of(plan), folder / f"{request.param}.html")


@pytest.fixture(scope="session")
def empty_file(folder: Path) -> Path:
    return write_page(whole_of(write(folder / "empty.plan", Draft(Lines()))), folder / "empty.html")


@pytest.fixture(scope="session")
def many() -> int:
    """How many entries the page of many has."""
    return MANY


def write_many(there: Path) -> None:
    """A page of many entries; of few words, since it is made for these tests alone."""
    draft = Draft(Lines())
    for n in range(MANY):
        key, label = EntryKey("article" if n % 4 else "author", f"a{n:05}"), f"Leaf {n}"
        words = [change(key, "en", "title", ABSENT, text(f"{label} rare{n}")), change(key, "en", STATUS, ABSENT, DRAFT)]
        draft.add(facing(key, label), Built(ops=[op_of(RIGHT, "create", key, label, *words, present=["en"])]))
    write_page(whole_of(write(there / "large.plan", draft)), there / "large.html")


@pytest.fixture(scope="session")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of many entries, made once for all processes of the tests."""
    return once(tmp_path_factory, "page-of-many", write_many) / "large.html"
