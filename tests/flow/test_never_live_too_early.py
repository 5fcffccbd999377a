"""No draft text and no untranslated copy is ever visible on the live site of the target, at any instant.

Both sandboxes run in this process, and after every single write what the public would see is looked at. Every text
says which language it is in, and one that nobody published says so too.
"""

from __future__ import annotations

import itertools
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, Sandboxes, standing
from whole import of

from isogloss import api
from isogloss.apply.patience import Patience
from isogloss.sandbox import buttercms, webflow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Json = dict[str, Any]

SECRET = "not for the public"
TEXTS = {"name", "headline", "body", "bio"}


def seen_on_webflow(state: Json) -> Iterator[tuple[str, Json]]:
    """Code of the locale and content of every variant that the public sees."""
    codes = {
        each["cmsLocaleId"]: code
        for each in state["locales"]
        for code, tag in small_site.LOCALES.items()
        if tag == each["tag"]
    }
    for collection in state["collections"]:
        for row in collection["items"]:
            if row["live"] is not None:
                yield codes[row["cmsLocaleId"]], row["live"]["fieldData"]


def seen_on_butter(state: Json) -> Iterator[tuple[str, Json]]:
    for entry in (*state["pages"], *state["items"]):
        for code, variant in entry["locales"].items():
            if variant["live"] is not None:
                yield code, variant["live"]


@dataclass
class Watch:
    """Looks at what the public sees after every write.

    closed: locales of which nobody may see anything yet.
    """

    shows: Any
    closed: set[str] = field(default_factory=set)
    looks: int = 0
    wrong: list[str] = field(default_factory=list)

    def look(self, state: Json) -> None:
        self.looks += 1
        for code, fields in self.shows(state):
            for name in TEXTS & fields.keys():
                text = str(fields[name] or "")
                if text and (f"[{code}]" not in text or SECRET in text or code in self.closed):
                    self.wrong.append(f"look {self.looks}: {code} {name}: {text}")


@dataclass
class Stage:
    """Both sandboxes, the target watched."""

    pair: Sandboxes
    watches: dict[str, Watch]


@contextmanager
def staged(**switches: Json) -> Iterator[Stage]:
    apps = {
        "webflow": webflow.create(rate_limit=None, **switches.get("webflow", {})),
        "butter": buttercms.create(**switches.get("butter", {})),
    }
    watches = {"webflow": Watch(seen_on_webflow), "butter": Watch(seen_on_butter)}
    with standing(apps, lambda vendor: watches[vendor].look(apps[vendor].state())) as pair:
        yield Stage(pair, watches)


def variant(code: str, words: str, state: str = "published", **more: object) -> Json:
    hidden = "" if state == "published" else f" {SECRET}"
    return {"title": f"[{code}] {words}{hidden}", "body": f"<p>[{code}] {words}{hidden}</p>", "state": state, **more}


def site(*, archived: bool) -> Json:
    """Every state in every order of locales."""
    states = ("published", "draft", None)
    articles: Json = {}
    for number, combination in enumerate(itertools.product(states, repeat=3)):
        told = {
            code: variant(code, f"{number}", state)
            for code, state in zip(small_site.LOCALES, combination, strict=True)
            if state
        }
        if told:
            articles[f"a{number:02}"] = {"all": {"form": "Guide"}, **told}
    live = {"title": "[en] seen", "body": "<p>[en] seen</p>"}
    articles["on-top"] = {"all": {}, "en": variant("en", "edited", "changed", live=live), "fr": variant("fr", "seen")}
    if archived:
        articles["archived"] = {"all": {}, "en": variant("en", "old", "archived"), "fr": variant("fr", "seen")}
        articles["queued"] = {"all": {}, "en": variant("en", "soon", "queued"), "fr": variant("fr", "seen")}
    author = {"all": {}, **{code: {"name": f"[{code}] Ann", "bio": f"[{code}] bio"} for code in small_site.LOCALES}}
    hidden = {"all": {}, "en": {"name": "[en] Bob"}, "fr": {"name": f"[fr] Bob {SECRET}", "state": "draft"}}
    return {"author": {"ann": author, "bob": hidden}, "article": articles}


def edit(crossing: Crossing, slug: str, code: str, action: str, words: str = "", *, publish: bool = False) -> None:
    """An editor on the source's side."""
    hidden = "" if publish else f" {SECRET}"
    text = {"title": f"[{code}] {words}{hidden}", "body": f"<p>[{code}] {words}{hidden}</p>"}
    if crossing.flow == small_site.FORWARD:
        fields = {"name": text["title"], "body": text["body"]}
        place = {"collection": "posts", "item": slug, "locale": small_site.LOCALES[code]}
    else:
        fields = {"headline": text["title"], "body": text["body"]}
        place = {"page_type": "article", "slug": slug, "locale": code}
    told = {"fields": fields, "publish": publish} if words else {}
    if action == "add_locale" and crossing.flow == small_site.BACKWARD:
        fields["local_slug"] = f"{slug}-{code}"
    elif action == "add_locale":
        fields["slug"] = f"{slug}-{code}"
    crossing.source.edit(action=action, **place, **told)


def edits(crossing: Crossing) -> None:
    """A day's work on the source's side: content, states and locales."""
    edit(crossing, "a00", "en", "update", "new", publish=True)
    edit(crossing, "a00", "fr", "update", "unfinished")
    edit(crossing, "a03", "fr", "update", "finished", publish=True)
    edit(crossing, "a03", "en", "update", "both", publish=True)
    edit(crossing, "a01", "ja", "update", "still unfinished")
    edit(crossing, "a02", "ja", "add_locale", "added", publish=True)
    edit(crossing, "a05", "ja", "add_locale", "added unfinished")
    edit(crossing, "a04", "en", "update", "more", publish=True)
    edit(crossing, "on-top", "fr", "update", "more", publish=True)


def carry(stage: Stage, crossing: Crossing) -> Watch:
    crossing.seed(site(archived=crossing.flow == small_site.FORWARD))
    watch = stage.watches[crossing.target.name]
    crossing.sync()
    edits(crossing)
    crossing.sync()
    return watch


def judged(watch: Watch, crossing: Crossing) -> None:
    assert watch.wrong == []
    assert watch.looks > 5
    assert SECRET in str(crossing.target.state()), "drafts arrive too, as drafts"
    shown = {text for _, fields in watch.shows(crossing.target.state()) for text in map(str, fields.values())}
    assert {"[en] new", "[fr] finished", "[ja] added", "[en] more"} <= shown


def every_two(*ways: tuple[object, object]) -> list[tuple[object, ...]]:
    """Every three of three pairs; in the part, half of them, in which every two meet."""
    return of(itertools.product(*ways), lambda place, _: (place // 4 + place // 2 + place) % 2 == 0)


EDITED, MISSING = ("report", "carry"), ("skip", "copy")


@pytest.mark.parametrize(("missing", "edited", "over"), every_two(MISSING, EDITED, ("on_top", "unpublish")))
def test_on_the_way_to_butter(tmp_path: Path, over: str, edited: str, missing: str) -> None:
    with staged(butter={"draft_over_published": over}) as stage:
        crossing = Crossing(stage.pair, tmp_path)
        crossing.write_mapping(("limits:", f"unpublished_edits: {edited}\nmissing_locale: {missing}\nlimits:"))
        judged(carry(stage, crossing), crossing)


@pytest.mark.parametrize(
    "switch", [{"land_seconds": 0.05}, {"status_scope": "default"}, {"missing_locale": "empty"}, {"status_keys": False}]
)
def test_on_the_way_to_butter_whatever_the_answer_to_an_open_question(tmp_path: Path, switch: Json) -> None:
    with staged(butter=switch) as stage:
        crossing = Crossing(stage.pair, tmp_path, patience=Patience(first=0.02, confirm=0.5, unsure=0.2))
        watch = carry(stage, crossing)
        assert watch.wrong == []


@pytest.mark.parametrize(("missing", "edited", "insert"), every_two(MISSING, EDITED, (True, False)))
def test_on_the_way_to_webflow(tmp_path: Path, insert: bool, edited: str, missing: str) -> None:
    with staged(webflow={"insert": insert, "api_variants_inherit": True}) as stage:
        crossing = Crossing(stage.pair, tmp_path, small_site.BACKWARD)
        crossing.write_mapping(
            ("rate: 600000}\n  butter:", f"rate: 600000, insert: {'on' if insert else 'off'}}}\n  butter:"),
            ("limits:", f"unpublished_edits: {edited}\nmissing_locale: {missing}\nlimits:"),
        )
        watch = carry(stage, crossing)
        if not insert:
            for step in lines_of(crossing.plan(), "step"):
                slug = step["entry"][1]
                stage.pair.webflow.edit(action="add_locale", collection="posts", item=slug, locale=step["locale"])
            crossing.sync()
        judged(watch, crossing)


@pytest.mark.parametrize("text", ["[en] not translated", f"[fr] {SECRET}"])
def test_the_watch_sees_what_it_is_there_to_see(text: str) -> None:
    with staged() as stage:
        crossing_site = {"author": {"ann": {"all": {}, "fr": {"name": text}}}}
        stage.pair.butter.seed(small_site.butter_seed(crossing_site))
        watch = stage.watches["butter"]
        watch.look(stage.pair.butter.state())
        assert watch.wrong == [f"look 1: fr name: {text}"]


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_in_whatever_parts_a_plan_goes(tmp_path: Path, flow: str) -> None:
    with staged() as stage:
        crossing = Crossing(stage.pair, tmp_path, flow)
        crossing.seed(site(archived=flow == small_site.FORWARD))
        watch, plan = stage.watches[crossing.target.name], crossing.plan()
        for sample in (api.Sample(number=3), api.Sample(entries=("article/a0*",)), api.Sample(publishing=("*/a1*",))):
            part = api.apply_part(crossing.session(), plan, api.part_of(plan, sample))
            assert part.stopped is not None
            assert part.result.problems == ()
            shown = len(list(watch.shows(crossing.target.state())))
        crossing.apply(plan)
        assert watch.wrong == []
        assert len(list(watch.shows(crossing.target.state()))) > shown > 0


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_behind_a_gate_nothing_of_its_locale_before_it_opens(tmp_path: Path, flow: str) -> None:
    with staged() as stage:
        crossing = Crossing(stage.pair, tmp_path, flow)
        watch = stage.watches[crossing.target.name]
        watch.closed = {"fr"}
        crossing.write_mapping(("limits:", "gates: {fr-FR: own >= 100%}\nlimits:"))
        carry(stage, crossing)
        assert watch.wrong == []
        assert "[fr] finished" in str(crossing.target.state()), "it is there as a draft"
        watch.closed = set()
        crossing.write_mapping(("limits:", "gates: {fr-FR: own >= 5%}\nlimits:"))
        crossing.sync()
        judged(watch, crossing)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_on_the_last_day(tmp_path: Path, flow: str) -> None:
    """The run of ``cutover`` carries what was edited since the last one."""
    with staged() as stage:
        crossing = Crossing(stage.pair, tmp_path, flow)
        crossing.seed(site(archived=flow == small_site.FORWARD))
        watch = stage.watches[crossing.target.name]
        crossing.sync()
        edits(crossing)
        within(crossing, "cutover", "MAPPING", crossing.target.name, "--out", tmp_path / "day", "--yes")
        steps = json.loads((tmp_path / "day" / "cutover.json").read_text(encoding="utf-8"))["steps"]
        assert "sync" in [step["name"] for step in steps if step["standing"] == "passed"]
        judged(watch, crossing)
