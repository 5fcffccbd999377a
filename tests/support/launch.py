"""Sites as the rules of a launch look at them, told page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from two_worlds import EN, LOCALES, binding

from isogloss.adapters.memory import World
from isogloss.lint.lint import flaws_of
from isogloss.lint.site import Page, Site
from isogloss.model.address import EntryKey, Side

if TYPE_CHECKING:
    from isogloss.lint.site import State
    from isogloss.model.locale import Locale


def page(
    name: str,
    slug: str | None = None,
    locale: Locale = EN,
    state: State = "published",
    kind: str = "article",
    address: str | None = None,
) -> Page:
    """A page whose slug is its name, unless another is given."""
    key = EntryKey(kind, name)
    return Page(key, locale, name.title(), state, name if slug is None else slug, (address,) if address else ())


def site(*pages: Page, urls: bool = False, **known: Any) -> Site:
    """A site of these pages.

    urls: whether the mapping says how the addresses of articles are formed.
    """
    bound = binding(Side.LEFT, World())
    if urls:
        article = replace(bound.kinds["article"], urls=dict.fromkeys(LOCALES, ("/{slug}",)))
        bound = replace(bound, kinds={**bound.kinds, "article": article})
    made = Site(bound, EN, **known)
    for each in pages:
        made.add(each)
    return made


def found(made: Site) -> list[tuple[str, str, str]]:
    """What is found there: rule, place and sentence."""
    return [(flaw.rule, str(flaw.at or flaw.of), flaw.found) for flaw in flaws_of(made)]
