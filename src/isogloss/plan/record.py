"""The records of a plan as plain data: one JSON object each, the same bytes for the same content (invariant 2)."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias, assert_never

from isogloss.model.address import Cell, EntryKey, Side, dump_key, load_key
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Digest, digest, digest_text, dump, load
from isogloss.plan.op import Adoption, Assumption, Change, Conflict, Drifted, Loss, Op, Pairing, SitePublish, Step

Record: TypeAlias = Op | Conflict | Drifted | Loss | Step | SitePublish | Pairing | Adoption | Assumption
Data: TypeAlias = dict[str, object]


def to_line(data: Mapping[str, object]) -> str:
    """One JSON line without a line break: sorted keys, no spaces, Unicode as it is."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def op_id(op: Op) -> Digest:
    """Digest an op's content: what, where, from and to; not its place in the order."""
    parts = [op.on.value, op.verb, op.entry.kind, op.entry.shown, op.label, *op.present]
    for change in op.changes:
        parts += (change.locale, change.field, *map(str, (digest(change.before), digest(change.after), change.source)))
        parts.append(_marks(change.agrees, change.merged, change.staged, change.copied))
    return digest_text("\0".join(parts))


@lru_cache(maxsize=64)
def _marks(agrees: Digest | Absent | None, merged: bool, staged: bool, copied: bool) -> str:  # noqa: FBT001  # as a change has them
    """What nearly all changes have alike, joined once."""
    return "\0".join(map(str, (agrees, merged, staged, copied)))


def dump_op(op: Op) -> Data:
    """An op as plain data; :func:`load_op` undoes it."""
    return {
        "record": "op",
        "id": op.id,
        "layer": op.layer,
        "needs": sorted(op.needs),
        "on": op.on.value,
        "verb": op.verb,
        "entry": dump_key(op.entry),
        "label": op.label,
        "present": list(op.present),
        "changes": [_dump_change(change) for change in op.changes],
    }


def _dump_change(change: Change) -> Data:
    data: Data = {
        "locale": change.locale,
        "field": change.field,
        "before": dump(change.before),
        "after": dump(change.after),
        "source": None if isinstance(change.source, Absent) else change.source,
    }
    if change.agrees is not None:
        data["agrees"] = "" if isinstance(change.agrees, Absent) else change.agrees
    if change.merged:
        data["merged"] = True
    if change.staged:
        data["staged"] = True
    if change.copied:
        data["copied"] = True
    return data


UNPLACED: Final = '"layer":0,"needs":[]'
"""How a line says that its op has no place in the order yet. Quotes in content are escaped, so it occurs only there."""


def placed(line: str, layer: int, needs: Iterable[Digest]) -> str:
    """The line of an op with its place in the order filled in."""
    return line.replace(UNPLACED, f'"layer":{layer},"needs":{json.dumps(sorted(needs), separators=(",", ":"))}', 1)


def load_op(data: Mapping[str, object]) -> Op:
    """Undo :func:`dump_op` on data whose shape was checked."""
    match data:
        case {
            "id": str(id_),
            "layer": int(layer),
            "needs": list(needs),
            "on": str(on),
            "verb": ("create" | "update" | "link" | "publish" | "unpublish" | "archive" | "delete") as verb,
            "entry": key,
            "label": str(label),
            "present": list(present),
            "changes": list(changes),
        }:
            entry = load_key(key)
            return Op(
                Digest(id_),
                Side(on),
                verb,
                entry,
                label,
                tuple(_load_change(entry, change) for change in changes),
                tuple(Locale(str(locale)) for locale in present),
                frozenset(Digest(str(need)) for need in needs),
                layer,
            )
    raise ValueError(f"not an op: {str(data)[:80]}")


def _load_change(entry: EntryKey, data: object) -> Change:
    match data:
        case {"locale": str(locale), "field": str(field), "before": before, "after": after, "source": source, **flags}:
            return Change(
                Cell(entry, Locale(locale), field),
                load(before),
                load(after),
                Digest(source) if isinstance(source, str) else ABSENT,
                _load_agrees(flags.get("agrees")),
                flags.get("merged") is True,
                flags.get("staged") is True,
                flags.get("copied") is True,
            )
    raise ValueError(f"not a change: {str(data)[:80]}")


def _load_agrees(data: object) -> Digest | Absent | None:
    if isinstance(data, str):
        return Digest(data) if data else ABSENT
    return None


def _dump_at(at: Cell) -> Data:
    return {"entry": dump_key(at.entry), "locale": at.locale, "field": at.field}


def dump_record(record: Record) -> Data:
    """Any record as plain data."""
    match record:
        case Op():
            data = dump_op(record)
        case Conflict():
            data = {"record": "conflict", **_dump_at(record.at), "reason": record.reason, "detail": record.detail}
            data |= {
                "left": dump(record.left, own=False),
                "right": dump(record.right, own=False),
                "label": record.label,
            }
        case Drifted():
            data = {"record": "drift", **_dump_at(record.at), "kept": record.kept, "label": record.label}
            data |= {"left": dump(record.left, own=False), "right": dump(record.right, own=False)}
        case Loss():
            data = {"record": "loss", **_dump_at(record.at), "on": record.on.value, "reason": record.reason}
            data |= {"value": dump(record.value, own=False), "detail": record.detail}
        case Step():
            data = {"record": "step", **_dump_at(record.at), "on": record.on.value}
            data |= {"todo": record.todo, "check": record.check, "many": record.many}
        case SitePublish(on, waits):
            data = {"record": "site", "on": on.value, "waits": waits}
        case Pairing(entry, label, left, right):
            data = {"record": "entry", "entry": dump_key(entry), "label": label, "left": left, "right": right}
        case Adoption(entry, cells):
            data = {"record": "adopt", "entry": dump_key(entry)}
            data["cells"] = {str(locale): {n: list(pair) for n, pair in row.items()} for locale, row in cells.items()}
        case Assumption():
            data = {"record": "assume", **_dump_at(record.at), "label": record.label}
            data |= {"left": dump(record.left), "right": dump(record.right)}
        case _:
            assert_never(record)
    return data
