"""The kinds of a mapping file as a person writes them: where each lives on each side, its fields, and their policies.

Decides the shape and nothing else: whether the parts fit together is for :mod:`isogloss.mapping.file.kind_rules`. Side
names are free keys of kinds and fields, so those models take further keys of one type each.
"""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from isogloss.mapping.file.strict import Open, Strict, Text, Way
from isogloss.model.schema import FieldType


class GroupRule(Strict):
    """How blog posts are grouped into entries: one rule, and a file of decisions beside it or alone."""

    tag_prefix: Text | None = Field(
        None, description="`group:` makes all posts with the tag `group:tea` one entry, `tea`."
    )
    slug: Text | None = Field(
        None,
        description=(
            "A pattern of slugs, as `{stem}-{locale}`: `tea-en` and `tea-jp` are the entry `tea`. "
            "`{locale}` is the blog tag of the post's locale, or its code."
        ),
    )
    primary: Text | None = Field(
        None, description="The pattern of slugs in the primary locale, where it is another: `{stem}`."
    )
    field: Literal["summary", "seo_title", "meta_description", "featured_image_alt"] | None = Field(
        None,
        description=(
            "Posts with the same text in `summary`, `seo_title`, `meta_description` or "
            "`featured_image_alt` are one entry; the field then holds nothing else."
        ),
    )
    file: Text | None = Field(
        None,
        description=(
            "A file of decisions, as `isogloss match` makes it; relative to the mapping file. What it "
            "decides comes before any other rule."
        ),
    )


_EVERY, _NAMED = "all", "by name"


Some: TypeAlias = Annotated[
    Annotated[Literal["*"], Tag(_EVERY)] | Annotated[list[Text], Tag(_NAMED), Field(min_length=1)],
    Discriminator(lambda value: _NAMED if isinstance(value, list) else _EVERY),
]
"""All that are there, or those of these names."""


_ONE, _SEVERAL, _BY_LOCALE = "as one address", "as several", "by locale"


Url: TypeAlias = Annotated[
    Annotated[Text, Tag(_ONE)] | Annotated[list[Text], Tag(_SEVERAL)] | Annotated[dict[str, Text], Tag(_BY_LOCALE)],
    Discriminator(
        lambda value: _BY_LOCALE if isinstance(value, dict) else _SEVERAL if isinstance(value, list) else _ONE
    ),
]
"""How the address of an entry is formed: in one way, in several, or in one for each locale."""

Ways: TypeAlias = Annotated[
    Annotated[Way, Tag(_ONE)] | Annotated[dict[str, Way], Tag(_BY_LOCALE)],
    Discriminator(lambda value: _BY_LOCALE if isinstance(value, dict) else _ONE),
]
"""Which way something goes: one way, or by locale, with ``default`` for the others."""


_WHERE: Final = (
    *("collection", "page_type", "single_pages", "blog", "blog_authors", "blog_categories"),
    *("pages", "components"),
)


class Place(Strict):
    """Where a kind lives on one side."""

    collection: Text | None = Field(
        None,
        description=(
            "Slug of a Webflow collection, key of a ButterCMS collection, folder of a bundle or "
            "namespace of a catalogue (these named as the kind, if not said)."
        ),
    )
    page_type: Text | None = Field(None, description="Slug of a ButterCMS page type.")
    single_pages: Some | None = Field(
        None,
        description=(
            'Slugs of ButterCMS pages that have no type, or `"*"` for all of them. People make them; '
            "their fields are read and written like those of other pages. One that is missing is a "
            "step, and a slug that a page of some type has too cannot be written."
        ),
    )
    blog: Literal[True] | None = Field(None, description="`true`: the kind is the ButterCMS blog.")
    blog_authors: Literal[True] | None = Field(
        None, description="`true`: the kind is the authors of the ButterCMS blog. They are only read."
    )
    blog_categories: Literal[True] | None = Field(
        None, description="`true`: the kind is the categories of the ButterCMS blog. They are only read."
    )
    pages: Some | None = Field(
        None,
        description=(
            'Static pages of a Webflow site: a list of slugs, paths (`/shop/terms`) or ids, or `"*"` for all.'
        ),
    )
    components: Some | None = Field(
        None, description='Components of a Webflow site: a list of names or ids, or `"*"` for all.'
    )
    group: GroupRule | None = Field(None, description="How blog posts are grouped into entries.")
    post_locales: dict[str, Text] | None = Field(
        None, description="Slugs of blog posts whose tags do not tell their locale, with the locale of each."
    )
    leave_out: list[Text] | None = Field(None, description="Slugs of blog posts that are not carried.")
    origin_key: Text | None = Field(
        None,
        description=(
            "Slug of a text field that may carry our key of an entry. Needed where items of a "
            "ButterCMS collection are made: they have no slug, and making one does not tell its id, so "
            "it could not be found again."
        ),
    )
    other_fields: list[Text] | None = Field(
        None,
        description=(
            "Slugs of fields that are not mapped, as a list. ButterCMS wants all fields of a page type "
            "named when a page is made."
        ),
    )
    url: Url | None = Field(
        None,
        description=(
            "How the address of an entry is formed, with `{slug}` or `{id}`, and `{locale}`; a list "
            "where there are several, of which the first is written; or one for each locale."
        ),
    )

    @property
    def named(self) -> tuple[str, ...]:
        """The keys that say where the kind lives."""
        return tuple(key for key in _WHERE if getattr(self, key) is not None)


class SideField(Strict):
    """A field as one side holds it, where that is not its own type."""

    field: Text | None = Field(None, description="Slug of the field there.")
    prefix: Text | None = Field(
        None,
        description=(
            "For a `group`: its parts are fields of their own, whose slugs begin so: `seo-` and "
            "`title` are `seo-title`."
        ),
    )
    as_: FieldType | None = Field(
        None,
        alias="as",
        description=(
            "The type of that field. The table of types says what is kept; `isogloss check` says it for a mapping."
        ),
    )
    item: Text | None = Field(None, description="For `images` held `as: list`: slug of the picture in each row.")

    @property
    def slug(self) -> str:
        """The slug of the field, or how those of its parts begin."""
        return self.field or self.prefix or ""


SIDE_FIELD_KEYS: Final = tuple(part.alias or name for name, part in SideField.model_fields.items())
_SLUG, _FORM = "as a slug", "as a form"
PLACES_OF_UNIONS: Final = frozenset({_SLUG, _FORM, _ONE, _SEVERAL, _BY_LOCALE, _EVERY, _NAMED})
"""What pydantic adds to the path of a problem, and the file does not have."""


def _which(value: object) -> str:
    return _FORM if isinstance(value, dict | SideField) else _SLUG


OnSide: TypeAlias = Annotated[Annotated[Text, Tag(_SLUG)] | Annotated[SideField, Tag(_FORM)], Discriminator(_which)]


class FieldEntry(Open):
    """One field. Further keys: the name of a side, with that side's slug of the field, or how the side holds it."""

    __pydantic_extra__: dict[str, OnSide] = Field(init=False)

    type: FieldType = Field(description="What the field holds.")
    shared: bool | None = Field(
        None,
        description=(
            "`true`: one value for all locales. Both platforms keep one for each: the primary's is "
            "carried, or that of the first locale that an entry has. Where a locale of the source "
            "shows something else, the plan tells that as a loss; where one of the target does, as "
            "drift, which stays until the field is written."
        ),
    )
    to: Text | None = Field(None, description="The kind that a `reference` or `references` field points to.")
    values: dict[str, dict[str, Text]] | None = Field(
        None, description="The values of an `option`: your key of each, with its name on each side."
    )
    conflict: Text | None = Field(None, description="As for the whole mapping, for this field.")
    flow: Ways | None = Field(None, description="Which way this field goes; in one way, or by locale.")
    fields: dict[str, "FieldEntry"] | None = Field(
        None, description="The parts of a `group` or `list`, the components of `blocks`."
    )

    @property
    def remotes(self) -> dict[str, str]:
        """Side name to that side's slug of the field, or to how the slugs of its parts begin."""
        return {side: said if isinstance(said, str) else said.slug for side, said in self.__pydantic_extra__.items()}

    @property
    def forms(self) -> dict[str, SideField]:
        """Side name to how it holds the field, where that is not by a slug alone."""
        return {side: said for side, said in self.__pydantic_extra__.items() if isinstance(said, SideField)}

    def slugs(self, side: str) -> list[str]:
        """The slugs of the fields that hold this one on a side."""
        form = self.forms.get(side)
        if form is None or form.prefix is None:
            return [self.remotes[side]] if side in self.remotes else []
        return [form.prefix + slug for part in (self.fields or {}).values() for slug in part.slugs(side)]


class KindEntry(Open):
    """One kind. Further keys: the name of a side, with the place of the kind there."""

    __pydantic_extra__: dict[str, Place] = Field(init=False)

    match: list[Text] = Field(
        default_factory=list,
        description=(
            "Fields that pair entries at first contact, in order; `$slug` is the slug that the platform itself keeps."
        ),
    )
    label: Text | None = Field(
        None,
        description=(
            "The field that people know an entry by; the first field of type `text`, if not said. Both sides hold it."
        ),
    )
    shared: bool = Field(
        default=False,
        description="`true`: the fields of this kind have one value for all locales, unless a field says otherwise.",
    )
    conflict: Text | None = Field(None, description="As for the whole mapping, for this kind.")
    flow: Ways | None = Field(
        None,
        description=(
            "Which way entries of this kind go, and all that is in them; in one way, or by locale, "
            "`$status` and `$slug`."
        ),
    )
    delete: Literal["hold", "archive", "propagate"] | None = Field(
        None, description="As for the whole mapping, for this kind."
    )
    rename: Literal["keep", "recreate"] | None = Field(
        None, description="As for the whole mapping, for a kind that is a page type."
    )
    same_as_primary: Literal["carry", "skip"] | None = Field(
        None, description="As for the whole mapping, for this kind."
    )
    pins: dict[Text, Text | None] | None = Field(
        None,
        description=(
            "Entries that are one, whatever they are called: the id on the left side to the id on the "
            "right, as `{65f0…: about-us}`. `null` for the right one says that the left one is an "
            "entry of its own."
        ),
    )
    fields: dict[str, FieldEntry] = Field(description="The fields, by your name of each.")

    @property
    def places(self) -> dict[str, Place]:
        """Side name to the place of the kind there."""
        return self.__pydantic_extra__
