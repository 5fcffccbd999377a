"""How much there is of what a mapping leaves out, by asking both sides for a little of what they hold.

Decides what is asked: nothing of a kind of which nothing can be left out, and then the first entries alone; of what is
not mapped at all, how many there are. Refuses to know what is in doubt; ``mapping.check.left_out`` does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from isogloss.bridge import REMOTE_SLUG, Bridge
from isogloss.mapping.check.left_out import (
    NOTHING_SHOWN,
    Shown,
    accepted,
    doubts,
    field_path,
    gives,
    left_out_places,
    of_texts,
    place_path,
)
from isogloss.mapping.names.beyond import beyond_of, options_of
from isogloss.model.address import Side
from isogloss.model.doubt import Doubt
from isogloss.model.schema import RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.model.value import Scalar
from isogloss.outcomes import Checked
from isogloss.ports import Reader
from isogloss.sampling import HasMore, Samples, SkipsTexts, if_allowed


def with_counts(checked: Checked, bridge: Bridge, readers: Mapping[Side, Reader]) -> Checked:
    """What was checked, with its doubts counted by the first entries of each side.

    Raises: any RemoteError.
    """
    found: list[Doubt] = []
    for side, schema in checked.schemas.items():
        reader = readers[side]
        shown = _sampled(bridge, side, schema, reader) if isinstance(reader, Samples) else NOTHING_SHOWN
        found += doubts(bridge, side, schema, counted(bridge, side, schema, reader, shown))
    return replace(checked, doubts=tuple(found))


def of_reading(
    bridge: Bridge,
    schemas: Mapping[Side, RemoteSchema],
    cells: Mapping[Side, Mapping[str, Mapping[str, int]]],
    readers: Mapping[Side, Reader],
    *,
    counting: bool,
) -> tuple[Doubt, ...]:
    """What the mapping leaves out, counted by a whole reading.

    cells:    by side and kind, what the reading showed beyond the mapping.
    counting: also ask how much there is of what is not read at all.
    Raises:   any RemoteError.
    """
    found: list[Doubt] = []
    for side, schema in schemas.items():
        shown = Shown(cells[side])
        shown = counted(bridge, side, schema, readers[side], shown) if counting else shown
        found += doubts(bridge, side, schema, shown)
    return tuple(found)


def counted(bridge: Bridge, side: Side, schema: RemoteSchema, reader: Reader, shown: Shown) -> Shown:
    """What a side was seen to show, with how much there is of what is not mapped at all."""
    places, codes = left_out_places(bridge, side, schema)
    if (places or codes) and isinstance(reader, Samples):
        found = reader.counted(places, codes)
        shown = replace(shown, places=found.places, locales=found.locales)
    giving = any(gives(bridge, side, kind) for kind in bridge.kinds)
    more = reader.beside() if giving and isinstance(reader, HasMore) else {}
    asked = {place: count for place, count in more.items() if not accepted(bridge, place_path(bridge, side, place))}
    shown = replace(shown, beside={place: if_allowed(count) for place, count in asked.items()})
    return _with_unread(bridge, side, reader, shown) if isinstance(reader, SkipsTexts) else shown


def _with_unread(bridge: Bridge, side: Side, reader: SkipsTexts, shown: Shown) -> Shown:
    """The same, with how much there is of texts that no reading of their kind asks for."""
    found: dict[str, Counter[str]] = {}
    parts: dict[str, int] = {}
    for kind in (each for each in bridge.kinds if gives(bridge, side, each)):
        for slug, ask in reader.unread(kind).items():
            if accepted(bridge, field_path(bridge, side, kind, slug)):
                continue
            sample = ask()
            found.setdefault(kind, Counter()).update(_added(seen.beyond for seen in sample.seen))
            parts |= {} if sample.whole else {kind: len(sample.seen)}
    return replace(shown, unread=found, unread_parts=parts)


def _sampled(bridge: Bridge, side: Side, schema: RemoteSchema, reader: Samples) -> Shown:
    cells: dict[str, Counter[str]] = {}
    parts: dict[str, int] = {}
    values: dict[str, dict[str, frozenset[str]]] = {}
    suspects = {each.path.split(".")[1] for each in doubts(bridge, side, schema) if each.path.startswith("kinds.")}
    for kind in bridge.kinds:
        options, source = options_of(bridge.side(side), kind), gives(bridge, side, kind)
        wide = source and (kind in suspects or _may_have_more(bridge, side, kind, schema))
        if not wide and (_told(schema, kind) or not options):
            continue
        sample = reader.sampled(kind, wide=wide)
        if sample is not None and source and not wide and any(beyond_of(seen, options) for seen in sample.seen):
            wide, sample = True, reader.sampled(kind, wide=True)
        if sample is None:
            continue
        if wide:
            cells[kind] = _added(beyond_of(seen, options) for seen in sample.seen)
            parts |= {} if sample.whole else {kind: len(sample.seen)}
        if sample.whole and sample.seen:
            values[kind] = {name: frozenset(_texts(sample.seen, name)) for name in options}
    return Shown(cells, parts, values)


def _told(schema: RemoteSchema, kind: str) -> bool:
    """Whether a side says itself which fields a kind has."""
    return kind in schema.kinds and schema.kinds[kind].fields is not None


def _may_have_more(bridge: Bridge, side: Side, kind: str, schema: RemoteSchema) -> bool:
    """Whether entries of a kind may have what no schema tells: texts of their own, slugs that no field carries."""
    bound = bridge.side(side).kinds[kind]
    if of_texts(bound):
        return True
    named = any(each.remote == REMOTE_SLUG for each in bound.fields.values())
    return _told(schema, kind) and bound.slug and len(bridge.locales) > 1 and not named


def _added(found: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in found:
        total.update(each)
    return total


def _texts(entries: Iterable[Seen], name: str) -> Iterator[str]:
    for seen in entries:
        for variant in seen.variants.values():
            value = variant.get(name)
            if isinstance(value, Scalar):
                yield value.text
