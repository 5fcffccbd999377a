"""What a change to some messages means for the files of all locales of a namespace.

Decides what is not written: whatever a program would refuse to load, or would show nothing for; and that a program's
source says what it says. Where the primary is worded anew, that is a translation of the source into its own language.

Source: that ``msgfmt`` takes a plural of which a form is empty, and that programs then show nothing for it, was seen
with gettext 0.21.
"""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from isogloss.adapters.catalogue.forms import Group, Path
from isogloss.adapters.catalogue.layout import Keyed, form_of
from isogloss.adapters.catalogue.podocument import PoDocument, as_text, framed, fresh, keyed_as, unframed
from isogloss.adapters.catalogue.potext import Added, Edited, Message, Named
from isogloss.adapters.catalogue.tree import Keys, New, Wanted

_NO_PLURALS: Final = 2
"""Forms of a plural that is empty in a file whose header does not say how many there are."""

Asked: TypeAlias = "dict[str, dict[int, str | None]]"
"""By file, what the forms of one message are to say; None for nothing."""


class Changes:
    """The changes of one namespace."""

    def __init__(self, keyed: Keyed, codes: Mapping[str, str], group: Group, found: Mapping[str, PoDocument]) -> None:
        self.keyed, self.codes, self.group, self.found = keyed, codes, group, found
        self.primary, self.sourced = group[0], keyed != "id"
        self.edited: dict[str, dict[Named, Edited]] = {}
        self.added: dict[str, list[Added]] = {}

    def texts(self, wanted: Mapping[str, Wanted]) -> Iterator[tuple[str, str]]:
        """Each file whose text changes, and the text that it is to have."""
        asked: dict[Path, Asked] = {}
        for file in self.group:
            for path, text in self._leaves(file, wanted.get(file, {}), ()):
                message, number = self._message_at(path)
                asked.setdefault(message, {}).setdefault(file, {})[number] = text
        for path, by_file in asked.items():
            self._take(path, by_file)
        for file in sorted(self.edited.keys() | self.added.keys()):
            po = self._document(file).po
            text = po.changed(self.edited.get(file, {}), self.added.get(file, ()))
            if text != po.text or not self._there(file):
                yield file, text

    def _document(self, file: str) -> PoDocument:
        return self.found.get(file) or fresh(self.found, file, self.codes)

    def _there(self, file: str) -> bool:
        return file in self.found and self.found[file].there

    def _leaves(self, file: str, wanted: Wanted, above: Path) -> Iterator[tuple[Path, str | None]]:
        for key, what in wanted.items():
            path = (*above, key)
            if isinstance(what, dict):
                yield from self._leaves(file, what, path)
            elif isinstance(what, New):
                yield path, as_text(what.value)
            else:
                yield from ((each, None) for each in _below(self.found.get(file), path))

    def _message_at(self, path: Path) -> tuple[Path, int]:
        if any(path in document.messages for document in self.found.values()):
            return path, 0
        name, number = form_of(path[-1])
        return (*path[:-1], name), number

    def _take(self, path: Path, asked: Asked) -> None:
        """Find what a change to one message is in every file.

        Raises: ValueError with a sentence.
        """
        own = {file: document.messages[path] for file, document in self.found.items() if path in document.messages}
        active = {file: message for file, message in own.items() if not message.obsolete}
        none = all(text is None for forms in asked.values() for text in forms.values())
        all_of_it = all(message.forms.keys() <= asked.get(file, {}).keys() for file, message in active.items())
        if none and all_of_it and (not self.sourced or self.primary in asked):
            for file, message in active.items():
                self.edited.setdefault(file, {})[message.named] = Edited(obsolete=True)
            return
        named, plural = self._source(path, own, active, asked)
        self._whole(path, plural, asked)
        if none and not own:
            return
        places = [file for file in self.group if self._there(file) or any(asked.get(file, {}).values())]
        if self.sourced and not self._there(self.primary) and self.primary in places:
            worded = any(self._forms(path, self.primary, None, (named, plural), asked).values())
            if not worded and (active or len(places) > 1):
                places.remove(self.primary)  # the source says it, and another file has that
        for file in places:
            self._put(path, file, own.get(file), (named, plural), asked)

    def _source(
        self, path: Path, own: Mapping[str, Message], active: Mapping[str, Message], asked: Asked
    ) -> tuple[Named, str | None]:
        """By what gettext knows a message, and the text of its plural."""
        for known in (active, own):
            for message in known.values():
                return message.named, message.plural
        many = any(number and text for forms in asked.values() for number, text in forms.items())
        if not self.sourced:
            return (None, ".".join(path)), ".".join(path) if many else None
        texts = asked.get(self.primary, {})
        one, other = texts.get(0), texts.get(1)
        code = self.codes[self.primary]
        if not one or (many and not other):
            raise ValueError(
                f"{_shown(path, 1 if one else 0)} says nothing in {code}, and gettext knows a text by that"
            )
        return (".".join(path) if self.keyed == "context" else None, one), other if many else None

    def _whole(self, path: Path, plural: str | None, asked: Asked) -> None:
        """What the source says cannot be taken out of one file alone; and who has one form has no others."""
        for number, text in asked.get(self.primary, {}).items() if self.sourced else ():
            if text is None and (number == 0 or (number == 1 and plural is not None)):
                code = self.codes[self.primary]
                raise ValueError(
                    f"{_shown(path, number)} is a text of the program's source, so it cannot be emptied in {code}; "
                    "take it out of the source"
                )
        if plural is None and any(number and text for forms in asked.values() for number, text in forms.items()):
            raise ValueError(f"{_shown(path, 0)} has no plural in the program's source, so it has one form")

    def _put(self, path: Path, file: str, mine: Message | None, source: tuple[Named, str | None], asked: Asked) -> None:
        if mine is not None and not mine.obsolete and file not in asked:
            return
        forms = self._forms(path, file, mine, source, asked)
        if mine is None:
            self.added.setdefault(file, []).append(Added(*source, forms))
        else:
            self.edited.setdefault(file, {})[mine.named] = Edited(forms)

    def _forms(
        self, path: Path, file: str, mine: Message | None, source: tuple[Named, str | None], asked: Asked
    ) -> dict[int, str]:
        """What a message is to be translated as in a file."""
        (_, text), plural = source if mine is None else (mine.named, mine.plural)
        base = {0: text} | ({} if plural is None else {1: plural})
        new = asked.get(file, {})
        count = 1 if plural is None else self._count(path, file, new)
        stays = {} if mine is None or mine.fuzzy or mine.obsolete else mine.forms
        forms = {number: stays.get(number, "") for number in range(count)}
        for number in range(count):
            if number in new and new[number] != unframed(forms[number]):
                forms[number] = framed(new[number] or "", base.get(number, text))
        if file == self.primary and self.sourced:
            worded = {number: forms[number] or base.get(number, "") for number in forms}
            forms = dict.fromkeys(forms, "") if all(worded[n] == base.get(n, "") for n in worded) else worded
        said = [number for number in forms if forms[number]]
        if 0 < len(said) < count and new:
            lacks = next(number for number in forms if not forms[number])
            raise ValueError(
                f"{_shown(path, lacks)} says nothing in {self.codes[file]}, where other forms of it do; "
                "a program would show nothing for some numbers. Give it a text as well"
            )
        return forms

    def _count(self, path: Path, file: str, new: Mapping[int, str | None]) -> int:
        """How many forms a plural has in a file."""
        count, code = self._document(file).po.plurals, self.codes[file]
        most = max((number for number, text in new.items() if text), default=-1)
        if count is None and most >= 0:
            raise ValueError(
                f"{_shown(path, 0)} has a plural, and the header of {file} does not say how many forms {code} has; "
                "write its Plural-Forms, as msginit does"
            )
        if count is not None and most >= count:
            raise ValueError(f"{_shown(path, most)} is one form too many: {code} has {count}, by the header of {file}")
        return count or _NO_PLURALS


def _below(document: PoDocument | None, path: Path) -> Iterator[Path]:
    """The places below one, or that one, where something may be said."""
    node = None if document is None else document.at(path)
    if isinstance(node, Keys):
        for key in node.members:
            yield from _below(document, (*path, key))
    elif node is not None:
        yield path


def _shown(path: Path, number: int) -> str:
    return ".".join((*path[:-1], keyed_as(path[-1], number)))
