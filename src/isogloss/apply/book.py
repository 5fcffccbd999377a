"""Keep the book of what is sent to one side: the intent before a call leaves, what came back, and what that teaches."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from isogloss.apply.crew import Done, Work
from isogloss.apply.spending import Spending
from isogloss.errors import Limited, RemoteError, StateError, Unauthorized, Unavailable
from isogloss.model.address import EntryKey
from isogloss.ports import Answered, Call, Journal, Names, Progress, Sent

STUBBORN = 3
"""So many calls in a row without an answer mean that the side is down."""


class Book:
    """What is written down of the calls to one side; by one thread, also where calls are sent by others."""

    def __init__(self, names: Names, journal: Journal, progress: Progress, spending: Spending) -> None:
        self.names, self.journal, self.progress, self.spending = names, journal, progress, spending
        self.learn: Callable[[EntryKey, str], None] = lambda entry, remote: None  # noqa: ARG005  # nobody listens
        self.learn_file: Callable[[str, str], None] = lambda identity, remote: None  # noqa: ARG005  # nobody listens
        self.expects: Callable[[Call, RemoteError], bool] = lambda call, error: False  # noqa: ARG005  # nobody does
        self.together: Callable[[], AbstractContextManager[None]] = nullcontext
        self._silent = 0

    def intend(self, call: Call) -> int:
        """Write down what is about to leave, if it may be spent (invariant 7).

        Raises: Spent.
        """
        self.spending.still()
        intent = self.journal.intend(call)
        self.spending.begin()
        return intent

    def work(self, call: Call, within: AbstractContextManager[None]) -> Work:
        """The sending of a call; it may be done by any thread."""

        def work() -> Done:
            with self.spending.writing(), within:
                try:
                    return call.send()
                except Exception as error:  # noqa: BLE001  # it is raised where the answer is taken in
                    return error

        return work

    def note(self, intent: int, answered: Answered, call: Call) -> None:
        """Write down what came back of a call, and what that teaches.

        Raises: StateError where an id is another entry's already; that it came back is written down all the same.
        """
        taken: StateError | None = None
        with self.together():
            self.journal.answer(intent, answered)
            try:
                self._learn(answered, call)
            except StateError as error:
                taken = error
        if taken is not None:
            raise taken
        self.progress.request_done()

    def _learn(self, answered: Answered, call: Call) -> None:
        if not isinstance(answered, Sent):
            return
        for entry, remote in answered.remotes.items():
            known = self.names.remote(entry)
            if known is None or (known != remote and entry in call.creates):
                self.names.bind(entry, remote)
            elif known != remote:  # what we wrote is a part of its id there
                self.names.bind(entry, remote, renamed=True)
            self.learn(entry, remote)
        for identity, remote in answered.assets.items():
            self.learn_file(identity, remote)

    def give_up_if_hopeless(self, call: Call, answered: Answered) -> None:
        """End a run in which going on makes no sense.

        Raises: Unauthorized or Limited at once, Unavailable when the side stays down.
        """
        if isinstance(answered, Unauthorized | Limited) and not self.expects(call, answered):
            raise answered
        self._silent = self._silent + 1 if isinstance(answered, Unavailable) else 0
        if self._silent >= STUBBORN and isinstance(answered, Unavailable):
            raise answered
