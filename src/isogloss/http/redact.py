"""Secrets, and how they stay out of everything that is shown, logged or stored.

Decides what a secret looks like in text. Refuses to know where a secret comes from or which request carries it.
"""

import hmac
import json
import re
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Never, Self
from urllib.parse import quote, quote_plus

MASK = "***"

_NAMED = re.compile(
    r"""(?ix)
    ( (?: auth_token | (?:proxy-)?authorization ) ["']? \s* [=:] \s* ["']? (?: (?:bearer|token|basic) \s+ )? )
    [^&\s"'<>\#,}\]]+
    """
)
_BEARER = re.compile(r"(?i)\b(bearer\s+)[a-z0-9._~+/=-]{8,}")
_HIDDEN_NAMES = frozenset({"auth_token", "authorization", "proxy-authorization", "cookie", "set-cookie"})


class Secret:
    """A text that shows itself to nobody; ``reveal()`` is the one way to read it, and easy to search for.

    Not a ``str``: joining, formatting, JSON and pickling would leak a subclass.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Give the text itself, for the one place that sends it."""
        return self._text

    def __repr__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: object) -> Never:
        raise TypeError("a secret is not pickled: it would lie readable in the result; pass the setting's name instead")


class Redactor:
    """Replaces secrets by ``***``: those it was told of, and whatever stands where a secret usually stands."""

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        self._lock = Lock()
        self._known: tuple[str, ...] = ()
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: Secret) -> None:
        """Hide this secret from now on, also where it is written for a URL or for JSON."""
        text = secret.reveal()
        if not text:
            return
        spellings = {text, quote(text, safe=""), quote_plus(text), json.dumps(text)[1:-1]}
        with self._lock:
            # The longest first: a secret that begins like another must not leave its tail behind.
            self._known = tuple(sorted({*self._known, *spellings}, key=len, reverse=True))

    def text(self, text: str) -> str:
        """Hide secrets in a text."""
        for secret in self._known:
            text = text.replace(secret, MASK)
        return _BEARER.sub(rf"\1{MASK}", _NAMED.sub(rf"\1{MASK}", text))

    def error(self, error: BaseException) -> str:
        """Say what an exception is and says, with secrets hidden."""
        said = self.text(str(error))
        return f"{type(error).__name__}: {said}" if said else type(error).__name__

    def value(self, value: object) -> object:  # noqa: PLR0911 - a table: a return per type
        """Hide secrets anywhere inside mappings, sequences and texts; a copy is given, the original is left alone."""
        match value:
            case str():
                return self.text(value)
            case bytes():
                return self.text(value.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
            case Mapping():
                return {
                    self.value(name): MASK if str(name).lower() in _HIDDEN_NAMES else self.value(inner)
                    for name, inner in value.items()
                }
            case list():
                return [self.value(inner) for inner in value]
            case tuple():
                # A pair such as ("auth_token", "…") is how query strings and headers are often kept.
                if len(value) == 2 and str(value[0]).lower() in _HIDDEN_NAMES:  # noqa: PLR2004 - a pair has two
                    return (value[0], MASK)
                return tuple(self.value(inner) for inner in value)
            case BaseException():
                return self.error(value)
            case _:
                return value

    def excerpt(self, text: str, longest: int = 200) -> str:
        """Give the beginning of a text on one line. Secrets are hidden first: half a secret is still one."""
        line = " ".join(self.text(text).split())
        return line if len(line) <= longest else line[: longest - 1] + "…"
