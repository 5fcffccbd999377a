"""Tells people, beside the runs: looks at what has ended, notes what is new, and sends what is due.

Decides that nothing here ever fails a run or keeps one waiting, and how often a message that was not taken is tried
again before it is given up. What there is to tell is read from the state, so it is told by the next service, too.
Refuses to know what is new (``decide.noticing``) and how a message leaves (``ways``).
"""

import hashlib
import threading
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from isogloss.decide.noticing import Notice, noticed
from isogloss.errors import StateError
from isogloss.events import FAILED, NOTIFIED, WARNED, Log
from isogloss.http.redact import Redactor
from isogloss.mapping.project.notifying import Receiver
from isogloss.notify.ways import Send
from isogloss.notify.words import Message
from isogloss.state.agenda import Agenda
from isogloss.state.notices import Due

LOOK: Final = 1.0
"""Seconds between two looks."""
AGAIN: Final = (30.0, 120.0, 600.0, 3600.0, 6 * 3600.0)
"""Seconds until what was not taken is tried again; after the last of them it is given up."""
_TROUBLE: Final = 10.0
"""Seconds until the next look where the state cannot be used."""
_GRACE: Final = 15.0
"""Seconds that a message on its way has when all are to stop; what was not written down is sent again."""
_OUR_BUG: Final = 70


@dataclass(slots=True)
class Teller:
    """Tells some receivers of some mappings.

    told_of: by the name of a mapping, who is told of it.
    ways:    by the name of a receiver, how.
    """

    agenda: Agenda
    told_of: Mapping[str, tuple[Receiver, ...]]
    ways: Mapping[str, Send]
    log: Log
    redactor: Redactor
    _seen: int | None = field(default=None, init=False)

    def run(self, stop: threading.Event) -> None:
        """Look until all are to stop."""
        pause = 0.0
        while not stop.wait(pause):
            pause = self.try_to_look(stop)

    def try_to_look(self, stop: threading.Event) -> float:
        """Look, whatever comes of that; says how many seconds may pass until the next look."""
        try:
            self.look(stop)
        except StateError as error:
            if not stop.is_set():  # else the state is closed by now
                self.log(WARNED, message=str(error))
        except Exception:  # noqa: BLE001  # our own bug must not end the service, nor leave people untold for ever
            trace = self.redactor.text(traceback.format_exc())
            self.log(FAILED, error="bug", message=f"this is a bug of ours; please report this: {trace}", exit=_OUR_BUG)
        else:
            return LOOK
        return _TROUBLE

    def look(self, stop: threading.Event | None = None) -> None:
        """Note what is new, and send what is due; the first look is at every mapping.

        Raises: StateError.
        """
        notices = self.agenda.notices
        if self._seen is None:
            self._forget()
        newest, ended = notices.ended_since(self._seen or 0)
        self._note(self.told_of if self._seen is None else ended & self.told_of.keys())
        self._seen = newest
        for name in sorted(notices.waiting() & self.ways.keys()):
            if stop is not None and stop.is_set():
                return
            self._tell(name, notices.due(name))

    def _forget(self) -> None:
        if gone := self.agenda.notices.forget(self.ways.keys()):
            self.log(
                WARNED, message=f"{gone} notices are for receivers that the project does not name any more: dropped"
            )

    def _note(self, mappings: Iterable[str]) -> None:
        notices = self.agenda.notices
        now, approvals = self.agenda.now(), {each.mapping: each for each in self.agenda.approvals.all()}
        for mapping in mappings:
            turns = self.agenda.turns(mapping, 1)
            standing = notices.standing(mapping, approvals.get(mapping))
            before = notices.told(mapping)
            new, marks = noticed(replace(standing, last=turns[0] if turns else None), before, now)
            if new or marks != before:
                to = {each.name: (self._when(each), self._about(each, new)) for each in self.told_of[mapping]}
                notices.note(mapping, marks, to)

    def _when(self, receiver: Receiver) -> float:
        if receiver.digest is None:
            return 0.0
        return next(receiver.digest.after(self.agenda.now())).timestamp()

    @staticmethod
    def _about(receiver: Receiver, new: Iterable[Notice]) -> list[Notice]:
        return [each for each in new if each.what in receiver.about]

    def _tell(self, name: str, dues: list[Due]) -> None:
        if not dues:
            return
        message = Message(_id(name, dues), self.agenda.now(), [due.notice for due in dues])
        came = self.ways[name](message)
        notices, why = self.agenda.notices, self.redactor.text(came.why)
        if came.taken:
            notices.done(dues)
            self.log(NOTIFIED, receiver=name, notices=len(dues), message=message.id)
            if why:
                self.log(WARNED, message=f"notify.{name}: {why}")
            return
        spent = [due for due in dues if due.tries >= len(AGAIN)]
        if spent:
            notices.done(spent)
            told = f"notify.{name}: {why}; {len(spent)} notices were tried {len(AGAIN) + 1} times and are given up"
            self.log(WARNED, message=told)
        for tries in sorted({due.tries for due in dues if due.tries < len(AGAIN)}):
            again = [due for due in dues if due.tries == tries]
            notices.put_off(again, AGAIN[tries])
            told = f"notify.{name}: {why}; {len(again)} notices are tried again in {AGAIN[tries]:.0f} s"
            self.log(WARNED, message=told)


def _id(name: str, dues: Iterable[Due]) -> str:
    """The same for the same notices, so that a receiver may see what it has got already."""
    parts = [name, *(f"{due.seq} {due.notice.at.timestamp()}" for due in dues)]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()


@contextmanager
def telling(teller: Teller, stop: threading.Event) -> Iterator[None]:
    """Let it tell from a thread of its own while inside; what it is sending then, it may end."""
    thread = threading.Thread(target=teller.run, args=(stop,), daemon=True, name="teller")
    thread.start()
    try:
        yield
    finally:
        stop.set()
    thread.join(_GRACE)  # not where all end at once
