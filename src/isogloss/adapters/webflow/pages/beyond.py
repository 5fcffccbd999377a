"""What a page or component says that no field of its kind holds, and which of its texts a kind does not ask for.

Decides what counts: what shows something, and is no more than a name in the Designer or an address that follows from
others. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from isogloss.adapters.webflow.pages.nodes import Text, Texts
from isogloss.adapters.webflow.pages.place import Design, any_of, slugs_of, sort_of
from isogloss.adapters.webflow.pages.values import LISTS, NAMED, PATH, says_something
from isogloss.bridge import REMOTE_SLUG, KindBinding
from isogloss.model.entry import SLUG

_NO_TEXT: Final = frozenset({PATH, REMOTE_SLUG})


def left_out(kind: KindBinding, design: Design, shown: Iterable[Texts]) -> Mapping[str, int]:
    """How many cells are not empty of what the kind leaves out, as ``Seen.beyond`` has them.

    shown: what the design says, in each locale.
    """
    found: dict[str, int] = {}
    others = 0
    for texts in shown:
        for address, text in texts.items():
            if not _held(kind, design, address, text) and says_something(text):
                found[address] = found.get(address, 0) + 1
        others += _slug(texts) not in ("", _slug(design.texts))
    if others and REMOTE_SLUG not in slugs_of(kind):
        found[SLUG] = others
    return found


def _held(kind: KindBinding, design: Design, address: str, text: Text) -> bool:
    slugs = slugs_of(kind)
    if address in slugs or address in _NO_TEXT or (design.sort == "component" and address in NAMED):
        return True
    return text.written and any(name in slugs and address.startswith(start) for name, start in LISTS.items())


def _slug(texts: Texts) -> str:
    return texts[REMOTE_SLUG].raw if REMOTE_SLUG in texts else ""


def not_asked_for(kind: KindBinding) -> frozenset[str]:
    """The lists of texts of which a kind names neither the whole nor a part, so that nobody asks for them."""
    slugs = slugs_of(kind)
    lists = LISTS if sort_of(kind) == "component" else ("nodes",)
    return frozenset(name for name in lists if not any_of(slugs, name, LISTS[name]))
