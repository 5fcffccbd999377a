"""What the platform in memory refuses, and why.

Decides no content: it looks at an op beside what is stored and gives a sentence, or None where the op may go on. What
is refused is not sent.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from isogloss.bridge import KindBinding
from isogloss.model.address import EntryKey
from isogloss.model.entry import STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities
from isogloss.model.value import Absent, refs
from isogloss.plan.op import Op

Staged = Mapping[Locale, Collection[str]]
"""By locale, the side's names of the fields that a variant has."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Where ops are handed in for one kind.

    can:      what the platform offers.
    required: the side's names of fields without which it refuses a variant.
    known:    the side's own id of an entry, or None.
    """

    can: Capabilities
    binding: KindBinding
    required: frozenset[str]
    known: Callable[[EntryKey], str | None]

    def refusal(self, op: Op, stored: Staged | None) -> str | None:
        """Why nothing of an op is done; None where there is no reason."""
        return next(self._reasons(op, stored), None)

    def _reasons(self, op: Op, stored: Staged | None) -> Iterator[str]:
        if stored is None and op.verb != "create":
            yield f"{op.entry} is not there any more"
        offered = {
            "unpublish": self.can.unpublish,
            "archive": self.can.archive,
            "delete": self.can.delete_variant if op.present else self.can.delete_entry,
        }
        if not offered.get(op.verb, True):
            yield f"{op.entry}: this side does not offer to {op.verb} it"
        new = any(change.field == STATUS and isinstance(change.before, Absent) for change in op.changes)
        if op.verb == "update" and not self.can.add_variant and new:
            yield f"{op.entry}: this side adds no locale to an entry"
        unknown = {str(to) for change in op.changes for to in refs(change.after) if self.known(to) is None}
        if unknown:
            yield f"{op.entry} links to what is not here: {', '.join(sorted(unknown))}"
        if op.verb in ("create", "update", "link"):
            yield from self._lacking(op, stored or {})

    def _lacking(self, op: Op, stored: Staged) -> Iterator[str]:
        for locale in op.present:
            held = set(stored.get(locale, ()))
            for change in op.changes:
                bound = self.binding.fields.get(change.field)
                if bound is not None and change.locale in (SHARED, locale):
                    (held.discard if isinstance(change.after, Absent) else held.add)(bound.remote)
            lacking = sorted(self.required - held)
            if lacking:
                yield f"{op.entry} lacks {', '.join(lacking)} in {locale}"
