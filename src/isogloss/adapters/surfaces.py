"""What each sort of place on a platform offers, and one reader over all of them.

Decides which surface answers for an entry: each kind lives on one. Refuses to know what a surface is made of.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar, runtime_checkable

from isogloss.adapters.calls import Calls, Orders
from isogloss.catching import CatchesUp, Ended, Shelf, Taken
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, RemoteKind
from isogloss.model.snapshot import Seen
from isogloss.model.value import MaybeValue, Value
from isogloss.plan.op import Op
from isogloss.ports import Names, Overhears, Recent, Wanted
from isogloss.sampling import Counted, HasMore, Sampled, SharesNames, SkipsTexts


class Surface(Protocol):
    """One sort of place: the items of collections, the pages of a site, a blog. What each method does, ports say."""

    @property
    def kinds(self) -> Collection[str]:
        """The neutral kinds that live here; it is asked about no other."""
        ...

    def capabilities(self, kind: str) -> Capabilities:
        """What can be done with entries of a kind."""
        ...

    def described(self, *, probe: bool) -> Mapping[str, RemoteKind]:
        """Every kind, as far as the side can tell; ``probe`` as for ``inspect``."""
        ...

    def read(self) -> Iterator[Seen]:
        """Every entry of every kind (invariant 1)."""
        ...

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Some entries as they are now."""
        ...

    def recent(self, kind: str, locales: Sequence[Locale], back_to: datetime | None) -> Recent | None:
        """What changed last; None where the kind has no such listing."""
        ...

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """What would be shown of a value."""
        ...

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls these ops would take."""
        ...

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests it would take to read these ops back."""
        ...

    def calls(self, to: Orders, ops: Sequence[Op], names: Names, *, isolate: bool) -> Calls:
        """The calls of ops of one layer, sent by a client that may write; a reader has none to give."""
        ...


@runtime_checkable
class Sampling(Protocol):
    """A surface of which some entries can be shown without reading all."""

    def sampled(self, kind: str, *, wide: bool) -> Sampled:
        """The first entries of a kind."""
        ...


@runtime_checkable
class Counting(Protocol):
    """A surface of which others of its sort can be counted that are not mapped."""

    def counted(self, places: Sequence[str], locales: Sequence[str]) -> Counted:
        """How many entries some places hold, and how many variants there are in some locales."""
        ...


S = TypeVar("S", bound=Surface)
A = TypeVar("A", Op, Wanted)


class Surfaces(Generic[S]):
    """A reader over all surfaces of a side, in their order.

    An adapter names its surfaces and adds what its side offers as a whole; it overrides nothing of this.
    """

    surfaces: tuple[S, ...]

    def capabilities(self, kind: str) -> Capabilities:
        """What the side can do with entries of a kind."""
        return self._of(kind).capabilities(kind)

    def read(self) -> Iterator[Seen]:
        """Every entry in scope, in every mapped locale.

        Raises: any RemoteError; never stops short of the whole (invariant 1).
        """
        for surface in self.surfaces:
            yield from surface.read()

    def catch_up(self, shelf: Shelf) -> Iterator[Taken | Ended]:
        """Read every kind; of those whose surface can go on from an earlier reading, what may have moved since."""
        for surface in self.surfaces:
            catching = _catching(surface)
            yield from map(Taken, surface.read()) if catching is None else catching.catch_up(shelf)

    def shown(self, kind: str, remote: str, rows: str) -> Seen:
        """An entry that is kept, made of its rows again."""
        catching = _catching(self._of(kind))
        if catching is None:
            raise AssertionError(f"nothing is kept of {kind}: its surface cannot go on from an earlier reading.")
        return catching.shown(kind, remote, rows)

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Some entries as they are now.

        Raises: Stale, naming them, where several entries could be the one that is wanted.
        """
        return {key: seen for surface, mine in self.shared_out(wanted) for key, seen in surface.look(mine).items()}

    def recent(self, kind: str, locales: Sequence[Locale], back_to: datetime | None) -> Recent | None:
        """What changed last of a kind, where its surface has such a listing."""
        return self._of(kind).recent(kind, locales, back_to)

    def heard(self, kind: str, locales: Sequence[Locale]) -> Recent | None:
        """What the last look at a kind showed on its way, where its surface has such a listing."""
        surface = self._of(kind)
        return surface.heard(kind, locales) if isinstance(surface, Overhears) else None

    def sampled(self, kind: str, *, wide: bool) -> Sampled | None:
        """The first entries of a kind, where its surface can be sampled."""
        surface = self._of(kind)
        return surface.sampled(kind, wide=wide) if isinstance(surface, Sampling) else None

    def unread(self, kind: str) -> Mapping[str, Callable[[], Sampled]]:
        """What no reading of a kind asks for, where its surface leaves anything out."""
        surface = self._of(kind)
        return surface.unread(kind) if isinstance(surface, SkipsTexts) else {}

    def counted(self, places: Sequence[str], locales: Sequence[str]) -> Counted:
        """How much there is of what is not mapped, by the first surface that can count it."""
        surfaces: Sequence[object] = self.surfaces
        counting = (surface for surface in surfaces if isinstance(surface, Counting))
        return next((each.counted(places, locales) for each in counting), Counted())

    def beside(self) -> Mapping[str, Callable[[], int]]:
        """What each surface has that no kind is bound to."""
        surfaces: Sequence[object] = self.surfaces
        more = (surface for surface in surfaces if isinstance(surface, HasMore))
        return {place: count for each in more for place, count in each.beside().items()}

    def shared_names(self, kind: str, remotes: Sequence[str]) -> Sequence[str]:
        """Which ids of a kind others have, too, where its surface has such ids."""
        surface = self._of(kind)
        return surface.shared_names(kind, remotes) if isinstance(surface, SharesNames) else ()

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Encode a value and decode it again.

        Raises: ValueError with a sentence where the field cannot hold the value.
        """
        return self._of(kind).echo(kind, field, value)

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls a writer would make if nothing went wrong; reads that a call begins with are not counted."""
        return sum(surface.cost(mine) for surface, mine in self.shared_out(ops))

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests reading back would take at best."""
        return sum(surface.look_cost(mine) for surface, mine in self.shared_out(ops))

    def described(self, *, probe: bool) -> dict[str, RemoteKind]:
        """Every kind of every surface."""
        return {name: kind for surface in self.surfaces for name, kind in surface.described(probe=probe).items()}

    def shared_out(self, each: Sequence[A]) -> Iterator[tuple[S, list[A]]]:
        """What concerns entries, to the surfaces where they live; none to a surface that it does not concern."""
        for surface in self.surfaces:
            kinds = surface.kinds
            if mine := [one for one in each if one.entry.kind in kinds]:
                yield surface, mine

    def _of(self, kind: str) -> S:
        return next(surface for surface in self.surfaces if kind in surface.kinds)


def _catching(surface: object) -> CatchesUp | None:
    return surface if isinstance(surface, CatchesUp) else None


def calls_of(side: Surfaces[S], to: Orders, ops: Sequence[Op], names: Names, *, isolate: bool) -> Calls:
    """The calls of ops of one layer, surface by surface: for a writer, which alone has a client for them."""
    for surface, mine in side.shared_out(ops):
        yield from surface.calls(to, mine, names, isolate=isolate)


class OwnNames:
    """Names for an echo: everything is called what it is called on the side already."""

    def remote(self, entry: EntryKey) -> str | None:
        """The name in its key."""
        return entry.name

    def bind(self, entry: EntryKey, remote: str, *, renamed: bool = False) -> None:
        """Refuse."""
        del renamed
        raise AssertionError(f"{entry} is {remote}: nothing is made here, so nothing gets a name.")

    def asset(self, identity: str) -> str | None:
        """Itself."""
        return identity
