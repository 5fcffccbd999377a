"""What a mapping file may hold, and how a person is told what it may not."""

import pytest

from isogloss.errors import MappingError
from isogloss.run.loading import load_text

REFUSALS = [
    ("isogloss: 1", "isogloss: 2", "isogloss", "must be one of 1"),
    ("isogloss: 1\n", "", "isogloss", "is needed and not there"),
    ("name: acme", "name: ''", "name", "must not be empty"),
    ("name: acme", f"name: {'x' * 1001}", "name", "longer"),
    ("name: acme", "name: no", "name", 'no without quotes is not a text in YAML; write "no" (line 2)'),
    ("name: acme", "name: 2026-01-01", "name", "put it in quotes"),
    ("name: acme", "nam: acme", "nam", "did you mean name?"),
    (
        "flow: webflow -> butter",
        "flow: both\npublish: mirrored",
        "publish",
        "mirror, draft, keep, site; did you mean mirror?",
    ),
    ("flow: webflow -> butter", "flow: both\nlimits: {delet: 5%}", "limits.delet", "did you mean delete?"),
    ("flow: webflow -> butter", "flow: both\nlimits: {delete: 0.1}", "limits.delete", "a text is needed"),
    ("flow: webflow -> butter", "flow: both\nlimits: {delete: 1200%}", "limits.delete", "as 10%"),
    ("flow: webflow -> butter", "flow: both\nlimits: {delete: -3}", "limits.delete", "or a count, as 5"),
    (
        "flow: webflow -> butter",
        "flow: both\nlimits: {kinds: {article: {delte: 3}}}",
        "limits.kinds.article.delte",
        "delete?",
    ),
    ("flow: webflow -> butter", "flow: both\nlimits: {minimum: -1}", "limits.minimum", "not be negative"),
    ("flow: webflow -> butter", "flow: both\nlimits: {minimum: ten}", "limits.minimum", "a whole number"),
    ("flow: webflow -> butter", "flow: both\nlimits: high", "limits", "keys with values"),
    ("adapter: webflow,", "adapter: webflo,", "sides.webflow", "no such adapter"),
    ("adapter: webflow, ", "", "sides.webflow", "adapter: is needed"),
    ("site: ${WEBFLOW_SITE}, ", "", "sides.webflow.site", "is needed"),
    ("site: ${WEBFLOW_SITE}", "sit: x, site: y", "sides.webflow.sit", "did you mean site?"),
    ("site: ${WEBFLOW_SITE}", "site: x, rate: 0", "sides.webflow.rate", "more than 0"),
    ("read_token:", "parallel: 0, read_token:", "sides.butter.parallel", "more than 0"),
    ("read_token:", "parallel: 6, read_token:", "sides.butter.parallel", "more than the platform takes"),
    ("site: ${WEBFLOW_SITE}", "site: x, insert: maybe", "sides.webflow.insert", "true or false"),
    ("site: ${WEBFLOW_SITE}", "site: x, window_seconds: .inf", "sides.webflow.window_seconds", "a number"),
    ("site: ${WEBFLOW_SITE}", "site: x, window_seconds: soon", "sides.webflow.window_seconds", "a number"),
    ("read_token:", "page_size: 101, read_token:", "sides.butter.page_size", "more than the platform takes"),
    ("read_token:", "page_type_key: page type, read_token:", "sides.butter.page_type_key", "page-type"),
    ("butter: fr}", "buter: fr}", "locales.fr-FR.buter", "did you mean butter?"),
    ("butter: fr}", "butter: no}", "locales.fr-FR.butter", 'no without quotes is not a text in YAML; write "no"'),
    ("{webflow: ja, butter: ja, tag: jp}", "ja", "locales.ja-JP", "keys with values"),
    ("match: [name]", "match: name", "kinds.author.match", "a list is needed"),
    ("match: [name]", "matches: [name]", "kinds.author.matches", "did you mean match?"),
    ("{collection: posts}", "{colection: posts}", "kinds.article.webflow.colection", "did you mean collection?"),
    ("{collection: posts}", "posts", "kinds.article.webflow", "keys with values"),
    ("type: rich_text", "type: richtext", "kinds.article.fields.body.type", "did you mean rich_text?"),
    ("type: rich_text, ", "", "kinds.article.fields.body.type", "is needed"),
    ("butter: headline", "buter: headline", "kinds.article.fields.title.buter", "did you mean butter?"),
    ("butter: headline", "butter: headline, xyz: 1", "kinds.article.fields.title.xyz", "known here: butter, conflict"),
    ("butter: headline", "butter: [headline]", "kinds.article.fields.title.butter", "a text is needed"),
    ("butter: news}", "btter: news}", "kinds.article.fields.topic.values.news.btter", "did you mean butter?"),
    ("match: [name]\n    fields:\n", "match: [name]\n    notes:\n", "kinds.author.notes", "known here"),
]


@pytest.mark.parametrize(("old", "new", "path", "phrase"), REFUSALS)
def test_a_file_of_the_wrong_shape_is_refused_at_its_path(edited, old, new, path, phrase):
    with pytest.raises(MappingError) as refused:
        load_text(edited((old, new)), resolve=False)

    found = {problem.path: problem.reason for problem in refused.value.problems}
    assert path in found, found
    assert phrase in found[path]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "- a\n- b\n", "just words"])
def test_a_file_that_is_no_mapping_is_refused(text):
    with pytest.raises(MappingError) as refused:
        load_text(text, resolve=False)

    assert refused.value.problems[0].path == ""


def test_a_mapping_without_sides_is_told_about_its_sides_alone(base):
    start, end = base.index("sides:"), base.index("flow: webflow ->")

    with pytest.raises(MappingError) as refused:
        load_text(base[:start] + base[end:], resolve=False)

    assert [problem.path for problem in refused.value.problems] == ["sides"]


def test_sides_kinds_and_fields_that_are_no_mappings_are_refused_together(edited):
    text = edited(("match: [name]\n    fields:\n", "match: [name]\n    fields: none\n    x:\n"))
    start = text.index("locales:")
    text = text[:start] + "locales: many\n" + text[text.index("kinds:") :]

    with pytest.raises(MappingError) as refused:
        load_text(text, resolve=False)

    assert {problem.path for problem in refused.value.problems} == {
        "locales",
        "kinds.author.x",
        "kinds.author.fields",
    }


TOKENS = [
    ("token: ${WEBFLOW_TOKEN}", "token: wf-canary-123"),
    ("token: ${WEBFLOW_TOKEN}", "token: 12345678901234567890"),
    ("token: ${WEBFLOW_TOKEN}", "token: wf-canary-${X}"),
    ("token: ${WEBFLOW_TOKEN}", "token: ${wf-canary-123}"),
    ("token: ${WEBFLOW_TOKEN}", "token: [wf-canary-123]"),
    ("read_token: ${READ}", "read_token: wf-canary-123"),
    ("write_token: ${WRITE}", "write_token: 'wf-canary-123'"),
]


@pytest.mark.parametrize(("old", "new"), TOKENS)
def test_a_literal_token_is_refused_and_not_repeated(edited, old, new):
    with pytest.raises(MappingError) as refused:
        load_text(edited((old, new)), resolve=False)

    (problem,) = refused.value.problems
    assert problem.path.endswith("token")
    assert "by name" in problem.reason
    assert "canary" not in str(refused.value)
    assert "1234567" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_token_in_a_file_that_is_no_yaml_is_not_repeated(edited):
    text = edited(("token: ${WEBFLOW_TOKEN}}", "token: wf-canary-123: x"))

    with pytest.raises(MappingError, match="not YAML") as refused:
        load_text(text, resolve=False)

    assert "canary" not in str(refused.value)
    assert refused.value.__suppress_context__
