"""Every refusal of a mapping that is well formed, with the exact path a person has to change."""

import pytest

from isogloss.errors import MappingError
from isogloss.run.loading import load_text

BUTTER = "adapter: buttercms, read_token: ${READ}, write_token: ${WRITE}"
COVER = "      cover: {type: image, webflow: main-image, butter: hero}"

REFUSALS = [
    # sides, flow, policies
    (
        "  butter: {" + BUTTER + "}\n",
        "  butter: {" + BUTTER + "}\n  third: {adapter: memory, world: w}\n",
        {"sides"},
        "3",
    ),
    ("flow: webflow -> butter", "flow: webflow to butter", {"flow"}, "'webflow -> butter', 'butter -> webflow', both"),
    ("flow: webflow -> butter", "flow: webflow -> webflow", {"flow"}, "both"),
    (
        "flow: webflow -> butter",
        "flow: both\nconflict: webfow",
        {"conflict"},
        "must be one of hold, webflow, butter, newest, merge; did you mean webflow?",
    ),
    (
        "flow: webflow -> butter",
        "flow: both\nlimits: {kinds: {artcle: {delete: 1}}, locales: {fr-CA: {delete: 1}}}",
        {"limits.kinds.artcle", "limits.locales.fr-CA"},
        "there is no kind artcle; did you mean article?",
    ),
    ("butter: fr}", "butter: fr, conflict: nwest}", {"locales.fr-FR.conflict"}, "newest?"),
    ("butter: fr}", "butter: fr, conflict: newest}", {"locales.fr-FR.conflict"}, "the kind author is one"),
    ("site: ${WEBFLOW_SITE}", "site: s, base_url: ftp://x", {"sides.webflow.base_url"}, "https://"),
    ("site: ${WEBFLOW_SITE}", "site: s, base_url: 'https://u:p@x/'", {"sides.webflow.base_url"}, "no user"),
    ("site: ${WEBFLOW_SITE}", "site: s, base_url: 'https://[x'", {"sides.webflow.base_url"}, "not an address"),
    (BUTTER, BUTTER + ", localized: false", {"sides.butter.localized"}, "holds one locale, not 3"),
    # locales
    (", primary: true", "", {"locales"}, "there is none"),
    ("butter: fr}", "butter: fr, primary: true}", {"locales"}, "fr-FR, en-US"),
    ("  fr-FR:", "  french:", {"locales.french"}, "is not a language tag"),
    ("  ja-JP:", "  jp:", {"locales.jp"}, 'names no language; did you mean ja, with "jp" as the code of a side?'),
    ("  ja-JP:", "  FR_fr:", {"locales.FR_fr"}, "is the same locale as fr-FR (fr-FR); keep one"),
    (
        "{webflow: en-US, butter: en, primary: true}",
        "{webflow: en-US, primary: true}",
        {"locales.en-US"},
        "give the code of butter",
    ),
    ("{webflow: ja, butter: ja, tag: jp}", "{}", {"locales.ja-JP"}, "at least one side"),
    ("{webflow: ja, butter: ja", "{webflow: fr-fr, butter: ja", {"locales.ja-JP.webflow"}, "is the code of fr-FR"),
    ("butter: fr}", "butter: fr_FR}", {"locales.fr-FR.butter"}, "lower-case letters and hyphens"),
    ("butter: fr}", "butter: french-france}", {"locales.fr-FR.butter"}, "longer than the 10 characters"),
    ("{webflow: ja, butter: ja, tag: jp}", "{webflow: ja, tag: jp}", {"locales.ja-JP.tag"}, "on none"),
    ("butter: fr}", "butter: fr, tag: jp}", {"locales.ja-JP.tag"}, "jp is the tag of fr-FR already"),
    # places
    ("    webflow: {collection: authors}\n", "", {"kinds.author.webflow"}, "say where the kind lives"),
    ("webflow: {collection: posts}", "webflow: {page_type: posts}", {"kinds.article.webflow"}, "{collection: slug}"),
    ("{page_type: article}", "{page_type: article, blog: true}", {"kinds.article.butter"}, "one of"),
    ("{page_type: article}", "{}", {"kinds.article.butter"}, "one of"),
    ("{page_type: article}", "{page_type: article, leave_out: [x]}", {"kinds.article.butter.leave_out"}, "only blog"),
    (", origin_key: origin", "", {"kinds.author.butter.origin_key"}, "could not be found again"),
    ("{collection: posts}", "{collection: authors}", {"kinds.article.webflow"}, "is the place of kind author already"),
    # fields
    (", to: author,", ",", {"kinds.article.fields.author.to"}, "which kind it points to"),
    ("to: author,", "to: autor,", {"kinds.article.fields.author.to"}, 'no kind "autor"; did you mean author?'),
    ("{type: image,", "{type: image, to: author,", {"kinds.article.fields.cover.to"}, "only references"),
    (
        ", values: {news: {webflow: News, butter: news}}",
        "",
        {"kinds.article.fields.topic.values"},
        "what its values are",
    ),
    ("{type: image,", "{type: image, values: {},", {"kinds.article.fields.cover.values"}, "only options"),
    ("News, butter: news}", "News}", {"kinds.article.fields.topic.values.news.butter"}, "on butter is needed"),
    (
        "butter: news}}",
        "butter: news}, tips: {webflow: News, butter: tips}}",
        {"kinds.article.fields.topic.values.tips.webflow"},
        "News is value news already",
    ),
    ("{news: {", "{'?news': {", {"kinds.article.fields.topic.values.?news"}, "does not begin with ?"),
    ("butter: hero", "butter: headline", {"kinds.article.fields.cover.butter"}, "bound to title already"),
    (
        "{type: text, webflow: name, butter: name,",
        "{type: text, webflow: name, butter: origin,",
        {"kinds.author.fields.name.butter"},
        "bound to origin_key already",
    ),
    (COVER, "      cover: {type: image}", {"kinds.article.fields.cover"}, "on at least one side"),
    (
        COVER,
        COVER + "\n      alt: {type: number, webflow: main-image.alt, butter: hero_alt}",
        {"kinds.article.fields.alt.type"},
        "its type is text",
    ),
    ("butter: hero", "butter: fr", {"kinds.article.fields.cover.butter"}, "is also a locale of this account"),
    ("origin_key: origin", "origin_key: en", {"kinds.author.butter.origin_key"}, "is also a locale"),
    (
        "{page_type: article}",
        "{page_type: article, other_fields: [seo, ja]}",
        {"kinds.article.butter.other_fields.1"},
        "is also a locale",
    ),
    ("origin_key: origin", "origin_key: meta", {"kinds.author.butter.origin_key"}, "the id of an item"),
    (
        "name: {type: text, webflow: name, butter: name, shared: true}",
        "name: {type: text, webflow: name}\n      other: {type: text, butter: other}",
        {"kinds.author.fields", "kinds.author.match.0"},
        "at least one field that both sides hold",
    ),
    ("      title:", "      my title:", {"kinds.article.fields.my title"}, "the name of a field"),
    ("  article:", "  an/article:", {"kinds.an/article"}, "the name of a kind"),
    # match and label
    ("match: [name]", "match: [nam]", {"kinds.author.match.0"}, 'no field "nam"; did you mean name?'),
    ("match: [name]", "match: [slug]", {"kinds.author.match.0"}, 'no field "slug"; there is name'),
    ("match: [name]", "match: [name, $slug]", {"kinds.author.match.1"}, "collection have no slug"),
    ("match: [$slug]", "match: [$slug, $slug]", {"kinds.article.match.1"}, "there twice"),
    ("match: [$slug]", "match: [title, title]", {"kinds.article.match.1"}, "there twice"),
    ("match: [$slug]", "label: titel", {"kinds.article.label"}, "did you mean title?"),
    (
        "match: [$slug]\n    fields:",
        "match: [solo]\n    label: solo\n    fields:\n      solo: {type: text, webflow: solo}",
        {"kinds.article.match.0", "kinds.article.label"},
        "one side only",
    ),
    # conflict
    ("match: [$slug]", "conflict: latest", {"kinds.article.conflict"}, "must be one of"),
    ("{type: image,", "{type: image, conflict: nwest,", {"kinds.article.fields.cover.conflict"}, "newest?"),
    ("flow: webflow -> butter", "flow: both\nconflict: newest", {"kinds.author.conflict"}, "has none"),
    ("match: [name]", "conflict: newest", {"kinds.author.conflict"}, "has none"),
    ("shared: true", "conflict: newest", {"kinds.author.fields.name.conflict"}, "has none"),
]


@pytest.mark.parametrize(("old", "new", "paths", "phrase"), REFUSALS)
def test_a_mapping_is_refused_at_the_path_to_change(edited, old, new, paths, phrase):
    with pytest.raises(MappingError) as refused:
        load_text(edited((old, new)), resolve=False)

    problems = refused.value.problems
    assert {problem.path for problem in problems} == paths
    assert any(phrase in problem.reason for problem in problems), problems


ACCEPTED = [
    ("flow: webflow -> butter", "flow: both\nmissing_locale: copy\ndelete: archive\ndrift: overwrite"),
    ("flow: webflow -> butter", "flow: both\nunpublished_edits: carry\npublish: draft\nconflict: merge"),
    ("butter: fr}", "butter: es-419}"),
    ("butter: fr}", "butter: fr, tag: français}"),
    ("{webflow: ja, butter: ja, tag: jp}", "{webflow: ja}"),
    ("{page_type: article}", "{blog: true, group: {tag_prefix: 'tag:'}}"),
    ("match: [name]", "conflict: webflow"),
    ("match: [$slug]", "conflict: newest"),
    (COVER, COVER + "\n      alt: {type: text, webflow: main-image.alt, butter: hero_alt}"),
    (COVER, COVER + "\n      solo: {type: text, webflow: solo}"),
    ("site: ${WEBFLOW_SITE}", "site: s, base_url: 'http://127.0.0.1:8001/v2'"),
    ("site: ${WEBFLOW_SITE}", "site: s, base_url: '${WEBFLOW_URL}'"),
]


@pytest.mark.parametrize(("old", "new"), ACCEPTED)
def test_a_mapping_within_the_rules_is_accepted(edited, old, new):
    load_text(edited((old, new)), resolve=False)


def test_a_collection_that_is_never_written_needs_no_origin_key(edited):
    text = edited((", origin_key: origin", ""), ("flow: webflow -> butter", "flow: butter -> webflow"))

    load_text(text, resolve=False)


def test_newest_for_the_mapping_is_fine_where_each_collection_says_otherwise(edited):
    text = edited(("flow: webflow -> butter", "flow: both\nconflict: newest"), ("match: [name]", "conflict: hold"))

    load_text(text, resolve=False)


def test_an_account_without_locales_may_have_fields_named_like_one(edited):
    text = edited(
        ("write_token: ${WRITE}", "write_token: ${WRITE}, localized: false"),
        ("  fr-FR: {webflow: fr-FR, butter: fr}\n", ""),
        ("  ja-JP: {webflow: ja, butter: ja, tag: jp}\n", ""),
        ("butter: hero", "butter: en"),
    )

    load_text(text, resolve=False)


@pytest.mark.parametrize("name", ["type", "shared", "to", "values", "conflict", "match", "fields", "label", "primary"])
def test_a_side_is_not_called_what_a_key_is_called(edited, name):
    with pytest.raises(MappingError) as refused:
        load_text(edited(("webflow: ", f"{name}: "), ("flow: webflow -> butter", "flow: both")), resolve=False)

    assert f"sides.{name}" in {problem.path for problem in refused.value.problems}


def test_a_side_has_a_plain_name(edited):
    with pytest.raises(MappingError) as refused:
        load_text(edited(("webflow: ", "my/side: "), ("flow: webflow", "flow: my/side")), resolve=False)

    assert [problem.path for problem in refused.value.problems] == ["sides.my/side"]


def test_a_mapping_without_kinds_is_refused(base):
    text = base[: base.index("kinds:")] + "kinds: {}\n"

    with pytest.raises(MappingError) as refused:
        load_text(text, resolve=False)

    assert [problem.path for problem in refused.value.problems] == ["kinds"]


def test_all_problems_are_told_at_once(edited):
    text = edited((", primary: true", ""), ("to: author,", "to: autor,"), ("match: [name]", "match: [nam]"))

    with pytest.raises(MappingError, match="3 problem") as refused:
        load_text(text, resolve=False)

    assert [problem.path for problem in refused.value.problems] == [
        "locales",
        "kinds.author.match.0",
        "kinds.article.fields.author.to",
    ]
