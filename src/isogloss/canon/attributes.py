"""The canonical spelling of an element's attributes.

Decides which attributes are noise (loading hints, empty ``id``, ``class`` and ``style``), and one spelling for the
rest: sorted by name, class names sorted, boolean attributes empty, style declarations spaced alike, addresses trimmed
but never composed, for their bytes are what is asked for. Refuses to drop anything that could carry meaning.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from isogloss.canon.forms import TODAY, Forms
from isogloss.canon.space import escape, unix

Rewrite = Callable[[str, dict[str, str]], dict[str, str]]
"""Take an element's name and canonical attributes, give the attributes to write."""

# Source: Webflow rich text figures carry ``loading="lazy"`` that no author wrote; ``id=""`` comes and goes [inferred].
_HINTS: Final = frozenset(["decoding", "fetchpriority", "loading"])
_DROPPED_WHEN_EMPTY: Final = frozenset(["class", "id", "style"])
_BOOLEAN: Final = frozenset(
    [
        *("allowfullscreen", "async", "autoplay", "checked", "compact", "controls", "default", "defer", "disabled"),
        *("inert", "ismap", "itemscope", "loop", "multiple", "muted", "nomodule", "noshade", "novalidate", "nowrap"),
        *("open", "playsinline", "readonly", "required", "reversed", "selected"),
    ]
)
ADDRESSES: Final = frozenset(["action", "cite", "data", "formaction", "href", "longdesc", "poster", "src", "srcset"])
"""Attributes that hold addresses."""

_NAME: Final = re.compile(r"[^\s\"'<>/=\x00-\x1f]+")
_SPACES: Final = re.compile(r"[ \t\n\f\r]+")
_PLAIN_STYLE: Final = re.compile(r"""[^"'()\\{}]*""")
_URL_AND_REST: Final = re.compile(r"[ \t\n\f\r,]*([^ \t\n\f\r]+)")


def canonical_attributes(given: Mapping[str, str | None], forms: Forms = TODAY) -> dict[str, str]:
    """Give the attributes that count, in canonical spelling, sorted by name."""
    return {
        name: value
        for name in sorted(given)
        if (value := _value(name, given[name] or "", forms)) is not None and _NAME.fullmatch(name)
    }


def start_tag(name: str, attributes: Mapping[str, str]) -> str:
    """Write a start tag."""
    if not attributes:
        return f"<{name}>"
    written = [f' {key}="' + escape(value).replace('"', "&quot;") + '"' for key, value in attributes.items()]
    return f"<{name}{''.join(written)}>"


def srcset(value: str) -> list[tuple[str, str]]:
    """Split a ``srcset`` into addresses and descriptors.

    Source: the HTML Living Standard, "Parsing a srcset attribute": an address may hold commas, but not end with one.
    """
    found: list[tuple[str, str]] = []
    rest = value
    while match := _URL_AND_REST.match(rest):
        address, rest = match[1], rest[match.end() :]
        descriptor = ""
        if address.endswith(","):
            address = address.rstrip(",")
        else:
            descriptor, _, rest = rest.partition(",")
        if address:
            found.append((address, _SPACES.sub(" ", descriptor).strip(" ")))
    return found


def write_srcset(candidates: list[tuple[str, str]]) -> str:
    """Write what ``srcset`` split."""
    return ", ".join(f"{address} {descriptor}".rstrip(" ") for address, descriptor in candidates)


def _value(name: str, value: str, forms: Forms) -> str | None:
    if name in _HINTS:
        return None
    if name in _BOOLEAN:
        return ""
    if name == "class":
        value = " ".join(sorted(set(forms.composed(value).split())))
    elif name == "style":
        value = forms.composed(_style(unix(value), forms))
    elif name == "srcset":
        value = write_srcset(srcset(value))
    elif name in ADDRESSES:
        value = unix(value).strip(" \t\n\f")
    else:
        value = forms.composed(unix(value))
    return None if not value and name in _DROPPED_WHEN_EMPTY else value


def _style(value: str, forms: Forms) -> str:
    if not _PLAIN_STYLE.fullmatch(value):
        return value.strip(" \t\n\f")  # quotes and url() may hold semicolons: only their reader may cut them
    declarations = [declaration.partition(":") for declaration in value.split(";") if declaration.strip(" \t\n\f")]
    return "; ".join(
        f"{_property(prop, forms)}{colon} {_SPACES.sub(' ', text).strip(' ')}".strip(" ")
        for prop, colon, text in declarations
    )


def _property(name: str, forms: Forms) -> str:
    name = _SPACES.sub(" ", name).strip(" ")
    return name if forms.mended and name.startswith("--") else name.lower()  # an author's own names have two cases
