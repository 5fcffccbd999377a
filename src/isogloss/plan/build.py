"""From the decisions about one entry to its ops: what a side cannot hold becomes a loss, what it cannot do a step.

One entry at a time, so memory does not grow with the site; ``order`` sees only what order needs. An op says what,
never how: nothing here knows requests.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from isogloss.merge.change import Change, Conflict, Drifted
from isogloss.merge.policy import Agree, Decision, Facing, Remove, Take
from isogloss.model.address import Cell, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PRESENT, PUBLISHED, SLUG, STATUS, Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, Scalar, digest
from isogloss.plan.making import make_op, remove
from isogloss.plan.op import Loss, LossReason, Op, Step, Verb
from isogloss.plan.terms import Built, Terms


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
            case Agree(at):
                _agree(built, at, cell_of(facing.left, *_cell(at)), cell_of(facing.right, *_cell(at)))
            case Conflict():
                built.conflicts.append(decision)
            case Drifted():
                built.drifts.append(decision)
            case _:
                assert_never(decision)
    for side in Side:
        if takes[side]:
            _Writing(facing, side, terms[side], built).write(takes[side])
        for gone in removes[side]:
            remove(facing, gone, terms[side], built)
    return built


def _archived_as_far_as_can_be(at: Cell, facing: Facing, terms: Mapping[Side, Terms]) -> bool:
    """Whether one side has archived a variant, and the other, which has no archive, took it off the live site."""
    if at.locale is None or at.field != STATUS:
        return False
    shown = {side: cell_of(facing.shows(side), at.locale, STATUS) for side in Side}
    return any(shown[side] == DRAFT and shown[side.other] == ARCHIVED and not terms[side].can.archive for side in Side)


def _cell(at: Cell) -> tuple[Locale, str]:
    if at.locale is None or at.field is None:
        raise AssertionError(f"{at} should name a cell")
    return at.locale, at.field


def _agree(built: Built, at: Cell, left: MaybeValue, right: MaybeValue) -> None:
    locale, name = _cell(at)
    built.agreed.setdefault(locale, {})[name] = (_stored(digest(left)), _stored(digest(right)))


def _stored(made: Digest | Absent) -> Digest | None:
    return None if isinstance(made, Absent) else made


class _Writing:
    """Turns the takes of one entry and side into ops."""

    def __init__(self, facing: Facing, side: Side, terms: Terms, built: Built) -> None:
        self.facing, self.side, self.terms, self.built = facing, side, terms, built
        self.can = terms.can
        self.target: Entry | Absent = facing.shows(side)
        self.notes = facing.notes(side)
        self.creating = isinstance(self.target, Absent)
        self.existing: set[Locale] = set() if isinstance(self.target, Absent) else set(self.target) - {SHARED}
        self.existing -= facing.copied.get(side, frozenset())
        self.copies = facing.copied.get(side.other, frozenset())
        self.content: list[Change] = []
        self.publish: list[Change] = []
        self.unpublish: list[Change] = []
        self.archive: list[Change] = []

    def write(self, takes: list[Take]) -> None:
        by_locale: dict[Locale, dict[str, Take]] = defaultdict(dict)
        for take in takes:
            locale, name = _cell(take.at)
            by_locale[locale][name] = take
        if self._slug_is_taken(by_locale):
            return
        for locale in set(by_locale) & self.facing.copied.get(self.side, frozenset()):
            by_locale[locale] = self._whole(locale)
        locales = [locale for locale in sorted(by_locale) if by_locale[locale] and self._may_write(locale)]
        for locale in locales:
            self._contents(locale, by_locale[locale])
        for locale in locales:
            if locale != SHARED:
                self._state(locale, by_locale[locale].get(STATUS))
        self._shared_goes_live()
        self._hold_inherited()
        self._ops()

    def _whole(self, locale: Locale) -> dict[str, Take]:
        """A translation came for a locale in which this side only seemed to have a copy: all of it is new here.

        Nothing where none came: what only seems to be there cannot be taken away.
        """
        source = self.facing.shows(self.side.other)
        variant = {} if isinstance(source, Absent) else source.get(locale, {})
        return {name: Take(Cell(self.facing.key, locale, name), self.side, v, v) for name, v in variant.items()}

    def _slug_is_taken(self, by_locale: Mapping[Locale, Mapping[str, Take]]) -> bool:
        take = by_locale.get(SHARED, {}).get(SLUG)
        if not (self.creating and take and isinstance(take.value, Scalar) and take.value.text in self.terms.taken):
            return False
        self.built.conflicts.append(
            Conflict(
                Cell(self.facing.key, SHARED, SLUG),
                "slug taken",
                *self._pair(take.value, ABSENT),
                self.facing.label,
                f"another entry on {self.terms.place} already uses the slug {take.value.text}; "
                "rename one of them, or match the two",
            )
        )
        return True

    def _pair(self, source: MaybeValue, target: MaybeValue) -> tuple[MaybeValue, MaybeValue]:
        return (source, target) if self.side is Side.RIGHT else (target, source)

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
                    *self._pair(status, status),
                    self.facing.label,
                    f"somebody's edits in {', '.join(busy)} on {self.terms.place} are not published yet; writing "
                    "would publish them too. Publish or discard them there, then run again",
                )
            )
            return False
        return True

    def _is_there(self, locale: Locale) -> bool:
        return locale == SHARED or locale in self.existing

    def _is_live(self, locale: Locale) -> bool:
        return locale in self.existing and locale in self.notes and self.notes[locale].live

    def _contents(self, locale: Locale, takes: Mapping[str, Take]) -> None:
        for name, take in sorted(takes.items()):
            if name == STATUS:
                continue
            at = Cell(self.facing.key, locale, name)
            before = cell_of(self.target, locale, name) if self._is_there(locale) else ABSENT
            if name == SLUG and not self.creating and not self.can.rename_slug:
                self._keep_slug(at, take, before)
                continue
            after = self._fit(at, name, take.value)
            if after == before:
                _agree(self.built, at, *self._pair(take.source, before))
            elif self._cannot_stage(locale):
                kept = (
                    "publish: draft leaves it as it is" if self.terms.publish == "draft" else "it would be live at once"
                )
                self._lose(at, "no draft over published content", take.value, kept)
            else:
                shows = self._waits_for_its_site()  # such a side shows what is written, live or not
                staged = self.terms.publish == "draft" and self._stays_live(locale) and not shows
                self.content.append(
                    Change(
                        at,
                        before,
                        after,
                        digest(take.source),
                        merged=take.merged,
                        staged=staged,
                        copied=locale in self.copies,
                    )
                )

    def _keep_slug(self, at: Cell, take: Take, now: MaybeValue) -> None:
        """A side that cannot rename keeps its slug; told once, then both agree to differ."""
        kept = now.text if isinstance(now, Scalar) else ""
        said = f"{self.terms.place} keeps {kept}; a redirect there can lead from the new address"
        self._lose(at, "slug cannot change", take.value, said)
        _agree(self.built, at, *self._pair(take.source, now))

    def _stays_live(self, locale: Locale) -> bool:
        """Whether the public sees the variants that a cell of this locale belongs to."""
        return any(self._is_live(found) for found in (self.existing if locale == SHARED else {locale}))

    def _cannot_stage(self, locale: Locale) -> bool:
        """Whether what should be a draft over live content would be live at once."""
        if self.can.stages_edits or self.can.live_with_site or not self._stays_live(locale):
            return False
        return self.terms.publish == "draft" or any(
            self._is_unfinished(found, self.side.other) for found in (self.existing if locale == SHARED else {locale})
        )

    def _is_unfinished(self, locale: Locale, side: Side) -> bool:
        """Whether a variant shows somebody's unpublished edits, to be carried as such."""
        note = self.facing.notes(side).get(locale)
        return self.terms.carry and note is not None and note.unpublished_edits

    def _fit(self, at: Cell, name: str, value: MaybeValue) -> MaybeValue:
        if isinstance(value, Absent):
            return ABSENT
        fitted, lost = self.terms.fit(name, value)
        for reason, detail in lost:
            self._lose(at, reason, value, detail)
        return fitted

    def _lose(self, at: Cell, reason: LossReason, value: MaybeValue, detail: str) -> None:
        self.built.losses.append(Loss(self.side, at, reason, value, detail))

    def _state(self, locale: Locale, take: Take | None) -> None:
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
            before = PUBLISHED if now == PRESENT and self._is_live(locale) else now
            self.archive.append(Change(at, before, ARCHIVED, digest(source)))
        elif self.can.unpublish and self._is_live(locale):
            self.unpublish.append(Change(at, now, DRAFT, digest(source)))
            if wanted == ARCHIVED:
                self._lose(at, "cannot be expressed", wanted, "taken off the live site instead")
        elif self._is_live(locale):
            what, where = f"{self.facing.label or at.entry.name} ({at.entry})", f"in the editor of {self.terms.place}"
            todo, many = f"unpublish {locale} of {what} {where}", f"unpublish {locale} {where}"
            self.built.steps.append(Step(self.side, at, todo, "the next run finds it unpublished", many))
        else:
            self._lose(at, "cannot be expressed", wanted, "it stays a draft")
            _agree(self.built, at, *self._pair(source, now))

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
            self._lose(at, "cannot be expressed", wanted, "written as a draft")

    def _publish(self, change: Change) -> None:
        """Publish in a wave of its own, unless the side does not serve the locale: then nobody would see it."""
        if change.locale not in self.terms.unserved:
            self.publish.append(change)
            return
        place, name = self.terms.place, self.facing.label or self.facing.key.name
        many = f"enable {change.locale} in the settings of {place}, so that it can be published"
        todo = f"{many}: {name} ({self.facing.key}) waits for it"
        self.built.steps.append(Step(self.side, change.at, todo, "the next run publishes it", many))

    def _keep_state(self, locale: Locale, at: Cell, now: MaybeValue, take: Take | None) -> None:
        """The state stays; a live variant whose content changes must go live again, or be written live."""
        changed = any(change.at.locale == locale for change in self.content)
        if take is not None and take.value == CHANGED and now != CHANGED:
            if self._is_live(locale) and self.can.stages_edits:
                self.content.append(Change(at, now, CHANGED, digest(take.source)))
            else:
                self._lose(at, "no draft over published content", CHANGED, "kept as it is")
        elif changed:
            self._again(locale)

    def _again(self, locale: Locale) -> None:
        """Content of a live variant changed: publish it again, unless the policy leaves it a draft."""
        at = Cell(self.facing.key, locale, STATUS)
        if not self._is_live(locale) or self.terms.publish == "draft" or self._waits_for_its_site():
            return
        if any(self._is_unfinished(locale, side) for side in Side):  # it would be published with ours
            return
        again = Change(at, PUBLISHED, PUBLISHED, digest(PUBLISHED))
        (self.publish if self.can.stages_edits else self.content).append(again)

    def _waits_for_its_site(self) -> bool:
        """Whether nothing goes live by an op of its own: what is written waits until the whole site is published."""
        return self.can.live_with_site and not self.can.stages_edits

    def _shared_goes_live(self) -> None:
        """A shared cell changes every variant, so every live one must go live again."""
        if not any(change.at.locale == SHARED for change in self.content):
            return
        handled = {
            change.at.locale
            for change in (*self.content, *self.publish, *self.unpublish, *self.archive)
            if change.at.field == STATUS
        }
        for locale in sorted(self.existing - handled):
            self._again(locale)

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
        if self.content and present:
            made = self._op("create" if self.creating else "update", [*self.content, *self._shared_again(new)], present)
        needs = frozenset({made.id}) if made else frozenset()
        if self.publish:
            self._op("publish", self._with_label(self.publish), present, needs)
        if self.unpublish:
            self._op("unpublish", self.unpublish, present, needs)
        if self.archive:
            self._op("archive", self.archive, present, needs)

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
