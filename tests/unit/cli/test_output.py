"""What goes to stdout: text for people, one document for programs, and nothing that moves a cursor."""

import json
from pathlib import Path

import pytest

from isogloss.cli.output import console, emit_json, targets, warn
from isogloss.errors import UsageError


def test_a_document_has_the_version_of_its_form_first(capsys):
    emit_json({"b": 1})
    assert list(json.loads(capsys.readouterr().out).items()) == [("format_version", "1.0"), ("b", 1)]


@pytest.mark.parametrize("data", [{"format_version": "2.0"}, {"$schema": "x"}, [1], "a"])
def test_what_says_its_form_already_or_is_no_object_stays_as_it_is(capsys, data):
    emit_json(data)
    assert json.loads(capsys.readouterr().out) == data


def test_letters_are_shown_and_control_codes_escaped(capsys):
    emit_json({"text": "お茶 \x9b2J \u2028\u202e"})
    out = capsys.readouterr().out
    assert "お茶" in out
    assert json.loads(out)["text"] == "お茶 \x9b2J \u2028\u202e"
    assert all(char.isprintable() or char == "\n" for char in out)


def test_a_message_goes_to_stderr_alone(capsys):
    warn("nobody is at work")
    assert capsys.readouterr() == ("", "isogloss: nobody is at work\n")


def test_each_report_is_a_format_and_a_path_which_may_have_an_equals_sign():
    assert targets(["html=a.html", "json=b=c.json"]) == [("html", Path("a.html")), ("json", Path("b=c.json"))]


@pytest.mark.parametrize("word", ["html", "html=", ""])
def test_a_report_without_a_path_is_refused_with_the_right_form(word):
    with pytest.raises(UsageError, match="write it as FORMAT=PATH"):
        targets([word])


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_are_turned_off_by_either_variable(monkeypatch, variable):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert console().no_color is False
    monkeypatch.setenv(*variable)
    assert console().no_color is True


def test_off_a_terminal_lines_are_as_wide_as_the_environment_says(monkeypatch):
    monkeypatch.setenv("COLUMNS", "61")
    assert console().width == 61
    monkeypatch.delenv("COLUMNS")
    assert console().width == 100


@pytest.mark.parametrize(("columns", "width"), [("80", 80), ("", 100), ("wide", 100), ("0", 100), ("-5", 100)])
def test_a_width_that_is_none_is_passed_over(monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", columns)
    assert console().width == width
