"""What a folder holds that no mapping describes yet: where its files lie, what they are known by, and what some say.

Decides which layout is proposed: that which most files fit whose locale is a language. Refuses to know the other side.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from isogloss.adapters.catalogue import potext
from isogloss.adapters.catalogue.folder import Folder
from isogloss.adapters.catalogue.forms import Document, Form, Group
from isogloss.adapters.catalogue.jsonfiles import JsonFiles
from isogloss.adapters.catalogue.layout import USUAL, USUAL_PO, Keyed, Layout, wrong_layout
from isogloss.adapters.catalogue.pofiles import PoFiles
from isogloss.adapters.catalogue.tree import Keys, Node, Unreadable, plain
from isogloss.errors import ConfigError, Missing
from isogloss.mapping.draft.wish import Wish
from isogloss.mapping.draft.wording import word
from isogloss.mapping.names.locales import tag_of
from isogloss.mapping.names.traces import traces
from isogloss.model.schema import FieldType, RemoteField, RemoteKind, RemoteSchema, Sample
from isogloss.ports import Clock

_LAYOUTS: Final = (
    USUAL,
    "{locale}.json",
    "{namespace}.{locale}.json",
    "{namespace}/{locale}.json",
    USUAL_PO,
    "{locale}.po",
    "{locale}/{namespace}.po",
    "{namespace}.{locale}.po",
    "{namespace}-{locale}.po",
    "{namespace}/{locale}.po",
)
"""Where files are looked for, the usual first."""
_SOURCE: Final = "en"
"""What a program's source is written in, where no file tells."""
_ONE: Final = "messages"
"""What the entries are called that have no name of their own."""
_MOST: Final = 100
"""Entries of a kind that are looked at."""
_MOSTLY: Final = 0.8
"""The share of messages from which on their keys are keys."""
_DOTTED: Final = re.compile(r"[\w-]+(\.[\w-]+)+")
_TEXTS: Final[frozenset[FieldType]] = frozenset(
    {"text", "long_text", "rich_text", "option", "link", "email", "phone", "video", "colour", "date", "instant"}
)


def survey_unmapped(wish: Wish, clock: Clock) -> RemoteSchema:
    """Look at a folder.

    Raises: ConfigError for a layout that is none; Missing where there is no folder, or no catalogue in it; Drift naming
            file and line.
    """
    del clock
    if wish.layout and (wrong := wrong_layout(wish.layout)):
        raise ConfigError(f"layout: {wrong}")
    return _Survey(wish, *_found(wish)).schema()


def _found(wish: Wish) -> tuple[Layout, dict[tuple[str, str], str]]:
    """The layout that most files fit, and those files by the code of their locale and their namespace."""
    best: tuple[Layout, dict[tuple[str, str], str]] = Layout(wish.layout or USUAL), {}
    for pattern in (wish.layout,) if wish.layout else _LAYOUTS:
        layout = Layout(pattern)
        files = Folder(wish.path, layout, JsonFiles(), wish.name).files()
        known = {part: file for part, file in files.items() if wish.layout or tag_of(part[0])}
        if len(known) > len(best[1]):
            best = layout, known
    if not best[1]:
        tried = wish.layout or ", ".join(_LAYOUTS)
        raise Missing(
            f"{wish.name}: there is no catalogue in {wish.path} (looked for {tried}). Say where its files lie with "
            "--layout, as in {locale}/{namespace}.json."
        )
    return best


@dataclass(frozen=True, slots=True)
class _Survey:
    """A folder with files."""

    wish: Wish
    layout: Layout
    files: Mapping[tuple[str, str], str]

    def schema(self) -> RemoteSchema:
        """What it holds, as a mapping that is to be proposed may name it."""
        keyed = self._keyed() if self.layout.is_gettext else "source"
        codes = [*dict.fromkeys(code for code, _ in self.files)]
        told = [] if self.layout.pattern == USUAL else [f"layout: {word(self.layout.pattern)}"]
        if keyed != "source":
            told.append(f"keys: {keyed}")
        if self.layout.is_gettext and keyed != "id" and not any(tag_of(code) == _SOURCE for code in codes):
            codes.insert(0, _SOURCE)  # the source is in a language, whether that has files or not
        kinds = {kind.name: kind for kind in self._kinds(keyed, codes)}
        return RemoteSchema(dict.fromkeys(codes, True), None, kinds, settings=", ".join(told))

    def _keyed(self) -> Keyed:
        """By what most messages are known."""
        count: Counter[str] = Counter()
        for file in self.files.values():
            raw = Folder(self.wish.path, self.layout, JsonFiles(), self.wish.name).bytes_of(file) or b""
            try:
                messages = potext.read(raw.decode("utf-8", "replace")).messages
            except Unreadable:
                continue  # who reads it as what it is names file and line
            for context, text in (message.named for message in messages if message.named != (None, "")):
                count["all"] += 1
                count["context"] += context is not None and _DOTTED.fullmatch(context) is not None
                count["id"] += context is None and _DOTTED.fullmatch(text) is not None
        if count["context"] >= _MOSTLY * count["all"] > 0:
            return "context"
        return "id" if count["id"] >= _MOSTLY * count["all"] > 0 else "source"

    def _kinds(self, keyed: Keyed, codes: list[str]) -> Iterator[RemoteKind]:
        first = next((code for code in codes if tag_of(code) == _SOURCE), codes[0])
        names = sorted({namespace for _, namespace in self.files})
        groups: dict[str, Group] = {
            name: tuple(self.layout.file(code, name) for code in sorted(codes, key=lambda code: code != first))
            for name in names
        }
        code_of = {self.layout.file(code, name): code for code in codes for name in names}
        form: Form = PoFiles(keyed, code_of) if self.layout.is_gettext else JsonFiles()
        folder = Folder(self.wish.path, self.layout, form, self.wish.name)
        read: dict[str, Document] = {
            file: folder.parsed(file, folder.bytes_of(file) or b"") for file in self.files.values()
        }
        for name, group in groups.items():
            whole = form.whole([group], read)
            roots = {code_of[file]: whole[file].root for file in group if file in whole}
            if self.layout.has_namespaces or form.one_kind:
                yield _kind(name or _ONE, roots)
            else:
                below = {key for root in roots.values() for key, each in root.members.items() if _is_keys(each.node)}
                for key in sorted(below):
                    inside = {code: root.members[key].node for code, root in roots.items() if key in root.members}
                    yield _kind(key, {code: node for code, node in inside.items() if isinstance(node, Keys)})


def _is_keys(node: Node) -> bool:
    return isinstance(node, Keys)


def _kind(name: str, roots: Mapping[str, Keys]) -> RemoteKind:
    cells: dict[str, dict[str, dict[str, object]]] = {}
    for code, root in roots.items():
        for entry, member in root.members.items():
            if isinstance(member.node, Keys) and (entry in cells or len(cells) < _MOST):
                cells.setdefault(entry, {})[code] = dict(_leaves(member.node))
    samples = tuple(
        Sample(entry, {code: {key: traces(said) for key, said in held.items()} for code, held in by_code.items()})
        for entry, by_code in cells.items()
    )
    said: dict[str, list[object]] = {}
    for by_code in cells.values():
        for held in by_code.values():
            for key, value in held.items():
                said.setdefault(key, []).append(value)
    fields = {key: RemoteField(key, "a text", _holds(values)) for key, values in said.items()}
    return RemoteKind(name, fields, samples=samples)


def _leaves(node: Keys, above: str = "") -> Iterator[tuple[str, object]]:
    for key, member in node.members.items():
        if isinstance(member.node, Keys):
            yield from _leaves(member.node, f"{above}{key}.")
        else:
            yield f"{above}{key}", plain(member.node)


def _holds(values: list[object]) -> frozenset[FieldType]:
    """The types that what stands under a key can be of."""
    there = [value for value in values if value not in (None, "")]
    if there and all(isinstance(value, bool) for value in there):
        return frozenset({"flag"})
    if there and all(isinstance(value, int | float) for value in there):
        return frozenset({"number"})
    if there and all(isinstance(value, list) for value in there):
        return frozenset({"references"})
    return _TEXTS - {"text"} if any(isinstance(value, str) and "\n" in value for value in there) else _TEXTS
