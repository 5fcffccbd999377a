"""Which address an entry has on each side, so that a link to it inside rich text can lead to it on both.

Decides how an entry's address is formed (the mapping says it), which entry an address stands for, and the neutral
spelling of such a link: ``isogloss:article/first``, or ``isogloss:article/first;fr-FR`` for another locale than that of
the text. Refuses to know HTML, and to ask anybody: what both sides show is handed in, and so is what was remembered.
Pure.

A link is known by the addresses of either side, and by those that an entry had before it was renamed. So what a link
means does not change when an entry gets another slug, comes into being on a side, or goes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from isogloss.bridge import REMOTE_SLUG, Bridge, KindBinding
from isogloss.canon.address import loose_link
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import CHANGED, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import Scalar

SCHEME: Final = "isogloss:"
"""Before the neutral name of a link."""

_EVERY: Final = "*"
_WEB: Final = re.compile(r"https?:(?=//)")
_LINK: Final = re.compile(r"isogloss:([^/;?#]+)/([^;?#]+)(?:;([^?#]*))?(.*)", re.DOTALL)
_TAIL: Final = re.compile(r"[?#]")


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One entry in one locale."""

    key: EntryKey
    locale: Locale


Slugs = Mapping[Locale, str]
_Met = tuple[str, str]
"""Kind, and the remote id of an entry on the side it was read on."""


class Directory:
    """Where the entries of a mapping are, on both sides.

    First ``note`` what both sides show, then ``settle`` which entries they are; then ask.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._kinds = {kind for side in Side for kind, bound in bridge.side(side).kinds.items() if bound.urls}
        self._noted: dict[Side, dict[_Met, tuple[Slugs, Slugs, frozenset[Locale]]]] = {side: {} for side in Side}
        self._live: dict[Side, dict[EntryKey, dict[Locale, str]]] = {side: {} for side in Side}
        self._there: dict[Side, dict[EntryKey, dict[Locale, str]]] = {side: {} for side in Side}
        self._found: dict[Side, dict[str, list[Target]]] = {side: {} for side in Side}
        self._remembered: dict[Side, dict[str, str]] = {side: {} for side in Side}
        self._last: dict[Side, dict[str, str]] = {side: {} for side in Side}

    def __bool__(self) -> bool:
        return bool(self._kinds) or any(self._remembered.values())

    def note(self, side: Side, seen: Seen) -> None:
        """Take down the slugs of one entry, as they are and as they would be across."""
        if seen.kind not in self._kinds:
            return
        locales = [locale for locale in self._bridge.locales if locale in seen.variants]
        own = self._bridge.side(side).kinds[seen.kind]
        over = self._bridge.side(side.other).kinds[seen.kind]
        here = {locale: slug for locale in locales if (slug := slug_in(seen, locale, own)) is not None}
        across = here
        if slug_field(own) != slug_field(over):
            across = {locale: slug for locale in locales if (slug := self.across(seen, locale, over)) is not None}
        live = frozenset(locale for locale in locales if _is_live(seen, locale))
        self._noted[side][seen.kind, seen.remote] = here, across, live

    def across(self, seen: Seen, locale: Locale, over: KindBinding) -> str | None:
        """The slug that the other side will give an entry; None where nobody can know."""
        if slug_field(over) is None and not self._bridge.kinds[seen.kind].slug:
            return None
        return slug_in(seen, locale, over)

    def settle(self, keys: Mapping[Side, Mapping[_Met, EntryKey]]) -> None:
        """Say which entry everything is that was noted, by kind and remote id. What is superseded has no address."""
        for side in Side:
            for met, (here, _, live) in self._noted[side].items():
                if not (key := keys[side][met]).was:
                    self._put(side, key, here, met[1])
                    there = self._there[side].get(key, {})
                    self._live[side][key] = {locale: there[locale] for locale in here if locale in live & there.keys()}
        for side in Side:
            for met, (_, across, _) in self._noted[side.other].items():
                if (key := keys[side.other][met]).was:
                    continue
                there = self._there[side].get(key, {})
                self._put(side, key, {locale: slug for locale, slug in across.items() if locale not in there}, None)
        self._noted = {side: {} for side in Side}

    def live(self, side: Side) -> Mapping[EntryKey, Mapping[Locale, str]]:
        """The address that is written for each entry on a side, in the locales in which the public sees it."""
        return self._live[side]

    def saw(self, side: Side, key: EntryKey, seen: Seen) -> None:
        """Take down what a later look at an entry tells of where the public sees it."""
        if seen.kind not in self._kinds or key.was:
            return
        bound = self._bridge.side(side).kinds[seen.kind]
        for locale, variant in seen.variants.items():
            if variant.get(STATUS) != PUBLISHED:  # a look may show what lies on top of what is live
                continue
            slug = slug_in(seen, locale, bound)
            if slug is not None and (made := addresses_of(bound, locale, slug, seen.remote)):
                self._live[side].setdefault(key, {})[locale] = made[0]

    def stand_in(self, others: Mapping[EntryKey, EntryKey]) -> None:
        """Let the addresses of some entries lead to others: those that they may well be."""
        for side in Side:
            for targets in self._found[side].values():
                if any(target.key in others for target in targets):
                    led = (Target(others.get(target.key, target.key), target.locale) for target in targets)
                    targets[:] = dict.fromkeys(led)
            for key, other in others.items():
                if (there := self._there[side].pop(key, None)) is not None:
                    self._there[side].setdefault(other, there)

    def _put(self, side: Side, key: EntryKey, slugs: Slugs, remote: str | None) -> None:
        """Enter an entry under each of its addresses on a side."""
        bound = self._bridge.side(side).kinds[key.kind]
        found, there = self._found[side], self._there[side]
        for locale, slug in slugs.items():
            written = addresses_of(bound, locale, slug, remote)
            for address in written:
                for spelling in _spellings(address):
                    found.setdefault(spelling, []).append(Target(key, locale))
            if written:
                there.setdefault(key, {})[locale] = written[0]

    def remember(self, side: Side, known: Mapping[str, str]) -> None:
        """Take what is known of a side from before: address to link; other files' addresses may be among it."""
        for address, link in known.items():
            if link.startswith(SCHEME):
                self._remembered[side][address_key(address)] = link
                self._last[side].setdefault(link, address)

    def link(self, side: Side, address: str, locale: Locale) -> tuple[str, str | None] | None:
        """The neutral name of a link in a text of a locale, and what to remember of its address; None for another link.

        An address on the side itself comes first, then one it had there before, then those on the other side.
        """
        head = _TAIL.split(address, maxsplit=1)[0]
        tail = address[len(head) :]
        if not head or head.startswith(SCHEME):
            return None
        key, locale = address_key(head), self._own(locale)
        for place in (side, side.other):
            met = _chosen(self._found[place].get(key, ()), locale)
            if met is not None:
                return _named(met, locale) + tail, self._to_keep(place, key, met, locale) if place is side else None
            target = read_link(self._remembered[place].get(key, ""), locale)
            if target is not None:
                return _named(target[0], locale) + tail, None
        return None

    def _to_keep(self, side: Side, key: str, met: Target, locale: Locale) -> str | None:
        """What to remember of an address; None where it is known."""
        every = met.locale == locale and not self._says_locale(side, met)
        link = _named(met, _EVERY if every else None)
        return link if self._remembered[side].get(key) != link else None

    def address(self, side: Side, link: str, locale: Locale) -> str | None:
        """The address of a link on a side; where the entry has none there, the one on the other side."""
        locale = self._own(locale)
        read = read_link(link, locale)
        if read is None:
            return None
        target, tail = read
        made = self._there[side].get(target.key, {}).get(target.locale)
        if made is not None and _chosen(self._found[side].get(address_key(made), ()), locale) == target:
            return made + tail
        kept = [self._last[side].get(_named(target, place)) for place in (None, _EVERY)]
        kept.append(self._there[side.other].get(target.key, {}).get(target.locale))
        kept += [self._last[side.other].get(_named(target, place)) for place in (None, _EVERY)]
        found = next((address for address in kept if address is not None), None)
        return None if found is None else found + tail

    def lacks(self, side: Side, link: str, locale: Locale) -> bool:
        """Whether a side should have an address for a link and has not, so that the text keeps the other side's."""
        read = read_link(link, self._own(locale))
        bound = self._bridge.side(side).kinds.get(read[0].key.kind) if read else None
        if read is None or bound is None or not bound.urls:
            return False
        return read[0].locale not in self._there[side].get(read[0].key, {})

    def _own(self, locale: Locale) -> Locale:
        return self._bridge.primary if locale == SHARED else locale

    def _says_locale(self, side: Side, met: Target) -> bool:
        return len(set(self._bridge.side(side).kinds[met.key.kind].urls.values())) > 1


def _is_live(seen: Seen, locale: Locale) -> bool:
    """Whether the public sees what is shown of a variant, and not what lies beneath it."""
    state, note = seen.variants[locale].get(STATUS), seen.notes.get(locale)
    return state == PUBLISHED or (state == CHANGED and (note is None or not note.beneath))


def slug_field(bound: KindBinding) -> str | None:
    """The field of a kind that is bound to a side's slug; None where there is none."""
    return next((name for name, field in bound.fields.items() if field.remote == REMOTE_SLUG), None)


def addresses_of(bound: KindBinding, locale: Locale, slug: str, remote: str | None) -> tuple[str, ...]:
    """Every address that an entry has in a locale, the one that is written first.

    remote: the side's own id of it; None where it has none yet, and so no address that names it.
    """
    made = (_filled(form, slug, remote) for form in bound.urls.get(locale, ()))
    return tuple(each for each in made if each is not None)


def slug_in(seen: Seen, locale: Locale, bound: KindBinding) -> str | None:
    """The slug of an entry in a locale: of the field that is bound to it, else the entry's own."""
    name = slug_field(bound)
    for place in (locale, SHARED):
        value = seen.variants.get(place, {}).get(name or SLUG)
        if isinstance(value, Scalar):
            return value.text
    return None


def _filled(form: str, slug: str, remote: str | None) -> str | None:
    if "{id}" in form and remote is None:
        return None
    return form.replace("{slug}", quote(slug, safe="~/")).replace("{id}", quote(remote or "", safe="~"))


def _spellings(address: str) -> list[str]:
    """An address on the web is often written without its host, too."""
    parts = urlsplit(address)
    bare = [address_key(parts.path)] if parts.netloc and len(parts.path) > 1 else []
    return list(dict.fromkeys([address_key(address), *bare]))


def address_key(address: str) -> str:
    """By what an address is known again: without its scheme, folded as platforms do, in lower case."""
    return _WEB.sub("", loose_link(address)).lower()


def _chosen(targets: Sequence[Target], locale: Locale) -> Target | None:
    """The one entry that an address stands for, in the locale of the text if it can; None where it could be several."""
    near = [target for target in targets if target.locale == locale] or targets
    return near[0] if len({target.key for target in near}) == 1 else None


def _named(target: Target, locale: str | None) -> str:
    """A link's name as it stands in a text of a locale; None for everywhere, ``*`` for one that fits any locale."""
    name = f"{SCHEME}{target.key.kind}/{quote(target.key.name, safe='~')}"
    if locale == target.locale:
        return name
    return f"{name};{_EVERY if locale == _EVERY else target.locale}"


def read_link(link: str, locale: Locale) -> tuple[Target, str] | None:
    """The entry that a link's name stands for in a text of a locale, and what follows the name."""
    found = _LINK.fullmatch(link)
    if found is None:
        return None
    place = locale if found[3] in (None, "", _EVERY) else Locale(found[3])
    return Target(EntryKey(found[1], unquote(found[2])), place), found[4]
