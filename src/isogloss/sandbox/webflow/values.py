"""Field values: what Webflow accepts, and what it then shows.

Decides for each field type whether a value is good and in which form it is kept. Does not know items, drafts or
publishing; whether a slug is taken is decided where items are.

Source: Webflow, field types and item values, seen 2026-11; wordings of refusals as seen in client code where known.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from html import escape, unescape
from typing import cast

from isogloss.sandbox.clock import instant, iso
from isogloss.sandbox.webflow.answers import invalid
from isogloss.sandbox.webflow.content import Collection, Field
from isogloss.sandbox.webflow.media import BadFile, hosted
from isogloss.sandbox.webflow.richtext import rewritten, scattered
from isogloss.sandbox.webflow.world import World

CREATABLE = frozenset(
    (
        *("Color", "DateTime", "Email", "File", "Image", "Link", "MultiImage", "Number", "Phone", "PlainText"),
        *("RichText", "Switch", "VideoLink", "Option", "Reference", "MultiReference"),
    )
)
READ_ONLY = frozenset({"ExtFileRef", "User"})
_LONGEST = 256
SLUG = re.compile(r"^[_a-zA-Z0-9][-_a-zA-Z0-9]*$")
"""Source: a public translation connector, August 2026: any other slug fails the whole update."""
_NAMED_COLORS = {"black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff"}
_PICTURE = re.compile(r'(<img\b[^>]*?\ssrc=")([^"]+)(")', re.IGNORECASE)
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]+)\)", re.IGNORECASE)
_EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Given:
    """One value on its way in.

    locale:     where it will stand; references are looked up there.
    drops_bad:  whether a bad file is left out rather than refused.
    base:       the address the client used, for files hosted here.
    """

    world: World
    field: Field
    locale: str
    drops_bad: bool
    base: str


def accepted(
    world: World, collection: Collection, locale: str, given: Mapping[str, object], *, drops_bad: bool, base: str
) -> dict[str, object]:
    """Judge a ``fieldData`` and give each value as it will be kept; None for a field to clear.

    Shape:   only the fields given; a dropped file is missing.
    Raises:  Refusal with one detail for each field that is wrong.
    """
    kept: dict[str, object] = {}
    wrong: list[tuple[str, str]] = []
    for slug, value in given.items():
        described = collection.fields.get(slug)
        if described is None:
            wrong.append((slug, "Field not described in schema: undefined"))
            continue
        try:
            kept[slug] = _one(Given(world, described, locale, drops_bad, base), value)
        except _LeftOut:
            continue
        except ValueError as error:
            wrong.append((slug, str(error)))
    if wrong:
        raise invalid(*wrong)
    return kept


def require(collection: Collection, fields: Mapping[str, object], *, only: Mapping[str, object] | None = None) -> None:
    """Refuse content that lacks a required field; ``only`` limits the check to the fields just sent."""
    cleared = "Required field cannot be cleared"
    lacking = [
        (each.slug, cleared if each.slug in (only or {}) else "Field is required")
        for each in collection.fields.values()
        if each.required and (only is None or each.slug in only) and fields.get(each.slug) in _EMPTY
    ]
    if lacking:
        raise invalid(*lacking)


def slugged(text: str) -> str:
    """Make a slug of any text: lower case, spaces to hyphens, the rest left out."""
    return re.sub(r"[^a-z0-9_-]+", "", re.sub(r"\s+", "-", text.strip().lower()))


class _LeftOut(Exception):
    """The value is skipped without a refusal."""


def _one(given: Given, value: object) -> object:
    if given.field.type in READ_ONLY or not given.field.editable:
        raise ValueError("Field is not editable")
    if value is None:
        refused = given.world.switches.null_reference == "refused"
        if refused and given.field.type in {"Reference", "MultiReference"}:
            raise ValueError("Expected value to be an ItemRef: 'null'")
        match given.world.switches.null_on_write:
            case "reject":
                raise ValueError("Expected value not to be null")
            case "ignore":
                raise _LeftOut
        if given.field.slug in {"name", "slug"}:
            raise ValueError("Expected value to be a string")
        return None
    try:
        return _ACCEPT[given.field.type](given, value)
    except BadFile:
        if given.drops_bad:
            raise _LeftOut from None
        raise


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("Expected value to be a string")
    return value


def _plain(given: Given, value: object) -> object:
    text = _string(value)
    rules = given.field.validations or {}
    if given.field.slug == "slug":
        return _slug(text, lowered=given.world.switches.slug_case == "lowered")
    if (rules.get("singleLine") or given.field.slug == "name") and re.search(r"[\r\n]", text):
        raise ValueError("Expected value to be a single line")
    if given.field.slug == "name" and len(text) > _LONGEST:
        raise ValueError(f"Expected value to have at most {_LONGEST} characters")
    low, high = rules.get("minLength"), rules.get("maxLength")
    if isinstance(low, int) and len(text) < low:
        raise ValueError("Is too short")
    if isinstance(high, int) and len(text) > high:
        raise ValueError("Is too long")
    return text


def _slug(text: str, *, lowered: bool) -> str:
    if text and (not SLUG.fullmatch(text) or len(text) > _LONGEST):
        raise ValueError(f"Value (slug) should match {SLUG.pattern}, with at most {_LONGEST} characters")
    return text.lower() if lowered else text


def _rich(given: Given, value: object) -> object:
    turned, text = given.world.switches, _string(value)
    if turned.text_rehost:
        text = _PICTURE.sub(lambda found: f"{found[1]}{_hosted_in_text(given, found[2])}{found[3]}", text)
    if turned.block_space == "loses":
        text = scattered(text)
    return rewritten(text, level=turned.html_rewrite, code_blocks=turned.code_blocks, inline_code=turned.inline_code)


def _hosted_in_text(given: Given, written: str) -> str:
    try:
        return escape(str(hosted(given.world, {"url": unescape(written)}, given.base)["url"]))
    except BadFile:
        return written


def _number(given: Given, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("Expected value to be a number")
    rules = given.field.validations or {}
    low, high = rules.get("minValue"), rules.get("maxValue")
    if rules.get("format") == "integer" and value != int(value):
        raise ValueError("Expected value to be an integer")
    if rules.get("allowNegative") is False and value < 0:
        raise ValueError("Expected value not to be negative")
    if isinstance(low, int | float) and value < low:
        raise ValueError(f"Expected value to be at least {low}")
    if isinstance(high, int | float) and value > high:
        raise ValueError(f"Expected value to be at most {high}")
    return value


def _switch(_: Given, value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("Expected value to be a boolean")
    return value


def _instant(given: Given, value: object) -> object:
    try:
        at = instant(_string(value)).astimezone(UTC)
    except ValueError:
        raise ValueError("Expected value to be an ISO 8601 date") from None
    return iso(at) if given.world.switches.datetime_ms else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _color(given: Given, value: object) -> object:
    text = _string(value).strip()
    lowered = text.lower()
    if lowered == "transparent" or _FUNCTION.fullmatch(text) or _HEX.fullmatch(text) or lowered in _NAMED_COLORS:
        return _as_hex(lowered) if given.world.switches.color_rewrite else text
    raise ValueError("Expected value to be a color")


def _as_hex(color: str) -> str:
    if color in _NAMED_COLORS:
        return _NAMED_COLORS[color]
    if _HEX.fullmatch(color):
        digits = color[1:]
        return "#" + (digits if len(digits) > 4 else "".join(digit * 2 for digit in digits))  # noqa: PLR2004 - #RGBA
    found = re.fullmatch(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", color)
    return "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups()) if found else color


def _address(given: Given, value: object) -> object:
    text = _string(value)
    if re.search(r"\s", text):
        raise ValueError("Expected value to be a URL")
    if given.field.type == "VideoLink" and text and not re.match(r"https?://", text):
        raise ValueError("Expected value to be a video URL")
    return text


def _email(_: Given, value: object) -> object:
    text = _string(value)
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ValueError("Expected value to be an email address")
    return text


def _option(given: Given, value: object) -> object:
    if value not in given.field.options():
        raise ValueError("Expected value to be the id of one of the field's options")
    return value


def _reference(given: Given, value: object) -> object:
    target = given.world.content.collections.get(cast(str, (given.field.validations or {}).get("collectionId")))
    if not isinstance(value, str) or target is None or target.items.get(value, given.locale) is None:
        raise ValueError("Referenced item not found")
    return value


def _references(given: Given, value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("Expected value to be an array")
    found = [_reference(given, each) for each in value]
    return sorted(cast("list[str]", found)) if given.world.switches.multi_order == "sorted" else found


def _file(given: Given, value: object) -> object:
    anew = given.field.type == "Image" and given.world.switches.image_writes == "imported"
    return hosted(given.world, value, given.base, anew=anew)


def _images(given: Given, value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("Expected value to be an array")
    anew = given.world.switches.image_writes == "imported"
    kept = []
    for image in value:
        try:
            kept.append(hosted(given.world, image, given.base, anew=anew))
        except BadFile:
            if not given.drops_bad:
                raise
    if given.world.switches.multi_order == "sorted":
        kept.sort(key=lambda image: str(image["url"]))
    return kept


_ACCEPT: dict[str, Callable[[Given, object], object]] = {
    "PlainText": _plain,
    "RichText": _rich,
    "Image": _file,
    "File": _file,
    "MultiImage": _images,
    "VideoLink": _address,
    "Link": _address,
    "Email": _email,
    "Phone": lambda _, value: _string(value),
    "Number": _number,
    "DateTime": _instant,
    "Switch": _switch,
    "Color": _color,
    "Option": _option,
    "Reference": _reference,
    "MultiReference": _references,
}
