"""From ops to calls on posts.

Decides the order of an op's requests, what is remembered of each, and when a post that was just accepted can get a
further locale. Refuses to know whether a write worked: ButterCMS only says that it was accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from isogloss.adapters.buttercms.blog.reading import Reading
from isogloss.adapters.buttercms.blog.steps import Step, Steps
from isogloss.adapters.calls import Calls, Orders, in_turn, op_by_op
from isogloss.errors import Missing
from isogloss.model.entry import SLUG
from isogloss.model.value import Scalar
from isogloss.plan.op import Op
from isogloss.ports import Call, Clock, Names, Sent, Wanted

_WAITS: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between looks for a post that was accepted and is to get a variant."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Turns ops into calls for one blog."""

    client: Orders
    reading: Reading
    clock: Clock

    def calls(self, ops: Sequence[Op], names: Names) -> Calls:
        """Give the calls of each op in turn; after a failure, the rest of that op is left out."""

        def make(op: Op) -> Calls:
            key, steps = self._steps(op, names)
            return in_turn(op, [self._call(op, key, step) for step in steps])

        return op_by_op(ops, make, side=self.reading.name, first="reading first")

    def _call(self, op: Op, key: str, step: Step) -> Call:
        index = self.reading.index

        def send() -> Sent:
            if step.waits:
                self._await(key)
            self.client.write(step.request)
            named = key
            if step.after is None:
                for locale in self.reading.blog.rule.codes if self.reading.blog.native else (step.locale,):
                    index.drop(key, locale)
            else:
                index.put(key, step.locale, step.after)
                named = self._renamed(key, step)
            return Sent({op.entry: named} if step.makes or named != key else {})

        return Call(step.request.name, (op,), send, frozenset({op.entry}) if step.makes else frozenset())

    def _renamed(self, key: str, step: Step) -> str:
        """With native locales an entry goes by the slug of its first locale, so a new slug is a new name."""
        index = self.reading.index
        first = next(iter(each for each in self.reading.blog.rule.codes if index.post(key, each)), None)
        if not self.reading.blog.native or step.locale != first or step.after is None or step.after.slug == key:
            return key
        index.groups[step.after.slug] = index.groups.pop(key)
        return step.after.slug

    def _await(self, slug: str) -> None:
        """Wait for a post that was accepted a moment ago: only then can it get another locale.

        Raises: Missing where it does not come.
        """
        codes = self.reading.blog.rule.codes.values()
        for seconds in _WAITS:
            self.clock.sleep(seconds)
            if any(self.reading.listing.one(slug, code).found for code in codes):
                return
        raise Missing(f"the post {slug} was accepted and did not appear; run again later.", took_effect="unknown")

    def _steps(self, op: Op, names: Names) -> tuple[str, list[Step]]:
        """Make every request of an op before the first is sent, so that nothing is written by halves."""
        if self.reading.blog.kinds[op.entry.kind] != "posts":
            raise ValueError("its kind is only read; a person makes and changes it in the dashboard.")
        if not self.reading.index.complete:  # nothing is made or changed without knowing which posts there are
            list(self.reading.all())
        remote = names.remote(op.entry)
        if op.verb == "create":
            key = remote or self._new_key(op)
            if remote is None and (key in self.reading.index.groups or key in self.reading.index.waiting):
                raise ValueError(f"another entry of the blog is called {key!r}; match the two, or rename one.")
        elif remote is None:
            raise ValueError("its id on this side is not known; run a sync to find it.")
        else:
            key = remote
        steps = list(Steps(self.reading, op, key, names).all())
        if not steps:
            raise ValueError("it changes nothing that a post holds.")
        return key, steps

    def _new_key(self, op: Op) -> str:
        fields = self.reading.blog.fields[op.entry.kind]
        slugs = {
            change.locale: change.after.text
            for change in op.changes
            if isinstance(change.after, Scalar)
            and (change.field == SLUG or (change.field in fields and fields[change.field].remote == "slug"))
        }
        return self.reading.key_of(Wanted(op.entry, (), slugs=slugs))
