"""A ButterCMS side as a mapping file describes it: its settings, and what of a mapping no account can hold.

Source: ButterCMS API reference and documentation, seen 2026-11.
"""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from isogloss.adapters.buttercms.blog.mapping import post_problems
from isogloss.adapters.editing import filled
from isogloss.bridge import ButterSettings, KindBinding, SideBinding
from isogloss.errors import Problem
from isogloss.mapping.file.document import Document, Draft, SideEntry, Traits
from isogloss.mapping.file.flows import made_on
from isogloss.mapping.file.kinds import KindEntry, Place
from isogloss.mapping.file.settings import Looking, Settled, said
from isogloss.mapping.file.strict import Editor, Text, Token
from isogloss.mapping.types.sorts import PARTED
from isogloss.model.schema import FieldType, RemoteSchema

_SLUG: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 10
"""Source: the locale parameter of pages; digits are [inferred] from es-419."""
_DESIGNED: Final = frozenset({"pages", "components"})


def _code(code: str) -> str | None:
    if not _SLUG.fullmatch(code):
        return f'"{code}" is no ButterCMS locale: those have lower-case letters and hyphens'
    if len(code) > _LONGEST:
        return f'"{code}" is longer than the {_LONGEST} characters of a ButterCMS locale'
    return None


def _localized(document: Document, side: str) -> bool:
    settings = document.sides[side]
    return isinstance(settings, ButterSide) and settings.localized is not False


def _locales(document: Document, side: str) -> Iterator[Problem]:
    held = {code.lower() for entry in document.locales.values() if (code := entry.codes.get(side)) is not None}
    if not _localized(document, side) and len(held) > 1 and not _only_blog(document, side):
        yield Problem(f"sides.{side}.localized", f"an account without localization holds one locale, not {len(held)}")


def _only_blog(document: Document, side: str) -> bool:
    """Whether a side holds nothing but the blog, whose locales are tags and need no localization."""
    places = [kind.places[side] for kind in document.kinds.values() if side in kind.places]
    return bool(places) and all(place.collection is None and place.page_type is None for place in places)


def _place(document: Document, kind: KindEntry, side: str, path: str) -> Iterator[Problem]:
    place, at = kind.places[side], f"{path}.{side}"
    if len(place.named) != 1 or place.named[0] in _DESIGNED:
        reason = "a ButterCMS kind is one of {collection: key}, {page_type: slug}, {single_pages: [slug, …]}"
        yield Problem(at, f"{reason}, {{blog: true}}, {{blog_authors: true}}, {{blog_categories: true}}")
    if place.collection is not None and place.origin_key is None and side in made_on(document, kind):
        # Source: the create call gives no id back, and items have no slug to look for. Reference, seen 2026-11.
        reason = "items made here could not be found again; name a text field that may carry our key"
        yield Problem(f"{at}.origin_key", reason)


def _bare(place: Place) -> str | None:
    """Items have neither slug nor times; pages and posts have both. Source: reference pages, seen 2026-11."""
    return None if place.collection is None else "a ButterCMS collection"


def _unheld(type_: FieldType, place: Place | None, side: str) -> str | None:
    """Source: field types: collections have no components, pickers or repeaters."""
    if type_ == "images":
        return f"ButterCMS has no field for several pictures; say {{field: …, as: list, item: …}} on {side}"
    if type_ == "opaque":
        return f"ButterCMS has no field for data of no known type; say {{field: …, as: long_text}} on {side}"
    if type_ in PARTED and place is not None and place.page_type is None and place.single_pages is None:
        return f"ButterCMS has a {type_} in pages alone; say {{field: …, as: long_text}} on {side}"
    return None


def _fields(document: Document, kind: KindEntry, side: str, path: str) -> Iterator[Problem]:
    """Field slugs that ButterCMS could take for something else.

    Source: ButterCMS pages on localization and on writing, seen 2026-11: the shape of ``fields`` decides
    whether its keys are locales. An item is read as its fields beside ``meta``.
    """
    place = kind.places.get(side)
    if place is None or not _localized(document, side):
        return
    paths = {slug: f"{path}.fields.{n}.{side}" for n, entry in kind.fields.items() for slug in entry.slugs(side)}
    if place.origin_key:
        paths[place.origin_key] = f"{path}.{side}.origin_key"
    for n, slug in enumerate(place.other_fields or ()):
        paths[slug] = f"{path}.{side}.other_fields.{n}"
    codes = {entry.codes[side] for entry in document.locales.values() if side in entry.codes}
    for slug, at in paths.items():
        if slug in codes:
            yield Problem(
                at, f'"{slug}" is also a locale of this account, so a write could be misread; rename the field'
            )
        elif slug == "meta" and place.collection:
            yield Problem(at, '"meta" is where ButterCMS puts the id of an item; rename the field')


def _posts(document: Document, kind: KindEntry, side: str, path: str) -> Iterator[Problem]:
    settings = document.sides[side]
    native = isinstance(settings, ButterSide) and settings.blog_locales == "native"
    return post_problems(document, kind, side, f"{path}.{side}", native=native)


def account(binding: SideBinding, schema: RemoteSchema) -> str:
    """What the side is of, in words: nothing in its API names an account."""
    del binding, schema
    return "the ButterCMS account of its token"


def editor(binding: SideBinding, kind: KindBinding, schema: RemoteSchema) -> str:
    """Where people edit entries of a kind; empty unless said: ButterCMS documents no address of one entry."""
    del schema
    settings = binding.settings_as(ButterSettings)
    return filled(settings.editor, kind) if settings.editor else ""


class ButterSide(SideEntry):
    """A ButterCMS account."""

    traits: ClassVar[Traits] = Traits(
        Draft(
            'read_token: "${BUTTERCMS_READ_TOKEN}", write_token: "${BUTTERCMS_WRITE_TOKEN}"',
            place="page_type",
            lower=True,  # Source: localization page, seen 2026-11
            keyed=True,
        ),
        tagged=True,
        code=_code,
        locales=_locales,
        place=_place,
        bare=_bare,
        unheld=_unheld,
        fields=_fields,
        posts=_posts,
    )

    adapter: Literal["buttercms"] = Field(description="The platform of this side.")
    read_token: Token = Field(
        exclude=True,
        description="Read token, as `${NAME}`, `${file:PATH}`, `${keyring:service/user}` or `${cmd:WORDS}`.",
    )
    write_token: Token | None = Field(
        None,
        exclude=True,
        description=(
            "Write token, named in the same way; needed only where this side is written to. Plans and "
            "reports do without."
        ),
    )
    base_url: Text | None = Field(
        None, exclude=True, description="Where the API is, if not at the vendor's; a sandbox, for instance."
    )
    page_type_key: Literal["page-type", "page_type"] | None = Field(
        None,
        description=(
            "`page_type` or `page-type`: how the type is spelled when a page is created. Both are documented."
        ),
    )
    page_delete: bool | None = Field(
        None, description="Whether pages can be deleted over the API. It is not documented, so not unless said."
    )
    localized: bool | None = Field(
        None, description="Whether the account has locales. Without, one locale can be mapped."
    )
    alt_text: bool | None = Field(
        None, description="Whether alternative texts of media are read. They are never written."
    )
    rate: Annotated[int, Field(gt=0)] | None = Field(
        None, exclude=True, description="Requests permitted in one window."
    )
    window_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(
        None, exclude=True, description="Length of that window, in seconds."
    )
    parallel: Annotated[int, Field(gt=0, le=5)] | None = Field(
        None,
        exclude=True,
        description=(
            "How many requests may be on their way at once, 1 to 5; 5, unless said, as the vendor's "
            "guide to bulk work has it. With 1, entries are written one after the other, each looked "
            "at for itself."
        ),
    )
    quota: Annotated[int, Field(gt=0)] | None = Field(
        None, exclude=True, description="Requests permitted in a month, for the cost that a plan shows."
    )
    cache_seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = Field(
        None,
        description=(
            "How long an answer may come from the vendor's cache; 20 days, unless said. For so long, "
            "an older state than the one that was confirmed is no edit, and what was deleted and is "
            "there again as old as it was is not surely back: the entry waits."
        ),
    )
    blog_locales: Literal["tags", "native"] | None = Field(
        None, description="`tags`: a tag tells the locale of a post. `native`: posts have locales of their own."
    )
    page_size: Annotated[int, Field(gt=0, le=100)] | None = Field(
        None, exclude=True, description="Entries per page of a listing, 1 to 100; less where entries are very large."
    )

    editor: Editor | None = Field(
        None,
        exclude=True,
        description=(
            "Where people edit an entry, for the links of reports: an address with `{id}` in it, also "
            "`{kind}`, `{place}` (the collection) and `{site}`."
        ),
    )

    def settled(self, look: Looking) -> Settled:
        """The settings with their defaults, and the tokens."""
        unsaid = ButterSettings()
        settings = ButterSettings(
            base_url=look.base_url(self.base_url, unsaid.base_url),
            page_type_key=said(self.page_type_key, unsaid.page_type_key),
            page_delete=said(self.page_delete, unsaid.page_delete),
            localized=said(self.localized, unsaid.localized),
            parallel=said(self.parallel, unsaid.parallel),
            rate=self.rate,
            window_seconds=said(self.window_seconds, unsaid.window_seconds),
            editor=self.editor or "",
            quota=self.quota,
            alt_text=said(self.alt_text, unsaid.alt_text),
            page_size=said(self.page_size, unsaid.page_size),
            blog_locales=said(self.blog_locales, unsaid.blog_locales),
            cache_seconds=said(self.cache_seconds, unsaid.cache_seconds),
        )
        written = self.write_token if look.writes else None
        return Settled(settings, look.secrets({"read_token": self.read_token, "write_token": written}))
