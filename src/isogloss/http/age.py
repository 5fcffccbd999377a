"""How old an answer is, as the caches say through which it came.

Decides nothing about what an old answer is worth. An answer without a word of a cache was made for us.

Source: RFC 9111, 5.1: ``Age`` is whole seconds, counted from when the side made the answer. Recorded ButterCMS answers
        carry ``Age`` and ``X-Cache``, with one word for each cache on the way; Cloudflare's is ``CF-Cache-Status``.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

_NEVER = datetime.min.replace(tzinfo=UTC)


def made_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When a cached answer was made, at the latest; None for one that was made for us, as far as is told.

    headers: names in lower case.
    """
    words = f"{headers.get('x-cache', '')},{headers.get('cf-cache-status', '')}".upper().split(",")
    found = any(word.strip().startswith(("HIT", "STALE", "UPDATING", "REVALIDATED")) for word in words)
    age = headers.get("age", "").strip()
    if age.isdecimal() and (found or int(age) > 0):
        # It counts whole seconds, so the answer may be older by nearly one.
        return _NEVER if len(age) > 9 else now - timedelta(seconds=int(age) + 1)  # noqa: PLR2004  # thirty years
    return _NEVER if found else None
