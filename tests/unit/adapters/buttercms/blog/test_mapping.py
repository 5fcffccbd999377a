"""What a mapping may say of a blog, and what would leave the grouping of posts to chance."""

import pytest

from isogloss.bridge import BlogPosts, Placed
from isogloss.errors import MappingError
from isogloss.run.loading import load_text

BLOG = """\
isogloss: 1
name: acme
sides:
  webflow: {adapter: webflow, site: s, token: ${W}}
  butter: {adapter: buttercms, read_token: ${R}, write_token: ${B}}
flow: both
locales:
  en-US: {webflow: en-US, butter: en, primary: true}
  ja-JP: {webflow: ja, butter: ja, tag: jp}
kinds:
  author:
    webflow: {collection: authors}
    butter: {blog_authors: true}
    match: [$slug]
    fields:
      name: {type: text, webflow: name, butter: name}
  topic:
    webflow: {collection: topics}
    butter: {blog_categories: true}
    match: [name]
    fields:
      name: {type: text, webflow: name, butter: name}
  article:
    webflow: {collection: posts}
    butter: {blog: true, group: {tag_prefix: 'group:'}}
    match: [$slug]
    fields:
      title: {type: text, webflow: name, butter: title}
      author: {type: reference, to: author, webflow: author, butter: author}
      tags: {type: tags, webflow: tags, butter: $tags}
"""
GROUP = "group: {tag_prefix: 'group:'}"


def test_a_blog_with_a_rule_loads():
    place = load_text(BLOG, resolve=False).right.kinds["article"].place

    assert place == BlogPosts("tag", "group:")


ACCEPTED = [
    (GROUP, "group: {slug: '{stem}-{locale}', primary: '{stem}'}"),
    (GROUP, "group: {slug: '{stem}-{locale}', primary: '{stem}-{locale}'}"),
    (GROUP, "group: {field: seo_title}"),
    (GROUP, "group: {file: none-yet.yaml}"),
    (GROUP, "group: {file: none-yet.yaml, tag_prefix: 'group:'}"),
    (GROUP, GROUP + ", post_locales: {trip: en_us}, leave_out: [old]"),
    ("${B}}", "${B}, localized: false}"),
    (", " + GROUP, ""),
]


@pytest.mark.parametrize(("old", "new"), ACCEPTED)
def test_these_ways_to_group_are_accepted(old, new):
    text = BLOG.replace(old, new)
    if new == "":
        text = text.replace("${B}}", "${B}, blog_locales: native}")

    assert load_text(text, resolve=False).kinds.keys() == {"author", "topic", "article"}


REFUSED = [
    (", " + GROUP, "", "kinds.article.butter.group", "say how posts are grouped"),
    (GROUP, "group: {}", "kinds.article.butter.group", "say by what"),
    (GROUP, "group: {tag_prefix: a, field: summary}", "kinds.article.butter.group", "two answers"),
    (GROUP, "group: {slug: '{stem}'}", "kinds.article.butter.group.slug", "{locale} once"),
    (GROUP, "group: {primary: '{stem}', field: summary}", "kinds.article.butter.group.primary", "give slug"),
    (GROUP, "group: {slug: '{stem}-{locale}', primary: x}", "kinds.article.butter.group.primary", "{stem} once"),
    ("butter: title}", "butter: summary}", "kinds.article.butter.group.field", "cannot be a field as well"),
    (GROUP, "group: {tag_prefx: a}", "kinds.article.butter.group.tag_prefx", "did you mean tag_prefix"),
    (GROUP, GROUP + ", origin_key: x", "kinds.article.butter.origin_key", "no field for a key"),
    (GROUP, GROUP + ", post_locales: {trip: de}", "kinds.article.butter.post_locales.trip", "no locale"),
    (GROUP, GROUP + ", post_locales: {trip: ''}", "kinds.article.butter.post_locales.trip", ""),
    ("tag: jp", "tag: EN", "locales.ja-JP", "stands for en-US already"),
    (
        "{blog_authors: true}",
        "{blog_authors: true, leave_out: [x]}",
        "kinds.author.butter.leave_out",
        "only blog posts",
    ),
    ("${B}}", "${B}, blog_locales: native}", "kinds.article.butter", "leave it out"),
    ("{blog_categories: true}", "{collection: topics, origin_key: o}", "", ""),
]


@pytest.mark.parametrize(("old", "new", "path", "reason"), REFUSED)
def test_what_leaves_the_grouping_to_chance_is_refused(old, new, path, reason):
    text = BLOG.replace(old, new)
    if "summary}" in new and "group" not in new:
        text = text.replace(GROUP, "group: {field: summary}")
    if not path:  # a collection needs localization, unlike the blog
        path, reason = "sides.butter.localized", "holds one locale"
        text = text.replace("${B}}", "${B}, localized: false}")

    with pytest.raises(MappingError) as refused:
        load_text(text, resolve=False)

    assert path in {problem.path for problem in refused.value.problems}, refused.value
    assert reason in str(refused.value)


def test_decisions_in_a_groups_file_are_part_of_what_the_mapping_means(tmp_path):
    file = tmp_path / "groups.yaml"
    text = BLOG.replace(GROUP, "group: {file: groups.yaml}")
    path = str(tmp_path / "mapping.yaml")
    before = load_text(text, path=path, resolve=False)
    file.write_text("isogloss_groups: 1\nentries: [{entry: tea, accepted: true, posts: {en-US: tea, ja: ocha}}]\n")

    after = load_text(text, path=path, resolve=False)

    assert before.right.kinds["article"].place.decided is None
    assert after.right.kinds["article"].place.decided == {"ocha": Placed("tea", "ja"), "tea": Placed("tea", "en-US")}
    assert before.digest != after.digest


GROUPS = [
    ("group: {tag_prefix: 'g:'}", BlogPosts("tag", "g:")),
    ("group: {slug: '{stem}-{locale}'}", BlogPosts("slug", "{stem}-{locale}", primary="{stem}-{locale}")),
    (
        "group: {slug: '{stem}-{locale}', primary: '{stem}'}",
        BlogPosts("slug", "{stem}-{locale}", primary="{stem}"),
    ),
    ("group: {field: seo_title}", BlogPosts("field", "seo_title")),
    ("group: {file: none.yaml}", BlogPosts("file", file="none.yaml", decided=None)),
    ("group: {file: none.yaml, tag_prefix: 'g:'}", BlogPosts("tag", "g:", file="none.yaml", decided=None)),
]


@pytest.mark.parametrize(("written", "bound"), GROUPS)
def test_each_rule_of_grouping_is_bound_as_what_it_means(written, bound):
    assert load_text(BLOG.replace(GROUP, written), resolve=False).right.kinds["article"].place == bound


def test_the_locale_of_a_post_may_be_spelled_in_any_way():
    text = BLOG.replace(GROUP, GROUP + ", post_locales: {trip: en_us}")

    assert load_text(text, resolve=False).right.kinds["article"].place.told == {"trip": "en-US"}


def test_decisions_are_digested_as_they_were_before_places_had_types(tmp_path):
    """Plans and states that were made with them stay good."""
    (tmp_path / "groups.yaml").write_text(
        "isogloss_groups: 1\nentries: [{entry: tea, accepted: true, posts: {en-US: tea, ja: ocha}}, "
        "{entry: thé, accepted: true, posts: {ja: 茶}}]\n",
        encoding="utf-8",
    )
    text = BLOG.replace(GROUP, "group: {file: groups.yaml}, post_locales: {trip: en_us}, leave_out: [old]")

    bridge = load_text(text, path=str(tmp_path / "mapping.yaml"), resolve=False)

    assert bridge.digest == "ab6acc5344b573d3a94b795341774435"
