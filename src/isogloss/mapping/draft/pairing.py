"""Which entries, kinds, fields, options and locales of two sides are likely the same, by name, type and content.

Decides what weighs how much. Content that agrees says most: the same title on both sides is no chance. Names say less,
and types only what is out of the question. Refuses to know how a mapping is written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from isogloss.mapping.draft.languages import language_of
from isogloss.mapping.draft.likeness import likeness, words_of
from isogloss.mapping.names.languages import Nearest, pairs
from isogloss.mapping.names.locales import tag_of
from isogloss.mapping.names.traces import NO_TRACES, Traces
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteField, RemoteKind, RemoteSchema, Sample

Entries: TypeAlias = Sequence[tuple[Sample, Sample]]
"""Entries that are likely one, the left side's first."""

_TELLING: Final = 4
"""Characters of a text from which on it tells one entry from others."""
_COMMON: Final = 3
"""Entries of a kind that may share a text which tells them from the rest."""
_NAMED: Final = 0.5
"""From which likeness on two names speak for each other."""
_FILES: Final = frozenset({"image", "images", "file"})
_ENTRIES: Final = 0.25
"""The share of entries found again by which two kinds are the same whatever they are called."""
_CHOSEN: Final = 1.0
"""What it weighs that values of options always stand together, under whatever names."""
_CHOICES: Final = "its values stand together, under other names"
BY_CONTENT: Final = frozenset({"blog", "blog_authors", "blog_categories", "single_pages", "pages"})
"""Places that every site or account may have, whatever it is used for: no name speaks for them, and they are paired
only where their entries were found again."""
_MOSTLY: Final = 0.5
"""The share of both sides' entries from which on such a place is the same as another."""
_OF_BLOG: Final = frozenset({"blog_authors", "blog_categories"})
_LEFT_OVER: Final = "they are left over, and nothing is in the one yet"
_AGREES, _DIFFERS = 0.5, 0.25
"""The share of cells that agree from which on, and up to which, content decides."""


@dataclass(frozen=True, slots=True)
class Met:
    """How often two fields held something in the same place, and how often the same."""

    both: int = 0
    same: int = 0

    @property
    def share(self) -> float:
        """Of those the share that agrees."""
        return self.same / self.both if self.both else 0.0


@dataclass(frozen=True, slots=True)
class Paired:
    """A field or a kind of the left side, with its like.

    why:  what speaks for it, a clause; empty where nothing is to be decided.
    """

    there: str
    score: float
    why: str = ""


@dataclass(slots=True)
class Kinds:
    """Kinds by their own names on the left side."""

    partners: dict[str, Paired] = field(default_factory=dict)
    entries: dict[str, Entries] = field(default_factory=dict)


def same_entries(here: RemoteKind, there: RemoteKind) -> Entries:
    """The entries that show the same telling texts, each with the one that shares most of them."""
    known: dict[str, set[int]] = defaultdict(set)
    for number, sample in enumerate(there.samples):
        for text in _texts(sample):
            known[text].add(number)
    offers: list[tuple[int, int, int]] = []
    for number, sample in enumerate(here.samples):
        votes: Counter[int] = Counter()
        for text in _texts(sample):
            found = known.get(text, set())
            if len(found) <= _COMMON:
                votes.update(found)
        offers += [(-count, number, other) for other, count in votes.items()]
    taken: tuple[set[int], set[int]] = set(), set()
    made: list[tuple[Sample, Sample]] = []
    for _, number, other in sorted(offers):
        if number not in taken[0] and other not in taken[1]:
            taken[0].add(number)
            taken[1].add(other)
            made.append((here.samples[number], there.samples[other]))
    return made


def _texts(sample: Sample) -> set[str]:
    cells = (traces for held in sample.cells.values() for traces in held.values())
    return {text for traces in cells for text in traces if len(text) >= _TELLING and not text.isdigit()}


def same_kinds(left: RemoteSchema, right: RemoteSchema) -> Kinds:
    """The kinds that are alike, the likest first; each has one partner."""
    made = Kinds()
    offers: list[tuple[float, str, str, float, int]] = []
    for here in left.kinds.values():
        for there in right.kinds.values():
            entries = same_entries(here, there)
            share = len(entries) / max(1, min(len(here.samples), len(there.samples)))
            name = likeness(here.name, there.name)
            made.entries[f"{here.name}\n{there.name}"] = entries
            if {here.place, there.place} & BY_CONTENT:
                alike = len(entries) >= _MOSTLY * max(1, len(here.samples), len(there.samples))
            else:
                alike = name >= _NAMED or (len(entries) > 0 and share >= _ENTRIES)
            if alike:
                offers.append((-(2 * share + name), here.name, there.name, name, len(entries)))
    taken: set[str] = set()
    for score, here_name, there_name, name, found in sorted(offers):
        if here_name not in made.partners and there_name not in taken:
            taken.add(there_name)
            sure = name == 1.0 or found > 0
            why = "" if sure else "their names are alike, and no entry of one was found in the other"
            made.partners[here_name] = Paired(there_name, -score, why)
    places = {kind.name: kind.place for kind in right.kinds.values()}
    if "blog" not in {places[found.there] for found in made.partners.values()}:
        made.partners = {name: found for name, found in made.partners.items() if places[found.there] not in _OF_BLOG}
    rest = [each for each in left.kinds.values() if each.name not in made.partners and each.place not in BY_CONTENT]
    free = [each for each in right.kinds.values() if each.name not in taken and each.place not in BY_CONTENT]
    for ours, theirs in ((rest, _empty(free)), (_empty(rest), free)):
        if len(ours) == len(theirs) == 1 and ours[0].name not in made.partners:
            made.partners[ours[0].name] = Paired(theirs[0].name, 0.0, _LEFT_OVER)
    return made


def _empty(kinds: list[RemoteKind]) -> list[RemoteKind]:
    return [kind for kind in kinds if not kind.samples]


@dataclass(frozen=True, slots=True)
class SameLocale:
    """The code that stands for a locale on the right side, and what speaks for it."""

    code: str
    why: str = ""


def same_locales(codes: Mapping[Locale, str], right: RemoteSchema, entries: Iterable[Entries]) -> dict[str, SameLocale]:
    """By tag, the right side's code: the same texts say most, then the distance of tags, then the language of texts."""
    free = [*(right.locales or ())]
    found: dict[str, SameLocale] = {}
    votes: Counter[tuple[str, str]] = Counter()
    for here, there in (pair for each in entries for pair in each):
        votes.update(_agreeing(here, there))
    near = pairs(codes, free)
    for (one, other), count in votes.most_common():
        tag = next((tag for tag, code in codes.items() if code == one), None)
        if tag is None or tag in found or other not in free or not _clear(votes, one, other):
            continue
        close = near.get(tag)
        found[tag] = SameLocale(other, "" if close and close.code == other else f"the same texts, {count} of them")
        free.remove(other)
    rest = {tag: code for tag, code in codes.items() if tag not in found}
    for said, each in pairs(rest, free).items():
        found[said] = SameLocale(each.code, _how_far(said, each))
        free.remove(each.code)
    for code in list(free):
        language = language_of(_in_locale(right, code)) if tag_of(code) is None else ""
        spoken = [tag for tag in rest if tag not in found and language and Locale(tag).split("-")[0] == language]
        if len(spoken) == 1:
            found[spoken[0]] = SameLocale(code, "by the language of its texts")
            free.remove(code)
    return found


def _how_far(tag: str, near: Nearest) -> str:
    return "" if near.code == tag else f"distance {near.distance}"


def _clear(votes: Counter[tuple[str, str]], one: str, other: str) -> bool:
    count = votes[one, other]
    return all(count > each for at, each in votes.items() if at != (one, other) and (at[0] == one or at[1] == other))


def _agreeing(here: Sample, there: Sample) -> Iterator[tuple[str, str]]:
    """Locales of both in which they show a text that they show in no other."""
    own = ({code: _own(sample, code) for code in sample.cells} for sample in (here, there))
    left, right = own
    for one, texts in left.items():
        for other, others in right.items():
            yield from [(one, other)] * len(texts & others)


def _own(sample: Sample, code: str) -> set[str]:
    rest = {text for at, held in sample.cells.items() if at != code for traces in held.values() for text in traces}
    return {text for traces in sample.cells[code].values() for text in traces if len(text) > 1} - rest


def _in_locale(schema: RemoteSchema, code: str) -> Iterator[str]:
    for kind in schema.kinds.values():
        for sample in kind.samples:
            for held in (sample.cells.get(code, {}),):
                yield from (text for traces in held.values() for text in traces)


def same_fields(
    here: Mapping[str, RemoteField], there: Mapping[str, RemoteField], entries: Entries, codes: Mapping[str, str]
) -> dict[str, Paired]:
    """The fields that are alike, the likest first; each has one partner.

    codes: the left side's code of each locale to the right side's.
    """
    offers: list[tuple[float, str, str, Met, float]] = []
    for slug, one in here.items():
        for other_slug, other in there.items():
            if not one.holds & other.holds:
                continue
            files = bool(_FILES & one.holds & other.holds)
            met = _met(slug, other_slug, entries, codes, files=files)
            name = likeness(slug, other_slug)
            chosen = bool(one.options) and _stand_together(slug, other_slug, entries, codes)
            score = max(_score(name, met), _CHOSEN + name if chosen else 0.0)
            if score > 0:
                offers.append((-score, slug, other_slug, met, name))
    made: dict[str, Paired] = {}
    taken: set[str] = set()
    for score, slug, other_slug, met, name in sorted(offers, key=lambda offer: offer[:3]):
        if slug not in made and other_slug not in taken:
            taken.add(other_slug)
            files = bool(_FILES & here[slug].holds & there[other_slug].holds)
            chosen = not met.same and bool(here[slug].options)
            made[slug] = Paired(other_slug, -score, _CHOICES if chosen else _why(name, met, files=files))
    return made


def left_over(here: Mapping[str, RemoteField], there: RemoteKind) -> dict[str, Paired]:
    """Where nothing is alike: what an entry of one side cannot be without, with what every entry of the other has."""
    needed = next((field for field in here.values() if field.required), None)
    if needed is None:
        return {}
    everywhere = (
        slug
        for slug, field in (there.fields or {}).items()
        if field.holds & needed.holds
        and there.samples
        and all(any(held.get(slug) for held in sample.cells.values()) for sample in there.samples)
    )
    found = next(everywhere, None)
    return {} if found is None else {needed.slug: Paired(found, 0.0, "every entry has it")}


def _score(name: float, met: Met) -> float:
    if met.both >= 1 and met.share >= _AGREES:
        return 2 + met.share + name + min(met.same, 10) / 100
    if met.both > 1 and met.share <= _DIFFERS and name < 1.0:
        return 0.0
    return name if name >= _NAMED else 0.0


def _why(name: float, met: Met, *, files: bool) -> str:
    if files and met.same and name < _NAMED:
        return f"both hold files in {met.same} of {met.both} cells"
    if (met.same > 1 and met.share >= _AGREES) or name == 1.0:
        return ""
    if met.same:
        return f"{met.same} of {met.both} cells agree"
    return "by its name"


def _met(slug: str, other: str, entries: Entries, codes: Mapping[str, str], *, files: bool) -> Met:
    """How often both hold the same; of files, whose addresses tell nothing, how often both where either does."""
    both = same = 0
    for here, there in entries:
        for code, across in codes.items():
            if code not in here.cells or across not in there.cells:
                continue
            one, two = _cell(here, code, slug), _cell(there, across, other)
            both += bool(one or two) if files else bool(one and two)
            same += bool(one and two) if files else bool(one & two)
    return Met(both, same)


def always_same(slug: str, other: str, entries: Entries, codes: Mapping[str, str]) -> bool:
    """Whether two fields hold the same wherever both hold anything, of entries that both sides show."""
    met = _met(slug, other, entries, codes, files=False)
    return 0 < met.both == met.same


def is_shared(slug: str, other: str, left: Sequence[Sample], right: Sequence[Sample]) -> bool:
    """Whether every entry that was looked at shows the same in all of its locales, on both sides, and several do."""
    here = [_shown(sample, slug) for sample in left]
    several = [each for each in here if len(each) > 1]
    there = [_shown(sample, other) for sample in right]
    return len(several) > 1 and all(each[0].intersection(*each) for each in (*here, *there) if each)


def _shown(sample: Sample, slug: str) -> list[Traces]:
    return [traces for code in sample.cells if (traces := _cell(sample, code, slug))]


def _stand_together(slug: str, other: str, entries: Entries, codes: Mapping[str, str]) -> bool:
    """Whether each value of one always stands where one value of the other does, and there are several of them."""
    found = chosen_together(slug, other, entries, codes)
    partners = [next(iter(each)) for each in found.values() if len(each) == 1]
    several = len(found) > 1 and sum(each.total() for each in found.values()) > len(found)
    return several and len(set(partners)) == len(found)


def chosen_together(slug: str, other: str, entries: Entries, codes: Mapping[str, str]) -> dict[str, Counter[str]]:
    """By a value of the left side, how often each value of the right one stood where it stood."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for here, there in entries:
        for code, across in codes.items():
            for one in _cell(here, code, slug):
                found[one].update(_cell(there, across, other))
    return found


def _cell(sample: Sample, code: str, slug: str) -> Traces:
    return sample.cells.get(code, {}).get(slug, NO_TRACES)


def is_alternative(slug: str) -> bool:
    """Whether a name says that it is the alternative text of a picture."""
    return "alt" in words_of(slug)
