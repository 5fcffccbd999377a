"""Where the bytes of files are: the storage service behind uploads, and the network that serves files.

Neither is an API: they know no token and no limit. ``POST /_upload`` checks the form it was promised and answers 201;
``GET /_files/...`` serves what was uploaded, and one pixel for any other file that is known.

Source: Webflow, "working with assets", seen 2026-11. Names of form fields count without regard to case: the vendor's
own JavaScript client sends some in lower case. That a wrong digest, a bearer header or a late form is refused is
[inferred] from the storage service the vendor uses.
"""

import base64
import hashlib
import re
from datetime import datetime, timedelta
from typing import cast

from isogloss.sandbox.webflow.answers import Reply, missing
from isogloss.sandbox.webflow.variants import Json
from isogloss.sandbox.webflow.world import Call, World

UPLOAD = "/_upload"
_MEGABYTE = 1024 * 1024
_LIFETIME = timedelta(hours=1)
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def form(world: World, asset: Json) -> Json:
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
    asset = next((each for each in world.content.assets.values() if _lower(form(world, each)) == fields), None)
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
