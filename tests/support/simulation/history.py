"""What editors did, as they saw it: the one record that a judge needs beside what both sides hold in the end."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Touch:
    """An editor changed one cell.

    cell:   mark of the article, code of the locale, field.
    before: the newest that the editor saw there.
    """

    at: float
    side: str
    cell: tuple[str, str, str]
    before: str
    after: str


@dataclass(frozen=True)
class Deletion:
    """An editor deleted an article, or one locale of it.

    code: of the locale; "" for the whole article.
    seen: the newest of every cell that the editor saw go.
    """

    at: float
    side: str
    mark: str
    code: str
    seen: frozenset[tuple[tuple[str, str, str], str]]


@dataclass
class History:
    """Everything that people did, in order.

    made:   the side on which each article was made.
    worked: side and mark of whatever somebody did something to.
    public: cells and values that were live once by somebody's will.
    words:  every value that was ever written into a cell by a person.
    """

    touches: list[Touch] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)
    worked: set[tuple[str, str]] = field(default_factory=set)
    public: set[tuple[tuple[str, str, str], str]] = field(default_factory=set)
    words: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def wrote(self, cell: tuple[str, str, str], value: str) -> None:
        self.words.setdefault(cell, {""}).update((value, *value.split()))

    def touch(self, touch: Touch) -> None:
        self.touches.append(touch)
        self.wrote(touch.cell, touch.after)

    def show(self, cell: tuple[str, str, str], value: str) -> None:
        """Somebody made a value public, who may have found it there."""
        self.wrote(cell, value)
        self.public.update((cell, word) for word in (value, *value.split()))
