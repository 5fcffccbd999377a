"""Which addresses have the form that the mapping gives the entries of a kind, whether or not there is such an entry.

Decides that a form tells nothing whose path says no more than a locale and a slug: any page may be there. Pure.
"""

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from isogloss.bridge import SideBinding
from isogloss.mapping.names.addresses import address_key

_SLUG: Final = "zzslugzz"
"""In place of what differs, while a form is folded as an address is; so is the next."""
_ID: Final = "zzidzz"
_ANY: Final = "[^/?#]+"
_TAIL: Final = re.compile(r"[?#]")


class Forms:
    """The forms of the addresses of one side."""

    def __init__(self, binding: SideBinding) -> None:
        codes = {code.lower() for code in binding.locales.values()}
        made = {
            (pattern, kind)
            for kind, bound in binding.kinds.items()
            for forms in bound.urls.values()
            for form in forms
            for pattern in _patterns(form, codes)
        }
        self._known = [(re.compile(pattern), kind) for pattern, kind in sorted(made)]

    def kind(self, address: str) -> str | None:
        """The kind that an address would be of; None where it has the form of none."""
        if not self._known:
            return None
        key = address_key(_TAIL.split(address, maxsplit=1)[0])
        return next((kind for pattern, kind in self._known if pattern.fullmatch(key)), None)


def _patterns(form: str, codes: Collection[str]) -> list[str]:
    """A form as it is looked for, with its host and without."""
    marked = form.replace("{slug}", _SLUG).replace("{id}", _ID)
    parts = urlsplit(marked)
    said = [each for each in parts.path.split("/") if each and each.lower() not in codes]
    if not any(_SLUG not in each and _ID not in each for each in said):
        return []
    spelled = dict.fromkeys([address_key(marked), *([address_key(parts.path)] if parts.netloc else [])])
    return [re.escape(each).replace(_SLUG, _ANY).replace(_ID, _ANY) for each in spelled]
