"""The gate: who may ask, how often, and with which path.

Decides on tokens, the monthly quota, the rate and the last slash, before anything is looked up.

Source: ButterCMS authentication, rate limits and error codes (reference sections 2, 9, 10). That there is a limit per
minute at all is [inferred]; it is off unless switched on.
"""

import math
from datetime import UTC, datetime
from typing import cast

from isogloss.sandbox.buttercms.answers import WORDS, Answer, Call, RefusalError, refuse
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.limiter import Limiter

READS = ("GET", "HEAD", "OPTIONS")
_MISSING = "Authentication credentials were not provided."
_CHALLENGE = {"WWW-Authenticate": "Token"}


def admit(desk: Desk, call: Call, limiter: Limiter) -> None:
    """Let a call through, or refuse it: 301, 401, 403, 413 or 429."""
    if not call.slash and desk.switches.slash_redirect:
        # Source: the redirected call counts as well, so that a missing slash costs two.
        _count(desk)
        raise RefusalError(Answer(301, None, {"Location": f"{call.path}/{'?' * bool(call.query)}{call.query}"}))
    _authorize(desk, call)
    _count(desk)
    _pace(desk, call, limiter)
    most = desk.switches.max_request_bytes
    if most and len(call.body) > most:
        refuse(413)


def _authorize(desk: Desk, call: Call) -> None:
    switches = desk.switches
    if call.method in READS:
        given = [call.token, call.params.get("auth_token")]
        if switches.read_token in given or call.token == switches.write_token:
            return
        refuse(401, WORDS[401] if any(given) else _MISSING, _CHALLENGE)
    if call.token != switches.write_token:
        # Source: a read token used for a write is refused with the same words as no token at all.
        known = call.token in (None, switches.read_token)
        refuse(401, _MISSING if known else WORDS[401], _CHALLENGE)
    if not switches.write_enabled:
        refuse(403, "The Write API is not part of your plan.")


def _count(desk: Desk) -> None:
    now = datetime.fromisoformat(desk.stamp)
    month = f"{now:%Y-%m}"
    used = desk.store.used
    before = cast("int", used["requests"]) if used["month"] == month else 0
    if desk.switches.quota and before >= desk.switches.quota:
        wait = {"Retry-After": str(_until_month(now))} if desk.switches.quota_retry_after else None
        refuse(429, headers=wait)
    desk.store.used = {"month": month, "requests": before + 1}


def _until_month(now: datetime) -> int:
    year, month = divmod(now.year * 12 + now.month, 12)
    return math.ceil((datetime(year, month + 1, 1, tzinfo=UTC) - now).total_seconds())


def _pace(desk: Desk, call: Call, limiter: Limiter) -> None:
    limit = desk.switches.rate_limit
    if not limit:
        return
    token = call.token or call.params.get("auth_token", "")
    allowance = limiter.take(token, limit=limit, window=desk.switches.minute_seconds)
    if not allowance.permitted:
        refuse(429, "Too many requests.", {"Retry-After": str(math.ceil(allowance.retry_after))})
