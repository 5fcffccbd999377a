"""One file of gettext as keys with texts below them: which keys a message has, and what it says there.

Decides that a text which is fuzzy is not there, and that the line feeds which a source begins and ends with are no part
of any text. Refuses to know what the other files hold.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final

from isogloss.adapters.catalogue import potext
from isogloss.adapters.catalogue.forms import Documents, Group, Path
from isogloss.adapters.catalogue.potext import Message, Named, PoText
from isogloss.adapters.catalogue.tree import Keys, Leaf, Member, Node, below

_READABLE: Final = 40
"""Characters of a source text that its key begins with."""


def name_of(named: Named) -> str:
    """The key of a message that is known by its source text: readable, and one message's alone."""
    context, text = named
    words = re.sub(r"[^\w]+", "-", text.casefold()).strip("-")[:_READABLE].strip("-")
    mark = blake2b(f"{context or ''}\x04{text}".encode(), digest_size=4).hexdigest()
    return f"{words}-{mark}" if words else mark


def keyed_as(name: str, form: int) -> str:
    """The key of one form of a plural."""
    return name if form == 0 else f"{name}[{form}]"


@dataclass(frozen=True, slots=True)
class PoDocument:
    """A file that was read.

    messages: those that are, or were, an entry or a part of one, by path.
    there:    whether it is on the disk; else it is there for what the other files say of the source.
    """

    po: PoText
    root: Keys
    messages: Mapping[Path, Message] = field(default_factory=dict)
    there: bool = True

    @property
    def text(self) -> str:
        """What the file holds."""
        return self.po.text

    def at(self, path: Path) -> Node | None:
        """What stands under keys; None where nothing does."""
        return below(self.root, path)


def framed(text: str, source: str) -> str:
    """A translation with the line feeds that its source begins and ends with: ``msgfmt`` asks for them."""
    said = unframed(text)
    return "\n" * source.startswith("\n") + said + "\n" * source.endswith("\n") if said else ""


def unframed(text: str) -> str:
    """A text without the line feeds that it begins and ends with."""
    return text.strip("\n")


def documents(group: Group, read: Documents) -> dict[str, PoDocument]:
    """The files of a namespace that there are, those of the primary first."""
    return {file: document for file in group if isinstance(document := read.get(file), PoDocument)}


def source_of(message: Message) -> dict[int, str]:
    """What the source says in which a message was written, form by form."""
    texts = {0: message.named[1]} | ({} if message.plural is None else {1: message.plural})
    return {form: unframed(text) for form, text in texts.items()}


def said(messages: Mapping[Path, Message]) -> dict[Path, dict[int, str]]:
    """What is said in a file, form by form; nothing where it is fuzzy."""
    return {
        path: {form: "" if message.fuzzy else unframed(text) for form, text in message.forms.items()}
        for path, message in messages.items()
        if not message.obsolete
    }


def tree(said: Mapping[Path, Mapping[int, str]], messages: Mapping[Path, Message]) -> Keys:
    """What is said, as keys; a key with others below it is no text."""
    root: dict[str, Member] = {}
    inside: dict[Path, dict[str, Member]] = {(): root}
    for path in sorted(said, key=lambda path: -len(path)):  # the deepest first, so that keys are there before texts
        start = messages[path].said[0][0] if path in messages else 0
        for end in range(1, len(path)):
            if path[:end] not in inside:
                inside[path[:end]] = {}
                inside[path[: end - 1]][path[end - 1]] = Member(start, start, Keys(inside[path[:end]], start, start))
        for form, text in said[path].items():
            key = keyed_as(path[-1], form)
            inside[path[:-1]].setdefault(key, Member(start, start, Leaf(text, start, start)))
    return Keys(root, 0, 0)


def as_text(value: object) -> str:
    """A value as a text: a list as one line for each of its parts."""
    if isinstance(value, list):
        return "\n".join(as_text(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value)


def _language(code: str) -> str:
    return re.split(r"[-_@]", code)[0].casefold()


def fresh(found: Mapping[str, PoDocument], file: str, codes: Mapping[str, str]) -> PoDocument:
    """A file that is not there yet, with a header as the others have."""
    others = [document for _, document in sorted(found.items())]
    header = others[0].po.header if others else {}
    code = codes[file]
    kin = (doc.po for name, doc in found.items() if _language(codes[name]) == _language(code))
    plurals = next((po.header["plural-forms"] for po in kin if "plural-forms" in po.header), "")
    lines = [
        f"Project-Id-Version: {header.get('project-id-version', '')}",
        "PO-Revision-Date: ",
        "Last-Translator: ",
        "Language-Team: ",
        f"Language: {code}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        *([f"Plural-Forms: {plurals}"] if plurals else []),
    ]
    style = others[0].po.style if others else potext.Style()
    said = style.string("msgstr", "".join(f"{line}\n" for line in lines))
    text = f'msgid ""{style.line}msgstr {said}{style.line}'
    return PoDocument(replace(potext.read(text), style=style), Keys({}, 0, 0), {}, there=False)
