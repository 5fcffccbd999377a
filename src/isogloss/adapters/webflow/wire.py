"""What Webflow sends, as far as we rely on it.

Decides the shapes we read: unknown keys are ignored, what we rely on is checked, and a bad shape is a ``Drift`` that
says where. Refuses to know what any of it means; the only module of this adapter that knows pydantic.

Source: Webflow Data API v2, OpenAPI description of 2026-05-26 and reference pages seen 2026-11.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Final, Generic, Protocol, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from isogloss.adapters.webflow.paths import PAGE
from isogloss.errors import Drift, Effect
from isogloss.http.answer import Answer
from isogloss.http.pages import Page, Paging, by_offset, rows_of
from isogloss.http.request import Request


class Wire(BaseModel):
    """What Webflow sends, as far as it is read; what is new there is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel, populate_by_name=True)


Row = TypeVar("Row")


class SiteLocale(Wire):
    """A locale of a site. ``cms_locale_id`` is for items, ``id`` for pages and components; never one for the other."""

    tag: str
    id: str | None = None
    cms_locale_id: str | None = None
    enabled: bool = True


class SiteLocales(Wire):
    """The locales of a site; without localization there may be none at all."""

    primary: SiteLocale | None = None
    secondary: list[SiteLocale] | None = None


class DomainBody(Wire):
    """A domain of a site; ``last_published`` is null where the site was never published on it."""

    id: str
    last_published: str | None = None


class SiteBody(Wire):
    """A site."""

    id: str
    display_name: str = ""
    short_name: str = ""
    locales: SiteLocales | None = None
    last_published: str | None = None
    custom_domains: list[DomainBody] | None = None


class SitesBody(Wire):
    """The sites that a token can see."""

    sites: list[SiteBody]


class CollectionRow(Wire):
    """A collection in a listing: no fields."""

    id: str
    slug: str = ""


class CollectionsBody(Wire):
    """The collections of a site."""

    collections: list[CollectionRow]


class OptionBody(Wire):
    """One choice of an option field; content carries the id."""

    id: str
    name: str


class Validations(Wire):
    """What a field's validations tell that we use; a bound of values that is not of its type tells nothing."""

    options: list[OptionBody] | None = None
    collection_id: str | None = None
    single_line: bool = False
    min_length: object = None
    max_length: object = None
    min_value: object = None
    max_value: object = None
    allow_negative: object = None
    format: object = None


class FieldBody(Wire):
    """A field of a collection; ``slug`` is its key in ``fieldData``."""

    slug: str
    type: str
    is_required: bool = False
    is_editable: bool = True
    validations: Validations | None = None


class CollectionBody(Wire):
    """A collection with its fields."""

    id: str
    slug: str = ""
    fields: list[FieldBody]


class Item(Wire):
    """One variant: an item in one locale."""

    id: str
    cms_locale_id: str | None = None
    last_published: AwareDatetime | None = None
    last_updated: AwareDatetime | None = None
    is_archived: bool = False
    is_draft: bool = False
    field_data: dict[str, object] = Field(default_factory=dict)


class ItemsBody(Wire):
    """The variants that a write made."""

    items: list[Item]


class Pagination(Wire):
    """How many variants a listing has in all."""

    total: int = Field(ge=0)


class ListingBody(Wire, Generic[Row]):
    """One page of a listing; each says by which name its rows go."""

    rows: list[Row]
    pagination: Pagination


class ItemsListing(ListingBody[Item]):
    """One page of variants."""

    rows: list[Item] = Field(alias="items")


class PublishedBody(Wire):
    """What a publish call did; the ids carry no locale."""

    published_item_ids: list[str] | None = None
    errors: list[object] | None = None


Body = TypeVar("Body", bound=BaseModel)


def parse(shape: type[Body], answer: Answer, effect: Effect = "no") -> Body:
    """Read an answer.

    effect: what the request may have done if its answer makes no sense: "unknown" for a write.
    Raises: Drift with the path of the first thing that is not as we know it.
    """
    try:
        return shape.model_validate(answer.json)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        raise Drift(
            f"the answer is not of the shape we know: {first['msg']}. Look for a newer version of Isogloss",
            path=_path(first["loc"]),
            request=answer.request,
            took_effect=effect,
        ) from None


def opened(shape: type[ListingBody[Row]]) -> Callable[[Answer], Page[Row]]:
    """Open one page of a listing of this shape."""

    def page(answer: Answer) -> Page[Row]:
        body = parse(shape, answer)
        return Page(body.rows, body.pagination.total)

    return page


page: Final = opened(ItemsListing)
"""Open one page of variants."""


class HasId(Protocol):
    """A row that has an id of its own."""

    @property
    def id(self) -> str:
        """The id."""
        ...


def by_id(row: HasId) -> str:
    """Tell rows apart by their ids."""
    return row.id


def listed(
    read: Callable[[Request], Answer],
    request: Request,
    opened: Callable[[Answer], Page[Row]],
    key: Callable[[Row], Hashable],
) -> Iterator[Row]:
    """Read a listing to its end."""
    return rows_of(read, Paging(PAGE, by_offset(request, PAGE), opened, key))


def made(answer: Answer) -> list[Item]:
    """Read the variants that a create call made.

    Shape:  a list of variants in ``items``, or one variant as such: the schema of the bulk call describes the second,
            its examples show the first, and live clients meet both.
    Source: Webflow OpenAPI description of ``POST /items/bulk``, seen 2026-11.
    """
    if isinstance(answer.json, Mapping) and "items" in answer.json:
        return parse(ItemsBody, answer, "unknown").items
    return [parse(Item, answer, "unknown")]


def _path(places: tuple[int | str, ...]) -> str:
    text = ""
    for place in places:
        text += f"[{place}]" if isinstance(place, int) else f".{place}"
    return text.lstrip(".")
