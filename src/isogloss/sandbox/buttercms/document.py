"""The content as one JSON document, out and in.

Decides the names in the document; a document made here and read here gives the same account. Values are shared with
the account, not copied: it never changes them in place, and neither should the caller.

::

    {"seed", "counter", "locales", "default_locale", "page_types", "collections", "components", "single_pages",
     "pages": [{"id", "page_type", "slug", "title", "deleted", "locales": {"en": {"live", "draft", "title",
               "published", "updated", "scheduled"}}}],
     "items": [{"id", "collection", "deleted", "locales": {…}}],
     "posts": [{"id", "deleted", "locales": {"en": {"slug", "title", "status", "body", …}}}],
     "authors": [{"slug", …}], "categories": {slug: name}, "tags": {slug: name},
     "media": {address: {"source", "alt", "ready"}}, "queue": […], "failures": […], "used": {"month", "requests"}}
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, cast

from isogloss.errors import ConfigError
from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.schema import parse
from isogloss.sandbox.buttercms.store import Entry, Job, Media, Post, PostText, Store, Variant


def dumped(store: Store) -> Json:
    """Write the whole content."""
    return {
        "seed": store.seed,
        "counter": store.counter,
        "locales": list(store.locales),
        "default_locale": store.default,
        **store.schema.document,
        "pages": [
            {"id": page.id, "page_type": page.place, "slug": page.slug, "title": page.title, **_locales(page)}
            for page in store.entries.values()
            if page.kind == "page"
        ],
        "items": [
            {"id": item.id, "collection": item.place, **_locales(item)}
            for item in store.entries.values()
            if item.kind == "item"
        ],
        "posts": [{"id": post.id, **_locales(post)} for post in store.posts.values()],
        "authors": [dict(author) for author in store.authors.values()],
        **{name: dict(table) for name, table in store.terms.items()},
        "media": {address: asdict(media) for address, media in store.media.items()},
        "queue": [_flat(job) for job in store.queue],
        "failures": [dict(failure) for failure in store.failures],
        "used": dict(store.used),
    }


def loaded(document: Mapping[str, object]) -> Store:
    """Read a whole content.

    Raises:  ConfigError when the document is not of the shape above.
    """
    try:
        return _loaded(cast("Mapping[str, Any]", document))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"This is not the state of a ButterCMS sandbox: {error!r}.") from error


def _loaded(document: Mapping[str, Any]) -> Store:
    locales = tuple(document.get("locales") or ("en",))
    store = Store(parse(document), locales, str(document.get("seed", "butter")))
    store.default = document.get("default_locale") or locales[0]
    rows = [(row["id"], "page", row["page_type"], row) for row in document.get("pages", ())]
    rows += [(row["id"], "item", row["collection"], row) for row in document.get("items", ())]
    for number, kind, place, row in sorted(rows, key=lambda each: each[0]):
        variants = {code: Variant(**each) for code, each in row["locales"].items()}
        texts = {name: row[name] for name in ("slug", "title") if kind == "page"}
        store.put(Entry(number, kind, place, variants=variants, deleted=row.get("deleted"), **texts))
    for row in document.get("posts", ()):
        texts = {code: PostText(**_tuples(each)) for code, each in row["locales"].items()}
        store.put_post(Post(row["id"], texts, row.get("deleted")))
    store.authors = {author["slug"]: dict(author) for author in document.get("authors", ())}
    store.terms = {name: dict(document.get(name, {})) for name in store.terms}
    for address, media in document.get("media", {}).items():
        store.add_media(address, Media(**media))
    store.queue = [Job(**job) for job in document.get("queue", ())]
    store.failures = [dict(failure) for failure in document.get("failures", ())]
    store.used = dict(document.get("used", store.used))
    highest = max([*store.entries, *store.posts, *(job.n for job in store.queue)], default=0)
    store.counter = max(int(document.get("counter", 0)), highest)
    return store


def _locales(thing: Entry | Post) -> Json:
    return {"deleted": thing.deleted, "locales": {code: _flat(each) for code, each in thing.variants.items()}}


def _flat(thing: Variant | PostText | Job) -> Json:
    """Name each field of a dataclass, tuples as lists; values are not copied, or a large account would take seconds."""
    named = {each.name: getattr(thing, each.name) for each in fields(thing)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in named.items()}


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "categories": tuple(row.get("categories", ())), "tags": tuple(row.get("tags", ()))}
