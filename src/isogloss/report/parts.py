"""What the report of a plan is made of: everything that the terminal, HTML, Markdown and JSON say, once.

Decides what a reviewer is told. Totals are counted over the whole plan and always true; what is quoted in full is
capped, so that a report of a plan of any size fits into memory and into a browser. Holds no colour and no sentence
that a writer could make itself.
"""

from dataclasses import dataclass, field
from typing import Literal

from isogloss.model.doubt import Doubt
from isogloss.plan.header import Cost
from isogloss.plan.op import Fate, HoldReason, LossReason, RemarkOn, Verb
from isogloss.report.ended import Ended
from isogloss.report.facts import EditorLink, Facts
from isogloss.report.value import Shown
from isogloss.report.worddiff import Run


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is quoted.

    entries:    entries of one kind and one verb, each with all its cells.
    records:    conflicts, and likewise drifts, steps, removals and matches.
    examples:   of one loss.
    text:       characters of one value, and of the changed words of one cell.
    context:    characters of unchanged text beside a change.
    source:     whether the markup of rich text is quoted, too.
    characters: of all quoted values together; beyond, entries are only counted.
    """

    entries: int = 100
    records: int = 200
    examples: int = 3
    text: int = 1_200
    context: int = 80
    characters: int = 2_000_000
    source: bool = False


Risk = Literal["problem", "conflict", "step", "removal", "drift", "loss", "decision", "assumed", "remark", "match"]
"""Why somebody should look at an entry, the most pressing first; ``problem`` is an op that did not come true."""

What = Literal["set", "cleared", "changed", "markup changed"]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that changes; None is nothing.

    runs:   texts word by word; empty where only one of the two is there, or where they are not texts.
    notes:  sentences about what the words do not show.
    merged: the value is made of both sides and written to both.
    staged: it will wait as a draft over live content.
    decided: whose decision it follows, in words; else empty.
    """

    field: str
    verb: Verb
    what: What
    before: Shown | None
    after: Shown | None
    runs: tuple[Run, ...] = ()
    notes: tuple[str, ...] = ()
    merged: bool = False
    staged: bool = False
    decided: str = ""


@dataclass(frozen=True, slots=True)
class VariantChanges:
    """What happens to one entry in one locale on one side.

    locale: a tag, or ``*`` for what all locales share.
    verbs:  in order of execution.
    states: publication states in order, from what it is now; ``""`` where there is no variant. Empty where the state
            is not touched; the same twice where it is published again.
    """

    side: str
    locale: str
    verbs: tuple[Verb, ...]
    states: tuple[str, ...]
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """What happens to one entry, and where people edit it."""

    kind: str
    entry: str
    label: str
    variants: tuple[VariantChanges, ...]
    links: tuple[EditorLink, ...] = ()


@dataclass(frozen=True, slots=True)
class KindChanges:
    """What happens to the entries of one kind.

    entries: how many are touched; those that are not quoted are only counted.
    """

    kind: str
    entries: int
    quoted: tuple[EntryChanges, ...]

    @property
    def left_out(self) -> int:
        """Entries that are not quoted."""
        return self.entries - len(self.quoted)


@dataclass(frozen=True, slots=True)
class EntryTotal:
    """How many entries of a kind meet one verb on a side."""

    side: str
    kind: str
    verb: Verb
    entries: int


@dataclass(frozen=True, slots=True)
class CellTotal:
    """The same by locale: variants concerned, and cells that change."""

    side: str
    kind: str
    locale: str
    verb: Verb
    variants: int
    cells: int


@dataclass(frozen=True, slots=True)
class Place:
    """An entry, a variant (no field) or a cell; without a locale, the whole entry."""

    kind: str
    entry: str
    label: str
    locale: str | None
    field: str | None


@dataclass(frozen=True, slots=True)
class HeldConflict:
    """Something that waits for a person, with what both sides show; None is nothing.

    runs: from the left side's text to the right side's.
    id:   what it is called when it is looked at or decided.
    had:  what both sides had when they last agreed; None where that is not known, or where it was nothing.
    agreed: whether that is known.
    edits: from what both had to the left side's text, and to the right side's.
    """

    at: Place
    reason: HoldReason
    left: Shown | None
    right: Shown | None
    runs: tuple[Run, ...]
    detail: str
    id: str = ""
    had: Shown | None = None
    agreed: bool = False
    edits: tuple[tuple[Run, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class DriftedCell:
    """Only the target of a one-way flow moved, or what is locked.

    kept:   whether it stays; otherwise the source's value is written over it.
    id:     what it is called when it is looked at or decided, where it stays.
    detail: the lock that keeps it, with its note.
    """

    at: Place
    left: Shown | None
    right: Shown | None
    runs: tuple[Run, ...]
    kept: bool
    id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AssumedCell:
    """A cell that is taken for the same on both sides at first contact, without proof; each side keeps its own."""

    at: Place
    left: Shown | None
    right: Shown | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A person's decision about something that waited, and what the plan makes of it.

    how:    what was decided, as ``take butter``.
    by, on: who decided, and when, in UTC.
    detail: why it waits or lapsed.
    """

    at: Place
    fate: Fate
    conflict: str
    how: str
    by: str
    on: str
    detail: str


@dataclass(frozen=True, slots=True)
class Remarked:
    """What is done, or left, for a reason of its own: about what, and a sentence more."""

    at: Place
    about: RemarkOn
    detail: str


@dataclass(frozen=True, slots=True)
class LossExample:
    """One case of a loss; the value is what the other side shows."""

    entry: str
    value: Shown | None
    detail: str


@dataclass(frozen=True, slots=True)
class LossGroup:
    """What one side cannot hold, counted."""

    side: str
    reason: LossReason
    kind: str
    field: str | None
    locale: str | None
    count: int
    examples: tuple[LossExample, ...]


@dataclass(frozen=True, slots=True)
class StepToDo:
    """What only a person can do: what, and what the next run looks at to see that it is done.

    at:      the first entry, where it is to be done to several.
    entries: their names, where there are several.
    """

    side: str
    at: Place
    todo: str
    check: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeSite:
    """A site that is published, which makes live whatever else is queued there.

    waits: why it is not done this time; empty where it is.
    """

    side: str
    waits: str


@dataclass(frozen=True, slots=True)
class Removal:
    """An entry, or some of its variants, that goes away for readers: unpublished, archived or deleted.

    whole: nothing of the entry is left on that side.
    """

    side: str
    verb: Verb
    kind: str
    entry: str
    label: str
    locales: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Two remote entries taken for one, for the first time."""

    kind: str
    entry: str
    label: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are in the plan, quoted or not.

    cells:   that change, on both sides.
    adopted: cells that agree already and only become base.
    assumed: of those, the ones that are taken for the same without proof.
    """

    ops: int = 0
    cells: int = 0
    conflicts: int = 0
    drifts: int = 0
    losses: int = 0
    steps: int = 0
    removals: int = 0
    matches: int = 0
    adopted: int = 0
    assumed: int = 0
    decisions: int = 0
    remarks: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A plan, for people.

    digest: of the plan, so that a report can be held against the file it was made from.
    flow:   ``left to right``, ``right to left`` or ``both``.
    refused: why the plan may not be applied; empty where it may.
    raised:  limits that held in place of those of the mapping, as ``change=80%``.
    chosen:  what part of the plan this is of, as it was asked for; empty where it is of all.
    unmet:   what was asked for and is not in the plan, a sentence.
    ended:   what became of the plan; None where it was not applied.
    doubts:  what the mapping leaves out of what the source has.
    facts:   of what and when it is.
    """

    mapping: str
    digest: str
    flow: str
    refused: str
    left: str
    right: str
    counts: Counts
    entries: tuple[EntryTotal, ...]
    cells: tuple[CellTotal, ...]
    cost: tuple[Cost, ...]
    conflicts: tuple[HeldConflict, ...]
    steps: tuple[StepToDo, ...]
    sites: tuple[WholeSite, ...]
    removals: tuple[Removal, ...]
    drifts: tuple[DriftedCell, ...]
    losses: tuple[LossGroup, ...]
    matches: tuple[Match, ...]
    kinds: tuple[KindChanges, ...]
    limits: Limits
    assumed: tuple[AssumedCell, ...] = ()
    decisions: tuple[DecisionMade, ...] = ()
    remarks: tuple[Remarked, ...] = ()
    raised: tuple[str, ...] = ()
    chosen: str = ""
    unmet: str = ""
    ended: Ended | None = None
    doubts: tuple[Doubt, ...] = ()
    facts: Facts = field(default_factory=Facts)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write and nothing for a person to do."""
        return not (self.counts.ops or self.counts.conflicts or self.counts.steps or self.sites)
