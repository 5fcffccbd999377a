"""A Webflow site behind the contract: its surfaces, and what a site offers as a whole.

Decides nothing that a part decides. A reader holds a client that cannot write, and has no method that would.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from isogloss.adapters.calls import Calls
from isogloss.adapters.surfaces import Surfaces, calls_of
from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.exclusions import Asking, Exclusions
from isogloss.adapters.webflow.files.upload import Shipping
from isogloss.adapters.webflow.items.surface import Items
from isogloss.adapters.webflow.pages.designs import Designs
from isogloss.adapters.webflow.pages.surface import Pages
from isogloss.adapters.webflow.site import Lookup, describe
from isogloss.adapters.webflow.wire import SiteBody
from isogloss.bridge import SideBinding, WebflowSettings
from isogloss.errors import ConfigError
from isogloss.http.client import Client, ReadClient, Token, manners_of, open_client, open_read_client
from isogloss.http.fetch import Fetcher
from isogloss.http.fetched import MEGABYTE, Bounds
from isogloss.http.limiter import Limiter, Pace
from isogloss.http.reach import Reach, Transport, limiters_of
from isogloss.http.shelf import Shelf
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded
from isogloss.model.schema import RemoteSchema
from isogloss.plan.op import Op
from isogloss.ports import Call, Names, Sent


class WebflowReader(Surfaces[Items | Pages]):
    """A Webflow site, read only."""

    def __init__(self, binding: SideBinding, settings: WebflowSettings, client: ReadClient | Client) -> None:
        self._binding = binding
        self._close = client.close
        self.lookup = Lookup(client.read, binding, settings)
        asking = Asking(client.read, binding.name)
        self.exclusions = Exclusions(asking, settings.exclusions)
        items = Items(client.read, binding, settings, self.lookup, self.exclusions)
        designs = Designs(client.read, binding, self.lookup, asking if settings.exclusions else None)
        self.surfaces = (items, Pages(designs, settings))

    def inspect(self, *, probe: bool = True) -> RemoteSchema:
        """Ask the site for its locales, collections and fields, as they are now.

        probe:  also for the texts of pages and components, and for what is excluded from translation where that is
                respected; a whole read asks for both anyhow.
        Raises: Missing for a site or collection that is not there; UsageError for a mapped locale that the site lacks.
        """
        return replace(describe(self.lookup.ask(), self._binding), kinds=self.described(probe=probe))

    def excluded(self, kind: str) -> Excluded:
        """What the site's owner excluded from translation of every item of a kind, as the last whole read found it."""
        return self.exclusions.every.get(kind, NOTHING_EXCLUDED)

    def close(self) -> None:
        """Close the connections."""
        self._close()


class WebflowWriter(WebflowReader):
    """A Webflow site that can be written to."""

    def __init__(
        self, binding: SideBinding, settings: WebflowSettings, client: Client, transport: Transport | None = None
    ) -> None:
        super().__init__(binding, settings, client)
        self._client = client
        self._shipping = None
        if settings.upload:
            said = binding.fetch
            bounds = Bounds(said.allow_private, said.megabytes * MEGABYTE, said.seconds)
            shelf = Shelf(Path(binding.fetch.shelf), bounds.largest) if binding.fetch.shelf else None
            fetcher = Fetcher(bounds)
            self._shipping = Shipping(client, fetcher, shelf, lambda: self.lookup.site().id, transport=transport)
        self._body: SiteBody | None = None
        self.make_room, self.good_until = client.make_room, client.good_until

    def uploads(self, ops: Sequence[Op], names: Names) -> Calls:
        """Bring the files of some ops to the site, where the mapping says so; else Webflow fetches them itself."""
        if self._shipping is not None:
            yield from self._shipping.calls(ops, names)

    def calls(self, ops: Sequence[Op], names: Names, *, isolate: bool = False) -> Calls:
        """Turn ops of one layer into calls."""
        return calls_of(self, self._client, ops, names, isolate=isolate)

    def site_published(self) -> str | None:
        """When the whole site was last published."""
        return self._asked().last_published

    def publish_site(self) -> Call:
        """The call that publishes the whole site, where it is public already.

        On the domains that it is published on, else on the vendor's subdomain, so that a site never appears where
        nobody has put it.

        Source: Webflow Data API v2, sites and publish site, seen 2026-11: one success a minute; a 202 is no proof, the
                moving ``lastPublished`` is.
        """
        site = self._body or self._asked()
        domains = [domain.id for domain in site.custom_domains or [] if domain.last_published is not None]

        def send() -> Sent:
            self._client.write(paths.publish_site(site.id, domains))
            return Sent()

        return Call(f"POST /sites/{site.id}/publish", (), send)

    def _asked(self) -> SiteBody:
        self._body = self.lookup.body()
        return self._body

    def close(self) -> None:
        """Close the connections."""
        super().close()
        if self._shipping is not None:
            self._shipping.fetcher.close()


def open_reader(binding: SideBinding, **reach: Unpack[Reach]) -> WebflowReader:
    """Open a site for reading; nothing is asked yet.

    Raises: ConfigError for a setting that is missing or wrong.
    """
    settings, token = _settings(binding), token_of(binding)
    client = open_read_client(settings.base_url, token, _limiter(settings, token, reach), manners_of(reach))
    return WebflowReader(binding, settings, client)


def open_exam(binding: SideBinding, **reach: Unpack[Reach]) -> ReadClient:
    """Open a client that can only look, for an exam of the token.

    Raises: as ``open_reader``.
    """
    settings, token = _settings(binding), token_of(binding)
    return open_read_client(settings.base_url, token, _limiter(settings, token, reach), manners_of(reach))


def open_writing_client(binding: SideBinding, **reach: Unpack[Reach]) -> Client:
    """Open a client that may write, for what is no content.

    Raises: as ``open_reader``.
    """
    settings, token = _settings(binding), token_of(binding)
    return open_client(settings.base_url, token, _limiter(settings, token, reach), manners_of(reach))


def open_writer(binding: SideBinding, **reach: Unpack[Reach]) -> WebflowWriter:
    """Open a site for reading and writing; nothing is asked yet.

    Raises: ConfigError for a setting that is missing or wrong.
    """
    settings, token = _settings(binding), token_of(binding)
    client = open_client(settings.base_url, token, _limiter(settings, token, reach), manners_of(reach))
    return WebflowWriter(binding, settings, client, reach.get("transport"))


def _settings(binding: SideBinding) -> WebflowSettings:
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


def _limiter(settings: WebflowSettings, token: Token, reach: Reach) -> Limiter:
    return limiters_of(reach).of(Pace(settings.rate, settings.window_seconds), token.secret, at=settings.base_url)
