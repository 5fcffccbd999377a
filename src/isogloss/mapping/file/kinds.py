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

    tag_prefix: Text | None = Field(None, description="Posts with the same tag that begins so are one entry.")
    slug: Text | None = Field(None, description="A pattern of slugs with {stem} and {locale}; the stem is the entry.")
    primary: Text | None = Field(None, description="The pattern of slugs in the primary locale, where it is another.")
    field: Literal["summary", "seo_title", "meta_description", "featured_image_alt"] | None = Field(
        None, description="Posts with the same text in this field are one entry."
    )
    file: Text | None = Field(None, description="A groups file as isogloss match makes it; relative to the mapping.")


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

    collection: Text | None = Field(None, description="Slug of the collection.")
    page_type: Text | None = Field(None, description="Slug of the page type.")
    single_pages: Some | None = Field(None, description='Pages without a type, by slug; or "*" for all of them.')
    blog: Literal[True] | None = Field(None, description="The kind is the blog.")
    blog_authors: Literal[True] | None = Field(None, description="The kind is the authors of the blog; only read.")
    blog_categories: Literal[True] | None = Field(
        None, description="The kind is the categories of the blog; only read."
    )
    pages: Some | None = Field(None, description='Static pages of a site by slug, path or id; or "*" for all of them.')
    components: Some | None = Field(None, description='Components of a site by name or id; or "*" for all of them.')
    group: GroupRule | None = Field(None, description="How blog posts are grouped into entries.")
    post_locales: dict[str, Text] | None = Field(
        None, description="Slugs of posts whose tags do not tell their locale, with the locale of each."
    )
    leave_out: list[Text] | None = Field(None, description="Slugs of blog posts that are not carried.")
    origin_key: Text | None = Field(None, description="Slug of a text field that carries our key.")
    other_fields: list[Text] | None = Field(
        None, description="Slugs of further fields of this place: not mapped, but named (empty) when an entry is made."
    )
    url: Url | None = Field(
        None,
        description="How the address of an entry is formed, with {slug} or {id}, and {locale}; a list where there are "
        "several, of which the first is written; or one for each locale.",
    )

    @property
    def named(self) -> tuple[str, ...]:
        """The keys that say where the kind lives."""
        return tuple(key for key in _WHERE if getattr(self, key) is not None)


class SideField(Strict):
    """A field as one side holds it, where that is not its own type."""

    field: Text | None = Field(None, description="Slug of the field on this side.")
    prefix: Text | None = Field(None, description="Groups: how the slugs of the fields begin that hold its parts.")
    as_: FieldType | None = Field(None, alias="as", description="The type of the field on this side.")
    item: Text | None = Field(None, description="Pictures held as a list: slug of the picture in each row.")

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
    shared: bool | None = Field(None, description="One value for all locales; as the kind says, unless said here.")
    to: Text | None = Field(None, description="The kind that a reference points to.")
    values: dict[str, dict[str, Text]] | None = Field(
        None, description="Options: our key of each, with its name on each side."
    )
    conflict: Text | None = Field(None, description="What to do when both sides changed this field.")
    flow: Ways | None = Field(None, description="Which way this field goes; in one way, or by locale.")
    fields: dict[str, "FieldEntry"] | None = Field(
        None, description="The parts of a group, of each row of a list, or the components that blocks can be."
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
        default_factory=list, description="Fields, or $slug, that pair entries at first contact, in order."
    )
    label: Text | None = Field(None, description="The field that people know an entry by; else the first text field.")
    shared: bool = Field(default=False, description="The fields of this kind have one value for all locales.")
    conflict: Text | None = Field(None, description="What to do when both sides changed an entry of this kind.")
    flow: Ways | None = Field(
        None, description="Which way entries of this kind go; in one way, or by locale, $status and $slug."
    )
    delete: Literal["hold", "archive", "propagate"] | None = Field(
        None, description="When an entry of this kind is gone on one side: as for the whole mapping."
    )
    rename: Literal["keep", "recreate"] | None = Field(
        None, description="Pages of this kind that are renamed: as for the whole mapping."
    )
    same_as_primary: Literal["carry", "skip"] | None = Field(
        None, description="Locales of this kind that only repeat the primary: as for the whole mapping."
    )
    pins: dict[Text, Text | None] | None = Field(
        None, description="Entries that are one: id on the left side to id on the right; null for one of its own."
    )
    fields: dict[str, FieldEntry] = Field(description="The fields, by our name of each.")

    @property
    def places(self) -> dict[str, Place]:
        """Side name to the place of the kind there."""
        return self.__pydantic_extra__
