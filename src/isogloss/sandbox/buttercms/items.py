"""The collection endpoints: list by key or by ``keys``, detail, create, update, delete.

Source: ButterCMS API reference, collections, and recorded answers of its SDK tests (reference section 6).
"""

import re
from collections.abc import Sequence

from isogloss.sandbox.buttercms.answers import Answer, Call, Json, RefusalError, invalid, refuse
from isogloss.sandbox.buttercms.bodies import REQUIRED, by_locale, check, parsed, status_of, statuses, update_of
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.pages import remove
from isogloss.sandbox.buttercms.reading import paging
from isogloss.sandbox.buttercms.render import Renderer, asked
from isogloss.sandbox.buttercms.schema import Specs
from isogloss.sandbox.buttercms.search import listing, matching, narrowed
from isogloss.sandbox.buttercms.store import Entry
from isogloss.sandbox.buttercms.values import item_of

_KEY = re.compile(r"(?P<key>[^\[\],]+)(?:\[(?P<name>[^=\]]+)=(?P<value>[^\]]*)\])?(?:,|$)")


def list_items(desk: Desk, call: Call, key: str) -> Answer:
    """List the items of one collection, under its key."""
    renderer = asked(desk, call)
    specs = desk.store.schema.collections.get(key)
    if specs is None:
        refuse(404)
    found = listing(renderer, "item", key, call, specs, 403)
    part, meta = paging(call.params).cut(found)
    return Answer(200, {"meta": meta, "data": {key: [renderer.entry(item) for item in part]}})


def list_by_keys(desk: Desk, call: Call) -> Answer:
    """List several collections at once; the older call, without ``meta``."""
    renderer = asked(desk, call)
    text = call.params.get("keys", "")
    if not text:
        return Answer(200, {})  # Source: recorded answer without keys
    data: dict[str, list[Json]] = {}
    for key, name, value in _keys(text):
        specs = desk.store.schema.collections.get(key)
        if specs is None:
            refuse(404, f"Content key {key} not found")
        found = narrowed(_named(desk, renderer, key, name, value), call, renderer, specs, 403)
        part, _ = paging(call.params).cut(found)
        data.setdefault(key, []).extend(renderer.entry(item) for item in part)
    return Answer(200, {"data": data})


def get(desk: Desk, call: Call, key: str, number: str) -> Answer:
    """Read one item, in a shape nobody has documented."""
    renderer = asked(desk, call)
    item = _found(desk, key, number)
    if desk.switches.item_get == "off" or not renderer.sees(item):
        refuse(404)
    shown = renderer.entry(item)
    return Answer(200, {"data": shown if desk.switches.item_get == "item" else {key: [shown]}})


def create(desk: Desk, call: Call) -> Answer:
    """Accept an item to be made, or several."""
    body = parsed(call)
    key, rows = body.get("key"), body.get("fields")
    if not isinstance(key, str) or not key:
        invalid({"key": [REQUIRED]})
    specs = desk.store.schema.collections.get(key)
    if specs is None:
        refuse(404, f"Content key {key} not found")
    if not isinstance(rows, list) or not rows:
        invalid({"fields": ["Expected a non-empty list of items."]})
    if len(rows) > 1 and desk.switches.several_items == "reject":
        invalid({"fields": ["Only one item can be created at a time."]})
    limit = desk.switches.item_limit
    if limit and sum(1 for _ in desk.store.items()) + len(rows) > limit:
        error = "Cannot create a new Collection Item. The limit of your plan is reached."
        raise RefusalError(Answer(400, {"error": error}))
    status = status_of(body, "draft")
    taken = rows[:1] if desk.switches.several_items == "first" else rows
    checked = [_new(desk, call, specs, row, status) for row in taken]
    answers = [desk.accept(call, kind, {"place": key, **data}) for kind, data in checked]
    return answers[0]


def update(desk: Desk, call: Call, key: str, number: str) -> Answer:
    """Accept a change of an item: partial by PATCH, whole by PUT."""
    body = parsed(call)
    item = _found(desk, key, number)
    whole = call.method == "PUT" and "fields" in body
    return desk.accept(call, "update", {**update_of(desk, call, item, body), "whole": whole})


def delete(desk: Desk, call: Call, key: str, number: str) -> Answer:
    """Delete an item; the data is kept, references to it are not."""
    remove(desk, call, _found(desk, key, number))
    return Answer(204)


def _new(desk: Desk, call: Call, specs: Specs, row: object, status: str | None) -> tuple[str, Json]:
    sent = by_locale(desk, call, row, specs, create=True)
    if not check(desk, specs, sent, status=status, create=True):
        return "lost", {"reason": "A field's key was missing."}
    return "item", {"fields": sent, "statuses": statuses(desk, call, sent, status)}


def _keys(text: str) -> list[tuple[str, str, str]]:
    found, at = [], 0
    while at < len(text):
        match = _KEY.match(text, at)
        if match is None:
            refuse(400, "Invalid keys parameter")
        found.append((match["key"].strip(), match["name"] or "", match["value"] or ""))
        at = match.end()
    return found


def _named(desk: Desk, renderer: Renderer, key: str, name: str, value: str) -> Sequence[Entry]:
    if name == "_id":
        item = item_of(desk.store, key, value)
        return [item] if item and renderer.sees(item) else []
    found = renderer.visible("item", key)
    return matching(found, name, value, renderer, desk.store.schema.collections[key], 403) if name else found


def _found(desk: Desk, key: str, number: str) -> Entry:
    item = item_of(desk.store, key, number)
    if item is None:
        refuse(404)
    return item
