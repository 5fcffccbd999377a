"""Where a post belongs, by each rule; and what a new post carries so that the rule finds it again."""

import pytest

from isogloss.adapters.buttercms.blog.index import shelve
from isogloss.adapters.buttercms.blog.place import Rule
from isogloss.adapters.buttercms.blog.rule import (
    Spot,
    folded,
    key_for,
    left_out,
    new_slug,
    own_tags,
    slug_of,
    spot,
    topical,
)
from isogloss.adapters.buttercms.blog.wire import Post, Term
from isogloss.bridge import BlogPosts, Placed
from isogloss.model.locale import Locale

EN, FR, JA = Locale("en"), Locale("fr-FR"), Locale("ja")
TAGS = {EN: "en", FR: "français", JA: "jp"}
CODES = {EN: "en", FR: "fr", JA: "ja"}


def rule(by: str | None, text: str = "", **more: object) -> Rule:
    tags, codes = more.pop("tags", TAGS), more.pop("codes", CODES)
    return Rule(BlogPosts(by, text, **more), EN, tags, codes)  # type: ignore[arg-type]  # literals in a test


def post(slug: str, *tags: str, **fields: str) -> Post:
    return Post(slug, "draft", tuple(Term(name, slug_of(name)) for name in tags), fields=fields)


TAG = rule("tag", "Group: ")
SLUG = rule("slug", "{locale}-{stem}", primary="{stem}")
FIELD = rule("field", "seo_title")
FILE = rule("file", file="g.yaml", decided={"x": Placed("tea", FR), "y": Placed(None, JA), "z": Placed("tea", None)})

TABLE = [
    (TAG, post("a", "en", "group: Summer Tea"), Spot("summer-tea", EN)),
    (TAG, post("a", "Français", "GROUP:-tea"), Spot("tea", FR)),
    (TAG, post("a", "en", "Group:"), Spot(None, EN, "it has no tag that begins with 'Group: '")),
    (TAG, post("a", "en", "Group: a", "Group: b"), Spot(None, EN, "its tags name 2 entries (a, b)")),
    (TAG, post("a", "en", "jp", "Group: a"), Spot("a", None, "its tags tell 2 locales (en, jp)")),
    (TAG, post("a", "Group: a"), Spot("a", None, "none of its tags tells its locale (en, français, jp)")),
    (SLUG, post("tea", "en"), Spot("tea", EN)),
    (SLUG, post("fr-tea", "français"), Spot("tea", FR)),
    (SLUG, post("francais-tea", "français"), Spot("tea", FR)),
    (SLUG, post("jp-tea", "jp"), Spot("tea", JA)),
    (SLUG, post("ja-tea", "jp", "français"), Spot("tea", JA)),
    (SLUG, post("tea", "jp", "français"), Spot(None, None, "its tags tell 2 locales (français, jp)")),
    (SLUG, post("tea", "jp"), Spot(None, JA, "its slug is not of the form {locale}-{stem}")),
    (FIELD, post("a", "en", seo_title=" Tea "), Spot("Tea", EN)),
    (FIELD, post("a", "en"), Spot(None, EN, "its seo_title is empty")),
    (FILE, post("x"), Spot("tea", FR)),
    (FILE, post("y", "en"), Spot(None, JA, "g.yaml does not say which entry it belongs to")),
    (FILE, post("z", "en"), Spot("tea", EN)),
    (rule("tag", "g:", told={"a": FR}), post("a", "en", "g:x"), Spot("x", FR)),
    (
        rule("tag", "g:", told={"a": Locale("de")}),
        post("a", "g:x"),
        Spot("x", Locale("de"), "it is in de, which is not mapped here"),
    ),
    (rule(None, tags={EN: "en"}), post("a"), Spot("a", EN)),
    (rule(None), post("a", "jp"), Spot("a", JA)),
]


@pytest.mark.parametrize(("by", "given", "expected"), TABLE)
def test_a_post_is_placed_by_rule_and_never_by_guess(by, given, expected):
    assert spot(by, given) == expected


def test_an_entry_to_be_made_is_named_after_its_slug_or_its_key():
    assert key_for(TAG, None, "Summer Tea") == "summer-tea"
    assert key_for(SLUG, "été & thé", "x") == "ete-the"
    assert key_for(FIELD, "Tea Time", "x") == "Tea Time"
    assert slug_of("日本") == "日本"
    assert folded("  A\tB ") == "a-b"


@pytest.mark.parametrize(
    ("by", "locale", "slug", "tags"),
    [
        (TAG, EN, "tea", ["en", "Group: tea"]),
        (TAG, FR, "tea-francais", ["français", "Group: tea"]),
        (SLUG, EN, "tea", ["en"]),
        (SLUG, JA, "jp-tea", ["jp"]),
        (FIELD, JA, "tea-jp", ["jp"]),
    ],
)
def test_a_new_post_carries_what_its_rule_needs(by, locale, slug, tags):
    assert new_slug(by, "tea", locale) == slug
    assert own_tags(by, "tea", locale) == tags
    assert spot(by, post(slug, *tags, seo_title="tea")) == Spot("tea", locale)


def test_topical_tags_are_those_that_tell_nothing_else():
    tags = post("a", "en", "Group: tea", "jp", "Leaf").tags

    assert topical(TAG, tags, EN) == ["jp", "Leaf"]
    assert topical(TAG, tags, None) == ["en", "jp", "Leaf"]


def test_what_the_mapping_leaves_out_is_neither_placed_nor_set_aside():
    out = rule("tag", "g:", left_out=frozenset({"old"}), left_out_tags=frozenset({"Deutsch"}))

    found = shelve(out, "article", [post("old", "en", "g:a"), post("neu", "deutsch", "g:a"), post("new", "en", "g:a")])

    assert {key: {locale: each.slug for locale, each in group.items()} for key, group in found.groups.items()} == {
        "a": {EN: "new"}
    }
    assert found.asides == ()


def test_what_to_do_about_a_post_names_the_file_where_there_is_one():
    found = shelve(FILE, "article", [post("lost")])

    assert "decide about the post lost in g.yaml" in found.asides[0].todo


def test_a_tag_with_a_comma_is_left_out_as_it_is_written_and_not_in_parts():
    named = rule("tag", "g:", left_out_tags=frozenset({"Tea, green"}))
    assert left_out(named, post("a", "Tea, green"))
    assert not left_out(named, post("b", "Tea"))
    assert not left_out(named, post(" green", "other"))
