"""A mapping between a bundle and one side of another mapping: same kinds, fields and locales, under our own names.

``export`` and ``import`` are this mapping walked one way and the other, with its own place in the state.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from isogloss.adapters.bundle.content import content_of
from isogloss.bridge import (
    Bridge,
    BundleSettings,
    ByKind,
    FieldBinding,
    KindBinding,
    KindScope,
    Purpose,
    SideBinding,
)
from isogloss.errors import UsageError
from isogloss.mapping.names.nearest import nearest
from isogloss.merge.flow import Flows
from isogloss.merge.rules import ConflictPolicy
from isogloss.model.address import Side
from isogloss.model.entry import SLUG
from isogloss.model.schema import RemoteSchema
from isogloss.model.value import digest_text
from isogloss.run.session import Session
from isogloss.run.sides import open_readers


def side_named(bridge: Bridge, name: str) -> Side:
    """The side that a person means.

    Raises: UsageError where the mapping has none of that name.
    """
    names = {bridge.side(side).name: side for side in Side}
    if name not in names:
        hint = nearest(name, names) or f"; there is {' and '.join(names)}"
        raise UsageError(f"{bridge.path}: there is no side {name}{hint}")
    return names[name]


def bundle_bridge(bridge: Bridge, side: Side, folder: Path, *, overwrite: bool = False) -> Bridge:
    """The mapping from a bundle (left) to one side of a mapping (right).

    Everything that the side holds is in scope, also what the other side of the mapping lacks. The policies are those of
    the mapping, seen from here.

    overwrite: the bundle is right: what differs on the side is written again, whoever changed it.
    """
    theirs = bridge.side(side)
    purpose: Purpose = "restore" if overwrite else "import"
    scopes = {name: _scope(bridge, side, scope) for name, scope in bridge.kinds.items()}
    return replace(
        bridge,
        name=f"{bridge.name}#{purpose}-{theirs.name}",
        purpose=purpose,
        digest=digest_text(f"{bridge.digest}\0{purpose}\0{theirs.name}"),
        left=_bundle(theirs, folder, scopes),
        right=replace(theirs, side=Side.RIGHT, fetch=replace(theirs.fetch, shelf=str(folder))),
        flow="left to right",
        locales=(bridge.primary, *(locale for locale in theirs.locales if locale != bridge.primary)),
        kinds=scopes,
        missing_locale="skip",
        conflict="left" if overwrite else _policy(bridge.conflict, side),
        locale_conflicts={} if overwrite else {at: _policy(p, side) for at, p in bridge.locale_conflicts.items()},
        drift="overwrite" if overwrite else bridge.drift,
    )


def from_bundle(session: Session, side: Side, folder: Path, *, overwrite: bool = False) -> Session:
    """A session from a bundle to one side of the session's mapping, as far as that side takes anything.

    overwrite: as for ``bundle_bridge``.

    Raises: Missing where there is no bundle; Drift naming file and line; any RemoteError of the side.
    """
    made = bundle_bridge(session.bridge, side, folder, overwrite=overwrite)
    with open_readers(made, session.reach) as readers:
        pinned = with_pins(made, session.bridge.name)
        return replace(session, bridge=writable(pinned, readers[Side.RIGHT].inspect(probe=False)))


def _bundle(theirs: SideBinding, folder: Path, scopes: Mapping[str, KindScope]) -> SideBinding:
    kinds = {
        name: KindBinding(name, ByKind(), _fields(kind.fields), None, scopes[name].match, kind.label)
        for name, kind in theirs.kinds.items()
    }
    return SideBinding(
        side=Side.LEFT,
        name="bundle" if theirs.name != "bundle" else "files",
        settings=BundleSettings(folder),
        secrets={},
        locales={locale: str(locale) for locale in theirs.locales},
        primary=theirs.primary,
        kinds=kinds,
        carry=theirs.carry,
    )


def _fields(fields: Mapping[str, FieldBinding]) -> dict[str, FieldBinding]:
    """Fields and their parts under our own names and of our own types."""
    return {
        name: FieldBinding(bound.field, name, {key: key for key in bound.options}, fields=_fields(bound.fields))
        for name, bound in fields.items()
    }


def _scope(bridge: Bridge, side: Side, scope: KindScope) -> KindScope:
    theirs = bridge.side(side)
    kind = theirs.kinds[scope.name]
    locks = () if scope.flows is None else scope.flows.locks
    return KindScope(
        name=scope.name,
        fields={name: bound.field for name, bound in kind.fields.items()},
        slug=kind.slug,
        match=(*scope.match, SLUG) if kind.slug and SLUG not in scope.match else scope.match,
        label=scope.label,
        conflict={field: _policy(policy, side) for field, policy in scope.conflict.items()},
        flows=Flows("left to right", locks=locks),
    )


def _policy(policy: ConflictPolicy, side: Side) -> ConflictPolicy:
    """A policy of the mapping, seen from here: where the side was to win, it wins; files have no times."""
    match policy:
        case "left" | "right":
            return "right" if policy == side.value else "hold"
        case "newest":
            return "hold"
        case _:
            return policy


def with_pins(bridge: Bridge, source: str) -> Bridge:
    """The same mapping, told which entries of the bundle came from which of the side.

    source: the name of the mapping that an export was made with; the ids in another's export mean nothing here.
    Raises: Missing where there is no bundle; Drift naming file and line.
    """
    found = content_of(bridge.left)
    manifest = found.manifest()
    if manifest.source != (source, bridge.right.name):
        return bridge
    pins: dict[str, dict[str, str]] = {}
    for kind in bridge.kinds:
        for name in found.entries(kind):
            remote = found.shared(kind, name, manifest).remote
            if remote is not None:
                pins.setdefault(kind, {})[name] = remote
    return replace(bridge, pins=pins)


def writable(bridge: Bridge, schema: RemoteSchema) -> Bridge:
    """The same mapping without the fields that the side shows and never takes: they are in a bundle to be read."""
    left, right, kinds = dict(bridge.left.kinds), dict(bridge.right.kinds), dict(bridge.kinds)
    for name, scope in bridge.kinds.items():
        remote = schema.kinds.get(name)
        fields = remote.fields if remote is not None and remote.fields is not None else {}
        bound = bridge.right.kinds[name].fields
        kept = [field for field in bound if not ((found := fields.get(bound[field].remote)) and found.read_only)]
        left[name] = replace(left[name], fields={field: left[name].fields[field] for field in kept})
        right[name] = replace(right[name], fields={field: bound[field] for field in kept})
        kinds[name] = replace(scope, fields={field: scope.fields[field] for field in kept})
    return replace(bridge, left=replace(bridge.left, kinds=left), right=replace(bridge.right, kinds=right), kinds=kinds)
