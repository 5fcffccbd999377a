"""A person opens a text in ButterCMS's editor, whichever that is, and saves it; a sync follows.

One site holds every input as often as there are different saves of it, so that one run tries all editors. Of the saves
of an input that are judged alike, ``make test`` tries the first, and ``make check`` each.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from editor_saves import EDITORS, INPUTS, harm, saved, verdict
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, settled
from small_site import BOTH
from whole import of

from isogloss.canon.html import blocks
from isogloss.canon.values import alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandboxes import Json, Sandboxes

TAIL = "<p>Nobody touches this.</p><p>One more.</p>"
EDITED = TAIL.replace("One more", "One more, with an edit")


@dataclass(frozen=True)
class Case:
    """One input, what some editors made of it, and how the entry with it is called."""

    key: str
    text: str
    after: str
    editors: tuple[str, ...]

    @property
    def judged(self) -> tuple[str, str]:
        """Its input, and what the save is taken for."""
        return self.text, verdict(self.text, self.after)

    @property
    def told(self) -> str:
        return f"{self.key} ({', '.join(self.editors)}): {self.text!r} -> {self.after!r}"


def _cases() -> Iterator[Case]:
    for name, text in INPUTS.items():
        found: dict[str, list[str]] = {}
        for editor in EDITORS:
            found.setdefault(saved(editor, name), []).append(editor)
        for number, (after, editors) in enumerate(found.items()):
            yield Case(f"{name}-{number}", text, after, tuple(editors))


SAVES = tuple(_cases())
FIRST = {case.judged: case for case in reversed(SAVES)}
CASES = of(SAVES, lambda _, case: case is FIRST[case.judged])


@dataclass
class Desk:
    """Both sides with every text, in agreement; and what happens to them."""

    crossing: Crossing
    start: tuple[Json, Json]

    @property
    def sandboxes(self) -> Sandboxes:
        return self.crossing.sandboxes

    def begin(self, policy: str) -> None:
        """Back to the agreement, under a policy for conflicts."""
        self.sandboxes.load(self.start)
        for kept in self.crossing.folder.glob("agreed/*"):
            shutil.copy(kept, self.crossing.folder)
        self.crossing.write_mapping((f"flow: {BOTH}", f"flow: {BOTH}\nconflict: {policy}"))

    def save_in_butter(self) -> None:
        for case in CASES:
            self.sandboxes.butter.edit(
                action="update",
                page_type="article",
                slug=case.key,
                locale="en",
                publish=True,
                fields={"body": case.after + TAIL},
            )

    def edit_in_webflow(self) -> None:
        for case in CASES:
            self.sandboxes.webflow.edit(
                action="update",
                collection="posts",
                item=case.key,
                locale="en-US",
                publish=True,
                fields={"body": case.text + EDITED},
            )

    def quiet(self, held: set[str]) -> None:
        """A second sync writes nothing, and holds what was held."""
        self.sandboxes.forget()
        assert self.sync() == held
        assert self.sandboxes.writes() == []

    def sync(self) -> set[str]:
        """Sync, and name the entries that are held."""
        applied = self.crossing.sync()
        assert applied.result.problems == ()
        return {data["entry"][1] for data in lines_of(applied.plan, "conflict")}

    def shown_in_webflow(self) -> dict[str, str]:
        rows = next(each for each in self.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")["items"]
        return {row["fieldData"]["slug"]: with_code(row["fieldData"]["body"]) for row in rows}

    def nothing_opaque_is_lost(self) -> None:
        shown = self.shown_in_webflow()
        assert [case.told for case in CASES if harm(case.text, shown[case.key])] == []


@pytest.fixture(scope="module")
def agreed(near_sandboxes: Sandboxes, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    near_sandboxes.fresh()
    near_sandboxes.webflow.turn(code_blocks="kept")  # what Webflow's own editor loses is not asked here
    folder = tmp_path_factory.mktemp("editors")
    crossing = Crossing(near_sandboxes, folder, BOTH, patience=PROMPT)
    site = {
        "article": {c.key: {"all": {"featured": False}, "en": {"title": c.key, "body": c.text + TAIL}} for c in CASES}
    }
    crossing.seed(site)
    crossing.write_mapping((f"flow: {BOTH}", f"flow: {BOTH}\nconflict: merge"))
    settled(crossing.sync())
    (folder / "agreed").mkdir()
    for kept in folder.glob("state.db*"):
        shutil.copy(kept, folder / "agreed")
    return Desk(crossing, near_sandboxes.states())


def with_code(html: str) -> str:
    """Undo what stands in for code blocks, which Webflow's editor would empty: a division that looks like one."""
    ends: list[str] = []

    def plainly(tag: re.Match[str]) -> str:
        if tag[0] == "</div>":
            return ends.pop()
        stands_in = re.fullmatch(r'<div data-isogloss="pre"([^>]*?) style="white-space: pre">', tag[0])
        ends.append("</pre>" if stands_in else "</div>")
        return f"<pre{stands_in[1]}>" if stands_in else tag[0]

    return re.sub(r"<div[^>]*>|</div>", plainly, html)


def is_rendering(case: Case) -> bool:
    """Whether a reader sees nothing of what an editor did."""
    return is_shown(case.text, case.after)


def is_shown(text: str, shown: str) -> bool:
    return alike("rich_text", text, shown)


def is_written(case: Case, tail: str, shown: str) -> bool:
    """Whether what was saved arrived; a line that was split around a component is joined again."""
    split = "<wf-component" in case.text and len(blocks(case.after)) > len(blocks(case.text))
    return is_shown(case.after + tail, shown) or (split and is_shown(case.text + tail, shown))


@pytest.mark.slow
def test_an_open_and_save_costs_nothing_opaque_and_a_second_sync_writes_nothing(agreed: Desk) -> None:
    agreed.begin("hold")
    agreed.save_in_butter()
    held = agreed.sync()
    agreed.nothing_opaque_is_lost()
    shown = agreed.shown_in_webflow()
    for case in CASES:
        if not harm(case.text, case.after):
            assert case.key not in held, case.told
            assert is_written(case, TAIL, shown[case.key]), case.told
    agreed.quiet(held)


@pytest.mark.slow
def test_a_rendering_beside_a_real_edit_of_another_paragraph_is_no_conflict(agreed: Desk) -> None:
    agreed.begin("hold")
    agreed.save_in_butter()
    agreed.edit_in_webflow()
    held = agreed.sync()
    agreed.nothing_opaque_is_lost()
    shown = agreed.shown_in_webflow()
    assert [case.told for case in CASES if is_rendering(case) and case.key in held] == []
    assert [case.told for case in CASES if not is_shown(case.text + EDITED, shown[case.key])] == []
    agreed.quiet(held)


@pytest.mark.slow
def test_merging_holds_no_open_and_save_beside_a_real_edit_of_another_paragraph(agreed: Desk) -> None:
    agreed.begin("merge")
    agreed.save_in_butter()
    agreed.edit_in_webflow()
    held = agreed.sync()
    agreed.nothing_opaque_is_lost()
    shown = agreed.shown_in_webflow()
    for case in CASES:
        assert "with an edit" in shown[case.key], case.told
        if not harm(case.text, case.after):
            assert case.key not in held, case.told
            assert is_written(case, EDITED, shown[case.key]), case.told
    agreed.quiet(held)
