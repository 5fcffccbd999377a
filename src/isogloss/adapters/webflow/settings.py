"""The settings of a Webflow side, read from its binding.

Decides what each setting may be and its default. Refuses to know what is done with them.
"""

from dataclasses import dataclass
from typing import Final

from isogloss.bridge import SideBinding
from isogloss.errors import ConfigError
from isogloss.http.redact import Secret

API: Final = "https://api.webflow.com/v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach a site, and what its API offers.

    site:           its id or its short name.
    insert:         whether ``POST /items/insert`` is offered, which alone can add a locale to an existing item.
    page_slugs:     whether slugs of pages can be localized, which is an add-on.
    image_alt:      whether an alternative text is written alone, which imports its picture anew.
    exclusions:     whether what the owner excluded from translation is asked for, and left out.
    upload:         whether files are fetched and uploaded, instead of leaving that to Webflow.
    rate:           requests in one window, corrected by what the answers' headers say.
    window_seconds: the window's length.
    setting:        where a person finds the token, for messages.
    """

    base_url: str
    site: str
    token: Secret
    insert: bool
    upload: bool
    image_alt: bool
    page_slugs: bool
    exclusions: bool
    rate: int
    window_seconds: float
    setting: str


def settings_of(binding: SideBinding) -> Settings:
    """Read the settings.

    Raises: ConfigError naming the setting.
    Source: the default rate is that of the smallest plan; Webflow Data API reference, rate limits, seen 2026-11.
    """
    given = binding.settings
    where = f"sides.{binding.name}"
    site = given.get("site")
    if not isinstance(site, str) or not site.strip():
        raise ConfigError(f"{where}.site: missing. Give the site's id or its short name.")
    token = binding.secrets.get("token")
    if not isinstance(token, Secret) or not token:
        raise ConfigError(f"{where}.token: missing. Name a variable that holds the site's API token.")
    base_url = given.get("base_url", API)
    if not isinstance(base_url, str):
        raise ConfigError(f"{where}.base_url: {base_url!r} is not an address.")
    rate = _number(given.get("rate", 60), f"{where}.rate")
    if rate != int(rate):
        raise ConfigError(f"{where}.rate: {rate} is not a whole number of requests.")
    return Settings(
        base_url=base_url,
        site=site.strip(),
        token=token,
        insert=_switch(given.get("insert", "on"), f"{where}.insert"),
        upload=given.get("assets") == "upload",
        image_alt=given.get("image_alt") == "write",
        page_slugs=_switch(given.get("page_slugs", "on"), f"{where}.page_slugs"),
        exclusions=_switch(given.get("respect_exclusions", "off"), f"{where}.respect_exclusions"),
        rate=int(rate),
        window_seconds=_number(given.get("window_seconds", 60), f"{where}.window_seconds"),
        setting=f"{where}.token",
    )


def _number(value: object, where: str) -> float:
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else 0.0
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ConfigError(f"{where}: {value!r} is not a number above zero.")
    return number


def _switch(value: object, where: str) -> bool:
    """YAML reads a bare ``on`` as true, so both spellings arrive here."""
    switches: dict[object, bool] = {"on": True, "off": False}
    found = value if isinstance(value, bool) else switches.get(value if isinstance(value, str) else None)
    if found is None:
        raise ConfigError(f"{where}: {value!r} is neither on nor off.")
    return found
