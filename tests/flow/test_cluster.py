"""Workers of a cluster, as processes of their own, on a real PostgreSQL, between the sandboxes."""

from __future__ import annotations

import json
import re
import signal
from typing import TYPE_CHECKING

import httpx
import pytest
from clustered import THINGS, Cluster, Process
from command import isogloss
from postgres import restartable
from sandboxes import content, until
from served import LONG

from isogloss.state.workers import LOST, Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sandboxes import Sandboxes

pytestmark = [pytest.mark.slow, pytest.mark.network]

OFTEN, SELDOM = "*/2 * * * * *", "0 0 1 1 *"
PROBES = ("healthz", "readyz")


@pytest.fixture
def seldom(sandboxes: Sandboxes, tmp_path: Path, postgres_database: str) -> Iterator[Cluster]:
    """Two mappings that are run when somebody asks; the second in a lane with a long name."""
    lanes = {"m0": "a", "m1": "b" * 80}
    with Cluster(sandboxes, tmp_path, postgres_database, ("m0", "m1"), SELDOM, lanes).begun() as cluster:
        yield cluster


def at_work(workers: list[Process], mapping: str) -> Process:
    """Who has begun a run of a mapping last."""
    of = [(each, line) for each in workers for line in each.events("run begun") if line["mapping"] == mapping]
    return max(of, key=lambda each: each[1]["timestamp"])[0]


def first_of(worker: Process) -> dict[str, bool]:
    """Whether the first run that it began of each mapping goes on with one that was cut."""
    return {each["mapping"]: each["resumed"] for each in reversed(worker.events("run begun"))}


def figures_at(address: str) -> str:
    """The figures of a worker; a turn is counted just after it is written down."""
    return httpx.get(f"{address}/metrics", trust_env=False, timeout=30).text


def run_more(cluster: Cluster, count: int = 1) -> None:
    """Wait until each mapping was run so often more."""
    before = {name: len(cluster.turns(name)) for name in cluster.names}
    until(lambda: all(len(cluster.turns(name)) >= had + count for name, had in before.items()), LONG)


def test_no_time_is_lost_or_run_twice_when_a_worker_dies(
    sandboxes: Sandboxes, tmp_path: Path, postgres_database: str
) -> None:
    with Cluster(sandboxes, tmp_path, postgres_database, ("m0", "m1", "m2"), OFTEN).begun() as cluster:
        with cluster.workers(2) as (first, second):
            until(lambda: first.events("run begun") or second.events("run begun"), LONG)
            first.kill()
            until(lambda: cluster.carried() == set(cluster.names), LONG)
            run_more(cluster, 2)
            sandboxes.forget()
            run_more(cluster)
            assert second.stop() == 0
        assert sandboxes.writes() == []
        assert cluster.unaccounted() == dict.fromkeys(cluster.names, 0)


def test_what_a_dead_or_a_frozen_worker_was_at_work_on_is_taken_over_and_nothing_is_written_twice(
    seldom: Cluster,
) -> None:
    webflow = seldom.sandboxes.webflow
    with seldom.workers(3, "--slots", 1) as (a, b, c):
        webflow.fault(kind="delay", method="POST", seconds=LOST, times=None)
        for name in seldom.names:
            seldom.agenda.ask(name, "person")
        until(lambda: webflow.hits() >= 2 and {*first_of(a), *first_of(b), *first_of(c)} == {"m0", "m1"}, LONG)
        frozen, killed = (at_work([a, b, c], name) for name in seldom.names)
        (other,) = [each for each in (a, b, c) if each not in (frozen, killed)]
        frozen.tell(signal.SIGSTOP)
        killed.kill()
        webflow.mend()
        until(lambda: all(seldom.turns(name) for name in seldom.names), LONG)
        assert {each["mapping"] for each in other.events("taken over")} == set(seldom.names)
        assert first_of(other) == {"m0": True, "m1": True}
        frozen.tell(signal.SIGCONT)
        until(lambda: [each for each in frozen.events("warned") if "took this turn over" in each["message"]], LONG)
        assert {each.wrong for each in seldom.judged().values()} == {()}  # it ends the request it was in at most
        seldom.sandboxes.forget()
        for name in seldom.names:
            seldom.agenda.ask(name, "person")
        until(lambda: all(len(seldom.turns(name)) > 1 for name in seldom.names), LONG)
        assert (frozen.stop(), other.stop()) == (0, 0)
    assert seldom.sandboxes.writes() == []
    assert {turn.outcome for name in seldom.names for turn in seldom.turns(name)} == {"done"}
    made = content(seldom.sandboxes)[0]
    assert sorted(made) == sorted(f"{name}/{thing} en-US" for name in seldom.names for thing in THINGS)


def test_a_lane_that_nobody_serves_is_told_of_and_a_signal_hands_over_between_two_requests(seldom: Cluster) -> None:
    webflow = seldom.sandboxes.webflow
    webflow.fault(kind="delay", method="POST", seconds=2, times=None)
    with seldom.worker("--lane", "a") as first:
        seldom.agenda.ask("m1", "person")
        until(lambda: [each for each in first.events("warned") if "no worker serves bbb" in each["message"]], LONG)
        seldom.agenda.ask("m0", "person")
        until(webflow.hits, LONG)
        assert first.stop() == 0
        assert set(first_of(first)) == {"m0"}
    assert (seldom.turns("m0"), seldom.agenda.asked()) == ([], {"m0", "m1"})
    webflow.mend()
    with seldom.worker("--lane", "a", "--lane", "b" * 80) as second:
        until(lambda: all(seldom.turns(name) for name in seldom.names), LONG)
        assert first_of(second) == {"m0": True, "m1": False}
        assert second.events("taken over") == []
        assert second.stop() == 0
    assert {turn.outcome for name in seldom.names for turn in seldom.turns(name)} == {"done"}


def test_a_database_that_restarts_is_outlived(sandboxes: Sandboxes, tmp_path: Path) -> None:
    with (
        restartable() as server,
        Cluster(sandboxes, tmp_path, server.address, ("m0", "m1"), OFTEN).begun() as cluster,
        cluster.worker() as worker,
    ):
        until(lambda: cluster.carried() == {"m0", "m1"}, LONG)
        server.stop()
        until(lambda: worker.events("warned"), LONG)
        server.start()
        run_more(cluster, 2)
        assert worker.process.poll() is None
        assert worker.stop() == 0
        assert cluster.unaccounted() == dict.fromkeys(cluster.names, 0)
        assert [cluster.turns(name)[-1].outcome for name in cluster.names] == ["done", "done"]


def test_one_service_and_workers_keep_each_other_away_by_name(seldom: Cluster) -> None:
    project = seldom.folder / "isogloss.yaml"
    with seldom.agenda.serving():
        ran = isogloss("worker", project, **seldom.environment)
        assert ran.code == 4
        assert "is at work on this state alone, by isogloss serve" in ran.err
    seldom.agenda.workers.beat(Worker("w", "ann", "elsewhere", 4711))
    ran = isogloss("serve", project, "--port", "0", **seldom.environment)
    assert ran.code == 4
    assert "isogloss worker is at work on this state already: ann on elsewhere (process 4711)" in ran.err
    ran = isogloss("jobs", "run", "m1", **seldom.environment)
    assert "asked of ann on elsewhere (process 4711)" in ran.err


def test_without_its_tables_a_worker_says_what_to_do_and_those_of_others_are_left_alone(
    sandboxes: Sandboxes, tmp_path: Path, postgres_database: str
) -> None:
    cluster = Cluster(sandboxes, tmp_path, postgres_database, ("m0",), SELDOM)
    ran = isogloss("worker", tmp_path / "isogloss.yaml", **cluster.environment)
    assert ran.code == 2
    assert "Run `isogloss cluster migrate` with the same --state" in ran.err
    for _ in range(2):
        cluster.migrate()
    with cluster.opened, cluster.agenda._database.write() as connection:
        connection.exec_driver_sql("DELETE FROM isogloss_meta WHERE name = 'cluster engine'")
    ran = isogloss("cluster", "migrate", tmp_path / "isogloss.yaml", **cluster.environment)
    assert ran.code == 4
    assert "there are tables of Procrastinate here that Isogloss did not make" in ran.err


def test_the_page_alone_shows_what_workers_do_asks_for_runs_and_hears_hooks(seldom: Cluster) -> None:
    hearing = seldom.folder / "hearing.yaml"
    told = json.loads((seldom.folder / "isogloss.yaml").read_text(encoding="utf-8"))
    told["mappings"]["m1"]["hooks"] = {"buttercms": {"secret": "${HOOK}"}, "settle_delay": 1}
    hearing.write_text(json.dumps(told), encoding="utf-8")
    seldom.environment["HOOK"] = "canary-of-a-hook"
    words = (hearing, "--port", 0, "--metrics", 0)
    with seldom.worker(*words, command="web", ready="serving") as page, page.http() as http:
        form = re.search(r'name="form" value="([^"]+)"', http.get("/").text)
        told = {"form": form[1], "what": "run"}
        assert http.post("/mappings/m0", data=told, headers={"origin": page.address}).status_code == 303
        assert seldom.agenda.asked() == {"m0"}
        guessed = http.post("/hooks/buttercms/m1", headers={"x-isogloss-hook": "guessed"})
        heard = http.post("/hooks/buttercms/m1", headers={"x-isogloss-hook": "canary-of-a-hook"})
        assert (guessed.status_code, heard.status_code) == (401, 200)
        with seldom.worker("--metrics", 0) as worker:
            until(lambda: all(seldom.turns(name) for name in seldom.names), LONG)
            assert [turn.reason for name in seldom.names for turn in seldom.turns(name)] == ["person", "webhook"]
            (turn,) = seldom.turns("m0")
            assert turn.run in http.get("/").text
            assert http.get(f"/runs/m0/{turn.run}").status_code == 200
            until(lambda: "isogloss_workers 1.0" in http.get("/metrics").text, LONG)
            figures = http.get("/metrics").text
            assert "isogloss_mappings 2.0" in figures
            assert 'isogloss_hooks_total{platform="buttercms",result="taken"} 1.0' in figures
            (there,) = [each["metrics"] for each in worker.events("working")]
            until(lambda: 'isogloss_runs_total{mapping="m0",outcome="done"} 1.0' in figures_at(there), LONG)
            own = figures_at(there)
            assert re.search(r'isogloss_requests_total{mapping="m0",side="webflow",status="20\d"} \d', own)
            assert "isogloss_mappings" not in own
            probes = [httpx.get(f"{there}/{name}", trust_env=False, timeout=30).status_code for name in PROBES]
            assert probes == [200, 200]
            assert worker.stop() == 0
        assert http.get("/readyz").json() == {"ready": True, "mappings": 2}
        assert page.stop() == 0
    everything = figures + own + str(page.said) + str(worker.said)
    assert not [each for each in seldom.environment.values() if each.startswith("canary") and each in everything]


def test_a_mapping_that_broke_since_it_was_run_keeps_neither_migration_nor_workers_nor_the_page_from_starting(
    seldom: Cluster,
) -> None:
    (seldom.folder / "m1.yaml").unlink()
    ran = isogloss("cluster", "migrate", seldom.folder / "isogloss.yaml", **seldom.environment)
    assert (ran.code, "mappings.m1.file: the mapping was run before, and cannot be run now" in ran.err) == (0, True)
    page_words = {"command": "web", "ready": "serving"}
    with (
        seldom.worker("--port", 0, **page_words) as page,
        page.http() as http,
        seldom.worker() as worker,
    ):
        for process in (page, worker):
            assert [each["mapping"] for each in process.events("warned") if "run before" in each["message"]] == ["m1"]
        for name in seldom.names:
            seldom.agenda.ask(name, "person")
        until(lambda: all(seldom.turns(name) for name in seldom.names), LONG)
        assert [(turn.outcome, turn.code) for name in seldom.names for turn in seldom.turns(name)] == [
            ("done", 0),
            ("failed", 2),
        ]
        assert "the mapping cannot be read" in http.get("/").text
        assert (worker.stop(), page.stop()) == (0, 0)
