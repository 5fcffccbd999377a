"""How a failure is told: one message, an exit code, nothing secret, nothing that a terminal would obey."""

import json
import sys

import click
import pytest

from isogloss.cli.errors import INTERRUPTED, OUR_BUG, UNHEARD, described, hidden, run, told
from isogloss.cli.opening import REDACTOR
from isogloss.errors import (
    ConfigError,
    Drift,
    Interrupted,
    Limited,
    MappingError,
    Problem,
    Refused,
    StateError,
    Unavailable,
)
from isogloss.http.redact import Secret


@pytest.fixture
def typed(monkeypatch):
    """What was typed after the name of the program."""

    def words(*said):
        monkeypatch.setattr(sys, "argv", ["isogloss", *said])

    words()
    return words


def ends(body):
    """The exit code of a command that does this."""
    with pytest.raises(SystemExit) as done:
        run(click.Command("isogloss", callback=body))
    return done.value.code


def raising(error):
    def body():
        raise error

    return body


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("no such file"), 2),
        (Limited("too fast", retry_after=1.0), 3),
        (Refused("applied already"), 4),
        (StateError("unreadable"), 5),
        (Interrupted("stopped as asked"), INTERRUPTED),
    ],
)
def test_each_error_ends_with_its_own_code_and_one_line(typed, capsys, error, code):
    assert ends(raising(error)) == code
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"isogloss: {error}\n")


def test_a_command_that_says_how_it_ended_ends_so(typed):
    assert ends(raising(click.exceptions.Exit(10))) == 10
    assert ends(lambda: None) == 0


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_who_is_interrupted_says_so(typed, capsys, error):
    assert ends(raising(error)) == INTERRUPTED
    assert capsys.readouterr().err.lstrip("\n") == "isogloss: interrupted\n"  # click ends the line of the ^C


def test_a_reader_that_went_away_is_no_open_conflict(typed, monkeypatch):
    def gone():
        monkeypatch.setattr(sys, "stdout", sys.stderr)  # as click does
        sys.exit(1)

    assert ends(gone) == UNHEARD
    assert ends(lambda: sys.exit(1)) == 1


def test_our_own_bug_shows_its_lines_without_the_secrets_in_them(typed, capsys):
    REDACTOR.learn(Secret("canary-of-a-bug"))

    assert ends(raising(AssertionError("we forgot canary-of-a-bug"))) == OUR_BUG

    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "we forgot ***" in said
    assert "canary" not in said
    assert "this is a bug of ours" in said


def test_a_message_holds_no_secret_and_no_control_code():
    REDACTOR.learn(Secret("canary-of-a-message"))
    assert hidden("a\x1b[2Jb\n\tcanary-of-a-message\x07") == "a�[2Jb\n\t***�"


def test_as_json_an_error_says_what_a_program_needs(typed, capsys):
    typed("apply", "p.jsonl", "--json")

    code = told(Unavailable("no answer", request="POST /items", took_effect="unknown"))

    assert code == 3
    assert json.loads(capsys.readouterr().err) == {
        "format_version": "1.0",
        "error": "Unavailable",
        "message": "POST /items: no answer",
        "exit_code": 3,
        "request": "POST /items",
        "transient": True,
        "took_effect": "unknown",
    }


def test_every_problem_of_a_mapping_is_data_with_its_path():
    error = MappingError("m.yaml", [Problem("flow", "missing"), Problem("", "not YAML")])
    said = described(error, str(error))
    assert said["problems"] == [{"path": "flow", "reason": "missing"}, {"path": "", "reason": "not YAML"}]
    assert "request" not in said


def test_a_refusal_names_the_plan_that_it_left(tmp_path):
    kept = tmp_path / "plan.jsonl"
    assert described(Refused("too much", plan=kept), "too much")["plan"] == str(kept)
    assert "plan" not in described(Refused("held"), "held")
    assert "plan" not in described(Drift("another shape"), "another shape")


def test_wrong_words_are_json_where_json_was_asked_for(typed, capsys):
    def wrong():
        raise click.UsageError("what is that?")

    typed("--json")
    assert ends(wrong) == 2
    assert json.loads(capsys.readouterr().err)["error"] == "UsageError"
    typed()
    assert ends(wrong) == 2
    assert capsys.readouterr().err.endswith("Error: what is that?\n")
