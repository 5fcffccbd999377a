"""What ButterCMS sends of its blog, as far as we rely on it.

Decides which parts of a post, an author and a category must be there. Refuses to know what they mean.

Source: ButterCMS API reference, blog posts, and recorded answers, seen 2026-11: the keys of a post differ from call to
call, unset texts read as "", an unset image as null or "".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, StrictStr, ValidationError
from pydantic import Field as Slot

from isogloss.adapters.buttercms.wire import in_utc
from isogloss.errors import Drift
from isogloss.model.snapshot import Due


@dataclass(frozen=True, slots=True)
class Term:
    """A tag or a category."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Post:
    """One post, in one version.

    fields:  everything that was sent, by key.
    updated: aware UTC.
    due:     when it will be published by a schedule, aware UTC; None where it will not.
    locale:  with native locales, the slug of its locale where the answer tells it.
    made:    when the answer that it is from was made, where a cache kept that since.
    """

    slug: str
    status: str
    tags: tuple[Term, ...] = ()
    categories: tuple[Term, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)
    updated: datetime | None = None
    locale: str | None = None
    due: Due | None = None
    made: datetime | None = None


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Term(_Sent):
    name: StrictStr
    slug: StrictStr = Slot(min_length=1)


class _Post(_Sent):
    slug: StrictStr = Slot(min_length=1)
    status: StrictStr
    tags: list[_Term] = Slot(default_factory=list)
    categories: list[_Term] = Slot(default_factory=list)
    updated: datetime | None = None
    scheduled: datetime | None = None
    locale: StrictStr | None = None


class _Author(_Sent):
    slug: StrictStr = Slot(min_length=1)


class _One(_Sent):
    data: dict[str, object]


class _Several(_Sent):
    data: list[dict[str, object]]


M = TypeVar("M", bound=BaseModel)


def post_of(sent: Mapping[str, object], request: str, made: datetime | None = None) -> Post:
    """Take in a post.

    Raises: Drift where it is not of the known shape.
    """
    post = _checked(_Post, sent, request)
    return Post(
        post.slug,
        post.status,
        tuple(Term(each.name, each.slug) for each in post.tags),
        tuple(Term(each.name, each.slug) for each in post.categories),
        dict(sent),
        in_utc(post.updated),
        post.locale,
        (in_utc(post.scheduled) or "untold") if post.status == "scheduled" else None,
        made,
    )


def one_post(answer: object, request: str, made: datetime | None = None) -> Post:
    """Take in the answer to a question for one post.

    Raises: Drift where it is not of the known shape.
    """
    return post_of(_checked(_One, answer, request).data, request, made)


def authors_in(answer: object, request: str) -> Sequence[Mapping[str, object]]:
    """Take in the list of authors; it has no pages.

    Raises: Drift where it is not of the known shape.
    """
    rows = _checked(_Several, answer, request).data
    for row in rows:
        _checked(_Author, row, request)
    return rows


def author_in(answer: object, request: str) -> Mapping[str, object]:
    """Take in one author.

    Raises: Drift where it is not of the known shape.
    """
    found = _checked(_One, answer, request).data
    _checked(_Author, found, request)
    return found


def term_in(answer: object, request: str) -> Term:
    """Take in one category or tag.

    Raises: Drift where it is not of the known shape.
    """
    found = _checked(_Term, _checked(_One, answer, request).data, request)
    return Term(found.name, found.slug)


def terms_in(answer: object, request: str) -> Sequence[Term]:
    """Take in a list of categories or tags; it has no pages.

    Raises: Drift where it is not of the known shape.
    """
    found = [_checked(_Term, row, request) for row in _checked(_Several, answer, request).data]
    return [Term(each.name, each.slug) for each in found]


def _checked(model: type[M], sent: object, request: str) -> M:
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
