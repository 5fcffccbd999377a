"""Make a plan: look at both sides, merge entry by entry, order, and write it down. Nothing is sent but reads."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import chain
from operator import attrgetter
from pathlib import Path

from isogloss.bridge import Bridge, SideBinding
from isogloss.errors import Refused
from isogloss.merge.change import Conflict
from isogloss.merge.decision import Decision
from isogloss.merge.facing import Facing, quote
from isogloss.merge.policy import guarded
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.model.value import Digest
from isogloss.plan.build import build
from isogloss.plan.data import PlanFile, write_plan
from isogloss.plan.draft import Arranged, Draft, Layers, Tally
from isogloss.plan.following import follow_primary
from isogloss.plan.header import Header, PlanCounts, Purpose
from isogloss.plan.limits import Extent, MaxLoss, refuse_if_dangerous, refuse_if_lossy
from isogloss.plan.links import Seen, as_seen
from isogloss.plan.only_read import join, set_apart
from isogloss.plan.op import Op, Pairing, Step
from isogloss.plan.overtaken import publish_overtaken
from isogloss.plan.record import Record
from isogloss.plan.site import Sites
from isogloss.plan.standins import replace_stand_ins
from isogloss.plan.terms import Built, Terms
from isogloss.ports import Reader
from isogloss.run.brought_back import BroughtBack
from isogloss.run.collector import rarely_collecting
from isogloss.run.costing import cost
from isogloss.run.deciding import Deciding, with_traces
from isogloss.run.gates import closed_gates
from isogloss.run.lookalikes import find_lookalikes
from isogloss.run.observe import Observed
from isogloss.run.reborn import Reborn, find_reborn, refuse_if_reborn
from isogloss.run.reminding import remarks_of
from isogloss.run.renaming import Renames
from isogloss.run.resting import Resting
from isogloss.run.rules import only_read_of, rules_for, terms_for
from isogloss.run.still_linked import StillLinked
from isogloss.run.telling import excluded_of_kinds, lost_links, note_excluded, remarks_on_state, tell
from isogloss.run.titling import titles_of
from isogloss.run.told_gone import told_gone
from isogloss.run.twice import find_twice
from isogloss.run.unreadable import SetAside
from isogloss.run.unseen import Links, link_fields
from isogloss.run.vanishing import Vanishing
from isogloss.state.lines import LineStore
from isogloss.state.opened import State


@rarely_collecting()
def draft_plan(
    observed: Observed,
    state: State,
    readers: Mapping[Side, Reader],
    schemas: Mapping[Side, RemoteSchema],
    store: LineStore,
    tick: Callable[[int], None] | None = None,
    max_loss: MaxLoss | None = None,
    watch: Callable[[Facing, Rules], None] | None = None,
) -> Arranged:
    """Merge every entry and arrange what follows.

    tick:   called with the number of entries merged so far.
    watch:  is shown each entry as it is merged, and by which rules.
    Raises: Refused where the plan cannot be ordered; one that is too dangerous is marked, and can be looked at.
    """
    bridge = observed.bridge
    aside = SetAside(observed)
    rules = _rules(observed, aside, state, readers)
    reborn, twice, back = find_reborn(observed), find_twice(observed), BroughtBack(observed)
    held = reborn.held.keys() | twice.found.keys()
    deciding = Deciding(observed, state, back.hold, watch)

    def foresee(facing: Facing) -> Iterable[Decision]:
        return () if facing.key in held else deciding.foresee(facing, rules[facing.key.kind])

    links = Links(observed, foresee)
    terms = _terms(observed, readers, links, schemas)
    linking, sites = link_fields(bridge), sites_of(bridge, readers, state.due.sides())
    draft = Draft(store, frozenset(bridge.limits.locales), lambda side, kind: terms[kind][side].primary)

    def seen(facing: Facing) -> Seen:
        return as_seen(facing, linking[facing.key.kind], links.unseen, links.goes, links.comes_back, links.lone())

    def decide(facing: Facing) -> list[Decision]:
        found, by = seen(facing), rules[facing.key.kind]
        return _beyond_the_merge(found.as_shown(deciding.merge(found.facing, by)), facing, bridge, by)

    vanishing = Vanishing(observed, schemas)
    shown = cache(partial(only_read_of, bridge, readers=readers))
    renames = Renames(observed, terms, decide, links.is_made)
    lookalikes = find_lookalikes(observed)
    resting = Resting(
        observed,
        state,
        readers,
        schemas,
        lambda key: key in held or renames.concern(key) or deciding.concern(key),
    )
    still = StillLinked(observed, linking, partial(_take, draft, sites, renames, resting))
    for done, pair in enumerate(state.base.walk(observed.pairs, attrgetter("key")), start=1):
        if pair.key in renames.leading.replaced:
            continue
        if (untouched := _untouched(pair.key, observed, aside)) is not None:
            draft.add(observed.facing(pair.key), untouched)
        if untouched is not None or resting.rests(pair.key):
            continue
        facing, decided = renames.decided(pair.key)
        vanishing.see(facing, decided)
        suspect = next(filter(None, (each.waits(facing, decided) for each in (reborn, twice, lookalikes, aside))), None)
        if suspect is not None:  # neither of the two is remembered, so that they can still be paired
            draft.add(facing, with_traces(Built(conflicts=[suspect]), facing))
            continue
        if pair.key in observed.new and pair.key not in lookalikes.near and back.is_new(pair.key, decided):
            draft.put(Pairing(pair.key, facing.label, pair.left, pair.right))
        kept, said = set_apart(decided, facing, shown(pair.key.kind))
        built = deciding.tell(join(build(facing, kept, terms[pair.key.kind]), said), facing)
        tell(facing, bridge, built)
        note_excluded(observed, facing, built)
        found = seen(facing)
        built.losses += found.losses()
        found.keep(built)
        built.losses += lost_links(built.ops, bridge, observed.directory)
        still.see(facing, built)
        (tick or _untold)(done)
    still.end()
    _take_rest(draft, observed, deciding, renames, sites, back)
    arranged = draft.arrange(observed.present, required_of(bridge, schemas), partial(_price, readers))
    refused = _refusal(observed, state, draft, max_loss or MaxLoss(), reborn)
    titles = titles_of(observed, draft.linked)
    return replace(arranged, wrong=tuple(vanishing.problems()), refused=refused, titles=titles)


def _beyond_the_merge(decided: Iterable[Decision], facing: Facing, bridge: Bridge, rules: Rules) -> list[Decision]:
    """What was merged cell by cell, with what follows from what other cells of the entry become."""
    guard = partial(guarded, facing=facing, rules=rules, anew=True)
    writes, carry = rules.flows.writes, bridge.unpublished_edits == "carry"
    made = replace_stand_ins(decided, facing, bridge.primary, writes, guard)
    if facing.copied:
        drafts = bridge.publish == "draft"
        made = follow_primary(made, facing, bridge.primary, writes, guard, drafts=drafts, carry=carry)
    named = [side for side in Side if bridge.slug_fields(side, facing.key.kind)] if carry else ()
    return list(publish_overtaken(made, facing, writes, named) if carry else made)


def _terms(
    observed: Observed, readers: Mapping[Side, Reader], links: Links, schemas: Mapping[Side, RemoteSchema]
) -> dict[str, dict[Side, Terms]]:
    """The plan's terms of every kind, by side."""
    bridge = observed.bridge
    unserved, gated = unserved_of(bridge, schemas), closed_gates(observed)
    return {
        name: terms_for(bridge, scope, observed, readers, unserved, links.unseen, schemas, gated)
        for name, scope in bridge.kinds.items()
    }


def _take(draft: Draft, sites: Sites, renames: Renames, resting: Resting, facing: Facing, built: Built) -> None:
    """Take in all that a plan says of one entry."""
    sites.see(facing.key, built)
    renames.leading.see(facing, built)
    draft.add(facing, built)
    resting.note(facing.key, built)


def _take_rest(
    draft: Draft, observed: Observed, deciding: Deciding, renames: Renames, sites: Sites, back: BroughtBack
) -> None:
    """Take in what comes after all entries, and what a plan says beside what it says of each."""
    for facing, built in renames.rest():
        sites.see(facing.key, built)
        draft.add(facing, built)
    records: Iterator[Record] = chain(
        _for_people(observed),
        remarks_on_state(observed),
        back.remarks(),
        deciding.rest(observed.entries),
        excluded_of_kinds(observed),
        remarks_of(observed.bridge, observed.entries, observed.state.due_moves),
        renames.pairings(),
        renames.steps,
        sites.records(),
    )
    for record in records:
        draft.put(record)


def _untold(done: int) -> None:
    """Tell nobody how far the merge is."""
    del done


def _untouched(key: EntryKey, observed: Observed, aside: SetAside) -> Built | None:
    """What a plan says of an entry about which nothing is decided; None where something is.

    One side shows an older state of it than was confirmed, or what cannot be read.
    """
    why = observed.waits(key)
    if why:
        facing = observed.facing(key)
        left, right = (quote(Cell(key), facing.shows(side)) for side in Side)
        found = Conflict(Cell(key), "an older state is shown", left, right, facing.label, why)
        return with_traces(Built(conflicts=[found]), facing)
    return Built(steps=list(aside.steps(key))) if key in aside.keys else None


def _refusal(observed: Observed, state: State, draft: Draft, max_loss: MaxLoss, reborn: Reborn) -> str:
    """Why a plan may not be applied; empty where it may."""
    try:
        refuse_if_reborn(observed, reborn)
        refuse_if_dangerous(_extents(observed, state, draft), observed.bridge.limits)
        refuse_if_lossy(draft.tally.losses, sum(draft.tally.verbs.values()), max_loss)
    except Refused as refused:
        return str(refused)
    return ""


def unserved_of(bridge: Bridge, schemas: Mapping[Side, RemoteSchema]) -> dict[Side, frozenset[Locale]]:
    """By side, the locales that it holds and does not show to the public."""
    return {side: _unserved(bridge.side(side), schemas[side]) for side in Side}


def _unserved(binding: SideBinding, schema: RemoteSchema) -> frozenset[Locale]:
    served = {code.lower(): enabled for code, enabled in (schema.locales or {}).items()}
    return frozenset(locale for locale, code in binding.locales.items() if not served.get(code.lower(), True))


def _rules(observed: Observed, aside: SetAside, state: State, readers: Mapping[Side, Reader]) -> dict[str, Rules]:
    """By kind, how its entries are merged this time."""
    return {
        name: _careful(rules_for(observed.bridge, scope, state, readers, observed.directory), name, observed, aside)
        for name, scope in observed.bridge.kinds.items()
    }


def _careful(rules: Rules, kind: str, observed: Observed, broken: SetAside) -> Rules:
    """While a side shows what cannot be placed or read of a kind, nothing of that kind counts as deleted.

    Nor does anything where the state is older than what was done.
    """
    unclear = (
        observed.outlived is not None
        or broken.holds(kind)
        or any(aside.kind == kind for side in Side for aside in observed.asides(side))
    )
    return replace(rules, delete="hold", sure=False) if unclear else rules


def _for_people(observed: Observed) -> list[Step]:
    """What could not be placed: a step each, with the reason."""
    return [
        Step(
            side,
            Cell(EntryKey(aside.kind, aside.remote)),
            f"{aside.todo} ({aside.reason})",
            "the next run can place it",
        )
        for side in Side
        for aside in observed.asides(side)
    ]


def sites_of(bridge: Bridge, readers: Mapping[Side, Reader], due: frozenset[Side]) -> Sites:
    """What watches whether a whole site has to be published after a plan."""
    written = {kind: bridge.flows(kind).written() for kind in bridge.kinds}
    can = {
        side: {kind: readers[side].capabilities(kind) for kind in bridge.kinds if side in written[kind]}
        for side in Side
    }
    live = bridge.publish == "mirror"
    return Sites(
        {side: bridge.side(side).name for side in Side},
        bridge.publish_site,
        frozenset(side for side, kinds in can.items() if any(each.publishes_site for each in kinds.values())),
        {
            side: frozenset(kind for kind, each in can.get(side, {}).items() if live and each.live_with_site)
            for side in Side
        },
        due,
    )


def required_of(bridge: Bridge, schemas: Mapping[Side, RemoteSchema]) -> Callable[[Side, str, str], bool]:
    """Whether a side refuses an entry of a kind without a field."""

    def required(side: Side, kind: str, name: str) -> bool:
        bound = bridge.side(side).kinds[kind].fields.get(name)
        remote = schemas[side].kinds.get(kind)
        if bound is None or remote is None or remote.fields is None:
            return False
        found = remote.fields.get(bound.remote)
        return found is not None and found.required

    return required


def _price(readers: Mapping[Side, Reader], layers: Layers) -> Mapping[Side, int]:
    """Requests to write the ops of all layers and to read them back."""
    total = dict.fromkeys(Side, 0)
    for side, ops in layers:
        total[side] += readers[side].cost(ops) + readers[side].look_cost(ops)
    return total


def _extents(observed: Observed, state: State, draft: Draft) -> Iterator[Extent]:
    """How much a plan does to each side, to each kind there, and to each locale that is bounded."""
    bridge, tally = observed.bridge, draft.tally
    fewer = any(observed.count(side) < observed.known[side].total() for side in Side)
    told = told_gone(observed, state.held.all() if fewer else ())
    for side in Side:
        name, known = bridge.side(side).name, observed.known[side] - told[side]
        there = observed.counts(side)
        deleted, changed = (Counter(key.kind for key in keys[side]) for keys in (tally.deleted, tally.changed))
        yield Extent(name, observed.count(side), known.total(), deleted.total(), changed.total())
        for kind in bridge.kinds:
            yield Extent(name, there.kinds[kind], known[kind], deleted[kind], changed[kind], kind=kind)
        for locale in bridge.limits.locales:
            gone, moved = (
                len(each.get((side, locale), ())) for each in (tally.variants.deleted, tally.variants.changed)
            )
            yield Extent(name, there.locales[locale], 0, gone, moved, locale=locale)


def save_plan(
    path: Path,
    arranged: Arranged,
    bridge: Bridge,
    readers: Mapping[Side, Reader],
    spent: Mapping[Side, int],
    state: State,
    purpose: Purpose,
) -> PlanFile:
    """Write a plan with its counts, its cost, and the run after which it was made.

    spent: as for ``cost``.
    """
    last = next((run.id for run in state.runs.all(limit=1)), "")
    names = {side: bridge.side(side).name for side in Side}

    def is_anew(op: Op) -> bool:
        return op.verb == "create" and state.names(op.on).remote(op.entry) is not None

    def header() -> Header:
        return Header(
            Digest(""),
            bridge.name,
            bridge.path,
            bridge.digest,
            names,
            bridge.flow,
            _counts(arranged.draft.tally, {side.value: name for side, name in names.items()}),
            cost(arranged, bridge, readers, spent, is_anew),
            purpose,
            last,
            arranged.refused,
            bridge.limits.raised,
            arranged.doubts,
            tuple(bridge.locales),
            arranged.about.accounts,
            arranged.about.editors,
            arranged.titles,
            arranged.about.by,
        )

    return PlanFile(path, write_plan(path, arranged.lines(), header))


def _counts(tally: Tally, names: Mapping[str, str]) -> PlanCounts:
    cells: dict[str, dict[str, dict[str, int]]] = {}
    for (side, locale, verb), count in sorted(tally.verbs.items()):
        cells.setdefault(names[side], {}).setdefault(locale, {})[verb] = count
    return PlanCounts(
        dict(sorted(tally.records.items())), _by_side(tally.entries, names), cells, _by_side(tally.losses, names)
    )


def _by_side(counts: Mapping[tuple[str, str], int], names: Mapping[str, str]) -> dict[str, dict[str, int]]:
    made: dict[str, dict[str, int]] = {}
    for (side, what), count in sorted(counts.items()):
        made.setdefault(names[side], {})[what] = count
    return made
