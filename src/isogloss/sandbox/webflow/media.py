"""Files in fields: what Webflow makes of an address it is given.

Decides when a file is re-hosted, kept, or bad. Nothing is fetched: an address is *bad* when it is not http(s), or when
its host ends in ``.invalid``, which no resolver will ever find (RFC 2606).

Source: Webflow, field types and assets, seen 2026-11: a public url is fetched and re-hosted under a new fileId; a known
fileId is kept, if its url comes with it. That every sending of a foreign url makes a new file is [inferred].
"""

import re
from typing import cast
from urllib.parse import urlsplit

from isogloss.sandbox.webflow.variants import Json
from isogloss.sandbox.webflow.world import World

CDN = "https://cdn.prod.website-files.com"
HERE = "/_files"
_KEYS = {"fileId", "url", "alt"}


class BadFile(ValueError):
    """The file cannot be fetched or is not known."""


def hosted(world: World, given: object, base: str = "", *, anew: bool = False) -> Json:
    """Make the value a file field will hold; ``anew`` makes a copy even of a file that is known.

    Raises:  ValueError for a value that is not a file; BadFile for a file that cannot be had.
    """
    if not isinstance(given, dict):
        raise ValueError("Expected value to be an object")
    for key in _KEYS & set(given):
        if given[key] is not None and not isinstance(given[key], str):
            raise ValueError(f"Expected {key} to be a string")
    file_id, url = cast("str | None", given.get("fileId")), cast("str | None", given.get("url"))
    if not url:
        raise ValueError("Expected value to have a 'url' field")
    known = _known(world, file_id, url)
    if known is None:
        known = _fetched(world, url, base)
    elif anew:
        known = _copied(world, known[1], base)
    return {"fileId": known[0], "url": known[1], "alt": given.get("alt")}


def address(world: World, file_id: str, name: str, base: str = "") -> str:
    """Make the address of a hosted file."""
    root = CDN if world.switches.files_base == "cdn" else base + HERE
    return f"{root}/{world.content.site['id']}/{file_id}_{name}"


def _known(world: World, file_id: str | None, url: str) -> tuple[str, str] | None:
    """Find the file that is meant, by its id or by its own address."""
    # Our own address names the file: a look at every file would make large migrations slow.
    found = re.search(r"/([0-9a-f]{24})_[^/]*$", url)
    for meant in (file_id, found[1] if found else None):
        if meant in world.content.files:
            return meant, cast(str, world.content.files[meant]["url"])
        if meant in world.content.assets:
            return meant, cast(str, world.content.assets[meant]["hostedUrl"])
    return None


def _copied(world: World, url: str, base: str) -> tuple[str, str]:
    """Import a hosted file again. Source: reports of August and September 2026: ``<newId>_<oldId>_name``."""
    file_id = world.content.mint()
    at = address(world, file_id, url.rsplit("/", 1)[-1], base)
    world.content.files[file_id] = {"url": at, "source": url}
    return file_id, at


def _fetched(world: World, url: str, base: str) -> tuple[str, str]:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.hostname.endswith(".invalid"):
        raise BadFile("Remote file failed to import")
    file_id = world.content.mint()
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", parts.path.rsplit("/", 1)[-1]) or "file"
    at = address(world, file_id, name, base) if world.switches.image_rehost else url
    world.content.files[file_id] = {"url": at, "source": url}
    return file_id, at
