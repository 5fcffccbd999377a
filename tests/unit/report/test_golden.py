"""A small plan in each format for files and terminals, as it was when somebody last looked at it: golden/.

After a change that is meant: ``ISOGLOSS_GOLDEN=write pytest tests/unit/report/test_golden.py``, then look at the diff.
The page is looked at in a browser instead.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from isogloss import __version__
from isogloss.report.model import build_report
from isogloss.report.terminal import render_plan
from isogloss.report.told import told_of_plan
from isogloss.report.write import FORMATS, pieces

if TYPE_CHECKING:
    from isogloss.plan.data import PlanFile

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"md": "md", "json": "json", "csv": "csv", "junit": "xml", "sarif": "sarif", "github": "github", "txt": "txt"}


def test_each_format_has_its_golden_file() -> None:
    assert {*ENDINGS} == {*FORMATS, "txt"} - {"html"}


@pytest.mark.parametrize("name", ENDINGS)
def test_a_small_plan_is_told_as_it_was(small_plan: PlanFile, name: str) -> None:
    if name == "txt":
        out = io.StringIO()
        render_plan(build_report(small_plan), Console(file=out, width=80))
        made = out.getvalue()
    else:
        made = "".join(pieces(told_of_plan(small_plan), name))
    made = made.replace(f'"version": "{__version__}"', '"version": "0"').replace("\r\n", "\n")
    path = GOLDEN / f"plan.{ENDINGS[name]}"
    if os.environ.get("ISOGLOSS_GOLDEN") == "write":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
