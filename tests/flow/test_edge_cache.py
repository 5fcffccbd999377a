"""With the edge cache on, under every policy: no edit is taken back, and nothing goes that no person deleted."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from edge import TandemClock
from sandboxes import Crossing

from isogloss.apply.patience import Patience
from isogloss.cli.apply import exit_code

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]

FLOWS = (small_site.BOTH, small_site.FORWARD, small_site.BACKWARD)
DELETES = {
    small_site.BOTH: ("propagate", "hold"),
    small_site.FORWARD: ("hold", "propagate"),
    small_site.BACKWARD: ("propagate", "hold", "archive"),  # only Webflow has an archive
}
CONFLICTS = ("hold", "newest", "webflow", "butter", "merge")
SITUATIONS = [
    (purge, missing, flow, DELETES[flow][(number // 3 % 3 + number // 9) % len(DELETES[flow])], CONFLICTS[number % 5])
    for number, (purge, missing, flow) in enumerate(product((20, 6, 2), ("kept", "purged", "off"), FLOWS))
]


def site() -> Json:
    def told(name: str) -> Json:
        return {"all": {}, "en": {"title": name, "author": "ann"}, "fr": {"title": f"{name} fr", "author": "ann"}}

    return {
        "author": {"ann": {"all": {}, "en": {"name": "Ann"}, "fr": {"name": "Anne"}}},
        "article": {"tea": told("Tea"), "cup": told("Cup"), "pot": told("Pot")},
    }


class Site:
    """Both sites as people see and change them, with what they did last."""

    def __init__(self, crossing: Crossing) -> None:
        self.crossing = crossing
        self.webflow, self.butter = crossing.sandboxes.both
        self.listed: set[tuple[str, ...]] = set()

    def sync(self) -> int:
        """Sync once; remembers what that lists for a person."""
        applied = self.crossing.sync()
        self.listed = set()
        for record in applied.plan.records("conflict", "step", "drift"):
            self.listed.add(tuple(record["entry"]))
        self.listed |= {(op.entry.kind, op.entry.name) for op, _ in applied.result.problems}
        return exit_code(applied)

    def wait(self, seconds: float) -> None:
        self.crossing.clock.sleep(seconds)

    def rest(self) -> None:
        """Sync until all caches have forgotten, and a time more."""
        for _ in range(3):
            self.wait(130)
            self.sync()

    def on_webflow(self, kind: str = "posts") -> dict[str, str]:
        state = self.webflow.state()
        (english,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == "en-US")
        (found,) = (each for each in state["collections"] if each["slug"] == kind)
        return {
            row["fieldData"]["slug"]: row["fieldData"]["name"]
            for row in found["items"]
            if row["cmsLocaleId"] == english and not row["isArchived"]
        }

    def on_butter(self, kind: str = "posts") -> dict[str, str]:
        state = self.butter.state()
        entries = state["pages"] if kind == "posts" else [i for i in state["items"] if i["collection"] == kind]
        shown = {}
        for entry in entries:
            if not entry["deleted"]:
                held = entry["locales"]["en"]
                newest = held["draft"] or held["live"]
                shown[entry.get("slug") or newest["slug"]] = newest["headline" if kind == "posts" else "name"]
        return shown

    def both(self, kind: str = "posts") -> tuple[dict[str, str], dict[str, str]]:
        return self.on_webflow(kind), self.on_butter(kind)


@pytest.mark.parametrize(("purge", "missing", "flow", "delete", "conflict"), SITUATIONS)
def test_no_edit_is_taken_back_and_nothing_goes_that_nobody_deleted(
    sandboxes: support.Sandboxes, tmp_path: Path, purge: int, missing: str, flow: str, delete: str, conflict: str
) -> None:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=purge, cache_404=missing, page_delete=True)
    crossing = Crossing(sandboxes, tmp_path, flow, patience=Patience(), clock=TandemClock(sandboxes))
    crossing.write_mapping(
        ("limits:", f"delete: {delete}\nconflict: {conflict}\nlimits:"),
        ("    match: [slug]\n", "    match: [slug]\n    conflict: hold\n"),  # items have no times
        ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
    )
    crossing.seed(site())
    here = Site(crossing)
    here.sync()
    names = {"tea": "Tea", "cup": "Cup", "pot": "Pot"}
    assert here.both() == (names, names)
    here.sync()
    here.sync()
    assert here.both() == (names, names), "what was just made is still there"
    assert here.both("authors") == ({"ann": "Ann"}, {"ann": "Ann"})

    def on_webflow(item: str, name: str, collection: str = "posts") -> None:
        here.webflow.edit(action="update", collection=collection, item=item, fields={"name": name}, publish=True)

    def on_butter(slug: str, name: str) -> None:
        here.butter.edit(
            action="update", page_type="article", slug=slug, locale="en", fields={"headline": name}, publish=True
        )

    # one after the other, on the side that leads
    for number in range(3):
        if flow != small_site.BACKWARD:
            on_webflow("tea", f"Tea {number}")
            on_webflow("ann", f"Ann {number}", "authors")
        else:
            on_butter("tea", f"Tea {number}")
        for _ in range(2):
            here.sync()
            edited = here.both()[flow == small_site.BACKWARD]["tea"], here.on_webflow("authors")["ann"]
            assert edited == (f"Tea {number}", f"Ann {number}" if flow != small_site.BACKWARD else "Ann")
            if flow != small_site.BACKWARD:
                assert here.on_butter()["tea"] == f"Tea {number}" or ("article", "tea") in here.listed
                assert here.on_butter("authors")["ann"] == f"Ann {number}" or ("author", "ann") in here.listed
    here.rest()
    assert here.both()[0]["tea"] == here.both()[1]["tea"] == "Tea 2"

    # a person takes one away where it leads; nothing else goes
    if flow != small_site.BACKWARD:
        for locale in ("fr-FR", "en-US"):
            here.webflow.edit(action="delete", collection="posts", item="cup", locale=locale)
    else:
        here.butter.edit(action="delete", page_type="article", slug="cup")
    here.sync()
    here.sync()
    here.rest()
    gone = here.both()
    assert [set(each) | {"cup"} for each in gone] == [set(names)] * 2
    across = gone[1] if flow != small_site.BACKWARD else gone[0]
    assert ("cup" in across) is (delete == "hold")
    assert here.both("authors")[0] == here.both("authors")[1]
