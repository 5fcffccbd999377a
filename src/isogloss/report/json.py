"""A report as JSON, for programs; the whole model, and nothing that another writer made of it.

Decides the shape's version and its schema, both taken from the model itself, so that they cannot part. New names may
come with a minor version; a name that goes or changes its meaning takes a new major one.
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, get_args

from isogloss.report.finding import Finding, findings_data
from isogloss.report.parts import Report
from isogloss.report.rules import RULES, Level
from isogloss.report.told import Told

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT: Final = "1.0"

_RISKY: Final = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]")
"""What JSON may hold as it is and a terminal or an editor may obey; written as escapes instead."""


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


def render_findings_json(told: Told) -> str:
    """Write what was found where there is no plan: what the command prints with ``--json``, and the findings."""
    return document({"format_version": FORMAT, **told.data, "findings": findings_data(told.findings)})


def document(data: dict[str, object]) -> str:
    """Data as a JSON document that ends in a line feed and steers nothing."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _RISKY.sub(lambda found: json.dumps(found[0])[1:-1], text) + "\n"


def report_data(report: Report) -> dict[str, object]:
    """A report as plain data, as :func:`report_schema` says."""
    return {"format_version": FORMAT, **_adapter().dump_python(report)}


def report_schema() -> dict[str, object]:
    """The JSON Schema of the document, for those who read it. Names that are not in it must be expected."""
    schema = _adapter().json_schema(mode="serialization")
    version = {"const": FORMAT, "type": "string", "description": "major.minor; a minor version only adds names"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Isogloss report",
        "properties": {"format_version": version, **schema["properties"], "findings": _FINDINGS},
        "required": ["format_version", *schema["required"]],
    }


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Report]":
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
