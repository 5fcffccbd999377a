"""``isogloss support``: a bundle that can be given away, and that replays."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import isogloss, within
from sandboxes import PROMPT, READS, Crossing, settled

from isogloss import api

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

PERSONAL = [
    "Wilhelmina Harkavy",
    "wilhelmina.harkavy@quorndale.example",
    "+41 79 555 81 26",
    "Brunnenstrasse 1847, Oberwinterthur",
    "Пётр Селиверстов",
    "渡辺直美",
    "فاطمة الزهراء",
    "Zoë Ångström-Müller",
    "CH93 0076 2011 6238 5295 7",
    "1961-07-23",
]
"""Names, addresses, numbers and days of nobody."""

SITE: dict[str, Any] = {
    "author": {
        "wilhelmina-harkavy": {
            "all": {"site": "https://quorndale.example/wilhelmina-harkavy"},
            "en": {"name": PERSONAL[0], "bio": f"Write to {PERSONAL[1]} or call {PERSONAL[2]}.\n{PERSONAL[3]}"},
            "fr": {"name": PERSONAL[7], "bio": f"IBAN {PERSONAL[8]}"},
            "ja": {"name": PERSONAL[5]},
        }
    },
    "topic": {"tea": {"all": {"tint": "#1f6f8b"}, "en": {"name": "Tea"}}},
    "article": {
        "harkavy-at-home": {
            "all": {"form": "Guide", "written": PERSONAL[9]},
            "en": {
                "title": f"{PERSONAL[0]} at home",
                "body": f'<p title="{PERSONAL[4]}">By <a href="mailto:{PERSONAL[1]}">Harkavy</a>, {PERSONAL[6]}</p>',
                "cover": {"url": "https://img.example/wilhelmina-harkavy.png", "alt": PERSONAL[0]},
                "author": "wilhelmina-harkavy",
                "minutes": 76201162,
            },
            "fr": {"title": f"Chez {PERSONAL[7]}", "state": "draft"},
        }
    },
}


def pieces() -> set[str]:
    """Every text of the corpus, and every word that is long enough not to come about by chance."""
    words = {word for text in PERSONAL for word in re.findall(r"\w+", text)}
    long = {word for word in words if len(word) >= (6 if word.isascii() else 4) and not word.isdigit()}
    return {*long, *PERSONAL, "76201162"} - {"example"}


def whole(bundle: Path) -> str:
    """All that is in a bundle, names too, with what JSON writes as escapes."""
    with zipfile.ZipFile(bundle) as opened:
        raw = [name + "\n" + opened.read(name).decode() for name in opened.namelist()]
    return "\n".join(raw)


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT)
    made.text = made.text.replace("flow: @FLOW@", f"# ask {PERSONAL[0]}\nflow: @FLOW@")
    note = f'locks: [{{cells: "author/*/bio", note: "{PERSONAL[0]} said so"}}]\nlimits:'
    made.write_mapping(("limits:", note))
    made.seed(SITE)
    return made


def bundled(crossing: Crossing) -> Path:
    """Make a bundle; nothing is written but that."""
    crossing.sandboxes.forget()
    out = crossing.folder / "support.zip"
    ran = within(crossing, "support", "MAPPING", "--out", out)
    assert ran.code == 0, ran
    assert {line["method"] for line in crossing.sandboxes.log()} <= READS
    return out


def test_no_word_of_content_and_no_token_is_in_a_bundle(crossing: Crossing) -> None:
    settled(crossing.sync())
    crossing.sandboxes.butter.fault(kind="status", status=400, method="PATCH", times=None)
    edit = crossing.sandboxes.webflow.edit
    edit(action="update", collection="posts", item="harkavy-at-home", fields={"name": PERSONAL[4]}, publish=True)
    within(crossing, "sync", "MAPPING")
    bundle = bundled(crossing)
    said = whole(bundle)
    assert "harkavy" in whole_of(crossing.folder)  # it was there to be found
    for piece in sorted(pieces()):
        assert piece.casefold() not in said.casefold(), piece
    for token in (*small_site.ENVIRONMENT.values(), *small_site.ENVIRONMENT):
        assert token not in said
    assert crossing.sandboxes.webflow.url not in said
    told_of_runs(bundle, len(crossing.rows("select seq from isogloss_intent")))


def told_of_runs(bundle: Path, intents: int) -> None:
    """Each intent of the runs is in the journal of a bundle, with what came back, and filler for what is content."""
    with zipfile.ZipFile(bundle) as opened:
        lines = [json.loads(line) for line in opened.read("journal.jsonl").splitlines()]
    assert len(lines) == intents
    assert {line["outcome"] for line in lines} == {"answered", "failed"}
    (refused,) = [line for line in lines if line["outcome"] == "failed"]
    assert (refused["type"], refused["status"]) == ("Rejected", 400)
    assert refused["call"].startswith("PATCH /pages/")
    assert refused["of"][0]["verb"] == "update"
    assert {made["kind"] for line in lines for made in line.get("made", [])} == {"article"}


def whole_of(folder: Path) -> str:
    return "".join(path.read_text("utf-8", "ignore") for path in folder.rglob("*.jsonl"))


def test_filler_has_the_shape_the_script_and_the_length_of_what_it_stands_for(crossing: Crossing) -> None:
    with zipfile.ZipFile(bundled(crossing)) as opened:
        site = json.loads(opened.read("sides/left.json"))
    real = crossing.sandboxes.webflow.state()
    rows = {(row["id"], row["cmsLocaleId"]): row for each in site["collections"] for row in each["items"]}
    for each in real["collections"]:
        for row in each["items"]:
            filled = rows[row["id"], row["cmsLocaleId"]]["fieldData"]
            assert filled.keys() == row["fieldData"].keys()
            for slug, value in row["fieldData"].items():
                if isinstance(value, str):
                    assert len(filled[slug]) == len(value), slug
                    assert re.sub(r"\w", "", filled[slug]) == re.sub(r"\w", "", value)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BOTH])
def test_a_bundle_replays_as_the_first_run_went(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow, patience=PROMPT)
    crossing.seed()
    out = bundled(crossing)
    real = api.rehearse(crossing.session())
    ran = isogloss("rehearse", out, "--json", "--confirm-within", "1")
    assert ran.code == 0, ran
    assert ran.data["applied"]["outcomes"] == real.applied.result.counts()
    requests = {side: sum(found.values()) for side, found in real.applied.requests.items()}
    assert list(ran.data["requests"].values()) == list(requests.values())


def test_a_bundle_is_made_where_no_plan_can_be(crossing: Crossing) -> None:
    crossing.sandboxes.butter.fault(kind="status", status=403, method="GET", times=None)
    out = crossing.folder / "support.zip"
    ran = within(crossing, "support", "MAPPING", "--out", out)
    assert ran.code == 1
    with zipfile.ZipFile(out) as opened:
        assert "missing.json" in opened.namelist()


def test_what_is_no_bundle_is_told(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(b"PK nothing")
    ran = isogloss("rehearse", path)
    assert ran.code == 2
    assert "this is no support bundle" in ran.err
