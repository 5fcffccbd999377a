"""A plan as the corpus gives: a book whose chapters are in ten languages and in Arabic, some new and some changed.

The chapters are those of Debian's FAQ where its packages are installed (``make corpus`` installs them, and what CI
runs), and others that are composed here, of sentences about tea, with the same elements in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import programs
from sample_plan import DRAFT, PUBLISHED, RIGHT, Lines, change, facing, op_of, rich, text, write

from isogloss.model.address import EntryKey
from isogloss.model.entry import STATUS
from isogloss.model.locale import SHARED
from isogloss.model.value import ABSENT, Ref, Scalar
from isogloss.plan.draft import Draft
from isogloss.plan.terms import Built

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from isogloss.plan.data import PlanFile

Chapter: TypeAlias = dict[str, tuple[str, str]]
"""By language, title and body."""

SAID: Final = {
    "ar": ("الفصل {}: الشاي الأخضر", "يُصنع الشاي الأخضر (Green Tea) من أوراق لم تُترك لتذبل. تكفي دقيقتان عند 70 درجة."),
    "de": (
        "Grüner Tee, Teil {}",
        "Grüner Tee wird aus Blättern gemacht, die nicht welken durften. Zwei Minuten genügen.",
    ),
    "en": ("Green tea, part {}", "Green tea is made from leaves that were not left to wither. Two minutes are enough."),
    "fr": ("Le thé vert, partie {}", "Le thé vert est fait de feuilles qui n'ont pas flétri. Deux minutes suffisent."),
    "it": ("Tè verde, parte {}", "Il tè verde è fatto di foglie che non sono appassite. Bastano due minuti."),
    "ja": ("緑茶・第{}章", "緑茶は、摘んだ葉を萎れさせずに作られる。七十度の湯で二分ほど待てば十分である。"),
    "ko": ("녹차 {}장", "녹차는 시들게 두지 않은 잎으로 만든다. 칠십 도의 물에서 이 분이면 충분하다."),
    "nl": (
        "Groene thee, deel {}",
        "Groene thee wordt gemaakt van blaadjes die niet verwelkt zijn. Twee minuten volstaan.",
    ),
    "pt": ("Chá verde, parte {}", "O chá verde é feito de folhas que não murcharam. Dois minutos bastam."),
    "ru": ("Зелёный чай, часть {}", "Зелёный чай делают из листьев, которым не дали завянуть. Двух минут достаточно."),
    "zh-CN": ("绿茶(第{}章)", "绿茶由未经萎凋的叶子制成。七十度的水,泡两分钟就够了。"),
}
CHAPTERS: Final = 16
_PART: Final = (
    '<h2>{0}</h2><p>{1} <a href="https://tea.example/{2}">{0}</a></p><ul><li>{1}</li></ul><pre>boil --{2}</pre>'
)


def composed() -> list[Chapter]:
    """A book of as many chapters, with headings, lists, links and code."""
    return [
        {
            language: (
                title.format(n),
                "".join(_PART.format(f"{n}.{m}", said, m) for m in range(1, 9)),
            )
            for language, (title, said) in SAID.items()
        }
        for n in range(1, CHAPTERS + 1)
    ]


def installed() -> list[Chapter]:
    """The chapters of Debian's FAQ; where a language of it is not installed, the test is skipped, or fails."""
    programs.faq()
    from corpus.chapters import read_book

    return [{language: (page.title, page.body) for language, page in chapter.pages.items()} for chapter in read_book()]


def corpus_plan(chapters: Iterable[Chapter], path: Path) -> PlanFile:
    """Every other chapter is new; of the others, a word of each body changes."""
    draft = Draft(Lines())
    for n, pages in enumerate(chapters, 1):
        key, (label, _) = EntryKey("chapter", f"chapter-{n:02}"), pages["en"]
        link = Ref(EntryKey("chapter", f"chapter-{n + 1:02}"))
        cells = [
            change(key, SHARED, "number", ABSENT, Scalar("number", str(n))),
            change(key, "en", "next", ABSENT, link),
        ]
        for language, (title, body) in pages.items():
            if n % 2:
                cells.append(change(key, language, "title", ABSENT, text(title)))
                cells.append(change(key, language, "body", ABSENT, rich(body)))
                cells.append(change(key, language, STATUS, ABSENT, DRAFT))
            else:
                cells.append(change(key, language, "body", rich(body), rich(body.replace("<p>", "<p>2026: ", 1))))
        live = [change(key, language, STATUS, DRAFT if n % 2 else PUBLISHED, PUBLISHED) for language in pages]
        verb = "create" if n % 2 else "update"
        ops = [
            op_of(RIGHT, verb, key, label, *cells, present=tuple(pages)),
            op_of(RIGHT, "publish", key, label, *live, present=tuple(pages)),
        ]
        draft.add(facing(key, label), Built(ops=ops))
    return write(path, draft)
