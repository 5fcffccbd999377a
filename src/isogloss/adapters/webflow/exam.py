"""What a token of a site may do, asked with reads alone; and a few answers of each sort, for whoever compares them.

Decides which scopes a mapping needs for what. What a token may write only its introspection tells, which the token of a
site has not.

Source: Webflow Data API reference, scopes and token introspection, seen 2026-11.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Final, Unpack

from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.adapter import open_exam
from isogloss.adapters.webflow.files.wire import assets_of
from isogloss.adapters.webflow.pages import paths as page_paths
from isogloss.adapters.webflow.site import Lookup
from isogloss.answers import READING, WRITING, Exam, Permit
from isogloss.bridge import Collection, Components, Pages, SideBinding, WebflowSettings
from isogloss.errors import RemoteError, Unauthorized
from isogloss.http.client import ReadClient
from isogloss.http.reach import Reach
from isogloss.http.request import Request

_FEW: Final = (("limit", "10"), ("offset", "0"))
_UNKNOWN: Final = "the token of a site does not tell; a write would"


def examine(binding: SideBinding, *, written: bool, publishes: bool, **reach: Unpack[Reach]) -> Exam:
    """Ask what the token may do, as far as reads tell.

    written:   whether the mapping writes to this side.
    publishes: whether a run that wrote here publishes the whole site.
    """
    settings = binding.settings_as(WebflowSettings)
    with closing(open_exam(binding, **reach)) as client:
        lookup = Lookup(client.read, binding, settings)
        try:
            site = lookup.body().id
        except RemoteError as error:
            return Exam(failed=str(error))
        return Exam(tuple(_permits(binding, settings, client, site, written=written, publishes=publishes)))


def _permits(
    binding: SideBinding, settings: WebflowSettings, client: ReadClient, site: str, *, written: bool, publishes: bool
) -> Iterator[Permit]:
    setting, told = f"sides.{binding.name}.token", _told(client)
    places = {type(kind.place) for kind in binding.kinds.values()}
    yield Permit(setting, "sites:read", READING, held=True)
    reads = [("cms", Collection, paths.collections(site)), ("pages", Pages, page_paths.pages(site, None))]
    reads += [("components", Components, page_paths.components(site))]
    for name, place, request in reads:
        if place in places:
            said = _refusal(client, replace(request, query=(*request.query, *(_FEW if name != "cms" else ()))))
            yield Permit(setting, f"{name}:read", READING, held=not said, said=said)
            if not said and name == "cms":
                _sample(binding, client, site)
            if written:
                yield _write(setting, f"{name}:write", WRITING, told)
    if settings.upload and written:
        said = _refusal(client, replace(assets_of(site), query=_FEW))
        yield Permit(setting, "assets:read", WRITING, held=not said, said=said)
        yield _write(setting, "assets:write", WRITING, told)
    if publishes and written:
        yield _write(setting, "sites:write", WRITING, told)


def _write(setting: str, scope: str, commands: tuple[str, ...], told: frozenset[str] | None) -> Permit:
    if told is None:
        return Permit(setting, scope, commands, held=None, said=_UNKNOWN)
    return Permit(
        setting, scope, commands, held=scope in told, said="" if scope in told else "it is not among its scopes"
    )


def _told(client: ReadClient) -> frozenset[str] | None:
    """The scopes of the token of an app; None for another, which cannot ask."""
    try:
        answer = client.read(Request("GET", "/token/introspect")).json
    except RemoteError:
        return None
    authorization = answer.get("authorization") if isinstance(answer, Mapping) else None
    scope = authorization.get("scope") if isinstance(authorization, Mapping) else None
    if isinstance(scope, str):
        return frozenset(scope.replace(",", " ").split())
    return frozenset(map(str, scope)) if isinstance(scope, list) else None


def _refusal(client: ReadClient, request: Request) -> str:
    """Why the side does not answer; "" where it does."""
    try:
        client.read(request)
    except Unauthorized as error:
        return str(error)
    return ""


def _sample(binding: SideBinding, client: ReadClient, site: str) -> None:
    """Read a few items of each mapped collection, for whoever listens."""
    rows = client.read(paths.collections(site)).json
    listed = rows.get("collections") if isinstance(rows, Mapping) else None
    ids = {str(row.get("slug")): str(row.get("id")) for row in listed or [] if isinstance(row, Mapping)}
    for kind in binding.kinds.values():
        if isinstance(kind.place, Collection) and kind.place.name in ids:
            place = ids[kind.place.name]
            client.read(paths.collection(place))
            for version in ("staged", "live"):
                request = paths.listing(place, version, ())
                client.read(replace(request, query=(*request.query, *_FEW)))
