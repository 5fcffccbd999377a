"""The records of a plan. An op says what, never how; turned round, it is undo."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from isogloss.merge.change import Change, Conflict, Decided, Drifted, HoldReason, Traces
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Digest, MaybeValue

__all__ = [
    "Adoption",
    "Assumption",
    "Change",
    "Conflict",
    "Decided",
    "Drifted",
    "Fate",
    "HoldReason",
    "Loss",
    "LossReason",
    "Op",
    "Pairing",
    "Remark",
    "RemarkOn",
    "Resolved",
    "SitePublish",
    "Step",
    "Traces",
    "Verb",
]

Verb = Literal["create", "update", "link", "publish", "unpublish", "archive", "delete"]
"""What an op does to its entry.

create:    the entry does not exist on that side; written as a draft in every locale of the op.
update:    cells of an existing entry, or a new variant of it.
link:      links that had to wait for their targets; otherwise an update.
publish:   put the variants live whose ``$status`` the op names; their content is confirmed before.
unpublish: take them off the live site, keep them as drafts.
archive:   take them out of use without deleting.
delete:    the entry or some variants of it.
"""


@dataclass(frozen=True, slots=True)
class Op:
    """All changes of one kind to one entry on one side: the unit we write, journal, skip and retry.

    id:      digest of its content, so the same plan has the same ids.
    label:   what a person calls the entry, from its label field; for messages and as a page's title.
    changes: cells, in order of locale and field. A new variant has its ``$status`` among them, from ABSENT to draft. A
             publish, unpublish, archive or delete lists the ``$status`` of each variant concerned; a publish may add
             cells that stay as they are (before equals after), for sides that must name something to name a locale.
    present: the locales in which the entry exists on that side once the op is done; shared cells go to all of them.
    needs:   ops that must be done before this one.
    layer:   its place in the order of execution; ops of one layer do not need each other.
    remotes: what the entry is called on the left and on the right when the plan is made, to lead a person there; ""
             where it is not.
    """

    id: Digest
    on: Side
    verb: Verb
    entry: EntryKey
    label: str
    changes: tuple[Change, ...]
    present: tuple[Locale, ...] = ()
    needs: frozenset[Digest] = frozenset()
    layer: int = 0
    remotes: tuple[str, str] = ("", "")

    @property
    def locales(self) -> tuple[Locale, ...]:
        """The locales that the op touches, sorted."""
        return tuple(sorted({change.locale for change in self.changes}))

    @property
    def shown_in(self) -> tuple[Locale, ...]:
        """The locales in which it is seen what became of the op, sorted.

        Those that it touches; all where it changes what they share, and for a delete, since they tell what is left.
        What they share may come along unchanged, for a new one.
        """
        touched = set(self.locales)
        shared = any(change.locale == SHARED and not change.touches for change in self.changes)
        if not touched - {SHARED} or self.verb == "delete" or (shared and self.verb not in _STATES):
            touched |= set(self.present)
        return tuple(sorted(touched - {SHARED}))


_STATES: Final[frozenset[Verb]] = frozenset({"publish", "unpublish", "archive"})
"""Verbs that change no content: what all locales share is at most named by them."""


LossReason = Literal[
    "no place for alt text",
    "option unknown on the target",
    "link to an entry out of scope",
    "link target missing in this locale",
    "slug cannot change",
    "unpublished edits stay behind",
    "no draft over published content",
    "field missing on the target",
    "only read on the target",
    "shared field differs between locales",
    "same text as the primary",
    "same text as the primary, left out",
    "goes live at a set time",
    "excluded from translation",
    "editor's change carried",
    "alternative text not written alone",
    "pictures imported anew",
    "editor's change not carried",
    "comment or attribute not kept",
    "approximated",
    "cannot be expressed",
]


@dataclass(frozen=True, slots=True)
class Loss:
    """What the other side cannot hold, or holds in another form.

    on: the side that cannot hold it.
    """

    on: Side
    at: Cell
    reason: LossReason
    value: MaybeValue
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What only a person can do.

    todo:  one sentence: what to do and where.
    check: what the next run will look at to see that it is done.
    many:  what to do and where, without the entry: reports tell steps once that are the same but for their entries.
    """

    on: Side
    at: Cell
    todo: str
    check: str
    many: str = ""


@dataclass(frozen=True, slots=True)
class SitePublish:
    """The whole site of a side is to be published, last of all there: whatever is queued on it goes live with it.

    waits: why it is not done this time; empty where it is done.
    """

    on: Side
    waits: str = ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two remote ids that are one entry, first seen in this plan; None where the entry is not on that side yet."""

    entry: EntryKey
    label: str
    left: str | None
    right: str | None

    def remote(self, side: Side) -> str | None:
        """Its id on a side."""
        return self.left if side is Side.LEFT else self.right


@dataclass(frozen=True, slots=True)
class Adoption:
    """Cells of one entry whose two sides agree without a write: they become the base as they are.

    A pair of Nones forgets the cell.

    cells: locale to field to the pair of digests (left, right); None for absent.
    """

    entry: EntryKey
    cells: Mapping[Locale, Mapping[str, tuple[Digest | None, Digest | None]]]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A cell whose two sides were taken to show the same at first contact, by what speaks for it and proves nothing.

    Each side keeps its own. Where they are not the same, a person makes them so on one side: that is an edit.
    """

    at: Cell
    left: MaybeValue
    right: MaybeValue
    label: str = ""


Fate = Literal["carried out", "waits", "lapsed"]
"""What becomes of a person's decision.

carried out: this plan does what was decided, or writes down that the sides agree.
waits:       it still fits, and something else has to be settled first.
lapsed:      it was made for something else than what is there now; nothing of it is done.
"""

RemarkOn = Literal[
    "shown once more after its deletion",
    "back after its deletion",
    "edited on one side, deleted on the other",
    "published or drafted",
    "waits until it is published",
    "waits for the primary",
    "the state is older than the sides",
    "the state was lost",
    "off in the mapping",
    "a lock matches nothing",
    "a declared move",
]
"""What a remark is about.

shown once more: a listing shows what is gone; nothing is made of it.
back:            somebody brought back what was deleted; it is carried as what is new.
edited, deleted: the edit won by a policy, so what was deleted is made again.
published or drafted: nothing tells which; it is carried as a draft.
waits:           it is not live, and the other side has no drafts.
older, lost:     runs took place of which the state knows nothing.
off:             a part of a kind that is neither compared nor written.
lock:            cells that are to be locked, and are of no entry.
move:            a change of the mapping that was carried out, or that the next run carries out.
"""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A person's decision about something that waited, and what becomes of it.

    detail: why it waits or lapsed.
    """

    at: Cell
    decided: Decided
    fate: Fate
    detail: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a plan does, or leaves, for a reason that its other records do not tell. Nobody has to do anything.

    at:     the entry, or a locale of it.
    detail: one sentence.
    """

    at: Cell
    on: RemarkOn
    label: str = ""
    detail: str = ""
