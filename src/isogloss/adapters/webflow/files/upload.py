"""Bringing files to a site: fetched, then sent in two steps, each file once.

Decides which files of some ops are still to be brought, whether the site would take them, and what they are called
there. The name holds digests of what a file is and where it is from, so that one whose answer was lost, or whose
address here was forgotten, is found among the site's assets and not sent again. Refuses to know fields.

Source: Webflow Data API reference, assets; guide "working with assets"; seen 2026-11: MD5, a form for the storage
service, 4 MB an image (PNG, JPEG, GIF, SVG, WebP, AVIF) and 10 MB a document, names under 100 characters.
"""

import hashlib
import mimetypes
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from isogloss.adapters.calls import Calls, Orders
from isogloss.adapters.webflow.files import wire
from isogloss.adapters.webflow.files.wire import AssetBody, NewAssetBody
from isogloss.adapters.webflow.items.decode import address_of
from isogloss.adapters.webflow.wire import parse
from isogloss.errors import RemoteError
from isogloss.http.fetch import Fetcher
from isogloss.http.fetched import MEGABYTE, Fetched
from isogloss.http.form import send_form
from isogloss.http.reach import Transport
from isogloss.http.shelf import Shelf
from isogloss.mapping.types.texts import bare, files
from isogloss.model.value import Asset, AssetType, MaybeValue, digest_text, leaves
from isogloss.plan.op import Op
from isogloss.ports import Answered, Call, Names, Sent

IMAGES: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/svg+xml": ".svg",
    "image/webp": ".webp",
    "image/avif": ".avif",
}
LARGEST: Final[dict[AssetType, int]] = {"image": 4 * MEGABYTE, "file": 10 * MEGABYTE}
_STEM: Final = 40
_TRIES: Final = 2
"""So often a file is sent whose answer is lost, if it is not on the site afterwards."""
_NOTHING: Final = "upload (no request)"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """A file that some ops need.

    ops: those of the layer that hold it.
    """

    identity: str
    type: AssetType
    ops: tuple[Op, ...]


@dataclass(slots=True)
class Shipping:
    """Brings files to one site.

    shelf: copies that come before what would be fetched.
    found: the assets of the site whose names are ours, by name, read when the first file is brought.
    transport: what carries the second step, which goes to the storage service; None is the network.
    """

    post: Orders
    fetcher: Fetcher
    shelf: Shelf | None
    site: Callable[[], str]
    found: dict[str, AssetBody] | None = field(default=None)
    transport: Transport | None = None

    def calls(self, ops: Sequence[Op], names: Names) -> Calls:
        """The calls that bring all files of some ops that are not on the site yet; one that cannot be had is missed."""
        for wish in _wishes(ops):
            if names.asset(wish.identity) is None and not self._own(wish.identity):
                yield from self._bring(wish)

    def _own(self, identity: str) -> bool:
        """Whether a file was first seen on this very site."""
        return re.search(rf"/{re.escape(self.site())}/[0-9a-f]{{24}}_[^/]*$", bare(identity)) is not None

    def _bring(self, wish: Wish) -> Calls:
        address = bare(wish.identity)
        came = (self.shelf.get(address) if self.shelf else None) or self.fetcher.fetch(address)
        reason = _unwanted(wish, came) if isinstance(came, Fetched) else came.reason
        if reason or not isinstance(came, Fetched):
            yield _missed(wish, reason)
            return
        name = called(wish.identity, came)
        known = self._known(name, len(came.data))
        lost: Answered = Sent()
        for _ in range(_TRIES):
            if known is not None:
                yield _kept(wish, known)
                return
            made: list[NewAssetBody] = []
            lost = yield self._begin(wish, name, came, made)
            if not isinstance(lost, RemoteError):
                lost = yield _finish(wish, name, came, made[0], self.transport)
                if not isinstance(lost, RemoteError):
                    return
            if lost.took_effect != "unknown":
                break
            self.found = None  # what became of it can only be seen on the site
            known = self._known(name, len(came.data))
        yield _kept(wish, known) if known is not None else _missed(wish, str(lost))

    def _begin(self, wish: Wish, name: str, file: Fetched, made: list[NewAssetBody]) -> Call:
        """The first step, which makes an asset without content and a form that brings it."""

        def send() -> Sent:
            digest = hashlib.md5(file.data, usedforsecurity=False).hexdigest()
            request = wire.begin(self.site(), name, digest)
            made.append(parse(NewAssetBody, self.post.write(request), "unknown"))
            return Sent()

        return Call(f"POST /sites/{self.site()}/assets", wish.ops, send, last=False)

    def _known(self, name: str, size: int) -> AssetBody | None:
        """The asset of that name, if its content arrived: one that was only begun has no size."""
        if self.found is None:
            listed = wire.assets(self.post.read, self.site())
            self.found = {asset.original_file_name: asset for asset in listed if asset.size}
        asset = self.found.get(name)
        return asset if asset is not None and asset.size == size else None


def _finish(wish: Wish, name: str, file: Fetched, form: NewAssetBody, transport: Transport | None) -> Call:
    """The second step, which brings the content."""

    def send() -> Sent:
        sent = (name, file.data, form.content_type or file.media)
        send_form(form.upload_url, form.upload_details, sent, transport)
        return Sent(assets={wish.identity: address_of(form.hosted_url, form.id)})

    return Call(f"POST {urlsplit(form.upload_url).path or '/'}", wish.ops, send, last=False)


def _kept(wish: Wish, asset: AssetBody) -> Call:
    """What is there already needs no request."""
    address = address_of(asset.hosted_url, asset.id)
    return Call(_NOTHING, wish.ops, lambda: Sent(assets={wish.identity: address}), last=False)


def _missed(wish: Wish, reason: str) -> Call:
    return Call(_NOTHING, wish.ops, lambda: Sent(missed={wish.identity: reason}), last=False)


def called(identity: str, file: Fetched) -> str:
    """The name of a file on a site: readable, with digests of content and origin, and an ending that says what it is.

    Equal files of two origins are two assets: were they one, its address could not tell which of them it is.
    """
    path = PurePosixPath(unquote(urlsplit(bare(identity)).path))
    ending = IMAGES.get(file.media) or path.suffix.lower() or mimetypes.guess_extension(file.media) or ".bin"
    stem = _UNSAFE.sub("-", path.stem).strip("-")[:_STEM] or "file"
    content = hashlib.md5(file.data, usedforsecurity=False).hexdigest()
    return f"{stem}-{content}-{digest_text(identity)[:8]}{ending[:10]}"


def _unwanted(wish: Wish, file: Fetched) -> str:
    """Why the site would not take a file; "" where it would."""
    if wish.type == "image" and file.media not in IMAGES:
        return f"it is {file.media or 'of no known type'}, and Webflow takes PNG, JPEG, GIF, SVG, WebP and AVIF"
    if not file.data:
        return "it is empty"
    if len(file.data) > LARGEST[wish.type]:
        return f"it has {len(file.data)} bytes, and Webflow takes {LARGEST[wish.type]}"
    return ""


def _wishes(ops: Sequence[Op]) -> Iterator[Wish]:
    """Every file that some ops hold, once, in order."""
    found: dict[str, tuple[AssetType, list[Op]]] = {}
    for op in ops:
        for change in op.changes:
            for identity in files(change.after):
                type_, holders = found.setdefault(identity, (_type(identity, change.after), []))
                if op not in holders:
                    holders.append(op)
    for identity, (type_, holders) in found.items():
        yield Wish(identity, type_, tuple(holders))


def _type(identity: str, value: MaybeValue) -> AssetType:
    """What a file is in a value; what a text shows is a picture."""
    found = {leaf.type for leaf in leaves(value) if isinstance(leaf, Asset) and leaf.identity == identity}
    return "file" if "file" in found else "image"
