"""A document that passed every rule, to the :class:`Bridge` that everything else reads.

Decides what is in scope: only locales and fields that both sides hold are compared (design: anything else is out of
scope, not absent). The digest is of what the mapping means, so that a plan survives a new token or another address.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from isogloss import bridge
from isogloss.bridge import (
    Bridge,
    Fetching,
    FieldBinding,
    KindBinding,
    KindScope,
    SideBinding,
)
from isogloss.errors import ConfigError
from isogloss.mapping.file.document import BoundEntry, Document
from isogloss.mapping.file.flows import flows_of, whole_flow
from isogloss.mapping.file.gates import gates_of
from isogloss.mapping.file.kind_rules import has_slug, in_scope, rename_of, slug_on
from isogloss.mapping.file.kinds import FieldEntry, KindEntry, Place
from isogloss.mapping.file.locks import locks_of
from isogloss.mapping.file.moves import moves_of
from isogloss.mapping.file.places import place_of
from isogloss.mapping.file.secrets import Settings
from isogloss.mapping.file.settings import Looking, Settled
from isogloss.mapping.file.words import read_amount, read_flow, read_policy, read_span
from isogloss.mapping.names.locales import canonical
from isogloss.merge.flow import Flows
from isogloss.merge.rules import ConflictPolicy
from isogloss.model.address import Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.value import Digest, digest_text
from isogloss.plan.limits import Bound, Count, Limits


def compile_document(document: Document, path: str, settings: Settings | None, *, writes: bool = True) -> Bridge:
    """Compile a document that has no problems.

    settings: looks references up; None leaves them as written and every secret out.
    writes:   whether secrets that only writing needs are looked up.
    Raises:   ConfigError naming every setting that could not be looked up.
    """
    names = list(document.sides)
    locales = _locales(document)
    primary = next(locale for locale, tag in locales.items() if document.locales[tag].primary)
    held = [locale for locale, tag in locales.items() if document.locales[tag].codes.keys() >= set(names)]
    both = {locale: locales[locale] for locale in (primary, *(at for at in held if at != primary))}
    locks = locks_of(document, tuple(both))
    flows = {
        kind: replace(flows_of(document, entry, _shared(document, entry), both), locks=locks[kind])
        for kind, entry in document.kinds.items()
    }
    found = _settled(document, Path(path).parent, settings, writes=writes)
    sides = {
        side: SideBinding(
            side=side,
            name=name,
            settings=found[name].settings,
            secrets=found[name].secrets,
            locales={
                to: document.locales[tag].codes[name]
                for to, tag in locales.items()
                if name in document.locales[tag].codes
            },
            primary=primary,
            kinds={
                kind: _binding(document, kind, entry, name, Path(path).parent) for kind, entry in document.kinds.items()
            },
            carry=document.unpublished_edits == "carry",
            tags=_blog_tags(document, name, locales),
            fetch=Fetching(**document.fetch.model_dump()),
        )
        for side, name in zip(Side, names, strict=True)
    }
    limits = document.limits
    return Bridge(
        name=document.name,
        path=path,
        digest=digest_document(document, sides),
        left=sides[Side.LEFT],
        right=sides[Side.RIGHT],
        flow=whole_flow(flows),
        locales=tuple(both),
        primary=primary,
        kinds={kind: _scope(document, kind, entry, flows[kind]) for kind, entry in document.kinds.items()},
        publish="mirror" if document.publish == "site" else document.publish,
        publish_site=document.publish == "site",
        missing_locale=document.missing_locale,
        conflict=_policy(document.conflict, names),
        locale_conflicts={
            locale: _policy(word, names) for locale, tag in locales.items() if (word := document.locales[tag].conflict)
        },
        delete=document.delete,
        drift=document.drift,
        unpublished_edits=document.unpublished_edits,
        freshness=document.freshness,
        census=read_span(document.census),
        keep=document.keep,
        pins={kind: pins for kind, entry in document.kinds.items() if (pins := _pins(entry))},
        moves=moves_of(document),
        accept=tuple(document.accept or ()),
        gates=gates_of(document),
        limits=Limits(
            read_amount(limits.delete),
            read_amount(limits.change),
            limits.minimum,
            kinds={kind: _limit(bound) for kind, bound in (limits.kinds or {}).items()},
            locales={canonical(tag): _limit(bound) for tag, bound in (limits.locales or {}).items()},
        ),
    )


def digest_document(document: Document, sides: Mapping[Side, SideBinding]) -> Digest:
    """Digest what a document means: the same for another spelling of a default, a locale or the order of kinds.

    sides: compiled, so that decisions in a groups file count; a plan made before they changed is made again.
    """
    said = document.model_dump(exclude_none=True, exclude={"fetch", "freshness", "census", "keep", "accept"})
    said["sides"] = list(said["sides"].items())
    said["locales"] = [(canonical(tag), entry) for tag, entry in said["locales"].items()]
    said["flow"] = read_flow(document.flow, list(document.sides))
    limits = said.pop("limits")
    near = [limits.pop(name, {}) for name in ("kinds", "locales")]
    said["limits"] = [_digested(limits["delete"]), _digested(limits["change"]), limits["minimum"], *filter(None, near)]
    if document.same_as_primary == "carry":  # as it was before there was a choice
        del said["same_as_primary"]
    decided = [_decided(kind.place) for side in sides.values() for kind in side.kinds.values()]
    apart = {name: alone for name, kind in document.kinds.items() if (alone := _apart(kind))}
    if apart:  # a pin without a partner is left out above, as every key that is not set
        said["apart"] = apart
    if any(decided):
        said["posts"] = decided
    return digest_text(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _digested(amount: str) -> float | str:
    return amount if isinstance(read_amount(amount), Count) else float(amount.removesuffix("%")) / 100


def _limit(bound: BoundEntry) -> Bound:
    delete, change = (None if said is None else read_amount(said) for said in (bound.delete, bound.change))
    return Bound(delete, change, bound.minimum)


def _decided(place: bridge.Place) -> str | None:
    """The decisions of a groups file, as they are digested since there are any; None without a file."""
    if not isinstance(place, bridge.BlogPosts) or not place.file or place.decided is None:
        return None
    return json.dumps({slug: [said.entry, said.locale] for slug, said in place.decided.items()})


def _locales(document: Document) -> dict[Locale, str]:
    """Canonical tag to the tag as written, in the order of the mapping."""
    return {canonical(tag): tag for tag in document.locales}


def _settled(document: Document, folder: Path, references: Settings | None, *, writes: bool) -> dict[str, Settled]:
    """The settings and secrets of every side, by its name; everything that cannot be looked up is named at once."""
    missing: list[str] = []
    found = {
        name: side.settled(Looking(name, references, folder, writes, missing)) for name, side in document.sides.items()
    }
    if missing:
        raise ConfigError("\n".join(missing))
    return found


def _blog_tags(document: Document, side: str, locales: Mapping[Locale, str]) -> dict[Locale, str]:
    if not document.sides[side].traits.tagged:
        return {}
    entries = {locale: document.locales[tag] for locale, tag in locales.items()}
    return {locale: entry.tag for locale, entry in entries.items() if entry.tag and side in entry.codes}


def _binding(document: Document, name: str, kind: KindEntry, side: str, folder: Path) -> KindBinding:
    fields = {
        field: _bound(_field(field, kind, entry), entry, side)
        for field, entry in kind.fields.items()
        if side in entry.remotes
    }
    place = kind.places[side]
    return KindBinding(
        kind=name,
        place=place_of(place, folder),
        fields=fields,
        origin_key=place.origin_key,
        match=tuple(kind.match),
        label=_label(document, kind),
        urls=_urls(document, place, side),
        others=tuple(slug for each in place.other_fields or () if (slug := each.strip())),
        slug=slug_on(document, kind, side),
    )


def _urls(document: Document, place: Place, side: str) -> dict[Locale, tuple[str, ...]]:
    """How the address of an entry is formed in each locale that a side holds."""
    codes = {to: document.locales[tag].codes.get(side) for to, tag in _locales(document).items()}
    said: dict[Locale, list[str]] = {}
    match place.url:
        case dict(by_locale):
            said = {canonical(tag): [form] for tag, form in by_locale.items()}
        case str() | list() as forms:
            said = dict.fromkeys(codes, [forms] if isinstance(forms, str) else forms)
    return {
        to: tuple(form.replace("{locale}", code.lower()) for form in said[to])
        for to, code in codes.items()
        if code is not None and to in said
    }


def _bound(field: Field, entry: FieldEntry, side: str) -> FieldBinding:
    """Where a field lives on a side; where the side holds it in one text, its parts have no place of their own.

    There options go by our own keys.
    """
    form = entry.forms.get(side)
    return FieldBinding(
        field=field,
        remote=entry.remotes.get(side, ""),
        options={key: names.get(side, key) for key, names in (entry.values or {}).items()},
        form=None if form is None else "fields" if form.prefix else form.as_,
        item=(form.item if form else None) or "",
        fields={name: _bound(field.fields[name], part, side) for name, part in (entry.fields or {}).items()},
    )


def _scope(document: Document, name: str, kind: KindEntry, flows: Flows) -> KindScope:
    names = list(document.sides)
    said = {"": kind.conflict, **{field: entry.conflict for field, entry in kind.fields.items()}}
    return KindScope(
        name=name,
        fields={f: _field(f, kind, entry) for f, entry in kind.fields.items() if in_scope(document, entry)},
        slug=has_slug(document, kind) and SLUG not in flows.off.get(SHARED, ()),
        match=tuple(kind.match),
        label=_label(document, kind),
        conflict={field: _policy(word, names) for field, word in said.items() if word is not None},
        delete=kind.delete,
        rename=rename_of(document, kind),
        apart=frozenset(_apart(kind)),
        same_as_primary=kind.same_as_primary or document.same_as_primary,
        flows=flows,
    )


def _shared(document: Document, kind: KindEntry) -> dict[str, bool]:
    """What is compared of a kind, and whether all locales share it."""
    fields = {f: _field(f, kind, entry).shared for f, entry in kind.fields.items() if in_scope(document, entry)}
    return fields | {SLUG: True} if has_slug(document, kind) else fields


def _apart(kind: KindEntry) -> list[str]:
    return sorted(left for left, right in (kind.pins or {}).items() if right is None)


def _pins(kind: KindEntry) -> dict[str, str]:
    return {left: right for left, right in (kind.pins or {}).items() if right is not None}


def _field(name: str, kind: KindEntry, entry: FieldEntry) -> Field:
    shared = kind.shared if entry.shared is None else entry.shared
    parts = {part: _field(part, kind, inner) for part, inner in (entry.fields or {}).items()}
    return Field(name, entry.type, shared=shared, to=entry.to, fields=parts)


def _label(document: Document, kind: KindEntry) -> str | None:
    if kind.label is not None:
        return kind.label
    texts = (name for name, entry in kind.fields.items() if entry.type == "text" and in_scope(document, entry))
    return next(texts, None)


def _policy(word: str, names: list[str]) -> ConflictPolicy:
    policy = read_policy(word, names)
    assert policy is not None, "a policy is judged before it is compiled"  # noqa: S101  # our own bug if not
    return policy
