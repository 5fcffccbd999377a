"""Asking ButterCMS for rows: whole listings, single rows, rows by the text of a field.

Decides which requests answer which question, for pages and items alike, and how a question is asked again where its
answer came from a cache. Refuses to know what is in a row.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from isogloss.adapters.buttercms import paths, wire
from isogloss.adapters.buttercms.account import Account, KindPlace
from isogloss.adapters.buttercms.asking import Told, answered, freshest, noting, sizes, whole
from isogloss.adapters.buttercms.entries.encode import number_of
from isogloss.adapters.buttercms.paths import View
from isogloss.adapters.buttercms.wire import Row
from isogloss.adapters.calls import Asks
from isogloss.errors import Drift, Stale, Unauthorized
from isogloss.http.answer import Answer
from isogloss.http.pages import Page, Paging, by_number, page_at, rows_of
from isogloss.http.request import Request
from isogloss.model.locale import Locale

_FORBIDDEN: Final = 403
_LEVELS: Final = (2, 3, 4, 5)
"""How deep links may be expanded, the usual form first."""
_FEW: Final = 2
"""Up to so many rows, asking for each takes no more than a listing that may not show them."""
_BELOW: Final = 100
"""Pages more, at most, to get below what was written: where an earlier read-back did not, as many as that had."""
_ANY: Final = 1_000_000
"""More requests than any listing takes."""


@dataclass(frozen=True, slots=True)
class Top:
    """The rows of a listing of the newest versions, those that changed last first, as far as it was read.

    whole: whether these are all.
    """

    rows: Sequence[Row]
    whole: bool

    def deep(self, since: datetime | None) -> bool:
        """Whether it reaches down to what changed before."""
        oldest = self.rows[-1].updated if self.rows else None
        return since is None or oldest is None or oldest < since


class Listing:
    """The rows of one account. Remembers how long each listing was, to choose the cheaper way the next time.

    written: by kind and remote id, what we wrote: a listing of what changed last begins with it.
    """

    def __init__(self, client: Asks, account: Account) -> None:
        self._client = client
        self._account = account
        self._sizes = sizes(account.settings.page_size)
        self._lengths: dict[tuple[str, Locale, bool], int] = {}
        self.written: set[tuple[str, str]] = set()

    def all(self, place: KindPlace, locale: Locale, *, live: bool) -> list[Row]:
        """Every row of a kind in a locale, as a cache may have it (invariant 1)."""
        request = self._request(place, locale, live=live)
        return _of(place, whole(self._client, (self._paging(place, request, size) for size in self._sizes)))

    def all_within(self, place: KindPlace, locale: Locale, *, live: bool, requests: int) -> Told[list[Row]] | None:
        """Every row as it is now, or None where that would take more than so many requests; finding out may take one.

        A listing that comes from a cache is asked for in another form.
        """
        key = (place.kind, locale, live)
        if requests < 1 or math.ceil(self._lengths.get(key, 0) / self._account.settings.page_size) > requests:
            return None
        request = self._request(place, locale, live=live)
        for size in self._sizes:
            paging, last = self._paging(place, request, size), size == self._sizes[-1]
            first = self._client.read(paging.ask(0))
            self._lengths[key] = paging.open(first).total
            if math.ceil(self._lengths[key] / paging.size) > requests:
                return None
            if first.made is None or last:
                ages: list[datetime] = [] if first.made is None else [first.made]
                try:
                    kept = Told(_of(place, rows_of(self._after(first, ages), paging)), min(ages, default=None))
                except (Stale, Drift):
                    if not ages or last:
                        raise
                    continue
                if kept.made is None or last:
                    return kept
        raise AssertionError("the last form of a listing gives its rows or raises")

    def newest(self, place: KindPlace, locale: Locale) -> Page[Row] | None:
        """The rows that changed last, drafts included, in one request; None where there is no such order."""
        if not place.ordered:
            return None
        told = self.by_change(place, locale, live=False)(0)
        return None if told.made is not None else told.found  # a cache tells nothing of what changed since

    def on_top(
        self, place: KindPlace, locale: Locale, remotes: Collection[str], *, live: bool, since: datetime | None = None
    ) -> Top | None:
        """What changed last, page by page, while each shows some of these that we wrote; None where those are too few.

        since: it is to be read down to what changed before.
        """
        missing = {remote for remote in remotes if (place.kind, remote) in self.written}
        if not place.ordered or len(missing) <= _FEW or self._is_short(place, locale, live=live):
            return None
        page = self.by_change(place, locale, live=live)
        top, number, below, useful = Top((), whole=False), 0, 0, True
        while not top.whole and (useful if missing else below < _BELOW and not top.deep(since)):
            below += not missing
            told = page(number)
            if told.made is not None:  # a cache tells nothing of what changed since
                return None
            self._lengths[place.kind, locale, live] = told.found.total
            before, number = len(missing), number + 1
            missing -= {row.remote for row in told.found.rows}
            useful = before - len(missing) > 1
            top = Top((*top.rows, *told.found.rows), whole=number * self.size >= told.found.total)
        return top

    def _is_short(self, place: KindPlace, locale: Locale, *, live: bool) -> bool:
        """Whether a listing is known to have a single page, which shows all in one request."""
        return 0 < self._lengths.get((place.kind, locale, live), 0) <= self.size

    @property
    def size(self) -> int:
        """Rows in a full page of a listing."""
        return self._sizes[0]

    def by_change(self, place: KindPlace, locale: Locale, *, live: bool) -> Callable[[int], Told[Page[Row]]]:
        """The pages of a listing that begins with what changed last, by number from 0.

        Source: ButterCMS API reference, list pages, seen 2026-11: ``order`` takes ``updated``, but not with ``*``.
        """
        request = paths.list_pages(place.name, self._view(locale, live=live), "-updated")
        paging = self._paging(place, request, self.size)

        def page(number: int) -> Told[Page[Row]]:
            answer = self._client.read(paging.ask(number))
            return Told(paging.open(answer), answer.made)

        return page

    def one(self, place: KindPlace, remote: str, locale: Locale, *, live: bool, form: int = 0) -> Told[Row | None]:
        """One row by its remote id, as it is now: an answer from a cache is asked for again in another form.

        form: in which form to begin, where the usual one was asked lately.
        """
        if place.single:  # asked for one by its slug, the platform looks among the pages of every type
            every = self._every(place, locale, live=live)
            return Told(next((row for row in every.found if row.remote == remote), None), every.made)
        forms = (replace(self._view(locale, live=live), levels=each) for each in (*_LEVELS[form:], *_LEVELS[:form]))
        return freshest(self._one(place, remote, view) for view in forms)

    def _one(self, place: KindPlace, remote: str, view: View) -> Told[Row | None]:
        if place.paged:
            return answered(self._client, paths.get_page(place.name, remote, view), wire.one_page)

        def item(answer: Answer) -> Row | None:
            return next((row for row in wire.items_under(place.name, answer) if row.remote == remote), None)

        return answered(self._client, paths.get_item(place.name, number_of(remote), view), item)

    def several(self, slug: str) -> bool:
        """Whether pages of several types have a slug, drafts included: one for all locales, so any is asked for."""
        view = self._view(next(iter(self._account.locales)), live=False)
        forms = (paths.find_page(slug, replace(view, levels=each)) for each in _LEVELS)
        try:
            freshest(answered(self._client, form, lambda _: True) for form in forms)
        except Unauthorized as refusal:
            if refusal.status != _FORBIDDEN:
                raise
            return True
        return False

    def holding(self, place: KindPlace, text: str, locale: Locale, *, live: bool) -> list[Row]:
        """Every row whose origin key field may hold this text; the caller looks for itself."""
        if place.origin_key is None:
            return []
        if not place.single:  # of these, no filter is taken
            narrowed = paths.narrowed(self._request(place, locale, live=live), place.origin_key, text)
            try:
                return self._narrowed(place, narrowed)
            except Unauthorized as refusal:
                # A filter that is refused is answered with 403. Source: ButterCMS documentation, errors, seen 2026-11.
                if refusal.status != _FORBIDDEN:
                    raise
        return self._every(place, locale, live=live).found

    def _every(self, place: KindPlace, locale: Locale, *, live: bool) -> Told[list[Row]]:
        return self.all_within(place, locale, live=live, requests=_ANY) or Told([])

    def _narrowed(self, place: KindPlace, narrowed: Request) -> list[Row]:
        rows: list[Row] = []
        for size in self._sizes:
            ages: list[datetime] = []
            rows = list(rows_of(noting(self._client, ages), self._paging(place, narrowed, size)))
            if not ages:
                break
        return rows

    def first(self, place: KindPlace, locale: Locale, *, most: int = 1) -> list[Row]:
        """The first rows, drafts included, in one request: also to learn whether the place and the locale exist."""
        paging = self._paging(place, self._request(place, locale, live=False), most)
        return _of(place, paging.open(self._client.read(paging.ask(0))).rows)

    def count(self, place: KindPlace, locale: Locale) -> int:
        """How many rows a listing has, drafts included, in one request."""
        paging = self._paging(place, self._request(place, locale, live=False), 1)
        return paging.open(self._client.read(paging.ask(0))).total

    def _after(self, first: Answer, ages: list[datetime]) -> Callable[[Request], Answer]:
        """Read on from an answer that is here already, so that its page is not asked for twice."""
        waiting: Iterator[Answer] = iter((first,))
        read = noting(self._client, ages)
        return lambda request: next(waiting, None) or read(request)

    def _paging(self, place: KindPlace, request: Request, size: int) -> Paging[Row]:
        listed = page_at(("data",) if place.paged else ("data", place.name), ("meta", "count"))
        take_in = wire.page_row if place.paged else wire.item_row

        def opened(answer: Answer) -> Page[Row]:
            page = listed(answer)
            return Page([take_in(sent, request.name, answer.made) for sent in page.rows], page.total)

        return Paging(size, by_number(request, size), opened, lambda row: row.remote)

    def _request(self, place: KindPlace, locale: Locale, *, live: bool) -> Request:
        view = self._view(locale, live=live)
        if place.single:
            return paths.list_single_pages(view)
        return paths.list_pages(place.name, view) if place.paged else paths.list_items(place.name, view)

    def _view(self, locale: Locale, *, live: bool) -> View:
        settings = self._account.settings
        return View(self._account.code(locale) if settings.localized else None, live, settings.alt_text)


def _of(place: KindPlace, rows: Iterable[Row]) -> list[Row]:
    """The rows that are meant."""
    return [row for row in rows if place.has(row.remote)]
