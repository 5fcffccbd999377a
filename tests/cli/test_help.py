"""Help, version and words that are not commands; and that help is quick, since it loads next to nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import isogloss

from isogloss import __version__
from isogloss.cli.overview import COMMANDS, overview

HEAVY = ("httpx", "pydantic", "sqlalchemy", "rich", "alembic", "uvicorn", "starlette", "selectolax", "jinja2", "yaml")


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_the_help_of_the_program_lists_every_command_and_exit_code(word: str) -> None:
    ran = isogloss(word)
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80, "wider than the narrowest terminal that is in use"
    for name, (_, line) in COMMANDS.items():
        assert f"  {name}" in ran.out
        assert line in ran.out
    for code in ("0 done", "1 something", "2 usage", "3 a platform", "4 refused", "5 state", "10 changes", "130"):
        assert code in ran.out
    page = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
    for code in re.findall(r"^\| `(\d+)` \|", page, re.MULTILINE):
        assert re.search(rf"\b{code} [a-z]", ran.out), f"{code} is on the page of errors and not in the help"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_each_of_its_options(name: str) -> None:
    ran = isogloss(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: isogloss {name}")
    at_80 = isogloss(name, "--help", COLUMNS="80").out.splitlines()
    assert [line for line in at_80 if len(line) > 80] == [], "wider than the narrowest terminal that is in use"
    assert "\\b" not in ran.out, "a mark for click that nobody should see"
    assert "\b" not in ran.out
    options = [line for line in ran.out.splitlines() if line.strip().startswith("-")]
    assert options
    for line in options:
        _, _, told = line.strip().partition("  ")
        wrapped = ran.out.split(line)[1].lstrip("\n").startswith("        ")
        assert told.strip() or wrapped, f"{name}: {line} says nothing"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_is_of_its_own_words(name: str) -> None:
    lines = [line.strip() for line in isogloss(name, "--help").out.splitlines()]
    examples = [line for line in lines if line.startswith(f"isogloss {name} ") or line == f"isogloss {name}"]
    assert examples
    taken = {word for line in lines if line.startswith("-") for word in re.findall(r"--?[a-z][a-z-]*", line)}
    for example in examples:
        said = {word.split("=")[0] for word in re.split(r" [|>]+ ", example)[0].split() if word.startswith("--")}
        assert said <= taken, example


@pytest.mark.parametrize("name", ["check", "plan", "apply", "sync", "verify", "status", "lock"])
def test_every_command_about_a_mapping_takes_the_shared_options(name: str) -> None:
    out = isogloss(name, "--help").out
    for option in ("--state", "--json", "--quiet", "--verbose"):
        assert option in out


def test_help_loads_neither_network_nor_database_nor_terminal() -> None:
    said = (
        "import sys, io, contextlib\n"
        "from isogloss.cli import main\n"
        "from isogloss.cli.overview import COMMANDS\n"
        "out = io.StringIO()\n"
        "for words in [['--help'], ['--version'], *([name, '-h'] for name in COMMANDS)]:\n"
        "    sys.argv = ['isogloss', *words]\n"
        "    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):\n"
        "        main()\n"
        "assert out.getvalue().count('Usage:') == 1 + len(COMMANDS), out.getvalue()\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_imports_nothing_that_takes_time(flag: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "isogloss", flag], capture_output=True, text=True, check=True
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "isogloss" in imported
    assert not imported & {"click", *HEAVY}
    assert done.stdout == overview()


def test_a_mapping_is_read_without_any_adapter() -> None:
    said = "import sys, isogloss.run.loading; print(*(n for n in sys.modules if n.startswith('isogloss.adapters.')))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    of_mappings = {"bundle", "buttercms", "blog", "editing", "webflow", "mapping", "memory_mapping", "platforms"}
    of_mappings |= {"catalogue", "layout"}  # how the files of a catalogue are named
    assert {name.rpartition(".")[2] for name in done.stdout.split()} == of_mappings


def test_what_plans_is_loaded_without_any_side() -> None:
    said = "import sys, isogloss.run.planning; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"httpx", "pydantic", "yaml", "rich"}
    assert not [name for name in loaded if name.startswith("isogloss.adapters.")]


def test_the_version_is_that_of_the_package() -> None:
    ran = isogloss("--version")
    assert (ran.code, ran.out) == (0, f"isogloss, version {__version__}\n")


@pytest.mark.parametrize(
    ("typed", "meant"), [("aply", "apply"), ("plam", "plan"), ("verfy", "verify"), ("statsu", "status")]
)
def test_a_misspelt_command_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    ran = isogloss(typed, "x.yaml")
    assert ran.code == 2
    assert ran.out == ""
    assert f"There is no command {typed}. Did you mean {meant}?" in ran.err


def test_a_word_unlike_any_command_is_answered_without_a_guess() -> None:
    ran = isogloss("zzzzzz")
    assert ran.code == 2
    assert "There is no command zzzzzz. See isogloss --help." in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("plan",),
        ("plan", "a.yaml", "b.yaml"),
        ("plan", "a.yaml", "--no-such-option"),
        ("apply", "p.jsonl", "--moved", "perhaps"),
        ("sync", "a.yaml", "--confirm-within", "-1"),
        ("sync", "a.yaml", "--confirm-within", "soon"),
        ("schema", "nonsense"),
        ("plan", "a.yaml", "--report", "html"),
        ("plan", "a.yaml", "--report", "pdf=x.pdf"),
    ],
)
def test_wrong_usage_ends_with_two_and_one_message(words: tuple[str, ...]) -> None:
    ran = isogloss(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("plan", "--json"), "Missing argument 'MAPPING'. See isogloss plan --help."),
        (("plan", "a.yaml", "--no-such-option", "--json"), "No such option"),
        (("apply", "p.jsonl", "--moved", "perhaps", "--json"), "'perhaps' is not one of 'skip', 'stop'"),
        (("sync", "a.yaml", "--confirm-within", "soon", "--json"), "'soon' is not a valid float"),
        (("sync", "a.yaml", "--confirm-within", "nan", "--json"), "nan is not a number"),
        (("sync", "a.yaml", "--max-minutes", "nan", "--json"), "nan is not a number"),
        (("match", "a.yaml", "--threshold", "nan", "--json"), "nan is not a number"),
        (("sync", "a.yaml", "--max-loss", "much", "--json"), "give a number of cells, as 20, or a share, as 5%"),
        (("sync", "a.yaml", "--max-loss", "nan%", "--json"), "nan%: give a number of cells, as 20, or a share, as 5%"),
        (("sync", "a.yaml", "--max-loss", "-5", "--json"), "-5: give a number of cells, as 20, or a share, as 5%"),
        (("plan", "a.yaml", "--limit", "change=nan%", "--json"), "nan%: give a share or a count, as change=80%"),
        (("history", "a.yaml", "--last", "9" * 20, "--json"), "is not in the range"),
        (("aply", "p.jsonl", "--json"), "There is no command aply. Did you mean apply? See isogloss --help."),
    ],
)
def test_wrong_usage_is_json_too_where_json_was_asked_for(words: tuple[str, ...], says: str) -> None:
    ran = isogloss(*words)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.error["message"]
    assert (ran.error["error"], ran.error["exit_code"]) == ("UsageError", 2)
    assert re.fullmatch(r"\d+\.\d+", ran.error["format_version"])
