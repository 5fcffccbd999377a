"""A backup that was put back: everything is there again, under other ids."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandboxes import Sandbox, Sandboxes

Json = dict[str, Any]


def everything(_at: str) -> bool:
    return True


def restore_webflow(sandbox: Sandbox, which: Callable[[str], bool] = everything) -> int:
    """Give items other ids, and lead every reference to them; returns how many.

    which: told the slug of an item in any of its locales.
    """
    state = sandbox.state()
    chosen = {row["id"] for each in state["collections"] for row in each["items"] if which(row["fieldData"]["slug"])}
    other = {found: found[::-1] for found in chosen}
    text = re.sub(r'"([0-9a-f]{24})"', lambda at: f'"{other.get(at[1], at[1])}"', json.dumps(state))
    sandbox.load(json.loads(text))
    return len(chosen)


def restore_butter(sandbox: Sandbox, which: Callable[[str], bool] = everything) -> int:
    """The same of items of collections; pages go by their slugs."""
    state = sandbox.state()
    schemas = {**state["page_types"], **state["collections"]}
    links = {field["slug"] for each in schemas.values() for field in each["fields"] if field["kind"] == "reference"}
    chosen = [item["id"] for item in state["items"] if which(_slug(item))]
    other = {found: found + 1_000_000 for found in chosen}

    def led(value: Any) -> Any:
        match value:
            case dict():
                return {k: _led(v, other) if k in links else led(v) for k, v in value.items()}
            case list():
                return [led(each) for each in value]
            case _:
                return value

    made = {**state, "items": led(state["items"]), "pages": led(state["pages"])}
    for item in made["items"]:
        item["id"] = other.get(item["id"], item["id"])
    sandbox.load(made)
    return len(chosen)


def _led(value: Any, other: dict[int, int]) -> Any:
    return [other.get(each, each) for each in value] if isinstance(value, list) else other.get(value, value)


def _slug(item: Json) -> str:
    return next(str((each["live"] or each["draft"]).get("slug")) for each in item["locales"].values())


def restore(sandboxes: Sandboxes, vendor: str, which: Callable[[str], bool] = everything) -> int:
    """Put a backup back on one of the two."""
    if vendor == "webflow":
        return restore_webflow(sandboxes.webflow, which)
    return restore_butter(sandboxes.butter, which)
