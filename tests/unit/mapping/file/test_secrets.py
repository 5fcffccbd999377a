"""Where settings come from that do not belong in a file."""

import shlex
import sys
from types import ModuleType

import pytest

from isogloss.errors import ConfigError
from isogloss.mapping.file.secrets import Settings


def test_the_environment_gives_a_secret():
    secret = Settings({"TOKEN": "canary"}).secret("${TOKEN}", "sides.a.token")

    assert secret.reveal() == "canary"
    assert "canary" not in repr(secret)


@pytest.mark.parametrize("environ", [{}, {"TOKEN": ""}])
def test_a_missing_variable_is_named_with_the_setting_that_needs_it(environ):
    with pytest.raises(ConfigError, match=r"sides\.a\.token needs the environment variable TOKEN"):
        Settings(environ).secret("${TOKEN}", "sides.a.token")


def test_the_environment_of_the_process_is_the_default(monkeypatch):
    monkeypatch.setenv("ISOGLOSS_TEST_SITE", "s1")

    assert Settings().text("${ISOGLOSS_TEST_SITE}", "sides.a.site") == "s1"


def test_a_text_may_hold_several_references():
    found = Settings({"HOST": "h", "PORT": "1"}).text("http://${HOST}:${PORT}/v2", "sides.a.base_url")

    assert found == "http://h:1/v2"


def test_a_file_gives_a_secret_without_its_last_line_end(tmp_path):
    (tmp_path / "token").write_text("canary\n", encoding="utf-8")

    assert Settings({}, tmp_path).secret("${file:token}", "sides.a.token").reveal() == "canary"


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe", b"x" * 70_000])
def test_a_file_that_is_no_secret_is_refused_by_its_name(tmp_path, content):
    (tmp_path / "token").write_bytes(content)

    with pytest.raises(ConfigError, match=r"sides\.a\.token needs the file"):
        Settings({}, tmp_path).secret("${file:token}", "sides.a.token")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        Settings({}, tmp_path).secret("${file:none}", "sides.a.token")


def test_an_unknown_way_is_refused():
    with pytest.raises(ConfigError, match=r"sides\.a\.site is written as \$\{vault:…\}"):
        Settings({}).text("${vault:x}", "sides.a.site")


def fake_keyring(monkeypatch, get_password):
    module = ModuleType("keyring")
    module.get_password = get_password
    monkeypatch.setitem(sys.modules, "keyring", module)


def test_a_keyring_gives_a_secret(monkeypatch):
    fake_keyring(monkeypatch, lambda service, user: f"{service}:{user}")

    assert Settings({}).secret("${keyring:webflow/ada}", "sides.a.token").reveal() == "webflow:ada"


def test_a_keyring_without_the_secret_is_told(monkeypatch):
    fake_keyring(monkeypatch, lambda service, user: None)

    with pytest.raises(ConfigError, match="the secret of ada at webflow"):
        Settings({}).secret("${keyring:webflow/ada}", "sides.a.token")


def test_a_keyring_that_fails_is_told_without_what_it_said(monkeypatch):
    def fail(service, user):
        raise RuntimeError("canary")

    fake_keyring(monkeypatch, fail)

    with pytest.raises(ConfigError, match="failed with RuntimeError") as failed:
        Settings({}).secret("${keyring:webflow/ada}", "sides.a.token")
    assert "canary" not in str(failed.value)


def test_a_missing_keyring_package_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)

    with pytest.raises(ConfigError, match=r"install isogloss\[keyring\]"):
        Settings({}).secret("${keyring:webflow/ada}", "sides.a.token")


def said_by(program):
    """A command that is a Python program, as a mapping names it."""
    return f"${{cmd:{shlex.quote(sys.executable)} -c {shlex.quote(program)}}}"


def test_a_command_gives_the_first_line_that_it_says(tmp_path):
    program = "import os; print(os.path.basename(os.getcwd()), os.environ['X']); print('more')"

    found = Settings({"X": "canary"}, tmp_path).secret(said_by(program), "sides.a.token")

    assert found.reveal() == f"{tmp_path.name} canary"


def test_no_shell_reads_the_words_of_a_command(tmp_path):
    words = f"{shlex.quote(sys.executable)} -c 'import sys; print(sys.argv[1:])' $HOME; touch {tmp_path}/there"

    found = Settings({"HOME": "/h"}, tmp_path).text(f"${{cmd:{words}}}", "sides.a.token")

    assert found == f"['$HOME;', 'touch', '{tmp_path}/there']"
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import sys; print('canary'); sys.stderr.write('canary'); sys.exit(3)", "ended with 3"),
        ("import time; print('canary', flush=True); time.sleep(60)", r"did not end within 0\.5 s"),
        ("print()", "said nothing"),
        ("print('canary' * 20_000)", "said nothing"),
        ("import sys; sys.stdout.buffer.write(b'canary\\xff')", "said nothing"),
        ("import sys; print(sys.stdin.read())", "said nothing"),
    ],
)
def test_a_command_that_gives_no_secret_is_told_without_what_it_said(capfd, program, reason):
    with pytest.raises(ConfigError, match=reason) as told:
        Settings({}, seconds=0.5 if "sleep" in program else 30).secret(said_by(program), "sides.a.token")

    assert str(told.value).startswith("sides.a.token comes from the command ")
    assert "canary" not in str(told.value)
    assert told.value.__cause__ is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("words", "reason"), [("no-such-program x", "No such file"), ("a 'b", "quotes"), (" ", "quotes")]
)
def test_a_command_that_cannot_be_run_is_told(words, reason):
    with pytest.raises(ConfigError, match=reason):
        Settings({}).secret(f"${{cmd:{words}}}", "sides.a.token")
