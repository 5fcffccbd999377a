"""Posting a message to an address that its owner gave us.

Decides that one try is one request: no redirect is followed, nothing is repeated, and of the answer only its status is
looked at. Refuses to know what the message says.
"""

from collections.abc import Mapping
from contextlib import closing

import httpx

from isogloss import __version__
from isogloss.http.here import on_this_machine


def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> str:
    """Post once; why it was not taken, and nothing where it was. Never says the address, which may be a secret.

    seconds: how long connecting, sending and waiting for the answer may take, each.
    """
    told = {"user-agent": f"isogloss/{__version__}", "content-type": "application/json", **headers}
    try:
        address = httpx.URL(url)
        http = httpx.Client(
            timeout=seconds,
            follow_redirects=False,
            trust_env=not on_this_machine(address.host),
            verify=address.scheme == "https",
        )
        leaving = http.build_request("POST", address, content=body, headers=told)
        with http, closing(http.send(leaving, stream=True)) as answer:
            return "" if answer.is_success else f"it answered {answer.status_code}"
    except httpx.TimeoutException:
        return f"it did not answer within {seconds:g} s"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"it cannot be reached ({type(error).__name__})"
