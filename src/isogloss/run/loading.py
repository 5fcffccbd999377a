"""From a mapping file to a :class:`Bridge`: read, shape, rules, compile, with every problem in one error."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Final

from isogloss.adapters.platforms import ENTRIES
from isogloss.bridge import Bridge
from isogloss.canon.remembered import remembered
from isogloss.errors import ConfigError, MappingError
from isogloss.mapping.file.compile import compile_document
from isogloss.mapping.file.document import Document, schema_json
from isogloss.mapping.file.rules import find_problems
from isogloss.mapping.file.secrets import Settings
from isogloss.mapping.file.shape import read_document
from isogloss.mapping.file.source import LARGEST, Source, read_source
from isogloss.stdin import PIPE, piped

_MOST: Final = 4 * LARGEST + 1
"""So many bytes of a mapping are read, four a character at most: what is longer is too long, and not read on."""


def load(
    path: str | PathLike[str], *, resolve: bool = True, writes: bool = True, environ: Mapping[str, str] | None = None
) -> Bridge:
    """Load a mapping file; ``-`` is standard input.

    resolve: look secrets and other references up; without, settings stay as written and there are no secrets.
    writes:  look up what only writing needs, too (a plan does without a write token).
    environ: instead of the environment of the process.
    Raises:  ConfigError where the file or a setting cannot be read; MappingError with every problem of the file.
    """
    return load_text(text_of(path), path=str(path), resolve=resolve, writes=writes, environ=environ)


def text_of(path: str | PathLike[str]) -> str:
    """The text of a mapping file; ``-`` is standard input, which says the same each time.

    Raises: ConfigError where it cannot be read.
    """
    try:
        if path == PIPE:
            return piped(_MOST).decode("utf-8-sig")
        with Path(path).open("rb") as opened:
            return opened.read(_MOST).decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: the mapping cannot be read ({error.strerror}); give the path of a file") from None
    except ValueError:
        raise ConfigError(f"{path}: the mapping is not a text in UTF-8; save it as such") from None


def load_text(
    text: str,
    *,
    path: str = "mapping.yaml",
    resolve: bool = True,
    writes: bool = True,
    environ: Mapping[str, str] | None = None,
) -> Bridge:
    """Load a mapping from its text; ``path`` is its name in messages, and its folder is where relative paths start."""
    document = read_mapping(text, path)
    settings = Settings(environ, Path(path).parent) if resolve else None
    return compile_document(document, path, settings, writes=writes)


def read_mapping(text: str, path: str) -> Document:
    """The document of a mapping's text, when nothing is wrong with it.

    Raises: MappingError with every problem found, each with its path and line.
    """
    source = _read(text)
    document, problems = read_document(source, ENTRIES)
    if document is not None:
        problems = (*problems, *find_problems(document))
    if problems:
        # A problem of the text has its line already.
        told = tuple(p if p in source.problems else source.placed(p) for p in problems)
        raise MappingError(path, told) from None
    assert document is not None, "without problems there is a document"  # noqa: S101  # our own bug if not
    return document


def _read(text: str) -> Source:
    """The text as plain data, which is the caller's own. A service reads each mapping once a turn, mostly unchanged."""
    found = _found(text)
    return replace(found, data=deepcopy(found.data))


_found: Final = remembered(read_source)


def mapping_schema() -> dict[str, object]:
    """The JSON Schema of mapping files, for editors and other programs."""
    return schema_json(ENTRIES)
