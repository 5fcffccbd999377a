"""From a compiled mapping to the rules of the merge and the terms of the plan: the one place that knows both."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from isogloss.bridge import Bridge, FieldBinding, KindBinding, KindScope, SideBinding
from isogloss.mapping.names.addresses import Directory
from isogloss.mapping.types.convert import fit, holds_whole
from isogloss.mapping.types.keeping import kept
from isogloss.mapping.types.likeness import meeting, seen
from isogloss.mapping.types.merging import merge_values
from isogloss.mapping.types.noticing import noticed
from isogloss.mapping.types.sorts import ALT
from isogloss.merge.alike import Alike, Likeness
from isogloss.merge.rules import Rules
from isogloss.model.address import Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import ANYTHING, Capabilities, RemoteSchema
from isogloss.model.value import ABSENT, Digest, MaybeValue, Scalar, ScalarType, Value, digest, load
from isogloss.plan.accepts import Accepts
from isogloss.plan.only_read import OnlyRead
from isogloss.plan.op import LossReason
from isogloss.plan.terms import Fit, Notice, Terms, Unseen, nothing_unseen
from isogloss.ports import Reader
from isogloss.run.guarding import RICH, Guarding
from isogloss.run.observe import Observed
from isogloss.state.opened import State
from isogloss.state.owners import Owners

_LIST: Final = '{"many":'
"""How a list is kept; a text that begins so has another digest."""


def rules_for(
    bridge: Bridge, scope: KindScope, state: State, readers: Mapping[Side, Reader], directory: Directory
) -> Rules:
    """The merge rules of one kind."""
    slugs = bridge.slugs(scope.name)

    guard = _guard(bridge, scope, state.owners, readers, directory)

    def met(field: str, left: MaybeValue, right: MaybeValue) -> Likeness:
        return meeting(left, right, slug=field in slugs)

    return Rules(
        flows=bridge.flows(scope.name),
        conflict={"": bridge.conflict, **scope.conflict},
        locales=bridge.locale_conflicts,
        delete=bridge.deletion(scope.name),
        drift=bridge.drift,
        merge3=merge_values,
        body=partial(kept_value, state),
        guard=guard,
        anew=guard.anew,
        alike=Alike(met, seen, state.likenesses.get),
        carry=bridge.unpublished_edits == "carry",
    )


def kept_value(state: State, known: Digest, type_: ScalarType = "long_text") -> MaybeValue:
    """The value that a base remembers by its digest; ABSENT where it was not kept.

    type_: of a text, whose type is not kept with it.
    """
    text = state.bodies.get(known)
    if text is None:
        return ABSENT
    if text.startswith(_LIST):
        try:
            value = load(json.loads(text))
        except ValueError:  # a text that only begins so
            return Scalar(type_, text)
        if digest(value) == known:
            return value
    return Scalar(type_, text)


def _guard(
    bridge: Bridge, scope: KindScope, owners: Owners, readers: Mapping[Side, Reader], directory: Directory
) -> Guarding:
    """What keeps opaque parts on the side whose they are."""
    sites = [side for side in Side if readers[side].capabilities(scope.name).components]
    names = {side: bridge.side(side).name for side in Side}
    return Guarding(names, sites[0] if len(sites) == 1 else None, owners.of, directory.address)


def terms_for(
    bridge: Bridge,
    scope: KindScope,
    observed: Observed,
    readers: Mapping[Side, Reader],
    unserved: Mapping[Side, frozenset[Locale]] | None = None,
    unseen: Unseen = nothing_unseen,
    schemas: Mapping[Side, RemoteSchema] | None = None,
    gated: Mapping[Locale, str] | None = None,
) -> dict[Side, Terms]:
    """The plan's terms of one kind, by side.

    unserved: by side, the locales that it holds and does not show to the public.
    unseen:   which links of one side the other cannot show.
    schemas:  what each side says of itself.
    gated:    locales whose gate is closed, each with what it lacks.
    """
    made: dict[Side, Terms] = {}
    for side in Side:
        binding = bridge.side(side)
        can = readers[side].capabilities(scope.name)
        if type(binding.settings) is type(bridge.side(side.other).settings):  # ids of components belong to one site
            can = replace(can, components=False)
        made[side] = Terms(
            place=binding.name,
            can=can,
            fit=fit_of(binding, scope, can),
            taken=observed.slugs(side, scope.name),
            holders=observed.slug_holders(side, scope.name, fields=can.lowers_slugs),
            reserved=observed.state.taken.now(side, scope.name) - observed.slugs(side, scope.name),
            twins=_twins(observed.slug_cells(side.other, scope.name)) if can.lowers_slugs else {},
            publish=bridge.publish,
            carry=bridge.unpublished_edits == "carry",
            label=scope.label if scope.label and not scope.fields[scope.label].shared else None,
            alt_of=_alts(binding.kinds[scope.name].fields),
            primary=binding.primary if can.inherits else None,
            main=bridge.primary,
            unserved=(unserved or {}).get(side, frozenset()),
            gated=gated or {},
            keep=kept,
            leads=bridge.flows(scope.name).source,
            notice=_notice(binding, scope, can),
            unseen=unseen,
            accepts=accepts_of(
                binding.kinds[scope.name],
                (schemas or {}).get(side),
                observed.state.unemptied.now(side, scope.name),
                frozenset(name for name in scope.fields if not bridge.flows(scope.name).carries(side, name)),
            ),
        )
    return made


def accepts_of(
    kind: KindBinding, schema: RemoteSchema | None, unemptied: frozenset[str], apart: frozenset[str] = frozenset()
) -> Accepts:
    """What a side takes of a kind; of a field that it holds in another type than the mapping says, nothing is known."""
    remote = schema.kinds.get(kind.kind) if schema is not None else None
    if remote is None:
        return Accepts(filled=unemptied)
    there = remote.fields or {}
    plain = {name: bound for name, bound in kind.fields.items() if bound.form is None and bound.remote in there}
    rules = {name: there[bound.remote].rule for name, bound in plain.items()} | {SLUG: remote.slug}
    # what is empty is named after the entry, or made of that
    given = frozenset(name for name, bound in plain.items() if bound.remote in ("name", "slug"))
    required = frozenset(n for n, bound in plain.items() if there[bound.remote].required and bound.field.type != "flag")
    return Accepts(
        rules={name: rule for name, rule in rules.items() if rule != ANYTHING},
        options={
            name: frozenset(key for key, word in bound.options.items() if word in there[bound.remote].options.values())
            for name, bound in plain.items()
            if bound.field.type == "option" and there[bound.remote].options
        },
        required=required - given,
        shared=frozenset(name for name, bound in plain.items() if bound.field.shared),
        whole=required | given | {SLUG},
        apart=apart,
        filled=unemptied,
    )


def _alts(fields: Mapping[str, FieldBinding]) -> dict[str, str]:
    """The field of each alternative text that has one of its own, to that of its picture."""
    pictures = {bound.remote: name for name, bound in fields.items()}
    found = {name: pictures.get(bound.remote.removesuffix(ALT)) for name, bound in fields.items()}
    return {name: picture for name, picture in found.items() if picture is not None and picture != name}


def _twins(cells: Mapping[tuple[Locale, str], Iterable[str]]) -> dict[tuple[Locale, str], dict[str, tuple[str, ...]]]:
    """Slugs that differ in case only, by what they are in lower case; for each cell that has any."""
    made: dict[tuple[Locale, str], dict[str, tuple[str, ...]]] = {}
    for at, slugs in cells.items():
        found: dict[str, list[str]] = {}
        for slug in sorted(slugs):
            found.setdefault(slug.casefold(), []).append(slug)
        alike = {folded: tuple(several) for folded, several in found.items() if len(several) > 1}
        if alike:
            made[at] = alike
    return made


def only_read_of(bridge: Bridge, kind: str, readers: Mapping[Side, Reader]) -> dict[Side, OnlyRead]:
    """What each side only shows of one kind."""
    made: dict[Side, OnlyRead] = {}
    for side in Side:
        binding, can = bridge.side(side), readers[side].capabilities(kind)
        fields = binding.kinds[kind].fields.items()
        made[side] = OnlyRead(
            binding.name,
            kind=can.read_only,
            makes=can.create_entry,
            fields=frozenset(name for name, bound in fields if bound.remote in can.fixed) | (can.fixed & {STATUS}),
            across=partial(bridge.flows(kind).writes, side.other),
        )
    return made


def _notice(binding: SideBinding, scope: KindScope, can: Capabilities) -> Notice:
    dropped = {name for name, bound in binding.kinds[scope.name].fields.items() if bound.remote in can.drops_comments}

    def told(name: str, now: MaybeValue, written: MaybeValue) -> tuple[tuple[LossReason, str], ...]:
        if isinstance(written, Scalar) and written.type != RICH:  # first, as nearly all are
            return ()
        drops, rows = name in dropped, can.keeps_comments
        return noticed(now, written, site=can.components, drops_comments=drops, keeps_comments=rows)

    return told


def fit_of(binding: SideBinding, scope: KindScope, can: Capabilities) -> Fit:
    """What a side can hold of a value, and what is lost on the way."""
    fields = binding.kinds[scope.name].fields
    whole = {name for name, bound in fields.items() if holds_whole(bound, can)}

    def fitted(name: str, value: Value) -> tuple[MaybeValue, tuple[tuple[LossReason, str], ...]]:
        bound = fields.get(name)
        if bound is None or name in whole:  # $slug, or one of the many fields that never lose anything
            return value, ()
        made = fit(value, scope.fields[name], bound, can)
        return made.value, tuple((lost.reason, lost.detail) for lost in made.losses)

    return fitted
