"""What the files of a catalogue are written in: the one thing that this adapter asks of each form.

Refuses to know any of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

from isogloss.adapters.catalogue.tree import Keys, Node, Wanted

Path: TypeAlias = tuple[str, ...]
"""The keys that lead to a place in a file."""
Group: TypeAlias = tuple[str, ...]
"""The files of one namespace, those of the primary first; not each of them need be there."""


class Document(Protocol):
    """A file that was read."""

    @property
    def text(self) -> str:
        """What it holds; empty where it is there for what other files say."""
        ...

    @property
    def root(self) -> Keys:
        """What stands in it."""
        ...

    def at(self, path: Path) -> Node | None:
        """What stands under keys; None where nothing does."""
        ...


Documents: TypeAlias = Mapping[str, Document]
"""Files by their path."""


class Form(Protocol):
    """How files are read and written."""

    @property
    def only_texts(self) -> bool:
        """Whether under a key there is a text, whatever it means, and neither a number nor a list."""
        ...

    @property
    def one_kind(self) -> bool:
        """Whether a file holds entries of one kind, whatever they are called."""
        ...

    @property
    def sourced(self) -> bool:
        """Whether a text is known by what it says in the primary, where it is never empty then."""
        ...

    @property
    def speaks(self) -> bool:
        """Whether an empty text says that there is none, and is not only one that nobody translated yet."""
        ...

    def read(self, text: str) -> Document:
        """What stands in a file.

        Raises: Unreadable with the line.
        """
        ...

    def whole(self, groups: Sequence[Group], read: Documents) -> Documents:
        """Files as they are to be taken, where one of them says something for another.

        Raises: Unreadable with the line.
        """
        ...

    def edited(
        self, groups: Sequence[Group], read: Documents, wanted: Mapping[str, Wanted]
    ) -> Iterator[tuple[str, str]]:
        """Each file whose text changes, and the text that it is to have.

        read:   files as ``whole`` gave them; one that is missing is made, laid out as the others are.
        Raises: ValueError with a sentence where something of it cannot be written.
        """
        ...

    def known_by(self, remote: str) -> Sequence[str]:
        """The fields by one of which a source has what a field holds: itself, unless a source has fewer fields.

        remote: the side's name of a field.
        """
        ...

    def echo(self, value: object) -> object:
        """What is read where a value was written."""
        ...

    def key_of(self, name: str, texts: Mapping[str, str]) -> str:
        """The key of an entry that is made.

        name:  the last part of ours.
        texts: what the primary is to say, by the side's name of a field.
        """
        ...

    def former(self, name: str, group: Group, read: Documents) -> str:
        """The key that an entry had before, where the files tell; empty where they do not."""
        ...
