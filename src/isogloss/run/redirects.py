"""``redirects``: where old addresses of a side lead now, or once a plan is carried out. Sends reads only.

Decides which addresses there were: those that runs saw the public see, what the side shows now, and, where a site moves
from the other side, all that is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from isogloss.errors import ConfigError, UsageError
from isogloss.files import SHARED as SHARED_FILE
from isogloss.files import whole
from isogloss.lint.redirect_files import FILES, brought_from
from isogloss.lint.redirects import Redirects, Was, path_key, redirects_of
from isogloss.lint.site import Page, Site, State
from isogloss.mapping.names.addresses import addresses_of, slug_field
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, PRESENT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, Scalar
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Change, Op
from isogloss.run.check import passed
from isogloss.run.lint import sites_of
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.state.opened import State as Kept
from isogloss.state.opened import open_state


def redirects(
    session: Session,
    side: Side,
    plan: PlanFile | None = None,
    brought: Sequence[tuple[str, str]] = (),
    *,
    moves: bool = False,
) -> Redirects:
    """Where old addresses of a side lead.

    plan:    count what it changes as done.
    brought: old and new address of redirects that there are already.
    moves:   the site moves here from the other side, whose addresses are old ones too.
    Raises:  UsageError where the mapping says no address of the side, or the plan is of another mapping; MappingError
             where it does not pass the check; any RemoteError.
    """
    bridge = session.bridge
    for of in (side, side.other) if moves else (side,):
        if not any(bound.urls for bound in bridge.side(of).kinds.values()):
            name = bridge.side(of).name
            raise UsageError(f"{bridge.path}: no kind says its address on {name}; say it with url: kinds.….{name}.url")
    if plan is not None and plan.header.mapping != bridge.name:
        raise UsageError(f"{plan.header.mapping}: the plan is of another mapping than {bridge.path}; name its own.")
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as kept,
        as_moved(session, kept) as state,
        Observed(bridge, state, session.scratch) as observed,
    ):
        checked = passed(bridge, readers, probe=False)
        observed.read(readers)
        sites = sites_of(observed, checked.schemas)
        sides = (side.other, side) if moves else (side,)  # what the side itself showed counts, where both had it
        before = [was for each in sides for was in _before(state, each, sites[each])]
        pages = _after(sites[side], observed, side, () if plan is None else plan.ops())
    now: dict[EntryKey, dict[Locale, str]] = {}
    there: dict[str, str] = {}
    for page in pages:
        if sites[side].shows(page) and page.addresses:
            now.setdefault(page.key.current, {})[page.locale] = page.addresses[0]
            there.update((path_key(address), f"{page.key} in {page.locale}") for address in page.addresses)
    return redirects_of(before, now, there, brought)


def _before(state: Kept, side: Side, site: Site) -> Iterator[Was]:
    """What entries were called, the oldest first."""
    for former in state.addresses.all(side):
        yield Was(former.key, former.locale, former.address)
    for page in site.pages():
        if site.shows(page):
            yield from (Was(page.key.current, page.locale, address) for address in page.addresses)


def _after(site: Site, observed: Observed, side: Side, ops: Iterator[Op] | tuple[()]) -> list[Page]:
    """The pages of a side once ops are done."""
    pages = {(page.key, page.locale): page for page in site.pages()}
    changed: set[tuple[EntryKey, Locale]] = set()
    for op in ops:
        if op.on is side:
            for change in op.changes:
                for at, page in _changed(op, change, pages, site):
                    pages[at] = page
                    changed.add(at)
    for key, locale in changed:
        page, bound = pages[key, locale], site.binding.kinds[key.kind]
        addresses = addresses_of(bound, locale, page.slug, observed.remote(side, key)) if page.slug else ()
        pages[key, locale] = replace(page, addresses=addresses)
    return list(pages.values())


def _changed(
    op: Op, change: Change, pages: Mapping[tuple[EntryKey, Locale], Page], site: Site
) -> Iterator[tuple[tuple[EntryKey, Locale], Page]]:
    """The pages that one change of an op changes, as they are then."""
    name = slug_field(site.binding.kinds[op.entry.kind]) or SLUG
    if change.field not in (name, STATUS):
        return
    for locale in op.present or op.locales if change.locale == SHARED else (change.locale,):
        if locale == SHARED:
            continue
        at = op.entry, locale
        page = pages.get(at, Page(op.entry, locale, op.label, "coming"))
        if change.field == STATUS:
            yield at, replace(page, state=_state(change, page))
        else:
            yield at, replace(page, slug=change.after.text if isinstance(change.after, Scalar) else "")


def _state(change: Change, page: Page) -> State:
    if isinstance(change.after, Absent):
        return "coming"
    if change.after == PRESENT:  # states are not compared: what is made is a draft, and what is there stays as it is
        return "draft" if page.state == "coming" else page.state
    if change.after in (PUBLISHED, CHANGED):
        return "published"
    return "archived" if change.after == ARCHIVED else "draft"


def save_redirects(found: Redirects, path: Path, form: str = "csv") -> None:
    """Write redirects to a file.

    form:   one of those that ``lint/redirect_files.py`` knows.
    Raises: ConfigError where it cannot be written.
    """
    try:
        with whole(path, SHARED_FILE) as file:
            for piece in FILES[form](found):
                file.write(piece.encode())
    except OSError as error:
        raise ConfigError(f"{path}: the file cannot be written ({error.strerror}); choose another") from error


def kept_redirects(path: Path) -> list[tuple[str, str]]:
    """The redirects that there are already, from a file of two columns as Webflow's.

    Raises: UsageError where there is no such file, or a row is no redirect.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read ({error.strerror}); name the file of redirects for --keep."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: it is not UTF-8; export it again, or save it as UTF-8.") from error
    return brought_from(str(path), text)
