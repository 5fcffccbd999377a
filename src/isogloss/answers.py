"""What somebody is told who asks about the past, or about one cell. Data, all of it frozen.

Decides what an answer holds. Refuses to know how it was found out, and in which words it is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias

from isogloss.http.redact import Secret
from isogloss.merge.branches import Row
from isogloss.merge.change import Change, Conflict, Decided, Drifted
from isogloss.model.address import Cell, Side
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, Digest, MaybeValue
from isogloss.outcomes import Applied, Difference, Run, Verified
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Loss, Op, Step, Verb
from isogloss.ports import Outcome


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook of a side.

    trigger: what it tells of, in the vendor's words. url: the address that it calls.
    secret:  what it signs with, where that was shown; empty where not.
    """

    id: str
    trigger: str
    url: str
    secret: Secret = Secret("")  # noqa: RUF009  # it never changes


@dataclass(frozen=True, slots=True)
class Hooked:
    """A webhook of a side, as a person is told of it.

    ours:  it calls the address of this mapping.
    known: what it signs with is kept.
    """

    side: str
    id: str
    trigger: str
    url: str
    ours: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Wrote:
    """One cell that a run wrote.

    verb:    as in the plan; "" for runs from before that was kept.
    on:      the side that it was written to; what was written is the other side's, or what a person decided.
    before:  what it held; None where that is not kept.
    after:   what was sent; None where that is not kept any more: then its digest tells it from others.
    outcome: what became of the op; "" where the run was cut before that was known.
    at:      when that was known.
    decided: whose decision it was, where a person decided.
    """

    on: Side
    verb: Verb | Literal[""]
    at: Cell
    label: str
    before: MaybeValue | None
    after: MaybeValue | None
    digest: Digest | Absent | None
    outcome: Outcome | str
    detail: str = ""
    when: datetime | None = None
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What one run wrote, in the order in which it did.

    cells: the first of them, as many as were asked for.
    all:   how many there are.
    """

    run: Run
    cells: tuple[Wrote, ...]
    all: int


@dataclass(frozen=True, slots=True)
class History:
    """What the runs of a mapping wrote, the newest first.

    sides: their names, by place.
    """

    mapping: str
    sides: dict[Side, str]
    runs: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class Shows:
    """What one side shows of a cell.

    value:   what is live there, or staged where nothing ever was.
    moved:   away from what it showed when both sides agreed; None where they never did.
    base:    what it showed then; None where that is not kept.
    changed: when its variant changed last, where the side tells.
    by_run:  the run that wrote what it shows; None where somebody else did, or nobody knows.
    """

    value: MaybeValue
    moved: bool | None
    base: MaybeValue | None
    changed: datetime | None = None
    by_run: Run | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the mapping that decides about a cell.

    key:  its path, as ``kinds.article.fields.title.conflict``.
    word: what it says, in the file's words, or in ours where the file says nothing and a default counts.
    line: in the file; None where the file says nothing.
    """

    key: str
    word: str
    line: int | None = None


Next: TypeAlias = tuple[Op, Change] | Conflict | Drifted | Loss | Step
"""What the next run does to a cell, or tells of it."""


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What a person decided about a cell, or about what is around it, and what became of that.

    status: ``open``: the next run follows it; ``done``, ``lapsed``, ``withdrawn``, ``replaced``.
    note:   why, in that person's words.
    run:    the run that followed it, or found that it lapsed; else empty.
    why:    it lapsed.
    apart:  it is why the two sides differ there, and may: in a one-way flow, it was for the target.
    """

    decided: Decided
    status: str
    note: str = ""
    run: str = ""
    why: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """Why one cell is what it is, and what becomes of it.

    sides:   their names.
    path:    the file of the mapping.
    decided: the address that is decided about: the cell, or the variant or entry around it.
    row:     the row of the merge table that it stands in; None where nothing is decided about the entry now.
    waits:   why nothing is; empty otherwise.
    said:    the words of the mapping that count here, the nearest first.
    past:    what the last runs wrote there, the newest first.
    decisions: what people decided there, the newest first.
    next:    what the next run does to it, as long as nobody edits anything.
    refused: why the next run would not do it.
    """

    at: Cell
    label: str
    sides: Mapping[Side, str]
    path: str
    shows: Mapping[Side, Shows]
    decided: Cell
    row: Row | None
    waits: str = ""
    said: tuple[Said, ...] = ()
    past: tuple[tuple[Run, Wrote], ...] = ()
    decisions: tuple[PastDecision, ...] = ()
    next: tuple[Next, ...] = ()
    refused: str = ""


# Readiness.

Held = Literal["own", "same words", "copied", "missing", "excluded"]
"""What a locale of an entry has.

own:        text of its own; the primary always has.
same words: every text is word for word the primary's, so nobody may have translated it.
copied:     it lacks the locale; the primary's text stands in across (``missing_locale: copy``).
missing:    nothing, where the entry is in other locales.
excluded:   its owner excluded it from translation: it counts for nothing.
"""

SeenBy = Literal["published", "draft", "archived", ""]
"""Who sees it: everybody; editors alone; nobody, on purpose. Nothing where there is no such variant."""


@dataclass(frozen=True, slots=True)
class Source:
    """A field whose source changed: what the primary said when the translation was agreed on, None if not kept; now."""

    field: str
    was: MaybeValue | None
    now: MaybeValue


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one entry is in one locale on one side.

    side:    its name.
    label:   what people call the entry.
    stale:   its source changed since both sides agreed on it, or the side dates the primary later than it.
    blocked: why nothing of it is carried until a person does something; empty where nothing is in the way.
    sources: what changed, where that is known by what the sides agreed on.
    """

    side: str
    kind: str
    entry: str
    label: str
    locale: Locale
    held: Held
    shows: SeenBy
    stale: bool = False
    blocked: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it is asked for at all."""
        return self.held != "excluded"

    @property
    def ready(self) -> bool:
        """Whether readers have it in their language, as new as its source, with nothing in the way."""
        return self.held == "own" and self.shows == "published" and not self.stale and not self.blocked


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the entries of both sides are, locale by locale.

    sides:   their names, the left one first.
    asked:   those of them of which a gate asks: where content comes from.
    rows:    by side, kind, entry and locale.
    """

    mapping: str
    primary: Locale
    locales: tuple[Locale, ...]
    sides: tuple[str, ...]
    asked: tuple[str, ...]
    rows: tuple[Standing, ...]

    def share(self, locale: Locale) -> tuple[int, int]:
        """How many entries are ready in a locale, of how many, on the sides of which a gate asks."""
        mine = [row for row in self.rows if row.locale == locale and row.side in self.asked and row.counts]
        return sum(row.ready for row in mine), len(mine)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What became of a plan where it was applied to two sandboxes that hold what both sides show.

    applied:  what became of it; the clock that ``seconds`` are of is the rehearsal's.
    verified: the comparison afterwards.
    unlike:   cells on which the sides would not agree afterwards, and of which the plan says nothing.
    answers:  seconds that an answer of each side took while it was read: so long takes one of the rehearsal.
    paces:    requests in one minute that each side permits, as it said or as the mapping has it; None for no bound.
    unknown:  what no side tells, one sentence each: there the real run may end otherwise.
    broke:    the error that would end the run; "" where none would.
    """

    mapping: str
    plan: PlanFile
    applied: Applied | None
    verified: Verified | None = None
    unlike: tuple[Difference, ...] = ()
    answers: Mapping[Side, float] = field(default_factory=dict)
    paces: Mapping[Side, int | None] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    broke: str = ""

    @property
    def fails(self) -> bool:
        """Whether anything of the plan would not come true."""
        if self.applied is None or self.broke:
            return True
        result = self.applied.result
        return bool(result.problems or result.missed or self.unlike or self.applied.stopped)


WRITING: Final = ("apply", "sync", "import")
READING: Final = (
    *("check", "plan", *WRITING, "rehearse", "verify", "readiness"),
    *("match", "relink", "export", "undo", "explain", "support"),
)
"""Commands that write to a side, and all that read one."""


@dataclass(frozen=True, slots=True)
class Permit:
    """What a token must be allowed to do.

    setting:  where a person finds the token, as ``sides.webflow.token``.
    may:      what it must be allowed to, in the words of the side.
    commands: those that need it.
    held:     whether it is; None where only doing it would tell.
    said:     what the side says where it is not, or why nobody knows.
    """

    setting: str
    may: str
    commands: tuple[str, ...]
    held: bool | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Symptom:
    """Something that is not as it should be, or to know of.

    rule: the id of its rule.
    """

    rule: str
    where: str
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Exam:
    """What one side was found to permit; its answers are heard by whoever listens.

    failed: why the side could not be asked at all; "" where it could.
    """

    permits: tuple[Permit, ...] = ()
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Checkup:
    """How a mapping, its sides and its state are.

    permits:  by side name.
    symptoms: what is not as it should be, and what is to be known.
    looked:   what was looked at, one line each.
    """

    mapping: str
    permits: Mapping[str, tuple[Permit, ...]]
    symptoms: tuple[Symptom, ...]
    looked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something on a side that stands in the way of a launch.

    rule:  its id, as reports have it.
    at:    None where it is of a whole locale or kind.
    found: one sentence.
    of:    that locale or kind.
    """

    rule: str
    side: str
    at: Cell | None
    label: str
    found: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Linted:
    """What stands in the way of a launch.

    sides:   that were looked at.
    entries: how many there are on these sides.
    """

    mapping: str
    sides: tuple[str, ...]
    entries: int
    flaws: tuple[Flaw, ...]
