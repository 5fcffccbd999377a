"""How the text of a mapping is read, with every trap of YAML named."""

import pytest

from isogloss.mapping.file.source import LARGEST, read_source


def paths(text):
    return [problem.path for problem in read_source(text).problems]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: {x: ${NAME}, y: ${file:a b}}", {"a": {"x": "${NAME}", "y": "${file:a b}"}}),
        ("a: [${A}, ${B}]", {"a": ["${A}", "${B}"]}),
        ("a: http://${HOST}/v2", {"a": "http://${HOST}/v2"}),
        ('a: "${NAME}"', {"a": "${NAME}"}),
        ("a: 'it costs $ {b}'", {"a": "it costs $ {b}"}),
        ("a: {b: 1, c: 2.5, d: true, e: ~}", {"a": {"b": 1, "c": 2.5, "d": True, "e": None}}),
    ],
)
def test_references_may_stand_unquoted_wherever_a_text_may(text, data):
    source = read_source(text)

    assert source.data == data
    assert source.problems == ()


def test_a_key_that_is_there_twice_is_refused_with_its_line():
    source = read_source("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n")

    assert [(p.path, "line 5" in p.reason) for p in source.problems] == [("b.c", True)]


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "No", "~", "null"])
def test_a_key_that_yaml_takes_for_something_else_is_to_be_quoted(word):
    (problem,) = read_source(f"locales:\n  {word}: {{a: x}}\n").problems

    assert problem.path == f"locales.{word}"
    assert f'write "{word}" (line 2)' in problem.reason


def test_a_letter_that_yaml_1_1_takes_for_a_flag_is_a_text():
    assert read_source("{y: n, n: Y, a: N}").data == {"y": "n", "n": "Y", "a": "N"}


def test_the_quoted_key_is_a_text():
    assert read_source('locales: {"no": {a: x}}').data == {"locales": {"no": {"a": "x"}}}


def test_a_number_as_a_key_is_taken_as_written():
    source = read_source("2024: a\n1_0: b\n")

    assert source.data == {"2024": "a", "1_0": "b"}
    assert source.problems == ()


def test_what_was_written_where_a_flag_was_read_is_remembered():
    assert read_source("a: {b: on}").words == {"a.b": "on"}


@pytest.mark.parametrize(
    "text", ["a: !!python/object/apply:os.system [x]", "a: !!python/name:os.system x", "a: &x [*x]", "a: *none"]
)
def test_tags_and_aliases_do_no_harm(text):
    source = read_source(text)

    assert source.problems or source.data == {"a": ["x"]}


def test_aliases_that_stand_for_millions_are_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines.extend(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9))

    (problem,) = read_source("\n".join(lines)).problems
    assert "write it simpler" in problem.reason


@pytest.mark.parametrize("text", ["[" * 1500, "a: b: c", "{a", "\x00", "2026-99-99", "? [a]\n: b"])
def test_what_cannot_be_read_is_a_problem_and_nothing_else(text):
    assert paths(text) == [""]


def test_a_file_that_nobody_wrote_is_not_read():
    (problem,) = read_source("#" * (LARGEST + 1)).problems

    assert "split the mapping" in problem.reason


def test_an_alias_that_does_not_exist_is_not_quoted():
    (problem,) = read_source("token: *canary-123\n").problems

    assert "canary" not in problem.reason
