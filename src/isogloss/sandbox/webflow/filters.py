"""Filters and sorts by field: ``filter[slug][op]=value`` and ``sort[slug]=asc``; the terms are joined by *and*.

Decides which operators a type has and when a row fits. Does not know paging, nor which version of a row is shown.

Source: Webflow, list collection items, changes of 2026, and notes on the operators of the vendor's own tools, seen
2026-11. The page writes only ``filter[...]`` and ``sort[...]``: the operator in a second pair of brackets, and a bare
``filter[slug]=value`` for *eq*, are [inferred].
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from isogloss.sandbox.clock import instant
from isogloss.sandbox.webflow.answers import invalid
from isogloss.sandbox.webflow.content import Collection
from isogloss.sandbox.webflow.variants import Variant

Read = Callable[[Variant], Mapping[str, object]]
"""Finds the fields of a row, as staged or as live."""
Test = Callable[[Variant], bool]

_SAME = ("eq", "ne", "in", "nin")
_WORDS = (*_SAME, "contains", "ncontains", "exists")
_MEASURES = (*_SAME, "gt", "gte", "lt", "lte", "exists")
_OPERATORS: Mapping[str, tuple[str, ...]] = {
    "id": _SAME,
    "Option": _SAME,
    **dict.fromkeys(("PlainText", "Email", "Phone", "Link"), _WORDS),
    **dict.fromkeys(("Number", "DateTime"), _MEASURES),
    **dict.fromkeys(("Switch", "Color", "Reference"), (*_SAME, "exists")),
}
_SORTABLE = frozenset(("id", "PlainText", "Email", "Phone", "Number", "DateTime", "Switch"))
_EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class _Term:
    """One term of a query: its name as written, and the field and type it is about."""

    name: str
    slug: str
    type: str

    def value(self, row: Variant, read: Read) -> object:
        return row.id if self.type == "id" else read(row).get(self.slug)


def tests(collection: Collection, query: Mapping[str, str], read: Read) -> list[Test]:
    """Read every ``filter[...]`` of a query.

    Raises:  Refusal for a field there is not, an operator its type does not have, or a value of another type.
    """
    found = []
    for name, text in query.items():
        if not name.startswith("filter["):
            continue
        match = re.fullmatch(r"filter\[([^\[\]]+)\](?:\[([a-z]+)\])?", name)
        if match is None:
            raise invalid((name, "Expected filter[field][operator]"))
        term = _term(collection, name, match[1])
        operator = match[2] or "eq"
        if operator not in _OPERATORS.get(term.type, ("exists",)):
            raise invalid((name, f"A field of type {term.type} has no operator {operator}"))
        found.append(_test(term, operator, text, read))
    return found


def order(
    collection: Collection, query: Mapping[str, str], read: Read
) -> list[tuple[Callable[[Variant], object], bool]]:
    """Read every ``sort[...]`` of a query: what to sort by, and whether downwards; the first counts most."""
    found: list[tuple[Callable[[Variant], object], bool]] = []
    for name, text in query.items():
        if not name.startswith("sort["):
            continue
        term = _term(collection, name, name.removeprefix("sort[").removesuffix("]"))
        if term.type not in _SORTABLE or text not in {"asc", "desc"}:
            raise invalid((name, "Expected asc or desc, of a field of a type that can be sorted"))
        found.append((_key(term, read), text == "desc"))
    return found


def _term(collection: Collection, name: str, slug: str) -> _Term:
    if slug == "id":
        return _Term(name, slug, "id")
    if slug not in collection.fields:
        raise invalid((name, f"Field not described in schema: {slug}"))
    return _Term(name, slug, collection.fields[slug].type)


def _key(term: _Term, read: Read) -> Callable[[Variant], object]:
    def key(row: Variant) -> object:
        value = term.value(row, read)
        return (value is not None, value)

    return key


def _test(term: _Term, operator: str, text: str, read: Read) -> Test:
    match operator:
        case "exists":
            wanted = _flag(term, text)
            return lambda row: (term.value(row, read) not in _EMPTY) is wanted
        case "contains" | "ncontains":
            part = text.casefold()
            within = operator == "contains"
            return lambda row: (part in str(term.value(row, read) or "").casefold()) is within
        case "in" | "nin":
            values = [_meant(term, part) for part in text.split(",")]
            inside = operator == "in"
            return lambda row: (_compared(term, row, read) in values) is inside
        case "eq" | "ne":
            value, equal = _meant(term, text), operator == "eq"
            return lambda row: (_compared(term, row, read) == value) is equal
    limit = cast("float | datetime", _meant(term, text))
    return lambda row: _within(operator, cast("float | datetime | None", _compared(term, row, read)), limit)


def _within(operator: str, value: "float | datetime | None", limit: "float | datetime") -> bool:
    if value is None:
        return False
    if value == limit:
        return operator.endswith("e")
    return (value > limit) is operator.startswith("g")  # type: ignore[operator]  # both are of the field's one type


def _compared(term: _Term, row: Variant, read: Read) -> object:
    value = term.value(row, read)
    return instant(str(value)) if term.type == "DateTime" and value is not None else value


def _meant(term: _Term, text: str) -> object:
    """Read a value of a query as the field's type."""
    try:
        match term.type:
            case "Number":
                return float(text)
            case "DateTime":
                return instant(text.replace(" ", "+"))
            case "Switch":
                return _flag(term, text)
    except ValueError:
        raise invalid((term.name, f"Expected a value of a field of type {term.type}: {text}")) from None
    return text


def _flag(term: _Term, text: str) -> bool:
    if text not in {"true", "false"}:
        raise invalid((term.name, "Expected true or false"))
    return text == "true"
