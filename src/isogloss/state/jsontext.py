"""JSON as it lies in the state: compact, sorted, plain ASCII, and never trusted to be whole when read back.

Plain ASCII, because a lone surrogate or a NUL in somebody's content is no text for a database, but is fine as an
escape. Knows nothing of what the data means.
"""

import json

from isogloss.errors import StateError


def dump_json(data: object) -> str:
    """Write data down; the same data gives the same text."""
    return json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def load_json(text: str, where: str) -> object:
    """Read what :func:`dump_json` wrote.

    Raises: StateError, naming ``where``, when somebody or something else has been at it.
    """
    try:
        loaded: object = json.loads(text)
    except ValueError as error:
        raise damaged(where, str(error)) from None
    return loaded


def damaged(where: str, reason: str) -> StateError:
    """Make the error for a state that cannot be read any more."""
    return StateError(
        f"{where}: the state is damaged ({reason}). Move it away, or put a backup in its place; without it the next "
        "run matches the entries again and deletes nothing."
    )
