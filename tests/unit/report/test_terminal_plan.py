import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from isogloss.plan.data import PlanFile
from isogloss.plan.op import Verb
from isogloss.report.model import build_report
from isogloss.report.parts import EntryTotal, Report
from isogloss.report.terminal import render_plan
from isogloss.report.value import Shown

Plans = Callable[..., PlanFile]


def shown(report: Report, *, width: int = 80, terminal: bool = False, no_color: bool = False) -> str:
    out = io.StringIO()
    render_plan(
        report,
        Console(
            file=out,
            width=width,
            force_terminal=terminal,
            no_color=no_color,
            color_system="truecolor" if terminal else None,
        ),
    )
    return out.getvalue()


def test_a_plan_begins_with_what_it_does(report: Report) -> None:
    lines = shown(report, width=200).splitlines()
    assert lines[0] == "acme: webflow → butter"
    done = "3 entries created, 1 changed, 2 published, 1 unpublished, 1 deleted"
    assert lines[1] == f"{done}; 4 conflicts, 2 steps, 2 drifted cells."


def test_totals_are_tables_by_kind_and_by_locale(report: Report) -> None:
    lines = shown(report).splitlines()
    assert "kind     created  changed  published  unpublished  deleted  cells" in lines
    assert "article        2        1          1            1        1     23" in lines
    assert "zh-Hans            1        1          2            ·        ·      4" in lines


def test_what_needs_a_person_is_listed_with_both_values(report: Report) -> None:
    text = shown(report)
    assert "Conflicts: 4" in text
    assert "Matcha (article/matcha) · fr-FR · title: both sides changed\n" in text
    assert "  webflow: Le matcha, une poudre de thé vert\n  butter: Le matcha, une fine poudre de thé\n" in text
    assert "  webflow: gone\n  butter: there (published)\n" in text
    assert "Steps for a person: 2" in text
    assert "Opening hours 2019 (article/old-news): deleted on butter, the whole entry\n" in text
    assert "subtitle: overwritten\n" in text
    assert "approximated" in text


def test_words_that_change_are_marked_without_colour(report: Report) -> None:
    (tea,) = (entry for kind in report.kinds for entry in kind.quoted if entry.entry == "tea-guide")
    kept = tuple(variant for variant in tea.variants if variant.locale in ("en", "ja"))
    cells = tuple(cell for cell in kept[0].cells if cell.field in ("minutes", "teaser"))
    tea = replace(tea, variants=(replace(kept[0], cells=cells), kept[1]))
    text = shown(replace(report, kinds=(replace(report.kinds[0], quoted=(tea,)),)))
    assert "    title: [-緑-]{+紅+}茶の淹れ方と楽しみ方\n" in text
    assert "    minutes: 7 → 8\n" in text
    assert "    teaser: - For beginners\n" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_console(report: Report, width: int, terminal: bool) -> None:
    text = shown(report, width=width, terminal=terminal, no_color=True)
    plain = text.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[1;4m", "")
    assert max(cell_len(line) for line in plain.splitlines()) <= width


def test_content_cannot_steer_the_terminal(report: Report) -> None:
    text = shown(report, terminal=True)
    assert "\x1b[31mred" not in text
    assert "\x9b" not in text
    assert "\u202e" not in text
    assert "␛[31mred" in shown(report, width=500)


def test_a_terminal_gets_colours_and_no_color_takes_them(report: Report) -> None:
    assert "\x1b[31m" in shown(report, terminal=True)
    assert "\x1b[31m" not in shown(report, terminal=True, no_color=True)


def test_square_brackets_in_content_are_no_markup(report: Report) -> None:
    assert "acme [bold]x[/bold]" in shown(replace(report, mapping="acme [bold]x[/bold]"))


def test_long_lists_say_how_many_more_there_are(many_plan: Plans) -> None:
    text = shown(build_report(many_plan(40)))
    assert "… and 36 more article entries\n" in text
    assert "All of them: isogloss show PLAN --report html=plan.html" in text


def test_the_changes_of_a_plan_of_any_size_fit_a_screen_or_two(report: Report) -> None:
    (tea,) = (entry for kind in report.kinds for entry in kind.quoted if entry.entry == "tea-guide")
    kinds = tuple(replace(report.kinds[0], kind=f"k{n}", quoted=(tea,) * 30, entries=900) for n in range(12))
    text = shown(replace(report, kinds=kinds))
    changes = text[text.index("\nChanges\n") :].splitlines()
    assert len(changes) <= 70
    assert "… and 900 more k11 entries" in changes


def test_of_an_entry_the_fullest_locales_are_shown_and_the_others_counted(report: Report) -> None:
    (tea,) = (entry for kind in report.kinds for entry in kind.quoted if entry.entry == "tea-guide")
    text = shown(replace(report, kinds=(replace(report.kinds[0], quoted=(tea,), entries=1),)))
    assert "  … and 6 more locales\n" in text
    assert "  en on butter: changed" in text
    assert "All of them: isogloss show PLAN --report html=plan.html" in text


def test_a_long_address_shows_its_head_and_its_tail(report: Report) -> None:
    (ada,) = report.kinds[1].quoted
    cells = tuple(
        replace(cell, after=Shown("image", f"https://cdn.example/{'f0' * 40}/portrait-of-ada.jpg#f0f0 (alt: Ada)"))
        for cell in ada.variants[0].cells
        if cell.field == "portrait"
    )
    kinds = (replace(report.kinds[1], quoted=(replace(ada, variants=(replace(ada.variants[0], cells=cells),)),)),)
    text = shown(replace(report, kinds=kinds), width=100)
    assert "portrait: + https://cdn.example/f0f0f0f0f0f0f0…f0f0/portrait-of-ada.jpg (alt: Ada)\n" in text


def test_more_conflicts_than_a_screen_holds_are_counted(report: Report) -> None:
    many = replace(report, conflicts=report.conflicts * 3, counts=replace(report.counts, conflicts=12))
    assert "Conflicts: 12" in shown(many)
    assert "… and 2 more of them\n" in shown(many)


def test_many_cells_of_a_variant_are_counted(report: Report) -> None:
    (ada,) = report.kinds[1].quoted
    wide = replace(ada, variants=(replace(ada.variants[1], cells=ada.variants[1].cells * 9),))
    kinds = (replace(report.kinds[1], quoted=(wide,)),)
    assert "    … and 5 more cells\n" in shown(replace(report, kinds=kinds))


def test_verbs_that_find_no_room_as_columns_are_told_in_lines(report: Report) -> None:
    verbs: tuple[Verb, ...] = ("create", "update", "link", "publish", "unpublish", "archive", "delete")
    totals = tuple(EntryTotal("butter", "article", verb, 3) for verb in verbs)
    text = shown(replace(report, entries=(*totals, *report.entries)))
    assert "article: 5 created, 4 changed, 3 linked, 4 published, 4 unpublished, 3 archived," in text
    assert "author: 1 created, 1 published, 20 cells\n" in text


def test_the_side_is_named_where_both_are_written(report: Report) -> None:
    both = replace(
        report,
        flow="both",
        cells=(*report.cells, replace(report.cells[0], side="webflow")),
        entries=(*report.entries, EntryTotal("webflow", "article", "update", 1)),
    )
    text = shown(both, width=100)
    assert "acme: webflow ↔ butter" in text
    assert "article on webflow" in text


def test_the_other_direction_points_the_other_way(report: Report) -> None:
    assert "acme: butter → webflow" in shown(replace(report, flow="right to left"))


def test_an_empty_plan_is_one_line(plan_of: Plans) -> None:
    first, second, *facts = shown(build_report(plan_of())).splitlines()
    assert (first, second) == ("acme: webflow ↔ butter", "nothing to write.")
    assert " ".join(facts).startswith("Plan made: 20")


def test_the_head_says_of_what_and_when_and_whose_the_plan_is(report: Report) -> None:
    accounts = {"webflow": "the Webflow site Acme (acme)"}
    known = replace(
        report.facts, after="20261121-221530-3f2a", by="Ann\x1b[31m", accounts=accounts, locales=("en", "ja")
    )
    head = " ".join(shown(replace(report, facts=known)).split("\n\n")[0].split())
    assert (
        "Plan made: 2026-11-18 11:06 UTC · Made by: Ann␛[31m · After run: 20261121-221530-3f2a · "
        "Mapping: mappings/acme.yaml · Sides: webflow: the Webflow site Acme (acme) · Locales: en, ja · Plan: "
    ) in head
