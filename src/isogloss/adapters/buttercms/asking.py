"""Asking an account: several questions at once, and answers that a cache kept.

Decides how many questions are in flight, and in which forms a listing is asked for so that no cache has its answer yet.

Source: ButterCMS documentation, caching, seen 2026-11: answers are kept by address and query, and purged some time
        after a change. So the same question with another documented value, of ``page_size`` or of ``levels``, has an
        answer of its own. Parameters that are not documented are never sent.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from isogloss.adapters.calls import Asks
from isogloss.errors import Drift, Missing, Stale
from isogloss.http.answer import Answer
from isogloss.http.pages import Paging, rows_of
from isogloss.http.request import Request
from isogloss.model.address import EntryKey

_AT_ONCE: Final = 4
"""Questions in flight. Source: ButterCMS documentation, bulk work, seen 2026-11: at most five in parallel."""
_SHORTER: Final = (0, 1, 2, 3, 5, 8)
"""By how many rows a page of a listing may be shorter than usual."""

T = TypeVar("T")
U = TypeVar("U")
Row = TypeVar("Row")
R = TypeVar("R")
Late = dict[EntryKey, datetime]
"""Entries about which nothing but a cache could be asked, and since when it has its answer."""


@dataclass(frozen=True, slots=True)
class Told(Generic[R]):
    """What was answered to a question.

    made: when the answer was made, where a cache kept it since and it could not be gone round.
    """

    found: R
    made: datetime | None = None


def each_of(ask: Callable[[T], U], asked: Iterable[T]) -> list[U]:
    """Ask several questions at once, the answers in the order of the questions; the first failure ends it."""
    questions = list(asked)
    if len(questions) < 2:  # noqa: PLR2004  # one alone needs nobody beside it
        return [ask(each) for each in questions]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(ask, questions))


def sizes(page_size: int) -> tuple[int, ...]:
    """The forms of a listing, by how long their pages are, the usual one first."""
    return tuple(page_size - shorter for shorter in _SHORTER if shorter < page_size)


def noting(client: Asks, ages: list[datetime]) -> Callable[[Request], Answer]:
    """Read, and note when the answers were made that came from a cache."""

    def read(request: Request) -> Answer:
        answer = client.read(request)
        if answer.made is not None:
            ages.append(answer.made)
        return answer

    return read


def readings(client: Asks, forms: Iterable[Paging[Row]]) -> Iterator[Told[list[Row]]]:
    """Every row of a listing, in each of its forms.

    Shape:  pages that a cache kept at different times need not fit together; such a form is passed over.
    Raises: any RemoteError; never a part of the listing (invariant 1).
    """
    trouble: Exception = AssertionError("a listing is asked for in one form at least.")
    given = False
    for paging in forms:
        ages: list[datetime] = []
        try:
            rows = list(rows_of(noting(client, ages), paging))
        except (Stale, Drift) as error:
            if not ages:
                raise
            trouble = error
        else:
            given = True
            yield Told(rows, min(ages, default=None))
    if not given:
        raise trouble


def whole(client: Asks, forms: Iterable[Paging[Row]]) -> list[Row]:
    """Every row of a listing, as a cache may have it, in the first form whose pages fit together."""
    return next(readings(client, forms)).found


def answered(client: Asks, request: Request, take_in: Callable[[Answer], R]) -> Told[R | None]:
    """What is at one address; None where nothing is."""
    try:
        answer = client.read(request)
    except Missing as missing:
        return Told(None, missing.made)
    return Told(take_in(answer), answer.made)


def freshest(answers: Iterable[Told[R]]) -> Told[R]:
    """The first answer that no cache kept, else the youngest; no more is asked for than that takes."""
    kept: list[tuple[datetime, Told[R]]] = []
    for told in answers:
        if told.made is None:
            return told
        kept.append((told.made, told))
    return max(kept, key=lambda each: each[0])[1]


def note(late: Late | None, entry: EntryKey, made: datetime | None) -> None:
    """Note that a cache answered about an entry, where it did and that is of interest."""
    if late is not None and made is not None:
        late[entry] = min(made, late.get(entry, made))
