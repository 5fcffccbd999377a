"""The states of one entry's variants on the side that is written: what goes live, comes off, is put away, or waits.

Decides which call follows the content, and what only a person can do. Refuses to know what the content is.
"""

from isogloss.merge.change import Change, Conflict
from isogloss.merge.policy import Take
from isogloss.model.address import Cell, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PRESENT, PUBLISHED, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, MaybeValue, digest
from isogloss.plan.op import Step
from isogloss.plan.sheet import Sheet


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
        wanted: MaybeValue = take.value if take else ABSENT
        source = take.source if take else ABSENT
        if locale not in self.existing:
            self._begin(at, ABSENT, wanted, source)
            return
        now = cell_of(self.target, locale, STATUS)
        if take is None or wanted == now or (wanted == CHANGED and now != ARCHIVED):
            self._keep_state(locale, at, now, take)
        elif now == ARCHIVED and self.can.archive:
            self._begin(at, now, wanted, source)
        elif wanted == PUBLISHED:
            self._publish(Change(at, now, PUBLISHED, digest(source)))
        elif wanted == ARCHIVED and self.can.archive:
            before = PUBLISHED if now == PRESENT and self.sheet.is_live(locale) else now
            self.archive.append(Change(at, before, ARCHIVED, digest(source)))
        elif self.can.unpublish and self.sheet.is_live(locale):
            self.unpublish.append(Change(at, now, DRAFT, digest(source)))
            if wanted == ARCHIVED:
                self.sheet.lose(at, "cannot be expressed", wanted, "taken off the live site instead")
        elif self.sheet.is_live(locale):
            what, where = f"{self.facing.label or at.entry.shown} ({at.entry})", f"in the editor of {self.terms.place}"
            todo, many = f"unpublish {locale} of {what} {where}", f"unpublish {locale} {where}"
            self.built.steps.append(Step(self.side, at, todo, "the next run finds it unpublished", many))
        else:
            self.sheet.lose(at, "cannot be expressed", wanted, "it stays a draft")
            self.built.agree(at, *self.sheet.pair(source, now))

    def _begin(self, at: Cell, now: MaybeValue, wanted: MaybeValue, source: MaybeValue) -> None:
        """A variant that is new, or comes out of the archive, is a draft first; what it is to become follows."""
        follows = wanted == PUBLISHED or (wanted == ARCHIVED and self.can.archive)
        # a state still to follow is not agreed on yet: cut off here, the next plan must find it
        self.content.append(Change(at, now, DRAFT, digest(source), digest(DRAFT) if follows else None))
        if wanted == PUBLISHED:
            # from the archive, if it was there: what a person archives meanwhile is not to be taken out again
            self._publish(Change(at, ARCHIVED if now == ARCHIVED else DRAFT, PUBLISHED, digest(source)))
        elif follows:
            self.archive.append(Change(at, DRAFT, ARCHIVED, digest(source)))
        elif wanted in (CHANGED, ARCHIVED):
            self.sheet.lose(at, "cannot be expressed", wanted, "written as a draft")

    def _publish(self, change: Change) -> None:
        """Publish in a wave of its own, unless the side does not serve the locale: then nobody would see it.

        It waits while anything of the variant is held, for that would go live with it.
        """
        waiting = self._held(change.locale)
        if waiting:
            shown = self.sheet.pair(PUBLISHED, change.before)
            detail = f"publishing {change.locale} would take along what is held: {', '.join(waiting)}"
            held = Conflict(change.at, "publishing waits", *shown, self.facing.label, detail)
            self.built.conflicts.append(held)
            return
        if change.locale not in self.terms.unserved:
            self.publish.append(change)
            return
        place, name = self.terms.place, self.facing.label or self.facing.key.shown
        many = f"enable {change.locale} in the settings of {place}, so that it can be published"
        todo = f"{many}: {name} ({self.facing.key}) waits for it"
        self.built.steps.append(Step(self.side, change.at, todo, "the next run publishes it", many))

    def _held(self, locale: Locale) -> list[str]:
        """What is held of a variant, and of what all share: cells in conflict, and what only the target changed."""
        conflicts = (held.at for held in self.built.conflicts if held.reason != "rename waits")
        drifts = (drift.at for drift in self.built.drifts if drift.kept)
        cells = {at for at in (*conflicts, *drifts) if at.locale in (locale, SHARED) and at.field != STATUS}
        return sorted(at.field or "all of it" for at in cells)

    def _keep_state(self, locale: Locale, at: Cell, now: MaybeValue, take: Take | None) -> None:
        """The state stays; a live variant whose content changes must go live again, or be written live."""
        changed = any(change.at.locale == locale for change in self.content)
        if take is not None and take.value == CHANGED and now != CHANGED:
            if self.sheet.is_live(locale) and self.can.stages_edits:
                self.content.append(Change(at, now, CHANGED, digest(take.source)))
            else:
                self.sheet.lose(at, "no draft over published content", CHANGED, "kept as it is")
        elif changed:
            self.again(locale)

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
