"""The stage of the demo: real sandboxes, real processes, and no story."""

import json

import httpx
import pytest

from isogloss.demo import site, stage
from isogloss.demo.show import Screen
from isogloss.demo.stage import Ran, built

AUTHOR = {
    "action": "update",
    "collection": "authors",
    "item": "clara-vogel",
    "fields": {"role": "Publisher"},
    "publish": True,
}


def test_a_command_is_run_in_the_folder_and_what_it_sent_is_kept(tmp_path, capsys):
    with built(tmp_path, Screen()) as set_up:
        set_up.seed("webflow", site.webflow_seed())
        set_up.seed("butter", site.butter_seed())
        (tmp_path / "mapping.yaml").write_text(site.mapping_text())
        ran = set_up.isogloss("check", "mapping.yaml", "--json", expect=0)
    assert ran.words[0] == "check"
    assert ran.writes == 0
    assert set(ran.sent["webflow"]) == set(ran.sent["butter"]) == {"GET"}
    assert set_up.ran == [ran]
    assert "▸ exit 0 · requests: webflow 8 GET · butter 8 GET" in capsys.readouterr().out


def test_another_exit_code_than_the_story_needs_ends_the_demo(tmp_path):
    with built(tmp_path, Screen()) as set_up, pytest.raises(AssertionError, match="ended with 2; the demo needs 0"):
        set_up.isogloss("check", "nowhere.yaml", expect=0)


def test_a_command_that_sends_nothing_is_shown_to(tmp_path, capsys):
    with built(tmp_path, Screen()) as set_up:
        set_up.isogloss("--version", expect=0)
    assert "▸ exit 0 · no request" in capsys.readouterr().out


def test_a_command_that_ends_before_it_can_be_killed_is_no_power_cut(tmp_path):
    with built(tmp_path, Screen()) as set_up, pytest.raises(AssertionError, match="killed at write 1; there were 0"):
        set_up.killed("--version", after=1)


def test_a_command_that_never_writes_is_not_waited_for_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(stage, "PATIENCE", 0.0)
    with built(tmp_path, Screen()) as set_up, pytest.raises(AssertionError, match="there were 0"):
        set_up.killed("check", "mapping.yaml", after=1)


def test_an_unfinished_progress_line_is_ended_on_a_terminal(tmp_path, monkeypatch, capsys):
    with built(tmp_path, Screen()) as set_up:
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        with pytest.raises(AssertionError):
            set_up.killed("--version", after=1)
    assert capsys.readouterr().err == "\n"


def test_an_edit_is_made_through_the_control_plane(tmp_path):
    with built(tmp_path, Screen()) as set_up:
        set_up.seed("webflow", site.webflow_seed())
        set_up.edit("webflow", AUTHOR)
        assert "Publisher" in json.dumps(set_up.sandboxes["webflow"].state())


def test_an_edit_that_makes_no_sense_is_a_bug_of_the_demo(tmp_path):
    with built(tmp_path, Screen()) as set_up, pytest.raises(AssertionError, match="webflow refuses this edit"):
        set_up.edit("webflow", {**AUTHOR, "item": "nobody"})


def test_request_logs_are_written_down_without_tokens(tmp_path):
    with built(tmp_path, Screen()) as set_up:
        token = set_up.environment["BUTTERCMS_READ_TOKEN"]
        httpx.get(f"{set_up.addresses['butter']}/v2/content/authors/", params={"auth_token": token}, trust_env=False)
        set_up.save_logs()
    text = (tmp_path / "butter-log.json").read_text()
    [request] = json.loads(text)
    assert (request["method"], request["path"]) == ("GET", "/v2/content/authors/")
    assert token not in text
    assert json.loads((tmp_path / "webflow-log.json").read_text()) == []


def test_the_sandboxes_are_gone_when_the_stage_is_taken_down(tmp_path):
    def interrupted() -> None:
        with built(tmp_path, Screen()) as set_up:
            addresses.extend(set_up.addresses.values())
            raise KeyboardInterrupt

    addresses: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    for address in addresses:
        with pytest.raises(httpx.ConnectError):
            httpx.get(address, trust_env=False)


def test_a_running_command_dies_with_the_demo(tmp_path, monkeypatch):
    class Process:
        killed = False

        def wait(self):
            if not self.killed:
                raise KeyboardInterrupt
            return -9

        def kill(self):
            self.killed = True

    process = Process()
    with built(tmp_path, Screen()) as set_up:
        monkeypatch.setattr(stage.Stage, "_started", lambda *_: process)
        with pytest.raises(KeyboardInterrupt):
            set_up.isogloss("check", "mapping.yaml", expect=0)
    assert process.killed


def test_only_what_is_more_than_a_read_counts_as_a_write():
    ran = Ran(("apply",), 0, {"webflow": {"GET": 3, "HEAD": 1}, "butter": {"GET": 2, "POST": 4, "PATCH": 1}})
    assert ran.writes == 5
