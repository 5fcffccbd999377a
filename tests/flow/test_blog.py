"""A blog of sixty posts becomes entries, goes to Webflow and to a page type, and comes back, every cell compared."""

from __future__ import annotations

import functools
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import sixty_posts
import yaml
from edge import TandemClock
from in_process import Wires
from plan_lines import lines_of
from whole import of

from bench import Bench
from isogloss import api
from isogloss.apply.patience import Patience
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Asset, Ref, Value
from isogloss.run.loading import load
from isogloss.run.sides import open_readers
from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.server import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from isogloss.bridge import Bridge
    from isogloss.http.clock import Clock
    from isogloss.plan.data import PlanFile
    from isogloss.sandbox.buttercms import ButterSandbox

FINE = {"confirmed", "normalized"}
Cells = dict[tuple[str, Locale, str], Value]
"""The slug of the post in English, or the first there is; locale; field."""


@dataclass
class Trip(Bench):
    """One mapping between two sandboxes, with a state of its own."""

    patience = Patience(first=0.05, confirm=5.0, unsure=1.0)

    folder: Path
    text: str
    environ: dict[str, str]
    clock: Clock
    transport: httpx.BaseTransport | None
    name: str = "blog"

    @property
    def prefix(self) -> str:
        return f"{self.name}-"

    @property
    def bridge(self) -> Bridge:
        path, groups = self.folder / f"{self.name}.yaml", self.folder / "groups.yaml"
        path.write_text(self.text, encoding="utf-8")
        beside = groups.read_text(encoding="utf-8") if groups.exists() else None
        return _loaded(path, self.text, beside, tuple(self.environ.items()))

    def carry(self) -> PlanFile:
        """Plan and apply; everything must arrive."""
        plan = self.plan()
        applied = self.apply(plan)
        assert set(applied.result.counts()) <= FINE, [(op.entry, op.verb, said) for op, said in applied.result.problems]
        assert applied.result.counts()
        return plan

    def rests(self) -> bool:
        """A second plan has nothing to write, and once it is applied every cell agrees."""
        plan = self.plan()
        assert list(plan.ops()) == []
        self.apply(plan)
        return self.verify().proven

    def shown(self, side: Side) -> Cells:
        """Every cell of every article on one side, in that side's own names."""
        session = self.session()
        cells: Cells = {}
        with open_readers(session.bridge, session.reach) as readers:
            for seen in readers[side].read():
                if seen.kind != "article":
                    continue
                slugs = [v["local_slug"] for at, v in seen.variants.items() if at != SHARED and "local_slug" in v]
                name = getattr(slugs[0], "text", seen.remote)
                for locale, variant in seen.variants.items():
                    cells |= {(name, locale, cell): value for cell, value in variant.items() if cell != SLUG}
        return cells


@functools.lru_cache(maxsize=4)
def _loaded(path: Path, _text: str, _beside: str | None, environ: tuple[tuple[str, str], ...]) -> Bridge:
    """What a mapping says, read again where it or the file beside it says something else."""
    return load(path, environ=dict(environ))


@dataclass
class Accounts:
    """Sandboxes, started as they are wanted; their clocks go on where the program waits.

    near: the program reaches them without a socket.
    """

    folder: Path
    stack: ExitStack
    near: bool = True
    made: dict[str, Any] = field(default_factory=dict)
    environ: dict[str, str] = field(
        default_factory=lambda: {"READ": "butter-read-token", "WRITE": "butter-write-token", "WEBFLOW": ""}
    )

    def blog(self, seed: dict[str, Any], **switches: object) -> tuple[ButterSandbox, str]:
        sandbox = buttercms.create(seed=seed, **switches)
        return sandbox, self._placed(sandbox)

    def site(self) -> str:
        sandbox = webflow.create(rate_limit=None)
        self.environ["WEBFLOW"] = sandbox.switches.token
        sandbox.seed(sixty_posts.site())
        return self._placed(sandbox)

    def _placed(self, sandbox: Any) -> str:
        url = self.stack.enter_context(running(sandbox.app))
        self.made[url] = sandbox
        return url

    def advance(self, seconds: float) -> None:
        for sandbox in self.made.values():
            sandbox.clock.advance(seconds)

    def trip(self, text: str, name: str = "blog") -> Trip:
        wires = Wires({url: sandbox.app for url, sandbox in self.made.items()}) if self.near else None
        return Trip(self.folder, text, self.environ, TandemClock(self), wires, name)


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with ExitStack() as stack:
        yield Accounts(tmp_path, stack)


def decide(accounts: Accounts, text: str) -> None:
    """Match, decide what is doubtful as a person would, and match again."""
    trip = accounts.trip(text)
    out = accounts.folder / "groups.yaml"
    # the mapping names the file that matching is to make
    first = api.match(trip.session(), out)
    assert first.posts == 60
    said = yaml.safe_load(first.text)
    assert [each["post"] for each in said["unplaced"]] == ["trip-to-spain"]
    assert {tag.lower() for tag in said["unplaced"][0]["tags"]} == {"travel", "en", "es"}
    assert [each["post"] for each in said["doubtful"]] == ["sale"]
    assert "sale-fr" in [each["post"] for each in said["doubtful"][0]["candidates"]]
    said["unplaced"][0]["locale"] = "en-US"
    said["doubtful"][0]["alone"] = True
    out.write_text(yaml.safe_dump(said), encoding="utf-8")

    second = api.match(trip.session(), out)
    out.write_text(second.text, encoding="utf-8")
    assert second.proposals.doubts == ()
    assert second.proposals.unplaced == ()
    entries = {entry.name: dict(entry.posts) for entry in second.proposals.entries}
    assert len(entries) == 16
    assert {len(posts) for posts in entries.values()} == {4, 3, 1}
    assert sixty_posts.TRIP in entries.values()
    for words in sixty_posts.WORDS:
        assert entries[words[0]] == dict(zip(sixty_posts.TAGS, words, strict=True))
    assert api.match(trip.session(), out).text == second.text


FILE = "{file: groups.yaml}"
NEW = "{tag_prefix: 'group:'}"
TOLD = ", post_locales: {trip-to-spain: en-US}"


def same(one: Cells, other: Cells, *, without: tuple[str, ...] = ()) -> None:
    """Every cell, but for what a platform gives its own address or its own name."""

    def told(cells: Cells) -> dict[tuple[str, Locale, str], object]:
        return {at: _neutral(value) for at, value in cells.items() if at[2] not in without}

    left, right = told(one), told(other)
    assert left.keys() == right.keys()
    assert {at: (left[at], right[at]) for at in left if left[at] != right[at]} == {}


def _neutral(value: Value) -> object:
    match value:
        case Asset(kind, _, alt):
            return kind, alt
        case Ref(EntryKey(kind, _)):
            return kind
        case _:
            return value


def hire(sandbox: ButterSandbox) -> None:
    """A person makes the authors in the dashboard."""
    for author in sixty_posts.AUTHORS:
        slug = author["slug"]
        sandbox.edit({"action": "create", "author": slug, "fields": {n: v for n, v in author.items() if n != "slug"}})


def home(accounts: Accounts, make: Callable[[str], Trip], **switches: object) -> tuple[Trip, ButterSandbox]:
    """Carry everything into a fresh blog, whose authors a person has to make first."""
    sandbox, url = accounts.blog(sixty_posts.account(), **switches)
    trip = make(url)
    assert api.check(trip.session()).passed
    steps = [step["todo"] for step in lines_of(trip.plan(), "step")]
    assert sorted(todo.split(" (")[0] for todo in steps) == ["make Ann Lee", "make Bo Ek"]
    hire(sandbox)
    sandbox.log.clear()
    plan = trip.carry()
    assert list(lines_of(plan, "step")) == []
    writes = [line for line in sandbox.log if line["method"] != "GET"]
    side = next(name for name in plan.header.cost if name in ("butter", "blog"))
    assert plan.header.cost[side].writes == len(writes)
    lost = {(loss["reason"], loss["field"]) for loss in lines_of(plan, "loss")}
    assert lost == {("only read on the target", "published")}
    assert trip.rests()
    return trip, sandbox


Switches = dict[str, Any]
WRITTEN: list[Switches] = [{"put_posts": "full"}, {"tag_case": "lower"}]
SPELLED: list[Switches] = [
    {"html_rewrite": True, "html_trim": True},
    {"timestamp_zone": "+02:00"},
    {"media_rehost": False},
]
SHOWN: list[Switches] = [
    {"status_keys": False, "empty_style": "empty"},
    {"land_reads": 1, "duplicate_slug": "silent"},
    {"draft_post_detail": "hidden"},
]


def worlds(*sorts: list[Switches]) -> list[Switches]:
    """The likely one, one of posts in all locales, and each answer by itself; in the part, those of a sort at once."""
    plain: list[Switches] = [{}, {"native_post_locales": True}]
    at_once = [{name: value for each in sort for name, value in each.items()} for sort in sorts]
    every = [*plain, *at_once, *(each for sort in sorts for each in sort)]
    return of(every, lambda place, _: place < len(plain) + len(at_once))


def test_what_posts_hold_and_the_mapping_leaves_out_is_counted(accounts):
    _, old = accounts.blog(sixty_posts.seed())
    text = sixty_posts.webflow_mapping(accounts.site(), old, "butter -> webflow", FILE)
    decide(accounts, text)
    kept = [
        line for line in text.splitlines() if not any(f"butter: {slug}" in line for slug in ("seo_title", "summary"))
    ]
    out = accounts.trip("\n".join(kept))
    named = {f"kinds.article.butter.{slug}" for slug in ("seo_title", "summary")}
    assert {doubt.path for doubt in api.check(out.session()).doubts} >= named
    found = {doubt.path: doubt.count for doubt in out.plan().header.doubts}
    assert {path: found[path] for path in named} == dict.fromkeys(named, 60)
    assert not any(path.endswith((".created", ".published")) for path in found), "times are nobody's content"


@pytest.mark.parametrize("switches", worlds([*WRITTEN, *SPELLED], SHOWN), ids=str)
def test_a_blog_goes_to_webflow_and_comes_back(accounts, switches):
    _, old = accounts.blog(sixty_posts.seed(), **switches)
    site = accounts.site()
    text = sixty_posts.webflow_mapping(site, old, "butter -> webflow", FILE)
    decide(accounts, text)
    out = accounts.trip(text)
    report = api.check(out.session())
    assert report.passed, report.problems

    plan = out.carry()

    created = [op for op in plan.ops() if op.verb == "create" and op.entry.kind == "article"]
    assert len(created) == 16
    assert out.rests()
    there = out.shown(Side.LEFT)
    same(out.shown(Side.RIGHT), there)

    back, _ = home(
        accounts,
        lambda url: accounts.trip(sixty_posts.webflow_mapping(site, url, "webflow -> butter", NEW, TOLD), "back"),
        **switches,
    )
    ours = back.shown(Side.RIGHT)
    same(there, back.shown(Side.LEFT))
    lower = ("published", "tags", "categories") if switches.get("tag_case") == "lower" else ("published",)
    same(out.shown(Side.RIGHT), ours, without=lower)


@pytest.mark.parametrize("switches", worlds(WRITTEN), ids=str)
def test_a_blog_becomes_pages_of_the_same_account_and_comes_back(accounts, switches):
    sandbox, old = accounts.blog(sixty_posts.seed(), **switches)
    text = sixty_posts.page_mapping(old, old, "blog -> pages", FILE)
    decide(accounts, text)
    out = accounts.trip(text, "pages")
    report = api.check(out.session())
    assert report.passed, report.problems

    out.carry()

    assert len(sandbox.state()["pages"]) == 16
    assert out.rests()
    there = out.shown(Side.RIGHT)
    same(out.shown(Side.LEFT), there)

    back, _ = home(
        accounts,
        lambda url: accounts.trip(sixty_posts.page_mapping(url, old, "pages -> blog", NEW, TOLD), "back"),
        **switches,
    )
    lower = ("published", "tags", "categories") if switches.get("tag_case") == "lower" else ("published",)
    same(out.shown(Side.LEFT), back.shown(Side.LEFT), without=lower)


@pytest.mark.parametrize("switches", [{}, {"post_locale_key": True}], ids=str)
def test_a_blog_goes_to_posts_with_locales_of_their_own(accounts, switches):
    _, old = accounts.blog(sixty_posts.seed())
    site = accounts.site()
    text = sixty_posts.webflow_mapping(site, old, "butter -> webflow", FILE)
    decide(accounts, text)
    out = accounts.trip(text)
    out.carry()

    def own(url: str) -> Trip:
        return accounts.trip(sixty_posts.webflow_mapping(site, url, "webflow -> butter", "", native=True), "own")

    back, sandbox = home(accounts, own, native_post_locales=True, **switches)

    assert len(sandbox.state()["posts"]) == 16
    same(out.shown(Side.RIGHT), back.shown(Side.RIGHT), without=("published",))


def test_a_post_with_locales_of_its_own_gets_another_slug_and_is_still_the_same(accounts):
    """Such a post is known by the slug of its first locale, so what is written is what it goes by afterwards."""
    site = accounts.site()
    sandbox, url = accounts.blog(sixty_posts.account(), native_post_locales=True)
    way = accounts.trip(sixty_posts.webflow_mapping(site, url, "both", "", native=True), "own")
    told = {"en-US": ("Tea", "tea"), "fr-FR": ("Thé", "the"), "ja": ("お茶", "ocha")}

    def edit(action: str, tag: str, title: str, slug: str) -> None:
        change = {"action": action, "collection": "posts", "item": "tea", "locale": tag, "publish": True}
        fields = {"name": title, "local-slug": slug}
        httpx.post(f"{site}/_sandbox/edit", json={**change, "fields": fields}).raise_for_status()

    rows = {tag: {"name": title, "slug": "tea", "local-slug": slug} for tag, (title, slug) in told.items()}
    variants = {tag: {"state": "published", "fields": fields} for tag, fields in rows.items()}
    seed = sixty_posts.site()
    seed["collections"][1]["items"] = [{"key": "tea", "variants": variants}]
    accounts.made[site].seed(seed)
    way.carry()
    edit("update", "en-US", "Tea", "green-tea")
    plan = way.carry()
    assert not {"create", "delete"} & {op["verb"] for op in lines_of(plan, "op")}
    (post,) = sandbox.state()["posts"]
    assert {code: text["slug"] for code, text in post["locales"].items()} == {
        "en": "green-tea", "fr": "the", "ja": "ocha"
    }  # fmt: skip
    edit("update", "ja", "緑茶", "ocha")
    way.carry()
    assert way.rests()


def test_a_day_that_the_blog_sets_itself_stops_no_publishing_however_slow_it_is(accounts):
    """Each locale is published by a call of its own, and the entry is looked at again before the next one."""
    accounts.near = False
    _, old = accounts.blog(sixty_posts.seed())
    site = accounts.site()
    text = sixty_posts.webflow_mapping(site, old, "butter -> webflow", FILE)
    decide(accounts, text)
    accounts.trip(text).carry()
    sandbox, url = accounts.blog(sixty_posts.account(), native_post_locales=True)
    hire(sandbox)
    text = sixty_posts.webflow_mapping(site, url, "webflow -> butter", "", native=True) + "freshness: 1\n"
    back = accounts.trip(text, "own")
    plan = back.plan()
    slow = {"kind": "delay", "method": "PATCH", "path": "/v2/posts/", "seconds": 0.7, "after": 46, "times": 4}
    httpx.post(f"{url}/_sandbox/faults", json=slow).raise_for_status()
    applied = api.apply(back.session(), plan)
    assert set(applied.result.counts()) <= FINE, [(op.entry, op.verb, said) for op, said in applied.result.problems]


@pytest.mark.parametrize("fault", ["drop_after", "drop_before", "status_after"])
def test_posts_whose_answers_were_lost_are_never_made_twice(accounts, fault):
    accounts.near = False
    _, old = accounts.blog(sixty_posts.seed())
    site = accounts.site()
    text = sixty_posts.webflow_mapping(site, old, "butter -> webflow", FILE)
    decide(accounts, text)
    out = accounts.trip(text)
    out.carry()
    sandbox, url = accounts.blog(sixty_posts.account())
    hire(sandbox)
    lost = {"kind": fault, "method": "POST", "path": "/v2/posts/", "times": 2, "status": 500}
    for after in (0, 20, 40):
        httpx.post(f"{url}/_sandbox/faults", json={**lost, "after": after}).raise_for_status()
    back = accounts.trip(sixty_posts.webflow_mapping(site, url, "webflow -> butter", NEW, TOLD), "back")

    api.apply(back.session(), back.plan())
    api.apply(back.session(), back.plan())

    assert sorted(row["locales"]["en"]["slug"] for row in sandbox.state()["posts"]) == sorted(
        post["slug"] for post in sixty_posts.posts()
    )
    same(out.shown(Side.RIGHT), back.shown(Side.RIGHT), without=("published",))


def test_a_post_that_loses_its_tag_is_a_step_and_nothing_is_deleted(accounts):
    sandbox, url = accounts.blog(sixty_posts.seed())
    site = accounts.site()
    text = sixty_posts.webflow_mapping(site, url, "butter -> webflow", FILE).replace(
        "\nflow:", "\ndelete: propagate\nflow:"
    )
    decide(accounts, text)
    trip = accounts.trip(text)
    trip.carry()
    groups = accounts.folder / "groups.yaml"
    said = yaml.safe_load(groups.read_text(encoding="utf-8"))
    said["entries"] = [entry for entry in said["entries"] if entry["entry"] != "ink"]
    groups.write_text(yaml.safe_dump(said), encoding="utf-8")
    sandbox.edit({"action": "update", "post": "tea", "fields": {"title": "Green tea"}})

    plan = trip.plan()

    assert {step["entry"][1] for step in lines_of(plan, "step")} == {"ink", "encre", "tinta", "inku"}
    assert [op.verb for op in plan.ops() if op.verb == "delete"] == []
    assert [conflict["reason"] for conflict in lines_of(plan, "conflict")] == ["deletion"]
    assert {op.entry.name for op in plan.ops()} == {"tea"}


def test_a_scheduled_post_crosses_as_a_draft_and_the_plan_says_when_it_goes_live_there(accounts):
    sandbox, url = accounts.blog(sixty_posts.seed())
    site = accounts.site()
    text = sixty_posts.webflow_mapping(site, url, "butter -> webflow", FILE)
    decide(accounts, text)
    trip = accounts.trip(text)
    trip.carry()
    sandbox.edit({"action": "unpublish", "post": "tea"})
    planned = []
    for at in ("2031-12-01T09:00:00Z", "2032-01-01T00:00:00Z"):
        sandbox.edit({"action": "schedule", "post": "tea", "at": at})
        plan = trip.plan()
        (told,) = [loss for loss in lines_of(plan, "loss") if loss["reason"] == "goes live at a set time"]
        assert at in told["detail"]
        planned.append([(op.verb, op.changes) for op in plan.ops()])
    assert planned[0] == planned[1], "another time is no edit of content"


@pytest.mark.parametrize("switches", [{}, {"draft_post_detail": "hidden"}], ids=str)
def test_edits_on_both_sides_meet(accounts, switches):
    sandbox, url = accounts.blog(sixty_posts.seed(), **switches)
    site = accounts.site()
    text = sixty_posts.webflow_mapping(site, url, "both", FILE)
    decide(accounts, text)
    trip = accounts.trip(text)
    trip.carry()
    assert trip.rests()
    sandbox.edit({"action": "update", "post": "the", "fields": {"title": "Thé vert", "tags": ["fr", "Guide", "Vert"]}})
    sandbox.edit({"action": "unpublish", "post": "encre"})
    trip.carry()
    cells = trip.shown(Side.LEFT)
    assert cells["tea", Locale("fr-FR"), "title"].text == "Thé vert"
    assert cells["tea", Locale("fr-FR"), "tags"].text == "Guide, Vert"
    assert trip.rests()
