"""What Webflow sends of pages and components, as far as we rely on it.

Decides the shapes we read. A node has one of several shapes; what is in none of them is no text and is left alone.

Source: Webflow Data API v2, OpenAPI description of 2026-05-26, pages and components; seen 2026-11.
"""

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from isogloss.adapters.webflow.wire import Pagination

_LOOSE = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel, populate_by_name=True)


class SeoBody(BaseModel):
    """What search engines are told."""

    model_config = _LOOSE

    title: str | None = None
    description: str | None = None


class GraphBody(BaseModel):
    """What is shown where a page is shared; a copied text follows the one for search engines."""

    model_config = _LOOSE

    title: str | None = None
    title_copied: bool = False
    description: str | None = None
    description_copied: bool = False


class PageBody(BaseModel):
    """A page in one locale, without its text."""

    model_config = _LOOSE

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


class PagesBody(BaseModel):
    """One page of a listing of pages."""

    model_config = _LOOSE

    pages: list[PageBody]
    pagination: Pagination


class WordsBody(BaseModel):
    """A text as HTML and without it; plain text has no HTML."""

    model_config = _LOOSE

    html: str | None = None
    text: str | None = None


class ImageBody(BaseModel):
    """What of an image can be read."""

    model_config = _LOOSE

    alt: str | None = None
    asset_id: str | None = None


class PropertyBody(BaseModel):
    """A property: its default on a component, or what one instance says instead."""

    model_config = _LOOSE

    property_id: str
    type: str = ""
    label: str | None = None
    text: WordsBody | None = None


class ChoiceBody(BaseModel):
    """One choice of a select."""

    model_config = _LOOSE

    value: str
    text: str = ""


class NodeBody(BaseModel):
    """A node with texts; ``type`` says which of them it has."""

    model_config = _LOOSE

    id: str
    type: str
    text: WordsBody | None = None
    image: ImageBody | None = None
    property_overrides: list[PropertyBody] | None = None
    choices: list[ChoiceBody] | None = None
    placeholder: str | None = None
    value: str | None = None
    waiting_text: str | None = None


class NodesBody(BaseModel):
    """Some nodes of a page or component."""

    model_config = _LOOSE

    nodes: list[NodeBody]
    pagination: Pagination


class ComponentBody(BaseModel):
    """A component in a listing. One of a shared library is read only."""

    model_config = _LOOSE

    id: str
    name: str
    group: str | None = None
    description: str | None = None
    readonly: bool | None = False


class ComponentsBody(BaseModel):
    """One page of a listing of components."""

    model_config = _LOOSE

    components: list[ComponentBody]
    pagination: Pagination


class PropertiesBody(BaseModel):
    """Some properties of a component."""

    model_config = _LOOSE

    properties: list[PropertyBody]
    pagination: Pagination


class ErrorsBody(BaseModel):
    """What a write of texts did not do. A 200 may carry errors."""

    model_config = _LOOSE

    errors: list[object] = Field(default_factory=list)
