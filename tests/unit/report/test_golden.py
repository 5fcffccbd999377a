"""What each command tells, in each format for files and terminals, as it was when somebody last looked at it: golden/.

After a change that is meant: ``ISOGLOSS_GOLDEN=write pytest tests/unit/report/test_golden.py``, then look at the diff.
Of a page, style and script are left out, which are files of their own, and what is packed stands there unpacked: how it
is compressed differs between machines.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from isogloss import __version__
from isogloss.answers import Readiness, Standing
from isogloss.errors import Problem
from isogloss.model.doubt import Doubt
from isogloss.model.locale import Locale
from isogloss.outcomes import CapabilityRow, Checked, FieldRow, LocaleRow, Notice
from isogloss.report.checked import render_check
from isogloss.report.json import document
from isogloss.report.model import build_report
from isogloss.report.readiness import (
    Gate,
    readiness_data,
    render_readiness,
    render_readiness_html,
    render_readiness_markdown,
    render_readiness_sheet,
)
from isogloss.report.terminal import render_plan
from isogloss.report.told import told_of_check, told_of_plan
from isogloss.report.write import FORMATS, pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from isogloss.plan.data import PlanFile

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"txt": "txt", **{name: name for name in FORMATS}, "junit": "xml"}
OF_READINESS = ("html", "md", "csv", "json", "txt")
CHECKED = Checked(
    "acme",
    (
        FieldRow("article", "title", "webflow", "butter", "exact"),
        FieldRow("article", "body", "webflow", "butter", "approximated", "code blocks lose their language"),
    ),
    (LocaleRow("webflow", Locale("en"), "en-US", "present"), LocaleRow("butter", None, "xx_1", "left out")),
    (CapabilityRow("butter", "article", ("Entries are made as drafts.", "Deletes nothing."), ("Deletes nothing.",)),),
    (Notice("kinds.article", "new entries wait as drafts"),),
    (Problem("kinds.article.fields.cover", "<b>no field</b> of that name; did you mean covers?"),),
    {},
    doubts=(Doubt("field-left-out", "kinds.article.fields.price", "nothing is mapped to price", 12),),
)
READY = Readiness(
    "acme",
    Locale("en"),
    (Locale("en"), Locale("fr-FR"), Locale("ja")),
    ("webflow", "butter"),
    ("webflow",),
    tuple(
        Standing("webflow", "article", entry, label, Locale(locale), *facts)
        for entry, label, locale, *facts in [
            ("tea", "Green tea", "en", "own", "published"),
            ("tea", "Green tea", "fr-FR", "own", "published", True),
            ("tea", "Green tea", "ja", "same words", "draft"),
            ("time", "=1 | <b>時間</b>", "en", "own", "published"),
            ("time", "=1 | <b>時間</b>", "fr-FR", "copied", ""),
            ("time", "=1 | <b>時間</b>", "ja", "missing", ""),
            ("zoo", "Zoo", "en", "own", "archived"),
            ("zoo", "Zoo", "fr-FR", "own", "published", False, "both sides changed"),
            ("zoo", "Zoo", "ja", "excluded", ""),
        ]
    ),
)
"""One of each state."""


@pytest.mark.parametrize("name", ENDINGS)
def test_a_small_plan_is_told_as_it_was(small_plan: PlanFile, name: str) -> None:
    if name == "txt":
        as_it_was("plan.txt", printed(lambda console: render_plan(build_report(small_plan), console)))
    else:
        as_it_was(f"plan.{ENDINGS[name]}", "".join(pieces(told_of_plan(small_plan), name)))


@pytest.mark.parametrize("name", ENDINGS)
def test_a_check_is_told_as_it_was(name: str) -> None:
    if name == "txt":
        as_it_was("check.txt", printed(lambda console: render_check(CHECKED, console)))
    else:
        as_it_was(f"check.{ENDINGS[name]}", "".join(pieces(told_of_check(CHECKED, "mappings/acme.yaml"), name)))


@pytest.mark.parametrize("name", OF_READINESS)
def test_readiness_is_told_as_it_was(name: str) -> None:
    gates = [Gate(Locale("fr-FR"), 0.5)]
    made = {
        "html": lambda: render_readiness_html(READY, gates),
        "md": lambda: render_readiness_markdown(READY, gates),
        "csv": lambda: "".join(render_readiness_sheet(READY)),
        "json": lambda: document(readiness_data(READY, gates)),
        "txt": lambda: printed(lambda console: render_readiness(READY, gates, console)),
    }
    as_it_was(f"readiness.{name}", made[name]())


def printed(show: Callable[[Console], None]) -> str:
    out = io.StringIO()
    show(Console(file=out, width=80))
    return out.getvalue()


def as_it_was(name: str, made: str) -> None:
    made = re.sub(rf'(isogloss |"version": "){re.escape(__version__)}', r"\g<1>0", unpacked(made)).replace("\r\n", "\n")
    path = GOLDEN / name
    if os.environ.get("ISOGLOSS_GOLDEN") == "write":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def unpacked(page: str) -> str:
    """A page to be read: without style and script, their hashes, and what is packed as JSON."""
    page = re.sub(r"(?s)(<style>|<script>).*?(</style>|</script>)", r"\1…\2", page)
    page = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", page)
    return re.sub(
        r'(<script type="application/octet-stream"[^>]*>)([^<]*)', lambda found: found[1] + json_of(found[2]), page
    )


def json_of(packed: str) -> str:
    data = json.loads(gzip.decompress(base64.b64decode(packed)))
    return f"\n{json.dumps(data, ensure_ascii=False, indent=1)}\n"
