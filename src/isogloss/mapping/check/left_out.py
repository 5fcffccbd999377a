"""What the source has and a mapping leaves out, and what a mapping names that no entry shows.

Decides what is in doubt, and where a person would look for it. Refuses to ask: what the sides said of themselves and
what they were seen to show is handed in. What a mapping accepts is in doubt no more.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from isogloss.bridge import REMOTE_SLUG, Bridge, Components, FieldBinding, KindBinding, Pages, SideBinding
from isogloss.mapping.names.beyond import option_key
from isogloss.mapping.names.nearest import nearest
from isogloss.mapping.types.native import native_side
from isogloss.mapping.types.sorts import ALT
from isogloss.model.address import Side
from isogloss.model.doubt import Doubt
from isogloss.model.entry import SLUG
from isogloss.model.schema import RemoteField, RemoteKind, RemoteSchema

_MEND: Final = "; mend the name, or add the field there"
_PLACES: Final[Mapping[str, str]] = {
    "pages": "static pages",
    "components": "components",
    "blog": "a blog",
    "single_pages": "pages without a type",
}
"""What there is beside collections, by the key that binds a kind to it."""
_NO_FIELDS: Final[Mapping[str, RemoteField]] = {}


@dataclass(frozen=True, slots=True)
class Shown:
    """What one side was seen to show.

    cells:   by kind, of what is beyond the mapping, how many cells are not empty, as ``Seen.beyond`` has them; a kind
             that nobody looked at is missing.
    parts:   by kind, of how many entries that is, where there are more.
    values:  by kind and field, the keys of options that entries show, of kinds of which all entries were looked at.
    places:  by collection, how many entries it holds.
    locales: by the side's code, how many variants there are in kinds that are mapped.
    beside:  by what mappings call a place that is no collection, how many entries it holds that no kind stands for.
    unread:  by kind, how many cells are not empty of what no reading asks for, by the side's slug of what holds them.
    unread_parts: by kind, of how many entries that is, where there are more.
    """

    cells: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    locales: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unread_parts: Mapping[str, int] = field(default_factory=dict)


NOTHING_SHOWN: Final = Shown()


def doubts(bridge: Bridge, side: Side, schema: RemoteSchema, shown: Shown = NOTHING_SHOWN) -> Iterator[Doubt]:
    """What is in doubt about one side of a mapping, but for what the mapping accepts."""
    found = (each for made in (_of_side, _of_kinds) for each in made(bridge, side, schema, shown))
    return (each for each in found if not accepted(bridge, each.path))


def accepted(bridge: Bridge, path: str) -> bool:
    """Whether the mapping says that something is known and meant."""
    return any(fnmatchcase(path, said) for said in bridge.accept)


def gives(bridge: Bridge, side: Side, kind: str) -> bool:
    """Whether anything of a kind goes from a side to the other."""
    return side.other in bridge.flows(kind).written()


def left_out_places(bridge: Bridge, side: Side, schema: RemoteSchema) -> tuple[list[str], list[str]]:
    """The collections and the codes of locales of a source that no kind and no locale of the mapping stands for."""
    if not any(gives(bridge, side, kind) for kind in bridge.kinds):
        return [], []
    name, mapped = bridge.side(side).name, {code.lower() for code in bridge.side(side).locales.values()}
    places = [each for each in schema.others if not accepted(bridge, _place_path(name, each))]
    codes = [code for code in schema.locales or () if code.lower() not in mapped]
    return places, [code for code in codes if not accepted(bridge, _locale_path(name, code))]


def place_path(bridge: Bridge, side: Side, place: str) -> str:
    """Where a person would look for a place of a side that is no collection."""
    return f"sides.{bridge.side(side).name}.{place}"


def field_path(bridge: Bridge, side: Side, kind: str, slug: str) -> str:
    """Where a person would look for a field of a kind."""
    return _field_path(bridge.side(side), kind, slug)


def _field_path(side: SideBinding, kind: str, slug: str) -> str:
    return f"kinds.{kind}.{side.name}.{slug}"


def _place_path(side: str, name: str) -> str:
    return f"sides.{side}.collections.{name}"


def _locale_path(side: str, code: str) -> str:
    return f"sides.{side}.locales.{code}"


def _of_side(bridge: Bridge, side: Side, schema: RemoteSchema, shown: Shown) -> Iterator[Doubt]:
    name = bridge.side(side).name
    places, codes = left_out_places(bridge, side, schema)
    for place in places:
        count = shown.places.get(place)
        said = f'{name} has the collection "{place}", and no kind is bound to it: '
        yield Doubt("collection-left-out", _place_path(name, place), said + _entries(count), count)
    for code in codes:
        count = shown.locales.get(code)
        said = f'{name} has the locale "{code}", and the mapping does not: '
        yield Doubt("locale-left-out", _locale_path(name, code), said + _variants(count), count)
    for place, count in shown.beside.items():
        if count:
            said = f"{name} has {_PLACES[place]} that no kind stands for: "
            yield Doubt("place-left-out", place_path(bridge, side, place), said + _entries(count), count)


def _of_kinds(bridge: Bridge, side: Side, schema: RemoteSchema, shown: Shown) -> Iterator[Doubt]:
    binding = bridge.side(side)
    natives = native_side(binding).kinds
    for kind, bound in binding.kinds.items():
        remote = schema.kinds.get(kind)
        if gives(bridge, side, kind):
            cells = Counter(shown.cells.get(kind, {}))
            looked = kind in shown.cells
            yield from _fields(binding, natives[kind], remote, cells if looked else None, shown.parts.get(kind))
            yield from _options(binding, bound, remote, cells if looked else None, shown.parts.get(kind))
            if cells[SLUG]:
                yield _slugs(binding, kind, cells[SLUG], shown.parts.get(kind))
            yield from _not_read(binding, kind, shown)
        if remote is not None and remote.fields is None and remote.shown is not None:
            yield from _unseen(binding, natives[kind], remote.shown)
            yield from _unseen_values(binding, bound, shown.values.get(kind, {}))


def of_texts(kind: KindBinding) -> bool:
    """Whether entries of a kind are made of texts, each with a slug of its own."""
    return isinstance(kind.place, Pages | Components)


def _not_read(side: SideBinding, kind: str, shown: Shown) -> Iterator[Doubt]:
    """The lists of texts of a kind that nobody asks for."""
    part = shown.unread_parts.get(kind)
    for slug, count in sorted(shown.unread.get(kind, {}).items()):
        said = f'{side.name} has texts in "{slug}", and nothing is mapped to them: {_cells(count, part)}'
        yield Doubt("field-left-out", _field_path(side, kind, slug), said, count)


def known_slugs(kind: KindBinding) -> frozenset[str]:
    """The side's slugs of the fields that a mapping names, in whatever way."""
    named = {_top(bound.remote) for bound in kind.fields.values()}
    return frozenset({*named, *kind.others, *([kind.origin_key] if kind.origin_key else [])})


def _top(remote: str) -> str:
    return remote.removesuffix(ALT).split(".")[0]


def _fields(
    side: SideBinding, kind: KindBinding, remote: RemoteKind | None, cells: Counter[str] | None, part: int | None
) -> Iterator[Doubt]:
    """The fields of a kind that have no place in the mapping."""
    told = _NO_FIELDS if remote is None or remote.fields is None else remote.fields
    texts = of_texts(side.kinds[kind.kind])  # which there are differs from one to the next, so only content tells
    there = set() if texts else {_top(slug) for slug, each in told.items() if not each.of_side}
    there |= set() if remote is None or remote.shown is None else set(map(_top, remote.shown))
    there |= {at for at in cells or () if (texts or "=" not in at) and at != SLUG}
    for slug in sorted(there - known_slugs(kind) - {REMOTE_SLUG}):
        count = None if cells is None else cells[slug]
        says = f" ({told[slug].says})" if slug in told and told[slug].says else ""
        said = f'{side.name} has the {"text" if texts else "field"} "{slug}"{says}, and nothing is mapped to it: '
        yield Doubt("field-left-out", _field_path(side, kind.kind, slug), said + _cells(count, part), count)


def _options(
    side: SideBinding, kind: KindBinding, remote: RemoteKind | None, cells: Counter[str] | None, part: int | None
) -> Iterator[Doubt]:
    """The values of options of a kind that the mapping does not name."""
    described = _NO_FIELDS if remote is None or remote.fields is None else remote.fields
    for name, bound in kind.fields.items():
        if bound.field.type != "option":
            continue
        for value in sorted(_unnamed(bound, described.get(bound.remote)) | _met(name, cells)):
            count = None if cells is None else cells[option_key(name, value)]
            said = f'{side.name} has the value "{value}" in "{bound.remote}", and the mapping does not name it: '
            path = f"kinds.{kind.kind}.fields.{name}.values.{value}"
            yield Doubt("option-left-out", path, said + _cells(count, part), count)


def _unnamed(bound: FieldBinding, found: RemoteField | None) -> set[str]:
    named = set(bound.options.values())
    return {label for code, label in found.options.items() if not {code, label} & named} if found else set()


def _met(field_: str, cells: Counter[str] | None) -> set[str]:
    start = option_key(field_, "")
    return {at.removeprefix(start) for at in cells or () if at.startswith(start)}


def _slugs(side: SideBinding, kind: str, count: int, part: int | None) -> Doubt:
    said = (
        f"{side.name} has further slugs in other locales, and one slug is carried for all: {_cells(count, part)}; "
        f'map a field of type text to "{REMOTE_SLUG}" to carry them'
    )
    return Doubt("slug-left-out", f"kinds.{kind}.{side.name}.{REMOTE_SLUG}", said, count)


def _unseen(side: SideBinding, kind: KindBinding, shown: frozenset[str]) -> Iterator[Doubt]:
    """The fields that the mapping names and no entry shows, where nothing but content tells of fields."""
    name = kind.kind
    named = {f"kinds.{name}.fields.{field}.{side.name}": bound.remote for field, bound in kind.fields.items()}
    if kind.origin_key is not None:
        named[f"kinds.{name}.{side.name}.origin_key"] = kind.origin_key
    tops = {at: _top(slug) for at, slug in named.items()}
    for at, slug in tops.items():
        if slug not in shown:
            hint = nearest(slug, shown - set(tops.values()))
            yield Doubt("field-unseen", at, f'no entry that was looked at on {side.name} shows "{slug}"{hint or _MEND}')


def _unseen_values(side: SideBinding, kind: KindBinding, shown: Mapping[str, frozenset[str]]) -> Iterator[Doubt]:
    for name, bound in kind.fields.items():
        for key, value in bound.options.items() if name in shown else ():
            if key not in shown[name]:
                said = f'no entry on {side.name} shows the value "{value}" in "{bound.remote}"'
                yield Doubt("option-unseen", f"kinds.{kind.kind}.fields.{name}.values.{key}.{side.name}", said)


def _cells(count: int | None, part: int | None) -> str:
    if count is None:
        return "nothing of it is carried"
    among = "" if part is None else f" in the first {part:,} entries"
    return f"{count:,} {'cell' if count == 1 else 'cells'}{among} that {'is' if count == 1 else 'are'} not empty"


def _entries(count: int | None) -> str:
    return "nothing of it is carried" if count is None else f"{count:,} {'entry' if count == 1 else 'entries'}"


def _variants(count: int | None) -> str:
    return "nothing in it is carried" if count is None else f"{count:,} {'variant' if count == 1 else 'variants'}"
