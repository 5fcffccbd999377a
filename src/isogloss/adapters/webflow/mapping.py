"""A Webflow side as a mapping file describes it: its settings, and what of a mapping no site can hold.

Source: Webflow Data API reference, field types, and its guides, seen 2026-11.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from isogloss.adapters.webflow.pages.mapping import page_problems
from isogloss.bridge import WebflowSettings
from isogloss.errors import Problem
from isogloss.mapping.file.document import Document, Draft, KindEntry, Place, SideEntry, Text, Token, Traits
from isogloss.mapping.file.settings import Looking, Settled, said
from isogloss.mapping.types.sorts import PARTED
from isogloss.model.schema import FieldType


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


class WebflowSide(SideEntry):
    """A Webflow site."""

    traits: ClassVar[Traits] = Traits(
        Draft("site: ${WEBFLOW_SITE}, token: ${WEBFLOW_TOKEN}"), place=_place, unheld=_unheld, designed=page_problems
    )

    adapter: Literal["webflow"] = Field(description="The platform of this side.")
    site: Text = Field(description="Id or short name of the site.")
    token: Token = Field(exclude=True, description="API token, as ${NAME}, ${file:PATH} or ${keyring:service/user}.")
    base_url: Text | None = Field(
        None, exclude=True, description="Where the API is, if not at the vendor's: a sandbox, say."
    )
    insert: bool | None = Field(None, description="Whether locales can be added to an existing item (on unless said).")
    page_slugs: bool | None = Field(
        None, description="Whether slugs of pages can be localized, an add-on (on unless said)."
    )
    image_alt: Literal["keep", "write"] | None = Field(
        None, description="An alternative text that changed alone: keep the old one (unless said), or write it."
    )
    respect_exclusions: bool | None = Field(
        None, description="Whether what the site's owner excluded from translation is left out (not unless said)."
    )
    assets: Literal["address", "upload"] | None = Field(
        None, description="How files reach the site: by address (unless said), or fetched and uploaded."
    )
    rate: Annotated[int, Field(gt=0)] | None = Field(
        None, exclude=True, description="Requests permitted in one window."
    )
    window_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(
        None, exclude=True, description="Length of that window, in seconds."
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
        )
        return Settled(settings, look.secrets({"token": self.token}))
