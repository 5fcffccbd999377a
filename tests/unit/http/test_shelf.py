"""Copies beside content, and what is not believed of them."""

import hashlib
import json

import pytest

from isogloss.errors import ConfigError
from isogloss.http.fetched import Fetched
from isogloss.http.shelf import Shelf

ADDRESS = "https://a.example/pot.PNG?size=1"
PICTURE = Fetched(b"picture", "image/png")
NAME = hashlib.sha256(PICTURE.data).hexdigest() + ".png"


def filled(folder):
    shelf = Shelf(folder, 100)
    assert shelf.put(ADDRESS, PICTURE)
    shelf.save()
    return folder / "assets"


def test_a_copy_is_found_by_its_address_the_next_time(tmp_path):
    assets = filled(tmp_path)
    assert sorted(path.name for path in assets.iterdir()) == sorted([NAME, "index.json"])
    assert Shelf(tmp_path, 100).get(ADDRESS) == PICTURE
    assert Shelf(tmp_path, 100).get("https://a.example/other.png") is None


def test_equal_files_are_kept_once_and_nothing_is_written_twice(tmp_path):
    assets = filled(tmp_path)
    shelf = Shelf(tmp_path, 100)
    before = (assets / "index.json").stat().st_mtime_ns
    assert not shelf.put(ADDRESS, PICTURE)
    shelf.save()
    assert (assets / "index.json").stat().st_mtime_ns == before
    assert not shelf.put("https://b.example/same", PICTURE)
    shelf.save()
    assert json.loads((assets / "index.json").read_text()) == {ADDRESS: NAME, "https://b.example/same": NAME}


@pytest.mark.parametrize(
    ("address", "media", "ending"),
    [
        ("https://a.example/a", "image/png", ".png"),
        ("https://a.example/a.WEBP", "", ".webp"),
        ("https://a.example/a.t%20z", "", ".bin"),
        ("https://a.example/", "odd/thing", ".bin"),
    ],
)
def test_a_copy_ends_in_what_it_is(tmp_path, address, media, ending):
    Shelf(tmp_path, 100).put(address, Fetched(b"x", media))
    (made,) = (tmp_path / "assets").iterdir()
    assert made.suffix == ending


def test_a_copy_that_was_changed_is_not_believed(tmp_path):
    (filled(tmp_path) / NAME).write_bytes(b"another")
    assert Shelf(tmp_path, 100).get(ADDRESS) is None


def test_a_copy_that_is_too_large_or_gone_is_none(tmp_path):
    assets = filled(tmp_path)
    assert Shelf(tmp_path, 3).get(ADDRESS) is None
    (assets / NAME).unlink()
    assert Shelf(tmp_path, 100).get(ADDRESS) is None


def test_names_and_links_that_lead_elsewhere_are_not_followed(tmp_path):
    assets = filled(tmp_path)
    (tmp_path / "secret").write_bytes(PICTURE.data)
    (assets / "index.json").write_text(json.dumps({ADDRESS: "../secret", "https://b.example/": 3}))
    assert Shelf(tmp_path, 100).get(ADDRESS) is None
    (assets / "index.json").write_text(json.dumps({ADDRESS: NAME}))
    (assets / NAME).unlink()
    (assets / NAME).symlink_to(tmp_path / "secret")
    assert Shelf(tmp_path, 100).get(ADDRESS) is None


def test_a_folder_that_is_a_link_is_neither_read_nor_written(tmp_path):
    (tmp_path / "else").mkdir()
    filled(tmp_path / "else")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "assets").symlink_to(tmp_path / "else" / "assets")
    shelf = Shelf(tmp_path / "here", 100)
    assert shelf.get(ADDRESS) is None
    with pytest.raises(ConfigError, match="symbolic link"):
        shelf.put(ADDRESS, PICTURE)


@pytest.mark.parametrize("said", ["{", "[]", "[" * 100_000, '"text"'])
def test_an_index_that_cannot_be_read_is_told(tmp_path, said):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index.json").write_text(said)
    with pytest.raises(ConfigError, match=r"index\.json"):
        Shelf(tmp_path, 100)
