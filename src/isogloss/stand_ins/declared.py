"""What a mapping says of the schema of a ButterCMS account, which has no call that tells it.

Decides which kind of field each type of the mapping is there. Refuses to know what the account really has: a field that
is not mapped is known by what it shows, and whether one must be filled nobody says.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from isogloss.bridge import Collection, FieldBinding, PageType, SideBinding, SinglePages
from isogloss.mapping.types.native import native_side
from isogloss.model.schema import FieldType

Json = dict[str, object]
Required = frozenset[tuple[str, str]]
Table = dict[str, dict[str, list[Json]]]
"""By name of a place, its fields."""

_KINDS: Final[Mapping[FieldType, str]] = {
    "text": "text",
    "long_text": "long_text",
    "rich_text": "wysiwyg",
    "number": "number",
    "flag": "checkbox",
    "instant": "date",
    "date": "date",
    "option": "dropdown",
    "colour": "color",
    "image": "media",
    "file": "media",
    "reference": "reference",
    "references": "reference",
    "group": "component",
    "list": "repeater",
    "blocks": "picker",
    "opaque": "form",
}
"""Every other type is held as a text."""


def declared_account(binding: SideBinding, required: Required = frozenset()) -> Json:
    """The schemas of an account as a state of the sandbox has them, as far as a mapping says.

    required: kind and name of fields that must be filled.
    """
    account = _Account(native_side(binding), required)
    for name in binding.kinds:
        account.take(name)
    return dict(account.made)


class _Account:
    """Gathers the schemas of one side."""

    def __init__(self, side: SideBinding, required: Required) -> None:
        self._side = side
        self._required = required
        self.components: Table = {}
        self.made: dict[str, Table] = {
            "page_types": {},
            "collections": {},
            "single_pages": {},
            "components": self.components,
        }

    def take(self, kind: str) -> None:
        """Take in where one kind lives."""
        bound = self._side.kinds[kind]
        fields = self._fields(bound.fields.values())
        musts = {each.remote for name, each in bound.fields.items() if (kind, name) in self._required}
        fields = [{**each, "required": True} if each["slug"] in musts else each for each in fields]
        texts = [each for each in (bound.origin_key, *bound.others) if each]
        known = {each["slug"] for each in fields}
        fields += [{"slug": each, "kind": "text"} for each in dict.fromkeys(texts) if each not in known]
        match bound.place:
            case Collection(name):
                self._join("collections", name, fields)
            case PageType(name):
                self._join("page_types", name, fields)
            case SinglePages(only):
                for slug in only:
                    self._join("single_pages", slug, fields)
            case _:
                return

    def _join(self, part: str, name: str, fields: list[Json]) -> None:
        """Put fields beside those that another kind says of the same place."""
        table = self.made[part]
        known = table[name]["fields"] if name in table else []
        there = {each["slug"] for each in known}
        table[name] = {"fields": [*known, *(each for each in fields if each["slug"] not in there)]}

    def _fields(self, bound: Iterable[FieldBinding]) -> list[Json]:
        made: dict[str, Json] = {}
        for each in bound:
            slug, _, part = each.remote.partition(".")
            if not part:
                made[slug] = self._field(each)
        return list(made.values())

    def _field(self, bound: FieldBinding) -> Json:
        type_ = bound.field.type
        made: Json = {"slug": bound.remote, "kind": _KINDS.get(type_, "text")}
        match type_:
            case "reference" | "references":
                made |= {"many": type_ == "references", "to": self._target(bound.field.to)}
            case "option":
                made["options"] = list(bound.options.values())
            case "group" | "list":
                made["fields"] = self._fields(bound.fields.values())
            case "blocks":
                made["components"] = [self._component(part) for part in bound.fields.values()]
        return made

    def _component(self, part: FieldBinding) -> str:
        self.components[part.remote] = {"fields": self._fields(part.fields.values())}
        return part.remote

    def _target(self, kind: str | None) -> str:
        place = self._side.kinds[kind].place if kind is not None and kind in self._side.kinds else None
        match place:
            case Collection(name):
                return f"collection:{name}"
            case PageType(name):
                return f"page_type:{name}"
        return "page_type:*"
