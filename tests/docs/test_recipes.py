"""Every recipe of docs/recipes is of the form that its scheduler reads, and its command is one of ours."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from isogloss.cli.overview import COMMANDS
from isogloss.cli.serve import serve
from isogloss.cli.web import web
from isogloss.cli.worker import worker
from isogloss.watch.port import port

RECIPES = Path(__file__).parents[2] / "docs" / "recipes"
CLUSTER = (RECIPES.parent / "cluster.md").read_text(encoding="utf-8")
PAGE = (RECIPES.parent / "unattended.md").read_text(encoding="utf-8")
CRON = re.compile(r"^(\S+ \S+ \S+ \S+ \S+)\s+(\S.*)$")
PROBES = ("liveness", "readiness")
FIELD = re.compile(r"(\*|\d+(-\d+)?)(/\d+)?(,(\*|\d+(-\d+)?)(/\d+)?)*")


def text(name: str) -> str:
    return (RECIPES / name).read_text(encoding="utf-8")


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=True, interpolation=None)
    read.optionxform = str  # type: ignore[method-assign, assignment]  # systemd minds case
    read.read_string(text(name))
    return read


def loaded(name: str) -> Any:
    return yaml.load(text(name), yaml.BaseLoader)  # noqa: S506  # texts alone, for "on" is no flag in a workflow


def container() -> dict[str, Any]:
    (found,) = loaded("cronjob.yaml")["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    return found


def pods() -> dict[str, dict[str, Any]]:
    """What each pod of a cluster is, by the command that it runs."""
    every = yaml.load_all(text("cluster.yaml"), yaml.BaseLoader)
    made = [each["spec"]["template"]["spec"] for each in every if "template" in each["spec"]]
    return {each["containers"][0]["command"][1]: each for each in made}


def crontab_line() -> tuple[str, str]:
    lines = [
        line for line in text("crontab").splitlines() if line and not line.startswith("#") and "=" not in line[:12]
    ]
    (found,) = [CRON.fullmatch(line) for line in lines]
    assert found is not None
    return found[1], found[2]


def runs_of_the_workflow() -> list[str]:
    return [step["run"] for step in loaded("github-actions.yml")["jobs"]["sync"]["steps"] if "run" in step]


def commands() -> dict[str, list[str]]:
    return {
        "crontab": shlex.split(crontab_line()[1].rpartition("exec ")[2]),
        "isogloss-sync.service": shlex.split(unit("isogloss-sync.service")["Service"]["ExecStart"]),
        "cronjob.yaml": container()["command"],
        "github-actions.yml": shlex.split(next(run for run in runs_of_the_workflow() if "isogloss" in run)),
    }


@pytest.mark.parametrize("name", commands())
def test_the_command_of_a_recipe_is_accepted(name: str) -> None:
    program, command, *words = commands()[name]
    assert Path(program).name == "isogloss"
    module, _ = COMMANDS[command]
    made: click.Command = getattr(import_module(f"isogloss.cli.{module}"), command)
    with made.make_context(command, words) as context:
        assert context.params["mapping"] == "mappings/acme.yaml"
        assert context.params["max_minutes"] > 0
    with pytest.raises(click.UsageError):
        made.make_context(command, [*words, "--no-such-word"])


@pytest.mark.parametrize("command", [serve, worker])
def test_a_service_is_started_again_whatever_ended_it(command: click.Command) -> None:
    made = unit(f"isogloss-{command.name}.service")
    service = made["Service"]
    assert (service["Type"], service["Restart"], service["KillSignal"]) == ("simple", "always", "SIGTERM")
    assert int(service["TimeoutStopSec"]) >= 60
    assert made["Install"]["WantedBy"] == "multi-user.target"
    program, name, *words = shlex.split(service["ExecStart"])
    assert (Path(program).name, name) == ("isogloss", command.name)
    with command.make_context(name, words) as context:
        assert str(context.params["file"]) == "isogloss.yaml"
        assert context.params.get("port", 8700) == 8700


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("name", [path.name for path in sorted(RECIPES.glob("isogloss-*"))])
def test_a_unit_is_what_systemd_reads(name: str, tmp_path: Path) -> None:
    """Its program is not on this machine; all else is verified as it stands."""
    for path in RECIPES.glob("isogloss-*"):
        here = path.read_text(encoding="utf-8").replace("/srv/site/.venv/bin/isogloss", sys.executable)
        (tmp_path / path.name).write_text(here, encoding="utf-8")
    words = ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)]
    ran = subprocess.run(words, check=False, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, [line for line in ran.stderr.splitlines() if line.startswith(name)]) == (0, [])


def test_what_a_pod_of_a_cluster_runs_is_accepted_and_probed_where_it_answers() -> None:
    assert set(pods()) == {"cluster", "worker", "web"}
    for name, made, options in (("worker", worker, ()), ("web", web, ("listen", "auth", "urls"))):
        pod = pods()[name]
        (it,) = pod["containers"]
        with made.make_context(name, it["command"][2:]) as context:
            assert (str(context.params["file"]), it["workingDir"]) == ("isogloss.yaml", "/srv/site")
            assert all(context.params[option] for option in options)
            where = port(context.params["metrics"])
        ports = {each["name"]: each["containerPort"] for each in it["ports"]}
        assert (where.address, str(where.port)) == ("0.0.0.0", ports["metrics"])  # noqa: S104  # nothing is opened
        probes = {it[f"{kind}Probe"]["httpGet"]["path"]: it[f"{kind}Probe"]["httpGet"]["port"] for kind in PROBES}
        assert probes == {"/healthz": "metrics", "/readyz": "metrics"}
        assert {each["name"] for each in it["env"]} == {"ISOGLOSS_LOG", "ISOGLOSS_RUNS", "ISOGLOSS_STATE", "TMPDIR"}
        assert {each["name"] for each in it["volumeMounts"]} == {each["name"] for each in pod["volumes"]}
    assert int(pods()["worker"]["terminationGracePeriodSeconds"]) >= 60
    module, _ = COMMANDS["cluster"]
    group: click.Command = import_module(f"isogloss.cli.{module}").cluster
    assert group.make_context("cluster", pods()["cluster"]["containers"][0]["command"][2:])


def test_what_a_service_writes_it_may_write() -> None:
    alone, beside = (unit(f"isogloss-{name}.service")["Service"] for name in ("serve", "worker"))
    assert alone["ReadWritePaths"].startswith(alone["WorkingDirectory"])
    assert f"ISOGLOSS_RUNS={beside['ReadWritePaths']}" in CLUSTER


def test_every_recipe_is_on_the_page() -> None:
    assert {f"recipes/{path.name}" for path in RECIPES.iterdir()} == set(re.findall(r"\]\((recipes/[^)]+)\)", PAGE))


def test_the_schedules_are_such() -> None:
    schedules = [crontab_line()[0], loaded("cronjob.yaml")["spec"]["schedule"]]
    schedules += [each["cron"] for each in loaded("github-actions.yml")["on"]["schedule"]]
    for each in schedules:
        fields = each.split()
        assert len(fields) == 5
        assert all(FIELD.fullmatch(field) for field in fields), each
    timer = unit("isogloss-sync.timer")
    assert set(timer.sections()) == {"Unit", "Timer", "Install"}
    assert timer["Timer"]["OnCalendar"] in ("hourly", "daily")
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_a_unit_knows_that_1_is_no_failure_and_waits_for_the_last_request() -> None:
    service = unit("isogloss-sync.service")
    assert set(service.sections()) == {"Unit", "Service"}
    made = service["Service"]
    assert (made["Type"], made["SuccessExitStatus"], made["KillSignal"]) == ("oneshot", "1", "SIGTERM")
    assert int(made["TimeoutStopSec"]) >= 60
    assert made["ReadWritePaths"].startswith(made["WorkingDirectory"])


def test_a_job_runs_alone_and_is_not_repeated_at_once() -> None:
    job = loaded("cronjob.yaml")
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "CronJob")
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    assert job["spec"]["jobTemplate"]["spec"]["backoffLimit"] == "0"
    known = {each["name"] for each in container()["env"]}
    assert known == {"ISOGLOSS_LOG", "ISOGLOSS_RUNS", "ISOGLOSS_STATE", "TMPDIR"}
    volumes = {each["name"] for each in job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["volumes"]}
    assert {each["name"] for each in container()["volumeMounts"]} == volumes


def test_a_workflow_is_never_cancelled_half_way_and_has_time_to_stop() -> None:
    flow = loaded("github-actions.yml")
    assert flow["concurrency"]["cancel-in-progress"] == "false"
    words = commands()["github-actions.yml"]
    assert float(words[words.index("--max-minutes") + 1]) < float(flow["jobs"]["sync"]["timeout-minutes"])


def test_no_recipe_holds_a_token() -> None:
    for path in RECIPES.iterdir():
        for word in re.findall(r"(?:TOKEN|SECRET|PASSWORD)\w*\s*[:=]\s*(\S+)", path.read_text(encoding="utf-8")):
            assert word.startswith("${{"), f"{path.name}: {word}"
