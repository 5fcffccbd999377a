"""What a person asks for who has no mapping yet: two sides, and what to look at there."""

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from isogloss.bridge import Collection, PageType, TokenName
from isogloss.http.redact import Secret
from isogloss.mapping.file.document import Draft


@dataclass(frozen=True, slots=True)
class Wish:
    """One side of a mapping that is to be proposed, and what to look at there.

    name:    of the side.
    adapter: the name of its platform.
    secrets: of the side; without, it is not asked.
    url:     where its API is, if not at the vendor's.
    site:    id or short name, where a platform has sites.
    places:  those to look at where a platform lists none.
    locales: codes, where a platform lists none; fields are guessed by the first. None for a side without locales.
    folder:  of a side that is one, as the mapping says it.
    beside:  the folder that the mapping is to lie in, from where it says so.
    layout:  where files lie in such a folder, if it is not to be found out.
    origin_key: the field in which entries carry our key, where they need one.
    """

    name: str
    adapter: str
    secrets: Mapping[TokenName, Secret] = dataclasses.field(default_factory=dict)
    url: str | None = None
    site: str = ""
    places: tuple[PageType | Collection, ...] = ()
    locales: tuple[str, ...] = ()
    origin_key: str = "origin"
    folder: str = ""
    beside: Path = Path()
    layout: str = ""

    @property
    def path(self) -> Path:
        """The folder of a side that is one."""
        return Path(os.path.normpath(self.beside / self.folder))


Sides = tuple[tuple[Wish, Draft], tuple[Wish, Draft]]
"""The left side and the right, each with what is said of every side of its platform."""
