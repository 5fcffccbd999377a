"""Webhooks: who wants to be told what. Only kept: nothing is ever delivered.

Source: Webflow, webhooks, seen 2026-11: at most 75 for each trigger; a filter only for form submissions; a secret,
shown once, where a site token made it.
"""

import hashlib
from typing import cast

from isogloss.sandbox.webflow.answers import Refusal, Reply, invalid
from isogloss.sandbox.webflow.dom import paged
from isogloss.sandbox.webflow.variants import Json, copied
from isogloss.sandbox.webflow.world import Call, World, found

TRIGGERS = frozenset(
    (
        *("form_submission", "site_publish", "page_created", "page_metadata_updated", "page_deleted"),
        *("ecomm_new_order", "ecomm_order_changed", "ecomm_inventory_changed", "comment_created"),
        *("collection_item_created", "collection_item_changed", "collection_item_deleted"),
        *("collection_item_published", "collection_item_unpublished"),
    )
)
_MOST = 75


def list_webhooks(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/webhooks``."""
    return Reply(200, paged(call, "webhooks", list(world.content.webhooks.values())))


def create_webhook(world: World, call: Call) -> Reply:
    """``POST /sites/{site}/webhooks``."""
    body, content = call.body(), world.content
    trigger, url = body.get("triggerType"), body.get("url")
    if trigger not in TRIGGERS:
        raise Refusal(400, "unsupported_webhook_trigger_type", f"Unsupported trigger type: {trigger}")
    if not isinstance(url, str) or not url.startswith("https://"):
        raise invalid(("url", "Value (url) should be an https address"))
    if "filter" in body and trigger != "form_submission":
        raise Refusal(400, "incompatible_webhook_filter", "A filter is only for form_submission")
    if sum(each["triggerType"] == trigger for each in content.webhooks.values()) >= _MOST:
        raise invalid(("triggerType", f"A site has at most {_MOST} webhooks for each trigger"))
    webhook: Json = {
        "id": content.mint(),
        "triggerType": trigger,
        "url": url,
        "workspaceId": content.site["workspaceId"],
        "siteId": content.site["id"],
        "createdOn": world.clock.iso(),
    }
    if "filter" in body:
        webhook["filter"] = copied(body["filter"])
    content.webhooks[cast(str, webhook["id"])] = webhook
    if world.switches.app_token:
        return Reply(201, copied(webhook))
    secret = hashlib.sha256(f"{content.seed}/{webhook['id']}".encode()).hexdigest()
    return Reply(201, {**webhook, "secretKey": secret})


def get_webhook(world: World, call: Call) -> Reply:
    """``GET /webhooks/{webhook}``."""
    return Reply(200, copied(found(world.content.webhooks, call, "webhook")))


def delete_webhook(world: World, call: Call) -> Reply:
    """``DELETE /webhooks/{webhook}``."""
    del world.content.webhooks[cast(str, found(world.content.webhooks, call, "webhook")["id"])]
    return Reply(204)
