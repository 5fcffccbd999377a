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

    primary: bool = Field(default=False, description="The locale that the others are translated from; exactly one is.")
    tag: Text | None = Field(None, description="The blog tag that stands for this locale, where it is not the code.")
    conflict: Text | None = Field(None, description="What to do when both sides changed something in this locale.")
    flow: Way | None = Field(None, description="Which way what is held by this locale goes.")

    @property
    def codes(self) -> dict[str, str]:
        """Side name to that side's code."""
        return self.__pydantic_extra__


class LockEntry(Strict):
    """Cells that are never written."""

    cells: Text = Field(description="KIND/ENTRY.LOCALE.FIELD; * stands for anything, and * at the end for the rest.")
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
    field: Text | None = Field(None, description="A field, as KIND.FIELD.")
    locale: Text | None = Field(None, description="A locale.")
    option: Text | None = Field(None, description="A value of an option, as KIND.FIELD.KEY.")
    from_: Text | None = Field(
        alias="from", description="What it was called: what was agreed on goes along; ~ to compare it anew."
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


_DELETES: Final = "how many entries a plan may delete; a share, as 10%, or a count, as 5."
_CHANGES: Final = "how many entries a plan may change; a share, as 50%, or a count, as 5."


class BoundEntry(Strict):
    """When a plan is refused for what it does to one kind, or to the variants in one locale."""

    delete: Amount | None = Field(default=None, description=f"At most {_DELETES}")
    change: Amount | None = Field(default=None, description=f"At most {_CHANGES}")
    minimum: Annotated[int, Field(ge=0)] | None = Field(None, description="As for the whole side.")


class LimitsEntry(Strict):
    """When a plan is refused for its size."""

    delete: Amount = Field(default="10%", description=f"At most {_DELETES}")
    change: Amount = Field(default="50%", description=f"At most {_CHANGES}")
    minimum: Annotated[int, Field(ge=0)] = Field(default=10, description="With fewer entries, shares do not count.")
    kinds: dict[Text, BoundEntry] | None = Field(
        default=None, description="The same for one kind, beside the side as a whole."
    )
    locales: dict[Text, BoundEntry] | None = Field(default=None, description="The same for the variants in one locale.")


class FetchEntry(Strict):
    """How files are fetched, where that is asked for."""

    allow_private: bool = Field(default=False, description="Also from this machine and from private networks.")
    megabytes: Annotated[int, Field(gt=0, le=1000)] = Field(default=10, description="The largest file.")
    seconds: Annotated[float, Field(gt=0, le=3600)] = Field(default=30.0, description="How long one file may take.")


class Document(Strict):
    """How the kinds, fields and locales of two sides correspond."""

    isogloss: Literal[1] = Field(description="Version of the mapping format.")
    name: Text = Field(description="Name of the mapping: state, lease and reports go by it.")
    sides: dict[str, SerializeAsAny[SideEntry]] = Field(description="The two sides, by a name of your choosing.")
    flow: Way = Field(
        description="Which side is written to, unless something nearer is said: 'a -> b', 'b -> a', 'both' or 'off'."
    )
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
    keep: Annotated[int, Field(ge=0, le=36500)] = Field(
        default=30, description="How many days the plan, log, result and report of a run are kept beside the state."
    )
    gates: dict[str, Text] | None = Field(
        None,
        description="By locale, what has to be true before anything of it goes live for the first time: own >= 95% "
        "and stale = 0.",
    )
    locks: Locks | None = Field(None, description="Cells that are never written, on either side.")
    moved: list[MovedEntry] | None = Field(
        None, description="Changes of this mapping since the last run, so that what was agreed on goes along."
    )
    accept: list[Text] | None = Field(
        None,
        description="Paths of what the mapping leaves out and check doubts, where that is meant; * stands for any.",
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
