"""Finding entries among those a read sees: filters, order, words.

Decides what equals a filter's value and which entry comes first. A filter on a plain field looks at stored values
only; one that goes through a reference has to show it first, which is slower.

Source: ButterCMS API reference, query parameters (reference sections 4 and 6.1); how a value is compared is [inferred].
"""

from collections.abc import Iterable, Mapping, Sequence

from isogloss.sandbox.buttercms.answers import Call, refuse
from isogloss.sandbox.buttercms.reading import filters
from isogloss.sandbox.buttercms.render import Renderer
from isogloss.sandbox.buttercms.schema import NESTED, Specs
from isogloss.sandbox.buttercms.store import Entry

_TIMES = ("published", "updated")
_DEEP = NESTED | {"reference", "media", "date", "number"}


def listing(
    renderer: Renderer, kind: str, place: str | None, call: Call, specs: Specs, refusal: int
) -> Sequence[Entry]:
    """List a type or collection as a query asks; ``refusal`` as for ``narrowed``."""
    order = call.params.get("order", "")
    name = order.removeprefix("-").removeprefix("fields.")
    if name in _TIMES and not filters(call.params):
        return renderer.visible(kind, place, name, down=order.startswith("-"))
    return narrowed(renderer.visible(kind, place), call, renderer, specs, refusal)


def narrowed(found: Sequence[Entry], call: Call, renderer: Renderer, specs: Specs, refusal: int) -> Sequence[Entry]:
    """Apply the filters and the order of a query. ``refusal``: the status for a field that does not exist."""
    for path, value in filters(call.params).items():
        found = matching(found, path, value, renderer, specs, refusal)
    order = call.params.get("order")
    return ordered(found, order, renderer, specs, refusal) if order else found


def matching(
    found: Sequence[Entry], path: str, value: str, renderer: Renderer, specs: Specs, refusal: int
) -> Sequence[Entry]:
    """Keep the entries where the value at this path equals the text given."""
    head, *rest = path.split(".")
    spec = specs.get(head)
    if spec is None:
        refuse(refusal, f"Cannot filter by {path}.")
    if not rest and spec.kind not in _DEEP:
        return [entry for entry in found if value in _texts(_stored(entry, renderer).get(head))]
    return [
        entry
        for entry in found
        if value in _reached(renderer.fields(specs, _stored(entry, renderer), 2), [head, *rest])
    ]


def ordered(found: Sequence[Entry], order: str, renderer: Renderer, specs: Specs, refusal: int) -> Sequence[Entry]:
    """Sort by a time or a field; entries without a value come last either way."""
    name = order.removeprefix("-").removeprefix("fields.")
    spec = specs.get(name)
    if name not in _TIMES and (spec is None or spec.kind in NESTED or spec.kind == "reference"):
        refuse(refusal, f"Cannot order by {name}.")
    keyed = [(_sort_value(entry, name, renderer), entry) for entry in found]
    filled = [pair for pair in keyed if pair[0] not in (None, "")]
    filled.sort(key=lambda pair: _comparable(pair[0]), reverse=order.startswith("-"))
    return [entry for _, entry in filled] + [entry for value, entry in keyed if value in (None, "")]


def relevance(words: str, value: object) -> int:
    """Count how often the words occur in an entry's own content; 0 unless each does. Referenced content is left out."""
    text = " ".join(_own_texts(value)).casefold()
    counts = [text.count(word) for word in words.casefold().split()]
    return sum(counts) if all(counts) else 0


def _own_texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _own_texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _own_texts(each)


def _stored(entry: Entry, renderer: Renderer) -> Mapping[str, object]:
    variant = entry.variants.get(renderer.locale)
    return {} if variant is None else variant.shown(preview=renderer.preview) or {}


def _sort_value(entry: Entry, name: str, renderer: Renderer) -> object:
    if name in _TIMES:
        variant = entry.variants.get(renderer.locale)
        return None if variant is None else getattr(variant, name)
    return _stored(entry, renderer).get(name)


def _comparable(value: object) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0.0, str(value).casefold())


def _texts(value: object) -> list[str]:
    match value:
        case None:
            return [""]
        case bool():
            return ["true", "True", "1"] if value else ["false", "False", "0"]
        case float() if value.is_integer():
            return [str(value), str(int(value))]
        case _:
            return [str(value)]


def _reached(value: object, path: list[str]) -> list[str]:
    """Collect the texts at the end of a path; lists are searched through, a page's or picker's fields as well."""
    if isinstance(value, list):
        return [text for each in value for text in _reached(each, path)]
    if isinstance(value, Mapping):
        if not path:
            meta = value.get("meta")
            named = [meta.get("id")] if isinstance(meta, Mapping) else []
            return [str(each) for each in [*named, value.get("slug"), value.get("url")] if each is not None]
        if path[0] in value:
            return _reached(value[path[0]], path[1:])
        return _reached(value["fields"], path) if "fields" in value else []
    return [] if path else _texts(value)
