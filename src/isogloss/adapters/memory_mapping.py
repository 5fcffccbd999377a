"""A world in memory as a mapping file names it."""

from typing import ClassVar, Literal

from pydantic import Field

from isogloss.bridge import MemorySettings
from isogloss.mapping.file.document import Draft, SideEntry, Traits
from isogloss.mapping.file.settings import Looking, Settled
from isogloss.mapping.file.strict import Text


class MemorySide(SideEntry):
    """A world in memory, for tests."""

    traits: ClassVar[Traits] = Traits(Draft("world: main"), hidden=True)

    adapter: Literal["memory"] = Field(description="The platform of this side.")
    world: Text = Field(description="Name of a world in memory.")

    def settled(self, look: Looking) -> Settled:
        """The name of the world."""
        return Settled(MemorySettings(look.text("world", self.world)))
