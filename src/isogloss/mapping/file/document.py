"""The mapping file as a person writes it: its keys, their types, and one sentence on each for editors and docs.

Decides the shape and nothing else: whether the parts fit together is for :mod:`isogloss.mapping.file.rules`. Side names
are free keys of locales, kinds and fields, so those models take further keys of one type each.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from types import GenericAlias
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, SerializeAsAny, StringConstraints, Tag, create_model

from isogloss.errors import Problem
from isogloss.mapping.file.settings import Looking, Settled
from isogloss.model.schema import FieldType

NAME: Final = r"^[A-Za-z][A-Za-z0-9_-]*$"
PERCENT: Final = r"^[0-9]{1,3}(\.[0-9]+)?%$"
SPAN: Final = r"^([1-9][0-9]{0,5}[mhd]|always)$"
REFERENCE: Final = r"^\$\{([A-Za-z_][A-Za-z0-9_]*|file:[^{}]+|keyring:[^{}/]+/[^{}]+)\}$"

Text = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Token = Annotated[str, StringConstraints(pattern=REFERENCE)]
"""A secret by name: ``${NAME}``, ``${file:PATH}`` or ``${keyring:service/user}``, never the secret itself."""
Percent = Annotated[str, StringConstraints(pattern=PERCENT)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Open(BaseModel):
    """Takes the names of the sides as further keys."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a proposed mapping says of a side, before a person looks at it.

    settings: those that are needed, as YAML.
    place:    where a kind lives that the side did not tell of.
    lower:    whether codes of locales are in lower case.
    keyed:    whether items of a collection have no slug, and are found again by a key of ours.
    """

    settings: str
    place: Literal["collection", "page_type"] = "collection"
    lower: bool = False
    keyed: bool = False


def _nothing(*_: object) -> None:
    return None


def _no_problems(*_: object) -> Iterator[Problem]:
    return iter(())


KindRule: TypeAlias = Callable[["Document", "KindEntry", str, str], Iterator[Problem]]
"""Judges a kind on one side, by the side's name; the path is the kind's."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is true of one platform alone. Where nothing is said, a side takes whatever a mapping can say.

    draft:    what a proposed mapping says of such a side.
    hidden:   whether it is there for tests alone, so that no message tells of it.
    tagged:   whether a tag can stand for a locale.
    code:     what is wrong with the code of a locale, or None.
    locales:  whether a side, by its name, can hold the locales it is mapped in.
    place:    whether a kind can live where the mapping says.
    bare:     what a place is called whose entries have neither slug nor times; None where they have both.
    unheld:   why no field of a place is of a type, and what to say instead on a side; None where one can be.
    fields:   whether its fields can be told from anything else.
    posts:    whether posts find their locale and their entry, where the kind is a blog.
    designed: whether the texts of pages and components are named as they are.
    """

    draft: Draft
    hidden: bool = False
    tagged: bool = False
    code: Callable[[str], str | None] = _nothing
    locales: Callable[["Document", str], Iterator[Problem]] = _no_problems
    place: KindRule = _no_problems
    bare: Callable[["Place"], str | None] = _nothing
    unheld: Callable[[FieldType, "Place | None", str], str | None] = _nothing
    fields: KindRule = _no_problems
    posts: KindRule = _no_problems
    designed: KindRule = _no_problems


class SideEntry(_Strict, ABC):
    """One side; each platform has a model of its own.

    What a setting says of how a side is reached, not of what is carried, is left out when it is dumped: a plan survives
    a new token or another address.
    """

    traits: ClassVar[Traits]

    adapter: str

    @abstractmethod
    def settled(self, look: Looking) -> Settled:
        """The settings that the adapter is given, and its secrets."""


Entries: TypeAlias = Mapping[str, type[SideEntry]]
"""The model of a side by the name of its adapter."""


class LocaleEntry(_Open):
    """One locale. Further keys: the name of a side, with that side's own code of the locale."""

    __pydantic_extra__: dict[str, Text] = Field(init=False)

    primary: bool = Field(default=False, description="The locale that the others are translated from; exactly one is.")
    tag: Text | None = Field(None, description="The blog tag that stands for this locale, where it is not the code.")
    conflict: Text | None = Field(None, description="What to do when both sides changed something in this locale.")

    @property
    def codes(self) -> dict[str, str]:
        """Side name to that side's code."""
        return self.__pydantic_extra__


class GroupRule(_Strict):
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


_WHERE: Final = (
    *("collection", "page_type", "single_pages", "blog", "blog_authors", "blog_categories"),
    *("pages", "components"),
)


class Place(_Strict):
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


class SideField(_Strict):
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


class FieldEntry(_Open):
    """One field. Further keys: the name of a side, with that side's slug of the field, or how the side holds it."""

    __pydantic_extra__: dict[str, OnSide] = Field(init=False)

    type: FieldType = Field(description="What the field holds.")
    shared: bool | None = Field(None, description="One value for all locales; as the kind says, unless said here.")
    to: Text | None = Field(None, description="The kind that a reference points to.")
    values: dict[str, dict[str, Text]] | None = Field(
        None, description="Options: our key of each, with its name on each side."
    )
    conflict: Text | None = Field(None, description="What to do when both sides changed this field.")
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


class KindEntry(_Open):
    """One kind. Further keys: the name of a side, with the place of the kind there."""

    __pydantic_extra__: dict[str, Place] = Field(init=False)

    match: list[Text] = Field(
        default_factory=list, description="Fields, or $slug, that pair entries at first contact, in order."
    )
    label: Text | None = Field(None, description="The field that people know an entry by; else the first text field.")
    shared: bool = Field(default=False, description="The fields of this kind have one value for all locales.")
    conflict: Text | None = Field(None, description="What to do when both sides changed an entry of this kind.")
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


class LimitsEntry(_Strict):
    """When a plan is refused for its size."""

    delete: Percent = Field(default="10%", description="Largest share of a side's entries that a plan may delete.")
    change: Percent = Field(default="50%", description="Largest share of a side's entries that a plan may change.")
    minimum: Annotated[int, Field(ge=0)] = Field(default=10, description="With fewer entries, shares do not count.")


class FetchEntry(_Strict):
    """How files are fetched, where that is asked for."""

    allow_private: bool = Field(default=False, description="Also from this machine and from private networks.")
    megabytes: Annotated[int, Field(gt=0, le=1000)] = Field(default=10, description="The largest file.")
    seconds: Annotated[float, Field(gt=0, le=3600)] = Field(default=30.0, description="How long one file may take.")


class Document(_Strict):
    """How the kinds, fields and locales of two sides correspond."""

    isogloss: Literal[1] = Field(description="Version of the mapping format.")
    name: Text = Field(description="Name of the mapping: state, lease and reports go by it.")
    sides: dict[str, SerializeAsAny[SideEntry]] = Field(description="The two sides, by a name of your choosing.")
    flow: Text = Field(description="Which side is written to: 'a -> b', 'b -> a' or 'both'.")
    locales: dict[str, LocaleEntry] = Field(description="The locales, by BCP 47 tag.")
    kinds: dict[str, KindEntry] = Field(description="The kinds of entries, by our name of each.")
    publish: Literal["mirror", "draft", "keep", "site"] = Field(
        "mirror",
        description="Publish what is published across (site: and then the whole site, with whatever is queued there), "
        "leave everything a draft, or leave the state alone.",
    )
    missing_locale: Literal["skip", "copy"] = Field(
        "skip", description="A locale that the source lacks: leave it out, or fill it with the primary as a draft."
    )
    same_as_primary: Literal["carry", "skip"] = Field(
        "carry",
        description="A locale whose every text is word for word the primary's, as where it was filled by cloning: "
        "carry it like any other, or leave it out until somebody translates it.",
    )
    conflict: Text = Field("hold", description="When both sides changed: hold, a side's name, newest or merge.")
    delete: Literal["hold", "archive", "propagate"] = Field(
        "hold", description="When an entry is gone on one side: hold, archive it on the other, or delete it there."
    )
    drift: Literal["keep", "overwrite"] = Field(
        "keep", description="One-way flows: keep what changed on the target alone, or overwrite it."
    )
    rename: Literal["keep", "recreate"] = Field(
        "keep",
        description="A page whose slug cannot change: keep it, or make it anew under the new slug, lead links to it, "
        "and delete the old one.",
    )
    unpublished_edits: Literal["report", "carry"] = Field(
        "report", description="Unfinished edits on top of live content: report them, or carry them as drafts."
    )
    freshness: Annotated[float, Field(ge=1, le=3600)] = Field(
        default=5.0, description="How many seconds ago what is written, and its source, was looked at, at most."
    )
    census: Annotated[str, Field(pattern=SPAN)] = Field(
        "always", description="How long kept readings stand in for what did not move, such as 24h; or always read all."
    )
    fetch: FetchEntry = Field(FetchEntry(), description="How files are fetched that are uploaded or exported.")
    limits: LimitsEntry = Field(LimitsEntry(), description="How much of a side one plan may delete or change.")


RESERVED: Final = frozenset(
    {*FieldEntry.model_fields, *KindEntry.model_fields, *LocaleEntry.model_fields} | {"hold", "newest", "merge", "both"}
)
"""Words that no side may be called: they mean something where the name of a side can stand."""


def is_name(text: str) -> bool:
    """Whether a text can name a side, a kind or a field."""
    return re.match(NAME, text) is not None


@cache
def document_of(entries: tuple[type[SideEntry], ...]) -> type[Document]:
    """The model of a file whose sides are of these models."""
    side: object = Annotated[reduce(or_, entries), Field(discriminator="adapter")]
    sides: Any = (GenericAlias(dict, (str, side)), Document.model_fields["sides"])
    return create_model("Document", __base__=Document, __doc__=Document.__doc__, sides=sides)


def schema_json(entries: Entries) -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of the mapping file, with a sentence on each key."""
    made = document_of(tuple(entries.values())).model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Isogloss mapping",
        **{name: part for name, part in made.items() if name != "title"},
    }
