"""What a side answered: the few headers that matter and the JSON, whole or not at all.

Decides when a body is whole and readable, and how old it is, as the caches say through which it came. Refuses to judge
the status: that is ``failure``'s business; and to say what an old answer is worth.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Never

from isogloss.errors import Drift, Effect
from isogloss.http.redact import Redactor
from isogloss.http.request import Request

if TYPE_CHECKING:
    import httpx

LARGEST = 11 * 1024 * 1024
"""Bytes. ButterCMS limits its answers to 10 MB, Webflow sends less; the rest is margin.
Source: ButterCMS API reference, limits, seen 2026-11."""

KEPT = frozenset(
    {"age", "cf-cache-status", "content-type", "date", "location", "retry-after", "x-cache"}
    | {"x-ratelimit-limit", "x-ratelimit-remaining"}
)
_KINDS: Final[Mapping[type, str]] = {type(None): "null", list: "a list", str: "a text"}
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer.

    headers: only those in ``KEPT``, names in lower case.
    json:    an object (``dict``), or None for an answer without a body (204).
    request: the name of the request it answers, for whoever finds a fault in it later.
    made:    when the side made it, where a cache kept it since; None where it was made for us, as far as is told.
    """

    status: int
    headers: Mapping[str, str]
    json: object
    request: str = ""
    made: datetime | None = None


def effect_if_lost(request: Request) -> Effect:
    """Say what a request may have done whose answer is of no use: a read nothing, a write perhaps everything."""
    return "no" if request.reads else "unknown"


def kept(headers: "httpx.Headers") -> dict[str, str]:
    """Pick the headers that matter."""
    return {name: headers[name] for name in KEPT if name in headers}


def body_of(request: Request, response: "httpx.Response", largest: int = LARGEST) -> bytes:
    """Read the body to its end, unpacked.

    Raises: Drift as soon as it is larger than ``largest`` bytes; httpx's own errors where it breaks off.
    """
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > largest:
            raise Drift(
                f"the answer is larger than {largest} bytes and was not read to its end; ask for smaller pages.",
                request=request.name,
                took_effect=effect_if_lost(request),
                status=response.status_code,
            )
    return bytes(body)


def answer_from(request: Request, status: int, headers: Mapping[str, str], body: bytes, redact: Redactor) -> Answer:
    """Parse a good answer. Both vendors answer with a JSON object everywhere, or with 204 and nothing.

    Raises: Drift where the body is anything else; on a write its effect is then unknown.
    Source: Webflow Data API reference and ButterCMS API reference, response examples, seen 2026-11.
    """
    if status == HTTPStatus.NO_CONTENT and not body.strip():
        return Answer(status, headers, None, request.name)
    try:
        parsed: object = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        shown = redact.excerpt(body[:1000].decode("utf-8", "replace")) or "nothing"
        problem = f"the answer is not JSON but begins with: {shown}"
    else:
        if isinstance(parsed, dict):
            return Answer(status, headers, parsed, request.name)
        kind = _KINDS.get(type(parsed), "a number or flag")
        problem = f"the answer is JSON, but its top is {kind} where an object was expected"
    raise Drift(
        f"{problem}. Check that base_url points at the API.",
        request=request.name,
        took_effect=effect_if_lost(request),
        status=status,
    )


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Read ``Retry-After``: seconds to wait from now, or None where it is not there or says nothing.

    Source: RFC 9110, 10.2.3: a number of seconds, or a date.
    """
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        date = _date(text)
        if date is None:
            return None
        # The RFC's dates are in GMT; one written without a zone is parsed as naive.
        seconds = (date.replace(tzinfo=date.tzinfo or now.tzinfo) - now).total_seconds()
    return max(0.0, seconds) if seconds < float("inf") else None


def dated_at(headers: Mapping[str, str]) -> datetime | None:
    """What time it was at the side when it answered, in whole seconds; None where it does not say, or a cache does.

    Source: RFC 9110, 6.6.1: a date in GMT.
    """
    date = _date(headers.get("date", ""))
    return None if date is None or "age" in headers else date.replace(tzinfo=date.tzinfo or UTC)


def made_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When a cached answer was made, at the latest; None for one that was made for us, as far as is told.

    headers: names in lower case. An answer without a word of a cache was made for us.
    Source:  RFC 9111, 5.1: ``Age`` is whole seconds, counted from when the side made the answer. Recorded ButterCMS
             answers carry ``Age`` and ``X-Cache``, with one word for each cache on the way; Cloudflare's is
             ``CF-Cache-Status``.
    """
    words = f"{headers.get('x-cache', '')},{headers.get('cf-cache-status', '')}".upper().split(",")
    found = any(word.strip().startswith(("HIT", "STALE", "UPDATING", "REVALIDATED")) for word in words)
    age = headers.get("age", "").strip()
    if age.isdecimal() and (found or age.strip("0")):
        # It counts whole seconds, so the answer may be older by nearly one.
        return _NEVER if len(age) > 9 else now - timedelta(seconds=int(age) + 1)  # noqa: PLR2004  # thirty years
    return _NEVER if found else None


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the second where a year has more digits than a number of the machine
        return None


def _no_number(name: str) -> Never:
    raise ValueError(f"{name} is not JSON")
