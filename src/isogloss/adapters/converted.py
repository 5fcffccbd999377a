"""A side behind the conversions of its mapping: its adapter speaks its own types, everybody else the mapping's.

Decides where a conversion happens, which is here and nowhere else: what is read is turned before anybody compares it,
what is written after everybody has agreed on it. Refuses to know platforms; what each pair of types becomes is in
``mapping.types.conversions``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime

from isogloss.adapters.calls import Calls, refusal
from isogloss.bridge import FieldBinding, KindBinding, SideBinding
from isogloss.catching import CatchesUp, Ended, Shelf, Taken
from isogloss.mapping.types.conversions import PINNED
from isogloss.mapping.types.native import converts, inward, outward, parts_of
from isogloss.model.address import Cell, EntryKey
from isogloss.model.entry import Variant
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, RemoteSchema
from isogloss.model.snapshot import Seen, Unreadable, unreadable
from isogloss.model.value import ABSENT, Absent, Group, Leaf, MaybeValue, Ref, Value, with_leaves
from isogloss.plan.op import Change, Op
from isogloss.ports import (
    Aside,
    BehindCache,
    Call,
    Excludes,
    Heard,
    Names,
    Overhears,
    Paced,
    PublishesSite,
    Reader,
    Recent,
    SetsAside,
    TakesFiles,
    TellsChanges,
    Wanted,
    Writer,
)
from isogloss.sampling import Counted, HasMore, Sampled, Samples, SharesNames, SkipsTexts


def needed(side: SideBinding) -> bool:
    """Whether a side holds any field in another type than the mapping says."""
    return any(converts(bound) for kind in side.kinds.values() for bound in kind.fields.values())


class ConvertedReader:
    """A reader in the mapping's types."""

    def __init__(self, inner: Reader, side: SideBinding) -> None:
        self._inner = inner
        self._side = side
        self._turned = {name: _turned(kind) for name, kind in side.kinds.items()}

    def capabilities(self, kind: str) -> Capabilities:
        """What the side can do with entries of a kind."""
        return self._inner.capabilities(kind)

    def inspect(self, *, probe: bool = True) -> RemoteSchema:
        """What the side has, in its own terms."""
        return self._inner.inspect(probe=probe)

    def read(self) -> Iterator[Seen]:
        """Every entry in scope.

        What a field holds and cannot be read as the mapping says is missing from its variant, and noted.
        Raises: any RemoteError.
        """
        return map(self._in, self._inner.read())

    def catch_up(self, shelf: Shelf) -> Iterator[Taken | Ended]:
        """Every kind, as far as it may have moved; rows are kept as the side sent them."""
        if not isinstance(self._inner, CatchesUp):
            yield from map(Taken, self.read())
            return
        for each in self._inner.catch_up(shelf):
            yield replace(each, seen=self._in(each.seen)) if isinstance(each, Taken) else each

    def shown(self, kind: str, remote: str, rows: str) -> Seen:
        """An entry that is kept, made of its rows again."""
        if not isinstance(self._inner, CatchesUp):
            raise AssertionError(f"nothing is kept of {self._side.name}.")
        return self._in(self._inner.shown(kind, remote, rows))

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Some entries as they are now."""
        return {key: self._in(seen) for key, seen in self._inner.look(wanted).items()}

    def ask(self, wanted: Sequence[Wanted]) -> Heard:
        """Some entries by their own addresses."""
        if not isinstance(self._inner, BehindCache):
            return Heard(self.look(wanted))
        heard = self._inner.ask(wanted)
        return replace(heard, seen={key: self._in(seen) for key, seen in heard.seen.items()})

    def recent(self, kind: str, locales: Sequence[Locale], back_to: datetime | None) -> Recent | None:
        """What changed last, where the side tells."""
        return self._inner.recent(kind, locales, back_to) if isinstance(self._inner, TellsChanges) else None

    def heard(self, kind: str, locales: Sequence[Locale]) -> Recent | None:
        """What the last look showed on its way."""
        return self._inner.heard(kind, locales) if isinstance(self._inner, Overhears) else None

    def sampled(self, kind: str, *, wide: bool) -> Sampled | None:
        """The first entries of a kind."""
        found = self._inner.sampled(kind, wide=wide) if isinstance(self._inner, Samples) else None
        return None if found is None else replace(found, seen=[self._in(seen) for seen in found.seen])

    def unread(self, kind: str) -> Mapping[str, Callable[[], Sampled]]:
        """What no reading of a kind asks for."""
        return self._inner.unread(kind) if isinstance(self._inner, SkipsTexts) else {}

    def counted(self, places: Sequence[str], locales: Sequence[str]) -> Counted:
        """How much there is of what is not mapped."""
        return self._inner.counted(places, locales) if isinstance(self._inner, Samples) else Counted()

    def beside(self) -> Mapping[str, Callable[[], int]]:
        """What no kind is bound to and is no collection."""
        return self._inner.beside() if isinstance(self._inner, HasMore) else {}

    def shared_names(self, kind: str, remotes: Sequence[str]) -> Sequence[str]:
        """Which ids others have, too."""
        return self._inner.shared_names(kind, remotes) if isinstance(self._inner, SharesNames) else ()

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """What the side would show of a value.

        Raises: ValueError with a sentence where the field cannot hold it.
        """
        bound = self._turned.get(kind, {}).get(field)
        if bound is None:
            return self._inner.echo(kind, field, value)
        parts = parts_of(bound)
        if not parts:
            there = outward(value, bound)
            shown = ABSENT if isinstance(there, Absent) else self._inner.echo(kind, field, _by_id(there))
            return ABSENT if isinstance(shown, Absent) else inward(shown, bound)
        there_by_name = {
            name: self._inner.echo(kind, name, _by_id(part))
            for name, part in _apart(value, bound).items()
            if not isinstance(part, Absent)
        }
        return _together(there_by_name, bound)

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls a writer would make."""
        return self._inner.cost([self._named(op) for op in ops])

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests reading back would take at best."""
        return self._inner.look_cost(ops)

    def set_aside(self) -> Sequence[Aside]:
        """What the last whole read could not place."""
        return self._inner.set_aside() if isinstance(self._inner, SetsAside) else ()

    def excluded(self, kind: str) -> Excluded:
        """What the side's owner excluded from translation of every entry of a kind."""
        found = self._inner.excluded(kind) if isinstance(self._inner, Excludes) else NOTHING_EXCLUDED
        return _whole_fields(found, self._turned.get(kind, {}))

    def close(self) -> None:
        """Close what is open."""
        close = getattr(self._inner, "close", None)
        if callable(close):
            close()

    def _in(self, seen: Seen) -> Seen:
        turned = self._turned.get(seen.kind, {})
        if not turned:
            return seen
        broken: list[Unreadable] = []
        variants = {locale: self._variant(variant, turned, locale, broken) for locale, variant in seen.variants.items()}
        excluded = _whole_fields(seen.excluded, turned)
        return replace(seen, variants=variants, unreadable=(*seen.unreadable, *broken), excluded=excluded)

    def _variant(
        self, variant: Variant, turned: Mapping[str, FieldBinding], locale: Locale, broken: list[Unreadable]
    ) -> Variant:
        made: dict[str, Value] = dict(variant)
        for name, bound in turned.items():
            parts = parts_of(bound)
            shown: dict[str, Value] = {n: made.pop(n) for n in (parts or (name,)) if n in made}
            if not shown:
                continue
            try:
                value = _together(shown, bound) if parts else inward(shown[name], bound)
            except ValueError as fault:
                held = ", ".join(getattr(value, "text", "") for value in shown.values())
                broken.append(unreadable(locale, name, held, fault))
                continue
            if not isinstance(value, Absent):
                made[name] = value
        return made

    def _named(self, op: Op) -> Op:
        """The op with its changes named as the adapter knows them; for counting, so values stay as they are."""
        turned = self._turned.get(op.entry.kind, {})
        return replace(op, changes=tuple(_renamed(change, turned.get(change.field)) for change in op.changes))


def _whole_fields(excluded: Excluded, turned: Mapping[str, FieldBinding]) -> Excluded:
    """A field whose parts are fields there is excluded with the first of them."""
    owners = {part: name for name, bound in turned.items() for part in parts_of(bound)}
    return {
        locale: replace(found, fields=frozenset(owners.get(name, name) for name in found.fields))
        for locale, found in excluded.items()
    }


class _Pinned:
    """Names that also know the entries that the mapping names by their remote ids."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.bind = names.bind
        self.asset = names.asset

    def remote(self, entry: EntryKey) -> str | None:
        """The side's own id of an entry."""
        return entry.name.removeprefix(PINNED) if entry.name.startswith(PINNED) else self._names.remote(entry)


class ConvertedWriter(ConvertedReader):
    """A writer in the mapping's types."""

    def __init__(self, inner: Writer, side: SideBinding) -> None:
        super().__init__(inner, side)
        self._writer = inner

    def calls(self, ops: Sequence[Op], names: Names, *, isolate: bool = False) -> Calls:
        """Turn ops into calls; one whose content the side cannot hold becomes a call that refuses it."""
        mine = {op.id: op for op in ops}
        there: list[Op] = []
        for op in ops:
            try:
                there.append(self._out(op))
            except ValueError as fault:
                yield refusal(op, str(fault))
        making = self._writer.calls(there, _Pinned(names), isolate=isolate)
        with closing(making), suppress(StopIteration):
            call = next(making)
            while True:
                # What is journaled and settled are the ops of the plan.
                answered = yield replace(call, ops=tuple(mine[op.id] for op in call.ops))
                call = making.send(answered)

    def site_published(self) -> str | None:
        """When the whole site was last published."""
        return self._whole().site_published()

    def publish_site(self) -> Call:
        """The call that publishes the whole site."""
        return self._whole().publish_site()

    def _whole(self) -> PublishesSite:
        if not isinstance(self._writer, PublishesSite):
            raise AssertionError(f"{self._side.name} publishes no site; its capabilities say so.")
        return self._writer

    def make_room(self, requests: int) -> None:
        """Wait until so many requests may leave."""
        if isinstance(self._writer, Paced):
            self._writer.make_room(requests)

    def good_until(self, moment: float | None, repeats: float | None = None) -> None:
        """Let the next write, or a repeat of it, raise Overdue rather than leave later."""
        if isinstance(self._writer, Paced):
            self._writer.good_until(moment, repeats)

    def uploads(self, ops: Sequence[Op], names: Names) -> Calls:
        """Bring the files of some ops; they are the same files in any type."""
        if isinstance(self._writer, TakesFiles):
            yield from self._writer.uploads(ops, names)

    def _out(self, op: Op) -> Op:
        turned = self._turned.get(op.entry.kind, {})
        changes = tuple(
            made
            for change in op.changes
            for made in (_changes(change, turned[change.field]) if change.field in turned else (change,))
        )
        return replace(op, changes=changes)


def _turned(kind: KindBinding) -> dict[str, FieldBinding]:
    return {name: bound for name, bound in kind.fields.items() if converts(bound)}


def _together(shown: Mapping[str, MaybeValue], bound: FieldBinding) -> MaybeValue:
    """The group that some fields are the parts of; ABSENT where none of them holds anything."""
    made: dict[str, Value] = {}
    for name, (alone, part) in zip(bound.fields, parts_of(bound).items(), strict=True):
        there = shown.get(alone, ABSENT)
        value = ABSENT if isinstance(there, Absent) else inward(there, part)
        if not isinstance(value, Absent):
            made[name] = value
    return Group(tuple(sorted(made.items(), key=lambda pair: pair[0]))) if made else ABSENT


def _apart(value: MaybeValue, bound: FieldBinding) -> dict[str, MaybeValue]:
    """What each part of a group holds, in the side's own type, by the name it has as a field of its own."""
    held = dict(value.fields) if isinstance(value, Group) else {}
    found: dict[str, MaybeValue] = {}
    for name, (alone, part) in zip(bound.fields, parts_of(bound).items(), strict=True):
        inner = held.get(name)
        found[alone] = ABSENT if inner is None else outward(inner, part)
    return found


def _renamed(change: Change, bound: FieldBinding | None) -> Change:
    first = next(iter(parts_of(bound)), None) if bound else None
    return change if first is None else replace(change, at=Cell(change.at.entry, change.at.locale, first))


def _changes(change: Change, bound: FieldBinding) -> Iterator[Change]:
    """The changes of the side's own fields that one of the mapping's becomes."""
    parts = parts_of(bound)
    if not parts:
        yield replace(change, before=_or_nothing(change.before, bound), after=_out(change.after, bound))
        return
    before, after = _apart(change.before, bound), _apart(change.after, bound)
    for name in parts:
        if change.touches or before[name] != after[name]:
            at = Cell(change.at.entry, change.at.locale, name)
            yield replace(change, at=at, before=before[name], after=after[name])


def _out(value: MaybeValue, bound: FieldBinding) -> MaybeValue:
    return ABSENT if isinstance(value, Absent) else outward(value, bound)


def _by_id(value: Value) -> Value:
    """The value with entries that the mapping names by their remote ids under these ids, as an echo calls them all."""

    def plain(leaf: Leaf) -> Leaf:
        return Ref(EntryKey(leaf.to.kind, leaf.to.name.removeprefix(PINNED))) if isinstance(leaf, Ref) else leaf

    return with_leaves(value, plain)


def _or_nothing(value: MaybeValue, bound: FieldBinding) -> MaybeValue:
    """What the side holds now; of what it shows and the mapping has no name for, nothing can be said."""
    try:
        return _out(value, bound)
    except ValueError:
        return ABSENT
