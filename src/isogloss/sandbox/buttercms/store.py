"""What an account holds, and how it is found: pages, items, posts, terms, media, and the writes not yet landed.

Decides the shape of things at rest and keeps the indexes. Does not know how a thing reads or is written. Entries are
never changed in place: a change puts a new one. Nothing here scans all entries to find one, and a listing of entries
is put in order once and kept in it from then on.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.schema import Schema, parse
from isogloss.sandbox.ordered import Ordered

Fields = Mapping[str, object]
"""Values as stored, by field slug. References are lists of entry ids; unset values are None, text is ``""``."""

CDN = "https://cdn.buttercms.com/"


@dataclass(frozen=True, slots=True)
class Variant:
    """A page or item in one locale.

    live:      what is published, or None.
    draft:     the newest version if it is not published; over ``live`` for pages, instead of it for items.
    title:     a title of its own, given in the dashboard.
    published, updated, scheduled: ISO 8601 UTC.
    """

    live: Fields | None = None
    draft: Fields | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    scheduled: str | None = None

    def shown(self, *, preview: bool) -> Fields | None:
        """Answer the version a read sees, or None."""
        return self.draft if preview and self.draft is not None else self.live

    @property
    def newest(self) -> Fields:
        """The version the next write builds on."""
        return self.draft if self.draft is not None else self.live or {}

    def status(self, *, preview: bool) -> str:
        """Say the status a read shows; a draft over a published version is not marked [inferred]."""
        if self.scheduled is not None and (preview or self.live is None):
            return "scheduled"
        return "draft" if self.live is None else "published"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page or an item in all its locales.

    kind:    "page" or "item".
    place:   its page type (None: a single page) or collection.
    slug, title: of pages only.
    deleted: when, ISO 8601 UTC; the data is kept.
    """

    id: int
    kind: str
    place: str | None
    slug: str = ""
    title: str = ""
    variants: Mapping[str, Variant] = field(default_factory=dict)
    deleted: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a listing is asked to show of a type or collection, and in what order.

    holes: also what is published in some other locale only.
    by:    the time to sort by, ``published`` or ``updated``; without one the oldest entry comes first. What has no such
           time comes last, either way.
    """

    locale: str
    preview: bool
    holes: bool
    by: str = ""
    down: bool = False

    def shows(self, entry: Entry) -> bool:
        """Say whether the listing shows an entry."""
        if seen(entry, self.locale, preview=self.preview):
            return True
        return self.holes and any(seen(entry, other, preview=self.preview) for other in entry.variants)

    def text(self, entry: Entry) -> str:
        """Answer what the entry is sorted by."""
        if not self.by:
            return ""
        variant = entry.variants.get(self.locale)
        time: str | None = None if variant is None else getattr(variant, self.by)
        return f"{int(bool(time) is self.down)}{(time or '').casefold()}"


@dataclass(frozen=True, slots=True)
class PostText:
    """A blog post in one locale, by default its only one. ``author``, ``categories`` and ``tags`` are slugs."""

    slug: str
    title: str
    status: str
    created: str
    updated: str | None = None
    published: str | None = None
    scheduled: str | None = None
    body: str = ""
    summary: str = ""
    seo_title: str = ""
    meta_description: str = ""
    featured_image: str = ""
    featured_image_alt: str = ""
    author: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A blog post with its linked variants by locale."""

    id: int
    variants: Mapping[str, PostText]
    deleted: str | None = None

    def text(self, locale: str | None) -> PostText | None:
        """Answer the variant in a locale; without locales, the one it was made with."""
        return next(iter(self.variants.values()), None) if locale is None else self.variants.get(locale)


@dataclass(frozen=True, slots=True)
class Media:
    """A file of the library. ``ready``: seconds of the clock's ``elapsed`` from which its own address shows."""

    source: str
    alt: str = ""
    ready: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """A write that was answered 202 and has not taken effect.

    due:   seconds of the clock's ``elapsed``. reads: how many reads must still see the old state.
    path:  method and path, to name it by. kind, data: what to do.
    """

    n: int
    due: float
    reads: int
    path: str
    kind: str
    data: Json


class Store:
    """The content of one account. Not safe for several threads: the sandbox holds a lock around it."""

    def __init__(self, schema: Schema | None = None, locales: tuple[str, ...] = ("en",), seed: str = "butter") -> None:
        self.schema = schema or parse({})
        self.locales = list(locales)
        self.default = self.locales[0]
        self.seed = seed
        self.counter = 0
        self.entries: dict[int, Entry] = {}
        self.posts: dict[int, Post] = {}
        self.authors: dict[str, Json] = {}
        self.terms: dict[str, dict[str, str]] = {"categories": {}, "tags": {}}
        self.media: dict[str, Media] = {}
        self.queue: list[Job] = []
        self.failures: list[Json] = []
        self.used: Json = {"month": "", "requests": 0}
        self.version = 0
        self._places: dict[tuple[str, str | None], dict[int, int]] = {}
        self._slugs: dict[str, dict[int, None]] = {}
        self._post_slugs: dict[str, dict[int, None]] = {}
        self._scheduled: set[int] = set()
        self._sources: dict[str, str] = {}
        self._waiting: set[int] = set()
        self._listings: dict[tuple[str, str | None], dict[Asked, Ordered[Entry]]] = {}
        self._arrivals = 0
        self._posts_by_date: dict[tuple[str | None, bool], list[tuple[Post, PostText]]] = {}

    def next_id(self) -> int:
        """Count on; one count serves all kinds of things."""
        self.counter += 1
        return self.counter

    def touch(self) -> None:
        """Say that content changed: caches and listings of posts made before no longer hold."""
        self.version += 1
        self._posts_by_date.clear()

    # Pages and items

    def put(self, entry: Entry) -> None:
        """Add an entry, or replace the one with its id."""
        old = self.entries.get(entry.id)
        if old is not None and old.slug != entry.slug:
            self._slugs[old.slug].pop(entry.id, None)
        self.entries[entry.id] = entry
        self._arrange(old, entry)
        if entry.kind == "page":
            self._slugs.setdefault(entry.slug, {})[entry.id] = None
        if any(variant.scheduled for variant in entry.variants.values()):
            self._scheduled.add(entry.id)
        else:
            self._scheduled.discard(entry.id)
        self.touch()

    def _arrange(self, old: Entry | None, new: Entry) -> None:
        """Put an entry where it belongs in its type or collection, and in each listing of that which is kept."""
        where = (new.kind, new.place)
        numbers, listings = self._places.setdefault(where, {}), self._listings.get(where, {})
        number = numbers.get(new.id)
        if old is not None and number is not None:
            for asked, kept in listings.items():
                kept.remove(asked.text(old), number)
        if new.deleted is not None:
            numbers.pop(new.id, None)
            return
        if number is None:
            self._arrivals += 1
            number = numbers[new.id] = self._arrivals
        for asked, kept in listings.items():
            if asked.shows(new):
                kept.put(asked.text(new), number, new)

    def place(self, kind: str, place: str | None) -> Iterator[Entry]:
        """Go through what is in a type or collection and not deleted, oldest first."""
        return (self.entries[each] for each in self._places.get((kind, place), {}))

    def listing(self, kind: str, place: str | None, asked: Asked) -> Sequence[Entry]:
        """List what a read sees of a type or collection."""
        kept = self._listings.setdefault((kind, place), {})
        if asked not in kept:
            numbers = self._places.get((kind, place), {})
            shown = (entry for entry in self.place(kind, place) if asked.shows(entry))
            kept[asked] = Ordered(((asked.text(each), numbers[each.id], each) for each in shown), down=asked.down)
        return kept[asked]

    def items(self) -> Iterator[Entry]:
        """Go through all items that are not deleted."""
        return (entry for key in self.schema.collections for entry in self.place("item", key))

    def pages_with(self, slug: str, *, deleted: bool = False) -> list[Entry]:
        """Find the pages of any type with this slug."""
        found = [self.entries[each] for each in self._slugs.get(slug, {})]
        return [page for page in found if deleted or page.deleted is None]

    def page(self, place: str | None, slug: str) -> Entry | None:
        """Find a page by type and slug."""
        return next((page for page in self.pages_with(slug) if page.place == place), None)

    def item(self, key: str, number: int) -> Entry | None:
        """Find an item of a collection by its entry id."""
        found = self.entries.get(number)
        fits = found is not None and found.kind == "item" and found.place == key and found.deleted is None
        return found if fits else None

    def scheduled(self) -> list[Entry]:
        """List the entries with a variant that waits to be published."""
        return [self.entries[each] for each in sorted(self._scheduled)]

    # Posts

    def put_post(self, post: Post) -> None:
        """Add a post, or replace the one with its id."""
        self.posts[post.id] = post
        for text in post.variants.values():
            self._post_slugs.setdefault(text.slug, {})[post.id] = None
        if any(text.status == "scheduled" for text in post.variants.values()):
            self._waiting.add(post.id)
        else:
            self._waiting.discard(post.id)
        self.touch()

    def waiting(self) -> list[Post]:
        """List the posts with a variant that waits to be published."""
        return [self.posts[each] for each in sorted(self._waiting)]

    def feed(self, locale: str | None, *, preview: bool) -> list[tuple[Post, PostText]]:
        """List the posts a read sees, the newest publication first. ``locale`` None: posts have no locales."""
        key = (locale, preview)
        if key not in self._posts_by_date:
            pairs = [(post, post.text(locale)) for post in self.posts.values() if post.deleted is None]
            found = [(post, text) for post, text in pairs if text and (preview or text.status == "published")]
            found.sort(key=lambda pair: (pair[1].published or pair[1].created, pair[0].id), reverse=True)
            self._posts_by_date[key] = found
        return self._posts_by_date[key]

    def post(self, slug: str, *, deleted: bool = False) -> Post | None:
        """Find a post by the slug of any of its variants; one that is not deleted first."""
        near = [self.posts[each] for each in self._post_slugs.get(slug, {})]
        found = [post for post in near if any(text.slug == slug for text in post.variants.values())]
        found.sort(key=lambda post: post.deleted is not None)
        return next((post for post in found if deleted or post.deleted is None), None)

    # Media

    def copied(self, url: str, *, ready: float, anew: bool) -> str:
        """Copy a file to the library and answer its address; a copy made before is used again unless ``anew``."""
        known = url if url in self.media else self._sources.get(url)
        if known is not None and not anew:
            return known
        digest = hashlib.blake2b(f"{self.seed}:{self.next_id()}".encode(), digest_size=10).hexdigest()
        address = CDN + digest
        self.add_media(address, Media(source=url, ready=ready))
        return address

    def add_media(self, address: str, media: Media) -> None:
        """Put a file into the library under its address."""
        self.media[address] = media
        self._sources[media.source] = address


def seen(entry: Entry, locale: str, *, preview: bool) -> bool:
    """Say whether a read of this locale sees the entry."""
    variant = entry.variants.get(locale)
    return variant is not None and variant.shown(preview=preview) is not None
