"""How a failure is told: one message, an exit code, nothing secret, nothing that a terminal would obey."""

import json
import sys

import click
import pytest

from isogloss.cli.errors import INTERRUPTED, OUR_BUG, UNHEARD, described, hidden, run, told
from isogloss.cli.invocation import Invocation
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


def ends(body, *words):
    """The exit code of a command that does this, typed with these words."""
    command = click.Command("isogloss", callback=lambda **_: body(), params=[click.Option(["--json"], is_flag=True)])
    with pytest.raises(SystemExit) as done:
        run(command, list(words))
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
def test_each_error_ends_with_its_own_code_and_one_line(capsys, error, code):
    assert ends(raising(error)) == code
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"isogloss: {error}\n")


def test_a_command_that_says_how_it_ended_ends_so():
    assert ends(raising(click.exceptions.Exit(10))) == 10
    assert ends(lambda: None) == 0


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_who_is_interrupted_says_so(capsys, error):
    assert ends(raising(error)) == INTERRUPTED
    assert capsys.readouterr().err.lstrip("\n") == "isogloss: interrupted\n"  # click ends the line of the ^C


def test_a_reader_that_went_away_is_no_open_conflict(monkeypatch):
    def gone():
        monkeypatch.setattr(sys, "stdout", sys.stderr)  # as click does
        sys.exit(1)

    assert ends(gone) == UNHEARD
    assert ends(lambda: sys.exit(1)) == 1


def test_our_own_bug_shows_its_lines_without_the_secrets_in_them(capsys):
    def forgot():
        click.get_current_context().obj.redactor.learn(Secret("canary-of-a-bug"))
        raise AssertionError("we forgot canary-of-a-bug")

    assert ends(forgot) == OUR_BUG

    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "we forgot ***" in said
    assert "canary" not in said
    assert "this is a bug of ours" in said


def test_a_message_holds_no_secret_and_no_control_code():
    invocation = Invocation()
    invocation.redactor.learn(Secret("canary-of-a-message"))
    assert hidden("a\x1b[2Jb\n\tcanary-of-a-message\x07", invocation) == "a�[2Jb\n\t***�"


def test_as_json_an_error_says_what_a_program_needs(capsys):
    error = Unavailable("no answer", request="POST /items", took_effect="unknown")

    code = told(error, Invocation(as_json=True))

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
    said = described(error, str(error), Invocation())
    assert said["problems"] == [{"path": "flow", "reason": "missing"}, {"path": "", "reason": "not YAML"}]
    assert "request" not in said


def test_a_refusal_names_the_plan_that_it_left(tmp_path):
    kept = tmp_path / "plan.jsonl"
    assert described(Refused("too much", plan=kept), "too much", Invocation())["plan"] == str(kept)
    assert "plan" not in described(Refused("held"), "held", Invocation())
    assert "plan" not in described(Drift("another shape"), "another shape", Invocation())


def test_wrong_words_are_json_where_json_was_asked_for(capsys):
    def wrong():
        raise click.UsageError("what is that?")

    assert ends(wrong, "--json") == 2
    assert json.loads(capsys.readouterr().err)["error"] == "UsageError"
    assert ends(wrong) == 2
    assert capsys.readouterr().err.endswith("Error: what is that?\n")
