"""Going down the listings of a page type: what moved in each locale and version, and whether that is all.

Decides that the rows must be as many as they were, with what came since; a page that was taken off the site is asked
for where its newest version moved. Refuses to know links between pages, and what rows mean.
"""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from isogloss.adapters.assemble import is_blank
from isogloss.adapters.buttercms.account import Account, KindPlace
from isogloss.adapters.buttercms.asking import each_of
from isogloss.adapters.buttercms.entries.kept import VERSIONS, EntryRows, Version, load, text_of
from isogloss.adapters.buttercms.entries.listing import Listing
from isogloss.adapters.buttercms.wire import Row
from isogloss.adapters.since import Descent, Floor, UnsafeError, load_floor
from isogloss.catching import Shelf
from isogloss.http.pages import Page
from isogloss.model.locale import Locale


@dataclass(frozen=True, slots=True)
class Reached:
    """How far the reading of one listing reached.

    count: how many rows it had.
    floor: the times that are known of it.
    began: when it was asked for, or its answer was made, by our clock.
    blank: rows that it showed and that are of no entry, as nothing is in it in any locale.
    made:  when its answer was made, where a cache kept it since.
    """

    count: int
    floor: Floor
    began: datetime
    blank: frozenset[str] = frozenset()
    made: datetime | None = None


def dump_ground(reached: Mapping[Version, Reached]) -> str:
    """Write down how far the listings of a page type were read."""
    return json.dumps(
        [
            [locale, live, one.count, one.floor.dump(), one.began.isoformat(), sorted(one.blank)]
            for (locale, live), one in reached.items()
        ]
    )


def load_ground(text: str, versions: Sequence[Version]) -> dict[Version, Reached]:
    """Read what ``dump_ground`` wrote.

    Raises: UnsafeError where it is of another shape, or of other locales.
    """
    try:
        found = {
            (Locale(locale), bool(live)): Reached(
                int(count), load_floor(floor), datetime.fromisoformat(began), frozenset(map(str, blank))
            )
            for locale, live, count, floor, began, blank in json.loads(text)
        }
    except (TypeError, ValueError):
        raise UnsafeError("what was kept of it cannot be read") from None
    if found.keys() != set(versions):
        raise UnsafeError("its locales are others than they were")
    return found


@dataclass(slots=True)
class Moved:
    """What moved of a page type.

    entries: the pages that did, with all that is known of them.
    touched: those that somebody gets to see, or sees no more, in some locale.
    """

    entries: dict[str, EntryRows]
    reached: dict[Version, Reached]
    touched: set[str]


@dataclass(slots=True)
class Descending:
    """One page type, from known ground."""

    listing: Listing
    place: KindPlace
    account: Account
    shelf: Shelf
    ground: Mapping[Version, Reached]
    _news: dict[Version, list[Row]] = field(default_factory=dict)

    def moved(self) -> Moved:
        """What moved since.

        Raises: UnsafeError where that cannot be told.
        """
        reached: dict[Version, Reached] = {}
        for told in each_of(self._both, self.account.locales):
            for at, (news, one) in told.items():
                self._news[at], reached[at] = news, one
        remotes = list(dict.fromkeys(row.remote for rows in self._news.values() for row in rows))
        before = {remote: load(text) for remote, text in self.shelf.rows(self.place.kind, remotes).items()}
        entries = {remote: EntryRows(dict(before[remote].texts) if remote in before else {}) for remote in remotes}
        for at, rows in self._news.items():
            for row in rows:
                entries[row.remote].texts[at] = text_of(row)
        for at, one in reached.items():
            self._fits(at, one.count, before, entries)
        touched = {remote for remote, rows in before.items() if rows.texts.keys() != entries[remote].texts.keys()}
        return Moved(entries, reached, touched)

    def _both(self, locale: Locale) -> dict[Version, tuple[list[Row], Reached]]:
        return {(locale, live): self._down(locale, live) for live in VERSIONS}

    def _down(self, locale: Locale, live: bool) -> tuple[list[Row], Reached]:  # noqa: FBT001  # a version's two parts
        known = self.ground[locale, live]
        ages: list[datetime] = []
        page_of = self.listing.by_change(self.place, locale, live=live)

        def ask(number: int) -> Page[Row]:
            told = page_of(number)
            ages.extend([told.made] if told.made is not None else [])
            return told.found

        descent: Descent[Row] = Descent(
            self.listing.size,
            ask,
            lambda row: row.remote,
            lambda row: row.updated,
            lambda rows: self._known(rows, (locale, live)),
        )
        news = list(descent.news(known.floor.high, known.floor.reached(known.began)))
        if not descent.proven and descent.newest is not None:
            raise UnsafeError("nothing proves that its listing is in order of time")
        made = min(ages, default=None)
        began = self.shelf.began if made is None else made
        floor = known.floor.after(began, descent.newest, self.shelf.passed())
        return news, Reached(descent.total, floor, began, known.blank, made)

    def _known(self, rows: Sequence[Row], at: Version) -> set[Hashable]:
        kept = self.shelf.rows(self.place.kind, [row.remote for row in rows])
        blank = self.ground[at].blank
        return {
            row.remote
            for row in rows
            if (row.remote in kept and load(kept[row.remote]).texts.get(at) == text_of(row))
            or (row.remote in blank and all(is_blank(value) for value in row.fields.values()))
        }

    def _fits(self, at: Version, count: int, before: Mapping[str, EntryRows], entries: Mapping[str, EntryRows]) -> None:
        """Hold the number of rows against what it would be if nothing had gone.

        Raises: UnsafeError where it is another.
        """
        known = self.ground[at]
        came = sum(
            1
            for row in self._news[at]
            if row.remote not in known.blank and at not in (before[row.remote].texts if row.remote in before else {})
        )
        gone = 0 if count >= known.count + came or not at[1] else self._taken_off(at, before, entries)
        if count != known.count + came - gone:
            raise UnsafeError("it has another number of rows than it would if nothing had gone")

    def _taken_off(self, at: Version, before: Mapping[str, EntryRows], entries: Mapping[str, EntryRows]) -> int:
        """Take pages off that are live no more: their newest version moved, and the live one is not there."""
        locale, _ = at
        shown = {row.remote for row in self._news[at]}
        staged = [row.remote for row in self._news[locale, False] if row.remote in before and row.remote not in shown]
        asked = [remote for remote in staged if at in before[remote].texts]
        told = each_of(lambda remote: self.listing.one(self.place, remote, locale, live=True), asked)
        gone = [remote for remote, each in zip(asked, told, strict=True) if each.found is None and each.made is None]
        for remote in gone:
            del entries[remote].texts[at]
        return len(gone)
