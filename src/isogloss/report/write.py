"""Reports as files: several formats from one reading of the plan, each file whole or not at all."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from isogloss.errors import UsageError
from isogloss.files import SHARED, whole
from isogloss.mapping.names.nearest import nearest
from isogloss.plan.data import PlanFile
from isogloss.report.html import render_html
from isogloss.report.json import render_json
from isogloss.report.markdown import render_markdown
from isogloss.report.model import build_report
from isogloss.report.parts import Limits, Report

FORMATS: Final[dict[str, Callable[[Report], str]]] = {"html": render_html, "md": render_markdown, "json": render_json}


def check_formats(targets: Sequence[tuple[str, Path]]) -> None:
    """Refuse unknown formats, before any work is done.

    Raises: UsageError with the nearest name.
    """
    for name, path in targets:
        if name not in FORMATS:
            raise UsageError(
                f"--report {name}={path}: {name} is no format of a report{nearest(name, FORMATS)}. "
                f"Choose one of {', '.join(FORMATS)}."
            )


def write_reports(plan: PlanFile, targets: Sequence[tuple[str, Path]], limits: Limits | None = None) -> None:
    """Write a plan's report in each format to its file.

    Order:  no file is touched before every format is known and the report is built.
    Raises: UsageError where a format is unknown, the plan is not of the shape it should have, or a file cannot be
            written.
    """
    check_formats(targets)
    if not targets:
        return
    report = build_report(plan, limits)
    for name, path in targets:
        text = FORMATS[name](report)
        try:
            with whole(path, SHARED) as out:
                out.write(text.encode())
        except OSError as error:
            raise UsageError(
                f"{path}: the report cannot be written ({error.strerror}). Choose another path for --report."
            ) from error
