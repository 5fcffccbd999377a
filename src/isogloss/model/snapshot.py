"""What a side shows: entries as read, before they are given keys."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias

from isogloss.model.entry import Entry
from isogloss.model.excluded import Excluded
from isogloss.model.locale import Locale
from isogloss.model.value import MaybeValue, Value

_MOST: Final = 80
"""Characters of an unreadable value that are told."""


Due: TypeAlias = datetime | Literal["untold"]
"""When a side will publish something by itself; *untold* where it says that it will, and not when."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a variant beside its content; never merged, always reported.

    unpublished_edits: somebody's unfinished work lies on top of the live content.
    unmapped_edits:    some of it is in fields that are not mapped.
    updated:           when the side last saw a change, aware UTC; None where it does not tell.
    said:              the same of what is shown, where something newer lies on top of it; else None.
    live:              the variant can be seen by the public; told apart from ``$status`` where that is not compared.
    live_below:        it is archived, and was live before: out of the archive it comes with what it showed then.
    fixed:             people alone change it there; it is never written.
    doubtful:          fields with links of which nobody can tell whether they are hidden from the public or were only
                       drafted; as read, with what the public sees, and once that is settled, with what is drafted.
    published_last:    by the side's own times, nothing was saved since it was published; False where they do not tell.
    perhaps_live:      it is taken for unpublished edits, and nothing tells whether somebody published them.
    differs:           fields that all locales share, in which it shows something else than the variant they come from,
                       and what.
    goes_live:         when the side will publish what is not live yet, by a schedule that a person set; None where it
                       will not, or does not tell that it will. Setting another time is no edit.
    blank:             rich texts that hold comments and show a reader nothing, so that they are no content, as spelled.
    drafted:           of live content that is shown and has unpublished edits, what these say instead, by field.
    beneath:           of unpublished edits that are shown, what the public sees instead, by field.
    unmapped:          a digest of what its newest version holds in fields that are not mapped; "" where nothing tells.
    made:              when the side made the answer that shows it, where a cache kept that since; None for just now.
    """

    unpublished_edits: bool = False
    updated: datetime | None = None
    live: bool = False
    fixed: bool = False
    differs: Mapping[str, Value] = field(default_factory=dict)
    # not compared: a look that asks for one version cannot tell it, and shows the same all the same
    doubtful: Mapping[str, MaybeValue] = field(default_factory=dict, compare=False)
    unmapped_edits: bool = field(default=False, compare=False)  # as little known to a look at one version
    goes_live: Due | None = field(default=None, compare=False)
    blank: Mapping[str, str] = field(default_factory=dict, compare=False)  # no content, so no edit of it is one
    drafted: Mapping[str, MaybeValue] = field(default_factory=dict, compare=False)
    beneath: Mapping[str, MaybeValue] = field(default_factory=dict, compare=False)
    made: datetime | None = None
    said: datetime | None = field(default=None, compare=False)  # a look at one version cannot tell it
    live_below: bool = field(default=False, compare=False)  # nor this
    published_last: bool = field(default=False, compare=False)  # nor this
    unmapped: str = field(default="", compare=False)  # what is not mapped is never compared for its own sake
    perhaps_live: bool = field(default=False, compare=False)  # found where doubts are settled, and kept nowhere


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that a side shows and that is not of the type that the mapping says: it is missing from its variant.

    locale: ``SHARED`` for a field that all locales share.
    value:  what stands there, as JSON, cut short.
    why:    one sentence.
    """

    locale: Locale
    field: str
    value: str
    why: str


def unreadable(locale: Locale, field: str, sent: object, why: object) -> Unreadable:
    """Note a cell that cannot be read; what is noted can be printed, whatever was sent."""
    said = json.dumps(sent, ensure_ascii=False, default=str)
    return Unreadable(
        locale, field, _printable(said if len(said) <= _MOST else f"{said[:_MOST]}…"), _printable(str(why))
    )


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry as a side shows it.

    kind:     the neutral kind.
    remote:   the side's own name of the entry.
    variants: its content. Links and assets are still in the side's own names:
              ``Ref(EntryKey(kind, remote id))`` and ``Asset(…, identity=address on that side)``.
    notes:    what is known of each variant.
    origin:   the content of the origin key field, an entry key as ``kind/name``; None where there is none.
    excluded: what the side's owner excluded from translation: it is neither an edit, nor missing, nor gone.
    unreadable: cells that are there and cannot be read. Nothing may be decided about such an entry.
    formerly: its name before, where the side tells that it goes by another now; "" where nothing is told.
    beyond:   of what the mapping leaves out, how many cells of it are not empty: by the side's slug of a field, by
              ``field=value`` for a value of an option, and by ``$slug`` for slugs beside the one that counts.
    """

    kind: str
    remote: str
    variants: Entry
    notes: Mapping[Locale, Note] = field(default_factory=dict)
    origin: str | None = None
    unreadable: tuple[Unreadable, ...] = ()
    excluded: Excluded = field(default_factory=dict)
    formerly: str = ""
    beyond: Mapping[str, int] = field(default_factory=dict, compare=False)  # it is outside of what is compared
