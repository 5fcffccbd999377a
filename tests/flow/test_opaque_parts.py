"""A component of a site, an embed, a script, a drawing is not destroyed by the other side's editor.

Whatever an editor on ButterCMS makes of a text, what Webflow shows keeps every part that is Webflow's, exactly once;
the other edits cross, or the cell waits for a person with a reason that names the part. A second sync writes nothing.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, settled
from small_site import BACKWARD, BOTH
from whole import of

from isogloss.canon.values import canonical
from isogloss.plan.data import read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Json, Sandboxes

CALLOUT = (
    '<wf-component component-id="c1" data-w-id="w1" name="Callout">'
    '<wf-prop name="Heading" type="text">Buy tea</wf-prop></wf-component>'
)
TEXT = f"<p>Before</p>{CALLOUT}<p>After</p>"
DAMAGED = {
    "dropped, its words left": "<p>Before</p>\n<p>Buy tea</p>\n<p>After</p>",
    "torn": f"<p>Before</p>\n<p>{CALLOUT.replace('Buy tea', '')}</p>\n<p>Buy tea</p>\n<p>After</p>",
    "doubled": f"<p>Before</p>\n<p>{CALLOUT}</p>\n<p>{CALLOUT}</p>\n<p>After</p>",
    "without attributes": "<p>Before</p>" + CALLOUT.replace(' name="Heading" type="text"', "") + "<p>After</p>",
    "gone": "<p>Before</p>\n<p>After</p>",
}


def shown_in_webflow(sandboxes: Sandboxes, locale: str = "en-US") -> str:
    state = sandboxes.webflow.state()
    (code,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == locale)
    rows = [row for each in state["collections"] if each["slug"] == "posts" for row in each["items"]]
    (found,) = (row for row in rows if row["cmsLocaleId"] == code and row["fieldData"]["slug"] == "first")
    return canonical("rich_text", found["fieldData"].get("body", ""))


def shown_in_butter(sandboxes: Sandboxes) -> str:
    (found,) = (each for each in sandboxes.butter.state()["pages"] if each["slug"] == "first")
    return canonical("rich_text", found["locales"]["en"]["live"]["body"])


def edit_in_butter(sandboxes: Sandboxes, **fields: object) -> None:
    sandboxes.butter.edit(action="update", page_type="article", slug="first", locale="en", publish=True, fields=fields)


def edit_in_webflow(sandboxes: Sandboxes, **fields: object) -> None:
    sandboxes.webflow.edit(
        action="update", collection="posts", item="first", locale="en-US", publish=True, fields=fields
    )


def site(body: str) -> Json:
    return {"article": {"first": {"all": {}, "en": {"title": "First", "body": body}}}}


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """Both sides hold the text with its component, which came from Webflow."""
    made = Crossing(sandboxes, tmp_path, BOTH, patience=PROMPT)
    made.seed(site(TEXT))
    settled(made.sync())
    assert "<wf-component" in shown_in_butter(sandboxes)
    return made


def sync(crossing: Crossing) -> tuple[int, list[Json], list[str]]:
    """Sync by the command line: how it ended, what is held, and what it told as not carried."""
    ran = within(crossing, "sync", "MAPPING", "--json")
    plan = read_plan(crossing.folder / "sync.jsonl")
    left = [loss for loss in lines_of(plan, "loss") if loss["reason"] == "editor's change not carried"]
    return ran.code, list(lines_of(plan, "conflict")), [str(loss["detail"]) for loss in left]


def quiet(crossing: Crossing) -> None:
    """A second sync writes nothing, and has nothing to say."""
    crossing.sandboxes.forget()
    assert sync(crossing) == (0, [], [])
    assert crossing.sandboxes.writes() == []


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_component_that_an_editor_destroyed_by_open_and_save_is_kept(crossing: Crossing, damage: str) -> None:
    sandboxes = crossing.sandboxes
    edit_in_butter(sandboxes, body=DAMAGED[damage])
    code, held, (told,) = sync(crossing)
    assert (code, held) == (0, [])
    assert 'lost, changed or doubled the component "Callout"' in told
    assert shown_in_webflow(sandboxes) == TEXT
    quiet(crossing)


@pytest.mark.parametrize("damage", DAMAGED)
def test_an_edit_beside_a_destroyed_component_crosses_without_it(crossing: Crossing, damage: str) -> None:
    sandboxes = crossing.sandboxes
    edit_in_butter(sandboxes, body=DAMAGED[damage].replace("After", "After all") + "<p>More</p>")
    assert sync(crossing)[:2] == (0, [])
    assert shown_in_webflow(sandboxes) == f"<p>Before</p>{CALLOUT}<p>After all</p><p>More</p>"
    quiet(crossing)


def test_a_component_that_its_owner_takes_out_or_changes_goes_across(crossing: Crossing) -> None:
    sandboxes = crossing.sandboxes
    changed = TEXT.replace("Buy tea", "Buy coffee")
    edit_in_webflow(sandboxes, body=changed)
    assert sync(crossing) == (0, [], [])
    assert shown_in_butter(sandboxes) == changed
    edit_in_webflow(sandboxes, body="<p>Before</p><p>After</p>")
    assert sync(crossing) == (0, [], [])
    assert shown_in_butter(sandboxes) == "<p>Before</p><p>After</p>"
    quiet(crossing)


def test_what_the_owner_edits_brings_a_lost_component_back_to_the_other_side(crossing: Crossing) -> None:
    sandboxes = crossing.sandboxes
    edit_in_butter(sandboxes, body=DAMAGED["dropped, its words left"])
    sync(crossing)
    edit_in_webflow(sandboxes, body=TEXT.replace("After", "Afterwards"))
    assert sync(crossing) == (0, [], [])
    assert shown_in_butter(sandboxes) == shown_in_webflow(sandboxes) == TEXT.replace("After", "Afterwards")
    quiet(crossing)


@pytest.mark.parametrize(
    "body",
    ["<p>Something else altogether.</p>", "<p>Before</p><p>Buy more tea, dear reader</p><p>After</p>", ""],
    ids=["nothing is as it was", "its words were edited", "emptied"],
)
def test_where_it_cannot_be_told_what_belongs_where_the_cell_is_held_and_names_the_component(
    crossing: Crossing, body: str
) -> None:
    sandboxes = crossing.sandboxes
    edit_in_butter(sandboxes, body=body, minutes=7)
    code, (conflict,), _ = sync(crossing)
    assert (code, conflict["reason"], conflict["field"]) == (1, "component damaged", "body")
    assert 'the component "Callout"' in conflict["detail"]
    assert shown_in_webflow(sandboxes) == TEXT
    rows = [row for each in sandboxes.webflow.state()["collections"] for row in each["items"]]
    assert 7 in {row["fieldData"].get("minutes") for row in rows}, "the rest of the entry flows"
    sandboxes.forget()
    code, (found,), _ = sync(crossing)
    for each in (conflict, found):
        each["traces"].pop("changed")  # the other cell was written meanwhile, and so the variant changed
    assert (code, found) == (1, conflict), "it stays found until it is settled"
    assert sandboxes.writes() == []
    edit_in_butter(sandboxes, body=TEXT)
    quiet(crossing)


def begin(sandboxes: Sandboxes, folder: Path, flow: str = BOTH, conflict: str = "hold", body: str = TEXT) -> Crossing:
    made = Crossing(sandboxes, folder, flow, patience=PROMPT)
    made.write_mapping((f"flow: {flow}", f"flow: {flow}\nconflict: {conflict}"))
    made.seed(site(body))
    return made


BEFORE, AFTER = "Before all", "After all"
BOTH_EDITED = f"<p>{BEFORE}</p>{CALLOUT}<p>{AFTER}</p>"


POLICIES: dict[str, tuple[str, str | None]] = {
    "hold": (TEXT.replace("Before", BEFORE), None),
    "merge": (BOTH_EDITED, BOTH_EDITED),
    "butter": (TEXT.replace("After", AFTER), None),
    "webflow": (TEXT.replace("Before", BEFORE), TEXT.replace("Before", BEFORE)),
}
"""What each shows on Webflow and on ButterCMS; None for what its editor left there."""


@pytest.mark.parametrize(
    ("damage", "policy"),
    of(product(DAMAGED, POLICIES), lambda place, _: (place // 4 + place) % 2 == 0),  # each meets every other one
)
def test_no_policy_writes_a_destroyed_component_where_both_sides_changed(
    sandboxes: Sandboxes, tmp_path: Path, damage: str, policy: str
) -> None:
    left, right = POLICIES[policy]
    crossing = begin(sandboxes, tmp_path, conflict=policy)
    settled(crossing.sync())
    edited = DAMAGED[damage].replace("After", AFTER)
    edit_in_butter(sandboxes, body=edited)
    edit_in_webflow(sandboxes, body=TEXT.replace("Before", BEFORE))
    code, held, _ = sync(crossing)
    assert (code, bool(held)) == ((1, True) if policy == "hold" else (0, False))
    assert shown_in_webflow(sandboxes) == left
    assert shown_in_butter(sandboxes) == (canonical("rich_text", edited) if right is None else right)
    sandboxes.forget()
    assert sync(crossing)[1] == held
    assert sandboxes.writes() == []


def test_a_one_way_flow_keeps_the_components_of_its_target(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, BACKWARD, "butter", "<p>Before</p><p>After</p>")
    settled(crossing.sync())
    edit_in_webflow(sandboxes, body=TEXT)
    edit_in_butter(sandboxes, body="<p>Before</p><p>After all</p>")
    code, held, (told,) = sync(crossing)
    assert (code, held) == (0, [])
    assert "Callout" in told
    assert shown_in_webflow(sandboxes) == TEXT.replace("After", "After all")
    quiet(crossing)


SCRIPT = '<script>window.tea = "<b>";</script>'
PARTS = {
    "script": SCRIPT,
    "svg": '<p>Icon <svg viewBox="0 0 10 10"><path d="M0 0h10"></path></svg></p>',
    "frame": '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>',
    "embed": '<div data-rt-embed-type="true"><form action="/buy"><input name="n"></form><script>buy()</script></div>',
    "template": "<template><p>Hidden</p></template>",
    "in a list": '<ul><li>One</li><li><wf-component component-id="c1"></wf-component></li><li>Two</li></ul>',
    "in a cell": "<table><tbody><tr><td>One</td><td><svg><g></g></svg></td></tr></tbody></table>",
}
WITHOUT = {
    "svg": "<p>Icon</p>",
    "in a list": "<ul><li>One</li><li></li><li>Two</li></ul>",
    "in a cell": "<table><tbody><tr><td>One</td><td>&nbsp;</td></tr></tbody></table>",
}


@pytest.mark.parametrize(
    ("part", "flow"),
    of(product(PARTS, [BOTH, BACKWARD]), lambda place, _: (place // 2 + place) % 2 == 0),  # each in one, by turns
)
def test_what_came_from_the_other_side_stays_there_whatever_it_is(
    sandboxes: Sandboxes, tmp_path: Path, part: str, flow: str
) -> None:
    """In a flow of one way the source's own parts are free to go."""
    text = f"<p>Before</p>{PARTS[part]}<p>After</p>"
    gone = f"<p>Before</p>{WITHOUT.get(part, '')}<p>After all</p>"
    crossing = begin(sandboxes, tmp_path, flow, body=text)
    settled(crossing.sync())
    edit_in_butter(sandboxes, body=gone)
    code, held, told = sync(crossing)
    assert (code, held) == (0, [])
    if flow == BOTH or "wf-component" in text:
        assert len(told) == 1
        assert shown_in_webflow(sandboxes) == canonical("rich_text", text.replace("After", "After all"))
    else:
        assert shown_in_webflow(sandboxes) == canonical("rich_text", gone)
    quiet(crossing)


def test_a_part_that_both_sides_had_before_is_nobodys_to_take_out(sandboxes: Sandboxes, tmp_path: Path) -> None:
    text = f"<p>Before</p>{SCRIPT}<p>After</p>"
    crossing = begin(sandboxes, tmp_path, body=text)
    sandboxes.butter.seed(small_site.butter_seed(site(text)))
    assert sync(crossing)[0] == 0
    for edit, gone in ((edit_in_butter, "<p>Before</p><p>After</p>"), (edit_in_webflow, "<p>Before</p><p>After</p>")):
        edit(sandboxes, body=gone)
        code, (conflict,), _ = sync(crossing)
        assert (code, conflict["reason"]) == (1, "component damaged")
        assert "a script" in conflict["detail"]
        edit(sandboxes, body=text)
        quiet(crossing)


FRAME = (
    '<iframe allow="autoplay; encrypted-media" src="https://www.youtube.com/embed/abcdefghijk" width="560"></iframe>'
)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (FRAME.replace(' width="560"', ' width="560" sandbox=""'), 'added sandbox=""'),
        (FRAME.replace('allow="autoplay; encrypted-media" ', ""), "dropped allow"),
    ],
    ids=["TinyMCE 7 and 8", "TinyMCE 4 and 5"],
)
def test_what_an_editor_does_to_a_frame_is_told_and_not_carried(
    sandboxes: Sandboxes, tmp_path: Path, made: str, said: str
) -> None:
    text = f"<p>Before</p>{FRAME}<p>After</p>"
    crossing = begin(sandboxes, tmp_path, body=text)
    settled(crossing.sync())
    edited = f"<p>Before</p>\n<p>{made}</p>\n<p>After</p>"
    edit_in_butter(sandboxes, body=edited)
    code, held, (told,) = sync(crossing)
    assert (code, held) == (0, [])
    assert f"{said} of a frame (https://www.youtube.com/embed/abcdefghijk)" in told
    assert shown_in_webflow(sandboxes) == canonical("rich_text", text)
    quiet(crossing)
    edit_in_butter(sandboxes, body=edited.replace("560", "640"))
    assert sync(crossing)[0] == 0
    assert shown_in_webflow(sandboxes) == canonical("rich_text", text.replace("560", "640"))
    edit_in_butter(sandboxes, body=edited.replace("abcdefghijk", "kjihgfedcba"))
    assert sync(crossing)[0] == 0
    assert "kjihgfedcba" in shown_in_webflow(sandboxes), "another frame is a person's choice"
    quiet(crossing)


URLS = (
    ("webflow: {collection: posts}", 'webflow: {collection: posts, url: "https://pots.example/{locale}/blog/{slug}"}'),
    ("butter: {page_type: article}", 'butter: {page_type: article, other_fields: [local_slug], url: "/posts/{slug}"}'),
    ("      local_slug: {type: text, webflow: slug, butter: local_slug}\n", ""),
)
LINKED = '<p>See <a href="/posts/tea">tea</a>, <a href="/cups?size=2#big">cups</a> and <a href="https://a.example/">more</a>.</p>'


def test_an_address_that_an_editor_made_relative_is_told_and_not_carried(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, body=LINKED)
    settled(crossing.sync())
    edited = LINKED.replace("/posts/tea", "../../posts/tea").replace("/cups", "../cups")
    edit_in_butter(sandboxes, body=edited.replace("See", "Look at"))
    code, held, told = sync(crossing)
    assert (code, held) == (0, [])
    assert told == [
        "butter made the address /posts/tea into ../../posts/tea; webflow keeps its own",
        "butter made the address /cups?size=2#big into ../cups?size=2#big; webflow keeps its own",
    ]
    assert shown_in_webflow(sandboxes) == canonical("rich_text", LINKED.replace("See", "Look at"))
    quiet(crossing)
    edit_in_butter(sandboxes, body=LINKED.replace("/posts/tea", "/posts/coffee"))
    assert sync(crossing) == (0, [], [])
    assert 'href="/posts/coffee"' in shown_in_webflow(sandboxes), "another address is a person's choice"


def test_a_link_to_an_entry_that_an_editor_made_relative_still_leads_to_it(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, BOTH, patience=PROMPT)
    crossing.write_mapping(*URLS)
    told = {"second": {"all": {}, "en": {"title": "Second"}}}
    text = '<p>See <a href="https://pots.example/en-us/blog/second">it</a>.</p>'
    crossing.seed({"article": site(text)["article"] | told})
    settled(crossing.sync())
    assert 'href="/posts/second"' in shown_in_butter(sandboxes)
    edit_in_butter(sandboxes, body='<p>Do see <a href="../second">it</a>.</p>')
    code, held, (said,) = sync(crossing)
    assert (code, held) == (0, [])
    assert "made the address /posts/second into ../second" in said
    assert shown_in_webflow(sandboxes) == text.replace("See", "Do see")
    quiet(crossing)


def test_a_run_that_gave_a_component_back_can_be_undone(crossing: Crossing) -> None:
    sandboxes = crossing.sandboxes
    edit_in_butter(sandboxes, body=DAMAGED["torn"].replace("After", "After all"))
    ran = within(crossing, "sync", "MAPPING", "--json")
    undone = within(crossing, "undo", "MAPPING", ran.data["run"], "--out", crossing.folder / "plan.jsonl")
    assert (ran.code, undone.code) == (0, 0)
    assert within(crossing, "apply", "PLAN", "--mapping", crossing.mapping).code == 0
    assert shown_in_webflow(sandboxes) == TEXT


def spelled_in_webflow(sandboxes: Sandboxes) -> str:
    collections = sandboxes.webflow.state()["collections"]
    (body,) = (row["fieldData"]["body"] for each in collections if each["slug"] == "posts" for row in each["items"])
    return body


@pytest.mark.parametrize("twice", ["", CALLOUT], ids=["whole", "doubled"])
def test_a_paragraph_around_nothing_but_a_part_is_written_without_it(
    sandboxes: Sandboxes, tmp_path: Path, twice: str
) -> None:
    crossing = begin(sandboxes, tmp_path, body=f"{TEXT}{FRAME}<p>End</p>")
    settled(crossing.sync())
    wrapped = f"<p>Before</p>\n<p>{CALLOUT}</p>\n{twice}<p>After all</p>\n<p>{FRAME}</p>\n<p>End</p>"
    edit_in_butter(sandboxes, body=wrapped)
    assert sync(crossing)[:2] == (0, [])
    assert re.sub(r"\n", "", spelled_in_webflow(sandboxes)) == f"{TEXT}{FRAME}<p>End</p>".replace("After", "After all")
    quiet(crossing)


LINE = f"<p>Before {CALLOUT} after</p><p>Last</p>"
SPLIT = f"<p>Before</p>\n{CALLOUT}\n<p>after</p>\n<p>Last</p>"


@pytest.mark.parametrize(
    ("line", "split"),
    [
        (LINE, SPLIT),
        (f"<p>{CALLOUT} after</p>", f"<p>{CALLOUT}</p>\n<p>after</p>"),
        (f"<h2>Before {CALLOUT}</h2>", f"<h2>Before</h2>\n{CALLOUT}"),
        (f"<p>One <b>{FRAME}</b> two</p><p>A {CALLOUT} and {FRAME}</p>", None),
    ],
    ids=["in the middle", "at the start", "at the end", "nothing split"],
)
def test_a_line_that_an_editor_split_around_a_component_is_joined_again_and_told(
    sandboxes: Sandboxes, tmp_path: Path, line: str, split: str | None
) -> None:
    crossing = begin(sandboxes, tmp_path, body=line)
    settled(crossing.sync())
    edit_in_butter(sandboxes, body=(split or line) + "<p>More</p>")
    code, held, told = sync(crossing)
    assert (code, held) == (0, [])
    assert told == (
        ['butter moved the component "Callout" out of its line; webflow keeps its own'] if split is not None else []
    )
    assert shown_in_webflow(sandboxes) == canonical("rich_text", f"{line}<p>More</p>")
    quiet(crossing)
    assert crossing.verify().proven


def carried(crossing: Crossing) -> list[str]:
    plan = read_plan(crossing.folder / "sync.jsonl")
    return [str(loss["detail"]) for loss in lines_of(plan, "loss") if loss["reason"] == "editor's change carried"]


def test_a_component_that_left_its_line_while_the_line_was_edited_is_told_and_carried(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = begin(sandboxes, tmp_path, body=LINE)
    settled(crossing.sync())
    edit_in_butter(sandboxes, body=SPLIT.replace("after", "after that"))
    assert sync(crossing) == (0, [], [])
    assert carried(crossing) == ['the component "Callout" stands in a line and is now a block of its own']
    assert shown_in_webflow(sandboxes) == f"<p>Before</p>{CALLOUT}<p>after that</p><p>Last</p>"
    quiet(crossing)
    assert carried(crossing) == []
    edit_in_webflow(sandboxes, body=LINE)
    assert sync(crossing) == (0, [], [])
    edit_in_webflow(sandboxes, body=SPLIT)
    assert sync(crossing) == (0, [], [])
    assert carried(crossing) == [], "its own side may move it"


def test_a_relative_address_without_a_counterpart_is_told_and_carried(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, body=LINKED)
    settled(crossing.sync())
    new = '<p>And <a href="../mugs">mugs</a>, <a href="#end">the end</a>.</p>'
    edit_in_butter(sandboxes, body=LINKED + new)
    assert sync(crossing) == (0, [], [])
    assert carried(crossing) == [
        "the address ../mugs is relative, so it leads elsewhere from another page; it is written as it is"
    ]
    assert shown_in_webflow(sandboxes) == canonical("rich_text", LINKED + new)
    quiet(crossing)
    edit_in_butter(sandboxes, body=LINKED + new + "<p>More</p>")
    assert sync(crossing) == (0, [], [])
    assert carried(crossing) == [], "told once"


@pytest.mark.parametrize("damage", DAMAGED)
def test_what_the_sides_agreed_to_differ_in_is_no_difference_for_verify_and_export(
    crossing: Crossing, tmp_path: Path, damage: str
) -> None:
    """Webflow keeps its component, ButterCMS goes on showing the torn text."""
    sandboxes = crossing.sandboxes
    edit_in_butter(sandboxes, body=DAMAGED[damage])
    assert sync(crossing)[:2] == (0, [])
    assert shown_in_webflow(sandboxes) == TEXT != shown_in_butter(sandboxes)
    ran = within(crossing, "verify", "MAPPING", "--json")
    assert ran.code == 0, ran
    assert (ran.data["cells"]["differing"], ran.data["cells"]["agreed"]) == (0, 1)
    for side, text in (("webflow", TEXT), ("butter", shown_in_butter(sandboxes))):
        folder = tmp_path / side
        assert within(crossing, "export", "MAPPING", side, folder).code == 0
        (body,) = [
            path.read_text(encoding="utf-8")
            for path in folder.rglob("*")
            if path.is_file() and "Before" in path.read_text(encoding="utf-8")
        ]
        assert ("wf-component" in body) is ("wf-component" in text)
        again = within(crossing, "export", "MAPPING", side, folder)
        assert again.code == 0
    quiet(crossing)


def test_a_frame_and_a_link_that_were_kept_are_no_difference_for_verify(sandboxes: Sandboxes, tmp_path: Path) -> None:
    text = LINKED + FRAME
    crossing = begin(sandboxes, tmp_path, body=text)
    settled(crossing.sync())
    edit_in_butter(
        sandboxes,
        body=LINKED.replace("/posts/tea", "../../posts/tea") + FRAME.replace(' width="560"', ' width="560" sandbox=""'),
    )
    assert sync(crossing)[0] == 0
    assert shown_in_webflow(sandboxes) == canonical("rich_text", text)
    ran = within(crossing, "verify", "MAPPING", "--json")
    assert (ran.code, ran.data["cells"]["differing"], ran.data["cells"]["agreed"]) == (0, 0, 1)
