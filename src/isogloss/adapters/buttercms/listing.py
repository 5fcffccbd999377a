"""Asking ButterCMS for rows: whole listings, single rows, rows by the text of a field.

Decides which requests answer which question, for pages and items alike. Refuses to know what is in a row.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

from isogloss.adapters.buttercms import paths, wire
from isogloss.adapters.buttercms.encode import number_of
from isogloss.adapters.buttercms.paths import View
from isogloss.adapters.buttercms.place import Account, Place
from isogloss.adapters.buttercms.wire import Row
from isogloss.errors import Missing, Unauthorized
from isogloss.http.answer import Answer
from isogloss.http.pages import Page, Paging, by_number, page_at, rows_of
from isogloss.http.request import Request
from isogloss.model.locale import Locale

_FORBIDDEN: Final = 403


class Asks(Protocol):
    """A client, as far as reading goes."""

    def read(self, request: Request) -> Answer:
        """Ask a question."""
        ...


class Listing:
    """The rows of one account. Remembers how long each listing was, to choose the cheaper way the next time."""

    def __init__(self, client: Asks, account: Account) -> None:
        self._client = client
        self._account = account
        self._lengths: dict[tuple[str, Locale, bool], int] = {}

    def all(self, place: Place, locale: Locale, *, live: bool) -> list[Row]:
        """Every row of a kind in a locale.

        Raises: any RemoteError; never a part of the listing (invariant 1).
        """
        return _of(place, rows_of(self._client.read, self._paging(place, self._request(place, locale, live=live))))

    def all_within(self, place: Place, locale: Locale, *, live: bool, requests: int) -> list[Row] | None:
        """Every row, or None where that would take more than so many requests; finding out may take one."""
        key = (place.kind, locale, live)
        if requests < 1 or math.ceil(self._lengths.get(key, 0) / self._account.settings.page_size) > requests:
            return None
        paging = self._paging(place, self._request(place, locale, live=live))
        first = self._client.read(paging.ask(0))
        self._lengths[key] = paging.open(first).total
        if math.ceil(self._lengths[key] / paging.size) > requests:
            return None
        return _of(place, rows_of(self._after(first), paging))

    def one(self, place: Place, remote: str, locale: Locale, *, live: bool) -> Row | None:
        """One row by its remote id, or None."""
        if place.single:  # asked for one by its slug, the platform looks among the pages of every type
            return next((row for row in self.all(place, locale, live=live) if row.remote == remote), None)
        view = self._view(locale, live=live)
        try:
            if place.paged:
                answer = self._client.read(paths.get_page(place.name, remote, view))
                return wire.one_page(answer.json, answer.request)
            answer = self._client.read(paths.get_item(place.name, number_of(remote), view))
        except Missing:
            return None
        found = wire.items_under(place.name, answer.json, answer.request)
        return next((row for row in found if row.remote == remote), None)

    def holding(self, place: Place, text: str, locale: Locale, *, live: bool) -> list[Row]:
        """Every row whose origin key field may hold this text; the caller looks for itself."""
        if place.origin_key is None:
            return []
        if place.single:  # of these, no filter is taken
            return self.all(place, locale, live=live)
        narrowed = paths.narrowed(self._request(place, locale, live=live), place.origin_key, text)
        try:
            return list(rows_of(self._client.read, self._paging(place, narrowed)))
        except Unauthorized as refusal:
            # A filter that is refused is answered with 403. Source: ButterCMS documentation, errors, seen 2026-11.
            if refusal.status != _FORBIDDEN:
                raise
            return self.all(place, locale, live=live)

    def first(self, place: Place, locale: Locale, *, most: int = 1) -> list[Row]:
        """The first rows, drafts included, in one request: also to learn whether the place and the locale exist."""
        request = self._request(place, locale, live=False)
        answer = self._client.read(by_number(request, most)(0))
        return _of(place, self._paging(place, request).open(answer).rows)

    def _after(self, first: Answer) -> Callable[[Request], Answer]:
        """Read on from an answer that is here already, so that its page is not asked for twice."""
        waiting: Iterator[Answer] = iter((first,))
        return lambda request: next(waiting, None) or self._client.read(request)

    def _paging(self, place: Place, request: Request) -> Paging[Row]:
        size = self._account.settings.page_size
        listed = page_at(("data",) if place.paged else ("data", place.name), ("meta", "count"))
        take_in = wire.page_row if place.paged else wire.item_row

        def opened(answer: Answer) -> Page[Row]:
            page = listed(answer)
            return Page([take_in(sent, request.name) for sent in page.rows], page.total)

        return Paging(size, by_number(request, size), opened, lambda row: row.remote)

    def _request(self, place: Place, locale: Locale, *, live: bool) -> Request:
        view = self._view(locale, live=live)
        if place.single:
            return paths.list_single_pages(view)
        return paths.list_pages(place.name, view) if place.paged else paths.list_items(place.name, view)

    def _view(self, locale: Locale, *, live: bool) -> View:
        settings = self._account.settings
        return View(self._account.code(locale) if settings.localized else None, live, settings.alt_text)


def _of(place: Place, rows: Iterable[Row]) -> list[Row]:
    """The rows that are meant."""
    return [row for row in rows if place.only is None or row.remote in place.only]
