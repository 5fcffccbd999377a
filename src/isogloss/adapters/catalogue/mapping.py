"""A catalogue as a mapping file names it, and what of a mapping no catalogue can hold."""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal

from pydantic import Field

from isogloss.adapters.catalogue.layout import USUAL, CatalogueSettings, wrong_layout
from isogloss.errors import Problem
from isogloss.mapping.file.document import Document, Draft, SideEntry, Traits
from isogloss.mapping.file.kinds import KindEntry, Place
from isogloss.mapping.file.settings import Looking, Settled
from isogloss.mapping.file.strict import Text
from isogloss.mapping.types.sorts import PARTED
from isogloss.model.schema import FieldType

_UNHELD: Final = PARTED | {"images", "file", "opaque"}


def _layout(document: Document, side: str) -> Iterator[Problem]:
    settings = document.sides[side]
    wrong = wrong_layout(settings.layout) if isinstance(settings, CatalogueSide) else None
    if wrong:
        yield Problem(f"sides.{side}.layout", wrong)


def _place(document: Document, kind: KindEntry, side: str, path: str) -> Iterator[Problem]:
    del document
    place = kind.places[side]
    if [key for key in place.named if key != "collection"]:
        yield Problem(
            f"{path}.{side}", "a kind of a catalogue is {collection: namespace}, or {} for one named as the kind"
        )
    if place.origin_key is not None:
        yield Problem(f"{path}.{side}.origin_key", "an entry of a catalogue is found by its key; leave it out")


def _unheld(type_: FieldType, place: Place | None, side: str) -> str | None:
    del place
    if type_ not in _UNHELD:
        return None
    return f"a catalogue holds one value under a key, and no {type_}; say {{field: …, as: long_text}} on {side}"


def _fields(document: Document, kind: KindEntry, side: str, path: str) -> Iterator[Problem]:
    """One key cannot hold a value and have keys below it."""
    del document
    used = {slug: f"{path}.fields.{name}.{side}" for name, entry in kind.fields.items() for slug in entry.slugs(side)}
    for slug, at in used.items():
        if "" in slug.split("."):
            yield Problem(
                at, f'"{slug}" has an empty key in it; keys stand with one dot between them, as in hero.title'
            )
        above = next((other for other in used if slug.startswith(f"{other}.")), None)
        if above is not None:
            yield Problem(at, f'"{above}" holds a value already, so no key can stand below it')


class CatalogueSide(SideEntry):
    """A folder of message catalogues."""

    traits: ClassVar[Traits] = Traits(
        Draft("path: locales"),
        locales=_layout,
        place=_place,
        bare=lambda _: "a catalogue",
        unheld=_unheld,
        fields=_fields,
    )

    adapter: Literal["catalogue"] = Field(description="The platform of this side.")
    path: Text = Field(exclude=True, description="The folder; relative to the mapping file.")
    layout: Text = Field(
        USUAL, description="Where the files lie in the folder, with {locale} and mostly {namespace} in it."
    )

    def settled(self, look: Looking) -> Settled:
        """The folder, and where its files lie."""
        return Settled(CatalogueSettings(look.path(self.path), self.layout))
