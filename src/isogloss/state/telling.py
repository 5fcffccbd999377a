"""The journal of a run as somebody is told it: what was about to be sent, and what came back, in order.

Decides which names each part goes by. It holds content: names of entries, and what sides said of them.
"""

from collections.abc import Iterator

from sqlalchemy import select

from isogloss.state.database import Database
from isogloss.state.jsontext import load_json
from isogloss.state.tables import ANSWER, INTENT


def told(database: Database, run: str) -> Iterator[dict[str, object]]:
    """Each intent of a run with its answer; one without has none, since the process died between the two."""
    query = (
        select(INTENT.c.seq, INTENT.c.call, INTENT.c.ops, INTENT.c.at, ANSWER.c.kind, ANSWER.c.detail, ANSWER.c.at)
        .join(ANSWER, ANSWER.c.intent == INTENT.c.seq, isouter=True)
        .where(INTENT.c.run == run)
        .order_by(INTENT.c.seq, ANSWER.c.seq)
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
    for seq, call, ops, at, kind, detail, answered in rows:
        of = [dict(zip(("op", "on", "verb", "kind", "entry"), each, strict=True)) for each in _list(ops, database)]
        line: dict[str, object] = {"seq": seq, "run": run, "started": at, "call": call, "of": of}
        if kind is not None:
            line |= {"outcome": kind, "ended": answered, **_answer(load_json(detail, database.where))}
        yield line


def _answer(detail: object) -> dict[str, object]:
    if not isinstance(detail, dict):
        return {}
    if "error" in detail:
        return {"type": detail["error"], "said": detail.get("said"), "status": detail.get("status")}
    return {
        "made": [{"kind": kind, "entry": entry, "remote": remote} for kind, entry, remote in detail.get("remotes", [])],
        "turned_away": [{"kind": kind, "entry": entry, "said": s} for kind, entry, s in detail.get("refused", [])],
        "files": len(detail.get("assets", {})),
        "files_missed": len(detail.get("missed", {})),
    }


def _list(text: str, database: Database) -> list[list[str]]:
    loaded = load_json(text, database.where)
    return loaded if isinstance(loaded, list) else []
