import errno
from concurrent.futures import ThreadPoolExecutor

import pytest

from isogloss.errors import StateError
from isogloss.state.spool import Spool


@pytest.fixture
def spool(tmp_path):
    with Spool(tmp_path / "new" / "folder") as made:
        yield made


def test_a_key_that_was_never_added_has_nothing(spool):
    assert spool.get(("article", "tea")) is None
    assert ("article", "tea") not in spool
    assert len(spool) == 0


@pytest.mark.parametrize("data", [None, 0, "", [], {"é": ["日", "\ud800", "\n", 1.5, None, True]}, "x" * 200_000])
def test_data_comes_back_as_it_was(data, spool):
    spool.append(("article", "before"), "short")
    spool.append(("article", "tea"), data)
    spool.append(("article", "after"), "short")
    assert spool.get(("article", "tea")) == data
    assert ("article", "tea") in spool


def test_adding_and_reading_may_alternate(spool):
    for number in range(50):
        spool.append(("article", str(number)), {"number": number})
        assert spool.get(("article", str(number // 2))) == {"number": number // 2}
    assert [spool.get(("article", str(number))) for number in range(50)] == [{"number": n} for n in range(50)]


def test_keys_come_sorted(spool):
    for key in (("b", "1"), ("a", "9"), ("a", "10")):
        spool.append(key, None)
    assert spool.keys() == [("a", "10"), ("a", "9"), ("b", "1")]
    assert len(spool) == 3


def test_a_key_is_added_once(spool):
    spool.append(("article", "tea"), 1)
    with pytest.raises(AssertionError, match="spooled twice"):
        spool.append(("article", "tea"), 2)
    assert spool.get(("article", "tea")) == 1


def test_threads_may_add_and_read_at_the_same_time(spool):
    def add_and_read(number: int) -> object:
        spool.append(("article", str(number)), [number] * 500)
        return spool.get(("article", str(number)))

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(add_and_read, range(200))) == [[number] * 500 for number in range(200)]


def test_nothing_is_ever_visible_in_the_folder(tmp_path):
    with Spool(tmp_path) as spool:
        spool.append(("article", "tea"), "x" * 200_000)
        assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_explained(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StateError, match=r"a temporary file cannot be used \(Not a directory\)"):
        Spool(tmp_path / "file" / "folder")


class FullDisk:
    """A file on a disk with no room left, which a bad block does not let us read either."""

    def seek(self, _to: int) -> int:
        raise OSError(errno.EIO, "Input/output error")

    def write(self, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self) -> None:
        return


def test_a_full_disk_is_explained(tmp_path):
    spool = Spool(tmp_path)
    spool.append(("article", "tea"), 1)
    spool.close()
    spool._lines._file = FullDisk()
    with pytest.raises(StateError, match=r"\(No space left on device\).*make room there"):
        spool.append(("article", "cup"), 1)
    with pytest.raises(StateError, match=r"\(Input/output error\)"):
        spool.get(("article", "tea"))
    assert ("article", "cup") not in spool
