"""The items of the collections of a site, as one of its surfaces.

Decides what can be done with them; reading, looking, encoding and writing are for the other modules.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from isogloss import bridge
from isogloss.adapters.calls import Calls, Orders
from isogloss.adapters.surfaces import OwnNames
from isogloss.adapters.webflow.exclusions import Exclusions
from isogloss.adapters.webflow.items import writing
from isogloss.adapters.webflow.items.batches import CallRun
from isogloss.adapters.webflow.items.catching import Catching
from isogloss.adapters.webflow.items.content import Offer
from isogloss.adapters.webflow.items.decode import decode_value
from isogloss.adapters.webflow.items.encode import encode_value
from isogloss.adapters.webflow.items.kept import load, seen_of
from isogloss.adapters.webflow.items.looking import look_at
from isogloss.adapters.webflow.items.reading import Top, count, read_kind, recent, sample
from isogloss.adapters.webflow.items.writing import SideContext
from isogloss.adapters.webflow.paths import BATCH, PAGE
from isogloss.adapters.webflow.site import ALT, Lookup, Read, describe
from isogloss.bridge import SideBinding, WebflowSettings
from isogloss.catching import Ended, Shelf, Taken
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, RemoteKind
from isogloss.model.snapshot import Seen
from isogloss.model.value import Asset, MaybeValue, Value
from isogloss.plan.op import Op
from isogloss.ports import Names, Recent, Wanted
from isogloss.sampling import Counted, Sampled


@dataclass(slots=True)
class Items:
    """The items of one site.

    offer: whether the side has the insert call, as configured and as found out by writing.
    _tops: by kind, where the last look was, and what a listing by last change showed on its way.
    """

    ask: Read
    binding: SideBinding
    settings: WebflowSettings
    lookup: Lookup
    exclusions: Exclusions
    offer: Offer = field(init=False)
    kinds: frozenset[str] = field(init=False)
    _tops: dict[str, tuple[frozenset[Locale], Top]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.offer = Offer(self.settings.insert)
        kinds = self.binding.kinds.items()
        self.kinds = frozenset(name for name, kind in kinds if isinstance(kind.place, bridge.Collection))

    def capabilities(self, kind: str) -> Capabilities:
        """What Webflow can do with items; users and files of other services, which are opaque, are never written.

        Source: Webflow Data API v2, OpenAPI description of 2026-05-26; ``insert`` from the reference of 2026; that a
                variant follows its primary until a field is edited, from the localization guide; that a slug is lower
                case, from the reference of items; that a picture is imported anew with each write of its field, from
                reports of Aug and Sep 2026; that rich text knows no code, from the guide to it. Seen 2026-11.
        """
        fields = self.binding.kinds[kind].fields.values()
        return Capabilities(
            add_variant=self.settings.insert,
            lowers_slugs=True,
            inherits=True,
            imports_anew=True,
            code=False,
            alt_alone=self.settings.image_alt,
            publishes_site=True,
            fixed=frozenset(bound.remote for bound in fields if bound.field.type == "opaque"),
            batch=BATCH,
            counts="variant",
            rate=self.settings.rate,
        )

    def described(self, *, probe: bool) -> Mapping[str, RemoteKind]:
        """Every collection; with ``probe`` also what of it is excluded from translation, where that is respected."""
        site = self.lookup.known()
        kinds = describe(site, self.binding).kinds
        return {
            name: replace(kind, remarks=tuple(self.exclusions.remarks(site, site.collections[name]) if probe else ()))
            for name, kind in kinds.items()
        }

    def read(self) -> Iterator[Seen]:
        """Every item that has a variant in a mapped locale.

        Raises: any RemoteError; Missing where a mapped field is gone, since it would read as empty everywhere.
        """
        site = self.lookup.site()
        for collection in site.collections.values():
            excluding = self.exclusions.reading(site, collection)
            yield from read_kind(self.ask, site, collection, carry=self.binding.carry, excluding=excluding)

    def sampled(self, kind: str, *, wide: bool) -> Sampled:
        """The first items of a collection, in every mapped locale: one listing has them all."""
        del wide
        site = self.lookup.known()
        return sample(self.ask, site, site.collections[kind])

    def counted(self, places: Sequence[str], locales: Sequence[str]) -> Counted:
        """How many items some collections hold in the primary locale, and how many variants there are in some locales.

        Raises: any RemoteError.
        """
        site = self.lookup.known()
        found = {slug: count(self.ask, id_, []) for id_, slug in site.slugs.items() if slug in places}
        codes = {other.tag: other.id for other in site.others if other.tag in locales and other.id is not None}
        mapped = [one.id for one in site.collections.values()]
        return Counted(found, {tag: sum(count(self.ask, one, [id_]) for one in mapped) for tag, id_ in codes.items()})

    def catch_up(self, shelf: Shelf) -> Iterator[Taken | Ended]:
        """Every item that may have moved.

        What is excluded from translation changes without a time, so where that counts nothing is kept.
        """
        site = self.lookup.site()
        for collection in site.collections.values():
            excluding = self.exclusions.reading(site, collection)
            if excluding is None:
                yield from Catching(self.ask, site, collection, shelf, carry=self.binding.carry).taken()
            else:
                rows = read_kind(self.ask, site, collection, carry=self.binding.carry, excluding=excluding)
                yield from map(Taken, rows)

    def shown(self, kind: str, remote: str, rows: str) -> Seen:
        """An item that is kept."""
        site, collection = self.lookup.collection(kind)
        return seen_of(site, collection, remote, load(rows), carry=self.binding.carry)

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Some items as they are now.

        Raises: Stale where several items could be the one that is wanted.
        """
        site = self.lookup.site()
        seen: dict[EntryKey, Seen] = {}
        for kind, live in sorted({(one.entry.kind, one.live) for one in wanted}):
            chosen = [one for one in wanted if (one.entry.kind, one.live) == (kind, live)]
            top = Top(min((one.since for one in chosen if one.since is not None), default=None))
            seen |= look_at(self.ask, site, site.collections[kind], chosen, carry=self.binding.carry, top=top)
            self._tops[kind] = (frozenset(locale for one in chosen for locale in one.locales), top)
        return seen

    def heard(self, kind: str, locales: Sequence[Locale]) -> Recent | None:
        """What changed last of the items of a kind, as the last look showed it on its way."""
        where, top = self._tops.pop(kind, (frozenset[Locale](), Top()))
        return top.recent(self.lookup.site()) if where.issuperset(locales) else None

    def recent(self, kind: str, locales: Sequence[Locale], back_to: datetime | None) -> Recent:
        """What changed last of the items of a kind."""
        site, collection = self.lookup.collection(kind)
        return recent(self.ask, site, collection, [site.place(locale) for locale in locales], back_to)

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Encode a value and decode it again."""
        bindings = self.binding.kinds[kind].fields
        binding = bindings[field]
        options = {name: name for name in binding.options.values()}
        shown = decode_value(binding, encode_value(binding, value, OwnNames(), options), options)
        apart = any(other.remote == binding.remote + ALT for other in bindings.values())
        return Asset(shown.type, shown.identity) if apart and isinstance(shown, Asset) else shown

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls these ops need if nothing goes wrong."""
        return writing.cost(self._side(writing.NoRequests()), ops, OwnNames(), insert=self.settings.insert)

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests it takes to read these ops back, at best.

        What was written last is listed first, and the staged version tells it all.
        """
        variants: Counter[tuple[str, bool]] = Counter()
        for op in ops:
            variants[op.entry.kind, op.verb in ("publish", "unpublish")] += len(op.shown_in)
        return sum(-(-count // PAGE) for count in variants.values())

    def calls(self, to: Orders, ops: Sequence[Op], names: Names, *, isolate: bool) -> Calls:
        """The calls of ops on items."""
        return writing.calls(self._side(to), ops, CallRun(names, isolate), self.offer)

    def _side(self, to: Orders) -> SideContext:
        return SideContext(self.binding, to, self.lookup, self.exclusions.every)
