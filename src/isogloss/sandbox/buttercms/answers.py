"""Answers as ButterCMS words them, and how a handler gives up early with one.

Decides the bodies of refusals; knows nothing of what was asked.

Source: ButterCMS error codes and recorded answers of its SDK tests (2024), reference section 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NoReturn

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Call:
    """One request, without its transport.

    parts:      the path after ``/v2``, without empty segments.
    slash:      whether the path ended in one.
    params:     the query; of a name given twice, the last.
    token:      what the Authorization header carried after the word Token, or None.
    never:      a fault asked that this write never takes effect.
    """

    method: str
    path: str
    parts: tuple[str, ...]
    slash: bool
    query: str
    params: Mapping[str, str]
    token: str | None = None
    body: bytes = b""
    never: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with a JSON body (None: no body at all) and headers of its own."""

    status: int
    body: object = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class RefusalError(Exception):
    """A handler gives up; carries the answer. Never leaves the sandbox: it is caught where requests are dispatched."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(f"{answer.status}: {answer.body}")


PENDING: Json = {"status": "pending"}
"""The whole answer to a write. Source: ButterCMS HTTP status codes; there is no job id and no status endpoint."""

WORDS: Mapping[int, str] = {
    400: "Bad request.",
    401: "Invalid token.",
    403: "You do not have permission to perform this action.",
    404: "Not found.",
    405: "Method not allowed.",
    413: "Request body is too large.",
    429: "API Calls limit reached.",
    500: "Internal server error.",
    502: "Bad gateway.",
    503: "Service unavailable.",
}


def refusal(status: int) -> Json:
    """Make the body of an error in the vendor's words."""
    return {"detail": WORDS.get(status, WORDS[400] if status < 500 else WORDS[500])}  # noqa: PLR2004 - a status class


def refuse(status: int, detail: str | None = None, headers: Mapping[str, str] | None = None) -> NoReturn:
    """Give up with a status and ``{"detail": …}``."""
    raise RefusalError(Answer(status, {"detail": detail} if detail else refusal(status), headers or {}))


def invalid(problems: Mapping[str, list[str]]) -> NoReturn:
    """Give up with 400 and the problems by field; the empty key holds those of no field."""
    raise RefusalError(Answer(400, dict(problems)))
