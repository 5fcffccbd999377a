"""Collections and fields: what there is, and how it comes to be.

Decides slugs, ids and option tables of a schema. Write side says ``metadata``, read side ``validations``.

Source: Webflow, collections and collection fields, seen 2026-11.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from isogloss.sandbox.slugs import free
from isogloss.sandbox.webflow.answers import Refusal, Reply, invalid, missing
from isogloss.sandbox.webflow.content import Collection, Content, Field
from isogloss.sandbox.webflow.values import CREATABLE, SLUG, slugged
from isogloss.sandbox.webflow.variants import Json, copied
from isogloss.sandbox.webflow.world import Call, World

_MOST_FIELDS = 60
_MOST_OPTIONS = 100
_MOST_GROUPS = 50
_OWN = ("name", "slug")


def list_collections(world: World, _: Call) -> Reply:
    """``GET /sites/{site}/collections``: without their fields."""
    return Reply(200, {"collections": [each.shown() for each in world.content.collections.values()]})


def get_collection(world: World, call: Call) -> Reply:
    """``GET /collections/{collection}``: the only way to see fields."""
    return Reply(200, world.collection(call.params["collection"]).detailed())


def create_collection(world: World, call: Call) -> Reply:
    """``POST /sites/{site}/collections``."""
    body = call.body()
    name, singular = _text(body, "displayName"), _text(body, "singularName")
    slug = slugged(str(body.get("slug") or name))
    if any(slug == each.slug or name == each.name for each in world.content.collections.values()):
        raise Refusal(409, "duplicate_collection", "Collection already exists")
    made = new_collection(world.content, slug, name, singular, world.clock.iso())
    for described in cast("list[Json]", body.get("fields") or []):
        new_field(world.content, made, described)
    world.content.collections[made.id] = made
    return Reply(200, made.detailed())


def update_collection(world: World, call: Call) -> Reply:
    """``PATCH /collections/{collection}``: its names, its slug, the groups of its fields (replaced whole)."""
    collection, body = world.collection(call.params["collection"]), call.body()
    others = [each for each in world.content.collections.values() if each is not collection]
    name = _text(body, "displayName") if "displayName" in body else collection.name
    singular = _text(body, "singularName") if "singularName" in body else collection.singular
    slug = _text(body, "slug") if "slug" in body else collection.slug
    if not SLUG.fullmatch(slug):
        raise invalid(("slug", f"Value (slug) should match {SLUG.pattern}"))
    if any(slug == each.slug or name == each.name for each in others):
        raise Refusal(409, "duplicate_collection", "Collection already exists")
    if "fieldGroups" in body:
        collection.groups = _groups(collection, body["fieldGroups"])
    collection.name, collection.singular, collection.slug = name, singular, slug
    collection.updated = world.clock.iso()
    return Reply(200, collection.detailed())


def _groups(collection: Collection, given: object) -> list[Json]:
    known = {each.id for each in collection.fields.values()}
    if not isinstance(given, list) or len(given) > _MOST_GROUPS or not all(isinstance(each, dict) for each in given):
        raise invalid(("fieldGroups", f"A collection has a list of at most {_MOST_GROUPS} groups"))
    groups: list[Json] = [{"name": _text(each, "name"), "fields": list(each.get("fields", []))} for each in given]
    grouped = [field for each in groups for field in cast("list[object]", each["fields"])]
    if len({str(each["name"]) for each in groups}) < len(groups) or len(set(grouped)) < len(grouped):
        raise invalid(("fieldGroups", "Names of groups are unique, and a field is in one group"))
    unknown = [field for field in grouped if field not in known]
    if unknown:
        raise invalid(("fieldGroups", f"Field not found: {unknown[0]}"))
    return groups


def delete_collection(world: World, call: Call) -> Reply:
    """``DELETE /collections/{collection}``: with all its items."""
    found = world.collection(call.params["collection"])
    del world.content.collections[found.id]
    return Reply(204)


def create_field(world: World, call: Call) -> Reply:
    """``POST /collections/{collection}/fields``: one field a call."""
    collection = world.collection(call.params["collection"])
    body = call.body()
    made = new_field(world.content, collection, body)
    collection.updated = world.clock.iso()
    shown = made.shown()
    return Reply(200, {**shown, "metadata": copied(made.validations)} if made.validations else shown)


def update_field(world: World, call: Call) -> Reply:
    """``PATCH /collections/{collection}/fields/{field}``: its name, its help, whether it is required."""
    collection = world.collection(call.params["collection"])
    old, body = _field(collection, call), call.body()
    new = replace(
        old,
        required=bool(body.get("isRequired", old.required)),
        name=str(body.get("displayName", old.name)),
        help=cast("str | None", body.get("helpText", old.help)),
    )
    collection.fields[old.slug] = new
    collection.updated = world.clock.iso()
    return Reply(200, new.shown())


def delete_field(world: World, call: Call) -> Reply:
    """``DELETE /collections/{collection}/fields/{field}``: its data goes with it."""
    collection = world.collection(call.params["collection"])
    old = _field(collection, call)
    if old.slug in _OWN:
        raise invalid((old.slug, "Field cannot be deleted"))
    del collection.fields[old.slug]
    for row in list(collection.items.variants.values()):
        if old.slug in row.fields:
            kept = {slug: value for slug, value in row.fields.items() if slug != old.slug}
            collection.items.put(replace(row, fields=kept))
    collection.updated = world.clock.iso()
    return Reply(204)


def new_collection(content: Content, slug: str, name: str, singular: str, now: str) -> Collection:
    """Make a collection with the two fields that every collection has."""
    made = Collection(id=content.mint(), slug=slug, name=name, singular=singular, created=now, updated=now)
    for own in _OWN:
        made.fields[own] = Field(content.mint(), own, "PlainText", own.capitalize(), required=True)
    return made


def new_field(content: Content, collection: Collection, described: Mapping[str, object]) -> Field:
    """Add a field as the API's create call describes it.

    Raises:  Refusal when the type cannot be made, an option table is missing or too long, or a target is unknown.
    """
    kind, name = described.get("type"), _text(described, "displayName")
    if kind not in CREATABLE:
        raise invalid(("type", f"Field type not supported: {kind}"))
    if len(collection.fields) >= _MOST_FIELDS:
        raise invalid(("fields", f"A collection has at most {_MOST_FIELDS} fields"))
    made = Field(
        id=content.mint(),
        slug=free(slugged(name) or "field", lambda slug: slug in collection.fields),
        type=kind,
        name=name,
        required=bool(described.get("isRequired")),
        help=cast("str | None", described.get("helpText")),
        validations=_validations(content, kind, described.get("metadata")),
    )
    collection.fields[made.slug] = made
    return made


def _validations(content: Content, kind: str, metadata: object) -> Json | None:
    told = metadata if isinstance(metadata, dict) else {}
    if kind == "Option":
        options = told.get("options")
        if not isinstance(options, list) or not 1 <= len(options) <= _MOST_OPTIONS:
            raise invalid(("metadata", f"An option field has 1 to {_MOST_OPTIONS} options"))
        return {"options": [{"id": content.mint(), "name": _text(option, "name")} for option in options]}
    if kind in {"Reference", "MultiReference"}:
        target = told.get("collectionId")
        if target not in content.collections:
            raise invalid(("metadata", f"Collection not found: {target}"))
        return {"collectionId": target}
    return None


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise invalid((name, f"Value ({name})'s type should be string"))
    return value


def _field(collection: Collection, call: Call) -> Field:
    for each in collection.fields.values():
        if each.id == call.params["field"]:
            return each
    raise missing("field")
