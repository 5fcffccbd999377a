"""What is kept of the files of a side, as an export with copies left it in a folder. Asks no side.

Decides what a person has to know before the old site goes dark: of which file there is no copy that can be believed,
where a picture is shown without words, and what nothing shows any more.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from isogloss.errors import ConfigError
from isogloss.http.shelf import ASSETS, copies
from isogloss.run.export import USED, USES

_DAMAGED: Final = "its copy is gone, or not what its name says"
_PICTURES: Final = frozenset({"avif", "gif", "jpeg", "jpg", "png", "svg", "webp"})
_LONGEST_CELL: Final = 1 << 24
"""Characters; an address can be long, and an alternative text longer."""


class _Shown(NamedTuple):
    """A row of the table: where a file is shown."""

    address: str
    copy: str
    bytes: str
    kind: str
    entry: str
    locale: str
    field: str
    alt: str
    reason: str

    @property
    def place(self) -> str:
        return f"{self.kind} {self.entry}, {self.locale}, {self.field}"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A file of which there is no copy that can be believed.

    places: where it is shown.
    """

    address: str
    reason: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Custody:
    """What is kept of the files of a side.

    files:   how many addresses have a copy.
    types:   by ending, how many copies there are and their bytes; equal files are one copy.
    places:  how many places show a file.
    lacking: files without a copy, sorted by address.
    silent:  by locale, the places that show a picture without alternative text.
    idle:    copies that nothing shows any more.
    """

    folder: Path
    files: int
    types: Mapping[str, tuple[int, int]]
    places: int
    lacking: tuple[Lacking, ...]
    silent: Mapping[str, tuple[str, ...]]
    idle: tuple[str, ...]


def custody(folder: Path) -> Custody:
    """Look at the copies in a folder that an export wrote, each held against the digest that its name is.

    Raises: ConfigError where the folder has no copies, or what is written beside them cannot be read.
    """
    kept, shown = copies(folder), _shown(folder / ASSETS / USED)
    places: defaultdict[str, list[str]] = defaultdict(list)
    reasons: dict[str, str] = {}
    silent: defaultdict[str, list[str]] = defaultdict(list)
    for row in shown:
        places[row.address].append(row.place)
        if row.copy not in kept:
            reasons[row.address] = row.reason or _DAMAGED
        if _ending(row.copy) in _PICTURES and not row.alt:
            silent[row.locale].append(row.place)
    counts, sizes = Counter(map(_ending, kept)), Counter[str]()
    for name, size in kept.items():
        sizes[_ending(name)] += size
    return Custody(
        folder,
        len(places) - len(reasons),
        {ending: (counts[ending], sizes[ending]) for ending in sorted(counts)},
        len(shown),
        tuple(Lacking(address, reasons[address], tuple(places[address])) for address in sorted(reasons)),
        {locale: tuple(silent[locale]) for locale in sorted(silent)},
        tuple(sorted(kept.keys() - {row.copy for row in shown})),
    )


def _shown(path: Path) -> list[_Shown]:
    if not path.is_file():
        raise ConfigError(
            f"{path}: is not there, so nothing tells what is kept of files. "
            "Write it with isogloss export MAPPING SIDE FOLDER --assets"
        )
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding="utf-8", errors="surrogatepass", newline="") as opened:
            head, *rows = list(csv.reader(opened, strict=True)) or [[]]
    except (csv.Error, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from None
    if tuple(head) != USES or any(len(row) != len(USES) for row in rows):
        raise _unreadable(path, "a row has other columns than an export writes")
    return [_Shown(*row) for row in rows]


def _unreadable(path: Path, reason: str) -> ConfigError:
    return ConfigError(
        f"{path}: cannot be read ({reason}); write it anew with isogloss export MAPPING SIDE FOLDER --assets"
    )


def _ending(name: str) -> str:
    return Path(name).suffix[1:]
