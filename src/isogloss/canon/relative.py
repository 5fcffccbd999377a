"""Addresses that an editor made relative to its own page.

Decides that an address like ``../tea`` is what an editor made of ``/posts/tea`` where the text that it is to replace
has that one, and the other has it no more. Refuses to resolve an address: nobody knows which page the editor was on.

Source: TinyMCE, "URL handling" (``relative_urls`` is on unless it is turned off), seen 2026-11.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from isogloss.canon.attributes import ADDRESSES
from isogloss.canon.links import Url, rewrite_urls, urls

_RELATIVE: Final = re.compile(r"(?!/|#|\?|[A-Za-z][A-Za-z0-9+.-]*:).+", re.DOTALL)
_MAY_HOLD: Final = re.compile(rf' (?:{"|".join(sorted(ADDRESSES))})="(?!/|#|\?|[A-Za-z][A-Za-z0-9+.-]*:)[^"]')
_UP: Final = re.compile(r"(?:\.{1,2}/|\.{1,2}$)*")


@dataclass(frozen=True, slots=True)
class Led:
    """A text whose addresses lead where they led.

    back: each address as it is shown, with what an editor made of it.
    """

    text: str
    back: tuple[tuple[str, str], ...]


def may_be_relative(html: str) -> bool:
    """Whether a text may hold a relative address: quick, and never wrong where the answer is no."""
    return '="' in html and _MAY_HOLD.search(html) is not None


def lead_back(now: str, wanted: str, spelled: Callable[[str], str]) -> Led | None:
    """Give addresses back that an editor made relative; None where there is none.

    spelled: how an address of the one text is written where the other was edited.
    """
    if not may_be_relative(wanted):
        return None
    mine, theirs = ([url.address for url in urls(text)] for text in (now, wanted))
    lost = list((Counter(mine) - Counter(theirs)).elements())
    back: list[tuple[str, str]] = []

    def change(url: Url) -> str:
        made = url.address
        if made in mine or not _RELATIVE.fullmatch(made):
            return made
        was = next((address for address in lost if _leads(spelled(address), made)), None)
        if was is None:
            return made
        lost.remove(was)
        back.append((spelled(was), made))
        return was

    text = rewrite_urls(wanted, change)
    return Led(text, tuple(back)) if back else None


def strange_relatives(now: str, wanted: str) -> tuple[str, ...]:
    """The relative addresses of a text that another text has not."""
    if not may_be_relative(wanted):
        return ()
    known = {url.address for url in urls(now)}
    return tuple(
        dict.fromkeys(
            url.address for url in urls(wanted) if _RELATIVE.fullmatch(url.address) and url.address not in known
        )
    )


def _leads(address: str, relative: str) -> bool:
    """Whether an address may have been made into this one: the same but for what stands before its last folders."""
    whole, part = urlsplit(address), urlsplit(relative)
    rest = part.path[_UP.match(part.path).end() :]  # type: ignore[union-attr]  # it matches nothing, too
    if (whole.query, whole.fragment) != (part.query, part.fragment) or not whole.path.startswith("/"):
        return False
    return whole.path.endswith(f"/{rest}")
