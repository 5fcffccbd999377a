"""What the fields of posts, authors and categories read as, and how they are written."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from isogloss.adapters.buttercms.blog.decode import decode_author, decode_post, name_of, picture
from isogloss.adapters.buttercms.blog.encode import PostContext, encode_cells
from isogloss.adapters.buttercms.blog.wire import Post, Term, authors_in, post_of, terms_in
from isogloss.bridge import FieldBinding
from isogloss.errors import Drift
from isogloss.http.answer import Answer
from isogloss.model.address import EntryKey
from isogloss.model.entry import CHANGED, DRAFT, PUBLISHED
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Asset, Many, Ref, Scalar

NOW, THEN = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
OPTIONS = {"news": "News", "tips": "Tips"}


def bound(type_: str, remote: str, to: str | None = None) -> FieldBinding:
    return FieldBinding(Field("f", type_, to=to), remote, OPTIONS if type_ == "option" else {})


SENT = {
    "slug": "tea",
    "status": "published",
    "title": "Tea ",
    "body": "<p>Hi</p>",
    "featured_image": "https://cdn.buttercms.com/a",
    "featured_image_alt": "A cup",
    "author": {"slug": "ann", "first_name": "Ann", "last_name": ""},
    "tags": [{"name": "en", "slug": "en"}],
    "categories": [{"name": "Tips", "slug": "tips"}, {"name": "Hot, cold", "slug": "hot-cold"}],
    "published": "2025-03-01T10:00:00+02:00",
    "updated": "2025-03-01T10:00:00",
    "summary": "",
    "seo_title": None,
}
POST = post_of(SENT, "GET /posts/")

READ = [
    (bound("text", "title"), Scalar("text", "Tea")),
    (bound("rich_text", "body"), Scalar("rich_text", "<p>Hi</p>")),
    (bound("text", "summary"), ABSENT),
    (bound("text", "seo_title"), ABSENT),
    (bound("text", "nowhere"), ABSENT),
    (bound("image", "featured_image"), Asset("image", "https://cdn.buttercms.com/a", "A cup")),
    (bound("text", "featured_image.alt"), Scalar("text", "A cup")),
    (bound("reference", "author", "author"), Ref(EntryKey("author", "ann"))),
    (bound("text", "author"), Scalar("text", "ann")),
    (bound("text", "author.name"), Scalar("text", "Ann")),
    (bound("tags", "categories"), Scalar("tags", '"Hot, cold", Tips')),
    (bound("option", "categories"), Scalar("option", "tips")),
    (
        bound("references", "categories", "topic"),
        Many((Ref(EntryKey("topic", "tips")), Ref(EntryKey("topic", "hot-cold")))),
    ),
    (bound("tags", "$tags"), Scalar("tags", "Leaf, News")),
    (bound("option", "$tags"), Scalar("option", "news")),
    (bound("instant", "published"), Scalar("instant", "2025-03-01T08:00:00Z")),
    (bound("date", "published"), Scalar("date", "2025-03-01")),
]


@pytest.mark.parametrize(("binding", "value"), READ)
def test_each_field_of_a_post_reads_as_what_it_is(binding, value):
    assert decode_post(POST, binding, ["News", "Leaf"], alt_apart=False) == value


def test_an_alternative_text_that_is_a_field_of_its_own_is_not_in_the_picture():
    shown = decode_post(POST, bound("image", "featured_image"), [], alt_apart=True)

    assert shown == Asset("image", "https://cdn.buttercms.com/a")


NOTHING = Post("a", "draft", fields={"featured_image": "", "author": None, "featured_image_alt": None})


@pytest.mark.parametrize(
    "binding",
    [
        bound("image", "featured_image"),
        bound("text", "featured_image.alt"),
        bound("reference", "author", "author"),
        bound("text", "author.name"),
        bound("tags", "categories"),
        bound("references", "categories", "topic"),
        bound("option", "$tags"),
        bound("tags", "$tags"),
    ],
)
def test_what_is_unset_is_absent(binding):
    assert decode_post(NOTHING, binding, [], alt_apart=False) is ABSENT


def test_two_of_the_options_are_one_that_nobody_knows():
    assert decode_post(POST, bound("option", "$tags"), ["News", "tips"], alt_apart=False) == Scalar(
        "option", "?news, tips"
    )
    author = Post("a", "draft", fields={"author": {"slug": "tips"}})
    assert decode_post(author, bound("option", "author"), [], alt_apart=False) == Scalar("option", "tips")


@pytest.mark.parametrize(
    ("fields", "binding"),
    [
        ({"title": 5}, bound("text", "title")),
        ({"featured_image": {"url": "x"}}, bound("image", "featured_image")),
        ({"published": "soon"}, bound("instant", "published")),
    ],
)
def test_what_is_not_of_its_type_is_said(fields, binding):
    with pytest.raises(ValueError, match=r"\w"):
        decode_post(Post("a", "draft", fields=fields), binding, [], alt_apart=False)


def test_several_categories_are_no_single_link():
    with pytest.raises(ValueError, match="2 categories"):
        decode_post(POST, bound("reference", "categories", "topic"), [], alt_apart=False)


def test_an_author_reads_by_field():
    author = {
        "slug": "ann",
        "first_name": " Ann",
        "last_name": "Lee",
        "profile_image": "https://x.example/a",
        "bio": "",
    }

    assert name_of(author) == "Ann Lee"
    assert decode_author(author, bound("text", "name")) == Scalar("text", "Ann Lee")
    assert decode_author(author, bound("image", "profile_image")) == Asset("image", "https://x.example/a")
    assert decode_author(author, bound("long_text", "bio")) is ABSENT


def row(status: str, title: str = "T") -> Post:
    return Post("a", status, fields={"title": title, "updated": "x" + status})


def test_a_post_shows_what_is_live_and_says_that_edits_lie_on_top():
    assert picture(None, None, carry=False) is None
    draft = picture(row("draft"), None, carry=False)
    assert (draft.status, draft.note.live) == (DRAFT, False)
    late = picture(row("published"), None, carry=False)
    assert (late.status, late.note.live) == (PUBLISHED, True)
    same = picture(row("draft"), row("published"), carry=False)
    assert (same.status, same.note.unpublished_edits) == (PUBLISHED, False)
    edited = picture(row("draft", "New"), row("published"), carry=False)
    assert (edited.status, edited.note.unpublished_edits, edited.content.fields["title"]) == (PUBLISHED, True, "T")
    carried = picture(row("draft", "New"), row("published"), carry=True)
    assert (carried.status, carried.content.fields["title"]) == (CHANGED, "New")
    assert picture(None, row("published"), carry=False).status == PUBLISHED


def test_a_live_post_with_edits_on_top_is_as_old_as_its_publishing():
    live = replace(row("published"), updated=NOW, public=THEN)
    assert picture(replace(row("draft", "New"), updated=NOW), live, carry=False).note.said == THEN
    assert picture(replace(row("draft", "New"), updated=NOW), live, carry=True).note.said is None
    assert picture(row("draft"), live, carry=False).note.said is None


@dataclass
class Names:
    remotes: dict[EntryKey, str] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)

    def remote(self, entry: EntryKey) -> str | None:
        return self.remotes.get(entry)

    def asset(self, identity: str) -> str | None:
        return self.assets.get(identity)


NAMES = Names(
    {EntryKey("author", "a"): "ann", EntryKey("topic", "t"): "hot-cold", EntryKey("topic", "u"): "new-one"},
    {"https://here.example/a": "https://there.example/a"},
)
TOPICS = Many((Ref(EntryKey("topic", "t")), Ref(EntryKey("topic", "u"))))
WRITTEN = [
    (bound("text", "title"), Scalar("text", "Tea"), {"title": "Tea"}),
    (bound("text", "summary"), ABSENT, {"summary": ""}),
    (bound("text", "featured_image.alt"), Scalar("text", "A"), {"featured_image_alt": "A"}),
    (
        bound("image", "featured_image"),
        Asset("image", "https://here.example/a", "A"),
        {"featured_image": "https://there.example/a", "featured_image_alt": "A"},
    ),
    (bound("image", "featured_image"), ABSENT, {"featured_image": "", "featured_image_alt": ""}),
    (bound("reference", "author", "author"), Ref(EntryKey("author", "a")), {"author": {"slug": "ann"}}),
    (bound("text", "author"), Scalar("text", "bo"), {"author": {"slug": "bo"}}),
    (bound("option", "author"), Scalar("option", "tips"), {"author": {"slug": "Tips"}}),
    (bound("tags", "categories"), Scalar("tags", "A, B"), {"categories": ["A", "B"]}),
    (bound("tags", "categories"), ABSENT, {"categories": []}),
    (bound("references", "categories", "topic"), TOPICS, {"categories": ["Hot, cold", "new-one"]}),
    (bound("option", "categories"), Scalar("option", "news"), {"categories": ["Other", "News"]}),
    (bound("option", "categories"), ABSENT, {"categories": ["Other"]}),
    (bound("option", "$tags"), Scalar("option", "news"), {"$tags": ["Leaf", "News"]}),
]
NOW = Post("a", "draft", categories=(Term("Other", "other"), Term("tips", "tips")))


@pytest.mark.parametrize(("binding", "value", "body"), WRITTEN)
def test_each_value_is_written_as_posts_take_it(binding, value, body):
    context = PostContext({"f": binding}, NAMES, {"hot-cold": "Hot, cold"}, ["Leaf", "Tips"], NOW)

    assert encode_cells({"f": value}, context) == body


def test_a_picture_leaves_an_alternative_text_of_its_own_alone():
    fields = {"f": bound("image", "featured_image"), "alt": bound("text", "featured_image.alt")}

    assert encode_cells({"f": Asset("image", "https://x.example/a", "A")}, PostContext(fields, NAMES)) == {
        "featured_image": "https://x.example/a"
    }
    assert encode_cells({"f": ABSENT}, PostContext(fields, NAMES)) == {"featured_image": ""}


REFUSED = [
    (bound("text", "title"), ABSENT, "1 to 200"),
    (bound("text", "title"), Scalar("text", "x" * 201), "1 to 200"),
    (bound("text", "slug"), Scalar("text", "x" * 101), "1 to 100"),
    (bound("text", "summary"), Scalar("number", "1"), "cannot be written"),
    (bound("image", "featured_image"), Scalar("text", "x"), "only a picture"),
    (bound("reference", "author", "author"), Ref(EntryKey("author", "z")), "made in the dashboard"),
    (bound("reference", "author", "author"), ABSENT, "always has an author"),
    (bound("option", "author"), Scalar("option", "?Zoe"), "'Zoe' is no author"),
    (bound("image", "author"), Asset("image", "x"), "this is no author"),
    (bound("references", "categories", "topic"), Ref(EntryKey("topic", "z")), "does not have yet"),
    (bound("option", "$tags"), Scalar("option", "?Zoe"), "'Zoe' is no option"),
    (bound("tags", "$tags"), Scalar("number", "1"), "no list of tags"),
]


@pytest.mark.parametrize(("binding", "value", "reason"), REFUSED)
def test_what_a_post_cannot_hold_is_refused_with_its_field(binding, value, reason):
    with pytest.raises(ValueError, match=reason) as refused:
        encode_cells({"f": value}, PostContext({"f": binding}, NAMES))
    assert str(refused.value).startswith("f: ")


def test_a_field_without_a_place_is_refused():
    with pytest.raises(ValueError, match="no place"):
        encode_cells({"g": ABSENT}, PostContext({}, NAMES))


@pytest.mark.parametrize(
    "sent", [{"slug": "a"}, {"slug": "", "status": "draft"}, {"slug": "a", "status": "draft", "tags": [{"name": "x"}]}]
)
def test_a_post_of_another_shape_is_drift(sent):
    with pytest.raises(Drift):
        post_of(sent, "GET /posts/")


def test_lists_of_authors_and_terms_are_checked():
    assert [row["slug"] for row in authors_in(Answer(200, {}, {"data": [{"slug": "a"}]}))] == ["a"]
    assert terms_in(Answer(200, {}, {"data": [{"name": "A", "slug": "a"}]})) == (Term("A", "a"),)
    for broken in ({"data": [{"first_name": "A"}]}, {"data": {}}, None):
        with pytest.raises(Drift):
            authors_in(Answer(200, {}, broken))


def test_times_with_and_without_a_zone_are_compared_in_utc():
    assert POST.updated.isoformat() == "2025-03-01T10:00:00+00:00"
    zoned = post_of({**SENT, "updated": "2025-03-01T10:00:00+02:00"}, "r")
    assert zoned.updated.isoformat() == "2025-03-01T08:00:00+00:00"
    assert post_of({**SENT, "updated": None}, "r").updated is None
