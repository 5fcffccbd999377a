"""The contract for showing a little of what a side holds, and how much there is of what a mapping leaves out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from isogloss.errors import Missing, Rejected, Unauthorized
from isogloss.model.snapshot import Seen


@dataclass(frozen=True, slots=True)
class Sampled:
    """The first entries of a kind, with what is staged of them. whole: there are no others."""

    seen: Sequence[Seen]
    whole: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How much there is of what a mapping leaves out.

    places:  by collection, its entries.
    locales: by the side's code, variants in the places that are mapped.
    """

    places: Mapping[str, int] = field(default_factory=dict)
    locales: Mapping[str, int] = field(default_factory=dict)


@runtime_checkable
class Samples(Protocol):
    """A reader that shows some of its content, or how much there is, without reading all of it."""

    def sampled(self, kind: str, *, wide: bool) -> Sampled | None:
        """The first entries of a kind, as they are mapped or not, in few requests; None where it cannot be sampled.

        wide: in every locale; else in as many as take no request beside those that ``inspect`` has sent.
        """
        ...

    def counted(self, places: Sequence[str], locales: Sequence[str]) -> Counted:
        """How much there is of collections and of locales that are not mapped, by the side's own names.

        A request for each collection, and for each locale one for each place that is mapped.
        """
        ...


@runtime_checkable
class SkipsTexts(Protocol):
    """A reader that asks for no more of an entry than is mapped of it."""

    def unread(self, kind: str) -> Mapping[str, Callable[[], Sampled]]:
        """What no reading of a kind asks for, by the side's slug of what holds it.

        Once it is asked, each tells of the first entries how much of it they have, as ``Seen.beyond`` does. It takes a
        request for each of these entries, and raises any RemoteError.
        """
        ...


@runtime_checkable
class HasMore(Protocol):
    """A reader of a side that has more than collections: pages, components, a blog."""

    def beside(self) -> Mapping[str, Callable[[], int]]:
        """How many entries there are, once it is asked, in each place that no kind is bound to, as mappings name it.

        Each takes a request or, where there are hundreds, a few; and raises any RemoteError.
        """
        ...


@runtime_checkable
class SharesNames(Protocol):
    """A reader of a side on which another entry may go by the same id, which no listing of the mapped ones shows."""

    def shared_names(self, kind: str, remotes: Sequence[str]) -> Sequence[str]:
        """Which of these ids others have, too, so that the side refuses a write that names one.

        A request for each where the kind has such ids at all, else none; raises any RemoteError.
        """
        ...


def if_allowed(count: Callable[[], int]) -> int:
    """A count, or none where a token or a plan of the vendor's does not reach so far: a mapping holds without.

    Raises: any other RemoteError.
    """
    try:
        return count()
    except (Unauthorized, Missing, Rejected):
        return 0
