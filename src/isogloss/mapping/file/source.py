"""YAML text to plain data, with the line of each part and every trap of YAML named.

Decides how the file is read: safe tags only, one value per key, a size that a person could have written. Refuses to
know what the keys mean.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import yaml

from isogloss.errors import Problem

LARGEST: Final = 1 << 20
"""Characters. A mapping of sixty kinds with sixty fields each has a third of that."""
MOST: Final = 100_000
"""Values, once aliases are written out: a few lines of aliases can stand for millions."""
DEEPEST: Final = 20

_TAB: Final = "character '\\t'"
"""What PyYAML says of a tab that begins a word or indents a line."""
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_REFERENCE = re.compile(r"\$\{([^{}\n]*)\}")
_BOOL, _NULL = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as plain data.

    data:     mappings with text keys, lists, texts, numbers, flags, None.
    lines:    path to the line it begins on, from 1.
    words:    path to what was written where YAML reads a flag, since ``no`` may have been meant as a text.
    problems: what the text itself has wrong.
    """

    data: object
    lines: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def placed(self, problem: Problem) -> Problem:
        """The problem with the line of the nearest part that has one."""
        path = problem.path
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return Problem(problem.path, f"{problem.reason} (line {self.lines[path]})") if path else problem


def read_source(text: str, largest: int = LARGEST) -> Source:
    """Read YAML as plain data; what is wrong with the text is in ``problems``, never raised.

    largest: characters, for a file of which a program writes the most.

    ``${NAME}`` may stand unquoted inside ``{…}``, where YAML alone would take its braces for a mapping.
    """
    if len(text) > largest:
        return Source(None, problems=(Problem("", f"larger than {largest} characters; split the mapping"),))
    held = _REFERENCE.sub(rf"${_OPEN}\1{_CLOSE}", text)
    reader = _Reader(MOST * largest // LARGEST)
    try:
        node = yaml.compose(held, Loader=yaml.SafeLoader)
        data = reader.build(node, "", 0) if node is not None else None
    except yaml.MarkedYAMLError as error:
        # The error's own text quotes the file, which may hold a token that should not be there.
        said = re.sub(r"'[^']{2,}'", "…", error.problem or "unreadable")
        if _TAB in (error.problem or ""):
            said = "a tab stands where YAML takes spaces only; indent and part words with spaces"
        line = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        reader.problems.append(Problem("", f"not YAML: {said}{line}"))
        data = None
    except (yaml.YAMLError, RecursionError, ValueError, _TooMuchError) as error:
        reason = str(error) if isinstance(error, _TooMuchError) else "it cannot be read as YAML"
        reader.problems.append(Problem("", reason))
        data = None
    return Source(data, reader.lines, reader.words, tuple(reader.problems))


class _TooMuchError(Exception):
    """The text stands for more than anybody writes."""


class _Reader:
    """Builds plain data from YAML nodes and keeps what the data alone cannot tell."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lines: dict[str, int] = {}
        self.words: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._scalars = yaml.constructor.SafeConstructor()
        self._built = 0

    def build(self, node: yaml.Node, path: str, depth: int) -> object:
        self._built += 1
        if self._built > self.most or depth > DEEPEST:
            raise _TooMuchError(f"more than {self.most} values, or nested more than {DEEPEST} deep; write it simpler")
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, f"{path}.{n}", depth + 1) for n, item in enumerate(node.value)]
        made: object = self._scalars.construct_object(node)
        if isinstance(made, bool):
            self.words[path] = node.value
        return _restored(made) if isinstance(made, str) else made

    def _mapping(self, node: yaml.MappingNode, path: str, depth: int) -> dict[str, object]:
        built: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem(path, f"a key must be a plain text (line {key.start_mark.line + 1})"))
                continue
            name = _restored(key.value)[:200]
            at = f"{path}.{name}" if path else name
            line = f"(line {key.start_mark.line + 1})"
            if key.tag in {_BOOL, _NULL}:
                # Source: YAML 1.1, bool and null: yes, no, on, off, ~ … are not texts unless quoted. Of y and n, PyYAML
                # makes texts all the same.
                self.problems.append(Problem(at, f'{name} without quotes is not a text in YAML; write "{name}" {line}'))
            if name in built:
                self.problems.append(Problem(at, f"the key is there twice; keep one {line}"))
                continue
            built[name] = self.build(value, at, depth + 1)
        return built


def _restored(text: str) -> str:
    return text.replace(_OPEN, "{").replace(_CLOSE, "}")
