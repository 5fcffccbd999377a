"""What Webflow says when it says no, and the plain shape of what it says otherwise.

Source: Webflow Data API reference, error handling, seen 2026-11; the wording of single descriptions is as seen in
public client code where known, else our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, its JSON (None for an empty body, bytes for no JSON), and headers beyond the usual."""

    status: int
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """The request is answered with an error, in the vendor's shape."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: tuple[tuple[str, str], ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.headers = dict(headers or {})

    def reply(self) -> Reply:
        """Word it as the vendor does."""
        details = [{"param": param, "description": description} for param, description in self.details]
        body = {"message": self.message, "code": self.code, "externalReference": None, "details": details}
        return Reply(self.status, body, self.headers)


_CODES = {
    400: "bad_request",
    401: "not_authorized",
    403: "forbidden",
    404: "resource_not_found",
    409: "conflict",
    429: "too_many_requests",
    503: "service_unavailable",
}


def refusal_of(status: int) -> Refusal:
    """Make the error that goes with a bare status."""
    code = _CODES.get(status, "internal_error" if status >= 500 else "bad_request")  # noqa: PLR2004 - HTTP's own split
    return Refusal(status, code, code.replace("_", " ").capitalize())


def invalid(*details: tuple[str, str]) -> Refusal:
    """Refuse content: 400 with one detail for each thing wrong."""
    return Refusal(400, "validation_error", "Validation Error", details)


def malformed(message: str) -> Refusal:
    """Refuse a request that is not of the right shape."""
    return Refusal(400, "bad_request", message)


def no_item() -> Refusal:
    """Say that the item, or its variant in that locale, does not exist."""
    return Refusal(404, "resource_not_found", "Requested resource not found: The item cannot be found")


def missing(what: str) -> Refusal:
    """Say that something that is not an item does not exist."""
    return Refusal(404, "resource_not_found", f"Requested resource not found: The {what} cannot be found")


def conflict(message: str) -> Refusal:
    """Say that the state of things forbids it."""
    return Refusal(409, "conflict", message)
