"""Findings as SARIF 2.1.0, for code scanning: every rule of the topic with what to do about it, then the results.

Decides how a finding is located: in the mapping's file, by the logical place in the content. Its fingerprint is its
rule and place, so a finding stays the same one while its words change.
Content stays text: a brace would begin a placeholder, and a bracket before a parenthesis a link.
Source: OASIS, Static Analysis Results Interchange Format 2.1.0; of messages: 3.11.5, 3.11.6.
"""

import json
import re
from pathlib import Path
from typing import Final
from urllib.parse import quote

from isogloss import __version__
from isogloss.model.value import digest_text
from isogloss.report.finding import Finding
from isogloss.report.told import Told
from isogloss.report.visible import visible

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_PAGE: Final = "docs/rules.md"
"""Where each rule is explained; it has no address on the web that could be given as one (decision 53)."""
_SIGNS: Final = {"{": "{{", "}": "}}", "](": "]\u200b("}
"""What means more than itself in a message; brackets are parted by a space of no width."""


def render_sarif(told: Told) -> str:
    """Write findings as a log of one run."""
    rules = told.rules
    places = {rule.id: n for n, rule in enumerate(rules)}
    driver = {
        "name": "Isogloss",
        "version": __version__,
        "rules": [
            {
                "id": rule.id,
                "shortDescription": {"text": rule.title},
                "help": {"text": f"{rule.remedy} {_PAGE}#{rule.id} explains the rule."},
                "defaultConfiguration": {"level": rule.level},
            }
            for rule in rules
        ],
    }
    results = [_result(each, places[each.id], told.file) for each in told.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(found: Finding, rule: int, file: str) -> dict[str, object]:
    where = visible(found.where)
    physical = {"artifactLocation": {"uri": _uri(found.file or file)}, "region": {"startLine": found.line or 1}}
    location: dict[str, object] = {"physicalLocation": physical}
    if where:
        location["logicalLocations"] = [{"fullyQualifiedName": where}]
    return {
        "ruleId": found.id,
        "ruleIndex": rule,
        "level": found.level,
        "message": {"text": _plain(f"{where}: {found.message} {found.remedy}" if where else found.message)},
        "locations": [location],
        "partialFingerprints": {"isogloss/v1": digest_text(f"{found.id}\n{found.where}")},
    }


def _plain(text: str) -> str:
    return re.sub(r"[{}]|\]\(", lambda found: _SIGNS[found[0]], visible(text))


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
