"""What a person looks at where a write was accepted and never shows.

A side that says yes first and acts later drops a write without a word if a value in it is none that it takes. What may
be such a value is known from the mapping: the names of options, which no call of such a side lists. Refuses to know
platforms.
"""

from collections.abc import Iterator

from isogloss.apply.settle import Judged
from isogloss.bridge import Bridge
from isogloss.model.value import Scalar
from isogloss.plan.op import Op


def unshown(bridge: Bridge, op: Op, judged: Judged) -> str:
    """What is said of an op that was accepted and is not there."""
    said = f"accepted, but not visible yet: {judged.detail}"
    doubted = "; ".join(dict.fromkeys(_options(bridge, op)))
    if not doubted:
        return said
    place = bridge.side(op.on).name
    return (
        f"{said}. If it never shows, {place} may have dropped it without a word for an option that it does not have: "
        f"{doubted}. Mend the name there, or add the option on {place}"
    )


def _options(bridge: Bridge, op: Op) -> Iterator[str]:
    binding = bridge.side(op.on)
    fields = binding.kinds[op.entry.kind].fields
    for change in op.changes:
        bound, value = fields.get(change.field), change.after
        if bound is not None and isinstance(value, Scalar) and not change.touches:
            word = bound.options.get(value.text)
            if word is not None:
                at = f"kinds.{op.entry.kind}.fields.{change.field}.values.{value.text}.{binding.name}"
                yield f"{at} says {word}"
