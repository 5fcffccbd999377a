"""Every English sentence of the page, in one place."""

from typing import Final

from isogloss.schedule.tick import Reason
from isogloss.schedule.turn import TurnOutcome

TEXTS: Final = {
    "title": "Isogloss",
    "mappings": "Mappings",
    "mapping": "Mapping",
    "state": "State",
    "next": "Next run (UTC)",
    "last": "Last run (UTC)",
    "conflicts": "Conflicts",
    "approval": "Plan {0} needs approval: {1}. Look at it with isogloss show, then say isogloss approve {0}.",
    "turns": "Last 30 runs, the newest at the right",
    "nothing": "No mapping is run by the clock.",
    "looked": "Seen at {} UTC. Load the page again to see more.",
    "never": "never",
    "no_turns": "none yet",
    "not_here": "There is no such page here.",
    "not_this_way": "This page is only looked at.",
    "wrong_host": "This address is not how the page is reached. Open {} instead.",
    "broken": "A bug of ours; the log of the service has what to report.",
    "unreadable": "The state cannot be read now. {}",
}

STATES: Final = {"running": "at work", "asked": "asked for", "paused": "paused", "rests": "rests"}

OUTCOMES: Final[dict[TurnOutcome, tuple[str, str]]] = {
    "done": ("●", "done, nothing left"),
    "waits": ("◐", "done, something waits for a person or the next run"),
    "failed": ("✕", "failed"),
    "refused": ("■", "refused"),
}
"""A sign and a sentence for each: colour alone tells nobody anything."""

REASONS: Final[dict[Reason, str]] = {
    "schedule": "by the clock",
    "person": "asked for by a person",
    "webhook": "a side hinted that something changed",
    "retry": "tried again",
}
