"""Assets and their folders: metadata, alternative texts by locale, both steps of an upload, and the bytes of files.

Decides what an asset looks like, and which file is taken. The second step and the bytes are of the storage service
and the network that serves files; neither is an API: they know no token and no limit. ``POST /_upload`` checks the
form it was promised and answers 201; ``GET /_files/...`` serves what was uploaded, and one pixel for any other file
that is known.

Source: Webflow, assets and "working with assets", seen 2026-11. Names of form fields count without regard to case: the
vendor's own JavaScript client sends some in lower case. That a wrong digest, a bearer header or a late form is refused
is [inferred] from the storage service the vendor uses.
"""

import base64
import hashlib
import mimetypes
import re
from datetime import datetime, timedelta
from typing import cast

from isogloss.sandbox.webflow import dom
from isogloss.sandbox.webflow.answers import Reply, invalid, missing
from isogloss.sandbox.webflow.media import address
from isogloss.sandbox.webflow.variants import Json, copied
from isogloss.sandbox.webflow.world import Call, World, found

UPLOAD = "/_upload"
_MEGABYTE = 1024 * 1024
_LIFETIME = timedelta(hours=1)
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
_LONGEST_NAME = 100
_OWN = {"alts", "hash", "data", "folderId"}


def list_assets(world: World, call: Call) -> Reply:
    """``GET /sites/{site}/assets``; ``folderId`` includes the folders within."""
    locale, folder = dom.read_locale(world, call), call.query.get("folderId")
    within = None if folder is None else _within(world, folder)
    listed = [each for each in world.content.assets.values() if within is None or each["folderId"] in within]
    return Reply(
        200, dom.paged(call, "assets", listed, lambda each: {**shown(each, locale), "folderId": each["folderId"]})
    )


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
            "uploadDetails": _form(world, asset),
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
    return Reply(200, dom.paged(call, "assetFolders", list(world.content.folders.values())))


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


def _form(world: World, asset: Json) -> Json:
    """Make the form the second step must send, field by field."""
    day = cast(str, asset["createdOn"])
    policy = base64.b64encode(f"{world.content.site['id']}/{asset['id']}".encode()).decode()
    return {
        "acl": "public-read",
        "bucket": "sandbox-assets",
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"sandbox/{day[:10].replace('-', '')}/us-east-1/s3/aws4_request",
        "X-Amz-Date": re.sub(r"[-:]|\.\d+", "", day),
        "key": f"{world.content.site['id']}/{asset['id']}_{asset['originalFileName']}",
        "Policy": policy,
        "X-Amz-Signature": hashlib.sha256(policy.encode()).hexdigest(),
        "success_action_status": "201",
        "content-type": asset["contentType"],
        "Cache-Control": "max-age=31536000, must-revalidate",
    }


def upload(world: World, call: Call) -> Reply:
    """``POST /_upload``: the second step of an upload."""
    try:
        asset, data = _taken(world, call)
    except _Denied as denied:
        body = f"<Error><Code>{denied.code}</Code><Message>{denied}</Message></Error>".encode()
        return Reply(denied.status, body, {"content-type": "application/xml"})
    asset.update(size=len(data), data=base64.b64encode(data).decode(), lastUpdated=world.clock.iso())
    return Reply(201, b"<PostResponse/>", {"content-type": "application/xml"})


class _Denied(Exception):
    """The storage service does not take the file."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def _taken(world: World, call: Call) -> tuple[Json, bytes]:
    fields, data = _parts(call)
    if "authorization" in call.headers:
        raise _Denied(400, "InvalidArgument", "Only one auth mechanism allowed")
    asset = next((each for each in world.content.assets.values() if _lower(_form(world, each)) == fields), None)
    if asset is None:
        raise _Denied(403, "AccessDenied", "Invalid according to Policy")
    if world.clock.now() - datetime.fromisoformat(cast(str, asset["createdOn"])) > _LIFETIME:
        raise _Denied(403, "AccessDenied", "Policy expired")
    if data is None:
        raise _Denied(400, "InvalidArgument", "POST requires exactly one file upload, as the last field")
    most = (4 if cast(str, asset["contentType"]).startswith("image/") else 10) * _MEGABYTE
    if len(data) > most:
        raise _Denied(400, "EntityTooLarge", f"Your proposed upload exceeds the maximum of {most} bytes")
    if hashlib.md5(data, usedforsecurity=False).hexdigest() != asset["hash"]:
        raise _Denied(400, "BadDigest", "The file does not have the digest that was promised")
    return asset, data


def _lower(form: Json) -> Json:
    return {name.lower(): value for name, value in form.items()}


def serve_file(world: World, call: Call) -> Reply:
    """``GET /_files/{site}/{name}``: what was uploaded, or one pixel."""
    file_id = call.params["name"].split("_", 1)[0]
    asset = world.content.assets.get(file_id)
    if asset is not None and asset["data"]:
        data, kind = base64.b64decode(cast(str, asset["data"])), cast(str, asset["contentType"])
        return Reply(200, data, {"content-type": kind})
    if asset is None and file_id not in world.content.files:
        raise missing("file")
    return Reply(200, _PIXEL, {"content-type": "image/png"})


def _parts(call: Call) -> tuple[Json, bytes | None]:
    """Take a multipart form apart: its fields, by lower-case name, and its file if that is the last part."""
    found = re.search(r'boundary="?([^";]+)', call.headers.get("content-type", ""))
    fields: Json = {}
    data = None
    if found is None:
        return fields, data
    for part in (b"\r\n" + call.raw).split(b"\r\n--" + found[1].encode())[1:-1]:
        head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]+)"', head)
        called = name[1].decode().lower() if name else ""
        data = body if called == "file" else None
        if called not in {"", "file"}:
            fields[called] = body.decode()
    return fields, data
