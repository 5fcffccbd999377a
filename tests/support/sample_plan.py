"""A plan as a reviewer meets it: many scripts, long texts, hostile content, and everything that waits for a person."""

import os
from collections.abc import Iterable
from pathlib import Path

from isogloss.merge.change import Change, Conflict, Drifted, Traces
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Asset, Digest, Group, Many, MaybeValue, Ref, Scalar, digest
from isogloss.plan.data import PlanFile, read_plan, write_plan
from isogloss.plan.draft import Draft
from isogloss.plan.header import Cost, Header, PlanCounts
from isogloss.plan.making import make_op
from isogloss.plan.op import Assumption, Loss, LossReason, Op, Pairing, Remark, Step
from isogloss.plan.terms import Built

LEFT, RIGHT = Side.LEFT, Side.RIGHT
HOSTILE = (
    "<script>alert('x')</script> ]]> --> \x1b[31mred\x1b[0m \x9b2J @everyone #1 `code` | pipe | "
    "</details></pre> \u202egnp.exe\u202c **bold** [click](javascript:alert(1)) <img src=x onerror=alert(1)> \\ $x$"
)
HOSTILE_HTML = (
    '<p>Read <a href="javascript:alert(1)">this</a> &lt;script&gt;alert(2)&lt;/script&gt; at '
    "https://tracker.example/pixel.gif and www.example.org.</p>"
)
LONG = "".join(
    f"<h2>Part {n}</h2><p>Green tea is made from leaves that were not left to wither. The water is "
    f"{60 + n % 20} degrees warm, never boiling, and the leaves stay in it for two minutes at most. Source {n}.</p>"
    for n in range(60)
)


class Lines:
    """Where the bodies of records wait: a list."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def put(self, line: str) -> int:
        self.kept.append(line)
        return len(self.kept) - 1

    def get(self, at: int) -> str:
        return self.kept[at]


def text(words: str) -> Scalar:
    return Scalar("text", words)


def rich(html: str) -> Scalar:
    return Scalar("rich_text", html)


def change(key: EntryKey, locale: str, field: str, before: MaybeValue, after: MaybeValue, **flags: bool) -> Change:
    return Change(Cell(key, Locale(locale), field), before, after, digest(after), **flags)


def facing(key: EntryKey, label: str) -> Facing:
    return Facing(key, label, Shown(), ABSENT, ABSENT, remotes={LEFT: f"65f0-{key.name}"})


def op_of(side: Side, verb: str, key: EntryKey, label: str, *changes: Change, present: Iterable[str] = ()) -> Op:
    return make_op(side, verb, facing(key, label), changes, tuple(Locale(locale) for locale in present))


def made_header(flow: str, counts: PlanCounts, cost: dict[str, Cost]) -> Header:
    sides = {LEFT: "webflow", RIGHT: "butter"}
    editors = {"webflow": {"article": "https://edit.example/?item={id}"}}
    return Header(
        Digest(""), "acme", "mappings/acme.yaml", Digest("0" * 32), sides, flow, counts, cost, editors=editors
    )


def write(path: Path, draft: Draft, flow: str = "left to right") -> PlanFile:
    arranged = draft.arrange(lambda *_: True, lambda *_: False)
    cost = {
        "butter": Cost("butter", 14, 6, 3, 21, 1.4, 0.0031),
        "webflow": Cost("webflow", 0, 0, 0, 12, 0.2, None),
    }

    def header() -> Header:
        return made_header(flow, PlanCounts(dict(draft.tally.records)), cost)

    write_plan(path, arranged.lines(), header)
    os.utime(path, (1_795_000_000, 1_795_000_000))  # reports say when a plan was made
    return read_plan(path)


def sample() -> Draft:
    draft = Draft(Lines())
    for made in (_author(), _tea(), _hostile(), _coffee(), _gone(), _held()):
        draft.add(*made)
    draft.put(Pairing(EntryKey("author", "grace"), "Grace Hopper", "65f0aa", "gh-1"))
    draft.put(Pairing(EntryKey("author", "ada"), "Ada Lovelace", "65f0ab", None))
    return draft


def _author() -> tuple[Facing, Built]:
    key, label = EntryKey("author", "ada"), "Ada Lovelace"
    locales = ("ar", "en", "he", "ja", "ko", "zh-Hans")
    content = [
        change(key, SHARED, "name", ABSENT, text(label)),
        change(key, SHARED, "portrait", ABSENT, Asset("image", "https://cdn.example/ada.jpg", "Ada at her desk")),
        change(key, "en", "bio", ABSENT, rich("<p>Wrote the <em>first</em> program.</p>")),
        change(key, "ar", "bio", ABSENT, rich("<p>كتبت أول برنامج حاسوبي في التاريخ.</p>")),
        change(key, "he", "bio", ABSENT, rich("<p>כתבה את תוכנית המחשב הראשונה.</p>")),
        change(key, "ja", "bio", ABSENT, rich("<p>世界初のプログラムを書いた。</p>")),
        change(key, "ko", "bio", ABSENT, rich("<p>최초의 프로그램을 작성했다.</p>")),
        change(key, "zh-Hans", "bio", ABSENT, rich("<p>她编写了第一个程序。</p>")),
        *(change(key, locale, STATUS, ABSENT, DRAFT) for locale in locales),
    ]
    publish = [change(key, locale, STATUS, DRAFT, PUBLISHED) for locale in locales]
    create = op_of(RIGHT, "create", key, label, *content, present=locales)
    lost = loss_of(key, "*", "portrait", "no place for alt text", text("Ada at her desk"))
    return facing(key, label), Built(
        ops=[create, op_of(RIGHT, "publish", key, label, *publish, present=locales)], losses=[lost]
    )


def loss_of(key: EntryKey, locale: str | None, field: str | None, reason: LossReason, value: MaybeValue) -> Loss:
    at = Cell(key, Locale(locale) if locale else None, field)
    return Loss(RIGHT, at, reason, value, "butter keeps alternative texts with the file, not with its use")


def _tea() -> tuple[Facing, Built]:
    key, label = EntryKey("article", "tea-guide"), "A guide to green tea"
    tags = [Ref(EntryKey("tag", name)) for name in ("tea", "green", "food")]
    content = [
        change(key, "en", "title", text("A guide to tea"), text(label)),
        change(key, "en", "body", rich(LONG), rich(LONG.replace("Source 30.", "Source 30, revised in May."))),
        change(key, "en", "tags", Many(tuple(tags[:2])), Many(tuple(tags))),
        change(key, "en", "minutes", Scalar("number", "7"), Scalar("number", "8")),
        change(key, "en", "teaser", text("For beginners"), ABSENT),
        change(
            key,
            "fr-FR",
            "body",
            rich('<p>Le thé <a href="https://old.example/">vert</a> est doux.</p>'),
            rich('<p>Le thé <a href="https://new.example/">vert</a> est doux.</p>'),
            staged=True,
        ),
        change(
            key, "ar", "title", text("دليل الشاي"), text("دليل الشاي الأخضر (Green Tea 101) للمبتدئين"), merged=True
        ),
        change(key, "he", "title", text("מדריך לתה ירוק למתחילים"), text("מדריך לתה לבן למתחילים")),
        change(key, "ja", "title", text("緑茶の淹れ方と楽しみ方"), text("紅茶の淹れ方と楽しみ方")),
        change(key, "ko", "title", text("녹차를 우리는 방법"), text("홍차를 우리는 방법")),
        change(key, "zh-Hans", "title", text("绿茶指南。从入门到精通"), text("红茶指南。从入门到精通")),
        change(
            key,
            SHARED,
            "facts",
            ABSENT,
            Group((("origin", text("Uji")), ("rows", Many((text("70 °C"), text("2 min")))))),
        ),
    ]
    again = [change(key, locale, STATUS, PUBLISHED, PUBLISHED) for locale in ("ar", "en", "he", "ja", "zh-Hans")]
    off = change(key, "ko", STATUS, PUBLISHED, DRAFT)
    present = ("ar", "en", "fr-FR", "he", "ja", "ko", "zh-Hans")
    built = Built(
        ops=[
            op_of(RIGHT, "update", key, label, *content, present=present),
            op_of(RIGHT, "publish", key, label, *again, present=present),
            op_of(RIGHT, "unpublish", key, label, off, present=present),
        ],
        losses=[
            *(loss_of(key, locale, "body", "approximated", ABSENT) for locale in ("en", "fr-FR")),
            loss_of(key, "ja", None, "unpublished edits stay behind", ABSENT),
        ],
        drifts=[
            Drifted(
                Cell(key, Locale("en"), "subtitle"),
                text("All you need to know"),
                text("All you want to know"),
                kept=True,
                label=label,
            ),
            Drifted(Cell(key, Locale("ja"), "subtitle"), ABSENT, text("必要な知識"), kept=False, label=label),
        ],
        agreed={Locale("en"): {"slug": (Digest("a" * 32), Digest("b" * 32)), "lead": (None, None)}},
    )
    return facing(key, label), built


def _hostile() -> tuple[Facing, Built]:
    key = EntryKey("article", "<b>hostile</b>")
    content = [
        change(key, "en", "title", ABSENT, text(HOSTILE)),
        change(key, "en", "body", ABSENT, rich(HOSTILE_HTML)),
        change(key, "en", "raw", text("a b"), text("a\u00a0b")),
        change(key, "en", "extra", ABSENT, Scalar("opaque", HOSTILE)),
        change(key, "en", STATUS, ABSENT, DRAFT),
    ]
    step = Step(RIGHT, Cell(key, Locale("en")), f"add en to {HOSTILE} in the editor of butter", f"finds {HOSTILE}")
    conflict = Conflict(
        Cell(key, Locale("en"), "note"), "both sides changed", text(HOSTILE), text("x"), HOSTILE, HOSTILE
    )
    lost = Loss(RIGHT, Cell(key, Locale("en"), "raw"), "cannot be expressed", text(HOSTILE), HOSTILE)
    return facing(key, HOSTILE), Built(
        ops=[op_of(RIGHT, "create", key, HOSTILE, *content, present=["en"])],
        conflicts=[conflict],
        losses=[lost],
        steps=[step],
    )


def _coffee() -> tuple[Facing, Built]:
    key, label = EntryKey("article", "coffee"), "Coffee at home"
    content = [
        change(key, "en", "title", ABSENT, text(label)),
        change(key, "en", "body", ABSENT, rich(LONG)),
        change(key, "en", STATUS, ABSENT, DRAFT),
    ]
    step = Step(
        RIGHT,
        Cell(key, Locale("ja")),
        "add ja to Coffee at home (article/coffee) in the editor of butter",
        "the next run finds the ja variant and fills it",
    )
    made = op_of(RIGHT, "create", key, label, *content, present=["en"])
    remark = Remark(Cell(key), "back after its deletion", label, f"{HOSTILE} brought it back")
    return facing(key, label), Built(ops=[made], steps=[step], remarks=[remark])


def _gone() -> tuple[Facing, Built]:
    key, label = EntryKey("article", "old-news"), "Opening hours 2019"
    states = [change(key, locale, STATUS, PUBLISHED, ABSENT) for locale in ("en", "fr-FR")]
    return facing(key, label), Built(ops=[op_of(RIGHT, "delete", key, label, *states)])


def _held() -> tuple[Facing, Built]:
    key, label = EntryKey("article", "matcha"), "Matcha"
    conflicts = [
        Conflict(
            Cell(key, Locale("fr-FR"), "title"),
            "both sides changed",
            text("Le matcha, une poudre de thé vert"),
            text("Le matcha, une fine poudre de thé"),
            label,
            traces=Traces((ABSENT, ABSENT), (ABSENT, ABSENT), had=(text("Le matcha, une poudre de thé"), None)),
        ),
        Conflict(
            Cell(key, Locale("he")),
            "unpublished edits on the target",
            PUBLISHED,
            PUBLISHED,
            label,
            "somebody's edits in he on butter are not published yet; writing would publish them too. Publish or "
            "discard them there, then run again",
        ),
        Conflict(Cell(EntryKey("article", "sencha")), "deletion", ABSENT, PUBLISHED, "Sencha", "gone on webflow"),
    ]
    cover = Cell(key, Locale("en"), "cover")
    here, there = (Asset("image", f"https://{host}.example/matcha.png", "A bowl") for host in ("a", "b"))
    return facing(key, label), Built(conflicts=conflicts, assumed=[Assumption(cover, here, there, label)])
