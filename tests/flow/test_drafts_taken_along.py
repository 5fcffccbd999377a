"""What a person staged after a plan was made, our call arrived, or a run died, does not go live with what we write."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import httpx
import pytest
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, Sandboxes
from small_site import BOTH, WRITE_TOKEN
from whole import of

from isogloss.model.address import Side

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sandboxes import Json

    from isogloss.outcomes import Applied

DRAFT, OURS = "Not for the public", "<p>For all</p>"


@pytest.fixture
def crossing(tmp_path: Path, sandboxes: Sandboxes) -> Crossing:
    """The small site, on both sides and at rest; people come when what was published is no longer of this second."""
    made = Crossing(sandboxes, tmp_path, BOTH, patience=PROMPT)
    made.seed()
    made.sync()
    sandboxes.advance(5)
    return made


def item(crossing: Crossing) -> str:
    (posts,) = (each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    return next(row["id"] for row in posts["items"] if row["fieldData"]["slug"] == "second")


def edit(crossing: Crossing, side: Side, *, publish: bool, **fields: str | bool | list[str]) -> None:
    if side is Side.LEFT:
        place = {"collection": "posts", "item": item(crossing), "locale": "en-US"}
        names = {"title": "name"}
    else:
        place = {"page_type": "article", "slug": "second", "locale": "en"}
        names = {"title": "headline"}
    sandbox = crossing.sandboxes.webflow if side is Side.LEFT else crossing.sandboxes.butter
    told = {names.get(name, name): value for name, value in fields.items()}
    sandbox.edit(action="update", **place, fields=told, publish=publish)


def live(crossing: Crossing, side: Side) -> tuple[str, str]:
    """Title and text as the public sees them."""
    shown = seen(crossing, side, live=True)
    return shown["title"], shown["body"]


def seen(crossing: Crossing, side: Side, *, live: bool) -> Json:
    """The entry as the public sees it, or as editors do."""
    if side is Side.RIGHT:
        (page,) = (each for each in crossing.sandboxes.butter.state()["pages"] if each["slug"] == "second")
        variant = page["locales"]["en"]
        fields = variant["live"] if live else variant["draft"] or variant["live"]
        return {**fields, "title": fields["headline"]}
    state = crossing.sandboxes.webflow.state()
    (posts,) = (each for each in state["collections"] if each["slug"] == "posts")
    at = (item(crossing), state["locales"][0]["cmsLocaleId"])
    row = next(row for row in posts["items"] if (row["id"], row["cmsLocaleId"]) == at)
    fields = (row["live"] if live else row)["fieldData"]
    return {**fields, "title": fields["name"]}


def outcomes(applied: Applied) -> set[str]:
    return {settled.outcome for _, settled in applied.result.problems}


@pytest.mark.parametrize("source", list(Side))
def test_a_draft_staged_between_plan_and_apply_does_not_go_live_with_what_is_applied(
    crossing: Crossing, source: Side
) -> None:
    edit(crossing, source, publish=True, body=OURS)
    plan = crossing.plan()
    edit(crossing, source.other, publish=False, title=DRAFT)
    applied = crossing.apply(plan)
    assert live(crossing, source.other)[0] == "Second"
    assert "skipped" in outcomes(applied)
    crossing.sync()
    assert live(crossing, source.other)[0] == "Second"
    edit(crossing, source.other, publish=True, title=DRAFT)
    crossing.sync()
    assert live(crossing, source.other) == live(crossing, source) == (DRAFT, OURS)


def test_a_draft_staged_right_after_our_publishing_is_not_published_when_the_run_is_taken_up_again(
    crossing: Crossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(crossing, Side.RIGHT, publish=True, body=OURS)
    send, seen = httpx.Client.send, []

    def sent(self: httpx.Client, request: httpx.Request, **how: object) -> httpx.Response:
        answer = send(self, request, **how)  # type: ignore[arg-type]  # as they came
        if request.url.path.endswith("/items/publish") and not seen:
            seen.append(request)
            edit(crossing, Side.LEFT, publish=False, title=DRAFT)
        return answer

    monkeypatch.setattr(httpx.Client, "send", sent)
    crossing.sync()
    assert seen
    assert live(crossing, Side.LEFT) == ("Second", OURS)
    crossing.sync()
    crossing.sync()
    assert live(crossing, Side.LEFT) == ("Second", OURS)
    edit(crossing, Side.LEFT, publish=True, title=DRAFT)
    crossing.sync()
    assert live(crossing, Side.LEFT) == live(crossing, Side.RIGHT) == (DRAFT, OURS)


class Dead(Exception):
    """The process died."""


@pytest.fixture
def cut(crossing: Crossing, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A run that dies at its first write, which has its intent and has no effect."""
    send = httpx.Client.send

    def sent(self: httpx.Client, request: httpx.Request, **how: object) -> httpx.Response:
        if request.method == "PATCH" and "/_sandbox/" not in request.url.path:
            raise Dead
        return send(self, request, **how)  # type: ignore[arg-type]  # as they came

    def run() -> None:
        with monkeypatch.context() as patched:
            patched.setattr(httpx.Client, "send", sent)
            with pytest.raises(Dead):
                crossing.sync()

    return run


@pytest.mark.parametrize(
    ("source", "edits", "name"),
    of(
        product(Side, ("report", "carry"), ("title", "body", "featured")),
        lambda place, _: (place // 6 + place // 3 % 2 + place % 3) % 2 == 0,  # every two of them meet
    ),
)
def test_a_draft_staged_after_a_run_died_at_its_write_neither_goes_live_nor_is_written_over(
    crossing: Crossing, cut: Callable[[], None], source: Side, edits: str, name: str
) -> None:
    crossing.write_mapping(("limits:", f"unpublished_edits: {edits}\nlimits:"))
    edit(crossing, source, publish=True, body=OURS)
    cut()
    value: str | bool = {"title": DRAFT, "body": f"<p>{DRAFT}</p>"}.get(name, True)
    edit(crossing, source.other, publish=False, **{name: value})
    before = seen(crossing, source.other, live=False)
    for _ in range(2):
        crossing.sync()
        public = seen(crossing, source.other, live=True)
        assert (public["title"], public["featured"]) == ("Second", False)
        assert DRAFT not in public["body"]
        assert seen(crossing, source.other, live=False)[name] == before[name] == value


@pytest.mark.parametrize("merge", [False, True])
def test_a_draft_does_not_go_live_because_the_other_side_published_a_draft_of_its_own(
    crossing: Crossing, merge: object
) -> None:
    conflict = "conflict: merge\n" if merge else ""
    crossing.write_mapping(("limits:", f"{conflict}unpublished_edits: carry\nlimits:"))
    edit(crossing, Side.RIGHT, publish=True, body="<p>One</p><p>Two</p>")
    crossing.sync()
    edit(crossing, Side.RIGHT, publish=False, body="<p>One</p><p>Two, right</p>")
    crossing.sync()
    draft = {"body": f"<p>{DRAFT}</p><p>Two</p>"} if merge else {"title": DRAFT}
    edit(crossing, Side.LEFT, publish=False, **draft)
    crossing.sync()
    edit(crossing, Side.RIGHT, publish=True, body="<p>One</p><p>Two, right</p>")
    for _ in range(2):
        applied = crossing.sync()
        assert DRAFT not in "".join(live(crossing, Side.LEFT))
        assert applied.conflicts == 1
    assert applied.result.counts() == {}


def test_what_could_not_be_published_goes_live_although_something_else_is_held(crossing: Crossing) -> None:
    """Where drafts are carried, what is staged is agreed on at once, and what lies there looks like a person's."""
    crossing.write_mapping(("limits:", "unpublished_edits: carry\nlimits:"))
    for side in Side:
        edit(crossing, side, publish=True, body=f"<p>{side.value}</p>")
    edit(crossing, Side.RIGHT, publish=True, title="For all")
    webflow = crossing.sandboxes.webflow
    webflow.fault(kind="status", method="POST", path="/items/publish$", status=400, times=None)
    assert crossing.sync().conflicts == 1
    webflow.mend()
    assert live(crossing, Side.LEFT) == ("Second", "<p>left</p>")
    assert crossing.sync().conflicts == 1
    assert live(crossing, Side.LEFT) == ("For all", "<p>left</p>")
    assert live(crossing, Side.RIGHT) == ("For all", "<p>right</p>")
    assert crossing.sync().result.counts() == {}


def test_a_draft_that_only_adds_links_is_carried_as_one_and_follows_the_source(crossing: Crossing) -> None:
    def related(*, live: bool) -> int:
        return len(seen(crossing, Side.LEFT, live=live)["related"])

    crossing.write_mapping(("limits:", "unpublished_edits: carry\nlimits:"))
    for links in (["first", "third"], ["first", "third", "fourth"]):
        edit(crossing, Side.RIGHT, publish=False, related=links)
        for _ in range(2):
            assert crossing.sync().conflicts == 0
            assert (related(live=False), related(live=True)) == (len(links), 1)
    edit(crossing, Side.RIGHT, publish=True, related=["first", "third"])
    crossing.sync()
    assert (related(live=False), related(live=True)) == (2, 2)


@pytest.mark.parametrize("target", ["still a draft", "live meanwhile"])
def test_a_draft_that_links_to_another_draft_goes_live_when_somebody_publishes_it(
    crossing: Crossing, target: str
) -> None:
    """Whether such a link is hidden from the public or was drafted shows by nothing but the times of the page."""

    def related(*, live: bool) -> int:
        return len(seen(crossing, Side.LEFT, live=live)["related"])

    crossing.write_mapping(("limits:", "unpublished_edits: carry\nlimits:"))
    edit(crossing, Side.RIGHT, publish=False, related=["first", "fourth"])
    for _ in range(3):
        assert crossing.sync().conflicts == 0
        assert (related(live=False), related(live=True)) == (2, 1)
    if target == "live meanwhile":
        crossing.sandboxes.butter.edit(action="publish", page_type="article", slug="fourth", locale="en")
        for _ in range(2):
            crossing.sync()
            assert (related(live=False), related(live=True)) == (2, 1)
    crossing.sandboxes.butter.edit(action="publish", page_type="article", slug="second", locale="en")
    crossing.sync()
    assert (related(live=False), related(live=True)) == (2, 2)
    assert crossing.sync().result.counts() == {}


def test_a_draft_that_a_call_published_is_one_across_and_every_plan_says_that_nobody_can_tell(
    crossing: Crossing,
) -> None:
    """A call that publishes may leave the time at which a page was published as it was."""
    crossing.write_mapping(("limits:", "unpublished_edits: carry\nlimits:"))
    edit(crossing, Side.RIGHT, publish=False, related=["first", "third", "fourth"])
    crossing.sync()
    assert told(crossing) == []  # what links to the public's page as well is drafted for sure
    edit(crossing, Side.RIGHT, publish=False, related=["first", "fourth"])
    assert told(crossing) == [("published or drafted", "en-US")]
    crossing.sync()
    butter = crossing.sandboxes.butter
    butter.http.patch(
        f"{butter.url}/v2/pages/article/second/",
        headers={"Authorization": f"Token {WRITE_TOKEN}"},
        json={"status": "published", "fields": {"en": {"headline": "Second"}}},
    ).raise_for_status()
    for _ in range(2):
        assert [len(seen(crossing, side, live=True)["related"]) for side in Side] == [1, 2]
        assert told(crossing) == [("published or drafted", "en-US")]
        assert crossing.sync().conflicts == 0
    butter.edit(action="publish", page_type="article", slug="second", locale="en")
    assert told(crossing) == []
    crossing.sync()
    assert [len(seen(crossing, side, live=True)["related"]) for side in Side] == [2, 2]


def told(crossing: Crossing) -> list[tuple[str, str]]:
    """What the plan remarks, and of which locale."""
    return [(each["about"], each["locale"]) for each in lines_of(crossing.plan(), "remark")]
