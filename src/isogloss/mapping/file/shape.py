"""Plain data to a :class:`Document`, or every problem of its shape in words.

Decides how pydantic's findings read for a person. Never repeats what stands where a token should.
"""

from collections.abc import Mapping
from typing import Final, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from isogloss.bridge import TokenName
from isogloss.errors import Problem
from isogloss.mapping.file.document import PLACES_OF_UNIONS, Document, Entries, document_of
from isogloss.mapping.file.keys import known_keys, side_names
from isogloss.mapping.file.source import Source
from isogloss.mapping.file.words import BARE, is_bare
from isogloss.mapping.names.nearest import nearest

_TOKENS: Final = frozenset(get_args(TokenName))
_BY_NAME: Final = (
    "a token is given by name, as ${NAME}, ${file:PATH}, ${keyring:service/user} or ${cmd:WORDS}, never as itself; if "
    "a token stood here, treat it as known to others and make a new one"
)
_MESSAGES: Final[Mapping[str, str]] = {
    "missing": "is needed and not there",
    "string_type": "a text is needed here; put it in quotes if YAML reads it as something else",
    "string_too_short": "must not be empty",
    "string_too_long": "is longer than a name can be",
    "string_pattern_mismatch": "write a share of all entries, as 10% or 0.5%, or a count, as 5",
    "bool_type": "true or false is needed here, without quotes",
    "dict_type": "keys with values are needed here",
    "model_type": "keys with values are needed here",
    "list_type": "a list is needed here, as [title, $slug]",
    "int_type": "a whole number is needed here, without quotes",
    "float_type": "a number is needed here, without quotes",
    "greater_than": "must be more than 0",
    "less_than_equal": "is more than the platform takes",
    "finite_number": "a number is needed here, without quotes",
    "greater_than_equal": "must not be negative",
    "union_tag_not_found": "adapter: is needed; one of ",
    "union_tag_invalid": "adapter: no such adapter; one of ",
}


def read_document(source: Source, entries: Entries) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document, or None and what keeps it from being one. A document can come with problems of its text.

    entries: the models of the sides there can be.
    """
    if not isinstance(source.data, dict):
        found = source.problems or (Problem("", "an empty file, or not keys with values; see the mapping reference"),)
        return None, found
    if names := tuple(side_names(source.data)):
        return None, (*source.problems, *names)
    data, unknown = known_keys(source.data, entries)
    try:
        return document_of(tuple(entries.values())).model_validate(data), (*source.problems, *unknown)
    except ValidationError as error:
        problems = [
            _said(details, source, entries) for details in error.errors(include_url=False, include_context=True)
        ]
    return None, (*source.problems, *unknown, *problems)


def _said(details: ErrorDetails, source: Source, entries: Entries) -> Problem:
    place = [str(part) for part in details["loc"]]
    if len(place) > 2 and place[0] == "sides" and place[2] in entries:  # noqa: PLR2004  # sides, name, adapter
        del place[2]  # pydantic names the chosen member of the union, the file does not
    place = [part for part in place if part not in PLACES_OF_UNIONS]
    path = ".".join(place)
    if place[0] == "sides" and place[-1] in _TOKENS and details["type"] != "missing":
        return Problem(path, BARE if is_bare(details["input"]) else _BY_NAME)
    adapters = ", ".join(name for name, entry in entries.items() if not entry.traits.hidden)
    said = in_words(details, path, source)
    which = adapters if details["type"].startswith("union_tag") else ""
    return Problem(path, said.reason + which)


def in_words(details: ErrorDetails, path: str, source: Source) -> Problem:
    """What pydantic found, as a person reads it.

    path: where, as the file has it.
    """
    if path in source.words and details["type"] != "bool_type":
        word = source.words[path]
        return Problem(path, f'{word} without quotes is not a text in YAML; write "{word}"')
    if details["type"] == "literal_error":
        expected = details.get("ctx", {}).get("expected", "")
        names = [name.strip("'") for name in expected.replace(" or ", ", ").split(", ")]
        return Problem(path, f"must be one of {', '.join(names)}{nearest(str(details['input']), names)}")
    return Problem(path, _MESSAGES.get(details["type"], details["msg"]))
