"""``lint``: what stands in the way of a launch, on both sides. Sends reads only.

Decides what the rules are shown of each side: every entry that it has, whoever sees it, and those that it does not have
yet and that a plan would carry to it. Two entries that claim to be the same are told, and refuse nothing here.
"""

from collections.abc import Collection, Mapping

from isogloss.answers import Linted, SeenBy
from isogloss.lint.lint import flaws_of
from isogloss.lint.site import Page, Site, State
from isogloss.mapping.names.addresses import addresses_of, slug_field, slug_in
from isogloss.mapping.names.forms import Forms
from isogloss.mapping.names.neutral import label_of
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.excluded import Exclusion
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.model.value import Absent
from isogloss.run.check import passed
from isogloss.run.links_in_texts import links_of
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.planning import unserved_of
from isogloss.run.rules import accepts_of
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.run.standings import shows
from isogloss.state.opened import open_state

_STATES: Mapping[SeenBy, State] = {"published": "published", "draft": "draft", "archived": "archived"}


def lint(session: Session, sides: Collection[Side] = ()) -> Linted:
    """Look at both sides.

    sides:  of which something is told; of both where none is named.
    Raises: MappingError where the mapping does not pass the check; any RemoteError.
    """
    bridge = session.bridge
    asked = [side for side in Side if side in sides or not sides]
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as kept,
        as_moved(session, kept) as state,
        Observed(bridge, state, session.scratch) as observed,
    ):
        checked = passed(bridge, readers, probe=False)
        observed.read(readers, lenient=True)
        sites = sites_of(observed, checked.schemas)
        flaws = tuple(flaw for side in asked for flaw in flaws_of(sites[side]))
        entries = sum(observed.count(side) for side in asked)
    return Linted(bridge.name, tuple(bridge.side(side).name for side in asked), entries, flaws)


def sites_of(observed: Observed, schemas: Mapping[Side, RemoteSchema]) -> dict[Side, Site]:
    """Both sides as the rules look at them."""
    bridge, unserved = observed.bridge, unserved_of(observed.bridge, schemas)
    sites = {
        side: Site(
            bridge.side(side),
            bridge.primary,
            unserved[side],
            {name: accepts_of(bound, schemas[side], frozenset()) for name, bound in bridge.side(side).kinds.items()},
        )
        for side in Side
    }
    forms = {side: Forms(bridge.side(side)) for side in Side}
    for pair in observed.pairs:
        _put(sites, observed, pair.key, forms)
    return sites


def _put(sites: Mapping[Side, Site], observed: Observed, key: EntryKey, forms: Mapping[Side, Forms]) -> None:
    """Take in one entry: where it is as it is, and where it is not as it will be."""
    seen = {side: observed.seen(side, key)[0] for side in Side}
    for side in Side:
        here, across = seen[side], seen[side.other]
        if here is not None:
            _put_shown(sites[side], observed, side, key, here)
            sites[side].links += links_of(observed, side, key, forms[side])
            beyond = observed.beyond(side, key).get(SLUG, 0)
            if beyond and observed.bridge.flows(key.kind).carries(side.other, SLUG):
                sites[side].placeless[key] = beyond
        if across is not None and not key.was and key.kind not in observed.unclear:
            _put_coming(sites[side], observed, side, key, across)


def _put_shown(site: Site, observed: Observed, side: Side, key: EntryKey, seen: Seen) -> None:
    shown, bound = observed.plain(side, key), site.binding.kinds[key.kind]
    if isinstance(shown.raw, Absent):
        return
    label = label_of(shown.entry, observed.bridge.kinds[key.kind], observed.bridge.primary)
    for locale in observed.bridge.locales:
        state = _STATES.get(shows(shown, locale))
        if state is not None:
            slug = slug_in(seen, locale, bound) or ""
            addresses = addresses_of(bound, locale, slug, seen.remote) if slug else ()
            note = shown.notes.get(locale)
            changed = None if note is None else note.said or note.updated
            site.add(Page(key, locale, label, state, slug, addresses, changed))


def _put_coming(site: Site, observed: Observed, side: Side, key: EntryKey, across: Seen) -> None:
    """What a plan would carry to a side of an entry, or of its locales, that it does not have."""
    bridge, bound = observed.bridge, site.binding.kinds[key.kind]
    flows, there = bridge.flows(key.kind), observed.remote(side, key) is not None
    name = slug_field(bound)
    if (name is None) if there else not flows.makes(side):  # what is there keeps its one slug
        return
    label = label_of(observed.plain(side.other, key).entry, bridge.kinds[key.kind], bridge.primary)
    for locale in bridge.locales:
        if site.page(key, locale) is None and _goes(observed, side, key, locale, across, name or SLUG):
            slug = observed.directory.across(across, locale, bound)
            if slug:
                site.add(Page(key, locale, label, "coming", slug, addresses_of(bound, locale, slug, None)))


def _goes(observed: Observed, side: Side, key: EntryKey, locale: Locale, across: Seen, name: str) -> bool:
    """Whether a locale of an entry is carried to a side at all."""
    bridge = observed.bridge
    if locale not in across.variants or locale not in bridge.side(side).locales:
        return False
    if observed.excluded(key).get(locale, Exclusion()).whole:
        return False
    return bridge.flows(key.kind).writes(side, Cell(key, locale, name))
