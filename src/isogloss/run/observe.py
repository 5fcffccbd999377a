"""What both sides show, in scope and in neutral names, while the merge looks at one entry at a time."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from isogloss.apply.upgrading import renewed, together
from isogloss.bridge import Bridge
from isogloss.decide.older import Outlived, advanced
from isogloss.mapping.names.archived import agreed_anew, taken_off
from isogloss.mapping.names.clones import left_out
from isogloss.mapping.names.copies import with_copies
from isogloss.mapping.names.ended_links import Gone, without_ended
from isogloss.mapping.names.exclusions import Remembered, remembered, within
from isogloss.mapping.names.hidden_links import in_doubt, settled
from isogloss.mapping.names.neutral import Scoped, label_of, names_in_scope, scoped
from isogloss.mapping.names.own_drafts import gone_live, never_published, published, with_own_drafts
from isogloss.mapping.names.unmapped import unknown
from isogloss.mapping.names.untranslated import rooted, untranslated
from isogloss.mapping.names.without_drafts import without_drafts
from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.staged import Drafts
from isogloss.run.pairing import Paired
from isogloss.run.remembering import shown
from isogloss.state.agreed import Pairs
from isogloss.state.opened import State


class Observed(Paired):
    """Both sides at one time, paired, and what each shows of every entry; read from disk each time it is asked for.

    outlived: the runs that the state knows nothing of; None where it is as new as can be told.
    """

    def __init__(self, bridge: Bridge, state: State, directory: Path) -> None:
        super().__init__(bridge, state, directory)
        self.outlived: Outlived | None = None
        self._lists = {n for n, scope in bridge.kinds.items() if any(f.type == "list" for f in scope.fields.values())}
        self._links = {
            name: frozenset(n for n, found in scope.fields.items() if found.type in ("reference", "references"))
            for name, scope in bridge.kinds.items()
        }
        self._gone: dict[Side, Gone] = {}
        self._old_forms = state.forms.old()
        self._agreed: dict[EntryKey, Pairs] = {}
        self._drafts: dict[EntryKey, Drafts] = {}

    def scoped(self, side: Side, key: EntryKey) -> Scoped:
        """One entry as a side showed it, in scope and in neutral names, with copies for the locales that it lacks."""
        if self.bridge.missing_locale == "copy":
            return self._with_copies(key)[0][side]
        return self.plain(side, key)

    def _with_copies(self, key: EntryKey) -> tuple[dict[Side, Scoped], dict[Side, frozenset[Locale]]]:
        shown, excluded = {side: self.plain(side, key) for side in Side}, self.excluded(key)
        base, before = self.state.base.get(key), self.state.base.copies(key)
        made, copied = with_copies(shown, base, before, self.bridge, self.bridge.flows(key.kind), excluded)
        return ({side: within(each, excluded) for side, each in made.items()} if excluded else made), copied

    def plain(self, side: Side, key: EntryKey) -> Scoped:
        """One entry as a side showed it, in scope and in neutral names, with its doubts settled."""
        shown = self._as_read(side, key)
        staged = self.bridge.publish == "draft" and any(note.drafted for note in shown.notes.values())
        if not staged and not in_doubt(shown):
            return shown
        # what this run itself brings across settles nothing: its plan was made without
        base = self._agreed.setdefault(key, self.state.base.get(key))
        if in_doubt(shown):
            across = self._as_read(side.other, key).entry
            carry = self.bridge.unpublished_edits == "carry"
            shown = settled(side, shown, across, base, partial(self._is_live, side), carry=carry)
        if not staged:
            return shown
        shared, _ = names_in_scope(self.bridge.kinds[key.kind])
        drafts = self._drafts.setdefault(key, self.state.base.drafts(key))
        return with_own_drafts(shown, base, drafts, side, shared)

    def _is_live(self, side: Side, key: EntryKey, locale: Locale) -> bool:
        note = self._as_read(side, key).notes.get(locale)
        return note is not None and note.live

    def _as_read(self, side: Side, key: EntryKey) -> Scoped:
        seen, _ = self.seen(side, key)
        return within(scoped(seen, key, self.bridge, self.translators[side]), self.excluded(key))

    def facing(self, key: EntryKey) -> Facing:
        """One entry as both sides showed it, beside its base."""
        copied: dict[Side, frozenset[Locale]] = {}
        if self.bridge.missing_locale == "copy":
            both, copied = self._with_copies(key)
        else:
            both = {side: self.plain(side, key) for side in Side}
        left, right = both[Side.LEFT], both[Side.RIGHT]
        scope = self.bridge.kinds[key.kind]
        label = label_of(left.entry, scope, self.bridge.primary) or label_of(right.entry, scope, self.bridge.primary)
        agreed, laid = self.state.base.with_laid(key)
        if laid:
            agreed = gone_live(agreed, laid, {side: each.entry for side, each in both.items()})
        if self.bridge.publish == "draft":
            agreed = published(agreed, self.state.base.drafts(key), {side: each.entry for side, each in both.items()})
        if self.bridge.unpublished_edits == "carry":
            entries = {side: each.entry for side, each in both.items()}
            agreed = never_published(agreed, entries, {side: each.notes for side, each in both.items()})
        if self._old_forms:
            agreed = together(agreed, renewed(agreed, {side: self.scoped(side, key).entry for side in Side}))
        agreed = without_ended(
            agreed, {side: each.entry for side, each in both.items()}, self._links[key.kind], self.gone
        )
        excluded = self.excluded(key)
        known = remembered(agreed, both, excluded) if excluded or self._may_list(key.kind) else Remembered(agreed, {})
        base = shown(known.pairs, self.bridge, scope)
        remotes = {side: remote for side in Side if (remote := self.remote(side, key)) is not None}
        made = Facing(key, label, base, left.entry, right.entry, left.notes, right.notes, copied, remotes=remotes)
        if excluded or known.adopt:
            made = replace(made, excluded=excluded, adopt=known.adopt)
        if below := self.state.base.below(key):
            off = taken_off(below, both)
            made = replace(made, taken_off=off, adopt={**made.adopt, **agreed_anew(off, known.pairs, both)})
        if any(each.drafted for each in both.values()):
            made = replace(made, drafted={side: each.drafted for side, each in both.items()})
        return self._in_scope(made, key.kind)

    def gone(self, side: Side) -> Gone:
        """What a side had and does not have any more, as far as that is remembered; found once."""
        if side not in self._gone:
            lone = {pair.key: pair.key for pair in self.pairs if pair.on(side) is None and pair.key not in self.new}
            stones = [each for each in self.state.tombstones.of(side) if each.locale is None]
            buried = {unknown(side, each.entry.kind, each.remote): each.entry.current for each in stones}
            self._gone[side] = lone | {name: key for name, key in buried.items() if self.remote(side, key) is None}
        return self._gone[side]

    def _in_scope(self, facing: Facing, kind: str) -> Facing:
        """An entry as it is compared: with an older base brought up, and without what waits or only repeats."""
        if self.outlived is not None:
            facing = advanced(facing, self.outlived)
        can = self.can.get(kind, {})
        if bare := [side for side in can if not can[side].drafts]:
            facing = without_drafts(facing, bare, carry=self.bridge.unpublished_edits == "carry")
        if mute := [side for side in can if not can[side].empties]:
            facing = untranslated(facing, mute)
        if known_by := [side for side in can if can[side].by_primary]:
            facing = rooted(facing, known_by, self.bridge.primary, self.bridge.flows(kind))
        skip = self.bridge.kinds[kind].same_as_primary == "skip"
        return left_out(facing, self.bridge) if skip else facing

    def _may_list(self, kind: str) -> bool:
        """Whether rows of lists may have been excluded before, as may be of pages and components."""
        return kind in self._lists
