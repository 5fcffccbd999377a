"""Which files an export copies: each address once, none of which there is a copy, and what failed by its place."""

from dataclasses import dataclass, field

import pytest

from isogloss.bridge import Fetching
from isogloss.http.fetched import MEGABYTE, Fetched, Unfetched
from isogloss.http.shelf import Shelf
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import Asset, Many, Scalar
from isogloss.run.export import Copies, Uncopied, bounds_of

EN, FR = Locale("en"), Locale("fr")
CUP, POT = "https://files.example/cup.png", "https://files.example/pot.png"


@dataclass
class Files:
    """A fetcher that has some files, and remembers what it was asked for."""

    has: dict[str, bytes]
    asked: list[str] = field(default_factory=list)

    def fetch(self, address):
        self.asked.append(address)
        data = self.has.get(address)
        return Unfetched("the server said 404") if data is None else Fetched(data, "image/png")


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path, MEGABYTE)


def image(url):
    return Asset("image", url, "")


def seen(**fields):
    return Seen("article", "tea", {EN: fields, FR: fields})


def test_each_address_is_fetched_once_wherever_it_is_shown(shelf):
    files = Files({CUP: b"cup", POT: b"pot"})
    copies = Copies(shelf, files)
    copies.take(seen(cover=image(CUP), more=Many((image(CUP), image(POT)))))
    copies.take(seen(cover=image(POT)))
    assert files.asked == [CUP, POT]
    assert (copies.fetched, copies.missed) == (2, [])
    assert shelf.get(POT) == Fetched(b"pot", "image/png")


def test_pictures_inside_rich_text_are_copied_too(shelf):
    files = Files({CUP: b"cup"})
    Copies(shelf, files).take(seen(body=Scalar("rich_text", f'<p>a</p><img src="{CUP}">')))
    assert files.asked == [CUP]


def test_what_lies_there_already_is_not_fetched_again(shelf):
    shelf.put(CUP, Fetched(b"cup", "image/png"))
    files = Files({})
    copies = Copies(shelf, files)
    copies.take(seen(cover=image(CUP)))
    assert (files.asked, copies.fetched, copies.missed) == ([], 0, [])


def test_a_file_that_cannot_be_had_is_told_wherever_it_is_shown_and_asked_for_once(shelf):
    files = Files({})
    copies = Copies(shelf, files)
    copies.take(seen(cover=image(CUP)))
    assert files.asked == [CUP]
    assert copies.missed == [
        Uncopied(f"article tea, {locale}, cover", CUP, "the server said 404") for locale in ("en", "fr")
    ]


def test_bounds_are_in_bytes():
    bounds = bounds_of(Fetching(allow_private=True, megabytes=3, seconds=20))
    assert (bounds.allow_private, bounds.largest, bounds.seconds) == (True, 3 * MEGABYTE, 20)
