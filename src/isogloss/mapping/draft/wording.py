"""How names and texts of theirs stand in a mapping that is written for a person: as keys, words and comments."""

import json
import re
import unicodedata

import yaml

from isogloss.mapping.file.strict import is_name


def key(text: str) -> str:
    """A name of ours for something of theirs."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    made = re.sub(r"[^a-z0-9_]+", "-", bare).strip("-")
    return made if is_name(made) else f"x-{made}".rstrip("-")


def plain(text: str) -> str:
    """A text as it may stand in a comment: on one line, and nothing in it that steers."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))


def word(text: str) -> str:
    """A text as YAML would read it back, quoted where it must be."""
    bare = re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", text) and yaml.safe_load(text) == text
    return text if bare else json.dumps(text, ensure_ascii=False)
