"""What a mapping looked like when the sides last agreed, and which of its changes would make content look edited.

Decides which changes have to be declared: those by which what was agreed on would be held against other content, or
against nothing. What only joins the mapping, or only leaves it, is compared anew or no more, and needs no word. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from isogloss.bridge import Bridge, Collection, PageType, Place
from isogloss.model.address import Side
from isogloss.model.move import Move

Names: TypeAlias = tuple[str, str]
"""What the left and the right side call something; empty where a side has it not."""


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """Where one field lives, what it holds, and the options that it has by our keys."""

    type: str
    shared: bool
    remotes: Names
    options: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class KindLayout:
    """Where one kind lives, and its fields."""

    places: Names
    fields: Mapping[str, FieldLayout]


@dataclass(frozen=True, slots=True)
class Layout:
    """The kinds, fields, locales and options of a mapping."""

    kinds: Mapping[str, KindLayout]
    locales: Mapping[str, Names]


def layout_of(bridge: Bridge) -> Layout:
    """What a mapping looks like."""
    return Layout(
        {kind: KindLayout(_places(bridge, kind), _fields(bridge, kind)) for kind in bridge.kinds},
        {str(at): _both(bridge.left.locales.get(at, ""), bridge.right.locales.get(at, "")) for at in bridge.locales},
    )


def _both(left: str, right: str) -> Names:
    return left, right


def _places(bridge: Bridge, kind: str) -> Names:
    left, right = (_place(bridge.side(side).kinds[kind].place) for side in Side)
    return left, right


def _place(place: Place) -> str:
    name = f" {place.name}" if isinstance(place, Collection | PageType) else ""
    return f"{type(place).__name__}{name}"


def _fields(bridge: Bridge, kind: str) -> dict[str, FieldLayout]:
    left, right = (bridge.side(side).kinds[kind].fields for side in Side)
    return {
        name: FieldLayout(
            field.type,
            field.shared,
            (left[name].remote, right[name].remote),
            {key: (word, right[name].options.get(key, "")) for key, word in left[name].options.items()},
        )
        for name, field in bridge.kinds[kind].fields.items()
    }


def dump_layout(layout: Layout) -> dict[str, object]:
    """A layout as plain data; :func:`load_layout` undoes it."""
    return {
        "kinds": {
            kind: {
                "places": list(each.places),
                "fields": {
                    name: [
                        found.type,
                        found.shared,
                        list(found.remotes),
                        {k: list(v) for k, v in found.options.items()},
                    ]
                    for name, found in each.fields.items()
                },
            }
            for kind, each in layout.kinds.items()
        },
        "locales": {tag: list(codes) for tag, codes in layout.locales.items()},
    }


def _dump_field(field: FieldLayout) -> list[object]:
    options = {key: list(words) for key, words in field.options.items()}
    return [field.type, field.shared, list(field.remotes), options]


def load_layout(data: object) -> Layout:
    """Undo :func:`dump_layout`.

    Raises: ValueError where the data is not of that shape.
    """
    match data:
        case {"kinds": dict(kinds), "locales": dict(locales)}:
            return Layout(
                {kind: _load_kind(each) for kind, each in kinds.items()},
                {tag: _load_names(codes) for tag, codes in locales.items()},
            )
    raise ValueError("it is no layout")


def _load_kind(data: object) -> KindLayout:
    match data:
        case {"places": places, "fields": dict(fields)}:
            return KindLayout(_load_names(places), {name: _load_field(each) for name, each in fields.items()})
    raise ValueError("a kind has another shape")


def _load_field(data: object) -> FieldLayout:
    match data:
        case [str(type_), bool(shared), remotes, dict(options)]:
            names = {key: _load_names(words) for key, words in options.items()}
            return FieldLayout(type_, shared, _load_names(remotes), names)
    raise ValueError("a field has another shape")


def _load_names(data: object) -> Names:
    match data:
        case [str(left), str(right)]:
            return left, right
    raise ValueError("a pair of names has another shape")


@dataclass(frozen=True, slots=True)
class Changed:
    """One change that has to be declared.

    move:  the line that declares it, where it is the same content as before; without a source where it cannot be.
    kind:  of which it is; None for a locale.
    why:   what changed, a sentence without its end.
    """

    move: Move
    kind: str | None
    why: str


def undeclared(old: Layout, new: Layout, moves: Iterable[Move]) -> list[Changed]:
    """The changes that have to be declared and are not; a line that comes from what never was declares nothing."""
    moves = tuple(moves)
    sound = [move for move in moves if move.source is None or _of(old, move.what, move.source) is not None]
    told = {(move.what, move.name) for move in sound}
    came = {move.name[0]: move.source[0] for move in moves if move.what == "kind" and move.source}
    return [each for each in _changes(old, new, came) if (each.move.what, each.move.name) not in told]


def _changes(old: Layout, new: Layout, came: Mapping[str, str]) -> Iterator[Changed]:
    yield from _locales(old, new)
    for kind, now in new.kinds.items():
        then = old.kinds.get(kind)
        if then is None:
            gone = next((k for k, was in old.kinds.items() if k not in new.kinds and was.places == now.places), None)
            if gone is not None:
                yield Changed(Move("kind", (kind,), (gone,)), gone, f"kind {kind} lives where {gone} lived")
        elif then.places != now.places:
            yield Changed(
                Move("kind", (kind,), (kind,)), kind, f"kind {kind} lived {_at(then)} and lives {_at(now)} now"
            )
        before = old.kinds.get(came.get(kind, kind))
        if before is not None:
            yield from _field_changes(kind, came.get(kind, kind), before, now)


def _at(kind: KindLayout) -> str:
    return " and ".join(f"in {place}" for place in dict.fromkeys(kind.places))


def _locales(old: Layout, new: Layout) -> Iterator[Changed]:
    for tag, codes in new.locales.items():
        then = old.locales.get(tag)
        if then is None:
            gone = next((t for t, was in old.locales.items() if t not in new.locales and was == codes), None)
            if gone is not None:
                yield Changed(Move("locale", (tag,), (gone,)), None, f"locale {tag} is what {gone} was")
        elif then != codes:
            said = f"locale {tag} was {_named(then)} and is {_named(codes)} now"
            yield Changed(Move("locale", (tag,), (tag,)), None, said)


def _named(names: Names) -> str:
    return " and ".join(f'"{name}"' for name in dict.fromkeys(names))


def _field_changes(kind: str, was: str, old: KindLayout, new: KindLayout) -> Iterator[Changed]:
    for name, now in new.fields.items():
        then, at, called = old.fields.get(name), (kind, name), f"{kind}.{name}"
        if then is None:
            gone = next((n for n, each in old.fields.items() if n not in new.fields and _same(each, now)), None)
            if gone is not None:
                said = f"field {called} shows what {was}.{gone} showed"
                yield Changed(Move("field", at, (was, gone)), was, said)
        elif (then.type, then.shared) != (now.type, now.shared):
            said = f"field {called} was {_form(then)} and is {_form(now)} now"
            yield Changed(Move("field", at, None), was, said)
        elif then.remotes != now.remotes:
            said = f"field {called} was {_named(then.remotes)} and is {_named(now.remotes)} now"
            yield Changed(Move("field", at, at), was, said)
        else:
            yield from _options(at, was, then, now)


def _same(one: FieldLayout, other: FieldLayout) -> bool:
    return one.remotes == other.remotes and (one.type, one.shared) == (other.type, other.shared)


def _form(field: FieldLayout) -> str:
    return f"{field.type}, {'one for all locales' if field.shared else 'one for each locale'}"


def _options(at: tuple[str, str], kind: str, old: FieldLayout, new: FieldLayout) -> Iterator[Changed]:
    for key, words in new.options.items():
        gone = next((k for k, said in old.options.items() if k not in new.options and said == words), None)
        if key not in old.options and gone is not None:
            said = f"option {'.'.join(at)}.{key} is what {'.'.join(at)}.{gone} was"
            yield Changed(Move("option", (*at, key), (kind, at[1], gone)), kind, said)


def pending(move: Move, old: Layout, new: Layout) -> bool:
    """Whether a declared move is still to be made: the state is as it was before."""
    if move.source is None or move.source == move.name:
        return _of(old, move.what, move.name) not in (None, _of(new, move.what, move.name))
    came, there = _of(old, move.what, move.source), _of(old, move.what, move.name)
    return came is not None and there is None


def taken(move: Move, old: Layout, new: Layout) -> bool:
    """Whether what a move would carry something to was agreed on itself."""
    if move.source is None or move.source == move.name or _of(new, move.what, move.source) is not None:
        return False
    return all(_of(old, move.what, name) is not None for name in (move.source, move.name))


def _of(layout: Layout, what: str, name: tuple[str, ...]) -> object | None:
    """What is known of a kind, a field, a locale or an option; None where there is none."""
    if what == "locale":
        return layout.locales.get(name[0])
    found = layout.kinds.get(name[0])
    if what == "kind" or found is None:
        return None if found is None else found.places
    held = found.fields.get(name[1])
    if what == "field" or held is None:
        return held
    return held.options.get(name[2])
