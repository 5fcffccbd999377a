"""What a life is given: its place, its policies, the answers to open questions, and what it begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulation import site
from simulation.words import plain

if TYPE_CHECKING:
    from random import Random

    from simulation.history import History
    from simulation.words import Words

Json = dict[str, Any]
FAULTS = (
    *("drop_before", "drop_after", "status", "status_after", "truncate", "html", "partial", "never_lands", "stale"),
    "ignore",
)
LOST_ANSWERS = ("drop_after", "status_after", "truncate", "html")


def policies(place: str, random: Random) -> dict[str, str]:
    """What a mapping might say; ``place`` is ``pages`` or ``items``."""
    flow = random.choices(["both", "webflow -> butter", "butter -> webflow"], [8, 1, 1])[0]
    newest = ["newest"] * (place == "pages")
    made = {
        "flow": flow,
        "conflict": random.choice(["hold", "hold", *newest, "merge", "webflow", "butter"]),
        "delete": random.choice(["hold", "propagate", *["archive"] * (flow == "butter -> webflow")]),
        "publish": random.choices(["mirror", "draft", "keep"], [6, 1, 1])[0],
        "unpublished_edits": random.choices(["report", "carry"], [4, 1])[0],
        "freshness": "1",
        "census": random.choice(["always", "always", "24h", "6h"]),
    }
    if flow != "both":
        made["drift"] = random.choice(["keep", "overwrite"])
    return made


def webflow_switches(random: Random) -> Json:
    """Answers to what nobody knows of Webflow."""
    choice = random.choice
    return {
        "insert": choice([True, True, False]),
        "bulk_atomic": choice([True, False]),
        "html_rewrite": choice(["none", "light", "heavy"]),
        "last_updated_on_publish": choice([True, False]),
        "api_variants_inherit": choice([False, False, True]),
        "empty_fields": choice(["absent", "null"]),
        "slug_case": choice(["lowered", "kept"]),
    }


def butter_switches(random: Random) -> Json:
    """Answers to what nobody knows of ButterCMS."""
    choice = random.choice
    return {
        "land_seconds": choice([0.0, 3.0, 15.0]),
        "html_rewrite": choice([False, True]),
        "empty_style": choice(["null", "empty", "missing"]),
        "number_style": choice(["as_sent", "float", "integer"]),
        "missing_locale": choice(["404", "empty"]),
        "cache": choice([False, False, True]),
        "status_keys": choice([True, True, False]),
        "missing_keys": "fill",  # of what is not mapped the program knows no key
        "unpublished_reference": choice(["absent", "null", "dropped"]),
        "bad_reference": choice(["lost", "drop", "reject"]),
    }


def articles(random: Random, words: Words, history: History, *, linked: bool) -> dict[str, dict[str, Json]]:
    """What the first side holds, by mark and code of the locale; all of it is live, and some may be linked."""
    made: dict[str, dict[str, Json]] = {}
    for _ in range(random.randint(1, 3)):
        mark = words.mark()
        made[mark] = {}
        for code in ("en", "fr") if random.random() < 0.7 else ("en",):  # as often as not translated
            fields = {name: words.new(name) for name in (*site.FIELDS[:-1], site.MEMO)}
            made[mark][code] = {**fields, "mark": mark, "slug": mark if code == "en" else f"{mark}-{code}"}
            history.show((mark, code), {"see": "", **{name: plain(value) for name, value in fields.items()}})
    every = [(mark, code) for mark, variants in made.items() for code in variants]
    for mark, code in every if linked else []:
        others = [other for other in made if code in made[other] and other != mark]
        if others and random.random() < 0.7:  # more often than not
            made[mark][code]["see"] = random.choice(others)
            history.link((mark, code), made[mark][code]["see"])
    return made


def fault(random: Random) -> Json:
    """Something that goes wrong between a client and a platform."""
    kind = random.choice(FAULTS)
    made: Json = {"kind": kind, "after": random.randint(0, 6), "times": random.randint(1, 3)}
    if kind == "status":
        made |= {"status": random.choice([429, 500, 503]), "retry_after": random.choice([None, 2.0])}
    if kind in LOST_ANSWERS and random.random() < 0.7:  # most of all, writes
        made["method"] = random.choice(["POST", "PATCH"])
    return made
