"""The contract over a folder of message catalogues.

Whatever stands in a file is shown by the program that reads it, so every variant is live and there are no drafts.
Nothing is ever late, so nothing is asynchronous.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from isogloss.adapters.calls import Calls, of_one_verb
from isogloss.adapters.catalogue.content import Content, Files
from isogloss.adapters.catalogue.folder import Folder
from isogloss.adapters.catalogue.jsonfiles import JsonFiles
from isogloss.adapters.catalogue.layout import CatalogueSettings, Layout
from isogloss.adapters.catalogue.pofiles import PoFiles
from isogloss.adapters.catalogue.tree import Leaf
from isogloss.adapters.catalogue.values import decode, encode
from isogloss.adapters.catalogue.writing import Scribe
from isogloss.bridge import SideBinding
from isogloss.errors import ConfigError, Stale
from isogloss.model.address import EntryKey
from isogloss.model.schema import Capabilities, RemoteKind, RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.model.value import MaybeValue, Value
from isogloss.plan.op import Op
from isogloss.ports import Call, Names, Sent, Wanted

CAN: Final = Capabilities(
    drafts=False, stages_edits=False, unpublish=False, archive=False, times=False, batch=100, counts="entry"
)
"""A file shows at once what it holds; its own time is when it was checked out, not when somebody edited it."""
CAN_GETTEXT: Final = replace(CAN, empties=False, write_alt=False)
"""A text that is not there is one that nobody translated yet; and a message is one text, with none beside it."""
_TRIES: Final = 3
"""How often a call begins anew because a file changed just before it was replaced."""


class CatalogueReader:
    """The contract's ``Reader``."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._looked = Files()
        self._made: dict[EntryKey, str] = {}

    def capabilities(self, kind: str) -> Capabilities:
        """The same for every kind, but for the further forms of its plurals."""
        form = self.content.folder.form
        if form.speaks:
            return CAN
        return replace(CAN_GETTEXT, by_primary=form.sourced, known_as=self.content.known_as(kind))

    def inspect(self, *, probe: bool = True) -> RemoteSchema:  # noqa: ARG002  # a folder always tells
        """The locales that have files or may get them; any key can be made, so no fields are told.

        Raises: as ``read`` does.
        """
        self.content.files()
        binding = self.content.binding
        codes = [*binding.locales.values(), *sorted(code for code, _ in self.content.folder.files())]
        kinds = {name: RemoteKind(kind.called) for name, kind in binding.kinds.items()}
        others = self.content.others()
        return RemoteSchema(dict.fromkeys(codes, True), binding.locales.get(binding.primary), kinds, others)

    def read(self) -> Iterator[Seen]:
        """Every entry of every kind of the mapping.

        Raises: Missing where there is no folder, or a locale has its files under another code; Drift naming file and
                line, at the first file that cannot be read; never stops short (invariant 1).
        """
        self._looked = self.content.files()
        for kind in self.content.binding.kinds:
            yield from self.content.entries(kind, self._looked)

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """The files as they are now; an entry without a known key is looked for under the key that it would get.

        Raises: as ``read`` does.
        """
        self._looked = self.content.files()
        found: dict[EntryKey, Seen] = {}
        for want in wanted:
            name = want.remote or self._made.get(want.entry) or self.content.key_of(want.entry)
            seen = self.content.entry(want.entry.kind, name, self._looked)
            if seen is not None:
                found[want.entry] = seen
        return found

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Write a value as it would stand in a file, and read that.

        Raises: ValueError with a sentence where the field cannot hold the value.
        """
        bound = self.content.binding.kinds[kind].fields[field]
        form = self.content.folder.form
        there = form.echo(encode(value, bound).value)
        return decode(Leaf(there, 0, 0), bound, bound.field.to or "", in_text=form.only_texts)

    def cost(self, ops: Sequence[Op]) -> int:
        """Calls for these ops: batches of one verb."""
        return sum(1 for _ in of_one_verb(ops, CAN.batch))

    def look_cost(self, ops: Sequence[Op]) -> int:
        """One look reads every file."""
        return min(1, len(ops))


class CatalogueWriter(CatalogueReader):
    """The contract's ``Writer``."""

    def calls(self, ops: Sequence[Op], names: Names, *, isolate: bool = False) -> Calls:
        """One call for each batch of ops of one verb."""
        for batch in of_one_verb(ops, 1 if isolate else CAN.batch):
            verb = batch[0].verb
            creates = frozenset(op.entry for op in batch) if verb == "create" else frozenset[EntryKey]()
            name = f"{verb.upper()} {self.content.folder.path.name}"
            yield Call(name, batch, partial(self._send, batch, names), creates)

    def _send(self, ops: Sequence[Op], names: Names) -> Sent:
        """Carry one batch out; where another program was quicker with the first file, on what is there by then."""
        for _ in range(_TRIES - 1):
            try:
                return self._carry_out(ops, names)
            except Stale as error:
                if error.took_effect != "no":
                    raise
        return self._carry_out(ops, names)

    def _carry_out(self, ops: Sequence[Op], names: Names) -> Sent:
        """Find every edit, then replace one file after the other."""
        now = self.content.files()
        scribe = Scribe(self.content, now, self._looked)
        created: dict[EntryKey, str] = {}
        refused: dict[EntryKey, str] = {}
        for op in ops:
            try:
                remote = scribe.take(op, names)
            except ValueError as refusal:
                refused[op.entry] = f"{self.content.binding.name}: {refusal}"
                continue
            if op.verb == "create":
                created[op.entry] = self._made[op.entry] = remote
        for n, (file, text) in enumerate(scribe.changed()):
            self.content.folder.replace(file, text, now.raw.get(file), alone=n == 0)
        self._looked = self.content.files()
        return Sent(created, refused)


def content_of(binding: SideBinding) -> Content:
    """The content of a side.

    Raises: ConfigError where a locale or a kind of the mapping cannot be a part of a path.
    """
    settings = binding.settings_as(CatalogueSettings)
    layout = Layout(settings.layout)
    codes = {
        layout.file(code, kind.called): code for code in binding.locales.values() for kind in binding.kinds.values()
    }
    form = PoFiles(settings.keys, codes) if layout.is_gettext else JsonFiles()
    content = Content(binding, Folder(settings.path, layout, form, binding.name))
    for locale, code in binding.locales.items():
        for name, kind in binding.kinds.items():
            expected = (code, kind.called if layout.has_namespaces else "")
            if layout.reads(content.file(name, locale)) != expected:
                where = f"locales.{locale}.{binding.name} and kinds.{name}.{binding.name}"
                raise ConfigError(f"{where}: {content.file(name, locale)} cannot be the file of {code}; write a tag")
    return content


def open_reader(binding: SideBinding, **_: object) -> CatalogueReader:
    """A reader over the folder in the binding's settings; it sends no request, so nobody watches it.

    Raises: ConfigError where a locale or a kind of the mapping cannot be a part of a path.
    """
    return CatalogueReader(content_of(binding))


def open_writer(binding: SideBinding, **_: object) -> CatalogueWriter:
    """A writer over the folder in the binding's settings.

    Raises: as ``open_reader`` does.
    """
    return CatalogueWriter(content_of(binding))
