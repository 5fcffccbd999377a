"""Webhooks of a site: those there are, making one and taking one away.

Decides which triggers tell of what a mapping reads. Webflow cannot be told of single collections, so a hint may be
about something else. Refuses to know what is done when one is called.

Source: Webflow Data API reference, webhooks, and working with webhooks, seen 2026-11: no call changes one; the secret
of one that the token of a site made is shown once, when it is made; one that the token of an app made is signed with
the app's own. Whether the list comes in pages is not said, so both are read.
"""

from collections.abc import Iterator
from typing import Final, Unpack

from isogloss.adapters.webflow.adapter import open_writing_client
from isogloss.adapters.webflow.site import Lookup
from isogloss.adapters.webflow.wire import Pagination, Wire, parse
from isogloss.answers import Hook
from isogloss.bridge import Collection, Components, Pages, SideBinding, WebflowSettings
from isogloss.errors import Missing
from isogloss.http.client import Client
from isogloss.http.reach import Reach
from isogloss.http.redact import Secret
from isogloss.http.request import Request, segment

_ITEMS: Final = tuple(
    f"collection_item_{word}" for word in ("created", "changed", "deleted", "published", "unpublished")
)
_PAGES: Final = ("page_created", "page_metadata_updated", "page_deleted")
_ALWAYS: Final = ("site_publish",)
_SIZE: Final = 100


class HookBody(Wire):
    """One webhook; ``secretKey`` only in the answer that made it."""

    id: str
    trigger_type: str = ""
    url: str = ""
    secret_key: str | None = None


class HooksBody(Wire):
    """One page of webhooks, or all of them."""

    webhooks: list[HookBody]
    pagination: Pagination | None = None


class Webhooks:
    """The webhooks of one site."""

    def __init__(self, binding: SideBinding, client: Client) -> None:
        self._binding, self._client = binding, client
        settings = binding.settings_as(WebflowSettings)
        self._site = Lookup(client.read, binding, settings).body().id

    def triggers(self) -> tuple[str, ...]:
        """What tells of the places that are mapped."""
        places = {type(kind.place) for kind in self._binding.kinds.values()}
        items = _ITEMS if Collection in places else ()
        return items + (_PAGES if places & {Pages, Components} else ()) + _ALWAYS

    def all(self) -> tuple[Hook, ...]:
        """Those that the site has, whoever made them."""
        return tuple(self._all())

    def _all(self) -> Iterator[Hook]:
        seen = 0
        while True:
            query = (("limit", str(_SIZE)), ("offset", str(seen)))
            page = parse(HooksBody, self._client.read(Request("GET", self._path, query)))
            yield from (Hook(each.id, each.trigger_type, each.url) for each in page.webhooks)
            seen += len(page.webhooks)
            if not page.webhooks or page.pagination is None or seen >= page.pagination.total:
                return

    def create(self, trigger: str, url: str) -> Hook:
        """Make one; with its secret, where the site shows that."""
        body = {"triggerType": trigger, "url": url}
        made = parse(HookBody, self._client.write(Request("POST", self._path, json=body)), "unknown")
        return Hook(made.id, made.trigger_type or trigger, made.url or url, Secret(made.secret_key or ""))

    def delete(self, hook: Hook) -> None:
        """Take one away; one that is gone is gone."""
        try:
            self._client.write(Request("DELETE", f"/webhooks/{segment(hook.id)}", repeatable=True))
        except Missing:
            return

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @property
    def _path(self) -> str:
        return f"/sites/{segment(self._site)}/webhooks"


def open_hooks(binding: SideBinding, **reach: Unpack[Reach]) -> Webhooks:
    """Open the webhooks of a side.

    Raises: ConfigError for a setting that is missing or wrong; any RemoteError.
    """
    client = open_writing_client(binding, **reach)
    try:
        return Webhooks(binding, client)
    except BaseException:
        client.close()
        raise
