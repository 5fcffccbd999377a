"""Logs, by structlog: event names are constants, facts are keys, everything goes to stderr and past the redactor."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

from isogloss.http.redact import Redactor

REQUEST_SENT: Final = "request sent"
REQUEST_REPEATED: Final = "request repeated"


def configure(verbose: int, redactor: Redactor) -> None:
    """Set logging up for this process: quiet unless asked; ``-v`` tells of repeats, ``-vv`` of every request."""
    level = {0: logging.ERROR, 1: logging.INFO}.get(verbose, logging.DEBUG)

    def redact(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {name: redactor.value(fact) for name, fact in event.items()}

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
