"""A side's half of a mapping over the files: which keys are an entry, and entries in neutral names.

An entry is a key of its namespace with keys below it; where files have no namespaces, of the first key that is called
as the kind is. What stands beside them as a text is nobody's entry. Knows both the mapping's names and the files' own.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from isogloss.adapters.assemble import Held, Picture, assembled, held
from isogloss.adapters.catalogue.folder import Folder
from isogloss.adapters.catalogue.forms import Document, Group, Path
from isogloss.adapters.catalogue.tree import Keys, Leaf, Node, Unreadable
from isogloss.adapters.catalogue.values import decode
from isogloss.bridge import FieldBinding, KindBinding, SideBinding
from isogloss.errors import Missing
from isogloss.model.address import EntryKey
from isogloss.model.entry import PUBLISHED
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import MaybeValue


@dataclass(frozen=True, slots=True)
class Files:
    """Some files as they were read.

    raw:  what each held, by its path.
    read: what stood in it.
    """

    raw: Mapping[str, bytes] = field(default_factory=dict)
    read: Mapping[str, Document] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """A catalogue as one mapping sees it."""

    binding: SideBinding
    folder: Folder

    def file(self, kind: str, locale: Locale) -> str:
        """The path of the file that holds a kind in a locale."""
        return self.folder.layout.file(self.binding.locales[locale], self.binding.kinds[kind].called)

    def above(self, kind: str) -> Path:
        """The keys below which the entries of a kind stand."""
        layout = self.folder.layout
        return () if layout.has_namespaces or self.folder.form.one_kind else (self.binding.kinds[kind].called,)

    def files(self) -> Files:
        """Every file of the mapping's kinds and locales that is there.

        Raises: Missing where there is no folder, or a locale has its files under another code; Drift naming file and
                line at the first that cannot be read.
        """
        there = self.folder.files()
        self._spelled(there)
        wanted = {self.file(kind, locale) for kind in self.binding.kinds for locale in self.binding.locales}
        raw: dict[str, bytes] = {}
        read: dict[str, Document] = {}
        for file in sorted(wanted & set(there.values())):
            found = self.folder.bytes_of(file)
            if found is not None:
                raw[file], read[file] = found, self.folder.parsed(file, found)
        try:
            return Files(raw, self.folder.form.whole(self.groups(), read))
        except Unreadable as error:
            raise self.folder.drift(str(error), self.folder.path.name, error.line) from None

    def groups(self) -> list[Group]:
        """The files of each namespace, those of the primary first."""
        locales = sorted(self.binding.locales, key=lambda locale: locale != self.binding.primary)
        return list(dict.fromkeys(tuple(self.file(kind, each) for each in locales) for kind in self.binding.kinds))

    def _spelled(self, there: Mapping[tuple[str, str], str]) -> None:
        """A locale without files whose files are there under another spelling is a mistake, and not an empty locale."""
        codes = {code for code, _ in there}
        ours = set(self.binding.locales.values())
        free = {_folded(code): code for code in sorted(codes - ours)}
        for locale, code in self.binding.locales.items():
            other = free.get(_folded(code)) or free.get(_folded(code).partition("-")[0])
            if code not in codes and other is not None:
                raise Missing(
                    f"{self.binding.name}: there is no file of locale {code}, but there is {other} (as in "
                    f"{next(file for (found, _), file in there.items() if found == other)}). Write "
                    f"{self.binding.name}: {other} under locales.{locale}, or name the files after {code}; "
                    f"if {code} is to begin empty, make its file with {{}} in it."
                )

    def known_as(self, kind: str) -> Mapping[str, str]:
        """The fields of which a source has none, each with the field that the source has in its place."""
        fields = self.binding.kinds[kind].fields
        named = {bound.remote: name for name, bound in fields.items()}
        asked = {name: self.folder.form.known_by(bound.remote) for name, bound in fields.items()}
        found = {name: next((named[each] for each in known if each in named), None) for name, known in asked.items()}
        return {name: known for name, known in found.items() if known is not None and known != name}

    def entries(self, kind: str, files: Files) -> Iterator[Seen]:
        """Every entry of a kind, in the order in which it is first met."""
        names: dict[str, None] = {}
        for locale in self.binding.locales:
            document = files.read.get(self.file(kind, locale))
            place = None if document is None else document.at(self.above(kind))
            if isinstance(place, Keys):
                names |= {name: None for name, member in place.members.items() if isinstance(member.node, Keys)}
        for name in names:
            seen = self.entry(kind, name, files)
            if seen is not None:
                yield seen

    def others(self) -> tuple[str, ...]:
        """The namespaces that no kind is bound to."""
        there = self.folder.files()
        found = {namespace for _, namespace in there}
        if not self.folder.layout.has_namespaces:
            roots = (document.root.members.items() for document in self.files().read.values())
            found = {key for members in roots for key, member in members if isinstance(member.node, Keys)}
        return tuple(sorted(found - {kind.called for kind in self.binding.kinds.values()}))

    def entry(self, kind: str, name: str, files: Files) -> Seen | None:
        """One entry; None where it says nothing in any locale.

        A variant of which every text is empty is a gap that a program left for a translator, and not there.
        """
        bound = self.binding.kinds[kind]
        found: dict[Locale, Picture[Held]] = {}
        for locale in self.binding.locales:
            document = files.read.get(self.file(kind, locale))
            node = None if document is None else document.at((*self.above(kind), name))
            if document is not None and node is not None:
                here = self._held(bound, node, document, self.file(kind, locale))
                if here is not None:
                    found[locale] = Picture(here, PUBLISHED, Note(live=True))
        if not found or all(isinstance(self._node(kind, name, locale, files), Leaf) for locale in found):
            return None
        first = self.binding.primary if self.binding.primary in found else next(iter(found))
        made = assembled(kind, name, bound.fields, found[first].content, found)
        known = {field.remote for field in bound.fields.values()}
        nodes = (self._node(kind, name, locale, files) for locale in found)
        beyond = Counter(key for node in nodes if isinstance(node, Keys) for key in _told(node) if key not in known)
        group = next(group for group in self.groups() if self.file(kind, self.binding.primary) in group)
        return replace(made, beyond=beyond, formerly=self.folder.form.former(name, group, files.read))

    def _node(self, kind: str, name: str, locale: Locale, files: Files) -> Node | None:
        return files.read[self.file(kind, locale)].at((*self.above(kind), name))

    def _held(self, kind: KindBinding, node: Node, document: Document, file: str) -> Held | None:
        """What a variant holds; None where it is a gap."""
        if isinstance(node, Leaf) and node.value in (None, ""):
            return None

        def sent(bound: FieldBinding) -> object:
            return _below(node, bound.remote)

        def read(bound: FieldBinding, where: object) -> MaybeValue:
            if isinstance(where, _Blocked):
                raise ValueError(f"{where} ({self._line(document, node, file)})")
            found = where if isinstance(where, (Leaf, Keys)) else None
            try:
                return decode(found, bound, bound.field.to or "", in_text=self.folder.form.only_texts)
            except ValueError as fault:
                raise ValueError(f"{str(fault).rstrip('.')} ({self._line(document, found or node, file)})") from None

        made = held(kind.fields, sent, read)
        stood = [bound for bound in kind.fields.values() if isinstance(sent(bound), (Leaf, Keys))]
        return None if stood and not made.values and not made.broken else made

    def _line(self, document: Document, node: Node, file: str) -> str:
        return f"{file}, line {document.text.count(chr(10), 0, node.start) + 1}"

    def key_of(self, entry: EntryKey, texts: Mapping[str, str] = MappingProxyType({})) -> str:
        """The key that an entry gets that is made here.

        texts: what the primary says, by the side's name of a field.
        """
        return self.folder.form.key_of(entry.name, texts)


class _Blocked(str):
    """Why nothing can stand below a key: one sentence."""

    __slots__ = ()


def _below(node: Node, remote: str) -> Node | _Blocked | None:
    at: Node = node
    done: list[str] = []
    for key in remote.split("."):
        if isinstance(at, Leaf):
            place = ".".join(done) or "the entry"
            return None if at.value in (None, "") else _Blocked(f"{place} is a text where keys are expected below it")
        if key not in at.members:
            return None
        at = at.members[key].node
        done.append(key)
    return at


def _told(node: Keys) -> Iterator[str]:
    """The keys that something stands under, with dots between them."""
    for key, member in node.members.items():
        if isinstance(member.node, Keys):
            yield from (f"{key}.{below}" for below in _told(member.node))
        elif member.node.value not in (None, ""):
            yield key


def _folded(code: str) -> str:
    return code.casefold().replace("_", "-")
