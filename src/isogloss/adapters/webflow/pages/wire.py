"""What Webflow sends of pages and components, as far as we rely on it.

Decides the shapes we read. A node has one of several shapes; what is in none of them is no text and is left alone.

Source: Webflow Data API v2, OpenAPI description of 2026-05-26, pages and components; seen 2026-11.
"""

from pydantic import AwareDatetime, Field

from isogloss.adapters.webflow.wire import ListingBody, Wire


class SeoBody(Wire):
    """What search engines are told."""

    title: str | None = None
    description: str | None = None


class GraphBody(Wire):
    """What is shown where a page is shared; a copied text follows the one for search engines."""

    title: str | None = None
    title_copied: bool = False
    description: str | None = None
    description_copied: bool = False


class PageBody(Wire):
    """A page in one locale, without its text."""

    id: str
    title: str | None = None
    slug: str | None = None
    collection_id: str | None = None
    last_updated: AwareDatetime | None = None
    archived: bool | None = False
    draft: bool | None = False
    is_branch: bool | None = False
    branch_id: str | None = None
    seo: SeoBody | None = None
    open_graph: GraphBody | None = None
    published_path: str | None = None


class PagesBody(ListingBody[PageBody]):
    """One page of a listing of pages."""

    rows: list[PageBody] = Field(alias="pages")


class WordsBody(Wire):
    """A text as HTML and without it; plain text has no HTML."""

    html: str | None = None
    text: str | None = None


class ImageBody(Wire):
    """What of an image can be read."""

    alt: str | None = None
    asset_id: str | None = None


class PropertyBody(Wire):
    """A property: its default on a component, or what one instance says instead."""

    property_id: str
    type: str = ""
    text: WordsBody | None = None


class ChoiceBody(Wire):
    """One choice of a select."""

    value: str
    text: str = ""


class NodeBody(Wire):
    """A node with texts; ``type`` says which of them it has."""

    id: str
    type: str
    text: WordsBody | None = None
    image: ImageBody | None = None
    property_overrides: list[PropertyBody] | None = None
    choices: list[ChoiceBody] | None = None
    placeholder: str | None = None
    value: str | None = None
    waiting_text: str | None = None


class NodesBody(ListingBody[NodeBody]):
    """Some nodes of a page or component."""

    rows: list[NodeBody] = Field(alias="nodes")


class ComponentBody(Wire):
    """A component in a listing. One of a shared library is read only."""

    id: str
    name: str
    group: str | None = None
    description: str | None = None
    readonly: bool | None = False


class ComponentsBody(ListingBody[ComponentBody]):
    """One page of a listing of components."""

    rows: list[ComponentBody] = Field(alias="components")


class PropertiesBody(ListingBody[PropertyBody]):
    """Some properties of a component."""

    rows: list[PropertyBody] = Field(alias="properties")


class ErrorsBody(Wire):
    """What a write of texts did not do. A 200 may carry errors."""

    errors: list[object] = Field(default_factory=list)
