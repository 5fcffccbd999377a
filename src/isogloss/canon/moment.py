"""Instants and dates.

Decides the one spelling of a point in time (aware UTC, ``2026-01-01T00:00:00Z``) and of a calendar day. Without a
zone a time is taken as UTC, or as of the zone the caller names: platforms send such times, and guessing the machine's
zone would make two machines disagree.

Source: Webflow DateTime is ISO 8601 UTC with milliseconds; ButterCMS sends ``2024-03-15T14:30:00`` without a zone,
and ``T00:00:00`` where only a date was given. Seen 2026-11.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

_DATE_ONLY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CUT: Final = timedelta(seconds=1)
"""Platforms cut the fraction to milliseconds, or away; two different seconds stay two."""


def canonical_instant(text: str, zone: tzinfo | None = None) -> str:
    """Give the instant in UTC, with a fraction only where it is not zero, to the microsecond.

    Raises: ValueError for what is not an ISO 8601 date and time.
    """
    text = text.strip()
    return _written(_read(text, zone)) if text else ""


def canonical_date(text: str, zone: tzinfo | None = None) -> str:
    """Give the calendar day.

    A midnight keeps its own day, or becomes the day of *zone* where a zone is given (``15:00Z`` is midnight in Tokyo).

    Raises: ValueError for what is not a date, or has a time of day that would be lost.
    """
    text = text.strip()
    if not text:
        return ""
    moment = _parsed(text)
    if moment.tzinfo is not None and zone is not None:
        moment = moment.astimezone(zone)
    if (moment.hour, moment.minute, moment.second, moment.microsecond) != (0, 0, 0, 0):
        raise ValueError(f"{text[:80]!r} is not a date: it has a time of day; map the field as an instant.")
    return moment.date().isoformat()


def alike_instants(one: str, other: str) -> bool:
    """Tell whether two canonical instants are less than a second apart."""
    if not one or not other:
        return one == other
    return abs(_read(one, None) - _read(other, None)) < _CUT


def _read(text: str, zone: tzinfo | None) -> datetime:
    moment = _parsed(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone or UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text[:80]!r} is outside the years 1 to 9999 once it is in UTC.") from None


def _parsed(text: str) -> datetime:
    # Python also reads week dates and bare digits; no platform sends them, and a number is not a date.
    if _DATE_ONLY.match(text):
        try:
            return datetime.fromisoformat(text.upper())
        except ValueError:
            pass
    raise ValueError(f"{text[:80]!r} is not a date or time; expected a form such as 2026-01-31T10:00:00Z.")


def _written(moment: datetime) -> str:
    whole = moment.replace(tzinfo=None, microsecond=0).isoformat()
    fraction = f"{moment.microsecond:06d}".rstrip("0")
    return f"{whole}.{fraction}Z" if fraction else f"{whole}Z"
