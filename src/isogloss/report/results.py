"""What the other commands found, as far as a report needs to see it.

This package stands below ``run``, so it names the shapes it shows instead of importing them. Protocols, nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from isogloss.model.address import Cell, EntryKey
from isogloss.model.value import MaybeValue
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Op
from isogloss.ports import Settled


class Missed(Protocol):
    """A file that could not be brought to a side."""

    @property
    def at(self) -> Cell:
        """Where it is shown."""
        ...

    @property
    def address(self) -> str:
        """Where it should have come from."""
        ...

    @property
    def reason(self) -> str:
        """Why it did not."""
        ...


class Result(Protocol):
    """What became of the ops of a plan."""

    @property
    def missed(self) -> Sequence[Missed]:
        """Files that could not be brought to a side."""
        ...

    @property
    def problems(self) -> Sequence[tuple[Op, Settled]]:
        """The ops that need a person."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many ops ended how."""
        ...


class Applied(Protocol):
    """What became of a plan; conflicts and steps are left for a person."""

    @property
    def run(self) -> str:
        """The run's id."""
        ...

    @property
    def resumed(self) -> bool:
        """Whether it was taken up again."""
        ...

    @property
    def result(self) -> Result:
        """The outcomes."""
        ...

    @property
    def plan(self) -> PlanFile:
        """The plan."""
        ...

    @property
    def conflicts(self) -> int:
        """How many conflicts it holds."""
        ...

    @property
    def steps(self) -> int:
        """How many steps it holds."""
        ...

    @property
    def drifts(self) -> int:
        """How much only the target changed and keeps."""
        ...


class Difference(Protocol):
    """One cell on which the sides do not agree."""

    @property
    def at(self) -> Cell:
        """Where."""
        ...

    @property
    def left(self) -> MaybeValue:
        """What the left side shows."""
        ...

    @property
    def right(self) -> MaybeValue:
        """What the right side shows."""
        ...

    @property
    def label(self) -> str:
        """What a person calls the entry."""
        ...


class Verified(Protocol):
    """What a comparison of both sides found."""

    entries: int
    variants: int
    cells: int
    equal: int
    agreed: int
    declared: int
    differing: int
    left: str
    right: str

    @property
    def listed(self) -> Sequence[Difference]:
        """The first of the differing cells."""
        ...

    @property
    def alone(self) -> Mapping[str, int]:
        """Entries that only one side has."""
        ...

    @property
    def waiting(self) -> Mapping[EntryKey, str]:
        """Entries of which nothing can be said yet, with the reason."""
        ...

    @property
    def proven(self) -> bool:
        """Whether every cell agrees, and every entry could be looked at."""
        ...


class Run(Protocol):
    """One run of the past."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def command(self) -> str:
        """What was typed."""
        ...

    @property
    def state(self) -> str:
        """Whether it finished."""
        ...

    @property
    def started(self) -> datetime:
        """When it began."""
        ...

    @property
    def ended(self) -> datetime | None:
        """When it ended."""
        ...

    @property
    def ops_total(self) -> int:
        """How many ops its plan has."""
        ...

    @property
    def outcomes(self) -> Mapping[str, int]:
        """How many ops ended how."""
        ...

    @property
    def plan_path(self) -> str:
        """Where its plan is."""
        ...

    @property
    def plan_digest(self) -> str:
        """Which plan it is."""
        ...


class Holder(Protocol):
    """Who is at work."""

    @property
    def id(self) -> str:
        """The lease's id."""
        ...

    @property
    def owner(self) -> str:
        """Who."""
        ...

    @property
    def host(self) -> str:
        """On which machine."""
        ...

    @property
    def pid(self) -> int:
        """In which process."""
        ...

    @property
    def acquired(self) -> datetime:
        """Since when."""
        ...

    @property
    def expires(self) -> datetime:
        """Until when, unless renewed."""
        ...

    @property
    def expired(self) -> bool:
        """Whether nobody renewed it in time."""
        ...


class Status(Protocol):
    """What the state remembers of a mapping."""

    @property
    def where(self) -> str:
        """Where the state is."""
        ...

    @property
    def runs(self) -> Sequence[Run]:
        """The last runs, the latest first."""
        ...

    @property
    def cut(self) -> Run | None:
        """The last run, if it was cut and can be finished."""
        ...

    @property
    def held(self) -> Sequence[Mapping[str, object]]:
        """What the last run left for a person: records as plain data."""
        ...

    @property
    def drift(self) -> Sequence[Mapping[str, object]]:
        """What only the target changed and keeps, likewise."""
        ...

    @property
    def entries(self) -> Mapping[str, int]:
        """Entries known on each side, the left side first."""
        ...

    @property
    def holder(self) -> Holder | None:
        """Who is at work, if anybody is."""
        ...
