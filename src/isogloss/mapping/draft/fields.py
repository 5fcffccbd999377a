"""The fields of one kind of a proposal, as lines of it: which are alike, of which type, and by what entries are paired.

Decides what is written of a field, and what is left for a person to decide. What is alike is weighed in ``pairing``.
"""

import difflib
from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from isogloss.mapping.draft.pairing import (
    Entries,
    Paired,
    always_same,
    chosen_together,
    is_alternative,
    is_shared,
    left_over,
    same_fields,
)
from isogloss.mapping.draft.wording import key, plain, word
from isogloss.mapping.names.traces import traces
from isogloss.mapping.types.sorts import ALT
from isogloss.model.entry import SLUG as OUR_SLUG
from isogloss.model.schema import FIELD_TYPES, FieldType, RemoteField, RemoteKind

SLUG: Final = "slug"
_FIRST: Final[tuple[FieldType, ...]] = ("rich_text", "email", "phone", "colour", "link", "video", "date", *FIELD_TYPES)
"""Of the types that a field can hold, the one it is probably meant for: rich text is never held by chance."""
_OWN: Final[frozenset[FieldType]] = frozenset({"text", "long_text", "rich_text", "reference", "references"})
_SAME: Final = "  # the same in every locale of what was looked at"
_PLAIN: Final[frozenset[FieldType]] = frozenset({"text", "long_text"})
"""What a field holds that holds any text: then it is not meant for one of a special form."""


class Across(Protocol):
    """What is known of both sides beyond one kind."""

    @property
    def codes(self) -> Mapping[str, str]:
        """The left side's code of each locale to the right side's."""
        ...

    @property
    def names(self) -> tuple[str, str]:
        """What the sides are called."""
        ...

    def refused(self, kind: str, name: str) -> str:
        """Why a field does not hold; empty where nobody said so."""
        ...

    def called(self, target: str) -> str | None:
        """What we call a kind of the left side; None where it is not proposed."""
        ...

    def entries(self, kind: RemoteKind, partner: RemoteKind) -> Entries:
        """The entries that both show."""
        ...


class Fields:
    """The fields of one kind.

    slugged: entries of both sides are known by their slugs, unless those that were found show another thing.
    taken: slugs of the right side that have a place. match: by which field entries are paired.
    """

    def __init__(self, across: Across, kind: RemoteKind, partner: RemoteKind, *, slugged: bool) -> None:
        self._across, self._kind, self._partner, self._slugged = across, kind, partner, slugged
        self._entries = across.entries(kind, partner)
        self.taken: set[str] = set()
        self.match = OUR_SLUG
        self._texts: dict[str, tuple[str, str]] = {}
        self._there = partner.fields
        mine = {slug: each for slug, each in (kind.fields or {}).items() if not each.read_only}
        if partner.fields is None:
            self._mine = {slug: each for slug, each in mine.items() if slug != SLUG and not slug.endswith(ALT)}
            self._pairs: dict[str, Paired] = {}
        else:
            self._mine = mine
            self._pairs = self._paired(mine, partner.fields)

    def _paired(self, mine: Mapping[str, RemoteField], there: Mapping[str, RemoteField]) -> dict[str, Paired]:
        main = {slug: each for slug, each in mine.items() if slug != SLUG and not slug.endswith(ALT)}
        found = same_fields(main, there, self._entries, self._across.codes)
        found = found or left_over(main, self._partner)
        rest = {slug: each for slug, each in there.items() if slug not in {pair.there for pair in found.values()}}
        aside = {
            slug: RemoteField(slug, each.type, frozenset({"text"}))
            for slug, each in mine.items()
            if slug == SLUG or slug.endswith(ALT)
        }
        for slug, pair in same_fields(aside, rest, self._entries, self._across.codes).items():
            told = SLUG in pair.there if slug == SLUG else is_alternative(pair.there)
            if told or not pair.why:
                found[slug] = pair
        return found

    def lines(self) -> Iterator[str]:
        """A line for each field, or why it has none."""
        names: list[str] = []
        for slug, each in self._mine.items():
            if slug in self._pairs or not (slug == SLUG or slug.endswith(ALT)):
                line = self._line(each)
                yield line
                if not line.lstrip().startswith("#"):
                    names.append(slug)
        self.match = self._matched(names)

    def _matched(self, names: list[str]) -> str:
        """What both sides show alike of every entry that was found on both; without such, what is usual."""
        usual = OUR_SLUG if self._slugged or not names else key(SLUG if SLUG in names else names[0])
        if not self._entries or self._same(*self._texts.get(usual, (SLUG, OUR_SLUG))):
            return usual
        return next((name for name, slugs in self._texts.items() if self._same(*slugs)), usual)

    def _same(self, slug: str, other: str) -> bool:
        return always_same(slug, other, self._entries, self._across.codes)

    def _line(self, each: RemoteField) -> str:
        name, (one, other) = key(each.slug), self._across.names
        if why := self._across.refused(key(self._kind.name), name):
            return f"      # {name}: decide: {plain(why)}"
        pair = self._pairs.get(each.slug)
        there = self._there[pair.there] if pair and self._there else None
        type_ = _type(each, there)
        if type_ is None or (self._there and there is None):
            return f"      # {name}: {word(each.type)}, which has no place on {other}"
        said = [f"type: {type_}", f"{one}: {word(each.slug)}", f"{other}: {word(there.slug if there else each.slug)}"]
        if type_ in {"reference", "references"}:
            target = self._across.called(each.to or "")
            if target is None:
                return f"      # {name}: {word(each.type)}, and what it points to has no place on {other}"
            said.append(f"to: {word(target)}")
        shared = there is not None and self._shared(each, there, type_)
        said += ["shared: true"] if shared else []
        guesses = [pair.why] if pair and pair.why else [] if pair else [f"{other} tells of no fields"]
        if type_ == "option":
            values, unsure = self._values(each, there)
            said.append(f"values: {{{', '.join(values)}}}")
            guesses += [f"the value {', '.join(unsure)}"] if unsure else []
        self.taken |= {there.slug} if there else set()
        if type_ == "text" and there is not None:
            self._texts[name] = each.slug, there.slug
        comment = f"  # guess: {plain('; '.join(guesses))}" if guesses else _SAME if shared else ""
        return f"      {word(name)}: {{{', '.join(said)}}}{comment}"

    def _shared(self, one: RemoteField, other: RemoteField, type_: FieldType) -> bool:
        """Whether all locales share a field; texts and links to other entries never do by what is seen alone."""
        if type_ in _OWN:
            return False
        return is_shared(one.slug, other.slug, self._kind.samples, self._partner.samples)

    def _values(self, each: RemoteField, there: RemoteField | None) -> tuple[list[str], list[str]]:
        """The values of an option on both sides, and the keys of those that nothing but letters speaks for."""
        one, other = self._across.names
        known = sorted(there.options.values()) if there else []
        met = chosen_together(each.slug, there.slug, self._entries, self._across.codes) if there else {}
        lines: list[str] = []
        unsure: list[str] = []
        for label in each.options.values():
            name = key(label)
            found, sure = _value(label, known, met.get(next(iter(traces(label)), ""), {}))
            lines.append(f"{word(name)}: {{{one}: {word(label)}, {other}: {word(found or name)}}}")
            unsure += [] if sure else [name]
        return lines, unsure


def _value(label: str, known: list[str], met: Mapping[str, int]) -> tuple[str, bool]:
    """The right side's value for one of the left, and whether content or the very name says so."""
    by_trace = {next(iter(traces(each)), ""): each for each in known}
    if met:
        return by_trace.get(max(sorted(met), key=lambda text: met[text]), ""), True
    same = [each for each in known if key(each) == key(label)]
    if same:
        return same[0], True
    near = difflib.get_close_matches(label, known, n=1, cutoff=0.5)
    return (near[0] if near else ""), False


def _type(one: RemoteField, other: RemoteField | None) -> FieldType | None:
    holds = one.holds & other.holds if other else one.holds
    if one.holds >= _PLAIN or (one.holds & _PLAIN and "tags" in one.holds):
        return next((each for each in ("text", "long_text") if each in holds), None) or _first(holds)
    return _first(holds)


def _first(holds: frozenset[FieldType]) -> FieldType | None:
    return next((name for name in _FIRST if name in holds), None)
