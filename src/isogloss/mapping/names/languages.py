"""What is known of languages: the standard form of a tag, and the nearest among several.

Decides what counts as a locale in a mapping. Refuses to know what a side does with its own codes. Its tables take as
long to load as all else that a mapping needs: who needs one tag only asks ``locales``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import langcodes
from langcodes.tag_parser import LanguageTagError

from isogloss.mapping.names.locales import tag_of
from isogloss.model.locale import Locale

FAR: Final = 10
"""The distance beyond which two tags of one language are no longer a fair proposal.

Source: CLDR language matching, in the units of langcodes: 5 parts two countries or the scripts of Serbian, 20 the two
of Hindi, 54 those of Chinese.
"""

SAME: Final = 3
"""Up to this distance two names of a language mean the same one, as ``no`` and ``nb`` do (1).

A greater one says who can read what: of Catalans that they read Spanish (20), of Ukrainians that they read Russian
(24). It serves to choose a page for a reader; to put texts where those of another language belong is no proposal.
"""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A proposal for a locale.

    code:     as the candidates spelled it.
    distance: 0 for the same language as spoken in the same place, growing with the trouble of understanding.
    """

    code: str
    distance: int


def standard(text: str) -> Locale:
    """The canonical BCP 47 tag, as ``locales.canonical`` gives it; raises as that does."""
    try:
        tag = langcodes.standardize_tag(text)
    except LanguageTagError:
        raise ValueError(f'"{text}" is not a language tag; write it as en, fr-CA or zh-Hant-TW') from None
    if tag == "und" or tag.startswith("x-") or not langcodes.tag_is_valid(tag):
        spoken = _spoken_in(text)
        hint = f'; did you mean {spoken}, with "{text}" as the code of a side?' if spoken else ""
        raise ValueError(f'"{text}" names no language{hint}')
    return Locale(tag)


def closest(tag: str, candidates: Iterable[str]) -> Nearest | None:
    """The candidate that a reader of ``tag`` understands best, or None where none is near.

    Order: the nearest; of equals, the one that shares most of the spelling, then the first in order of spelling.
    """
    found = sorted((_distance(tag, code), -_shared(tag, code), code) for code in candidates)
    if not found or found[0][0] > FAR:
        return None
    distance, _, code = found[0]
    return Nearest(code, distance)


def pairs(tags: Iterable[str], codes: Iterable[str]) -> dict[str, Nearest]:
    """Each tag with the code that is nearest to it, the nearest pairs first: no code is given twice.

    So ``es-MX`` does not take ``es`` from a tag that is ``es`` itself, wherever the two stand.
    """
    free, waiting, found = set(codes), list(tags), dict[str, Nearest]()
    while offers := [(near.distance, n, near) for n, tag in enumerate(waiting) if (near := closest(tag, free))]:
        _, n, near = min(offers, key=lambda offer: offer[:2])
        found[waiting.pop(n)] = near
        free.discard(near.code)
    return found


def _distance(tag: str, code: str) -> int:
    """Candidates are whatever a side calls its locales: what cannot be read is far from everything."""
    there = tag_of(code) or _spoken_in(code)
    return langcodes.tag_distance(tag, there) if there and _one_language(tag, there) else FAR + 1


def _one_language(one: str, other: str) -> bool:
    first, second = (langcodes.Language.get(tag).language or "und" for tag in (one, other))
    return langcodes.tag_distance(first, second) <= SAME


def _spoken_in(code: str) -> str | None:
    """The language of a territory, for codes such as ``jp`` that name a country where a language was meant."""
    if len(code) != 2 or not code.isascii() or not code.isalpha():  # noqa: PLR2004  # territories have two letters
        return None
    language = langcodes.Language.make(territory=code.upper()).maximize().language
    return language if language and language != "und" else None


def _shared(tag: str, code: str) -> int:
    one, other = tag.lower(), code.lower().replace("_", "-")
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
