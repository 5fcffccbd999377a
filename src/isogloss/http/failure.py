"""The one boundary where httpx's exceptions and HTTP's statuses become our errors.

Decides for every failure which error it is, whether it may be repeated and whether it took effect; what a 409 means it
tells by the vendor's own sentence, since the code is the same for a limit of the plan, which waiting does not lift, and
for a state that a person or a new plan mends. Refuses to repeat anything itself (``retry``) and to read vendors' error
bodies (``complaint``).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import httpx

from isogloss.errors import Drift, Full, Limited, Missing, Rejected, RemoteError, Stale, Unauthorized, Unavailable
from isogloss.http.answer import effect_if_lost, made_at, retry_after
from isogloss.http.complaint import Complaint, complaint_in
from isogloss.http.redact import Redactor
from isogloss.http.request import Request

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_DAY = 86_400
_ELSE: Final = (
    "the side is not in the state this write needs{said}. Plan again; if it comes back, publish the site there first."
)
_FULL: Final = re.compile(r"allowed on your current plan", re.IGNORECASE)
_ADVICE: Final[Mapping[re.Pattern[str], str]] = {
    _FULL: "the side's plan takes no more items{said}. That does not pass by itself: delete items there or raise the "
    "site's plan, then run again.",
    re.compile(r"multiple domains", re.IGNORECASE): "the domains of the site were published at different times{said}. "
    "Publish the whole site to all its domains at once, then run again.",
    re.compile(r"structure changed|must be published before", re.IGNORECASE): "the collection was changed since the "
    "site was published last{said}. Publish the site, then run again.",
    re.compile(r"never been published|not been published", re.IGNORECASE): "what is to be changed is not live"
    "{said}. Plan again, which sees what is.",
    re.compile(r"site (?:is not|hasn't been|was never) published", re.IGNORECASE): "the site was never published"
    "{said}. Publish it there once, then run again.",
}


@contextmanager
def translated(request: Request, redact: Redactor) -> Iterator[None]:
    """Turn whatever httpx raises while a request is under way into a RemoteError.

    Raises: Unavailable for connections and timeouts; Drift for a body packed in a way it does not say.
    """
    try:
        yield
    # "from None" throughout: an httpx exception carries the request, and the request carries the token.
    except _NEVER_LEFT as fault:
        # A certificate that is wrong now is wrong in a second; everything else may pass.
        passing = "CERTIFICATE" not in str(fault).upper()
        raise Unavailable(
            f"no connection ({redact.excerpt(redact.error(fault))}); nothing was sent. "
            "Check base_url and the network, then run again.",
            request=request.name,
            took_effect="no",
            transient=passing,
        ) from None
    except httpx.DecodingError as fault:
        raise Drift(
            f"the answer could not be unpacked ({redact.excerpt(redact.error(fault))}). "
            "Check what stands between us and the side.",
            request=request.name,
            took_effect=effect_if_lost(request),
        ) from None
    except httpx.RequestError as fault:
        outcome = "nothing was changed" if request.reads else "it may have taken effect, or not"
        raise Unavailable(
            f"no answer, or not all of it ({redact.excerpt(redact.error(fault))}); {outcome}. Run again.",
            request=request.name,
            took_effect=effect_if_lost(request),
        ) from None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A bad answer, as far as it has been read.

    setting: the name of the setting that holds the token used.
    now:     when it came, for a ``Retry-After`` that is a date.
    """

    request: Request
    status: int
    headers: Mapping[str, str]
    body: bytes
    setting: str
    now: datetime


def error_for(refusal: Refusal, redact: Redactor) -> RemoteError:  # noqa: PLR0911 - a table: a return per row
    """Say which error a bad answer is.

    Source: Webflow Data API reference, error handling; ButterCMS API reference, errors; both seen 2026-11.
    """
    request, status = refusal.request, refusal.status
    name = request.name
    complaint = complaint_in(refusal.body, redact)
    said = _said(complaint)
    match status:
        case 401 | 403:
            return Unauthorized(_about_token(refusal, complaint), request=name, status=status)
        case 404 | 410:
            return Missing(
                f"nothing is there{said}. It may have been deleted or renamed: read again, or mend the mapping.",
                request=name,
                status=status,
                made=made_at(refusal.headers, refusal.now),
            )
        case 409 if not complaint.code.startswith("duplicate"):
            # Webflow's "conflict" means that the variant or the site is not in the state the write needs: never
            # published, or published to several domains at different times. The plan saw another state, so it is
            # stale. A "duplicate_…" is content that stays refused however often it is planned again.
            kind = Full if _FULL.search(complaint.text) else Stale
            return kind(_about_state(complaint.text, said), request=name, status=status)
        case 429:
            wait = retry_after(refusal.headers, refusal.now)
            return Limited(_about_pace(wait, said), retry_after=wait, request=name)
        case 408:
            return _fault(refusal, f"the side gave up waiting for the request{said}")
        case _ if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return _fault(refusal, f"the side failed with {status}{said}")
        case _ if status >= httpx.codes.BAD_REQUEST:
            return Rejected(
                _about_content(complaint, status, said), fields=dict(complaint.fields), request=name, status=status
            )
        case _:
            return _redirect(refusal, redact)


def _said(complaint: Complaint) -> str:
    words = ": ".join(filter(None, [complaint.code, complaint.text]))
    return f" (it says: {words})" if words else ""


def _about_token(refusal: Refusal, complaint: Complaint) -> str:
    said = _said(complaint)
    if refusal.status == httpx.codes.UNAUTHORIZED:
        return (
            f"the side does not accept the token in {refusal.setting}{said}. "
            "Put a valid token there; a token that may only read is refused for writes."
        )
    if complaint.scopes:
        return (
            f"the token in {refusal.setting} lacks {', '.join(complaint.scopes)}{said}. "
            "Give the token that scope, or make a new one that has it."
        )
    return (
        f"the token in {refusal.setting} may not do this{said}. "
        "Check what the token is allowed and what the account's plan includes."
    )


def _about_pace(wait: float | None, said: str) -> str:
    if wait is None:
        return f"too many requests{said}. The side does not say how long to wait."
    if wait >= _DAY:
        # ButterCMS answers so when the month's quota is spent.
        return f"the quota is spent{said}; it opens again in {wait / _DAY:.1f} days. Wait, or raise the plan's quota."
    return f"too many requests{said}; it asks to wait {wait:.0f} s."


def _about_state(text: str, said: str) -> str:
    """What a 409 means and what to do.

    text:   the vendor's sentence; *said* is the same as it is shown, or "".
    Source: Webflow Data API v2, wordings of 409 written down by clients that met them, seen 2026-11.
    """
    found = next((words for pattern, words in _ADVICE.items() if pattern.search(text)), _ELSE)
    return found.format(said=said)


def _about_content(complaint: Complaint, status: int, said: str) -> str:
    if status == httpx.codes.METHOD_NOT_ALLOWED:
        return f"the side does not offer this call{said}. Turn the capability off in the mapping."
    where = ", ".join(f"{path}: {reason.rstrip('.')}" for path, reason in complaint.fields.items())
    return f"refused with {status}{said}{f' — {where}' if where else ''}. Mend the content or the mapping."


def _fault(refusal: Refusal, what: str) -> Unavailable:
    return Unavailable(
        f"{what}. Run again later.",
        request=refusal.request.name,
        status=refusal.status,
        took_effect=effect_if_lost(refusal.request),
    )


def _redirect(refusal: Refusal, redact: Redactor) -> Drift:
    """A redirect is never followed: a repeated POST can lose its method or body, and the call counts twice.

    Source: ButterCMS documentation: a path without its final slash is answered with 301; seen 2026-11.
    """
    to = redact.excerpt(refusal.headers.get("location", "nowhere"))
    before_work = refusal.status in {301, 307, 308}
    return Drift(
        f"redirected with {refusal.status} to {to}, and redirects are not followed. "
        "The likely cause is a missing trailing slash, or a base_url of another host or scheme.",
        request=refusal.request.name,
        status=refusal.status,
        took_effect="no" if before_work else effect_if_lost(refusal.request),
    )
