"""``sitemap``: what search engines are given of a side, as files. Sends reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from isogloss.errors import ConfigError, UsageError
from isogloss.files import SHARED, whole
from isogloss.lint.sitemaps import sitemaps_of
from isogloss.model.address import Side
from isogloss.run.check import passed
from isogloss.run.lint import sites_of
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.state.opened import open_state

INDEX = "sitemap.xml"


@dataclass(frozen=True, slots=True)
class Mapped:
    """What was written.

    files: by name, how many addresses each holds; the index, which names them, is not among them.
    """

    folder: Path
    files: Mapping[str, int]


def sitemap(session: Session, side: Side, folder: Path, host: str = "") -> Mapped:
    """Write the sitemaps of a side into a folder, the index last.

    host:   of addresses that have none.
    Raises: UsageError where the mapping says no address of the side, or one has no host; ConfigError where a file
            cannot be written; MappingError where the mapping does not pass the check; any RemoteError.
    """
    bridge = session.bridge
    name = bridge.side(side).name
    if not any(bound.urls for bound in bridge.side(side).kinds.values()):
        raise UsageError(f"{bridge.path}: no kind says its address on {name}; say it with url: kinds.….{name}.url")
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as kept,
        as_moved(session, kept) as state,
        Observed(bridge, state, session.scratch) as observed,
    ):
        checked = passed(bridge, readers, probe=False)
        observed.read(readers, lenient=True)
        made = sitemaps_of(sites_of(observed, checked.schemas)[side], host)
    for each in made.files:
        _write(folder / each.name, each.pieces())
    _write(folder / INDEX, made.index())
    return Mapped(folder, {each.name: len(each.rows) for each in made.files})


def _write(path: Path, pieces: Iterable[str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole(path, SHARED) as file:
            for piece in pieces:
                file.write(piece.encode())
    except OSError as error:
        raise ConfigError(f"{path}: the file cannot be written ({error.strerror}); choose another folder") from error
