"""What a side would refuse, as far as it tells: held in the plan with the reason, and sent by no run. Pure.

Decides whether a value breaks a rule of its field, and in which words. Refuses to know platforms; their rules come with
the schema.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

from isogloss.model.schema import Rule
from isogloss.model.value import Absent, Asset, MaybeValue, Scalar, leaves


@dataclass(frozen=True, slots=True)
class Accepts:
    """What one side takes of one kind.

    rules:    by field, of those that have one.
    options:  by field, the keys that it knows.
    required: fields that must hold something.
    shared:   fields that all locales share.
    whole:    fields without which there is no variant: if their value is refused, the variant waits with it.
    apart:    fields that do not flow there.
    filled:   fields that it refused to empty when it was asked to: no schema tells of those.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict)
    options: Mapping[str, frozenset[str]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()

    def why_not(self, name: str, value: MaybeValue) -> str | None:
        """Why a value of a field would be refused; None where it would be taken, as far as is known."""
        if isinstance(value, Absent):
            if name in self.required:
                return "it is required, and cannot be emptied"
            return KEEPS_FILLED if name in self.filled else None
        known = self.options.get(name)
        if known is not None and isinstance(value, Scalar) and value.text not in known:
            return f"it has no option {value.text!r}"
        rule = self.rules.get(name)
        return None if rule is None else next(_broken(rule, value), None)


KEEPS_FILLED: Final = (
    "it refused to empty this field when it was asked to. Put another value there, or empty it there by hand; "
    "it is tried again after a day"
)
"""Of what a side would not empty."""
NOTHING_KNOWN = Accepts()
"""Of a side that tells nothing."""


def _broken(rule: Rule, value: MaybeValue) -> Iterator[str]:
    if isinstance(value, Scalar):
        yield from _number(rule, value.text) if value.type == "number" else _text(rule, value.own or value.text)
    elif rule.other_files and not isinstance(value, Absent):
        for leaf in leaves(value):
            if isinstance(leaf, Asset):
                yield from _file(rule, leaf.identity)


def _text(rule: Rule, text: str) -> Iterator[str]:
    if rule.pattern and not re.fullmatch(rule.pattern, text):
        yield f"{text[:80]!r} does not match {rule.pattern}"
    if rule.longest is not None and len(text) > rule.longest:
        yield f"it has {len(text)} characters, and at most {rule.longest} are taken"
    if rule.shortest is not None and len(text) < rule.shortest:
        yield f"it has {len(text)} characters, and at least {rule.shortest} are asked for"


def _number(rule: Rule, text: str) -> Iterator[str]:
    number = Decimal(text)  # a text may have more digits than a float holds, and be beyond all of them
    if rule.whole and number != number.to_integral_value():
        yield f"{text} is no whole number"
    if rule.least is not None and number < rule.least:
        yield f"{text} is less than {rule.least:g}"
    if rule.most is not None and number > rule.most:
        yield f"{text} is more than {rule.most:g}"


def _file(rule: Rule, address: str) -> Iterator[str]:
    """Refuse a file by the ending of its name; one whose address shows none may be of any kind."""
    name = urlsplit(address).path.rpartition("/")[2]
    if name.lower().endswith(rule.other_files):
        yield f"{name[:80]} is a file of a kind that is not taken there"
