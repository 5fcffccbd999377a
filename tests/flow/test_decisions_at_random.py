"""Whatever people edit and decide, in any order: runs come to rest, and what was carried out is what was decided."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from plan_lines import lines_of
from two_worlds import EN, FR, Pair, html, number, text

from isogloss import api
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS

if TYPE_CHECKING:
    from pathlib import Path

    from isogloss.adapters.memory import World
    from isogloss.decide.waiting import Choice, Waits

ENTRIES = 3
WORDS = ["one", "two", "three", "four", "five", "six"]


class People:
    """Editors of both sides, and a person who decides."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - examples, not secrets
        among = {
            "delete": ["hold", "archive", "propagate"],
            "conflict": ["hold", "hold", "merge"],
            "unpublished_edits": ["report", "report", "carry"],
            "flow": ["both", "both", "left to right"],
        }
        self.pair = Pair(folder, options={name: self.chance.choice(words) for name, words in among.items()})
        for n in range(ENTRIES + 1):  # of which nobody touches the last: a side that reads empty is refused
            states = [self.chance.choice([PUBLISHED, DRAFT]) for _ in (EN, FR)]
            body = html(f"<p>{' '.join(WORDS)}</p>")
            content = {
                at: {"title": text(f"T{n}"), "body": body, STATUS: state}
                for at, state in zip((EN, FR), states, strict=True)
            }
            self.pair.left.put("article", f"p{n}", content, slug=f"post-{n}")
        self.sync()

    def sync(self) -> api.Applied:
        self.pair.clock.sleep(3600)
        return self.pair.sync()

    def edit(self, world: World) -> None:
        slug = f"post-{self.chance.randrange(ENTRIES)}"
        remote = next((each.remote for each in world.entries.values() if each.slug == slug), None)
        locale = self.chance.choice([EN, FR])
        if remote is None or locale not in world.entries["article", remote].versions:
            return
        if self.chance.random() < 0.08:
            del world.entries["article", remote]
            return
        some = self.chance.randrange(1000)
        words = [*WORDS]
        words[self.chance.randrange(len(words))] = f"w{some}"
        name, value = self.chance.choice(
            [("title", text(f"T{some}")), ("body", html(f"<p>{' '.join(words)}</p>")), ("rank", number(some))]
        )
        world.edit("article", remote, locale, publish=self.chance.random() < 0.85, **{name: value})

    def decide(self) -> dict[str, tuple[Waits, Choice]]:
        made = {}
        for each in api.conflicts(self.pair.session(), api.Which(drift=True)).found:
            if each.can_be_decided and self.chance.random() < 0.8:
                own = {"title": "Own", "body": "<p>own</p>", "rank": "7"}.get(each.waiting.at.field or "")
                choice: Choice = api.TakeSide(self.chance.choice(["left", "right"]))
                if own is not None and self.chance.random() < 0.4:
                    choice = api.TakeValue(own)
                api.resolve(self.pair.session(), [each.id], choice, by="ann")
                made[each.id] = each, choice
        return made


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_edit_and_decide_runs_come_to_rest(seed: int, tmp_path: Path) -> None:
    people = People(seed, tmp_path)
    pair = people.pair
    for _ in range(3):
        for _ in range(people.chance.randrange(2, 9)):
            people.edit(people.chance.choice([pair.left, pair.right]))
        people.sync()
        decided = people.decide()
        if people.chance.random() < 0.3:
            people.edit(people.chance.choice([pair.left, pair.right]))
        plan = people.sync().plan
        fates = {told["decided"]["conflict"]: told["fate"] for told in lines_of(plan, "resolution")}
        assert decided.keys() <= fates.keys(), "what becomes of each is told"
        for _ in range(2):
            people.sync()
        assert people.sync().result.counts() == {}, "at rest"
        waiting = {each.id: each for each in api.conflicts(pair.session(), api.Which(drift=True)).found}
        for id_ in decided:
            assert (fates[id_] == "carried out") <= (id_ not in waiting), "what was carried out waits no more"
            assert (fates[id_] == "waits") <= (id_ in waiting), "what has to wait is found as it was"
