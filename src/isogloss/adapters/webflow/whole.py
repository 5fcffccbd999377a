"""The whole site at once: when it was last published, and publishing it.

Decides on which domains: those it is published on already, else the vendor's subdomain, so that a site never appears
where nobody has put it. Refuses to know content.

Source: Webflow Data API v2, sites and publish site, seen 2026-11: one success a minute; a 202 is no proof, the moving
``lastPublished`` is.
"""

from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.site import site_body
from isogloss.adapters.webflow.wire import SiteBody
from isogloss.bridge import SideBinding, WebflowSettings
from isogloss.http.client import Client
from isogloss.ports import Call, Sent


class WholeSite:
    """The site as one thing that is published."""

    def __init__(self, client: Client, binding: SideBinding, settings: WebflowSettings) -> None:
        self._client, self._binding, self._settings = client, binding, settings
        self._site: SiteBody | None = None

    def published(self) -> str | None:
        """When it was last published."""
        self._site = site_body(self._client.read, self._binding, self._settings)
        return self._site.last_published

    def publish(self) -> Call:
        """The call that publishes it where it is public already."""
        if self._site is None:
            self.published()
        site = self._site
        assert site is not None, "asking tells the site"  # noqa: S101  # our own bug if not
        domains = [domain.id for domain in site.custom_domains or [] if domain.last_published is not None]

        def send() -> Sent:
            self._client.write(paths.publish_site(site.id, domains))
            return Sent()

        return Call(f"POST /sites/{site.id}/publish", (), send)
