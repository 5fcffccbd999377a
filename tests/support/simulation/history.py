"""What editors did, as they saw it: the one record that a judge needs beside what both sides hold in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulation.shown import NOWHERE, words
from simulation.site import FIELDS, MEMO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from simulation.shown import Cell, Variant

    Shown = Mapping[tuple[str, str], Variant]


@dataclass(frozen=True)
class Touch:
    """An editor changed one cell.

    cell:   mark of the article, code of the locale, field.
    before: the newest that the editor saw there.
    follows: the locale only shows what was written in another one, which it follows, or as a copy of which it begins.
    """

    at: float
    side: str
    cell: Cell
    before: str
    after: str
    follows: bool = False


@dataclass(frozen=True)
class Deletion:
    """An editor deleted an article.

    seen: the newest of every cell that the editor saw go.
    """

    at: float
    side: str
    mark: str
    seen: frozenset[tuple[Cell, str]]


@dataclass(frozen=True)
class Shift:
    """Somebody put a variant live, or took it off the site.

    key: mark of the article, code of the locale.
    """

    at: float
    side: str
    key: tuple[str, str]
    live: bool


@dataclass(frozen=True)
class Differing:
    """Somebody decided for the target of a one-way flow, so that both sides may show something else in one cell.

    conflict: what plans call the question.
    cell:     without a field, a locale that the target does not have.
    shown:    by side, what was decided that it shows; of a locale, all that the source says.
    at:       when.
    of_both:  the side that shows what was made of both edits: words of ``shown``, and no others; "" for none.
    """

    conflict: str
    cell: Cell
    shown: dict[str, str]
    at: float = field(default=0.0, compare=False)
    of_both: str = ""

    def fits(self, shown: dict[str, str]) -> bool:
        """Whether both sides show what was decided."""
        rest = {side: value for side, value in shown.items() if side != self.of_both}
        same = all(self.shown.get(side) == value for side, value in rest.items())
        return same and (not self.of_both or words(shown[self.of_both]) <= words(self.shown[self.of_both]))


@dataclass
class History:
    """Everything that people did, in order.

    shifts:   what they put live, or left so, and what they took off.
    put_live: by side and variant, when it was seen that the program had put it live.
    deaths:   when a process died. ends: when a run came to its end.
    set_back: when a copy of the state was made, and when it was put back: of what was between, the state knows nothing.
    made:     the side on which each article was made.
    worked:   side and mark of whatever somebody did something to.
    saved:    side and cell of each text that somebody wrote in another form, with the same words.
    public:   cells and words that were live once by somebody's will.
    words:    every word that was ever written into a cell by a person.
    settled:  cells and words that somebody settled a conflict against.
    restored: when somebody brought an article back last, by mark.
    differing: the cells in which somebody decided that both sides may differ.
    """

    touches: list[Touch] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    put_live: dict[tuple[str, tuple[str, str]], list[float]] = field(default_factory=dict)
    deaths: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    set_back: list[tuple[float, float]] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)
    worked: set[tuple[str, str]] = field(default_factory=set)
    saved: set[tuple[str, Cell]] = field(default_factory=set)
    public: dict[Cell, set[str]] = field(default_factory=dict)
    words: dict[Cell, set[str]] = field(default_factory=dict)
    settled: set[tuple[Cell, str]] = field(default_factory=set)
    restored: dict[str, float] = field(default_factory=dict)
    differing: list[Differing] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def wrote_live(self, at: float, side: str, before: Shown, after: Shown) -> None:
        """The program did something: what went live by it."""
        for key, new in after.items():
            if new.live is not None and key in before and before[key].live is None:
                self.put_live.setdefault((side, key), []).append(at)

    def unanswered(self, side: str, key: tuple[str, str], at: float) -> bool:
        """Whether nobody can tell what somebody took off then from a publish that had no effect.

        The program put it live and died before it saw that, and no run came to its end since. Where an older copy of
        the state put it live again, only what that copy knew counts: nothing else remembers runs in a life.
        """
        put_live = self.put_live.get((side, key), ())
        lost = [(taken, back) for taken, back in self.set_back if any(when >= max(back, at) for when in put_live)]
        ends, deaths = (
            [when for when in told if not any(taken < when < back for taken, back in lost)]
            for told in (self.ends, self.deaths)
        )
        seen = max((when for when in put_live if when <= at), default=-1.0)
        since = max((when for when in ends if when < at), default=-1.0)
        return any(since < died <= seen for died in deaths)

    def saw(self, at: float, side: str, before: Shown, after: Shown, edited: tuple[str, str]) -> None:
        """Somebody did one thing: what is different now is theirs, and so is what is live of what they edited."""
        self.shifts += _shifted(at, side, before, after, edited)
        for key in sorted(after):
            if before.get(key) == after[key]:
                continue
            old, new = before.get(key), after[key]
            if old is not None and key == edited and old.draft["body"] == new.draft["body"] and old.html != new.html:
                self.saved.add((side, (*key, "body")))
            for name in FIELDS:
                was = old.draft[name] if old else ""
                if new.draft[name] != was:
                    follows = key != edited and _is_written(
                        name, new.draft[name], before.get(edited), after.get(edited)
                    )
                    follows |= old is None and name == "see" and new.draft[name] in _seen_in_others(key, before)
                    self.touches.append(Touch(at, side, (*key, name), was, new.draft[name], follows))
                self.wrote((*key, name), new.draft[name])
            self.wrote((*key, "parts"), new.draft["parts"])
            if new.live is not None and (key == edited or old is None or old.live != new.live):
                self.show(key, new.live)
            if old is None and new.draft["see"] == NOWHERE:
                self._copied(key, new)
        if edited in after and after[edited].live is not None:
            self.show(edited, after[edited].live)
        for mark in sorted({mark for mark, _ in before} - {mark for mark, _ in after}):
            seen = ((key, each) for key, each in before.items() if key[0] == mark)
            cells = frozenset(((*key, name), each.draft[name]) for key, each in seen for name in FIELDS)
            self.deletions.append(Deletion(at, side, mark, cells))

    def _copied(self, key: tuple[str, str], new: Variant) -> None:
        """A locale begins as a copy of another: where its link leads nowhere any more, it leads where that one led."""
        led = {
            word for (mark, _, name), found in self.words.items() if (mark, name) == (key[0], "see") for word in found
        }
        self.wrote((*key, "see"), " ".join(led))
        if new.live is not None:
            self.public.setdefault((*key, "see"), set()).update(led)

    def wrote(self, cell: Cell, value: str) -> None:
        self.words.setdefault(cell, set()).update(value.split())

    def link(self, key: tuple[str, str], to: str) -> None:
        """A link was there, and public, from the beginning."""
        self.wrote((*key, "see"), to)
        self.public.setdefault((*key, "see"), set()).add(to)

    def show(self, key: tuple[str, str], live: Mapping[str, str] | None) -> None:
        """Somebody made a content public, or left it so, who may have found it there.

        A link that leads nowhere any more is public as what it led to: that may come back.
        """
        for name in (*FIELDS, MEMO) if live else ():
            self.wrote((*key, name), live[name])
            led = self.words[(*key, name)] if live[name] == NOWHERE else set()
            self.public.setdefault((*key, name), set()).update(live[name].split(), led)


def _seen_in_others(key: tuple[str, str], before: Shown) -> set[str]:
    """What an article links to in the locales that it has: a new one, which begins as a copy, shows that too."""
    return {each.draft["see"] for (mark, code), each in before.items() if mark == key[0] and code != key[1]}


def _is_written(name: str, value: str, before: Variant | None, after: Variant | None) -> bool:
    """Whether what was edited was there before, and shows this value since."""
    return before is not None and after is not None and before.draft[name] != after.draft[name] == value


def _shifted(at: float, side: str, before: Shown, after: Shown, edited: tuple[str, str]) -> Iterator[Shift]:
    """What somebody put live, or left so as they edited it, and what they took off the site."""
    for key, new in sorted(after.items()):
        was = key in before and before[key].live is not None
        if new.live is not None and (key == edited or before.get(key) != new):
            yield Shift(at, side, key, live=True)
        elif new.live is None and was:
            yield Shift(at, side, key, live=False)
