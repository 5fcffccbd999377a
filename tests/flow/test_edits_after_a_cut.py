"""A run died right after it made something, and a person edited that before the next: the edit is one, and crosses."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import httpx
import pytest
import small_site
from sandboxes import PROMPT, READS, Crossing, Sandboxes, at_rest
from whole import of

from isogloss import api

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sandboxes import Json

TEA: Json = {
    "all": {},
    "en": {"title": "Tea", "body": "<p>Hot</p>", "minutes": 2},
    "fr": {"title": "Thé", "body": "<p>Chaud</p>", "minutes": 3},
}
TO_WEBFLOW, TO_BUTTER = "webflow", "butter"
HOUR = 3600


class Dead(Exception):
    """The process died."""


def crossing(sandboxes: Sandboxes, folder: Path, target: str, conflict: str, *, tea: Json = TEA) -> Crossing:
    """Two empty sites but for a tea on one of them."""
    made = Crossing(sandboxes, folder, small_site.BOTH, patience=PROMPT)
    made.write_mapping(("flow: both", f"flow: both\nconflict: {conflict}"))
    site = {"article": {"tea": tea}}
    sandboxes.webflow.seed(small_site.webflow_seed({} if target == TO_WEBFLOW else site))
    sandboxes.butter.seed(small_site.butter_seed({} if target == TO_BUTTER else site))
    return made


def cut(across: Crossing, monkeypatch: pytest.MonkeyPatch, *, answered: bool, writes: int = 1) -> None:
    """A run that dies once so many of its writes arrived: before it hears the answer, or before it asks any more."""
    send, sent = httpx.Client.send, []

    def watched(self: httpx.Client, request: httpx.Request, **how: object) -> httpx.Response:
        if len(sent) == writes:
            raise Dead
        answer = send(self, request, **how)  # type: ignore[arg-type]  # as they came
        if request.method not in READS and "/_sandbox/" not in str(request.url):
            sent.append(request)
            if len(sent) == writes and not answered:
                raise Dead
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(httpx.Client, "send", watched)
        with pytest.raises(Dead):
            across.sync()
    across.sandboxes.advance(HOUR)


def edit(
    across: Crossing,
    side: str,
    code: str,
    fields: Mapping[str, object],
    *,
    publish: bool = True,
    action: str = "update",
) -> None:
    """Somebody edits the tea, in names of our own."""
    webflow = side == TO_WEBFLOW
    at: Json = {"collection": "posts", "item": "tea"} if webflow else {"page_type": "article", "slug": "tea"}
    names = small_site.WEBFLOW_NAMES if webflow else small_site.BUTTER_NAMES
    named = {names.get(name, name): value for name, value in fields.items()}
    locale = small_site.LOCALES[code] if webflow else code
    getattr(across.sandboxes, side).edit(action=action, fields=named, publish=publish, locale=locale, **at)


def shown(across: Crossing, field: str, code: str) -> tuple[object, object]:
    """What editors see of the tea on both sides."""
    state, other = across.sandboxes.states()
    tags = {each["cmsLocaleId"]: each["tag"] for each in state["locales"]}
    rows = [row for each in state["collections"] for row in each["items"]]
    (row,) = (row for row in rows if tags[row["cmsLocaleId"]] == small_site.LOCALES[code])
    (page,) = other["pages"]
    text = page["locales"][code]
    name = small_site.BUTTER_NAMES.get(field, field)
    return row["fieldData"].get(small_site.WEBFLOW_NAMES.get(field, field)), (text["draft"] or text["live"]).get(name)


def ends_with(across: Crossing, field: str, code: str, value: object) -> None:
    """The next runs come to rest with a value on both sides, and nothing waits."""
    for _ in range(3):
        if not across.sync().result.counts():
            break
    assert shown(across, field, code) == (value, value)
    assert [str(each.waiting) for each in api.conflicts(across.session()).found] == []
    at_rest(across)


MADE = product([TO_WEBFLOW, TO_BUTTER], [True, False], ["en", "fr"], ["hold", "source", "target"])
PAIRED = (0, 5, 10, 13, 20, 21)
"""The places of six in which each of two of these goes with each of the other."""


@pytest.mark.parametrize(("target", "answered", "code", "conflict"), of(MADE, lambda place, _: place in PAIRED))
def test_an_edit_of_what_a_cut_run_had_made_crosses(
    sandboxes: Sandboxes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
    answered: bool,
    code: str,
    conflict: str,
) -> None:
    source = TO_BUTTER if target == TO_WEBFLOW else TO_WEBFLOW
    across = crossing(sandboxes, tmp_path, target, {"source": source, "target": target}.get(conflict, conflict))
    # Webflow takes each locale in a call of its own, ButterCMS all in one
    cut(across, monkeypatch, answered=answered, writes=2 if (target, code) == (TO_WEBFLOW, "fr") else 1)
    edit(across, target, code, {"title": "Cold"})
    ends_with(across, "title", code, "Cold")


@pytest.mark.parametrize("target", [TO_WEBFLOW, TO_BUTTER])
def test_what_a_person_added_to_what_a_cut_run_had_made_crosses(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    across = crossing(sandboxes, tmp_path, target, "hold", tea={"all": {}, "en": {"title": "Tea"}})
    cut(across, monkeypatch, answered=True)
    edit(across, target, "en", {"minutes": 7})
    ends_with(across, "minutes", "en", 7)


@pytest.mark.parametrize("target", [TO_WEBFLOW, TO_BUTTER])
def test_a_locale_that_a_cut_run_had_added_and_a_person_edited_crosses(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    source = TO_BUTTER if target == TO_WEBFLOW else TO_WEBFLOW
    across = crossing(sandboxes, tmp_path, target, source, tea={"all": {}, "en": TEA["en"]})
    across.sync()
    at_rest(across)
    edit(across, source, "fr", TEA["fr"], action="add_locale")
    edit(across, source, "fr", {"title": "Thé"})
    cut(across, monkeypatch, answered=True)
    edit(across, target, "fr", {"title": "Cold"})
    ends_with(across, "title", "fr", "Cold")


def test_what_both_edited_since_is_a_conflict(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    across = crossing(sandboxes, tmp_path, TO_WEBFLOW, "hold")
    cut(across, monkeypatch, answered=True)
    edit(across, TO_WEBFLOW, "en", {"title": "Cold"})
    edit(across, TO_BUTTER, "en", {"title": "Iced"})
    for _ in range(2):
        across.sync()
        (held,) = api.conflicts(across.session()).found
        assert held.waiting.reason == "both sides changed"
    assert shown(across, "title", "en") == ("Cold", "Iced")


def test_what_a_side_made_of_a_text_when_it_was_written_is_nobodys_edit(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows something else, dated with our call: nothing of that is carried to where the text came from."""
    across = crossing(sandboxes, tmp_path, TO_WEBFLOW, "hold")
    across.patience = replace(PROMPT, unsure=1_000 * HOUR)
    cut(across, monkeypatch, answered=True)
    edit(across, TO_WEBFLOW, "en", {"title": "T"})
    for _ in range(2):
        across.sync()
        (held,) = api.conflicts(across.session()).found
        assert held.waiting.reason == "differ at first contact"
    assert shown(across, "title", "en") == ("T", "Tea")


@pytest.mark.parametrize(
    ("answered", "conflict"), of(product([True, False], ["hold", "butter"]), lambda place, _: place in (0, 3))
)
def test_an_edit_of_what_a_cut_run_had_put_live_crosses(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answered: bool, conflict: str
) -> None:
    """The run had staged a text and published it; who edits it then has it before them."""
    across = crossing(sandboxes, tmp_path, TO_WEBFLOW, conflict)
    across.sync()
    at_rest(across)
    edit(across, TO_BUTTER, "en", {"title": "Green tea"})
    cut(across, monkeypatch, answered=answered, writes=2)
    assert shown(across, "title", "en") == ("Green tea", "Green tea")
    edit(across, TO_WEBFLOW, "en", {"title": "Cold"})
    ends_with(across, "title", "en", "Cold")


def test_what_a_cut_run_had_put_live_is_carried_once_more_over_what_was_there_before(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can tell whether somebody put that back, or whether ours was never there (decision 46)."""
    across = crossing(sandboxes, tmp_path, TO_WEBFLOW, "hold")
    across.sync()
    edit(across, TO_BUTTER, "en", {"title": "Green tea"})
    cut(across, monkeypatch, answered=True, writes=2)
    edit(across, TO_WEBFLOW, "en", {"title": "Tea"})
    ends_with(across, "title", "en", "Green tea")


@pytest.mark.parametrize(
    ("conflict", "inherit"),
    of(product(["hold", "butter", "webflow"], [True, False]), lambda place, _: place in (0, 3, 4)),
)
def test_an_edit_of_the_first_locale_of_what_a_cut_run_had_half_made_crosses(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, conflict: str, inherit: bool
) -> None:
    """All locales begin as copies of the first there, and the run died before it filled the other one."""
    across = crossing(sandboxes, tmp_path, TO_WEBFLOW, conflict)
    sandboxes.webflow.turn(insert=False, api_variants_inherit=inherit)
    text = across.mapping.read_text(encoding="utf-8")
    across.mapping.write_text(text.replace("adapter: webflow,", "adapter: webflow, insert: off,"), encoding="utf-8")
    cut(across, monkeypatch, answered=True)
    assert shown(across, "title", "fr") == ("Tea", "Thé")
    edit(across, TO_WEBFLOW, "en", {"title": "Cold"})
    ends_with(across, "title", "en", "Cold")
    assert shown(across, "title", "fr") == ("Thé", "Thé")


@pytest.mark.parametrize(
    ("target", "conflict"), of(product([TO_WEBFLOW, TO_BUTTER], ["hold", "source"]), lambda place, _: place in (1, 2))
)
def test_an_edit_of_what_a_cut_run_had_written_over_crosses(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, conflict: str
) -> None:
    """One call wrote both cells, and one of them shows what it wrote: so who edited the other had it before them."""
    source = TO_BUTTER if target == TO_WEBFLOW else TO_WEBFLOW
    across = crossing(sandboxes, tmp_path, target, source if conflict == "source" else conflict)
    across.sync()
    edit(across, source, "en", {"title": "Green tea", "body": "<p>Cooler</p>"})
    cut(across, monkeypatch, answered=False)
    edit(across, target, "en", {"title": "Cold"})
    ends_with(across, "title", "en", "Cold")
    assert shown(across, "body", "en") == ("<p>Cooler</p>",) * 2


@pytest.mark.parametrize("publish", [True, False])
def test_an_edit_of_all_that_an_answered_call_had_written_over_is_one_once_it_is_published(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, publish: bool
) -> None:
    """What is live under a draft of both is what was there before, and nobody put that back."""
    across = crossing(sandboxes, tmp_path, TO_WEBFLOW, "hold")
    across.sync()
    edit(across, TO_BUTTER, "en", {"title": "Green tea"})
    cut(across, monkeypatch, answered=True)
    edit(across, TO_WEBFLOW, "en", {"title": "Cold"}, publish=publish)
    for _ in range(2):
        across.sync()
    assert shown(across, "title", "en") == ("Cold", "Cold" if publish else "Green tea")


def test_an_edit_beside_a_number_that_both_may_have_set_alike_waits(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    across = crossing(sandboxes, tmp_path, TO_BUTTER, "hold")
    across.sync()
    edit(across, TO_WEBFLOW, "en", {"title": "Green tea", "minutes": 5})
    cut(across, monkeypatch, answered=False)
    edit(across, TO_BUTTER, "en", {"title": "Cold"})
    across.sync()
    (held,) = api.conflicts(across.session()).found
    assert held.waiting.reason == "both sides changed"
    assert shown(across, "title", "en") == ("Green tea", "Cold")


@pytest.mark.parametrize(("delete", "made_again"), [("hold", False), ("propagate", True)])
def test_what_a_cut_run_had_made_and_a_person_deleted_is_a_deletion_where_those_are_held(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, delete: str, made_again: bool
) -> None:
    """Nobody read it back; so where deletions are carried, it takes nothing with it, and is made again."""
    across = crossing(sandboxes, tmp_path, TO_WEBFLOW, "butter")
    text = across.mapping.read_text(encoding="utf-8").replace("conflict: butter", f"conflict: butter\ndelete: {delete}")
    text = text.replace("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n")
    across.mapping.write_text(text, encoding="utf-8")
    sandboxes.butter.turn(page_delete=True)
    sandboxes.butter.seed(small_site.butter_seed({"article": {"rum": {"all": {}, "en": {"title": "Rum"}}}}))
    cut(across, monkeypatch, answered=True)
    sandboxes.webflow.edit(action="delete", collection="posts", item="tea", locale="en-US", all=True)
    for _ in range(2):
        across.sync()
    found = [each.waiting.reason for each in api.conflicts(across.session()).found]
    state, other = sandboxes.states()
    slugs = {row["fieldData"]["slug"] for each in state["collections"] for row in each["items"]}
    assert found == ([] if made_again else ["deletion"])
    assert ("tea" in slugs, "rum" in slugs) == (made_again, True)
    assert sorted(page["slug"] for page in other["pages"] if not page["deleted"]) == ["rum", "tea"]
