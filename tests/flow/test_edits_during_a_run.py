"""An edit made while a run is at work is never written over: it is found, skipped, and merged by the next run."""

from dataclasses import dataclass, field

import pytest
from two_worlds import EN, FR, Pair, number, remote_of, text

from isogloss.adapters.memory import World
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.schema import Capabilities

ENTRIES = 5
SIDES = list(Side)


@dataclass(slots=True)
class Busy(World):
    """A world in which somebody works while we do.

    meanwhile: what happens after each of our writes here, by the number of the write.
    """

    meanwhile: dict = field(default_factory=dict)
    calls_before: int = 0

    def write(self, name, act):
        World.write(self, name, act)
        after = self.meanwhile.pop(len(self.calls) - self.calls_before, None)
        if after is not None:
            after()


def site(folder, capabilities=None, **options):
    """Five articles on both sides, in agreement."""
    folder.mkdir(exist_ok=True)
    can = capabilities or Capabilities(batch=1)
    made = Pair(
        folder, left=Busy(capabilities=can, strict=False), right=Busy(capabilities=can, strict=False), options=options
    )
    for place in range(ENTRIES):
        english = {"title": text(f"Title {place}"), "rank": number(place), STATUS: PUBLISHED}
        french = {"title": text(f"Titre {place}"), "rank": number(place), STATUS: PUBLISHED}
        made.left.put("article", f"p{place}", {EN: english, FR: french}, slug=f"post-{place}")
    made.sync()
    for world in (made.left, made.right):
        world.calls_before = len(world.calls)
    return made


def edit(world, place, words, *, publish=True, name="title", locale=EN):
    value = text(words) if name == "title" else number(words)
    world.edit("article", remote_of(world, "article", f"post-{place}"), locale, publish=publish, **{name: value})


def titles(world, locale=EN):
    return [
        world.entries["article", remote_of(world, "article", f"post-{place}")].versions[locale].staged["title"].text
        for place in range(ENTRIES)
    ]


def live(world, name, locale=EN):
    return [
        world.entries["article", remote_of(world, "article", f"post-{place}")].versions[locale].live[name].text
        for place in range(ENTRIES)
    ]


@pytest.mark.parametrize("staged", [False, True])
@pytest.mark.parametrize("batch", [1, 2])
@pytest.mark.parametrize("command", ["sync", "apply"])
@pytest.mark.parametrize("source", SIDES)
def test_an_edit_made_on_the_written_side_after_the_first_write_survives(tmp_path, source, command, batch, staged):
    pair = site(tmp_path / "pair", Capabilities(batch=batch))
    target = pair.world(source.other)
    for place in range(ENTRIES):
        edit(pair.world(source), place, f"From across {place}")
    written = []

    def somebody_edits():
        written.extend(titles(target))
        for place in range(ENTRIES):
            edit(target, place, f"Mine {place}", publish=not staged)

    target.meanwhile[1] = somebody_edits
    applied = pair.sync() if command == "sync" else pair.apply(pair.plan())
    assert titles(target) == [f"Mine {place}" for place in range(ENTRIES)]
    if staged:
        assert not any(title.startswith("Mine") for title in live(target, "title"))
    assert applied.result.counts()["skipped"] >= ENTRIES - batch
    assert all(settled.detail for _, settled in applied.result.problems)


def test_what_moved_during_a_run_is_merged_by_the_next(tmp_path):
    pair = site(tmp_path / "pair")
    for place in range(ENTRIES):
        edit(pair.left, place, f"From across {place}")
    pair.right.meanwhile[1] = lambda: [edit(pair.right, p, 70 + p, name="rank", locale=EN) for p in range(1, ENTRIES)]
    pair.sync()
    pair.sync()
    assert titles(pair.right) == titles(pair.left) == [f"From across {place}" for place in range(ENTRIES)]
    assert pair.sync().result.counts() == {}


def test_a_number_that_was_only_staged_during_a_run_is_not_published_with_ours(tmp_path):
    pair = site(tmp_path / "pair", Capabilities(batch=100))
    for place in range(ENTRIES):
        edit(pair.left, place, f"From across {place}")
    # the first write stages all five titles, the second publishes them
    pair.right.meanwhile[1] = lambda: edit(pair.right, 3, 99, publish=False, name="rank")
    applied = pair.sync()
    assert live(pair.right, "rank") == [str(place) for place in range(ENTRIES)]
    assert applied.result.counts()["skipped"] == 1
    assert live(pair.right, "title") == [f"From across {p}" if p != 3 else "Title 3" for p in range(ENTRIES)]


def test_nothing_is_deleted_that_was_edited_during_the_run(tmp_path):
    pair = site(tmp_path / "pair", delete="propagate")
    for place in range(1, ENTRIES):
        del pair.left.entries["article", f"p{place}"]
    pair.right.meanwhile[1] = lambda: edit(pair.right, 4, "Mine", publish=False)
    pair.sync()
    assert [stored.slug for stored in pair.right.entries.values()] == ["post-0", "post-4"]


def test_a_source_that_moves_during_the_run_is_not_written_from_an_old_reading(tmp_path):
    pair = site(tmp_path / "pair")
    for place in range(ENTRIES):
        edit(pair.left, place, f"From across {place}")

    def later():
        pair.clock.sleep(6)
        edit(pair.left, 4, "Newer")

    pair.right.meanwhile[1] = later
    applied = pair.sync()
    assert applied.again is not None, "what moved is planned again at the end"
    assert titles(pair.right)[4] == "Newer"
    assert applied.result.counts()["skipped"] > 0
    pair.sync()
    assert titles(pair.right)[4] == "Newer"


def test_a_look_serves_one_call_and_a_single_write_needs_none(tmp_path):
    pair = site(tmp_path / "pair", Capabilities(batch=100, stages_edits=False))
    edit(pair.left, 0, "From across")
    reads = pair.right.reads
    pair.sync()
    assert pair.right.reads - reads == 2  # the whole reading, and the read-back


def test_what_only_creates_is_looked_at_by_nobody(tmp_path):
    folder = tmp_path / "pair"
    folder.mkdir()
    pair = Pair(folder, right=Busy(capabilities=Capabilities(batch=1)))
    for place in range(ENTRIES):
        pair.left.put("article", f"p{place}", {EN: {"title": text(f"Title {place}")}}, slug=f"post-{place}")
    pair.sync()
    assert pair.right.reads == 2
    assert len(pair.right.calls) == ENTRIES


@pytest.mark.parametrize("source", SIDES)
def test_a_draft_that_was_there_before_the_run_is_no_edit_made_during_it(tmp_path, source):
    pair = site(tmp_path / "pair")
    here, there = pair.world(source), pair.world(source.other)
    french = {"title": text("Nouveau"), "rank": number(9), STATUS: PUBLISHED}
    here.put("article", "zoo", {FR: french}, slug="zoo")
    pair.sync()
    edit(here, 0, "From across")  # the first call, which needs no look
    here.put(
        "article", "zoo", {FR: french, EN: {"title": text("New"), "rank": number(9), STATUS: PUBLISHED}}, slug="zoo"
    )
    remote = remote_of(there, "article", "zoo")
    there.edit("article", remote, FR, publish=False, title=text("Brouillon"))
    applied = pair.sync()
    assert applied.result.counts().get("skipped", 0) == 0, applied.result.problems
    assert EN in there.entries["article", remote].versions
    versions = there.entries["article", remote].versions[FR]
    assert (versions.staged["title"].text, versions.live["title"].text) == ("Brouillon", "Nouveau")
    assert pair.sync().result.counts() == {}
