"""Whether a hint is from whom it says: what Webflow signs, and the header that ButterCMS sends along.

Decides that what is compared is compared in constant time, that a signature is good for five minutes around its time,
and that one that was heard is not heard again. Refuses to look into the body: it is bytes that were signed.

Source: Webflow, working with webhooks, and its SDKs, seen 2026-11: ``x-webflow-timestamp``, milliseconds, and
``x-webflow-signature``, the HMAC-SHA256 over ``timestamp:body`` in hexadecimal. ButterCMS, webhooks, seen 2026-11:
custom headers are all that there is.
"""

import hashlib
import hmac
import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from isogloss.http.redact import Secret

WINDOW: Final = 300.0
"""Seconds by which the time of a signature may be off ours, either way."""
_REMEMBERED: Final = 50_000
"""Signatures that are remembered; of more than these in a window, an old one would be one more hint."""
_DIGITS: Final = 15
_HEX: Final = 64


def is_timely(timestamp: str, now: float) -> bool:
    """Whether a time that Webflow gave is near ours.

    timestamp: milliseconds since 1970. now: seconds.
    """
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= _DIGITS):
        return False
    return abs(int(timestamp) / 1000 - now) <= WINDOW


def is_signed(secrets: Iterable[Secret], timestamp: str, signature: str, body: bytes) -> bool:
    """Whether one of some secrets signed this."""
    if len(signature) != _HEX or not signature.isascii():
        return False
    said, signed = signature.lower(), timestamp.encode() + b":" + body
    good = False
    for secret in secrets:
        made = hmac.new(secret.reveal().encode(), signed, hashlib.sha256).hexdigest()
        good |= hmac.compare_digest(made, said)
    return good


def is_shared(secret: Secret | None, value: str | None) -> bool:
    """Whether a header holds the secret that was agreed on."""
    if secret is None or not secret or value is None:
        return False
    return hmac.compare_digest(secret.reveal().encode(), value.encode("utf-8", "surrogateescape"))


class Heard:
    """The signatures of the last minutes; safe to share between threads."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        self._lock = threading.Lock()
        self._until: OrderedDict[bytes, float] = OrderedDict()
        self._remembered = remembered

    def again(self, name: str, signature: str, now: float) -> bool:
        """Whether this was heard before, within twice the window; from now on it was.

        name: of the mapping that it is about. now: seconds of any clock that does not go back.
        """
        key = hashlib.blake2b(f"{name}\0{signature.lower()}".encode(), digest_size=12).digest()
        with self._lock:
            while self._until and (len(self._until) >= self._remembered or next(iter(self._until.values())) <= now):
                self._until.popitem(last=False)
            if key in self._until:
                return True
            self._until[key] = now + 2 * WINDOW
            return False
