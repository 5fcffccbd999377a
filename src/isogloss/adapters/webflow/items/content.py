"""Sending content: making entries, adding variants, changing variants.

Decides which request carries a batch and what of the existing content it needs. The batches come from ``writing``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from isogloss.adapters.calls import Orders
from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.items import ops, rows
from isogloss.adapters.webflow.items.batches import CallRun, Part
from isogloss.adapters.webflow.items.encode import (
    Data,
    Filling,
    changed_data,
    needs_current,
    overlay,
    whole_data,
    without_links,
)
from isogloss.adapters.webflow.items.ends import Ends
from isogloss.adapters.webflow.items.reading import Found, Variant, pick
from isogloss.adapters.webflow.items.rows import MakeRow, Prepared, Row, paired, prepare, require_variants
from isogloss.adapters.webflow.site import Collection, Lookup, Site
from isogloss.adapters.webflow.wire import made
from isogloss.errors import Missing, Rejected
from isogloss.model.excluded import Excluded
from isogloss.model.locale import Locale
from isogloss.plan.op import Op
from isogloss.ports import Sent

NO_INSERT = (
    "this locale cannot be added: the site's API does not offer POST /items/insert. Set insert: off for this side, so "
    "that plans say what to do in the Designer instead."
)


@dataclass(slots=True)
class Offer:
    """Whether the side's API has the insert call, as configured and as found out.

    insert: use it.
    proven: it has answered with something else than 404.
    """

    insert: bool
    proven: bool = False


@dataclass(slots=True)
class Beside:
    """What is there already beside what a stage writes; read once, at its first call, for all its parts.

    Source: an added variant needs name and slug and gets nothing of its siblings by itself; an image and its
            alternative text are one value. Webflow reference of the insert call, field types; seen 2026-11.
    """

    parts: Sequence[Part]
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Sends the content of one kind.

    order:    the mapping's locales, primary first.
    excluded: what is excluded from translation of each of its entries.
    """

    post: Orders
    lookup: Lookup
    kind: str
    order: Sequence[Locale]
    run: CallRun
    offer: Offer
    excluded: Excluded = field(default_factory=dict)

    def create(self, parts: Sequence[Part]) -> Sent:
        """Make entries by insert, each in its first locale.

        A 404 to the first insert of all says that the call is not offered. It took no effect, and ``writing`` goes on
        with bulk.
        """
        site, collection = self.lookup.collection(self.kind)

        def row(op: Op, locale: Locale) -> Row:
            return rows.new_item(site.place(locale), self._whole(collection, op, locale))

        prepared = prepare([self._first(part) for part in parts], row)
        if not prepared.rows:
            return prepared.sent()
        request = paths.insert(collection.id, prepared.rows)
        try:
            answer = self.post.write(request)
        except Missing:
            if self.offer.proven:
                raise
            self.offer.insert = False
            return prepared.sent()
        except Rejected:
            self.offer.proven = True
            raise
        self.offer.proven = True
        slugs = [_slug(one["fieldData"]) for one in prepared.rows]
        return prepared.sent(paired(prepared.entries, slugs, made(answer), request.name))

    def translate(self, parts: Sequence[Part]) -> Sent:
        """Give entries made by bulk the content of their other locales, in place of what was copied.

        Links of the first that another has not are emptied there, for it may be following; a site that refuses that is
        asked for the rest.
        """
        site, collection = self.lookup.collection(self.kind)

        def row(op: Op, locale: Locale, *, emptied: bool) -> Row:
            first = self._whole(collection, op, ops.created(op, self.order)[0])
            below = first if emptied else without_links(collection, first)
            data = overlay(collection, below, self._whole(collection, op, locale))
            return rows.changed_variant(self.run.known(op.entry), site.place(locale), data)

        return self._patch(collection, parts, partial(row, emptied=True), partial(row, emptied=False))

    def attach_new(self, parts: Sequence[Part]) -> Sent:
        """Add the other locales to entries that were just made by insert."""
        site, collection = self.lookup.collection(self.kind)

        def row(op: Op, locale: Locale) -> Row:
            return rows.new_variant(self.run.known(op.entry), site.place(locale), self._whole(collection, op, locale))

        return self._attach(collection, parts, row)

    def attach(self, parts: Sequence[Part], beside: Beside) -> Sent:
        """Add locales to entries that exist, with what all their variants share.

        The entries were seen a moment ago, so a 404 to the first insert of all says that the call is not offered.
        What their variants share may be a link that leads nowhere, which a site may refuse: then that is left out.
        """
        if not self.offer.insert:
            return Sent(refused={part.op.entry: NO_INSERT for part in parts})
        site, collection = self.lookup.collection(self.kind)
        if beside.found is None:
            beside.found = self._siblings(site, collection, beside.parts)
        siblings = {item.id: item.field_data for item in beside.found.values()}

        def row(op: Op, locale: Locale, *, ends: Ends | None) -> Row:
            remote, place = self.run.known(op.entry), site.place(locale)
            data = self._whole(collection, op, locale, siblings.get(remote, {}))
            if ends is not None:
                led = ends.without(data, self._had(op, locale), place)
                data = {slug: each for slug, each in led.items() if each is not None}
            return rows.new_variant(remote, place, data)

        ways = [partial(row, ends=each) for each in (None, Ends(self.post.read, collection))]
        try:
            return self._attach(collection, parts, *ways)
        except Missing:
            if self.offer.proven or not all(self.run.remote(part.op.entry) in siblings for part in parts):
                raise
            self.offer.insert = False
            return Sent(refused={part.op.entry: NO_INSERT for part in parts})

    def change(self, parts: Sequence[Part], beside: Beside) -> Sent:
        """Change cells of existing variants, and write again what they may only be inheriting.

        A site may refuse links that lead nowhere: then what is kept of a variant is left as it is where it has such,
        and a list that changes is written without them. Nothing is written over an inherited nothing as null, which it
        may refuse as well: then that is left out.
        """
        site, collection = self.lookup.collection(self.kind)
        if beside.found is None:
            beside.found = self._current(site, collection, beside.parts)
        found = beside.found

        def row(op: Op, locale: Locale, *, nulls: bool, ends: Ends | None) -> Row | None:
            remote, place = self.run.known(op.entry), site.place(locale)
            item = found.get((remote, place.id))
            raw = item.field_data if item else {}
            cells, restore = ops.cells(op, locale, all_=False), ops.restored(op, locale)
            kept = changed_data(collection, ops.held(op, locale), self.run.names, raw)
            data = changed_data(collection, cells, self.run.names, raw)
            if ends is not None:
                had = self._had(op, locale)
                kept = {
                    slug: each for slug, each in kept.items() if ends.without({slug: each}, had, place)[slug] == each
                }
                data = ends.without(data, had, place)
            kept = {slug: each for slug, each in kept.items() if slug != "slug" and (nulls or each is not None)}
            data = kept | data
            data = collection.alts.kept((remote, place.id), data)
            return rows.changed_variant(remote, place, data, restore=restore) if data or restore else None

        ends = Ends(self.post.read, collection)
        return self._patch(
            collection,
            parts,
            partial(row, nulls=True, ends=None),
            partial(row, nulls=True, ends=ends),
            partial(row, nulls=False, ends=ends),
        )

    def create_alike(self, parts: Sequence[Part]) -> Sent:
        """Make entries by bulk, with the content of the first locale in each; ``translate`` follows.

        Their locales are the same for all of them. Links that may wait are left to it, where there are several.
        """
        site, collection = self.lookup.collection(self.kind)
        places = [site.place(locale) for locale in ops.created(parts[0].op, self.order)]

        def row(op: Op, locale: Locale) -> Data:
            whole = self._whole(collection, op, locale)
            return whole if len(places) == 1 else without_links(collection, whole)

        prepared = prepare([self._first(part) for part in parts], row)
        if not prepared.rows:
            return prepared.sent()
        request = paths.bulk(collection.id, rows.new_items(places, prepared.rows))
        items = made(self.post.write(request))
        slugs = [_slug(data) for data in prepared.rows]
        return prepared.sent(paired(prepared.entries, slugs, items, request.name))

    def _patch(self, collection: Collection, parts: Sequence[Part], *ways: MakeRow) -> Sent:
        def send(prepared: Prepared) -> None:
            self.post.write(paths.update(collection.id, prepared.rows))

        return _first_taken(parts, ways, send)

    def _attach(self, collection: Collection, parts: Sequence[Part], *ways: MakeRow) -> Sent:
        def send(prepared: Prepared) -> None:
            request = paths.insert(collection.id, prepared.rows)
            items = made(self.post.write(request))
            self.offer.proven = True
            require_variants(prepared.rows, items, request.name)

        return _first_taken(parts, ways, send)

    def _had(self, op: Op, locale: Locale) -> frozenset[str]:
        """The ids of the items that a variant linked to."""
        return frozenset(self.run.remote(to) or "" for to in ops.linked(op, locale))

    def _siblings(self, site: Site, collection: Collection, parts: Sequence[Part]) -> Found:
        """One existing variant of each entry: in its first locale, or, where that is gone, in any other."""
        there = {part.op.entry: ops.existing(part.op, self.order) for part in parts}
        found: Found = {}
        for tried in (slice(0, 1), slice(1, None)):
            seen = {item_id for item_id, _ in found}
            wanted: list[Variant] = [
                (remote, site.place(locale).id)
                for entry, locales in there.items()
                if (remote := self.run.remote(entry)) is not None and remote not in seen
                for locale in locales[tried]
            ]
            found |= pick(self.post.read, collection, "staged", wanted)
        return found

    def _current(self, site: Site, collection: Collection, parts: Sequence[Part]) -> Found:
        """The variants that cannot be changed without knowing what they hold."""
        wanted: list[Variant] = [
            (remote, site.place(locale).id)
            for part in parts
            if (remote := self.run.remote(part.op.entry)) is not None
            for locale in part.locales
            if needs_current(collection, ops.cells(part.op, locale, all_=False))
        ]
        return pick(self.post.read, collection, "staged", wanted)

    def _whole(self, collection: Collection, op: Op, locale: Locale, inherited: Data | None = None) -> Data:
        """A new variant; what is excluded from translation in its locale is what the first variant shows."""
        cells = dict(ops.cells(op, locale, all_=True))
        follows = self.excluded[locale].fields if locale in self.excluded else frozenset[str]()
        if follows and not inherited:
            first = ops.cells(op, ops.created(op, self.order)[0], all_=True)
            cells |= {name: first[name] for name in sorted(follows & first.keys())}
        filling = Filling(op.label, op.entry, inherited or {}, follows)
        return whole_data(collection, cells, self.run.names, filling)

    def _first(self, part: Part) -> Part:
        return Part(part.op, ops.created(part.op, self.order)[:1], part.last)


def _first_taken(parts: Sequence[Part], ways: Sequence[MakeRow], send: Callable[[Prepared], None]) -> Sent:
    """Send rows; where they are refused, those that are made otherwise, one way after the other.

    Raises: Rejected as it was said last, where no way makes rows that are taken.
    """
    refused: Rejected | None = None
    tried: list[Sequence[Row]] = []
    for make in ways:
        prepared = prepare(parts, make)
        if prepared.rows in tried:
            continue
        tried.append(prepared.rows)
        try:
            if prepared.rows:
                send(prepared)
        except Rejected as error:
            refused = error
        else:
            return prepared.sent()
    raise refused or AssertionError("there is at least one way to make rows")


def _slug(data: object) -> object:
    return data.get("slug") if isinstance(data, dict) else None
