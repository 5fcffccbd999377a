"""The gates of a document: what has to be true of a locale before it goes live, and what is wrong with one."""

from collections.abc import Iterator

from isogloss.decide.gates import Gate, read_gate
from isogloss.errors import Problem
from isogloss.mapping.file.document import Document
from isogloss.mapping.names.locales import canonical, tag_of
from isogloss.mapping.names.nearest import nearest


def gate_problems(document: Document) -> Iterator[Problem]:
    """Gates of locales that are not there, that nobody can read, or that hold nothing back."""
    tags = {tag_of(tag) or tag: tag for tag in document.locales}
    said: dict[str, str] = {}
    for tag, text in (document.gates or {}).items():
        if (first := said.setdefault(tag_of(tag) or tag, tag)) != tag:
            yield Problem(f"gates.{tag}", f"is said twice, as {first}, too; join both with and")
        if (tag_of(tag) or tag) not in tags:
            yield Problem(f"gates.{tag}", f"there is no locale {tag}{nearest(tag, document.locales)}")
            continue
        try:
            read_gate(canonical(tag), text)
        except ValueError as error:
            yield Problem(f"gates.{tag}", str(error))
    if document.gates and document.publish in ("draft", "keep"):
        yield Problem("gates", f"publish: {document.publish} puts nothing live, so there is nothing to hold back")


def gates_of(document: Document) -> tuple[Gate, ...]:
    """The gates of a document without problems."""
    return tuple(read_gate(canonical(tag), text) for tag, text in (document.gates or {}).items())
