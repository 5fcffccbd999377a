"""What people are told, in English and as JSON. Pure: from notices to texts, all of them in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from isogloss.decide.noticing import Notice

_KINDS: Final = {
    2: "the mapping or a setting cannot be used",
    3: "a platform did not do what was asked",
    4: "it was refused: a limit, or the lease was lost",
    5: "the state cannot be used",
    70: "a bug of ours",
}
"""What an exit code means. The reason itself may quote the site, so it stays in ``isogloss jobs`` and in the log."""


@dataclass(frozen=True, slots=True)
class Message:
    """Some notices for one receiver.

    id:   the same whenever this is sent again.
    sent: aware UTC.
    """

    id: str
    sent: datetime
    notices: Sequence[Notice]

    @property
    def subject(self) -> str:
        """All of it in one line."""
        names = sorted({each.mapping for each in self.notices})
        matters = sorted({each.what for each in self.notices})
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")  # noqa: PLR2004  # three
        return f"Isogloss: {', '.join(matters)} ({shown})"

    @property
    def text(self) -> str:
        """A sentence or two for each notice, a line each."""
        return "\n".join(map(sentence, self.notices))

    def data(self) -> dict[str, object]:
        """The whole of it for a program."""
        notices = [
            {"mapping": each.mapping, "what": each.what, "at": each.at.isoformat(), **each.facts}
            for each in self.notices
        ]
        return {"isogloss": 1, "id": self.id, "sent": self.sent.isoformat(), "text": self.text, "notices": notices}


def sentence(notice: Notice) -> str:
    """What a person is told of one thing."""
    name, facts = notice.mapping, notice.facts
    match notice.what:
        case "conflicts":
            where = facts["where"]
            assert isinstance(where, dict), "so it was noticed"  # noqa: S101  # our own bug if not
            listed = ", ".join(f"{place}: {count:,}" for place, count in where.items())
            said = (
                f"new conflicts: {facts['new']:,}, open: {facts['open']:,} ({listed}). isogloss conflicts lists them."
            )
        case "approval":
            plan = facts["plan"]
            said = f"plan {plan} needs approval ({facts['beyond']}). isogloss jobs tells where it is."
        case "failure":
            why = _KINDS.get(int(str(facts["exit"])), "it stopped")
            when = f"{facts['outcome']} at {_time(notice.at)}"
            said = f"a run {when}: {why} (exit {facts['exit']}). isogloss jobs tells why."
        case "recovery":
            said = f"runs again since {_time(notice.at)}."
    return f"{name}: {said}"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
