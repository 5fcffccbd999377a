"""What a journal holds of the remote ids that a side told us; no part of the program asks for it."""

import json
from collections.abc import Mapping

from sqlalchemy import select

from isogloss.model.address import EntryKey
from isogloss.state.journal import RunJournal
from isogloss.state.tables import ANSWER, INTENT


def told_remotes(journal: RunJournal) -> Mapping[EntryKey, str]:
    """Every remote id that a side told us for an entry it created in this run, whether it was bound or not."""
    query = (
        select(ANSWER.c.detail)
        .join(INTENT, ANSWER.c.intent == INTENT.c.seq)
        .where(INTENT.c.run == journal._run, ANSWER.c.kind == "answered")
        .order_by(ANSWER.c.seq)
    )
    with journal._database.read() as connection:
        details = connection.scalars(query).all()
    return {EntryKey(kind, name): remote for detail in details for kind, name, remote in json.loads(detail)["remotes"]}
