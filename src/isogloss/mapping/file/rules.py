"""Whether the parts of a document fit together: sides, flow, policies and locales. Kinds are in ``kind_rules``.

Every rule gives its problem at the path a person has to change. All of them run, so all problems are seen at once.
"""

from collections.abc import Iterator

from isogloss.errors import Problem
from isogloss.mapping.file.document import Document
from isogloss.mapping.file.flows import flow_problems
from isogloss.mapping.file.gates import gate_problems
from isogloss.mapping.file.kind_rules import kind_problems
from isogloss.mapping.file.locks import lock_problems
from isogloss.mapping.file.moves import move_problems
from isogloss.mapping.file.settings import wrong_url
from isogloss.mapping.file.words import BARE, is_bare, policy_problems
from isogloss.mapping.names.locales import canonical, tag_of
from isogloss.mapping.names.nearest import nearest


def find_problems(document: Document) -> tuple[Problem, ...]:
    """Everything that keeps a well-formed document from meaning something."""
    sides = tuple(_sides(document))
    if len(document.sides) != 2:  # noqa: PLR2004  # nothing else can be judged without two sides
        return sides
    return (
        *sides,
        *_words(document),
        *_locales(document),
        *kind_problems(document),
        *_limits(document),
        *gate_problems(document),
        *lock_problems(document),
        *move_problems(document),
    )


def _sides(document: Document) -> Iterator[Problem]:
    if len(document.sides) != 2:  # noqa: PLR2004  # a mapping has two sides
        yield Problem("sides", f"two sides are needed, and there are {len(document.sides)}")
    for name, side in document.sides.items():
        url = getattr(side, "base_url", None)
        if url is not None and "${" not in url and (wrong := wrong_url(url)):
            yield Problem(f"sides.{name}.base_url", wrong)
        bare = [key for key, value in side if is_bare(value)]
        yield from (Problem(f"sides.{name}.{key}", BARE) for key in bare)


def _words(document: Document) -> Iterator[Problem]:
    one, other = document.sides
    yield from flow_problems(document)
    by_locale = {f"locales.{tag}.conflict": locale.conflict for tag, locale in document.locales.items()}
    yield from policy_problems({"conflict": document.conflict, **by_locale}, [one, other])


def _limits(document: Document) -> Iterator[Problem]:
    """Limits of kinds and locales that are not there."""
    tags = {tag_of(tag) or tag for tag in document.locales}
    for kind in document.limits.kinds or {}:
        if kind not in document.kinds:
            yield Problem(f"limits.kinds.{kind}", f"there is no kind {kind}{nearest(kind, document.kinds)}")
    for tag in document.limits.locales or {}:
        if (tag_of(tag) or tag) not in tags:
            yield Problem(f"limits.locales.{tag}", f"there is no locale {tag}{nearest(tag, document.locales)}")


def _locales(document: Document) -> Iterator[Problem]:
    primaries = [tag for tag, entry in document.locales.items() if entry.primary]
    if len(primaries) != 1:
        found = ", ".join(primaries) or "none"
        yield Problem("locales", f"exactly one locale is the primary (primary: true), and there is {found}")
    yield from _tags(document)
    for side in document.sides:
        yield from _codes(document, side)
    yield from _blog_tags(document)


def _tags(document: Document) -> Iterator[Problem]:
    canonicals: dict[str, str] = {}
    for tag, entry in document.locales.items():
        try:
            made = canonical(tag)
        except ValueError as error:
            yield Problem(f"locales.{tag}", str(error))
            continue
        if made in canonicals:
            yield Problem(f"locales.{tag}", f"is the same locale as {canonicals[made]} ({made}); keep one")
        canonicals.setdefault(made, tag)
        missing = [side for side in document.sides if side not in entry.codes]
        if missing and entry.primary:
            yield Problem(f"locales.{tag}", f"the primary is held by both sides; give the code of {missing[0]}")
        elif len(missing) == len(document.sides):
            yield Problem(f"locales.{tag}", "give the code of at least one side")


def _codes(document: Document, side: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    traits = document.sides[side].traits
    for tag, entry in document.locales.items():
        code = entry.codes.get(side)
        if code is None:
            continue
        path = f"locales.{tag}.{side}"
        if code.lower() in seen:
            yield Problem(path, f"{code} is the code of {seen[code.lower()]} already; each locale has its own")
        seen.setdefault(code.lower(), tag)
        if reason := traits.code(code):
            yield Problem(path, reason)
    yield from traits.locales(document, side)


def _blog_tags(document: Document) -> Iterator[Problem]:
    tagged = [name for name, side in document.sides.items() if side.traits.tagged]
    seen: dict[str, str] = {}
    for tag, entry in document.locales.items():
        if entry.tag is None:
            continue
        path = f"locales.{tag}.tag"
        if not any(side in entry.codes for side in tagged):
            yield Problem(path, "a tag stands for a locale of a ButterCMS side, and this locale is on none")
        if entry.tag in seen:
            yield Problem(path, f"{entry.tag} is the tag of {seen[entry.tag]} already; each locale has its own")
        seen.setdefault(entry.tag, tag)
