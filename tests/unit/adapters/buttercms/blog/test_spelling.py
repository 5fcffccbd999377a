"""A post is written as its values were spelled, within what a post can hold."""

from isogloss.adapters.buttercms.blog.decode import decode_post
from isogloss.adapters.buttercms.blog.encode import PostContext, encode_cells
from isogloss.adapters.buttercms.blog.wire import Post
from isogloss.bridge import FieldBinding
from isogloss.model.address import EntryKey
from isogloss.model.schema import Field
from isogloss.model.value import Asset, Scalar, dump

FIELDS = {
    "title": FieldBinding(Field("title", "text"), "title"),
    "slug": FieldBinding(Field("slug", "text"), "slug"),
    "body": FieldBinding(Field("body", "rich_text"), "body"),
    "cover": FieldBinding(Field("cover", "image"), "featured_image"),
}


class Names:
    def remote(self, entry: EntryKey) -> str | None:
        return entry.name

    def asset(self, identity: str) -> str | None:
        return identity


def test_what_a_post_shows_is_written_again_as_it_was() -> None:
    shown = {"title": " A  b", "body": "<p>a</p><!--more-->", "featured_image": "/a", "featured_image_alt": " A"}
    post = Post("first", "published", (), (), shown)
    cells = {name: decode_post(post, FIELDS[name], (), alt_apart=False) for name in ("title", "body", "cover")}
    assert dump(cells["cover"]) == dump(Asset("image", "/a", "A", " A"))
    assert encode_cells(cells, PostContext(FIELDS, Names())) == shown


def test_a_title_that_is_too_long_as_it_was_spelled_is_written_without_its_spaces() -> None:
    title = "a" * 199
    cells = {"title": Scalar("text", title, f"  {title}  "), "slug": Scalar("text", "a-b", " a-b")}
    assert encode_cells(cells, PostContext(FIELDS, Names())) == {"title": title, "slug": "a-b"}
