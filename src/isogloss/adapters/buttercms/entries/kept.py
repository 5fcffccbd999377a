"""The rows of an entry as they are kept, and the entry made of them again.

Decides what is kept of a row: all that is taken in of it, but for the age of its answer. A live version that is as the
newest one is kept as such. Refuses to know when what is kept may be used.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from isogloss.adapters.assemble import Picture
from isogloss.adapters.buttercms.account import Account, KindPlace
from isogloss.adapters.buttercms.entries.variants import Versions, picture, seen
from isogloss.adapters.buttercms.wire import Row
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Due, Seen

_SAME: Final = '"="'
"""In place of a live version: it is as the newest one."""
Version = tuple[Locale, bool]
"""A locale, and whether the live version is meant."""
VERSIONS: Final = (False, True)


def text_of(row: Row) -> str:
    """A row as it is kept."""
    due = row.due.isoformat() if isinstance(row.due, datetime) else row.due
    data = [row.fields, row.status, _iso(row.updated), due, _iso(row.public), row.unborn]
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def row_of(remote: str, text: str) -> Row:
    """The row again."""
    fields, status, updated, due, public, unborn = json.loads(text)
    goes: Due | None = due if due in (None, "untold") else datetime.fromisoformat(due)
    return Row(remote, fields, status, _time(updated), goes, unborn, None, _time(public))


def _iso(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@dataclass(slots=True)
class EntryRows:
    """Both versions of every variant of one entry, each as its text."""

    texts: dict[Version, str] = field(default_factory=dict)

    def dump(self) -> str:
        """Write it down."""
        return "\t".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for (locale, live), text in sorted(self.texts.items()):
            same = live and self.texts.get((locale, False)) == text
            yield f"{locale} {int(live)} {_SAME if same else text}"


def load(text: str) -> EntryRows:
    """Read what ``dump`` wrote: the newest version of a locale stands before the live one."""
    made = EntryRows()
    for line in text.split("\t") if text else ():
        locale, live, row = line.split(" ", 2)
        at = Locale(locale), live == "1"
        made.texts[at] = made.texts[Locale(locale), False] if row == _SAME else row
    return made


def seen_of(
    place: KindPlace,
    account: Account,
    remote: str,
    rows: EntryRows,
    made: Mapping[Version, datetime | None] | None = None,
) -> Seen | None:
    """An entry as a whole reading shows it; None where nothing of it is a variant.

    made: when the answers were made that a cache kept since.
    """
    pictures: dict[Locale, Picture[Row]] = {}
    for locale in account.locales:
        staged, live = (_row(remote, rows, (locale, version), made or {}) for version in VERSIONS)
        if staged is None and live is None:
            continue
        shown = picture(place, Versions(staged, live), account)
        if shown is not None:
            pictures[locale] = shown
    return seen(place, remote, pictures, account) if pictures else None


def _row(remote: str, rows: EntryRows, at: Version, made: Mapping[Version, datetime | None]) -> Row | None:
    text = rows.texts.get(at)
    if text is None:
        return None
    row = row_of(remote, text)
    since = made.get(at)
    return row if since is None else replace(row, made=since)
