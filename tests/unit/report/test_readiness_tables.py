"""The tables of ``readiness`` on a terminal: as narrow as they can be, and no word of their heads cut in two."""

from io import StringIO

import pytest
from rich.console import Console

from isogloss.answers import Readiness, Standing
from isogloss.model.locale import Locale
from isogloss.report.readiness import COLUMNS, render_readiness

HELD = ("own", "same words", "copied", "missing", "excluded")


def standing(n: int, held: str, shows: str) -> Standing:
    return Standing(
        side="webflow",
        kind="article",
        entry=f"a{n}",
        label="",
        locale=Locale("fr-FR"),
        held=held,
        shows=shows,
        stale=n == 1,
        blocked="a conflict" if n == 1 else "",
    )


def shown(rows: list[Standing], width: int = 80) -> list[str]:
    out = StringIO()
    names = {"sides": ("webflow",), "asked": ("webflow",), "locales": (Locale("en-US"), Locale("fr-FR"))}
    found = Readiness(mapping="acme", primary=Locale("en-US"), rows=tuple(rows), **names)
    render_readiness(found, (), Console(file=out, width=width))
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [80, 120])
def test_no_word_of_a_head_is_cut_in_two(width: int) -> None:
    rows = [standing(n, held, ("published", "draft")[n % 2]) for n, held in enumerate(HELD)]
    text = shown([*rows, standing(5, "own", "archived")], width)
    said = " ".join(text)
    for name in ("entries", "ready", *COLUMNS):
        assert name in said, name
    assert max(map(len, text)) <= width
    assert any(line.split() == ["article", "fr-FR", "5", "1", "2", *["1"] * 4] for line in text) == (width == 80)


def test_what_nothing_is_has_no_column() -> None:
    text = "\n".join(shown([standing(0, "own", "published"), standing(2, "missing", "")]))
    assert "missing" in text
    assert not any(name in text for name in ("copied", "draft", "stale", "blocked"))
