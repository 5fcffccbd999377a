"""Three-way merge of values: texts by block, line and word, and lists of links, options and tags by what is in them.

Decides which values have an inside that is merged. Everything else is one thing, of which one edit is right.
"""

import json
from typing import TypeAlias

from isogloss.canon.merge3 import merge3
from isogloss.canon.sets3 import merge_sets
from isogloss.canon.tags import join_tags, split_tags
from isogloss.model.value import ABSENT, Absent, Many, MaybeValue, Ref, Scalar, Value, dump

Bases: TypeAlias = tuple[MaybeValue, MaybeValue]
"""What each side showed when they last agreed, left first."""


def merge_values(bases: Bases, left: MaybeValue, right: MaybeValue) -> MaybeValue | None:
    """Merge two edits of a value over what both sides had; None where their edits touch."""
    values = (*bases, left, right)
    if any(isinstance(value, Many) for value in values):
        return _lists(bases, left, right) if all(map(_is_set, values)) else None
    if any(isinstance(value, Scalar) and value.type == "tags" for value in values):
        return _tags(bases, left, right)
    if not (isinstance(left, Scalar) and isinstance(right, Scalar)):
        return None
    base, rendering = bases
    if not (isinstance(base, Scalar) and isinstance(rendering, Scalar)):
        return None
    if left.type != right.type or left.type not in ("long_text", "rich_text"):
        return None
    merged = merge3(left.type, base.text, left.text, right.text)
    return None if merged is None else Scalar(left.type, merged) if merged else ABSENT


def _is_set(value: MaybeValue) -> bool:
    """Whether a value is a list of links or options, or none."""
    if isinstance(value, Absent):
        return True
    return isinstance(value, Many) and all(
        isinstance(item, Ref) or (isinstance(item, Scalar) and item.type == "option") for item in value.items
    )


def _lists(bases: Bases, left: MaybeValue, right: MaybeValue) -> MaybeValue | None:
    named: dict[str, Value] = {}

    def names(value: MaybeValue) -> list[str]:
        found = [(json.dumps(dump(i, own=False), sort_keys=True), i) for i in _items(value)]
        named.update(found)
        return [name for name, _ in found]

    merged = merge_sets((names(bases[0]), names(bases[1])), names(left), names(right))
    if merged is None:
        return None
    return Many(tuple(named[name] for name in merged)) if merged else ABSENT


def _items(value: MaybeValue) -> tuple[Value, ...]:
    return value.items if isinstance(value, Many) else ()


def _tags(bases: Bases, left: MaybeValue, right: MaybeValue) -> MaybeValue | None:
    names = [split_tags(value.text) if isinstance(value, Scalar) else [] for value in (*bases, left, right)]
    merged = merge_sets((sorted(names[0]), sorted(names[1])), sorted(names[2]), sorted(names[3]))
    if merged is None:
        return None
    text = join_tags(merged)
    return Scalar("tags", text) if text else ABSENT
