"""A person in the dashboard: changes made there, which take effect at once and reach beyond what the API can do.

Decides what each word does. A change is an object with ``action`` and what it is about::

    {"action": "update", "page_type": "article", "slug": "faq", "locale": "fr", "fields": {…}, "publish": false}

* A page is named by ``page_type`` (null: a single page) and ``slug``; an item by ``collection`` and ``id``; a post by
  ``post`` (its slug). ``locale`` is the default one if left out. ``fields`` are in the shapes of a write.
* ``create``: with ``title`` (page), ``fields``, ``publish``. Answers ``{"id", …}``.
* ``update``: merges ``fields`` and sets ``title``. Over a published page it makes a draft on top; ``"publish": true``
  publishes. An item that is published stays so.
* ``publish``, ``unpublish``, ``discard`` (the draft on top), ``schedule`` (``at``, ISO 8601).
* ``add_locale`` (``fields``, or a copy of the locale ``from``; a draft unless ``publish``), ``delete_locale``.
* ``rename`` (``new_slug``, ``title``), ``delete``, ``undelete``.
* For the account: ``{"action": "locales", "locales": ["fr", "en"], "default": "fr", "rename": {"en": "en-us"}}`` and
  ``{"action": "media", "url", "alt"}``.

For posts and their authors and terms see ``post_editor``.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from isogloss.errors import ConfigError
from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.post_editor import SUBJECTS, edited_blog, instant
from isogloss.sandbox.buttercms.schema import Specs, section
from isogloss.sandbox.buttercms.store import Entry, Fields, Media, Variant
from isogloss.sandbox.buttercms.values import Intake, UnfitError, blank
from isogloss.sandbox.switches import nearest

Action = Callable[[Desk, Mapping[str, object], Entry], Entry]


def edited(desk: Desk, change: Mapping[str, object]) -> Json:
    """Carry a change out; answer what it was made to.

    Raises:  ConfigError for an unknown word, or a thing that is not there.
    """
    action = str(change.get("action"))
    if action in _ACCOUNT:
        return _ACCOUNT[action](desk, change)
    if any(subject in change for subject in SUBJECTS):
        return edited_blog(desk, change)
    if action == "create":
        return _create(desk, change)
    act = _ACTIONS.get(action)
    if act is None:
        known = {**_ACTIONS, **_ACCOUNT, "create": None}
        raise ConfigError(f"There is no action {action!r}; did you mean {nearest(action, known)!r}?")
    new = act(desk, change, _entry(desk, change, deleted=action == "undelete"))
    desk.store.put(new)
    return _named(new)


def _create(desk: Desk, change: Mapping[str, object]) -> Json:
    kind, place = _place(change)
    slug = str(change.get("slug", "")) if kind == "page" else ""
    known = desk.store.schema.collections if kind == "item" else desk.store.schema.page_types
    if place is not None and place not in known:
        raise ConfigError(f"There is no {place!r} in the schema.")
    if kind == "page" and (not slug or desk.store.page(place, slug)):
        raise ConfigError(f"A page needs a slug that is not taken; got {slug!r}.")
    entry = Entry(desk.store.next_id(), kind, place, slug, str(change.get("title", slug)))
    new = _add_locale(desk, change, entry)
    desk.store.put(new)
    return _named(new)


def _update(desk: Desk, change: Mapping[str, object], entry: Entry) -> Entry:
    old = _variant(desk, change, entry)
    fields = _merged(desk, change, entry, old.newest)
    new = replace(old, updated=desk.stamp, title=cast("str | None", change.get("title", old.title)))
    live = bool(change.get("publish")) or (entry.kind == "item" and old.live is not None)
    new = _live(desk, new, fields) if live else replace(new, draft=fields)
    title = entry.title if desk.switches.title_per_locale else str(change.get("title", entry.title))
    return replace(_with(desk, change, entry, new), title=title)


def _of_variant(act: Callable[[Desk, Mapping[str, object], Variant], Variant]) -> Action:
    """Make an action on one locale of an action on its variant."""
    return lambda desk, change, entry: _with(desk, change, entry, act(desk, change, _variant(desk, change, entry)))


def _unpublish(desk: Desk, _: Mapping[str, object], old: Variant) -> Variant:
    return replace(old, live=None, draft=old.newest, published=None, scheduled=None, updated=desk.stamp)


def _discard(desk: Desk, _: Mapping[str, object], old: Variant) -> Variant:
    if old.live is None or old.draft is None:
        raise ConfigError("There is no draft over a published version to discard.")
    return replace(old, draft=None, scheduled=None, updated=desk.stamp)


def _schedule(desk: Desk, change: Mapping[str, object], old: Variant) -> Variant:
    return replace(old, draft=old.newest, scheduled=instant(change, desk.stamp))


def _add_locale(desk: Desk, change: Mapping[str, object], entry: Entry) -> Entry:
    source = entry.variants.get(str(change.get("from")))
    start = blank(_specs(desk, entry) or {}) if source is None else source.newest
    fields = _merged(desk, change, entry, start)
    new = Variant(updated=desk.stamp)
    return _with(desk, change, entry, _live(desk, new, fields) if change.get("publish") else replace(new, draft=fields))


def _delete_locale(desk: Desk, change: Mapping[str, object], entry: Entry) -> Entry:
    _variant(desk, change, entry)
    locale = _locale(desk, change)
    return replace(entry, variants={code: each for code, each in entry.variants.items() if code != locale})


def _rename(_: Desk, change: Mapping[str, object], entry: Entry) -> Entry:
    return replace(entry, slug=str(change.get("new_slug", entry.slug)), title=str(change.get("title", entry.title)))


def _locales(desk: Desk, change: Mapping[str, object]) -> Json:
    store = desk.store
    renamed = {str(old): str(new) for old, new in section(change, "rename").items()}
    wanted = cast("list[str]", change.get("locales") or [renamed.get(code, code) for code in store.locales])
    for entry in list(store.entries.values()):
        if renamed.keys() & entry.variants.keys():
            store.put(replace(entry, variants={renamed.get(code, code): each for code, each in entry.variants.items()}))
    default = str(change.get("default", renamed.get(store.default, store.default)))
    store.locales = list(wanted)
    store.default = default if default in wanted else wanted[0]
    store.touch()
    return {"locales": list(wanted), "default": store.default}


def _media(desk: Desk, change: Mapping[str, object]) -> Json:
    url = str(change["url"]) if "url" in change else ""
    known = desk.store.media.get(url, Media(source=url))
    desk.store.add_media(url, replace(known, alt=str(change.get("alt", known.alt))))
    return {"url": url}


def _place(change: Mapping[str, object]) -> tuple[str, str | None]:
    if "collection" in change:
        return "item", str(change["collection"])
    if "page_type" in change:
        return "page", cast("str | None", change["page_type"])
    raise ConfigError("A change is about a page_type, a collection or a post; got none of them.")


def _entry(desk: Desk, change: Mapping[str, object], *, deleted: bool) -> Entry:
    kind, place = _place(change)
    if kind == "item":
        found = desk.store.entries.get(cast("int", change.get("id")))
        pages = [found] if found is not None and found.kind == kind else []
    else:
        pages = desk.store.pages_with(str(change.get("slug")), deleted=deleted)
    fitting = [each for each in pages if each.place == place and (each.deleted is not None) is deleted]
    if not fitting:
        raise ConfigError(f"There is no {kind} {change.get('slug', change.get('id'))!r} in {place!r}.")
    return fitting[-1]


def _locale(desk: Desk, change: Mapping[str, object]) -> str:
    locale = str(change.get("locale", desk.store.default))
    if locale not in desk.store.locales:
        raise ConfigError(f"{locale!r} is not a locale of this account: {', '.join(desk.store.locales)}.")
    return locale


def _variant(desk: Desk, change: Mapping[str, object], entry: Entry) -> Variant:
    locale = _locale(desk, change)
    if locale not in entry.variants:
        raise ConfigError(f"It has no content in {locale!r}; add_locale first.")
    return entry.variants[locale]


def _with(desk: Desk, change: Mapping[str, object], entry: Entry, variant: Variant) -> Entry:
    return replace(entry, variants={**entry.variants, _locale(desk, change): variant})


def _live(desk: Desk, variant: Variant, fields: Fields) -> Variant:
    return replace(variant, live=fields, draft=None, scheduled=None, published=desk.stamp, updated=desk.stamp)


def _specs(desk: Desk, entry: Entry) -> Specs | None:
    return desk.store.schema.of(entry.kind, entry.place, entry.slug)


def _merged(desk: Desk, change: Mapping[str, object], entry: Entry, old: Fields) -> Fields:
    try:
        return Intake(desk, desk.elapsed, names={}).merged(_specs(desk, entry), old, section(change, "fields"))
    except UnfitError as error:
        raise ConfigError(str(error)) from error


def _named(entry: Entry) -> Json:
    return {"id": entry.id, "slug": entry.slug} if entry.kind == "page" else {"id": entry.id}


_ACTIONS: Mapping[str, Action] = {
    "update": _update,
    "publish": _of_variant(lambda desk, _, old: _live(desk, old, old.newest)),
    "unpublish": _of_variant(_unpublish),
    "discard": _of_variant(_discard),
    "schedule": _of_variant(_schedule),
    "add_locale": _add_locale,
    "delete_locale": _delete_locale,
    "rename": _rename,
    "delete": lambda desk, _, entry: replace(entry, deleted=desk.stamp),
    "undelete": lambda _, __, entry: replace(entry, deleted=None),
}
_ACCOUNT: Mapping[str, Callable[[Desk, Mapping[str, object]], Json]] = {"locales": _locales, "media": _media}
