"""What a site has that no mapping describes yet."""

from contextlib import closing
from dataclasses import replace

from isogloss.adapters.webflow.adapter import open_reader
from isogloss.bridge import SideBinding, WebflowSettings
from isogloss.mapping.file.infer import Wish
from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.ports import Clock


def survey_unmapped(wish: Wish, clock: Clock) -> RemoteSchema:
    """Ask a site what it has.

    Raises: ConfigError, Missing for what is not there; any RemoteError.
    """
    settings = WebflowSettings(wish.site.strip())
    if wish.url is not None:
        settings = replace(settings, base_url=wish.url)
    english = Locale("en")
    binding = SideBinding(Side.LEFT, wish.name, settings, wish.secrets, {english: "en"}, english, {})
    with closing(open_reader(binding, clock=clock)) as reader:
        return reader.survey()
