"""Of what and when a report is, and where people edit what it is about.

Decides which facts a reader needs to hold a report against its plan. A plan itself tells no time, so that the same
sides give the same plan; when it was made is what its file says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from isogloss import __version__
from isogloss.model.address import Side
from isogloss.plan.data import PlanFile
from isogloss.plan.header import Header


@dataclass(frozen=True, slots=True)
class Facts:
    """Of what and when a report is.

    made:     when the plan was made, as its file says, in UTC.
    mapping:  the file of the mapping.
    after:    the last run before the plan was made; empty before the first.
    version:  the program that wrote the report.
    locales:  those of the mapping.
    accounts: what each side is of, in words, by its name.
    by:       who had the plan made, where that was told.
    """

    made: str = ""
    mapping: str = ""
    after: str = ""
    version: str = ""
    locales: tuple[str, ...] = ()
    accounts: Mapping[str, str] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True)
class EditorLink:
    """Where people edit an entry on one side."""

    side: str
    address: str


def facts_of(plan: PlanFile) -> Facts:
    """The facts of a plan."""
    header = plan.header
    made = f"{plan.made:%Y-%m-%d %H:%M} UTC"
    accounts = {name: header.accounts[name] for name in header.sides.values() if name in header.accounts}
    return Facts(made, header.mapping_path, header.after, __version__, header.locales, accounts, header.by)


def links_to(kind: str, remotes: tuple[str, str], header: Header) -> Iterator[EditorLink]:
    """Where people edit an entry, by its ids on the left and on the right; nothing where that is not known."""
    for side, remote in zip(Side, remotes, strict=True):
        name = header.sides[side]
        address = header.editors.get(name, {}).get(kind, "")
        if remote and address.startswith(("https://", "http://")):
            yield EditorLink(name, address.replace("{id}", quote(remote, safe="")))
