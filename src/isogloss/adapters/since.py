"""Going down a listing by time of change until known ground: what moved since an earlier reading, and how far to go.

Decides when such a listing is proof, for any vendor. What changed since is on top of it; so a page without news, that
reaches down to a time at which the earlier reading had not begun, is the last that is needed. The times are the side's
own, and its clock may be set back a little, so we go further down than needed by a margin. A listing that is not in
order, that does not begin with the newest time that is known, or whose order nothing proves, is no ground. Refuses to
know what a row says.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Generic, TypeVar

from isogloss.http.pages import Page

Row = TypeVar("Row")

MARGIN: Final = timedelta(minutes=10)
"""How far a side's clock may be set back, or its servers be apart; and how long after a change what it shows may
still settle (files that are fetched, writes that land)."""
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class UnsafeError(Exception):
    """A kind has to be read whole; says why, in a clause."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A time that a side's clock had reached, and when it had, by ours.

    high: the newest change that is known.
    at:   a time that the side's clock had certainly reached when ours showed ``on``; None where nothing tells.
    """

    high: datetime | None
    at: datetime | None
    on: datetime

    def reached(self, began: datetime) -> datetime:
        """What the side's clock had reached when ours showed ``began``, with a margin for both."""
        if self.at is None:
            return LONG_AGO
        passed = max(timedelta(0), began - self.on)
        try:
            return self.at + passed - MARGIN
        except OverflowError:
            return LONG_AGO

    def after(self, began: datetime, newest: datetime | None, took: timedelta) -> "Floor":
        """The same after another reading.

        newest: the newest change that it showed.
        took:   how long it took, where that change may have been made while it lasted.
        """
        high = max(filter(None, (self.high, newest)), default=None)
        if newest is None:
            return Floor(high, self.at, self.on)
        then = newest - took
        if self.at is None or then - began > self.at - self.on:
            return Floor(high, then, began)
        return Floor(high, self.at, self.on)

    def dump(self) -> list[str | None]:
        """As plain data."""
        return [_said(self.high), _said(self.at), self.on.isoformat()]


def load_floor(data: object) -> Floor:
    """What ``dump`` wrote.

    Raises: UnsafeError for anything else.
    """
    match data:
        case [str() | None as high, str() | None as at, str(on)]:
            try:
                return Floor(_time(high), _time(at), datetime.fromisoformat(on))
            except ValueError:
                pass
    raise UnsafeError("what was kept of it cannot be read")


def _said(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@dataclass(slots=True)
class Descent(Generic[Row]):
    """The way down one listing, what changed last first.

    size:  rows in a full page.
    ask:   the page of a number, counted from 0.
    key:   what tells one row from another.
    time:  when it changed; None where the side does not tell.
    known: of the rows of a page, those that are as they were when they were kept.
    """

    size: int
    ask: Callable[[int], Page[Row]]
    key: Callable[[Row], Hashable]
    time: Callable[[Row], datetime | None]
    known: Callable[[list[Row]], set[Hashable]]
    total: int = 0
    newest: datetime | None = None
    proven: bool = False
    _last: datetime | None = None
    _met: set[Hashable] = field(default_factory=set)

    def news(self, high: datetime | None, reached: datetime) -> Iterator[Row]:
        """The rows that are not as they were when they were kept.

        high:    the newest change that is known.
        reached: a time at which the earlier reading had not begun.
        Raises:  UnsafeError where the listing proves nothing.
        """
        number = 0
        while True:
            page = self.ask(number)
            fresh = self._taken(page, number)
            if number == 0 and high is not None and (self.newest is None or self.newest < high):
                raise UnsafeError("it shows nothing as new as what was known, so an older state, or in another order")
            known = self.known(fresh)
            yield from (row for row in fresh if self.key(row) not in known)
            if (number + 1) * self.size >= self.total:
                self.proven = True
                return
            if not any(self.key(row) not in known for row in fresh) and self._last is not None and self._last < reached:
                return
            number += 1

    def _taken(self, page: Page[Row], number: int) -> list[Row]:
        """The rows of a page that were on none before."""
        if number and page.total != self.total:
            raise UnsafeError("rows came or went while it was looked through")
        self.total = page.total
        if len(page.rows) != min(self.size, self.total - number * self.size):
            raise UnsafeError("a page of its listing has another number of rows than were due")
        fresh: list[Row] = []
        for row in page.rows:
            at = self.time(row)
            if at is None:
                raise UnsafeError("it does not tell when everything changed")
            if self._last is not None and at > self._last:
                raise UnsafeError("its listing by time of change is in another order")
            self.proven |= self._last is not None and at < self._last
            self.newest = self.newest or at
            self._last = at
            if self.key(row) not in self._met:
                self._met.add(self.key(row))
                fresh.append(row)
        return fresh
