"""Whether a mapping holds against both live sides, with sides that say what a test wants them to say."""

from dataclasses import dataclass, field, replace

import pytest

from isogloss.errors import Missing, Unavailable
from isogloss.mapping.check.check import check
from isogloss.mapping.check.passage import FOLDED
from isogloss.model.address import Side
from isogloss.model.schema import FIELD_TYPES, Capabilities, RemoteField, RemoteKind, RemoteSchema
from isogloss.model.value import ABSENT, SCALAR_TYPES, Asset, Scalar
from isogloss.outcomes import FieldRow, LocaleRow
from isogloss.run.loading import load_text

SITE = RemoteSchema(
    locales={"en-US": True, "fr-FR": True, "ja": True},
    primary="en-US",
    kinds={
        "author": RemoteKind("authors", {"name": RemoteField("name", "PlainText", frozenset({"text"}), required=True)}),
        "article": RemoteKind(
            "posts",
            {
                "name": RemoteField("name", "PlainText", frozenset({"text"}), required=True),
                "slug": RemoteField("slug", "PlainText", frozenset({"text"}), required=True),
                "post-body": RemoteField("post-body", "RichText", frozenset({"rich_text"})),
                "main-image": RemoteField("main-image", "Image", frozenset({"image"})),
                "author": RemoteField("author", "Reference", frozenset({"reference"}), to="author"),
                "topic": RemoteField("topic", "Option", frozenset({"option"}), options={"o1": "News"}),
            },
        ),
    },
)
MEND = "; mend the name, or add the field there"
OUT = ". If it was taken out there, take {} out of the mapping: nothing is deleted for that"
FIELDS = SITE.kinds["article"].fields or {}


def site_with(**changed):
    """The site, with fields of its posts changed, added, or (None) gone."""
    fields = {**FIELDS, **{slug.replace("_", "-"): found for slug, found in changed.items()}}
    kept = {slug: found for slug, found in fields.items() if found is not None}
    return replace(SITE, kinds={**SITE.kinds, "article": RemoteKind("posts", kept)})


@dataclass
class Fake:
    """A reader that shows what it is given, unless told otherwise."""

    schema: RemoteSchema | Exception = field(default_factory=RemoteSchema)
    can: Capabilities = field(default_factory=Capabilities)
    shows: object = None

    def inspect(self, *, probe=True):
        if isinstance(self.schema, Exception):
            raise self.schema
        return self.schema

    def capabilities(self, kind):
        return self.can

    def echo(self, kind, name, value):
        return self.shows(name, value) if self.shows else value


def checked(text, webflow=None, butter=None):
    bridge = load_text(text, resolve=False)
    return check(bridge, {Side.LEFT: webflow or Fake(SITE), Side.RIGHT: butter or Fake()})


def row_of(report, name, source="webflow"):
    (row,) = [row for row in report.rows if (row.field, row.source) == (name, source) and row.kind == "article"]
    return row


def problem_paths(report):
    return [problem.path for problem in report.problems]


def test_a_mapping_that_holds_passes(base):
    report = checked(base)

    assert report.passed
    assert report.mapping == "acme"
    assert row_of(report, "title") == FieldRow("article", "title", "webflow", "butter", "exact", "", ("butter",))
    assert {row.grade for row in report.rows if row.field != "body"} == {"exact"}
    body = row_of(report, "body")
    assert (body.grade, body.reason) == ("normalized", FOLDED), "class order and white space are not compared"
    assert len(report.rows) == 6


def test_both_directions_are_looked_at_where_both_are_written(edited):
    report = checked(edited(("flow: webflow -> butter", "flow: both")))

    assert len(report.rows) == 12
    assert row_of(report, "title", "butter").target == "webflow"


def test_a_field_of_the_source_alone_is_dropped(edited):
    text = edited(("      cover:", "      solo: {type: text, webflow: post-body}\n      cover:"))
    row = row_of(checked(text.replace("webflow: post-body, butter: body", "webflow: x, butter: body")), "solo")

    assert (row.grade, row.reason) == ("dropped", "field missing on the target")


def rewrite(old, new):
    def shows(name, value):
        return replace(value, text=value.text.replace(old, new)) if isinstance(value, Scalar) else value

    return shows


def test_a_rendering_that_means_the_same_is_normalized(base):
    report = checked(base, butter=Fake(shows=rewrite("<strong>cake</strong> ", "<strong>cake</strong>&nbsp;")))

    row = row_of(report, "body")
    assert row.grade == "normalized"
    assert row.reason == "paragraphs with links: written differently there"
    assert report.passed


@pytest.mark.parametrize(("name", "sample"), [("body", "comments and hints"), ("title", "spaces and characters")])
def test_a_text_is_written_the_same_only_where_it_comes_back_as_it_was_spelled(base, name, sample):
    def canonical(_, value):
        return replace(value, own="") if isinstance(value, Scalar) else value

    assert row_of(checked(base), name).reason == {"body": FOLDED, "title": ""}[name]
    row = row_of(checked(base, butter=Fake(shows=canonical)), name)
    assert row.grade == "normalized"
    assert sample in row.reason


def test_what_turns_back_on_the_way_back_is_normalized(base):
    there = rewrite("Tea", "TEA")
    back = rewrite("TEA", "Tea")
    report = checked(base, webflow=Fake(SITE, shows=back), butter=Fake(shows=there))

    assert row_of(report, "title").grade == "normalized"


def test_what_becomes_something_else_is_approximated(base):
    report = checked(base, butter=Fake(shows=rewrite("Tea", "Coffee")))

    row = row_of(report, "title")
    assert row.grade == "approximated"
    assert row.reason == "plain text: it becomes something else there"


def test_a_way_back_that_is_refused_is_no_way_back(base):
    def fussy(name, value):
        if isinstance(value, Scalar) and "Coffee" in value.text:
            raise ValueError("no coffee here")
        return value

    report = checked(base, webflow=Fake(SITE, shows=fussy), butter=Fake(shows=rewrite("Tea", "Coffee")))

    assert row_of(report, "title").grade == "approximated"


def test_a_field_of_which_only_a_part_arrives_is_approximated(base):
    def no_code(name, value):
        return ABSENT if isinstance(value, Scalar) and "<pre>" in value.text else value

    row = row_of(checked(base, butter=Fake(shows=no_code)), "body")
    assert row.grade == "approximated"
    assert row.reason == "code blocks: nothing of it is shown there"


def test_a_field_of_which_nothing_arrives_is_dropped(base):
    report = checked(base, butter=Fake(shows=lambda name, value: ABSENT if name == "cover" else value))

    assert row_of(report, "cover").grade == "dropped"
    assert report.passed


def test_a_field_that_the_target_refuses_is_a_problem(base):
    def refuse(name, value):
        if name == "cover":
            raise ValueError("pictures are not held here")
        return value

    report = checked(base, butter=Fake(shows=refuse))

    assert row_of(report, "cover").grade == "dropped"
    assert problem_paths(report) == ["kinds.article.fields.cover"]
    assert "pictures are not held here" in report.problems[0].reason


def test_what_the_source_cannot_hold_is_no_loss(base):
    def no_tables(name, value):
        if isinstance(value, Scalar) and "<table>" in value.text:
            raise ValueError("no tables")
        return ABSENT if isinstance(value, Scalar) and "<pre>" in value.text else value

    assert row_of(checked(base, webflow=Fake(SITE, shows=no_tables)), "body").reason == FOLDED


def test_a_field_that_the_source_cannot_hold_at_all_is_a_problem(base):
    report = checked(base, webflow=Fake(SITE, shows=lambda name, value: ABSENT if name == "title" else value))

    assert row_of(report, "title").grade == "dropped"
    assert problem_paths(report) == ["kinds.article.fields.title"]


def test_alternative_text_without_a_place_is_told(base):
    row = row_of(checked(base, butter=Fake(can=Capabilities(write_alt=False))), "cover")

    assert row.grade == "approximated"
    assert row.reason == "alternative texts: no place for alt text"


def test_a_field_that_is_an_alternative_text_is_dropped_where_none_is_written(edited):
    text = edited(("      topic:", "      alt: {type: text, webflow: main-image.alt, butter: hero.alt}\n      topic:"))
    report = checked(text, butter=Fake(can=Capabilities(write_alt=False)))

    assert row_of(report, "alt").grade == "dropped"
    assert report.passed


def test_an_alternative_text_can_come_from_where_none_is_written(edited):
    def refuse(name, value):
        if name == "alt":
            raise ValueError("taken by nobody")
        return value

    alt = "      alt: {type: text, webflow: alt, butter: hero.alt}\n      topic:"
    text = edited(("      topic:", alt), ("webflow -> butter", "butter -> webflow"))
    butter = Fake(can=Capabilities(write_alt=False), shows=refuse)

    assert row_of(checked(text, webflow=Fake(), butter=butter), "alt", "butter").grade == "exact"


def test_a_picture_that_becomes_another_is_approximated(base):
    def another(name, value):
        return replace(value, identity="https://example.com/other") if isinstance(value, Asset) else value

    assert row_of(checked(base, butter=Fake(shows=another)), "cover").grade == "approximated"


@pytest.mark.parametrize("type_", sorted(set(FIELD_TYPES) - {"option"}))
def test_every_type_has_samples_that_both_sides_are_asked_about(edited, type_):
    asked = []

    def listen(name, value):
        asked.append(value)
        return value

    part = "{type: text, webflow: lead, butter: lead}"
    more = {
        "reference": ", to: author",
        "references": ", to: author",
        "group": f", fields: {{lead: {part}}}",
        "list": f", fields: {{lead: {part}}}",
        "blocks": f", fields: {{hero: {{type: group, webflow: hero, butter: hero, fields: {{lead: {part}}}}}}}",
    }.get(type_, "")
    text = edited(
        ("{adapter: webflow, site: ${WEBFLOW_SITE}, token: ${WEBFLOW_TOKEN}}", "{adapter: memory, world: a}"),
        ("{adapter: buttercms, read_token: ${READ}, write_token: ${WRITE}}", "{adapter: memory, world: b}"),
        ("ja-JP: {webflow: ja, butter: ja, tag: jp}", "ja-JP: {webflow: ja, butter: ja}"),
        ("{type: image,", f"{{type: {type_}{more},"),
    )
    report = checked(text, webflow=Fake(), butter=Fake(shows=lambda n, v: listen(n, v) if n == "cover" else v))

    assert row_of(report, "cover").grade == ("normalized" if type_ == "rich_text" else "exact")
    assert asked
    if type_ in SCALAR_TYPES:
        assert {value.type for value in asked} == {type_}


# fields of the live schema


@pytest.mark.parametrize(
    ("changed", "path", "phrase"),
    [
        (
            {"post_body": None},
            "kinds.article.fields.body.webflow",
            f'webflow has no field "post-body"{MEND}{OUT.format("kinds.article.fields.body")}',
        ),
        (
            {"post_body": RemoteField("post-body", "PlainText", frozenset({"text", "long_text"}))},
            "kinds.article.fields.body.type",
            "type PlainText there, which holds long_text, text",
        ),
        ({"post_body": RemoteField("post-body", "User", frozenset())}, "kinds.article.fields.body.type", "nothing"),
        (
            {"author": RemoteField("author", "Reference", frozenset({"reference"}), to="posts")},
            "kinds.article.fields.author.to",
            "points to posts on webflow, not to author",
        ),
        (
            {"topic": RemoteField("topic", "Option", frozenset({"option"}), options={"o1": "New"})},
            "kinds.article.fields.topic.values.news.webflow",
            'no option "News"; did you mean New?',
        ),
        (
            {"topic": RemoteField("topic", "Option", frozenset({"option"}), options={"o1": "A", "o2": "B"})},
            "kinds.article.fields.topic.values.news.webflow",
            "there is A, B",
        ),
    ],
)
def test_a_field_that_is_not_as_the_mapping_says_is_a_problem(base, changed, path, phrase):
    report = checked(base, webflow=Fake(site_with(**changed)))

    assert problem_paths(report) == [path]
    assert phrase in report.problems[0].reason
    assert not report.passed


@pytest.mark.parametrize("to", ["author", "authors"])
def test_a_reference_may_name_the_kind_or_its_place(base, to):
    author = RemoteField("author", "Reference", frozenset({"reference"}), to=to)

    assert checked(base, webflow=Fake(site_with(author=author))).passed


def test_a_required_field_that_nothing_fills_matters_only_where_it_is_written(edited):
    site = site_with(summary=RemoteField("summary", "PlainText", frozenset({"text"}), required=True))

    assert checked(edited(), webflow=Fake(site)).passed
    report = checked(edited(("webflow -> butter", "butter -> webflow")), webflow=Fake(site))
    assert problem_paths(report) == ["kinds.article.webflow"]
    assert '"summary"' in report.problems[0].reason


def test_a_field_that_is_never_written_matters_only_where_it_is_written(edited):
    site = site_with(post_body=RemoteField("post-body", "Rich", frozenset({"rich_text"}), read_only=True))

    assert checked(edited(), webflow=Fake(site)).passed
    report = checked(edited(("webflow -> butter", "both")), webflow=Fake(site))
    assert problem_paths(report) == ["kinds.article.fields.body.webflow"]


def test_the_alternative_text_of_an_image_is_found_in_the_image(edited):
    text = edited(("      topic:", "      alt: {type: text, webflow: main-image.alt, butter: alt}\n      topic:"))

    assert checked(text).passed
    plain = site_with(main_image=RemoteField("main-image", "PlainText", frozenset({"text"})))
    report = checked(text, webflow=Fake(plain))
    assert problem_paths(report) == ["kinds.article.fields.cover.type", "kinds.article.fields.alt.type"]


def test_an_origin_key_field_must_be_there(edited):
    text = edited(("{collection: posts}", "{collection: posts, origin_key: orign}"))
    origin = RemoteField("origin", "PlainText", frozenset({"text"}), required=True)
    report = checked(text, webflow=Fake(site_with(origin=origin)))

    assert problem_paths(report) == ["kinds.article.webflow.origin_key"]
    assert "did you mean origin?" in report.problems[0].reason
    written = text.replace("orign", "origin").replace("webflow -> butter", "both")
    assert checked(written, webflow=Fake(site_with(origin=origin))).passed


def test_options_that_the_mapping_leaves_out_are_listed(base):
    topic = RemoteField("topic", "Option", frozenset({"option"}), options={"o1": "News", "o2": "Tips"})
    report = checked(base, webflow=Fake(site_with(topic=topic)))

    assert report.passed
    assert [(n.rule, n.path) for n in report.doubts] == [("option-left-out", "kinds.article.fields.topic.values.Tips")]


# locales


def test_locales_of_a_side_that_lists_none_are_taken_at_their_word(base):
    report = checked(base)

    assert [row.state for row in report.locales if row.side == "butter"] == ["declared"] * 3
    assert [row.state for row in report.locales if row.side == "webflow"] == ["present"] * 3


def test_an_unknown_locale_is_a_problem_with_the_nearest(base):
    site = replace(SITE, locales={"en-US": True, "FR-fr": False, "ja-JP": True, "de": True, "??": True})
    report = checked(base, webflow=Fake(site))

    assert LocaleRow("webflow", "ja-JP", "ja", "unknown", "ja-JP", 0) in report.locales
    assert LocaleRow("webflow", "fr-FR", "fr-FR", "disabled") in report.locales
    assert LocaleRow("webflow", "de", "de", "left out") in report.locales
    assert LocaleRow("webflow", None, "??", "left out") in report.locales
    assert problem_paths(report) == ["locales.ja-JP.webflow"]
    assert "the nearest is ja-JP (distance 0)" in report.problems[0].reason
    assert {notice.path for notice in report.notices} == {"locales.fr-FR.webflow"}
    assert [doubt.path for doubt in report.doubts] == [
        f"sides.webflow.locales.{code}" for code in ("ja-JP", "de", "??")
    ]


def test_an_unknown_locale_may_have_no_neighbour(base):
    report = checked(base, webflow=Fake(replace(SITE, locales={"en-US": True, "fr-FR": True})))

    assert report.problems[0].reason == 'webflow has no locale "ja"' + OUT.format("locales.ja-JP")


def test_another_primary_is_told(base):
    report = checked(base, webflow=Fake(replace(SITE, primary="fr-FR")))

    assert [n.text for n in report.notices] == ['the primary is "en-US" here and "fr-FR" on webflow']


def test_a_locale_of_one_side_alone_is_told(edited):
    report = checked(edited(("{webflow: ja, butter: ja, tag: jp}", "{webflow: ja}")))

    assert [(n.path, n.text) for n in report.notices] == [
        ("locales.ja-JP", "webflow holds it and butter does not: not carried")
    ]


# what the platforms allow


def test_capabilities_are_told_in_sentences(base):
    little = Capabilities(
        add_variant=False, archive=False, asynchronous=True, batch=1, counts="entry", rate=60, quota=500000
    )
    report = checked(base, butter=Fake(can=little))
    told = {(row.side, row.kind): row.sentences for row in report.capabilities}

    assert set(told) == {(side, kind) for side in ("webflow", "butter") for kind in ("author", "article")}
    assert "a locale cannot be added to an existing entry" in told["butter", "article"]
    assert "an accepted write shows only later" in told["butter", "article"]
    assert "one entry in one request" in told["butter", "article"]
    assert "60 requests a minute" in told["butter", "article"]
    assert "500000 requests a month" in told["butter", "article"]
    assert "up to 100 variants in one request" in told["webflow", "article"]


@pytest.mark.parametrize(
    ("pairs", "can", "paths"),
    [
        ([("name: acme", "name: acme\ndelete: archive")], {"archive": False}, {"delete"}),
        ([("name: acme", "name: acme\ndelete: propagate")], {"delete_entry": False}, {"delete"}),
        ([("match: [$slug]", "conflict: newest")], {"times": False}, {"kinds.article.conflict"}),
        (
            [("{type: image,", "{type: image, conflict: newest,")],
            {"times": False},
            {"kinds.article.fields.cover.conflict"},
        ),
        (
            [("name: acme", "name: acme\nconflict: newest"), ("match: [name]", "conflict: hold")],
            {"times": False},
            {"kinds.article.conflict"},
        ),
    ],
)
def test_a_policy_that_a_platform_does_not_allow_is_a_problem(edited, pairs, can, paths):
    text = edited(*pairs)

    assert set(problem_paths(checked(text, butter=Fake(can=Capabilities(**can))))) == paths
    assert checked(text).passed


def test_a_policy_that_a_platform_makes_something_of_is_told(edited):
    can = Capabilities(rename_slug=False, add_variant=False, unpublish=False, stages_edits=False)
    report = checked(edited(("name: acme", "name: acme\nunpublished_edits: carry")), butter=Fake(can=can))

    assert report.passed
    assert {notice.path for notice in report.notices} == {
        "kinds.article",
        "missing_locale",
        "publish",
        "unpublished_edits",
    }


def test_that_a_renamed_page_is_made_anew_is_told_beforehand(edited):
    text = edited(("name: acme", "name: acme\nrename: recreate\ndelete: propagate"))
    report = checked(text, butter=Fake(can=Capabilities(rename_slug=False)))

    assert any("made anew on butter" in notice.text for notice in report.notices)


def test_a_side_that_is_not_written_to_may_be_unable_to(edited):
    text = edited(("name: acme", "name: acme\ndelete: archive"))

    assert checked(text, webflow=Fake(SITE, can=Capabilities(archive=False, rename_slug=False))).passed


# sides that cannot be asked


def test_a_side_that_cannot_be_asked_does_not_hide_the_other(base):
    gone = Missing("collection posts is not there", request="GET /collections")
    lost = Unavailable("no answer")
    report = checked(base, webflow=Fake(gone), butter=Fake(lost))

    assert problem_paths(report) == ["sides.webflow", "sides.butter"]
    assert report.failures == {"webflow": gone, "butter": lost}
    assert report.rows == ()
    assert report.capabilities

    half = checked(base, butter=Fake(lost))
    assert problem_paths(half) == ["sides.butter"]
    assert [row.side for row in half.locales] == ["webflow"] * 3


def test_pictures_are_asked_about_with_and_without_alternative_text(base):
    asked = []

    def listen(name, value):
        asked.append(value)
        return value

    checked(base, butter=Fake(shows=listen))
    assert {bool(value.alt) for value in asked if isinstance(value, Asset)} == {True, False}


def flowing(edited, *pairs, title=""):
    both = ("flow: webflow -> butter", "flow: both")
    return edited(both, ("butter: headline}", f"butter: headline{title}}}"), *pairs)


def test_a_row_is_told_of_each_way_that_a_field_goes(edited):
    report = checked(flowing(edited, title=", flow: butter -> webflow"))
    assert [row.source for row in report.rows if (row.kind, row.field) == ("article", "title")] == ["butter"]
    assert {row.source for row in report.rows if (row.kind, row.field) == ("article", "body")} == {"webflow", "butter"}


def test_what_is_off_is_told_and_not_graded(edited):
    off = ("butter: fr}", "butter: fr, flow: off}"), ("    match: [name]\n", "    match: [name]\n    flow: off\n")
    report = checked(flowing(edited, *off, title=", flow: {ja-JP: off}"))
    said = {(notice.path, notice.text) for notice in report.notices}
    assert ("locales.fr-FR", "article in fr-FR is off: neither compared nor written") in said
    assert ("kinds.article.fields.title.flow", "title in ja-JP is off: neither compared nor written") in said
    assert ("kinds.author.fields.name.flow", "name is off: neither compared nor written") in said
    assert ("kinds.author.flow", "off: an entry that one side lacks is neither made there nor deleted here") in said
    assert not [row for row in report.rows if row.kind == "author"]


def test_a_required_field_that_does_not_flow_to_where_entries_are_made_is_told(edited):
    site = site_with(post_body=replace(FIELDS["post-body"], required=True))
    text = flowing(edited, ("butter: body}", "butter: body, flow: webflow -> butter}"))
    report = checked(text, webflow=Fake(site))
    assert report.passed
    said = {notice.path: notice.text for notice in report.notices}["kinds.article.fields.body.flow"]
    assert said == "webflow demands a value in it, and it does not flow there: a new article waits for a person"
    made = text.replace("    match: [$slug]\n", "    match: [$slug]\n    flow: webflow -> butter\n")
    assert not [notice for notice in checked(made, webflow=Fake(site)).notices if "demands" in notice.text]


def test_a_field_that_is_only_read_may_be_mapped_where_nothing_flows_to_it(edited):
    site = site_with(post_body=replace(FIELDS["post-body"], read_only=True))
    assert not checked(flowing(edited), webflow=Fake(site)).passed
    one_way = flowing(edited, ("butter: body}", "butter: body, flow: webflow -> butter}"))
    assert checked(one_way, webflow=Fake(site)).passed
