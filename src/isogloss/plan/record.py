"""The records of a plan as plain data: one JSON object each, the same bytes for the same content (invariant 2).

What is written here is read here: no other part of the program knows what a record is called or where its fields are.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeAlias, TypeVar, assert_never, get_args

from isogloss.model.address import Cell, EntryKey, Side, dump_key, load_key
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, digest, digest_text, dump, load
from isogloss.plan.op import (
    Adoption,
    Assumption,
    Change,
    Conflict,
    Decided,
    Drifted,
    Fate,
    HoldReason,
    Loss,
    LossReason,
    Op,
    Pairing,
    Remark,
    RemarkOn,
    Resolved,
    SitePublish,
    Step,
)
from isogloss.plan.traced import dump_traces, load_digests, load_pair, load_traces

Record: TypeAlias = (
    Op | Conflict | Drifted | Loss | Step | Resolved | SitePublish | Pairing | Adoption | Assumption | Remark
)
Data: TypeAlias = dict[str, object]
_Word = TypeVar("_Word", bound=str)

_HOLDS: Final[tuple[HoldReason, ...]] = get_args(HoldReason)
_LOSSES: Final[tuple[LossReason, ...]] = get_args(LossReason)
_FATES: Final[tuple[Fate, ...]] = get_args(Fate)
_REMARKS: Final[tuple[RemarkOn, ...]] = get_args(RemarkOn)


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


def _dump_op(op: Op) -> Data:
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
        **({"remotes": list(op.remotes)} if any(op.remotes) else {}),
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
    if change.decided is not None:
        data["decided"] = _dump_decided(change.decided)
    return data


def _dump_decided(decided: Decided) -> Data:
    told = {"conflict": decided.conflict, "how": decided.how, "by": decided.by, "at": decided.at.isoformat()}
    return {**told, "marks": [None if isinstance(mark, Absent) else mark for mark in decided.marks]}


UNPLACED: Final = '"layer":0,"needs":[]'
"""How a line says that its op has no place in the order yet. Quotes in content are escaped, so it occurs only there."""


def placed(line: str, layer: int, needs: Iterable[Digest]) -> str:
    """The line of an op with its place in the order filled in."""
    return line.replace(UNPLACED, f'"layer":{layer},"needs":{json.dumps(sorted(needs), separators=(",", ":"))}', 1)


def _dump_at(at: Cell) -> Data:
    return {"entry": dump_key(at.entry), "locale": at.locale, "field": at.field}


def _dump_waiting(record: Conflict | Drifted) -> Data:
    data: Data = {**_dump_at(record.at), "label": record.label, **dump_traces(record.traces)}
    data |= {"left": dump(record.left, own=False), "right": dump(record.right, own=False)}
    if isinstance(record, Conflict):
        return {"record": "conflict", **data, "reason": record.reason, "detail": record.detail}
    return {"record": "drift", **data, "kept": record.kept, **({"detail": record.detail} if record.detail else {})}


def dump_record(record: Record) -> Data:
    """Any record as plain data; :func:`load_record` undoes it."""
    match record:
        case Op():
            data = _dump_op(record)
        case Conflict() | Drifted():
            data = _dump_waiting(record)
        case Resolved():
            data = {"record": "resolution", **_dump_at(record.at), "label": record.label, "fate": record.fate}
            data |= {"detail": record.detail, "decided": _dump_decided(record.decided)}
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
        case Assumption() | Remark():
            data = _dump_told(record)
        case _:
            assert_never(record)
    return data


def _dump_told(record: Assumption | Remark) -> Data:
    """A record that only tells."""
    place: Data = {**_dump_at(record.at), "label": record.label}
    if isinstance(record, Remark):
        return {"record": "remark", **place, "about": record.on, "detail": record.detail}
    return {"record": "assume", **place, "left": dump(record.left), "right": dump(record.right)}


def load_record(data: Mapping[str, object]) -> Record:
    """Undo :func:`dump_record`.

    Raises: ValueError with a sentence where the data is not of the shape of a record.
    """
    match data:
        case {"record": str(name)} if name in _KINDS:
            return _KINDS[name][1](data)
    raise ValueError(f"{str(data.get('record'))[:80]!r} is no kind of record")


def says_it_is(data: Mapping[str, object], kinds: Collection[type]) -> bool:
    """Whether some plain data calls itself a record of one of these kinds; its shape was not looked at."""
    name = data.get("record")
    return isinstance(name, str) and name in _KINDS and _KINDS[name][0] in kinds


def load_op(data: Mapping[str, object]) -> Op:
    """Undo :func:`dump_record` of an op."""
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
                _load_remotes(data.get("remotes", ["", ""])),
            )
    raise ValueError(f"not an op: {str(data)[:80]}")


def _load_remotes(data: object) -> tuple[str, str]:
    match data:
        case [str(left), str(right)]:
            return left, right
    raise ValueError("its ids on both sides are of another shape")


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
                _load_decided(flags["decided"]) if "decided" in flags else None,
            )
    raise ValueError(f"not a change: {str(data)[:80]}")


def _load_agrees(data: object) -> Digest | Absent | None:
    if isinstance(data, str):
        return Digest(data) if data else ABSENT
    return None


def _load_decided(data: object) -> Decided:
    match data:
        case {"conflict": str(conflict), "how": str(how), "by": str(by), "at": str(at), "marks": marks}:
            return Decided(conflict, how, by, datetime.fromisoformat(at), load_digests(marks))
    raise ValueError("whose decision it is is missing")


def _load_conflict(data: Mapping[str, object]) -> Conflict:
    reason = one_of(_HOLDS, data.get("reason"), "reason")
    both, detail = _load_both(data), _text(data, "detail")
    return Conflict(_load_at(data), reason, *both, _label(data), detail, load_traces(data))


def _load_drift(data: Mapping[str, object]) -> Drifted:
    kept, both, detail = data.get("kept") is True, _load_both(data), str(data.get("detail") or "")
    return Drifted(_load_at(data), *both, kept, _label(data), load_traces(data), detail)


def _load_resolved(data: Mapping[str, object]) -> Resolved:
    fate = one_of(_FATES, data.get("fate"), "fate")
    return Resolved(_load_at(data), _load_decided(data.get("decided")), fate, _text(data, "detail"), _label(data))


def _load_loss(data: Mapping[str, object]) -> Loss:
    at, reason = _load_at(data), one_of(_LOSSES, data.get("reason"), "reason")
    return Loss(Side(data.get("on")), at, reason, load(data.get("value")), _text(data, "detail"))


def _load_step(data: Mapping[str, object]) -> Step:
    many = str(data.get("many") or "")  # older plans have none
    return Step(Side(data.get("on")), _load_at(data), _text(data, "todo"), _text(data, "check"), many)


def _load_site(data: Mapping[str, object]) -> SitePublish:
    return SitePublish(Side(data.get("on")), _text(data, "waits"))


def _load_pairing(data: Mapping[str, object]) -> Pairing:
    match data:
        case {"left": (str() | None) as left, "right": (str() | None) as right}:
            return Pairing(_load_entry(data), _text(data, "label"), left, right)
    raise ValueError("its ids are missing")


def _load_adoption(data: Mapping[str, object]) -> Adoption:
    match data:
        case {"cells": dict(cells)} if all(isinstance(row, dict) for row in cells.values()):
            loaded = {
                Locale(locale): {name: load_pair(pair) for name, pair in row.items()} for locale, row in cells.items()
            }
            return Adoption(_load_entry(data), loaded)
    raise ValueError("its cells are missing")


def _load_assumption(data: Mapping[str, object]) -> Assumption:
    return Assumption(_load_at(data), *_load_both(data), _label(data))


def _load_remark(data: Mapping[str, object]) -> Remark:
    about = one_of(_REMARKS, data.get("about"), "about")
    return Remark(_load_at(data), about, _label(data), _text(data, "detail"))


def _load_entry(data: Mapping[str, object]) -> EntryKey:
    if "entry" not in data:
        raise ValueError("its place is missing")
    return load_key(data["entry"])


def _load_at(data: Mapping[str, object]) -> Cell:
    match data:
        case {"locale": (str() | None) as locale, "field": (str() | None) as field}:
            return Cell(_load_entry(data), None if locale is None else Locale(locale), field)
    raise ValueError("its place is missing")


def _load_both(data: Mapping[str, object]) -> tuple[MaybeValue, MaybeValue]:
    return load(data.get("left")), load(data.get("right"))


def _label(data: Mapping[str, object]) -> str:
    label = data.get("label")
    return label if isinstance(label, str) else ""


def _text(data: Mapping[str, object], name: str) -> str:
    found = data.get(name)
    if not isinstance(found, str):
        raise ValueError(f"{name} is missing")
    return found


def one_of(words: tuple[_Word, ...], said: object, name: str) -> _Word:
    """What was said, where it is one of some words.

    Raises: ValueError where it is none of them.
    """
    for word in words:
        if word == said:
            return word
    raise ValueError(f"{str(said)[:80]!r} is no {name}")


_KINDS: Final[Mapping[str, tuple[type[Record], Callable[[Mapping[str, object]], Record]]]] = {
    "op": (Op, load_op),
    "conflict": (Conflict, _load_conflict),
    "drift": (Drifted, _load_drift),
    "loss": (Loss, _load_loss),
    "step": (Step, _load_step),
    "resolution": (Resolved, _load_resolved),
    "site": (SitePublish, _load_site),
    "entry": (Pairing, _load_pairing),
    "adopt": (Adoption, _load_adoption),
    "assume": (Assumption, _load_assumption),
    "remark": (Remark, _load_remark),
}
"""What a record is called in a plan, which it is, and how it is loaded."""
