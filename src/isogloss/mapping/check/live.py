"""A side's half of a mapping against what the side says it has: fields, types, options, locales.

Where a side cannot tell, the mapping is taken at its word and the finding says *declared*.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from isogloss.bridge import Bridge, FieldBinding, KindBinding, SideBinding
from isogloss.errors import Problem
from isogloss.mapping.check.left_out import known_slugs
from isogloss.mapping.names.locales import tag_of
from isogloss.mapping.names.nearest import nearest
from isogloss.mapping.types.native import native_side, parts_of
from isogloss.mapping.types.sorts import ALT
from isogloss.model.locale import Locale
from isogloss.model.schema import FieldType, RemoteField, RemoteSchema
from isogloss.outcomes import LocaleRow

_MADE: Final = frozenset({"name", "slug"})
"""Adapters make these from the label where no field gives them, since no entry can be without."""


_MEND: Final = "; mend the name, or add the field there"
_GONE: Final = ". If it was taken out there, take {} out of the mapping: nothing is deleted for that"


def locale_rows(binding: SideBinding, schema: RemoteSchema) -> Iterator[LocaleRow]:
    """Every locale of the mapping on this side, then those that the mapping leaves out."""
    if schema.locales is None:
        yield from (LocaleRow(binding.name, locale, code, "declared") for locale, code in binding.locales.items())
        return
    # Source: tags are best compared without case; Webflow Data API guide on localization, seen 2026-11 [inferred].
    there = {code.lower(): enabled for code, enabled in schema.locales.items()}
    mapped = {code.lower() for code in binding.locales.values()}
    free = [code for code in schema.locales if code.lower() not in mapped]
    for locale, code in binding.locales.items():
        if code.lower() in there:
            yield LocaleRow(binding.name, locale, code, "present" if there[code.lower()] else "disabled")
        else:
            yield _unknown(binding, locale, code, free)
    yield from (LocaleRow(binding.name, tag_of(code), code, "left out") for code in free)


def _unknown(binding: SideBinding, locale: Locale, code: str, free: list[str]) -> LocaleRow:
    """A locale that the side does not have, with what may be meant."""
    from isogloss.mapping.names.languages import closest  # its tables are for nobody whose locales are there

    found = closest(locale, free)
    if found is None:
        return LocaleRow(binding.name, locale, code, "unknown")
    return LocaleRow(binding.name, locale, code, "unknown", found.code, found.distance)


def locale_problem(row: LocaleRow) -> Problem | None:
    """What a person has to mend about a locale, or None."""
    if row.state != "unknown":
        return None
    hint = f"; the nearest is {row.proposal} (distance {row.distance})" if row.proposal else ""
    said = f'{row.side} has no locale "{row.code}"{hint}'
    return Problem(f"locales.{row.locale}.{row.side}", said + _GONE.format(f"locales.{row.locale}"))


def schema_problems(bridge: Bridge, binding: SideBinding, schema: RemoteSchema, *, written: bool) -> Iterator[Problem]:
    """What the mapping says of a side's kinds and the side does not.

    written: whether anything is written there, so that it matters what the side demands and forbids.
    """
    for name, kind in native_side(binding).kinds.items():
        remote = schema.kinds.get(name)
        if remote is None or remote.fields is None:
            continue
        flows = bridge.flows(name)
        for field, bound in kind.fields.items():
            path = f"kinds.{name}.fields.{field}"
            taken = written and flows.carries(binding.side, field)
            yield from _field_problems(binding, path, bound, remote.fields, written=taken)
        if kind.origin_key is not None and kind.origin_key not in remote.fields:
            hint = nearest(kind.origin_key, remote.fields)
            reason = f'there is no field "{kind.origin_key}"{hint or _MEND}'
            yield Problem(f"kinds.{name}.{binding.name}.origin_key", reason)
        if written and flows.makes(binding.side):
            yield from _unfilled(bridge, binding, kind, remote.fields)


def _field_problems(
    side: SideBinding, path: str, bound: FieldBinding, remote: Mapping[str, RemoteField], *, written: bool
) -> Iterator[Problem]:
    slug, at = bound.remote.removesuffix(ALT), f"{path}.{side.name}"
    found = remote.get(bound.remote) or remote.get(slug)
    if found is None:
        said = f'{side.name} has no field "{bound.remote}"{nearest(bound.remote, remote) or _MEND}'
        yield Problem(at, said + _GONE.format(path))
        return
    wanted: FieldType = "image" if found.slug != bound.remote else bound.field.type
    if wanted not in found.holds:
        held = ", ".join(sorted(found.holds)) or "nothing that can be mapped"
        yield Problem(f"{path}.type", f'"{bound.remote}" is a field of type {found.type} there, which holds {held}')
    if written and found.read_only and bound.field.type != "opaque":  # what is only shown is told as a loss
        yield Problem(at, f'"{bound.remote}" is never written on {side.name}; leave it out, or let the other side win')
    yield from _option_problems(side, path, bound, found)
    yield from _target_problems(side, path, bound, found)


def _option_problems(side: SideBinding, path: str, bound: FieldBinding, found: RemoteField) -> Iterator[Problem]:
    known = {*found.options.values(), *found.options}
    for key, name in bound.options.items() if found.options else ():
        if name not in known:
            there = ", ".join(sorted(found.options.values()))
            hint = nearest(name, found.options.values()) or f"; there is {there}: name one of them, or add it there"
            yield Problem(f"{path}.values.{key}.{side.name}", f'the field has no option "{name}"{hint}')


def _target_problems(side: SideBinding, path: str, bound: FieldBinding, found: RemoteField) -> Iterator[Problem]:
    to = bound.field.to
    if to is None or found.to is None or to not in side.kinds:
        return
    if found.to not in {to, side.kinds[to].called}:
        yield Problem(f"{path}.to", f'"{bound.remote}" points to {found.to} on {side.name}, not to {to}')


def _unfilled(
    bridge: Bridge, side: SideBinding, kind: KindBinding, remote: Mapping[str, RemoteField]
) -> Iterator[Problem]:
    carried = bridge.kinds[kind.kind].fields
    held = (bound for name, bound in side.kinds[kind.kind].fields.items() if name in carried)
    filled = (
        {each.remote for bound in held for each in parts_of(bound).values() or (bound,)} | {kind.origin_key} | _MADE
    )
    for slug, field in remote.items():
        if field.required and not field.read_only and slug not in filled:
            reason = f'{side.name} demands a value in "{slug}", and nothing fills it; map a field to it'
            yield Problem(f"kinds.{kind.kind}.{side.name}", reason)


def unfilled_by_flow(bridge: Bridge, side: SideBinding, schema: RemoteSchema) -> Iterator[tuple[str, str]]:
    """Paths of fields that a new entry must hold on a side, and that do not flow there."""
    for name, kind in side.kinds.items():
        flows, remote = bridge.flows(name), schema.kinds.get(name)
        there = remote.fields if remote is not None and remote.fields is not None else {}
        for field in bridge.kinds[name].fields if flows.makes(side.side) else ():
            found = there.get(kind.fields[field].remote)
            demanded = found is not None and found.required and found.slug not in _MADE
            if demanded and not flows.carries(side.side, field):
                said = f"{side.name} demands a value in it, and it does not flow there: a new {name} waits for a person"
                yield f"kinds.{name}.fields.{field}.flow", said


def undescribed(bridge: Bridge, side: SideBinding, schema: RemoteSchema) -> Iterator[tuple[str, str]]:
    """Paths, and a sentence on the fields that entries of a side show and no mapping names, where those are made.

    Only for sides that cannot describe their fields: what entries show is no proof, so nothing here is a problem.
    """
    for name, kind in native_side(side).kinds.items():
        remote = schema.kinds.get(name)
        if (
            remote is None
            or remote.fields is not None
            or remote.shown is None
            or not bridge.flows(name).makes(side.side)
        ):
            continue
        if extra := sorted(remote.shown - known_slugs(kind)):
            todo = "name them in other_fields, or entries may not be made"
            yield f"kinds.{name}.{side.name}", f"{side.name} also shows {', '.join(extra)}: not written; {todo}"
