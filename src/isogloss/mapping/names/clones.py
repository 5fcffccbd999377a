"""A locale that was filled by cloning: every text that it has is word for word the primary's, so nobody translated it.

Decides what counts as such, and with ``same_as_primary: skip`` what becomes of it: it is at rest, whatever it shows,
until somebody translates it. The base on disk stays as it is, so a translation is an edit like any other. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from isogloss.bridge import Bridge
from isogloss.merge.decide import Shown, Tree, child
from isogloss.merge.facing import Facing
from isogloss.model.address import Side
from isogloss.model.entry import Entry, digest_variant
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, MaybeValue, Scalar, leaves

_TEXTS: Final = frozenset({"text", "long_text", "rich_text"})


def clones(entry: Entry | Absent, kind: str, bridge: Bridge) -> frozenset[Locale]:
    """The locales of an entry whose every text is the primary's."""
    if isinstance(entry, Absent) or bridge.primary not in entry:
        return frozenset()
    slugs = bridge.slugs(kind)
    first = entry[bridge.primary]

    def same(locale: Locale) -> bool:
        told = False
        for name, value in entry[locale].items():
            texts = [] if name in slugs else list(_texts(value))
            if texts and texts != list(_texts(first.get(name, ABSENT))):
                return False
            told = told or bool(texts)
        return told

    return frozenset(locale for locale in entry if locale not in (SHARED, bridge.primary) and same(locale))


def _texts(value: MaybeValue) -> Iterator[str]:
    for leaf in () if isinstance(value, Absent) else leaves(value):
        if isinstance(leaf, Scalar) and leaf.type in _TEXTS:
            yield leaf.text


def left_out(facing: Facing, bridge: Bridge) -> Facing:
    """The same entry with what was only cloned at rest."""
    for side in (written.other for written in bridge.flows(facing.key.kind).written()):
        found = clones(facing.shows(side), facing.key.kind, bridge) - facing.copied.get(side, frozenset())
        if found:
            across = clones(facing.shows(side.other), facing.key.kind, bridge)
            for locale in sorted(found - across):  # where neither side translated it, both go on in step
                facing = _at_rest(facing, side, locale)
    return facing


def _at_rest(facing: Facing, side: Side, locale: Locale) -> Facing:
    entry, across = facing.shows(side), facing.shows(side.other)
    halves = {Side.LEFT: facing.base.left, Side.RIGHT: facing.base.right}
    known = not isinstance(child(halves[side.other], str(locale)), Absent)
    if isinstance(entry, Absent):
        return facing
    if known or (not isinstance(across, Absent) and locale in across):
        halves[side] = {**_inside(halves[side]), str(locale): digest_variant(entry[locale])}
        return replace(facing, base=Shown(halves[Side.LEFT], halves[Side.RIGHT]))
    halves[side] = _without(halves[side], locale)
    rest = {at: variant for at, variant in entry.items() if at != locale}
    skipped = {**facing.left_out, side: facing.left_out.get(side, frozenset()) | {locale}}
    made = replace(facing, base=Shown(halves[Side.LEFT], halves[Side.RIGHT]), left_out=skipped)
    return replace(made, left=rest) if side is Side.LEFT else replace(made, right=rest)


def _inside(tree: Tree) -> Mapping[str, Tree]:
    return tree if isinstance(tree, Mapping) else {}


def _without(tree: Tree, locale: Locale) -> Tree:
    return {name: inner for name, inner in tree.items() if name != locale} if isinstance(tree, Mapping) else tree
