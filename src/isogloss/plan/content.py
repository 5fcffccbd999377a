"""The content of one entry on the side that is written: each cell that comes is a change, a loss, or held.

Decides what of a value is written beside what is there. Refuses to know states, and the calls that follow.
"""

from collections.abc import Mapping
from dataclasses import replace

from isogloss.merge.change import Change
from isogloss.merge.decision import Take
from isogloss.model.address import Cell
from isogloss.model.entry import ARCHIVED, DRAFT, SLUG, STATUS, Variant, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Asset, Leaf, Many, MaybeValue, Scalar, digest, leaves, with_leaves
from isogloss.plan.links import around, hidden, named
from isogloss.plan.refused import Refused
from isogloss.plan.sheet import Sheet
from isogloss.plan.slugs import Slugs
from isogloss.plan.terms import cell_at


class Content:
    """Finds the changes of one entry's cells on one side, variant by variant."""

    def __init__(self, sheet: Sheet, slugs: Slugs, refused: Refused) -> None:
        self.sheet, self.slugs, self.refused = sheet, slugs, refused
        self.facing, self.side, self.terms, self.built = sheet.facing, sheet.side, sheet.terms, sheet.built
        self.can, self.target, self.notes, self.creating = sheet.can, sheet.target, sheet.notes, sheet.creating
        self.existing, self.copies, self.content = sheet.existing, sheet.copies, sheet.content

    def find(self, locale: Locale, takes: Mapping[str, Take]) -> None:
        """Find the changes of one variant. A million cells pass here, so what holds for all of them is asked once."""
        there = self.sheet.is_there(locale)
        cannot_stage = self._cannot_stage(locale) and not self._comes_off(locale, takes)
        shows = self.sheet.waits_for_its_site()  # such a side shows what is written, live or not
        over = self.sheet.stays_live(locale) or self.sheet.comes_back_live(locale)
        staged = self.terms.publish == "draft" and over and not shows
        copied = locale in self.copies
        slugs = frozenset() if self.creating else self.slugs.inside(locale)
        for name, take in sorted(takes.items()):
            if name == STATUS:
                continue
            at = take.at
            before = cell_of(self.target, locale, name) if there else ABSENT
            if name == SLUG and not self.creating and not self.can.rename_slug:
                self._keep_slug(at, take, before)
                continue
            if name in slugs and self.slugs.becomes_anothers(at, take, before):
                continue
            after = self._beside(at, self._fit(at, take, before), before)
            after = self._known(at, take, before, after) if self.can.by_primary else after
            if after == before:
                self.built.agree(at, *self.sheet.pair(take.source, cell_of(self.facing.shows(self.side), locale, name)))
            elif after is None or (self.refused.knows_rules and self.refused.holds(at, take, before, after)):
                continue
            elif not self.can.alt_alone and self._says_alone(at, before, after, takes):
                self._keep_alt(at, take, before)
            elif cannot_stage:
                kept = (
                    "publish: draft leaves it as it is" if self.terms.publish == "draft" else "it would be live at once"
                )
                self.sheet.lose(at, "no draft over published content", take.value, kept)
            else:
                if self.can.imports_anew:
                    self._tell_import(at, before, after)
                source = digest(take.source)
                self.content.append(
                    Change(at, before, after, source, take.agrees, merged=take.merged, staged=staged, copied=copied)
                )

    def _beside(self, at: Cell, value: MaybeValue, now: MaybeValue) -> MaybeValue | None:
        """What is written beside links that the other side could not show; None where that is held."""
        if isinstance(now, Absent | Scalar):  # as nearly all are, and a million cells pass here
            return value
        gone = hidden(self.facing, self.side.other, at, value, now, self.terms.unseen)
        made = around(value, now, gone)
        if made is None:
            detail = f"links to {named(gone)} on {self.terms.place} cannot be shown across, so writing would lose them"
            self.sheet.hold(at, "link unknown across", value, now, detail)
        return made

    def _known(self, at: Cell, take: Take, now: MaybeValue, after: MaybeValue | None) -> MaybeValue | None:
        """What is written where a text is known by what it says in the primary; None where that is told instead."""
        primary, place, name = self.terms.main or SHARED, self.terms.place, at.field or ""
        if at.locale in (primary, SHARED):
            if isinstance(after, Absent) and not isinstance(now, Absent):
                said = f"{place} knows the text by what it says in {primary}, so it stays there; take it out on {place}"
                self.sheet.lose(at, "cannot be expressed", take.value, said)
                return None
            return after
        name = self.can.known_as.get(name, name)
        known = (cell_of(entry, primary, name) for entry in (self.target, self.facing.shows(self.side.other)))
        if after is None or isinstance(after, Absent) or not all(isinstance(each, Absent) for each in known):
            return after
        said = f"{place} knows a text by what it says in {primary}, where nothing is said"
        self.sheet.lose(at, "cannot be expressed", take.value, said)
        return None

    def _keep_slug(self, at: Cell, take: Take, now: MaybeValue) -> None:
        """A side that cannot rename keeps its slug; told once, then both agree to differ."""
        kept = now.text if isinstance(now, Scalar) else ""
        said = f"{self.terms.place} keeps {kept}; a redirect there can lead from the new address"
        self.sheet.lose(at, "slug cannot change", take.value, said)
        self.built.agree(at, *self.sheet.pair(take.source, now))

    def _says_alone(self, at: Cell, before: MaybeValue, after: MaybeValue, takes: Mapping[str, Take]) -> bool:
        """Whether only the alternative text of pictures changes that are there and stay."""
        locale, name = cell_at(at)
        shown = {} if isinstance(self.target, Absent) else self.target.get(locale, {})
        wanted = {field: take.value for field, take in takes.items()}
        return only_alt(before, after) or says_alone(self.terms.alt_of.get(name), shown, wanted)

    def _keep_alt(self, at: Cell, take: Take, now: MaybeValue) -> None:
        """An alternative text alone is not worth its picture's import; told once, then both agree to differ."""
        place = self.terms.place
        said = (
            f"writing it would import the picture anew on {place}, which costs it its sizes for small screens; "
            f"with image_alt: write in sides.{place} it is written all the same"
        )
        self.sheet.lose(at, "alternative text not written alone", take.value, said)
        self.built.agree(at, *self.sheet.pair(take.source, now))

    def _tell_import(self, at: Cell, before: MaybeValue, after: MaybeValue) -> None:
        """Pictures that stay and are written again beside others."""
        stay = staying(before, after) if isinstance(after, Many) else 0
        if stay:
            said = f"{stay} that stay are imported anew as well, and lose their sizes for small screens"
            self.sheet.lose(
                at, "pictures imported anew", after, f"{self.terms.place} takes pictures as a whole: {said}"
            )

    def _cannot_stage(self, locale: Locale) -> bool:
        """Whether what should be a draft over live content would be live at once."""
        if self.can.stages_edits or self.can.live_with_site or not self.sheet.stays_live(locale):
            return False
        return self.terms.publish == "draft" or any(
            self.sheet.is_unfinished(found, self.side.other)
            for found in (self.existing if locale == SHARED else {locale})
        )

    def _comes_off(self, locale: Locale, takes: Mapping[str, Take]) -> bool:
        """Whether a variant is taken off the live site by the same plan, which is before its content is written."""
        asked = takes[STATUS].value if STATUS in takes else None
        off = asked == DRAFT or (asked == ARCHIVED and not self.can.archive)
        return off and locale != SHARED and self.can.unpublish and self.terms.publish != "draft"

    def _fit(self, at: Cell, take: Take, now: MaybeValue) -> MaybeValue:
        if isinstance(take.value, Absent):
            for detail in self.terms.keep(now, ABSENT, ABSENT)[1]:
                self.sheet.lose(at, "comment or attribute not kept", now, detail)
            return ABSENT
        if isinstance(now, Absent) and self.sheet.has_blanks:
            now = self.sheet.blank(at)
        fitted, lost = self.terms.fit(at.field or "", take.value)
        for reason, detail in lost:
            self.sheet.lose(at, reason, take.value, detail)
        if isinstance(fitted, Scalar) and fitted.type != "rich_text":  # as nearly all are; nothing stands beside it
            return fitted
        spelled, gone = self.terms.keep(now, fitted, take.source)
        for detail in gone:
            self.sheet.lose(at, "comment or attribute not kept", now, detail)
        for reason, detail in self.terms.notice(at.field or "", now, spelled):
            self.sheet.lose(at, reason, take.value, detail)
        return spelled

    def hold_inherited(self) -> None:
        """What the primary no longer shows stays in the locales that show the same, and might only be inheriting it.

        Else the primary's new text would be staged there, and go live with whatever is published there next.
        """
        written = {change.at for change in self.content}
        told = [found for found in self.content if found.locale == self.terms.primary and found.field != STATUS]
        for change in told:
            for locale in sorted(self.existing - {change.locale}):
                at = replace(change.at, locale=locale)
                busy = locale in self.notes and self.notes[locale].unpublished_edits
                if at not in written and not busy and cell_of(self.target, locale, change.field) == change.before:
                    self.content.append(Change(at, change.before, change.before, digest(change.before)))


def only_alt(before: MaybeValue, after: MaybeValue) -> bool:
    """Whether two values show the same files, and only say something else of them."""
    if isinstance(before, Absent) or isinstance(after, Absent):
        return False
    files = [leaf for leaf in leaves(after) if isinstance(leaf, Asset)]
    return bool(files) and before != after and with_leaves(before, _unsaid) == with_leaves(after, _unsaid)


def says_alone(picture: str | None, shown: Variant, wanted: Mapping[str, MaybeValue]) -> bool:
    """Whether the alternative text of a picture, a field of its own, changes while the picture stays.

    picture: the field of the picture.
    shown:   what the side shows there. wanted: what is to be written there, by field.
    """
    if picture is None or picture not in shown:
        return False
    after = wanted.get(picture, shown[picture])
    return after == shown[picture] or only_alt(shown[picture], after)


def staying(before: MaybeValue, after: MaybeValue) -> int:
    """How many pictures stay and are written again, beside others that are new, go or move."""
    there = {leaf.identity for leaf in leaves(before) if isinstance(leaf, Asset)}
    return sum(1 for leaf in leaves(after) if isinstance(leaf, Asset) and leaf.identity in there)


def _unsaid(leaf: Leaf) -> Leaf:
    return replace(leaf, alt="") if isinstance(leaf, Asset) else leaf
