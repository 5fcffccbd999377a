"""``doctor``: how a mapping, its sides and its state are. Sends reads only, few of them, and writes nothing.

Decides what is looked at, and when something is not as it should be: tokens, abilities, pace, clocks, the shapes of
answers, files, the state. What a token may do each platform asks in its own words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Final
from urllib.parse import urlsplit

from isogloss.adapters.platforms import platform_of
from isogloss.answers import Checkup, Exam, Symptom
from isogloss.errors import IsoglossError, StateError
from isogloss.http.answer import Answer, dated_at
from isogloss.http.fetch import Fetcher
from isogloss.http.fetched import Bounds
from isogloss.http.inside import asked
from isogloss.http.limiter import told_number
from isogloss.http.observe import Heard
from isogloss.http.request import Request
from isogloss.model.address import Side
from isogloss.outcomes import Run, Status
from isogloss.report import words
from isogloss.run.check import check
from isogloss.run.session import Session
from isogloss.run.status import status
from isogloss.stand_ins.contract import shapes
from isogloss.stand_ins.platforms import Reached, stand_in_of
from isogloss.stand_ins.side import Listening, listening_to, stand_in
from isogloss.state.health import health_of

_SKEW: Final = timedelta(seconds=5)
"""So far may the clock of a side be from ours before its times are doubted."""
_ANSWERS: Final = 60
"""Answers of a side that are held against the contract."""
_FILES: Final = 10
"""Files of a side that are looked for."""
_IDLE: Final = timedelta(days=30)
_HOW: Final = {"new": "answer-grew", "gone": "answer-changed", "other": "answer-changed"}


@dataclass
class _Overheard:
    """What was heard of one side while it was examined."""

    listening: Listening
    now: Callable[[], datetime]
    answers: list[tuple[Request, object]] = field(default_factory=list)
    skews: list[timedelta] = field(default_factory=list)
    left: int | None = None
    lock: Lock = field(default_factory=Lock)

    def heard(self, request: Request, answer: Answer) -> None:
        with self.lock:
            self.listening.heard(request, answer)
            date = dated_at(answer.headers)
            if date is not None:
                self.skews.append(date - self.now())
            left = told_number(answer.headers, "x-ratelimit-remaining")
            self.left = self.left if left is None else left
            if request.reads and len(self.answers) < _ANSWERS:
                self.answers.append((request, answer.json))


def doctor(session: Session) -> Checkup:
    """Look at everything that a run depends on.

    Raises: nothing for what is wrong with a side or the state: that is what is told.
    """
    bridge = session.bridge
    overheard = {side: _Overheard(listening_to(bridge.side(side), session.clock), session.clock.now) for side in Side}
    heard: Mapping[Side, Heard] = {side: each.heard for side, each in overheard.items()}
    listening = replace(session, heard=heard)
    exams = {side: _examined(listening, side) for side in Side}
    symptoms = [each for side in Side for each in _of_exam(session, side, exams[side])]
    symptoms += _of_mapping(listening)
    for side in Side:
        symptoms += _of_side(session, side, overheard[side])
    symptoms += _of_state(session)
    permits = {bridge.side(side).name: exam.permits for side, exam in exams.items() if exam is not None}
    return Checkup(bridge.name, permits, tuple(symptoms), tuple(_looked(session, overheard)))


def _examined(session: Session, side: Side) -> Exam | None:
    binding = session.bridge.side(side)
    exam = platform_of(binding).opening().exam
    if exam is None:
        return None
    written = any(side in session.bridge.flows(kind).written() for kind in session.bridge.kinds)
    try:
        return exam(binding, written=written, publishes=session.bridge.publish_site, **session.reach(side))
    except IsoglossError as error:
        return Exam(failed=str(error))


def _of_exam(session: Session, side: Side, exam: Exam | None) -> Iterator[Symptom]:
    if exam is None:
        return
    if exam.failed:
        yield Symptom("side-not-asked", f"sides.{session.bridge.side(side).name}", exam.failed)
    for permit in exam.permits:
        needed = f"{', '.join(permit.commands)} need {permit.may}"
        if permit.held is False:
            yield Symptom("token-lacks", permit.setting, f"{needed}: {permit.said}")
        elif permit.held is None:
            yield Symptom("token-untold", permit.setting, f"{needed}: {permit.said}")


def _of_mapping(session: Session) -> Iterator[Symptom]:
    """What ``check`` finds wrong, and what the sides cannot do."""
    report = check(session)
    for problem in report.problems:
        if not report.failures or not problem.path.startswith("sides."):
            yield Symptom("mapping-problem", problem.path, problem.reason)
    for row in report.capabilities:
        for sentence in row.limits:
            yield Symptom("not-offered", f"sides.{row.side} · {row.kind}", sentence)


def _of_side(session: Session, side: Side, overheard: _Overheard) -> Iterator[Symptom]:
    binding = session.bridge.side(side)
    at = f"sides.{binding.name}"
    if overheard.skews:
        skew = sorted(overheard.skews)[len(overheard.skews) // 2]
        if abs(skew) > _SKEW:
            way = "ahead of" if skew > timedelta() else "behind"
            yield Symptom("clock-skew", at, f"its clock is {abs(skew).total_seconds():.0f} s {way} this machine's")
    reached, limit = _reached(session, side), overheard.listening.limit
    if limit is not None:
        left = "" if overheard.left is None else f"; {overheard.left} are left"
        yield Symptom("pace", at, f"it permits {limit} requests in a minute{left}")
        if reached is not None and reached.rate > limit:
            said = f"the mapping says {reached.rate} requests in a minute, and the side permits {limit}"
            yield Symptom("pace-too-high", f"{at}.rate", said)
    if reached is not None and reached.quota is not None:
        yield Symptom("pace", f"{at}.quota", f"{reached.quota} requests in a month; each plan says its share")
    yield from _drift(session, side, overheard)
    yield from _files(session, side, overheard)


def _reached(session: Session, side: Side) -> Reached | None:
    platform = stand_in_of(session.bridge.side(side))
    return None if platform is None else platform.reach(session.bridge.side(side))


def _drift(session: Session, side: Side, overheard: _Overheard) -> Iterator[Symptom]:
    """Where answers are not of the shape that is known."""
    binding = session.bridge.side(side)
    if overheard.listening.learner is None or not overheard.answers:
        return
    made = stand_in(binding, overheard.listening, session.clock, 0.0, {"rate_limit": None}, session.scratch)
    if made.carrier is None:
        return
    told: dict[str, Symptom] = {}
    for request, answer in overheard.answers:
        known = asked(made.carrier, request)
        for each in shapes(request, answer, known) if known is not None else ():
            said = {"new": f"a new key ({each.said})", "gone": f"a key is missing ({each.said})"}
            text = said.get(each.how, f"it holds {each.said}")
            told.setdefault(each.at, Symptom(_HOW[each.how], f"{binding.name} · {each.at}", text))
    yield from told.values()


def _files(session: Session, side: Side, overheard: _Overheard) -> Iterator[Symptom]:
    """A few of the files that a side shows, if they are there."""
    binding = session.bridge.side(side)
    reached = _reached(session, side)
    base = "" if reached is None else urlsplit(reached.base_url).hostname or ""
    here = base in {"localhost", "127.0.0.1", "::1"}
    found = dict.fromkeys(each for _, answer in overheard.answers for each in _addresses(answer))
    wanted = [each for each in found if not here or urlsplit(each).hostname == base][:_FILES]
    said = binding.fetch
    with Fetcher(Bounds(said.allow_private or here, 1, min(said.seconds, 10.0))) as fetcher:
        for address in wanted:
            if reason := fetcher.missing(address):
                yield Symptom("file-gone", f"sides.{binding.name}", f"{address}: {reason}")


def _addresses(value: object) -> Iterator[str]:
    """The addresses of files in an answer: of whatever says so by having an alternative text or an id of a file."""
    if isinstance(value, Mapping):
        address = value.get("url")
        if (
            isinstance(address, str)
            and address.startswith(("http://", "https://"))
            and {"alt", "fileId"} & value.keys()
        ):
            yield address
        for inner in value.values():
            yield from _addresses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _addresses(inner)


def _of_state(session: Session) -> Iterator[Symptom]:
    try:
        health = health_of(session.state)
        if health.damage:
            yield Symptom("state-unreadable", health.where, health.damage)
            return
        if not health.version:
            yield Symptom("state-told", health.where, "there is none yet; the first run makes it")
            return
        found = status(session, runs=1)
        yield from _of_runs(session, found)
    except StateError as error:
        yield Symptom("state-unreadable", session.state, str(error))
        return
    size = "" if health.size is None else f", {health.size / 1_000_000:.1f} MB"
    yield Symptom("state-told", health.where, f"version {health.version}{size}; {_age(found.runs)}")
    if health.version != health.newest:
        yield Symptom("state-old", health.where, f"version {health.version}; this program's is {health.newest}")


def _age(runs: Sequence[Run]) -> str:
    return f"the last run began {runs[0].started:%Y-%m-%d %H:%M} UTC" if runs else "no run yet"


def _of_runs(session: Session, found: Status) -> Iterator[Symptom]:
    if found.cut is not None:
        yield Symptom("run-cut", f"run {found.cut.id}", f"it is {found.cut.state}: {words.again(found.cut)}")
    if found.holder is not None:
        who = f"{found.holder.owner} on {found.holder.host}, until {found.holder.expires:%Y-%m-%d %H:%M:%S} UTC"
        yield Symptom("lease-held", session.bridge.name, f"{who} (lease {found.holder.id})")
    last = next(iter(found.runs), None)
    if last is not None and session.clock.now() - last.started > _IDLE:
        yield Symptom(
            "state-idle", f"run {last.id}", f"the last run began {(session.clock.now() - last.started).days} days ago"
        )
    if found.unknown or found.elsewhere:
        yield Symptom("state-elsewhere", session.state, "runs were made with another state; isogloss status names them")


def _looked(session: Session, overheard: Mapping[Side, _Overheard]) -> Iterator[str]:
    for side in Side:
        sent = session.tallies[side].total
        compared = len(overheard[side].answers)
        counts = f"{sent} request{'' if sent == 1 else 's'}, {compared} answer{'' if compared == 1 else 's'}"
        yield f"{session.bridge.side(side).name}: {counts} held against what is known"
