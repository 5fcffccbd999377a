"""The project file as a person writes it: its keys, their types, and one sentence on each.

Decides the shape and nothing else: whether a schedule means times and a file holds the mapping is for
:mod:`isogloss.mapping.project.reading`.
"""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from isogloss.mapping.file.strict import Amount, Strict, Text
from isogloss.mapping.project.hooking import HooksEntry
from isogloss.mapping.project.notifying import ReceiverEntry

EVERY: Final = "*/15 * * * *"
"""When mappings are run of which nothing is said."""
DEFAULT_LANE: Final = "default"


class WhenEntry(Strict):
    """What a plan may do without somebody's approval; what is not named is not bounded."""

    deletes: Amount | None = Field(None, description="At most so many entries deleted; as 5, or 1% of the known ones.")
    changes: Amount | None = Field(None, description="At most so many entries changed; as 5, or 5% of the known ones.")
    losses: Annotated[int, Field(ge=0)] | None = Field(None, description="At most so many losses.")
    publishes: Annotated[int, Field(ge=0)] | None = Field(None, description="At most so many publications.")


class ApproveEntry(Strict):
    """Which plans need somebody's approval."""

    when: WhenEntry = Field(description="Those that do more than this.")


_WORD, _BOUNDS = "as a word", "by bounds"

Approve: TypeAlias = Annotated[
    Annotated[Literal["never", "always"], Tag(_WORD)] | Annotated[ApproveEntry, Tag(_BOUNDS)],
    Discriminator(lambda value: _WORD if isinstance(value, str) else _BOUNDS),
]
"""Whether plans need somebody's approval: never, always, or when they do more than is said."""

PLACES_OF_UNIONS: Final = frozenset({_WORD, _BOUNDS})
"""What pydantic adds to the path of a problem, and the file does not have."""


class JobEntry(Strict):
    """One mapping that is run by the clock."""

    file: Text = Field(description="The mapping file, from the folder of this file.")
    schedule: Text | None = Field(
        None, description="When it is run, as a cron expression: minute, hour, day, month, day of the week."
    )
    zone: Text | None = Field(None, description="The time zone of the schedule, as Europe/Berlin.")
    lane: Text | None = Field(None, description="Mappings of one lane take turns fairly with those of other lanes.")
    approve: Approve | None = Field(
        None, description="Whether a plan waits for somebody's approval: never, always, or when it does more."
    )
    notify: list[Text] | None = Field(None, description="Who is told of it, by names of notify; [] for nobody.")
    hooks: HooksEntry | None = Field(None, description="Who may hint that something changed, which shortens the wait.")


class DefaultsEntry(Strict):
    """What holds where a mapping says nothing."""

    schedule: Text = Field(default=EVERY, description="When mappings are run.")
    zone: Text = Field(default="UTC", description="The time zone of schedules.")
    lane: Text = Field(default=DEFAULT_LANE, description="The lane of mappings.")
    approve: Approve = Field(default="never", description="Whether plans wait for somebody's approval.")
    notify: list[Text] | None = Field(
        default=None, description="Who is told; everybody that notify names if nothing is said."
    )


class Project(Strict):
    """Which mappings are run by the clock, and when."""

    isogloss: Literal[1] = Field(description="Version of the project format.")
    mappings: Annotated[dict[Text, JobEntry], Field(min_length=1)] = Field(
        description="The mappings, each by its own name."
    )
    defaults: DefaultsEntry = Field(DefaultsEntry(), description="What holds where a mapping says nothing.")
    notify: dict[Text, ReceiverEntry] = Field(
        default_factory=dict,
        description="Who is told of conflicts, approvals, failures and recoveries, each by a name.",
    )


def project_schema_json() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of the project file, with a sentence on each key."""
    made = Project.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Isogloss project",
        **{name: part for name, part in made.items() if name != "title"},
    }
