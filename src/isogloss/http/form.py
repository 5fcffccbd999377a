"""Sending a file as a form to a storage service that a side named.

Decides how such a form travels: the fields as they were given, the file last, and no token of ours, which the service
would take for a second kind of proof.

Source: Webflow guide "working with assets", seen 2026-11: the form of the second step, answered with 201.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from isogloss.errors import Drift, Rejected, Unavailable


def send_form(
    address: str, fields: Mapping[str, str], file: tuple[str, bytes, str], transport: httpx.BaseTransport | None = None
) -> None:
    """Send a form.

    file:   name, content and media type.
    transport: what carries it; None is the network.
    Raises: Rejected where the service does not take it; Unavailable where it gave no answer or was at fault itself;
            Drift where the address is none.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Drift(f"{address[:80]!r} is no address to send a file to", path="uploadUrl")
    name = f"POST {parts.path or '/'}"
    try:
        safe = parts.scheme == "https"
        with httpx.Client(trust_env=safe, verify=safe, timeout=60.0, transport=transport) as http:
            answer = http.post(address, data=dict(fields), files={"file": file}, follow_redirects=False)
    except httpx.ConnectError as fault:
        raise Unavailable(f"no connection ({fault})", request=name, took_effect="no") from None
    except httpx.HTTPError as fault:
        raise Unavailable(f"no answer ({type(fault).__name__})", request=name, took_effect="unknown") from None
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise Unavailable(
            "the storage service is at fault", request=name, took_effect="unknown", status=answer.status_code
        )
    if answer.status_code != httpx.codes.CREATED:
        said = answer.text[:200]
        raise Rejected(f"the storage service does not take the file: {said}", request=name, status=answer.status_code)
