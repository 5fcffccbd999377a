"""What a side says when it refuses: both vendors' shapes read into one.

Decides how to find the message, the code, the fields and the missing scopes in an error body. Never raises: an error
body that cannot be understood is a complaint with nothing but its text. Refuses to know the status.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.http.redact import Redactor

_SCOPE = re.compile(r"\b[a-z_]+:(?:read|write)\b")
_SAYING = ("message", "detail", "error", "description")
_NOT_FIELDS = frozenset({*_SAYING, "code", "details", "externalReference", "name", "err", "status"})
_NOBODY = frozenset({"", "non_field_errors", "__all__"})
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a side refused.

    text:   one short line, secrets hidden; may be empty.
    code:   the vendor's own word for it, or "".
    fields: the vendor's field path to its reason.
    scopes: the scopes it names as missing, in its order.
    """

    text: str = ""
    code: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()


def complaint_in(body: bytes, redact: Redactor) -> Complaint:
    """Read an error body.

    Shape:  Webflow ``{"message","code","details":[{"param","description"} | {"field","message"} | text]}``;
            ButterCMS ``{"<field>": ["…"]}`` (key "" is no field), ``{"detail": "…"}`` or ``{"error": "…"}``.
            Anything else is shown as text.
    Source: Webflow Data API reference, error handling, and errors seen in public threads; ButterCMS API reference,
            errors; both seen 2026-11.
    """
    try:
        parsed: object = json.loads(body)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        return Complaint(text=redact.excerpt(body[:4000].decode("utf-8", "replace")))
    said = next((text for name in _SAYING if isinstance(text := parsed.get(name), str) and text), "")
    found = [*_details(parsed.get("details")), *_field_errors(parsed)]
    fields: dict[str, str] = {}
    for path, reason in found:
        if path := redact.excerpt(path):
            fields[path] = "; ".join(filter(None, [fields.get(path, ""), redact.excerpt(reason)]))
    loose = "; ".join(reason for path, reason in found if not path)
    code = parsed.get("code")
    return Complaint(
        text=redact.excerpt(": ".join(filter(None, [said, loose]))),
        code=redact.excerpt(code, 60) if isinstance(code, str) else "",
        fields=fields,
        scopes=tuple(dict.fromkeys(_SCOPE.findall(said))),
    )


def _details(details: object) -> Iterator[tuple[str, str]]:
    """Webflow's list: objects seen alive, objects as specified, and plain texts."""
    for detail in details if isinstance(details, list) else []:
        if isinstance(detail, str):
            yield "", detail
        elif isinstance(detail, dict):
            path = detail.get("param") or detail.get("field") or ""
            yield str(path), str(detail.get("description") or detail.get("message") or "refused")


def _field_errors(parsed: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """ButterCMS's map. A plain text beside a field's name is taken too; the vendor's pages print both."""
    for name, inner in parsed.items():
        if isinstance(inner, list | dict) and name != "details":
            yield from _reasons("" if name in _NOBODY or name in _SAYING else name, inner, _DEPTH)
        elif isinstance(inner, str) and name not in _NOT_FIELDS:
            yield "" if name in _NOBODY else name, inner


def _reasons(path: str, value: object, depth: int) -> Iterator[tuple[str, str]]:
    """Walk nested errors: ``{"fields": {"en": {"headline": ["…"]}}}`` is at ``fields.en.headline``."""
    if depth == 0:
        return
    match value:
        case str():
            yield path, value
        case list():
            for place, inner in enumerate(value):
                yield from _reasons(path if isinstance(inner, str) else f"{path}[{place}]", inner, depth - 1)
        case dict():
            for name, inner in value.items():
                below = path if name in _NOBODY else ".".join(filter(None, [path, name]))
                yield from _reasons(below, inner, depth - 1)
