"""A bundle as a mapping file names it."""

from typing import ClassVar, Literal

from pydantic import Field

from isogloss.bridge import BundleSettings
from isogloss.mapping.file.document import Draft, SideEntry, Traits
from isogloss.mapping.file.settings import Looking, Settled
from isogloss.mapping.file.strict import Text


class BundleSide(SideEntry):
    """A folder of files."""

    traits: ClassVar[Traits] = Traits(Draft("path: content"))

    adapter: Literal["bundle"] = Field(description="The platform of this side.")
    path: Text = Field(exclude=True, description="The folder of a bundle or a catalogue; relative to the mapping file.")

    def settled(self, look: Looking) -> Settled:
        """The folder."""
        return Settled(BundleSettings(look.path(self.path)))
