"""Reports as files: several formats of what a command has to tell, each file whole or not at all."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from isogloss.errors import UsageError
from isogloss.files import SHARED
from isogloss.files import whole as written_whole
from isogloss.http.fetched import Bounds
from isogloss.mapping.names.nearest import nearest
from isogloss.report.annotations import render_annotations
from isogloss.report.html import render_findings_html, render_html
from isogloss.report.json import render_findings_json, render_json, stream_json
from isogloss.report.junit import render_junit
from isogloss.report.limits import FEW, WHOLE
from isogloss.report.markdown import render_markdown
from isogloss.report.markdown_findings import render_findings_markdown
from isogloss.report.model import build_report
from isogloss.report.parts import Limits
from isogloss.report.pictures import Pictures
from isogloss.report.sarif import render_sarif
from isogloss.report.sheet import render_sheet
from isogloss.report.told import Told
from isogloss.report.whole import Whole, whole_of

Writer: TypeAlias = Callable[[Told, Limits | None], Iterable[str]]
"""What writes one format, piece by piece."""


def _html(told: Told, limits: Limits | None) -> Iterable[str]:
    if told.plan is None:
        return [render_findings_html(told)]
    whole = whole_of(told.plan, limits, chosen=told.chosen, ended=told.ended)
    return render_html(whole) if told.pictured is None else _with_pictures(whole, told.pictured)


def _with_pictures(whole: Whole, bounds: Bounds) -> Iterator[str]:
    """A page for which pictures are fetched while it is written."""
    from isogloss.http.fetch import Fetcher  # late: most reports fetch nothing

    with Fetcher(bounds) as fetcher:
        yield from render_html(whole, Pictures(fetcher.fetch))


def _markdown(told: Told, limits: Limits | None) -> Iterable[str]:
    if told.plan is None:
        return [render_findings_markdown(told)]
    return [render_markdown(build_report(told.plan, limits, chosen=told.chosen, ended=told.ended))]


def _of_findings(render: Callable[[Told], Iterable[str]]) -> Writer:
    def write(told: Told, limits: Limits | None) -> Iterable[str]:
        del limits  # what is for programs is told whole
        return render(told)

    return write


def _json(told: Told, limits: Limits | None) -> Iterable[str]:
    if told.plan is None:
        return [render_findings_json(told)]
    if limits is not None:
        return [render_json(build_report(told.plan, limits, chosen=told.chosen, ended=told.ended), told.findings)]
    whole = whole_of(told.plan, FEW, chosen=told.chosen, ended=told.ended, streamed=WHOLE)
    return stream_json(whole, told.findings)


FORMATS: Final[dict[str, Writer]] = {
    "html": _html,
    "md": _markdown,
    "json": _json,
    "csv": _of_findings(render_sheet),
    "junit": _of_findings(lambda told: [render_junit(told)]),
    "sarif": _of_findings(lambda told: [render_sarif(told)]),
    "github": _of_findings(lambda told: [render_annotations(told)]),
}
"""Every format of a report, by the name that is typed."""


def check_formats(targets: Sequence[tuple[str, Path]], known: Collection[str] = tuple(FORMATS)) -> None:
    """Refuse unknown formats, before any work is done.

    Raises: UsageError with the nearest name.
    """
    for name, path in targets:
        if name not in known:
            raise UsageError(
                f"--report {name}={path}: {name} is no format of a report{nearest(name, known) or '.'} "
                f"Choose one of {', '.join(known)}."
            )


def pieces(told: Told, name: str, limits: Limits | None = None) -> Iterable[str]:
    """What a command has to tell in one format, piece by piece."""
    return FORMATS[name](told, limits)


def write_reports(told: Told, targets: Sequence[tuple[str, Path]], limits: Limits | None = None) -> None:
    """Write what a command has to tell in each format to its file.

    Order:  no file is touched before every format is known.
    Raises: UsageError where a format is unknown, the plan is not of the shape it should have, or a file cannot be
            written.
    """
    check_formats(targets)
    for name, path in targets:
        write_whole(path, pieces(told, name, limits))


def write_whole(path: Path, text: Iterable[str]) -> None:
    """Write a report to its file, piece by piece.

    Raises: UsageError where it cannot be written.
    """
    try:
        with written_whole(path, SHARED) as out:
            for piece in text:
                out.write(piece.encode())
    except OSError as error:
        raise UsageError(
            f"{path}: the report cannot be written ({error.strerror}). Choose another path for --report."
        ) from error
