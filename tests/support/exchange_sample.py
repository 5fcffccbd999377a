"""A sheet of texts that tools find hard: nested codes, pictures, lines, signs, white space."""

from __future__ import annotations

from isogloss.canon.values import canonical
from isogloss.exchange.unit import Sheet, Unit
from isogloss.exchange.value import places
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Scalar, Value

LINK, PICTURE = '<a href="https://a.example/?a=1&amp;b=2">', '<img alt="cup" src="https://a.example/c.png">'


def rich(html: str) -> Scalar:
    return Scalar("rich_text", canonical("rich_text", html))


PAIRS: list[tuple[Value, Value | Absent]] = [
    (
        rich(
            f'<h2>Tea</h2><p>Hello <strong>there</strong>, see {LINK}this <em>one</em></a>.<br>A {PICTURE} "so".</p>'
            "<pre>  two\n  lines</pre><p>10\u00a0000 cups &amp; 1 &lt; 2</p>"
        ),
        rich(
            f"<h2>Thé</h2><p>Bonjour <strong>toi</strong>, vois {LINK}ceci <em>un</em></a>.<br>Et {PICTURE} « si ».</p>"
            "<pre>  deux\n  lignes</pre><p>10\u00a0000 tasses &amp; 1 &lt; 2</p>"
        ),
    ),
    (Scalar("text", "=SUM(1) {1} \\{2/}"), Scalar("text", "=SOMME(1) {1} \\{2/}")),
    (Scalar("long_text", "Line one\n\nLine three\ttab"), ABSENT),
    (Scalar("text", "Tea is hot. Cups are not."), Scalar("text", "Le thé est chaud. Pas les tasses.")),
    (Scalar("text", "Tea is green. Cups are blue."), ABSENT),
]


def sheet() -> Sheet:
    made: list[Unit] = []
    for number, (source, target) in enumerate(PAIRS):
        at = Cell(EntryKey("article", f"tea-{number}"), Locale("fr-FR"), "body")
        for place in places(source, target):
            state = "initial" if place.target is None else "translated"
            made.append(
                Unit(
                    at,
                    place.path,
                    place.type,
                    "Tea & co",
                    place.source,
                    place.target,
                    state,
                    "translated",
                    before="x",
                    former=("Older & <wiser>",) if place.target is not None and not number else None,
                )
            )
    return Sheet("acme", Locale("en-US"), Locale("fr-FR"), tuple(made))
