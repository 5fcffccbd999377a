"""Propose a mapping before there is one: ask a Webflow site what it has, and look at ButterCMS content. Reads only."""

from contextlib import closing
from dataclasses import dataclass

from isogloss.adapters import buttercms, webflow
from isogloss.bridge import KindBinding, SideBinding
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
    return infer(_webflow(wish, clock), _buttercms(wish, clock), name=name)


def _webflow(wish: Wish, clock: Clock) -> RemoteSchema:
    binding = _binding(Side.LEFT, "webflow", {"site": wish.site}, {"token": wish.token}, wish.urls[0])
    with closing(webflow.open_reader(binding, clock=clock)) as reader:
        return reader.survey()


def _buttercms(wish: Wish, clock: Clock) -> RemoteSchema:
    names = [*(("page_type", each) for each in wish.page_types), *(("collection", each) for each in wish.collections)]
    if wish.read_token is None or not names:
        return RemoteSchema()
    settings: dict[str, object] = {"localized": bool(wish.locales)}
    binding = _binding(Side.RIGHT, "butter", settings, {"read_token": wish.read_token}, wish.urls[1])
    kinds = {each: KindBinding(each, {word: each}, {}) for word, each in names}
    codes = {Locale(code): code for code in wish.locales or ("en",)}
    everything = SideBinding(
        binding.side, "butter", "buttercms", binding.settings, binding.secrets, codes, next(iter(codes)), kinds
    )
    with closing(buttercms.open_reader(everything, clock=clock)) as reader:
        return reader.survey()


def _binding(
    side: Side, name: str, settings: dict[str, object], secrets: dict[str, object], url: str | None
) -> SideBinding:
    where = {} if url is None else {"base_url": url}
    english = Locale("en")
    return SideBinding(side, name, name, {**settings, **where}, secrets, {english: "en"}, english, {})
