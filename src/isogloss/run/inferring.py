"""Propose a mapping before there is one: ask a Webflow site what it has, and look at ButterCMS content. Reads only."""

from contextlib import closing
from dataclasses import dataclass, replace

from isogloss.adapters import buttercms, webflow
from isogloss.bridge import ButterSettings, Collection, KindBinding, PageType, SideBinding, TokenName, WebflowSettings
from isogloss.http.redact import Secret
from isogloss.mapping.infer import infer
from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.ports import Clock


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look at.

    site:        id or short name of the Webflow site.
    token, read_token: of the two platforms; without the second, ButterCMS is not asked.
    page_types, collections: of ButterCMS, which lists neither.
    locales:     ButterCMS locale slugs; content is looked at in the first. None of them for an account without.
    urls:        where the two APIs are, if not at the vendors'.
    """

    site: str
    token: Secret
    read_token: Secret | None = None
    page_types: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    locales: tuple[str, ...] = ("en",)
    urls: tuple[str | None, str | None] = (None, None)


def run_infer(wish: Wish, clock: Clock, *, name: str = "draft") -> str:
    """Propose a mapping as YAML.

    Raises: ConfigError, Missing for what is not there; any RemoteError.
    """
    return infer(_webflow(wish, clock), _buttercms(wish, clock), name=name, urls=wish.urls)


def _webflow(wish: Wish, clock: Clock) -> RemoteSchema:
    settings = WebflowSettings(wish.site.strip())
    if wish.urls[0] is not None:
        settings = replace(settings, base_url=wish.urls[0])
    english = Locale("en")
    binding = SideBinding(
        Side.LEFT, "webflow", "webflow", settings, {"token": wish.token}, {english: "en"}, english, {}
    )
    with closing(webflow.open_reader(binding, clock=clock)) as reader:
        return reader.survey()


def _buttercms(wish: Wish, clock: Clock) -> RemoteSchema:
    places: list[PageType | Collection] = [*map(PageType, wish.page_types), *map(Collection, wish.collections)]
    if wish.read_token is None or not places:
        return RemoteSchema()
    settings = ButterSettings(localized=bool(wish.locales))
    if wish.urls[1] is not None:
        settings = replace(settings, base_url=wish.urls[1])
    secrets: dict[TokenName, Secret] = {"read_token": wish.read_token}
    kinds = {each.name: KindBinding(each.name, each, {}) for each in places}
    codes = {Locale(code): code for code in wish.locales or ("en",)}
    binding = SideBinding(Side.RIGHT, "butter", "buttercms", settings, secrets, codes, next(iter(codes)), kinds)
    with closing(buttercms.open_reader(binding, clock=clock)) as reader:
        return reader.survey()
