"""The folder on disk: what is read has caps, what is written is whole or not there, and nothing leads outside."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from isogloss.adapters.bundle import folder as module
from isogloss.adapters.bundle.folder import LARGEST, Folder
from isogloss.errors import Drift, Unauthorized, Unavailable


def there(place: Path) -> list[str]:
    return sorted(child.name for child in place.iterdir())


@pytest.fixture
def root(tmp_path: Path) -> Folder:
    (tmp_path / "content").mkdir()
    return Folder(tmp_path / "content", "files")


def test_a_file_is_written_whole_and_only_when_its_bytes_change(root: Folder) -> None:
    root.make({"en.yaml": "a: 1\n"}, "article", "one")
    file = root.path / "article" / "one" / "en.yaml"
    os.utime(file, ns=(1, 1))
    assert not root.write("a: 1\n", "article", "one", "en.yaml")
    assert file.stat().st_mtime_ns == 1
    assert root.write("a: 2\n", "article", "one", "en.yaml")
    assert root.read("article", "one", "en.yaml") == "a: 2\n"
    assert there(file.parent) == ["en.yaml"]
    assert there(root.path / "article") == ["one"]


def test_what_is_not_there_reads_as_nothing(root: Folder) -> None:
    assert root.names("article") == []
    assert root.names("article", "one") == []
    assert root.read("article", "one", "en.yaml") is None
    assert not root.is_folder("article")
    root.drop("article", "one")
    root.drop_file("article", "one", "en.yaml")
    root.sweep("article")


@pytest.mark.parametrize("part", ["..", ".", "/etc", "a/b", "..\\b", ""])
def test_a_name_that_leads_outside_is_not_there_and_is_never_written(root: Folder, part: str) -> None:
    (root.path.parent / "secret.yaml").write_text("token: x\n", encoding="utf-8")
    assert root.read(part, "secret.yaml") is None
    assert not root.is_folder(part)
    for write in (
        lambda: root.write("x", part, "secret.yaml"),
        lambda: root.make({}, "article", part),
        lambda: root.drop("article", part),
        lambda: root.drop_file(part, "secret.yaml"),
    ):
        with pytest.raises(AssertionError, match="safe place"):
            write()
    assert (root.path.parent / "secret.yaml").read_text(encoding="utf-8") == "token: x\n"


@pytest.mark.parametrize("at", [("article",), ("article", "one"), ("article", "one", "en.yaml")])
def test_a_symbolic_link_inside_is_refused_wherever_it_is(root: Folder, at: tuple[str, ...]) -> None:
    outside = root.path.parent / "outside"
    (outside / "one").mkdir(parents=True)
    (outside / "one" / "en.yaml").write_text("a: 1\n", encoding="utf-8")
    target = root.path.joinpath(*at)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(outside.joinpath(*at[1:]))
    for act in (
        lambda: root.read("article", "one", "en.yaml"),
        lambda: root.write("a: 2\n", "article", "one", "en.yaml"),
    ):
        with pytest.raises(Drift, match="a symbolic link is not followed"):
            act()
    assert (outside / "one" / "en.yaml").read_text(encoding="utf-8") == "a: 1\n"


def test_a_link_that_lies_in_wait_where_a_file_will_be_made_is_not_followed(root: Folder) -> None:
    victim = root.path.parent / "victim"
    victim.write_text("kept", encoding="utf-8")
    root.make({"en.yaml": "a: 1\n"}, "article", "one")
    (root.path / "article" / ".new-one-en.yaml").symlink_to(victim)
    assert root.write("a: 2\n", "article", "one", "en.yaml")
    assert victim.read_text(encoding="utf-8") == "kept"


def test_a_folder_or_a_pipe_where_a_file_belongs_is_refused(root: Folder) -> None:
    (root.path / "bundle.yaml").mkdir()
    os.mkfifo(root.path / "pipe.yaml")
    for name in ("bundle.yaml", "pipe.yaml"):
        with pytest.raises(Drift, match="a file is expected here"):
            root.read(name)


def test_a_file_too_large_is_refused_unread(root: Folder) -> None:
    with (root.path / "bundle.yaml").open("wb") as out:
        out.truncate(LARGEST + 1)
    with pytest.raises(Drift, match="larger than 16 MiB"):
        root.read("bundle.yaml")


def test_a_file_that_is_no_text_is_refused_with_its_line(root: Folder) -> None:
    (root.path / "bundle.yaml").write_bytes(b"a: 1\nb: \xff\n")
    with pytest.raises(Drift, match=r"not a text in UTF-8.*bundle\.yaml, line 2"):
        root.read("bundle.yaml")


def test_a_mark_of_byte_order_is_no_content(root: Folder) -> None:
    (root.path / "bundle.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert root.read("bundle.yaml") == "a: 1\n"


@pytest.mark.parametrize("pair", [("Hello", "hello"), ("straße", "strasse")])
def test_names_that_some_file_system_takes_for_one_are_refused(root: Folder, pair: tuple[str, str]) -> None:
    for name in pair:
        (root.path / "article" / name).mkdir(parents=True)
    with pytest.raises(Drift, match="some file systems take it for"):
        root.names("article")


def test_a_name_that_cannot_stand_everywhere_is_refused_with_one_that_can(root: Folder) -> None:
    (root.path / "article" / "aux").mkdir(parents=True)
    with pytest.raises(Drift, match=r"rename it to %61ux \(at article/aux\)"):
        root.names("article")


def test_names_with_a_dot_in_front_are_not_content(root: Folder) -> None:
    for name in (".git", ".new-two", "one"):
        (root.path / "article" / name).mkdir(parents=True)
    assert root.names("article") == ["one"]


def test_a_message_shows_no_control_codes(root: Folder) -> None:
    (root.path / "article" / "a\x1b[31mb").mkdir(parents=True)
    with pytest.raises(Drift) as refused:
        root.names("article")
    assert "\x1b" not in str(refused.value)


class Killed(BaseException):
    """The process dies here."""


def die_at(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Die at the n-th thing that reaches the disk."""
    done = [0]

    def counted(act):
        def acting(*args):
            done[0] += 1
            if done[0] == step:
                raise Killed
            return act(*args)

        return acting

    for name in ("_write_through", "flush", "_remove"):
        monkeypatch.setattr(module, name, counted(getattr(module, name)))


FILES = {"shared.yaml": "a: 1\n", "en.yaml": "b: 1\n", "fr.yaml": "c: 1\n"}


@pytest.mark.parametrize("step", range(1, 12))
def test_an_entry_made_by_a_process_that_dies_is_there_whole_or_not_at_all(
    root: Folder, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        die_at(patched, step)
        try:
            root.make(FILES, "article", "one")
        except Killed:
            died = True
        else:
            died = False
    assert died == (step <= 10)
    assert root.names("article") in ([], ["one"])
    if root.is_folder("article", "one"):
        assert {name: root.read("article", "one", name) for name in root.names("article", "one")} == FILES
    else:
        root.make(FILES, "article", "one")
        assert root.names("article", "one") == sorted(FILES)
    root.sweep("article")
    assert there(root.path / "article") == ["one"]


@pytest.mark.parametrize("step", range(1, 6))
def test_a_file_written_by_a_process_that_dies_is_the_old_or_the_new(
    root: Folder, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    root.make({"en.yaml": "old\n"}, "article", "one")
    with monkeypatch.context() as patched:
        die_at(patched, step)
        with suppress(Killed):
            root.write("new\n", "article", "one", "en.yaml")
    assert root.read("article", "one", "en.yaml") in ("old\n", "new\n")
    root.write("new\n", "article", "one", "en.yaml")
    assert root.read("article", "one", "en.yaml") == "new\n"


@pytest.mark.parametrize("step", range(1, 5))
def test_an_entry_deleted_by_a_process_that_dies_is_there_whole_or_gone(
    root: Folder, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    root.make(FILES, "article", "one")
    with monkeypatch.context() as patched:
        die_at(patched, step)
        with suppress(Killed):
            root.drop("article", "one")
    if root.names("article"):
        assert root.names("article", "one") == sorted(FILES)
        root.drop("article", "one")
    root.sweep("article")
    assert there(root.path / "article") == []


def raising(error: OSError):
    def fail(*args: object) -> None:
        raise error

    return fail


def test_a_full_disk_is_told_as_such_and_may_have_done_a_part(root: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_write_through", raising(OSError(28, "No space left on device")))
    with pytest.raises(Unavailable, match="No space left on device") as failed:
        root.make(FILES, "article", "one")
    assert failed.value.took_effect == "unknown"


def test_a_folder_without_the_right_to_read_is_told_as_such(root: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    root.make(FILES, "article", "one")
    monkeypatch.setattr(os, "open", raising(PermissionError(13, "Permission denied")))
    with pytest.raises(Unauthorized, match="give this user the right") as failed:
        root.read("article", "one", "en.yaml")
    assert failed.value.took_effect == "no"


def test_a_folder_with_a_decomposed_name_is_advised_its_composed_name(root: Folder) -> None:
    (root.path / "article" / "the\u0301-vert").mkdir(parents=True)
    with pytest.raises(Drift) as told:
        root.names("article")
    assert "its characters are not composed (Unicode NFC); rename it to th\u00e9-vert " in str(told.value)
