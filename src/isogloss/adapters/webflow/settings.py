"""The settings of a Webflow side, taken from its binding."""

from isogloss.bridge import SideBinding, WebflowSettings
from isogloss.errors import ConfigError
from isogloss.http.client import Token


def settings_of(binding: SideBinding) -> WebflowSettings:
    """Take out the settings.

    Raises: ConfigError where no site is named.
    """
    settings = binding.settings_as(WebflowSettings)
    if not settings.site:
        raise ConfigError(f"sides.{binding.name}.site: missing. Give the site's id or its short name.")
    return settings


def token_of(binding: SideBinding) -> Token:
    """Take out the token, with where a person finds it.

    Raises: ConfigError where it is not set.
    """
    where = f"sides.{binding.name}.token"
    token = binding.secrets.get("token")
    if not token:
        raise ConfigError(f"{where}: missing. Name a variable that holds the site's API token.")
    return Token(token, "Bearer", where)
