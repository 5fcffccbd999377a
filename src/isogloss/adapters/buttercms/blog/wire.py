"""What ButterCMS sends of its blog, as far as we rely on it.

Decides which parts of a post, an author and a category must be there. Refuses to know what they mean.

Source: ButterCMS API reference, blog posts, and recorded answers, seen 2026-11: the keys of a post differ from call to
call, unset texts read as "", an unset image as null or "".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import Field as Slot
from pydantic import StrictStr

from isogloss.adapters.buttercms.wire import Sent, checked, data_of, due_of, in_utc
from isogloss.http.answer import Answer
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
    public:  when it was published last, aware UTC.
    made:    when the answer that it is from was made, where a cache kept that since.
    """

    slug: str
    status: str
    tags: tuple[Term, ...] = ()
    categories: tuple[Term, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)
    updated: datetime | None = None
    due: Due | None = None
    made: datetime | None = None
    public: datetime | None = None


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


class _Author(Sent):
    slug: StrictStr = Slot(min_length=1)


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
        _terms(post.tags),
        _terms(post.categories),
        dict(sent),
        in_utc(post.updated),
        due_of(post.status, post.scheduled),
        made,
        _when(sent.get("published")),
    )


def _when(sent: object) -> datetime | None:
    """A time that is content too; what is no time is told where that is read."""
    try:
        return in_utc(datetime.fromisoformat(str(sent)))
    except ValueError:
        return None


def one_post(answer: Answer) -> Post:
    """Take in the answer to a question for one post.

    Raises: Drift where it is not of the known shape.
    """
    return post_of(data_of(answer), answer.request, answer.made)


def authors_in(answer: Answer) -> Sequence[Mapping[str, object]]:
    """Take in the list of authors; it has no pages.

    Raises: Drift where it is not of the known shape.
    """
    rows = checked(_Several, answer.json, answer.request).data
    for row in rows:
        checked(_Author, row, answer.request)
    return rows


def author_in(answer: Answer) -> Mapping[str, object]:
    """Take in one author.

    Raises: Drift where it is not of the known shape.
    """
    found = data_of(answer)
    checked(_Author, found, answer.request)
    return found


def term_in(answer: Answer) -> Term:
    """Take in one category or tag.

    Raises: Drift where it is not of the known shape.
    """
    found = checked(_Term, data_of(answer), answer.request)
    return Term(found.name, found.slug)


def terms_in(answer: Answer) -> tuple[Term, ...]:
    """Take in a list of categories or tags; it has no pages.

    Raises: Drift where it is not of the known shape.
    """
    rows = checked(_Several, answer.json, answer.request).data
    return _terms(checked(_Term, row, answer.request) for row in rows)


def _terms(terms: Iterable[_Term]) -> tuple[Term, ...]:
    return tuple(Term(each.name, each.slug) for each in terms)
