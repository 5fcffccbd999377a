"""What a document says of how a side is reached, to the settings and secrets that its adapter is given.

Decides what is looked up, and how. Everything that cannot be looked up is named at once. Refuses to know what is done
with a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from isogloss.bridge import TokenName
from isogloss.errors import ConfigError
from isogloss.http.redact import Secret
from isogloss.mapping.file.secrets import Settings as References
from isogloss.model.settings import Settings

T = TypeVar("T")


@dataclass(slots=True)
class Settled:
    """One side: its settings, and those of its secrets that are needed."""

    settings: Settings
    secrets: Mapping[TokenName, Secret] = field(default_factory=dict)


@dataclass(slots=True)
class Looking:
    """Looks up what the settings of one side refer to, and keeps what could not be.

    side:       its name.
    references: looks references up; None leaves them as written and every secret out.
    folder:     what paths of bundles start from.
    writes:     whether secrets that only writing needs are looked up.
    missing:    a sentence on each that could not be.
    """

    side: str
    references: References | None
    folder: Path
    writes: bool
    missing: list[str]

    def text(self, name: str, written: str) -> str:
        """A text with what it refers to."""
        if self.references is not None:
            try:
                return self.references.text(written, f"sides.{self.side}.{name}")
            except ConfigError as error:
                self.missing.append(str(error))
        return written

    def base_url(self, written: str | None, unsaid: str) -> str:
        """The address of an API."""
        if written is None or self.references is None:
            return said(written, unsaid)
        before = len(self.missing)
        url = self.text("base_url", written)
        if len(self.missing) == before and (wrong := wrong_url(url)):
            self.missing.append(f"sides.{self.side}.base_url: {wrong}")
        return url

    def path(self, written: str) -> Path:
        """The path of a folder."""
        found = self.text("path", written)
        return Path(found) if self.references is None else self.folder / found

    def secrets(self, written: Mapping[TokenName, str | None]) -> dict[TokenName, Secret]:
        """Those of some tokens that are said and found."""
        found: dict[TokenName, Secret] = {}
        if self.references is None:
            return found
        for name, reference in written.items():
            if reference is None:
                continue
            try:
                found[name] = self.references.secret(reference, f"sides.{self.side}.{name}")
            except ConfigError as error:
                self.missing.append(str(error))
        return found


def said(value: T | None, unsaid: T) -> T:
    """A setting, or what holds where nobody wrote it."""
    return unsaid if value is None else value


def wrong_url(url: str) -> str | None:
    """What is wrong with the address of an API, or None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "this is not an address"
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "an address begins with https:// or http://"
    if parts.username or parts.password or parts.query:
        return "an address holds no user, password or query: they would be shown"
    return None
