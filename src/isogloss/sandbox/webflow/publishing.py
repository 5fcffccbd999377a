"""Publishing: what visitors see, and how it gets there.

Decides when a variant goes live, stays as it was, or leaves the site. The table of states is in ``Variant``'s terms:
draft is ``draft`` and no ``live``; published has a ``live``; "changes in draft" is ``draft`` over a ``live``; queued
is not ``draft`` and updated since it was published.

Source: Webflow, publishing guide and the change of 7 July 2025, seen 2026-11.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from isogloss.sandbox.webflow.answers import Refusal, Reply, conflict, invalid, malformed, no_item
from isogloss.sandbox.webflow.content import Collection
from isogloss.sandbox.webflow.items import created
from isogloss.sandbox.webflow.listing import shown
from isogloss.sandbox.webflow.revisions import listed, named_variants, patch, patched, staged
from isogloss.sandbox.webflow.variants import Json, Live, Variant, copied
from isogloss.sandbox.webflow.world import Call, World, within_batch


def gone_live(world: World, row: Variant) -> Variant:
    """Publish a variant as it stands."""
    now = world.clock.iso()
    at = now if world.switches.last_updated_on_publish else row.updated
    return replace(row, draft=False, published=now, updated=at, live=Live(row.fields, now, at))


def taken_down(row: Variant) -> Variant:
    """Unpublish a variant; it stays in the CMS as a draft."""
    return replace(row, draft=True, published=None, live=None)


def queued(row: Variant) -> bool:
    """Say whether the next site publish will publish it."""
    return not row.draft and not row.archived and (row.published is None or row.updated > row.published)


def publish(world: World, call: Call) -> Reply:
    """``POST /collections/{collection}/items/publish``. 202 even if some, or all, are in ``errors``."""
    collection = world.collection(call.params["collection"])
    wanted = _wanted(world, call)
    if world.content.site.get("lastPublished") is None:
        raise conflict("The site is not published")
    if world.switches.domains_differ:
        raise conflict("Site is published to multiple domains at different times")
    if world.switches.publish_needs_site and str(world.content.site.get("lastPublished") or "") < collection.updated:
        raise conflict("The collection structure changed since the last publish")
    done: dict[str, None] = {}
    errors: list[str] = []
    for item, locales in wanted:
        for locale in locales:
            obstacle = _obstacle(world, collection, item, locale)
            if obstacle:
                errors.append(obstacle)
            else:
                row = cast(Variant, collection.items.get(item, locale))
                collection.items.put(gone_live(world, row))
                done[item] = None
    return Reply(202, {"publishedItemIds": list(done), "errors": errors})


def _wanted(world: World, call: Call) -> list[tuple[str, list[str]]]:
    body = call.body()
    ids = body.get("itemIds")
    if isinstance(ids, list) and ids:
        within_batch(len(ids))
        return [(str(item), [world.content.primary]) for item in ids]
    if "items" not in body:
        raise malformed("Bad Request: 'itemIds' or 'items' is needed, with at least one entry")
    return listed(world, call)


def _obstacle(world: World, collection: Collection, item: str, locale: str) -> str | None:
    row = collection.items.get(item, locale)
    if row is None:
        return f"Staging item ID {item} not found."
    if row.archived:
        return f"Item ID {item} is archived in locale {locale}."
    if not (world.content.locale(locale) or {}).get("enabled", True):
        return f"Locale {locale} of item ID {item} is not enabled on the site."
    primary = collection.items.get(item, world.content.primary)
    waits = world.switches.publish_needs_primary and locale != world.content.primary
    if waits and (primary is None or primary.live is None):
        return f"Item ID {item} is not published in the primary locale."
    return None


def create_live(world: World, call: Call) -> Reply:
    """``POST /collections/{collection}/items/live``: create and publish at once."""
    collection, rows, single = created(world, call)
    answers: list[Json] = []
    for row in rows:
        published = gone_live(world, row)
        collection.items.put(published)
        answers.append(shown(world, collection, published, live=True))
    return Reply(202, answers[0] if single else {"items": answers})


def update_live(world: World, call: Call) -> Reply:
    """``PATCH /collections/{collection}/items/live`` and ``.../items/{item}/live``."""
    return patched(world, call, _patch_live, live=True)


def _patch_live(world: World, collection: Collection, entry: Mapping[str, object], call: Call) -> Variant:
    if staged(world, collection, entry).published is None:
        raise conflict("Live PATCH updates can't be applied to items that have never been published")
    row = gone_live(world, patch(world, collection, entry, call))
    collection.items.put(row)
    return row


def unpublish(world: World, call: Call) -> Reply:
    """``DELETE /collections/{collection}/items/live`` and ``.../items/{item}/live``."""
    collection = world.collection(call.params["collection"])
    rows = named_variants(world, collection, call)
    if not any(row.live for row in rows):
        raise no_item()
    for row in rows:
        collection.items.put(taken_down(row))
    return Reply(204)


def publish_site(world: World, call: Call) -> Reply:
    """``POST /sites/{site}/publish``: everything queued, in every enabled locale; one success a minute."""
    site, body = world.content.site, call.body()
    domains = cast("list[Json]", site["customDomains"])
    chosen = body.get("customDomains") or []
    subdomain = body.get("publishToWebflowSubdomain", False)
    if not isinstance(chosen, list) or not isinstance(subdomain, bool) or not (chosen or subdomain):
        raise malformed("Bad Request: customDomains or publishToWebflowSubdomain is needed")
    unknown = [domain for domain in chosen if domain not in {each_domain["id"] for each_domain in domains}]
    if unknown:
        raise invalid(("customDomains", f"Domain not found: {unknown[0]}"))
    _once_a_minute(world)
    now = world.clock.iso()
    page = body.get("pageId")
    if page is None:
        site["lastPublished"] = now
        publish_queued(world)
    listed = [domain for domain in domains if domain["id"] in chosen]
    for domain in listed:
        domain["lastPublished"] = now
    scope = "site" if page is None else "page"
    answer = {"customDomains": copied(listed), "publishToWebflowSubdomain": subdomain, "publishScope": scope}
    return Reply(202, answer)


def _once_a_minute(world: World) -> None:
    now, last = world.clock.elapsed(), world.site_published_at
    wait = 0.0 if last is None else last + world.switches.minute_seconds - now
    if wait > 0:
        headers = {"Retry-After": str(max(1, round(wait)))}
        raise Refusal(429, "too_many_requests", "Rate limit hit: one publish per minute", headers=headers)
    world.site_published_at = now


def publish_queued(world: World) -> None:
    """Publish what is queued, in every enabled locale, and take down what is archived."""
    enabled = {each_locale["cmsLocaleId"] for each_locale in world.content.locales if each_locale["enabled"]}
    for collection in world.content.collections.values():
        for row in list(collection.items.variants.values()):
            if row.locale in enabled and queued(row):
                collection.items.put(gone_live(world, row))
            elif row.archived and row.live is not None:
                collection.items.put(replace(row, live=None))


def list_domains(world: World, _: Call) -> Reply:
    """``GET /sites/{site}/custom_domains``."""
    return Reply(200, {"customDomains": copied(world.content.site["customDomains"])})
