"""From the decisions about one entry to its ops: what a side cannot hold becomes a loss, what it cannot do a step.

One entry at a time, so memory does not grow with the site; ``order`` sees only what order needs. An op says what,
never how: nothing here knows requests.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from isogloss.merge.change import Change, Conflict, Drifted
from isogloss.merge.policy import Agree, Decision, Facing, Remove, Take, Withheld
from isogloss.model.address import Cell, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, SLUG, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Digest, Many, MaybeValue, Scalar, digest
from isogloss.plan.links import around, hidden
from isogloss.plan.making import make_op, remove
from isogloss.plan.op import Assumption, Loss, Op, Step, Verb
from isogloss.plan.open_states import hold_open
from isogloss.plan.pictures import only_alt, says_alone, staying
from isogloss.plan.publication import Publication
from isogloss.plan.refused import Refused
from isogloss.plan.sheet import Sheet
from isogloss.plan.terms import Built, Terms, cell_at


def build(facing: Facing, decisions: Iterable[Decision], terms: Mapping[Side, Terms]) -> Built:
    """Build what a plan holds about one entry.

    Order: ops by side; on each, content before publishing before taking away.
    """
    built = Built()
    takes: dict[Side, list[Take]] = {Side.LEFT: [], Side.RIGHT: []}
    removes: dict[Side, list[Remove]] = {Side.LEFT: [], Side.RIGHT: []}
    for decided in decisions:
        archived = isinstance(decided, Conflict) and _archived_as_far_as_can_be(decided.at, facing, terms)
        decision = Agree(decided.at) if archived else decided
        match decision:
            case Take():
                takes[decision.to].append(decision)
            case Remove():
                removes[decision.to].append(decision)
            case Agree(at, assumed):
                shown = cell_of(facing.left, *cell_at(at)), cell_of(facing.right, *cell_at(at))
                built.agree(at, *shown)
                built.assumed += [Assumption(at, *shown, facing.label)] * assumed
            case Conflict() | Drifted() | Withheld():
                _say(built, decision)
            case _:
                assert_never(decision)
    left = hold_open(facing, takes, terms, built)
    for side in Side:
        if left[side]:
            _Writing(Sheet(facing, side, terms[side], built)).write(left[side])
        for gone in removes[side]:
            remove(facing, gone, terms[side], built)
    return built


def _say(built: Built, decided: Conflict | Drifted | Withheld) -> None:
    match decided:
        case Conflict():
            built.conflicts.append(decided)
        case Drifted():
            built.drifts.append(decided)
        case Withheld(at, to, source, why):
            built.losses.append(Loss(to, at, "editor's change not carried", source, why))
        case _:
            assert_never(decided)


def _archived_as_far_as_can_be(at: Cell, facing: Facing, terms: Mapping[Side, Terms]) -> bool:
    """Whether one side has archived a variant, and the other, which has no archive, took it off the live site."""
    if at.locale is None or at.field != STATUS:
        return False
    shown = {side: cell_of(facing.shows(side), at.locale, STATUS) for side in Side}
    return any(shown[side] == DRAFT and shown[side.other] == ARCHIVED and not terms[side].can.archive for side in Side)


class _Writing:
    """Turns the takes of one entry and side into ops."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.facing, self.side, self.terms, self.built = sheet.facing, sheet.side, sheet.terms, sheet.built
        self.can, self.target, self.notes, self.creating = sheet.can, sheet.target, sheet.notes, sheet.creating
        self.existing, self.copies, self.content = sheet.existing, sheet.copies, sheet.content
        self.publication = Publication(sheet)
        self.refused = Refused(sheet)

    def write(self, takes: list[Take]) -> None:
        by_locale: dict[Locale, dict[str, Take]] = defaultdict(dict)
        for take in takes:
            locale, name = cell_at(take.at)
            by_locale[locale][name] = take
        if self._slug_is_taken(by_locale):
            return
        for locale in set(by_locale) & self.facing.copied.get(self.side, frozenset()):
            by_locale[locale] = self._whole(locale, by_locale[locale])
        locales = [locale for locale in sorted(by_locale) if by_locale[locale] and self._may_write(locale)]
        for locale in locales:
            self._contents(locale, by_locale[locale])
        locales = self.refused.left(locales)
        for locale in locales:
            if locale != SHARED:
                self.publication.state(locale, by_locale[locale].get(STATUS))
        self.publication.shared_goes_live()
        self._hold_inherited()
        self._ops()

    def _whole(self, locale: Locale, takes: Mapping[str, Take]) -> dict[str, Take]:
        """A translation came for a locale in which this side only seemed to have a copy: all of it is new here.

        Nothing where none came: what only seems to be there cannot be taken away. It waits as a whole: a cell that was
        made without would seem to have been emptied.
        """
        if any(conflict.at.locale == locale for conflict in self.built.conflicts):
            return {}
        source = self.facing.shows(self.side.other)
        variant = {} if isinstance(source, Absent) else source.get(locale, {})
        all_of_it = {name: Take(Cell(self.facing.key, locale, name), self.side, v, v) for name, v in variant.items()}
        return {name: takes.get(name, take) for name, take in all_of_it.items()}

    def _slug_is_taken(self, by_locale: Mapping[Locale, Mapping[str, Take]]) -> bool:
        if not self.creating:
            return False
        for locale, name in sorted({(SHARED, SLUG), *self.terms.twins}):
            take = by_locale.get(locale, {}).get(name)
            slug = take.value.text if take and isinstance(take.value, Scalar) else None
            why = self._twins(locale, name, slug) or (self._why_taken(slug) if name == SLUG else None)
            if why is not None:
                at, pair = Cell(self.facing.key, locale, name), self.sheet.pair(take.value if take else ABSENT, ABSENT)
                self.built.conflicts.append(Conflict(at, "slug taken", *pair, self.facing.label, why))
                return True
        return False

    def _becomes_twin(self, at: Cell, take: Take, now: MaybeValue) -> bool:
        """Whether a slug is changed into one that is another's here; said, and the rest of the entry flows."""
        slug = take.value.text if isinstance(take.value, Scalar) else None
        why = self._twins(*cell_at(at), slug)
        if why is not None:
            shown = self.sheet.pair(take.source, now)
            self.built.conflicts.append(Conflict(at, "slug taken", *shown, self.facing.label, why))
        return why is not None

    def _twins(self, locale: Locale, name: str, slug: str | None) -> str | None:
        """Why a slug would be one with another here; None where it would not."""
        alike = () if slug is None else self.terms.twins.get((locale, name), {}).get(slug.casefold(), ())
        twins = [twin for twin in alike if twin != slug]
        if not twins:
            return None
        named = f"{slug} and {', '.join(twins)}"
        return f"{self.terms.place} holds slugs in lower case, so {named} would be one; rename one of them"

    def _why_taken(self, slug: str | None) -> str | None:
        """Why the side would not take an entry of this slug, or of its name where it has none; None where it would."""
        place, known = self.terms.place, self.facing.key.name if slug is None else slug
        if known in self.terms.reserved:
            return (
                f"{place} did not take the slug {known}: an entry that was deleted there may still hold it. "
                "Give this one another slug, delete it too, or bring the old one back; it is tried again after a day"
            )
        if slug in self.terms.taken:
            return f"another entry on {place} already uses the slug {known}; rename one of them, or match the two"
        return None

    def _may_write(self, locale: Locale) -> bool:
        """Whether the variant can be written at all; says why not."""
        key = self.facing.key
        if self.creating:
            return True
        if locale != SHARED and locale not in self.existing:
            if not self.can.add_variant:
                todo = f"add {locale} to {self.facing.label or key.name} ({key}) in the editor of {self.terms.place}"
                check = f"the next run finds the {locale} variant and fills it"
                many = f"add {locale} in the editor of {self.terms.place}"
                self.built.steps.append(Step(self.side, Cell(key, locale), todo, check, many))
            return self.can.add_variant
        touched = self.existing if locale == SHARED else {locale}
        busy = sorted(found for found in touched if found in self.notes and self.notes[found].unpublished_edits)
        if busy and not self.terms.carry:
            status = PUBLISHED
            self.built.conflicts.append(
                Conflict(
                    Cell(key, locale),
                    "unpublished edits on the target",
                    *self.sheet.pair(status, status),
                    self.facing.label,
                    f"somebody's edits in {', '.join(busy)} on {self.terms.place} are not published yet; writing "
                    "would publish them too. Publish or discard them there, then run again",
                )
            )
            return False
        return True

    def _contents(self, locale: Locale, takes: Mapping[str, Take]) -> None:
        """Find the changes of one variant. A million cells pass here, so what holds for all of them is asked once."""
        there = self.sheet.is_there(locale)
        cannot_stage = self._cannot_stage(locale)
        shows = self.sheet.waits_for_its_site()  # such a side shows what is written, live or not
        staged = self.terms.publish == "draft" and self.sheet.stays_live(locale) and not shows
        copied = locale in self.copies
        for name, take in sorted(takes.items()):
            if name == STATUS:
                continue
            at = take.at
            before = cell_of(self.target, locale, name) if there else ABSENT
            if name == SLUG and not self.creating and not self.can.rename_slug:
                self._keep_slug(at, take, before)
                continue
            if self.terms.twins and not self.creating and self._becomes_twin(at, take, before):
                continue
            after = self._beside(at, self._fit(at, take, before), before)
            if after == before:
                self.built.agree(at, *self.sheet.pair(take.source, before))
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
            named = ", ".join(sorted(str(key) for key in gone))
            detail = f"links to {named} on {self.terms.place} cannot be shown across, so writing would lose them"
            shown = self.sheet.pair(value, now)
            self.built.conflicts.append(Conflict(at, "link unknown across", *shown, self.facing.label, detail))
        return made

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

    def _hold_inherited(self) -> None:
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

    def _ops(self) -> None:
        new = {change.locale for change in self.content if change.field == STATUS and change.before is ABSENT}
        present = tuple(sorted(self.existing | new))
        made: Op | None = None
        off: frozenset[Digest] = frozenset()
        if self.sheet.unpublish and self.content and not self.can.stages_edits:  # else it would be live for a moment
            off = frozenset({self._op("unpublish", self.sheet.unpublish, present).id})
        if self.content and present:
            verb: Verb = "create" if self.creating else "update"
            made = self._op(verb, [*self.content, *self._shared_again(new)], present, off)
        needs = frozenset({made.id}) if made else frozenset()
        if self.sheet.publish:
            self._op("publish", self._with_label(self.sheet.publish), present, needs)
        if self.sheet.unpublish and not off:
            self._op("unpublish", self.sheet.unpublish, present, needs)
        if self.sheet.archive:
            self._op("archive", self.sheet.archive, present, needs)

    def _shared_again(self, new: set[Locale]) -> list[Change]:
        """A new variant of an entry needs the shared cells too, though they stay as they are."""
        if self.creating or not new or isinstance(self.target, Absent):
            return []
        written = {change.field for change in self.content if change.locale == SHARED}
        return [
            Change(Cell(self.facing.key, SHARED, name), value, value, digest(value))
            for name, value in sorted(self.target.get(SHARED, {}).items())
            if name not in written
        ]

    def _with_label(self, publish: list[Change]) -> list[Change]:
        """Where a side publishes a locale by naming it beside a field, carry the label again, unchanged."""
        name = self.terms.label
        if not self.can.touch_to_publish or name is None:
            return publish
        written = {change.at: change.after for change in self.content}
        cells = list(publish)
        for change in publish:
            at = replace(change.at, field=name)
            value = written.get(at, cell_of(self.target, change.locale, name))
            if not isinstance(value, Absent):
                cells.append(Change(at, value, value, digest(value)))
        return cells

    def _op(
        self,
        verb: Verb,
        changes: list[Change],
        present: tuple[Locale, ...],
        needs: frozenset[Digest] = frozenset(),
    ) -> Op:
        op = make_op(self.side, verb, self.facing, changes, present, needs)
        self.built.ops.append(op)
        return op
