"""The states of one entry's variants on the side that is written: what goes live, comes off, is put away, or waits.

What a variant is there, and what it is asked to be, lead to a move (:data:`MOVES`); what the side can do makes of the
move a change, a loss that is told, or a step for a person:

=========  =======================  ==========================================================================
move       where                    what comes of it
=========  =======================  ==========================================================================
keep       what is live changed     it is published again, or written live, unless that would show unfinished work
keep       else                     nothing
begin      published is asked       change to draft, with the content; then published
begin      archived, can archive    change to draft, with the content; then archived
begin      changed, archived        change to draft, with the content; loss: it is a draft only
begin      archived, was live       change to draft, with the content; then draft: it comes out of the archive live
begin      else                     change to draft, with the content
begin      a side without drafts    as published, with the content: what is not live across does not get here
edit       live, can stage          change, with the content
edit       else                     loss: the state is kept as it is
publish    content of it is held    it waits: the held would go live too
publish    a link of it is kept     it waits: the other side cannot show it, so it was not published there
publish    not served               step: enable the locale
publish    its gate is closed       step: what the gate lacks
publish    else                     change
archive    can archive              change
archive    live, can unpublish      change to draft; loss: it is taken off the live site instead
archive    else                     as withdraw
withdraw   live, can unpublish      change to draft
withdraw   live, cannot             step: unpublish it
withdraw   not live                 loss: it stays a draft, on which both sides agree
=========  =======================  ==========================================================================

Refuses to know what the content is.
"""

from collections.abc import Mapping
from typing import Final, Literal, assert_never, get_args

from isogloss.merge.change import Change, Drifted
from isogloss.merge.decision import Take
from isogloss.model.address import Cell, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PRESENT, PUBLISHED, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Absent, MaybeValue, Scalar, digest, refs
from isogloss.plan.links import hidden
from isogloss.plan.overtaken import is_drafted
from isogloss.plan.sheet import Sheet

Is = Literal["not there", "untold", "present", "draft", "changed", "published", "archived", "archived for good"]
"""What a variant is on the side that is written; *for good* where that side takes nothing out of its archive."""

Asked = Literal["nothing", "untold", "present", "draft", "changed", "published", "archived"]
"""What it is to be: the state across; *nothing* where that did not move, or is not carried."""

Move = Literal["keep", "begin", "edit", "publish", "archive", "withdraw"]

# A table is read by its columns.
# fmt: off
_ROWS: Final[Mapping[Is, tuple[Move, ...]]] = {
    # asked:               nothing  untold      present     draft       changed     published  archived
    "not there":         ("begin", "begin",    "begin",    "begin",    "begin",    "begin",   "begin"),
    "untold":            ("keep",  "keep",     "withdraw", "withdraw", "edit",     "publish", "archive"),
    "present":           ("keep",  "withdraw", "keep",     "withdraw", "edit",     "publish", "archive"),
    "draft":             ("keep",  "withdraw", "withdraw", "keep",     "edit",     "publish", "archive"),
    "changed":           ("keep",  "withdraw", "withdraw", "withdraw", "keep",     "publish", "archive"),
    "published":         ("keep",  "withdraw", "withdraw", "withdraw", "edit",     "keep",    "archive"),
    "archived":          ("keep",  "begin",    "begin",    "begin",    "begin",    "begin",   "keep"),
    "archived for good": ("keep",  "withdraw", "withdraw", "withdraw", "withdraw", "publish", "keep"),
}
# fmt: on
MOVES: Final[Mapping[tuple[str, str], Move]] = {
    (shown, asked): move for shown, row in _ROWS.items() for asked, move in zip(get_args(Asked), row, strict=True)
}


class Publication:
    """Finds the states of one entry on one side, variant by variant."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.facing, self.side, self.terms, self.built = sheet.facing, sheet.side, sheet.terms, sheet.built
        self.can, self.target, self.existing, self.content = sheet.can, sheet.target, sheet.existing, sheet.content
        self.publish, self.unpublish, self.archive = sheet.publish, sheet.unpublish, sheet.archive

    def state(self, locale: Locale, take: Take | None) -> None:
        """Find what a variant is to become, once its content is known."""
        at = Cell(self.facing.key, locale, STATUS)
        there, live = locale in self.existing, self.sheet.is_live(locale)
        now = cell_of(self.target, locale, STATUS) if there else ABSENT
        wanted, source = (ABSENT, ABSENT) if take is None else (take.value, take.source)
        asked = "nothing" if take is None else _named(wanted)
        move = MOVES[self._is(now) if there else "not there", asked]
        match move:
            case "keep":
                if any(change.at.locale == locale for change in self.content):
                    self.again(locale)
            case "begin" if take is None and not there:
                self._begin_alone(at)
            case "begin":
                self._begin(at, now, wanted, source)
            case "edit":
                self._edit(at, now, source, live=live)
            case "publish":
                self._publish(Change(at, now, PUBLISHED, digest(source)))
            case "archive":
                self._archive(at, now, source, live=live)
            case "withdraw":
                self._withdraw(at, now, wanted, source, live=live)
            case _:
                assert_never(move)

    def _is(self, now: MaybeValue) -> str:
        return "archived for good" if now == ARCHIVED and not self.can.archive else _named(now)

    def _begin(self, at: Cell, now: MaybeValue, wanted: MaybeValue, source: MaybeValue) -> None:
        """A variant that is new, or comes out of the archive, is a draft first; what it is to become follows."""
        comes_off = wanted == DRAFT and self._comes_back_live(at, now)
        if not self.can.drafts:
            self.content.append(Change(at, now, PUBLISHED, digest(source)))
            return
        follows = comes_off or wanted == PUBLISHED or (wanted == ARCHIVED and self.can.archive)
        # a state still to follow is not agreed on yet: cut off here, the next plan must find it
        agrees = digest(PUBLISHED if comes_off else DRAFT) if follows else None
        self.content.append(Change(at, now, DRAFT, digest(source), agrees))
        if wanted == PUBLISHED:
            # from the archive, if it was there: what a person archives meanwhile is not to be taken out again
            self._publish(Change(at, ARCHIVED if now == ARCHIVED else DRAFT, PUBLISHED, digest(source)))
        elif comes_off:
            self.unpublish.append(Change(at, now, DRAFT, digest(source)))
        elif follows:
            self.archive.append(Change(at, DRAFT, ARCHIVED, digest(source)))
        elif wanted in (CHANGED, ARCHIVED):
            self.sheet.lose(at, "cannot be expressed", wanted, "written as a draft")

    def _comes_back_live(self, at: Cell, now: MaybeValue) -> bool:
        """Whether a variant comes out of the archive as the public saw it before, and can be taken off then."""
        note = self.sheet.notes.get(at.locale or SHARED)
        return now == ARCHIVED and note is not None and note.live_below and self.can.unpublish

    def _begin_alone(self, at: Cell) -> None:
        """A variant is new whose state is not carried: a draft, and the next plan finds what the source says of it."""
        source = cell_of(self.facing.shows(self.side.other), at.locale or SHARED, STATUS)
        state = DRAFT if self.can.drafts else PUBLISHED
        self.content.append(Change(at, ABSENT, state, digest(source), digest(state)))

    def _edit(self, at: Cell, now: MaybeValue, source: MaybeValue, *, live: bool) -> None:
        if live and self.can.stages_edits:
            self.content.append(Change(at, now, CHANGED, digest(source)))
        else:
            self.sheet.lose(at, "no draft over published content", CHANGED, "kept as it is")

    def _publish(self, change: Change) -> None:
        """Publish in a wave of its own, unless the side does not serve the locale: then nobody would see it.

        It waits while anything of the variant is held, for that would go live with it.
        """
        waiting, kept = self._held(change.locale), self._kept_links(change.locale)
        if waiting or kept:
            what = "what is held" if waiting else "links that cannot be shown across"
            why = f"publishing {change.locale} would take along {what}: {', '.join(waiting or kept)}"
            self.sheet.hold(change.at, "publishing waits", PUBLISHED, change.before, why)
            return
        if lacks := self.terms.gated.get(change.locale):
            self.sheet.ask(change.at, *_behind_its_gate(change.locale, lacks, self.sheet.named))
            return
        if change.locale not in self.terms.unserved:
            self.publish.append(change)
            return
        many = f"enable {change.locale} in the settings of {self.terms.place}, so that it can be published"
        self.sheet.ask(change.at, f"{many}: {self.sheet.named} waits for it", "the next run publishes it", many)

    def _archive(self, at: Cell, now: MaybeValue, source: MaybeValue, *, live: bool) -> None:
        if self.can.archive:
            before = PUBLISHED if now == PRESENT and live else now
            self.archive.append(Change(at, before, ARCHIVED, digest(source)))
            return
        if live and self.can.unpublish:
            self.sheet.lose(at, "cannot be expressed", ARCHIVED, "taken off the live site instead")
        self._withdraw(at, now, ARCHIVED, source, live=live)

    def _withdraw(self, at: Cell, now: MaybeValue, wanted: MaybeValue, source: MaybeValue, *, live: bool) -> None:
        if not live:
            self.sheet.lose(at, "cannot be expressed", wanted, "it stays a draft")
            self.built.agree(at, *self.sheet.pair(source, now))
        elif self.can.unpublish:
            self.unpublish.append(Change(at, now, DRAFT, digest(source)))
        else:
            where = f"in the editor of {self.terms.place}"
            todo, many = f"unpublish {at.locale} of {self.sheet.named} {where}", f"unpublish {at.locale} {where}"
            self.sheet.ask(at, todo, "the next run finds it unpublished", many)

    def _held(self, locale: Locale) -> list[str]:
        """What is held of a variant, and of what all share: cells in conflict, and what only the target changed.

        Of what is live under a draft, none that is live already.
        """
        conflicts = (held.at for held in self.built.conflicts if held.reason != "rename waits")
        drifts = (drift.at for drift in self.built.drifts if drift.kept and self._shows_up(drift))
        state, note = Cell(self.facing.key, locale, STATUS), self.sheet.notes.get(locale, Note())
        cells = {at for at in (*conflicts, *drifts) if at.locale is not None and is_drafted(at, state, note)}
        return sorted(at.field or "all of it" for at in cells)

    def _kept_links(self, locale: Locale) -> list[str]:
        """The fields in which a variant has links that are not live here, and that the other side cannot show.

        Whoever published across did not see them. What is out of scope is no more the mapping's than a field that is
        not in it. What all locales share is live with any of them, but for edits on top.
        """
        edited = locale in self.sheet.notes and self.sheet.notes[locale].unpublished_edits
        places = [locale] if self.sheet.stays_live(SHARED) and not edited else [locale, SHARED]
        written = {change.at: change.after for change in self.content}
        found: set[str] = set()
        there = {} if isinstance(self.target, Absent) else self.target
        for place in places:
            for name, now in there.get(place, {}).items():
                at = Cell(self.facing.key, place, name)
                shown = written.get(at, now)
                if isinstance(shown, Absent) or next(refs(shown), None) is None:  # as in nearly all cells
                    continue
                value, (mine, _) = cell_of(self.facing.shows(self.side.other), place, name), self.terms.fit(name, shown)
                if hidden(self.facing, self.side.other, at, value, mine, self.terms.unseen):
                    found.add(name)
        return sorted(found)

    def _shows_up(self, drift: Drifted) -> bool:
        """Whether what drifted would be seen here: this side's own edit, or a gap where it lacks what did not come.

        What comes from this side, or is locked, stays here as it is meant to be.
        """
        here = drift.left if self.side is Side.LEFT else drift.right
        meant = bool(drift.detail) or self.terms.leads(drift.at) is self.side
        return not meant or isinstance(here, Absent)

    def again(self, locale: Locale) -> None:
        """Content of a live variant changed: publish it again, unless the policy leaves it a draft."""
        at = Cell(self.facing.key, locale, STATUS)
        if not self.sheet.is_live(locale) or self.terms.publish == "draft" or self.sheet.waits_for_its_site():
            return
        if any(self.sheet.is_unfinished(locale, side) for side in Side):  # it would be published with ours
            return
        again = Change(at, PUBLISHED, PUBLISHED, digest(PUBLISHED))
        (self.publish if self.can.stages_edits else self.content).append(again)

    def shared_goes_live(self) -> None:
        """A shared cell changes every variant, so every live one must go live again."""
        if not any(change.at.locale == SHARED for change in self.content):
            return
        handled = {
            change.at.locale
            for change in (*self.content, *self.publish, *self.unpublish, *self.archive)
            if change.at.field == STATUS
        }
        for locale in sorted(self.existing - handled):
            self.again(locale)


def _behind_its_gate(locale: Locale, lacks: str, named: str) -> tuple[str, str, str]:
    """What is to be done about one variant that waits for its gate, what comes of it, and what of many."""
    many = f"bring {locale} to what its gate asks for ({lacks})"
    return f"{many}: {named} waits for it as a draft", "the next run publishes it", many


def _named(state: MaybeValue) -> str:
    """A state by its name in the table."""
    return state.text if isinstance(state, Scalar) else "untold"
