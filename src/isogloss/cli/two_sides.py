"""Two sides that no mapping describes yet, as they are named in words or asked for: what ``init`` and ``infer`` share.

Decides which words there are. Tokens are never words: they are taken from the environment.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from isogloss.cli.invocation import Invocation

if TYPE_CHECKING:
    from isogloss.api import Wish

FLOWS = ("webflow -> butter", "butter -> webflow", "both")
APP_FLOWS = ("both", "webflow -> app", "app -> webflow")


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
    catalogue: str | None = None
    layout: str | None = None

    @property
    def flows(self) -> tuple[str, ...]:
        """The ways that content can go."""
        return APP_FLOWS if self.catalogue else FLOWS

    @property
    def usual_flow(self) -> str:
        """Which way content goes where nobody said so; empty for from left to right."""
        return APP_FLOWS[0] if self.catalogue else ""

    def settle(self) -> None:
        """Raises: UsageError where what was said does not go together."""
        from isogloss.errors import UsageError

        if self.catalogue and (self.page_types or self.collections or self.locales):
            raise UsageError(
                "'--catalogue' is the other side: its kinds and locales are found in it. Leave '--page-type', "
                "'--collection' and '--locale' out."
            )
        if self.layout and not self.catalogue:
            raise UsageError("'--layout' says where the files of '--catalogue' lie, and there is none.")
        if self.flow and self.flow not in self.flows:
            raise UsageError(f"'--flow' is one of {', '.join(self.flows)} here.")

    def wishes(self, invocation: Invocation, what: str, beside: Path = Path()) -> "tuple[Wish, Wish]":
        """Both sides, with their tokens, which are masked from now on in whatever is shown.

        what:   the command that needs them.
        beside: the folder that the mapping is to lie in.
        Raises: ConfigError where a token is not set.
        """
        from isogloss import api
        from isogloss.bridge import Collection, PageType, TokenName
        from isogloss.errors import ConfigError
        from isogloss.http.redact import Secret
        from isogloss.mapping.file.secrets import Settings

        look_up = Settings()
        token = look_up.secret("${WEBFLOW_TOKEN}", what)
        if self.catalogue:
            invocation.redactor.learn(token)
            left = api.Wish("webflow", "webflow", {"token": token}, self.webflow_url, site=self.site or "")
            folder = Path(os.path.relpath(self.catalogue, beside)).as_posix()
            return left, api.Wish("app", "catalogue", folder=folder, beside=beside, layout=self.layout or "")
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
        catalogue: str | None,
        layout: str | None,
        **own: Any,  # the command's own words
    ) -> None:
        urls = (webflow_url, butter_url)
        said = TwoSides(site, page_types, collections, locales, origin_key, name, flow, *urls, catalogue, layout)
        said.settle()
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
        click.option(
            "--catalogue",
            metavar="FOLDER",
            help="In place of ButterCMS, the texts of an app: a folder of JSON or PO files by locale.",
        ),
        click.option("--layout", metavar="PATTERN", help="Where its files lie, as {locale}/{namespace}.json."),
        click.option("--name", help="Name of the mapping."),
        click.option(
            "--flow",
            metavar="FLOW",
            type=click.Choice(tuple(dict.fromkeys((*FLOWS, *APP_FLOWS)))),
            help="Which way content goes: 'webflow -> butter' unless said, or the other way round, or both; with a "
            "catalogue both, or to or from app.",
        ),
        click.option("--webflow-url", metavar="URL", help="Where the Webflow API is, if not at the vendor's."),
        click.option("--butter-url", metavar="URL", help="Where the ButterCMS API is, if not at the vendor's."),
    ]
    return reduce(lambda made, option: option(made), reversed(options), command)
