"""What a mapping compiles to: frozen, complete, and free of secrets in every printed form.

Adapters read their side's half (:class:`SideBinding`); the pure middle reads :class:`Bridge` and the policies.
Whoever reads a fact here reads it with its type: nothing is written into a text to be read out of it elsewhere.
Nothing here knows YAML or a wire format.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, TypeVar

from isogloss.decide.gates import Gate
from isogloss.http.redact import Secret
from isogloss.merge.flow import Flow, Flows
from isogloss.merge.rules import ConflictPolicy, DeletePolicy, DriftPolicy
from isogloss.model.address import Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import Locale
from isogloss.model.move import Move
from isogloss.model.schema import Field, FieldType
from isogloss.model.settings import FolderSettings, Settings
from isogloss.model.value import Digest
from isogloss.plan.limits import Limits

REMOTE_SLUG: Final = "slug"
"""What both platforms call the field that holds a slug."""

Publish = Literal["mirror", "draft", "keep"]
MissingLocale = Literal["skip", "copy"]
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
class Collection:
    """Items of a collection: its slug on Webflow, its key on ButterCMS."""

    name: str


@dataclass(frozen=True, slots=True)
class PageType:
    """Pages of one type."""

    name: str


@dataclass(frozen=True, slots=True)
class SinglePages:
    """Pages without a type: those of these slugs; where there are none, all."""

    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """Static pages of a site: those of these slugs, paths or ids; where there are none, all."""

    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Components:
    """Components of a site: those of these names or ids; where there are none, all."""

    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """What was decided about one post; None where it is left to the mapping's other rules."""

    entry: str | None = None
    locale: Locale | None = None


@dataclass(frozen=True, slots=True)
class BlogPosts:
    """The posts of a blog, and how they find their locale and their entry.

    by:       what tells the entry; None where every post is an entry of its own.
    text:     the prefix of the tag, the pattern of slugs, or the name of the field.
    primary:  the pattern of slugs in the primary locale.
    file:     the groups file, as the mapping names it.
    decided:  by slug, what a person decided in that file; None where it is not there yet.
    told:     slug to locale, as the mapping says.
    left_out: slugs of posts that are not carried.
    left_out_tags: names of tags whose posts are not carried.
    """

    by: Literal["tag", "slug", "field", "file"] | None = None
    text: str = ""
    primary: str = ""
    file: str = ""
    decided: Mapping[str, Placed] | None = dataclasses.field(default_factory=dict)
    told: Mapping[str, Locale] = dataclasses.field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    left_out_tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BlogAuthors:
    """The authors of a blog."""


@dataclass(frozen=True, slots=True)
class BlogCategories:
    """The categories of a blog."""


@dataclass(frozen=True, slots=True)
class ByKind:
    """A place that has no name but the kind's own, as a folder of a bundle."""


Place: TypeAlias = (
    Collection | PageType | SinglePages | Pages | Components | BlogPosts | BlogAuthors | BlogCategories | ByKind
)


@dataclass(frozen=True, slots=True)
class KindBinding:
    """Where one kind lives on one side.

    fields:     by neutral name; only those that this side holds.
    origin_key: the side's slug of the text field that carries our key, or None.
    match:      neutral names of the fields (or ``$slug``) that pair entries at first contact, in order.
    label:      neutral name of the field that people know the entry by.
    urls:       how the address of an entry is formed in each locale; the first is written, all are understood.
    others:     slugs of further fields of the place that are not mapped; a create may have to name them.
    slug:       whether entries have a slug of their own here.
    """

    kind: str
    place: Place
    fields: Mapping[str, FieldBinding]
    origin_key: str | None = None
    match: tuple[str, ...] = ()
    label: str | None = None
    urls: Mapping[Locale, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    others: tuple[str, ...] = ()
    slug: bool = True

    @property
    def called(self) -> str:
        """What the side calls the collection or the page type; the kind's own name for any other place."""
        return self.place.name if isinstance(self.place, Collection | PageType) else self.kind


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
class WebflowSettings(Settings):
    """How to reach a site, and what its API offers.

    site:           its id or its short name.
    insert:         whether ``POST /items/insert`` is offered, which alone can add a locale to an existing item.
    upload:         whether files are fetched and uploaded, instead of leaving that to Webflow.
    image_alt:      whether an alternative text is written alone, which imports its picture anew.
    page_slugs:     whether slugs of pages can be localized, which is an add-on.
    exclusions:     whether what the owner excluded from translation is asked for, and left out.
    rate:           requests in one window, corrected by what the answers' headers say.
    window_seconds: the window's length.
    editor:         where people edit an entry, as an address; empty for the vendor's own.

    Source: the default rate is that of the smallest plan; Webflow Data API reference, rate limits, seen 2026-11.
    """

    site: str
    base_url: str = "https://api.webflow.com/v2"
    insert: bool = True
    upload: bool = False
    image_alt: bool = False
    page_slugs: bool = True
    exclusions: bool = False
    rate: int = 60
    window_seconds: float = 60.0
    editor: str = ""


@dataclass(frozen=True, slots=True)
class ButterSettings(Settings):
    """How to talk to one account.

    page_type_key:  under which key a new page names its type; the vendor's pages print both.
    page_delete:    whether pages are deleted by API; undocumented, so off.
    localized:      whether the account has locales. Without, bodies and questions name none.
    parallel:       requests on their way at once. Source: bulk work, seen 2026-11: one each 200 ms, or five at once.
    rate:           requests per window of ``window_seconds``; None for five a second for each that may be on its way.
    quota:          requests per month that the plan includes, or None.
    alt_text:       whether media are read with their alternative text.
    page_size:      rows per page of a listing; an answer is limited to 10 MB.
    blog_locales:   whether a tag tells the locale of a blog post, or posts have locales of their own.
    cache_seconds:  how long an answer may come from the vendor's cache. Its guide says 20 days, unless content changes.
    editor:         where people edit an entry, as an address; empty where nobody said.
    """

    base_url: str = "https://api.buttercms.com/v2"
    page_type_key: Literal["page_type", "page-type"] = "page_type"
    page_delete: bool = False
    localized: bool = True
    parallel: int = 5
    rate: int | None = None
    window_seconds: float = 60.0
    quota: int | None = None
    alt_text: bool = True
    page_size: int = 100
    blog_locales: Literal["tags", "native"] = "tags"
    cache_seconds: float = 1_728_000.0
    editor: str = ""

    @property
    def a_second(self) -> float:
        """How many requests may leave in a second."""
        return 5.0 * self.parallel if self.rate is None else self.rate / self.window_seconds


class BundleSettings(FolderSettings):
    """The folder of a bundle."""


@dataclass(frozen=True, slots=True)
class MemorySettings(Settings):
    """The name of a world in memory, or the world itself where a program makes the binding."""

    world: object


S = TypeVar("S", bound=Settings)
TokenName = Literal["token", "read_token", "write_token"]


@dataclass(frozen=True, slots=True)
class SideBinding:
    """One side of a mapping, as its adapter needs it.

    name:     the side's name, of the user's choosing.
    settings: everything that is not secret, already resolved.
    secrets:  those that were looked up; the values print as ``***``.
    locales:  locale to the side's own code, in the order of the mapping; a locale that the side lacks is missing.
    primary:  the primary locale of the mapping.
    kinds:    by neutral kind.
    carry:    whether unpublished edits are carried (``unpublished_edits: carry``).
    tags:     locale to the blog tag that stands for it, where the tag is not the side's code.
    fetch:    how files are fetched that are uploaded or exported.
    """

    side: Side
    name: str
    settings: Settings
    secrets: Mapping[TokenName, Secret]
    locales: Mapping[Locale, str]
    primary: Locale
    kinds: Mapping[str, KindBinding]
    carry: bool = False
    tags: Mapping[Locale, str] = dataclasses.field(default_factory=dict)
    fetch: Fetching = dataclasses.field(default_factory=Fetching)

    def settings_as(self, sort: type[S]) -> S:
        """The settings, of the sort that the side's adapter takes."""
        if not isinstance(self.settings, sort):
            raise AssertionError(f"{self.name} has {self.settings!r}, not {sort.__name__}")
        return self.settings


@dataclass(frozen=True, slots=True)
class KindScope:
    """What is compared of one kind: only what both sides can hold (anything else is out of scope, not absent).

    fields:   by neutral name, in the order of the mapping; without ``$status`` and ``$slug``.
    slug:     whether ``$slug`` is compared.
    conflict: policy by field name; ``""`` for the kind's default.
    delete:   what a deletion is worth; None for what the mapping says.
    rename:   what becomes of an entry whose slug a side cannot change.
    apart:    ids on the left side of entries that are one with none across, whatever they look like.
    same_as_primary: what becomes of a locale whose every text is the primary's.
    flows:    which way what flows; None where all of it flows as the whole mapping does.
    """

    name: str
    fields: Mapping[str, Field]
    slug: bool
    match: tuple[str, ...]
    label: str | None
    conflict: Mapping[str, ConflictPolicy]
    delete: DeletePolicy | None = None
    rename: RenamePolicy = "keep"
    apart: frozenset[str] = frozenset()
    same_as_primary: Literal["carry", "skip"] = "carry"
    flows: Flows | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """A compiled mapping: two sides and everything that lies between them.

    path, flow: the file it came from, as given; to which sides anything is written at all.
    digest:  of the document's meaning; without secrets, paths and comments.
    locales: those that both sides hold, in the order of the mapping, primary first.
    publish_site: whether a run that wrote to a site publishes the whole of it, last of all.
    freshness: seconds, how old what is known of an entry may be when it is written.
    census, keep: seconds after which a side is read whole again, or None for each time; days for which runs are kept.
    locale_conflicts: policy by locale, for the locales that have one of their own.
    moves, accept: declared changes of the mapping; paths of what is left out and meant, as globs.
    gates:   what has to be true of a locale before anything of it goes live for the first time.
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
    census: float | None = None
    keep: int = 30
    limits: Limits = dataclasses.field(default_factory=Limits)
    pins: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    locale_conflicts: Mapping[Locale, ConflictPolicy] = dataclasses.field(default_factory=dict)
    purpose: Purpose = ""
    moves: tuple[Move, ...] = ()
    accept: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()

    def side(self, side: Side) -> SideBinding:
        """The binding of one side."""
        return self.left if side is Side.LEFT else self.right

    def flows(self, kind: str) -> Flows:
        """Which way the cells of a kind flow."""
        said = self.kinds[kind].flows
        return Flows(self.flow) if said is None else said

    def deletion(self, kind: str) -> DeletePolicy:
        """What a deletion of a kind is worth."""
        return self.kinds[kind].delete or self.delete

    def slugs(self, kind: str) -> frozenset[str]:
        """The fields of a kind that are a part of addresses on a side: those, and the slug that a platform keeps."""
        fields = (bound for side in Side for bound in self.side(side).kinds[kind].fields.items())
        return frozenset({SLUG, *(name for name, bound in fields if bound.remote == REMOTE_SLUG)})

    def slug_fields(self, side: Side, kind: str) -> frozenset[str]:
        """The fields of a kind that are called as the slug is on one side, and may be the slug itself."""
        bound = self.side(side).kinds[kind].fields.items()
        return frozenset(name for name, field in bound if field.remote == REMOTE_SLUG)
