"""The platforms that have a stand-in: one row for each, by the settings that a side is compiled to.

Decides how the switches of a sandbox are turned by what a mapping and the answers say, and what nobody says of a side.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol, cast, runtime_checkable

from isogloss.bridge import ButterSettings, SideBinding, WebflowSettings
from isogloss.http.inside import App
from isogloss.stand_ins.declared import Json, Required, declared_account

if TYPE_CHECKING:
    from isogloss.sandbox.clock import SandboxClock

Switches = Mapping[str, object]

_FILES: Final = "{side} fetches files by their addresses; that each can be had from there is taken for granted"
_NO_SCHEMA: Final = (
    "{side} tells neither which fields must be filled nor which slugs something deleted still holds: such a write may "
    "be refused there all the same; pages that were known and are gone are taken to hold theirs (deleted_slug_reusable)"
)
_NOT_READ: Final = (
    "{side} also has {locales}, which the mapping leaves out and nobody read: where slugs are unique across locales "
    "(slug_unique_per), one may be taken there"
)


class Learns(Protocol):
    """Takes in what is heard of a side, and makes the state of a sandbox of it."""

    def hear(self, path: str, query: Mapping[str, str], told: Mapping[str, object]) -> None:
        """Take in a good answer to a read."""
        ...

    def state(self) -> Json:
        """The state of a sandbox that shows what was heard."""
        ...

    def latest(self) -> datetime | None:
        """The latest time that content is dated with."""
        ...


@runtime_checkable
class LearnsBeside(Protocol):
    """Takes in what no good answer shows, where it decides what a side refuses."""

    def shared(self, slug: str) -> None:
        """Something else has a slug, too, in a place of which nothing was heard."""
        ...

    def gone(self, page_type: str, slug: str) -> None:
        """Something was there; where no answer shows it, it was deleted, and may still hold its slug."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """A sandbox in this process.

    token: what opens it, as it stands in a header.
    state: what it holds now.
    """

    app: App
    token: str
    state: Callable[[], Json]


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a side is, and what it permits, as a mapping has it.

    rate:  requests a minute.
    quota: requests a month; None for no bound that is known.
    """

    base_url: str
    rate: int
    quota: int | None = None


@dataclass(frozen=True, slots=True)
class Platform:
    """What stands in for one platform.

    learns:  what hears a side.
    stands:  makes the sandbox: of a side, its state, a clock, the requests a minute that it permits as far as it said,
             and the switches that are turned.
    reach:   where it is, and what it permits, as a mapping has it.
    unknown: what a side does not tell, or nobody asked it, one sentence each.
    """

    learns: Callable[[SideBinding, Required], Learns]
    stands: Callable[[SideBinding, Json, "SandboxClock", int | None, Switches], Standing]
    reach: Callable[[SideBinding], Reached]
    unknown: Callable[[SideBinding, Learns], Iterator[str]]


def _learn_site(binding: SideBinding, required: Required) -> Learns:
    del binding, required  # a site tells its schema
    from isogloss.sandbox.webflow.learned import Learned

    return Learned()


def _site(binding: SideBinding, known: Json, clock: "SandboxClock", limit: int | None, turned: Switches) -> Standing:
    from isogloss.sandbox import webflow

    said = binding.settings_as(WebflowSettings)
    made = webflow.create(known, clock=clock)
    offers: Switches = {"insert": said.insert, "page_slugs": said.page_slugs, "exclusions": said.exclusions}
    made.turn({"rate_limit": limit, **offers, **turned})
    return Standing(cast(App, made.app), f"Bearer {made.switches.token}", made.state)


def _site_reach(binding: SideBinding) -> Reached:
    said = binding.settings_as(WebflowSettings)
    return Reached(said.base_url, round(said.rate * 60 / said.window_seconds))


def _unknown_of_site(binding: SideBinding, learned: Learns) -> Iterator[str]:
    from isogloss.sandbox.webflow.learned import Learned

    yield _FILES.format(side=binding.name)
    tags = learned.tags() if isinstance(learned, Learned) else ()
    if others := [tag for tag in tags if tag not in binding.locales.values()]:
        yield _NOT_READ.format(side=binding.name, locales=", ".join(others))


def _learn_account(binding: SideBinding, required: Required) -> Learns:
    from isogloss.sandbox.buttercms.learned import Learned

    codes = sorted(binding.locales.items(), key=lambda each: each[0] != binding.primary)
    return Learned([code for _, code in codes], declared_account(binding, required))


def _account(binding: SideBinding, known: Json, clock: "SandboxClock", limit: int | None, turned: Switches) -> Standing:
    del limit  # no answer tells one
    from isogloss.sandbox import buttercms

    said = binding.settings_as(ButterSettings)
    made = buttercms.create(known, clock=clock)
    offers: Switches = {"localization": said.localized, "page_delete": said.page_delete}
    made.turn({**offers, "native_post_locales": said.blog_locales == "native", **turned})
    return Standing(cast(App, made.app), f"Token {made.switches.write_token}", made.state)


def _account_reach(binding: SideBinding) -> Reached:
    said = binding.settings_as(ButterSettings)
    return Reached(said.base_url, round(said.a_second * 60), said.quota)


def _unknown_of_account(binding: SideBinding, learned: Learns) -> Iterator[str]:
    del learned
    yield from (said.format(side=binding.name) for said in (_NO_SCHEMA, _FILES))


STAND_INS: Final[Mapping[type, Platform]] = {
    WebflowSettings: Platform(_learn_site, _site, _site_reach, _unknown_of_site),
    ButterSettings: Platform(_learn_account, _account, _account_reach, _unknown_of_account),
}


def stand_in_of(binding: SideBinding) -> Platform | None:
    """What stands in for a side; None for one that answers no requests."""
    return STAND_INS.get(type(binding.settings))
