"""A first mapping file, proposed from what two sides say they have and show: a draft for a person.

Decides what is written down and what is left for a person to decide: each guess says what speaks for it, and what has
no place says so. What is alike is weighed in ``pairing``.
"""

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import yaml

from isogloss.mapping.draft.pairing import (
    Entries,
    Kinds,
    Paired,
    SameLocale,
    chosen_together,
    is_alternative,
    is_shared,
    same_fields,
    same_kinds,
    same_locales,
)
from isogloss.mapping.draft.wish import Sides, Wish
from isogloss.mapping.file.document import Draft
from isogloss.mapping.file.strict import is_name
from isogloss.mapping.names.locales import tag_of
from isogloss.mapping.names.traces import traces
from isogloss.mapping.types.sorts import ALT
from isogloss.model.locale import Locale
from isogloss.model.schema import FIELD_TYPES, FieldType, RemoteField, RemoteKind, RemoteSchema

SCHEMA: Final = "isogloss-mapping.schema.json"
"""The file, beside the mapping, in which editors look for what a mapping may say."""
_POLICIES: Final = (
    "publish: draft  # decide: mirror publishes across what is published; so, all is left a draft",
    "conflict: hold  # where both sides changed the same cell, neither is written before a person decides",
    "delete: hold  # what is gone on one side stays on the other, and is told",
)
_MORE: Final[Mapping[str, tuple[str, str]]] = {
    "pages": ("static pages", "{pages: [SLUG, …]}"),
    "components": ("components", "{components: [NAME, …]}"),
    "single_pages": ("pages without a type", "{single_pages: [SLUG, …]}"),
    "blog": ("posts in a blog", "{blog: true, group: {file: groups.yaml}}, and isogloss match proposes that file"),
}
"""Places that are no collections, and how a person binds a kind to one: nothing tells which is its like across."""
SLUG: Final = "slug"
PAGE: Final = "page_type"
_FIRST: Final[tuple[FieldType, ...]] = ("rich_text", "email", "phone", "colour", "link", "video", "date", *FIELD_TYPES)
"""Of the types that a field can hold, the one it is probably meant for: rich text is never held by chance."""
_OWN: Final[frozenset[FieldType]] = frozenset({"text", "long_text", "rich_text", "reference", "references"})
_SAME: Final = "  # the same in every locale of what was looked at"
_PLAIN: Final[frozenset[FieldType]] = frozenset({"text", "long_text"})
"""What a field holds that holds any text: then it is not meant for one of a special form."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of two sides, and asked for.

    left, right: what each has, by its own names.
    flow:    which way content is to go, as a mapping says it.
    refused: paths that were found not to hold, with the reason: what is there is left for a person.
    """

    left: RemoteSchema
    right: RemoteSchema
    sides: Sides
    name: str = "draft"
    flow: str = ""
    refused: Mapping[str, str] = field(default_factory=dict)


def infer(left: RemoteSchema, right: RemoteSchema, sides: Sides, *, name: str = "draft") -> str:
    """Propose a mapping as YAML text with comments.

    left:  what the left side has; its kinds by its own names.
    right: the same of the right side; where it cannot tell, the left side's names are proposed for it.
    """
    return propose(Asked(left, right, sides, name))


def propose(asked: Asked) -> str:
    """Propose a mapping as YAML text, with a comment where a person has to decide."""
    (one, _), (other, _) = ((wish.name, draft) for wish, draft in asked.sides)
    lines = [
        f"# yaml-language-server: $schema={SCHEMA}",
        "# A proposal: look at every line marked 'guess' before it is used. isogloss check says what it leaves out.",
        "isogloss: 1",
        f"name: {_word(asked.name)}",
        "sides:",
        *(f"  {wish.name}: {{adapter: {wish.adapter}, {_settings(wish, draft)}}}" for wish, draft in asked.sides),
    ]
    kinds = same_kinds(asked.left, asked.right)
    codes, locales = _locales(asked, kinds)
    lines.extend([f"flow: {asked.flow or f'{one} -> {other}'}", "locales:", *locales, "kinds:"])
    lines.extend(_Kinds(asked, kinds, codes).lines())
    taken = {partner.there for partner in kinds.partners.values()}
    alone = [kind.name for kind in asked.right.kinds.values() if kind.name not in taken]
    lines.extend(f"  # {_word(each)} of {other} is like nothing of {one}" for each in alone)
    for name, schema in ((one, asked.left), (other, asked.right)):
        for place, count in schema.more.items():
            what, bound = _MORE[place]
            lines.append(f"  # decide: {name} has {count:,} {what}; a kind of them has {name}: {bound}")
    return "\n".join([*lines, *_POLICIES, ""])


def _settings(wish: Wish, draft: Draft) -> str:
    said = re.sub(r'"\$\{WEBFLOW_SITE\}"', lambda _: _word(wish.site), draft.settings) if wish.site else draft.settings
    return said if wish.url is None else f"{said}, base_url: {_word(wish.url)}"


def _locales(asked: Asked, kinds: Kinds) -> tuple[dict[str, str], list[str]]:
    """The left side's code of each locale to the right side's, and the lines that say so."""
    (one, _), (other, draft) = ((wish.name, draft) for wish, draft in asked.sides)
    left, right = asked.left, asked.right
    codes = _tags(left.locales or ({left.primary: True} if left.primary else {"en": True}))
    primary = left.primary if left.primary in codes.values() else next(iter(codes.values()))
    across: dict[str, str] = {}
    lines: list[str] = []
    near: dict[str, SameLocale] = {}
    if right.locales is not None:
        near = same_locales(codes, right, kinds.entries.values())
    for tag, code in codes.items():
        if found := near.get(tag):
            there, why = found.code, f"  # guess: {found.why}" if found.why else ""
        elif right.locales is None:
            there, why = (code.lower() if draft.lower else code), f"  # guess: {other} lists no locales"
        else:
            lines.append(f"  # {_word(tag)}: {{{one}: {_word(code)}}}  # {other} has none that is near")
            continue
        across[code] = there
        first = ", primary: true" if code == primary else ""
        lines.append(f"  {_word(tag)}: {{{one}: {_word(code)}, {other}: {_word(there)}{first}}}{why}")
    taken = {*across.values()}
    lines += [
        f"  # decide: {other} has {_word(code)}, and no locale of {one} is like it"
        for code in right.locales or ()
        if code not in taken
    ]
    return across, lines


def _tags(codes: Iterable[str]) -> dict[Locale, str]:
    found: dict[Locale, str] = {}
    for code in codes:
        if tag := tag_of(code):
            found.setdefault(tag, code)
    return found


class _Kinds:
    """The kinds of a proposal, as lines of it."""

    def __init__(self, asked: Asked, kinds: Kinds, codes: Mapping[str, str]) -> None:
        self._asked, self._kinds, self._codes = asked, kinds, codes
        (self._one, _), (self._other, self._draft) = ((wish.name, draft) for wish, draft in asked.sides)
        self._origin = asked.sides[1][0].origin_key
        self._named: dict[str, str] = {}
        for at, kind in asked.left.kinds.items():
            if self._left_out(kind) is None:
                self._named |= {kind.name: _key(kind.name), at: _key(kind.name)}

    def lines(self) -> Iterator[str]:
        """Every kind, or why it is not proposed."""
        for kind in self._asked.left.kinds.values():
            why = self._left_out(kind)
            if why is not None:
                yield f"  # {_key(kind.name)}: {_plain(why)}"
                continue
            yield from self._kind(kind)

    def _left_out(self, kind: RemoteKind) -> str | None:
        """Why a kind is not proposed; None where it is."""
        if not kind.fields:
            return "no fields are known, so none can be proposed"
        path = f"kinds.{_key(kind.name)}"
        for at in (path, f"{path}.{self._other}", f"{path}.{self._one}"):
            if at in self._asked.refused:
                return f"decide: {self._asked.refused[at]}"
        if self._asked.right.kinds and kind.name not in self._kinds.partners:
            return f"decide: {self._other} has nothing that is like it among what was looked at"
        return None

    def _kind(self, kind: RemoteKind) -> Iterator[str]:
        found = self._kinds.partners.get(kind.name)
        there = {each.name: each for each in self._asked.right.kinds.values()}
        partner = there[found.there] if found else RemoteKind(kind.name)
        place = partner.place or self._draft.place
        items = self._draft.keyed and place == "collection"  # those have no slug, and are found again by our key
        proposal = _Fields(self, kind, partner, items=items)
        fields = list(proposal.lines())
        out = {*proposal.taken, self._origin, *self._codes.values()}  # what is called as a locale could be misread
        others = [slug for slug in partner.fields or () if slug not in out]
        said = [f"{place}: {_word(partner.name)}"]
        said += [f"origin_key: {_word(self._origin)}"] if items else []
        said += [f"other_fields: [{', '.join(map(_word, others))}]"] if others and self._draft.keyed else []
        yield f"  {_word(_key(kind.name))}:"
        yield f"    {self._one}: {{collection: {_word(kind.name)}}}"
        yield f"    {self._other}: {{{', '.join(said)}}}{self._unsure(found, partner, items=items)}"
        if others:
            yield f"    # decide: {self._other} has {_plain(', '.join(others))}, and nothing of {self._one} is like it"
        yield f"    match: [{proposal.match or '$slug'}]"
        yield "    fields:"
        yield from fields

    def _unsure(self, found: Paired | None, partner: RemoteKind, *, items: bool) -> str:
        if found is None:
            return "  # guess: nothing was looked at there"
        whys = [found.why] if found.why else []
        if partner.fields is None:
            whys.append("it shows no entries, so nothing tells of its fields")
        if whys:
            return f"  # guess: {'; '.join(whys)}"
        if items and self._origin not in (partner.fields or {}):
            return f"  # guess: no entry shows a field {_plain(self._origin)}; add one of text, for our key"
        return ""

    @property
    def codes(self) -> Mapping[str, str]:
        """The left side's code of each locale to the right side's."""
        return self._codes

    @property
    def names(self) -> tuple[str, str]:
        """What the sides are called."""
        return self._one, self._other

    def refused(self, kind: str, name: str) -> str:
        """Why a field does not hold; empty where nobody said so."""
        path = f"kinds.{kind}.fields.{name}"
        said = (why for at, why in self._asked.refused.items() if at == path or at.startswith(f"{path}."))
        return next(said, "")

    def called(self, target: str) -> str | None:
        """What we call a kind of the left side; None where it is not proposed."""
        return self._named.get(target)

    def entries(self, kind: RemoteKind, partner: RemoteKind) -> Entries:
        """The entries that both show."""
        return self._kinds.entries.get(f"{kind.name}\n{partner.name}", ())


class _Fields:
    """The fields of one kind.

    taken: slugs of the right side that have a place. match: by which field entries are paired; empty for the slug.
    """

    def __init__(self, kinds: _Kinds, kind: RemoteKind, partner: RemoteKind, *, items: bool) -> None:
        self._kinds, self._kind, self._partner, self._items = kinds, kind, partner, items
        self._entries = kinds.entries(kind, partner)
        self.taken: set[str] = set()
        self.match = ""
        self._there = partner.fields
        mine = {slug: each for slug, each in (kind.fields or {}).items() if not each.read_only}
        if partner.fields is None:
            self._mine = {slug: each for slug, each in mine.items() if slug != SLUG and not slug.endswith(ALT)}
            self._pairs: dict[str, Paired] = {}
        else:
            self._mine = mine
            self._pairs = self._paired(mine, partner.fields)

    def _paired(self, mine: Mapping[str, RemoteField], there: Mapping[str, RemoteField]) -> dict[str, Paired]:
        main = {slug: each for slug, each in mine.items() if slug != SLUG and not slug.endswith(ALT)}
        found = same_fields(main, there, self._entries, self._kinds.codes)
        rest = {slug: each for slug, each in there.items() if slug not in {pair.there for pair in found.values()}}
        aside = {
            slug: RemoteField(slug, each.type, frozenset({"text"}))
            for slug, each in mine.items()
            if slug == SLUG or slug.endswith(ALT)
        }
        for slug, pair in same_fields(aside, rest, self._entries, self._kinds.codes).items():
            told = SLUG in pair.there if slug == SLUG else is_alternative(pair.there)
            if told or not pair.why:
                found[slug] = pair
        return found

    def lines(self) -> Iterator[str]:
        """A line for each field, or why it has none."""
        names: list[str] = []
        for slug, each in self._mine.items():
            if slug in self._pairs or not (slug == SLUG or slug.endswith(ALT)):
                line = self._line(each)
                yield line
                if not line.lstrip().startswith("#"):
                    names.append(slug)
        if self._items and names:
            self.match = _key(SLUG if SLUG in names else names[0])

    def _line(self, each: RemoteField) -> str:
        name, (one, other) = _key(each.slug), self._kinds.names
        if why := self._kinds.refused(_key(self._kind.name), name):
            return f"      # {name}: decide: {_plain(why)}"
        pair = self._pairs.get(each.slug)
        there = self._there[pair.there] if pair and self._there else None
        type_ = _type(each, there)
        if type_ is None or (self._there and there is None):
            return f"      # {name}: {_word(each.type)}, which has no place on {other}"
        said = [f"type: {type_}", f"{one}: {_word(each.slug)}", f"{other}: {_word(there.slug if there else each.slug)}"]
        if type_ in {"reference", "references"}:
            target = self._kinds.called(each.to or "")
            if target is None:
                return f"      # {name}: {_word(each.type)}, and what it points to has no place on {other}"
            said.append(f"to: {_word(target)}")
        shared = there is not None and self._shared(each, there, type_)
        said += ["shared: true"] if shared else []
        guesses = [pair.why] if pair and pair.why else [] if pair else [f"{other} tells of no fields"]
        if type_ == "option":
            values, unsure = self._values(each, there)
            said.append(f"values: {{{', '.join(values)}}}")
            guesses += [f"the value {', '.join(unsure)}"] if unsure else []
        self.taken |= {there.slug} if there else set()
        comment = f"  # guess: {_plain('; '.join(guesses))}" if guesses else _SAME if shared else ""
        return f"      {_word(name)}: {{{', '.join(said)}}}{comment}"

    def _shared(self, one: RemoteField, other: RemoteField, type_: FieldType) -> bool:
        """Whether all locales share a field; texts and links to other entries never do by what is seen alone."""
        if type_ in _OWN:
            return False
        return is_shared(one.slug, other.slug, self._kind.samples, self._partner.samples)

    def _values(self, each: RemoteField, there: RemoteField | None) -> tuple[list[str], list[str]]:
        """The values of an option on both sides, and the keys of those that nothing but letters speaks for."""
        one, other = self._kinds.names
        known = sorted(there.options.values()) if there else []
        met = chosen_together(each.slug, there.slug, self._entries, self._kinds.codes) if there else {}
        lines: list[str] = []
        unsure: list[str] = []
        for label in each.options.values():
            key = _key(label)
            found, sure = _value(label, known, met.get(next(iter(traces(label)), ""), {}))
            lines.append(f"{_word(key)}: {{{one}: {_word(label)}, {other}: {_word(found or key)}}}")
            unsure += [] if sure else [key]
        return lines, unsure


def _value(label: str, known: list[str], met: Mapping[str, int]) -> tuple[str, bool]:
    """The right side's value for one of the left, and whether content or the very name says so."""
    by_trace = {next(iter(traces(each)), ""): each for each in known}
    if met:
        return by_trace.get(max(sorted(met), key=lambda text: met[text]), ""), True
    same = [each for each in known if _key(each) == _key(label)]
    if same:
        return same[0], True
    near = difflib.get_close_matches(label, known, n=1, cutoff=0.5)
    return (near[0] if near else ""), False


def _type(one: RemoteField, other: RemoteField | None) -> FieldType | None:
    holds = one.holds & other.holds if other else one.holds
    if one.holds >= _PLAIN or (one.holds & _PLAIN and "tags" in one.holds):
        return next((each for each in ("text", "long_text") if each in holds), None) or _first(holds)
    return _first(holds)


def _first(holds: frozenset[FieldType]) -> FieldType | None:
    return next((name for name in _FIRST if name in holds), None)


def _key(text: str) -> str:
    """A name of ours for something of theirs."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    made = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-")
    return made if is_name(made) else f"x-{made}".rstrip("-")


def _plain(text: str) -> str:
    """A text as it may stand in a comment: on one line, and nothing in it that steers."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))


def _word(text: str) -> str:
    """A text as YAML would read it back, quoted where it must be."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", text) and yaml.safe_load(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)
