"""What holds all of a plan says all of it: the index names every entry, and each body says what the plan says of it."""

import base64
import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import pairwise

import jsonschema
import pytest
from selectolax.lexbor import LexborHTMLParser

from isogloss.model.address import EntryKey
from isogloss.plan.data import PlanFile
from isogloss.report.bodies import file_name
from isogloss.report.chosen import Chosen
from isogloss.report.ended import Ended, NotDone
from isogloss.report.html import render_html
from isogloss.report.json import render_json, report_schema, stream_json
from isogloss.report.limits import FEW, WHOLE
from isogloss.report.model import build_report
from isogloss.report.parts import Limits
from isogloss.report.told import told_of_plan
from isogloss.report.whole import Whole, whole_of

Plans = Callable[..., PlanFile]


def unpacked(page: str) -> tuple[dict, list[dict]]:
    """The index of a page, and the body of each row."""
    tree = LexborHTMLParser(page)
    data, *rest = (
        json.loads(gzip.decompress(base64.b64decode(script.text(deep=True))))
        for script in (*tree.css("script#data"), *tree.css("script.bodies"))
    )
    return data, [body for piece in rest for body in piece]


def page_of(plan: PlanFile, **asked: object) -> str:
    return "".join(render_html(whole_of(plan, **asked)))


def streamed(plan: PlanFile, **asked: object) -> dict:
    whole = whole_of(plan, FEW, streamed=WHOLE, **asked)
    return json.loads("".join(stream_json(whole, told_of_plan(plan).findings)))


def test_the_streamed_document_is_the_one_that_holds_everything(sample_plan: PlanFile) -> None:
    at_once = json.loads(render_json(build_report(sample_plan, WHOLE), told_of_plan(sample_plan).findings))
    assert streamed(sample_plan) == at_once
    jsonschema.validate(streamed(sample_plan), report_schema())


def test_the_streamed_document_is_that_of_a_part_where_one_is_asked_for(sample_plan: PlanFile) -> None:
    part = Chosen(locales=frozenset({"ja"}))
    found = streamed(sample_plan, chosen=part)
    assert found["kinds"] == json.loads(render_json(build_report(sample_plan, WHOLE, chosen=part)))["kinds"]
    assert found["chosen"] == "locale=ja"


def test_json_names_every_entry_whole(many_plan: Plans) -> None:
    found = streamed(many_plan(450, letters=5_000))
    (kind,) = found["kinds"]
    assert sorted(entry["entry"] for entry in kind["quoted"]) == [f"a{n:05}" for n in range(450)]
    assert len(kind["quoted"][449]["variants"][0]["cells"][0]["after"]["text"]) == 5_000
    assert len(found["losses"][0]["examples"]) == found["losses"][0]["count"] == 450


def test_steps_that_are_alike_are_one_also_where_they_are_streamed(plan_of: Plans) -> None:
    def step(name: str, many: str) -> dict[str, object]:
        at = {"entry": ["article", name], "locale": "ja", "field": None}
        return {"record": "step", **at, "on": "right", "todo": f"add {name}", "check": "looks", "many": many}

    plan = plan_of(step("b", "add"), step("c", ""), step("a", "add"))
    assert streamed(plan)["steps"] == json.loads(render_json(build_report(plan, WHOLE)))["steps"]
    assert [each["entries"] for each in streamed(plan)["steps"]] == [["a", "b"], []]


def test_the_page_names_every_entry_and_holds_its_body(many_plan: Plans) -> None:
    data, bodies = unpacked(page_of(many_plan(450)))
    assert sorted(row[1] for row in data["rows"]) == [f"a{n:05}" for n in range(450)]
    assert len(bodies) == 450
    last = next(n for n, row in enumerate(data["rows"]) if row[1] == "a00449")
    cells = bodies[last]["variants"][0]["cells"]
    assert [cell["after"]["text"] for cell in cells] == ["word word word word ", "Article 449 | <449>"]
    assert bodies[7]["notes"][0]["tag"] == "approximated"


def test_numbers_in_titles_are_sorted_as_numbers(many_plan: Plans) -> None:
    whole = whole_of(many_plan(12))
    wanted = [f"Article {n} | <{n}>" for n in range(12)]
    assert [line.label for line in whole.lines()] == wanted
    assert [entry.label for kind in whole.report.kinds for entry in kind.quoted] == wanted


def test_each_piece_begins_where_the_index_says(many_plan: Plans) -> None:
    page = page_of(many_plan(300, letters=5_000))
    data, _ = unpacked(page)
    pieces = [
        json.loads(gzip.decompress(base64.b64decode(script.text(deep=True))))
        for script in LexborHTMLParser(page).css("script.bodies")
    ]
    assert len(pieces) > 3
    assert [after - before for before, after in pairwise([*data["begins"], 300])] == [len(piece) for piece in pieces]


def test_a_line_says_what_is_done_where_and_what_to_look_at(whole: Whole) -> None:
    lines = {line.key: line for line in whole.lines()}
    assert len(lines) == 8
    tea = lines[EntryKey("article", "tea-guide")]
    assert tea.verbs == ("update", "publish", "unpublish")
    assert {"ar", "en", "fr-FR", "ja", "*"} <= set(tea.locales)
    assert tea.risks == ("removal", "drift", "loss")
    assert lines[EntryKey("article", "matcha")].verbs == ()
    assert lines[EntryKey("article", "matcha")].risks == ("conflict", "assumed")
    assert lines[EntryKey("author", "grace")].risks == ("match",)


def test_an_entry_that_did_not_come_true_says_so(sample_plan: PlanFile) -> None:
    problem = NotDone("o", "butter", "create", "article", "coffee", "Coffee", ("en",), "failed", "no <b>room</b>")
    whole = whole_of(sample_plan, ended=Ended("r", {"failed": 1}, (problem,)))
    line = next(line for line in whole.lines() if line.entry == "coffee")
    assert line.risks == ("problem", "step", "remark")
    assert whole.about_one(line.key).problems == [problem]


def test_a_part_of_a_plan_has_the_rows_of_that_part(sample_plan: PlanFile) -> None:
    data, bodies = unpacked(page_of(sample_plan, chosen=Chosen(frozenset({"author"}), frozenset({"ja"}))))
    assert [row[1] for row in data["rows"]] == ["ada", "grace"]
    assert {variant["locale"] for variant in bodies[0]["variants"]} == {"*", "ja"}


def test_what_the_page_holds_steers_nobody(sample_plan: PlanFile) -> None:
    data, bodies = unpacked(page_of(sample_plan))
    text = json.dumps([data, bodies], ensure_ascii=False)
    assert not {"\x1b", "\x9b", "\u202e", "\u202c"} & set(text)
    assert "⟦U+202E⟧gnp.exe" in text


def test_the_same_plan_has_the_same_page(sample_plan: PlanFile) -> None:
    assert page_of(sample_plan) == page_of(sample_plan)


def test_what_is_shown_without_a_script_says_what_the_script_shows(sample_plan: PlanFile) -> None:
    whole = whole_of(sample_plan)
    quoted = {(entry.kind, entry.entry): asdict(entry) for kind in whole.report.kinds for entry in kind.quoted}
    short = whole_of(sample_plan, streamed=Limits())
    assert {
        (about.line.kind, about.line.entry): asdict(about.changes) for about in short.about() if about.line.verbs
    } == quoted


@pytest.mark.parametrize("render", [render_html, lambda whole: stream_json(whole, ())])
def test_a_report_grows_in_its_file_and_not_in_memory(
    many_plan: Plans, render: Callable[[Whole], Iterator[str]]
) -> None:
    def peak(entries: int) -> int:
        plan = many_plan(entries, letters=10_000)
        tracemalloc.start()
        assert sum(map(len, render(whole_of(plan, Limits(entries=5, records=5))))) > entries
        _, found = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return found

    small = peak(40)
    assert peak(400) < small + 400 * 3_000, "an entry has 10,000 letters, and its line in the index less than a third"


def test_a_picture_is_called_by_the_name_of_its_file(sample_plan: PlanFile) -> None:
    _, bodies = unpacked(page_of(sample_plan))
    values = [cell["after"] for body in bodies for variant in body["variants"] for cell in variant["cells"]]
    (picture,) = [value for value in values if value and "file" in value]
    assert (picture["file"], picture["alt"]) == ("ada.jpg", "Ada at her desk")
    assert picture["address"] == "https://cdn.example/ada.jpg"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://x.example/a/b%20c.png?w=1#x", "b c.png"),
        ("https://x.example/", "x.example"),
        ("", ""),
        ("https://x.example/%FF.png", "\ufffd.png"),
    ],
)
def test_a_file_is_called_as_the_end_of_its_address(address: str, name: str) -> None:
    assert file_name(address) == name
