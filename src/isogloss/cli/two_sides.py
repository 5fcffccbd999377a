"""Two sides that no mapping describes yet, as they are named in words or asked for: what ``init`` and ``infer`` share.

Decides which words there are. Tokens are never words: they are taken from the environment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce, wraps
from typing import TYPE_CHECKING, Any

import click

from isogloss.cli.invocation import Invocation

if TYPE_CHECKING:
    from isogloss.api import Wish

FLOWS = ("webflow -> butter", "butter -> webflow", "both")


@dataclass
class TwoSides:
    """What was said of both; None and nothing where nothing was."""

    site: str | None
    page_types: tuple[str, ...]
    collections: tuple[str, ...]
    locales: tuple[str, ...]
    origin_key: str
    name: str | None
    flow: str | None
    webflow_url: str | None
    butter_url: str | None

    def wishes(self, invocation: Invocation, what: str) -> "tuple[Wish, Wish]":
        """Both sides, with their tokens, which are masked from now on in whatever is shown.

        what:   the command that needs them.
        Raises: ConfigError where a token is not set.
        """
        from isogloss import api
        from isogloss.bridge import Collection, PageType, TokenName
        from isogloss.errors import ConfigError
        from isogloss.http.redact import Secret
        from isogloss.mapping.file.secrets import Settings

        look_up = Settings()
        token = look_up.secret("${WEBFLOW_TOKEN}", what)
        places: tuple[PageType | Collection, ...] = (
            *map(PageType, self.page_types),
            *map(Collection, self.collections),
        )
        read_token: dict[TokenName, Secret] = {}
        try:
            read_token["read_token"] = look_up.secret("${BUTTERCMS_READ_TOKEN}", what)
        except ConfigError:
            if places:  # else nobody asked for anything there, and what is known without a token is proposed
                raise
        for secret in (token, *read_token.values()):
            invocation.redactor.learn(secret)
        left = api.Wish("webflow", "webflow", {"token": token}, self.webflow_url, site=self.site or "")
        right = api.Wish(
            "butter",
            "buttercms",
            read_token,
            self.butter_url,
            places=places,
            locales=self.locales or ("en",),
            origin_key=self.origin_key,
        )
        return left, right


def two_sides(function: Callable[..., None]) -> Callable[..., None]:
    """``--site``, ``--page-type``, ``--collection``, ``--locale`` and more; the command is given ``TwoSides``."""

    @wraps(function)
    def command(  # as many as there are words
        *,
        site: str | None,
        page_types: tuple[str, ...],
        collections: tuple[str, ...],
        locales: tuple[str, ...],
        origin_key: str,
        name: str | None,
        flow: str | None,
        webflow_url: str | None,
        butter_url: str | None,
        **own: Any,  # the command's own words
    ) -> None:
        said = TwoSides(site, page_types, collections, locales, origin_key, name, flow, webflow_url, butter_url)
        function(said=said, **own)

    options = [
        click.option("--site", metavar="SITE", help="Id or short name of the Webflow site."),
        click.option(
            "--page-type", "page_types", multiple=True, metavar="SLUG", help="A page type to look at; may be repeated."
        ),
        click.option(
            "--collection",
            "collections",
            multiple=True,
            metavar="KEY",
            help="A collection to look at; may be repeated.",
        ),
        click.option(
            "--locale",
            "locales",
            multiple=True,
            metavar="SLUG",
            help="A locale of the ButterCMS account, the default one first; may be repeated. en if none.",
        ),
        click.option(
            "--origin-key",
            default="origin",
            show_default=True,
            metavar="SLUG",
            help="The text field of ButterCMS collections that carries our key.",
        ),
        click.option("--name", help="Name of the mapping."),
        click.option("--flow", type=click.Choice(FLOWS), help="Which way content goes; to ButterCMS unless said."),
        click.option("--webflow-url", metavar="URL", help="Where the Webflow API is, if not at the vendor's."),
        click.option("--butter-url", metavar="URL", help="Where the ButterCMS API is, if not at the vendor's."),
    ]
    return reduce(lambda made, option: option(made), reversed(options), command)
