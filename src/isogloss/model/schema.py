"""Schemas: what a kind holds in neutral terms, and what a side offers in its own.

The neutral half is what a mapping compiles to; the remote half is what an adapter's ``inspect`` reports. Neither knows
a wire format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from isogloss.model.value import ScalarType

FieldType = Literal[ScalarType, "image", "images", "file", "reference", "references", "group", "list", "blocks"]
FIELD_TYPES: Final[tuple[FieldType, ...]] = get_args(FieldType)


@dataclass(frozen=True, slots=True)
class Field:
    """A neutral field of a kind.

    shared:  one value for all locales; lives in the SHARED variant.
    to:      the kind that a reference points to.
    fields:  of a group, of each row of a list, or of blocks, where each is a group named as the component.
    """

    name: str
    type: FieldType
    shared: bool = False
    to: str | None = None
    fields: Mapping[str, "Field"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a side takes in a field, beyond its type; None and "" where it does not say.

    shortest, longest: characters of a text.
    pattern: a regular expression that the whole text must match.
    least, most: of a number.
    whole:   no fraction.
    other_files: endings of names of files that are of a kind it does not take, in lower case with the dot.
    """

    shortest: int | None = None
    longest: int | None = None
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    whole: bool = False
    other_files: tuple[str, ...] = ()


ANYTHING: Final = Rule()
"""The rule of a field of which a side says no more than its type."""


@dataclass(frozen=True, slots=True)
class RemoteField:
    """A field as a side describes it.

    slug:      the key under which content carries it.
    type:      the side's own type name, for messages.
    holds:     the neutral types that this field can carry.
    required:  a variant without it is refused.
    read_only: never written.
    options:   for options, the side's stored code to the name that people see.
    to:        for references, the remote kind that it points to, as the mapping names it.
    rule:      what it takes of its type.
    of_side:   the side keeps it by itself, as a time; nobody's content.
    says:      of a text that nobody gave a name, how it begins and where it stands, for people to know it by.
    """

    slug: str
    type: str
    holds: frozenset[FieldType]
    required: bool = False
    read_only: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    to: str | None = None
    rule: Rule = ANYTHING
    of_side: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry as a side was seen to show it, for who compares sides that no mapping describes yet.

    cells: by the side's code of a locale and the slug of a field, by what its value would be known again elsewhere.
    """

    remote: str
    cells: Mapping[str, Mapping[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class RemoteKind:
    """A collection, page type or blog as a side describes it.

    fields: None where the side cannot tell.
    shown:  the slugs of the fields that its content shows, where only that can be seen; None where nobody looked, or
            there is no content.
    place:  what a mapping calls such a place, where the side has several sorts; "" where it has one.
    bound:  how a mapping says where it lives, as YAML, where its name alone does not tell; for one to be proposed.
    remarks: what a person should know of it, a sentence each.
    slug:    what it takes as the slug of an entry.
    samples: some of its entries, where those were looked at.
    """

    name: str
    fields: Mapping[str, RemoteField] | None = None
    shown: frozenset[str] | None = None
    place: str = ""
    remarks: tuple[str, ...] = ()
    slug: Rule = ANYTHING
    samples: tuple[Sample, ...] = ()
    bound: str = ""


@dataclass(frozen=True, slots=True)
class RemoteSchema:
    """What a side offers, as far as it can tell.

    locales: remote code to whether it is enabled; None where the side has no call that lists them.
    primary: the remote code of the primary or default locale, where known.
    kinds:   by the neutral kind they are bound to.
    others:  collections that the side has and no kind is bound to, by the side's own names; none where it has no call
             that lists them.
    title:   what people call the site or the account; empty where the side does not say.
    short_name: what stands for it in addresses; likewise.
    untold:  what a side has and lists nowhere, in words: that none of it is left out cannot be known.
    more:    what there is beside collections and pages of a type, by what a mapping calls such a place, with how many
             entries it has; for a mapping that is to be proposed.
    settings: what such a mapping has to say of the side, as YAML; empty for nothing.
    """

    locales: Mapping[str, bool] | None = None
    primary: str | None = None
    kinds: Mapping[str, RemoteKind] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    title: str = ""
    short_name: str = ""
    untold: tuple[str, ...] = ()
    more: Mapping[str, int] = field(default_factory=dict)
    settings: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do: probed or configured, never assumed.

    create_entry:    entries can be made; else people make and delete them, and only what is there can be changed.
    add_variant:     a variant can be added to an existing entry.
    per_locale_slug: each locale has a slug of its own; else one slug serves all.
    rename_slug:     the slug of an existing entry can change.
    lowers_slugs:    slugs are held in lower case, whatever is written.
    drafts:          a variant can be there and not be live; else whatever is there is live, and a new variant has to be
                     published as it is made.
    empties:         people can empty a text, or take an entry out of one locale; else what an entry that is there lacks
                     in a locale is what nobody translated yet: no edit, no deletion, and filled by what comes.
    by_primary:      a text of another locale is known by what it says in the primary: without that it cannot be there,
                     and while it is there the primary's cannot be emptied.
    known_as:        then, fields that the primary need not have, as of a plural that has fewer forms there; each with
                     the field that it is known by instead.
    live_with_site:  what is written goes live only when the whole site is published.
    publishes_site:  the whole site can be published by a call.
    stages_edits:    new content of a live variant can be written as a draft first, and published afterwards.
    unpublish, archive, delete_entry, delete_variant: whether the side offers that.
    write_alt:       the alternative text of an asset can be written with the field.
    alt_alone:       an alternative text is written though its picture stays as it is.
    imports_anew:    with each write of pictures all of them are imported anew, those that stay too, which costs them
                     what the side had made of them.
    code:            code in rich text is kept as what it is, in a line and as a block.
    components:      a site's own components, which may stand in rich text, are drawn where they are written.
    times:           variants carry a trustworthy time of change.
    read_only:       entries are made and changed by people alone, never by us.
    fixed:           the side's names of fields that are shown and never written; ``$status`` may be among them.
    drops_comments:  the side's names of fields whose rich text holds no comments.
    keeps_comments:  the ids of rows of such a field that hold them all the same, as far as they were read.
    inherits:        a variant may go on following the primary in fields that were never written in it.
    touch_to_publish: a locale is published by naming it beside one of its fields, so a publish carries the label again.
    asynchronous:    an accepted write may show only later.
    cache_seconds:   for how long it may go on showing a state that is no more, as configured; 0 where it never does.
    batch:           the most that one write call takes, and
    counts:          what counts toward it.
    parallel:        how many calls, each of one entry of its own, may be on their way at once. More than one only where
                     a call takes no more than one op, and the platform permits it.
    rate:            permitted requests per minute, or None where none is known.
    quota:           permitted requests per month, or None.
    """

    create_entry: bool = True
    add_variant: bool = True
    per_locale_slug: bool = True
    rename_slug: bool = True
    lowers_slugs: bool = False
    drafts: bool = True
    empties: bool = True
    by_primary: bool = False
    known_as: Mapping[str, str] = field(default_factory=dict)
    live_with_site: bool = False
    publishes_site: bool = False
    stages_edits: bool = True
    unpublish: bool = True
    archive: bool = True
    delete_entry: bool = True
    delete_variant: bool = True
    write_alt: bool = True
    alt_alone: bool = True
    imports_anew: bool = False
    code: bool = True
    components: bool = True
    times: bool = True
    read_only: bool = False
    fixed: frozenset[str] = frozenset()
    drops_comments: frozenset[str] = frozenset()
    keeps_comments: frozenset[str] = frozenset()
    inherits: bool = False
    touch_to_publish: bool = False
    asynchronous: bool = False
    cache_seconds: float = 0.0
    batch: int = 100
    counts: Literal["variant", "entry"] = "variant"
    parallel: int = 1
    rate: int | None = None
    quota: int | None = None
