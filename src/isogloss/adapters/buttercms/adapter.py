"""The contract for one ButterCMS account, in terms of the other modules.

Decides what the platform can do and how a mapping is held against an account that cannot describe itself.
"""

import math
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from isogloss.adapters.buttercms.account import Account, Place
from isogloss.adapters.buttercms.blog.surface import Blog, calls
from isogloss.adapters.buttercms.entries.decode import decode
from isogloss.adapters.buttercms.entries.encode import check_special, encode
from isogloss.adapters.buttercms.entries.listing import Listing
from isogloss.adapters.buttercms.entries.parts import cost_of
from isogloss.adapters.buttercms.entries.reading import look_at, read_all, recent
from isogloss.adapters.buttercms.entries.survey import survey
from isogloss.adapters.buttercms.entries.writing import Writing
from isogloss.errors import ConfigError, MappingError, Missing, Problem, Rejected
from isogloss.http.client import Client, ReadClient
from isogloss.model.address import EntryKey
from isogloss.model.entry import PUBLISHED, SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, RemoteKind, RemoteSchema, Rule
from isogloss.model.snapshot import Seen
from isogloss.model.value import MaybeValue, Value
from isogloss.plan.op import Op
from isogloss.ports import Answered, Aside, Call, Clock, Heard, Names, Recent, Wanted

SLUG_RULE: Final = Rule(longest=100, pattern="[-_a-zA-Z0-9]+")
"""Source: ButterCMS API reference, slugs of pages have at most 100 characters, seen 2026-11; the letters are those of
the vendor's examples and of its framework's rule for slugs [inferred]."""


class ButterReader:
    """An account, read only."""

    def __init__(self, client: ReadClient, account: Account) -> None:
        self._client = client
        self._account = account
        self._listing = Listing(client, account)
        self.blog = Blog(client, account)

    def capabilities(self, kind: str) -> Capabilities:
        """What can be done with pages, or with items.

        Source: ButterCMS documentation and API reference, pages and collections, seen 2026-11. One slug for all
        locales, fixed at creation. Whether ``draft`` over a published page keeps the page live is not settled, so a
        live variant is written live, and a page is never taken offline. Items have no times. Pages without a type can
        be made by nobody but people.
        """
        if self.blog.holds(kind):
            return self.blog.capabilities(kind)
        settings = self._account.settings
        place = self._account.places[kind]
        paged = place.paged
        return Capabilities(
            create_entry=not place.single,
            per_locale_slug=False,
            rename_slug=not paged,
            stages_edits=False,
            unpublish=not paged,
            archive=False,
            delete_entry=(settings.page_delete and not place.single) if paged else True,
            delete_variant=False,
            write_alt=False,
            components=False,
            times=paged,
            cache_seconds=settings.cache_seconds,
            touch_to_publish=True,
            asynchronous=True,
            batch=1,
            counts="entry",
            rate=max(1, int(settings.rate * 60 / settings.window_seconds)),
            quota=settings.quota,
        )

    def inspect(self, *, probe: bool = True) -> RemoteSchema:
        """Verify what can be verified; there is no call that describes locales, types or fields.

        Shape:  locales None, and each kind without fields, but with those that its first entries show. One request for
                each kind and for each further locale; none where they are not to be probed.
        Raises: Missing, naming it, where a page type or collection is not there; MappingError naming every locale
                that the account does not know.
        """
        places = list(self._account.places.values())
        shown: dict[str, frozenset[str] | None] = {}
        if places and probe:
            shown[places[0].kind] = self._verify_locales(places[0])
        for place in places[1:] if probe else ():
            shown[place.kind] = self._verify(place, self._first_locale())
        found = {place.kind: RemoteKind(place.name, shown=shown.get(place.kind), slug=SLUG_RULE) for place in places}
        return RemoteSchema(kinds={**found, **self.blog.inspect(probe=probe)})

    def survey(self) -> RemoteSchema:
        """Guess the fields of the mapped page types and collections from their content."""
        places = self._account.places.values()
        words = [("page_type" if place.paged else "collection", place) for place in places]
        return survey(self._listing, self._account, words)

    def read(self) -> Iterator[Seen]:
        """Every entry in scope, in every mapped locale.

        Raises: any RemoteError; never stops short of the whole (invariant 1).
        """
        yield from read_all(self._listing, self._account)
        yield from self.blog.read()

    def set_aside(self) -> Sequence[Aside]:
        """The blog posts that the last whole read could not place."""
        return self.blog.set_aside()

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Look at some entries as they are now.

        Shape:  shared fields come from the primary locale if it is among those wanted, else from the first that is.
        Raises: Stale, naming them, where several entries answer to one that is wanted.
        """
        posts = [each for each in wanted if self.blog.holds(each.entry.kind)]
        rest = [each for each in wanted if not self.blog.holds(each.entry.kind)]
        return {**look_at(self._listing, self._account, rest), **self.blog.look(posts)}

    def ask(self, wanted: Sequence[Wanted]) -> Heard:
        """Ask for some entries by their own addresses, past any cache that can be gone round.

        Source: ButterCMS documentation, caching, seen 2026-11; recorded answers show that a 404 is kept, too.
        Raises: as ``look``.
        """
        posts = [each for each in wanted if self.blog.holds(each.entry.kind)]
        rest = [each for each in wanted if not self.blog.holds(each.entry.kind)]
        late: dict[EntryKey, datetime] = {}
        seen = look_at(self._listing, self._account, rest, late)
        return Heard({**seen, **self.blog.look(posts, late)}, late)

    def recent(
        self,
        kind: str,
        locales: Sequence[Locale],
        back_to: datetime | None,  # noqa: ARG002  # the port's shape; each call writes one page, so a page is enough
    ) -> Recent | None:
        """What changed last of the pages of a type; items and posts have no such listing."""
        return None if self.blog.holds(kind) else recent(self._listing, self._account.places[kind], locales)

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Encode and decode again.

        Raises: ValueError with a sentence where the field cannot hold the value.
        """
        if self.blog.holds(kind):
            return self.blog.echo(kind, field, value, _OwnNames())
        place = self._account.places[kind]
        if field in {SLUG, STATUS}:
            check_special(place, field, value)
            return value
        binding = place.fields[field]
        return decode(encode(value, binding, self._account, _OwnNames()), binding, self._account)

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls a writer would make."""
        posts, rest = self.parted(ops)
        return cost_of(rest) + self.blog.cost(posts)

    def parted(self, ops: Sequence[Op]) -> tuple[list[Op], list[Op]]:
        """Ops on the blog, and all others."""
        posts = [op for op in ops if self.blog.holds(op.entry.kind)]
        return posts, [op for op in ops if not self.blog.holds(op.entry.kind)]

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests reading back would take at best: full listings, of one version or of both."""
        posts, rest = self.parted(ops)
        asked: Counter[tuple[str, Locale, int]] = Counter()
        for op in rest:
            for locale in op.shown_in:
                asked[op.entry.kind, locale, self._versions(op)] += 1
        size = self._account.settings.page_size
        pages = sum(math.ceil(count / size) * versions for (_, _, versions), count in asked.items())
        return pages + self.blog.look_cost(posts)

    def _versions(self, op: Op) -> int:
        """How many versions show what became of an op: a page says by itself whether it is live, an item does not."""
        live = op.verb != "unpublish" and any(c.field == STATUS and c.after == PUBLISHED for c in op.changes)
        return 1 if live or (self._account.places[op.entry.kind].paged and op.verb != "unpublish") else 2

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _first_locale(self) -> Locale:
        return next(iter(self._account.locales))

    def _verify_locales(self, place: Place) -> frozenset[str] | None:
        problems, shown = [], None
        for locale, code in self._account.locales.items():
            try:
                found = self._verify(place, locale)
                shown = found if locale == self._first_locale() else shown
            # The text of this refusal is printed in two forms, so only the status is looked at; the question has no
            # other parameter that an account could refuse. Source: ButterCMS documentation, errors, seen 2026-11.
            except Rejected as refusal:
                reason = (
                    f"ButterCMS does not know the locale {code!r} ({refusal}); add it in Settings, or mend the slug."
                )
                problems.append(Problem(f"locales.{locale}.{self._account.name}", reason))
        if problems:
            raise MappingError(self._account.name, problems)
        return shown

    def _verify(self, place: Place, locale: Locale) -> frozenset[str] | None:
        """Ask whether a place is there in a locale; the fields that its first entries show, None without entries."""
        most = self._account.settings.page_size if locale == self._first_locale() else 1
        try:
            rows = self._listing.first(place, locale, most=most)
        except Missing as missing:
            what = "page type" if place.paged else "collection"
            raise Missing(
                f"{self._account.name}: the kind {place.kind} is mapped to the {what} {place.name!r}, which the "
                f"account does not have. No call lists what there is: look for its API slug in the dashboard, then "
                f"mend kinds.{place.kind}, or make the {what}.",
                request=missing.request,
                status=missing.status,
            ) from None
        return frozenset(slug for row in rows for slug in row.fields) if rows else None


class ButterWriter:
    """An account that can be written to: a reader, and calls.

    client: None where there is no write token: a side that only gives is opened as a writer too.
    """

    def __init__(self, reader: ButterReader, client: Client | None, account: Account, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        self._client = client
        self._account = account
        self.capabilities = reader.capabilities
        self.inspect = reader.inspect
        self.read = reader.read
        self.look = reader.look
        self.ask = reader.ask
        self.recent = reader.recent
        self.echo = reader.echo
        self.cost = reader.cost
        self.look_cost = reader.look_cost
        self.set_aside = reader.set_aside

    def calls(
        self,
        ops: Sequence[Op],
        names: Names,
        *,
        isolate: bool = False,  # noqa: ARG002  # a call never holds more than one op here
    ) -> Generator[Call, Answered, None]:
        """Turn ops into calls, each of one op. A call whose content cannot be written refuses it and sends nothing.

        Raises: ConfigError where there is no write token.
        """
        if self._client is None:
            raise ConfigError(
                f"sides.{self._account.name}.write_token is not set, and this run writes to {self._account.name}. "
                "Set it in the mapping."
            )
        return self._calls(self._client, ops, names)

    def _calls(self, client: Client, ops: Sequence[Op], names: Names) -> Generator[Call, Answered, None]:
        posts, rest = self._reader.parted(ops)
        yield from Writing(client, self._account).calls(rest, names)
        yield from calls(self._reader.blog, client, self._clock, posts, names)

    def make_room(self, requests: int) -> None:
        """Wait until so many requests may leave; reads and writes have one pace."""
        if self._client is not None:
            self._client.make_room(requests)

    def good_until(self, moment: float | None) -> None:
        """Let the next write raise Overdue rather than leave later."""
        if self._client is not None:
            self._client.good_until(moment)

    def close(self) -> None:
        """Close the connections."""
        self._reader.close()
        if self._client is not None:
            self._client.close()


class _OwnNames:
    """Names for an echo: everything is called what it is called."""

    def remote(self, entry: EntryKey) -> str | None:
        return entry.name

    def asset(self, identity: str) -> str | None:
        return identity
