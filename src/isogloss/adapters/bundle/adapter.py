"""The contract over a folder of files.

Publication state is content here: a bundle shows what its files say, and has no edits on top of anything. Nothing is
ever late, so nothing is asynchronous; what costs calls elsewhere is counted the same way, though nobody is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, cast

from isogloss.adapters.bundle.content import MANIFEST, Content, content_of
from isogloss.adapters.bundle.entry import Stored
from isogloss.adapters.bundle.lines import write_nodes
from isogloss.adapters.bundle.manifest import Manifest, write_manifest
from isogloss.adapters.bundle.nodes import Keys, Unreadable, read_nodes
from isogloss.adapters.bundle.values import Declared, decode, encode
from isogloss.adapters.bundle.writing import Refusal, Scribe
from isogloss.adapters.calls import Calls, of_one_verb
from isogloss.bridge import SideBinding
from isogloss.errors import Drift, Stale
from isogloss.model.address import EntryKey
from isogloss.model.schema import Capabilities, FieldType, RemoteField, RemoteKind, RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.model.value import Absent, MaybeValue, Value
from isogloss.plan.op import Op
from isogloss.ports import Call, Names, Sent, Wanted

CAN: Final = Capabilities(stages_edits=False, times=False, batch=100, counts="entry")
"""Everything but two things: a file says one content only, so nothing lies as a draft on top of what is published; and
its own time is when it was checked out, not when somebody edited it."""


class BundleReader:
    """The contract's ``Reader``."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def capabilities(self, kind: str) -> Capabilities:
        """The same for every kind."""
        del kind
        return CAN

    def inspect(self, *, probe: bool = True) -> RemoteSchema:  # noqa: ARG002  # a bundle always tells
        """What ``bundle.yaml`` says.

        Raises: Missing where there is no bundle, or it lacks a kind of the mapping; Drift naming file and line.
        """
        manifest = self.content.manifest()
        kinds = {
            kind: RemoteKind(
                self.content.folders[kind],
                {name: _remote_field(name, declared) for name, declared in self.content.fields(kind, manifest).items()},
            )
            for kind in self.content.binding.kinds
        }
        return RemoteSchema(dict.fromkeys(manifest.locales, True), manifest.primary, kinds)

    def read(self) -> Iterator[Seen]:
        """Every entry of every kind of the mapping.

        An entry with a value that its field cannot hold says so; such a value concerns no other.

        Raises: Drift naming file and line, at the first file that cannot be read; never stops short (invariant 1).
        """
        manifest = self.content.manifest()
        only = frozenset(self.content.binding.locales.values())
        for kind in self.content.binding.kinds:
            self.content.fields(kind, manifest)
            for name in self.content.entries(kind):
                stored = self.content.stored(kind, name, manifest, only=only)
                if stored is not None:
                    yield self.content.seen(kind, name, stored)

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """The files as they are now; an entry without a known folder is found by its origin key, then its slug.

        Raises: Stale where several entries fit; Drift as ``read`` does.
        """
        manifest = self.content.manifest()
        index = _Index(self.content, manifest)
        only = frozenset(self.content.binding.locales.values())
        found: dict[EntryKey, Seen] = {}
        for want in wanted:
            kind, name = want.entry.kind, want.remote if want.remote is not None else index.find(want)
            stored = self.content.stored(kind, name, manifest, only=only) if name is not None else None
            if name is not None and stored is not None:
                found[want.entry] = self.content.seen(kind, name, stored)
        return found

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Write a value as it would stand in a file, and read that.

        Raises: ValueError with a sentence where the field cannot hold the value.
        """
        bound = self.content.binding.kinds[kind].fields[field]
        declared = self.content.wished().kinds[self.content.folders[kind]][bound.remote]
        text = write_nodes(Keys({"value": encode(self.content.own(bound, value), declared)}))
        try:
            shown = decode(read_nodes(text).nodes["value"], declared)
        except Unreadable as error:
            raise ValueError(f"{self.content.binding.name}: {error}") from None
        return shown if isinstance(shown, Absent) else self.content.neutral(bound, shown)

    def cost(self, ops: Sequence[Op]) -> int:
        """Calls for these ops: batches of one verb."""
        return sum(1 for _ in of_one_verb(ops, CAN.batch))

    def look_cost(self, ops: Sequence[Op]) -> int:
        """One look reads every file that is asked for."""
        return min(1, len(ops))


class BundleWriter(BundleReader):
    """The contract's ``Writer``."""

    def __init__(self, content: Content) -> None:
        super().__init__(content)
        self._ready = False

    def calls(self, ops: Sequence[Op], names: Names, *, isolate: bool = False) -> Calls:
        """One call for each batch of ops of one verb."""
        for batch in of_one_verb(ops, 1 if isolate else CAN.batch):
            verb = batch[0].verb
            creates = frozenset(op.entry for op in batch) if verb == "create" else frozenset[EntryKey]()
            yield Call(
                f"{verb.upper()} {self.content.folder.path.name}", batch, partial(self._send, batch, names), creates
            )

    def _send(self, ops: Sequence[Op], names: Names) -> Sent:
        """Carry one batch out."""
        scribe = Scribe(self.content, self.ready())
        created: dict[EntryKey, str] = {}
        refused: dict[EntryKey, str] = {}
        for op in ops:
            try:
                remote = scribe.carry_out(op, names)
            except (Refusal, Drift) as error:
                refused[op.entry] = str(error)
                continue
            if op.verb == "create":
                created[op.entry] = remote
        return Sent(created, refused)

    def ready(self) -> Manifest:
        """Get the folder ready to be written to: ``bundle.yaml`` is there, and nothing half done from before."""
        manifest = self.content.manifest()
        if self._ready:
            return manifest
        self._ready = True
        self.content.sweep()
        if self.content.folder.read(MANIFEST) is None:
            self.content.folder.write(write_manifest(manifest), MANIFEST)
        return manifest


class _Index:
    """Finds entries by what ``shared.yaml`` says, reading the files of a kind once and only when asked."""

    def __init__(self, content: Content, manifest: Manifest) -> None:
        self._content, self._manifest = content, manifest
        self._kinds: dict[str, list[tuple[str, Stored]]] = {}

    def find(self, want: Wanted) -> str | None:
        kind = want.entry.kind
        if kind not in self._kinds:
            names = self._content.entries(kind)
            self._kinds[kind] = [(name, self._content.shared(kind, name, self._manifest)) for name in names]
        slugs = set(want.slugs.values())
        by_origin = [name for name, stored in self._kinds[kind] if want.origin and stored.origin == want.origin]
        found = by_origin or [name for name, stored in self._kinds[kind] if stored.slug in slugs]
        if len(found) > 1:
            raise Stale(
                f"{self._content.binding.name}: {want.entry} could be any of {', '.join(found)}. "
                "Make their $origin or $slug differ, then run again."
            )
        return found[0] if found else None


def _remote_field(name: str, declared: Declared) -> RemoteField:
    return RemoteField(
        name,
        declared.type,
        frozenset({cast("FieldType", declared.type)}),
        options={option: option for option in declared.options},
        to=declared.to,
    )


def open_reader(binding: SideBinding, **_: object) -> BundleReader:
    """A reader over the folder in the binding's settings; it sends no request, so nobody watches it.

    Raises: ConfigError where kinds or locales of the mapping cannot be names of files.
    """
    return BundleReader(content_of(binding))


def open_writer(binding: SideBinding, **_: object) -> BundleWriter:
    """A writer over the folder in the binding's settings.

    Raises: as ``open_reader`` does.
    """
    return BundleWriter(content_of(binding))
