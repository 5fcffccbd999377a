"""Any value as places that hold a text for translators, and the value again with other texts there.

Decides what of a value is translated: texts, rich texts by run, and the alternative text of a picture, however deep
they lie in groups and lists. Numbers, links, options and references are not. Refuses to know whose the value is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from isogloss.canon.own import spelled
from isogloss.exchange.content import Content, says
from isogloss.exchange.rich import Run, alike, cut, facing, put, runs
from isogloss.model.value import Absent, Asset, Group, Leaf, Many, MaybeValue, Scalar, Value, with_leaves

TextType = Literal["text", "long_text", "rich_text", "alternative text"]
_TEXTS: Final = frozenset({"text", "long_text"})
TEXTS: Final = _TEXTS | {"rich_text"}

Path: TypeAlias = str
"""Where a text stands in its value: ``""``, ``alt``, ``12`` (a run of rich text), ``rows.2.title``."""


@dataclass(frozen=True, slots=True)
class Place:
    """One text of a value.

    source: what it says in the primary. target: in the locale; None where nothing of this shape is there.
    """

    path: Path
    type: TextType
    source: Content
    target: Content | None


def places(source: Value, target: MaybeValue) -> Iterator[Place]:
    """Every text of a value, with what a translation of it says there."""
    there = dict(_leaves(target)) if not isinstance(target, Absent) and _shape(source) == _shape(target) else {}
    for path, leaf in _leaves(source):
        yield from _of_leaf(path, leaf, there.get(path))


def is_alike(source: Value, target: MaybeValue) -> bool:
    """Whether a translation has the shape of its source, so that each text of it can be changed by itself."""
    if isinstance(target, Absent) or _shape(source) != _shape(target):
        return False
    there = dict(_leaves(target))
    return all(_is_alike(leaf, there[path]) for path, leaf in _leaves(source))


def translated(source: Value, target: MaybeValue, answers: Mapping[Path, Content]) -> Value | None:
    """The value with what was answered in its places; None where the text would lose what is protected in it.

    What has no answer stays as the translation has it; where that has another shape or is not there, as in the source.
    """
    over = target if is_alike(source, target) and not isinstance(target, Absent) else source
    first = dict(_leaves(source))
    paths = iter([path for path, _ in _leaves(over)])
    lost = False

    def one(leaf: Leaf) -> Leaf:
        nonlocal lost
        if not _is_text(leaf):
            return leaf
        path = next(paths)
        made = _answered(path, first[path], leaf, answers)
        lost = lost or made is None
        return leaf if made is None else made

    value = with_leaves(over, one)
    return None if lost else value


def _leaves(value: MaybeValue, path: Path = "") -> Iterator[tuple[Path, Leaf]]:
    """Every leaf that may hold a text, with its path, in order."""
    match value:
        case Many(items):
            for number, item in enumerate(items):
                yield from _leaves(item, _below(path, str(number)))
        case Group(fields):
            for name, item in fields:
                yield from _leaves(item, _below(path, name))
        case Scalar() | Asset() if _is_text(value):
            yield path, value
        case _:
            return


def _below(path: Path, name: str) -> Path:
    return f"{path}.{name}" if path else name


def _is_text(leaf: MaybeValue) -> bool:
    return isinstance(leaf, Asset) or (isinstance(leaf, Scalar) and leaf.type in TEXTS)


def _shape(value: Value) -> object:
    match value:
        case Many(items):
            return [_shape(item) for item in items]
        case Group(fields):
            return [(name, _shape(item)) for name, item in fields if _holds(item)]
        case Scalar(type=type_) | Asset(type=type_):
            return type_ if _is_text(value) else None
        case _:
            return None


def _holds(value: Value) -> bool:
    return next(_leaves(value), None) is not None


def _of_leaf(path: Path, source: Leaf, target: Leaf | None) -> Iterator[Place]:
    match source:
        case Scalar("rich_text", text):
            parts = cut(text)
            there = cut(target.text) if isinstance(target, Scalar) and alike(parts, cut(target.text)) else None
            for at, run in runs(parts).items():
                across = None if there is None else there[at]
                said = facing(run, across) if isinstance(across, Run) else None
                yield Place(_below(path, str(at)), "rich_text", run.content, said)
        case Scalar("text" | "long_text" as type_, text) if says((text,)):
            yield Place(path, type_, (text,), (target.text,) if isinstance(target, Scalar) else None)
        case Asset(_, _, alt) if says((alt,)):
            said_alt = (target.alt,) if isinstance(target, Asset) and target.alt else None
            yield Place(_below(path, "alt"), "alternative text", (alt,), said_alt)
        case _:
            return


def _is_alike(source: Leaf, target: Leaf) -> bool:
    if isinstance(source, Scalar) and isinstance(target, Scalar) and source.type == "rich_text":
        return alike(cut(source.text), cut(target.text))
    return True


def _answered(path: Path, source: Leaf, over: Leaf, answers: Mapping[Path, Content]) -> Leaf | None:
    match source, over:
        case Asset(), Asset():
            found = answers.get(_below(path, "alt"))
            said = None if found is None else spelled("text", _plain(found))
            if not isinstance(said, Scalar):
                return over
            return replace(over, alt=said.text, own=said.own)
        case Scalar("rich_text", text), Scalar():
            return _rich(path, text, over, answers)
        case Scalar(type=type_), Scalar():
            found = answers.get(path)
            told = None if found is None else spelled(type_, _plain(found))
            return told if isinstance(told, Scalar) else over
        case _:
            return over


def _rich(path: Path, source: str, over: Scalar, answers: Mapping[Path, Content]) -> Scalar | None:
    first, parts = cut(source), cut(over.text)
    found = {at: answers[_below(path, str(at))] for at in runs(first) if _below(path, str(at)) in answers}
    if not found:
        return over
    spelling: dict[int, Content] = {}
    for at in found:
        run, across = first[at], parts[at]
        assert isinstance(run, Run) and isinstance(across, Run), "texts of one shape have their runs in one place"  # noqa: S101, PT018  # our own bug if not
        said = facing(run, across)
        spelling[at] = run.content if said is None else said
        if said is None:  # the translation has other codes there, so those of the source take their place
            parts = (*parts[:at], run, *parts[at + 1 :])
    text = put(parts, found, spelling)
    return None if text is None else Scalar("rich_text", text)


def _plain(content: Content) -> str:
    return "".join(piece for piece in content if isinstance(piece, str))
