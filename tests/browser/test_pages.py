"""The page of a plan in a browser: all of it is reached, filtered, linked to and printed, and nothing is obeyed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser import choose, drawn_on, looked_at, opened, rows, seen, settled, violations
from hostile import SIGN
from whole import of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


def begins(page: Page, what: str) -> float:
    """How far below the bar that stays, or the edge of the window, something begins."""
    return page.locator(what).first.evaluate(
        """(each) => {
          const bar = document.querySelector(".sticky");
          const covered = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
          return each.getBoundingClientRect().top - covered;
        }"""
    )


def test_every_entry_is_there_and_opened_where_they_are_few(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        titles = set(rows(page))
        assert {
            "Ada Lovelace",
            "A guide to green tea",
            "Coffee at home",
            "Opening hours 2019",
            "Matcha",
            "Sencha",
        } <= titles
        assert "Grace Hopper" in titles
        assert len(titles) == 8


def test_an_entry_says_what_json_says_of_it(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#/article/tea-guide") as page:
        body = page.locator("#rows details.target .body")
        assert [each.strip() for each in body.locator("section.variant h4 > bdi:first-child").all_inner_texts()] == [
            *("all locales", "ar", "en", "fr-FR", "he", "ja", "ko", "zh-Hans")
        ]
        japanese = body.locator("section.variant[data-locale=ja] p.content")
        assert japanese.text_content() == "緑紅茶の淹れ方と楽しみ方"
        assert japanese.locator("del").text_content() == "緑"
        assert japanese.get_attribute("lang") == "ja"
        assert japanese.get_attribute("dir") == "auto"
        arabic = body.locator("section.variant[data-locale=ar]")
        assert "Merged from both sides" in arabic.inner_text()
        assert arabic.locator("p.content").evaluate("(each) => getComputedStyle(each).direction") == "rtl"
        assert "Waits as a draft over what is live." in body.locator("section.variant[data-locale=fr-FR]").inner_text()


def test_what_waits_shows_both_sides_beside_each_other(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#/article/matcha/fr-FR/title") as page:
        note = page.locator("#rows .note", has=page.locator(".target"))
        assert note.locator(".three .head").all_inner_texts() == ["both had", "webflow now", "butter now"]
        assert note.locator(".three p.content").all_text_contents() == [
            "Le matcha, une poudre de thé",
            "Le matcha, une poudre de thé vert",
            "Le matcha, une fine poudre de thé",
        ]
        assert note.locator("ins").all_text_contents() == [" vert", "fine "]
        had, left, right = (note.locator(".three > div").nth(n).bounding_box() for n in (0, 1, 2))
        assert had["x"] < left["x"] < right["x"]
        assert had["y"] == left["y"] == right["y"]
        drift = page.locator("#rows details[data-key='#/article/tea-guide'] .note").nth(1)
        assert drift.locator("mark").all_text_contents() == ["need", "want"]


def test_filters_leave_no_empty_box_and_count_what_they_show(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        assert page.inner_text("#found") == "All 8 entries"
        choose(page, "kind", "author")
        assert sorted(rows(page)) == ["Ada Lovelace", "Grace Hopper"]
        assert page.locator("#rows .kind").all_inner_texts() == [
            "author 2 entries: 1 created, 1 published, 1 with nothing to write"
        ]
        page.get_by_role("button", name="Clear the filter").click()
        choose(page, "verb", "deleted")
        assert rows(page) == ["Opening hours 2019"]
        assert page.inner_text("#found") == "1 of 8 entries"
        choose(page, "verb", "anything")
        choose(page, "risk", "conflict")
        assert len(rows(page)) == 3
        choose(page, "kind", "author")
        assert page.inner_text("#found") == "No entry is so."
        assert page.locator("#rows").inner_text().strip() == ""


def test_a_filter_by_locale_shows_of_an_entry_that_locale_and_what_all_share(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#/article/tea-guide") as page:
        choose(page, "locale", "ja")
        tea = page.locator("#rows details[data-key='#/article/tea-guide'] .body")
        shown = tea.locator("section.variant:visible")
        assert [each.get_attribute("data-locale") for each in shown.all()] == ["*", "ja"]
        assert "6 variants in other locales not shown." in tea.inner_text()
        choose(page, "locale", "all")
        assert tea.locator("section.variant:visible").count() == 8
        assert "not shown" not in tea.inner_text()


def test_text_is_found_in_titles_and_keys_whatever_its_case(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.fill("#by-text", "GREEN tea-g")
        settled(page)
        assert rows(page) == ["A guide to green tea"]


def test_words_of_texts_are_found_after_titles_and_keys(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.fill("#by-text", "source 30, revised")
        page.get_by_text("1 of 8 entries, 1 of them by their texts").wait_for()
        assert rows(page) == ["A guide to green tea"]
        page.wait_for_function("[...CSS.highlights.get('sought')].length > 0")
        marked = page.evaluate(
            """() => [...CSS.highlights.get('sought')].map(
              (each) => each.startContainer.data.slice(each.startOffset, each.endOffset)
            )"""
        )
        assert set(marked) == {"Source", "revised"}
        page.locator("#rows details").get_by_role("link", name="Link to en · title").click()
        settled(page)
        assert page.input_value("#by-text") == "source 30, revised", "a link to what is found leaves the filter alone"
        page.fill("#by-text", "緑茶")
        page.get_by_text("1 of 8 entries, 1 of them by their texts").wait_for()
        page.fill("#by-text", "GUIDE poudre")
        page.get_by_text("No entry is so.").wait_for()
        page.fill("#by-text", "matcha POUDRE")
        page.get_by_text("1 of 8 entries, 1 of them by their texts").wait_for()
        assert rows(page) == ["Matcha"]
        page.fill("#by-text", "")
        settled(page)
        assert page.inner_text("#found") == "All 8 entries"
        assert page.evaluate("CSS.highlights.get('sought').size") == 0
        assert not page.locator("progress").is_visible()


def test_a_link_opens_and_marks_its_place_also_where_the_filter_hides_it(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#/article/tea-guide/ja/title") as page:
        marked = page.locator("dd.target .content")
        assert marked.text_content() == "緑紅茶の淹れ方と楽しみ方"
        top = marked.bounding_box()["y"]
        assert 0 < top < 900
        choose(page, "kind", "author")
        page.evaluate("location.hash = '#/article/coffee'")
        page.wait_for_selector("details.target")
        assert page.locator("details.target h3").inner_text() == "Coffee at home"
        assert page.locator("details.target").get_attribute("open") is not None
        assert page.inner_text("#found") == "All 8 entries"
        page.evaluate("location.hash = '#/article/nobody'")
        page.wait_for_selector("#told:not(:empty)")
        assert page.inner_text("#told") == "This plan has no entry of that name."


def test_a_link_can_be_copied(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#/article/coffee", permissions=["clipboard-read", "clipboard-write"]) as page:
        page.locator("details.target").get_by_role("link", name="Link to en · title").click()
        page.wait_for_selector("#told:not(:empty)")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{page_file.as_uri()}#/article/coffee/en/title" == page.url


def test_a_text_is_looked_at_as_words_beside_each_other_or_as_markup(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#/article/tea-guide/en/body") as page:
        cell = page.locator("dd.target")
        assert cell.locator("ins").inner_text() == ", revised in May"
        cell.get_by_role("button", name="Side by side").click()
        assert [each.strip()[-12:] for each in cell.locator(".pair mark").all_inner_texts()] == ["evised in May"[-12:]]
        left, right = (cell.locator(".pair > div").nth(n).bounding_box() for n in (0, 1))
        assert left["y"] == right["y"]
        cell.get_by_role("button", name="Source").click()
        assert "<h2>Part 30</h2>" in cell.locator(".pair").inner_text()
        page.reload()
        page.wait_for_selector("dd.target button[data-view=source][aria-pressed=true]")


def test_an_entry_leads_to_where_people_edit_it(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#/article/tea-guide") as page:
        assert "2026-11-18 11:06 UTC" in page.inner_text("header")
        link = page.locator("details.target").get_by_role("link", name="edit on webflow")
        assert link.get_attribute("href") == "https://edit.example/?item=65f0-tea-guide"
        assert link.get_attribute("rel") == "noopener noreferrer"


def test_a_long_text_shows_its_beginning_and_the_rest_on_demand(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#/article/coffee/en/body") as page:
        cell = page.locator("dd.target")
        assert "Source 59." not in cell.inner_text()
        cell.get_by_role("button", name=re.compile("Show all [0-9,]+ characters")).click()
        assert cell.inner_text().rstrip().endswith("Source 59.")


def test_a_picture_is_named_and_described_and_not_loaded(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#/author/ada/*/portrait") as page:
        cell = page.locator("dd.target")
        assert cell.locator("ins").inner_text() == "ada.jpg"
        assert "alternative text: Ada at her desk" in cell.inner_text()


def test_pictures_that_are_in_the_page_are_shown_small_and_what_is_none_is_said(
    browser: Browser, pictured_file: Path
) -> None:
    with opened(browser, pictured_file) as page:
        page.wait_for_selector("dd .gallery img")
        page.get_by_text("The picture is not here: this browser cannot show it.").wait_for()
        sizes = page.locator("#rows img").evaluate_all("(all) => all.map((each) => [each.naturalWidth, each.width])")
        assert [natural for natural, _ in sizes] == [40, 800, 40]
        assert all(0 < shown <= 260 for _, shown in sizes)
        said = page.locator("dd .gallery").inner_text()
        assert "The picture is not here: it is no PNG, JPEG, GIF, WebP or AVIF." in said
        assert "alternative text: A cup" in said
        assert page.title() != "1"


def test_a_step_that_is_ticked_off_stays_so(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        step = page.locator("article.step").first
        step.get_by_role("checkbox").check()
        page.get_by_text("1 of 2 ticked off in this browser.").wait_for()
        page.reload()
        page.wait_for_selector("article.step.done")
        assert page.locator("article.step input:checked").count() == 1


def test_what_a_section_does_not_quote_is_in_the_list(browser: Browser, short_file: Path) -> None:
    with opened(browser, short_file) as page:
        page.locator("p.more[data-risk=conflict]").get_by_role("button", name="Show all of them").click()
        settled(page)
        assert page.inner_text("#found") == "3 of 8 entries"
        page.get_by_role("link", name="What the words mean").click()
        page.get_by_text("nothing is written on either side until a person decides").wait_for()


def test_keys_reach_everything(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.get_by_role("button", name="Collapse all").click()
        settled(page)
        page.keyboard.press("Tab")
        focused = "document.activeElement.closest('details')?.querySelector('h3').textContent"
        assert page.evaluate(focused) == page.locator("#rows .title").first.inner_text()
        page.keyboard.press("ArrowDown")
        second = page.locator("#rows .title").nth(1).inner_text()
        assert page.evaluate(focused) == second
        page.keyboard.press("Enter")
        page.wait_for_selector("#rows details[open] .variant")
        assert page.locator("#rows details[open] h3").inner_text() == second
        page.keyboard.press("ArrowUp")
        assert page.evaluate(focused) == page.locator("#rows .title").first.inner_text()


def test_without_a_script_there_are_totals_risks_and_every_entry(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, java_script_enabled=False) as page:
        words = ["Totals", "Conflicts", "Steps for a person", "Losses", "Every entry", "author/grace", "article/sencha"]
        assert seen(page, words) == dict.fromkeys(words, True)
        assert not page.locator("#app").is_visible()
        page.uncheck("#show-k1")
        assert not page.get_by_text("Ada Lovelace").first.is_visible()


TOUCHY = {"SCRIPT", "IFRAME", "OBJECT", "EMBED", "SVG", "MATH", "IMG", "FORM", "INPUT", "BASE", "LINK"}
"""What a page without a script has none of."""


@pytest.mark.parametrize("name", ["findings", "readiness"])
def test_a_page_without_a_script_holds_what_is_hostile_as_words(
    browser: Browser, hostile_pages: dict[str, Path], name: str
) -> None:
    with opened(browser, hostile_pages[name], scripted=False) as page:
        assert SIGN in page.inner_text("body")
        assert page.title() != SIGN
        names = set(page.evaluate("[...document.querySelectorAll('*')].map((each) => each.tagName)"))
        assert not names & TOUCHY
        assert page.locator("style").count() == 1
        assert page.locator("[onload], [onerror], [onfocus], [ontoggle], [onmouseover]").count() == 0
        assert page.locator("meta[http-equiv=refresh]").count() == 0
        assert violations(page, "phone") == []


def test_nothing_that_is_hostile_is_obeyed(browser: Browser, hostile_file: Path) -> None:
    with opened(browser, hostile_file) as page:
        page.get_by_role("button", name="Expand all").click()
        for _ in range(40):
            page.mouse.wheel(0, 900)
            settled(page)
            if page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 2"):
                break
        assert "PWNED" not in page.title()
        ours = {
            *("HTML", "HEAD", "META", "TITLE", "STYLE", "BODY", "A", "HEADER", "MAIN", "FOOTER", "SECTION", "ARTICLE"),
            *(
                "H1",
                "H2",
                "H3",
                "H4",
                "H5",
                "P",
                "UL",
                "LI",
                "NAV",
                "DIV",
                "SPAN",
                "BDI",
                "CODE",
                "STRONG",
                "DEL",
                "INS",
            ),
            *("TABLE", "CAPTION", "THEAD", "TBODY", "TR", "TH", "TD", "DETAILS", "SUMMARY", "DL", "DT", "DD", "MARK"),
            *(
                "FORM",
                "LABEL",
                "INPUT",
                "SELECT",
                "OPTION",
                "BUTTON",
                "PROGRESS",
                "NOSCRIPT",
                "SCRIPT",
                "FIELDSET",
                "LEGEND",
            ),
        }
        assert set(page.evaluate("[...document.querySelectorAll('*')].map((each) => each.tagName)")) <= ours
        assert page.evaluate(
            "[...document.querySelectorAll('a')].every((each) => each.getAttribute('href')[0] === '#')"
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing(browser: Browser, page_file: Path, look: str) -> None:
    with opened(browser, page_file, "#/article/tea-guide/ja/title", **looked_at(look)) as page:
        assert violations(page, look) == []


def test_what_is_printed_has_every_entry_and_no_blank_page(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.emulate_media(media="print")
        printed = page.pdf(format="A4")
        assert len(drawn_on(printed)) > 3
        assert min(drawn_on(printed)) > 5, "no page is blank"
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.locator("#rows .variant").nth(9).wait_for()
        assert len(rows(page)) == 8
        assert not page.locator(".bar").first.is_visible()
        gaps = page.evaluate(
            """() => {
              const all = [...document.querySelectorAll("main > section, #rows > *")];
              return all.filter((each) => each.offsetHeight > 200 && !each.innerText.trim()).length;
            }"""
        )
        assert gaps == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")


BOOKS = [("composed", "dark"), ("composed", "phone"), ("installed", "light"), ("installed", "phone")]


@pytest.mark.parametrize(
    ("corpus_file", "look"),
    of(BOOKS, lambda _, case: case in (("composed", "dark"), ("installed", "phone"))),  # each book, each width
    indirect=["corpus_file"],
)
def test_the_report_of_the_corpus_is_reached_searched_and_read_in_every_language(
    browser: Browser, corpus_file: Path, look: str
) -> None:
    with opened(browser, corpus_file, "#/chapter/chapter-01/ja/body", **looked_at(look)) as page:
        assert page.inner_text("#found") == "All 16 entries"
        marked = page.locator("dd.target .content").first
        assert marked.get_attribute("lang") == "ja"
        assert marked.bounding_box()["height"] > 900, "a text that is higher than the window"
        assert -1 <= begins(page, "dd.target") < 250, "and a link shows how it begins"
        for n in range(1, 17):
            page.evaluate(f"location.hash = '#/chapter/chapter-{n:02}'")
            page.wait_for_selector(f"details.target[data-key='#/chapter/chapter-{n:02}'] .variant")
        assert page.locator("#rows details[open]").count() == 16
        choose(page, "verb", "created")
        assert len(rows(page)) == 8
        choose(page, "locale", "ja")
        shown = page.locator("#rows section.variant:visible")
        assert {each.get_attribute("data-locale") for each in shown.all()} == {"*", "ja"}
        page.get_by_role("button", name="Clear the filter").click()
        page.fill("#by-text", "2026:")
        page.get_by_text("8 of 16 entries, 8 of them by their texts").wait_for()
        assert violations(page, look) == []


def test_a_page_with_nothing_in_it_says_so(browser: Browser, empty_file: Path) -> None:
    with opened(browser, empty_file) as page:
        assert page.get_by_text("There is nothing to write.").count() == 2
