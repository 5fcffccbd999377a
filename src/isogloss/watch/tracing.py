"""Traces for OpenTelemetry: a span for each turn of a mapping, and within it one for each request.

Decides when there are any: where ``OTEL_EXPORTER_OTLP_ENDPOINT`` or ``OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`` says where
they go, as its SDK reads them, and nothing switches them off. Decides what they say: words of ours, names from the
project, and of a request what the log says of it; no token and no value of an entry. The extra ``[traces]`` brings the
SDK. Whoever takes traces may be away or slow: no run waits for them, and what could not be told is dropped. Refuses to
know what a turn does.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from time import time_ns
from typing import Any, Final

from isogloss import __version__
from isogloss.events import WARNED, Log
from isogloss.http.observe import Sent
from isogloss.http.redact import Redactor
from isogloss.jobs.work import Came, Traced, Tracing, Untraced
from isogloss.schedule.turn import outcome_of

_WHERE: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_LAST: Final = 3.0
"""Seconds that the last spans have to leave when all is to stop."""
_GIVEN_UP: Final = 1.0
"""Seconds that the SDK has to end what it tries again, once that is over."""
_FAILS: Final = 400
"""The lowest status of an answer that is a failure."""


@contextmanager
def tracing(name: str, log: Log, redactor: Redactor, environment: Mapping[str, str] = os.environ) -> Iterator[Tracing]:
    """Send traces while inside, if that is wanted; what is yielded is told of turns.

    name: what the process is, where ``OTEL_SERVICE_NAME`` says nothing.
    log:  hears, once, where they are wanted and cannot be made, and what the SDK has to say.
    """
    said = [each for each in _WHERE if environment.get(each)]
    if not said or _is_off(environment):
        yield Untraced()
        return
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        log(WARNED, message=f"{said[0]} is set, and no traces are sent: install isogloss[traces], or unset it")
        yield Untraced()
        return
    with _heard(log, redactor):
        provider, exporter = _provider(environment.get("OTEL_SERVICE_NAME", name))
        try:
            yield Traces(provider, redactor)
        finally:
            # It may wait for whoever takes them, who may be away: no longer than this, whatever is left.
            last = threading.Thread(target=provider.shutdown, daemon=True, name="traces")
            last.start()
            last.join(_LAST)
            if last.is_alive():
                exporter.shutdown()  # else it tries again behind whatever the process does next
                last.join(_GIVEN_UP)


class Traces:
    """Makes spans of turns; threads may tell at once.

    provider: of the SDK.
    redactor: hides secrets in what is told.
    """

    def __init__(self, provider: Any, redactor: Redactor, now: Callable[[], int] = time_ns) -> None:
        self._tracer = provider.get_tracer("isogloss", __version__)
        self._redactor, self._now = redactor, now

    def turn(self, mapping: str) -> Traced:
        """A turn begins."""
        return _Turn(self._tracer, self._redactor, self._now, mapping)


class _Turn:
    """One turn."""

    def __init__(self, tracer: Any, redactor: Redactor, now: Callable[[], int], mapping: str) -> None:
        from opentelemetry.context import Context
        from opentelemetry.trace import set_span_in_context

        self._tracer, self._redactor, self._now = tracer, redactor, now
        attributes = {"isogloss.mapping": mapping}
        self._span = tracer.start_span("turn", Context(), attributes=attributes, start_time=now())
        self._within = set_span_in_context(self._span, Context())

    def sent(self, side: str, sent: Sent) -> None:
        """A request left for a side, and came to its end just now."""
        from opentelemetry.trace import SpanKind, StatusCode

        end = self._now()
        attributes = {
            "http.request.method": sent.method,
            "url.path": self._redactor.text(sent.path),
            "isogloss.side": side,
            "isogloss.waited": sent.waited,
        }
        if sent.status is not None:
            attributes["http.response.status_code"] = sent.status
        begun = end - int(sent.seconds * 1e9)
        span = self._tracer.start_span(sent.method, self._within, SpanKind.CLIENT, attributes, start_time=begun)
        if sent.status is None or sent.status >= _FAILS:
            span.set_status(StatusCode.ERROR)
        span.end(end)

    def ended(self, came: Came) -> None:
        """It came to its end; why it did not end well is in the log, for that may quote a site."""
        from opentelemetry.trace import StatusCode

        outcome = outcome_of(came.code) if came.ended == "ended" else came.ended
        self._span.set_attributes({"isogloss.run": came.run, "isogloss.outcome": outcome, "isogloss.exit": came.code})
        if outcome in ("failed", "refused"):
            self._span.set_status(StatusCode.ERROR)
        self._span.end(self._now())


def _is_off(environment: Mapping[str, str]) -> bool:
    disabled = environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    return disabled or environment.get("OTEL_TRACES_EXPORTER", "").strip().lower() == "none"


def _provider(name: str) -> tuple[Any, Any]:
    """Of the SDK, what spans come from, and what sends them."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({"service.name": name, "service.version": __version__})
    made, exporter = TracerProvider(resource=resource, shutdown_on_exit=False), OTLPSpanExporter()
    made.add_span_processor(BatchSpanProcessor(exporter))
    return made, exporter


@contextmanager
def _heard(log: Log, redactor: Redactor) -> Iterator[None]:
    """Have what the SDK has to say in our log, and nowhere else."""

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            log(WARNED, message=f"traces: {redactor.text(record.getMessage())}")

    ear, logger = Ear(logging.WARNING), logging.getLogger("opentelemetry")
    logger.addHandler(ear)
    before, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(ear)
        logger.propagate = before
