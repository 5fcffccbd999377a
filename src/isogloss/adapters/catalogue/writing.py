"""Ops to edits of files: all edits of a call are found first, then each file is replaced once.

Decides what each op changes in which file, and refuses what a catalogue cannot say: it has no drafts, so what would be
one is not written. A key whose value is not what it was when somebody looked is left alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from isogloss.adapters.catalogue.content import Content, Files
from isogloss.adapters.catalogue.tree import GONE, Gone, Leaf, New, Wanted, is_same, plain
from isogloss.adapters.catalogue.values import encode
from isogloss.model import value
from isogloss.model.address import EntryKey
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.value import ABSENT, Absent, Asset, MaybeValue, Ref, Scalar, refs, with_leaves
from isogloss.plan.op import Change, Op
from isogloss.ports import Names

Edit = tuple[str, tuple[str, ...], "New | Gone"]
"""A file, the keys that lead to a place in it, and what is to stand there."""


class Refusal(ValueError):
    """One op is not carried out; the message says why."""


@dataclass(slots=True)
class Scribe:
    """Finds the edits of some ops.

    now:    the files as they are.
    looked: as they were when somebody looked last.
    wanted: what is to change, by file.
    """

    content: Content
    now: Files
    looked: Files
    wanted: dict[str, Wanted] = field(default_factory=dict)
    made: dict[str, set[str]] = field(default_factory=dict)

    def take(self, op: Op, names: Names) -> str:
        """Take in one op; gives the key of its entry.

        Raises: Refusal; nothing of the op is taken in then.
        """
        remote = names.remote(op.entry)
        if op.verb == "create":
            remote = self._free(op)
        if remote is None or (op.verb != "create" and not self._there(op.entry.kind, remote)):
            raise Refusal(f"{op.entry} is not in the catalogue")
        edits = list(self._edits(op, remote, names))
        for file, path, what in edits:
            self._unmoved(op, file, path, what)
            self._fits(op, file, path, what)
        own: dict[str, Wanted] = {}
        for file, path, what in edits:
            _put(own.setdefault(file, {}), path, what)
        list(self.content.folder.form.edited(self.content.groups(), self.now.read, own))  # a refusal is of one op
        for file, path, what in edits:
            _put(self.wanted.setdefault(file, {}), path, what)
        self.made.setdefault(op.entry.kind, set()).add(remote)
        return remote

    def changed(self) -> list[tuple[str, str]]:
        """Each file whose text changes, and the text that it is to have.

        Raises: Refusal where ops that can be carried out alone cannot be so together.
        """
        return list(self.content.folder.form.edited(self.content.groups(), self.now.read, self.wanted))

    def _there(self, kind: str, remote: str) -> bool:
        return remote in self.made.get(kind, ()) or self.content.entry(kind, remote, self.now) is not None

    def _free(self, op: Op) -> str:
        remote = self._key(op)
        if self._there(op.entry.kind, remote):
            raise Refusal(
                f"the catalogue has an entry {remote} already, which is paired with none; say which two are one under "
                f"pins or match of {op.entry.kind}, or give it another key"
            )
        return remote

    def _key(self, op: Op) -> str:
        fields, primary = self.content.binding.kinds[op.entry.kind].fields, self.content.binding.primary
        texts = {
            fields[change.field].remote: change.after.text
            for change in op.changes
            if change.locale in (SHARED, primary) and change.field in fields and isinstance(change.after, Scalar)
        }
        return self.content.key_of(op.entry, texts)

    def _edits(self, op: Op, remote: str, names: Names) -> Iterator[Edit]:
        kind = self.content.binding.kinds[op.entry.kind]
        own = (*self.content.above(op.entry.kind), remote)
        if op.verb == "delete":
            locales = op.locales if op.present else tuple(self.content.binding.locales)
            yield from ((self.content.file(op.entry.kind, locale), own, GONE) for locale in locales if locale != SHARED)
            return
        self._states(op)
        if op.verb == "publish":
            return
        for locale in op.present:
            told = {change.field: change for change in op.changes if change.locale in (SHARED, locale)}
            for name in [name for name in kind.fields if name in told]:
                made = self._linked(told[name], names)
                path = (*own, *kind.fields[name].remote.split("."))
                yield (
                    self.content.file(op.entry.kind, locale),
                    path,
                    GONE if isinstance(made, Absent) else encode(made, kind.fields[name]),
                )

    def _states(self, op: Op) -> None:
        """A catalogue shows at once what it holds."""
        if op.verb in ("unpublish", "archive"):
            raise Refusal(f"a catalogue shows what it holds: it takes no {op.verb}; take the texts out instead")
        for change in op.changes:
            if change.field == STATUS and change.after not in (PUBLISHED, ABSENT):
                raise Refusal("a catalogue shows at once what it holds, so no draft is written there")

    def _linked(self, change: Change, names: Names) -> MaybeValue:
        """What is to be written, with links and files in this side's names."""
        for to in refs(change.after):
            remote = names.remote(to)
            if remote is None or not self._there(to.kind, remote):
                raise Refusal(f"{change.field} links to {to}, which is not in the catalogue")

        def own(leaf: value.Leaf) -> value.Leaf:
            match leaf:
                case Ref(to):
                    return Ref(EntryKey(to.kind, names.remote(to) or ""))
                case Asset(_, identity, _):
                    return Asset(leaf.type, names.asset(identity) or identity, leaf.alt, leaf.own)
                case _:
                    return leaf

        return change.after if isinstance(change.after, Absent) else with_leaves(change.after, own)

    def _unmoved(self, op: Op, file: str, path: tuple[str, ...], what: "New | Gone") -> None:
        """What another program wrote since somebody looked is not written over."""
        before, now = (files.read.get(file) for files in (self.looked, self.now))
        if before is None or now is None or before is now:
            return
        was, stands = (None if (node := each.at(path)) is None else plain(node) for each in (before, now))
        if not is_same(was, stands) and not (isinstance(what, New) and is_same(stands, what.value)):
            raise Refusal(f"{'.'.join(path)} of {op.entry} was changed in {file} just now; run again")

    def _fits(self, op: Op, file: str, path: tuple[str, ...], what: "New | Gone") -> None:
        """One value and keys below it cannot stand in one place."""
        document = self.now.read.get(file)
        if document is None or isinstance(what, Gone):
            return
        for n in range(1, len(path)):
            node = document.at(path[:n])
            if isinstance(node, Leaf) and node.value not in (None, ""):
                raise Refusal(f"{'.'.join(path[:n])} is a text in {file}, so {op.entry} cannot have keys below it")


def _put(wanted: Wanted, path: Sequence[str], what: "New | Gone") -> None:
    at = wanted
    for key in path[:-1]:
        below = at.setdefault(key, {})
        if not isinstance(below, dict):
            return  # the whole of it goes already
        at = below
    at[path[-1]] = what
