"""Sending changes of state: publish, unpublish, archive, delete.

Decides what proves that a call did what it was asked, and which deletions are too dangerous to send. The locale is
always named: without it Webflow would take the primary.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from isogloss.adapters.calls import Orders
from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.items import rows
from isogloss.adapters.webflow.items.batches import CallRun, Part
from isogloss.adapters.webflow.items.reading import pick
from isogloss.adapters.webflow.items.rows import Prepared, Row, prepare
from isogloss.adapters.webflow.site import Collection, Lookup, Site
from isogloss.adapters.webflow.wire import PublishedBody, parse
from isogloss.errors import Missing
from isogloss.http.request import Request
from isogloss.model.address import EntryKey
from isogloss.ports import Sent


@dataclass(frozen=True, slots=True)
class States:
    """Sends the changes of state of one kind."""

    post: Orders
    lookup: Lookup
    kind: str
    run: CallRun

    def publish(self, parts: Sequence[Part]) -> Sent:
        """Put variants live.

        Source: a 202 does not mean that all went live: ids missing from ``publishedItemIds`` did not, and ``errors``
                are texts that may name them. The ids carry no locale, so the rest is proven by looking. Webflow Data
                API reference, publish items, seen 2026-11.
        """
        site, collection = self.lookup.collection(self.kind)
        prepared = self._named(site, parts)
        if not prepared.rows:
            return prepared.sent()
        request = paths.publish(collection.id, prepared.rows, localized=site.primary is not None)
        body = parse(PublishedBody, self.post.write(request), "unknown")
        if body.published_item_ids is None and not body.errors:
            return prepared.sent()
        said = [str(error) for error in body.errors or []]
        for entry, row in zip(prepared.entries, prepared.rows, strict=True):
            if row["id"] not in (body.published_item_ids or []):
                about = [text for text in said if str(row["id"]) in text] or said
                prepared.refused[entry] = "; ".join(about) or "it was accepted, but is not among what was published."
        return prepared.sent()

    def unpublish(self, parts: Sequence[Part]) -> Sent:
        """Take variants off the live site."""
        site, collection = self.lookup.collection(self.kind)
        return self._removed(self._named(site, parts), lambda named: paths.unpublish(collection.id, named))

    def archive(self, parts: Sequence[Part]) -> Sent:
        """Take variants out of use. Archiving one locale does not hide another, so each is named."""
        site, collection = self.lookup.collection(self.kind)
        prepared = prepare(
            parts, lambda op, locale: rows.archived_variant(self.run.known(op.entry), site.place(locale))
        )
        if prepared.rows:
            self.post.write(paths.update(collection.id, prepared.rows))
        return prepared.sent()

    def delete(self, parts: Sequence[Part]) -> Sent:
        """Delete variants, all that are named in one row for each entry.

        Source: whether deleting the primary takes the other locales with it is disputed: the OpenAPI description says
                no, public clients treat it as destroying the item. So it is sent only where no other is left.
        """
        site, collection = self.lookup.collection(self.kind)
        kept = self._kept(site, collection, parts)
        prepared = self._named(site, [part for part in parts if part.op.entry not in kept])
        prepared.refused.update(kept)
        return self._removed(prepared, lambda named: paths.delete(collection.id, named))

    def _removed(self, prepared: Prepared, request: Callable[[Sequence[Row]], Request]) -> Sent:
        """Send; where one entry alone is not there, that is what was wanted. Of several, nobody says which it was."""
        if prepared.rows:
            try:
                self.post.write(request(prepared.rows))
            except Missing:
                if len(prepared.rows) > 1:
                    raise
        return prepared.sent()

    def _kept(self, site: Site, collection: Collection, parts: Sequence[Part]) -> dict[EntryKey, str]:
        """Entries that would lose their primary while they keep another locale, and why they are not deleted."""
        risk = {
            (remote, place.id): (part.op.entry, place.tag)
            for part in parts
            if (remote := self.run.remote(part.op.entry)) is not None
            if site.primary in {site.place(locale).id for locale in part.locales}
            for place in (*site.places, *site.others)
            if place.locale not in part.locales and place.id != site.primary
        }
        kept: dict[EntryKey, list[str]] = {}
        for variant in pick(self.post.read, collection, "staged", list(risk)):
            entry, tag = risk[variant]
            kept.setdefault(entry, []).append(tag)
        return {
            entry: f"not deleted: it is also there in {', '.join(sorted(tags))}, which may go with the primary locale. "
            "Delete it there first."
            for entry, tags in kept.items()
        }

    def _named(self, site: Site, parts: Sequence[Part]) -> Prepared:
        """One row for each entry, naming its locales."""
        by_op = {part.op.id: [site.place(locale) for locale in part.locales] for part in parts}
        firsts = [Part(part.op, part.locales[:1], part.last) for part in parts]
        return prepare(firsts, lambda op, _locale: rows.variants(self.run.known(op.entry), by_op[op.id]))
