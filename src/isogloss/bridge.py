"""What a mapping compiles to: frozen, complete, and free of secrets in every printed form.

Adapters read their side's half (:class:`SideBinding`); the pure middle reads :class:`Bridge` and the policies.
Nothing here knows YAML or a wire format.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from isogloss.model.address import Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import Locale
from isogloss.model.schema import Field, FieldType
from isogloss.model.value import Digest

REMOTE_SLUG: Final = "slug"
"""What both platforms call the field that holds a slug."""

Flow = Literal["left to right", "right to left", "both"]
Publish = Literal["mirror", "draft", "keep"]
MissingLocale = Literal["skip", "copy"]
ConflictPolicy = Literal["hold", "left", "right", "newest", "merge"]
DeletePolicy = Literal["hold", "archive", "propagate"]
DriftPolicy = Literal["keep", "overwrite"]
Form = FieldType | Literal["fields"]
Purpose = Literal["", "import", "restore"]
"""What a mapping made of another is for: to carry a bundle into one of its sides, or to put that side back."""
UnpublishedEdits = Literal["report", "carry"]
RenamePolicy = Literal["keep", "recreate"]


@dataclass(frozen=True, slots=True)
class FieldBinding:
    """Where one neutral field lives on one side.

    remote:  the side's slug of the field. ``hero.alt`` names the alternative text of the image field ``hero``.
    options: for options, neutral key to the side's own *name* of the option (adapters turn names into ids).
    form:    the type of the side's field where that is another, or ``fields``: its parts are fields of their own, whose
             slugs begin with ``remote``. Adapters never meet one: they are given what ``native`` makes of it.
    item:    of pictures held as a list, the slug of the picture in each row.
    fields:  of a group, list or blocks, where each part lives, by neutral name.
    """

    field: Field
    remote: str
    options: Mapping[str, str] = dataclasses.field(default_factory=dict)
    form: Form | None = None
    item: str = ""
    fields: Mapping[str, "FieldBinding"] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KindBinding:
    """Where one kind lives on one side.

    place:      the adapter's own words: ``{"collection": "posts"}``, ``{"page_type": "article"}`` …
    fields:     by neutral name; only those that this side holds.
    origin_key: the side's slug of the text field that carries our key, or None.
    match:      neutral names of the fields (or ``$slug``) that pair entries at first contact, in order.
    label:      neutral name of the field that people know the entry by.
    urls:       how the address of an entry is formed in each locale; the first is written, all are understood.
    """

    kind: str
    place: Mapping[str, str]
    fields: Mapping[str, FieldBinding]
    origin_key: str | None = None
    match: tuple[str, ...] = ()
    label: str | None = None
    urls: Mapping[Locale, tuple[str, ...]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetching:
    """How files are fetched, where that is asked for.

    allow_private: also from this machine and private networks.
    megabytes:     the largest file.
    seconds:       for one file.
    shelf:         folder of a bundle whose copies come before anything that is fetched.
    """

    allow_private: bool = False
    megabytes: int = 10
    seconds: float = 30.0
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class SideBinding:
    """One side of a mapping, as its adapter needs it.

    name:     the side's name, of the user's choosing.
    settings: everything that is not secret, already resolved: ``base_url``, ``site``, ``pace`` …
    secrets:  setting name to secret; the values print as ``***``.
    locales:  locale to the side's own code, in the order of the mapping; a locale that the side lacks is missing.
    primary:  the primary locale of the mapping.
    kinds:    by neutral kind.
    carry:    whether unpublished edits are carried (``unpublished_edits: carry``).
    tags:     locale to the blog tag that stands for it, where the tag is not the side's code.
    fetch:    how files are fetched that are uploaded or exported.
    """

    side: Side
    name: str
    adapter: str
    settings: Mapping[str, object]
    secrets: Mapping[str, object]
    locales: Mapping[Locale, str]
    primary: Locale
    kinds: Mapping[str, KindBinding]
    carry: bool = False
    tags: Mapping[Locale, str] = dataclasses.field(default_factory=dict)
    fetch: Fetching = dataclasses.field(default_factory=Fetching)


@dataclass(frozen=True, slots=True)
class KindScope:
    """What is compared of one kind: only what both sides can hold (anything else is out of scope, not absent).

    fields:   by neutral name, in the order of the mapping; without ``$status`` and ``$slug``.
    slug:     whether ``$slug`` is compared.
    conflict: policy by field name; ``""`` for the kind's default.
    rename:   what becomes of an entry whose slug a side cannot change.
    apart:    ids on the left side of entries that are one with none across, whatever they look like.
    same_as_primary: what becomes of a locale whose every text is the primary's.
    """

    name: str
    fields: Mapping[str, Field]
    slug: bool
    match: tuple[str, ...]
    label: str | None
    conflict: Mapping[str, ConflictPolicy]
    rename: RenamePolicy = "keep"
    apart: frozenset[str] = frozenset()
    same_as_primary: Literal["carry", "skip"] = "carry"


@dataclass(frozen=True, slots=True)
class Limits:
    """When a plan is too dangerous.

    delete, change: share of the entries that exist on a side, 0 to 1.
    minimum:        below so many existing entries the shares are not looked at.
    """

    delete: float = 0.10
    change: float = 0.50
    minimum: int = 10


@dataclass(frozen=True, slots=True)
class Bridge:
    """A compiled mapping: two sides and everything that lies between them.

    path:    the file it came from, as given.
    digest:  of the document's meaning; without secrets, paths and comments.
    locales: those that both sides hold, in the order of the mapping, primary first.
    publish_site: whether a run that wrote to a site publishes the whole of it, last of all.
    freshness: seconds, how old what is known of an entry may be when it is written.
    locale_conflicts: policy by locale, for the locales that have one of their own.
    purpose: what it is for, where it is not the mapping of a file but was made of one.
    pins:    by kind, left to right remote id of entries said to be one; no matter where one is missing.
    """

    name: str
    path: str
    digest: Digest
    left: SideBinding
    right: SideBinding
    flow: Flow
    locales: tuple[Locale, ...]
    primary: Locale
    kinds: Mapping[str, KindScope]
    publish: Publish = "mirror"
    publish_site: bool = False
    missing_locale: MissingLocale = "skip"
    conflict: ConflictPolicy = "hold"
    delete: DeletePolicy = "hold"
    drift: DriftPolicy = "keep"
    unpublished_edits: UnpublishedEdits = "report"
    freshness: float = 5.0
    limits: Limits = dataclasses.field(default_factory=Limits)
    pins: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    locale_conflicts: Mapping[Locale, ConflictPolicy] = dataclasses.field(default_factory=dict)
    purpose: Purpose = ""

    def side(self, side: Side) -> SideBinding:
        """The binding of one side."""
        return self.left if side is Side.LEFT else self.right

    def slugs(self, kind: str) -> frozenset[str]:
        """The fields of a kind that are a part of addresses on a side: those, and the slug that a platform keeps."""
        fields = (bound for side in Side for bound in self.side(side).kinds[kind].fields.items())
        return frozenset({SLUG, *(name for name, bound in fields if bound.remote == REMOTE_SLUG)})
