"""What a field of a collection takes beyond its type, as its validations and the reference tell.

Decides what would be refused, so that a plan can say so. Refuses to know values.

Source: Webflow reference, collection fields, and notes on wordings of refusals (`Is too long`, a slug beside
``^[_a-zA-Z0-9][-_a-zA-Z0-9]*$``), seen 2026-11. What the validations of texts are called is [inferred].
"""

from typing import Final

from isogloss.adapters.webflow.wire import FieldBody, Validations
from isogloss.model.schema import ANYTHING, Rule

LONGEST: Final = 256
"""Characters in a name or a slug. Source: early field definitions of Webflow collections [inferred]."""
SLUG_RULE: Final = Rule(longest=LONGEST, pattern="[_a-zA-Z0-9][-_a-zA-Z0-9]*")
_OTHERS: Final = "ai bmp doc docx eps heic ico mov mp3 mp4 pdf ppt pptx psd tif tiff txt xls xlsx zip"
"""Source: Webflow reference, assets: images are PNG, JPEG, GIF, SVG, WebP, AVIF; "Unsupported file type" for others,
seen 2026-11. An address may end in anything, so only what is surely of another kind is named."""
_NO_PICTURES: Final = tuple(f".{ending}" for ending in _OTHERS.split())
_OWN: Final = {"slug": SLUG_RULE, "name": Rule(longest=LONGEST)}


def rule_of(field: FieldBody) -> Rule:
    """What a field takes."""
    said = field.validations or Validations()
    if field.slug in _OWN:
        return _OWN[field.slug]
    match field.type:
        case "Image" | "ImageRef" | "MultiImage":
            return Rule(other_files=_NO_PICTURES)
        case "Number":
            floor = [0.0] if said.allow_negative is False else []
            least = max([*floor, *_numbers(said.min_value)], default=None)
            most = min(_numbers(said.max_value), default=None)
            return Rule(least=least, most=most, whole=said.format == "integer")
        case "PlainText":
            return Rule(shortest=_count(said.min_length), longest=_count(said.max_length))
        case _:
            return ANYTHING


def _count(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and said >= 0 else None


def _numbers(said: object) -> list[float]:
    return [float(said)] if isinstance(said, int | float) and not isinstance(said, bool) else []
