"""What ButterCMS sends, as far as we rely on it.

Decides which parts of an answer must be there and of which shape; everything else may come and go. Pages and items
are made into one thing, a ``Row``, so that nobody else needs to know how they differ. Refuses to know fields.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError
from pydantic import Field as Slot

from isogloss.errors import Drift
from isogloss.http.answer import Answer
from isogloss.model.snapshot import Due


@dataclass(frozen=True, slots=True)
class Row:
    """One page or item, in one locale and one version.

    remote:  the page's slug, or the item's number as text.
    fields:  field slug to what is in it, as sent.
    status:  ``draft``, ``published`` or ``scheduled``; None where the answer does not say: items and older accounts.
    updated: aware UTC; None for items.
    due:     when it will be published by a schedule, aware UTC; None where it will not, or its status is not told.
    public:  when it was published last, aware UTC; None for items.
    unborn:  it was certainly never published: a page without a time of publication.
    made:    when the answer that it is from was made, where a cache kept that since.
    """

    remote: str
    fields: Mapping[str, object]
    status: str | None = None
    updated: datetime | None = None
    due: Due | None = None
    unborn: bool = False
    made: datetime | None = None
    public: datetime | None = None


class Sent(BaseModel):
    """What is sent, and more than we rely on."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Page(Sent):
    """Source: ButterCMS API reference, page object, and recorded answers, seen 2026-11: no locale, no id."""

    slug: StrictStr = Slot(min_length=1)
    fields: dict[str, object]
    status: StrictStr | None = None
    updated: datetime | None = None
    published: datetime | None = None
    scheduled: datetime | None = None


class _Meta(Sent):
    id: StrictInt


class _Item(BaseModel):
    """Source: recorded ButterCMS answers, seen 2026-11: flat, fields beside ``meta``; no status, times or locale."""

    model_config = ConfigDict(extra="allow", frozen=True)
    meta: _Meta


class _One(Sent):
    data: dict[str, object]


class _Items(Sent):
    data: dict[str, list[dict[str, object]]]


M = TypeVar("M", bound=BaseModel)


def page_row(sent: Mapping[str, object], request: str, made: datetime | None = None) -> Row:
    """Take in a page.

    Raises: Drift where it is not of the known shape.
    """
    page = checked(_Page, sent, request)
    unborn = "published" in page.model_fields_set and page.published is None
    due = due_of(page.status, page.scheduled)
    return Row(page.slug, page.fields, page.status, in_utc(page.updated), due, unborn, made, in_utc(page.published))


def item_row(sent: Mapping[str, object], request: str, made: datetime | None = None) -> Row:
    """Take in an item of a collection.

    Raises: Drift where it is not of the known shape.
    """
    item = checked(_Item, sent, request)
    return Row(str(item.meta.id), dict(item.model_extra or {}), made=made)


def one_page(answer: Answer) -> Row:
    """Take in the answer to a question for one page.

    Raises: Drift where it is not of the known shape.
    """
    return page_row(data_of(answer), answer.request, answer.made)


def items_under(key: str, answer: Answer) -> Sequence[Row]:
    """Take in the answer to a question by ``keys``: it has no ``meta``, and the items lie under their key.

    Raises: Drift where it is not of the known shape.
    """
    found = checked(_Items, answer.json, answer.request).data.get(key, [])
    return [item_row(item, answer.request, answer.made) for item in found]


def data_of(answer: Answer) -> Mapping[str, object]:
    """The one thing in an answer.

    Raises: Drift where it is not of the known shape.
    """
    return checked(_One, answer.json, answer.request).data


def due_of(status: str | None, scheduled: datetime | None) -> Due | None:
    """When something will be published by a schedule; None where it will not."""
    return (in_utc(scheduled) or "untold") if status == "scheduled" else None


def in_utc(time: datetime | None) -> datetime | None:
    """A time as it is meant: an account may show it in a zone of its own, then with an offset; else it is UTC."""
    return None if time is None else (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)


def checked(model: type[M], sent: object, request: str) -> M:
    """Take in what was sent.

    Raises: Drift where it is not of the known shape.
    """
    try:
        return model.model_validate(sent)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise Drift(
            f"ButterCMS's answer is not of the shape we know: {first['msg']}. Check base_url; if it is right, the API "
            "has changed.",
            path=where,
            request=request,
        ) from None
