"""People at work on one side, by chance: they write, publish, take down, archive, make, delete, rename and open.

Decides what a person would do and what they see while they do it. Each thing that is written is new, so that nobody's
words can be taken for anybody else's. What the platform refuses a person is not done.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from isogloss.errors import ConfigError, UsageError
from simulation.history import Deletion, Touch
from simulation.site import FIELDS, LOCALES, Variant, butter_place, variants, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from simulation.clock import Virtual
    from simulation.history import History

Json = dict[str, Any]


@dataclass
class Words:
    """Values that were never written before."""

    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new(self, name: str) -> Any:
        number = next(self.numbers)
        match name:
            case "minutes":
                return number
            case "body":
                return f"<p>b{number}</p>"
            case _:
                return f"t{number}"

    def mark(self) -> str:
        return f"m{next(self.numbers)}"


def plain(value: Any) -> str:
    """A new value as a judge reads it."""
    text = str(value)
    return text.removeprefix("<p>").removesuffix("</p>")


@dataclass
class Editor:
    """Whoever works on one side.

    deletes: whether they ever delete.
    items:   whether the articles of ButterCMS are items of a collection.
    renames: whether they change slugs now; before both sides know each other's entries, that makes two of one.
    """

    side: str
    sandbox: Any
    random: Random
    clock: Virtual
    words: Words
    history: History
    deletes: bool = True
    items: bool = False
    renames: Callable[[], bool] = lambda: True

    def marks(self) -> set[str]:
        """The articles that are there."""
        return {each.mark for each in variants(self.side, self.sandbox.state())}

    def act(self, known: set[str] | None = None) -> None:
        """Do one thing, to an article that they know; None for any."""
        shown = [each for each in variants(self.side, self.sandbox.state()) if known is None or each.mark in known]
        acts: list[tuple[int, Callable[[Variant], None]]] = [
            (10, self._update),
            (3, self._publish),
            (1, self._unpublish),
            (2, self._add_locale),
            (1, self._rename),
        ]
        if self.deletes:
            acts += [(1, self._delete)]
        if self.side == "webflow":
            acts += [(1, self._archive), (1, self._open)]
        else:
            acts += [(1, self._discard)]
        if not shown or self.random.random() < 0.08:  # as often as articles are made
            self._create()
            return
        act = self.random.choices([act for _, act in acts], [weight for weight, _ in acts])[0]
        act(self.random.choice(shown))

    def _tell(self, what: str) -> None:
        self.history.told.append(f"{self.clock.passed:9.1f} {self.side:7} {what}")

    def _edit(self, action: str, at: Variant, **more: object) -> bool:
        """One edit, where the platform lets a person do it; then what they see live is public."""
        place: Json = {"collection": "posts", "item": at.handle, "locale": LOCALES[at.code]}
        if self.side == "butter":
            place = {**butter_place(at.handle, items=at.handle.isdigit()), "locale": at.code}
        try:
            self.sandbox.edit({"action": action, **place, **more})
        except (UsageError, ConfigError) as refused:
            self._tell(f"may not {action} {at.mark} {at.code}: {refused}")
            return False
        self._tell(f"{action} {at.mark} {at.code} {more}")
        self.history.worked.add((self.side, at.mark))
        for each in variants(self.side, self.sandbox.state()):
            if (each.mark, each.code) == (at.mark, at.code) and each.live is not None:
                for name in FIELDS:
                    self.history.show((each.mark, each.code, name), each.live[name])
        return True

    def _changed(self, at: Variant, fields: Json, before: Json) -> None:
        for name, value in fields.items():
            cell = (at.mark, at.code, name)
            self.history.touch(Touch(self.clock.passed, self.side, cell, before.get(name, ""), plain(value)))

    def _update(self, at: Variant) -> None:
        names = self.random.sample(FIELDS, self.random.randint(1, 2))
        fields = {name: self.words.new(name) for name in names}
        publish = self.random.random() < 0.75  # three of four edits are finished ones
        if self._edit("update", at, fields=written(self.side, fields), publish=publish):
            self._changed(at, fields, at.draft)

    def _publish(self, at: Variant) -> None:
        self._edit("publish", at)

    def _unpublish(self, at: Variant) -> None:
        if at.live is not None:
            self._edit("unpublish", at)

    def _archive(self, at: Variant) -> None:
        self._edit("unarchive" if at.archived else "archive", at)

    def _open(self, at: Variant) -> None:
        self._edit("open", at)

    def _discard(self, at: Variant) -> None:
        if at.live is not None and at.live != at.draft and self._edit("discard", at):
            changed = {name: at.live[name] for name in FIELDS if at.live[name] != at.draft[name]}
            self._changed(at, changed, at.draft)

    def _rename(self, at: Variant) -> None:
        slug = f"{at.mark}-{at.code}-{self.words.mark()}"
        if self.renames():
            self._edit("update", at, fields=written(self.side, {"slug": slug}), publish=True)

    def _add_locale(self, at: Variant) -> None:
        here = {each.code for each in variants(self.side, self.sandbox.state()) if each.mark == at.mark}
        code = next((code for code in LOCALES if code not in here), None)
        if code is None:
            return
        fields = {name: self.words.new(name) for name in FIELDS}
        own = {**fields, "slug": f"{at.mark}-{code}-{self.words.mark()}", "mark": at.mark}
        new = Variant(at.mark, at.handle, code, {}, None)
        publish = self.random.random() < 0.75  # as of edits
        if self._edit("add_locale", new, fields=written(self.side, own), publish=publish):
            self._changed(new, fields, {})

    def _create(self) -> None:
        mark = self.words.mark()
        fields = {name: self.words.new(name) for name in FIELDS}
        own = written(self.side, {**fields, "slug": mark, "mark": mark})
        new = Variant(mark, mark, "en", {}, None)
        told: Json = {"fields": own, "publish": self.random.random() < 0.75}  # as of edits
        if self.side == "butter":
            told["title"] = mark
        if self.items and self.side == "butter":
            told |= {"collection": "articles", "page_type": None}
        self.history.made[mark] = self.side
        if self._edit("create", new, **told):
            self._changed(new, fields, {})

    def _delete(self, at: Variant) -> None:
        if len(self.marks()) == 1:
            return  # a side that is empty is taken for a mistake, and nothing is done until a person says otherwise
        going = [each for each in variants(self.side, self.sandbox.state()) if each.mark == at.mark]
        told: Json = {"all": True} if self.side == "webflow" else {}
        if self._edit("delete", at, **told):
            seen = frozenset(((at.mark, each.code, name), each.draft[name]) for each in going for name in FIELDS)
            self.history.deletions.append(Deletion(self.clock.passed, self.side, at.mark, "", seen))
