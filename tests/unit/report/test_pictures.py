"""Pictures in a page: only what is one by its own bytes, within bounds, each once, never at the page's cost."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from file_server import serving
from sample_plan import RIGHT, Lines, change, facing, op_of, write

from isogloss.bridge import Fetching
from isogloss.http.fetched import MEGABYTE, Bounds, Fetched, Unfetched
from isogloss.model.address import EntryKey
from isogloss.model.value import ABSENT, Asset, Many
from isogloss.plan.draft import Draft
from isogloss.plan.terms import Built
from isogloss.report.pictures import Pictures, bounds_of, raster_of
from isogloss.report.told import Told, told_of_plan
from isogloss.report.write import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from file_server import FileServer

PNG, GIF, JPEG = b"\x89PNG\r\n\x1a\n....", b"GIF89a....", b"\xff\xd8\xff...."
HERE = Bounds(allow_private=True, largest=1_000)


@pytest.fixture
def files() -> Iterator[FileServer]:
    with serving() as server:
        yield server


def told_of(folder: Path, *addresses: str) -> Told:
    """What is to be told of a plan that sets one picture of each address, and then a list of all of them."""
    key, draft = EntryKey("article", "tea"), Draft(Lines())
    images = [Asset("image", address, "A cup") for address in addresses]
    set_ = [change(key, "en", f"p{n}", ABSENT, image) for n, image in enumerate(images)]
    all_ = change(key, "en", "all", ABSENT, Many(tuple(images)))
    draft.add(facing(key, "Tea"), Built(ops=[op_of(RIGHT, "update", key, "Tea", *set_, all_, present=["en"])]))
    return told_of_plan(write(folder / "plan.jsonl", draft))


def page_of(told: Told, bounds: Bounds | None) -> str:
    return "".join(pieces(replace(told, pictured=bounds), "html"))


def bodies(page: str) -> list[dict]:
    packed = re.findall(r'class="bodies">([^<]*)<', page)
    return [each for piece in packed for each in json.loads(zlib.decompress(base64.b64decode(piece), 31))]


def embedded(page: str) -> list[tuple[str, bytes]]:
    found = re.findall(r'class="pictures" data-sort="([^"]*)">([A-Za-z0-9+/=]*)<', page)
    return [(sort, base64.b64decode(letters)) for sort, letters in found]


def policy(page: str) -> str:
    return re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0]


def test_pictures_are_fetched_once_and_put_into_the_page(files: FileServer, tmp_path: Path) -> None:
    cup, dot = files.put("/cup.png", PNG), files.put("/dot.gif", GIF, "text/html")
    page = page_of(told_of(tmp_path, cup, dot, cup), HERE)
    assert embedded(page) == [("image/png", PNG), ("image/gif", GIF)]
    assert files.asked == {"/cup.png": 1, "/dot.gif": 1}
    assert "; img-src data:;" in policy(page)
    (body,) = bodies(page)
    cells = {cell["field"]: cell["after"] for cell in body["variants"][0]["cells"]}
    assert [cells[name]["picture"] for name in ("p0", "p1", "p2")] == [0, 1, 0]
    assert [each["picture"] for each in cells["all"]["files"]] == [0, 1, 0]


def test_without_being_asked_for_no_picture_is_fetched_and_none_may_be_shown(files: FileServer, tmp_path: Path) -> None:
    page = page_of(told_of(tmp_path, files.put("/cup.png", PNG)), None)
    assert not files.asked
    assert embedded(page) == []
    assert "img-src" not in policy(page)


@pytest.mark.parametrize(
    ("data", "media", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/png", "it is no PNG, JPEG"),
        (b"<script>alert(1)</script>", "image/jpeg", "it is no PNG, JPEG"),
        (PNG + b"." * 1_000, "image/png", "it is larger than 1000 bytes"),
        (b"", "", "its server answered 404"),
    ],
)
def test_what_is_no_picture_of_pixels_is_said_and_the_page_stands(
    files: FileServer, tmp_path: Path, data: bytes, media: str, reason: str
) -> None:
    page = page_of(told_of(tmp_path, files.put("/cup.png", data, media)), HERE)
    assert embedded(page) == []
    assert bodies(page)[0]["variants"][0]["cells"][-1]["after"]["unseen"].startswith(reason)


def test_a_private_address_is_asked_for_nothing_unless_the_mapping_permits_it(
    files: FileServer, tmp_path: Path
) -> None:
    told = told_of(tmp_path, files.put("/cup.png", PNG), "javascript:alert(1)", "file:///etc/passwd", "http://[")
    page = page_of(told, bounds_of(Fetching()))
    assert not files.asked
    assert embedded(page) == []
    reasons = [cell["after"]["unseen"] for cell in bodies(page)[0]["variants"][0]["cells"] if cell["field"] != "all"]
    assert len(reasons) == 4
    assert "not on the public internet" in reasons[0]


def test_a_page_has_no_more_room_than_the_mapping_permits() -> None:
    assert bounds_of(None) == Bounds(allow_private=False, largest=2 * MEGABYTE, seconds=10.0)
    assert bounds_of(Fetching(allow_private=True, megabytes=1, seconds=3)) == Bounds(
        allow_private=True, largest=MEGABYTE, seconds=3
    )


def test_pictures_are_bounded_in_number_and_in_size() -> None:
    few = Pictures(lambda _: Fetched(PNG, ""), most=2)
    assert [few.of(f"https://a.example/{n}").number for n in (1, 2, 3, 1)] == [0, 1, None, 0]
    assert few.of("https://a.example/3").reason == "the page holds 2 pictures already"
    small = Pictures(lambda _: Fetched(PNG, ""), size=len(PNG) + 1)
    assert [small.of(f"https://a.example/{n}").number for n in (1, 2)] == [0, None]
    assert "as much of pictures as it may" in small.of("https://a.example/2").reason


def test_what_is_no_picture_is_not_fetched_for_ever() -> None:
    asked: list[str] = []
    found = Pictures(lambda address: (asked.append(address), Fetched(b"<svg/>", ""))[1], most=3)
    reasons = [found.of(f"https://a.example/{n}").reason for n in range(9)]
    assert len(asked) == 6
    assert reasons[-1] == "6 others were asked for already"


def test_a_server_that_gives_nothing_is_asked_five_times_at_most() -> None:
    asked: list[str] = []

    def fetch(address: str) -> Fetched | Unfetched:
        asked.append(address)
        return Unfetched("it took too long") if "slow" in address else Fetched(JPEG, "")

    found = Pictures(fetch)
    reasons = [found.of(f"https://slow.example/{n}").reason for n in range(7)]
    assert reasons == ["it took too long"] * 5 + ["its server was asked for others in vain"] * 2
    assert found.of("https://fast.example/1").number == 0
    assert len(asked) == 6


@pytest.mark.parametrize(
    ("data", "sort"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"GIF87a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x20ftypavif", "image/avif"),
        (b"<svg/>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_picture_is_what_its_first_bytes_say(data: bytes, sort: str | None) -> None:
    assert raster_of(data) == sort
