"""From a file to a compiled mapping: what is in scope, what is looked up, what is refused."""

import pytest

from isogloss.adapters.platforms import ENTRIES
from isogloss.bridge import BlogPosts, BundleSettings, MemorySettings, PageType, WebflowSettings
from isogloss.errors import ConfigError, MappingError
from isogloss.mapping.file.shape import read_document
from isogloss.mapping.file.source import read_source
from isogloss.model.address import Side
from isogloss.model.schema import Field
from isogloss.plan.limits import Bound, Count
from isogloss.run.loading import load, load_text, read_mapping


def test_a_mapping_is_loaded_from_its_file(tmp_path, base, environ):
    path = tmp_path / "acme.yaml"
    path.write_text(base, encoding="utf-8")

    bridge = load(path, environ=environ)

    assert (bridge.name, bridge.path, bridge.flow) == ("acme", str(path), "left to right")
    assert bridge.side(Side.LEFT).name == "webflow"
    assert bridge.side(Side.RIGHT).name == "butter"


def test_a_mapping_that_is_read_once_more_is_what_reading_it_anew_makes(base):
    document, problems = read_document(read_source(base), ENTRIES)

    assert (read_mapping(base, "a.yaml"), problems) == (document, ())
    assert read_mapping(base, "b.yaml") == document
    assert read_mapping(base.replace("name: acme", "name: other"), "a.yaml").name == "other"


def test_a_text_that_was_wrong_a_moment_ago_is_wrong_again_in_each_file(base):
    wrong = base.replace("name: acme", "nmae: acme")
    said = []
    for path in ("a.yaml", "b.yaml"):
        with pytest.raises(MappingError) as refused:
            read_mapping(wrong, path)
        said.append((refused.value.where, refused.value.problems))

    assert [path for path, _ in said] == ["a.yaml", "b.yaml"]
    assert said[0][1] == said[1][1] != ()


def test_a_file_with_a_byte_order_mark_is_read(tmp_path, base):
    path = tmp_path / "acme.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + base.encode())

    assert load(path, resolve=False).name == "acme"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.yaml: the mapping cannot be read"):
        load(tmp_path / "none.yaml")


def test_a_file_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "acme.yaml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match="not a text in UTF-8"):
        load(path)


def test_a_problem_names_the_file_and_the_line(edited):
    with pytest.raises(MappingError) as refused:
        load_text(edited(("type: rich_text", "type: richtext")), path="mappings/acme.yaml")

    assert "mappings/acme.yaml: 1 problem" in str(refused.value)
    assert "(line 24)" in str(refused.value)


def test_problems_of_text_and_sense_are_told_together(edited):
    text = edited(("to: author,", "to: autor,")) + "      topic: {type: text, webflow: t, butter: t}\n"

    with pytest.raises(MappingError) as refused:
        load_text(text, resolve=False)

    assert {p.path for p in refused.value.problems} == {
        "kinds.article.fields.topic",
        "kinds.article.fields.author.to",
    }


def test_secrets_are_looked_up_and_show_themselves_to_nobody(base, environ):
    bridge = load_text(base, environ=environ)

    assert bridge.left.settings == WebflowSettings("site-1")
    assert set(bridge.left.secrets) == {"token"}
    assert set(bridge.right.secrets) == {"read_token", "write_token"}
    assert "canary" not in repr(bridge)


def test_a_mapping_loads_without_secrets(base):
    bridge = load_text(base, resolve=False)

    assert bridge.left.secrets == {}
    assert bridge.left.settings == WebflowSettings("${WEBFLOW_SITE}")


def test_what_only_writing_needs_is_not_looked_up_for_reading(base, environ):
    del environ["WRITE"]

    assert set(load_text(base, environ=environ, writes=False).right.secrets) == {"read_token"}
    with pytest.raises(ConfigError, match=r"sides\.butter\.write_token needs the environment variable WRITE"):
        load_text(base, environ=environ)


def test_every_missing_setting_is_named_at_once(base):
    with pytest.raises(ConfigError) as missing:
        load_text(base, environ={})

    assert all(name in str(missing.value) for name in ("WEBFLOW_SITE", "WEBFLOW_TOKEN", "READ", "WRITE"))


def test_an_address_from_the_environment_is_judged_when_it_is_known(edited, environ):
    text = edited(("site: ${WEBFLOW_SITE}", "site: s, base_url: '${URL}/v2', rate: 5, window_seconds: 1, insert: off"))

    bridge = load_text(text, environ={**environ, "URL": "http://127.0.0.1:1"})
    assert bridge.left.settings == WebflowSettings(
        "s", "http://127.0.0.1:1/v2", rate=5, window_seconds=1.0, insert=False
    )
    with pytest.raises(ConfigError, match=r"sides\.webflow\.base_url: an address begins"):
        load_text(text, environ={**environ, "URL": "nowhere"})


def test_a_bundle_lies_beside_its_mapping(tmp_path, edited, environ):
    text = edited(
        ("adapter: webflow, site: ${WEBFLOW_SITE}, token: ${WEBFLOW_TOKEN}", "adapter: bundle, path: content")
    )

    bridge = load_text(text, path=str(tmp_path / "acme.yaml"), environ=environ)

    assert bridge.left.settings == BundleSettings(tmp_path / "content")


def test_locales_of_both_sides_come_in_order_with_the_primary_first(edited):
    bridge = load_text(edited(("{webflow: ja, butter: ja, tag: jp}", "{webflow: ja}")), resolve=False)

    assert bridge.locales == ("en-US", "fr-FR")
    assert bridge.primary == bridge.left.primary == "en-US"
    assert bridge.left.locales == {"fr-FR": "fr-FR", "en-US": "en-US", "ja-JP": "ja"}
    assert bridge.right.locales == {"fr-FR": "fr", "en-US": "en"}


def test_a_locale_is_canonical_whatever_its_spelling(edited):
    bridge = load_text(edited(("  en-US:", "  EN_us:"), ("  ja-JP:", "  iw:")), resolve=False)

    assert bridge.locales == ("en-US", "fr-FR", "he")


def test_blog_tags_go_to_the_buttercms_side(base):
    bridge = load_text(base, resolve=False)

    assert bridge.right.tags == {"ja-JP": "jp"}
    assert bridge.left.tags == {}


def test_only_fields_of_both_sides_are_in_scope(edited):
    text = edited(("      cover: ", "      solo: {type: text, webflow: solo}\n      cover: "))
    bridge = load_text(text, resolve=False)

    assert "solo" in bridge.left.kinds["article"].fields
    assert "solo" not in bridge.right.kinds["article"].fields
    assert list(bridge.kinds["article"].fields) == ["title", "body", "cover", "author", "topic"]


def test_a_kind_is_bound_in_the_words_of_its_side(edited):
    text = edited(("{page_type: article}", "{page_type: article, origin_key: origin, other_fields: [seo, notes]}"))
    bound = load_text(text, resolve=False).right.kinds["article"]

    assert bound.place == PageType("article")
    assert bound.others == ("seo", "notes")
    assert bound.origin_key == "origin"
    assert bound.match == ("$slug",)
    assert bound.fields["topic"].options == {"news": "news"}
    assert bound.fields["title"].remote == "headline"


def test_a_blog_is_bound_with_how_its_posts_are_grouped(edited):
    text = edited(("{page_type: article}", "{blog: true, group: {tag_prefix: 'entry:'}, leave_out: [old]}"))

    place = load_text(text, resolve=False).right.kinds["article"].place
    assert place == BlogPosts("tag", "entry:", left_out=frozenset({"old"}))


def test_what_is_left_out_is_kept_as_a_list_whatever_it_holds(edited):
    text = edited(
        ("{page_type: article}", "{blog: true, group: {tag_prefix: 'entry:'}, leave_out: ['tag:Tea, green', old]}")
    )

    place = load_text(text, resolve=False).right.kinds["article"].place
    assert (place.left_out, place.left_out_tags) == ({"old"}, {"Tea, green"})


def test_slugs_are_compared_unless_a_side_has_none(base):
    kinds = load_text(base, resolve=False).kinds

    assert kinds["article"].slug
    assert not kinds["author"].slug


def test_the_label_is_the_first_text_field_unless_said(edited):
    assert load_text(edited(), resolve=False).kinds["article"].label == "title"
    said = edited(("match: [$slug]", "label: body"))
    assert load_text(said, resolve=False).kinds["article"].label == "body"
    none = edited(("{type: text, webflow: name, butter: headline}", "{type: date, webflow: name, butter: headline}"))
    assert load_text(none, resolve=False).kinds["article"].label is None


def test_a_kind_can_share_its_fields_and_a_field_can_differ(edited):
    text = edited(("match: [$slug]", "shared: true"), ("{type: rich_text,", "{type: rich_text, shared: false,"))
    fields = load_text(text, resolve=False).kinds["article"].fields

    assert fields["title"] == Field("title", "text", shared=True)
    assert not fields["body"].shared


def test_policies_are_told_by_side(edited):
    text = edited(
        ("flow: webflow -> butter", "flow: both\nconflict: butter\nlimits: {delete: 2.5%, change: 100%, minimum: 3}"),
        ("match: [$slug]", "conflict: webflow"),
        ("{type: rich_text,", "{type: rich_text, conflict: merge,"),
    )
    bridge = load_text(text, resolve=False)

    assert bridge.flow == "both"
    assert bridge.conflict == "right"
    assert bridge.kinds["article"].conflict == {"": "left", "body": "merge"}
    assert (bridge.limits.delete, bridge.limits.change, bridge.limits.minimum) == (0.025, 1.0, 3)


def test_carrying_unpublished_edits_is_told_to_both_sides(edited):
    bridge = load_text(edited(("flow: webflow", "unpublished_edits: carry\nflow: webflow")), resolve=False)

    assert bridge.left.carry
    assert bridge.right.carry


def test_the_flow_can_go_against_the_order_of_the_sides(edited):
    assert load_text(edited(("webflow -> butter", "butter->webflow")), resolve=False).flow == "right to left"


def test_the_digest_is_of_what_the_mapping_means(edited, environ):
    digest = load_text(edited(), resolve=False).digest
    same = [
        edited(("name: acme", "# a comment\nname:   acme")),
        edited(("${WEBFLOW_TOKEN}", "${OTHER}")),
        edited(("site: ${WEBFLOW_SITE}", "site: ${WEBFLOW_SITE}, base_url: 'http://127.0.0.1:1', rate: 10")),
        edited(("  en-US:", "  en_us:")),
        edited(("flow: webflow -> butter", "flow: webflow->butter\nconflict: hold\nlimits: {delete: 10.0%}")),
    ]

    assert {load_text(text, resolve=False).digest for text in same} == {digest}
    assert load_text(edited(), environ=environ).digest == digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: acme", "name: other"),
        ("flow: webflow -> butter", "flow: both"),
        ("flow: webflow -> butter", "flow: webflow -> butter\nlimits: {delete: 11%}"),
        ("butter: headline", "butter: heading"),
        ("site: ${WEBFLOW_SITE}", "site: other"),
        ("butter: fr}", "butter: fr-fr}"),
    ],
)
def test_another_meaning_is_another_digest(edited, old, new):
    assert load_text(edited((old, new)), resolve=False).digest != load_text(edited(), resolve=False).digest


def test_a_world_in_memory_has_slugs_in_every_place(edited):
    memory = ("adapter: buttercms, read_token: ${READ}, write_token: ${WRITE}", "adapter: memory, world: w")
    text = edited(memory, (", tag: jp", ""))
    bridge = load_text(text, resolve=False)

    assert bridge.right.settings == MemorySettings("w")
    assert bridge.kinds["author"].slug


@pytest.mark.parametrize(("written", "share"), [("200%", 2.0), ("100%", 1.0), ("0.5%", 0.005), ("0%", 0.0)])
def test_a_limit_may_be_any_share_that_a_message_could_advise(edited, written, share):
    text = edited(("flow: webflow -> butter", f"flow: webflow -> butter\nlimits: {{change: {written}}}"))
    assert load_text(text, resolve=False).limits.change == share


def test_limits_of_kinds_and_locales_are_read_as_shares_and_counts(edited):
    limits = '{delete: 5, change: "7", kinds: {article: {delete: 2.5%}}, locales: {FR-fr: {change: 3, minimum: 0}}}'
    found = load_text(edited(("flow: webflow -> butter", f"flow: both\nlimits: {limits}")), resolve=False).limits
    assert (found.delete, found.change, found.minimum) == (Count(5), Count(7), 10)
    assert found.kinds == {"article": Bound(delete=0.025)}
    assert found.locales == {"fr-FR": Bound(change=Count(3), minimum=0)}


def test_a_kind_has_a_policy_of_its_own_for_deletions(edited):
    text = edited(("flow: webflow -> butter", "flow: both\ndelete: propagate"), ("match: [name]", "delete: hold"))
    bridge = load_text(text, resolve=False)
    assert [bridge.deletion(kind) for kind in ("author", "article")] == ["hold", "propagate"]
