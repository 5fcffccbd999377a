"""The platforms there are: one row for what each adapter brings.

Who stands above the adapters reaches a platform here and nowhere else: by the name that a mapping file gives it, or by
the settings that a side was compiled to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar, Unpack

from isogloss.adapters.bundle.mapping import BundleSide
from isogloss.adapters.buttercms import mapping as buttercms
from isogloss.adapters.buttercms.mapping import ButterSide
from isogloss.adapters.catalogue.layout import CatalogueSettings
from isogloss.adapters.catalogue.mapping import CatalogueSide
from isogloss.adapters.memory_mapping import MemorySide
from isogloss.adapters.webflow import mapping as webflow
from isogloss.adapters.webflow.mapping import WebflowSide
from isogloss.bridge import (
    BundleSettings,
    ButterSettings,
    KindBinding,
    MemorySettings,
    Placed,
    SideBinding,
    WebflowSettings,
)
from isogloss.http.reach import Reach
from isogloss.mapping.draft.wish import Wish
from isogloss.mapping.file.document import Entries, SideEntry
from isogloss.match.facts import Facts
from isogloss.model.schema import RemoteSchema
from isogloss.model.settings import Settings
from isogloss.ports import Clock, Reader, Writer

if TYPE_CHECKING:
    from isogloss.answers import Exam, Hook

R_co = TypeVar("R_co", covariant=True)


class Opens(Protocol[R_co]):
    """Opens one side; two sides with one token keep one pace."""

    def __call__(self, binding: SideBinding, **reach: Unpack[Reach]) -> R_co:
        """Raises: ConfigError for a missing token; MappingError for kinds that cannot be used."""
        ...


class ReadsFacts(Protocol):
    """Reads what every post of a blog shows, and what stands for a locale in slugs."""

    def __call__(
        self, binding: SideBinding, decided: Mapping[str, Placed], **reach: Unpack[Reach]
    ) -> tuple[list[Facts], frozenset[str]]:
        """Raises: as opening does; any RemoteError."""
        ...


class Examines(Protocol):
    """Asks what the tokens of a side may do, with reads alone.

    written:   whether the mapping writes to the side.
    publishes: whether a run that wrote there publishes the whole site.
    """

    def __call__(self, binding: SideBinding, *, written: bool, publishes: bool, **reach: Unpack[Reach]) -> "Exam":
        """Raises: ConfigError for a missing token."""
        ...


class Hooking(Protocol):
    """The webhooks of one side; close it when done."""

    def triggers(self) -> tuple[str, ...]:
        """What tells of the places that are mapped."""
        ...

    def all(self) -> "tuple[Hook, ...]":
        """Those there are, whoever made them."""
        ...

    def create(self, trigger: str, url: str) -> "Hook":
        """Make one; with its secret, where that is shown."""
        ...

    def delete(self, hook: "Hook") -> None:
        """Take one away; one that is gone is gone."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


def _untold(wish: Wish, clock: Clock) -> RemoteSchema:
    del wish, clock
    return RemoteSchema()


@dataclass(frozen=True, slots=True)
class Opening:
    """How a side is got at.

    survey: what a side has that no mapping describes yet.
    facts:  for posts that a person groups into entries; None where there is no blog.
    exam:   what its tokens may do; None where it has none.
    hooks:  its webhooks; None where no API makes them.
    """

    reader: Opens[Reader]
    writer: Opens[Writer]
    survey: Callable[[Wish, Clock], RemoteSchema] = _untold
    facts: ReadsFacts | None = None
    exam: Examines | None = None
    hooks: Opens[Hooking] | None = None


def _nowhere(binding: SideBinding, kind: KindBinding, schema: RemoteSchema) -> str:
    del binding, kind, schema
    return ""


def _nobody(binding: SideBinding, schema: RemoteSchema) -> str:
    del binding, schema
    return ""


@dataclass(frozen=True, slots=True)
class Platform:
    """What one adapter brings.

    side:     a side of it in a mapping file.
    settings: what such a side is compiled to.
    opening:  how it is got at; its adapter is imported when this is asked for, so that a mapping is read without.
    account:  what a side is of, in words, by what it said of itself; empty where there is nothing to say.
    editor:   where people edit entries of a kind, as an address with ``{id}`` in it; empty where there is none.
    """

    side: type[SideEntry]
    settings: type[Settings]
    opening: Callable[[], Opening]
    account: Callable[[SideBinding, RemoteSchema], str] = _nobody
    editor: Callable[[SideBinding, KindBinding, RemoteSchema], str] = _nowhere


def _webflow() -> Opening:
    from isogloss.adapters.webflow.adapter import open_reader, open_writer
    from isogloss.adapters.webflow.exam import examine
    from isogloss.adapters.webflow.unmapped import survey_unmapped
    from isogloss.adapters.webflow.webhooks import open_hooks

    return Opening(open_reader, open_writer, survey_unmapped, exam=examine, hooks=open_hooks)


def _buttercms() -> Opening:
    from isogloss.adapters.buttercms.adapter import open_reader, open_writer, read_facts
    from isogloss.adapters.buttercms.exam import examine
    from isogloss.adapters.buttercms.unmapped import survey_unmapped

    return Opening(open_reader, open_writer, survey_unmapped, read_facts, examine)


def _memory() -> Opening:
    from isogloss.adapters.memory import open_reader, open_writer

    return Opening(open_reader, open_writer)


def _bundle() -> Opening:
    from isogloss.adapters.bundle.adapter import open_reader, open_writer

    return Opening(open_reader, open_writer)


def _catalogue() -> Opening:
    from isogloss.adapters.catalogue.adapter import open_reader, open_writer
    from isogloss.adapters.catalogue.unmapped import survey_unmapped

    return Opening(open_reader, open_writer, survey_unmapped)


PLATFORMS: Final[Mapping[str, Platform]] = {
    "webflow": Platform(WebflowSide, WebflowSettings, _webflow, webflow.account, webflow.editor),
    "buttercms": Platform(ButterSide, ButterSettings, _buttercms, buttercms.account, buttercms.editor),
    "memory": Platform(MemorySide, MemorySettings, _memory),
    "bundle": Platform(BundleSide, BundleSettings, _bundle),
    "catalogue": Platform(CatalogueSide, CatalogueSettings, _catalogue),
}
ENTRIES: Final[Entries] = {name: platform.side for name, platform in PLATFORMS.items()}


def platform_of(binding: SideBinding) -> Platform:
    """The platform of a side."""
    return next(platform for platform in PLATFORMS.values() if isinstance(binding.settings, platform.settings))
