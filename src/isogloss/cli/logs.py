"""Logs, by structlog: event names are constants, facts are keys, everything goes to stderr and past the redactor.

As text for people, or as JSON for programs: one object a line, with ``timestamp``, ``level`` and ``event``, and nothing
else on stderr then. A file may keep them as well, whatever goes to stderr, always as JSON. Programs are told of every
op and every run; people only of what they asked for with ``-v``.
"""

import logging
import sys
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Literal, TypeAlias

from isogloss.events import OP_SETTLED, REQUEST_SENT, WARNED
from isogloss.http.redact import Redactor

Keep: TypeAlias = Callable[[Mapping[str, object]], None]

Weight: TypeAlias = Literal["debug", "info", "warning"]

GOOD = ("confirmed", "normalized")
_WEIGHTS: Mapping[str, Weight] = {REQUEST_SENT: "debug", WARNED: "warning"}
"""Of events that weigh the same whatever they tell."""

_heard = True
"""Whether anybody hears. Nothing is told that is worse than a warning, so without ``-v`` nobody does."""


def configure(
    verbose: int,
    redactor: Redactor,
    *,
    as_json: bool = False,
    quiet: bool = False,
    keep: Keep | None = None,
    alone: bool = False,
) -> None:
    """Set logging up for this process: quiet unless asked; ``-v`` tells of repeats, ``-vv`` of every request.

    keep:  is given every event that programs are told of, whatever is shown.
    alone: nothing but the log tells people what happens, as of a service: they are told as programs are.
    """
    level = {0: logging.ERROR, 1: logging.INFO}.get(verbose, logging.DEBUG)
    if as_json or alone:
        level = min(level, logging.WARNING if quiet else logging.INFO)
    kept = level if keep is None else min(level, logging.INFO)
    global _heard  # noqa: PLW0603  # structlog's configuration is the process's, too
    _heard = kept < logging.ERROR
    if not _heard:
        return
    import structlog

    def redact(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {name: redactor.value(fact) for name, fact in event.items()}

    def sort_out(_: object, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if keep is not None:
            keep(event)
        if logging.getLevelNamesMapping()[name.upper()] < level:
            raise structlog.DropEvent
        return event

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            sort_out,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str, sort_keys=False)
            if as_json
            else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(kept),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def tell(event: str, **facts: object) -> None:
    """Log an event; one that needs a person is a warning."""
    bad = event == OP_SETTLED and facts.get("outcome") not in GOOD
    log(_WEIGHTS.get(event) or ("warning" if bad or facts.get("exit") else "info"), event, **facts)


def log(weight: Weight, event: str, **facts: object) -> None:
    """Log an event of this weight, where anybody hears: structlog is imported for nobody else."""
    if _heard:
        import structlog

        getattr(structlog.get_logger(), weight)(event, **facts)
