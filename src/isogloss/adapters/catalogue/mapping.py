"""A catalogue as a mapping file names it, and what of a mapping no catalogue can hold."""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal

from pydantic import Field

from isogloss.adapters.catalogue.layout import TEXT, USUAL, CatalogueSettings, Keyed, Layout, form_of, wrong_layout
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
    if not isinstance(settings, CatalogueSide):
        return
    if wrong := wrong_layout(settings.layout):
        yield Problem(f"sides.{side}.layout", wrong)
    elif settings.keys is not None and not Layout(settings.layout).is_gettext:
        yield Problem(f"sides.{side}.keys", "only messages of gettext are known by one thing or another; leave it out")
    elif settings.is_sourced and not Layout(settings.layout).has_namespaces and len(document.kinds) > 1:
        where = "keys: source has no place for several kinds in one file of a locale; name {namespace} in layout"
        yield Problem(f"sides.{side}.layout", where)


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
    settings = document.sides[side]
    texts = isinstance(settings, CatalogueSide) and settings.is_sourced
    used = {slug: f"{path}.fields.{name}.{side}" for name, entry in kind.fields.items() for slug in entry.slugs(side)}
    for slug, at in used.items():
        if "" in slug.split("."):
            yield Problem(
                at, f'"{slug}" has an empty key in it; keys stand with one dot between them, as in hero.title'
            )
        if texts and form_of(slug)[0] != TEXT:
            yield Problem(
                at,
                f'a message of gettext has no "{slug}": its field is text, and text[1] and on are the further forms of '
                "its plural; with keys: context or keys: id, several messages are an entry",
            )
        above = next((other for other in used if slug.startswith(f"{other}.")), None)
        if above is not None:
            yield Problem(at, f'"{above}" holds a value already, so no key can stand below it')


class CatalogueSide(SideEntry):
    """A folder of message catalogues."""

    traits: ClassVar[Traits] = Traits(
        Draft("path: locales", slugged=False, drafts=False),
        locales=_layout,
        place=_place,
        bare=lambda _: "a catalogue",
        unheld=_unheld,
        fields=_fields,
    )

    adapter: Literal["catalogue"] = Field(description="The platform of this side.")
    path: Text = Field(exclude=True, description="The folder of a bundle or a catalogue; relative to the mapping file.")
    layout: Text = Field(
        USUAL,
        description=(
            "Where the files of a catalogue lie in its folder: `{locale}/{namespace}.json`, unless "
            "said. One that ends in `.po` is gettext's."
        ),
    )

    keys: Keyed | None = Field(
        None,
        description=(
            "By what a message of gettext is known: `source` (its text; unless said), `context` (a key "
            "in its `msgctxt`) or `id` (a key as its `msgid`)."
        ),
    )

    @property
    def is_sourced(self) -> bool:
        """Whether each message of gettext is an entry."""
        return Layout(self.layout).is_gettext and self.keys in (None, "source")

    def settled(self, look: Looking) -> Settled:
        """The folder, where its files lie, and what their messages are known by."""
        return Settled(CatalogueSettings(look.path(self.path), self.layout, self.keys or "source"))
