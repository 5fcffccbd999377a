"""One side of a case: a platform in memory, and editors who make, change and delete entries on it.

Decides how the words of a case become what a platform keeps, and back. Refuses to know the program that runs between
two of them.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from isogloss.adapters.memory import Stored, Version, World, as_is
from isogloss.canon.values import canonical
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities
from isogloss.model.value import ABSENT, Asset, Group, Many, Ref, Scalar
from scenario.case import BadCase, flag, known, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isogloss.bridge import FieldBinding, SideBinding
    from isogloss.model.value import MaybeValue, Value
    from scenario.case import Told

VARIANT = ("$status", "$live", "$updated")
STATES = ("draft", "published", "changed", "archived")
GONE = "~"
LISTED, BACK = OLD = ("$listed", "$back")
"""Entries that a listing shows as they were at first, and those that somebody brought back so."""


@dataclass
class Desk:
    """One side: its platform, and what its entries are called in a case.

    names: what the case calls an entry, by kind and id; for good, whatever becomes of its slug.
    known: every entry as it was when the first round began in which it was there.
    """

    side: Side
    world: World
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    known: dict[tuple[str, str], Stored] = field(default_factory=dict)

    def seed(self, binding: SideBinding, entries: Told, at: str) -> None:
        """Begin with what is said."""
        self.put(binding, entries, at)

    def put(self, binding: SideBinding, entries: Told, at: str) -> None:
        """Let editors do what is said: make entries, change and delete them."""
        for entry, told in entries.items():
            if entry in OLD:
                self._old(binding, entry, told, f"{at}.{entry}")
                continue
            kind, _, name = entry.partition("/")
            one_of(kind, binding.kinds, f"{at}.{entry}")
            self._edit(_Writing(self, binding, kind, f"{at}.{entry}"), name, told)

    def _old(self, binding: SideBinding, how: str, names: list[str], at: str) -> None:
        """Show or put back entries as they were; a listing shows them in this round alone."""
        for entry in names:
            kind, _, name = entry.partition("/")
            one_of(kind, binding.kinds, f"{at}.{entry}")
            was = next((each for of, each in self.known.items() if (of[0], self.names[of]) == (kind, name)), None)
            if was is None:
                raise BadCase(f"{at}: there was no {entry} before")
            place = self.world.listed if how == LISTED else self.world.entries
            place[kind, was.remote] = deepcopy(was)

    def _edit(self, writing: _Writing, name: str, told: Told | str) -> None:
        kind, remote = writing.kind, self.remote(writing.kind, name)
        there = (kind, remote) in self.world.entries
        if told == GONE:
            if not there:
                raise BadCase(f"{writing.at}: there is no {kind}/{name} that could go")
            del self.world.entries[kind, remote]
            return
        if not there and (kind, remote) in self.names:  # it was deleted, and what is made anew has another id
            remote = f"{remote}-again"
        locales = {each: Locale(each) for each in writing.binding.locales}
        known(told, ("$slug", "all", *locales), writing.at)
        stored = self.world.entries.setdefault((kind, remote), Stored(kind, remote, name))
        self.names.setdefault((kind, remote), name)
        stored.slug = told.get("$slug", stored.slug)
        for code, locale in locales.items():
            if told.get(code) == GONE:
                del stored.versions[locale]
            elif code in told:
                writing.variant(stored.versions, locale, told[code])
        for locale in stored.versions if "all" in told else ():
            writing.variant(stored.versions, locale, told["all"])

    def remote(self, kind: str, name: str) -> str:
        """The id of an entry; at the start it is made of the side and the name."""
        called = [remote for (of, remote), known in self.names.items() if (of, known) == (kind, name)]
        there = [remote for remote in called if (kind, remote) in self.world.entries]
        return [*there, *called, f"{self.side.value}-{name}"][0]

    def name_all(self) -> None:
        """Call what is new by its slug; a name that is given already tells that it is there once more."""
        for (kind, remote), stored in self.world.entries.items():
            if (kind, remote) not in self.names:
                name = stored.slug or remote
                taken = (kind, name) in {(at[0], known) for at, known in self.names.items() if at in self.world.entries}
                self.names[kind, remote] = f"{name} again" if taken else name

    def begin(self) -> None:
        """Another round begins: its calls are counted anew."""
        self.name_all()
        self.known = {**deepcopy(self.world.entries), **self.known}
        self.world.listed.clear()
        self.world.calls.clear()

    def writes(self) -> int:
        """How many writes came since it began."""
        return len(self.world.calls)

    def shown(self, binding: SideBinding) -> Told:
        """Everything that is there, in the words of a case."""
        self.name_all()
        found = {}
        for (kind, remote), stored in self.world.entries.items():
            name = self.names[kind, remote]
            slug = {} if stored.slug == name else {"$slug": stored.slug}
            found[f"{kind}/{name}"] = {**slug, **_Showing(self, binding.kinds[kind].fields).entry(stored.versions)}
        return found


@dataclass(frozen=True)
class _Writing:
    """From the words of a case to what a platform keeps of entries of one kind; ``at`` is the place in the case."""

    desk: Desk
    binding: SideBinding
    kind: str
    at: str

    def variant(self, versions: dict[Locale, Version], locale: Locale, told: Told) -> None:
        """Change one variant as its editor would: what is live is published again, unless another state is said."""
        at, new = f"{self.at}.{locale}", locale not in versions
        bound = self.binding.kinds[self.kind].fields
        known(told, (*VARIANT, *bound), at)
        version = versions.setdefault(locale, Version())
        was = "published" if new or version.live is not None else "archived" if version.archived else "draft"
        state = told.get("$status", was)
        one_of(state, STATES, f"{at}.$status")
        live = version.live or dict(version.staged)
        self._fill(version.staged, told, at)
        if new or state != "changed":
            live = dict(version.staged)
        self._fill(live, told.get("$live", {}), f"{at}.$live")
        version.live = live if state in ("published", "changed") else None
        version.archived = state == "archived"
        self.desk.world.touch(version)
        if "$updated" in told:
            version.updated = version.updated.fromisoformat(told["$updated"])

    def _fill(self, fields: dict[str, Value], told: Told, at: str) -> None:
        bound = self.binding.kinds[self.kind].fields
        for name, said in told.items():
            if name in VARIANT:
                continue
            one_of(name, bound, f"{at}.{name}")
            value = ABSENT if said == GONE else self._value(bound[name], said, f"{at}.{name}")
            fields.pop(bound[name].remote, None)
            if value is not ABSENT:
                fields[bound[name].remote] = self.desk.world.render(value)

    def _value(self, bound: FieldBinding, said: Any, at: str) -> Value:
        try:
            return self._typed(bound, said, at)
        except (ValueError, TypeError, AttributeError) as error:
            raise BadCase(f"{at}: no {bound.field.type} ({error})") from None

    def _typed(self, bound: FieldBinding, said: Any, at: str) -> Value:
        match bound.field.type:
            case "image" | "file" as sort:
                told = {"url": said} if isinstance(said, str) else known(said, ("url", "alt"), at)
                return Asset(sort, told["url"], told.get("alt", ""))
            case "reference":
                return self._link(bound, said)
            case "references":
                return Many(tuple(self._link(bound, each) for each in said))
            case "group":
                return self._group(bound, said, at)
            case "list":
                return Many(tuple(self._group(bound, each, at) for each in said))
            case sort:
                text = canonical(sort, said)
                return Scalar(sort, text, "" if text == said else said)

    def _link(self, bound: FieldBinding, name: str) -> Ref:
        return Ref(EntryKey(bound.field.to, self.desk.remote(bound.field.to, name)))

    def _group(self, bound: FieldBinding, said: Told, at: str) -> Group:
        parts = {name: part for name, part in bound.fields.items() if name in known(said, bound.fields, at)}
        made = {part.remote: self._value(part, said[name], f"{at}.{name}") for name, part in parts.items()}
        return Group(tuple(sorted(made.items())))


@dataclass(frozen=True)
class _Showing:
    """From what a platform keeps to the words of a case."""

    desk: Desk
    fields: Mapping[str, FieldBinding]

    def entry(self, versions: Mapping[Locale, Version]) -> Told:
        """All locales of an entry; what they share and show alike stands once."""
        told = {str(locale): self._variant(version) for locale, version in versions.items()}
        return with_shared(told, self.fields)

    def _variant(self, version: Version) -> Told:
        shown = self._fields(version.staged)
        if version.live is not None and version.live != version.staged:
            live = self._fields(version.live)
            apart = {name: live.get(name, GONE) for name in {**shown, **live} if live.get(name) != shown.get(name)}
            return {"$status": "changed", "$live": apart, **shown}
        state = version.status.text
        return shown if state == "published" else {"$status": state, **shown}

    def _fields(self, content: Mapping[str, Value]) -> Told:
        return {
            name: self.plain(content[bound.remote]) for name, bound in self.fields.items() if bound.remote in content
        }

    def plain(self, value: MaybeValue) -> Any:
        """A value as a case writes it."""
        match value:
            case Scalar():
                return value.spelling
            case Asset(_, address, alt):
                return {"url": address, "alt": alt} if alt else address
            case Ref(to):
                gone = to.name.removeprefix(f"{self.desk.side.value}-")  # a desk of what is expected never had it
                return self.desk.names.get((to.kind, to.name), gone)
            case Many(items):
                return [self.plain(item) for item in items]
            case Group(fields):
                return {name: self.plain(part) for name, part in fields}
            case _:
                raise AssertionError(f"nothing is kept that is {value}")


def with_shared(told: Told, fields: Mapping[str, FieldBinding]) -> Told:
    """An entry whose locales share fields: what all of them show alike stands once."""
    shared = {}
    for name in [name for name, bound in fields.items() if bound.field.shared]:
        found = [variant.get(name) for variant in told.values()]
        if found and found[0] is not None and found == found[:1] * len(found):
            shared[name] = found[0]
            told = {code: {at: value for at, value in each.items() if at != name} for code, each in told.items()}
    return {**({"all": shared} if shared else {}), **told}


def platform(told: Told) -> World:
    """A platform that behaves as is said."""
    known(told.get("can", {}), ABILITIES, "can")
    can = {name: flag(said, f"can.{name}") for name, said in told.get("can", {}).items()}
    capable = Capabilities(**can, cache_seconds=float(told.get("cached", 0)))
    loses = {int(number): when for number, when in told.get("loses", {}).items()}
    needs = {kind: frozenset(names) for kind, names in told.get("needs", {}).items()}

    def render(value: Value) -> Value:
        match value:
            case Asset(sort, address, alt) if "hosts" in told and not address.startswith(told["hosts"]):
                return Asset(sort, told["hosts"] + address.rpartition("/")[2], alt)
            case Scalar(sort) if sort in ("text", "long_text", "rich_text"):
                text = value.spelling
                for old, new in told.get("rewrites", {}).items():
                    text = text.replace(old, new)
                return Scalar(sort, canonical(sort, text), "" if canonical(sort, text) == text else text)
        return value

    renders = render if told.keys() & {"hosts", "rewrites"} else as_is
    return World(render=renders, lose=loses, capabilities=capable, required=needs)


ABILITIES = tuple(name for name, sort in Capabilities.__annotations__.items() if sort is bool)
