"""What a text says on the side that it is sent to: that side's own addresses of files and entries.

Decides nothing about them: names know the files, the directory knows the entries. Where neither knows an address, it
stays what it is: the address on the other side, which leads to the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from isogloss.canon import Url
from isogloss.mapping.addresses import SCHEME
from isogloss.mapping.neutral import Translator
from isogloss.mapping.texts import bare, rewritten, texts, with_texts
from isogloss.model.address import Cell
from isogloss.model.value import Absent, Asset, Leaf, MaybeValue, Scalar, with_leaves
from isogloss.plan.op import Change, Op
from isogloss.ports import Names


def addressed(ops: Sequence[Op], names: Names, translator: Translator) -> list[Op]:
    """The ops with the side's own addresses in every text; their ids are those of the ops in the plan."""
    known = frozenset(
        map(bare, translator.assets.values())
    )  # most addresses are no files of ours: ask for none of them
    made: list[Op] = []
    for op in ops:
        changes = tuple(_change(change, names, translator, known) for change in op.changes)
        made.append(op if changes == op.changes else replace(op, changes=changes))
    return made


def renamed(op: Op, names: Mapping[str, str]) -> Op:
    """The op with other identities for some files: those that turned out to be one with another."""

    def known(url: Url) -> str:
        return names.get(url.address, url.address)

    def turned(leaf: Leaf) -> Leaf:
        match leaf:
            case Asset(_, identity, _):
                return replace(leaf, identity=names.get(identity, identity))
            case Scalar("rich_text", text):
                return replace(leaf, text=rewritten(text, known, worth=names.__contains__))
            case _:
                return leaf

    def after(value: MaybeValue) -> MaybeValue:
        return value if isinstance(value, Absent) else with_leaves(value, turned)

    changes = tuple(replace(change, after=after(change.after)) for change in op.changes)
    return op if changes == op.changes else replace(op, changes=changes)


def _change(change: Change, names: Names, translator: Translator, known: frozenset[str]) -> Change:
    if not any(True for _ in texts(change.after)):
        return change
    after = _value(change.after, change.at, names, translator, known)
    # A cell that stays as it is must be seen to stay as it is.
    return replace(change, before=after if change.before == change.after else change.before, after=after)


def _value(value: MaybeValue, at: Cell, names: Names, translator: Translator, known: frozenset[str]) -> MaybeValue:
    if isinstance(value, Absent):
        return value

    def here(address: str) -> str | None:
        if not address.startswith(SCHEME):
            return names.asset(address) if address in known else None
        return _entry(address, at, translator)

    def find(url: Url) -> str:
        found = here(url.address)
        return url.address if found is None else bare(found)

    return with_texts(value, lambda text: rewritten(text, find, worth=lambda address: here(address) is not None))


def _entry(link: str, at: Cell, translator: Translator) -> str | None:
    """The address of an entry, which is remembered: the side may give the entry another slug than it was to have."""
    if not translator.directory or at.locale is None:
        return None
    found = translator.directory.address(translator.side, link, at.locale)
    if found is not None:
        translator.entry(found, at)
    return found
