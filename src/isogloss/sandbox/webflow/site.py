"""The site, its locales, and whose token is asking.

Source: Webflow, sites and token introspection, seen 2026-11.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from isogloss.sandbox.clock import iso
from isogloss.sandbox.webflow.answers import Refusal, Reply
from isogloss.sandbox.webflow.content import Content
from isogloss.sandbox.webflow.variants import Json, copied
from isogloss.sandbox.webflow.world import Call, World

_OLD = timedelta(days=1)


def list_sites(world: World, _: Call) -> Reply:
    """``GET /sites``: not paginated."""
    return Reply(200, {"sites": [_shown(world)]})


def get_site(world: World, _: Call) -> Reply:
    """``GET /sites/{site}``."""
    return Reply(200, _shown(world))


def get_plan(_world: World, _: Call) -> Reply:
    """``GET /sites/{site}/plan``: for Enterprise workspaces, which this is not."""
    raise Refusal(403, "not_enterprise_plan_site", "This endpoint needs an Enterprise workspace")


def introspect(world: World, _: Call) -> Reply:
    """``GET /token/introspect``."""
    if not world.switches.app_token:
        raise Refusal(401, "not_authorized", "Request not authorized")
    site = world.content.site
    authorization = {
        "id": site["id"],
        "createdOn": site["createdOn"],
        "lastUsed": world.clock.iso(),
        "grantType": "authorization_code",
        "rateLimit": world.switches.rate_limit or 0,
        "scope": world.switches.scopes,
        "authorizedTo": {"siteIds": [site["id"]], "workspaceIds": [], "userIds": []},
    }
    application = {"id": site["workspaceId"], "homepage": "https://example.com", "displayName": "Sandbox"}
    return Reply(200, {"authorization": authorization, "application": application})


def authorized_by(world: World, _: Call) -> Reply:
    """``GET /token/authorized_by``."""
    person = {"email": "editor@example.com", "firstName": "Some", "lastName": "Editor"}
    return Reply(200, {"id": world.content.site["workspaceId"], **person})


def new_locale(content: Content, tag: str, *, primary: bool, enabled: bool = True) -> Json:
    """Make a locale with its two ids, which are never interchangeable."""
    return {
        "id": content.mint(),
        "cmsLocaleId": content.mint(),
        "enabled": enabled,
        "displayName": tag,
        "displayImageId": None,
        "redirect": True,
        "subdirectory": "" if primary else tag.lower(),
        "tag": tag,
    }


def new_content(
    seed: str, now: str, told: Json, *, primary: str | None, secondary: Sequence[str], disabled: Sequence[str]
) -> Content:
    """Make an empty site. No primary means a site without localization."""
    content = Content(seed=seed, counter=0, site={}, locales=[], localized=primary is not None)
    # A site that was published once, before anything else is made, unless told otherwise: else no item can be.
    created = iso(datetime.fromisoformat(now) - _OLD)
    name = str(told.get("displayName", "Sandbox"))
    short = str(told.get("shortName", "sandbox"))
    domains = [
        {"id": content.mint(), "url": url, "lastPublished": None}
        for url in told.get("domains", ["www.example.com"])  # type: ignore[attr-defined]  # JSON that a person wrote
    ]
    content.site.update(
        id=content.mint(),
        workspaceId=content.mint(),
        createdOn=created,
        displayName=name,
        shortName=short,
        lastPublished=told.get("lastPublished", created),
        lastUpdated=now,
        previewUrl=f"https://{short}.webflow.io/preview.png",
        timeZone=told.get("timeZone", "Etc/UTC"),
        parentFolderId=None,
        customDomains=domains,
    )
    content.locales.append(new_locale(content, primary or "", primary=True))
    for tag in secondary:
        content.locales.append(new_locale(content, tag, primary=False, enabled=tag not in disabled))
    return content


def _shown(world: World) -> Json:
    site = {name: copied(value) for name, value in world.content.site.items()}
    if not world.localized:
        return site
    primary, *secondary = world.content.locales
    listed = [{name: value for name, value in each.items() if name != "redirect"} for each in secondary]
    return {**site, "locales": {"primary": copied(primary), "secondary": copied(listed)}}
