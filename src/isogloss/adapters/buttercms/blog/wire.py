"""What ButterCMS sends of its blog, as far as we rely on it.

Decides which parts of a post, an author and a category must be there. Refuses to know what they mean.

Source: ButterCMS API reference, blog posts, and recorded answers, seen 2026-11: the keys of a post differ from call to
call, unset texts read as "", an unset image as null or "".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import Field as Slot
from pydantic import StrictStr

from isogloss.adapters.buttercms.wire import Sent, checked, due_of, in_utc
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


class _Term(Sent):
    name: StrictStr
    slug: StrictStr = Slot(min_length=1)


class _Post(Sent):
    slug: StrictStr = Slot(min_length=1)
    status: StrictStr
    tags: list[_Term] = Slot(default_factory=list)
    categories: list[_Term] = Slot(default_factory=list)
    updated: datetime | None = None
    scheduled: datetime | None = None
    locale: StrictStr | None = None


class _Author(Sent):
    slug: StrictStr = Slot(min_length=1)


class _One(Sent):
    data: dict[str, object]


class _Several(Sent):
    data: list[dict[str, object]]


def post_of(sent: Mapping[str, object], request: str, made: datetime | None = None) -> Post:
    """Take in a post.

    Raises: Drift where it is not of the known shape.
    """
    post = checked(_Post, sent, request)
    return Post(
        post.slug,
        post.status,
        tuple(Term(each.name, each.slug) for each in post.tags),
        tuple(Term(each.name, each.slug) for each in post.categories),
        dict(sent),
        in_utc(post.updated),
        post.locale,
        due_of(post.status, post.scheduled),
        made,
    )


def one_post(answer: object, request: str, made: datetime | None = None) -> Post:
    """Take in the answer to a question for one post.

    Raises: Drift where it is not of the known shape.
    """
    return post_of(checked(_One, answer, request).data, request, made)


def authors_in(answer: object, request: str) -> Sequence[Mapping[str, object]]:
    """Take in the list of authors; it has no pages.

    Raises: Drift where it is not of the known shape.
    """
    rows = checked(_Several, answer, request).data
    for row in rows:
        checked(_Author, row, request)
    return rows


def author_in(answer: object, request: str) -> Mapping[str, object]:
    """Take in one author.

    Raises: Drift where it is not of the known shape.
    """
    found = checked(_One, answer, request).data
    checked(_Author, found, request)
    return found


def term_in(answer: object, request: str) -> Term:
    """Take in one category or tag.

    Raises: Drift where it is not of the known shape.
    """
    found = checked(_Term, checked(_One, answer, request).data, request)
    return Term(found.name, found.slug)


def terms_in(answer: object, request: str) -> Sequence[Term]:
    """Take in a list of categories or tags; it has no pages.

    Raises: Drift where it is not of the known shape.
    """
    found = [checked(_Term, row, request) for row in checked(_Several, answer, request).data]
    return [Term(each.name, each.slug) for each in found]
