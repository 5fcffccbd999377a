"""JSON catalogues: each file says what it says, whatever the others hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from isogloss.adapters.catalogue import jsontext
from isogloss.adapters.catalogue.forms import Documents, Group
from isogloss.adapters.catalogue.tree import New, Wanted, plain


@dataclass(frozen=True, slots=True)
class JsonFiles:
    """The contract's ``Form``."""

    only_texts: bool = False
    one_kind: bool = False
    sourced: bool = False
    speaks: bool = True

    def read(self, text: str) -> jsontext.Document:
        """What stands in a file."""
        return jsontext.read(text)

    def whole(self, groups: Sequence[Group], read: Documents) -> Documents:
        """The same."""
        del groups
        return read

    def edited(
        self, groups: Sequence[Group], read: Documents, wanted: Mapping[str, Wanted]
    ) -> Iterator[tuple[str, str]]:
        """Each file whose text changes; a new one is laid out as the others of its namespace, or as any other is."""
        for file, changes in sorted(wanted.items()):
            document = read.get(file) or _like(groups, read, file)
            if not isinstance(document, jsontext.Document):
                raise AssertionError(f"{file} was read as something else than JSON")
            text = document.changed(changes)
            if text != document.text:
                yield file, text

    def known_by(self, remote: str) -> Sequence[str]:
        """Each file says all itself."""
        return (remote,)

    def echo(self, value: object) -> object:
        """What is read where a value was written."""
        node = jsontext.read(jsontext.read("{}").changed({"value": New(value)})).at(("value",))
        return None if node is None else plain(node)

    def key_of(self, name: str, texts: Mapping[str, str]) -> str:
        """Ours, without what separates keys."""
        del texts
        return name.translate({ord("."): "-", ord(":"): "-"})

    def former(self, name: str, group: Group, read: Documents) -> str:
        """Nothing tells of a key that it was another."""
        del name, group, read
        return ""


def _like(groups: Sequence[Group], read: Documents, file: str) -> jsontext.Document:
    mine = next((group for group in groups if file in group), ())
    style = jsontext.Style()
    for other in [*sorted(set(mine) & read.keys()), *sorted(read)]:
        there = read[other]
        if isinstance(there, jsontext.Document) and there.root.members:
            style = there.style
            break
    return replace(jsontext.read("{}" if style.step is None else f"{{}}{style.line}"), style=style)
