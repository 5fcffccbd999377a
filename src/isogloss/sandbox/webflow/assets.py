"""Assets and their folders: metadata, alternative texts by locale, and the first step of an upload.

Decides what an asset looks like. The second step of an upload is in ``storage``.

Source: Webflow, assets and "working with assets", seen 2026-11.
"""

import mimetypes
import re
from typing import cast

from isogloss.sandbox.webflow import dom
from isogloss.sandbox.webflow.answers import Reply, invalid, missing
from isogloss.sandbox.webflow.media import address
from isogloss.sandbox.webflow.storage import UPLOAD, form
from isogloss.sandbox.webflow.variants import Json, copied
from isogloss.sandbox.webflow.world import Call, World, found

_LONGEST_NAME = 100
_OWN = {"alts", "hash", "data", "folderId"}


def list_assets(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/assets``; ``folderId`` includes the folders within."""
    locale, folder = dom.read_locale(world, call), call.query.get("folderId")
    within = None if folder is None else _within(world, folder)
    listed = [
        {**shown(asset, locale), "folderId": asset["folderId"]}
        for asset in world.content.assets.values()
        if within is None or asset["folderId"] in within
    ]
    return Reply(200, dom.paged(call, "assets", listed))


def get_asset(world: World, call: Call) -> Reply:
    """``GET /assets/{asset}``."""
    return Reply(200, shown(found(world.content.assets, call, "asset"), dom.read_locale(world, call)))


def update_asset(world: World, call: Call) -> Reply:
    """``PATCH /assets/{asset}``: the alternative text is by locale, the name is not."""
    asset = found(world.content.assets, call, "asset")
    locale, body = dom.read_locale(world, call), call.body()
    for name in ("displayName", "altText"):
        if not isinstance(body.get(name, ""), str):
            raise invalid((name, f"Value ({name})'s type should be string"))
    if "displayName" in body:
        asset["displayName"] = body["displayName"]
    if "altText" in body and locale is not None:
        cast(Json, asset["alts"])[locale] = body["altText"]
    elif "altText" in body:
        asset["altText"] = body["altText"]
    asset["lastUpdated"] = world.clock.iso()
    return Reply(200, shown(asset, locale))


def delete_asset(world: World, call: Call) -> Reply:
    """``DELETE /assets/{asset}``."""
    del world.content.assets[cast(str, found(world.content.assets, call, "asset")["id"])]
    return Reply(204)


def create_asset(world: World, call: Call) -> Reply:
    """``POST /sites/{site}/assets``: the first step; answers the form of the second."""
    body = call.body()
    name, digest, folder = body.get("fileName"), body.get("fileHash"), body.get("parentFolder")
    if not isinstance(name, str) or "." not in name or len(name) >= _LONGEST_NAME:
        raise invalid(("fileName", f"fileName must have an extension and fewer than {_LONGEST_NAME} characters"))
    if not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{32}", digest):
        raise invalid(("fileHash", "fileHash must be an MD5 digest in hexadecimal"))
    if folder is not None and folder not in world.content.folders:
        raise invalid(("parentFolder", f"Folder not found: {folder}"))
    same = [each for each in world.content.assets.values() if each["hash"] == digest and each["size"]]
    if same and world.switches.asset_dedupe:
        asset = same[0]
    else:
        asset = new_asset(world, name, call.base, digest=digest, folder=folder)
    answer = {name: asset[name] for name in ("id", "contentType", "hostedUrl", "originalFileName", "createdOn")}
    if folder is not None:
        answer["parentFolder"] = folder
    return Reply(
        200,
        {
            **answer,
            "lastUpdated": asset["lastUpdated"],
            "assetUrl": asset["hostedUrl"],
            "uploadUrl": call.base + UPLOAD,
            "uploadDetails": form(world, asset),
        },
    )


def new_asset(world: World, name: str, base: str = "", *, digest: str = "", folder: str | None = None) -> Json:
    """Make an asset, not yet uploaded."""
    content, now = world.content, world.clock.iso()
    asset_id = content.mint()
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    asset: Json = {
        "id": asset_id,
        "contentType": mimetypes.guess_type(name)[0] or "application/octet-stream",
        "size": 0,
        "siteId": content.site["id"],
        "hostedUrl": address(world, asset_id, safe, base),
        "originalFileName": name,
        "displayName": name,
        "lastUpdated": now,
        "createdOn": now,
        "variants": [],
        "altText": None,
        "folderId": folder,
        "alts": {},
        "hash": digest,
        "data": "",
    }
    content.assets[asset_id] = asset
    if folder is not None:
        cast("list[str]", content.folders[folder]["assets"]).append(asset_id)
    return asset


def shown(asset: Json, locale: str | None) -> Json:
    """Show an asset, with the alternative text of one locale (the primary's where it has none)."""
    alts = cast("dict[str, str]", asset["alts"])
    listed = {name: copied(value) for name, value in asset.items() if name not in _OWN}
    return {**listed, "altText": alts.get(locale or "", cast(str, asset["altText"]))}


def list_folders(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/asset_folders``."""
    return Reply(200, dom.paged(call, "assetFolders", [copied(folder) for folder in world.content.folders.values()]))


def get_folder(world: World, call: Call) -> Reply:
    """``GET /asset_folders/{folder}``."""
    return Reply(200, copied(found(world.content.folders, call, "folder", "asset folder")))


def create_folder(world: World, call: Call) -> Reply:
    """``POST /sites/{site}/asset_folders``: names are unique."""
    body, content = call.body(), world.content
    name, parent = body.get("displayName"), body.get("parentFolder")
    if not isinstance(name, str) or any(each["displayName"] == name for each in content.folders.values()):
        raise invalid(("displayName", "displayName must be a string no other folder has"))
    if parent is not None and parent not in content.folders:
        raise invalid(("parentFolder", f"Folder not found: {parent}"))
    now = world.clock.iso()
    folder: Json = {"id": content.mint(), "displayName": name, "assets": [], "siteId": content.site["id"]}
    if parent is not None:
        folder["parentFolder"] = parent
    content.folders[cast(str, folder["id"])] = folder
    folder.update(createdOn=now, lastUpdated=now)
    return Reply(200, copied(folder))


def _within(world: World, folder: str) -> set[object]:
    if folder not in world.content.folders:
        raise missing("asset folder")
    within: set[object] = {folder}
    # A folder is made after its parent, so one pass in order finds every descendant.
    for each in world.content.folders.values():
        if each.get("parentFolder") in within:
            within.add(each["id"])
    return within
