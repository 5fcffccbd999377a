"""What an account shows that no mapping describes yet; it lists no types, so of these only what was named is looked at.

Decides that pages without a type and the blog are looked at unasked: every account has these places, and what is in
them may be listed.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from typing import Final

from isogloss.adapters.buttercms.adapter import open_exam, open_reader
from isogloss.adapters.buttercms.blog.listing import Listing
from isogloss.adapters.buttercms.blog.survey import survey_blog
from isogloss.bridge import ButterSettings, KindBinding, Place, SideBinding, SinglePages
from isogloss.mapping.draft.wish import Wish
from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.ports import Clock
from isogloss.sampling import if_allowed

_SINGLE: Final = "single_pages"


def survey_unmapped(wish: Wish, clock: Clock) -> RemoteSchema:
    """Look at the content of some places, at pages without a type and the blog; nothing is asked without a token.

    Raises: ConfigError, Missing for what is not there; any RemoteError.
    """
    if not wish.secrets:
        return RemoteSchema()
    named = _surveyed(wish, {each.name: each for each in wish.places}, clock)
    extra = [
        *([_surveyed(wish, {_SINGLE: SinglePages()}, clock)] if _SINGLE in named.more else []),
        *([_blog(wish, clock)] if "blog" in named.more else []),
    ]
    kinds = {name: kind for each in (named, *extra) for name, kind in each.kinds.items()}
    if not (kinds or wish.places):
        return RemoteSchema(more=named.more)  # where nothing is looked at, of its locales nothing is known
    said = ", ".join(each.settings for each in extra if each.settings)
    return replace(named, kinds=kinds, settings=said, primary=next(iter(wish.locales or ("en",))))


def _surveyed(wish: Wish, places: Mapping[str, Place], clock: Clock) -> RemoteSchema:
    with closing(open_reader(_binding(wish, places), clock=clock)) as reader:
        more = {place: if_allowed(count) for place, count in reader.beside().items()}
        return replace(reader.survey(), more={place: count for place, count in more.items() if count})


def _blog(wish: Wish, clock: Clock) -> RemoteSchema:
    binding = _binding(wish, {})
    with closing(open_exam(binding, "read_token", clock=clock)) as client:
        return survey_blog(binding, Listing(client, binding.settings_as(ButterSettings).page_size))


def _binding(wish: Wish, places: Mapping[str, Place]) -> SideBinding:
    settings = ButterSettings(localized=bool(wish.locales))
    if wish.url is not None:
        settings = replace(settings, base_url=wish.url)
    kinds = {name: KindBinding(name, place, {}) for name, place in places.items()}
    codes = {Locale(code): code for code in wish.locales or ("en",)}
    return SideBinding(Side.RIGHT, wish.name, settings, wish.secrets, codes, next(iter(codes)), kinds)
