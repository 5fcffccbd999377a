"""From the decisions about one entry to its ops: what a side cannot hold becomes a loss, what it cannot do a step.

One entry at a time, so memory does not grow with the site; ``order`` sees only what order needs. An op says what,
never how: nothing here knows requests.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from isogloss.merge.change import Change, Conflict, Drifted
from isogloss.merge.decision import Agree, Decision, Remove, Take, Withheld
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Digest, digest
from isogloss.plan.content import Content
from isogloss.plan.making import make_op, remove
from isogloss.plan.op import Assumption, Loss, Op, Verb
from isogloss.plan.open_states import hold_open
from isogloss.plan.publication import Publication
from isogloss.plan.refused import Refused
from isogloss.plan.sheet import Sheet
from isogloss.plan.slugs import Slugs
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
        self.existing, self.content = sheet.existing, sheet.content
        self.publication = Publication(sheet)
        self.refused = Refused(sheet)
        self.slugs = Slugs(sheet)
        self.contents = Content(sheet, self.slugs, self.refused)

    def write(self, takes: list[Take]) -> None:
        by_locale: dict[Locale, dict[str, Take]] = defaultdict(dict)
        for take in takes:
            locale, name = cell_at(take.at)
            by_locale[locale][name] = take
        if self.slugs.taken(by_locale):
            return
        for locale in set(by_locale) & self.facing.copied.get(self.side, frozenset()):
            by_locale[locale] = self._whole(locale, by_locale[locale])
        locales = [locale for locale in sorted(by_locale) if by_locale[locale] and self._may_write(locale)]
        for locale in locales:
            self.contents.find(locale, by_locale[locale])
        locales = self.refused.left(locales)
        for locale in locales:
            if locale != SHARED:
                self.publication.state(locale, by_locale[locale].get(STATUS))
        self.publication.shared_goes_live()
        self.contents.hold_inherited()
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

    def _may_write(self, locale: Locale) -> bool:
        """Whether the variant can be written at all; says why not."""
        key = self.facing.key
        if self.creating:
            return True
        if locale != SHARED and locale not in self.existing:
            if not self.can.add_variant:
                where = f"in the editor of {self.terms.place}"
                check = f"the next run finds the {locale} variant and fills it"
                todo = f"add {locale} to {self.sheet.named} {where}"
                self.sheet.ask(Cell(key, locale), todo, check, f"add {locale} {where}")
            return self.can.add_variant
        touched = self.existing if locale == SHARED else {locale}
        busy = sorted(found for found in touched if found in self.notes and self.notes[found].unpublished_edits)
        if busy and not self.terms.carry:
            why = (
                f"somebody's edits in {', '.join(busy)} on {self.terms.place} are not published yet; writing would "
                "publish them too. Publish or discard them there, then run again"
            )
            self.sheet.hold(Cell(key, locale), "unpublished edits on the target", PUBLISHED, PUBLISHED, why)
            return False
        return True

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
