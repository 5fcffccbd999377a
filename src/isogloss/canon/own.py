"""The spelling that a text was read in, beside the canonical text by which it is compared.

Decides which types keep one: those in whose spelling a person may have put something (words, markup, an address, a
telephone number, a list of tags). Numbers, switches, moments, dates and colours keep none: a platform shows them from
a picker or formats them, nobody spells them, and what one platform writes another one refuses. An option is a key, and
what is opaque is kept as it is anyhow.
"""

from datetime import tzinfo
from typing import Final

from isogloss.canon.around import comments
from isogloss.canon.values import canonical
from isogloss.model.value import ABSENT, Absent, Asset, AssetType, Scalar, ScalarType

_KEPT: Final = frozenset({"text", "long_text", "rich_text", "link", "email", "phone", "video", "tags"})
_ADDRESSES: Final = frozenset({"link", "email", "video"})
"""Types of which white space is no part, wherever it stands: fields that check them would refuse it."""


def spelled(type_: ScalarType, raw: str, zone: tzinfo | None = None) -> Scalar | Absent:
    """The value that a side shows as *raw*; ABSENT where that means nothing.

    zone:   as for ``canonical``.
    Raises: ValueError, with a sentence for people, where the text is not of the type.
    """
    text = canonical(type_, raw, zone)
    return Scalar(type_, text, kept(type_, text, raw)) if text else ABSENT


def blank(type_: str, raw: object) -> str:
    """A rich text that shows a reader nothing and holds comments all the same; "" for any other value."""
    if type_ != "rich_text" or not isinstance(raw, str) or "<!--" not in raw or canonical("rich_text", raw):
        return ""
    return raw if comments(raw) else ""


def described(type_: AssetType, identity: str, alt: object) -> Asset:
    """A file with its alternative text as a side shows it; anything but a text is none."""
    said = spelled("text", alt) if isinstance(alt, str) else ABSENT
    return Asset(type_, identity) if isinstance(said, Absent) else Asset(type_, identity, said.text, said.own)


def kept(type_: ScalarType, text: str, raw: str) -> str:
    """What of *raw* is the own spelling of a value whose canonical text is *text*; "" where it has none."""
    if raw == text or type_ not in _KEPT or (type_ in _ADDRESSES and len(raw.split()) != 1):
        return ""
    return raw


def sure(value: Scalar) -> Scalar:
    """The value without its own spelling, if that means anything else than its text."""
    try:
        same = not value.own or canonical(value.type, value.own) == value.text
    except ValueError:
        same = False
    return value if same else Scalar(value.type, value.text)
