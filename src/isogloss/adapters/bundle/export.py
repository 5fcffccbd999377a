"""A side written down as a bundle: every entry it shows, exactly, and only the files whose bytes changed.

Goes around plan and apply, because nothing is to be decided: what the side shows is what the files say, states that no
other platform could be given included. Folders keep their names from one export to the next by ``$remote``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from isogloss.adapters.bundle.content import MANIFEST, Content
from isogloss.adapters.bundle.entry import REMOTE, SHARED_FILE, Stored, write_entry
from isogloss.adapters.bundle.manifest import Manifest, write_manifest
from isogloss.adapters.bundle.names import folded, free_name, safe_name
from isogloss.adapters.bundle.nodes import Unreadable, Word, read_nodes
from isogloss.errors import Drift, Missing, Refused
from isogloss.model.address import EntryKey
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED
from isogloss.model.snapshot import Seen
from isogloss.model.value import Leaf, Ref, Scalar, Value, with_leaves
from isogloss.plan.limits import Amount, goes_beyond, said


@dataclass(slots=True)
class Tally:
    """What an export did.

    files:     how many were written because their bytes changed.
    unchanged: how many were left as they were.
    gone:      folders of entries that the side no longer shows: kept, unless they were pruned.
    edits:     variants with unfinished edits on top of what is live; the edits are not in the bundle.
    """

    entries: int = 0
    variants: int = 0
    files: int = 0
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)
    pruned: bool = False
    edits: int = 0


@dataclass(slots=True)
class Export:
    """One export into one folder.

    source:  mapping and side, for ``bundle.yaml``.
    folders: kind and remote id to the folder of the entry.
    """

    content: Content
    source: tuple[str, str]
    folders: dict[tuple[str, str], str] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    @property
    def manifest(self) -> Manifest:
        """What ``bundle.yaml`` will say."""
        wished = self.content.wished()
        return Manifest(wished.kinds, wished.locales, wished.primary, self.source)

    def begin(self, entries: Iterable[tuple[str, str, str]]) -> None:
        """Give every entry its folder, and write ``bundle.yaml``.

        entries: kind, remote id and what the folder would best be called, in an order that is always the same.
        Raises:  Missing where the folder holds something else; Drift for names that are not safe everywhere.
        """
        root = self.content.folder
        if root.read(MANIFEST) is None and (found := root.names()):
            raise Missing(f"{root.path} holds {found[0]} and no {MANIFEST}, so it is no bundle. Name an empty folder.")
        there = {
            kind: {name: self._owner(folder, name) for name in self.content.entries(kind)}
            for kind, folder in self.content.folders.items()
        }
        taken = {kind: {folded(name) for name in names} for kind, names in there.items()}
        fresh: list[tuple[str, str, str]] = []
        for kind, remote, wished in entries:
            old = next((name for name, owner in there[kind].items() if owner == remote), None)
            if old is None:
                fresh.append((kind, remote, safe_name(wished)))
            else:
                self.folders[kind, remote] = old
        for kind, remote, wished in fresh:
            self.folders[kind, remote] = free_name(wished, taken[kind])
        self.content.sweep()
        self._count(root.write(write_manifest(self.manifest), MANIFEST))

    def _owner(self, folder: str, name: str) -> str | None:
        """The remote id that a folder was exported from, even where the rest of ``shared.yaml`` is not understood."""
        try:
            mark = read_nodes(self.content.folder.read(folder, name, SHARED_FILE) or "").nodes.get(REMOTE)
        except (Unreadable, Drift):
            return None
        return mark.text if isinstance(mark, Word) else None

    def put(self, seen: Seen) -> Seen:
        """Write one entry, and read it back: as the bundle shows it.

        Raises: AssertionError where the files would not say what the side shows.
        """
        stored = self._stored(seen)
        folder, name = self.content.folders[seen.kind], self.folders[seen.kind, seen.remote]
        files = write_entry(stored, self.manifest.kinds[folder])
        root = self.content.folder
        if not root.is_folder(folder, name):
            root.make(files, folder, name)
            self.tally.files += len(files)
        else:
            for file, text in files.items():
                self._count(root.write(text, folder, name, file))
            for file in set(root.names(folder, name)) - files.keys():
                root.drop_file(folder, name, file)
                self.tally.files += 1
        found = self.content.stored(seen.kind, name, self.manifest)
        if found is None or found != stored:
            raise AssertionError(f"{folder}/{name} does not say what {seen.kind} {seen.remote} shows")
        self.tally.entries += 1
        self.tally.variants += len(stored.variants)
        self.tally.edits += sum(note.unpublished_edits for note in seen.notes.values())
        return self.content.seen(seen.kind, name, found)

    def _count(self, written: bool) -> None:  # noqa: FBT001  # what write says
        if written:
            self.tally.files += 1
        else:
            self.tally.unchanged += 1

    def _stored(self, seen: Seen) -> Stored:
        bound = self.content.binding.kinds[seen.kind].fields
        codes = self.content.binding.locales

        def own(variant: Mapping[str, Value]) -> dict[str, Value]:
            return {
                bound[name].remote if name in bound else name: self._linked(
                    self.content.own(bound[name], value) if name in bound else value
                )
                for name, value in variant.items()
                if name != SLUG
            }

        shared = seen.variants.get(SHARED, {})
        slug = shared.get(SLUG)
        return Stored(
            slug.text if isinstance(slug, Scalar) else None,
            seen.origin,
            seen.remote,
            own(shared),
            {codes[locale]: own(variant) for locale, variant in seen.variants.items() if locale != SHARED},
        )

    def _linked(self, value: Value) -> Value:
        """A value whose links name folders; a link to what the side does not show keeps the side's own id."""
        kinds = {folder: kind for kind, folder in self.content.folders.items()}

        def linked(leaf: Leaf) -> Leaf:
            if not isinstance(leaf, Ref):
                return leaf
            kind, name = leaf.to.kind, leaf.to.name
            return Ref(EntryKey(kind, self.folders.get((kinds.get(kind, kind), name), name)))

        return with_leaves(value, linked)

    def finish(self, *, prune: bool, most: Amount, minimum: int, unplaced: Collection[str] = ()) -> Tally:
        """Find the folders of entries that are gone, and delete them if that is asked for.

        most:     how much of the bundle may go; of fewer folders than ``minimum``, a share is not looked at.
        unplaced: kinds of which the side showed something that nobody could place: nothing of them counts as gone.
        Raises:   Refused where more would go.
        """
        folders = self.content.folders
        kept = {(folders[kind], name) for (kind, _), name in self.folders.items()}
        there = [(folders[kind], name) for kind in folders for name in self.content.entries(kind)]
        gone = [place for place in there if place not in kept and place[0] not in {folders[kind] for kind in unplaced}]
        self.tally.gone = ["/".join(place) for place in gone]
        if prune and goes_beyond(len(gone), most, len(there), minimum):
            raise Refused(
                f"{len(gone)} of the {len(there)} entries in the bundle are gone on the side, more than {said(most)}. "
                "Nothing was deleted. Check the side; if that is meant, raise limits.delete in the mapping."
            )
        for folder, name in gone if prune else ():
            self.content.folder.drop(folder, name)
        self.tally.pruned = prune
        return self.tally
