"""``exchange export`` and ``exchange import``: texts to translators, and a plan of what they gave back.

An import writes nothing. What is sound becomes a plan of exactly these cells, shown and applied as any other; what is
not is set aside, unit by unit, with its reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from isogloss.bridge import Bridge
from isogloss.errors import ConfigError, UsageError
from isogloss.exchange.formats import bytes_of, codec, read_file
from isogloss.exchange.judge import Aside
from isogloss.exchange.pseudo import Style, pseudo
from isogloss.exchange.unit import Answer, Format, Returned, Sheet, Stage, UnreadableError, Why
from isogloss.files import SHARED, whole
from isogloss.mapping.names.nearest import nearest
from isogloss.model.locale import Locale
from isogloss.plan.data import PlanFile
from isogloss.plan.draft import Draft
from isogloss.run.answering import Answering
from isogloss.run.check import passed
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.planning import required_of, save_plan
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.run.texts import Texts
from isogloss.run.titling import titles_of
from isogloss.run.whereabouts import whereabouts
from isogloss.state.lines import LineStore
from isogloss.state.opened import open_state

_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class WhichTexts:
    """Which texts go out.

    only:  for one of these reasons; all where none is named.
    kinds: of these; of all where none is named.
    """

    locale: Locale
    only: tuple[Why, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out.

    units: how many texts, by what speaks for translating them.
    """

    path: Path
    locale: Locale
    format: Format
    units: Mapping[Why, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """What came of an import.

    plan:      what was made of the answers that are sound.
    taken:     how many answers it holds.
    unchanged: how many say nothing new.
    initial:   how many of those taken are still called initial in their file.
    asides:    those that are not taken, each with its reason.
    """

    plan: PlanFile
    taken: int
    unchanged: int
    initial: int
    asides: tuple[Aside, ...] = ()


def export_texts(session: Session, which: WhichTexts, out: Path, format_: Format = "xliff2") -> Sent:
    """Write the texts of one locale to a file; sends reads only.

    Raises: UsageError where the mapping has no such locale or kind; MappingError where it does not pass the check;
            ConfigError where the file cannot be written; any RemoteError.
    """
    sheet = sheet_of(session, which)
    try:
        with whole(out, SHARED) as file:
            for piece in codec(format_).write(sheet):
                file.write(piece.encode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{out}: the file cannot be written ({error.strerror}); choose another") from error
    return Sent(out, which.locale, format_, Counter(unit.why for unit in sheet.units))


def sheet_of(session: Session, which: WhichTexts) -> Sheet:
    """The texts of one locale as both sides show them.

    Raises: as ``export_texts``.
    """
    bridge = session.bridge
    _known(bridge, which)
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as kept,
        as_moved(session, kept) as state,
        Observed(bridge, state, session.scratch) as observed,
    ):
        checked = passed(bridge, readers, probe=False)
        observed.read(readers)
        found = Texts(observed, readers, checked.schemas, which.locale, which.kinds)
        units = tuple(
            unit
            for key in found.entries()
            for cell in found.of(key)
            for unit in cell.units
            if not which.only or unit.why in which.only
        )
    return Sheet(bridge.name, bridge.primary, which.locale, units)


def _known(bridge: Bridge, which: WhichTexts) -> None:
    if which.locale == bridge.primary:
        raise UsageError(
            f"{bridge.path}: {which.locale} is the primary locale, which others are translated from. Name another."
        )
    for what, names, known in (
        ("locale", (which.locale,), [each for each in bridge.locales if each != bridge.primary]),
        ("kind", which.kinds, list(bridge.kinds)),
    ):
        for name in names:
            if name not in known:
                hint = nearest(name, known) or f"; there is {', '.join(known)}."
                raise UsageError(f"{bridge.path}: there is no {what} {name}{hint}")


def import_texts(session: Session, files: Sequence[str], out: Path, least: Stage | None = None) -> Received:
    """Make a plan of files that came back; sends reads only, and writes nothing but the plan.

    least:  answers that are less than this are set aside; None takes each that its translator does not call unfinished.
    Raises: UsageError where a file is not there; what ``plan`` raises, but for limits: nothing is planned that is not
            in the files.
    """
    asides: list[Aside] = []
    read: list[Returned] = []
    for name in files:
        try:
            read.append(read_file(name, bytes_of(name)))
        except UnreadableError as error:
            asides.append(Aside(name, 0, "", "", f"{error}; nothing of it is taken"))
    return plan_of_answers(session, read, out, least, asides)


def plan_of_answers(
    session: Session, files: Sequence[Returned], out: Path, least: Stage | None = None, early: Iterable[Aside] = ()
) -> Received:
    """Make a plan of what translators gave back; sends reads only, and writes nothing but the plan.

    least:  as for ``judge``.
    early:  what was set aside already, as files that cannot be read.
    Raises: as ``plan``.
    """
    bridge = session.bridge
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as kept,
        as_moved(session, kept) as state,
        Observed(bridge, state, session.scratch) as observed,
        LineStore(session.scratch) as store,
    ):
        before = session.sent()
        checked = passed(bridge, readers, probe=False)
        observed.read(readers)
        spent = session.sent(before)
        making = Answering(observed, state, readers, checked.schemas, Draft(store))
        making.asides += early
        for locale, some in _by_locale(bridge, files, making.asides):
            making.take(locale, some, least)
        making.write()
        arranged = making.draft.arrange(observed.present, required_of(bridge, checked.schemas))
        arranged = replace(
            arranged, titles=titles_of(observed, making.draft.linked), about=whereabouts(session, checked.schemas)
        )
        plan = save_plan(out, arranged, bridge, readers, spent, state, "exchange")
    return Received(plan, making.taken, making.unchanged, making.initial, tuple(making.asides))


def _by_locale(
    bridge: Bridge, files: Iterable[Returned], asides: list[Aside]
) -> Iterator[tuple[Locale, list[Returned]]]:
    """The files of each locale, in the order of the mapping; what is of no locale of it is set aside."""
    found: dict[Locale, list[Returned]] = {locale: [] for locale in bridge.locales if locale != bridge.primary}
    tags = {locale.casefold(): locale for locale in found}
    for file in files:
        locale = tags.get(file.target.replace("_", "-").casefold())
        if locale is None:
            said = f"it is a translation into {file.target}" if file.target else "it does not say into which language"
            asides.append(
                Aside(file.name, 0, "", "", f"{said}, and there is {', '.join(found)}; nothing of it is taken")
            )
        else:
            found[locale].append(file)
    yield from ((locale, some) for locale, some in found.items() if some)


def pseudo_texts(session: Session, which: WhichTexts, out: Path, style: Style = "accents") -> Received:
    """Make a plan that fills a locale with made-up translations; sends reads only, and writes nothing but the plan.

    Raises: UsageError where a side that would be written is neither a bundle nor on this machine; as ``export_texts``
            and ``import_texts``.
    """
    _refuse_real(session.bridge)
    sheet = sheet_of(session, which)
    answers = tuple(Answer(unit.id, pseudo(unit.source, style, unit.limit), "translated") for unit in sheet.units)
    return plan_of_answers(session, [Returned("pseudo", str(sheet.source), str(sheet.target), answers)], out)


def _refuse_real(bridge: Bridge) -> None:
    """Refuse to plan made-up text for anybody's site."""
    for side in dict.fromkeys(to for kind in bridge.kinds for to in bridge.flows(kind).written()):
        binding = bridge.side(side)
        base = getattr(binding.settings, "base_url", "")
        if base and urlsplit(base).hostname not in _HERE:
            raise UsageError(
                f"{bridge.path}: {binding.name} is at {base}, and made-up text is for a sandbox or a bundle. Give that "
                "side a base_url on this machine, or make it a bundle."
            )
