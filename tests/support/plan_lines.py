"""The lines of a plan as other programs see them: tests hold the form of the file against them, not our own loader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from isogloss.plan.data import PlanFile


def lines_of(plan: PlanFile, *records: str) -> Iterator[dict[str, Any]]:
    """Every line but the header, or those of the records that are called so."""
    with plan.path.open(encoding="utf-8", errors="surrogatepass") as lines:
        next(lines)
        for line in lines:
            data = json.loads(line)
            if not records or data["record"] in records:
                yield data
