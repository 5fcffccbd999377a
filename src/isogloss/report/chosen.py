"""Which part of a plan a report is of: some kinds, some locales, or all of it.

Decides what belongs to a part. An op that concerns several locales is told with those that were asked for; what belongs
to an entry as a whole, or to all its locales, belongs to each of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from isogloss.errors import UsageError
from isogloss.mapping.names.nearest import nearest
from isogloss.model.address import Cell
from isogloss.model.locale import SHARED
from isogloss.plan.op import Adoption, Op, Pairing, SitePublish
from isogloss.plan.record import Record

_NAMES = ("kind", "locale")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a report is of; empty means all.

    kinds, locales: names of them.
    """

    kinds: frozenset[str] = frozenset()
    locales: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """What was asked for, as it was written; empty where all was."""
        return ",".join(
            [*(f"kind={each}" for each in sorted(self.kinds)), *(f"locale={each}" for each in sorted(self.locales))]
        )

    def parts(self, records: Iterable[Record], met: "Met | None" = None) -> Iterator[Record]:
        """What of some records was asked for.

        met: takes down what the records are of, asked for or not.
        """
        for record in records:
            if met is not None:
                met.take(record)
            part = self.part(record)
            if part is not None:
                yield part

    def unmet(self, met: "Met") -> str:
        """What was asked for and is not there, with what is; empty where all is there."""
        found = [("kind", self.kinds - met.kinds, met.kinds), ("locale", self.locales - met.locales, met.locales)]
        return " ".join(
            f"Nothing in the plan is of {name} {_and(missing)}; it has {_and(there) or 'none'}."
            for name, missing, there in found
            if missing
        )

    def part(self, record: Record) -> Record | None:
        """A record, or what of it was asked for; None where nothing was."""
        if not (self.kinds or self.locales) or isinstance(record, SitePublish):
            return record
        match record:
            case Op(entry=entry):
                return self._op(record) if self._kind(entry.kind) else None
            case Pairing(entry=entry) | Adoption(entry=entry):
                return record if self._kind(entry.kind) else None
            case _:
                return record if self.has(record.at) else None

    def has(self, at: Cell) -> bool:
        """Whether a place was asked for."""
        return self._kind(at.entry.kind) and self._locale(at.locale)

    def names(self, kind: str, *locales: str) -> bool:
        """Whether an entry was asked for, in one of some locales; in none means as a whole."""
        return self._kind(kind) and (not locales or any(map(self._locale, locales)))

    def _kind(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def _locale(self, locale: str | None) -> bool:
        return not self.locales or locale is None or locale == SHARED or locale in self.locales

    def _op(self, op: Op) -> Op | None:
        changes = tuple(change for change in op.changes if self._locale(change.locale))
        own = any(change.locale in self.locales for change in changes)
        return replace(op, changes=changes) if own or not self.locales or not op.changes else None


@dataclass(slots=True)
class Met:
    """Which kinds and locales the records of a plan are of."""

    kinds: set[str] = field(default_factory=set)
    locales: set[str] = field(default_factory=set)

    def take(self, record: Record) -> None:
        """Take down what a record is of."""
        match record:
            case Op(entry=entry):
                self.kinds.add(entry.kind)
                self.locales.update(change.locale for change in record.changes if change.locale != SHARED)
            case Pairing(entry=entry) | Adoption(entry=entry):
                self.kinds.add(entry.kind)
            case SitePublish():
                pass
            case _:
                self.kinds.add(record.at.entry.kind)
                if record.at.locale not in (None, SHARED):
                    self.locales.add(str(record.at.locale))


def _and(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def chosen(words: Iterable[str]) -> Chosen:
    """What ``kind=article,kind=author,locale=de-DE`` means; several such words add up.

    Raises: UsageError where a word is not of that form.
    """
    kinds: set[str] = set()
    locales: set[str] = set()
    found = dict(zip(_NAMES, (kinds, locales), strict=True))
    for word in words:
        for part in word.split(","):
            name, _, value = part.strip().partition("=")
            if name not in found:
                raise UsageError(
                    f"--report-filter {word}: {part.strip()} says nothing that is known{nearest(name, found) or '.'} "
                    "Write it as kind=article,locale=de-DE."
                )
            if not value:
                raise UsageError(f"--report-filter {word}: {name} needs a value, as kind=article,locale=de-DE")
            found[name].add(value)
    return Chosen(frozenset(kinds), frozenset(locales))
