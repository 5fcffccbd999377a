"""The schema of page types, collections and components: which fields there are, and of which kind.

ButterCMS offers no call that reads or writes a schema; here it is part of the state. Decides what a schema may say;
does not know what is stored in a field.

A field is ``{"slug", "kind", "required", "many", "to", "options", "fields", "component", "components"}``:

* ``to``: of a reference: a collection key or a page type, plain or as ``collection:authors``, ``page_type:article``;
  ``page_type:*`` is any page. ``many``: one-to-many.
* ``options``: the slugs of a dropdown. ``fields``: of a component or repeater.
* ``component``: the shared component of a component field. ``components``: those a picker offers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from isogloss.errors import ConfigError
from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.switches import nearest

TEXT_KINDS = frozenset({"text", "long_text", "wysiwyg", "html"})
KINDS = TEXT_KINDS | {
    *("number", "date", "dropdown", "checkbox", "color", "media", "form"),
    *("reference", "component", "picker", "repeater"),
}
NESTED = frozenset({"component", "picker", "repeater"})
_KEYS = frozenset({"slug", "kind", "required", "many", "to", "options", "fields", "component", "components"})


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a schema.

    to:         of a reference: ("collection" or "page_type", its key).
    fields:     of a component or repeater.
    components: of a picker: the fields of each component it offers.
    """

    slug: str
    kind: str
    required: bool = False
    many: bool = False
    to: tuple[str, str] = ("", "")
    options: tuple[str, ...] = ()
    fields: "Specs" = field(default_factory=dict)
    components: Mapping[str, "Specs"] = field(default_factory=dict)


Specs = Mapping[str, FieldSpec]


@dataclass(frozen=True, slots=True)
class Schema:
    """All schemas of an account, and the document they were read from.

    single_pages: the fields of pages without a type, by page slug.
    """

    document: Json
    page_types: Mapping[str, Specs]
    collections: Mapping[str, Specs]
    single_pages: Mapping[str, Specs]

    def of(self, kind: str, place: str | None, slug: str) -> Specs | None:
        """Find the fields of a page or item; None where nothing is known of them."""
        if kind == "item":
            return self.collections.get(place or "")
        if place is None:
            return self.single_pages.get(slug)
        return self.page_types.get(place)


def parse(document: Mapping[str, object]) -> Schema:
    """Read the schema part of a state.

    Raises:  ConfigError that names the first wrong field.
    """
    names = {name: section(document, name) for name in ("page_types", "collections", "components", "single_pages")}
    reader = _Reader(names)
    try:
        return Schema(
            document=cast("Json", names),
            page_types={slug: reader.fields(slug, each) for slug, each in names["page_types"].items()},
            collections={slug: reader.flat(slug, each) for slug, each in names["collections"].items()},
            single_pages={slug: reader.fields(slug, each) for slug, each in names["single_pages"].items()},
        )
    except RecursionError as error:
        raise ConfigError("A component of this schema contains itself.") from error


def section(document: Mapping[str, object], name: str) -> Json:
    """Take a part of a document that must be an object; missing is empty."""
    found = document.get(name) or {}
    if not isinstance(found, dict):
        raise ConfigError(f"{name!r} must be an object.")
    return cast("Json", found)


class _Reader:
    """Resolves the names that fields use for components and targets."""

    def __init__(self, names: Mapping[str, Json]) -> None:
        self._names = names

    def fields(self, where: str, holder: object) -> Specs:
        rows = holder.get("fields", []) if isinstance(holder, dict) else holder
        if not isinstance(rows, Sequence) or isinstance(rows, str):
            raise ConfigError(f"{where}: a schema needs a list of fields.")
        specs = [self._field(where, row) for row in rows]
        return {spec.slug: spec for spec in specs}

    def flat(self, where: str, holder: object) -> Specs:
        # Source: ButterCMS collections: no components, pickers or repeaters in them.
        specs = self.fields(where, holder)
        for spec in specs.values():
            if spec.kind in NESTED:
                raise ConfigError(f"{where}.{spec.slug}: a collection cannot hold a {spec.kind}.")
        return specs

    def _field(self, where: str, row: object) -> FieldSpec:
        if not isinstance(row, dict) or not isinstance(row.get("slug"), str):
            raise ConfigError(f"{where}: a field is an object with a slug; got {row!r}.")
        path = f"{where}.{row['slug']}"
        for key in row:
            if key not in _KEYS:
                raise ConfigError(
                    f"{path}: a field has no {key!r}; did you mean {nearest(key, dict.fromkeys(_KEYS))!r}?"
                )
        kind = row.get("kind", "text")
        if kind not in KINDS:
            raise ConfigError(f"{path}: there is no kind {kind!r}; there are {', '.join(sorted(KINDS))}.")
        offered = row.get("components") or []
        return FieldSpec(
            slug=row["slug"],
            kind=kind,
            required=bool(row.get("required", False)),
            many=bool(row.get("many", False)),
            to=self._target(path, row.get("to")) if kind == "reference" else ("", ""),
            options=tuple(row.get("options") or ()),
            fields=self.fields(path, self._inner(path, kind, row)) if kind in ("component", "repeater") else {},
            components={slug: self.fields(path, self._component(path, slug)) for slug in offered},
        )

    def _inner(self, path: str, kind: str, row: Json) -> object:
        shared = row.get("component")
        return self._component(path, shared) if kind == "component" and shared else row

    def _component(self, path: str, slug: object) -> object:
        found = self._names["components"].get(str(slug))
        if found is None:
            raise ConfigError(f"{path}: there is no component {slug!r} in this schema.")
        return found

    def _target(self, path: str, to: object) -> tuple[str, str]:
        text = str(to)
        side, _, name = text.rpartition(":")
        for known, part in (("collection", "collections"), ("page_type", "page_types")):
            if side in ("", known) and (name in self._names[part] or (known == "page_type" and name == "*")):
                return known, name
        raise ConfigError(f"{path}: a reference needs `to`, a collection or page type of this schema; got {to!r}.")
