"""``isogloss sitemap``: the files that search engines are given of a side."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import parse

import small_site
from command import within
from sandboxes import PROMPT, Crossing

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locs(path: Path) -> list[str | None]:
    return [each.text for each in parse(path).iter(f"{SPACE}loc")]  # noqa: S314  # our own


def test_a_side_is_written_as_a_file_for_each_locale_and_an_index(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.FORWARD, patience=PROMPT)
    crossing.seed()
    crossing.write_mapping(
        ("webflow: {collection: posts}", 'webflow: {collection: posts, url: "/{locale}/blog/{slug}"}')
    )
    sandboxes.webflow.edit(action="disable_locale", tag="ja")
    sandboxes.forget()
    out = tmp_path / "public"
    words = ("sitemap", "MAPPING", "webflow", "--out", out, "--host", "https://pots.example/")
    ran = within(crossing, *words)
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"{out}: 6 addresses in 2 sitemaps\n")
    assert locs(out / "sitemap.xml") == [f"https://pots.example/sitemap-{at}.xml" for at in ("en-US", "fr-FR")]
    english = [f"https://pots.example/en-us/blog/{name}" for name in ("first", "on-top", "second", "third")]
    assert locs(out / "sitemap-en-US.xml") == english
    assert locs(out / "sitemap-fr-FR.xml") == [
        f"https://pots.example/fr-fr/blog/{name}" for name in ("on-top-fr", "second-fr")
    ]
    assert "<lastmod>" in (out / "sitemap-en-US.xml").read_text(encoding="utf-8")
    assert not sandboxes.writes()
    assert not crossing.state.exists()
    assert within(crossing, *words, "--json").data["files"] == {"sitemap-en-US.xml": 4, "sitemap-fr-FR.xml": 2}
    bare = within(crossing, "sitemap", "MAPPING", "webflow", "--out", tmp_path / "none")
    assert (bare.code, "have no host" in bare.err) == (2, True)
    assert not (tmp_path / "none").exists()
    other = within(crossing, "sitemap", "MAPPING", "butter", "--out", out)
    assert (other.code, "no kind says its address on butter" in other.err) == (2, True)
