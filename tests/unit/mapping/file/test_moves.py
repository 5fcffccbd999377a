"""Declared moves: what the lines of a file come to, and what is said of a line that is none."""

import pytest

from isogloss.errors import MappingError
from isogloss.model.move import Move
from isogloss.run.loading import load_text

FLOW = "flow: webflow -> butter"


def moving(edited, moved):
    return edited((FLOW, f"{FLOW}\nmoved: {moved}"))


def test_each_sort_of_move_is_read(edited):
    moved = (
        "[{kind: article, from: story}, {field: article.title, from: article.heading}, {locale: FR-fr, from: fr_ca},"
        " {option: article.topic.news, from: article.topic.old}, {field: article.body, from: ~}]"
    )
    assert load_text(moving(edited, moved), resolve=False).moves == (
        Move("kind", ("article",), ("story",)),
        Move("field", ("article", "title"), ("article", "heading")),
        Move("locale", ("fr-FR",), ("fr-CA",)),
        Move("option", ("article", "topic", "news"), ("article", "topic", "old")),
        Move("field", ("article", "body"), None),
    )


@pytest.mark.parametrize(
    ("moved", "path", "said"),
    [
        ("[{field: article.title}]", "moved.0.from", "is needed and not there"),
        ("[{from: article.title}]", "moved.0", "say one of kind, field, locale and option, and from"),
        ("[{kind: article, field: article.title, from: a}]", "moved.0", "say one of kind"),
        ("[{feld: article.title, from: a}]", "moved.0.feld", "unknown key; did you mean field?"),
        ("[{field: title, from: article.x}]", "moved.0.field", "a field is named as KIND.FIELD"),
        ("[{option: article.topic, from: ~}]", "moved.0.option", "a option is named as KIND.FIELD.KEY"),
        ("[{field: article.title, from: title}]", "moved.0.from", "a field is named as KIND.FIELD"),
        ("[{field: article.titel, from: article.x}]", "moved.0.field", "did you mean article.title?"),
        ("[{kind: artcle, from: x}]", "moved.0.kind", "there is no kind artcle; did you mean article?"),
        ("[{locale: de, from: fr-CA}]", "moved.0.locale", "there is no locale de"),
        ("[{field: article.title, from: article.body}]", "moved.0.from", "article.body is still in the mapping"),
        ("[{kind: article, from: author}]", "moved.0.from", "author is still in the mapping, so nothing of it can go"),
        ("[{locale: fr-FR, from: ja-JP}]", "moved.0.from", "ja-JP is still in the mapping"),
        (
            "[{field: article.title, from: article.a}, {field: article.title, from: article.b}]",
            "moved.1.field",
            "article.title is moved by moved.0 already",
        ),
        (
            "[{field: article.title, from: article.a}, {field: article.body, from: article.a}]",
            "moved.1.from",
            "article.a is moved by moved.0 already",
        ),
        (
            "[{kind: article, from: author}, {kind: author, from: article}]",
            "moved.0.from",
            "author is still in the mapping",
        ),
        ("{field: article.title}", "moved", "a list is needed here"),
    ],
)
def test_a_line_that_is_no_move_is_told_with_its_place(edited, moved, path, said):
    with pytest.raises(MappingError) as wrong:
        load_text(moving(edited, moved), resolve=False)
    told = {problem.path: problem.reason for problem in wrong.value.problems}
    assert said in told[path], told
