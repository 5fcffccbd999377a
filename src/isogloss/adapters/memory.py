"""The reference adapter: a platform in memory, small enough to be read at once.

It keeps the contract of ``ports`` to the letter, and can be told to misbehave the way platforms do: to render what it
stores in its own way, to refuse what changed since it was read, to lose answers, to show writes late.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, assert_never

from isogloss.adapters.assemble import unmapped_in
from isogloss.adapters.calls import Calls, of_one_verb
from isogloss.adapters.memory_rules import Counter
from isogloss.adapters.memory_store import Stored, Version
from isogloss.bridge import MemorySettings, SideBinding
from isogloss.errors import Unavailable
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED, SLUG, STATUS, Variant, apart, digest_variant
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities, RemoteField, RemoteKind, RemoteSchema
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import Absent, Asset, Group, Many, MaybeValue, Ref, Scalar, Value
from isogloss.plan.op import Change, Op
from isogloss.ports import Call, Dated, Names, Recent, Sent, Wanted

Render = Callable[[Value], Value]
"""How a platform shows a value that it was given."""


def as_is(value: Value) -> Value:
    """Show every value as it was given."""
    return value


@dataclass(slots=True)
class World:
    """A platform: its entries, and how it behaves.

    render:     how stored values are shown.
    lose:       numbers of write calls, from 1, to what is lost: the request (``before`` it took effect) or its answer.
    delay:      how many looks it takes until a write shows.
    strict:     refuse a change whose cell no longer holds what the planner saw.
    capabilities: what it says it can do.
    required:   by kind, the fields without which it refuses an entry.
    listed:     entries that its listing shows as they were, whatever became of them.
    """

    entries: dict[tuple[str, str], Stored] = field(default_factory=dict)
    render: Render = as_is
    lose: dict[int, Literal["before", "after"]] = field(default_factory=dict)
    delay: int = 0
    strict: bool = True
    capabilities: Capabilities = field(default_factory=Capabilities)
    required: dict[str, frozenset[str]] = field(default_factory=dict)
    listed: dict[tuple[str, str], Stored] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    reads: int = 0
    _made: int = 0
    _late: list[tuple[int, Callable[[], None]]] = field(default_factory=list)

    def put(
        self,
        kind: str,
        remote: str,
        variants: Mapping[Locale, Variant],
        *,
        slug: str | None = None,
        origin: str | None = None,
    ) -> Stored:
        """Put an entry there as an editor would; ``$status`` of a variant says whether it is live."""
        stored = Stored(kind, remote, slug, origin)
        for locale, variant in variants.items():
            content = {name: self.render(value) for name, value in variant.items() if name != STATUS}
            version = Version(content)
            if variant.get(STATUS) == PUBLISHED:
                version.live = dict(content)
            stored.versions[locale] = version
        self.entries[kind, remote] = stored
        return stored

    def edit(self, kind: str, remote: str, locale: Locale, *, publish: bool = True, **fields: MaybeValue) -> None:
        """Change some fields as an editor would; a live variant is published again unless told otherwise."""
        version = self.entries[kind, remote].versions.setdefault(locale, Version())
        for name, value in fields.items():
            _set(version.staged, name, value)
        if publish and version.live is not None:
            version.live = dict(version.staged)
        self.touch(version)

    def mint(self) -> str:
        """A remote id that was never used."""
        self._made += 1
        return f"m{self._made:04}"

    def touch(self, version: Version) -> None:
        """Date a variant anew."""
        version.revision += 1
        version.updated += timedelta(seconds=1 + len(self.calls))

    def look(self) -> None:
        """Time passes: writes whose delay is over take effect."""
        self.reads += 1
        due = [act for at, act in self._late if at <= self.reads]
        self._late = [(at, act) for at, act in self._late if at > self.reads]
        for act in due:
            act()

    def write(self, name: str, act: Callable[[], None]) -> None:
        """Carry out one write call, or lose it, or let it show late."""
        self.calls.append(name)
        lost = self.lose.get(len(self.calls))
        if lost == "before":
            raise Unavailable("the connection was lost", request=name, took_effect="unknown")
        if self.delay:
            self._late.append((self.reads + self.delay, act))
        else:
            act()
        if lost == "after":
            raise Unavailable("the connection was lost", request=name, took_effect="unknown")


def _set(fields: dict[str, Value], name: str, value: MaybeValue) -> None:
    if isinstance(value, Absent):
        fields.pop(name, None)
    else:
        fields[name] = value


class MemoryReader:
    """The contract's ``Reader`` over a world."""

    def __init__(self, binding: SideBinding, world: World) -> None:
        self.binding = binding
        self.world = world

    def capabilities(self, kind: str) -> Capabilities:
        """What the world was told to say."""
        del kind
        return self.world.capabilities

    def inspect(self, *, probe: bool = True) -> RemoteSchema:  # noqa: ARG002  # a world tells everything
        """Exactly what the mapping binds, so everything fits."""
        kinds = {
            name: RemoteKind(
                name,
                {
                    bound.remote: RemoteField(
                        bound.remote,
                        bound.field.type,
                        frozenset({bound.field.type}),
                        required=bound.remote in self.world.required.get(name, ()),
                        options={option: option for option in bound.options.values()},
                        to=bound.field.to,
                    )
                    for bound in kind.fields.values()
                },
            )
            for name, kind in self.binding.kinds.items()
        }
        locales = dict.fromkeys(self.binding.locales.values(), True)
        return RemoteSchema(locales, self.binding.locales.get(self.binding.primary), kinds)

    def read(self) -> Iterator[Seen]:
        """Every entry, live content first."""
        self.world.look()
        for stored in {**self.world.entries, **self.world.listed}.values():
            if stored.kind in self.binding.kinds:
                yield self._seen(stored, live=True)

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Staged content, or live content where asked for."""
        self.world.look()
        found: dict[EntryKey, Seen] = {}
        for want in wanted:
            stored = self._find(want)
            if stored is not None:
                found[want.entry] = self._seen(stored, live=want.live)
        return found

    def recent(self, kind: str, locales: Sequence[Locale], back_to: datetime | None) -> Recent:  # noqa: ARG002  # all is told
        """When every variant changed."""
        self.world.look()
        rows = {
            (stored.remote, locale): Dated(version.updated, version.live is not None and not version.archived)
            for stored in self.world.entries.values()
            for locale, version in stored.versions.items()
            if stored.kind == kind and locale in locales
        }
        return Recent(rows, None)

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """What the world would show."""
        del kind, field
        return self.world.render(value)

    def cost(self, ops: Sequence[Op]) -> int:
        """Calls for these ops: batches of entries of one verb."""
        return sum(1 for _ in of_one_verb(ops, self.world.capabilities.batch))

    def look_cost(self, ops: Sequence[Op]) -> int:
        """One look sees everything."""
        return min(1, len(ops))

    def _find(self, want: Wanted) -> Stored | None:
        if want.remote is not None:
            return self.world.entries.get((want.entry.kind, want.remote))
        for stored in self.world.entries.values():
            if stored.kind == want.entry.kind and (
                (want.origin is not None and stored.origin == want.origin)
                or (stored.slug is not None and stored.slug in want.slugs.values())
            ):
                return stored
        return None

    def _seen(self, stored: Stored, *, live: bool) -> Seen:
        carry = self.binding.carry
        bound = self.binding.kinds[stored.kind].fields
        variants: dict[Locale, dict[str, Value]] = {}
        notes: dict[Locale, Note] = {}
        shared: dict[str, Value] = {}
        for locale in self.binding.locales:
            version = stored.versions.get(locale)
            if version is None:
                continue
            edited = version.live is not None and version.live != version.staged
            content = version.live if version.live is not None and live and not carry else version.staged
            fields = {name: content[one.remote] for name, one in bound.items() if one.remote in content}
            for name in [name for name in fields if bound[name].field.shared]:
                shared.setdefault(name, fields.pop(name))
            fields[STATUS] = CHANGED if edited and carry else version.status
            variants[locale] = fields
            drafted, beneath = apart(content, version.staged), apart(content, version.live or content)
            drafts, public = (
                {name: found[one.remote] for name, one in bound.items() if one.remote in found}
                for found in (drafted, beneath)
            )
            unmapped = len(drafts) < len(drafted) or (edited and len(public) < len(beneath))
            rest = unmapped_in(digest_variant(version.staged), {one.remote for one in bound.values()})
            told = Note(edited, version.updated, drafted=drafts, beneath=public, unmapped_edits=unmapped)
            notes[locale] = replace(told, unmapped=rest)
        if stored.slug is not None:
            shared[SLUG] = Scalar("text", stored.slug)
        if shared:
            variants[SHARED] = shared
        return Seen(stored.kind, stored.remote, variants, notes, stored.origin)


class MemoryWriter(MemoryReader):
    """The contract's ``Writer`` over a world."""

    def calls(self, ops: Sequence[Op], names: Names, *, isolate: bool = False) -> Calls:
        """One call per batch of ops of one verb."""
        for batch in of_one_verb(ops, 1 if isolate else self.world.capabilities.batch):
            made = {
                op.entry: names.remote(op.entry) or (self.world.mint() if op.verb == "create" else "") for op in batch
            }
            verb = batch[0].verb
            creates = frozenset(made) if verb == "create" else frozenset()
            sent = partial(self._send, batch, made, names)
            yield Call(f"{verb.upper()} /memory", batch, sent, creates)

    def _send(self, ops: Sequence[Op], made: Mapping[EntryKey, str], names: Names) -> Sent:
        """Carry one batch out."""
        judged = [(op, self.refusal(op, made[op.entry], names)) for op in ops]
        refused = {op.entry: reason for op, reason in judged if reason is not None}
        todo = [op for op, reason in judged if reason is None]

        def act() -> None:
            for op in todo:
                self.apply(op, made[op.entry], names)

        if todo:
            self.world.write(f"{ops[0].verb} {len(todo)}", act)
        created = {op.entry: made[op.entry] for op in todo if op.verb == "create"}
        return Sent(created if not self.world.capabilities.asynchronous else {}, refused)

    def apply(self, op: Op, remote: str, names: Names) -> None:
        """Carry out one op."""
        if op.verb == "create":
            slug = next((c.after.text for c in op.changes if c.field == SLUG and isinstance(c.after, Scalar)), None)
            self.world.entries[op.entry.kind, remote] = Stored(op.entry.kind, remote, slug, str(op.entry))
        stored = self.world.entries[op.entry.kind, remote]
        for change in op.changes:
            for locale in op.present if change.locale == SHARED else (change.locale,):
                self._change(op, stored, locale, change, names)
        for locale in op.shown_in:
            if locale in stored.versions:
                self.world.touch(stored.versions[locale])
        if op.verb == "delete" and not stored.versions:
            del self.world.entries[op.entry.kind, remote]

    def _change(self, op: Op, stored: Stored, locale: Locale, change: Change, names: Names) -> None:
        if change.field == SLUG:
            stored.slug = change.after.text if isinstance(change.after, Scalar) else None
            return
        if op.verb == "delete":
            stored.versions.pop(locale, None)
            return
        version = stored.versions.setdefault(locale, Version())
        if change.field == STATUS:
            if change.after in (PUBLISHED, ARCHIVED, DRAFT):
                version.live = dict(version.staged) if change.after == PUBLISHED else None
                version.archived = change.after == ARCHIVED
        elif op.verb != "publish":
            bound = self.binding.kinds[op.entry.kind].fields[change.field]
            after = change.after
            _set(version.staged, bound.remote, after if isinstance(after, Absent) else self._remote(after, names))
            if not self.world.capabilities.stages_edits and version.live is not None:
                version.live = dict(version.staged)
        version.revision += 1

    def _remote(self, value: Value, names: Names) -> Value:
        match value:
            case Ref(to):
                remote = names.remote(to)
                if remote is None or (to.kind, remote) not in self.world.entries:
                    raise AssertionError(f"{to} does not exist here yet, so nothing may link to it (invariant 6)")
                return self.world.render(Ref(EntryKey(to.kind, remote)))
            case Many(items):
                return self.world.render(Many(tuple(self._remote(item, names) for item in items)))
            case Group(fields):
                return self.world.render(Group(tuple((name, self._remote(item, names)) for name, item in fields)))
            case Asset(_, identity, alt):
                kept = alt if self.world.capabilities.write_alt else ""
                return self.world.render(replace(value, identity=names.asset(identity) or identity, alt=kept))
            case Scalar():
                return self.world.render(value)
            case _:
                assert_never(value)

    def refusal(self, op: Op, remote: str, names: Names) -> str | None:
        """Why nothing of an op is done: it cannot be, or a cell moved and the world is strict."""
        kind, stored = op.entry.kind, self.world.entries.get((op.entry.kind, remote))
        required = self.world.required.get(kind, frozenset())
        counter = Counter(self.world.capabilities, self.binding.kinds[kind], required, names.remote)
        staged = None if stored is None else {one: version.staged for one, version in stored.versions.items()}
        refused = counter.refusal(op, staged)
        if refused is not None or stored is None or not self.world.strict:
            return refused
        moved = [change.field for change in op.changes if op.verb in ("update", "link") and self._moved(stored, change)]
        return f"{op.entry}: {', '.join(moved)} changed since it was read" if moved else None

    def _moved(self, stored: Stored, change: Change) -> bool:
        bound = self.binding.kinds[stored.kind].fields.get(change.field)
        version = stored.versions.get(change.locale)
        if bound is None or version is None or not isinstance(change.before, Scalar):
            return False
        return version.staged.get(bound.remote) not in (change.before, change.after)


def open_reader(binding: SideBinding, **_: object) -> MemoryReader:
    """A reader over the world in the binding's settings; a world keeps its own time and is not watched."""
    return MemoryReader(binding, _world(binding))


def open_writer(binding: SideBinding, **_: object) -> MemoryWriter:
    """A writer over the world in the binding's settings."""
    return MemoryWriter(binding, _world(binding))


def _world(binding: SideBinding) -> World:
    world = binding.settings_as(MemorySettings).world
    if not isinstance(world, World):
        raise AssertionError("a memory side is given its world by the program that makes the binding")
    return world


__all__ = ["MemoryReader", "MemoryWriter", "Stored", "Version", "World", "open_reader", "open_writer"]
