"""A side's half of a mapping over the folder: which kind is which folder, and entries in neutral names and back.

Knows both the mapping's names and the bundle's own, and is the only part that does.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from isogloss.adapters.bundle.entry import SHARED_FILE, Broken, Fields, Stored, locale_file, read_shared, read_variant
from isogloss.adapters.bundle.folder import Folder
from isogloss.adapters.bundle.manifest import Manifest, read_manifest
from isogloss.adapters.bundle.names import folded, safe_name
from isogloss.adapters.bundle.nodes import Unreadable
from isogloss.adapters.bundle.values import Declared
from isogloss.bridge import BundleSettings, FieldBinding, KindBinding, SideBinding
from isogloss.errors import ConfigError, Missing
from isogloss.model.address import EntryKey
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.snapshot import Note, Seen, unreadable
from isogloss.model.value import Asset, Group, Many, Ref, Scalar, Value

T = TypeVar("T")
MANIFEST: Final = "bundle.yaml"
UNKNOWN: Final = "?"
"""Begins the key of an option that the mapping does not name."""
_CODE: Final = re.compile(r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*")
_RESERVED: Final = "assets"


@dataclass(frozen=True, slots=True)
class Content:
    """A bundle as one mapping sees it.

    folders: neutral kind to the name of its folder.
    """

    binding: SideBinding
    folder: Folder
    folders: Mapping[str, str]

    def manifest(self) -> Manifest:
        """What ``bundle.yaml`` says; in an empty folder, what the mapping would put there.

        Raises: Missing where there is no folder, or one that is no bundle; Drift where it cannot be read.
        """
        if not self.folder.exists():
            raise Missing(
                f"{self.binding.name}: there is no folder {self.folder.path}. Make it, or mend the path in the mapping."
            )
        text = self.folder.read(MANIFEST)
        if text is not None:
            try:
                return read_manifest(text)
            except Unreadable as error:
                raise self.folder.drift(str(error), MANIFEST, line=error.line) from None
        found = self.folder.names()
        if found:
            raise Missing(
                f"{self.binding.name}: {self.folder.path} holds {found[0]} and no {MANIFEST}, so it is no bundle. "
                "Name an empty folder, or one that isogloss export wrote."
            )
        return self.wished()

    def wished(self) -> Manifest:
        """What ``bundle.yaml`` says of a bundle that holds just what the mapping binds."""
        kinds = {
            self.folders[name]: {bound.remote: self._declared(bound) for bound in kind.fields.values()}
            for name, kind in self.binding.kinds.items()
        }
        codes = tuple(self.binding.locales.values())
        return Manifest(kinds, codes, self.binding.locales.get(self.binding.primary))

    def _declared(self, bound: FieldBinding) -> Declared:
        to = bound.field.to
        return Declared(
            bound.field.type,
            bound.field.shared,
            None if to is None else self.folders.get(to, to),
            tuple(sorted(bound.options.values())),
            {part.remote: self._declared(part) for part in bound.fields.values()},
        )

    def fields(self, kind: str, manifest: Manifest) -> Fields:
        """What is declared of a kind's fields.

        Raises: Missing where the bundle does not have the kind; Drift where it says of a field what the mapping denies.
        """
        declared = manifest.kinds.get(self.folders[kind])
        if declared is None:
            there = ", ".join(sorted(manifest.kinds)) or "nothing"
            raise Missing(
                f"{self.binding.name}: {MANIFEST} has no kind {self.folders[kind]}; there is {there}. "
                "Add it there, or mend the mapping."
            )
        for name, bound in self.binding.kinds[kind].fields.items():
            found = declared.get(bound.remote)
            if found is not None and found.shared != bound.field.shared:
                said = "one value for all locales" if found.shared else "a value for each locale"
                reason = f"{bound.remote} has {said} here, and the mapping says otherwise of {kind}.{name}"
                raise self.folder.drift(f"{reason}; change shared: in one of them", MANIFEST)
        return declared

    def sweep(self) -> None:
        """Delete what a writer that died left half done."""
        self.folder.sweep()
        for folder in self.folders.values():
            self.folder.sweep(folder)

    def entries(self, kind: str) -> Iterator[str]:
        """The folders of a kind's entries, sorted.

        Raises: Drift where something else lies among them.
        """
        folder = self.folders[kind]
        for name in self.folder.names(folder):
            if not self.folder.is_folder(folder, name):
                raise self.folder.drift("only the folders of entries stand here; move the file away", folder, name)
            yield name

    def stored(self, kind: str, name: str, manifest: Manifest, *, only: frozenset[str] | None = None) -> Stored | None:
        """One entry, read whole; None where there is no such folder, or an empty one.

        What a field cannot hold is left out and noted; it concerns this entry alone.

        only:   codes of the locales that are of interest.
        Raises: Drift naming the file and the line.
        """
        folder, fields = self.folders[kind], self.fields(kind, manifest)
        known = {locale_file(code): code for code in manifest.locales}
        files = self.folder.names(folder, name)
        strange = next((file for file in files if file != SHARED_FILE and file not in known), None)
        if strange is not None:
            expected = ", ".join([*known, SHARED_FILE])
            raise self.folder.drift(f"no file of an entry; there can be {expected}", folder, name, strange)
        if not files:
            return None
        if files == [SHARED_FILE]:
            raise self.folder.drift("the entry has no file of a locale; add one, or delete the folder", folder, name)
        stored = self._parsed(read_shared, fields, folder, name, SHARED_FILE)
        variants, broken = {}, list(stored.broken)
        for file in files:
            code = known.get(file)
            if code is not None and (only is None or code in only):
                variants[code], more = self._parsed(partial(read_variant, code=code), fields, folder, name, file)
                broken += more
        return replace(stored, variants=variants, broken=tuple(broken))

    def shared(self, kind: str, name: str, manifest: Manifest) -> Stored:
        """What ``shared.yaml`` of an entry says, and nothing of its variants."""
        return self._parsed(read_shared, self.fields(kind, manifest), self.folders[kind], name, SHARED_FILE)

    def _parsed(self, read: Callable[[str, Fields], T], fields: Fields, *parts: str) -> T:
        try:
            return read(self.folder.read(*parts) or "", fields)
        except Unreadable as error:
            raise self.folder.drift(str(error), *parts, line=error.line) from None

    def seen(self, kind: str, name: str, stored: Stored) -> Seen:
        """An entry in neutral names of fields and options; links and assets stay in the bundle's own."""
        codes = {code: locale for locale, code in self.binding.locales.items()}
        bound = self.binding.kinds[kind].fields
        shared = self._neutral(bound, stored.shared)
        if stored.slug is not None:
            shared[SLUG] = Scalar("text", stored.slug)
        variants = {
            codes[code]: {**self._neutral(bound, variant), STATUS: variant[STATUS]}
            for code, variant in stored.variants.items()
            if code in codes
        }
        notes = {locale: Note() for locale in variants}
        names = {found.remote: field for field, found in bound.items()}
        broken = tuple(
            unreadable(
                codes[each.code] if each.code else SHARED,
                names[each.field],
                each.value,
                f"{each.why.rstrip('.')} ({self._file(kind, name, each)}, line {each.line})",
            )
            for each in stored.broken
            if each.field in names and (not each.code or each.code in codes)
        )
        shown = {**({SHARED: shared} if shared else {}), **variants}
        return Seen(kind, name, shown, notes, stored.origin, broken)

    def _file(self, kind: str, name: str, broken: Broken) -> str:
        """Where a value stands that cannot be read."""
        return f"{self.folders[kind]}/{name}/{locale_file(broken.code) if broken.code else SHARED_FILE}"

    def sound(self, kind: str, name: str, stored: Stored) -> Stored:
        """An entry of which every value could be read: only that may be written again, for files are written whole.

        Raises: Drift naming the file and the line of the first that could not.
        """
        if stored.broken:
            first = stored.broken[0]
            place = self._file(kind, name, first)
            raise self.folder.drift(f"{first.field}: {first.why}", place, line=first.line)
        return stored

    def _neutral(self, bound: Mapping[str, FieldBinding], values: Mapping[str, Value]) -> dict[str, Value]:
        return {
            name: self.neutral(found, values[found.remote]) for name, found in bound.items() if found.remote in values
        }

    def neutral(self, bound: FieldBinding, value: Value) -> Value:
        """One value from the bundle's names."""
        if bound.field.type == "option" and isinstance(value, Scalar):
            keys = {option: key for key, option in bound.options.items()}
            key = keys.get(value.text)
            return value if value.text.startswith(UNKNOWN) else Scalar("option", key or f"{UNKNOWN}{value.text}")
        parts = {part.remote: (name, part) for name, part in bound.fields.items()}
        return _renamed(value, parts, {folder: kind for kind, folder in self.folders.items()}, self.neutral)

    def own(self, bound: FieldBinding, value: Value) -> Value:
        """One value in the bundle's names; undoes :meth:`neutral`."""
        if bound.field.type == "option" and isinstance(value, Scalar):
            return Scalar("option", bound.options.get(value.text, value.text))
        parts = {name: (part.remote, part) for name, part in bound.fields.items()}
        return _renamed(value, parts, self.folders, self.own)


def _renamed(
    value: Value,
    parts: Mapping[str, tuple[str, FieldBinding]],
    kinds: Mapping[str, str],
    turn: Callable[[FieldBinding, Value], Value],
) -> Value:
    """A value with the kinds of its links renamed, and its parts renamed and turned."""
    match value:
        case Ref(to):
            return Ref(EntryKey(kinds.get(to.kind, to.kind), to.name))
        case Many(items):
            return Many(tuple(_renamed(item, parts, kinds, turn) for item in items))
        case Group(fields):
            named: dict[str, Value] = {}
            for name, inner in fields:
                to_name, part = parts.get(name, (name, None))
                named[to_name] = _renamed(inner, {}, kinds, turn) if part is None else turn(part, inner)
            return Group(tuple(sorted(named.items())))
        case Scalar() | Asset():
            return value


def content_of(binding: SideBinding) -> Content:
    """The content of a side.

    Raises: ConfigError where kinds or locales of the mapping cannot be folders and files.
    """
    folders = {name: folder_of(kind) for name, kind in binding.kinds.items()}
    _distinct(f"kinds: on {binding.name}", folders.items())
    for locale, code in binding.locales.items():
        if not _CODE.fullmatch(code) or locale_file(code) == SHARED_FILE:
            raise ConfigError(f"locales.{locale}.{binding.name}: {code} cannot be the name of a file; write a tag")
    _distinct(f"locales: on {binding.name}", binding.locales.items())
    return Content(binding, Folder(binding.settings_as(BundleSettings).path, binding.name), folders)


def folder_of(kind: KindBinding) -> str:
    """The folder of a kind: what the mapping calls its place on this side, or the kind itself."""
    name = safe_name(kind.called)
    return f"%{ord(name[0]):02x}{name[1:]}" if name == _RESERVED else name


def _distinct(where: str, names: Iterable[tuple[str, str]]) -> None:
    taken: dict[str, str] = {}
    for owner, name in names:
        other = taken.setdefault(folded(name), owner)
        if other != owner:
            raise ConfigError(f"{where}, {owner} and {other} would share the name {name}; change one of them")
