"""Both sandboxes as a test sees them: seeded, looked into, made to fail; and the program run between them."""

from __future__ import annotations

import functools
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import small_site
from in_process import Wires
from plan_lines import lines_of
from sandbox_pair import gated_pair

from bench import Bench, Json
from isogloss.apply.patience import Patience
from isogloss.http.clock import SystemClock
from isogloss.run.loading import load_text
from isogloss.sandbox.server import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from isogloss.api import Applied
    from isogloss.bridge import Bridge
    from isogloss.http.clock import Clock

VENDORS = ("webflow", "butter")

QUICK = Patience(first=0.02, confirm=2.0, unsure=0.3)
PROMPT = Patience(first=0.005, confirm=2.0, unsure=0.03)
"""For writes that land before the next request: what is not there at once will never be."""
READS = {"GET", "HEAD"}
FINE = {"confirmed", "normalized"}


@dataclass
class Sandbox:
    """The control plane of one sandbox."""

    name: str
    url: str
    http: httpx.Client
    switches: Json = field(default_factory=dict)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        # escaped: JSON can name half of a surrogate pair, and its bytes cannot
        raw = None if body is None else json.dumps(body)
        said = {} if raw is None else {"Content-Type": "application/json"}
        answer = self.http.request(method, f"{self.url}/_sandbox/{path}", content=raw, headers=said)
        assert answer.is_success, answer.text
        return answer.json()

    def turn(self, **switches: object) -> None:
        self.ask("PATCH", "switches", switches)

    def fault(self, **fault: object) -> None:
        self.ask("POST", "faults", fault)

    def mend(self) -> None:
        self.ask("DELETE", "faults")

    def hits(self) -> int:
        return sum(fault["hits"] for fault in self.ask("GET", "faults"))

    def edit(self, **change: object) -> Any:
        time.sleep(0.001)  # a platform stamps whole milliseconds, and no two edits of a person are of one
        return self.ask("POST", "edit", change)

    def seed(self, told: Json) -> Any:
        return self.ask("POST", "seed", told)

    def state(self) -> Json:
        return self.ask("GET", "state")

    def load(self, state: Json) -> None:
        self.ask("PUT", "state", state)

    def log(self) -> list[Json]:
        return self.ask("GET", "log")

    def forget(self) -> None:
        self.ask("DELETE", "log")

    def writes(self) -> list[Json]:
        """What was asked of it that is no read, whether it was answered or not."""
        return [line for line in self.log() if line["method"] not in READS]


@dataclass
class Sandboxes:
    """Both sandboxes, and the gate before them.

    transport: what carries the requests of the program under test to them; None is the network.
    """

    webflow: Sandbox
    butter: Sandbox
    http: httpx.Client
    transport: httpx.BaseTransport | None = None
    blank: tuple[Json, Json] = ({}, {})

    def __post_init__(self) -> None:
        self.webflow.turn(token=small_site.WEBFLOW_TOKEN)
        self.butter.turn(read_token=small_site.READ_TOKEN, write_token=small_site.WRITE_TOKEN)
        for each in self.both:
            each.switches = each.ask("GET", "switches")
        self.blank = self.states()

    @property
    def both(self) -> tuple[Sandbox, Sandbox]:
        return self.webflow, self.butter

    def keep(self) -> None:
        """From now on, this is the beginning."""
        self._tell("kept")

    def fresh(self) -> None:
        """As they were in the beginning: no content, no faults, no log, every switch where it was, the gate open."""
        self._tell("fresh")

    def forget(self) -> None:
        for each in self.both:
            each.forget()

    def writes(self) -> list[Json]:
        return [line for each in self.both for line in each.writes()]

    def log(self) -> list[Json]:
        return [line for each in self.both for line in each.log()]

    def states(self) -> tuple[Json, Json]:
        return self.webflow.state(), self.butter.state()

    def load(self, states: tuple[Json, Json]) -> None:
        for each, state in zip(self.both, states, strict=True):
            each.load(state)

    def gate(self, **told: object) -> None:
        self._tell("gate", **told)

    def _tell(self, what: str, **told: object) -> None:
        self.http.post(f"{self.webflow.url}/_{what}", json=told).raise_for_status()

    def advance(self, seconds: float) -> None:
        """Let time go on for both."""
        for each in self.both:
            each.ask("PATCH", "clock", {"advance": seconds})

    def seen(self) -> list[str]:
        """The method of each request that came since the gate was armed."""
        return self.http.get(self.webflow.url + "/_gate").json()["seen"]


@contextmanager
def started() -> Iterator[Sandboxes]:
    """Both sandboxes in a process of their own."""
    program = Path(__file__).with_name("sandbox_pair.py")
    with (
        subprocess.Popen([sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process,
        httpx.Client(trust_env=False, timeout=30, limits=httpx.Limits(max_keepalive_connections=0)) as http,
    ):
        try:
            urls = json.loads(process.stdout.readline())
            made = Sandboxes(*(Sandbox(name, urls[name], http) for name in VENDORS), http)
            made.keep()
            yield made
        finally:
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def near() -> Iterator[Sandboxes]:
    """Both sandboxes in this process, which the program under test reaches without a socket, and others by one."""
    with ExitStack() as stack:
        made = _near(gated_pair(), stack)
        made.keep()
        yield made


def _near(apps: Iterable[Any], stack: ExitStack) -> Sandboxes:
    """Both sandboxes by their apps, each at an address of its own as long as the stack lasts."""
    placed = {stack.enter_context(running(app)): app for app in apps}
    transport = Wires(placed)
    http = stack.enter_context(httpx.Client(trust_env=False, transport=transport))
    return Sandboxes(*(Sandbox(*named, http) for named in zip(VENDORS, placed, strict=True)), http, transport)


def _telling(app: Any, answered: Callable[[], None]) -> Any:
    """An app that tells of each write which it answered."""

    async def told(scope: Json, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        if scope["type"] == "http" and scope["method"] not in READS and not scope["path"].startswith("/_sandbox"):
            answered()

    return told


@contextmanager
def standing(apps: Mapping[str, Any], answered: Callable[[str], None]) -> Iterator[Sandboxes]:
    """Both sandboxes in this process, by vendor, whose writes are told of as soon as they are answered."""
    with ExitStack() as stack:
        telling = [_telling(apps[vendor].app, functools.partial(answered, vendor)) for vendor in VENDORS]
        yield _near(telling, stack)


@dataclass
class Crossing(Bench):
    """One mapping between the two sandboxes, in a folder of its own."""

    sandboxes: Sandboxes
    folder: Path
    flow: str = small_site.FORWARD
    text: str = small_site.MAPPING
    patience: Patience = QUICK
    clock: Clock = field(default_factory=SystemClock)
    made: int = 0

    def __post_init__(self) -> None:
        self.write_mapping()

    @property
    def mapping(self) -> Path:
        return self.folder / "pots.yaml"

    @property
    def source(self) -> Sandbox:
        return self.sandboxes.butter if self.flow == small_site.BACKWARD else self.sandboxes.webflow

    @property
    def target(self) -> Sandbox:
        return self.sandboxes.webflow if self.flow == small_site.BACKWARD else self.sandboxes.butter

    def write_mapping(self, *replaced: tuple[str, str]) -> Path:
        """Write the mapping, with some of its words replaced."""
        text = self.text
        places = [("@WEBFLOW@", self.sandboxes.webflow.url), ("@BUTTER@", self.sandboxes.butter.url)]
        for old, new in (*places, ("@FLOW@", self.flow), *replaced):
            assert old in text, old
            text = text.replace(old, new)
        self.mapping.write_text(text, encoding="utf-8")
        return self.mapping

    def seed(self, site: Json | None = None) -> None:
        """Begin: the source holds the small site, or another like it; the target its schemas and nothing else."""
        forward = self.flow != small_site.BACKWARD
        self.sandboxes.webflow.seed(small_site.webflow_seed(site if forward else {}))
        self.sandboxes.butter.seed(small_site.butter_seed({} if forward else site))

    @property
    def transport(self) -> httpx.BaseTransport | None:
        return self.sandboxes.transport

    @property
    def bridge(self) -> Bridge:
        """The mapping as it is written now."""
        text = self.mapping.read_text(encoding="utf-8")
        if "adapter: bundle" in text:  # its folder is beside the mapping
            return load_text(text, path=str(self.mapping), environ=small_site.ENVIRONMENT)
        return replace(_loaded(text), path=str(self.mapping))

    def sent_and_intended(self) -> tuple[Counter[str], Counter[str]]:
        """The writes that the sandboxes got, and the intents of the journal, named alike."""
        slugs = {each["id"]: each["slug"] for each in self.sandboxes.webflow.state()["collections"]}
        sent = Counter(f"{line['method']} {_plain_path(line['path'], slugs)}" for line in self.sandboxes.writes())
        return sent, Counter(self.rows("select call from isogloss_intent order by seq"))

    def rows(self, query: str) -> list[Any]:
        """The first column of what the state database answers."""
        if not self.state.exists():
            return []
        connection = sqlite3.connect(f"file:{self.state}?mode=ro", uri=True)
        try:
            return [row[0] for row in connection.execute(query)]
        finally:
            connection.close()


@functools.lru_cache
def _loaded(text: str) -> Bridge:
    """What a mapping says; most tests begin with the same one."""
    return load_text(text, environ=small_site.ENVIRONMENT)


def _plain_path(path: str, slugs: dict[str, str]) -> str:
    """A path as the journal names it: collections of Webflow go by their slug."""
    return "/".join(slugs.get(part, part) for part in path.removeprefix("/v2").split("/"))


def until(told: Callable[[], object], seconds: float = 120) -> None:
    """Wait until something is so; looked at less often the longer it takes, since a look takes of what it waits for."""
    begun = time.monotonic()
    while not told():
        waited = time.monotonic() - begun
        assert waited < seconds, "it never happened"
        time.sleep(min(0.02 + waited / 20, 0.25))


def until_stopped(process: subprocess.Popen[str]) -> None:
    """Wait for a process that stops itself (``standing_still``); one that ends instead is shown with what it said."""

    def has_stopped() -> bool:
        return os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None

    until(lambda: process.poll() is not None or has_stopped())
    assert process.returncode is None, process.communicate()


def settled(applied: Applied) -> None:
    """Everything that was asked for was read back."""
    assert set(applied.result.counts()) <= FINE, [(op.verb, str(op.entry), s) for op, s in applied.result.problems]


def at_rest(crossing: Crossing) -> None:
    """Invariants 3 and 9: nothing is left to plan, another sync writes nothing, and both sides agree.

    But for links to what is not there across: they are told as lost each time, until it is.
    """
    crossing.sandboxes.forget()
    before = content(crossing.sandboxes)
    again = crossing.sync()
    assert list(lines_of(again.plan, "op")) == []
    assert again.result.counts() == {}
    assert crossing.sandboxes.writes() == [], "a write at rest"
    assert content(crossing.sandboxes) == before
    lost = {
        (tuple(loss["entry"]), loss["locale"], loss["field"])
        for loss in lines_of(again.plan, "loss")
        if loss["reason"] == "link target missing in this locale"
    }
    verified = crossing.verify()
    apart = [
        each
        for each in verified.listed
        if ((each.at.entry.kind, each.at.entry.name), each.at.locale, each.at.field) not in lost
    ]
    assert not apart, apart[:3]
    assert len(verified.listed) == verified.differing


# What a sandbox holds, without what two equal runs may differ in: ids, times, and the order of creation.

_TIMES = {"createdOn", "lastUpdated", "lastPublished", "published", "updated"}
_IDS = {"id", "fileId"}


def content(sandboxes: Sandboxes) -> tuple[Json, Json]:
    """The whole content of both sandboxes."""
    return webflow_content(sandboxes.webflow.state()), butter_content(sandboxes.butter.state())


def webflow_content(state: Json) -> Json:
    """Collection, slugs and locale to each variant; a duplicate shows as one. An empty field is none."""
    locales = {each["cmsLocaleId"]: each["tag"] for each in state["locales"]}
    files = {each["url"]: each["source"] for each in state["files"].values()}
    rows = [(each["slug"], row) for each in state["collections"] for row in each["items"]]
    names: dict[str, list[str]] = {}
    for place, row in sorted(rows, key=lambda each: each[1]["cmsLocaleId"]):
        names.setdefault(row["id"], [place]).append(str(row["fieldData"].get("slug")))
    known = {**locales, **files, **{remote: "/".join(found) for remote, found in names.items()}}
    return _apart((f"{known[row['id']]} {locales[row['cmsLocaleId']]}", _plain(_filled(row), known)) for _, row in rows)


def _filled(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _filled(each) for key, each in value.items() if key == "live" or each not in ("", [], None)}


def butter_content(state: Json) -> Json:
    """Place and slug to each entry; a duplicate shows as one. No write may be waiting, nor lost but by a fault."""
    lost = [each for each in state["failures"] if each["reason"] != "It was told never to land."]
    assert (state["queue"], lost) == ([], [])
    media = {address: each["source"] for address, each in state["media"].items()}
    names = {page["id"]: f"{page['page_type']}/{page['slug']}" for page in state["pages"]}
    for item in state["items"]:
        slugs = {str((each["live"] or each["draft"]).get("slug")) for each in item["locales"].values()}
        names[item["id"]] = f"{item['collection']}/{'+'.join(sorted(slugs))}"
    schemas = {**state["page_types"], **state["collections"]}
    links = {field["slug"] for each in schemas.values() for field in each["fields"] if field["kind"] == "reference"}
    entries = (*state["pages"], *state["items"])
    return _apart((names[entry["id"]], _plain(_linked(entry, links, names), media)) for entry in entries)


def _apart(found: Iterable[tuple[str, Any]]) -> Json:
    made: Json = {}
    for at, shown in found:
        made[f"{at} again" if at in made else at] = shown
    return made


def _linked(value: Any, links: set[str], names: dict[int, str]) -> Any:
    """Names where links hold the number of an entry."""
    if not isinstance(value, dict):
        return value
    made = {key: _linked(each, links, names) for key, each in value.items()}
    for key in links & set(made):
        held = made[key]
        made[key] = [names.get(each, each) for each in held] if isinstance(held, list) else names.get(held, held)
    return made


def _plain(value: Any, known: dict[str, str]) -> Any:
    match value:
        case dict():
            rest = {key: each for key, each in value.items() if key not in _IDS}
            return {key: bool(each) if key in _TIMES else _plain(each, known) for key, each in rest.items()}
        case list():
            return [_plain(each, known) for each in value]
        case str():
            return known.get(value, value)
        case _:
            return value
