"""Look at what was written, and learn on the way: remote ids of what was created, addresses of files that were sent."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from isogloss.apply.current import Current
from isogloss.bridge import REMOTE_SLUG, Bridge, SideBinding
from isogloss.mapping.names.exclusions import within
from isogloss.mapping.names.neutral import Scoped, scoped
from isogloss.mapping.types.texts import files, spelled
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, MaybeValue, Scalar, refs
from isogloss.plan.op import Op
from isogloss.ports import Names, Wanted, Writer
from isogloss.state.opened import State


class Looking:
    """Looks on both sides, in neutral names; ``seen`` is what the last look showed, in the side's own."""

    def __init__(self, bridge: Bridge, state: State, writers: Mapping[Side, Writer], current: Current) -> None:
        self.bridge, self.state, self.writers, self.current = bridge, state, writers, current
        self.aliases: dict[str, str] = {}
        self.seen: Mapping[EntryKey, Seen] = {}
        self.beside: Mapping[EntryKey, Mapping[Locale, MaybeValue]] = {}

    def look(
        self,
        side: Side,
        ops: Sequence[Op],
        beside: Callable[[Op], tuple[Locale, ...]] = lambda _: (),
        since: datetime | None = None,
    ) -> dict[EntryKey, Scoped]:
        """Look at the entries of some ops; those that are not there are missing from the answer.

        beside: the locales of an op in which the public should not see its entry; what the look tells of them without
                a question more is in ``beside`` then.
        since:  a listing by time of change is to be read down to what changed before.
        """
        names = self.state.names(side)
        translator = self.current.translator(side)
        wanted = wanted_for(ops, names, self.bridge.side(side))
        hidden = {one.entry: beside(op) for one, op in zip(wanted, ops, strict=True) if one.live}
        more = {one.entry: frozenset(hidden.get(one.entry, ())) - {*one.locales} for one in wanted}
        told = self.writers[side].look(
            [replace(one, beside=tuple(sorted(more[one.entry])), since=since) for one in wanted]
        )
        self.seen = {entry: _without(each, more.get(entry, frozenset())) for entry, each in told.items()}
        self.beside = {entry: _states(told[entry], locales) for entry, locales in hidden.items() if entry in told}
        seen = self.seen
        for op in ops:  # all ids first: what is shown may link to what was created beside it
            entry = seen.get(op.entry)
            if entry is not None:
                if names.remote(op.entry) != entry.remote:
                    names.bind(op.entry, entry.remote)
                translator.keys[op.entry.kind, entry.remote] = op.entry
        found: dict[EntryKey, Scoped] = {}
        for op in ops:
            entry = seen.get(op.entry)
            if entry is not None:
                self._learn_assets(side, op, entry)
                self.current.directory.saw(side, op.entry, entry)
                shown = scoped(entry, op.entry, self.bridge, translator)
                found[op.entry] = within(shown, self.current.excluded(op.entry))
        return found

    def learn(self, side: Side, entry: EntryKey, remote: str) -> None:
        """Take in the id that a side told of an entry."""
        self.current.translator(side).keys[entry.kind, remote] = entry

    def learn_file(self, side: Side, identity: str, remote: str) -> None:
        """Take in the address that a side gave a file.

        Where a side keeps equal files once, two of the other side's have one address here: they are one from now on.
        """
        pairs = spelled(identity, remote)
        known = self.current.translator(side).assets.get(remote)
        if known is not None and known != identity:
            self.aliases |= dict(spelled(identity, known))
            there = self.state.names(side.other).asset(identity) or identity
            self.state.assets.bind_many(side.other, spelled(known, there))
        for known, there in pairs:
            self.current.translator(side).assets.setdefault(there, known)
        self.state.assets.bind_many(side, pairs)

    def _learn_assets(self, side: Side, op: Op, seen: Seen) -> None:
        """A file that we sent has an address of the side's own now, or will have one."""
        translator = self.current.translator(side)
        learned: dict[str, str] = {}
        for change in op.changes:
            sent = list(files(change.after))
            locale = change.locale if change.locale in seen.variants else SHARED
            value = seen.variants.get(locale, {}).get(change.field)
            shown = list(files(value)) if value is not None else []
            if not sent or len(sent) != len(shown):
                continue
            for identity, remote in zip(sent, shown, strict=True):
                if remote != identity and remote not in translator.assets:
                    learned[remote] = identity
                    for known, there in spelled(identity, remote):
                        translator.assets.setdefault(there, known)
            if any(remote == identity for identity, remote in zip(sent, shown, strict=True)):
                self.state.awaited.put(side, {change.at: sent})
        if learned:
            pairs = [pair for remote, identity in learned.items() for pair in spelled(identity, remote)]
            self.state.assets.bind_many(side, pairs)


def _states(seen: Seen, locales: Iterable[Locale]) -> dict[Locale, MaybeValue]:
    """The ``$status`` of those of some variants that are told of."""
    return {at: seen.variants[at].get(STATUS, ABSENT) for at in locales if at in seen.variants}


def _without(seen: Seen, locales: Collection[Locale]) -> Seen:
    """What was looked for, without what was only told beside it."""
    if seen.variants.keys().isdisjoint(locales):
        return seen
    return replace(seen, variants={at: variant for at, variant in seen.variants.items() if at not in locales})


def wanted_for(ops: Sequence[Op], names: Names, binding: SideBinding) -> list[Wanted]:
    """One Wanted per op; an entry whose id is unknown is looked for by slug and origin key."""
    return [
        Wanted(
            op.entry,
            tuple(locale for locale in binding.locales if locale in op.shown_in),
            names.remote(op.entry),
            _slugs(op, binding),
            str(op.entry),
            live=matters_live(op),
        )
        for op in ops
    ]


def _slugs(op: Op, binding: SideBinding) -> dict[Locale, str]:
    fields = binding.kinds[op.entry.kind].fields
    return {
        change.locale: change.after.text
        for change in op.changes
        if isinstance(change.after, Scalar)
        and (change.field == SLUG or (change.field in fields and fields[change.field].remote == REMOTE_SLUG))
    }


def matters_live(op: Op) -> bool:
    """Whether the public must see it: it was published, taken off, or written straight to live content.

    Links that were written are looked for where editors see them: the public may not, while what they lead to is not
    live.
    """
    if op.verb in ("publish", "unpublish"):
        return True
    linked = any(not c.touches and next(refs(c.after), None) is not None for c in op.changes)
    return not linked and any(c.field == STATUS and c.after == PUBLISHED for c in op.changes)
