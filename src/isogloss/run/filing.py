"""What is kept of each run in files, beside the state: its plan, its log, its result, and a report of it.

Decides where that is, who may read it (its owner: it is content), and how long it stays. What a run needs to go on or
to be taken back is in the state; of these files it needs the plan alone, which is there before anything is written.
Where the rest cannot be written, the run is none the worse: that is told, and nothing else is lost.
"""

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

from isogloss.errors import StateError
from isogloss.events import FAILED, RUN_ENDED
from isogloss.files import PRIVATE, whole
from isogloss.http.redact import Redactor
from isogloss.model.address import Side
from isogloss.outcomes import Applied, Run
from isogloss.plan.data import PlanFile
from isogloss.report.plain import applied_data
from isogloss.report.summary import exit_code, summary
from isogloss.run.session import Session
from isogloss.state.opened import State

PLAN: Final = "plan.jsonl"
LOG: Final = "log.jsonl"
RESULT: Final = "result.json"
REPORT: Final = "report.html"

_OWNERS_ALONE: Final = 0o700
_RUN: Final = re.compile(r"(\d{8}-\d{6})-[\w-]+")
"""How the folder of a run is called: what is called otherwise is not ours, and stays."""


def folder_of(runs: Path, mapping: str, run: str = "") -> Path:
    """The folder of a mapping's runs, or of one of them."""
    name = quote(mapping, safe=" #()+,=@")
    return runs / (f"%2E{name[1:]}" if name.startswith(".") else name) / run


def kept_plan(runs: Path | None, mapping: str, run: Run) -> Path | None:
    """The plan that was kept of a run, if it is there."""
    path = None if runs is None else folder_of(runs, mapping, run.id) / PLAN
    return path if path is not None and path.is_file() else None


@dataclass(slots=True)
class Filing:
    """Keeps one run.

    folder:  where; None where nothing is kept.
    trouble: why something could not be kept.
    """

    session: Session
    state: State
    run: Run
    folder: Path | None = field(init=False)
    trouble: str = ""
    _redactor: Redactor = field(init=False)

    def __post_init__(self) -> None:
        runs = self.session.runs
        self.folder = None if runs is None else folder_of(runs, self.session.bridge.name, self.run.id)
        bridge = self.session.bridge
        self._redactor = Redactor(secret for side in Side for secret in bridge.side(side).secrets.values())

    def begin(self, plan: PlanFile) -> None:
        """Keep the plan, before anything is written; one that is there already is the same.

        Raises: StateError where it cannot be kept.
        """
        if self.folder is None or (self.folder / PLAN).exists():
            return
        try:
            _make(self.folder, self.session.runs)
            with plan.path.open("rb") as made, whole(self.folder / PLAN) as kept:
                shutil.copyfileobj(made, kept)
            when = plan.path.stat()  # a report of the run says when its plan was made
            os.utime(self.folder / PLAN, ns=(when.st_atime_ns, when.st_mtime_ns))
        except OSError as error:
            raise StateError(
                f"{self.folder}: the plan of the run cannot be kept ({error.strerror}). Nothing was written. Check who "
                "may write there, and that there is room; then run the same command again."
            ) from None

    def log(self, event: str, **facts: object) -> None:
        """Tell whoever listens, and keep it."""
        self.session.log(event, **facts)
        if self.folder is None or self.trouble:
            return
        told = {name: self._redactor.value(fact) for name, fact in facts.items()}
        at = self.session.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = json.dumps({"timestamp": at, "event": event, **told}, ensure_ascii=False, default=str)
        with self._trying(), open(self.folder / LOG, "ab", opener=_privately) as out:
            out.write(line.encode() + b"\n")

    def failed(self, error: Exception) -> None:
        """Keep why a run ended before its end."""
        self.log(FAILED, error=type(error).__name__, message=str(error))

    def end(self, applied: Applied) -> str:
        """Keep what became of it, and let go of what is old; says what could not be kept."""
        self.log(RUN_ENDED, **summary(applied))
        if self.folder is None:
            return ""
        with self._trying():
            data = {"format_version": "1.0", "exit": exit_code(applied), **applied_data(applied)}
            with whole(self.folder / RESULT) as out:
                out.write(json.dumps(data, ensure_ascii=False, indent=2).encode())
            if not applied.plan.header.empty:  # what waits may be much, and each run would tell it again
                self._report(applied)
            for old in self._old():
                shutil.rmtree(old)
        return self.trouble

    def _report(self, applied: Applied) -> None:
        from isogloss.report.ended import ended_of  # a run that wrote nothing needs no templates
        from isogloss.report.html import render_html  # the same
        from isogloss.report.whole import whole_of  # the same

        assert self.folder is not None, "a report is kept in a folder"  # noqa: S101  # our own bug if not
        with whole(self.folder / REPORT) as out:
            for piece in render_html(whole_of(applied.plan, ended=ended_of(applied))):
                out.write(piece.encode())

    def _old(self) -> Iterator[Path]:
        assert self.folder is not None, "there is a folder of runs"  # noqa: S101  # our own bug if not
        there = {each.name: each for each in self.folder.parent.iterdir() if each.is_dir() and not each.is_symlink()}
        limit = self.session.clock.now() - timedelta(days=self.session.bridge.keep)
        return (there[name] for name in prunable(there, self.state.runs.all(), limit))

    @contextmanager
    def _trying(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.trouble = (
                f"{self.folder}: not all of the run could be kept there ({error.strerror}). What it did is in the "
                "state. Check who may write there, and that there is room."
            )


def prunable(there: Iterable[str], runs: list[Run], limit: datetime) -> list[str]:
    """Which folders may go: of runs that began before a time.

    The newest stays, whatever its age, and so do those that did not finish since the last that did: the next run may
    go on with such a one.

    runs: newest first.
    """
    stay = {run.id for run in runs[:1]}
    for run in runs:
        if run.state == "finished":
            break
        stay.add(run.id)
    began = {name: _RUN.fullmatch(name) for name in there}
    oldest = f"{limit:%Y%m%d-%H%M%S}"
    return sorted(name for name, told in began.items() if told and told[1] < oldest and name not in stay)


def _make(folder: Path, runs: Path | None) -> None:
    """Make a folder, and those above it that are ours."""
    above = [each for each in (runs, folder.parent) if each is not None]
    for each in (*above, folder):
        each.mkdir(mode=_OWNERS_ALONE, parents=True, exist_ok=True)


def _privately(name: str, flags: int) -> int:
    return os.open(name, flags, PRIVATE)
