"""What every handler works on: the content, how the sandbox is set, and the time; and what one request asks.

Decides how locales are named in requests, and how many variants one call may carry.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar, cast

from isogloss.sandbox.clock import SandboxClock, iso
from isogloss.sandbox.webflow.answers import Refusal, invalid, malformed, missing
from isogloss.sandbox.webflow.content import Collection, Content
from isogloss.sandbox.webflow.switches import Switches
from isogloss.sandbox.webflow.variants import Items, Json, Variant

BATCH = 100
"""Variants one call may carry; every locale counts. Source: Webflow, create items and publish items, seen 2026-11."""

R = TypeVar("R")
E = TypeVar("E")


@dataclass(slots=True)
class World:
    """A site, its settings and its time.

    site_published_at: reading of ``clock.elapsed`` at the last good site publish; None before the first.
    echoes: rich text as this request sent it, by variant: the answer shows it, though something else is kept.
    """

    content: Content
    switches: Switches
    clock: SandboxClock
    site_published_at: float | None = None
    echoes: dict[tuple[str, str], Json] = field(default_factory=dict)

    @property
    def localized(self) -> bool:
        """Say whether the site has localization."""
        return self.content.localized and self.switches.localization

    def echo(self, collection: Collection, row: Variant, given: Mapping[str, object]) -> None:
        """Remember what was sent, where the answer is not what will be read."""
        if self.switches.block_space == "loses":
            sent = {slug: text for slug, text in given.items() if collection.fields[slug].type == "RichText"}
            self.echoes[row.key] = {slug: text for slug, text in sent.items() if text is not None}

    def after(self, earlier: str | None) -> str:
        """Say what time it is, but later than ``earlier``: an edit in the millisecond of a publication follows it."""
        now = self.clock.now()
        if earlier is not None and iso(now) <= earlier:
            now = datetime.fromisoformat(earlier) + timedelta(milliseconds=1)
        return iso(now)

    def refuse_another_site(self, call: "Call") -> None:
        """Refuse with 404 where the path names a site that is not this one."""
        if call.params.get("site", self.content.site["id"]) != self.content.site["id"]:
            raise missing("site")

    def collection(self, collection_id: str) -> Collection:
        """Find a collection, or refuse with 404."""
        found = self.content.collections.get(collection_id)
        if found is None:
            raise missing("collection")
        return found

    def locale_of(self, entry: Mapping[str, object]) -> str:
        """Read ``cmsLocaleId`` of an entry; none means the primary. Null is refused, as Webflow does."""
        if "cmsLocaleId" not in entry:
            return self.content.primary
        return self.known_locale(entry["cmsLocaleId"], "cmsLocaleId")

    def locales_of(self, entry: Mapping[str, object]) -> list[str]:
        """Read ``cmsLocaleIds`` of an entry; none means the primary only."""
        if "cmsLocaleIds" not in entry:
            return [self.content.primary]
        listed = entry["cmsLocaleIds"]
        if not isinstance(listed, list) or not listed:
            raise invalid(("cmsLocaleIds", "Value (cmsLocaleIds)'s type should be a list of locale ids"))
        return list(dict.fromkeys(self.known_locale(each, "cmsLocaleIds") for each in listed))

    def known_locale(self, given: object, param: str) -> str:
        """Check one locale id of a request."""
        if not isinstance(given, str):
            raise invalid((param, f"Value ({param})'s type should be string"))
        if not self.localized or self.content.locale(given) is None:
            raise invalid((param, f"Locale not found: {given}"))
        return given


@dataclass(frozen=True, slots=True)
class Call:
    """One request, taken apart.

    base: the address the client used, such as ``http://127.0.0.1:40123``.
    """

    params: Mapping[str, str]
    query: Mapping[str, str]
    raw: bytes = b""
    base: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> Json:
        """Read the body as a JSON object."""
        try:
            parsed = json.loads(self.raw or b"{}")
        except ValueError:
            raise malformed("Bad Request: Request body could not be parsed") from None
        if not isinstance(parsed, dict):
            raise malformed("Bad Request: The body must be an object")
        return parsed

    def entries(self, key: str = "items") -> list[Json]:
        """Read the list of objects under ``key``; at least one."""
        listed = self.body().get(key)
        if not isinstance(listed, list) or not listed or not all(isinstance(each, dict) for each in listed):
            raise malformed(f"Bad Request: '{key}' must be a list with at least one object")
        return cast("list[Json]", listed)

    def number(self, name: str, default: int, low: int, high: int | None = None) -> int:
        """Read a whole number of the query within its bounds."""
        text = self.query.get(name)
        if text is None:
            return default
        if not text.lstrip("-").isdigit() or int(text) < low or (high is not None and int(text) > high):
            bounds = f"at least {low}" if high is None else f"from {low} to {high}"
            raise invalid((name, f"Value ({name}) should be a number {bounds}"))
        return int(text)

    def flag(self, name: str, *, default: bool) -> bool:
        """Read a flag of the query."""
        return {"true": True, "false": False}.get(self.query.get(name, "").lower(), default)


def within_batch(count: int) -> None:
    """Refuse a call that carries too many variants."""
    if count > BATCH:
        raise invalid(("items", f"The request has {count} item variants; at most {BATCH} are permitted"))


def each(world: World, items: Items, entries: Sequence[E], act: Callable[[E], R]) -> list[R]:
    """Carry out a bulk call: as one when ``bulk_atomic``, else entry by entry, leaving the bad ones out.

    Raises:  Refusal of the first bad entry, when atomic or when every entry is bad.
    """
    atomic = world.switches.bulk_atomic
    done: list[R] = []
    refused: Refusal | None = None
    with items.undoable() if atomic else nullcontext():
        for entry in entries:
            try:
                with nullcontext() if atomic else items.undoable():
                    done.append(act(entry))
            except Refusal as refusal:
                if atomic:
                    raise
                refused = refused or refusal
    if refused is not None and not done:
        raise refused
    return done


def found(table: Mapping[str, R], call: Call, name: str, called: str = "") -> R:
    """Find what a part of the path names, or refuse with 404."""
    row = table.get(call.params[name])
    if row is None:
        raise missing(called or name)
    return row
