"""Figures for Prometheus.

Decides names, labels and buckets; docs/metrics.md lists them. What a person may change (what waits, what is open) is
read from the state when it is asked for, by a service or a page; what only this process knows is counted as it happens,
by a worker too. Labels are names from
the project and words of ours, so there are as many as a project names, whatever a platform answers or a stranger sends.
No token, no address of a page, and no text of a site is among them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from isogloss import __version__
from isogloss.events import NOTIFIED, RUN_BEGUN, Log
from isogloss.http.limiter import Limiters
from isogloss.http.observe import Sent
from isogloss.schedule.turn import Turn
from isogloss.state.agenda import Agenda

TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
"""What it is called when it is answered."""
_OF: Final = ("mapping",)
_RUNS: Final = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600)
_LATE: Final = (0.1, 0.3, 1, 2, 5, 15, 60, 300, 900, 3600)
_ANSWERS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


_no_beginnings: Callable[[], None] = disable_created_metrics
"""When counting began is nothing that anybody asks for, and would double every figure."""


class Metrics:
    """What a service counts; threads may count at once."""

    def __init__(self) -> None:
        _no_beginnings()
        self._registry = registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=registry)
        self._runs = Counter("isogloss_runs", "Runs that ended.", (*_OF, "outcome"), registry=registry)
        self._took = Histogram(
            "isogloss_run_seconds", "How long runs took.", ("outcome",), registry=registry, buckets=_RUNS
        )
        self._late = Histogram(
            "isogloss_run_wait_seconds",
            "From when a run was due to when it began.",
            ("reason",),
            registry=registry,
            buckets=_LATE,
        )
        self._folded = Counter("isogloss_ticks_folded", "Times that were run with another one.", _OF, registry=registry)
        self._taken = Counter("isogloss_takeovers", "Runs that were cut and gone on with.", _OF, registry=registry)
        self._busy = Counter(
            "isogloss_lease_refusals", "Turns put off, since somebody else was at work.", _OF, registry=registry
        )
        self._requests = Counter(
            "isogloss_requests",
            "Requests that left, by the status of the answer.",
            (*_OF, "side", "status"),
            registry=registry,
        )
        self._answered = Histogram(
            "isogloss_request_seconds", "How long answers took.", (*_OF, "side"), registry=registry, buckets=_ANSWERS
        )
        self._held = Counter(
            "isogloss_request_wait_seconds",
            "For how long requests were held back to keep the pace.",
            (*_OF, "side"),
            registry=registry,
        )
        self._told = Counter("isogloss_messages", "Messages that people got.", ("receiver",), registry=registry)

    def turn(self, turn: Turn) -> None:
        """A turn ended."""
        self._runs.labels(turn.mapping, turn.outcome).inc()
        self._took.labels(turn.outcome).observe(max(0.0, (turn.ended - turn.started).total_seconds()))
        self._late.labels(turn.reason).observe(max(0.0, (turn.started - turn.due).total_seconds()))
        self._folded.labels(turn.mapping).inc(turn.folded)

    def busy(self, mapping: str) -> None:
        """Somebody else was at work on a mapping."""
        self._busy.labels(mapping).inc()

    def sent(self, mapping: str, side: str, sent: Sent) -> None:
        """A request left."""
        self._requests.labels(mapping, side, "none" if sent.status is None else str(sent.status)).inc()
        self._answered.labels(mapping, side).observe(sent.seconds)
        self._held.labels(mapping, side).inc(max(0.0, sent.waited))

    def listening(self, log: Log) -> Log:
        """A log that tells the same, and has what is worth it counted."""

        def told(event: str, **facts: object) -> None:
            if event == RUN_BEGUN and facts.get("resumed"):
                self._taken.labels(str(facts.get("mapping", ""))).inc()
            elif event == NOTIFIED:
                self._told.labels(str(facts.get("receiver", ""))).inc()
            log(event, **facts)

        return told

    def watch(self, limiters: Limiters, came: Mapping[tuple[str, str], int] | None = None) -> None:
        """Have what this process knows read whenever somebody asks.

        came: how many hooks there were, by platform and what became of them; None where none are heard.
        """
        self._registry.register(_Own(limiters, came))

    def watch_all(self, agenda: Agenda, running: Callable[[], Collection[str]]) -> None:
        """Have what the state knows of all mappings read, too.

        running: the mappings that are at work.
        """
        self._registry.register(_All(agenda, running))

    def text(self) -> bytes:
        """All of it, in the text format of Prometheus.

        Raises: StateError where the state cannot be read.
        """
        made: bytes = generate_latest(self._registry)
        return made


class _Own:
    """What is so of this process at this moment."""

    def __init__(self, limiters: Limiters, came: Mapping[tuple[str, str], int] | None) -> None:
        self._limiters, self._came = limiters, came

    def describe(self) -> Iterable[Metric]:
        """Nothing is known before it is asked for."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Read all of it."""
        yield _gauge("isogloss_info", "The version that is at work.", ("version",), [((__version__,), 1.0)])
        shares = [((at, str(number)), share) for at, number, share in self._limiters.shares()]
        yield _gauge("isogloss_rate_share", "How much of its pace a token uses.", ("at", "token"), shares)
        if self._came is None:
            return
        hints = CounterMetricFamily("isogloss_hooks", "Hooks that were heard.", labels=("platform", "result"))
        for labels, count in sorted(self._came.items()):
            hints.add_metric(labels, float(count))
        yield hints


class _All:
    """What is so of all mappings at this moment."""

    def __init__(self, agenda: Agenda, running: Callable[[], Collection[str]]) -> None:
        self._agenda, self._running = agenda, running

    def describe(self) -> Iterable[Metric]:
        """Nothing is known before it is asked for."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Read all of it."""
        agenda, running = self._agenda, self._running()
        schedules, now, open_ = agenda.schedules(), agenda.now(), agenda.conflicts()
        asked = {each.mapping for each in agenda.approvals.all() if each.fate == "waiting"}
        yield _gauge("isogloss_mappings", "Mappings that are run by the clock.", (), [((), len(schedules))])
        yield _gauge("isogloss_mappings_running", "Mappings that are at work.", (), [((), len(running))])
        present = len(agenda.workers.present())
        yield _gauge("isogloss_workers", "Workers that share the state.", (), [((), float(present))])
        waiting = [each.ask for each in agenda.waiting() if each.ask.mapping not in running]
        yield _gauge("isogloss_mappings_waiting", "Mappings that wait to begin.", (), [((), len(waiting))])
        oldest = max(((now - ask.due).total_seconds() for ask in waiting), default=0.0)
        yield _gauge(
            "isogloss_oldest_waiting_seconds", "Since when the oldest of them waits.", (), [((), max(0.0, oldest))]
        )
        conflicts = [((name,), float(open_.get(name, 0))) for name in schedules]
        yield _gauge("isogloss_conflicts_open", "Conflicts that wait for a person.", _OF, conflicts)
        approvals = [((name,), float(name in asked)) for name in schedules]
        yield _gauge("isogloss_approvals_waiting", "Plans that need somebody's approval.", _OF, approvals)
        paused = [((name,), float(each.paused)) for name, each in schedules.items()]
        yield _gauge("isogloss_paused", "Whether the clock passes a mapping over.", _OF, paused)
        last = [((name,), ended.timestamp()) for name, ended in agenda.last_ended().items() if name in schedules]
        yield _gauge("isogloss_last_run_timestamp_seconds", "When the last run ended.", _OF, last)


def _gauge(name: str, said: str, labels: tuple[str, ...], rows: Iterable[tuple[tuple[str, ...], float]]) -> Metric:
    made: GaugeMetricFamily = GaugeMetricFamily(name, said, labels=labels)
    for values, value in rows:
        made.add_metric(values, value)
    return made
