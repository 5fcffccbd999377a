"""What to look for to see what became of an op."""

from collections.abc import Sequence

from isogloss.bridge import SideBinding
from isogloss.model.entry import PUBLISHED, SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import Scalar, refs
from isogloss.plan.op import Op
from isogloss.ports import Names, Wanted

REMOTE_SLUG = "slug"
"""What both platforms call the field that holds a slug."""


def wanted_for(ops: Sequence[Op], names: Names, binding: SideBinding) -> list[Wanted]:
    """One Wanted per op; an entry whose id is unknown is looked for by slug and origin key."""
    return [
        Wanted(
            op.entry,
            tuple(locale for locale in binding.locales if locale in op.shown_in),
            names.remote(op.entry),
            _slugs(op, binding),
            str(op.entry),
            live=_matters_live(op),
        )
        for op in ops
    ]


def _slugs(op: Op, binding: SideBinding) -> dict[Locale, str]:
    fields = binding.kinds[op.entry.kind].fields
    return {
        change.locale: change.after.text
        for change in op.changes
        if isinstance(change.after, Scalar)
        and (change.field == SLUG or (change.field in fields and fields[change.field].remote == REMOTE_SLUG))
    }


def _matters_live(op: Op) -> bool:
    """Whether the public must see it: it was published, taken off, or written straight to live content.

    Links that were written are looked for where editors see them: the public may not, while what they lead to is not
    live.
    """
    if op.verb in ("publish", "unpublish"):
        return True
    linked = any(not c.touches and next(refs(c.after), None) is not None for c in op.changes)
    return not linked and any(c.field == STATUS and c.after == PUBLISHED for c in op.changes)
