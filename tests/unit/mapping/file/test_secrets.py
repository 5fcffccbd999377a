"""Where settings come from that do not belong in a file."""

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
