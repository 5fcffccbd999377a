"""The pages and the items of collections of one account, as one of its surfaces.

Decides what can be done with them, and how a mapping is held against an account that cannot describe itself.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from isogloss.adapters.assemble import Picture
from isogloss.adapters.buttercms.account import Account, KindPlace, unknown_locale
from isogloss.adapters.buttercms.entries.catching import Catching
from isogloss.adapters.buttercms.entries.decode import decode
from isogloss.adapters.buttercms.entries.encode import check_special, encode
from isogloss.adapters.buttercms.entries.kept import load, seen_of
from isogloss.adapters.buttercms.entries.listing import Listing
from isogloss.adapters.buttercms.entries.parts import cost_of
from isogloss.adapters.buttercms.entries.reading import Tops, look_at, read_all, recent, recent_of
from isogloss.adapters.buttercms.entries.survey import survey
from isogloss.adapters.buttercms.entries.variants import Versions, picture, seen
from isogloss.adapters.buttercms.entries.writing import Writing
from isogloss.adapters.buttercms.wire import Row
from isogloss.adapters.calls import Asks, Calls, Orders
from isogloss.adapters.surfaces import OwnNames
from isogloss.bridge import SinglePages
from isogloss.catching import Ended, Shelf, Taken
from isogloss.errors import MappingError, Missing, Problem, Rejected
from isogloss.model.address import EntryKey
from isogloss.model.entry import PUBLISHED, SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, RemoteKind, RemoteSchema, Rule
from isogloss.model.snapshot import Seen
from isogloss.model.value import MaybeValue, Value
from isogloss.plan.op import Op
from isogloss.ports import Names, Recent, Wanted
from isogloss.sampling import Sampled

SLUG_RULE: Final = Rule(longest=100, pattern="[-_a-zA-Z0-9]+")
"""Source: ButterCMS API reference, slugs of pages have at most 100 characters, seen 2026-11; the letters are those of
the vendor's examples and of its framework's rule for slugs [inferred]."""


@dataclass(slots=True)
class Entries:
    """The pages and items of an account.

    _tops: what listings by last change showed on the way of the last look.
    _first: by kind and locale, the first rows, as they were when the account was described.
    """

    client: Asks
    account: Account
    listing: Listing = field(init=False)
    _tops: Tops = field(default_factory=dict)
    _first: dict[tuple[str, Locale], list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.listing = Listing(self.client, self.account)

    @property
    def kinds(self) -> Mapping[str, KindPlace]:
        """The kinds that are pages or items."""
        return self.account.places

    def capabilities(self, kind: str) -> Capabilities:
        """What can be done with pages, or with items.

        Source: ButterCMS documentation and API reference, pages and collections, seen 2026-11. One slug for all
        locales, fixed at creation. Whether ``draft`` over a published page keeps the page live is not settled, so a
        live variant is written live, and a page is never taken offline. Items have no times. Pages without a type can
        be made by nobody but people.
        """
        place = self.account.places[kind]
        paged = place.paged
        return replace(
            self.account.capabilities,
            create_entry=not place.single,
            per_locale_slug=False,
            rename_slug=not paged,
            unpublish=not paged,
            delete_entry=(self.account.settings.page_delete and not place.single) if paged else True,
            delete_variant=False,
            write_alt=False,
            components=False,
            times=paged,
            touch_to_publish=True,
            counts="entry",
            parallel=self.account.settings.parallel,
        )

    def described(self, *, probe: bool) -> Mapping[str, RemoteKind]:
        """Each kind without fields, but with those that its first entries show.

        Raises: Missing, naming it, where a page type or collection is not there; MappingError naming every locale
                that the account does not know.
        """
        places = list(self.account.places.values())
        shown: dict[str, frozenset[str] | None] = {}
        if places and probe:
            shown[places[0].kind] = self._verify_locales(places[0])
        for place in places[1:] if probe else ():
            shown[place.kind] = self._verify(place, self._first_locale())
        return {place.kind: RemoteKind(place.name, shown=shown.get(place.kind), slug=SLUG_RULE) for place in places}

    def survey(self) -> RemoteSchema:
        """Guess the fields of the mapped page types and collections from their content."""
        return survey(self.listing, self.account)

    def sampled(self, kind: str, *, wide: bool) -> Sampled:
        """The first entries of a kind, by their newest versions, in the first locale alone or in each."""
        place, size = self.account.places[kind], self.account.settings.page_size
        pictures: dict[str, dict[Locale, Picture[Row]]] = {}
        whole = True
        for locale in self.account.locales if wide else [self._first_locale()]:
            known = self._first.get((kind, locale))
            rows = self.listing.first(place, locale, most=size) if known is None else known
            whole &= len(rows) < size
            for row in rows:
                if (shown := picture(place, Versions(row, None), self.account)) is not None:
                    pictures.setdefault(row.remote, {})[locale] = shown
        return Sampled([seen(place, remote, one, self.account) for remote, one in pictures.items()], whole)

    def beside(self) -> Mapping[str, Callable[[], int]]:
        """Pages without a type, where no kind is bound to any."""
        bound = any(place.single for place in self.account.places.values())
        return {} if bound else {"single_pages": self._single}

    def _single(self) -> int:
        return self.listing.count(KindPlace("single_pages", SinglePages(), {}, None), self._first_locale())

    def shared_names(self, kind: str, remotes: Sequence[str]) -> Sequence[str]:
        """Which slugs of pages without a type a page of some type has, too: a write to one is refused then."""
        single = self.account.places[kind].single
        return [remote for remote in remotes if single and self.listing.several(remote)]

    def read(self) -> Iterator[Seen]:
        """Every entry of every mapped kind."""
        return read_all(self.listing, self.account)

    def catch_up(self, shelf: Shelf) -> Iterator[Taken | Ended]:
        """Every entry that may have moved."""
        return Catching(self.listing, self.account, shelf).taken()

    def shown(self, kind: str, remote: str, rows: str) -> Seen:
        """An entry that is kept."""
        found = seen_of(self.account.places[kind], self.account, remote, load(rows))
        if found is None:
            raise AssertionError(f"{kind} {remote} was kept and is none: nothing is in any of its locales.")
        return found

    def look(self, wanted: Sequence[Wanted], late: dict[EntryKey, datetime] | None = None) -> Mapping[EntryKey, Seen]:
        """Some entries as they are now; ``late`` and errors as in ``look_at``.

        Shape:  shared fields come from the primary locale if it is among those wanted, else from the first that is.
        """
        self._tops = {}
        return look_at(self.listing, self.account, wanted, late, self._tops)

    def heard(self, kind: str, locales: Sequence[Locale]) -> Recent | None:
        """What changed last of the pages of a type, as the last look showed it on its way."""
        tops = self._tops.get(kind, {})
        return recent_of({locale: tops.get(locale) for locale in locales})

    def recent(
        self,
        kind: str,
        locales: Sequence[Locale],
        back_to: datetime | None,
    ) -> Recent | None:
        """What changed last of the pages of a type; items have no such listing."""
        return recent(self.listing, self.account.places[kind], locales, back_to)

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Encode and decode again."""
        place = self.account.places[kind]
        if field in {SLUG, STATUS}:
            check_special(place, field, value)
            return value
        binding = place.fields[field]
        return decode(encode(value, binding, self.account, OwnNames()), binding, self.account)

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls a writer would make."""
        return cost_of(ops)

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests reading back would take at best: full listings, of one version or of both."""
        asked: Counter[tuple[str, Locale, int]] = Counter()
        for op in ops:
            for locale in op.shown_in:
                asked[op.entry.kind, locale, self._versions(op)] += 1
        size = self.account.settings.page_size
        return sum(math.ceil(count / size) * versions for (_, _, versions), count in asked.items())

    def calls(self, to: Orders, ops: Sequence[Op], names: Names, *, isolate: bool) -> Calls:  # noqa: ARG002  # one op each
        """The calls of ops on pages and items, each of one op."""
        self.listing.written |= {(op.entry.kind, there) for op in ops if (there := names.remote(op.entry)) is not None}
        return Writing(to, self.account, self.listing.written).calls(ops, names)

    def _versions(self, op: Op) -> int:
        """How many versions show what became of an op: a page says by itself whether it is live, an item does not."""
        live = op.verb != "unpublish" and any(c.field == STATUS and c.after == PUBLISHED for c in op.changes)
        return 1 if live or (self.account.places[op.entry.kind].paged and op.verb != "unpublish") else 2

    def _first_locale(self) -> Locale:
        return next(iter(self.account.locales))

    def _verify_locales(self, place: KindPlace) -> frozenset[str] | None:
        problems: list[Problem] = []
        shown = None
        for locale in self.account.locales:
            try:
                found = self._verify(place, locale)
                shown = found if locale == self._first_locale() else shown
            # The text of this refusal is printed in two forms, so only the status is looked at; the question has no
            # other parameter that an account could refuse. Source: ButterCMS documentation, errors, seen 2026-11.
            except Rejected as refusal:
                problems.append(unknown_locale(self.account, locale, refusal))
        if problems:
            raise MappingError(self.account.name, problems)
        return shown

    def _verify(self, place: KindPlace, locale: Locale) -> frozenset[str] | None:
        """Ask whether a place is there in a locale; the fields that its first entries show, None without entries."""
        most = self.account.settings.page_size if locale == self._first_locale() else 1
        try:
            rows = self.listing.first(place, locale, most=most)
            if most > 1:
                self._first[place.kind, locale] = rows
        except Missing as missing:
            what = "page type" if place.paged else "collection"
            raise Missing(
                f"{self.account.name}: the kind {place.kind} is mapped to the {what} {place.name!r}, which the "
                f"account does not have. No call lists what there is: look for its API slug in the dashboard, then "
                f"mend kinds.{place.kind}, or make the {what}.",
                request=missing.request,
                status=missing.status,
            ) from None
        return frozenset(slug for row in rows for slug in row.fields) if rows else None
