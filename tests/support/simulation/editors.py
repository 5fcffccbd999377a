"""People at work on one side, by chance: they write, link, publish, archive, make, delete, restore, rename and open.

Decides what a person would do. Each thing that is written is new, so that nobody's words can be taken for anybody
else's; what they did is told by what is there before and after. What the platform refuses a person is not done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isogloss.errors import ConfigError, UsageError
from simulation.shown import Variant, deleted, held, variants
from simulation.site import FIELDS, LOCALES, MEMO, butter_place, written
from simulation.words import saved

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from simulation.clock import Virtual
    from simulation.history import History
    from simulation.words import Words

Json = dict[str, Any]
FINISHED = 0.75
"""How many edits are published at once."""


@dataclass
class Editor:
    """Whoever works on one side.

    before:  called before something is done, while what is there is what others left.
    after:   called when it is done.
    deletes: whether they ever delete.
    items:   whether the articles of ButterCMS are items of a collection.
    linked:  whether they link articles to each other.
    renames: whether they change slugs now; before both sides know each other's entries, that makes two of one.
    """

    side: str
    sandbox: Any
    random: Random
    clock: Virtual
    words: Words
    history: History
    before: Callable[[], None]
    after: Callable[[], None]
    deletes: bool = True
    items: bool = False
    linked: bool = False
    renames: Callable[[], bool] = lambda: True

    def marks(self) -> set[str]:
        """The articles that are there."""
        return {each.mark for each in self._variants()}

    def act(self, known: set[str] | None = None) -> None:
        """Do one thing, to an article that they know; None for any."""
        self.before()
        shown = [each for each in self._variants() if known is None or each.mark in known]
        acts: list[tuple[float, Callable[[Variant], None]]] = [
            (10, self._update),
            (3, self._publish),
            (2, self._save),
            (1, self._note),
            (1, self._unpublish),
            (2, self._add_locale),
            (1, self._rename),
        ]
        if self.deletes:
            acts += [(2, self._delete)]
        if self.side == "webflow":
            acts += [(1, self._archive), (1, self._open), (0.2, self._add_site_locale)]
        else:
            acts += [(1, self._discard), (1, self._restore)]
        if not shown or self.random.random() < 0.08:  # as often as articles are made
            self._create()
        else:
            act = self.random.choices([act for _, act in acts], [weight for weight, _ in acts])[0]
            act(self.random.choice(shown))
        self.after()

    def _variants(self) -> list[Variant]:
        return list(variants(self.side, self.sandbox.state()))

    def _tell(self, what: str) -> None:
        self.history.told.append(f"{self.clock.passed:9.1f} {self.side:7} {what}")

    def _edit(self, action: str, at: Variant, **more: object) -> bool:
        """One edit, where the platform lets a person do it; then what they see live of it is public."""
        place: Json = {"collection": "posts", "item": at.handle, "locale": LOCALES[at.code]}
        if self.side == "butter":
            place = {**butter_place(at.handle, items=at.handle.isdigit()), "locale": at.code}
        before = held(self.side, self.sandbox.state())
        try:
            self.sandbox.edit({"action": action, **place, **more})
        except (UsageError, ConfigError) as refused:
            self._tell(f"may not {action} {at.mark} {at.code}: {refused}")
            return False
        self._tell(f"{action} {at.mark} {at.code} {more}")
        after = held(self.side, self.sandbox.state())
        self.history.worked.add((self.side, at.mark))
        self.history.saw(self.clock.passed, self.side, before, after, (at.mark, at.code))
        return True

    def _finished(self) -> bool:
        return self.random.random() < FINISHED

    def _new(self, name: str, at: Variant) -> Any:
        if name == "see":
            others = [each.handle for each in self._variants() if each.code == at.code and each.mark != at.mark]
            found = self.random.choice([*others, None])
            return int(found) if found is not None and self.side == "butter" and found.isdigit() else found
        return self.words.text(self.side, at.html, self.random) if name == "body" else self.words.new(name)

    def _update(self, at: Variant) -> None:
        names = self.random.sample(FIELDS if self.linked else FIELDS[:-1], self.random.randint(1, 2))
        fields = {name: self._new(name, at) for name in names}
        self._edit("update", at, fields=written(self.side, fields), publish=self._finished())

    def _note(self, at: Variant) -> None:
        fields = written(self.side, {MEMO: self.words.new(MEMO)})
        self._edit("update", at, fields=fields, publish=self._finished())

    def _save(self, at: Variant) -> None:
        """Open the text and save it again, for no reason."""
        html = saved(self.side, at.html, self.random)
        if html != at.html:
            self._edit("update", at, fields=written(self.side, {"body": html}), publish=self._finished())

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
        if at.live is not None and at.live != at.draft:
            self._edit("discard", at)

    def _restore(self, at: Variant) -> None:
        """Bring back what was deleted once; a person who does it knows that it was."""
        gone = sorted(set(deleted(self.sandbox.state())))
        if gone and (found := self.random.choice(gone))[0] not in self.marks():
            self._edit("undelete", Variant(*found, at.code, {}, None))
            self.history.restored[found[0]] = self.clock.passed

    def _rename(self, at: Variant) -> None:
        slug = f"{at.mark}-{at.code}-{self.words.mark()}"
        if self.random.random() < 0.3 and self.side == "butter":  # to Webflow, capital letters are another spelling
            slug = slug.upper()
        if self.renames():
            self._edit("update", at, fields=written(self.side, {"slug": slug}), publish=True)

    def _add_locale(self, at: Variant) -> None:
        here = {each.code for each in self._variants() if each.mark == at.mark}
        code = next((code for code in LOCALES if code not in here), None)
        if code is None:
            return
        fields = {name: self.words.new(name) for name in FIELDS[:-1]}
        own = {**fields, "slug": f"{at.mark}-{code}-{self.words.mark()}", "mark": at.mark}
        new = Variant(at.mark, at.handle, code, {}, None)
        self._edit("add_locale", new, fields=written(self.side, own), publish=self._finished())

    def _add_site_locale(self, at: Variant) -> None:
        """A locale that no mapping names yet: every article is cloned into it."""
        self._edit("add_site_locale", at, tag="de-DE")

    def _create(self) -> None:
        mark = self.words.mark()
        fields = {name: self.words.new(name) for name in FIELDS[:-1]}
        own = written(self.side, {**fields, "slug": mark, "mark": mark})
        told: Json = {"fields": own, "publish": self._finished()}
        if self.side == "butter":
            told["title"] = mark
        if self.items and self.side == "butter":
            told |= {"collection": "articles", "page_type": None}
        self.history.made[mark] = self.side
        self._edit("create", Variant(mark, mark, "en", {}, None), **told)

    def _delete(self, at: Variant) -> None:
        if len(self.marks()) == 1:
            return  # a side that is empty is taken for a mistake, and nothing is done until a person says otherwise
        led_to = {each.draft["see"] for each in self._variants()}
        linked = [each for each in self._variants() if each.mark in led_to]
        if linked and self.random.random() < 0.5:  # what others lead to is deleted as often as what nothing leads to
            at = self.random.choice(linked)
        self._edit("delete", at, **({"all": True} if self.side == "webflow" else {}))
