"""The canonical form and the likeness of every value type, by the type's name.

Decides which rule a type has. Two questions only: which spelling stands for this value (``canonical``), and may one
value be a platform's rendering of the other (``alike``). Refuses to know sides, fields and mappings.
"""

import re
from collections.abc import Callable
from datetime import tzinfo
from typing import Final

from isogloss.canon.address import canonical_email, canonical_link, loose_link, loose_phone, loose_video
from isogloss.canon.colour import alike_colours, canonical_colour
from isogloss.canon.html import canonical_html
from isogloss.canon.loose import loose_html, loose_text
from isogloss.canon.moment import alike_instants, canonical_date, canonical_instant
from isogloss.canon.number import canonical_number, loose_number
from isogloss.canon.tags import canonical_tags, loose_tags
from isogloss.canon.text import canonical_long_text, canonical_text

Canonical = Callable[[str, tzinfo | None], str]
Alike = Callable[[str, str], bool]

_MEDIA: Final = re.compile(r'<(?:embed|iframe|img|video)((?: [^\s=>]+="[^"]*")*)')
_SIZE: Final = re.compile(r' (?:height|width)="[^"]*"')
_FILM: Final = re.compile(r'<video(?= [^>]*?height="150")(?= [^>]*?width="300")[^>]*>')
"""A film of the size that one has of which no size is said; TinyMCE says it. Source: HTML, replaced elements."""


def canonical(kind: str, text: str, zone: tzinfo | None = None) -> str:
    """Give the one spelling of a value of the type *kind*; "" where the value means nothing.

    kind:   text, long_text, rich_text, number, flag, instant, date, option, link, email, phone, colour, video, tags,
            opaque.
    zone:   the zone of instants and dates that name none; UTC if not given. Other types do not look at it.
    Raises: ValueError, with a sentence for people, where the text is not of the type.
    """
    rule = _CANONICAL.get(kind)
    if rule is None:
        raise AssertionError(f"{kind} is not a type that has text values; the types are {', '.join(_CANONICAL)}.")
    if not text.isascii():
        _refuse_half_characters(text)
    return rule(text, zone)


def alike(kind: str, one: str, other: str) -> bool:
    """Tell whether one value may be a platform's rendering of the other.

    Looser than equality of canonical forms and never stricter. Text that is not of the type is like itself only.
    """
    try:
        left, right = canonical(kind, one), canonical(kind, other)
    except ValueError:
        return one == other
    return left == right or _ALIKE[kind](left, right)


def seen(kind: str, text: str) -> str:
    """Give of a canonical text what a reader sees of it; of the types that hold nothing else, all.

    A picture's size is seen, though a platform may render the text without it.
    """
    fold = _SEEN.get(kind)
    return text if fold is None else fold(text)


def is_whole(text: str) -> bool:
    """Whether a text can be written in any encoding: it holds no half of a surrogate pair."""
    try:
        _refuse_half_characters(text)
    except ValueError:
        return False
    return True


def _refuse_half_characters(text: str) -> None:
    """Refuse what JSON can escape but no encoding can write: half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"character {error.start} is half of a surrogate pair (U+{ord(text[error.start]):04X}), which is not text."
        ) from None


def _flag(text: str) -> str:
    text = text.strip().lower()
    if text not in {"", "true", "false"}:
        raise ValueError(f"{text[:80]!r} is not a flag; expected true or false.")
    return text


def _zoneless(rule: Callable[[str], str]) -> Canonical:
    return lambda text, _zone: rule(text)


def _folded(fold: Callable[[str], str]) -> Alike:
    return lambda one, other: fold(one) == fold(other)


def _loose_long_text(text: str) -> str:
    """Fold each line; where lines end stays content."""
    return "\n".join(map(loose_text, text.split("\n"))).strip("\n")


def _seen_html(text: str) -> str:
    """Fold a text and keep the sizes of its pictures; one that says no size is its loose form."""
    sized = _FILM.sub("<video>", text) if "<video" in text else text
    sizes = "".join(size for found in _MEDIA.findall(sized) for size in _SIZE.findall(found))
    return f"{loose_html(text)}\0{sizes}" if sizes else loose_html(text)


def _differ(_one: str, _other: str) -> bool:
    """No platform renders this type in another spelling: only equal values are alike."""
    return False


_CANONICAL: Final[dict[str, Canonical]] = {
    "text": _zoneless(canonical_text),
    "long_text": _zoneless(canonical_long_text),
    "rich_text": _zoneless(canonical_html),
    "number": _zoneless(canonical_number),
    "flag": _zoneless(_flag),
    "instant": canonical_instant,
    "date": canonical_date,
    "option": _zoneless(canonical_text),
    "link": _zoneless(canonical_link),
    "email": _zoneless(canonical_email),
    "phone": _zoneless(canonical_text),
    "colour": _zoneless(canonical_colour),
    "video": _zoneless(canonical_link),
    "tags": _zoneless(canonical_tags),
    "opaque": _zoneless(str),
}

_ALIKE: Final[dict[str, Alike]] = {
    "text": _folded(loose_text),
    "long_text": _folded(_loose_long_text),
    "rich_text": _folded(loose_html),
    "number": _folded(loose_number),
    "flag": _differ,
    "instant": alike_instants,
    "date": _differ,
    "option": _differ,
    "link": _folded(loose_link),
    "email": _folded(str.lower),
    "phone": _folded(loose_phone),
    "colour": alike_colours,
    "video": _folded(loose_video),
    "tags": _folded(loose_tags),
    "opaque": _differ,
}

_SEEN: Final[dict[str, Callable[[str], str]]] = {
    "text": loose_text,
    "long_text": _loose_long_text,
    "rich_text": _seen_html,
}
