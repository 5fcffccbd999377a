"""Links to entries that are superseded: made anew on a side under another slug, because it cannot rename.

Decides that such a link means the entry that takes the place of the old one. While both are there, the new one has the
entry's own key; the key of the old one tells what it was.
"""

from collections.abc import Iterator

from isogloss.model.address import EntryKey
from isogloss.model.entry import Entry
from isogloss.model.value import Absent, Leaf, MaybeValue, Ref, Value, refs, with_leaves


def led_on(value: Value) -> Value:
    """The value with links to superseded entries led to those that take their place."""

    def led(leaf: Leaf) -> Leaf:
        return Ref(leaf.to.current) if isinstance(leaf, Ref) and leaf.to.was else leaf

    return with_leaves(value, led)


def superseded_in(value: MaybeValue) -> Iterator[EntryKey]:
    """The superseded entries that a value links to."""
    return (key for key in refs(value) if key.was)


def led_on_in(entry: Entry | Absent) -> Entry | Absent:
    """The same for all of an entry."""
    if isinstance(entry, Absent):
        return entry
    return {locale: {name: led_on(value) for name, value in variant.items()} for locale, variant in entry.items()}
