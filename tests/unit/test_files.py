import os
import stat

import pytest

from isogloss.files import SHARED, there, whole


def test_a_file_and_its_folders_are_there_once_it_is_complete(tmp_path):
    path = tmp_path / "in" / "a" / "folder" / "plan.jsonl"
    with whole(path) as out:
        out.write(b"one")
        assert not path.exists()
    assert path.read_bytes() == b"one"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("fault", [OSError, KeyboardInterrupt])
def test_what_was_there_stays_where_the_new_one_is_cut_off(tmp_path, fault):
    path = tmp_path / "report.html"
    path.write_text("old")

    def write():
        with whole(path) as out:
            out.write(b"half of the n")
            raise fault

    with pytest.raises(fault):
        write()
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("report.html", "old")]


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
def test_a_file_is_its_owner_s_alone_unless_it_is_made_to_be_shown(tmp_path):
    before = os.umask(0o022)
    try:
        for name, rights in (("mine", ()), ("ours", (SHARED,))):
            with whole(tmp_path / name, *rights):
                pass
    finally:
        os.umask(before)
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert found == {"mine": 0o600, "ours": 0o644}


def test_what_is_there_is_told_from_what_nobody_can_tell(tmp_path):
    file = tmp_path / "state.db"
    assert not there(file)
    assert not there(file / "below")
    file.touch()
    assert there(file)
    assert not there(file / "below a file")
    with pytest.raises(OSError, match="File name too long"):
        there(tmp_path / ("x" * 300))
