"""What an adapter is given of the side that it opens, as far as anybody else may know."""

from dataclasses import dataclass
from pathlib import Path


class Settings:
    """How one side is reached, and what it offers: each adapter has its own, and nobody else looks into it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FolderSettings(Settings):
    """A side that is a folder of files, so that a copy of the folder can stand in for it."""

    path: Path
