"""``isogloss serve`` between the sandboxes: what is due is carried, and no time is lost, whenever a process dies."""

from __future__ import annotations

import re
import signal
import time
from random import Random
from typing import TYPE_CHECKING

import httpx
import pytest
import small_site
from accounted import unaccounted
from command import environment_of, isogloss
from sandboxes import Crossing, content, until
from served import LONG, served

from isogloss.http.clock import SystemClock
from isogloss.state.agenda import open_agenda
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

pytestmark = [pytest.mark.slow, pytest.mark.network]

OFTEN = "*/2 * * * * *"
SELDOM = "0 0 1 1 *"
PROJECT = """\
isogloss: 1
mappings:
  pots:
    file: pots.yaml
    schedule: "@CRON@"
"""
BESIDE = """\
  jars:
    file: jars.yaml
    schedule: "0 0 1 1 *"
    approve: always
    hooks: {buttercms: {secret: "${HOOK}"}, settle_delay: 1}
"""


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, flow="both")
    made.seed()
    return made


def project(crossing: Crossing, cron: str) -> None:
    (crossing.folder / "isogloss.yaml").write_text(PROJECT.replace("@CRON@", cron), encoding="utf-8")


def renamed(crossing: Crossing, name: str) -> None:
    """An editor gives an author another name."""
    told = {"collection": "authors", "item": "ann", "fields": {"name": name}}
    crossing.sandboxes.webflow.edit(action="update", publish=True, **told)


def carried(crossing: Crossing, name: str) -> bool:
    return name in str(content(crossing.sandboxes)[1])


def test_a_run_by_the_clock_carries_an_edit_and_the_log_says_whose_it_is(crossing: Crossing) -> None:
    project(crossing, OFTEN)
    with served(crossing.folder, environment_of(crossing)) as service:
        until(service.turns, LONG)
        renamed(crossing, "Anna of the clock")
        until(lambda: carried(crossing, "Anna of the clock"), LONG)
        assert service.stop() == 0
    begun, ended = service.events("run begun"), service.events("run ended")
    assert {each["mapping"] for each in [*begun, *ended, *service.events("op settled")]} == {"pots"}
    assert {each["run"] for each in service.events("op settled")} <= {each["run"] for each in begun}
    assert all(each["run"] for each in service.events("op settled"))
    turns = service.turns()
    assert {turn["reason"] for turn in turns} == {"schedule"}
    assert turns[0]["run"] == begun[0]["run"]
    told = str(service.said) + str(service.jobs())
    assert not [token for token in small_site.ENVIRONMENT.values() if token in told]


def test_a_second_service_is_refused_and_says_who_is_at_work(crossing: Crossing) -> None:
    project(crossing, SELDOM)
    with served(crossing.folder, environment_of(crossing)) as service:
        ran = isogloss("serve", crossing.folder / "isogloss.yaml", "--port", "0", **environment_of(crossing))
        assert ran.code == 4
        assert "isogloss serve is at work on this state already: " in ran.err
        assert f"(process {service.process.pid})" in ran.err
        assert service.stop() == 0


def test_a_signal_stops_between_two_requests_and_the_next_service_goes_on_first(crossing: Crossing) -> None:
    project(crossing, SELDOM)
    crossing.sandboxes.butter.fault(kind="delay", method="POST", after=4, seconds=1, times=None)
    with served(crossing.folder, environment_of(crossing)) as service:
        assert isogloss("jobs", "run", "pots", **environment_of(crossing)).code == 0
        until(crossing.sandboxes.butter.hits, LONG)
        assert service.stop() == 0
        assert (service.turns(), service.rests()) == ([], False)
    crossing.sandboxes.butter.mend()
    cut = service.events("run begun")[0]["run"]
    with served(crossing.folder, environment_of(crossing)) as service:
        until(service.turns, LONG)
        assert service.events("run begun")[0] | {"timestamp": ""} == {
            **service.events("run begun")[0],
            "timestamp": "",
            "run": cut,
            "resumed": True,
        }
        assert [turn["outcome"] for turn in service.turns()] == ["done"]
        service.stop()
    assert len(set(content(crossing.sandboxes)[1])) == len(content(crossing.sandboxes)[1])
    assert not [name for name in content(crossing.sandboxes)[1] if name.endswith("again")]


def test_who_was_killed_goes_on_first_and_no_time_is_lost_or_run_twice(crossing: Crossing) -> None:
    """Every time of the schedule since the beginning is in a turn, its own or one that it was folded into."""
    project(crossing, OFTEN)
    chance = Random(7)  # noqa: S311 - moments, not secrets
    environment = environment_of(crossing)
    for place in range(3):
        with served(crossing.folder, environment) as service:
            renamed(crossing, f"Anna {place}")
            time.sleep(chance.uniform(0.2, 2))
            service.kill()
    with served(crossing.folder, environment) as service:
        until(lambda: carried(crossing, "Anna 2"), LONG)
        ended = len(service.turns())
        until(lambda: len(service.turns()) > ended, LONG)
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(LONG) == 0
    with open_agenda(str(crossing.state), SystemClock(), read_only=True) as agenda:
        assert unaccounted(agenda, "pots", OFTEN) == 0
    assert not [name for name in content(crossing.sandboxes)[1] if name.endswith("again")]


def test_a_single_mapping_needs_no_project_and_a_person_asks_for_a_run(crossing: Crossing) -> None:
    with served(crossing.folder, environment_of(crossing), "pots.yaml", "--every", SELDOM) as service:
        service.ask()
        (turn,) = service.turns()
        assert (turn["reason"], turn["outcome"], turn["exit"]) == ("person", "done", 0)
        service.stop()


def test_a_plan_waits_for_approval_and_is_carried_out_once_it_has_it(crossing: Crossing) -> None:
    environment = environment_of(crossing)
    project(crossing, SELDOM)
    path = crossing.folder / "isogloss.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "    approve: always\n", encoding="utf-8")
    with served(crossing.folder, environment) as service:
        service.ask()
        job = service.jobs()["pots"]
        assert (job["turns"][0]["outcome"], job["turns"][0]["exit"], job["approval"]["fate"]) == ("waits", 1, "waiting")
        assert crossing.sandboxes.writes() == []
        name = job["approval"]["digest"][:8]
        assert f'href="/plans/{job["approval"]["digest"]}"' in service.get("/").text
        assert f"plan {name} needs approval" in isogloss("jobs", **environment).out
        ran = isogloss("approve", name, "--by", "Ann", **environment)
        assert (ran.code, f"pots: plan {name} approved by Ann\n" in ran.err) == (0, True)
        until(lambda: len(service.turns()) == 2, LONG)
        assert (service.turns()[-1]["outcome"], service.jobs()["pots"]["approval"]) == ("done", None)
        assert crossing.sandboxes.writes()
        assert service.stop() == 0


def test_tokens_of_the_page_are_shown_once_and_those_of_platforms_never(crossing: Crossing) -> None:
    environment = environment_of(crossing)
    project(crossing, SELDOM)
    path = crossing.folder / "isogloss.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "    approve: always\n", encoding="utf-8")
    with served(crossing.folder, environment, "--auth", "token") as service:
        service.ask()
        shown = service.shown.read_text(encoding="utf-8")
        tokens = dict(re.findall(r"^(editor|viewer): (\S+)$", shown, re.MULTILINE))
        assert set(tokens) == {"editor", "viewer"}
        digest = service.jobs()["pots"]["approval"]["digest"]
        pages = ["/", "/conflicts", "/log", "/readiness/pots", f"/plans/{digest}", f"/plans/{digest}/report"]
        with httpx.Client(trust_env=False, timeout=60, base_url=service.address, follow_redirects=True) as http:
            (form,) = re.findall(r'name="form" value="(\w+)"', http.get("/enter").text)
            given = {"form": form, "token": tokens["editor"], "name": "Ann"}
            assert "Sign out" in http.post("/enter", data=given, headers={"origin": service.address}).text
            seen = "".join(http.get(page).text for page in pages)
        assert "pots" in seen
        for secret in (*small_site.ENVIRONMENT.values(), *tokens.values()):
            assert secret not in seen + str(service.said)
        assert service.stop() == 0
    with served(crossing.folder, environment, "--auth", "token") as service:
        assert service.get("/", cookie="isogloss=x").status_code == 303
        assert service.stop() == 0
        assert service.shown.read_text(encoding="utf-8") == ""


def test_what_fails_is_told_and_ends_nothing(crossing: Crossing) -> None:
    project(crossing, SELDOM)
    crossing.sandboxes.webflow.turn(token="another")
    with served(crossing.folder, environment_of(crossing)) as service:
        service.ask()
        (turn,) = service.turns()
        assert (turn["outcome"], turn["exit"]) == ("failed", 3)
        assert turn["said"] in service.get("/").text.replace("&#39;", "'").replace("&#34;", '"').replace("&gt;", ">")
        crossing.sandboxes.webflow.turn(token=small_site.WEBFLOW_TOKEN)
        service.ask()
        assert service.turns()[-1]["outcome"] == "done"
        crossing.mapping.rename(crossing.folder / "gone.yaml")
        service.ask()
        assert (service.turns()[-1]["outcome"], service.turns()[-1]["exit"]) == ("failed", 2)
        assert service.stop() == 0


def test_a_mapping_that_broke_since_it_was_run_keeps_no_service_from_starting_and_what_guards_it_stays(
    crossing: Crossing,
) -> None:
    """Of two mappings one is broken, and is mended while the service is at work."""
    environment = {**environment_of(crossing), "HOOK": "canary-of-a-hook"}
    broken, good = crossing.folder / "jars.yaml", crossing.mapping.read_text(encoding="utf-8")
    broken.write_text(good.replace("name: pots", "name: jars"), encoding="utf-8")
    project(crossing, SELDOM)
    path = crossing.folder / "isogloss.yaml"
    path.write_text(path.read_text(encoding="utf-8") + BESIDE, encoding="utf-8")
    with served(crossing.folder, environment) as service:
        assert service.events("warned") == []
        assert service.stop() == 0
    broken.write_text("isogloss: 1\nname: [", encoding="utf-8")
    with served(crossing.folder, environment) as service:
        (told,) = service.events("warned")
        assert (told["mapping"], service.events("serving")[0]["mappings"]) == ("jars", 2)
        assert "mappings.jars.file: the mapping was run before, and cannot be run now" in told["message"]
        assert "jars.yaml: 1 problem found" in told["message"]
        guessed = httpx.post(f"{service.address}/hooks/buttercms/jars", headers={"x-isogloss-hook": "guessed"})
        heard = httpx.post(f"{service.address}/hooks/buttercms/jars", headers={"x-isogloss-hook": "canary-of-a-hook"})
        assert (guessed.status_code, heard.status_code) == (401, 200)
        until(lambda: service.turns("jars"), LONG)
        (turn,) = service.turns("jars")
        assert (turn["outcome"], turn["exit"], turn["reason"]) == ("failed", 2, "webhook")
        assert "1 problem found" in turn["said"]
        assert "1 problem found" in service.get("/").text
        looked = service.get("/entries/jars?entry=author/ann")
        assert (looked.status_code, "1 problem found" in looked.text) == (409, True)
        broken.write_text(good.replace("name: pots", "name: jars"), encoding="utf-8")
        service.ask("jars")
        assert (service.turns("jars")[-1]["outcome"], crossing.sandboxes.writes()) == ("waits", [])
        broken.unlink()
        service.ask()
        assert (service.turns()[-1]["outcome"], bool(crossing.sandboxes.writes())) == ("done", True)
        assert service.stop() == 0
    path.write_text(path.read_text(encoding="utf-8") + "  lids: {file: lids.yaml}\n", encoding="utf-8")
    with served(crossing.folder, environment) as service:
        assert service.process.wait(LONG) == 2
    (failed,) = [each for each in service.said if "lids.yaml: the mapping cannot be read" in str(each)]
    assert "jars.yaml: the mapping cannot be read" in str(failed)


def test_who_is_at_work_by_hand_is_not_disturbed(crossing: Crossing) -> None:
    project(crossing, SELDOM)
    crossing.sync()
    with (
        open_state(str(crossing.state), "pots", SystemClock()) as state,
        state.leases.acquire(3 * LONG),
        served(crossing.folder, environment_of(crossing)) as service,
    ):
        assert isogloss("jobs", "run", "pots", **environment_of(crossing)).code == 0
        until(lambda: 'isogloss_lease_refusals_total{mapping="pots"} 1.0' in service.get("/metrics").text, LONG)
        assert (service.turns(), service.rests()) == ([], False)
        service.stop()
