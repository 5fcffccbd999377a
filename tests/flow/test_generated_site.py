"""Sites that nobody thought of, and the demo's, under every way of rewriting: after an apply everything is at rest.

Invariant 3 for a site that hypothesis makes up: any entries in any of three locales, with any fields, states and links,
in either direction, each under one way of rewriting of each sandbox.
"""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import small_site
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rewriting import ALL_OF_BUTTER, ALL_OF_WEBFLOW, BUTTER, WEBFLOW, named
from sandboxes import Crossing, at_rest, settled
from whole import WHOLE

from isogloss.demo import site

if TYPE_CHECKING:
    from sandboxes import Json, Sandboxes

pytestmark = pytest.mark.slow

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "long"
"""Each switch for the demo's site, and many more sites; else all switches at once, and few sites."""

WORDS = st.text(
    st.one_of(
        st.sampled_from("aZ09 <>&\"'é\u0301ß日本\u0627\u0644\u00a0\u200b😀\n\t"),
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
    ),
    max_size=12,
)
LINES = WORDS.map(lambda text: " ".join(text.split()))
NAMES = LINES.filter(bool)
PIECES = st.one_of(
    WORDS.map(lambda text: f"<p>{escaped(text)}</p>"),
    st.tuples(st.sampled_from(["strong", "em", "b", "i", "code", "u", "sup"]), LINES).map(
        lambda made: f"<p>x <{made[0]}>{escaped(made[1])}</{made[0]}> y</p>"
    ),
    st.tuples(st.integers(1, 6), LINES).map(lambda made: f"<h{made[0]}>{escaped(made[1])}</h{made[0]}>"),
    st.lists(LINES, min_size=1, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{escaped(item)}</li>' for item in items)}</ul>"
    ),
    st.sampled_from(
        [
            "<p></p>",
            "<p>one<br>two</p>",
            "<hr>",
            "<blockquote>said &mdash; so</blockquote>",
            '<figure><img src="https://images.example/in.png" alt="a &lt;pot&gt;"></figure>',
            '<p><a href="https://a.example/?x=1&amp;y=2" target="_blank">there</a></p>',
            "<ol><li>a<ul><li>b</li></ul></li></ol>",
            "loose words",
        ]
    ),
)
BODIES = st.lists(PIECES, min_size=1, max_size=4).map("".join)
IMAGES = st.sampled_from([f"https://images.example/{name}.png" for name in ("a", "b", "c")]).flatmap(
    lambda url: LINES.map(lambda alt: {"url": url, "alt": alt})
)
NUMBERS = st.one_of(st.integers(-(10**9), 10**9), st.sampled_from([0, 0.5, -2.25, 1e-3, 123456.789]))
STATES = st.sampled_from(["published", "published", "draft"])
AUTHORS, TOPICS = ["ann", "bob"], ["tea", "clay"]
ARTICLES = [f"article-{number}" for number in range(4)]
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(str)
MOMENTS = st.integers(0, 3_786_912_000).map(lambda at: f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def some(**fields: st.SearchStrategy) -> st.SearchStrategy:
    return st.fixed_dictionaries({}, optional=fields)


def merged(*parts: st.SearchStrategy) -> st.SearchStrategy:
    return st.tuples(*parts).map(lambda found: {name: value for part in found for name, value in part.items()})


def links(names: list[str]) -> st.SearchStrategy:
    return st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)


def entry(shared: st.SearchStrategy, variant: st.SearchStrategy) -> st.SearchStrategy:
    """An entry in at least one locale."""
    where = st.lists(st.sampled_from(list(small_site.LOCALES)), min_size=1, unique=True)
    made = where.flatmap(
        lambda codes: st.fixed_dictionaries({code: variant for code in small_site.LOCALES if code in codes})
    )
    return st.tuples(shared, made).map(lambda told: {"all": told[0], **told[1]})


ARTICLE = entry(
    some(form=st.sampled_from(["Guide", "Essay"]), featured=st.booleans(), written=DAYS),
    merged(
        st.fixed_dictionaries({"title": NAMES, "state": STATES}),
        some(
            body=BODIES,
            cover=IMAGES,
            minutes=NUMBERS,
            seen=MOMENTS,
            author=st.sampled_from(AUTHORS),
            topics=links(TOPICS),
            related=links(ARTICLES),
        ),
    ),
)
SITES = st.fixed_dictionaries(
    {
        "author": st.fixed_dictionaries(
            dict.fromkeys(
                AUTHORS,
                entry(
                    some(site=st.just("https://ann.example/")),
                    merged(st.fixed_dictionaries({"name": NAMES, "state": STATES}), some(bio=WORDS)),
                ),
            )
        ),
        "topic": st.fixed_dictionaries(
            dict.fromkeys(
                TOPICS,
                entry(
                    some(tint=st.sampled_from(["#1f6f8b", "#FFF", "#A0b1C2"])),
                    st.fixed_dictionaries({"name": NAMES, "state": STATES}),
                ),
            )
        ),
        "article": st.fixed_dictionaries(dict.fromkeys(ARTICLES, ARTICLE)),
    }
)


@settings(
    max_examples=400 if THOROUGH else 12 if WHOLE else 6,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    phases=[Phase.generate],
)
@given(
    told=SITES,
    flow=st.sampled_from([small_site.FORWARD, small_site.BACKWARD]),
    left=st.sampled_from([{}, *WEBFLOW, ALL_OF_WEBFLOW]),
    right=st.sampled_from([{}, *BUTTER, ALL_OF_BUTTER]),
)
def test_invariant_3_a_generated_site_is_at_rest_after_it_crossed(
    sandboxes: Sandboxes, told: Json, flow: str, left: Json, right: Json
) -> None:
    sandboxes.fresh()
    sandboxes.webflow.turn(**left)
    sandboxes.butter.turn(**right)
    with tempfile.TemporaryDirectory() as folder:
        crossing = Crossing(sandboxes, Path(folder), flow)
        crossing.seed(told)
        settled(crossing.sync())
        at_rest(crossing)


@pytest.mark.parametrize(
    ("left", "right"),
    [(ALL_OF_WEBFLOW, ALL_OF_BUTTER)]
    if not THOROUGH
    else [*((each, {}) for each in WEBFLOW), *(({}, each) for each in BUTTER), (ALL_OF_WEBFLOW, ALL_OF_BUTTER)],
    ids=named,
)
def test_invariant_3_the_demo_is_at_rest_after_it_crossed(
    sandboxes: Sandboxes, tmp_path: Path, left: Json, right: Json
) -> None:
    text = site.mapping_text().replace("${WEBFLOW_URL}", "@WEBFLOW@").replace("${BUTTERCMS_URL}", "@BUTTER@")
    sandboxes.webflow.turn(**left)
    sandboxes.butter.turn(**right)
    sandboxes.webflow.seed(site.webflow_seed())
    sandboxes.butter.seed(site.butter_seed())
    crossing = Crossing(sandboxes, tmp_path, text=text.replace("webflow -> butter", "@FLOW@"))
    settled(crossing.sync())
    at_rest(crossing)
