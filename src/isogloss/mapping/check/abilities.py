"""What the platforms allow, in sentences, and which policies they do not allow."""

from collections.abc import Iterator, Mapping
from typing import Final

from isogloss.bridge import Bridge, SideBinding
from isogloss.errors import Problem
from isogloss.model.address import Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.schema import Capabilities
from isogloss.ports import Reader

_SENTENCES: Final[tuple[tuple[str, str, str], ...]] = (
    ("add_variant", "a locale can be added to an existing entry", "a locale cannot be added to an existing entry"),
    ("per_locale_slug", "each locale has its own slug", "one slug serves all locales"),
    ("rename_slug", "a slug can change", "a slug never changes: entries keep the one they have"),
    ("stages_edits", "edits of live content can wait as a draft", "edits of live content are live at once"),
    ("unpublish", "can be taken off the live site", "cannot be taken off the live site: a step for a person"),
    ("archive", "can be archived", "cannot be archived"),
    ("delete_entry", "entries can be deleted", "entries cannot be deleted: a step for a person"),
    ("delete_variant", "one locale can be deleted", "one locale alone cannot be deleted"),
    ("write_alt", "alternative texts are written", "alternative texts are read, never written"),
    ("times", "times of change are known", "no times of change: newest cannot be used"),
)


def sentences(can: Capabilities) -> tuple[str, ...]:
    """What a platform can and cannot do with entries of a kind, one sentence each."""
    if can.read_only:
        return limits(can)
    said = [*(yes for name, yes, _ in _told(can) if getattr(can, name)), *limits(can)]
    unit = "variants" if can.counts == "variant" else "entries"
    said.append(f"up to {can.batch} {unit} in one request" if can.batch > 1 else "one entry in one request")
    if can.rate is not None:
        said.append(f"{can.rate} requests a minute")
    if can.quota is not None:
        said.append(f"{can.quota} requests a month")
    return tuple(said)


def limits(can: Capabilities) -> tuple[str, ...]:
    """Those of the sentences that say what cannot be done, or not at once."""
    if can.read_only:
        return ("entries are made and changed by people alone; what is missing becomes a step",)
    said = tuple(no for name, _, no in _told(can) if not getattr(can, name))
    said += ("what is written goes live when the whole site is published",) if can.live_with_site else ()
    said += () if can.drafts else ("there are no drafts: whatever is there is live",)
    said += () if can.empties else ("a text that is not there was not translated yet: nobody's deletion",)
    said += (
        ("a text is known by what it says in the primary: without that it cannot be there",) if can.by_primary else ()
    )
    said += () if can.create_entry else ("entries are added and removed by people alone: a missing one becomes a step",)
    return (*said, "an accepted write shows only later") if can.asynchronous else said


def _told(can: Capabilities) -> tuple[tuple[str, str, str], ...]:
    """Those of the sentences that say anything: what waits for its site is not live at once."""
    idle = {"stages_edits"} if can.live_with_site and not can.stages_edits else set()
    idle |= set() if can.create_entry else {"add_variant", "delete_entry", "delete_variant", "write_alt"}
    return tuple(each for each in _SENTENCES if each[0] not in idle)


def policy_problems(bridge: Bridge, readers: Mapping[Side, Reader]) -> Iterator[Problem]:
    """Policies that a platform does not allow for some kind."""
    for side in readers:
        binding = bridge.side(side)
        for kind in bridge.kinds:
            can = readers[side].capabilities(kind)
            if not can.times:
                yield from _newest(bridge, kind, binding)
            if not can.drafts and bridge.publish != "mirror" and side in bridge.flows(kind).written():
                reason = f"{binding.name} has no drafts of {kind}: what is written there is live; choose mirror or site"
                yield Problem("publish", reason)
            if bridge.flows(kind).makes(side) and can.create_entry and not can.read_only:
                yield from _deletion(bridge, kind, binding, can)


def _newest(bridge: Bridge, kind: str, side: SideBinding) -> Iterator[Problem]:
    said = bridge.kinds[kind].conflict
    reason = f"newest needs times of change, and {side.name} knows none for {kind}; choose hold, merge or a side"
    for field, policy in said.items():
        if policy == "newest":
            yield Problem(f"kinds.{kind}.fields.{field}.conflict" if field else f"kinds.{kind}.conflict", reason)
    if bridge.conflict == "newest" and "" not in said:
        yield Problem(f"kinds.{kind}.conflict", reason)
    for locale, policy in bridge.locale_conflicts.items():
        if policy == "newest":
            yield Problem(f"locales.{locale}.conflict", reason)


def _deletion(bridge: Bridge, kind: str, side: SideBinding, can: Capabilities) -> Iterator[Problem]:
    policy = bridge.deletion(kind)
    at = f"kinds.{kind}.delete" if bridge.kinds[kind].delete else "delete"
    if policy == "archive" and not can.archive:
        yield Problem(at, f"{side.name} cannot archive entries of kind {kind}; choose hold or propagate")
    if policy == "propagate" and not can.delete_entry:
        yield Problem(at, f"{side.name} cannot delete entries of kind {kind}; choose hold or archive")


def kept_apart(bridge: Bridge) -> Iterator[tuple[str, str]]:
    """Paths of what is off, and what that means."""
    said = "off: neither compared nor written"
    for kind, scope in bridge.kinds.items():
        flows = bridge.flows(kind)
        for locale in bridge.locales:
            if locale in flows.gone:
                yield f"locales.{locale}", f"{kind} in {locale} is {said}"
        for name in [*scope.fields, STATUS, SLUG]:
            where = [locale for locale, names in flows.off.items() if name in names and locale not in flows.gone]
            if where:
                at = f"kinds.{kind}.flow" if name in (STATUS, SLUG) else f"kinds.{kind}.fields.{name}.flow"
                own = [locale for locale in where if locale != SHARED]
                only = f" in {', '.join(own)}" if own and len(own) < len(bridge.locales) else ""
                yield at, f"{name}{only} is {said}"
        if flows.at() == "off":
            yield f"kinds.{kind}.flow", "off: an entry that one side lacks is neither made there nor deleted here"


def consequences(bridge: Bridge, readers: Mapping[Side, Reader]) -> Iterator[tuple[str, str]]:
    """Paths of policies, and what a platform makes of them that a person should know beforehand."""
    for side in readers:
        name = bridge.side(side).name
        written = {kind: scope for kind, scope in bridge.kinds.items() if side in bridge.flows(kind).written()}
        for kind, scope in written.items():
            can = readers[side].capabilities(kind)
            if can.read_only:
                yield (
                    f"kinds.{kind}",
                    f"{kind} is only read on {name}: what is missing there becomes a step for a person",
                )
                continue
            if not can.create_entry:
                yield f"kinds.{kind}", f"{kind} cannot be added on {name}: what is missing there becomes a step"
                continue
            if scope.rename == "recreate" and not can.rename_slug:
                yield f"kinds.{kind}", f"a {kind} whose slug changes is made anew on {name}, and the old one is deleted"
            elif scope.slug and not can.rename_slug:
                yield f"kinds.{kind}", f"a slug that changes is told as a loss: {name} keeps the one it has"
            if not can.add_variant:
                yield "missing_locale", f"a further locale of an existing {kind} becomes a step for a person on {name}"
            yield from _states(bridge, kind, name, can)


def _states(bridge: Bridge, kind: str, name: str, can: Capabilities) -> Iterator[tuple[str, str]]:
    """What becomes of drafts, and of what is taken off the live site."""
    if not can.drafts:
        yield f"kinds.{kind}", f"{name} has no drafts: a new {kind} gets there once it is published across"
    if bridge.publish == "mirror" and not can.unpublish:
        yield "publish", f"taking {kind} off the live site becomes a step for a person on {name}"
    if bridge.unpublished_edits == "carry" and not can.stages_edits:
        yield "unpublished_edits", f"{name} cannot hold a draft over live {kind} content, so such edits stay behind"
