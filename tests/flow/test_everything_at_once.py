"""Every field type, state and locale situation at once, across and back: what differs is what the losses said.

Two full sandboxes, a fresh state and an empty target for each way. The canonical content is read on one platform before
and after a round trip over the other, and compared cell by cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import every_type
import pytest
from plainly import plain
from plan_lines import lines_of
from sandboxes import Crossing, Sandboxes
from small_site import BACKWARD, FORWARD

from isogloss.model.address import Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED
from isogloss.model.value import Scalar
from isogloss.run.sides import open_readers

if TYPE_CHECKING:
    from pathlib import Path

    from isogloss.model.snapshot import Seen

Json = dict[str, Any]
Cells = dict[str, object]

WEBFLOW_STATES = ("draft", "published", "changed", "queued", "archived")
BUTTER_STATES = ("draft", "published", "changed")
FINE = {"confirmed", "normalized"}


def mapping(ids: Json) -> str:
    """That of every type, with a third locale, which Webflow has and does not serve."""
    text = every_type.mapping(ids, maker=True)
    french = "  fr-FR: {webflow: fr-FR, butter: fr}\n"
    return text.replace(french, f"{french}  ja: {{webflow: ja, butter: ja}}\n", 1)


def webflow_seed(*, full: bool) -> Json:
    told = every_type.webflow_seed(full=full)
    told["locales"] = {"primary": "en-US", "secondary": ["fr-FR"], "disabled": ["ja"]}
    if full:
        (things,) = (each for each in told["collections"] if each["slug"] == "things")
        things["items"] += [item for state in WEBFLOW_STATES for item in _in_state(state)] + _situations()
    return told


def _in_state(state: str) -> list[Json]:
    """One item whose primary is in a state, and one whose translation is."""
    return [
        {"key": f"en-{state}", "variants": {"en-US": _variant(f"en-{state}", state), "fr-FR": _variant(f"en-{state}")}},
        {"key": f"fr-{state}", "variants": {"en-US": _variant(f"fr-{state}"), "fr-FR": _variant(f"fr-{state}", state)}},
    ]


def _situations() -> list[Json]:
    """A locale that is missing, one alone, one that is off, all of them, and one that says what the primary says."""
    places = {
        "lacks-fr": ("en-US",),
        "only-fr": ("fr-FR",),
        "only-ja": ("ja",),
        "all-three": ("en-US", "fr-FR", "ja"),
    }
    items = [
        {"key": key, "variants": {at: _variant(key, "draft" if at == "ja" else "published") for at in found}}
        for key, found in places.items()
    ]
    same = {"fields": {"name": "Same", "slug": "inherited", "best": "tea"}, "state": "published"}
    return [*items, {"key": "inherited", "variants": {"en-US": same, "fr-FR": same}}]


def _variant(slug: str, state: str = "published") -> Json:
    made: Json = {
        "fields": {"name": f"{slug} {state}", "slug": slug, "best": "tea", "grades": ["easy"]},
        "state": state,
    }
    return {**made, "live": {"name": f"{slug} live"}} if state == "changed" else made


def canonical(crossing: Crossing, side: Side, origins: dict[str, str]) -> Cells:
    """What a side shows in the mapping's types, by slug; files go by where they first came from."""
    state = crossing.sandboxes.states()
    files = {each["url"]: each["source"] for each in state[0]["files"].values()}
    files |= {address: each["source"] for address, each in state[1]["media"].items()}
    for address, source in files.items():
        origins.setdefault(address, source)
    bridge = crossing.bridge
    with open_readers(bridge, crossing.session().reach) as readers:
        seen = list(readers[side].read())
    names = {each.remote: _slug(each) for each in seen} | origins
    return {
        f"{each.kind}/{_slug(each)} {locale} {field}": shown
        for each in seen
        for locale, variant in each.variants.items()
        for field, value in variant.items()
        if (shown := plain(value, names, lambda address: _origin(address, names)))
    }


def _slug(seen: Seen) -> str:
    shared = seen.variants[SHARED]
    found = shared.get("slug", shared.get(SLUG))
    assert isinstance(found, Scalar)
    return found.text


def _origin(address: str, names: dict[str, str]) -> str:
    known = names.get(address.partition("#")[0])
    return address if known is None or known == address else _origin(known, names)


def butter_seed(*, full: bool) -> Json:
    told = {**every_type.butter_seed(full=full), "locales": ["en", "fr", "ja"]}
    if full:
        both = [(f"{code}-{state}", {code: state}) for code in ("en", "fr") for state in BUTTER_STATES]
        told["pages"] += [_page(slug, {"en": "published", "fr": "published", **states}) for slug, states in both]
        for slug, codes in {"lacks-fr": ("en",), "only-fr": ("fr",), "only-ja": ("ja",), "all": ("en", "fr")}.items():
            told["pages"].append(_page(slug, dict.fromkeys(codes, "published")))
        told["pages"].append(_page("draft-ja", {"en": "published", "ja": "draft"}))
    return told


def _page(slug: str, states: Json) -> Json:
    return {"page_type": "thing", "slug": slug, "title": slug, "locales": {at: _in(slug, states[at]) for at in states}}


def _in(slug: str, state: str) -> Json:
    made: Json = {"fields": {"title": f"{slug} {state}", "best": "tea", "grades": ["easy"]}, "state": state}
    return {**made, "live": {**made["fields"], "title": f"{slug} live"}} if state == "changed" else made


class Trip:
    """A round trip: what was told before each way, and what differs after both."""

    def __init__(self) -> None:
        self.losses: list[Json] = []
        self.steps: list[Json] = []

    def cross(self, crossing: Crossing) -> None:
        """Cross until nothing is left to do."""
        plan = crossing.plan()
        self.losses += lines_of(plan, "loss")
        self.steps += lines_of(plan, "step")
        applied = crossing.sync()
        assert set(applied.result.counts()) <= FINE, [(op.verb, str(op.entry), s) for op, s in applied.result.problems]
        crossing.sandboxes.forget()
        assert crossing.sync().result.counts() == {}
        assert crossing.sandboxes.writes() == []

    @property
    def told(self) -> set[str]:
        """The cells that the losses and steps name."""
        return {_cell(each) for each in (*self.losses, *self.steps) if each["field"] is not None}

    @property
    def behind(self) -> set[str]:
        """The variants whose unpublished edits stay behind; what is read is what they show to the public."""
        whole = [each for each in self.losses if each["field"] is None and each["reason"] != "same text as the primary"]
        assert {each["reason"] for each in whole} <= {"unpublished edits stay behind"}
        return {f"{each['entry'][1]} {each['locale']}" for each in whole}


def _cell(record: Json) -> str:
    return f"{'/'.join(record['entry'])} {record['locale']} {record['field']}"


def differing(before: Cells, after: Cells) -> set[str]:
    return {at for at in before.keys() | after.keys() if before.get(at) != after.get(at)}


def folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize("ways", [({}, {}), ({"empty_fields": "null"}, {"empty_style": "missing"})], ids=str)
def test_from_webflow_to_buttercms_and_back_what_differs_is_what_was_told(
    sandboxes: Sandboxes, tmp_path: Path, ways: tuple[Json, Json]
) -> None:
    sandboxes.webflow.turn(**ways[0])
    sandboxes.butter.turn(**ways[1])
    sandboxes.webflow.seed(webflow_seed(full=True))
    ids = sandboxes.butter.seed(butter_seed(full=False))["items"]
    trip, origins = Trip(), dict[str, str]()
    there = Crossing(sandboxes, folder(tmp_path / "there"), FORWARD, mapping(ids))
    before = canonical(there, Side.LEFT, origins)
    trip.cross(there)
    canonical(there, Side.RIGHT, origins)
    sandboxes.webflow.load(sandboxes.blank[0])
    sandboxes.webflow.seed(webflow_seed(full=False))
    back = Crossing(sandboxes, folder(tmp_path / "back"), BACKWARD, mapping(ids))
    trip.cross(back)
    assert differing(before, canonical(back, Side.LEFT, origins)) == trip.told
    assert trip.behind == {"en-changed en-US", "fr-changed fr-FR"}
    assert len(before) > 150


@pytest.mark.parametrize("ways", [({}, {}), ({"multi_order": "sorted"}, {"number_style": "float"})], ids=str)
def test_from_buttercms_to_webflow_and_back_what_differs_is_what_was_told(
    sandboxes: Sandboxes, tmp_path: Path, ways: tuple[Json, Json]
) -> None:
    sandboxes.webflow.turn(**ways[0])
    sandboxes.butter.turn(**ways[1])
    sandboxes.webflow.seed(webflow_seed(full=False))
    ids = sandboxes.butter.seed(butter_seed(full=True))["items"]
    trip, origins = Trip(), dict[str, str]()
    there = Crossing(sandboxes, folder(tmp_path / "there"), BACKWARD, mapping(ids))
    before = canonical(there, Side.RIGHT, origins)
    trip.cross(there)
    canonical(there, Side.LEFT, origins)
    sandboxes.butter.load(sandboxes.blank[1])
    ids = sandboxes.butter.seed(butter_seed(full=False))["items"]
    back = Crossing(sandboxes, folder(tmp_path / "back"), FORWARD, mapping(ids))
    trip.cross(back)
    assert differing(before, canonical(back, Side.RIGHT, origins)) == trip.told
    assert trip.behind == {"en-changed en-US", "fr-changed fr-FR"}
    assert len(before) > 150
