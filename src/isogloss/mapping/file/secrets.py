"""References to settings that do not belong in a file: the environment, a file, a keyring, a command.

Decides where a secret comes from. Only here is a secret's text seen on its way into a :class:`Secret`.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from isogloss.errors import ConfigError
from isogloss.http.redact import Secret

_REFERENCE: Final = re.compile(r"\$\{([^{}]*)\}")
_LARGEST: Final = 64 * 1024
"""Bytes of a file that holds one secret, or of what a command says."""
_SECONDS: Final = 30.0
"""A command has so long; a password manager may ask a person first."""


class Settings:
    """Looks references up.

    folder:  what relative paths start from; commands are run there.
    seconds: how long a command may take.
    Raises: ConfigError, naming the reference and the setting that needs it, never what was found.
    """

    def __init__(
        self, environ: Mapping[str, str] | None = None, folder: Path | None = None, seconds: float = _SECONDS
    ) -> None:
        self._seconds = seconds
        self._environ = os.environ if environ is None else environ
        self._folder = folder or Path()

    def secret(self, reference: str, setting: str) -> Secret:
        """The secret behind one reference."""
        return Secret(self.text(reference, setting))

    def text(self, text: str, setting: str) -> str:
        """The text with every reference in it looked up."""
        return _REFERENCE.sub(lambda found: self._look_up(found[1], setting), text)

    def _look_up(self, name: str, setting: str) -> str:
        scheme, colon, rest = name.partition(":")
        if not colon:
            found = self._environ.get(name, "")
            if not found:
                raise ConfigError(f"{setting} needs the environment variable {name}, which is not set; set it")
            return found
        if scheme == "file":
            return self._file(rest, setting)
        if scheme == "keyring":
            return _keyring(rest, setting)
        if scheme == "cmd":
            return self._command(rest, setting)
        known = "${NAME}, ${file:…}, ${keyring:…}, ${cmd:…}"
        raise ConfigError(f"{setting} is written as ${{{scheme}:…}}; there are {known}")

    def _file(self, name: str, setting: str) -> str:
        path = self._folder / Path(name).expanduser()
        try:
            with path.open("rb") as opened:
                found = opened.read(_LARGEST + 1)
            text = found.decode("utf-8").strip()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a text"
            raise ConfigError(f"{setting} needs the file {path}, which cannot be read ({reason})") from None
        if not text or len(found) > _LARGEST:
            raise ConfigError(f"{setting} needs the file {path}, which is empty or too large to be a secret")
        return text

    def _command(self, line: str, setting: str) -> str:
        """The first line that a command says. No shell reads the words, and nothing that it says is ever told."""
        import shlex
        import subprocess

        try:
            words = shlex.split(line)
        except ValueError:
            words = []
        if not words:
            raise ConfigError(f"{setting} comes from a command whose words cannot be told apart; look at its quotes")
        called = f"{setting} comes from the command {words[0]}, which"
        try:
            with subprocess.Popen(  # noqa: S603  # whoever writes the mapping says what is run: docs/mapping.md tells
                words,
                cwd=self._folder,
                env=dict(self._environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as process:
                try:
                    said, _ = process.communicate(timeout=self._seconds)
                except subprocess.TimeoutExpired:
                    process.kill()  # what it started may still hold its output open, so nobody waits for the rest
                    raise ConfigError(f"{called} did not end within {self._seconds:g} s; run it yourself") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "its name makes no sense"
            raise ConfigError(f"{called} cannot be run ({reason})") from None
        if process.returncode:
            raise ConfigError(f"{called} ended with {process.returncode}; run it yourself to see what it says")
        try:
            text = said.decode("utf-8").partition("\n")[0].strip() if len(said) <= _LARGEST else ""
        except ValueError:
            text = ""
        if not text:
            raise ConfigError(f"{called} said nothing that can be a secret; its first line is taken")
        return text


def _keyring(name: str, setting: str) -> str:
    service, _, user = name.partition("/")
    try:
        import keyring

        found = keyring.get_password(service, user)
    except ImportError:
        raise ConfigError(
            f"{setting} comes from a keyring, but keyring is not installed; install isogloss[keyring]"
        ) from None
    except Exception as error:  # noqa: BLE001  # every backend has errors of its own, and none of ours is raised here
        raise ConfigError(f"{setting} comes from a keyring, which failed with {type(error).__name__}") from None
    if not found:
        raise ConfigError(f"{setting} needs the secret of {user} at {service}, which the keyring does not have; add it")
    return str(found)
