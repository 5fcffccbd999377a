"""What a site's owner excluded from translation, found out by asking for what is translatable into each locale.

Decides which fields of which items are excluded: those that the staged listing shows and the same listing, asked for
what is translatable, does not. An item that it lacks is excluded whole. A field that nobody shows anything in counts as
excluded where every item that shows something in it lacks it. Fields that all locales share are not translated, so
nothing of them is excluded. Pages and components are for ``designs``. Asks nobody where the mapping does not say so.

Source: Webflow, changelog of 27 July 2026 and the weeks after, seen 2026-11: ``translatable`` takes the ``localeId`` of
a secondary locale, whichever locale is read; what is excluded is absent, not null; 403 where exclusions are not enabled
for the site. That it is a matter of whole fields of a collection is [inferred].
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.site import ALT, CmsLocale, Collection, Read, Site
from isogloss.adapters.webflow.wire import Item, by_id, listed, page
from isogloss.errors import Unauthorized
from isogloss.http.answer import Answer
from isogloss.http.request import Request
from isogloss.model.excluded import Excluded, Exclusion
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Seen

_FORBIDDEN: Final = 403
_NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(slots=True)
class Asking:
    """Asks for what is translatable.

    side: the name of the side, for messages.
    """

    read: Read
    side: str

    def __call__(self, request: Request) -> Answer:
        """Ask one question.

        Raises: Unauthorized, with what to do, where the site knows no exclusions.
        """
        try:
            return self.read(request)
        except Unauthorized as error:
            if error.status != _FORBIDDEN:
                raise
            raise Unauthorized(
                f"side {self.side} does not tell what is excluded from translation: exclusions are not enabled for the "
                f"site, or the token may not ask. Have them enabled, or take respect_exclusions out of "
                f"sides.{self.side}: then what is excluded is carried like anything else.",
                request=request.name,
                status=_FORBIDDEN,
            ) from None


def secondaries(site: Site) -> Iterator[tuple[CmsLocale, str]]:
    """The mapped locales that content can be excluded from, each with what asks for it."""
    return ((place, found) for place in site.places if (found := site.page_locales.get(place.locale)) is not None)


@dataclass(slots=True)
class Exclusions:
    """What is excluded of the items of a side.

    every: by kind, what is excluded of each of its items, as the last whole read found it.
    """

    ask: Asking
    on: bool
    every: dict[str, Excluded] = field(default_factory=dict)

    def reading(self, site: Site, collection: Collection) -> "Reading | None":
        """What goes along with a whole read of a collection; None where nobody respects exclusions."""
        return Reading(self, site, collection) if self.on and any(secondaries(site)) else None

    def remarks(self, site: Site, collection: Collection) -> Iterator[str]:
        """What is excluded of a collection, a sentence for each locale; by listings of its own."""
        reading = self.reading(site, collection)
        if reading is None:
            return
        for place in {each.id: each for each in reading.bases()}.values():
            for item in _listed(self.ask.read, collection, place, None):
                reading.note(item)
        reading.ask()
        for locale, fields, items in reading.told():
            yield remark(locale, [*fields, *([f"{items} items" if items > 1 else "1 item"] if items else [])])


def remark(locale: Locale, what: Sequence[str]) -> str:
    """What is excluded from translation into a locale, for people."""
    return (
        f"excluded from translation into {locale}: {', '.join(what)}. It is left out: what either side shows there "
        "stays, and a new translation is made without it. Where all locales are to show the same, say shared: true"
    )


class Reading:
    """What one read of a collection shows, and then what is translatable of that.

    By locale and item, it remembers the slugs of the fields that show something.
    """

    def __init__(self, owner: Exclusions, site: Site, collection: Collection) -> None:
        self._owner, self._collection = owner, collection
        # what the site's own primary shows is asked about where it is mapped, for it shows the most
        primary = next((place for place in site.places if place.id == site.primary), None)
        self._asked = [(place, asked, primary or place) for place, asked in secondaries(site)]
        self._shown: dict[str | None, dict[str, frozenset[str]]] = {place.id: {} for place in self.bases()}
        self._known: dict[frozenset[str], frozenset[str]] = {}
        self._lacking: dict[Locale, dict[str, frozenset[str]]] = {}
        self._gone: dict[Locale, frozenset[str]] = {}
        self._made: dict[tuple[Locale, frozenset[str]], Exclusion] = {}

    def bases(self) -> Iterator[CmsLocale]:
        """The locales whose rows are compared."""
        return (base for _, _, base in self._asked)

    def note(self, item: Item) -> None:
        """Take in a row of the staged listing."""
        shown = self._shown.get(item.cms_locale_id)
        if shown is not None:
            slugs = frozenset(item.field_data)
            shown[item.id] = self._known.setdefault(slugs, slugs)

    def ask(self) -> None:
        """Ask what of it is translatable into each locale."""
        every: dict[Locale, Exclusion] = {}
        for place, asked, base in self._asked:
            shown = self._shown[base.id]
            lacking: dict[str, frozenset[str]] = {}
            seen: set[str] = set()
            kept: set[str] = set()
            for item in _listed(self._owner.ask, self._collection, base, asked):
                seen.add(item.id)
                kept |= item.field_data.keys()
                gone = shown.get(item.id, _NOTHING) - item.field_data.keys()
                if gone:
                    lacking[item.id] = gone
            self._lacking[place.locale] = lacking
            self._gone[place.locale] = frozenset(shown.keys() - seen)
            always = frozenset().union(*lacking.values()) - kept
            if names := self._names(always):
                every[place.locale] = Exclusion(fields=names)
        self._owner.every[self._collection.binding.kind] = every

    def told(self) -> Iterator[tuple[Locale, list[str], int]]:
        """What is excluded from each locale: fields of some items or of all, and how many items as such."""
        for locale, lacking in self._lacking.items():
            fields = sorted(self._names(frozenset().union(*lacking.values())))
            if fields or self._gone[locale]:
                yield locale, fields, len(self._gone[locale])

    def marked(self, seen: Seen) -> Seen:
        """One item with what is excluded of it."""
        every = self._owner.every[self._collection.binding.kind]
        found: dict[Locale, Exclusion] = {}
        for locale, lacking in self._lacking.items():
            if seen.remote in self._gone[locale]:
                found[locale] = Exclusion(whole=True)
                continue
            always = every[locale].fields if locale in every else _NOTHING
            if names := self._names(lacking.get(seen.remote, _NOTHING)) | always:
                found[locale] = self._made.setdefault((locale, names), Exclusion(fields=names))
        return replace(seen, excluded=found) if found else seen

    def _names(self, slugs: frozenset[str]) -> frozenset[str]:
        if not slugs:
            return _NOTHING
        fields = self._collection.binding.fields.items()
        return frozenset(n for n, one in fields if one.remote.removesuffix(ALT) in slugs and not one.field.shared)


def _listed(
    read: Callable[[Request], Answer], collection: Collection, place: CmsLocale, translatable: str | None
) -> Iterator[Item]:
    locales = [] if place.id is None else [place.id]
    request = paths.listing(collection.id, "staged", locales, translatable=translatable)
    return listed(read, request, page, by_id)
