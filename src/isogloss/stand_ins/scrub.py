"""What a sandbox holds, or a program tells, with its content filled.

Decides which keys hold names that a program needs, and that everything else is content. What nobody thought of is
content, too: it is filled. Inside the fields of an entry every text is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from isogloss.stand_ins.filler import Filler

_STAYS: Final = frozenset(
    # of a site
    {"id", "cmsLocaleId", "localeId", "fileId", "assetId", "collectionId", "siteId", "workspaceId", "componentId"}
    | {"propertyId", "parentFolderId", "folderId", "displayImageId", "type", "kind", "tag", "subdirectory", "format"}
    | {"createdOn", "lastUpdated", "lastPublished", "contentType", "timeZone", "exclusions", "nodeId"}
    # of an account
    | {"page_type", "collection", "default_locale", "status", "to", "component", "seed", "month"}
    | {"published", "updated", "created", "scheduled", "deleted"}
    # of a plan, a run and a log
    | {"record", "on", "verb", "locale", "field", "op", "outcome", "event", "level", "timestamp", "run"}
    | {"command", "state", "started", "ended", "plan_digest", "digest", "mapping_digest", "flow", "purpose"}
    | {"format_version", "isogloss_plan", "policy", "refused"}
)
_COUNTS: Final = frozenset(
    {"counter", "requests", "ready", "size", "n", "due", "reads", "seq", "ops", "exit", "seconds", "counts", "cost"}
)
_SAID: Final = frozenset({"call", "detail", "todo", "check", "message", "said", "why", "reason", "error", "many"})
"""Keys whose texts are sentences of ours, with content in them."""
_CONTENT: Final = frozenset({"fieldData", "fields", "live", "draft", "attributes"})
_SCHEMAS: Final = frozenset({"page_types", "single_pages", "locales"})
_KEYED: Final = frozenset({"media", "categories", "tags"})
"""Tables whose keys are content."""
_OF_FIELD: Final = frozenset({"id", "slug", "type", "isRequired", "isEditable"})
_WORD: Final = re.compile(r"\w+")
_QUOTED: Final = re.compile(r'"[^"\n]{4,}"')
_OURS: Final = ("adapters", "apply", "http", "mapping", "merge", "plan", "report", "run", "state")


def scrubbed_state(state: Mapping[str, object], filler: Filler) -> dict[str, object]:
    """The state of a sandbox with its content filled; the names in its schemas stay."""
    made: dict[str, object] = {}
    account = "page_types" in state
    links = frozenset(_links({name: state.get(name) for name in (*_SCHEMAS, "collections", "components")}))
    for name, value in state.items():
        if account and (name in _SCHEMAS or (name in {"collections", "components"} and isinstance(value, Mapping))):
            made[name] = value
        elif name == "collections":
            made[name] = [_collection(each, filler) for each in _rows(value)]
        else:
            made[name] = scrubbed(value, filler, name, links)
    return made


def scrubbed(value: object, filler: Filler, key: str = "", links: frozenset[str] = frozenset()) -> object:
    """The same value with every text of content filled.

    links: slugs of fields whose numbers are those of entries.
    """
    match value:
        case Mapping():
            return value if key in _COUNTS else _table(value, filler, key, links)
        case list() | tuple():
            return [scrubbed(inner, filler, key, links) for inner in value]
    return value if key in _STAYS or (key in _COUNTS and not isinstance(value, str)) else _filled(value, filler)


def _table(value: Mapping[str, object], filler: Filler, key: str, links: frozenset[str]) -> dict[str, object]:
    if key in _CONTENT and "fieldData" not in value:
        return {name: _content(inner, filler, links, str(name)) for name, inner in value.items()}
    if key in _KEYED:
        return {filler.text(name): scrubbed(inner, filler, "", links) for name, inner in value.items()}
    return {name: scrubbed(inner, filler, str(name), links) for name, inner in value.items()}


def _filled(value: object, filler: Filler) -> object:
    match value:
        case str():
            return filler.text(value)
        case bool() | None:
            return value
        case int() | float():
            return filler.number(value)
    return value


def told(value: object, filler: Filler, content: frozenset[str], key: str = "") -> object:
    """What a program tells, filled: sentences of ours keep their own words, unless those are words of the content."""
    match value:
        case str() if key in _SAID:
            return _sentence(value, filler, content)
        case Mapping():
            return {name: told(inner, filler, content, str(name)) for name, inner in value.items()}
        case list() | tuple():
            return [told(inner, filler, content, key) for inner in value]
    return scrubbed(value, filler, key)


def words_of(value: object) -> Iterator[str]:
    """Every word of the texts inside, in lower case."""
    match value:
        case str():
            yield from (word.casefold() for word in _WORD.findall(value))
        case Mapping():
            for inner in value.values():
                yield from words_of(inner)
        case list() | tuple():
            for inner in value:
                yield from words_of(inner)


def _sentence(text: str, filler: Filler, content: frozenset[str]) -> str:
    ours = _vocabulary() - content

    def kept(found: re.Match[str]) -> str:
        return found[0] if found[0].casefold() in ours else filler.text(found[0])

    return _WORD.sub(kept, text)


@cache
def _vocabulary() -> frozenset[str]:
    """The words of our own messages, as they stand in the source."""
    root = Path(__file__).parents[1]
    sources = [root / "errors.py", *(path for name in _OURS for path in (root / name).rglob("*.py"))]
    texts = (quoted for path in sources for quoted in _QUOTED.findall(path.read_text(encoding="utf-8")))
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text) if not word.isdigit())


def _content(value: object, filler: Filler, links: frozenset[str], key: str = "") -> object:
    """What is in the fields of an entry: all of it is content, but for the numbers of those it links to."""
    match value:
        case Mapping():
            return {name: _content(inner, filler, links, str(name)) for name, inner in value.items()}
        case list():
            return [_content(each, filler, links, key) for each in value]
    return value if key in links and isinstance(value, int) else _filled(value, filler)


def _links(schema: object) -> Iterator[str]:
    """The slugs of fields that link to entries, wherever in a schema they are."""
    if isinstance(schema, Mapping):
        if schema.get("kind") == "reference":
            yield str(schema.get("slug"))
        for inner in schema.values():
            yield from _links(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _links(inner)


def _collection(told: Mapping[str, object], filler: Filler) -> dict[str, object]:
    """A collection of a site: names and rules of its fields stay, what people call them does not."""
    rest = {name: value for name, value in told.items() if name not in {"fields", "slug"}}
    filled = {name: scrubbed(value, filler, name) for name, value in rest.items()}
    return {**filled, "slug": told.get("slug"), "fields": [_field(each, filler) for each in _rows(told.get("fields"))]}


def _field(told: Mapping[str, object], filler: Filler) -> dict[str, object]:
    rules = told.get("validations")
    if isinstance(rules, Mapping) and isinstance(rules.get("options"), list):
        options = [{"id": each["id"], "name": filler.text(str(each["name"]))} for each in rules["options"]]
        rules = {**rules, "options": options}
    people = {name: scrubbed(told.get(name), filler) for name in ("displayName", "helpText")}
    return {**{name: value for name, value in told.items() if name in _OF_FIELD}, **people, "validations": rules}


def _rows(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
