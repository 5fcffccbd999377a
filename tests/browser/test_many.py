"""The page of a plan of 20,000 entries: each of them is in it and reached, and it is as quick as one of few.

How quick is for ``bench/report.py``, on a machine that has nothing else to do; here is what no page may ever need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import looked_at, opened, rows, settled, violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow


def test_a_page_of_many_opens_soon_filters_at_once_and_scrolls_without_a_jump(
    browser: Browser, large_file: Path, many: int
) -> None:
    with opened(browser, large_file) as page:
        assert page.evaluate("performance.now()") < 60_000, "two seconds where a machine has nothing else to do"
        assert page.inner_text("#found") == f"All {many:,} entries"
        assert page.locator("#rows details").count() < 150
        took = page.evaluate(
            """async () => {
              const box = document.getElementById("by-text"), took = [];
              for (const word of ["leaf 1", "leaf 19", "nothing", "a00007", ""]) {
                box.value = word;
                const began = performance.now();
                box.dispatchEvent(new Event("input"));
                document.body.offsetHeight;
                took.push(performance.now() - began);
                await new Promise(requestAnimationFrame);
              }
              return took;
            }"""
        )
        assert sorted(took)[2] < 5_000, "a tenth of a second where a machine has nothing else to do: bench/report.py"
        jumps = page.evaluate(
            """async () => {
              const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              const list = document.getElementById("rows");
              const middle = list.getBoundingClientRect().top + scrollY + list.offsetHeight / 2;
              scrollTo({ top: middle, behavior: "instant" });
              await frame();
              const jumps = [];
              for (let n = 0; n < 40; n += 1) {
                const open = document.elementFromPoint(600, 500)?.closest("details");
                if (n % 4 === 0 && open) { open.querySelector("summary").click(); await frame(); }
                const row = document.elementFromPoint(600, 300).closest("#rows > *");
                const before = row.getBoundingClientRect().top, by = n % 3 ? 350 : -500, from = scrollY;
                scrollBy({ top: by, behavior: "instant" });
                await frame();
                if (row.isConnected) jumps.push(Math.abs(row.getBoundingClientRect().top - before + by));
                if (scrollY === from) jumps.push(1_000);
              }
              return jumps;
            }"""
        )
        assert len(jumps) > 30
        assert max(jumps) <= 1
        page.fill("#by-text", "leaf 1234")
        settled(page)
        assert page.locator("#rows .title").first.is_visible()
        box, bar = (page.locator(each).first.bounding_box() for each in ("#rows .title", ".sticky"))
        assert bar["y"] + bar["height"] <= box["y"] < 900
        page.fill("#by-text", f"rare{many - 124}")
        page.get_by_text(f"1 of {many:,} entries, 1 of them by their texts").wait_for()
        assert rows(page) == [f"Leaf {many - 124}"]
        page.evaluate(f"location.hash = '#/article/a{many - 1:05}'")
        page.wait_for_selector("details.target .variant")
        assert page.locator("details.target h3").inner_text() == f"Leaf {many - 1}"
        assert 0 <= page.locator("details.target").bounding_box()["y"] < 900


UNPACKED = """async (every) => {
  const held = [];
  for (const piece of every) {
    const bytes = Uint8Array.from(atob(piece.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    held.push(...JSON.parse(await new Response(stream).text()));
  }
  return held.map((each) => each.variants[0].cells[0].after.text);
}"""
"""What the first cell of each entry becomes, as the page holds it."""


def test_each_of_many_entries_is_in_the_page_and_a_link_leads_to_it(
    browser: Browser, large_file: Path, many: int
) -> None:
    with opened(browser, large_file) as page:
        held = page.locator("script.bodies").evaluate_all(UNPACKED)
        assert len(held) == many
        assert {f"Leaf {n} rare{n}" for n in range(many)} == set(held)
        for n in range(1, many, many // 12):
            page.evaluate(f"location.hash = '#/{'article' if n % 4 else 'author'}/a{n:05}/en/title'")
            page.wait_for_selector(f"#rows details[data-key$='/a{n:05}'] dd.target")
            assert page.locator("dd.target .content").text_content() == f"Leaf {n} rare{n}"


def test_a_page_of_many_is_read_in_the_dark_on_a_phone_and_printed_in_part(
    browser: Browser, large_file: Path, many: int
) -> None:
    for look in ("dark", "phone"):
        with opened(browser, large_file, "#/article/a00002", **looked_at(look)) as page:
            assert violations(page, look) == []
    with opened(browser, large_file) as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        heads = page.locator("#rows .kind").count()
        there = page.locator("#rows details").count()
        assert there + heads == 3_000, "as many as anybody prints"
        assert page.get_by_text(f"{many + 2 - 3_000:,} lines more are not printed").is_visible()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("#rows details").count() < 150
        assert page.get_by_text("lines more are not printed").count() == 0


def test_expanding_all_of_many_opens_them_as_they_come(browser: Browser, large_file: Path) -> None:
    with opened(browser, large_file) as page:
        page.get_by_role("button", name="Expand all").click()
        page.mouse.wheel(0, 200_000)
        settled(page)
        page.wait_for_selector("#rows details[open] .variant")
        assert page.locator("#rows details").count() < 150
        assert page.locator("#rows details:not([open])").count() == 0
