"""What is asked of a side, as plain data.

Decides what a request consists of. Knows no vendor's paths, no host, no token: a request can be shown to anybody.
"""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class Request:
    """One question or order to a side.

    path:       begins with ``/``, already quoted (see ``segment``), without query.
    query:      pairs, in the order sent; unquoted.
    json:       the body as plain JSON values; None is no body.
    repeatable: True says that sending it twice does what sending it once does, even if the first took effect.
                A read is always repeatable.
    """

    method: Method
    path: str
    query: tuple[tuple[str, str], ...] = ()
    json: object = None
    repeatable: bool = False

    def __post_init__(self) -> None:
        parts = self.path.split("/")
        whole = self.path.startswith("/") and "" not in parts[1:-1] and not {".", ".."} & set(parts)
        if not whole or any(mark in self.path for mark in "?#\\") or any(mark <= " " for mark in self.path):
            raise AssertionError(
                f"{self.path!r} is not a path: build it from '/' and segment()s, and put the query aside."
            )

    @property
    def name(self) -> str:
        """How errors and reports call it: method and path, nothing that could hold a secret."""
        return f"{self.method} {self.path}"

    @property
    def reads(self) -> bool:
        """Whether it only looks."""
        return self.method == "GET"


def segment(text: str) -> str:
    """Quote one name for use between two slashes, so that no slug can climb out of its place in a path."""
    if text in ("", ".", ".."):
        raise AssertionError(f"{text!r} cannot stand in a path; the adapter must not ask for a nameless thing.")
    return quote(text, safe="")
