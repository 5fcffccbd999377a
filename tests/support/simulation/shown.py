"""What both sides hold, told in one way: each text by the words that are in it, each link by the mark it leads to.

Each word that is ever written is unique (``t17``), so that where a value came from can be read from the value. Knows
how both sandboxes keep their content, and nothing of how the program reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulation.site import FIELDS, LOCALES, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(r"\b[tbn]\d+")
"""A word of a title, of a text, or of what is not mapped."""
PART = re.compile(r"\b[xy]\d+")
"""A part of a text that only Webflow (``x``) or only ButterCMS (``y``) can make."""
NOWHERE = "nowhere"
"""Where a link leads whose target is not there any more."""

Json = dict[str, Any]
Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Variant:
    """One locale of one article as a side holds it.

    mark:   which article it is.
    handle: how an editor of the side names it: id or slug.
    draft:  the newest content, by neutral names; ``parts`` are those of its text.
    live:   what the public sees; None where nothing.
    html:   the newest text as it stands.
    """

    mark: str
    handle: str
    code: str
    draft: Json
    live: Json | None
    archived: bool = False
    html: str = ""


def variants(side: str, state: Json) -> Iterator[Variant]:
    """All that a side holds."""
    yield from _items(state) if side == "webflow" else _pages(state)


def held(side: str, state: Json) -> dict[tuple[str, str], Variant]:
    """The same, by mark and code."""
    return {(each.mark, each.code): each for each in variants(side, state)}


def deleted(state: Json) -> Iterator[tuple[str, str]]:
    """Mark and handle of what ButterCMS keeps of what was deleted."""
    for page in (*state["pages"], *state["items"]):
        for each in page["locales"].values() if page["deleted"] else ():
            content = each["draft"] or each["live"]
            if content:
                yield content["mark"], page.get("slug") or str(page["id"])


def _items(state: Json) -> Iterator[Variant]:
    codes = {
        each["cmsLocaleId"]: code for each in state["locales"] for code, tag in LOCALES.items() if each["tag"] == tag
    }
    rows = state["collections"][0]["items"]
    seen = {row["id"]: row["fieldData"].get("mark") for row in rows}
    for row in rows:
        if row["cmsLocaleId"] not in codes:
            continue
        live = row.get("live")
        draft = _neutral("webflow", row["fieldData"], seen)
        shown = None if not live else _neutral("webflow", live["fieldData"], seen)
        code, html = codes[row["cmsLocaleId"]], row["fieldData"].get("body") or ""
        yield Variant(draft["mark"], row["id"], code, draft, shown, bool(row["isArchived"]), html)


def _pages(state: Json) -> Iterator[Variant]:
    rows = (*state["pages"], *state["items"])
    seen = {row["id"]: _mark(row) for row in rows if not row["deleted"]}  # a deletion takes the links to it away
    for page in rows:
        handle = page.get("slug") or str(page["id"])
        for code, each in page["locales"].items() if not page["deleted"] else ():
            live = None if each["live"] is None else _neutral("butter", each["live"], seen)
            draft = live if each["draft"] is None else _neutral("butter", each["draft"], seen)
            if draft is not None:
                html = (each["draft"] or each["live"]).get("body") or ""
                yield Variant(draft["mark"], handle, code, draft, live, html=html)


def _mark(page: Json) -> str:
    contents = (each["draft"] or each["live"] for each in page["locales"].values())
    return next((str(each["mark"]) for each in contents if each), "")


def _neutral(side: str, content: Json, seen: dict[Any, Any]) -> Json:
    made = {name: _plain(content.get(remote)) for name, remote in NAMES[side].items()}
    made["see"] = str(seen.get(content.get("see"), NOWHERE if side == "webflow" else "")) if content.get("see") else ""
    return {**made, "parts": " ".join(sorted(set(PART.findall(str(content.get("body") or "")))))}


def plainly(value: Any) -> str:
    """A value of a plan, told as what a side shows."""
    return _plain(value) if isinstance(value, str | int | float) else ""


def _plain(value: Any) -> str:
    """A value as a word; a rich text as the words that were ever written into one."""
    if value is None:
        return ""
    text = str(value)
    return " ".join(TOKEN.findall(text)) if "<" in text else text.removesuffix(".0")


def whole(shown: Variant) -> str:
    """All that is newest of a variant, in one value."""
    return " ".join(shown.draft[name] for name in FIELDS)


def words(value: str) -> set[str]:
    """The words of a value."""
    return set(value.split())
