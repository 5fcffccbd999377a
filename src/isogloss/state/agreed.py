"""The base: for each cell, what each side showed when the two last agreed, as a pair of digests.

Decides how a million pairs are kept: one row an entry, so that they stream in order and memory stays flat. Refuses to
know what moved since; ``merge`` compares.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, TypeAlias, TypeVar

from sqlalchemy import Connection, select

from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import STATUS
from isogloss.model.locale import Locale
from isogloss.model.staged import Drafts, Laid
from isogloss.model.value import Digest, digest_text
from isogloss.state.database import Database, put, streamed
from isogloss.state.jsontext import damaged, dump_json, load_json
from isogloss.state.outrun import NO_OUTRUN, Outrun, Translating
from isogloss.state.rows import Rows
from isogloss.state.tables import BASE

Pair: TypeAlias = tuple[Digest | None, Digest | None]
"""What the left and the right side showed; None for absent."""

NO_DRAFTS: Final[Drafts] = {}
NO_LAID: Final[Laid] = {}

Copies: TypeAlias = Mapping[Locale, Side | None]
"""By locale, the side that lacks it and whose primary stands in for it on the other one; None where neither does."""

NO_COPIES: Final[Copies] = {}

Below: TypeAlias = Mapping[Side, frozenset[Locale]]
"""By side, the locales that were archived there, and still live, when both sides agreed on their state."""

NO_BELOW: Final[Below] = {}

Pairs: TypeAlias = Mapping[Locale, Mapping[str, Pair]]
"""The pairs of one entry: locale to field to pair."""

_AT_A_TIME = 100
_Each = TypeVar("_Each")
_Lay = TypeVar("_Lay")
_DRAFTS, _COPIES, _LAID, _BELOW, _OUTRUN = "$drafts", "$copies", "$laid", "$below", "$outrun"
"""Where a row has what was staged, what is a copy, what waits to go live, what was live though archived, and what the
source was of translations that it left behind, beside the locales: none is called so."""

Known: TypeAlias = tuple[Pairs, Drafts, Copies, Laid, Below, Outrun]
"""All that a row has."""

NOTHING: Final[Known] = ({}, NO_DRAFTS, NO_COPIES, NO_LAID, NO_BELOW, NO_OUTRUN)


class Base:
    """The pairs of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, BASE, {"mapping": mapping})
        self._soon: frozenset[EntryKey] = frozenset()
        self._ahead: dict[EntryKey, str | None] = {}
        self._translating: Translating | None = None
        database.undone.append(self.ahead)

    def translating(self, said: Translating | None) -> None:
        """Say what is translated from what: from then on, what an advance leaves behind is noted; None for no more."""
        self._translating = said

    def ahead(self, entries: Iterable[EntryKey] = ()) -> None:
        """Say which entries are asked about next: the first question reads the rows of all of them.

        A transaction for each takes longer than to read what it holds. What was read ahead before is let go, so that
        memory stays flat, and whatever is written here lets go of all.
        """
        self._soon, self._ahead = frozenset(entries), {}

    def walk(self, each: Iterable[_Each], key: Callable[[_Each], EntryKey]) -> Iterator[_Each]:
        """Go through entries, or what has the key of one, of which many are asked about: a hundred are read at once."""
        coming = iter(each)
        while some := list(islice(coming, _AT_A_TIME)):
            self.ahead(map(key, some))
            yield from some
        self.ahead()

    def get(self, entry: EntryKey) -> Pairs:
        """The pairs of one entry; empty where the sides never agreed on it."""
        return self._known(entry)[0]

    def drafts(self, entry: EntryKey) -> Drafts:
        """What we staged of one entry over what is live, and the sides have not agreed on anew."""
        return self._known(entry)[1]

    def copies(self, entry: EntryKey) -> Copies:
        """The locales of one entry in which a run wrote the primary's text, and the side that lacks each."""
        return self._known(entry)[2]

    def with_laid(self, entry: EntryKey) -> tuple[Pairs, Laid]:
        """The pairs of one entry, and what we staged there to be published and was not."""
        pairs, _, _, laid, *_ = self._known(entry)
        return pairs, laid

    def below(self, entry: EntryKey) -> Below:
        """What of one entry was archived, and still live, when both sides agreed on its state."""
        return self._known(entry)[4]

    def outrun(self, entry: EntryKey) -> Outrun:
        """The translations of one entry that their source left behind, and what it was when they were agreed on."""
        return self._known(entry)[5]

    def used(self) -> Iterator[Digest]:
        """Every digest that a row names; as ``entries``."""
        query = select(BASE.c.cells).where(*self._rows.at())
        with self._database.read() as connection, streamed(connection, query, _AT_A_TIME) as rows:
            for (cells,) in rows:
                pairs, *_, outrun = self._loaded(cells)
                for held in (*pairs.values(), *outrun.values()):
                    for pair in held.values():
                        yield from (digest for digest in pair if digest is not None)

    def entries(self) -> Iterator[tuple[EntryKey, Pairs]]:
        """Every entry with its pairs, sorted by kind and name, as they were when the reading began.

        One row is in memory at a time. Close the iterator, or exhaust it, before the state is closed.
        """
        query = select(*self._rows.key, BASE.c.cells).where(*self._rows.at()).order_by(*self._rows.key)
        with self._database.read() as connection, streamed(connection, query, _AT_A_TIME) as rows:
            for *key, cells in rows:
                yield self._rows.read(*key), self._loaded(cells)[0]

    def digests(self) -> dict[EntryKey, Digest]:
        """A digest of all that is known of each entry."""
        query = select(*self._rows.key, BASE.c.cells).where(*self._rows.at())
        with self._database.read() as connection, streamed(connection, query, _AT_A_TIME) as rows:
            return {self._rows.read(*key): digest_text(cells) for *key, cells in rows}

    def keys(self) -> set[EntryKey]:
        """Every entry that the sides agreed on something about."""
        query = select(*self._rows.key).where(*self._rows.at())
        with self._database.read() as connection:
            return {self._rows.read(*row) for row in connection.execute(query)}

    def advance(
        self,
        entry: EntryKey,
        cells: Pairs,
        drafts: Drafts = NO_DRAFTS,
        copies: Copies = NO_COPIES,
        below: Below = NO_BELOW,
    ) -> None:
        """Put these pairs in the place of what was agreed on before, durably; other cells stay.

        A pair of two None removes the cell: both sides agree that nothing is there, as they do about all the rest.
        What was staged of a cell is forgotten with what was agreed on of it; ``drafts`` is what is staged now.
        What is a copy stays one until ``copies`` says that it is none, or nothing of its locale is left.
        below: of the states that are agreed on now.
        """
        self.ahead()
        with self._database.write() as connection:
            self._advance(connection, entry, cells, drafts, copies, below=below)

    def lay(self, entry: EntryKey, cells: Pairs, laid: Laid) -> None:
        """Advance, and remember what was staged to be published and was not; that is forgotten as drafts are."""
        self.ahead()
        with self._database.write() as connection:
            self._advance(connection, entry, cells, NO_DRAFTS, NO_COPIES, laid)

    def advance_many(
        self,
        entries: Iterable[tuple[EntryKey, Pairs]],
        below: Callable[[EntryKey, Pairs], Below] = lambda _entry, _cells: NO_BELOW,
    ) -> None:
        """Do the same for many entries, all of them or none. Asking for the next one must not write to the state."""
        self.ahead()
        with self._database.write() as connection:
            for entry, cells in entries:
                self._advance(connection, entry, cells, NO_DRAFTS, NO_COPIES, below=below(entry, cells))

    def drop(self, entry: EntryKey) -> None:
        """Forget an entry that both sides agree is gone."""
        self.ahead()
        self._rows.drop(entry)

    def _known(self, entry: EntryKey) -> Known:
        if entry not in self._soon:
            with self._database.read() as connection:
                return self._get(connection, entry)
        if not self._ahead:
            self._read_ahead()
        cells = self._ahead[entry]
        return NOTHING if cells is None else self._loaded(cells)

    def _read_ahead(self) -> None:
        found: dict[EntryKey, str | None] = dict.fromkeys(self._soon)
        with self._database.read() as connection:
            for kind in {entry.kind for entry in found}:
                names = [self._rows.named(entry) for entry in self._soon if entry.kind == kind]
                these = (*self._rows.at(kind=kind), BASE.c.name.in_(names))
                for *key, cells in connection.execute(select(*self._rows.key, BASE.c.cells).where(*these)):
                    if (entry := self._rows.read(*key)) in found:
                        found[entry] = cells
        self._ahead = found

    def _get(self, connection: Connection, entry: EntryKey) -> Known:
        cells = self._rows.value(connection, "cells", entry)
        return NOTHING if cells is None else self._loaded(cells)

    def _advance(
        self,
        connection: Connection,
        entry: EntryKey,
        cells: Pairs,
        drafts: Drafts,
        copies: Copies,
        laid: Laid = NO_LAID,
        below: Below = NO_BELOW,
    ) -> None:
        agreed, staged, copied, before, under, behind = self._get(connection, entry)
        merged, left, waits = _merged(agreed, cells), _staged(staged, cells, drafts), _staged(before, cells, laid)
        stay = {at: side.value for at, side in {**copied, **copies}.items() if side is not None and at in merged}
        if merged or left or waits:
            row: dict[str, object] = {str(locale): fields for locale, fields in merged.items()}
            if left:
                row[_DRAFTS] = left
            if stay:
                row[_COPIES] = stay
            if waits:
                row[_LAID] = waits
            if archived := _below(under, cells, below):
                row[_BELOW] = archived
            if self._translating is not None:
                behind = self._translating.outrun(entry, behind, agreed, cells, merged)
            if behind:
                row[_OUTRUN] = behind
            put(connection, BASE, [self._rows.row(entry, cells=dump_json(row))], "cells")
        else:
            self._rows.drop_in(connection, entry)

    def _loaded(self, cells: str) -> Known:
        loaded = load_json(cells, self._database.where)
        try:
            staged = loaded.pop(_DRAFTS, {})  # type: ignore[attr-defined]  # checked by the except below
            copied = loaded.pop(_COPIES, {})  # type: ignore[attr-defined]  # checked by the except below
            waits = loaded.pop(_LAID, {})  # type: ignore[attr-defined]  # checked by the except below
            under = loaded.pop(_BELOW, {})  # type: ignore[attr-defined]  # checked by the except below
            behind = _pairs(loaded.pop(_OUTRUN, {}))  # type: ignore[attr-defined]  # checked by the except below
            pairs = _pairs(loaded)
            drafts = {Side(side): lay for side, lay in staged.items()}
            laid = {
                Side(side): {
                    locale: {field: (below, made, source) for field, (below, made, source) in fields.items()}
                    for locale, fields in lay.items()
                }
                for side, lay in waits.items()
            }
            below = {Side(side): frozenset(map(Locale, locales)) for side, locales in under.items()}
            return pairs, drafts, {locale: Side(side) for locale, side in copied.items()}, laid, below, behind
        except (AttributeError, TypeError, ValueError):
            raise damaged(self._database.where, "a row of the base has another shape") from None


def _pairs(told: object) -> Pairs:
    """Pairs as a row has them; whatever has another shape raises what ``_loaded`` explains."""
    return {
        locale: {field: (left, right) for field, (left, right) in fields.items()}
        for locale, fields in told.items()  # type: ignore[attr-defined]  # checked where it is called
    }


def _merged(old: Pairs, new: Pairs) -> Pairs:
    merged: dict[Locale, dict[str, Pair]] = {locale: dict(fields) for locale, fields in old.items()}
    for locale, fields in new.items():
        variant = merged.setdefault(locale, {})
        for field, pair in fields.items():
            if pair == (None, None):
                variant.pop(field, None)
            else:
                variant[field] = pair
    return {locale: fields for locale, fields in merged.items() if fields}


def _staged(
    old: Mapping[Side, Mapping[Locale, Mapping[str, _Lay]]],
    agreed: Pairs,
    new: Mapping[Side, Mapping[Locale, Mapping[str, _Lay]]],
) -> dict[str, dict[Locale, dict[str, _Lay]]]:
    """What is staged, but for what was agreed on anew, and with what was staged now; as a row has it."""
    left: dict[str, dict[Locale, dict[str, _Lay]]] = {}
    for side in Side:
        there, staged = old.get(side, {}), new.get(side, {})
        for locale in {*there, *staged}:
            kept = {name: lay for name, lay in there.get(locale, {}).items() if name not in agreed.get(locale, {})}
            if found := {**kept, **staged.get(locale, {})}:
                left.setdefault(side.value, {})[locale] = found
    return left


def _below(old: Below, agreed: Pairs, new: Below) -> dict[str, list[Locale]]:
    """What was live though archived; where the state was agreed on anew, ``new`` alone tells. As a row has it."""
    stated = {locale for locale, fields in agreed.items() if STATUS in fields}
    found = {side: (old.get(side, frozenset()) - stated) | (new.get(side, frozenset()) & stated) for side in Side}
    return {side.value: sorted(locales) for side, locales in found.items() if locales}
