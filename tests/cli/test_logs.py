"""What a run says of itself: one line at its end, for grep; and its log, for people or for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
import small_site
import structlog
from command import Ran, isogloss, within
from sandboxes import Crossing

from isogloss import events
from isogloss.cli import logs
from isogloss.cli.invocation import Invocation
from isogloss.cli.serve import listen_to_log
from isogloss.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sandboxes import Sandboxes

ORDER = [
    "mapping",
    "run",
    "exit",
    "ops",
    "confirmed",
    "normalized",
    "altered",
    "unconfirmed",
    "failed",
    "unsure",
    "skipped",
    "blocked",
    "held",
    "left",
    "stopped",
    "resumed",
    "conflicts",
    "steps",
    "drifts",
    "losses",
    "missed",
    "requests",
    "reads",
    "looks",
    "writes",
    "settles",
    "seconds",
]


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, small_site.BOTH)
    made.seed()
    return made


def facts(line: str) -> dict[str, str]:
    """What a line of a summary says."""
    assert line.startswith("isogloss: summary ")
    return dict(word.split("=", 1) for word in line.removeprefix("isogloss: summary ").split(" "))


def logged(ran: Ran) -> list[Any]:
    return [json.loads(line) for line in ran.err.splitlines()]


def test_a_run_ends_with_one_line_whose_facts_keep_their_order(crossing: Crossing) -> None:
    crossing.sandboxes.forget()
    ran = within(crossing, "sync", "MAPPING")
    line = ran.err.splitlines()[-1]
    told = facts(line)
    assert list(told) == ORDER
    log = crossing.sandboxes.log()
    assert (told["mapping"], told["exit"], told["stopped"]) == ("pots", str(ran.code), "0")
    assert int(told["requests"]) == len(log)
    assert int(told["writes"]) == len(crossing.sandboxes.writes())
    assert int(told["requests"]) == sum(int(told[use]) for use in ("reads", "looks", "writes", "settles"))
    assert int(told["ops"]) == sum(int(told[word]) for word in ORDER[4:13])
    assert int(told["confirmed"]) > 0
    again = facts(within(crossing, "sync", "MAPPING").err.splitlines()[-1])
    assert (again["ops"], again["writes"], again["confirmed"]) == ("0", "0", "0")


def test_a_quiet_run_says_its_line_only_where_a_person_is_needed(crossing: Crossing) -> None:
    assert within(crossing, "sync", "MAPPING", "-q").err.count("summary") == 0
    crossing.sandboxes.butter.fault(kind="never_lands", method="PATCH", times=1)
    posts = next(each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    crossing.sandboxes.webflow.edit(
        action="update",
        collection="posts",
        item=posts["items"][0]["fieldData"]["slug"],
        fields={"name": "Another title"},
        publish=True,
    )
    ran = within(crossing, "sync", "MAPPING", "-q")
    told = facts(ran.err.splitlines()[-1])
    assert (ran.code, told["exit"], told["unconfirmed"]) == (1, "1", "1")


def test_with_json_the_line_stands_on_stderr_and_its_facts_on_stdout(crossing: Crossing) -> None:
    ran = within(crossing, "sync", "MAPPING", "--json")
    told = facts(ran.err.splitlines()[-1])
    assert ran.data["run"] == told["run"]
    spent = ran.data["requests"]
    assert sum(sum(each.values()) for each in spent.values()) == int(told["requests"])
    assert set(spent) == {"webflow", "butter"}


def test_the_log_for_programs_is_an_object_a_line_and_nothing_else(crossing: Crossing) -> None:
    ran = within(crossing, "sync", "MAPPING", "--log", "json")
    log = logged(ran)
    for each in log:
        assert {"timestamp", "level", "event"} <= each.keys()
        assert each["timestamp"].endswith("Z")
    names = [each["event"] for each in log]
    assert names[0] == events.RUN_BEGUN
    assert names[-1] == events.RUN_ENDED
    settled = [each for each in log if each["event"] == events.OP_SETTLED]
    assert len(settled) == log[0]["ops"] == log[-1]["ops"] > 0
    assert {"side", "kind", "entry", "locales", "verb", "outcome", "op"} <= settled[0].keys()
    assert list(log[-1])[: len(ORDER)] == ORDER
    assert "summary" not in ran.err
    assert not ran.out.startswith("{"), "only the messages are for programs"


def test_each_request_is_in_the_log_where_that_is_asked_for(crossing: Crossing) -> None:
    crossing.sandboxes.forget()
    log = logged(within(crossing, "sync", "MAPPING", "--log=json", "-vv"))
    sent = [each for each in log if each["event"] == events.REQUEST_SENT]
    assert len(sent) == len(crossing.sandboxes.log())
    assert {"method", "path", "status", "ms"} <= sent[0].keys()


@pytest.mark.parametrize("by", ["word", "environment"])
@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("sync", "none.yaml"), 2, "MappingError"),
        (("sync", "--nonsense"), 2, "UsageError"),
        (("snc", "none.yaml"), 2, "UsageError"),
        (("sync", "MAPPING"), 3, "Unauthorized"),
    ],
)
def test_what_goes_wrong_is_the_last_object_of_the_log(
    crossing: Crossing, words: tuple[str, ...], code: int, error: str, by: str
) -> None:
    crossing.sandboxes.webflow.turn(token="another")
    typed = [crossing.mapping if word == "MAPPING" else word for word in words]
    environment = {**small_site.ENVIRONMENT, "ISOGLOSS_STATE": str(crossing.state)}
    if by == "word":
        typed += ["--log", "json"]
    else:
        environment["ISOGLOSS_LOG"] = "json"
    ran = isogloss(*typed, **environment)
    last = logged(ran)[-1]
    assert (ran.code, last["exit_code"], last["event"], last["level"]) == (code, code, events.FAILED, "error")
    assert last["error"] in (error, "UsageError", "ConfigError")
    assert last["message"]


def test_text_is_the_log_of_before(crossing: Crossing) -> None:
    ran = within(crossing, "sync", "MAPPING", "-v", "--log", "text")
    assert "op settled" in ran.err
    assert "isogloss: summary" in ran.err
    assert not any(line.startswith("{") for line in ran.err.splitlines())


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """What one command set up is not left to the next test of this process."""
    yield
    structlog.reset_defaults()


def kept(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_file_keeps_the_log_whatever_goes_to_stderr(crossing: Crossing, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    ran = within(crossing, "sync", "MAPPING", "--quiet", "--log-file", path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    first = kept(path)
    assert [each["event"] for each in first if each["event"] in (events.RUN_BEGUN, events.RUN_ENDED)] == [
        events.RUN_BEGUN,
        events.RUN_ENDED,
    ]
    assert {"timestamp", "level", "event"} <= set.intersection(*(set(each) for each in first))
    assert events.REQUEST_SENT not in {each["event"] for each in first}
    assert path.stat().st_mode & 0o777 == 0o600
    within(crossing, "sync", "MAPPING", "-vv", "--log-file", path)
    both = kept(path)
    assert both[: len(first)] == first
    assert events.REQUEST_SENT in {each["event"] for each in both[len(first) :]}
    assert small_site.ENVIRONMENT["WEBFLOW_TOKEN"] not in path.read_text(encoding="utf-8")


def test_a_file_keeps_warnings_and_failures_too(crossing: Crossing, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    assert within(crossing, "undo", "MAPPING", "20260101-000000-abcd", "--log-file", path).code == 2
    last = kept(path)[-1]
    assert (last["event"], last["level"], last["error"], last["exit_code"]) == (events.FAILED, "error", "UsageError", 2)


def test_a_log_that_cannot_be_kept_ends_the_command_before_any_work(crossing: Crossing, tmp_path: Path) -> None:
    ran = within(crossing, "sync", "MAPPING", "--log-file", tmp_path / "none" / "log.jsonl")
    assert ran.code == 2
    assert "--log-file" in ran.err
    assert "the log cannot be written there (No such file or directory); choose another path" in ran.err
    assert not crossing.state.exists()


def test_a_log_that_cannot_be_kept_any_more_does_not_end_the_run(crossing: Crossing, tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    path = tmp_path / "logs" / "log.jsonl"
    with mock.patch.object(
        Invocation, "keep", autospec=True, side_effect=[None, UsageError("--log-file: full")] + [None] * 99
    ):
        ran = within(crossing, "sync", "MAPPING", "--log-file", path)
    assert ran.code == 0
    assert ran.err.startswith("isogloss: --log-file: full\n")


@pytest.mark.parametrize(
    ("quiet", "verbose", "told"),
    [
        (False, 0, [events.OP_SETTLED, events.RUN_ENDED, events.WARNED]),
        (True, 0, [events.WARNED]),
        (True, 1, [events.OP_SETTLED, events.RUN_ENDED, events.WARNED]),
    ],
)
def test_a_service_that_has_no_other_voice_warns_people_however_quiet_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, quiet: bool, verbose: int, told: list[str]
) -> None:
    monkeypatch.setattr(logs, "_heard", True)
    begun = structlog.get_config()
    try:
        listen_to_log(Invocation(quiet=quiet, verbose=verbose))
        logs.tell(events.OP_SETTLED, outcome="confirmed")
        logs.tell(events.RUN_ENDED, exit=0)
        logs.tell(events.WARNED, message="jars cannot be run")
        said = capsys.readouterr().err
    finally:
        structlog.configure(**begun)
    assert [name for name in (events.OP_SETTLED, events.RUN_ENDED, events.WARNED) if name in said] == told
    assert said.count("\n") == len(told)
