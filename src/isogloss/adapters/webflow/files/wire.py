"""Assets of a site as Webflow speaks of them: what is asked, and what is read of the answers.

Source: Webflow Data API v2, assets, seen 2026-11.
"""

from collections.abc import Callable, Iterator

from pydantic import Field

from isogloss.adapters.webflow.wire import ListingBody, Wire, by_id, listed, opened
from isogloss.http.answer import Answer
from isogloss.http.request import Request, segment


class AssetBody(Wire, strict=True):
    """An asset; without a size, its content never arrived."""

    id: str
    hosted_url: str
    original_file_name: str = ""
    alt_text: str | None = None
    size: int = 0


class NewAssetBody(Wire, strict=True):
    """An asset that was begun, and the form that brings its content: every field goes there untouched."""

    id: str
    hosted_url: str
    upload_url: str
    upload_details: dict[str, str]
    content_type: str = ""


class _AssetsBody(ListingBody[AssetBody]):
    rows: list[AssetBody] = Field(alias="assets")


def assets(read: Callable[[Request], Answer], site_id: str) -> Iterator[AssetBody]:
    """Every asset of a site."""
    return listed(read, assets_of(site_id), opened(_AssetsBody), by_id)


def assets_of(site_id: str) -> Request:
    """The listing of the assets of a site."""
    return Request("GET", f"/sites/{segment(site_id)}/assets")


def begin(site_id: str, name: str, digest: str) -> Request:
    """Begin an asset; ``digest`` is the MD5 of its content, in hexadecimal."""
    return Request("POST", f"/sites/{segment(site_id)}/assets", (), {"fileName": name, "fileHash": digest})
