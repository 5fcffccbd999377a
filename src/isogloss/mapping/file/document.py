"""The mapping file as a person writes it: its keys, their types, and one sentence on each for editors and docs.

Decides the shape and nothing else: whether the parts fit together is for :mod:`isogloss.mapping.file.rules`. Side names
are free keys of locales, kinds and fields, so those models take further keys of one type each.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from types import GenericAlias
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import Discriminator, Field, SerializeAsAny, Tag, create_model

from isogloss.errors import Problem
from isogloss.mapping.file.kinds import PLACES_OF_UNIONS as PLACES_OF_KINDS
from isogloss.mapping.file.kinds import FieldEntry, KindEntry, Place
from isogloss.mapping.file.settings import Looking, Settled
from isogloss.mapping.file.strict import SPAN, Amount, Open, Strict, Text, Way
from isogloss.model.schema import FieldType


@dataclass(frozen=True, slots=True)
class Draft:
    """What a proposed mapping says of a side, before a person looks at it.

    settings: those that are needed, as YAML.
    place:    where a kind lives that the side did not tell of.
    lower:    whether codes of locales are in lower case.
    keyed:    whether items of a collection have no slug, and are found again by a key of ours.
    slugged:  whether entries have slugs at all.
    drafts:   whether what is carried there can be left a draft.
    """

    settings: str
    place: Literal["collection", "page_type"] = "collection"
    lower: bool = False
    keyed: bool = False
    slugged: bool = True
    drafts: bool = True


def _nothing(*_: object) -> None:
    return None


def _no_problems(*_: object) -> Iterator[Problem]:
    return iter(())


KindRule: TypeAlias = Callable[["Document", KindEntry, str, str], Iterator[Problem]]
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
    bare: Callable[[Place], str | None] = _nothing
    unheld: Callable[[FieldType, "Place | None", str], str | None] = _nothing
    fields: KindRule = _no_problems
    posts: KindRule = _no_problems
    designed: KindRule = _no_problems


class SideEntry(Strict, ABC):
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


class LocaleEntry(Open):
    """One locale. Further keys: the name of a side, with that side's own code of the locale."""

    __pydantic_extra__: dict[str, Text] = Field(init=False)

    primary: bool = Field(
        default=False, description="`true` for the one locale that the others are translated from. Both sides hold it."
    )
    tag: Text | None = Field(
        None, description="The tag of blog posts that stands for this locale in ButterCMS, where it is not the code."
    )
    conflict: Text | None = Field(
        None, description="As for the whole mapping, for what is held by this locale; what all locales share is not."
    )
    flow: Way | None = Field(None, description="Which way what is held by this locale goes.")

    @property
    def codes(self) -> dict[str, str]:
        """Side name to that side's code."""
        return self.__pydantic_extra__


class LockEntry(Strict):
    """Cells that are never written."""

    cells: Text = Field(
        description=(
            "`KIND/ENTRY.LOCALE.FIELD`, with the entry as plans show it. `*` and `?` stand for "
            "anything, also in a part."
        )
    )
    note: Text = Field(description="Why, for those who read of a change that is not carried.")


_LISTED, _BY_CELLS = "as a list", "by cells"


Locks: TypeAlias = Annotated[
    Annotated[list[LockEntry], Tag(_LISTED)] | Annotated[dict[Text, Text], Tag(_BY_CELLS)],
    Discriminator(lambda value: _LISTED if isinstance(value, list) else _BY_CELLS),
]
"""Locks, each with its note; or the note of each by its cells."""


class MovedEntry(Strict):
    """One change of the mapping: what is named so now, and what it was called before."""

    kind: Text | None = Field(None, description="A kind, as it is named now.")
    field: Text | None = Field(None, description="A field, as `KIND.FIELD`.")
    locale: Text | None = Field(None, description="A locale.")
    option: Text | None = Field(None, description="A value of an option, as `KIND.FIELD.KEY`.")
    from_: Text | None = Field(
        alias="from", description="What it was called, and what was agreed on goes along; `~` to compare it anew."
    )

    @property
    def named(self) -> list[tuple[Literal["kind", "field", "locale", "option"], str]]:
        """What is moved, and to which name."""
        found: tuple[tuple[Literal["kind", "field", "locale", "option"], str | None], ...] = (
            ("kind", self.kind),
            ("field", self.field),
            ("locale", self.locale),
            ("option", self.option),
        )
        return [(what, name) for what, name in found if name is not None]


class BoundEntry(Strict):
    """When a plan is refused for what it does to one kind, or to the variants in one locale."""

    delete: Amount | None = Field(
        default=None,
        description="How many of a side's entries a plan may delete: a share, as `10%`, or a count, as `5`.",
    )
    change: Amount | None = Field(
        default=None,
        description=(
            "How many of a side's entries a plan may change. What it creates does not count, with all "
            "that goes with it."
        ),
    )
    minimum: Annotated[int, Field(ge=0)] | None = Field(
        None, description="With fewer entries on a side than this, shares do not count. Counts always do."
    )


class LimitsEntry(Strict):
    """When a plan is refused for its size."""

    delete: Amount = Field(
        default="10%",
        description="How many of a side's entries a plan may delete: a share, as `10%`, or a count, as `5`.",
    )
    change: Amount = Field(
        default="50%",
        description=(
            "How many of a side's entries a plan may change. What it creates does not count, with all "
            "that goes with it."
        ),
    )
    minimum: Annotated[int, Field(ge=0)] = Field(
        default=10, description="With fewer entries on a side than this, shares do not count. Counts always do."
    )
    kinds: dict[Text, BoundEntry] | None = Field(default=None, description="The same three for one kind, by its name.")
    locales: dict[Text, BoundEntry] | None = Field(
        default=None,
        description="The same three for the variants in one locale, by its tag. New variants do not count.",
    )


class FetchEntry(Strict):
    """How files are fetched, where that is asked for."""

    allow_private: bool = Field(
        default=False, description="`true`: files may also come from this machine and from private networks."
    )
    megabytes: Annotated[int, Field(gt=0, le=1000)] = Field(default=10, description="The largest file.")
    seconds: Annotated[float, Field(gt=0, le=3600)] = Field(default=30.0, description="How long one file may take.")


class Document(Strict):
    """How the kinds, fields and locales of two sides correspond."""

    isogloss: Literal[1] = Field(description="Version of the format: `1`.")
    name: Text = Field(description="Name of the mapping. State, lease and reports go by it, so it never changes.")
    sides: dict[str, SerializeAsAny[SideEntry]] = Field(
        description="The two sides, by a name of your choosing. The first is the left one."
    )
    flow: Way = Field(
        description=(
            "Which way content goes: `a -> b`, `b -> a`, `both` or `off`; of all of which nothing nearer is said."
        )
    )
    locales: dict[str, LocaleEntry] = Field(description="The locales, by BCP 47 tag.")
    kinds: dict[str, KindEntry] = Field(description="The kinds of entries, by your name of each.")
    publish: Literal["mirror", "draft", "keep", "site"] = Field(
        "mirror",
        description=(
            "`mirror`: publish what is published across. `site`: the same, and then publish the whole "
            "site, once, as the last call; it makes live **whatever else is queued there**, of other "
            "people too. Without it, what goes live only with the whole site is a step for a person. "
            "`draft`: leave everything a draft; over what is live, where the platform can hold one. "
            "`keep`: leave the publication state alone: content still crosses, and goes live where the "
            "written variant is live, but what is not live on its own side is never written over what "
            "is live."
        ),
    )
    missing_locale: Literal["skip", "copy"] = Field(
        "skip",
        description=(
            "A locale that the source lacks. `skip`: leave it out. `copy`: fill it with the primary, "
            "marked as a copy, kept a draft, never taken for a translation."
        ),
    )
    same_as_primary: Literal["carry", "skip"] = Field(
        "carry",
        description=(
            "A locale of which every text is word for word the primary's, as where it was filled by "
            "cloning. `carry`: it is carried like any other, with the state that it has there, and the "
            "plan tells it beside the losses. `skip`: it is left out, and told by every plan, until "
            "somebody translates it; a translation that is already across stays, and with `flow: both` "
            "it comes back. Names that are the same in every language look alike: say `carry` for "
            "their kind."
        ),
    )
    conflict: Text = Field(
        "hold",
        description=(
            "Both sides changed the same cell. `hold`: write neither and report it. A side's name: "
            "that side wins. `newest`: the later change wins, where both sides know times. `merge`: "
            "merge both edits where they do not touch, and hold what cannot be merged."
        ),
    )
    delete: Literal["hold", "archive", "propagate"] = Field(
        "hold",
        description=(
            "An entry is gone on one side. `hold`: report it. `archive`: archive it on the other side. "
            "`propagate`: delete it there. Where somebody edited it there, published or not, it is "
            "held, whatever `conflict` and `drift` say of the side that deleted it; so is what the "
            "sides never agreed on, and all that a side has left while something waits that it had "
            "before: a side that reads empty is taken for a mistake. It holds for one locale of an "
            "entry, too. What is gone from both sides is remembered for a year: shown again, it is "
            "asked for by its own address, and crosses like anything new only if somebody brought it "
            "back; the plan says which (`remark`)."
        ),
    )
    drift: Literal["keep", "overwrite"] = Field(
        "keep",
        description=(
            "In a one-way flow, only the target changed. `keep`: leave it, and report it in every plan "
            "and run and in `status` until it is settled; nobody has to do anything, so exit codes do "
            "not change. `overwrite`: write the source's value again. An entry or a variant that is "
            "gone on the target alone is drift, too."
        ),
    )
    rename: Literal["keep", "recreate"] = Field(
        "keep",
        description=(
            "The slug and title of a ButterCMS page never change. `keep`: a page keeps its slug, and a "
            "new one is told once, as a loss. `recreate`: make the page anew."
        ),
    )
    unpublished_edits: Literal["report", "carry"] = Field(
        "report",
        description=(
            "Unfinished edits on top of live content. `report`: they stay where they are. `carry`: "
            "they become a draft across, where the platform can hold one over live content. A draft "
            "that is overtaken by what was published across goes live with that. Where links of a "
            "ButterCMS page lead to what is not live, nothing may tell a draft from what was "
            "published: it is a draft across, which every plan remarks."
        ),
    )
    freshness: Annotated[float, Field(ge=1, le=3600)] = Field(
        default=5.0,
        description=(
            "How many seconds ago an entry was looked at, at most, when it is written over, and so its source."
        ),
    )
    census: Annotated[str, Field(pattern=SPAN)] = Field(
        "always",
        description=(
            "How long kept readings stand in for what did not move, as `24h`, `30m` or `7d`; `always` "
            "reads all each time."
        ),
    )
    keep: Annotated[int, Field(ge=0, le=36500)] = Field(
        default=30,
        description=(
            "How many days the plan, the log, the result and the report of a run are kept, in `runs` beside the state."
        ),
    )
    gates: dict[str, Text] | None = Field(
        None,
        description=(
            "By locale, what has to be true before anything of it goes live for the first time, as "
            "`{fr-FR: own >= 95% and stale = 0}`."
        ),
    )
    locks: Locks | None = Field(None, description="Cells that are never written, on either side.")
    moved: list[MovedEntry] | None = Field(
        None, description="Changes of this mapping since the last run, so that what was agreed on goes along."
    )
    accept: list[Text] | None = Field(
        None,
        description=(
            "Paths of what `check` and the plan doubt, such as what the mapping leaves out, where that "
            "is meant: `sides.webflow.collections.tags`, `kinds.article.webflow.*`; `*` is anything. "
            "What is accepted is told no more, and not counted."
        ),
    )
    fetch: FetchEntry = Field(FetchEntry(), description="How files are fetched that are uploaded or exported.")
    limits: LimitsEntry = Field(LimitsEntry(), description="How much of a side one plan may delete or change.")


PLACES_OF_UNIONS: Final = PLACES_OF_KINDS | {_LISTED, _BY_CELLS}
"""What pydantic adds to the path of a problem, and the file does not have."""

RESERVED: Final = frozenset(
    {*FieldEntry.model_fields, *KindEntry.model_fields, *LocaleEntry.model_fields} | {"hold", "newest", "merge", "both"}
)
"""Words that no side may be called: they mean something where the name of a side can stand."""


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
