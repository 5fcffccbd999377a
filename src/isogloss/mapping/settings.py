"""What a document says of how each side is reached, to the settings and secrets that its adapter is given.

Decides what a setting is that nobody wrote, and which texts hold references. Everything that cannot be looked up is
named at once. Refuses to know what is done with a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar, get_args

from isogloss.bridge import (
    BundleSettings,
    ButterSettings,
    MemorySettings,
    Settings,
    TokenName,
    WebflowSettings,
)
from isogloss.errors import ConfigError
from isogloss.http.redact import Secret
from isogloss.mapping.document import BundleSide, ButterSide, Document, MemorySide, SideEntry, WebflowSide
from isogloss.mapping.rules import wrong_url
from isogloss.mapping.secrets import Settings as References

T = TypeVar("T")

TOKENS: Final[tuple[TokenName, ...]] = get_args(TokenName)
_WRITING: Final[frozenset[TokenName]] = frozenset({"write_token"})
"""Secrets that reading does without."""
_REFERRING: Final = ("site", "base_url", "world", "path")
"""Settings in which references are looked up."""


@dataclass(slots=True)
class Settled:
    """One side: its settings, and those of its secrets that are needed."""

    settings: Settings
    secrets: Mapping[TokenName, Secret] = field(default_factory=dict)


def settle(document: Document, folder: Path, references: References | None, *, writes: bool) -> dict[str, Settled]:
    """Settle every side, by its name.

    folder:     what paths of bundles start from.
    references: looks references up; None leaves them as written and every secret out.
    writes:     whether secrets that only writing needs are looked up.
    Raises:     ConfigError naming every setting that could not be looked up.
    """
    if references is None:
        return {side: Settled(_settings(entry)) for side, entry in document.sides.items()}
    looking = _Looking(references, folder)
    made = {side: looking.settled(side, entry, writes=writes) for side, entry in document.sides.items()}
    if looking.missing:
        raise ConfigError("\n".join(looking.missing))
    return made


class _Looking:
    """Looks references up, and keeps what could not be."""

    def __init__(self, references: References, folder: Path) -> None:
        self._references, self._folder = references, folder
        self.missing: list[str] = []

    def settled(self, side: str, entry: SideEntry, *, writes: bool) -> Settled:
        texts: dict[str, str] = {}
        secrets: dict[TokenName, Secret] = {}
        for name in (*_REFERRING, *TOKENS):
            written, setting = getattr(entry, name, None), f"sides.{side}.{name}"
            if written is None or (name in _WRITING and not writes):
                continue
            try:
                if name in TOKENS:
                    secrets[name] = self._references.secret(written, setting)
                else:
                    texts[name] = self._text(name, written, setting)
            except ConfigError as error:
                self.missing.append(str(error))
        return Settled(_settings(entry.model_copy(update=texts)), secrets)

    def _text(self, name: str, written: str, setting: str) -> str:
        text = self._references.text(written, setting)
        if name == "base_url" and (wrong := wrong_url(text)):
            raise ConfigError(f"{setting}: {wrong}")
        return str(self._folder / text) if name == "path" else text


def _settings(entry: SideEntry) -> Settings:
    match entry:
        case WebflowSide():
            return _webflow(entry)
        case ButterSide():
            return _butter(entry)
        case BundleSide():
            return BundleSettings(Path(entry.path))
        case MemorySide():
            return MemorySettings(entry.world)


def _webflow(entry: WebflowSide) -> WebflowSettings:
    unsaid = WebflowSettings(entry.site.strip())
    return WebflowSettings(
        site=unsaid.site,
        base_url=_said(entry.base_url, unsaid.base_url),
        insert=_said(entry.insert, unsaid.insert),
        upload=entry.assets == "upload",
        image_alt=entry.image_alt == "write",
        page_slugs=_said(entry.page_slugs, unsaid.page_slugs),
        exclusions=_said(entry.respect_exclusions, unsaid.exclusions),
        rate=_said(entry.rate, unsaid.rate),
        window_seconds=_said(entry.window_seconds, unsaid.window_seconds),
    )


def _butter(entry: ButterSide) -> ButterSettings:
    unsaid = ButterSettings()
    return ButterSettings(
        base_url=_said(entry.base_url, unsaid.base_url),
        page_type_key=_said(entry.page_type_key, unsaid.page_type_key),
        page_delete=_said(entry.page_delete, unsaid.page_delete),
        localized=_said(entry.localized, unsaid.localized),
        rate=_said(entry.rate, unsaid.rate),
        window_seconds=_said(entry.window_seconds, unsaid.window_seconds),
        quota=entry.quota,
        alt_text=_said(entry.alt_text, unsaid.alt_text),
        page_size=_said(entry.page_size, unsaid.page_size),
        blog_locales=_said(entry.blog_locales, unsaid.blog_locales),
        cache_seconds=_said(entry.cache_seconds, unsaid.cache_seconds),
    )


def _said(value: T | None, unsaid: T) -> T:
    return unsaid if value is None else value
