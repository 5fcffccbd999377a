"""A first mapping file, proposed from what two sides say they have: a draft for a person, never used as it is.

Decides by likeness of names and by types alone. What was guessed carries a comment that says so.
"""

import dataclasses
import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from isogloss.bridge import Collection, PageType, TokenName
from isogloss.http.redact import Secret
from isogloss.mapping.file.document import Draft
from isogloss.mapping.file.strict import is_name
from isogloss.mapping.names.locales import pairs, tag_of
from isogloss.model.locale import Locale
from isogloss.model.schema import FIELD_TYPES, FieldType, RemoteField, RemoteKind, RemoteSchema


@dataclass(frozen=True, slots=True)
class Wish:
    """One side of a mapping that is to be proposed, and what to look at there.

    name:    of the side.
    adapter: the name of its platform.
    secrets: of the side; without, it is not asked.
    url:     where its API is, if not at the vendor's.
    site:    id or short name, where a platform has sites.
    places:  those to look at where a platform lists none.
    locales: codes, where a platform lists none; content is looked at in the first. None for a side without locales.
    """

    name: str
    adapter: str
    secrets: Mapping[TokenName, Secret] = dataclasses.field(default_factory=dict)
    url: str | None = None
    site: str = ""
    places: tuple[PageType | Collection, ...] = ()
    locales: tuple[str, ...] = ()


Sides = tuple[tuple[Wish, Draft], tuple[Wish, Draft]]
"""The left side and the right, each with what is said of every side of its platform."""
_FIRST: Final[tuple[FieldType, ...]] = ("rich_text", *FIELD_TYPES)
"""Of the types that a field can hold, the one it is probably meant for: rich text is never held by chance."""


def infer(left: RemoteSchema, right: RemoteSchema, sides: Sides, *, name: str = "draft") -> str:
    """Propose a mapping as YAML text with comments.

    left:  what the left side has; its kinds by its own names.
    right: the same of the right side; where it cannot tell, the left side's names are proposed for it.
    """
    one, other = (side.name for side, _ in sides)
    lines = [
        "# A proposal: look at every line marked 'guess' before it is used.",
        "isogloss: 1",
        f"name: {_word(name)}",
    ]
    lines.append("sides:")
    for side, draft in sides:
        where = "" if side.url is None else f", base_url: {_word(side.url)}"
        lines.append(f"  {side.name}: {{adapter: {side.adapter}, {draft.settings}{where}}}")
    lines.extend([f"flow: {one} -> {other}", "locales:", *_locales(left, right, sides), "kinds:"])
    named = {kind.name: _key(kind.name) for kind in left.kinds.values()}
    named |= {key: _key(kind.name) for key, kind in left.kinds.items()}
    partners = {kind.name: _partner(kind.name, right) for kind in left.kinds.values()}
    for kind in left.kinds.values():
        lines.extend(_kind(kind, partners[kind.name], named, sides))
    taken = {partner.name for partner in partners.values()}
    alone = [kind.name for kind in right.kinds.values() if kind.name not in taken]
    lines.extend(f"  # {_word(name)} of {other} is like nothing of {one}" for name in alone)
    return "\n".join([*lines, "publish: draft", "conflict: hold", "delete: hold", ""])


def _locales(left: RemoteSchema, right: RemoteSchema, sides: Sides) -> Iterator[str]:
    (one, _), (other, draft) = ((side.name, draft) for side, draft in sides)
    codes = _tags(left.locales or ({left.primary: True} if left.primary else {"en": True}))
    primary = left.primary if left.primary in codes.values() else next(iter(codes.values()))
    near = pairs(codes, right.locales or ())
    for tag, code in codes.items():
        if found := near.get(tag):
            there, said = found.code, "" if found.code == tag else f"  # guess: distance {found.distance}"
        elif right.locales is None:
            there, said = (code.lower() if draft.lower else code), f"  # guess: {other} lists no locales"
        else:
            yield f"  # {_word(tag)}: {{{one}: {_word(code)}}}  # {other} has none that is near"
            continue
        first = ", primary: true" if code == primary else ""
        yield f"  {_word(tag)}: {{{one}: {_word(code)}, {other}: {_word(there)}{first}}}{said}"


def _tags(codes: Iterable[str]) -> dict[Locale, str]:
    found: dict[Locale, str] = {}
    for code in codes:
        if tag := tag_of(code):
            found.setdefault(tag, code)
    return found


def _partner(name: str, schema: RemoteSchema) -> RemoteKind:
    """The kind of the other side with the likest name; one of the same name where that side cannot tell."""
    names = {kind.name: kind for kind in schema.kinds.values()}
    found = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.5)
    return names[found[0]] if found else RemoteKind(name)


def _kind(kind: RemoteKind, partner: RemoteKind, named: Mapping[str, str], sides: Sides) -> Iterator[str]:
    (one, _), (other, draft) = ((side.name, draft) for side, draft in sides)
    if not kind.fields:
        yield f"  # {_key(kind.name)}: no fields are known, so none can be proposed"
        return
    place = partner.place or draft.place
    items = draft.keyed and place == "collection"  # those have no slug, and are found again by our key
    key = ", origin_key: origin" if items else ""
    yield f"  {_word(_key(kind.name))}:"
    yield f"    {one}: {{collection: {_word(kind.name)}}}"
    sure = partner.fields and not (items and "origin" not in partner.fields)
    yield f"    {other}: {{{place}: {_word(partner.name)}{key}}}{'' if sure else '  # guess'}"
    yield f"    match: [{_key(next(iter(kind.fields))) if items else '$slug'}]"
    yield "    fields:"
    for field in kind.fields.values():
        if field.slug != "slug" and not field.read_only:
            yield from _field(field, partner, named, (one, other))


def _field(field: RemoteField, partner: RemoteKind, named: Mapping[str, str], names: tuple[str, str]) -> Iterator[str]:
    fitting = {slug: there for slug, there in (partner.fields or {}).items() if there.holds & field.holds}
    likest = difflib.get_close_matches(field.slug, sorted(fitting), n=1, cutoff=0.5)
    there = fitting[likest[0]] if likest else None
    holds = field.holds & there.holds if there else field.holds
    type_ = next((name for name in _FIRST if name in holds), None)
    if type_ is None or (partner.fields and there is None):
        yield f"      # {_key(field.slug)}: {_word(field.type)}, which has no place on {names[1]}"
        return
    said = [f"type: {type_}", f"{names[0]}: {_word(field.slug)}"]
    said.append(f"{names[1]}: {_word(there.slug if there else field.slug)}")
    if field.to is not None or type_ in {"reference", "references"}:
        said.append(f"to: {_word(named.get(field.to or '', 'unknown'))}")
    if type_ == "option":
        said.append(f"values: {{{', '.join(_values(field, there, names))}}}")
    sure = there is not None and there.slug == field.slug
    yield f"      {_word(_key(field.slug))}: {{{', '.join(said)}}}{'' if sure else '  # guess'}"


def _values(field: RemoteField, there: RemoteField | None, names: tuple[str, str]) -> Iterator[str]:
    known = sorted(there.options.values()) if there else []
    for label in field.options.values():
        key = _key(label)
        found = difflib.get_close_matches(label, known, n=1, cutoff=0.5)
        yield f"{_word(key)}: {{{names[0]}: {_word(label)}, {names[1]}: {_word(found[0] if found else key)}}}"


def _key(text: str) -> str:
    """A name of ours for something of theirs."""
    made = re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")
    return made if is_name(made) else f"x-{made}".rstrip("-")


def _word(text: str) -> str:
    """A text as YAML would read it back, quoted where it must be."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", text) and yaml.safe_load(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)
