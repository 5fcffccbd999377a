"""A first mapping file, proposed from what two sides say they have and show: a draft for a person.

Decides what is written down and what is left for a person to decide: each guess says what speaks for it, and what has
no place says so. What is alike is weighed in ``pairing``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from isogloss.mapping.draft.fields import Fields
from isogloss.mapping.draft.pairing import (
    BY_CONTENT,
    Entries,
    Kinds,
    Paired,
    SameLocale,
    same_kinds,
    same_locales,
)
from isogloss.mapping.draft.wish import Sides, Wish
from isogloss.mapping.draft.wording import key, plain, word
from isogloss.mapping.file.document import Draft
from isogloss.mapping.names.locales import tag_of
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteKind, RemoteSchema

SCHEMA: Final = "isogloss-mapping.schema.json"
"""The file, beside the mapping, in which editors look for what a mapping may say."""
_PUBLISH: Final = {
    True: "publish: draft  # decide: mirror publishes across what is published; so, all is left a draft",
    False: "publish: mirror  # what is live on one side is live on the other; {} has no drafts",
}
_POLICIES: Final = (
    "conflict: hold  # where both sides changed the same cell, neither is written before a person decides",
    "delete: hold  # what is gone on one side stays on the other, and is told",
)
_MORE: Final[Mapping[str, tuple[str, str]]] = {
    "pages": ("static pages", "{pages: [SLUG, …]}"),
    "components": ("components", "{components: [NAME, …]}"),
    "single_pages": ("pages without a type", "{single_pages: [SLUG, …]}"),
    "blog": ("posts in a blog", "{blog: true, group: {file: groups.yaml}}, and isogloss match proposes that file"),
}
"""Places that are no collections, and how a person binds a kind to one that was not found again across."""
_BY_ENTRY: Final = frozenset({"single_pages", "pages"})
"""Places of which a mapping names the entries that are meant."""


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
        f"name: {word(asked.name)}",
        "sides:",
        *(
            f"  {wish.name}: {{adapter: {wish.adapter}, {_settings(wish, draft, schema)}}}"
            for (wish, draft), schema in zip(asked.sides, (asked.left, asked.right), strict=True)
        ),
    ]
    kinds = same_kinds(asked.left, asked.right)
    codes, locales = _locales(asked, kinds)
    lines.extend([f"flow: {asked.flow or f'{one} -> {other}'}", "locales:", *locales, "kinds:"])
    lines.extend(_Kinds(asked, kinds, codes).lines())
    taken = {partner.there for partner in kinds.partners.values()}
    alone = [
        each.name for each in asked.right.kinds.values() if each.name not in taken and each.place not in BY_CONTENT
    ]
    lines.extend(f"  # {word(each)} of {other} is like nothing of {one}" for each in alone)
    found = {*kinds.partners, *taken}
    for name, schema in ((one, asked.left), (other, asked.right)):
        mapped = {kind.place for kind in schema.kinds.values() if kind.name in found}
        for place, count in schema.more.items():
            if place not in mapped:
                what, bound = _MORE[place]
                lines.append(f"  # decide: {name} has {count:,} {what}; a kind of them has {name}: {bound}")
    bare = [wish.name for wish, draft in asked.sides if not draft.drafts]
    return "\n".join([*lines, _PUBLISH[not bare].format(*bare), *_POLICIES, ""])


def looked_at(right: RemoteSchema, kinds: Kinds) -> bool:
    """Whether what a side has is known: places that were named, or others that are like something across.

    Else the left side's names are proposed for it, whether they are there or not.
    """
    return bool(kinds.partners) or any(each.place not in BY_CONTENT for each in right.kinds.values())


def _settings(wish: Wish, draft: Draft, schema: RemoteSchema) -> str:
    said = re.sub(r'"\$\{WEBFLOW_SITE\}"', lambda _: word(wish.site), draft.settings) if wish.site else draft.settings
    said = f"path: {word(wish.folder)}" if wish.folder else said
    more = [schema.settings] if schema.settings else []
    more += [] if wish.url is None else [f"base_url: {word(wish.url)}"]
    return ", ".join([said, *more])


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
            lines.append(f"  # {word(tag)}: {{{one}: {word(code)}}}  # {other} has none that is near")
            continue
        across[code] = there
        first = ", primary: true" if code == primary else ""
        lines.append(f"  {word(tag)}: {{{one}: {word(code)}, {other}: {word(there)}{first}}}{why}")
    taken = {*across.values()}
    lines += [
        f"  # decide: {other} has {word(code)}, and no locale of {one} is like it"
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
                self._named |= {kind.name: key(kind.name), at: key(kind.name)}

    def lines(self) -> Iterator[str]:
        """Every kind, or why it is not proposed."""
        for kind in self._asked.left.kinds.values():
            if kind.place in BY_CONTENT and kind.name not in self._kinds.partners:
                continue  # it is told of beside the kinds
            why = self._left_out(kind)
            if why is not None:
                yield f"  # {key(kind.name)}: {plain(why)}"
                continue
            yield from self._kind(kind)

    def _left_out(self, kind: RemoteKind) -> str | None:
        """Why a kind is not proposed; None where it is."""
        if not kind.fields:
            return "no fields are known, so none can be proposed"
        path = f"kinds.{key(kind.name)}"
        for at in (path, f"{path}.{self._other}", f"{path}.{self._one}"):
            if at in self._asked.refused:
                return f"decide: {self._asked.refused[at]}"
        if looked_at(self._asked.right, self._kinds) and kind.name not in self._kinds.partners:
            return f"decide: {self._other} has nothing that is like it among what was looked at"
        found = self._kinds.partners.get(kind.name)
        partner = self._asked.right.kinds.get(found.there) if found else None
        if partner and "primary" in partner.bound and self._main() != self._asked.right.primary:
            return (
                f"decide: slugs of {self._other} are without a locale in {self._asked.right.primary}, another primary"
            )
        return None

    def _main(self) -> str | None:
        """The right side's code of the primary."""
        return self._codes.get(self._asked.left.primary or next(iter(self._codes), ""))

    def _kind(self, kind: RemoteKind) -> Iterator[str]:
        found = self._kinds.partners.get(kind.name)
        there = {each.name: each for each in self._asked.right.kinds.values()}
        partner = there[found.there] if found else RemoteKind(kind.name)
        place = partner.place or self._draft.place
        items = self._draft.keyed and place == "collection"  # those have no slug, and are found again by our key
        slugged = self._draft.slugged and not items and place != "blog"
        proposal = Fields(self, kind, partner, slugged=slugged)
        fields = list(proposal.lines())
        out = {*proposal.taken, self._origin, *self._codes.values()}  # what is called as a locale could be misread
        shown = partner.fields or () if partner.shown is None else partner.shown
        others = [slug for slug in partner.fields or () if slug in shown and slug not in out]
        pairs = self.entries(kind, partner)
        said = [_bound(partner, [there.remote for _, there in pairs]) or f"{place}: {word(partner.name)}"]
        said += [f"origin_key: {word(self._origin)}"] if items else []
        made = self._draft.keyed and place not in BY_CONTENT  # where a create names every field
        said += [f"other_fields: [{', '.join(map(word, others))}]"] if others and made else []
        here = _bound(kind, [here.remote for here, _ in pairs]) or f"collection: {word(kind.name)}"
        yield f"  {word(key(kind.name))}:"
        yield f"    {self._one}: {{{here}}}"
        yield f"    {self._other}: {{{', '.join(said)}}}{self._unsure(found, partner, items=items)}"
        if others:
            yield f"    # decide: {self._other} has {plain(', '.join(others))}, and nothing of {self._one} is like it"
        yield from _alone(self._one, kind, [here.remote for here, _ in pairs])
        yield from _alone(self._other, partner, [there.remote for _, there in pairs])
        if kind.place == "pages":
            yield "    # decide: texts that stand on these pages are not in it; a list of all of them is called nodes"
        yield f"    match: [{proposal.match}]"
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
            return f"  # guess: no entry shows a field {plain(self._origin)}; add one of text, for our key"
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


def _bound(kind: RemoteKind, found: Iterable[str]) -> str:
    """How a mapping says where a kind lives; empty where its place is known by its name.

    found: the entries that both sides show, which are named where only some of a place are meant.
    """
    named = kind.place in _BY_ENTRY
    return f"{kind.place}: [{', '.join(map(word, sorted(found)))}]" if named else kind.bound


def _alone(side: str, kind: RemoteKind, found: list[str]) -> Iterator[str]:
    """What a person has to decide of entries that were not found again, where a kind names those that were."""
    rest = sorted({each.remote for each in kind.samples} - {*found})
    if kind.place in _BY_ENTRY and rest:
        yield f"    # decide: {side} also has {plain(', '.join(rest))}, and nothing across is like it"
