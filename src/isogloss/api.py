"""The public face of Isogloss: what the command line does, for programs.

Every command takes a session, which :func:`session` opens for a mapping that :func:`load` has read. Errors are those
of ``isogloss.errors``, each of which says what happened, where, and what to do. Names are looked up when they are first
used, since a program rarely needs all of them. Each has an example that runs in ``docs/api.md``.

Decides what is public, and nothing else: what is not named here may change in any release.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from isogloss.answers import Checkup, Explained, History, Linted, Readiness, Rehearsed
    from isogloss.apply.patience import Patience
    from isogloss.apply.spending import Allowance
    from isogloss.cutover import Cutover
    from isogloss.decide.linking import Relinked
    from isogloss.decide.waiting import Listed, TakeBoth, TakeSide, TakeValue, Which
    from isogloss.jobs.listing import approve, ask, jobs, pause, resume, served_by
    from isogloss.lint.redirects import Redirects
    from isogloss.mapping.draft.wish import Wish
    from isogloss.match.propose import Matched
    from isogloss.outcomes import Applied, Checked, Status, Verified
    from isogloss.plan.data import PlanFile, read_plan
    from isogloss.plan.limits import MaxLoss
    from isogloss.plan.parts import Part, Sample, part_of
    from isogloss.run.apply import apply
    from isogloss.run.bundles import from_bundle, side_named
    from isogloss.run.check import check
    from isogloss.run.conflicts import conflicts
    from isogloss.run.copying import copy_state
    from isogloss.run.custody import Custody, custody
    from isogloss.run.cutover import CutoverWanted, cutover, sign_cutover
    from isogloss.run.doctor import doctor
    from isogloss.run.exchange import Received, Sent, WhichTexts, export_texts, import_texts, pseudo_texts
    from isogloss.run.explain import explain
    from isogloss.run.export import Exported, export
    from isogloss.run.history import About, history
    from isogloss.run.hooks import install_hooks, list_hooks, remove_hooks
    from isogloss.run.infer import infer
    from isogloss.run.lint import lint
    from isogloss.run.loading import load, mapping_schema
    from isogloss.run.match import match
    from isogloss.run.parts import apply_part
    from isogloss.run.plan import plan
    from isogloss.run.readiness import readiness
    from isogloss.run.redirects import kept_redirects, redirects, save_redirects
    from isogloss.run.rehearse import Must, rehearse
    from isogloss.run.relinking import relink
    from isogloss.run.resolve import resolve, withdraw
    from isogloss.run.session import Session, session
    from isogloss.run.showing import show
    from isogloss.run.sitemaps import Mapped, sitemap
    from isogloss.run.status import status
    from isogloss.run.support import Bundled, replayed, support
    from isogloss.run.sync import sync
    from isogloss.run.undo import undo
    from isogloss.run.verify import verify
    from isogloss.schedule.turn import Job
    from isogloss.state.copying import Copied

__all__ = [
    "About",
    "Allowance",
    "Applied",
    "Bundled",
    "Checked",
    "Checkup",
    "Copied",
    "Custody",
    "Cutover",
    "CutoverWanted",
    "Explained",
    "Exported",
    "History",
    "Job",
    "Linted",
    "Listed",
    "Mapped",
    "Matched",
    "MaxLoss",
    "Must",
    "Part",
    "Patience",
    "PlanFile",
    "Readiness",
    "Received",
    "Redirects",
    "Rehearsed",
    "Relinked",
    "Sample",
    "Sent",
    "Session",
    "Status",
    "TakeBoth",
    "TakeSide",
    "TakeValue",
    "Verified",
    "Which",
    "WhichTexts",
    "Wish",
    "apply",
    "apply_part",
    "approve",
    "ask",
    "check",
    "conflicts",
    "copy_state",
    "custody",
    "cutover",
    "doctor",
    "explain",
    "export",
    "export_texts",
    "from_bundle",
    "history",
    "import_texts",
    "infer",
    "install_hooks",
    "jobs",
    "kept_redirects",
    "lint",
    "list_hooks",
    "load",
    "mapping_schema",
    "match",
    "part_of",
    "pause",
    "plan",
    "pseudo_texts",
    "read_plan",
    "readiness",
    "redirects",
    "rehearse",
    "relink",
    "remove_hooks",
    "replayed",
    "resolve",
    "resume",
    "save_redirects",
    "served_by",
    "session",
    "show",
    "side_named",
    "sign_cutover",
    "sitemap",
    "status",
    "support",
    "sync",
    "undo",
    "verify",
    "withdraw",
]

_HOMES: Final = {
    "answers": ("Checkup", "Explained", "History", "Linted", "Readiness", "Rehearsed"),
    "apply.patience": ("Patience",),
    "apply.spending": ("Allowance",),
    "cutover": ("Cutover",),
    "decide.waiting": ("Listed", "TakeBoth", "TakeSide", "TakeValue", "Which"),
    "lint.redirects": ("Redirects",),
    "mapping.draft.wish": ("Wish",),
    "decide.linking": ("Relinked",),
    "jobs.listing": ("approve", "ask", "jobs", "pause", "resume", "served_by"),
    "match.propose": ("Matched",),
    "outcomes": ("Applied", "Checked", "Status", "Verified"),
    "plan.data": ("PlanFile", "read_plan"),
    "plan.limits": ("MaxLoss",),
    "plan.parts": ("Part", "Sample", "part_of"),
    "run.apply": ("apply",),
    "run.bundles": ("from_bundle", "side_named"),
    "run.check": ("check",),
    "run.conflicts": ("conflicts",),
    "run.copying": ("copy_state",),
    "run.custody": ("Custody", "custody"),
    "run.cutover": ("CutoverWanted", "cutover", "sign_cutover"),
    "run.doctor": ("doctor",),
    "run.exchange": ("Received", "Sent", "WhichTexts", "export_texts", "import_texts", "pseudo_texts"),
    "run.explain": ("explain",),
    "run.export": ("Exported", "export"),
    "run.history": ("About", "history"),
    "run.hooks": ("install_hooks", "list_hooks", "remove_hooks"),
    "run.infer": ("infer",),
    "run.lint": ("lint",),
    "run.loading": ("load", "mapping_schema"),
    "run.match": ("match",),
    "run.plan": ("plan",),
    "run.readiness": ("readiness",),
    "run.redirects": ("kept_redirects", "redirects", "save_redirects"),
    "run.rehearse": ("Must", "rehearse"),
    "run.relinking": ("relink",),
    "run.resolve": ("resolve", "withdraw"),
    "run.parts": ("apply_part",),
    "run.session": ("Session", "session"),
    "run.showing": ("show",),
    "run.sitemaps": ("Mapped", "sitemap"),
    "run.status": ("status",),
    "run.support": ("Bundled", "replayed", "support"),
    "run.sync": ("sync",),
    "run.undo": ("undo",),
    "run.verify": ("verify",),
    "schedule.turn": ("Job",),
    "state.copying": ("Copied",),
}
"""Where each name is at home."""


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"isogloss.{module}"), name)
    raise AttributeError(f"isogloss.api has no {name}")


def __dir__() -> list[str]:
    return sorted(__all__)
