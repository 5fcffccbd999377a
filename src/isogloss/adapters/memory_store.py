"""What the platform in memory keeps of an entry. Decides nothing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED
from isogloss.model.locale import Locale
from isogloss.model.value import Scalar, Value


@dataclass(slots=True)
class Version:
    """One variant: what editors see, what the public sees, and how often it changed."""

    staged: dict[str, Value] = field(default_factory=dict)
    live: dict[str, Value] | None = None
    archived: bool = False
    revision: int = 0
    updated: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    @property
    def status(self) -> Scalar:
        """What an editor would say of it."""
        if self.archived:
            return ARCHIVED
        return DRAFT if self.live is None else PUBLISHED


@dataclass(slots=True)
class Stored:
    """One entry of the world."""

    kind: str
    remote: str
    slug: str | None = None
    origin: str | None = None
    versions: dict[Locale, Version] = field(default_factory=dict)
