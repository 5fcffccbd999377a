"""``isogloss serve`` tells people when they are needed, once, and no run waits for that."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import environment_of, isogloss
from mail_server import mail_server
from posted import Posted, posting
from sandboxes import Crossing, until
from served import LONG, served
from sqlalchemy import update

from isogloss.http.clock import SystemClock
from isogloss.notify.teller import AGAIN
from isogloss.state.agenda import open_agenda
from isogloss.state.tables import NOTICE

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

pytestmark = [pytest.mark.slow, pytest.mark.network]

PROJECT = """\
isogloss: 1
notify:
  pager:
    webhook: {url: "@URL@/in", secret: "${PAGER_SECRET}"}
  mail:
    mail: {host: 127.0.0.1, port: @PORT@, tls: none, from: isogloss@acme.example, to: [ann@acme.example]}
    about: [failure]
  program:
    command: {run: [@PYTHON@, tell.py]}
mappings:
  pots:
    file: pots.yaml
    schedule: "0 0 1 1 *"
"""
TELL = """\
import json, os, sys
with open("told.jsonl", "a") as told:
    told.write(json.dumps([json.load(sys.stdin), dict(os.environ)]) + "\\n")
"""
SECRET = "canary-pager-secret"
TITLES = ("Titre de gauche", "Titre de droite")


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, flow="both")
    made.seed()
    return made


def project(crossing: Crossing, address: str, port: int) -> None:
    said = PROJECT.replace("@URL@", address).replace("@PORT@", str(port)).replace("@PYTHON@", sys.executable)
    (crossing.folder / "isogloss.yaml").write_text(said, encoding="utf-8")
    (crossing.folder / "tell.py").write_text(TELL, encoding="utf-8")


def notices(posted: Posted) -> list[dict[str, Any]]:
    return [notice for _, body in posted.got for notice in json.loads(body)["notices"]]


def both_edit(crossing: Crossing) -> None:
    left, right = TITLES
    told = {"action": "update", "publish": True}
    fields = {"fields": {"name": left}}, {"fields": {"headline": right}}
    crossing.sandboxes.webflow.edit(collection="posts", item="second", locale="en-US", **told, **fields[0])
    crossing.sandboxes.butter.edit(page_type="article", slug="second", locale="en", **told, **fields[1])


def arrived(server: Posted, count: int) -> None:
    """So many messages arrived, and no more by now."""
    until(lambda: len(server.got) >= count, LONG)
    assert len(server.got) == count


def settled(server: Posted, count: int) -> None:
    """So many messages arrived, and no more after another look."""
    arrived(server, count)
    time.sleep(2.5)
    assert len(server.got) == count


def test_people_are_told_once_of_a_conflict_of_a_failure_and_of_a_recovery(crossing: Crossing) -> None:
    with posting() as server, mail_server() as box:
        project(crossing, server.address, box.port)
        environment = {**environment_of(crossing), "PAGER_SECRET": SECRET}
        with served(crossing.folder, environment) as service:
            service.ask()
            both_edit(crossing)
            for _ in range(2):
                service.ask()
            arrived(server, 1)
            ran = isogloss("conflicts", crossing.mapping, "--json", **environment)
            ids = [each["id"] for each in ran.data["conflicts"]]
            crossing.sandboxes.webflow.turn(token="another")
            for _ in range(2):
                service.ask()
            arrived(server, 2)
            crossing.sandboxes.webflow.turn(token=small_site.WEBFLOW_TOKEN)
            service.ask()
            arrived(server, 3)
            assert service.stop() == 0
        with served(crossing.folder, environment) as service:  # the next service knows what was told
            service.ask()
            settled(server, 3)
            assert service.stop() == 0
    conflict, failure, recovery = notices(server)
    assert (conflict["what"], conflict["new"], conflict["open"], conflict["mapping"]) == ("conflicts", 1, 1, "pots")
    assert conflict["where"] == {"article en-US": 1}
    assert conflict["ids"] == ids
    assert (failure["what"], failure["exit"], recovery["what"]) == ("failure", 3, "recovery")
    for headers, body in server.got:
        name, when = headers["webhook-id"], headers["webhook-timestamp"]
        signed = hmac.new(SECRET.encode(), f"{name}.{when}.".encode() + body, hashlib.sha256).digest()
        assert headers["webhook-signature"] == f"v1,{base64.b64encode(signed).decode()}"
        assert abs(time.time() - int(when)) < 300
    (letter,) = box.letters
    assert letter["subject"] == "Isogloss: failure (pots)"
    told = [json.loads(line) for line in (crossing.folder / "told.jsonl").read_text().splitlines()]
    assert [message["notices"] for message, _ in told] == [json.loads(body)["notices"] for _, body in server.got]
    everything = str([server.got, str(letter), told, service.said])
    canaries = [SECRET, *small_site.ENVIRONMENT.values(), *TITLES]
    assert [each for each in canaries if each in everything] == []
    state = b"".join(path.read_bytes() for path in crossing.folder.rglob("*.db*"))
    assert [each for each in (SECRET, *small_site.ENVIRONMENT.values()) if each.encode() in state] == []


def test_whoever_cannot_be_told_fails_no_run_and_is_told_later(crossing: Crossing) -> None:
    with posting() as server:
        project(crossing, server.address, 1)
        server.answers = 503
        crossing.sandboxes.webflow.turn(token="another")
        environment = {**environment_of(crossing), "PAGER_SECRET": SECRET}
        with served(crossing.folder, environment) as service:
            service.ask()
            until(lambda: [each for each in service.events("warned") if "notify.pager" in str(each)], LONG)
            warned = [str(each["message"]) for each in service.events("warned")]
            assert "notify.pager: it answered 503; 1 notices are tried again in 30 s" in warned
            assert "notify.mail: the mail was not taken (ConnectionRefusedError)" in str(warned)
            crossing.sandboxes.webflow.turn(token=small_site.WEBFLOW_TOKEN)
            service.ask()
            assert service.turns()[-1]["outcome"] == "done"
            service.kill()
        server.answers = 200
        before = len(server.got)
        with open_agenda(str(crossing.state), SystemClock()) as agenda:  # half a minute passes
            agenda._database.execute(update(NOTICE).values(later=NOTICE.c.later - AGAIN[0]))
        with served(crossing.folder, environment) as service:
            until(lambda: {each["what"] for each in notices(server)[before:]} == {"failure", "recovery"}, LONG)
            service.stop()


def test_a_plan_that_waits_is_told_once_and_the_message_names_no_entry(crossing: Crossing) -> None:
    with posting() as server:
        project(crossing, server.address, 1)
        path = crossing.folder / "isogloss.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "    approve: always\n", encoding="utf-8")
        with served(crossing.folder, {**environment_of(crossing), "PAGER_SECRET": SECRET}) as service:
            service.ask()
            service.ask()
            settled(server, 1)
            (told,) = notices(server)
            assert told["what"] == "approval"
            assert service.jobs()["pots"]["approval"]["digest"].startswith(told["plan"])
            assert service.stop() == 0


def test_a_single_mapping_is_told_of_by_a_program(crossing: Crossing) -> None:
    (crossing.folder / "tell.py").write_text(TELL, encoding="utf-8")
    crossing.sandboxes.webflow.turn(token="another")
    words = ("pots.yaml", "--every", "0 0 1 1 *", "--notify", f"{sys.executable} tell.py")
    with served(crossing.folder, environment_of(crossing), *words) as service:
        service.ask()
        until((crossing.folder / "told.jsonl").exists, LONG)
        until(lambda: service.events("notified"), LONG)
        service.stop()
    message, variables = json.loads((crossing.folder / "told.jsonl").read_text())
    assert [each["what"] for each in message["notices"]] == ["failure"]
    assert not [each for each in small_site.ENVIRONMENT.values() if each in str(variables)]
