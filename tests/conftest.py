"""How hard the laws are tried, where tests write, and on which PostgreSQL.

``HYPOTHESIS_PROFILE=long`` tries harder, and differently each time.
"""

import gc
import os
import shutil
import signal
from pathlib import Path

import forked
import postgres
import programs
import pytest
from browser import browser
from browser import told as told_of_browser
from hypothesis import HealthCheck, Phase, settings
from ids import plain
from postgres import postgres_database, postgres_server

__all__ = ["browser", "postgres_database", "postgres_server"]

# Derandomized, so that a run that passed passes again. No deadlines: a test of what holds is no test of how fast.
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "ci", derandomize=True, max_examples=100, deadline=None, database=None, suppress_health_check=_SLOW
)
settings.register_profile("long", max_examples=5000, deadline=None, database=None, suppress_health_check=_SLOW)
# A mutant (``make mutate``) is found by any example: the search for the smallest one would take most of the time.
settings.register_profile("mutants", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "mutants" if "MUTANT_UNDER_TEST" in os.environ else "ci"))

# A shell that starts the tests in the background has them ignore Ctrl-C, and whatever they start with them.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The folders of tests are in memory where there is room: a state waits for its disk at every commit, and a test that
# kills a process loses nothing that it wrote.
_MEMORY, _ROOM = Path("/dev/shm"), 2 << 30  # noqa: S108  # pytest makes folders of its own in it
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_configure(config):
    """What commands are forked from is there once for all processes of the tests."""
    if not hasattr(config, "workerinput"):
        config.add_cleanup(forked.begin())


def pytest_report_header():
    """What is not there for tests is said at the head: a run that skipped some proves less."""
    return [postgres.told(), told_of_browser(), programs.told()]


def pytest_make_parametrize_id(val):
    """A text whose id would hold a backslash has another one."""
    return plain(val) if isinstance(val, str | bytes) and "\\" in ascii(val) else None


def pytest_collection_modifyitems(items):
    """No id of a test holds a backslash, see ``ids``."""
    untold = [item.nodeid for item in items if "\\" in item.nodeid]
    if untold:
        raise pytest.UsageError("ids of tests hold backslashes; say `ids=plain`:", *untold)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Little that is imported becomes unused meanwhile: looking for it takes a tenth of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish():
    """What is imported and collected stays until the end: nobody need look through it again for what is unused.

    Each mutant is a copy of a process that holds every change there is, and looking through those takes a second.
    """
    if "MUTANT_UNDER_TEST" not in os.environ:
        gc.collect()
    gc.freeze()
