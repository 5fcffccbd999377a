"""``show``: find a plan, or what was kept of a run. Asks neither side, and needs neither a mapping nor the state.

Decides what the word that was typed names: a file that is there is a plan; else it is the id of a run, or as much of it
as tells it from the others, whose folder is looked for beside the state.
"""

import json
import re
from pathlib import Path
from typing import Final

from isogloss.errors import UsageError
from isogloss.mapping.names.nearest import nearest
from isogloss.plan.data import PlanFile, read_plan
from isogloss.report.ended import Ended, ended_from
from isogloss.run.filing import PLAN, RESULT
from isogloss.run.session import runs_beside

_BEGIN: Final = re.compile(r"\d{4,8}(-\d{0,6}(-[\w-]*)?)?")
"""How the id of a run begins, as much of it as says that it is none of a file."""
_NAMED: Final = 3


def show(what: str, state: str, runs: str | None = None) -> tuple[PlanFile, Ended | None]:
    """A plan, or the plan of a run with what became of it; None where that is not known, or nothing did yet.

    Raises: UsageError where there is neither, or a file is not of its shape; Refused where a plan was changed.
    """
    if Path(what).exists() or not _begins_a_run(what):
        return read_plan(Path(what)), None
    beside = runs_beside(state) if runs is None else Path(runs)
    kept = {each.parent.name: each.parent for each in sorted(beside.glob(f"*/*/{PLAN}"))}
    meant = [name for name in kept if name == what] or [name for name in kept if name.startswith(what)]
    if len(meant) > 1:
        several = ", ".join(meant[-_NAMED:])
        raise UsageError(f"{beside}: {what} begins the ids of {len(meant):,} runs ({several}). Write more of the id.")
    if not meant:
        hint = nearest(what, kept) or "."
        raise UsageError(f"{beside}: no files of a run {what} are kept{hint} isogloss history lists runs.")
    return kept_run(kept[meant[0]])


def kept_run(folder: Path) -> tuple[PlanFile, Ended | None]:
    """The plan of a run with what became of it, from the folder in which the run is kept.

    Raises: UsageError where they are not there, or not of their shape; Refused where the plan was changed.
    """
    return read_plan(folder / PLAN), _ended(folder / RESULT)


def _begins_a_run(word: str) -> bool:
    return _BEGIN.fullmatch(word) is not None


def _ended(path: Path) -> Ended | None:
    try:
        return ended_from(json.loads(path.read_bytes()))
    except FileNotFoundError:  # cut, or at work
        return None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: the result of the run cannot be read ({error}). Show its plan instead.") from error
