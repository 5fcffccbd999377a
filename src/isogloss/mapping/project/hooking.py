"""From whom a mapping takes hints that something changed, as a person writes it, and what that means.

Decides what a hint is known by. Refuses to look up secrets: they are kept by their references.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from isogloss.errors import Problem
from isogloss.mapping.file.strict import Strict, Text, Token

SETTLE: Final = 5.0
"""Seconds from a hint to the run that it asks for, unless a project says otherwise."""
HEADER: Final = "x-isogloss-hook"
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,100}")


class SignedHookEntry(Strict):
    """Hints of Webflow, which signs them."""

    secrets: Annotated[list[Token], Field(min_length=1, max_length=100)] = Field(
        description="What they are signed with, by reference: the OAuth client's secret, or those of single webhooks."
    )


class SharedHookEntry(Strict):
    """Hints of ButterCMS, which sends a header along."""

    header: Text = Field(HEADER, description="The name of the header, as the dashboard has it.")
    secret: Token = Field(description="Its value, by reference.")


class HooksEntry(Strict):
    """Who may hint that something changed."""

    webflow: SignedHookEntry | None = Field(None, description="Webhooks of Webflow that isogloss hooks did not make.")
    buttercms: SharedHookEntry | None = Field(None, description="Webhooks of ButterCMS.")
    settle_delay: Annotated[float, Field(ge=0, le=3600)] = Field(
        SETTLE, description="Seconds from the first hint to the run; hints in between are one."
    )


@dataclass(frozen=True, slots=True)
class Hooks:
    """By what hints of a mapping are known.

    signed: references to secrets that Webflow signs with.
    header: the name of the header of ButterCMS's hints, in lower case, and a reference to its value; None for none.
    settle: seconds from a hint to the run that it asks for.
    """

    signed: tuple[str, ...] = ()
    header: tuple[str, str] | None = None
    settle: float = SETTLE


NO_HOOKS: Final = Hooks()


def hooks_of(entry: HooksEntry | None) -> Hooks:
    """What a project says of the hints of one mapping; it has no problem."""
    if entry is None:
        return NO_HOOKS
    signed = () if entry.webflow is None else tuple(entry.webflow.secrets)
    header = None if entry.buttercms is None else (entry.buttercms.header.lower(), entry.buttercms.secret)
    return Hooks(signed, header, float(entry.settle_delay))


def hook_problems(said: Mapping[str, HooksEntry | None]) -> Iterator[Problem]:
    """What is wrong beyond its shape."""
    for name, entry in said.items():
        if entry is not None and entry.buttercms is not None and not _NAME.fullmatch(entry.buttercms.header):
            yield Problem(
                f"mappings.{name}.hooks.buttercms.header", "is not the name of a header; write letters, digits and -"
            )


PARTS: Final[Mapping[str, type[Strict]]] = {"webflow": SignedHookEntry, "buttercms": SharedHookEntry}
"""The model of each platform's hints, by its key."""
