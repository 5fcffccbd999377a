"""What the commands found: what a report shows, a program is given and the state remembers. Data, all of it frozen.

Decides what a command tells of itself. Refuses to know how that was found out, and in which words it is said.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias, TypeVar, get_args

from isogloss.errors import Problem, RemoteError
from isogloss.model.address import Cell, EntryKey, Side, dump_key, load_key
from isogloss.model.doubt import Doubt
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.model.value import Digest, MaybeValue
from isogloss.plan.data import PlanFile
from isogloss.plan.header import Use
from isogloss.plan.op import Conflict, Drifted, Op, Step, Verb
from isogloss.plan.record import Data, dump_record, load_record
from isogloss.ports import Outcome, Settled

_Word = TypeVar("_Word", bound=str)

# Check.

Grade = Literal["exact", "normalized", "approximated", "dropped"]
"""From best to worst.

exact:        shown as it was, in its own spelling.
normalized:   written differently, meaning the same, or turned back into what it was on the way back.
approximated: a part is lost, or it becomes something else.
dropped:      nothing of it arrives.
"""
LocaleState = Literal["present", "disabled", "unknown", "declared", "left out"]
"""What a side says of a locale.

declared: the side has no call that lists locales.
left out: the side has it, and the mapping does not.
"""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of one kind in one direction.

    source, target: names of the sides.
    reason:         what is lost and why; empty where nothing is.
    declared:       sides that cannot tell what they hold, so that the mapping is taken at its word.
    """

    kind: str
    field: str
    source: str
    target: str
    grade: Grade
    reason: str = ""
    declared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LocaleRow:
    """One locale of one side.

    locale:   of the mapping; for one left out, the canonical tag of its code, or None where that is no tag.
    code:     the side's own.
    proposal: for an unknown one, the nearest code that the side has and the mapping does not use.
    distance: how far the proposal is: 0 for the same language as spoken in the same place.
    """

    side: str
    locale: Locale | None
    code: str
    state: LocaleState
    proposal: str = ""
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    """What one side can and cannot do with entries of one kind, one sentence each.

    limits: those of the sentences that say what cannot be done.
    """

    side: str
    kind: str
    sentences: tuple[str, ...]
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A consequence or a decision that a person should know of; it keeps nothing from being done."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` found.

    failures: by the name of the side that could not be asked, its error; such a side has a problem, too.
    schemas:  what each side said it has, for whoever plans next.
    doubts:   what the mapping may have missed.
    """

    mapping: str
    rows: tuple[FieldRow, ...]
    locales: tuple[LocaleRow, ...]
    capabilities: tuple[CapabilityRow, ...]
    notices: tuple[Notice, ...]
    problems: tuple[Problem, ...]
    failures: Mapping[str, RemoteError]
    schemas: Mapping[Side, RemoteSchema] = field(default_factory=dict, repr=False)
    doubts: tuple[Doubt, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether a plan may be made."""
        return not self.problems


# Apply and sync.


@dataclass(frozen=True, slots=True)
class Missed:
    """A file that could not be brought: where it is shown, where it should have come from, and why it did not."""

    at: Cell
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the ops of a plan.

    problems: those that need a person.
    missed:   files that could not be brought to a side.
    """

    outcomes: Mapping[Digest, Settled] = field(default_factory=dict)
    problems: tuple[tuple[Op, Settled], ...] = ()
    missed: tuple[Missed, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many ops ended how."""
        return dict(sorted(Counter(str(settled.outcome) for settled in self.outcomes.values()).items()))


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a run stopped before its plan was carried out, between two requests; the next run goes on from there.

    ops:   how many of its plan are left; None where another plan is still to be made.
    sent:  those of them that were sent, and are to be read back.
    asked: it was to carry out a part alone, and did.
    """

    why: str
    ops: int | None = None
    sent: int = 0
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a plan.

    run:      its id in the state.
    resumed:  it was taken up again after an earlier attempt was cut.
    conflicts, steps: how many of them the plan holds; they are left for a person.
    drifts:   how many cells, variants or entries only the target changed and keeps; nobody has to do anything.
    stopped:  why it stopped before its end: it may spend no more, or was to carry out a part; None where it did not.
    requests: how many were sent to each side, by what they were for; the reading that a plan was made from counts.
    seconds:  how long all of it took.
    unkept:   what of it could not be kept in files, and why; empty where all was.
    again:    what became of what moved meanwhile, or waited for what went live, planned again at the end.
    before:   what became of an earlier run that was finished first; None where none was left.
    verified: how both sides compare on the part that was asked for, read anew after it; None where none was, or an op
              of it did not succeed.
    by:       who ran it, where that was told.
    """

    run: str
    resumed: bool
    result: Result
    plan: PlanFile
    conflicts: int = 0
    steps: int = 0
    drifts: int = 0
    stopped: Stopped | None = None
    requests: Mapping[Side, Mapping[Use, int]] = field(default_factory=dict)
    seconds: float = 0.0
    unkept: str = ""
    again: "Applied | None" = None
    before: "Applied | None" = None
    verified: "Verified | None" = None
    by: str = ""


# Verify.


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell on which the sides do not agree."""

    at: Cell
    left: MaybeValue
    right: MaybeValue
    label: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a comparison of both sides found.

    entries, variants, cells: how many there are on either side, in scope; ``left`` and ``right`` are their names.
    equal:  cells that show the same canonical value.
    agreed: cells that look different and are at rest: each side shows what it showed when they agreed.
    declared: cells that differ by what a side cannot hold, told by every plan.
    kept_cells: cells that differ as a policy of the mapping has it; kept: the entries that hold them, by policy.
    differing: cells on which the sides do not agree; ``listed`` holds the first of them.
    alone:  entries that only one side has, by side name.
    waiting: entries of which nothing can be said: a side shows an older state of them, or what cannot be read; and why.
    """

    left: str
    right: str
    entries: int = 0
    variants: int = 0
    cells: int = 0
    equal: int = 0
    agreed: int = 0
    declared: int = 0
    differing: int = 0
    listed: tuple[Difference, ...] = ()
    alone: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[EntryKey, str] = field(default_factory=dict)
    kept_cells: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)

    @property
    def proven(self) -> bool:
        """Whether every cell agrees, or differs as the mapping has it, and every entry could be looked at."""
        return self.differing == 0 and not self.waiting


# Status.

RunState = Literal["running", "interrupted", "finished", "failed", "unsettled", "partial"]
"""running: begun, and not known to have ended. interrupted: cut, or stopped; it can go on. finished: every op of the
plan was dealt with; the plan is used up. failed: it ended by an error; it can go on. unsettled: every op was dealt
with, but some may still come true (accepted and not seen yet, or the answer lost); going on looks at them again.
partial: the part of the plan that was asked for was carried out; applying the plan goes on with the rest, and another
plan may be made instead."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: one application of one plan.

    id:       readable and in order of time, as ``20261121-221530-3f2a``.
    command:  what was typed: ``apply``, ``sync`` or ``undo``.
    ops_total: how many ops the plan has.
    outcomes: how many ops ended how, so far.
    summary:  what was said when it ended.
    """

    id: str
    plan_digest: Digest
    plan_path: str
    mapping_digest: Digest
    command: str
    ops_total: int
    state: RunState
    started: datetime
    ended: datetime | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)
    summary: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lease, and until when unless renewed; times are aware UTC.

    expired: nobody renewed it in time; the next who asks gets it.
    """

    id: str
    owner: str
    host: str
    pid: int
    acquired: datetime
    expires: datetime
    expired: bool


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An op that did not succeed, as it is remembered until the next run."""

    entry: EntryKey
    label: str
    on: Side
    verb: Verb
    outcome: Outcome
    detail: str


Waiting: TypeAlias = Conflict | Step | Unsettled
"""What a run leaves for a person."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the state remembers of a mapping; nobody was asked.

    cut:     the last run was cut half-way and can be finished by applying its plan again.
    held:    what the last run left for a person.
    drift:   what only the target of a one-way flow changed and keeps; nobody has to do anything.
    entries: entries known on each side, by side name, the left side first.
    holder:  who is at work; nobody, where the process that held the lease is seen to be gone.
    unknown: runs kept beside the state that it does not know. elsewhere: folders with newer runs than it knows.
    """

    where: str
    runs: tuple[Run, ...] = ()
    cut: Run | None = None
    held: tuple[Waiting, ...] = ()
    drift: tuple[Drifted, ...] = ()
    entries: Mapping[str, int] = field(default_factory=dict)
    holder: Holder | None = None
    unknown: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


Left: TypeAlias = Waiting | Drifted
"""What a run leaves at all, whether or not anybody has to do something about it."""

_OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
_VERBS: Final[tuple[Verb, ...]] = get_args(Verb)


def dump_left(left: Left) -> Data:
    """What a run left as plain data: records as a plan has them; :func:`load_left` undoes it."""
    if not isinstance(left, Unsettled):
        return dump_record(left)
    return {
        "record": "outcome",
        "entry": dump_key(left.entry),
        "label": left.label,
        "on": left.on.value,
        "verb": left.verb,
        "outcome": left.outcome,
        "detail": left.detail,
    }


def load_left(data: object) -> Left:
    """Undo :func:`dump_left`.

    Raises: ValueError with a sentence where the data is not of that shape.
    """
    match data:
        case {
            "record": "outcome",
            "entry": list(key),
            "label": str(label),
            "on": str(on),
            "verb": str(verb),
            "outcome": str(outcome),
            "detail": str(detail),
        }:
            entry, what, how = load_key(key), _one_of(verb, _VERBS), _one_of(outcome, _OUTCOMES)
            return Unsettled(entry, label, Side(on), what, how, detail)
        case dict():
            record = load_record(data)
            if isinstance(record, Conflict | Step | Drifted):
                return record
    raise ValueError(f"nothing that a run leaves: {str(data)[:80]}")


def _one_of(said: str, words: tuple[_Word, ...]) -> _Word:
    for word in words:
        if word == said:
            return word
    raise ValueError(f"{said[:80]!r} is none of {', '.join(words)}")
