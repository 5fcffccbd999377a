"""A report as JSON, for programs; the whole model, and nothing that another writer made of it.

Decides the shape's version and its schema, both taken from the model itself, so that they cannot part. New names may
come with a minor version; a name that goes or changes its meaning takes a new major one.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, is_dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, get_args

from isogloss.report.finding import Finding, findings_data
from isogloss.report.parts import Report
from isogloss.report.rules import RULES, Level
from isogloss.report.told import Told
from isogloss.report.whole import Whole

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT: Final = "1.0"

_RISKY: Final = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]")
"""What JSON may hold as it is and a terminal or an editor may obey; written as escapes instead."""

_VERSION: Final = {"const": FORMAT, "type": "string", "description": "major.minor; a minor version only adds names"}
_FINDINGS: Final = {
    "type": "array",
    "description": "What somebody should know of, all of it; the rules are in docs/rules.md.",
    "items": {
        "type": "object",
        "properties": {
            "id": {"enum": list(RULES)},
            "level": {"enum": list(get_args(Level))},
            **{name: {"type": "string"} for name in ("where", "message", "remedy")},
        },
        "required": ["id", "level", "where", "message", "remedy"],
    },
}


def render_json(report: Report, findings: Iterable[Finding] | None = None) -> str:
    """Write a report as a JSON document that ends in a line feed.

    findings: what the plan tells, all of it, as one list; None to leave it out.

    Shape: ``{"format_version": "1.0", …}`` with the names of :class:`~isogloss.report.parts.Report`, as
           :func:`report_schema` says. Content is as it is; control characters are escapes.
    """
    told = {} if findings is None else {"findings": findings_data(findings)}
    return document({**report_data(report), **told})


def stream_json(whole: Whole, findings: Iterable[Finding]) -> Iterator[str]:
    """Write a report of all of a plan, piece by piece: the same document, with nothing left out.

    Shape: as :func:`render_json`; one line for each of what there may be many of.
    """
    listed: dict[str, Callable[[], Iterable[object]]] = {
        "conflicts": whole.conflicts,
        "steps": whole.steps,
        "removals": whole.removals,
        "drifts": whole.drifts,
        "losses": partial(_losses, whole),
        "matches": whole.matches,
        "assumed": whole.assumed,
        "decisions": whole.decisions,
        "remarks": whole.remarks,
        "kinds": partial(_kinds, whole),
    }
    told = {"findings": lambda: findings_data(findings)}
    begin = "{"
    for name, value in {**report_data(replace(whole.report, limits=whole.limits)), "findings": None}.items():
        yield f'{begin}\n  "{name}": '
        rows = (told | listed).get(name)
        if rows is None:
            yield _line(value)
        else:
            yield from _rows(rows())
        begin = ","
    yield "\n}\n"


def _rows(rows: Iterable[object]) -> Iterator[str]:
    """A list, a line for each."""
    before = "["
    for row in rows:
        yield f"{before}\n    "
        yield from row if isinstance(row, _Piecewise) else [_line(_plain(row))]
        before = ","
    yield "[]" if before == "[" else "\n  ]"


class _Piecewise:
    """An object whose last member is a list that is not held in memory."""

    def __init__(self, facts: dict[str, object], name: str, rows: Iterable[object]) -> None:
        self.facts, self.name, self.rows = facts, name, rows

    def __iter__(self) -> Iterator[str]:
        yield f'{_line(self.facts)[:-1]}, "{self.name}": '
        yield from _rows(self.rows)
        yield "}"


def _kinds(whole: Whole) -> Iterator[_Piecewise]:
    for kind in whole.report.kinds:
        facts: dict[str, object] = {"kind": kind.kind, "entries": kind.entries}
        yield _Piecewise(facts, "quoted", whole.entries(kind.kind))


def _losses(whole: Whole) -> Iterator[_Piecewise]:
    for key, group in zip(whole.loss_keys(), whole.report.losses, strict=True):
        facts = {name: value for name, value in asdict(group).items() if name != "examples"}
        yield _Piecewise(facts, "examples", whole.examples(key))


def _plain(part: object) -> object:
    return asdict(part) if is_dataclass(part) and not isinstance(part, type) else part


def _line(data: object) -> str:
    return _harmless(json.dumps(data, ensure_ascii=False))


def render_findings_json(told: Told) -> str:
    """Write what was found where there is no plan: what the command prints with ``--json``, and the findings."""
    return document({"format_version": FORMAT, **told.data, "findings": findings_data(told.findings)})


def document(data: dict[str, object]) -> str:
    """Data as a JSON document that ends in a line feed and steers nothing."""
    return _harmless(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def _harmless(text: str) -> str:
    return _RISKY.sub(lambda found: json.dumps(found[0])[1:-1], text)


def report_data(report: Report) -> dict[str, object]:
    """A report as plain data, as :func:`report_schema` says."""
    return {"format_version": FORMAT, **_adapter().dump_python(report)}


def report_schema() -> dict[str, object]:
    """The JSON Schema of the document, for those who read it. Names that are not in it must be expected."""
    schema = _adapter().json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Isogloss report",
        "properties": {"format_version": _VERSION, **schema["properties"], "findings": _FINDINGS},
        "required": ["format_version", *schema["required"]],
    }


def findings_schema() -> dict[str, object]:
    """The JSON Schema of findings without a plan, beside which stands what each command found."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Isogloss findings",
        "type": "object",
        "properties": {"format_version": _VERSION, "findings": _FINDINGS},
        "required": ["format_version", "findings"],
    }


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Report]":
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
