"""What becomes of each answer: taken, nothing new, or set aside with its reason. Pure.

An answer is taken where its text is known, stands as it stood when it went out, keeps every code, fits, and says
something else than before. Of several for one text none is taken, unless they say the same. Refuses to know what is
written where.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from isogloss.exchange.content import Content, checksum, fault, same, without_layout, words
from isogloss.exchange.unit import STAGES, Answer, Identity, Returned, Sheet, Stage, Unit, identity

_LENGTHY: Final = frozenset({"text", "long_text", "alternative text"})
_BLANK: Final = " \t\n\r\u00a0\u200b\u200c\u200d\u2060\ufeff"
_LINE_ENDS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Aside:
    """An answer that is not taken.

    file, line: where it stands; line 0 where that is not known.
    unit:  its id as it stands there; "" where all of a file is meant.
    where: the text that it is about, for people; "" where that is not known.
    why:   one sentence without its full stop.
    """

    file: str
    line: int
    unit: str
    where: str
    why: str


@dataclass(slots=True)
class Judged:
    """What became of the answers.

    taken:     by unit, in the order of the sheet.
    unchanged: how many say what is there already, or nothing.
    initial:   how many of those taken are still called initial.
    """

    taken: dict[str, tuple[Unit, Content, str, int]] = field(default_factory=dict)
    unchanged: int = 0
    initial: int = 0
    asides: list[Aside] = field(default_factory=list)


def judge(sheet: Sheet, files: Iterable[Returned], least: Stage | None = None) -> Judged:
    """Hold what came back against what both sides show now.

    sheet: every text of the locale, as it would go out now.
    least: answers whose state is less are set aside; None takes each that its translator does not call unfinished.
    """
    judged = Judged()
    known = {unit.place: unit for unit in sheet.units}
    met: dict[str, tuple[Returned, Answer, str]] = {}
    for file in files:
        why = _language(sheet, file)
        if why:
            judged.asides.append(Aside(file.name, 0, "", "", why))
            continue
        for answer in file.answers:
            _meet(judged, known, met, file, answer, least)
    return judged


def _meet(
    judged: Judged,
    known: Mapping[str, Unit],
    met: dict[str, tuple[Returned, Answer, str]],
    file: Returned,
    given: Answer,
    least: Stage | None,
) -> None:
    found = identity(given.id)
    unit = None if found is None else known.get(found.place)
    answer = given if found is None or unit is None else _plain(unit, found, given)
    where = "" if unit is None else shown(unit)
    if found is None or unit is None:
        why = "" if _silent(answer) else _unknown(found)
    elif found.place in met:
        why = _twice(judged, met[found.place], found.place, answer)
    else:
        why = _refused(unit, found, answer, least)
        met[found.place] = file, answer, where
    if why:
        judged.asides.append(Aside(file.name, answer.line, answer.id, where, why))
    elif found is None or unit is None or answer.target is None or _is_old(unit, found, answer.target):
        judged.unchanged += 1
    elif found.place not in judged.taken:
        judged.taken[found.place] = unit, answer.target, file.name, answer.line
        judged.initial += answer.state == "initial"


def _plain(unit: Unit, found: Identity, answer: Answer) -> Answer:
    """An answer without the layout of its file; where a text has lines of its own, they are its own."""
    if answer.target is None or "\n" in words(unit.source) or "\n" not in words(answer.target):
        return answer
    if _is_old(unit, found, answer.target):
        return answer
    return replace(answer, target=without_layout(answer.target))


def shown(unit: Unit) -> str:
    """The text that a unit is about, for people."""
    called = f" ({unit.label})" if unit.label and unit.label != unit.at.entry.name else ""
    return f"{unit.at.entry}{called} · {unit.at.locale} · {unit.name}"


def _silent(answer: Answer) -> bool:
    return answer.target is None and not answer.fault


def _unknown(found: Identity | None) -> str:
    if found is None:
        return "its id is none that an export wrote; the ids have to stay as they are"
    return "there is no such text any more, or it is of another language or mapping; export again"


def _twice(judged: Judged, before: tuple[Returned, Answer, str], place: str, answer: Answer) -> str:
    """A second answer for one text; the first is taken back unless both say the same."""
    file, first, where = before
    one, other = first.target, answer.target
    if not answer.fault and ((one is None and other is None) or (one and other and same(one, other))):
        return ""
    if place in judged.taken:
        unit, *_ = judged.taken.pop(place)
        judged.asides.append(Aside(file.name, first.line, first.id, where or shown(unit), _DOUBLED))
    return _DOUBLED


_DOUBLED: Final = "it is answered twice, in different words; leave one of them"


def _refused(unit: Unit, found: Identity, answer: Answer, least: Stage | None) -> str:
    """Why an answer for a known text is not taken; empty where it is, or where it says nothing new."""
    if answer.fault:
        return answer.fault
    target = answer.target
    if target is None or _is_old(unit, found, target):
        return ""
    if found.source != checksum(unit.source):
        return "its source was changed since the export; export again, and translate what it says now"
    if found.target != checksum(unit.target, tokens=False):
        return "its translation was changed on the site since the export; export again, so that nobody's work is lost"
    return _unfinished(answer, least) or _unfit(unit, target)


def _is_old(unit: Unit, found: Identity, target: Content) -> bool:
    """Whether nothing is to be done: it says what went out, or what is there by now."""
    return found.target == checksum(target, tokens=False) or (unit.target is not None and same(unit.target, target))


def _unfinished(answer: Answer, least: Stage | None) -> str:
    if answer.open:
        return answer.open
    if least is not None and STAGES.index(answer.state or "initial") < STAGES.index(least):
        return f"it is {answer.state or 'of no state'}, and only what is {least} is wanted"
    return ""


def _unfit(unit: Unit, target: Content) -> str:
    said = words(target)
    if not said.strip(_BLANK):
        return "its translation is empty"
    if unit.type in {"text", "alternative text"} and any(mark in said.strip() for mark in _LINE_ENDS):
        return "it has several lines, and the field holds one"
    if unit.type in _LENGTHY and unit.limit is not None and len(said.strip()) > unit.limit:
        return f"it has {len(said.strip()):,} characters, and {unit.limit:,} is the most that fit"
    why = fault(unit.source, target)
    return f"{why}; put every code back where it belongs" if why else ""


def _language(sheet: Sheet, file: Returned) -> str:
    """Why a file is not of this exchange at all."""
    for said, wanted, what in ((file.target, sheet.target, "into"), (file.source, sheet.source, "from")):
        if said and said.replace("_", "-").casefold() != str(wanted).casefold():
            return f"it is a translation {what} {said}, and {wanted} is wanted; nothing of it is taken"
    return ""
