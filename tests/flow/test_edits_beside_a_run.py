"""Somebody works on a platform while a run writes to it: both vendors, both directions, staged and live.

Both sandboxes run in this process. What a person does is done through the control plane, the moment after a write was
answered, so it is always in the middle of a run.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from manual_clock import ManualClock
from sandboxes import PROMPT, VENDORS, Crossing, Sandboxes, standing
from whole import of

from isogloss.model.address import Side
from isogloss.sandbox import buttercms, webflow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json = dict[str, Any]

ENTRIES = 5
TITLES = [f"Title {place}" for place in range(ENTRIES)]
TO = {"webflow": small_site.BACKWARD, "butter": small_site.FORWARD}


@dataclass
class Meanwhile:
    """What a person does after each write that one sandbox answered, by the number of the write."""

    does: dict[int, Callable[[], None]] = field(default_factory=dict)
    writes: int = 0

    def answered(self) -> None:
        self.writes += 1
        act = self.does.pop(self.writes, None)
        if act is not None:
            act()

    def after(self, write: int, act: Callable[[], None]) -> None:
        """From now on, after so many writes more."""
        self.does[self.writes + write] = act


@dataclass
class Stage:
    """Both sandboxes, and who works beside us on each."""

    pair: Sandboxes
    apps: dict[str, Any]
    meanwhile: dict[str, Meanwhile]
    crossing: Crossing | None = None

    def across(self, vendor: str) -> str:
        return next(each for each in VENDORS if each != vendor)

    def edit(self, vendor: str, place: int, *, publish: bool, kind: str = "article", **fields: object) -> None:
        """A person at the control plane; ``title`` and ``minutes`` by their neutral names."""
        publishing = {"publish": True} if publish else {}
        if vendor == "webflow":
            named = {small_site.WEBFLOW_NAMES.get(name, name): value for name, value in fields.items()}
            at = {"collection": "posts", "item": f"post-{place}"}
        else:
            named = {small_site.BUTTER_NAMES.get(name, name): value for name, value in fields.items()}
            at = {"page_type": "article", "slug": f"post-{place}", "locale": "en"}
        self.apps[vendor].edit({"action": "update", **at, "fields": named, **publishing})

    def id_of(self, slug: str) -> str:
        """Webflow's id of an article."""
        (posts,) = (each for each in self.apps["webflow"].state()["collections"] if each["slug"] == "posts")
        return next(str(row["id"]) for row in posts["items"] if row["fieldData"]["slug"] == slug)

    def there(self, vendor: str) -> set[str]:
        """The slugs of the articles on a side."""
        state = self.apps[vendor].state()
        if vendor == "butter":
            return {page["slug"] for page in state["pages"] if not page["deleted"]}
        (posts,) = (each for each in state["collections"] if each["slug"] == "posts")
        return {row["fieldData"]["slug"] for row in posts["items"]}

    def shown(self, vendor: str, name: str, *, live: bool) -> list[object]:
        """One field of every article, in order: what the public sees, or the newest."""
        state = self.apps[vendor].state()
        found: dict[str, object] = {}
        if vendor == "webflow":
            slug = small_site.WEBFLOW_NAMES.get(name, name)
            rows = next(each["items"] for each in state["collections"] if each["slug"] == "posts")
            for row in rows:
                held = row["live"]["fieldData"] if live else row["fieldData"]
                found[row["fieldData"]["slug"]] = held.get(slug)
        else:
            slug = small_site.BUTTER_NAMES.get(name, name)
            for page in state["pages"]:
                variant = page["locales"]["en"]
                held = variant["live"] if live else variant["draft"] or variant["live"]
                found[page["slug"]] = held.get(slug)
        return [found[f"post-{place}"] for place in range(len(found))]


def site(entries: int) -> Json:
    articles = {
        f"post-{place}": {"all": {}, "en": {"title": f"Title {place}", "minutes": 1}} for place in range(entries)
    }
    return {"article": articles}


@contextmanager
def staged(
    folder: Any,
    entries: int = ENTRIES,
    replaced: Any = (),
    flow: str = small_site.BOTH,
    parallel: int = 1,
    **more: Any,
) -> Iterator[Stage]:
    """Articles on both sides, in agreement, and the logs empty."""
    apps = {"webflow": webflow.create(rate_limit=None), "butter": buttercms.create()}
    meanwhile = {vendor: Meanwhile() for vendor in VENDORS}
    with standing(apps, lambda vendor: meanwhile[vendor].answered()) as pair:
        stage = Stage(pair, apps, meanwhile)
        stage.crossing = Crossing(pair, folder, flow, patience=PROMPT, **more)
        width = ("adapter: buttercms\n", f"adapter: buttercms\n    parallel: {parallel}\n")
        stage.crossing.write_mapping(("freshness: 600\n", ""), width, *replaced)
        pair.webflow.seed(small_site.webflow_seed(site(entries)))
        pair.butter.seed(small_site.butter_seed(site(entries)))
        assert stage.crossing.sync().result.counts() == {}
        yield stage


def even(_place: int, case: tuple[object, ...]) -> bool:
    """Half of a grid of things that are so or not, in which each goes with each other one both ways."""
    return sum(map(bool, case)) % 2 == 0


FIRST = of(product([True, False], [True, False], [True, False], [True, False]), even)


@pytest.mark.parametrize(
    ("ways", "written", "command", "live"),
    [(1 + both, VENDORS[butter], ("sync", "apply")[apply], live) for both, butter, apply, live in FIRST],
)
def test_an_edit_made_after_the_first_write_of_a_run_of_five_entries_survives(tmp_path, ways, written, command, live):
    with staged(tmp_path, flow=small_site.BOTH if ways == 2 else TO[written]) as stage:
        for place in range(ENTRIES):
            stage.edit(stage.across(written), place, publish=True, title=f"Across {place}")

        def person() -> None:
            for place in range(1, ENTRIES):
                stage.edit(written, place, publish=live, title=f"Mine {place}", minutes=70 + place)

        stage.meanwhile[written].after(1, person)
        crossing = stage.crossing
        applied = crossing.sync() if command == "sync" else crossing.apply(crossing.plan())
        assert stage.shown(written, "title", live=False)[1:] == [f"Mine {place}" for place in range(1, ENTRIES)]
        assert stage.shown(written, "minutes", live=False)[1:] == [70 + place for place in range(1, ENTRIES)]
        if not live:
            assert stage.shown(written, "minutes", live=True) == [1] * ENTRIES
            assert not any(str(title).startswith("Mine") for title in stage.shown(written, "title", live=True))
        assert applied.result.counts().get("confirmed", 0) <= 1 + (written == "webflow")
        again = crossing.sync()  # both sides changed: held, and nobody's word is lost
        assert stage.shown(written, "title", live=False)[1:] == [f"Mine {place}" for place in range(1, ENTRIES)]
        assert again.conflicts >= ENTRIES - 1


@pytest.mark.parametrize("parallel", [2, 5])
def test_an_edit_made_after_the_first_calls_that_left_together_survives(tmp_path, parallel):
    entries = 2 * parallel
    with staged(tmp_path, entries, flow=TO["butter"], parallel=parallel) as stage:
        for place in range(entries):
            stage.edit("webflow", place, publish=True, title=f"Across {place}")
        late = [f"Mine {place}" for place in range(parallel, entries)]

        def person() -> None:
            for place in range(parallel, entries):
                stage.edit("butter", place, publish=True, title=f"Mine {place}")

        stage.meanwhile["butter"].after(parallel, person)
        applied = stage.crossing.sync()
        assert stage.shown("butter", "title", live=True)[parallel:] == late
        assert applied.result.counts()["confirmed"] == parallel
        log = [line["method"] for line in stage.pair.butter.log()]
        first = log.index("PATCH")
        assert set(log[first : first + parallel]) == {"PATCH"}, "they left together, after one look"
        again = stage.crossing.sync()
        assert stage.shown("butter", "title", live=True)[parallel:] == late
        assert again.conflicts >= parallel


@pytest.mark.parametrize("written", VENDORS)
def test_a_number_edited_during_the_run_is_merged_with_the_title_by_the_next(tmp_path, written):
    with staged(tmp_path) as stage:
        for place in range(ENTRIES):
            stage.edit(stage.across(written), place, publish=True, title=f"Across {place}")
        stage.meanwhile[written].after(
            1, lambda: [stage.edit(written, place, publish=True, minutes=70 + place) for place in range(1, ENTRIES)]
        )
        stage.crossing.sync()
        stage.crossing.sync()
        for vendor in VENDORS:
            assert stage.shown(vendor, "title", live=True) == [f"Across {place}" for place in range(ENTRIES)]
            assert stage.shown(vendor, "minutes", live=True) == [1, *(70 + place for place in range(1, ENTRIES))]
        assert stage.crossing.sync().result.counts() == {}


def test_a_number_that_was_only_staged_during_the_run_is_not_published_with_ours(tmp_path):
    """Our first call to Webflow stages five titles, our second publishes them; in between somebody works on."""
    with staged(tmp_path) as stage:
        for place in range(ENTRIES):
            stage.edit("butter", place, publish=True, title=f"Across {place}")
        stage.meanwhile["webflow"].after(1, lambda: stage.edit("webflow", 3, publish=False, minutes=70))
        applied = stage.crossing.sync()
        assert stage.shown("webflow", "minutes", live=True) == [1] * ENTRIES
        assert stage.shown("webflow", "minutes", live=False)[3] == 70
        others = [title for place, title in enumerate(stage.shown("webflow", "title", live=True)) if place != 3]
        assert others == [f"Across {place}" for place in range(ENTRIES) if place != 3]
        assert applied.result.counts()["skipped"] == 1


@pytest.mark.parametrize("action", ["unpublish", "archive"])
def test_what_a_person_takes_off_the_site_after_our_draft_of_it_stays_off(tmp_path, action):
    def is_live(vendor):
        state = stage.apps[vendor].state()
        if vendor == "butter":
            page = next(each for each in state["pages"] if each["slug"] == "post-3")
            return page["locales"]["en"]["live"] is not None
        rows = next(each["items"] for each in state["collections"] if each["slug"] == "posts")
        row = next(each for each in rows if each["fieldData"]["slug"] == "post-3")
        return row["live"] is not None and not row["isArchived"]

    with staged(tmp_path) as stage:
        for place in range(ENTRIES):
            stage.edit("butter", place, publish=True, title=f"Across {place}")
        off = {"action": action, "collection": "posts", "item": "post-3"}
        stage.meanwhile["webflow"].after(1, lambda: stage.apps["webflow"].edit(off))
        for _ in range(2):
            stage.crossing.sync()
            assert (is_live("webflow"), is_live("butter")) == (False, True), "a person takes pages of ButterCMS off"
        assert stage.shown("webflow", "title", live=False) == [f"Across {place}" for place in range(ENTRIES)]


@pytest.mark.parametrize(("conflict", "edited"), [("hold", False), ("webflow", False), ("hold", True)])
def test_our_draft_of_what_is_deleted_before_it_is_published_is_no_edit_against_that(tmp_path, conflict, edited):
    carry = ("limits:", f"unpublished_edits: carry\ndelete: propagate\nconflict: {conflict}\nlimits:")
    deletes = ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n")
    with staged(tmp_path, replaced=[carry, deletes]) as stage:
        stage.pair.butter.turn(page_delete=True)
        stage.edit("butter", 3, publish=True, title="Across 3")
        gone = {"action": "delete", "page_type": "article", "slug": "post-3"}

        def person():
            stage.apps["butter"].edit(gone)
            if edited:
                stage.edit("webflow", 3, publish=False, minutes=70)

        stage.meanwhile["webflow"].after(1, person)
        for _ in range(2):
            applied = stage.crossing.sync()
        assert ("post-3" in stage.there("webflow")) is edited
        assert "post-3" not in stage.there("butter")
        assert applied.conflicts == edited


@pytest.mark.parametrize(("said", "arrives"), [("", "Newer"), ("\nfreshness: 30", "Across 4")], ids=["default", "30"])
def test_a_source_is_looked_at_again_after_as_many_seconds_as_the_mapping_says(tmp_path, said, arrives):
    clock = ManualClock()
    with staged(tmp_path, clock=clock, replaced=[("flow: both", f"flow: both{said}")]) as stage:
        for place in range(ENTRIES):
            stage.edit("webflow", place, publish=True, title=f"Across {place}")

        def person() -> None:
            clock.sleep(6)
            stage.edit("webflow", 4, publish=True, title="Newer")

        stage.meanwhile["butter"].after(1, person)
        applied = stage.crossing.sync()
        assert ("skipped" in applied.result.counts()) == (applied.again is not None) == (said == "")
        assert stage.shown("butter", "title", live=True)[4] == arrives  # what moved was planned again at the end
        stage.crossing.sync()
        assert stage.shown("butter", "title", live=True)[4] == "Newer"


@pytest.mark.parametrize(
    ("ways", "written", "entries", "live"),
    [
        (1 + both, *(("webflow", 205), ("butter", 6))[butter], live)
        for both, butter, live in of(product([True, False], [True, False], [True, False]), even)
    ],
)
def test_an_edit_made_a_second_before_its_batch_in_a_run_of_a_minute_survives(tmp_path, ways, written, entries, live):
    clock = ManualClock()
    with staged(tmp_path, entries, clock=clock, flow=small_site.BOTH if ways == 2 else TO[written]) as stage:
        for place in range(entries):
            stage.edit(stage.across(written), place, publish=True, title=f"Across {place}")
        edited: list[int] = []
        batches = 3 if written == "webflow" else entries

        def slow(write: int) -> Callable[[], None]:
            def pass_time() -> None:
                clock.sleep(60 / batches)
                if write == batches - 1:  # somebody edits what is in the last batch
                    there = stage.shown(written, "title", live=False)
                    edited.extend(place for place in range(entries) if there[place] == f"Title {place}")
                    stage.edit(written, edited[0], publish=live, title="Mine", minutes=70)
                    clock.sleep(1)

            return pass_time

        for write in range(1, batches):
            stage.meanwhile[written].after(write, slow(write))
        applied = stage.crossing.sync()
        mine = edited[0]
        assert len(edited) == (1 if written == "butter" else entries - 200)
        assert stage.shown(written, "title", live=False)[mine] == "Mine"
        assert stage.shown(written, "minutes", live=False)[mine] == 70
        if not live:
            assert stage.shown(written, "minutes", live=True)[mine] == 1
        assert applied.result.counts()["skipped"] == 1
        others = [title for place, title in enumerate(stage.shown(written, "title", live=True)) if place != mine]
        assert others == [f"Across {place}" for place in range(entries) if place != mine]


def test_one_page_by_time_of_change_tells_that_a_whole_batch_did_not_move(tmp_path):
    long_after = ManualClock(datetime(2100, 1, 1, tzinfo=UTC))
    with staged(tmp_path, 205, clock=long_after) as stage:
        stage.edit("butter", 3, publish=True, minutes=2)
        stage.crossing.sync()
        for place in range(205):
            stage.edit("butter", place, publish=True, title=f"Across {place}")
        stage.pair.forget()
        planned = stage.crossing.plan().header.cost["webflow"]
        stage.pair.forget()
        applied = stage.crossing.sync()
        assert set(applied.result.counts()) <= {"confirmed", "normalized"}
        log = [line for line in stage.pair.webflow.log() if "/items" in line["path"]]
        patched = [place for place, line in enumerate(log) if line["method"] == "PATCH"]
        between = log[patched[0] + 1 : patched[-1]]
        asked = [line["query"] for line in between if line["method"] == "GET"]
        # before each call but the first: the page that our own hundred fills, and what lies below it
        assert 4 <= len(asked) <= 6
        assert all("sortBy=lastUpdated&sortOrder=desc" in query for query in asked)
        assert planned.looks == 5  # before three calls that change and three that publish, but for the first


@pytest.mark.parametrize("moved", [False, True])
def test_one_page_of_pages_by_time_of_change_tells_that_no_source_moved(tmp_path, moved):
    clock = ManualClock()
    with staged(tmp_path, clock=clock) as stage:
        for place in range(ENTRIES):
            stage.edit("butter", place, publish=True, title=f"Across {place}")
        stage.pair.forget()

        def person() -> None:
            clock.sleep(6)
            if moved:
                stage.edit("butter", 2, publish=True, title="Newer")

        stage.meanwhile["webflow"].after(1, person)
        applied = stage.crossing.sync()
        asked = [line for line in stage.pair.butter.log() if "order=-updated" in line["query"]]
        assert len(asked) == 1
        assert applied.result.counts().get("skipped", 0) == 0, "a publish carries no content across"
        stage.crossing.sync()
        titles = [f"Across {place}" for place in range(ENTRIES)]
        titles[2] = "Newer" if moved else titles[2]
        assert stage.shown("webflow", "title", live=True) == titles


class Waiting(ManualClock):
    """A clock on which somebody works while a request waits for its turn."""

    does: Callable[[], None] | None = None

    def sleep(self, seconds: float) -> None:
        """Let time pass, and somebody act at the end of a long wait."""
        super().sleep(seconds)
        if seconds > 6 and self.does is not None:
            act, self.does = self.does, None
            act()


@pytest.mark.parametrize("rate", [2, 10, 12, 60])
def test_what_waited_for_its_turn_is_looked_at_again_and_still_gets_there(tmp_path, rate):
    clock = Waiting()
    with staged(tmp_path, clock=clock, replaced=[("rate: 600000}", f"rate: {rate}}}")]) as stage:
        for place in range(ENTRIES):
            stage.edit("butter", place, publish=True, title=f"Across {place}")
        edited: list[bool] = []

        def person() -> None:
            if "Across 2" not in stage.shown("webflow", "title", live=False):
                stage.edit("webflow", 2, publish=True, title="Mine")
                edited.append(True)

        clock.does = person
        applied = stage.crossing.sync()
        titles = [f"Across {place}" for place in range(ENTRIES)]
        assert bool(edited) is (rate < 60), "nobody had to wait"
        if edited:
            titles[2] = "Mine"
            assert applied.conflicts or applied.result.counts().get("skipped")
        assert stage.shown("webflow", "title", live=True) == titles


@pytest.mark.parametrize("call", [1, 2], ids=["staged", "published"])
def test_a_number_that_a_person_changes_as_soon_as_ours_is_there_crosses_back(tmp_path, call):
    with staged(tmp_path, entries=1) as stage:
        stage.edit("butter", 0, publish=True, minutes=17)
        stage.meanwhile["webflow"].after(call, lambda: stage.edit("webflow", 0, publish=True, minutes=18))
        stage.crossing.sync()
        for _ in range(2):
            last = stage.crossing.sync()
        shown = {vendor: stage.shown(vendor, "minutes", live=False) for vendor in VENDORS}
        assert shown == {"webflow": [18], "butter": [18]} or last.conflicts == 1, shown


@pytest.mark.parametrize("vendor", VENDORS)
def test_what_a_person_links_to_beside_a_run_is_not_deleted_and_the_look_is_priced(tmp_path, vendor):
    clock = ManualClock()
    replaced = [
        ("limits:", "delete: propagate\nlimits:"),
        ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
        ("rate: 600000}", "rate: 30}"),
        ("rate: 600000\n", "rate: 30\n"),
    ]
    with staged(tmp_path, replaced=replaced, clock=clock) as stage:
        stage.pair.butter.turn(page_delete=True)
        other, butter = stage.across(vendor), {"page_type": "article"}
        stage.edit(other, 0, publish=True, title="Across 0")
        for slug in ("post-1", "post-2"):
            what = {**butter, "slug": slug} if other == "butter" else {"collection": "posts", "item": slug, "all": True}
            stage.apps[other].edit({"action": "delete", **what})
        target = stage.id_of("post-1") if vendor == "webflow" else "post-1"

        def person() -> None:
            clock.sleep(6)
            stage.edit(vendor, 3, publish=False, related=[target])

        stage.meanwhile[vendor].after(1, person)
        priced = stage.crossing.plan().header.cost[vendor].looks
        applied = stage.crossing.sync()
        told = [settled.detail for op, settled in applied.result.problems if op.verb == "delete"]
        assert [detail.partition(" · ")[2] for detail in told] == ["en-US · related"]
        assert stage.there(vendor) == {"post-0", "post-1", "post-3", "post-4"}
        looks = applied.requests[Side.LEFT if vendor == "webflow" else Side.RIGHT]["looks"]
        assert priced <= looks <= priced + len(small_site.LOCALES), "and what the person made is looked at, too"


WRITTEN = [
    ("webflow", 1, True, 0),  # it is sent the content, then publishes it
    ("webflow", 1, False, 0),
    ("webflow", 2, True, 0),
    ("webflow", 2, False, 6),  # its public does not see that, and a listing is asked for only then
    ("butter", 1, True, 0),
]
"""By vendor: the call after which a person links, whether they publish that, and seconds that pass then."""


@pytest.mark.parametrize(("vendor", "call", "publish", "seconds"), WRITTEN)
def test_what_a_person_links_to_in_what_the_run_just_wrote_is_not_deleted(tmp_path, vendor, call, publish, seconds):
    """The link is there before the run reads back what it wrote, and so it is known with that."""
    replaced = [
        ("limits:", "delete: propagate\nlimits:"),
        ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
    ]
    clock = ManualClock()
    with staged(tmp_path, replaced=replaced, clock=clock) as stage:
        stage.pair.butter.turn(page_delete=True)
        other, butter = stage.across(vendor), {"page_type": "article", "slug": "post-1"}
        stage.edit(other, 0, publish=True, title="Across 0")
        gone = butter if other == "butter" else {"collection": "posts", "item": "post-1", "all": True}
        stage.apps[other].edit({"action": "delete", **gone})
        target = stage.id_of("post-1") if vendor == "webflow" else "post-1"

        def person() -> None:
            stage.edit(vendor, 0, publish=publish, related=[target])
            clock.sleep(seconds)

        stage.meanwhile[vendor].after(call, person)
        applied = stage.crossing.sync()
        (told,) = [settled for op, settled in applied.result.problems if op.verb == "delete"]
        assert (told.outcome, told.detail.partition(" · ")[2]) == ("skipped", "en-US · related")
        assert "post-1" in stage.there(vendor)


MINUTES = "      minutes: {type: number, webflow: minutes, butter: minutes}\n"
UNCOMPARED = {"unmapped": "", "off": MINUTES.replace("}", ", flow: off}")}
"""How a mapping says that nobody compares the minutes."""
OTHERS = ("{page_type: article}", "{page_type: article, other_fields: [minutes]}")


@pytest.mark.parametrize(
    ("written", "moment", "edits", "how"),
    of(
        product(VENDORS, ["after a write of ours", "before a write of ours"], ["report", "carry"], UNCOMPARED),
        lambda place, _: place in {0, 3, 6, 9, 12, 15, 5, 10},  # every two of them meet
    ),
)
def test_a_draft_of_what_is_not_compared_does_not_go_live_with_what_a_run_writes_beside_it(
    tmp_path, written, moment, edits, how
):
    """Our title is published across; the number is a draft that somebody began while the run was at work."""
    carry = ("limits:", f"unpublished_edits: {edits}\nlimits:")
    with staged(tmp_path, replaced=[(MINUTES, UNCOMPARED[how]), OTHERS, carry]) as stage:
        source, mine = stage.across(written), 0 if moment.startswith("after") else 3
        stage.edit(source, mine, publish=True, title=f"Across {mine}")
        if mine:  # what is made anew is made first
            new(stage, source)
        stage.meanwhile[written].after(1, lambda: stage.edit(written, mine, publish=False, minutes=70))
        for _ in range(3):
            stage.crossing.sync()
            assert stage.shown(written, "minutes", live=True)[:ENTRIES] == [1] * ENTRIES
            assert stage.shown(written, "minutes", live=False)[mine] == 70
        publish(stage, written, mine)
        stage.crossing.sync()
        assert stage.shown(written, "title", live=True)[mine] == f"Across {mine}"
        assert stage.shown(written, "minutes", live=True)[mine] == 70
        assert stage.crossing.sync().result.counts() == {}


@pytest.mark.parametrize("written", VENDORS)
def test_what_is_not_compared_and_was_published_beside_a_run_keeps_nothing_back(tmp_path, written):
    with staged(tmp_path, replaced=[(MINUTES, ""), OTHERS]) as stage:
        stage.edit(stage.across(written), 3, publish=True, title="Across 3")
        new(stage, stage.across(written))
        stage.meanwhile[written].after(1, lambda: stage.edit(written, 3, publish=True, minutes=70))
        stage.crossing.sync()
        assert stage.shown(written, "title", live=True)[3] == "Across 3"
        assert stage.shown(written, "minutes", live=True)[3] == 70


def new(stage: Stage, vendor: str) -> None:
    """A person makes one article more."""
    titled = {"title": "New", "local_slug": f"post-{ENTRIES}"}
    names = {"local_slug": "slug", **small_site.WEBFLOW_NAMES} if vendor == "webflow" else small_site.BUTTER_NAMES
    at = {"collection": "posts", "item": f"post-{ENTRIES}"}
    if vendor == "butter":
        at = {"page_type": "article", "slug": f"post-{ENTRIES}", "locale": "en", "title": "New"}
    fields = {names.get(name, name): value for name, value in titled.items()}
    stage.apps[vendor].edit({"action": "create", **at, "fields": fields, "publish": True})


def publish(stage: Stage, vendor: str, place: int) -> None:
    """A person publishes an article as it stands."""
    at = {"collection": "posts", "item": f"post-{place}"}
    if vendor == "butter":
        at = {"page_type": "article", "slug": f"post-{place}", "locale": "en"}
    stage.apps[vendor].edit({"action": "publish", **at})
