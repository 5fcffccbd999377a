"""What a command found that somebody should know of, as one list: of a check, a plan, a run or a comparison alike.

Decides what is a finding, by which rule, and where. Losses are told by class, all else one by one and all of it: a list
for programs leaves nothing out. Refuses to know formats.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

from isogloss.decide.naming import Naming
from isogloss.errors import Problem
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.doubt import Doubt
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, MaybeValue
from isogloss.outcomes import Checked, Difference, Grade, Verified
from isogloss.plan.data import PlanFile
from isogloss.plan.limits import CARRIED, EXCLUDED
from isogloss.plan.op import (
    Adoption,
    Assumption,
    Conflict,
    Drifted,
    Loss,
    Op,
    Pairing,
    Remark,
    Resolved,
    SitePublish,
    Step,
)
from isogloss.plan.record import Record
from isogloss.ports import Outcome
from isogloss.report import words
from isogloss.report.chosen import Chosen
from isogloss.report.ended import Ended
from isogloss.report.quoting import decision_of
from isogloss.report.rules import LEVELS, RULES, Level
from isogloss.report.shown import in_words
from isogloss.report.worddiff import cut

_VALUE: Final = 120
"""Characters of a value that a message quotes."""
_LINE: Final = re.compile(r"\(line (\d+)\)$")
"""Where in its file a problem is, as its reason says at the end."""
_GOING: Final = frozenset({"unpublish", "archive", "delete"})
_GRADES: Final[dict[Grade, str]] = {"approximated": "field-approximated", "dropped": "field-dropped"}
_OUTCOMES: Final[dict[Outcome, str]] = {
    "failed": "op-failed",
    "unsure": "op-unsure",
    "altered": "op-altered",
    "unconfirmed": "op-unconfirmed",
    "skipped": "op-skipped",
    "blocked": "op-blocked",
    "held": "op-held",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should know of.

    id:      of its rule.
    where:   an entry, variant or cell as ``article/tea · fr-FR · title``, or a path of the mapping.
    message: what was found there, one sentence.
    remedy:  what to do, one sentence.
    file:    in which it was found, where that is another than the one that all findings are about.
    line:    of that file; 0 where it is not known.
    """

    id: str
    level: Level
    where: str
    message: str
    remedy: str
    file: str = ""
    line: int = 0


def of_check(report: Checked) -> tuple[Finding, ...]:
    """What ``check`` found."""
    return tuple(_checked(report))


def of_files(problems: Mapping[str, Sequence[Problem]], *, several: bool) -> tuple[Finding, ...]:
    """What is wrong with mappings as files; of several, the place begins with the file's name."""
    return tuple(_of_file(path, each, several=several) for path, found in problems.items() for each in found)


def _of_file(path: str, problem: Problem, *, several: bool) -> Finding:
    where = ": ".join(filter(None, (path * several, problem.path)))
    line = _LINE.search(problem.reason)
    return replace(by_rule("mapping-problem", where, problem.reason), file=path, line=int(line[1]) if line else 0)


def of_plan(plan: PlanFile, chosen: Chosen | None = None) -> tuple[Finding, ...]:
    """What a plan tells, or the part of it that was chosen; it is read once.

    Raises: UsageError where a record of the plan is not of the shape that it should have.
    """
    gathering, chosen = _Planned(plan), chosen or Chosen()
    found = [each for record in chosen.parts(plan.all_records()) for each in gathering.told(record)]
    return (*gathering.refused(), *map(_doubted, plan.header.doubts), *found, *gathering.losses())


def of_run(ended: Ended, chosen: Chosen | None = None) -> tuple[Finding, ...]:
    """What became of a plan, and of what was planned again at its end."""
    chosen = chosen or Chosen()
    again = () if ended.again is None else of_run(ended.again, chosen)
    return (*_ran(ended, chosen), *again)


def of_comparison(verified: Verified) -> tuple[Finding, ...]:
    """What ``verify`` found."""
    return tuple(_compared(verified))


def headline(found: Iterable[Finding]) -> str:
    """How much was found, by how much it weighs, as ``2 errors, 1 note.`` is."""
    counts = Counter(each.level for each in found)
    said = ", ".join(words.many(counts[level], level) for level in LEVELS if counts[level])
    return f"{said}." if said else "Nothing was found."


def findings_data(found: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings as plain data."""
    return [
        {"id": each.id, "level": each.level, "where": each.where, "message": each.message, "remedy": each.remedy}
        for each in found
    ]


def place(at: Cell, label: str = "") -> str:
    """Where something is, by key, with what a person calls the entry: ``article/tea (Green tea) · fr-FR · title``."""
    name = f"{at.entry.kind}/{at.entry.shown}" + (f" ({label})" if label else "")
    inner = (words.locale_name(at.locale) if at.locale else "", words.field_name(at.field))
    return " · ".join(part for part in (name, *inner) if part)


def by_rule(rule: str, where: str, message: str, remedy: str = "") -> Finding:
    """A finding by a rule, in the rule's own words where others are not given."""
    known = RULES[rule]
    return Finding(rule, known.level, where, message or known.title, remedy or known.remedy)


def _doubted(doubt: Doubt) -> Finding:
    return by_rule(doubt.rule, doubt.path, doubt.text)


def _checked(report: Checked) -> Iterator[Finding]:
    for problem in report.problems:
        yield by_rule("mapping-problem", problem.path, problem.reason)
    for side, error in report.failures.items():
        yield by_rule("side-not-asked", f"sides.{side}", str(error))
    for row in report.rows:
        if row.grade in _GRADES:
            way = f"{row.source} → {row.target}: {row.grade}"
            where = f"kinds.{row.kind}.fields.{row.field}"
            yield by_rule(_GRADES[row.grade], where, f"{way}: {row.reason}" if row.reason else way)
    yield from map(_doubted, report.doubts)
    for notice in report.notices:
        yield by_rule("good-to-know", notice.path, notice.text)


class _Planned:
    """Turns the records of a plan into findings, and counts losses by class."""

    def __init__(self, plan: PlanFile) -> None:
        self._header = plan.header
        self._naming = Naming(plan.header.mapping)
        self._losses: Counter[tuple[Side, str, str, str, str]] = Counter()

    def refused(self) -> Iterator[Finding]:
        """That the plan cannot be applied, where it cannot."""
        if self._header.refused:
            yield by_rule("plan-refused", self._header.mapping, self._header.refused)

    def told(self, record: Record) -> Iterator[Finding]:
        """What one record tells."""
        match record:
            case Op():
                yield from self._going(record)
            case Conflict():
                yield self._conflict(record)
            case Step(at=at, todo=todo, check=check):
                yield by_rule("step", place(at), todo, f"Do it. Then {check}.")
            case Drifted():
                yield self._drift(record)
            case Loss(on, at, reason):
                self._losses[on, reason, at.entry.kind, at.field or "", at.locale or ""] += 1
            case _:
                yield from self._rest(record)

    def _rest(self, record: SitePublish | Resolved | Assumption | Remark | Pairing | Adoption) -> Iterator[Finding]:
        match record:
            case Resolved(at, fate=fate, label=label):
                rule = "decision-done" if fate == "carried out" else "decision-open"
                yield by_rule(rule, place(at, label), words.decision(decision_of(record)))
            case Assumption(at, left, right, label):
                yield by_rule("taken-for-same", place(at, label), self._both(left, right))
            case Remark(at, on, label, detail):
                yield by_rule("remark", place(at, label), f"{on}: {detail}" if detail else on)
            case Pairing() | Adoption() | SitePublish():
                return
            case _:
                assert_never(record)

    def losses(self) -> Iterator[Finding]:
        """The losses, a finding for each class of them."""
        for key in sorted(self._losses, key=lambda key: (key[0].value, *key[1:])):
            on, reason, kind, name, locale = key
            inner = words.field_name(name), words.locale_name(locale) if locale else ""
            where = " · ".join(part for part in (kind, *inner) if part)
            rule = "untranslated" if reason in (CARRIED, EXCLUDED) else "loss"
            yield by_rule(rule, where, f"{reason}: {words.many(self._losses[key], 'cell')} on {self._header.sides[on]}")

    def _going(self, op: Op) -> Iterator[Finding]:
        if op.verb in _GOING:
            whole = "the whole entry" if op.verb == "delete" and not op.present else ", ".join(op.locales)
            said = f"{words.DONE[op.verb]} on {self._header.sides[op.on]}: {whole}"
            yield by_rule("goes-away", place(Cell(op.entry), op.label), said)

    def _conflict(self, found: Conflict) -> Finding:
        id_ = self._naming.name(found)
        said = f"{found.reason}: {found.detail or self._both(found.left, found.right)}"
        return by_rule(
            "conflict",
            place(found.at, found.label),
            f"{id_}: {said}",
            f"isogloss resolve {self._header.mapping_path} {id_} --take SIDE",
        )

    def _drift(self, found: Drifted) -> Finding:
        rule = "drift-kept" if found.kept else "drift-overwritten"
        said = found.detail or self._both(found.left, found.right)
        return by_rule(rule, place(found.at, found.label), said)

    def _both(self, left: MaybeValue, right: MaybeValue) -> str:
        names = self._header.sides
        return f"{names[Side.LEFT]}: {_quoted(left)}; {names[Side.RIGHT]}: {_quoted(right)}"


def _ran(ended: Ended, chosen: Chosen) -> Iterator[Finding]:
    for one in ended.problems:
        if not chosen.names(one.kind, *one.locales):
            continue
        where = ", ".join(map(words.locale_name, one.locales))
        said = f"{one.verb} on {one.on} ({where}): {one.detail or words.OUTCOMES[one.outcome]}"
        yield by_rule(_OUTCOMES[one.outcome], place(Cell(EntryKey(one.kind, one.entry)), one.label), said)
    for file in ended.files_left_behind:
        if chosen.names(file.kind, *filter(None, [file.locale])):
            at = Cell(EntryKey(file.kind, file.entry), Locale(file.locale) if file.locale else None, file.field)
            yield by_rule("file-left-behind", place(at), f"{file.address}: {file.reason}")
    if ended.stopped is not None and not ended.stopped.asked:
        yield by_rule("run-stopped", ended.run, words.stopped(ended.stopped))


def _compared(verified: Verified) -> Iterator[Finding]:
    for found in verified.listed:
        yield by_rule("differs", *differing(found, verified))
    if more := verified.differing - len(verified.listed):
        yield by_rule("differs", "", f"{words.many(more, 'cell')} more differ")
    for key, why in sorted(verified.waiting.items()):
        yield by_rule("not-compared", place(Cell(key)), why)
    for policy, count in sorted(verified.kept.items()):
        yield by_rule("kept-by-policy", policy, f"kept by policy: {words.many(count, 'entry', 'entries')}")
    for side, count in sorted(verified.alone.items()):
        yield by_rule("alone", side, f"{words.many(count, 'entry', 'entries')} only on {side}")


def differing(found: Difference, verified: Verified) -> tuple[str, str]:
    """Where the sides do not agree, and what each shows there."""
    said = f"{verified.left}: {_quoted(found.left)}; {verified.right}: {_quoted(found.right)}"
    return place(found.at, found.label), said


def _quoted(value: MaybeValue) -> str:
    if isinstance(value, Absent):
        return "nothing"
    text = in_words(value)
    short = cut(text, _VALUE)
    return f"“{short}{'…' if short != text else ''}”"
