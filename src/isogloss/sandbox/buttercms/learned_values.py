"""Values as they were read become values at rest; see ``learned``.

Decides how each shape of a read is turned back: a link to the number of its target, a picture to its address with its
text in the library, an entry of a picker to its component.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final, cast

from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.schema import FieldSpec, Specs
from isogloss.sandbox.buttercms.values import UnfitError, blank, dated

_TO_ITEM: Final = re.compile(r"/v2/content/\?keys=[^\[]+\[_id=(\d+)\]")
_TO_PAGE: Final = re.compile(r"/v2/pages/([^/]+)/([^/]+)/")


class Values:
    """Turns values back, and gathers the library of media on the way.

    numbers: of entries, by sort, place and name.
    media:   the library, as a state has it.
    """

    def __init__(self, numbers: Mapping[tuple[str, str | None, str], int]) -> None:
        self._numbers = numbers
        self._pages = {name: number for (kind, _, name), number in numbers.items() if kind == "page"}
        self.media: Json = {}

    def fields(self, specs: Specs, shown: Mapping[str, object]) -> Json:
        """The fields of an entry or component at rest; what is not shown is unset."""
        made = blank(specs)
        for slug, value in shown.items():
            spec = specs.get(slug)
            made[slug] = value if spec is None else self._value(spec, value)
        return made

    def seen(self, spec: FieldSpec | None, value: object, public: Collection[tuple[int, str]], locale: str) -> object:
        """A value as visitors see it: without links to what is not live in a locale."""
        if spec is None or spec.kind != "reference":
            return value
        if spec.many:
            return [each for each in cast("list[int]", value or []) if (each, locale) in public]
        return value if (value, locale) in public else None

    def _value(self, spec: FieldSpec, value: object) -> object:
        match spec.kind:
            case "component":
                return self.fields(spec.fields, value if isinstance(value, dict) else {})
            case "repeater":
                return [self.fields(spec.fields, row) for row in _rows(value)]
            case "picker":
                return [self._picked(spec, row) for row in _rows(value)]
            case "reference":
                found = [number for each in _listed(value) if (number := self._target(each)) is not None]
                return found if spec.many else next(iter(found), None)
        return self._simple(spec, value)

    def _simple(self, spec: FieldSpec, value: object) -> object:
        match spec.kind:
            case "media":
                return self._address(value)
            case "date" if isinstance(value, str) and value:
                return _day(value)
        return value if value is not None else blank({spec.slug: spec})[spec.slug]

    def _picked(self, spec: FieldSpec, row: Mapping[str, object]) -> Json:
        specs = spec.components.get(str(row.get("type")), {})
        return {"type": row.get("type"), "fields": self.fields(specs, cast(Json, row.get("fields") or {}))}

    def _address(self, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("url"), str):
            self.media[value["url"]] = {"source": value["url"], "alt": value.get("alt") or "", "ready": 0.0}
            return value["url"] or None
        return value or None

    def _target(self, value: object) -> int | None:
        if isinstance(value, dict):
            meta = value.get("meta")
            if isinstance(meta, dict):
                return cast(int, meta["id"])
            return self._page(cast("str | None", value.get("page_type")), str(value.get("slug")))
        if not isinstance(value, str):
            return None
        if found := _TO_ITEM.fullmatch(value):
            return int(found[1])
        found = _TO_PAGE.fullmatch(value)
        return self._page(None if found[1] == "*" else found[1], found[2]) if found else None

    def _page(self, place: str | None, slug: str) -> int | None:
        return self._numbers.get(("page", place, slug)) or self._pages.get(slug)


def _day(text: str) -> str:
    """A date as it is kept: an account may show it with a zone."""
    try:
        return dated(text, "")
    except UnfitError:
        return text


def _rows(value: object) -> list[Json]:
    return cast("list[Json]", value) if isinstance(value, list) else []


def _listed(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]
