"""Drafts over live content that are ours: staged by a run, with ``publish: draft``, or as they could not be published.

Decides by the state alone, cell by cell: what lies there is what was read back when it was staged, what the sides
agreed on, or what is live. One cell that says anything else, an edit of what is not mapped, or a time at which it is to
go live, and the draft is a person's. What is published of it is no edit, and what is made of it is one of what we
staged; that it lies there is none, either, where what it was made of was deleted. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Side
from isogloss.model.entry import CHANGED, PUBLISHED, STATUS, Entry, cell_of, with_cells
from isogloss.model.locale import SHARED, Locale
from isogloss.model.replaced import led_on
from isogloss.model.snapshot import Note
from isogloss.model.staged import Drafts, Laid, known, staged
from isogloss.model.value import Absent, Digest, MaybeValue, digest

Pairs = Mapping[Locale, Mapping[str, tuple[Digest | None, Digest | None]]]
Notes = Mapping[Locale, Note]


def with_own_drafts(shown: Scoped, base: Pairs, drafts: Drafts, side: Side, shared: Collection[str]) -> Scoped:
    """An entry as a side shows it, where what we staged on it is known for ours.

    drafts: what we staged.
    shared: the fields that all locales share.
    """
    if isinstance(shown.raw, Absent):
        return shown
    notes, found = dict(shown.notes), dict[tuple[Locale, str], MaybeValue]()
    for locale, note in shown.notes.items():
        others = note.unmapped_edits or note.goes_live is not None
        for name, value in note.drafted.items():
            at = SHARED if name in shared else locale
            lay = drafts.get(side, {}).get(at, {}).get(name)
            if lay == staged(value) or digest(value) in base.get(at, {}).get(name, ()):
                found[at, name] = value
            others = others or value not in (found.get((at, name)), cell_of(shown.raw, at, name))
        if note.drafted and not others:
            notes[locale] = replace(note, unpublished_edits=False)
    return replace(shown, raw=with_cells(shown.raw, found), notes=notes, drafted=found)


def published(base: Pairs, drafts: Drafts, shown: Mapping[Side, Entry | Absent]) -> Pairs:
    """The base of an entry, where a side shows what we staged there, and somebody published: so both agreed on it."""
    made = {locale: dict(cells) for locale, cells in base.items()}
    for side, entry in shown.items():
        for locale, fields in drafts.get(side, {}).items():
            for name, lay in fields.items():
                value, (left, right) = cell_of(entry, locale, name), base.get(locale, {}).get(name, (None, None))
                if lay == staged(value):
                    half = None if isinstance(value, Absent) else digest(value)
                    made.setdefault(locale, {})[name] = (half, right) if side is Side.LEFT else (left, half)
    return made


def gone_live(base: Pairs, laid: Laid, shown: Mapping[Side, Entry | Absent]) -> Pairs:
    """The base of an entry, where a side no longer shows what lay below what we staged there to be published.

    Somebody published it, as it was or with edits on top: whoever edits what lies over live content has it before them.
    So the sides agreed on what we staged, and on what it was made of. Of what is not there any more nobody did.
    """
    made = {locale: dict(cells) for locale, cells in base.items()}
    for side, entry in shown.items():
        for locale, fields in laid.get(side, {}).items():
            there = not isinstance(entry, Absent) and locale in entry
            for name, (below, lay, source) in fields.items() if there else ():
                if staged(cell_of(entry, locale, name)) != below:
                    mine, theirs = known(lay), known(source)
                    made.setdefault(locale, {})[name] = (mine, theirs) if side is Side.LEFT else (theirs, mine)
    return made


def never_published(base: Pairs, shown: Mapping[Side, Entry | Absent], notes: Mapping[Side, Notes]) -> Pairs:
    """The base of an entry, where a side alone has a variant left, and shows a draft in it of all that was agreed on.

    Where drafts are carried, what is staged is agreed on at once. What it was made of was deleted before it was
    published, so the draft is as far as we came, and nobody's edit against the deletion.
    """
    made = {locale: dict(cells) for locale, cells in base.items()}
    for side, entry in shown.items():
        across, place = shown[side.other], 0 if side is Side.LEFT else 1
        for locale, cells in {} if isinstance(entry, Absent) else entry.items():
            note, row = notes[side].get(locale), base.get(locale, {})
            if cells.get(STATUS) != CHANGED or not isinstance(cell_of(across, locale, STATUS), Absent):
                continue
            known = {name: pair[place] for name, pair in row.items() if pair[place] is not None}
            says = {name: digest(led_on(value)) for name, value in cells.items()} | {STATUS: digest(PUBLISHED)}
            if says == known and note is not None and not note.unmapped_edits and note.goes_live is None:
                pair = row[STATUS]
                made[locale][STATUS] = (digest(CHANGED), pair[1]) if side is Side.LEFT else (pair[0], digest(CHANGED))
    return made
