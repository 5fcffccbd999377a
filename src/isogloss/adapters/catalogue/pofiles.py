"""gettext's catalogues: which messages are an entry, and what the files of all locales say together.

Decides how a message is known (``Keyed``), and what the primary says: what the source does in which a message was
written, unless its own file words it otherwise. A text that is fuzzy or empty is one that nobody translated yet.

Source: GNU gettext manual, "The Format of PO Files" and "msgmerge", seen 2026-11.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from isogloss.adapters.catalogue import potext
from isogloss.adapters.catalogue.forms import Documents, Group, Path
from isogloss.adapters.catalogue.layout import TEXT, Keyed, form_of
from isogloss.adapters.catalogue.pochanges import Changes
from isogloss.adapters.catalogue.podocument import (
    PoDocument,
    as_text,
    documents,
    fresh,
    keyed_as,
    name_of,
    said,
    source_of,
    tree,
    unframed,
)
from isogloss.adapters.catalogue.potext import Message, Named
from isogloss.adapters.catalogue.tree import Unreadable, Wanted


@dataclass(frozen=True, slots=True)
class PoFiles:
    """The contract's ``Form``.

    codes: the code of the locale of each file, for messages and new headers.
    """

    keyed: Keyed
    codes: Mapping[str, str]
    only_texts: bool = True
    speaks: bool = False

    @property
    def one_kind(self) -> bool:
        """Whether each message is an entry, so that nothing tells kinds apart in a file."""
        return self.keyed == "source"

    @property
    def sourced(self) -> bool:
        """Whether the texts of messages are the primary's, and not keys."""
        return self.keyed != "id"

    def read(self, text: str) -> PoDocument:
        """What stands in a file, as far as it says it itself."""
        po = potext.read(text)
        messages: dict[Path, Message] = {}
        for message in po.messages:
            path = self._path(message.named)
            if path is None:
                continue
            other = messages.get(path)
            if other is not None and not (other.obsolete or message.obsolete):
                line = text.count("\n", 0, message.said[0][0]) + 1
                raise Unreadable(f'the key "{".".join(path)}" is there twice, and only one can count', line)
            if other is None or other.obsolete:
                messages[path] = message
        return PoDocument(po, tree(said(messages), messages), messages)

    def _path(self, named: Named) -> Path | None:
        """The keys of a message; None where it has none, or is the header."""
        context, text = named
        if (self.keyed == "source" and named != (None, "")) or (self.keyed == "context" and context):
            return (name_of(named), TEXT) if self.keyed == "source" else tuple((context or "").split("."))
        return tuple(text.split(".")) if self.keyed == "id" and context is None and text else None

    def whole(self, groups: Sequence[Group], read: Documents) -> Documents:
        """The files, and of each namespace what the source says, in the primary's."""
        if not self.sourced:
            return read
        made = dict(read)
        for group in groups:
            found = documents(group, read)
            if not found:
                continue
            own = found.get(group[0]) or replace(fresh(found, group[0], self.codes), there=False)
            source: dict[Path, Message] = {}
            for document in found.values():
                for path, message in document.messages.items():
                    if not message.obsolete:
                        source.setdefault(path, message)
            shown = {path: source_of(message) for path, message in source.items()}
            for path, texts in said(own.messages).items():
                shown[path] |= {form: text for form, text in texts.items() if text}
            made[group[0]] = replace(own, root=tree(shown, own.messages))
        return made

    def edited(
        self, groups: Sequence[Group], read: Documents, wanted: Mapping[str, Wanted]
    ) -> Iterator[tuple[str, str]]:
        """Each file whose text changes."""
        for group in groups:
            if wanted.keys() & set(group):
                yield from Changes(self.keyed, self.codes, group, documents(group, read)).texts(wanted)

    def known_by(self, remote: str) -> Sequence[str]:
        """A source has two forms of a plural, however many its translations have."""
        name, form = form_of(remote)
        return (keyed_as(name, 1), name) if form > 1 else (remote,)

    def echo(self, value: object) -> object:
        """What is read where a value was written."""
        return unframed(as_text(value))

    def key_of(self, name: str, texts: Mapping[str, str]) -> str:
        """Ours, without what separates keys; or what the source text comes to."""
        if self.keyed == "source":
            return name_of((None, texts.get(TEXT, "")))
        return name.translate({ord("."): "-", ord(":"): "-"})

    def former(self, name: str, group: Group, read: Documents) -> str:
        """What a message was when it was translated, where no file has that any more."""
        if self.keyed != "source":
            return ""
        found = documents(group, read)
        for document in found.values():
            message = document.messages.get((name, TEXT))
            if message is not None and message.former is not None and not message.obsolete:
                old = (name_of(message.former), TEXT)
                if not any(old in each.messages and not each.messages[old].obsolete for each in found.values()):
                    return old[0]
        return ""
