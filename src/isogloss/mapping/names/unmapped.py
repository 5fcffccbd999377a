"""What a link leads to on a side where nothing in scope is called so: a key that says whose id it has."""

from isogloss.mapping.types.sorts import UNKNOWN
from isogloss.model.address import EntryKey, Side


def unknown(side: Side, kind: str, remote: str) -> EntryKey:
    """What a link leads to on a side where nothing in scope is called so there."""
    return EntryKey(kind, f"{UNKNOWN}{side.value}/{remote}")


def out_of_scope(side: Side, key: EntryKey) -> str | None:
    """The remote id of an entry that a side links to and that is not in scope; None for any other."""
    prefix = f"{UNKNOWN}{side.value}/"
    return key.name.removeprefix(prefix) if key.name.startswith(prefix) else None
