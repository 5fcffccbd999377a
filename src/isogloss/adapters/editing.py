"""Where people edit entries: an address as a mapping or a vendor gives it, with what is known of a kind put in.

Refuses to know which addresses there are.
"""

from urllib.parse import quote

from isogloss.bridge import KindBinding


def filled(address: str, kind: KindBinding, site: str = "") -> str:
    """An address with all but ``{id}`` put in."""
    place = getattr(kind.place, "name", "")
    for name, value in (("kind", kind.kind), ("place", place), ("site", site)):
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address
