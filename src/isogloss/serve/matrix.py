"""How far each entry is in each language, on both sides: a matrix, as it was when somebody last had both sides read.

Decides that looking takes long, so that it goes on beside whoever asked for it, once at a time for each mapping, and
that what was found is kept as long as the service runs.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from isogloss.answers import Readiness, Standing
from isogloss.errors import IsoglossError
from isogloss.run.readiness import readiness
from isogloss.serve.desk import Desk, Form, back
from isogloss.serve.texts import STANDINGS
from isogloss.serve.visitors import Visitor

SHOWN: Final = 300
"""How many entries of a side are shown at once."""


@dataclass(slots=True)
class Looked:
    """What was found of one mapping.

    asking: both sides are being read. said: why they could not be.
    """

    asking: bool = False
    found: Readiness | None = None
    at: datetime | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on one side: what it has in each language, as (look, sign, in words)."""

    entry: str
    label: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class _Kept:
    of: dict[str, Looked] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def routes(desk: Desk) -> list[BaseRoute]:
    """Its routes."""
    kept = _Kept()

    def look(mapping: str) -> None:
        """Have both sides read; whatever comes of it is kept."""
        looked = kept.of[mapping]
        try:
            with desk.sitting(mapping, True) as session:  # noqa: FBT003  # asks both sides
                looked.found, looked.said = readiness(session), ""
        except IsoglossError as error:
            looked.said = desk.redactor.text(str(error))
        finally:
            looked.at, looked.asking = desk.agenda.now(), False

    def page(request: Request, visitor: Visitor) -> Response:
        mapping = desk.known(request.path_params["mapping"])
        looked, kind = kept.of.get(mapping, Looked()), request.query_params.get("kind", "")
        found = looked.found
        kinds = sorted({row.kind for row in found.rows}) if found is not None else []
        kind = kind if kind in kinds else next(iter(kinds), "")
        tables = [(side, *_lines(found, side, kind)) for side in found.sides] if found is not None else []
        shares = [(str(locale), *found.share(locale)) for locale in found.locales] if found is not None else []
        return desk.page(
            "readiness.html.j2",
            request,
            visitor,
            mapping=mapping,
            looked=looked,
            found=found,
            kinds=kinds,
            kind=kind,
            tables=tables,
            shares=shares,
            signs=STANDINGS,
        )

    def asked(request: Request, visitor: Visitor, form: Form) -> Response:
        del form, visitor
        mapping = desk.known(request.path_params["mapping"])
        with kept.lock:
            looked = kept.of.setdefault(mapping, Looked())
            if not looked.asking:
                looked.asking = True
                threading.Thread(target=look, args=(mapping,), daemon=True, name=f"look-{mapping}").start()
        return back(request.url.path, "looking")

    return [
        desk.looks("/readiness/{mapping:path}", page),
        desk.decides("/readiness/{mapping:path}", asked),
    ]


def _lines(found: Readiness, side: str, kind: str) -> tuple[list[Line], int]:
    """The entries of a kind on a side, and how many more there are."""
    rows: dict[str, dict[str, Standing]] = {}
    for row in found.rows:
        if (row.side, row.kind) == (side, kind):
            rows.setdefault(row.entry, {})[row.locale] = row
    lines = [
        Line(f"{kind}/{entry}", next(iter(of.values())).label or entry, tuple(_cells(found, of)))
        for entry, of in list(rows.items())[:SHOWN]
    ]
    return lines, max(len(rows) - SHOWN, 0)


def _cells(found: Readiness, of: dict[str, Standing]) -> Iterator[tuple[str, str, str]]:
    for locale in found.locales:
        row = of.get(locale)
        look = "none" if row is None else look_of(row)
        sign, told = STANDINGS[look]
        yield look, sign, f"{locale}: {told}{f' ({row.blocked})' if row is not None and row.blocked else ''}"


def look_of(row: Standing) -> str:
    """What weighs most of how far one is."""
    if row.held in ("missing", "excluded"):
        return row.held
    if row.blocked:
        return "blocked"
    if row.held != "own":
        return "copied"
    if row.stale:
        return "stale"
    return "ready" if row.shows == "published" else "draft"
