"""A Webflow side as a mapping file describes it: its settings, and what of a mapping no site can hold.

Which texts a page has is for ``check``; here it is only what a text can be called, and what it can be held as.

Source: Webflow Data API reference, field types, pages and components, and its guides, seen 2026-11.
"""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from isogloss.adapters.editing import filled
from isogloss.bridge import KindBinding, Pages, SideBinding, WebflowSettings
from isogloss.errors import Problem
from isogloss.mapping.file.document import Document, Draft, SideEntry, Traits
from isogloss.mapping.file.kinds import FieldEntry, KindEntry, Place
from isogloss.mapping.file.settings import Looking, Settled, said
from isogloss.mapping.file.strict import Editor, Text, Token
from isogloss.mapping.names.nearest import nearest
from isogloss.mapping.types.sorts import PARTED
from isogloss.model.schema import FieldType, RemoteSchema

Designed = Literal["pages", "components"]
_SAID: Final = {
    "pages": (
        *("title", "slug", "path", "seo.title", "seo.description", "openGraph.title", "openGraph.description", "nodes"),
    ),
    "components": ("name", "group", "description", "nodes", "properties"),
}
_STARTS: Final = {"pages": ("node:",), "components": ("node:", "property:")}
_LISTS: Final = frozenset({"nodes", "properties"})
_ROW: Final[dict[str, FieldType]] = {"id": "text", "text": "rich_text"}
_TEXTS: Final[frozenset[FieldType]] = frozenset({"text", "long_text", "rich_text"})


def _place(document: Document, kind: KindEntry, side: str, path: str) -> Iterator[Problem]:
    del document
    given = kind.places[side].named
    if len(given) != 1 or given[0] not in {"collection", "pages", "components"}:
        reason = "a Webflow kind is one of {collection: slug}, {pages: [slug, …]}, {components: [name, …]}"
        yield Problem(f"{path}.{side}", reason)


def _unheld(type_: FieldType, place: Place | None, side: str) -> str | None:
    designed = place is not None and (place.pages is not None or place.components is not None)
    if type_ not in PARTED or (type_ == "list" and designed):
        return None
    instead = "{field: …, as: long_text}" + (" or {prefix: …}" if type_ == "group" else "")
    return f"Webflow has no field for a {type_}; say {instead} on {side}"


def _designed(document: Document, kind: KindEntry, side: str, path: str) -> Iterator[Problem]:
    """Everything wrong with how a kind is pages or components."""
    del document
    place = kind.places.get(side)
    if place is None or (place.pages is None and place.components is None):
        return
    sort: Designed = "pages" if place.pages is not None else "components"
    for key in ("origin_key", "other_fields"):
        if getattr(place, key) is not None:
            yield Problem(f"{path}.{side}.{key}", f"{sort} have no fields of their own; leave it out")
    for name, entry in kind.fields.items():
        if side in entry.remotes:
            yield from _field(sort, entry, side, f"{path}.fields.{name}")


def _field(sort: Designed, entry: FieldEntry, side: str, at: str) -> Iterator[Problem]:
    slug, form = entry.remotes[side], entry.forms.get(side)
    type_ = form.as_ if form is not None and form.as_ is not None else entry.type
    if slug not in _SAID[sort] and not slug.startswith(_STARTS[sort]):
        known = f"; there is {', '.join(_SAID[sort])}, and {' or '.join(_STARTS[sort])} with an id"
        hint = nearest(slug, _SAID[sort]) or known
        yield Problem(f"{at}.{side}", f'{sort} have no "{slug}"{hint}')
    elif slug in _LISTS:
        yield from _rows(entry, side, at, type_)
    elif type_ not in _TEXTS:
        yield Problem(f"{at}.type", f'"{slug}" is a text: its type is text, long_text or rich_text')


def _rows(entry: FieldEntry, side: str, at: str, type_: FieldType) -> Iterator[Problem]:
    if type_ != "list":
        yield Problem(f"{at}.type", "it is a list of all texts: its type is list, with an id and a text in each row")
        return
    parts = {part.remotes.get(side, ""): part for part in (entry.fields or {}).values()}
    if set(parts) != set(_ROW):
        yield Problem(f"{at}.fields", f"each row has two parts on {side}: id and text")
    for slug, wanted in _ROW.items():
        if slug in parts and (parts[slug].type != wanted or side in parts[slug].forms):
            yield Problem(f"{at}.fields", f"the part that is {slug} on {side} is of type {wanted}")


_ID: Final = re.compile(r"[0-9a-f]{24}")


def account(binding: SideBinding, schema: RemoteSchema) -> str:
    """What the side is of, in words."""
    site = binding.settings_as(WebflowSettings).site
    return (
        f"the Webflow site {schema.title} ({schema.short_name or site})" if schema.title else f"the Webflow site {site}"
    )


def editor(binding: SideBinding, kind: KindBinding, schema: RemoteSchema) -> str:
    """Where people edit entries of a kind, as an address with ``{id}`` in it; empty where that cannot be told.

    What is not said leads to the site in the Designer, which is found by its short name alone: Webflow documents no
    address of one entry there, and an id of the site leads nowhere.
    """
    settings = binding.settings_as(WebflowSettings)
    if settings.editor:
        return filled(settings.editor, kind, settings.site)
    short = schema.short_name or settings.site
    if _ID.fullmatch(short) or not re.fullmatch(r"[\w-]+", short):
        return ""
    name = "pageId" if isinstance(kind.place, Pages) else "itemId"
    return f"https://{short}.design.webflow.com/?{name}={{id}}"


class WebflowSide(SideEntry):
    """A Webflow site."""

    traits: ClassVar[Traits] = Traits(
        Draft('site: "${WEBFLOW_SITE}", token: "${WEBFLOW_TOKEN}"'), place=_place, unheld=_unheld, designed=_designed
    )

    adapter: Literal["webflow"] = Field(description="The platform of this side.")
    site: Text = Field(description="Id or short name of the site.")
    token: Token = Field(
        exclude=True,
        description="API token, as `${NAME}`, `${file:PATH}`, `${keyring:service/user}` or `${cmd:WORDS}`.",
    )
    base_url: Text | None = Field(
        None, exclude=True, description="Where the API is, if not at the vendor's; a sandbox, for instance."
    )
    insert: bool | None = Field(
        None,
        description=(
            "`on` or `off`: whether a locale can be added to an existing item. Off, only the Designer "
            "can, and a plan holds a step for a person."
        ),
    )
    page_slugs: bool | None = Field(
        None,
        description=(
            "`on` or `off`: whether slugs of static pages can be localized, which is an add-on. Off, "
            "they are only read."
        ),
    )
    image_alt: Literal["keep", "write"] | None = Field(
        None,
        description=(
            "`keep`: an alternative text that changed alone is not written. `write`: it is, and its "
            "picture is imported anew."
        ),
    )
    respect_exclusions: bool | None = Field(
        None,
        description=(
            "`true`: what the site's owner excluded from translation is left out. Unless said, it is "
            "carried like anything else."
        ),
    )
    assets: Literal["address", "upload"] | None = Field(
        None,
        description=(
            "`address`: Webflow is given the address of a file and fetches it. `upload`: we fetch it and upload it."
        ),
    )
    rate: Annotated[int, Field(gt=0)] | None = Field(
        None, exclude=True, description="Requests permitted in one window."
    )
    window_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(
        None, exclude=True, description="Length of that window, in seconds."
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
        """The settings with their defaults, and the token."""
        unsaid = WebflowSettings(look.text("site", self.site).strip())
        settings = WebflowSettings(
            site=unsaid.site,
            base_url=look.base_url(self.base_url, unsaid.base_url),
            insert=said(self.insert, unsaid.insert),
            upload=self.assets == "upload",
            image_alt=self.image_alt == "write",
            page_slugs=said(self.page_slugs, unsaid.page_slugs),
            exclusions=said(self.respect_exclusions, unsaid.exclusions),
            rate=said(self.rate, unsaid.rate),
            window_seconds=said(self.window_seconds, unsaid.window_seconds),
            editor=self.editor or "",
        )
        return Settled(settings, look.secrets({"token": self.token}))
