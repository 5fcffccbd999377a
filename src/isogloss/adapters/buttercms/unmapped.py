"""What an account shows that no mapping describes yet; it lists nothing, so only what was named is looked at."""

from contextlib import closing
from dataclasses import replace

from isogloss.adapters.buttercms.adapter import open_reader
from isogloss.bridge import ButterSettings, KindBinding, SideBinding
from isogloss.mapping.draft.wish import Wish
from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.ports import Clock
from isogloss.sampling import if_allowed


def survey_unmapped(wish: Wish, clock: Clock) -> RemoteSchema:
    """Look at the content of some places; nothing is asked without a token.

    Raises: ConfigError, Missing for what is not there; any RemoteError.
    """
    if not (wish.secrets and wish.places):
        return RemoteSchema()
    settings = ButterSettings(localized=bool(wish.locales))
    if wish.url is not None:
        settings = replace(settings, base_url=wish.url)
    kinds = {each.name: KindBinding(each.name, each, {}) for each in wish.places}
    codes = {Locale(code): code for code in wish.locales or ("en",)}
    binding = SideBinding(Side.RIGHT, wish.name, settings, wish.secrets, codes, next(iter(codes)), kinds)
    with closing(open_reader(binding, clock=clock)) as reader:
        more = {place: if_allowed(count) for place, count in reader.beside().items()}
        return replace(reader.survey(), more={place: count for place, count in more.items() if count})
