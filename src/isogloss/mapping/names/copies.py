"""``missing_locale: copy``: where a locale is missing, the primary's text stands in, as a draft, until one comes.

A copy is made up here, each time both sides are looked at, and so never mirrored back: the side that lacks the locale
goes on lacking it, and its base says that it showed the primary's text. That it did is remembered, for the primary may
have moved since. A translation made on the other side is then an
edit like any other; one made on this side is the real thing, and takes the copy's place. Pure.
"""

from collections.abc import Mapping
from dataclasses import replace

from isogloss.bridge import Bridge
from isogloss.mapping.names.neutral import Scoped
from isogloss.merge.flow import Flows, written_sides
from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PRESENT, STATUS, Entry, Variant
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded, Exclusion
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import Absent, Digest

Pairs = Mapping[Locale, Mapping[str, tuple[Digest | None, Digest | None]]]


def with_copies(
    shown: Mapping[Side, Scoped],
    base: Pairs,
    made_before: Mapping[Locale, Side | None],
    bridge: Bridge,
    flows: Flows,
    excluded: Excluded = NOTHING_EXCLUDED,
) -> tuple[dict[Side, Scoped], dict[Side, frozenset[Locale]]]:
    """Fill the gaps of one entry; returns what the sides show then, and which of it are copies, by side.

    made_before: by locale in which a run wrote a copy, the side that lacks it.
    flows:    which way the locales of its kind go: what is not taken across needs no copy.
    excluded: what is out of scope of it, and so of a copy.
    """
    made = dict(shown)
    copied: dict[Side, frozenset[Locale]] = {}
    for side in Side:
        entry = shown[side].raw
        if isinstance(entry, Absent) or bridge.primary not in entry:
            continue
        across = shown[side.other].raw
        theirs = frozenset() if isinstance(across, Absent) else frozenset(across)
        gaps = {
            locale
            for locale in bridge.locales
            if locale not in entry
            and side.other in written_sides(flows.at(locale))
            and (locale not in theirs or was_copy(base, made_before, side, locale, bridge.primary, excluded))
            and not any(locale in others for others in copied.values())
        }
        if gaps:
            made[side] = _filled(shown[side], gaps, bridge)
            copied[side] = frozenset(gaps)
    return made, copied


def was_copy(
    base: Pairs,
    made_before: Mapping[Locale, Side | None],
    side: Side,
    locale: Locale,
    primary: Locale,
    excluded: Excluded = NOTHING_EXCLUDED,
) -> bool:
    """Whether what a side last showed in a locale was its primary's text: then it never had a translation there.

    It is remembered of what a run wrote; what an older version wrote is told by the two being the same.
    """
    if made_before.get(locale) is side:
        return True
    place = 0 if side is Side.LEFT else 1
    apart = excluded.get(locale, Exclusion()).fields | {STATUS}
    there = {name: pair[place] for name, pair in base.get(locale, {}).items() if name not in apart and pair[place]}
    first = {name: pair[place] for name, pair in base.get(primary, {}).items() if name not in apart and pair[place]}
    return bool(there) and there == first


def _filled(scoped: Scoped, gaps: set[Locale], bridge: Bridge) -> Scoped:
    def fill(entry: Entry | Absent, status: Variant) -> Entry | Absent:
        if isinstance(entry, Absent):
            return entry
        return {**entry, **{locale: {**entry[bridge.primary], **status} for locale in gaps}}

    compared = {STATUS: DRAFT if bridge.publish == "mirror" else PRESENT}
    return replace(
        scoped,
        entry=fill(scoped.entry, compared),
        raw=fill(scoped.raw, {STATUS: DRAFT}),
        notes={**scoped.notes, **{locale: Note() for locale in gaps}},
    )
