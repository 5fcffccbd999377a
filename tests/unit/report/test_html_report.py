import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from isogloss.plan.data import PlanFile
from isogloss.report.html import render_html
from isogloss.report.parts import Limits
from isogloss.report.whole import Whole, whole_of

Plans = Callable[..., PlanFile]
FETCHING = {
    "src",
    "srcset",
    "href",
    "data",
    "action",
    "formaction",
    "poster",
    "background",
    "ping",
    "style",
    "manifest",
}


@pytest.fixture(scope="module")
def page(whole: Whole) -> str:
    return "".join(render_html(whole))


@pytest.fixture(scope="module")
def tree(page: str) -> LexborHTMLParser:
    return LexborHTMLParser(page)


def every(tree: LexborHTMLParser) -> list[LexborNode]:
    return tree.css("*")


def page_of(plan: PlanFile, limits: Limits | None = None) -> LexborHTMLParser:
    return LexborHTMLParser("".join(render_html(whole_of(plan, limits))))


def text(node: LexborNode) -> str:
    return node.text(deep=True)


def hashed(node: LexborNode) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text(node).encode()).digest()).decode()}"


def test_the_page_may_load_nothing_and_run_nothing_but_its_own_script(page: str, tree: LexborHTMLParser) -> None:
    policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    (style,) = tree.css("style")
    (script,) = tree.css("script:not([type])")
    assert policy == (
        f"default-src 'none'; style-src '{hashed(style)}'; script-src '{hashed(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert page.index("Content-Security-Policy") < page.index("<style")


def test_the_script_is_the_same_whatever_the_plan_says(tree: LexborHTMLParser, many_plan: Plans) -> None:
    (one,), (other,) = (each.css("script:not([type])") for each in (tree, page_of(many_plan(3))))
    assert text(one) == text(other)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|srcdoc", text(one))


def test_what_is_packed_is_letters_alone(tree: LexborHTMLParser) -> None:
    packed = tree.css("script[type]")
    assert {script.attributes["type"] for script in packed} == {"application/octet-stream"}
    assert all(re.fullmatch("[A-Za-z0-9+/=]+", text(script)) for script in packed)


def test_nothing_in_the_page_asks_for_anything(tree: LexborHTMLParser) -> None:
    for node in every(tree):
        for name, value in node.attributes.items():
            assert name not in FETCHING or (value or "").startswith("#"), f"<{node.tag} {name}={value}>"
            assert not name.startswith("on")
    assert "url(" not in text(tree.css_first("style"))
    assert "@import" not in text(tree.css_first("style"))


def test_no_content_becomes_an_element(tree: LexborHTMLParser) -> None:
    tags = {node.tag for node in every(tree)}
    assert not tags & {"img", "iframe", "b", "object", "embed", "svg", "form", "link", "base"}
    assert "<script>alert('x')</script> ]]>" in text(tree.body)


def test_every_link_leads_to_a_part_of_the_page(tree: LexborHTMLParser) -> None:
    targets = {node.attributes.get("id") for node in every(tree)}
    links = [str(node.attributes["href"]) for node in tree.css("a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= targets


def test_no_character_of_the_page_steers_its_reader(page: str) -> None:
    assert not {"\x1b", "\x9b", "\u202e", "\u202c"} & set(page)
    assert "␛[31mred" in page
    assert "⟦U+202E⟧gnp.exe" in page


def test_content_finds_its_own_direction_and_names_its_language(tree: LexborHTMLParser) -> None:
    contents = tree.css("p.content[lang]")
    assert contents
    assert all(node.attributes.get("dir") == "auto" for node in contents)
    by_language = {node.attributes["lang"]: text(node) for node in contents}
    assert {"ar", "he", "ja", "ko", "zh-Hans", "fr-FR", "en"} <= by_language.keys()


def test_changes_are_marked_by_elements_and_not_by_colour_alone(page: str, tree: LexborHTMLParser) -> None:
    japanese = next(node for node in tree.css("p.content[lang=ja]") if node.css("del"))
    assert text(japanese.css_first("del")) == "緑"
    assert text(japanese.css_first("ins")) == "紅"
    assert text(japanese) == "緑紅茶の淹れ方と楽しみ方"
    assert 'del::before { content: " [gone: "; }' in page


def test_both_values_of_a_conflict_stand_side_by_side(tree: LexborHTMLParser) -> None:
    matcha = next(node for node in tree.css("article.note") if "fr-FR · title" in text(node))
    left, right = (node for node in matcha.css(".pair p"))
    assert text(left) == "Le matcha, une poudre de thé vert"
    assert [text(mark) for mark in left.css("mark")] == [" vert"]
    assert [text(mark) for mark in right.css("mark")] == ["fine "]


def test_tables_have_headers_with_a_scope(tree: LexborHTMLParser) -> None:
    assert tree.css("table")
    for table in tree.css("table"):
        assert table.css("thead th")
        assert all(cell.attributes.get("scope") for cell in table.css("th"))
        assert table.css("tbody th[scope=row]")


def test_headings_do_not_skip_a_level(tree: LexborHTMLParser) -> None:
    levels = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_kinds_and_locales_can_be_hidden_without_a_script(page: str, tree: LexborHTMLParser) -> None:
    boxes = [str(box.attributes["id"]) for box in tree.css("input[type=checkbox]")]
    assert len(boxes) == 2 + 8
    for box in boxes:
        name = box.removeprefix("show-")
        assert f"body:has(#{box}:not(:checked)) .{name} {{ display: none; }}" in page
        assert tree.css(f".{name}")
        assert tree.css_first(f"#{box}").parent.tag == "label"


def test_the_page_serves_dark_rooms_paper_and_phones(page: str) -> None:
    assert "@media (prefers-color-scheme: dark)" in page
    assert "@media print" in page
    assert "@media (max-width: 40rem)" in page
    assert '<meta name="viewport"' in page


def test_what_needs_a_person_comes_before_the_changes(tree: LexborHTMLParser) -> None:
    order = [str(node.attributes["id"]) for node in tree.css("h2")]
    risks = ["conflicts", "steps", "removals", "drift", "assumed", "remarks", "losses", "matches"]
    assert order[:10] == ["totals", *risks, "changes"]


def test_few_entries_are_open_and_many_closed(page: str, many_plan: Plans) -> None:
    assert '<details class="entry" open' in page
    many = page_of(many_plan(30))
    assert len(many.css("details.entry")) == 30
    assert not many.css("details.entry[open]")


def test_the_head_of_an_entry_names_a_locale_once(whole: Whole) -> None:
    report = whole.report
    (ada,) = report.kinds[1].quoted
    both = replace(ada, variants=(*ada.variants, *(replace(variant, side="webflow") for variant in ada.variants)))
    changed = replace(report, kinds=(replace(report.kinds[1], quoted=(both,)),))
    page = LexborHTMLParser("".join(render_html(replace(whole, report=changed))))
    assert text(page.css_first("summary span.small")) == "all locales, ar, en, he, ja, ko, zh-Hans"


def test_what_is_not_quoted_is_said(many_plan: Plans) -> None:
    page = page_of(many_plan(30), Limits(entries=10))
    assert "20 entries more are counted and not quoted here." in text(page.body)
    assert "30 entries" in text(page.css_first("#kind-k0"))


def test_a_long_value_says_how_much_is_left_out(page: str) -> None:
    assert "characters more] </bdi>" in page
    assert "characters] </bdi>" in page


def test_an_empty_plan_is_a_page_that_says_so(plan_of: Plans) -> None:
    page = page_of(plan_of())
    assert text(page.body).count("There is nothing to write.") == 2
    assert "nothing to write." in text(page.css_first(".lead"))
    assert not page.css("input")


def luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *(("--" + ink, "--" + paper) for ink in ("ink", "soft", "accent", "warn") for paper in ("page", "card")),
        ("--gone", "--gone-back"),
        ("--came", "--came-back"),
        ("--warn", "--warn-back"),
        ("--ink", "--warn-back"),
        ("--ink", "--gone-back"),
    ],
)
def test_text_stands_out_from_what_is_behind_it(page: str, ink: str, paper: str, mode: int) -> None:
    palette = re.findall(r":root \{(.*?)\}", page, re.DOTALL)[mode]
    colours = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", palette))
    assert contrast(colours[ink], colours[paper]) >= 4.5
