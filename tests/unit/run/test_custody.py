"""What is kept of the files of a side, from the folder of an export alone."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from isogloss.errors import ConfigError
from isogloss.http.fetched import Fetched
from isogloss.http.shelf import Shelf
from isogloss.run.custody import custody
from isogloss.run.export import USES

if TYPE_CHECKING:
    from pathlib import Path

A, B, C = (f"https://files.example/{name}" for name in ("a.png", "b.pdf", "c.png"))


def kept(folder: Path, *rows: tuple[str, str, str, str]) -> dict[str, str]:
    """Copies of three files, and rows of address, locale, alternative text and reason; the name of each copy."""
    shelf = Shelf(folder, 1 << 20)
    for address, media in ((A, "image/png"), (B, "application/pdf"), (C, "image/png")):
        shelf.put(address, Fetched(address.encode() * 10, media))
    names = {address: shelf.placed(address)[0] for address in (A, B, C)}
    with (folder / "assets" / "used.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(USES)
        for address, locale, alt, reason in rows:
            table.writerow([address, names.get(address, ""), "1", "post", "p1", locale, "cover", alt, reason])
    return names


def test_copies_places_pictures_without_words_and_what_nothing_shows(tmp_path: Path) -> None:
    names = kept(tmp_path, (A, "en", "A cup", ""), (A, "fr", "", ""), (B, "en", "", ""))
    found = custody(tmp_path)
    assert (found.files, found.places, found.lacking) == (2, 3, ())
    assert found.types == {"pdf": (1, 10 * len(B)), "png": (2, 10 * (len(A) + len(C)))}
    assert found.silent == {"fr": ("post p1, fr, cover",)}, "a document has no alternative text"
    assert found.idle == (names[C],)


def test_what_could_not_be_had_is_told_once_with_all_its_places(tmp_path: Path) -> None:
    gone = "https://files.example/gone.png"
    kept(tmp_path, (gone, "en", "", "its server answered 404"), (gone, "fr", "", "its server answered 404"))
    (lacking,) = custody(tmp_path).lacking
    assert (lacking.address, lacking.reason) == (gone, "its server answered 404")
    assert lacking.places == ("post p1, en, cover", "post p1, fr, cover")


@pytest.mark.parametrize("harm", ["gone", "cut", "linked"])
def test_a_copy_that_is_not_what_its_name_says_is_none(tmp_path: Path, harm: str) -> None:
    copy = tmp_path / "assets" / kept(tmp_path, (A, "en", "A cup", ""))[A]
    whole = copy.read_bytes()
    copy.unlink()
    if harm == "cut":
        copy.write_bytes(whole[:-1])
    elif harm == "linked":
        (tmp_path / "elsewhere").write_bytes(whole)
        copy.symlink_to(tmp_path / "elsewhere")
    found = custody(tmp_path)
    assert found.files == 0
    assert [(each.address, each.reason) for each in found.lacking] == [
        (A, "its copy is gone, or not what its name says")
    ]


def test_a_folder_without_copies_says_how_to_have_some(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--assets"):
        custody(tmp_path)


@pytest.mark.parametrize("text", ["a,b\n1,2\n", ",".join(USES) + "\n1,2\n", f'{",".join(USES)}\n"{"x" * 10}'])
def test_a_table_that_no_export_wrote_is_not_believed(tmp_path: Path, text: str) -> None:
    kept(tmp_path)
    (tmp_path / "assets" / "used.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be read"):
        custody(tmp_path)
