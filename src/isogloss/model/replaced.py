"""Keys of entries that are about to be replaced: made anew on a side under another slug, because it cannot rename.

Decides how such a key is called, and that a link to it means the entry that takes its place. While both are there, the
new one has the entry's own key; the old one is ``tea (was green-tea)`` until it is deleted.
"""

import re
from collections.abc import Iterator
from typing import Final

from isogloss.model.address import EntryKey
from isogloss.model.entry import Entry
from isogloss.model.value import Absent, Leaf, MaybeValue, Ref, Value, refs, with_leaves

_REPLACED: Final = re.compile(r"(.+) \(was .+\)", re.DOTALL)
"""Names that are made of slugs and texts hold no spaces, and :func:`own_name` takes them out of those that people give,
so nothing else is called so."""


def replaced(key: EntryKey, remote: str) -> EntryKey:
    """The key of what an entry was on a side before it was made anew there."""
    return EntryKey(key.kind, f"{key.name} (was {remote})")


def own_name(text: str) -> str:
    """A name that somebody gave (an origin key, a folder, a remote id), which may not say what only we may say."""
    return re.sub(r"\s+", "-", text) if _REPLACED.fullmatch(text) else text


def replacing(key: EntryKey) -> EntryKey | None:
    """The entry that takes the place of this one; None for any other key."""
    found = _REPLACED.fullmatch(key.name)
    return None if found is None else EntryKey(key.kind, found[1])


def led_on(value: Value) -> Value:
    """The value with links to entries that are being replaced led to those that take their place."""

    def led(leaf: Leaf) -> Leaf:
        current = replacing(leaf.to) if isinstance(leaf, Ref) else None
        return leaf if current is None else Ref(current)

    return with_leaves(value, led)


def olds(value: MaybeValue) -> Iterator[EntryKey]:
    """The entries being replaced that a value links to."""
    return (key for key in refs(value) if replacing(key) is not None)


def led_on_in(entry: Entry | Absent) -> Entry | Absent:
    """The same for all of an entry."""
    if isinstance(entry, Absent):
        return entry
    return {locale: {name: led_on(value) for name, value in variant.items()} for locale, variant in entry.items()}
