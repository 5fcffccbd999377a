"""Reports that were asked for beside what a command shows: which, of what part, and that they are written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.first import wipe
from isogloss.cli.invocation import Invocation
from isogloss.errors import UsageError
from isogloss.outcomes import Applied
from isogloss.plan.data import PlanFile
from isogloss.report.chosen import Chosen, chosen
from isogloss.report.ended import Ended
from isogloss.report.told import Told, told_of_plan, told_of_run

if TYPE_CHECKING:
    from isogloss.http.fetched import Bounds

STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The reports that were asked for.

    targets: format and path of each.
    part:    what of a plan they tell.
    images:  whether pictures are fetched for them.
    """

    targets: tuple[tuple[str, Path], ...]
    part: Chosen
    images: bool = False

    @property
    def on_stdout(self) -> bool:
        """Whether one of them goes to stdout."""
        return any(path == STDOUT for _, path in self.targets)

    def write(self, told: Told) -> None:
        """Write them.

        Raises: UsageError where one cannot be written.
        """
        if self.targets:
            from isogloss.report.write import pieces, write_reports

            wipe()
            told = replace(told, pictured=self._pictured())
            write_reports(told, [target for target in self.targets if target[1] != STDOUT])
            for name in (name for name, path in self.targets if path == STDOUT):
                for piece in pieces(told, name):
                    click.echo(piece, nl=False)

    def _pictured(self) -> "Bounds | None":
        """How pictures are fetched, as the mapping says, where one was loaded; None where none are."""
        if not self.images:
            return None
        from isogloss.report.pictures import bounds_of

        return bounds_of(click.get_current_context().ensure_object(Invocation).fetching)

    def of_plan(self, plan: PlanFile, ended: Ended | None = None) -> None:
        """Write them of a plan, and what became of it where that is known; see :meth:`write`."""
        self.write(told_of_plan(plan, self.part, ended))

    def of_run(self, applied: Applied) -> None:
        """Write them of a plan that was applied; see :meth:`write`."""
        self.write(told_of_run(applied, self.part))


def wanted(reports: Sequence[str], filters: Sequence[str], *, images: bool = False) -> Wanted:
    """What was typed, checked before any work is done.

    Raises: UsageError where a word is not of its form or names no format, two reports are to go to stdout, or there is
            no report that could hold pictures.
    """
    targets = asked(reports)
    if images and not any(name == "html" for name, _ in targets):
        raise UsageError("--report-images: only an HTML report holds pictures; add --report html=plan.html")
    return Wanted(targets, chosen(filters), images)


def asked(reports: Sequence[str], known: Collection[str] = ()) -> tuple[tuple[str, Path], ...]:
    """Format and path of each report, checked; of every format there is, unless ``known`` names them.

    Raises: UsageError where a word is not of its form or names no format, or two reports are to go to stdout.
    """
    from isogloss.cli.output import targets

    found = targets(reports)
    if found:
        from isogloss.report.write import FORMATS, check_formats

        check_formats(found, known or tuple(FORMATS))
    if sum(path == STDOUT for _, path in found) > 1:
        raise UsageError("--report: two reports cannot both go to stdout; give one of them a path")
    return tuple(found)
