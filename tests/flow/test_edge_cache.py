"""With the edge cache on, under every flow and policy: no edit is taken back, and nothing goes that nobody deleted.

Every way of the cache meets every flow with every policy for deletions; in ``make check`` every pair of ways does. The
policies for conflicts meet all of them at once: each field of an article has one of its own.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from edge import TandemClock
from plan_lines import lines_of
from sandboxes import Crossing
from whole import of

from isogloss.apply.patience import Patience
from isogloss.cli.apply import exit_code

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]

PURGES = (20, 6, 2)
MISSING = ("kept", "purged", "off")
POLICIES = [  # only Webflow has an archive; a target has drift in a flow of one way alone
    *((small_site.BOTH, delete, "keep") for delete in ("propagate", "hold")),
    (small_site.FORWARD, "propagate", "keep"),
    (small_site.FORWARD, "hold", "overwrite"),
    *((small_site.BACKWARD, delete, "keep") for delete in ("propagate", "hold", "archive")),
]
WAYS = of(
    ((*policy, purge, missing) for policy, purge, missing in product(POLICIES, PURGES, MISSING)),
    lambda place, _: (place // 9 + place // 3 + place) % 3 == 0,  # each policy meets each of both once
)
NAMES = ("Tea", "Cup", "Pot")
FRENCH = "titre"
ENGLISH = ("title", "minutes", "body", "seen")
CONFLICTS = (  # and for the English title that of the mapping: butter
    ("fr-FR: {webflow: fr-FR, butter: fr}", "fr-FR: {webflow: fr-FR, butter: fr, conflict: webflow}"),
    ("body: {type: rich_text, ", "body: {type: rich_text, conflict: merge, "),
    ("minutes: {type: number, ", "minutes: {type: number, conflict: newest, "),
    ("seen: {type: instant, ", "seen: {type: instant, conflict: hold, "),
)


def fields(name: str, number: int = 0) -> Json:
    """What an article shows after so many edits; the French title beside the English fields."""
    return {
        "title": f"{name} {number}",
        FRENCH: f"{name} {number} fr",
        "minutes": number + 1,
        "body": f"<p>{name}</p><p>{number}</p>",
        "seen": f"2026-03-0{number + 1}T09:30:00",
    }


def site() -> Json:
    def told(name: str) -> Json:
        english = fields(name)
        french = {"title": english.pop(FRENCH)}
        english["seen"] += "Z"
        return {"all": {}, "en": {**english, "author": "ann"}, "fr": {**french, "author": "ann"}}

    return {
        "author": {"ann": {"all": {}, "en": {"name": "Ann"}, "fr": {"name": "Anne"}}},
        "article": {name.lower(): told(name) for name in NAMES},
    }


class Site:
    """Both sites as people see and change them, with what was listed for a person last."""

    def __init__(self, crossing: Crossing) -> None:
        self.crossing = crossing
        self.webflow, self.butter = crossing.sandboxes.both
        self.listed: set[str] = set()

    def sync(self) -> int:
        """Sync once; remembers what that lists for a person."""
        applied = self.crossing.sync()
        self.listed = {record["entry"][1] for record in lines_of(applied.plan, "conflict", "step", "drift")}
        self.listed |= {op.entry.name for op, _ in applied.result.problems}
        return exit_code(applied)

    def wait(self, seconds: float) -> None:
        self.crossing.clock.sleep(seconds)

    def rest(self) -> None:
        """Sync when all caches have forgotten: from then on they hold the listings that this read."""
        self.wait(130)
        self.sync()

    def create_on_webflow(self, slug: str, told: Json) -> None:
        titled = {small_site.WEBFLOW_NAMES.get(name, name): value for name, value in told.items() if name != FRENCH}
        titled |= {"slug": slug, "seen": f"{told['seen']}.000Z"}
        self.webflow.edit(action="create", collection="posts", fields=titled, publish=True)
        self.webflow.edit(action="add_locale", collection="posts", item=slug, locale="fr-FR")
        self.webflow.edit(
            action="update", collection="posts", item=slug, locale="fr-FR", publish=True, fields={"name": told[FRENCH]}
        )

    def create_on_butter(self, slug: str, told: Json) -> None:
        named = {small_site.BUTTER_NAMES.get(name, name): value for name, value in told.items() if name != FRENCH}
        at = {"page_type": "article", "slug": slug}
        self.butter.edit(
            action="create", **at, title=told["title"], fields={**named, "local_slug": slug}, locale="en", publish=True
        )
        french = {**named, "headline": told[FRENCH], "local_slug": f"{slug}-fr"}
        self.butter.edit(action="add_locale", **at, locale="fr", fields=french, publish=True)

    def write_author(self, name: str) -> None:
        self.webflow.edit(action="update", collection="authors", item="ann", publish=True, fields={"name": name})

    def write_on_webflow(self, slug: str, told: Json) -> None:
        titled = {small_site.WEBFLOW_NAMES.get(name, name): value for name, value in told.items()}
        french = titled.pop(FRENCH, None)
        if "seen" in titled:
            titled["seen"] += ".000Z"
        edit = {"action": "update", "collection": "posts", "item": slug, "publish": True}
        self.webflow.edit(**edit, locale="en-US", fields=titled)
        if french is not None:
            self.webflow.edit(**edit, locale="fr-FR", fields={"name": french})

    def write_on_butter(self, slug: str, told: Json) -> None:
        titled = {small_site.BUTTER_NAMES.get(name, name): value for name, value in told.items()}
        french = titled.pop(FRENCH, None)
        edit = {"action": "update", "page_type": "article", "slug": slug, "publish": True}
        self.butter.edit(**edit, locale="en", fields=titled)
        if french is not None:
            self.butter.edit(**edit, locale="fr", fields={"headline": french})

    def on_webflow(self) -> dict[str, Json]:
        state = self.webflow.state()
        codes = {each["cmsLocaleId"]: each["tag"] for each in state["locales"]}
        (posts,) = (each for each in state["collections"] if each["slug"] == "posts")
        shown: dict[str, Json] = {}
        slugs = {row["id"]: row["fieldData"]["slug"] for row in posts["items"] if codes[row["cmsLocaleId"]] == "en-US"}
        for row in posts["items"]:
            if row["id"] in slugs and not row["isArchived"]:
                held, told = row["fieldData"], shown.setdefault(slugs[row["id"]], {})
                if codes[row["cmsLocaleId"]] == "fr-FR":
                    told[FRENCH] = held["name"]
                else:
                    told |= {name: held.get(small_site.WEBFLOW_NAMES.get(name, name)) for name in ENGLISH}
                    told["seen"] = str(told["seen"])[:19]
        return shown

    def on_butter(self) -> dict[str, Json]:
        shown: dict[str, Json] = {}
        for page in self.butter.state()["pages"]:
            if not page["deleted"]:
                newest = {code: each["draft"] or each["live"] for code, each in page["locales"].items()}
                told = {name: newest["en"].get(small_site.BUTTER_NAMES.get(name, name)) for name in ENGLISH}
                told["seen"] = str(told["seen"])[:19]
                shown[page["slug"]] = told | ({FRENCH: newest["fr"]["headline"]} if "fr" in newest else {})
        return shown

    def authors(self) -> tuple[set[str], set[str]]:
        (authors,) = (each for each in self.webflow.state()["collections"] if each["slug"] == "authors")
        here = {row["fieldData"]["name"] for row in authors["items"]}
        across = [each["draft"] or each["live"] for i in self.butter.state()["items"] for each in i["locales"].values()]
        return here, {each["name"] for each in across}


def opened(
    sandboxes: support.Sandboxes, folder: Path, purge: int, missing: str, flow: str, delete: str, drift: str
) -> Site:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=purge, cache_404=missing, page_delete=True)
    crossing = Crossing(sandboxes, folder, flow, patience=Patience(), clock=TandemClock(sandboxes))
    crossing.write_mapping(
        ("limits:", f"delete: {delete}\ndrift: {drift}\nconflict: butter\nlimits:"),
        ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
        *CONFLICTS,
    )
    crossing.seed(site())
    return Site(crossing)


Told = dict[str, Json]


def somebody_makes_a_page(here: Site, told: Told, *, leads_here: bool) -> None:
    """Where it leads; it is made across as soon as a listing shows it, and stays."""
    (here.create_on_webflow if leads_here else here.create_on_butter)("mug", fields("Mug"))
    before = dict(told)
    told["mug"] = fields("Mug")
    for number in range(2):
        here.sync()
        assert (here.on_webflow() if leads_here else here.on_butter()) == told
        assert (here.on_butter() if leads_here else here.on_webflow()) in ((told,) if leads_here else (told, before))
        here.wait(2 * number)
    here.rest()
    assert (here.on_webflow(), here.on_butter()) == (told, told)


def somebody_edits(here: Site, told: Told, number: int, flow: str) -> None:
    """Every field of a page, on the side that leads; of another page on the other side, too."""
    leads_here = flow != small_site.BACKWARD
    told["tea"] = fields("Tea", number)
    if leads_here:
        here.write_on_webflow("tea", fields("Tea", number))
        here.write_author(f"Ann {number}")
    else:
        here.write_on_butter("tea", fields("Tea", number))
    if flow == small_site.BOTH:
        told["pot"] = fields("Pot", number)
        here.write_on_butter("pot", fields("Pot", number))
    for _ in range(2):
        here.sync()
        webflow, butter = here.on_webflow(), here.on_butter()
        assert (webflow if leads_here else butter)["tea"] == told["tea"], "it was taken back"
        assert butter["pot"] == told["pot"], "it was taken back"
        assert not leads_here or butter["tea"] == told["tea"] or "tea" in here.listed
        assert not leads_here or f"Ann {number}" in here.authors()[0]
        assert webflow["cup"] == butter["cup"] == told["cup"]
        assert set(webflow) == set(butter) == set(told)
    here.rest()
    assert (here.on_webflow(), here.on_butter()) == (told, told)


def somebody_takes_one_away(here: Site, told: Told, delete: str, *, leads_here: bool) -> None:
    """Where it leads; nothing else goes."""
    if leads_here:
        for locale in ("fr-FR", "en-US"):
            here.webflow.edit(action="delete", collection="posts", item="cup", locale=locale)
    else:
        here.butter.edit(action="delete", page_type="article", slug="cup")
    here.sync()
    here.rest()
    here.rest()
    cup = told.pop("cup")
    there, other = (here.on_webflow(), here.on_butter()) if leads_here else (here.on_butter(), here.on_webflow())
    assert there == told
    assert other == (told | {"cup": cup} if delete == "hold" else told)


@pytest.mark.slow
@pytest.mark.parametrize(("flow", "delete", "drift", "purge", "missing"), WAYS)
def test_no_edit_is_taken_back_and_nothing_goes_that_nobody_deleted(
    sandboxes: support.Sandboxes, tmp_path: Path, purge: int, missing: str, flow: str, delete: str, drift: str
) -> None:
    """What the cache holds when somebody acts are listings from a time of rest, so it shows them for long."""
    here = opened(sandboxes, tmp_path, purge, missing, flow, delete, drift)
    leads_here = flow != small_site.BACKWARD
    told = {name.lower(): fields(name) for name in NAMES}
    here.sync()
    assert (here.on_webflow(), here.on_butter()) == (told, told)
    here.rest()
    somebody_makes_a_page(here, told, leads_here=leads_here)
    for number in (1, 2) if flow == small_site.BOTH else (1,):
        somebody_edits(here, told, number, flow)
        assert here.authors()[0] == here.authors()[1]
    somebody_takes_one_away(here, told, delete, leads_here=leads_here)
    assert here.authors()[0] == here.authors()[1] != set()
