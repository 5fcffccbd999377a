"""Ops to files. An op of one entry reads the entry, changes it, and writes the files whose bytes changed.

A cell that no op names is written as it was read. What is refused is an answer: the rest of a batch goes on.
"""

from dataclasses import dataclass, field, replace

from isogloss.adapters.bundle.content import Content
from isogloss.adapters.bundle.entry import SHARED_FILE, Stored, locale_file, write_entry
from isogloss.adapters.bundle.manifest import Manifest
from isogloss.adapters.bundle.names import folded, free_name, safe_name
from isogloss.model.address import EntryKey
from isogloss.model.entry import DRAFT, SLUG, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.value import Absent, Asset, Leaf, MaybeValue, Ref, Scalar, Value, refs, with_leaves
from isogloss.plan.op import Change, Op
from isogloss.ports import Names


class Refusal(Exception):  # it names what happened
    """One op is not carried out; the message says why."""


@dataclass(slots=True)
class Scribe:
    """Carries out ops on one bundle.

    taken: by kind, the names of entries as a file system that knows no case sees them.
    """

    content: Content
    manifest: Manifest
    taken: dict[str, set[str]] = field(default_factory=dict)

    def carry_out(self, op: Op, names: Names) -> str:
        """Carry out one op; returns the remote id of its entry.

        Raises: Refusal; Drift where a file cannot be read; Unavailable or Unauthorized from the disk.
        """
        self._targets(op, names)
        if op.verb == "create":
            return self._create(op, names)
        remote = names.remote(op.entry)
        kind = op.entry.kind
        stored = self.content.stored(kind, remote, self.manifest) if remote is not None else None
        if remote is None or stored is None:
            raise Refusal(f"{op.entry} is not in the bundle")
        left = self._changed(self.content.sound(kind, remote, stored), op, names)
        if left.variants:
            self._write(kind, remote, left)
        else:
            self.content.folder.drop(self.content.folders[kind], remote)
        return remote

    def _targets(self, op: Op, names: Names) -> None:
        """Invariant 6: an entry refers only to entries that exist here."""
        for change in op.changes:
            for to in refs(change.after):
                remote = names.remote(to)
                folder = self.content.folders.get(to.kind)
                if remote is None or folder is None or not self.content.folder.is_folder(folder, remote):
                    raise Refusal(f"{change.field} links to {to}, which is not in the bundle")

    def _create(self, op: Op, names: Names) -> str:
        stored = self._changed(Stored(origin=str(op.entry)), op, names)
        folder = self.content.folders[op.entry.kind]
        remote = self._free(folder, safe_name(op.entry.name))
        self.content.folder.make(write_entry(stored, self.manifest.kinds[folder]), folder, remote)
        return remote

    def _free(self, folder: str, wished: str) -> str:
        taken = self.taken.get(folder)
        if taken is None:
            taken = self.taken[folder] = {folded(name) for name in self.content.folder.names(folder)}
        return free_name(wished, taken)

    def _write(self, kind: str, remote: str, stored: Stored) -> None:
        folder = self.content.folders[kind]
        files = write_entry(stored, self.manifest.kinds[folder])
        for name, text in files.items():
            self.content.folder.write(text, folder, remote, name)
        for name in {SHARED_FILE, *map(locale_file, self.manifest.locales)} - files.keys():
            self.content.folder.drop_file(folder, remote, name)

    def _changed(self, stored: Stored, op: Op, names: Names) -> Stored:
        """The entry once the op is done; one without variants is gone."""
        codes = self.content.binding.locales
        unheld = [codes[locale] for locale in op.present if codes[locale] not in self.manifest.locales]
        if unheld:
            raise Refusal(f"bundle.yaml has no locale {unheld[0]}; add it there")
        variants = {code: dict(variant) for code, variant in stored.variants.items()}
        if op.verb == "delete":
            gone = {codes[locale] for locale in op.locales}
            return replace(stored, variants={code: v for code, v in variants.items() if code not in gone})
        shared, slug = dict(stored.shared), stored.slug
        for change in op.changes:
            if change.locale == SHARED and change.field == SLUG:
                slug = change.after.text if isinstance(change.after, Scalar) else None
            elif change.locale == SHARED:
                self._set(shared, op.entry.kind, change, names)
            elif change.field == STATUS:
                if not isinstance(change.after, Absent):
                    variants.setdefault(codes[change.locale], {})[STATUS] = change.after
            elif op.verb not in ("publish", "unpublish", "archive"):  # those name other cells, and leave them
                self._set(variants.setdefault(codes[change.locale], {}), op.entry.kind, change, names)
        for variant in variants.values():
            variant.setdefault(STATUS, DRAFT)
        return replace(stored, slug=slug, shared=shared, variants=variants)

    def _set(self, values: dict[str, Value], kind: str, change: Change, names: Names) -> None:
        bound = self.content.binding.kinds[kind].fields[change.field]
        if bound.remote not in self.manifest.kinds[self.content.folders[kind]]:
            raise Refusal(f"bundle.yaml has no field {bound.remote} for {kind}; add it there")
        value = _remote(change.after, names)
        if isinstance(value, Absent):
            values.pop(bound.remote, None)
        else:
            values[bound.remote] = self.content.own(bound, value)


def _remote(value: MaybeValue, names: Names) -> MaybeValue:
    """A value with this side's names of entries and files."""

    def own(leaf: Leaf) -> Leaf:
        match leaf:
            case Ref(to):
                return Ref(EntryKey(to.kind, names.remote(to) or ""))
            case Asset(_, identity, _):
                return replace(leaf, identity=names.asset(identity) or identity)
            case _:
                return leaf

    return value if isinstance(value, Absent) else with_leaves(value, own)
