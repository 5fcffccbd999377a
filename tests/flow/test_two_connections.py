"""One process with two connections to a state, and another process that comes and goes: nobody's changes are lost.

To close a file drops every lock that a process holds on it. So a second opening of a state in one process must not
touch the file but through SQLite: else who comes next believes to be alone, and deletes the log with what was written.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from isogloss.http.clock import SystemClock
from isogloss.schedule.tick import Schedule
from isogloss.state.agenda import open_agenda
from isogloss.state.opened import open_state

LOOK = """
import sqlite3, sys
visitor = sqlite3.connect(sys.argv[1])
visitor.execute("select * from isogloss_meta").fetchall()
visitor.close()
"""


def test_what_was_written_outlives_a_second_connection_and_a_visitor(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    schedule = Schedule("acme", "acme.yaml", "0 6 * * *", "UTC", "default", None, datetime(1970, 1, 1, tzinfo=UTC))
    with open_agenda(str(path), SystemClock()) as agenda:
        agenda.register([schedule])
        with open_state(str(path), "acme", SystemClock()):
            pass
        subprocess.run([sys.executable, "-c", LOOK, str(path)], check=True)
        assert path.with_name("state.db-wal").exists(), "the visitor took the log away"
        agenda.ask("acme", "person")
        with open_agenda(str(path), SystemClock(), read_only=True) as other:
            assert other.asked() == {"acme"}
