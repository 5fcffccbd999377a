"""Every refusal of a field that cannot be what the mapping says, with the path a person has to change."""

import pytest

from isogloss.errors import MappingError
from isogloss.run.loading import load_text

COVER = "cover: {type: image, webflow: main-image, butter: hero}"
TEXT = "{type: text, butter: lead}"
BOTH = "{type: text, butter: lead, webflow: lead}"
ARTICLE, AUTHOR = "kinds.article.fields.cover", "kinds.author.fields.name"


def load_with(edited, field, *more):
    return load_text(edited((COVER, f"cover: {field}"), *more), resolve=False)


@pytest.mark.parametrize(
    ("field", "path", "phrase"),
    [
        ("{type: text, webflow: a, butter: b, fields: {x: " + BOTH + "}}", "fields", "only group, list and blocks"),
        ("{type: group, webflow: {prefix: s-}, butter: b}", "fields", "say what its parts are"),
        ("{type: group, webflow: {prefix: s-}, butter: b, fields: {1x: " + BOTH + "}}", "fields.1x", "is a letter"),
        (
            "{type: blocks, webflow: {field: a, as: text}, butter: b, fields: {x: " + TEXT + "}}",
            "fields.x.type",
            "its type is group",
        ),
        (
            "{type: list, webflow: {field: a, as: text}, butter: b,"
            " fields: {x: {type: group, butter: x, fields: {y: " + TEXT + "}}}}",
            "fields.x.type",
            "simple fields and links",
        ),
        (
            "{type: list, webflow: {field: a, as: text}, butter: b, fields: {x: {type: flag, butter: x, shared: on}}}",
            "fields.x.shared",
            "say it there",
        ),
        ("{type: image, webflow: {as: link}, butter: hero}", "webflow", "give the slug of the field"),
        ("{type: image, webflow: {prefix: x-}, butter: hero}", "webflow.prefix", "only a group"),
        (
            "{type: group, webflow: {prefix: s-, as: text}, butter: b, fields: {x: " + BOTH + "}}",
            "webflow",
            "leave field and as out",
        ),
        (
            "{type: group, webflow: {prefix: s-}, butter: b,"
            " fields: {x: {type: group, butter: x, webflow: {prefix: t-}, fields: {y: " + BOTH + "}}}}",
            "fields.x.webflow.prefix",
            "is one field",
        ),
        (
            "{type: flag, webflow: {field: a, as: image}, butter: b}",
            "webflow.as",
            "no value of type flag can be",
        ),
        ("{type: images, webflow: a, butter: b}", "type", "as: list, item"),
        ("{type: images, webflow: a, butter: {field: b, as: list}}", "butter.item", "is needed"),
        ("{type: text, webflow: {field: a, item: x}, butter: b}", "webflow.item", "leave it out"),
        ("{type: opaque, webflow: a, butter: b}", "type", "no known type; say {field: …, as: long_text} on butter"),
        ("{type: group, webflow: a, butter: b, fields: {x: " + BOTH + "}}", "type", "or {prefix: …} on webflow"),
        ("{type: list, webflow: a, butter: b, fields: {x: " + BOTH + "}}", "type", "Webflow has no field for a list"),
        (
            "{type: group, webflow: {prefix: s-}, butter: b, fields: {x: {type: text, webflow: lead}}}",
            "fields.x.butter",
            "the slug of this part on butter is needed",
        ),
        (
            (
                "{type: group, webflow: {field: a, as: text}, butter: b,"
                " fields: {x: {type: reference, to: author, butter: x}}}"
            ),
            "webflow.as",
            "x is a link, and nothing follows",
        ),
        (
            (
                "{type: blocks, webflow: {field: a, as: text}, butter: b, fields: {x: {type: group, butter: x,"
                " fields: {y: {type: reference, to: author, butter: y}}}}}"
            ),
            "webflow.as",
            "x.y is a link",
        ),
        (
            "{type: option, webflow: a, butter: {field: b, as: reference}, values: {x: {webflow: X, butter: '1'}}}",
            "to",
            "say which kind the options are entries of on butter",
        ),
        (
            "{type: option, to: author, webflow: a, butter: b, values: {x: {webflow: X, butter: '1'}}}",
            "to",
            "only references point to a kind",
        ),
        (
            (
                "{type: group, webflow: {prefix: s-}, butter: b,"
                " fields: {x: {type: option, butter: x, webflow: x, values: {k: {butter: k}}}}}"
            ),
            "fields.x.values.k.webflow",
            "the name of this value on webflow is needed",
        ),
        (
            "{type: group, webflow: {prefix: main-}, butter: b, fields: {x: {type: text, butter: x, webflow: image}},"
            " shared: true}\n      other: " + COVER.partition(" ")[2],
            None,
            "is bound to",
        ),
    ],
)
def test_a_field_is_refused_at_the_path_to_change(edited, field, path, phrase):
    with pytest.raises(MappingError) as refusal:
        load_with(edited, field)
    found = {problem.path: problem.reason for problem in refusal.value.problems}
    if path is None:
        assert any(phrase in reason for reason in found.values())
    else:
        assert phrase in found[f"{ARTICLE}.{path}"]


def test_a_collection_of_butter_holds_nothing_with_parts(edited):
    name = "name: {type: text, webflow: name, butter: name, shared: true}"
    group = "seo: {type: group, webflow: {prefix: s-}, butter: seo, fields: {x: " + BOTH + "}}"
    with pytest.raises(MappingError) as refusal:
        load_text(edited((name, f"{name}\n      {group}")), resolve=False)
    (problem,) = refusal.value.problems
    assert problem.path == "kinds.author.fields.seo.type"
    assert "in pages alone" in problem.reason


@pytest.mark.parametrize(
    ("form", "path", "phrase"),
    [
        ("{field: a, as: txt}", ".as", "did you mean text?"),
        ("{fild: a}", ".fild", "unknown key; did you mean field?"),
        ("3", "", "a text is needed here"),
        ("{field: a, as: text, prefix: 3}", ".prefix", "a text is needed here"),
    ],
)
def test_what_a_side_says_of_a_field_is_checked_in_its_shape(edited, form, path, phrase):
    with pytest.raises(MappingError) as refusal:
        load_with(edited, f"{{type: image, webflow: {form}, butter: hero}}")
    found = {problem.path: problem.reason for problem in refusal.value.problems}
    assert phrase in found[f"{ARTICLE}.webflow{path}"]


def test_a_group_may_be_fields_on_one_side_and_a_component_on_the_other(edited):
    made = load_with(edited, "{type: group, webflow: {prefix: s-}, butter: seo, fields: {x: " + BOTH + "}}")
    bound = made.left.kinds["article"].fields["cover"]
    assert (bound.form, bound.remote, bound.fields["x"].remote) == ("fields", "s-", "lead")
    assert made.kinds["article"].fields["cover"].fields["x"].type == "text"


def test_a_component_inside_a_component_is_looked_into(edited):
    inner = "{type: group, butter: y, fields: {z: {type: images, butter: z}}}"
    with pytest.raises(MappingError) as refusal:
        load_with(edited, "{type: group, webflow: {field: a, as: text}, butter: b, fields: {y: " + inner + "}}")
    assert [problem.path for problem in refusal.value.problems] == [f"{ARTICLE}.fields.y.fields.z.type"]
