"""How a field fares on its way from one side to the other, found by sending samples there and back.

Asks the sides only what they would show (``Reader.echo``), which asks nobody else.
"""

from dataclasses import dataclass
from typing import Final

from isogloss.bridge import FieldBinding
from isogloss.canon.values import alike
from isogloss.mapping.check.samples import Sample, samples_of
from isogloss.mapping.types.convert import fit
from isogloss.mapping.types.sorts import ALT
from isogloss.model.schema import Capabilities
from isogloss.model.value import Absent, MaybeValue, Scalar, Value, dump
from isogloss.outcomes import Grade
from isogloss.ports import Reader

FOLDED: Final = "order of classes, white space and comments: carried as spelled, and no edit where they alone change"
"""Of rich text that arrives to the letter, and is compared without what no reader sees."""
_WORST: Final[tuple[Grade, ...]] = ("exact", "normalized", "approximated", "dropped")


@dataclass(frozen=True, slots=True)
class Passage:
    """What became of the samples of one field in one direction.

    reason:  what was lost and why; empty where nothing was.
    refused: a side holds none of the samples, so the field cannot be carried at all: that side's own sentence.
    """

    grade: Grade
    reason: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _End:
    """One end of the way."""

    reader: Reader
    binding: FieldBinding


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What became of one sample; ``refused`` where a side will not hold it."""

    grade: Grade
    reason: str = ""
    refused: bool = False


def travel(
    kind: str, source: tuple[Reader, FieldBinding], target: tuple[Reader, FieldBinding], can: Capabilities
) -> Passage:
    """Send the samples of a field from one side to the other.

    can: what the target can do with entries of the kind.
    """
    ends = _End(*source), _End(*target)
    found = [_send(kind, sample, ends, can) for sample in samples_of(ends[0].binding)]
    return _sum_up(
        [verdict for verdict in found if not isinstance(verdict, str)],
        [said for said in found if isinstance(said, str)],
    )


def _send(kind: str, sample: Sample, ends: tuple[_End, _End], can: Capabilities) -> _Verdict | str:
    """Send one sample; where the source itself does not hold it, that is no loss, and its sentence is returned."""
    source = ends[0]
    can_there = source.reader.capabilities(kind)
    remote = source.binding.remote
    if remote in can_there.fixed or (remote.endswith(ALT) and not can_there.write_alt):
        return _arrive(kind, sample, sample.value, ends, can)  # it shows what it would not take
    try:
        shown = source.reader.echo(kind, source.binding.field.name, sample.value)
    except ValueError as error:
        return str(error)
    if isinstance(shown, Absent):
        return f"{sample.name}: the source shows nothing of it"
    return _arrive(kind, sample, shown, ends, can)


def _arrive(kind: str, sample: Sample, shown: Value, ends: tuple[_End, _End], can: Capabilities) -> _Verdict:
    source, target = ends
    name = source.binding.field.name
    fitted = fit(shown, source.binding.field, target.binding, can)
    lost = "; ".join(dict.fromkeys(loss.reason for loss in fitted.losses))
    if isinstance(fitted.value, Absent):
        return _Verdict("dropped", f"{sample.name}: {lost}")
    try:
        there = target.reader.echo(kind, name, fitted.value)
    except ValueError as error:
        return _Verdict("dropped", f"{sample.name}: {error}", refused=True)
    if isinstance(there, Absent):
        return _Verdict("dropped", f"{sample.name}: nothing of it is shown there")
    if lost:
        return _Verdict("approximated", f"{sample.name}: {lost}")
    return _compare(kind, sample, (shown, there), source)


def _compare(kind: str, sample: Sample, pair: tuple[Value, Value], source: _End) -> _Verdict:
    shown, there = pair
    if dump(there) == dump(shown):
        if isinstance(shown, Scalar) and shown.type == "rich_text" and shown.own:
            return _Verdict("normalized", FOLDED)
        return _Verdict("exact")
    if there == shown or _same_meaning(there, shown) or _returns(kind, there, shown, source):
        return _Verdict("normalized", f"{sample.name}: written differently there")
    return _Verdict("approximated", f"{sample.name}: it becomes something else there")


def _same_meaning(there: Value, shown: Value) -> bool:
    match there, shown:
        case Scalar(one, left), Scalar(other, right):
            return one == other and alike(one, left, right)
        case _:
            return False


def _returns(kind: str, there: Value, shown: Value, source: _End) -> bool:
    try:
        back: MaybeValue = source.reader.echo(kind, source.binding.field.name, there)
    except ValueError:
        return False
    return back == shown


def _sum_up(found: list[_Verdict], unheld: list[str]) -> Passage:
    """One grade for all samples: the worst, but a field of which something arrives is not dropped."""
    if not found:
        return Passage("dropped", unheld[0], refused=unheld[0])
    reasons = dict.fromkeys(verdict.reason for verdict in found if verdict.reason)
    reason = ". ".join(each for each in reasons if each != FOLDED or len(reasons) == 1)  # least of all, if at all
    grades = {verdict.grade for verdict in found}
    if grades == {"dropped"}:
        return Passage("dropped", reason, refused=reason if all(verdict.refused for verdict in found) else "")
    worst = max(grades, key=_WORST.index)
    return Passage("approximated" if worst == "dropped" else worst, reason)
