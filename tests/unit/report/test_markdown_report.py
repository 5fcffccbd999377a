import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from isogloss.plan.data import PlanFile
from isogloss.report.markdown import escape, render_markdown
from isogloss.report.model import build_report
from isogloss.report.parts import HeldConflict, Limits, Place, Report
from isogloss.report.value import Shown

Plans = Callable[..., PlanFile]
OURS = re.compile(r"</?(?:ins|del|b)>|&#8203;|&(?:amp|lt|gt|quot);")


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return render_markdown(report)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>", "&lt;script&gt;"),
        ("a | b", r"a \| b"),
        ("`code` **bold** _it_", r"\`code\` \*\*bold\*\* \_it\_"),
        ("@everyone", "@&#8203;everyone"),
        ("ada@example.org", "ada@&#8203;example.org"),
        ("closes #1", r"closes \#1".replace("#", "#&#8203;")),
        ("[x](javascript:y)", r"\[x\]\(javascript:y\)"),
        ("https://a.example", "https:&#8203;//a.example"),
        ("www.a.example", "www&#8203;.a.example"),
        (":tada:", ":&#8203;tada:"),
        ("back\\slash", r"back\\slash"),
        ("$x$ ~y~", r"\$x\$ \~y\~"),
        ("one\ntwo", "one ↵ two"),
        ("\x1b[31m\u202e", r"␛\[31m⟦U+202E⟧"),
        ("R&D", "R&amp;D"),
        ("日本語 עברית", "日本語 עברית"),
    ],
)
def test_content_stays_text(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_no_content_is_markup_or_a_mention(page: str) -> None:
    left = OURS.sub("\0", page)
    assert "<" not in left
    assert not re.search(r"@\w", left)
    assert "https://" not in left
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_totals_come_first_then_risks_then_changes(page: str) -> None:
    heads = re.findall(r"^### (\w+)", page, re.MULTILINE)
    risks = ["Conflicts", "Steps", "What", "Drift", "Taken", "Remarks", "Losses"]
    assert heads == ["Totals", "Cost", *risks, "article", "author"]


def test_every_row_of_a_table_has_all_its_cells(page: str) -> None:
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 15 + 2 + 5
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}


def test_changes_are_shown_word_by_word(page: str) -> None:
    assert "  - title: <del>緑</del><ins>紅</ins>茶の淹れ方と楽しみ方\n" in page
    assert "  - minutes: <del>7</del> → <ins>8</ins>\n" in page
    assert "  - teaser: <del>For beginners</del>\n" in page
    assert "(markup only; waits as a draft over what is live)\n" in page
    assert "(merged from both sides)\n" in page


def test_a_conflict_shows_both_sides(page: str) -> None:
    assert "  - webflow: Le matcha, une poudre de thé<b> vert</b>\n" in page
    assert "  - butter: Le matcha, une <b>fine </b>poudre de thé\n" in page
    assert "  - webflow: gone\n  - butter: there (published)\n" in page


def test_a_report_that_fits_leaves_nothing_out(page: str) -> None:
    assert "Not shown here" not in page


@pytest.mark.parametrize("budget", [2_000, 3_001, 5_000, 8_000, 65_000])
def test_a_report_fits_its_budget_and_is_cut_nowhere(report: Report, budget: int) -> None:
    page = render_markdown(report, budget)
    assert len(page.encode()) <= budget
    assert page.endswith("\n")
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {6}
    assert page.count("<ins>") == page.count("</ins>")


def test_what_found_no_room_is_counted_in_the_last_line(many_plan: Plans) -> None:
    report = build_report(many_plan(300, letters=600))
    page = render_markdown(report, 20_000)
    shown = page.count("\n#### ")
    assert 10 < shown < 100
    assert page.splitlines()[-1].startswith(f"Not shown here: {300 - shown} entries.")
    assert page.splitlines()[-1].endswith(" The HTML and JSON reports hold all of it.")
    assert len(page.encode()) <= 20_000


def test_entries_that_were_not_quoted_count_as_not_shown(many_plan: Plans) -> None:
    page = render_markdown(build_report(many_plan(30), Limits(entries=10)))
    assert page.count("\n#### ") == 10
    assert "Not shown here: 20 entries." in page


def test_one_kind_does_not_take_the_room_of_the_next(report: Report) -> None:
    page = render_markdown(report, 12_000)
    assert "### author" in page


def test_no_run_of_conflicts_hides_the_rest(report: Report) -> None:
    place = Place("article", "x", "X", "en", "title")
    long = Shown("text", "word " * 80)
    many = tuple(HeldConflict(place, "both sides changed", long, long, (), "") for _ in range(150))
    counts = replace(report.counts, conflicts=len(many))
    page = render_markdown(replace(report, conflicts=many, counts=counts), 30_000)
    assert "### Losses" in page
    assert "### article" in page
    assert re.search(r"Not shown here: 1\d\d conflicts", page)


def test_an_entry_with_very_many_cells_shows_the_first(report: Report) -> None:
    kind = report.kinds[1]
    (ada,) = kind.quoted
    variant = replace(ada.variants[1], cells=ada.variants[1].cells * 50)
    wide = replace(report, kinds=(replace(kind, quoted=(replace(ada, variants=(variant,)),)),))
    assert "- … and 30 cells more\n" in render_markdown(wide)


def test_a_name_of_any_length_does_not_break_the_budget(report: Report) -> None:
    loud = replace(report, mapping="@" * 5000, left="#1" * 500, right="<" * 500)
    assert len(render_markdown(loud, 2_000).encode()) <= 2_000


def test_an_empty_plan_says_so(plan_of: Plans) -> None:
    assert "**nothing to write.**" in render_markdown(build_report(plan_of()))


def test_a_budget_too_small_for_any_report_is_our_own_mistake(report: Report) -> None:
    with pytest.raises(AssertionError, match="too small"):
        render_markdown(report, 100)
