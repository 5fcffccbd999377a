"""A plan as a file: JSON Lines, a header first, then one record per line; written whole or not at all.

The header's digest covers every byte of meaning, so a plan edited by hand is refused. A plan file is untrusted input:
its size per line is capped, its digest checked before anything is parsed, and every record checked against its shape.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from isogloss.errors import Refused, UsageError
from isogloss.files import whole
from isogloss.model.value import Digest, digest_text
from isogloss.plan.header import FORMAT, Header, dump_header, load_header
from isogloss.plan.op import Op
from isogloss.plan.record import Data, Record, load_record, says_it_is, to_line

_Kind = TypeVar("_Kind", bound=Record)

MAX_LINE: Final = 64 * 1024 * 1024
"""Bytes; the largest entry of either platform is far below."""


def write_plan(path: Path, lines: Iterable[str], header: Callable[[], Header]) -> Header:
    """Write a plan; the file appears only when it is complete.

    header: called once the lines are out, since the counts are known only then; its digest is filled in here.
    Raises: UsageError where the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent) as body:
            sealed = _spill(lines, body)
            made = header()
            data = dump_header(made)
            digest = _seal(data, sealed)
            with whole(path) as out:
                out.write(to_line({**data, "digest": digest}).encode("utf-8", "surrogatepass") + b"\n")
                body.seek(0)
                shutil.copyfileobj(body, out, 1 << 20)
            return replace(made, digest=digest)
    except OSError as error:
        raise UsageError(
            f"{path}: the plan cannot be written ({error.strerror}). Check who may write there, and that "
            "there is room; or choose another --out."
        ) from error


def _spill(lines: Iterable[str], body: BinaryIO) -> str:
    seal = hashlib.blake2b(digest_size=16)
    for line in lines:
        raw = line.encode("utf-8", "surrogatepass") + b"\n"
        seal.update(raw)
        body.write(raw)
    return seal.hexdigest()


def _seal(header: Mapping[str, object], body: str) -> Digest:
    return digest_text(f"{to_line(header)}\n{body}")


class PlanFile:
    """A plan read from disk: its header now, its records when asked for."""

    def __init__(self, path: Path, header: Header) -> None:
        self.path = path
        self.header = header

    @property
    def made(self) -> datetime:
        """When it was written, as its file says: a plan tells no time itself, so that the same sides give the same."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def records(self, *kinds: type[_Kind]) -> Iterator[_Kind]:
        """Every record of these kinds, in order; what a later version calls otherwise is none of them.

        Raises: UsageError where a line is not of the shape of the record that it says it is.
        """
        for where, data, _ in self._lines():
            if says_it_is(data, kinds):
                yield self._loaded(where, data)  # type: ignore[misc]  # of the kind that it says it is

    def all_records(self) -> Iterator[Record]:
        """Every record, in order.

        Raises: UsageError where a line is not one, or not of its shape.
        """
        return (record for _, record in self.placed())

    def placed(self) -> Iterator[tuple[int, Record]]:
        """Every record, in order, each with its place in the file, by which :meth:`at` finds it again.

        Raises: UsageError where a line is not one, or not of its shape.
        """
        return ((place, self._loaded(where, data)) for where, data, place in self._lines())

    def at(self, places: Iterable[int]) -> Iterator[Record]:
        """The records at some places, in the order of the places.

        Raises: UsageError where there is no record, since the file was changed meanwhile.
        """
        with self.path.open("rb") as lines:
            for place in places:
                lines.seek(place)
                yield self._loaded(f"byte {place}", _parse(self.path, f"byte {place}", lines.readline(MAX_LINE)))

    def ops(self) -> Iterator[Op]:
        """Every op in order of execution."""
        return self.records(Op)

    def _lines(self) -> Iterator[tuple[str, Data, int]]:
        with self.path.open("rb") as lines:
            place = len(lines.readline(MAX_LINE))
            for number, line in enumerate(iter(lambda: lines.readline(MAX_LINE), b""), start=2):
                where = f"line {number}"
                yield where, _parse(self.path, where, line), place
                place += len(line)

    def _loaded(self, where: str, data: Data) -> Record:
        try:
            return load_record(data)
        except (ValueError, RecursionError) as error:
            raise UsageError(
                f"{self.path}, {where}: not a record of a plan ({error}). Make the plan again with isogloss plan."
            ) from error


def read_plan(path: Path) -> PlanFile:
    """Open a plan and check its seal.

    Raises: UsageError where there is no such file or it is not a plan; Refused where it was changed after it was made
            or is of a format that this version does not know.
    """
    try:
        with path.open("rb") as lines:
            data = _parse(path, "line 1", lines.readline(MAX_LINE))
            header = _header(path, data)
            body = hashlib.blake2b(digest_size=16)
            while chunk := lines.read(1 << 20):
                body.update(chunk)
    except OSError as error:
        raise UsageError(f"{path}: the plan cannot be read ({error.strerror}). Make one with isogloss plan.") from error
    del data["digest"]
    if _seal(data, body.hexdigest()) != header.digest:
        raise Refused(
            f"{path}: the plan was changed after it was made (its digest does not fit). Nothing was written. "
            "Make it again with isogloss plan."
        )
    return PlanFile(path, header)


def read_header(path: Path) -> Header:
    """The first line of a plan alone, whose seal nobody checked: nothing that is written may depend on it.

    Raises: as :func:`read_plan`, for that line.
    """
    try:
        with path.open("rb") as lines:
            return _header(path, _parse(path, "line 1", lines.readline(MAX_LINE)))
    except OSError as error:
        raise UsageError(f"{path}: the plan cannot be read ({error.strerror}). Make one with isogloss plan.") from error


def _parse(path: Path, where: str, line: bytes) -> Data:
    if len(line) >= MAX_LINE:
        raise UsageError(f"{path}, {where}: longer than any record of a plan. Make one with isogloss plan.")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}, {where}: not a plan ({error}). Make one with isogloss plan.") from error
    if not isinstance(data, dict):
        raise UsageError(f"{path}, {where}: not a plan (an object is expected). Make one with isogloss plan.")
    return data


def _header(path: Path, data: Data) -> Header:
    version = data.get("isogloss_plan")
    if not isinstance(version, str):
        raise UsageError(f"{path}: not a plan (its first line has no isogloss_plan). Make one with isogloss plan.")
    if version.split(".")[0] != FORMAT.split(".")[0]:
        raise Refused(
            f"{path}: the plan has format {version}; this version knows {FORMAT}. Make it again with isogloss plan."
        )
    try:
        return load_header(data)
    except ValueError as error:
        raise UsageError(f"{path}: not a plan (its header is incomplete). Make one with isogloss plan.") from error
