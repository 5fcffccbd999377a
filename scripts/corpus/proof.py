"""Proof of the round trip: two Webflow sites, each read through the adapter, compared cell by cell. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from isogloss.mapping.types.likeness import rendering
from isogloss.model.address import EntryKey
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Asset, Group, Many, MaybeValue, Ref, Scalar, Value

At = tuple[str, Locale, str]
"""A cell, by the entry's slug, its locale and its field."""


@dataclass(slots=True)
class Proof:
    """What the comparison found.

    equal:     cells that hold the same canonical value on both.
    rendered:  cells that do not, but of which one is a rendering of the other.
    missing:   cells that only the original has.
    extra:     cells that only the returned site has.
    differing: cells that hold different things.
    """

    entries: int = 0
    variants: int = 0
    equal: int = 0
    rendered: list[At] = field(default_factory=list)
    missing: list[At] = field(default_factory=list)
    extra: list[At] = field(default_factory=list)
    differing: list[At] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many cells were compared."""
        return self.equal + len(self.rendered) + len(self.missing) + len(self.extra) + len(self.differing)

    @property
    def holds(self) -> bool:
        """Whether nothing is missing, extra or different."""
        return not (self.missing or self.extra or self.differing)


def prove(original: Iterable[Seen], returned: Iterable[Seen]) -> Proof:
    """Compare what came back with what was sent."""
    before, after = _cells(list(original)), _cells(list(returned))
    proof = Proof(len({at[0] for at in before}), len({at[:2] for at in before if at[1] != SHARED}))
    for at in sorted(before.keys() | after.keys()):
        one, other = before.get(at, ABSENT), after.get(at, ABSENT)
        if one == other:
            proof.equal += 1
        elif at not in after:
            proof.missing.append(at)
        elif at not in before:
            proof.extra.append(at)
        elif rendering(one, other):
            proof.rendered.append(at)
        else:
            proof.differing.append(at)
    return proof


def _cells(entries: list[Seen]) -> dict[At, MaybeValue]:
    """Every cell, in names that both sites share: the slug of an entry instead of its remote id.

    Raises: ValueError where two entries have one slug, or one has none.
    """
    names: dict[tuple[str, str], str] = {}
    for entry in entries:
        slug = entry.variants.get(SHARED, {}).get(SLUG)
        if not isinstance(slug, Scalar) or slug.text in names.values():
            raise ValueError(f"{entry.kind} {entry.remote} has no slug of its own: {slug}.")
        names[entry.kind, entry.remote] = slug.text
    return {
        (names[entry.kind, entry.remote], locale, name): _named(value, names)
        for entry in entries
        for locale, variant in entry.variants.items()
        for name, value in variant.items()
    }


def _named(value: Value, names: Mapping[tuple[str, str], str]) -> Value:
    match value:
        case Ref(to):
            return Ref(EntryKey(to.kind, names.get((to.kind, to.name), f"?{to.name}")))
        case Many(items):
            return Many(tuple(_named(item, names) for item in items))
        case Group(fields):
            return Group(tuple((name, _named(item, names)) for name, item in fields))
        case Scalar() | Asset():
            return value
