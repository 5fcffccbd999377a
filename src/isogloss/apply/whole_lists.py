"""Lists as they are written: beside rows that are excluded from translation, which stay as they are there.

Decides only where those rows come from: what the written side showed when the run began.
"""

from collections.abc import Sequence
from dataclasses import replace

from isogloss.apply.current import Current
from isogloss.mapping.names.exclusions import completed
from isogloss.model.excluded import Excluded
from isogloss.model.value import ABSENT
from isogloss.plan.op import Change, Op


def with_excluded_rows(ops: Sequence[Op], current: Current) -> list[Op]:
    """The ops with whole lists; their ids are those of the ops in the plan."""
    return [_whole(op, excluded, current) if (excluded := current.excluded(op.entry)) else op for op in ops]


def _whole(op: Op, excluded: Excluded, current: Current) -> Op:
    full = current.plain(op.on, op.entry).full

    def turned(change: Change) -> Change:
        rows = excluded[change.locale].rows.get(change.field) if change.locale in excluded else None
        if rows is None:
            return change
        after = completed(change.after, full.get((change.locale, change.field), ABSENT), rows)
        return replace(change, before=after if change.touches else change.before, after=after)

    return replace(op, changes=tuple(map(turned, op.changes)))
