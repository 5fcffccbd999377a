"""The contract, in terms of the rest of this adapter: a reader, and a writer that is given one.

Decides nothing that a part decides. A reader holds a client that cannot write, and has no method that would.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import httpx

from isogloss.adapters.webflow.exclusions import Asking, Exclusions
from isogloss.adapters.webflow.files.upload import Shipping
from isogloss.adapters.webflow.items import writing
from isogloss.adapters.webflow.items.batches import Run
from isogloss.adapters.webflow.items.content import Offer
from isogloss.adapters.webflow.items.cost import Nobody, cost, look_cost
from isogloss.adapters.webflow.items.decode import decode_value
from isogloss.adapters.webflow.items.encode import encode_value
from isogloss.adapters.webflow.items.looking import look_at
from isogloss.adapters.webflow.items.reading import read_kind, recent
from isogloss.adapters.webflow.items.writing import Means
from isogloss.adapters.webflow.pages import writing as on_pages
from isogloss.adapters.webflow.pages.designs import Designs
from isogloss.adapters.webflow.pages.survey import capabilities_of, described
from isogloss.adapters.webflow.paths import BATCH
from isogloss.adapters.webflow.settings import settings_of, token_of
from isogloss.adapters.webflow.site import ALT, Lookup, Read, describe
from isogloss.adapters.webflow.survey import survey
from isogloss.adapters.webflow.whole import WholeSite
from isogloss.bridge import SideBinding, WebflowSettings
from isogloss.http.client import Client, Manners, ReadClient, Token, open_client, open_read_client
from isogloss.http.fetch import MEGABYTE, Bounds, Fetcher
from isogloss.http.limiter import Limiter, Limiters, Pace
from isogloss.http.observe import Observer, Tally
from isogloss.http.shelf import Shelf
from isogloss.model.address import EntryKey
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.model.value import Asset, MaybeValue, Value
from isogloss.plan.op import Op
from isogloss.ports import Answered, Call, Clock, Names, Recent, Wanted


class WebflowReader:
    """A Webflow site, read only."""

    def __init__(self, binding: SideBinding, settings: WebflowSettings, client: ReadClient | Client) -> None:
        self._binding = binding
        self._settings = settings
        self._read: Read = client.read
        self._close = client.close
        self.lookup = Lookup(self._read, binding, settings)
        asking = Asking(self._read, binding.name)
        self.exclusions = Exclusions(asking, settings.exclusions)
        self.designs = Designs(self._read, binding, self.lookup, asking if settings.exclusions else None)

    def capabilities(self, kind: str) -> Capabilities:
        """What Webflow can do with items; users and files of other services, which are opaque, are never written.

        Source: Webflow Data API v2, OpenAPI description of 2026-05-26; ``insert`` from the reference of 2026; that a
                variant follows its primary until a field is edited, from the localization guide; that a slug is lower
                case, from the reference of items; that a picture is imported anew with each write of its field, from
                reports of Aug and Sep 2026; that rich text knows no code, from the guide to it. Seen 2026-11.
        """
        if kind in self.designs.kinds:
            return capabilities_of(self._binding.kinds[kind], self._settings, self.designs)
        fields = self._binding.kinds[kind].fields.values()
        return Capabilities(
            add_variant=self._settings.insert,
            lowers_slugs=True,
            inherits=True,
            imports_anew=True,
            code=False,
            alt_alone=self._settings.image_alt,
            publishes_site=True,
            fixed=frozenset(bound.remote for bound in fields if bound.field.type == "opaque"),
            batch=BATCH,
            counts="variant",
            rate=self._settings.rate,
        )

    def inspect(self, *, probe: bool = True) -> RemoteSchema:
        """Ask the site for its locales, collections and fields, as they are now.

        probe:  also for the texts of pages and components, and for what is excluded from translation where that is
                respected; a whole read asks for both anyhow.
        Raises: Missing for a site or collection that is not there; UsageError for a mapped locale that the site lacks.
        """
        schema = describe(site := self.lookup.ask(), self._binding)
        kinds = {**schema.kinds, **described(self.designs, site, probe=probe)}
        for name, collection in site.collections.items() if probe else ():
            kinds[name] = replace(kinds[name], remarks=tuple(self.exclusions.remarks(site, collection)))
        return replace(schema, kinds=kinds)

    def survey(self) -> RemoteSchema:
        """Describe the whole site, whatever is mapped of it."""
        return survey(self._read, self._binding, self._settings)

    def read(self) -> Iterator[Seen]:
        """Every item that has a variant in a mapped locale, and every static page and component.

        Raises: any RemoteError; Missing where a mapped field is gone, since it would read as empty everywhere.
        """
        site = self.lookup.site()
        for collection in site.collections.values():
            excluding = self.exclusions.reading(site, collection)
            yield from read_kind(self._read, site, collection, carry=self._binding.carry, excluding=excluding)
        yield from self.designs.everything()

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Look at some items, pages and components as they are now.

        Raises: Stale where several items could be the one that is wanted.
        """
        site = self.lookup.site()
        seen = self.designs.look([one for one in wanted if one.entry.kind in self.designs.kinds])
        for kind, live in sorted({(one.entry.kind, one.live) for one in wanted if one.entry.kind in site.collections}):
            chosen = [one for one in wanted if (one.entry.kind, one.live) == (kind, live)]
            seen |= look_at(self._read, site, site.collections[kind], chosen, carry=self._binding.carry)
        return seen

    def excluded(self, kind: str) -> Excluded:
        """What the site's owner excluded from translation of every item of a kind, as the last whole read found it."""
        return self.exclusions.every.get(kind, NOTHING_EXCLUDED)

    def recent(self, kind: str, locales: Sequence[Locale], back_to: datetime | None) -> Recent | None:
        """What changed last of the items of a kind; pages and components have no such listing."""
        if kind in self.designs.kinds:
            return None
        site = self.lookup.site()
        places = [site.place(locale) for locale in locales]
        return recent(self._read, site, site.collections[kind], places, back_to)

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Encode a value and decode it again.

        Raises: ValueError with a sentence where the field cannot hold the value.
        """
        bindings = self._binding.kinds[kind].fields
        binding = bindings[field]
        if kind in self.designs.kinds:
            return value  # a text is shown as it was written; whether its tags fit is known only beside its node
        options = {name: name for name in binding.options.values()}
        shown = decode_value(binding, encode_value(binding, value, _OwnNames(), options), options)
        apart = any(other.remote == binding.remote + ALT for other in bindings.values())
        return Asset(shown.type, shown.identity) if apart and isinstance(shown, Asset) else shown

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls these ops need if nothing goes wrong; the reads that some calls begin with are not counted."""
        items, others = self.parted(ops)
        made = cost(Means(self._binding, Nobody(), self.lookup), items, _OwnNames(), insert=self._settings.insert)
        return made + on_pages.cost(others)

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests it takes to read these ops back, if what was written last is listed first."""
        items, others = self.parted(ops)
        return look_cost(items) + on_pages.look_cost(self.designs, others)

    def parted(self, ops: Sequence[Op]) -> tuple[list[Op], list[Op]]:
        """The ops on items, and those on pages and components."""
        designed = self.designs.kinds
        return [op for op in ops if op.entry.kind not in designed], [op for op in ops if op.entry.kind in designed]

    def close(self) -> None:
        """Close the connections."""
        self._close()


class WebflowWriter:
    """A Webflow site that can be written to."""

    def __init__(self, binding: SideBinding, settings: WebflowSettings, client: Client) -> None:
        self._reader = WebflowReader(binding, settings, client)
        self._fetcher = Fetcher(bounds := bounds_of(binding)) if settings.upload else None
        self._shipping = None
        if self._fetcher is not None:
            shelf = Shelf(Path(binding.fetch.shelf), bounds.largest) if binding.fetch.shelf else None
            self._shipping = Shipping(client, self._fetcher, shelf, lambda: self._reader.lookup.site().id)
        self._means = Means(binding, client, self._reader.lookup, self._reader.exclusions.every)
        self._offer = Offer(settings.insert)
        self._desk = on_pages.Desk(self._reader.designs, client)
        self._whole = WholeSite(client, binding, settings)
        self.recent, self.excluded = self._reader.recent, self._reader.excluded
        self.make_room, self.good_until = client.make_room, client.good_until
        self.site_published = self._whole.published
        self.publish_site = self._whole.publish

    def capabilities(self, kind: str) -> Capabilities:
        """What Webflow can do with items."""
        return self._reader.capabilities(kind)

    def inspect(self, *, probe: bool = True) -> RemoteSchema:
        """Ask the site for its locales, collections and fields."""
        return self._reader.inspect(probe=probe)

    def read(self) -> Iterator[Seen]:
        """Every item that has a variant in a mapped locale."""
        return self._reader.read()

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Look at some items as they are now."""
        return self._reader.look(wanted)

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Encode a value and decode it again."""
        return self._reader.echo(kind, field, value)

    def uploads(self, ops: Sequence[Op], names: Names) -> Generator[Call, Answered, None]:
        """Bring the files of some ops to the site, where the mapping says so; else Webflow fetches them itself."""
        if self._shipping is not None:
            yield from self._shipping.calls(ops, names)

    def calls(self, ops: Sequence[Op], names: Names, *, isolate: bool = False) -> Generator[Call, Answered, None]:
        """Turn ops of one layer into calls."""
        items, others = self._reader.parted(ops)
        yield from writing.calls(self._means, items, Run(names, isolate), self._offer)
        yield from self._desk.calls(others, names)

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls these ops need."""
        return self._reader.cost(ops)

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests it takes to read these ops back."""
        return self._reader.look_cost(ops)

    def close(self) -> None:
        """Close the connections."""
        self._reader.close()
        if self._fetcher is not None:
            self._fetcher.close()


def bounds_of(binding: SideBinding) -> Bounds:
    """What may be fetched, as the mapping says."""
    said = binding.fetch
    return Bounds(said.allow_private, said.megabytes * MEGABYTE, said.seconds)


@dataclass(frozen=True, slots=True)
class _OwnNames:
    """Names that are the side's own already."""

    def remote(self, entry: EntryKey) -> str | None:
        return entry.name

    def bind(self, entry: EntryKey, remote: str) -> None:
        raise AssertionError(f"{entry} is {remote}: nothing is made here, so nothing gets a name.")

    def asset(self, identity: str) -> str | None:
        return identity


def open_reader(
    binding: SideBinding,
    *,
    clock: Clock,
    observer: Observer | None = None,
    limiters: Limiters | None = None,
    transport: httpx.BaseTransport | None = None,
) -> WebflowReader:
    """Open a site for reading; nothing is asked yet.

    limiters: those of the other side, where it may use the same token.
    Raises: ConfigError for a setting that is missing or wrong.
    """
    settings, token = settings_of(binding), token_of(binding)
    client = open_read_client(
        settings.base_url,
        token,
        _limiter(settings, token, limiters or Limiters(clock)),
        _manners(observer, transport),
    )
    return WebflowReader(binding, settings, client)


def open_writer(
    binding: SideBinding,
    *,
    clock: Clock,
    observer: Observer | None = None,
    limiters: Limiters | None = None,
    transport: httpx.BaseTransport | None = None,
) -> WebflowWriter:
    """Open a site for reading and writing; nothing is asked yet.

    limiters: those of the other side, where it may use the same token.
    Raises: ConfigError for a setting that is missing or wrong.
    """
    settings, token = settings_of(binding), token_of(binding)
    client = open_client(
        settings.base_url,
        token,
        _limiter(settings, token, limiters or Limiters(clock)),
        _manners(observer, transport),
    )
    return WebflowWriter(binding, settings, client)


def _limiter(settings: WebflowSettings, token: Token, limiters: Limiters) -> Limiter:
    return limiters.of(Pace(settings.rate, settings.window_seconds), token.secret, at=settings.base_url)


def _manners(observer: Observer | None, transport: httpx.BaseTransport | None) -> Manners:
    return Manners(observer=observer or Tally(), transport=transport)
