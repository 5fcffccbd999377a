"""Whether a mapping holds against both live sides, and what each field, locale and policy will fare.

Asks each side once what it has (``inspect``) and otherwise only what it would show (``echo``). Prints nothing: the
report is data. A plan cannot be made from a mapping that does not pass.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from isogloss.bridge import Bridge
from isogloss.errors import MappingError, Problem, RemoteError
from isogloss.mapping.check.abilities import consequences, kept_apart, limits, policy_problems, sentences
from isogloss.mapping.check.left_out import doubts, gives
from isogloss.mapping.check.live import (
    locale_problem,
    locale_rows,
    schema_problems,
    undescribed,
    unfilled_by_flow,
)
from isogloss.mapping.check.passage import travel
from isogloss.model.address import Side
from isogloss.model.doubt import Doubt
from isogloss.model.schema import RemoteSchema
from isogloss.outcomes import CapabilityRow, Checked, FieldRow, LocaleRow, Notice
from isogloss.ports import Reader


def check(bridge: Bridge, readers: Mapping[Side, Reader], *, probe: bool = True) -> Checked:
    """Check a mapping against both sides; never stops at the first problem.

    probe: as for ``Reader.inspect``.
    """
    schemas, failures, problems = _inspect(bridge, readers, probe=probe)
    notices: list[Notice] = []
    in_doubt: list[Doubt] = []
    locales: list[LocaleRow] = []
    for side, schema in schemas.items():
        binding = bridge.side(side)
        found = list(locale_rows(binding, schema))
        locales.extend(found)
        problems.extend(problem for row in found if (problem := locale_problem(row)))
        problems.extend(schema_problems(bridge, binding, schema, written=True))
        notices.extend(_locale_notices(bridge, side, schema, found))
        in_doubt.extend(doubts(bridge, side, schema))
        notices.extend(_remarks(bridge, side, schema))
        notices.extend(Notice(path, text) for path, text in unfilled_by_flow(bridge, binding, schema))
        notices.extend(Notice(path, text) for path, text in undescribed(bridge, binding, schema))
    rows, refused = _rows(bridge, readers, schemas)
    problems.extend(refused)
    problems.extend(policy_problems(bridge, readers))
    notices.extend(Notice(path, text) for path, text in consequences(bridge, readers))
    notices.extend(Notice(path, text) for path, text in kept_apart(bridge))
    return Checked(
        mapping=bridge.name,
        rows=tuple(rows),
        locales=tuple(locales),
        capabilities=tuple(
            CapabilityRow(bridge.side(side).name, kind, sentences(can), limits(can))
            for side, reader in readers.items()
            for kind, can in ((kind, reader.capabilities(kind)) for kind in bridge.kinds)
        ),
        notices=tuple(dict.fromkeys(notices)),
        problems=tuple(dict.fromkeys(problems)),
        failures=failures,
        schemas=schemas,
        doubts=tuple(in_doubt),
    )


def _inspect(
    bridge: Bridge, readers: Mapping[Side, Reader], *, probe: bool
) -> tuple[dict[Side, RemoteSchema], dict[str, RemoteError], list[Problem]]:
    schemas: dict[Side, RemoteSchema] = {}
    failures: dict[str, RemoteError] = {}
    problems: list[Problem] = []
    for side, reader in readers.items():
        try:
            schemas[side] = reader.inspect(probe=probe)
        except MappingError as error:
            problems.extend(error.problems)
        except RemoteError as error:
            failures[bridge.side(side).name] = error
            problems.append(Problem(f"sides.{bridge.side(side).name}", str(error)))
    return schemas, failures, problems


def _locale_notices(bridge: Bridge, side: Side, schema: RemoteSchema, rows: list[LocaleRow]) -> list[Notice]:
    binding = bridge.side(side)
    made = [
        Notice(f"locales.{row.locale}.{row.side}", f'"{row.code}" is not served on the live site of {row.side}')
        for row in rows
        if row.state == "disabled"
    ]
    made.extend(
        Notice("locales", f'{row.side} also has "{row.code}", which the mapping leaves out: it is not carried')
        for row in rows
        if row.state == "left out" and not any(gives(bridge, side, kind) for kind in bridge.kinds)
    )
    made.extend(
        Notice(f"locales.{locale}", f"{binding.name} holds it and {bridge.side(side.other).name} does not: not carried")
        for locale in binding.locales
        if locale not in bridge.locales
    )
    ours = binding.locales[bridge.primary]
    if schema.primary is not None and schema.primary.lower() != ours.lower():
        made.append(Notice("locales", f'the primary is "{ours}" here and "{schema.primary}" on {binding.name}'))
    return made


def _remarks(bridge: Bridge, side: Side, schema: RemoteSchema) -> Iterator[Notice]:
    """What a side itself says of a kind, and what it cannot say."""
    name = bridge.side(side).name
    for kind, found in schema.kinds.items():
        yield from (Notice(f"kinds.{kind}.{name}", said) for said in found.remarks)
    if schema.untold and any(gives(bridge, side, kind) for kind in bridge.kinds):
        said = f"{name} has no call that lists its {', '.join(schema.untold)}: what of these the mapping leaves out is "
        yield Notice(f"sides.{name}", said + "neither named nor counted; look in the dashboard")


def _rows(
    bridge: Bridge, readers: Mapping[Side, Reader], schemas: Mapping[Side, RemoteSchema]
) -> tuple[list[FieldRow], list[Problem]]:
    rows: list[FieldRow] = []
    problems: list[Problem] = []
    for target in Side:
        way = (target.other, target)
        if not schemas.keys() >= set(way):
            continue  # a side that cannot be asked has a problem already
        for kind in bridge.kinds:
            declared = tuple(bridge.side(side).name for side in way if _silent(schemas[side], kind))
            for row, refused in _kind_rows(bridge, kind, way, readers):
                rows.append(replace(row, declared=declared))
                if refused:
                    problems.append(Problem(f"kinds.{kind}.fields.{row.field}", f"cannot be carried: {refused}"))
    return rows, problems


def _silent(schema: RemoteSchema, kind: str) -> bool:
    remote = schema.kinds.get(kind)
    return remote is None or remote.fields is None


def _kind_rows(
    bridge: Bridge, kind: str, way: tuple[Side, Side], readers: Mapping[Side, Reader]
) -> Iterator[tuple[FieldRow, str]]:
    """A row for each field that the source holds, and why a side will not hold it at all."""
    source, target = bridge.side(way[0]), bridge.side(way[1])
    there = target.kinds[kind].fields
    flows = bridge.flows(kind)
    for name, bound in source.kinds[kind].fields.items():
        if not flows.carries(way[1], name):
            continue
        if name not in there:
            yield FieldRow(kind, name, source.name, target.name, "dropped", "field missing on the target"), ""
            continue
        ends = ((readers[way[0]], bound), (readers[way[1]], there[name]))
        found = travel(kind, *ends, readers[way[1]].capabilities(kind))
        yield FieldRow(kind, name, source.name, target.name, found.grade, found.reason), found.refused
