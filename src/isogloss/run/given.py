"""The value that a person gives for a cell in conflict: read as the type of its field, and held against both sides.

Decides that what a side cannot hold is refused now, with the reason, and not by a run at night. Refuses to know how the
value came about: a file, an editor, or both edits merged.
"""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import indent

from isogloss.adapters.bundle.nodes import Node, Word, read_nodes
from isogloss.adapters.bundle.values import Declared, decode
from isogloss.bridge import Bridge, KindScope
from isogloss.decide.waiting import TakeBoth, TakeValue, Waits
from isogloss.errors import UsageError
from isogloss.mapping.types.merging import merge_values
from isogloss.model.address import Cell, Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.schema import Field, RemoteSchema
from isogloss.model.value import Absent, MaybeValue, Scalar, is_scalar_type, refs
from isogloss.ports import Reader
from isogloss.run.check import passed
from isogloss.run.rules import accepts_of, fit_of
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.state.opened import State, open_state

_TEXTS = frozenset({"text", "long_text", "rich_text", "opaque"})


def given_values(session: Session, found: Sequence[Waits], choice: TakeValue | TakeBoth) -> list[MaybeValue]:
    """The value for each of some conflicts.

    Raises: UsageError where it is no value of the field, where edits touch, and where a side cannot hold it.
    """
    bridge = session.bridge
    values = [_value(bridge, each, choice) for each in found]
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as state,
    ):
        schemas = passed(bridge, readers, probe=False).schemas
        for each, value in zip(found, values, strict=True):
            _refuse_unheld(bridge, each, value, readers, schemas, state)
    return values


def field_at(bridge: Bridge, each: Waits) -> Field:
    """The field of a conflict that a value can be given for.

    Raises: UsageError where it is about more than a cell, or about a publication state.
    """
    at = each.waiting.at
    if at.field in (None, STATUS):
        what = "the publication state" if at.field else "whether a whole variant or entry is there"
        raise UsageError(f"{each.id} ({at}): it is about {what}, so only a side can be taken: --take SIDE.")
    return Field(SLUG, "text") if at.field == SLUG else bridge.kinds[at.entry.kind].fields[str(at.field)]


def _value(bridge: Bridge, each: Waits, choice: TakeValue | TakeBoth) -> MaybeValue:
    field = field_at(bridge, each)
    if isinstance(choice, TakeBoth):
        return _merged(each)
    try:
        return read_value(choice.text, field)
    except ValueError as error:
        raise UsageError(f"{each.id} ({each.waiting.at}): this is no {field.type}: {error}") from None


def read_value(text: str, field: Field) -> MaybeValue:
    """A value as it stands in a file: a text as it is, anything else as in a bundle; ABSENT where the file is empty.

    Raises: ValueError with a sentence.
    """
    if field.type == "text" and len(lines := text.splitlines()) > 1:
        raise ValueError(f"it has {len(lines)} lines, and the field holds one")
    if field.type in _TEXTS:
        node: Node = Word(text.removesuffix("\n"))
    elif is_scalar_type(field.type):
        node = Word(text.strip(), plain=True)
    else:
        node = read_nodes("given:\n" + indent(text, "  ")).nodes["given"]
    return decode(node, _declared(field))


def _declared(field: Field) -> Declared:
    return Declared(field.type, to=field.to, fields={name: _declared(part) for name, part in field.fields.items()})


def _merged(each: Waits) -> MaybeValue:
    waiting, (left, right) = each.waiting, each.base
    where = f"{each.id} ({waiting.at})"
    known = [each for each in (left, right) if each is not None]
    if not known:
        raise UsageError(f"{where}: what both sides had before is not known, so nothing can be merged. Use --edit.")
    made = merge_values((known[0], known[-1]), waiting.left, waiting.right)
    if made is None:
        raise UsageError(f"{where}: the edits touch, so they cannot be merged. Use --edit, or take one side.")
    return made


def _refuse_unheld(
    bridge: Bridge,
    each: Waits,
    value: MaybeValue,
    readers: Mapping[Side, Reader],
    schemas: Mapping[Side, RemoteSchema],
    state: State,
) -> None:
    at = each.waiting.at
    scope = bridge.kinds[at.entry.kind]
    for side in (side for side in Side if bridge.flows(scope.name).writes(side, at)):
        why = next(_reasons(bridge, scope, side, at, value, readers, schemas, state), None)
        if why is not None:
            raise UsageError(f"{each.id} ({at}): {bridge.side(side).name} cannot hold this value: {why}.")
    known = {key for side in Side for _, key in state.identity.all_keys(side)}
    lost = next((key for key in refs(value) if key not in known), None)
    if lost is not None:
        raise UsageError(f"{each.id} ({at}): there is no entry {lost} that could be linked to.")


def _reasons(
    bridge: Bridge,
    scope: KindScope,
    side: Side,
    at: Cell,
    value: MaybeValue,
    readers: Mapping[Side, Reader],
    schemas: Mapping[Side, RemoteSchema],
    state: State,
) -> Iterator[str]:
    """Why a side cannot hold a value as it is; nothing where it can."""
    binding, name = bridge.side(side), str(at.field)
    bound = binding.kinds[scope.name].fields.get(name)
    fitted = value
    if not isinstance(value, Absent):
        fitted, lost = fit_of(binding, scope, readers[side].capabilities(scope.name))(name, value)
        yield from (f"{detail or reason}".rstrip(".") for reason, detail in lost)
        options = bound.options if bound is not None and bound.field.type == "option" else {}
        if isinstance(value, Scalar) and options and value.text not in options:
            yield f"there is no option {value.text!r}; there is {', '.join(sorted(options))}"
    accepts = accepts_of(binding.kinds[scope.name], schemas.get(side), state.unemptied.now(side, scope.name))
    why = accepts.why_not(name, fitted)
    if why is not None:
        yield why
