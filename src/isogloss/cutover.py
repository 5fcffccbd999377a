"""The last day of a migration, as data: which steps were taken, what each came to, and who signed it off."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias

from pydantic import TypeAdapter

from isogloss.model.value import Digest, digest_text

StepName: TypeAlias = Literal["freeze", "sync", "verify", "readiness", "lint", "redirects", "undo"]
STEPS: Final[Mapping[StepName, str]] = {
    "freeze": "what was edited since the last run, and whether it can cross",
    "sync": "the last run; the one step that writes to a side",
    "verify": "both sides, read anew, agree: nobody edited since",
    "readiness": "how far each language is, against the gates",
    "lint": "what stands in the way of readers and search engines",
    "redirects": "where old addresses lead",
    "undo": "the plan that takes the last run back, kept ready",
}
"""The steps in their order, and what each is about."""

Standing: TypeAlias = Literal["waits", "passed", "left out", "failed"]


@dataclass(frozen=True, slots=True)
class Step:
    """What a step came to.

    said:  in a sentence.
    at:    when it was taken, aware UTC; None while it waits.
    runs:  of ``sync``, those that wrote, in their order: one that was cut before and is finished by it is one of them.
    files: what it left in the folder: name to digest.
    """

    name: StepName
    standing: Standing = "waits"
    said: str = ""
    at: datetime | None = None
    runs: tuple[str, ...] = ()
    files: Mapping[str, Digest] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether the next one may follow."""
        return self.standing in ("passed", "left out")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, when, and the digest of all that the steps came to."""

    by: str
    at: datetime
    digest: Digest


@dataclass(frozen=True, slots=True)
class Cutover:
    """A cut-over.

    mapping, mapping_digest: of which it is; with another mapping it begins anew.
    side:   where the site lives from now on.
    """

    mapping: str
    mapping_digest: Digest
    side: str
    steps: tuple[Step, ...] = tuple(Step(name) for name in STEPS)
    signed: Signature | None = None
    format_version: Literal["1.0"] = "1.0"

    @property
    def next(self) -> StepName | None:
        """The first step that is not done."""
        return next((step.name for step in self.steps if not step.done), None)

    def step(self, name: StepName) -> Step:
        """One of its steps."""
        return next(step for step in self.steps if step.name == name)

    def with_step(self, taken: Step) -> "Cutover":
        """The same with a step taken; what was said of those after it holds no more, and neither does a signature."""
        names = list(STEPS)
        later = names[names.index(taken.name) + 1 :]
        steps = (taken if s.name == taken.name else Step(s.name) if s.name in later else s for s in self.steps)
        return replace(self, steps=tuple(steps), signed=None)

    @property
    def digest(self) -> Digest:
        """Of all that the steps came to, with what they left in files."""
        told = [
            (step.name, step.standing, step.said, str(step.at), step.runs, sorted(step.files.items()))
            for step in self.steps
        ]
        return digest_text(repr((self.mapping, self.mapping_digest, self.side, told)))


def dump_cutover(made: Cutover) -> str:
    """As JSON, to be kept."""
    return TypeAdapter(Cutover).dump_json(made, indent=1).decode()


def load_cutover(text: str) -> Cutover:
    """What was kept.

    Raises: ValueError where it has another shape, or other steps.
    """
    made = TypeAdapter(Cutover).validate_json(text)
    if [step.name for step in made.steps] != list(STEPS):
        raise ValueError("the steps are others")
    return made
