"""What the viewer sees: lines that fit, and commands that can be copied."""

import pytest

from isogloss.demo.show import COLUMNS, Screen


@pytest.fixture
def screen(monkeypatch):
    for name in ("COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    return Screen()


def test_acts_are_numbered_and_their_headline_is_as_wide_as_the_screen(screen, capsys):
    screen.act("plan", "What would happen?")
    screen.act("apply", "It happens.")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "━━ 1 · plan " + "━" * (COLUMNS - 12)
    assert [line for line in lines if line.startswith("━━ 2 · apply ━")]


def test_long_sentences_are_broken_between_words(screen, capsys):
    screen.say("Nobody " * 30)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 2
    assert max(map(len, lines)) <= COLUMNS


def test_a_short_command_is_one_line(screen, capsys):
    screen.command(("isogloss", "apply", "my plan.jsonl"))
    assert capsys.readouterr().out == "$ isogloss apply 'my plan.jsonl'\n"


def test_a_long_command_goes_on_as_a_shell_would_take_it(screen, capsys):
    words = ["isogloss", "plan", *(f"--report=html=report-{number}.html" for number in range(5))]
    screen.command(words)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= COLUMNS
    assert out.removeprefix("$ ").replace("\\\n", "").split() == words


def test_two_columns_line_up(screen, capsys):
    screen.told([("a", "one"), ("long", "two")])
    screen.gap()
    screen.note("done")
    assert capsys.readouterr().out == "  a     one\n  long  two\n\n▸ done\n"


def test_a_narrow_terminal_is_not_overrun(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "50")
    screen = Screen()
    assert screen.width == 50
    screen.say("A word and another " * 8)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 50
