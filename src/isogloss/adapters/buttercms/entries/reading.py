"""Reading an account: every entry, or some of them as they are now.

Decides which versions are asked for in which locales, and when looking one by one is cheaper than listing. Refuses to
know requests (``listing`` does) and what a variant shows (``variants`` does).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from isogloss.adapters.assemble import Picture
from isogloss.adapters.buttercms.account import Account, KindPlace
from isogloss.adapters.buttercms.asking import Late, Told, each_of, note
from isogloss.adapters.buttercms.entries.encode import slug_from
from isogloss.adapters.buttercms.entries.listing import Listing, Top
from isogloss.adapters.buttercms.entries.variants import Versions, draft, origin_of, picture, seen
from isogloss.adapters.buttercms.wire import Row
from isogloss.canon.values import canonical
from isogloss.errors import Stale
from isogloss.model.address import EntryKey
from isogloss.model.entry import DRAFT, STATUS, Variant
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import Scalar
from isogloss.ports import Dated, Recent, Wanted

DEEP: Final = 500
"""Pages of what changed last, where what changed since some time is asked for: our own writes may fill as many."""
_OTHER: Final = 1
"""The form in which an entry is asked for that was read back in the usual one a moment ago."""

Tops = dict[str, dict[Locale, Top]]
"""By kind and locale, what a listing by last change showed."""

_Found = dict[EntryKey, dict[Locale, Picture[Row]]]


def read_all(listing: Listing, account: Account) -> Iterator[Seen]:
    """Give every entry of every mapped kind; two listings for each kind and locale.

    Raises: any RemoteError; never stops short of the whole (invariant 1).
    """
    for place in account.places.values():
        yield from _read_kind(listing, account, place)


def _read_kind(listing: Listing, account: Account, place: KindPlace) -> Iterator[Seen]:
    rows = each_of(lambda locale: _both(listing, place, locale), account.locales)
    by_remote: dict[str, dict[Locale, Picture[Row]]] = {}
    for locale, (staged, live) in zip(account.locales, rows, strict=True):
        for remote in dict.fromkeys((*staged, *live)):
            shown = picture(place, Versions(staged.get(remote), live.get(remote)), account)
            if shown is not None:
                by_remote.setdefault(remote, {})[locale] = shown
    for remote, pictures in by_remote.items():
        yield seen(place, remote, pictures, account)


def _both(listing: Listing, place: KindPlace, locale: Locale) -> tuple[dict[str, Row], dict[str, Row]]:
    """The newest versions, then the live ones: in this order, what is published between the two is seen to be live."""
    newest, public = (listing.all(place, locale, live=live) for live in (False, True))
    return {row.remote: row for row in newest}, {row.remote: row for row in public}


def look_at(
    listing: Listing,
    account: Account,
    wanted: Sequence[Wanted],
    late: Late | None = None,
    tops: Tops | None = None,
) -> Mapping[EntryKey, Seen]:
    """Look at some entries as they are now, past any cache that can be gone round.

    late:   is filled with the entries about which nothing but a cache could be asked, and since when it has its answer.
            An entry that no listing shows is asked for by its own address then, before it is missing.
    tops:   is filled with what was seen of the newest versions on the way.
    Raises: Stale, naming them, where several entries answer to one that is wanted.
    """
    found: _Found = {}
    beside: dict[EntryKey, dict[Locale, Variant]] = {}
    for place in account.places.values():
        mine = [each for each in wanted if each.entry.kind == place.kind]
        for locale in account.locales:
            for live in (False, True):
                asked = [each for each in mine if locale in each.locales and each.live is live]
                look = _Look(listing, account, place, locale, late)
                for entry, shown in look.pictures(asked, live=live).items():
                    found.setdefault(entry, {})[locale] = shown
                if tops is not None and look.newest is not None:
                    tops.setdefault(place.kind, {})[locale] = look.newest
                for entry, status in look.told_of([each for each in mine if live and locale in each.beside]):
                    beside.setdefault(entry, {})[locale] = {STATUS: status}
    made: dict[EntryKey, Seen] = {}
    for entry, pictures in found.items():
        remote = _one_of(account, entry, sorted({each.content.remote for each in pictures.values()}))
        made[entry] = seen(account.places[entry.kind], remote, pictures, account)
    return {
        entry: replace(one, variants={**beside.get(entry, {}), **one.variants}) if entry in beside else one
        for entry, one in made.items()
    }


def recent(
    listing: Listing, place: KindPlace, locales: Sequence[Locale], since: datetime | None = None
) -> Recent | None:
    """What pages of a type changed last, one page of a listing for each locale; None for items, which have no times.

    since: a few more pages are read to get to something older than it.

    Source: ButterCMS API reference, seen 2026-11. Whether a page's time is that of each locale is not said, so each is
            asked for.
    """
    tops = each_of(lambda one: _top(listing, place, one, since), locales)
    return recent_of(dict(zip(locales, tops, strict=True)))


def recent_of(tops: Mapping[Locale, Top | None]) -> Recent | None:
    """What changed last, as listings for each of some locales tell; None where one does not."""
    rows: dict[tuple[str, Locale], Dated] = {}
    back_to: datetime | None = None
    for locale, top in tops.items():
        if top is None:
            return None
        for row in top.rows:
            if row.updated is None:
                return None
            live = None if row.status is None else row.status == "published"
            rows.setdefault((row.remote, locale), Dated(row.updated, live))
        if top.rows and not top.whole and top.rows[-1].updated is not None:
            back_to = max(filter(None, (back_to, top.rows[-1].updated)))
    return Recent(rows, back_to)


def _top(listing: Listing, place: KindPlace, locale: Locale, since: datetime | None) -> Top | None:
    """The rows that changed last, to one that is older than a time, where that is told; and whether those are all."""
    first = listing.newest(place, locale)
    if first is None:
        return None
    rows, number = list(first.rows), 1
    page = listing.by_change(place, locale, live=False)
    while since is not None and rows and number < DEEP and len(rows) < first.total:
        oldest = rows[-1].updated
        if oldest is None or oldest < since:
            break
        told = page(number)
        if told.made is not None or not told.found.rows:
            return None
        rows += told.found.rows
        number += 1
    return Top(rows, len(rows) >= first.total)


def _one_of(account: Account, entry: EntryKey, remotes: Sequence[str]) -> str:
    if len(remotes) > 1:
        raise Stale(
            f"{account.name}: {entry} may be any of {', '.join(remotes)}, and choosing is not ours. "
            "Delete the copies, or give each its own origin key, then run again."
        )
    return remotes[0]


@dataclass(slots=True)
class _Look:
    """Looking at entries of one kind in one locale.

    public: all that is live, where that was listed.
    newest: what changed last, where that was listed, or all newest versions.
    """

    listing: Listing
    account: Account
    place: KindPlace
    locale: Locale
    late: Late | None
    public: Told[list[Row]] | None = None
    newest: Top | None = None

    def told_of(self, wanted: Sequence[Wanted]) -> Iterator[tuple[EntryKey, Scalar]]:
        """The ``$status`` of each entry as far as the listing of what is live tells that was asked for anyway."""
        if self.public is None or self.public.made is not None:  # one from a cache may be older than what is live
            return
        for each in wanted:
            rows = [row for row in self.public.found if _answers(self.place, row, each)]
            shown = [picture(self.place, Versions(None, row), self.account) for row in rows]
            yield each.entry, next((one.status for one in shown if one is not None), DRAFT)

    def pictures(self, wanted: Sequence[Wanted], *, live: bool) -> Mapping[EntryKey, Picture[Row]]:
        """What each entry shows, by key; one that is not there is missing."""
        if live:
            public = self._rows(wanted, live=True)
            shown = {entry: picture(self.place, Versions(None, row), self.account) for entry, row in public.items()}
            # What is not live may be missing, or be listed as empty; whatever its newest row says, nobody sees it.
            rest = self._rows([each for each in wanted if shown.get(each.entry) is None], live=False)
            shown |= {entry: draft(row) for entry, row in rest.items()}
        else:
            staged = self._rows(wanted, live=False)
            # Whether it is live too, only the other listing can tell, unless the row says so itself.
            whole = {each.entry for each in wanted if each.whole}
            there = [each for each in wanted if each.entry in staged]
            unsure = [each for each in there if each.whole or not _tells(staged[each.entry], self.account)]
            public = self._rows(unsure, live=True)
            shown = {
                entry: picture(
                    self.place, Versions(row, public.get(entry)), self.account, staged_content=entry not in whole
                )
                for entry, row in staged.items()
            }
        return {entry: each for entry, each in shown.items() if each is not None}

    def _rows(self, wanted: Sequence[Wanted], *, live: bool) -> Mapping[EntryKey, Row]:
        """The row of each wanted entry: of what we wrote, from the top; then by one listing or a question for each."""
        named = {each.entry: each.remote for each in wanted if each.remote is not None and self.late is None}
        since = min((each.since for each in wanted if each.since is not None), default=None)
        top = self.listing.on_top(self.place, self.locale, named.values(), live=live, since=since) if named else None
        if top is None:
            return self._others(wanted, live=live)
        if live and top.whole:
            self.public = Told(list(top.rows))
        self.newest = self.newest if live else top
        rows = {row.remote: row for row in reversed(top.rows)}  # of two of one entry, the first is the newer
        shown = {entry: rows[remote] for entry, remote in named.items() if remote in rows}
        return shown | self._others([each for each in wanted if each.entry not in shown], live=live)

    def _others(self, wanted: Sequence[Wanted], *, live: bool) -> dict[EntryKey, Row]:
        listed = self.listing.all_within(self.place, self.locale, live=live, requests=len(wanted) - 1)
        if listed is not None:
            self.public = listed if live else self.public
            if not live and self.newest is None and listed.made is None and listed.found:
                self.newest = Top(listed.found, whole=True)
            candidates = [
                [row for row in listed.found if _answers(self.place, row, each)] or self._alone(each, live=live)
                for each in wanted
            ]
        else:
            candidates = each_of(lambda each: self._one_by_one(each, live=live), wanted)
        found: dict[EntryKey, Row] = {}
        for each, rows in zip(wanted, candidates, strict=True):
            if rows:
                _one_of(self.account, each.entry, sorted({row.remote for row in rows}))
                found[each.entry] = rows[0]
        return found

    def _one_by_one(self, wanted: Wanted, *, live: bool) -> list[Row]:
        remotes = _remotes(self.place, wanted)
        if not remotes and wanted.origin is not None:
            rows = self.listing.holding(self.place, wanted.origin, self.locale, live=live)
            return [row for row in rows if _answers(self.place, row, wanted)]
        found: list[Row] = []
        for remote in remotes:
            told = self.listing.one(self.place, remote, self.locale, live=live, form=0 if self.late is None else _OTHER)
            note(self.late, wanted.entry, told.made)
            found += [] if told.found is None else [told.found]
        return found

    def _alone(self, wanted: Wanted, *, live: bool) -> list[Row]:
        """What is said about an entry by its own address, where a listing does not show it and that is to be proven."""
        return [] if self.late is None else self._one_by_one(wanted, live=live)


def _remotes(place: KindPlace, wanted: Wanted) -> list[str]:
    """Under which remote ids an entry can be: its own, or the slugs that it would have."""
    if wanted.remote is not None:
        return [wanted.remote]
    if not place.paged:
        return []
    slugs = sorted(set(wanted.slugs.values()))
    # A page that is made without a slug gets one from its key, so that it can be found if the answer is lost.
    return slugs or ([] if place.origin_key else [slug_from(wanted.entry.name)])


def _answers(place: KindPlace, row: Row, wanted: Wanted) -> bool:
    remotes = _remotes(place, wanted)
    if remotes or wanted.origin is None:
        return row.remote in remotes
    return origin_of(place, row) == canonical("text", wanted.origin)


def _tells(row: Row, account: Account) -> bool:
    """Whether a newest version says by itself if it is live.

    A draft may lie over a live version unmarked; that matters only where drafts are carried.
    """
    return row.unborn or (row.status == "published" and not account.carry)
