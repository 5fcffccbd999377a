"""What a site's owner excluded from translation: left out on both sides, and merged again once it is included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled

from isogloss.errors import Unauthorized

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]
FORWARD, BACKWARD, BOTH = small_site.FORWARD, small_site.BACKWARD, small_site.BOTH
FLOWS = [FORWARD, BACKWARD, BOTH]
RESPECT = ("site: pots,", "site: pots, respect_exclusions: true,")
PROPAGATE = (
    ("limits:", "delete: propagate\nlimits:"),
    ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
)
LEFT_OUT = "excluded from translation"
BODY: Json = {"collection": "posts", "field": "body"}
TEA: Json = {"collection": "posts", "item": "tea"}
SITE: Json = {
    "article": {
        "tea": {
            "all": {"featured": True},
            "en": {"title": "Tea", "body": "<p>Hot</p>", "minutes": 3},
            "fr": {"title": "Thé", "body": "<p>Chaud</p>", "minutes": 4},
        },
        "cup": {"all": {}, "en": {"title": "Cup", "body": "<p>Full</p>"}},
    }
}


def begun(sandboxes: Sandboxes, folder: Path, flow: str, *excluded: Json) -> Crossing:
    """Everything is on both sides; then the owner excludes something from translation into French."""
    sandboxes.webflow.turn(exclusions=True)
    crossing = Crossing(sandboxes, folder, flow)
    crossing.write_mapping(RESPECT)
    crossing.seed(SITE)
    settled(crossing.sync())
    for each in excluded:
        exclude(sandboxes, each)
    return crossing


def exclude(sandboxes: Sandboxes, told: Json, action: str = "exclude") -> None:
    sandboxes.webflow.edit(action=action, tag="fr-FR", **told)


def include(sandboxes: Sandboxes, told: Json) -> None:
    exclude(sandboxes, told, "include")


def says(sandboxes: Sandboxes, side: str, locale: str, **fields: object) -> None:
    """Somebody edits the entry there, by our names of its fields."""
    if side == "webflow":
        names = {small_site.WEBFLOW_NAMES.get(name, name): value for name, value in fields.items()}
        place = {"collection": "posts", "item": "tea", "locale": small_site.LOCALES[locale]}
        sandboxes.webflow.edit(action="update", fields=names, publish=True, **place)
    else:
        names = {small_site.BUTTER_NAMES.get(name, name): value for name, value in fields.items()}
        place = {"page_type": "article", "slug": "tea", "locale": locale}
        sandboxes.butter.edit(action="update", fields=names, publish=True, **place)


def shown(sandboxes: Sandboxes, side: str, locale: str = "fr", field: str = "body", entry: str = "tea") -> object:
    """What a cell shows to the public; None where its variant or the entry is not there."""
    if side == "webflow":
        state = sandboxes.webflow.state()
        (code,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == small_site.LOCALES[locale])
        rows = [row for each in state["collections"] if each["slug"] == "posts" for row in each["items"]]
        ids = {row["id"] for row in rows if row["fieldData"]["slug"] == entry}
        found = [row["fieldData"] for row in rows if row["id"] in ids and row["cmsLocaleId"] == code]
        return found[0].get(small_site.WEBFLOW_NAMES.get(field, field)) if found else None
    pages = [page for page in sandboxes.butter.state()["pages"] if page["slug"] == entry and not page["deleted"]]
    here = pages[0]["locales"].get(locale) if pages else None
    return (here["live"] or here["draft"]).get(small_site.BUTTER_NAMES.get(field, field)) if here else None


def sides(crossing: Crossing) -> list[str]:
    """The sides that lead in the flow of a crossing."""
    return ["webflow", "butter"] if crossing.flow == BOTH else [crossing.source.name]


def other(side: str) -> str:
    return "butter" if side == "webflow" else "webflow"


def left_out(crossing: Crossing) -> list[tuple[str, str, str, str | None]]:
    losses = [each for each in lines_of(crossing.plan(), "loss") if each["reason"] == LEFT_OUT]
    return [(each["on"], each["entry"][1], each["locale"], each["field"]) for each in losses]


@pytest.mark.parametrize("flow", FLOWS)
def test_an_excluded_field_is_no_edit_and_what_the_other_side_says_stays(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow, BODY)
    at_rest(crossing)
    says(sandboxes, "webflow", "fr", body="<p>Brûlant</p>")
    says(sandboxes, "butter", "fr", body="<p>Tiède</p>")
    at_rest(crossing)
    assert shown(sandboxes, "webflow") == "<p>Brûlant</p>"
    assert shown(sandboxes, "butter") == "<p>Tiède</p>"


@pytest.mark.parametrize("flow", FLOWS)
def test_an_excluded_field_that_is_emptied_is_not_emptied_across(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow, BODY)
    for side in sides(crossing)[:1]:
        says(sandboxes, side, "fr", body="", title="Le thé")
        settled(crossing.sync())
        at_rest(crossing)
        assert shown(sandboxes, other(side)) == "<p>Chaud</p>"
        assert shown(sandboxes, other(side), field="title") == "Le thé"


@pytest.mark.parametrize("flow", FLOWS)
def test_what_is_not_excluded_of_the_same_entry_flows(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = begun(sandboxes, tmp_path, flow, BODY)
    for side in sides(crossing):
        says(sandboxes, side, "fr", body=f"<p>{side}</p>", minutes=len(side))
        says(sandboxes, side, "en", body=f"<p>Hot on {side}</p>")
        settled(crossing.sync())
        at_rest(crossing)
        assert shown(sandboxes, other(side), field="minutes") == len(side)
        assert shown(sandboxes, other(side), "en") == f"<p>Hot on {side}</p>"
        assert shown(sandboxes, other(side)) != f"<p>{side}</p>"


@pytest.mark.parametrize("flow", FLOWS)
def test_what_is_included_again_is_merged_with_what_the_sides_agreed_on_before(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow)
    for side in sides(crossing):
        exclude(sandboxes, BODY)
        says(sandboxes, side, "fr", body=f"<p>Dit par {side}</p>")
        at_rest(crossing)
        include(sandboxes, BODY)
        settled(crossing.sync())
        assert shown(sandboxes, other(side)) == f"<p>Dit par {side}</p>"
        at_rest(crossing)


@pytest.mark.parametrize("flow", FLOWS)
def test_what_both_sides_edited_meanwhile_waits_once_it_is_included_again(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow, BODY)
    for side in ("webflow", "butter"):
        says(sandboxes, side, "fr", body=f"<p>Dit par {side}</p>")
    at_rest(crossing)
    include(sandboxes, BODY)
    plan = crossing.plan()
    assert list(lines_of(plan, "op")) == []
    assert [each["reason"] for each in lines_of(plan, "conflict")] == ["both sides changed"]


@pytest.mark.parametrize("flow", FLOWS)
def test_the_primary_of_an_excluded_field_crosses_and_a_new_translation_is_made_without_it(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow, BODY)
    if flow == BACKWARD:
        fields = {"headline": "Tasse", "body": "<p>Pleine</p>"}
        place = {"page_type": "article", "slug": "cup", "locale": "fr"}
        sandboxes.butter.edit(action="add_locale", fields=fields, publish=True, **place)
        expected: object = "<p>Full</p>"
    else:
        place = {"collection": "posts", "item": "cup", "locale": "fr-FR"}
        fields = {"name": "Tasse", "body": "<p>Pleine</p>"}
        sandboxes.webflow.edit(action="add_locale", fields=fields, publish=True, **place)
        expected = None
    settled(crossing.sync())
    target = crossing.target.name
    assert shown(sandboxes, target, "fr", "title", "cup") == "Tasse"
    assert shown(sandboxes, target, "en", "body", "cup") == "<p>Full</p>"
    assert (shown(sandboxes, target, "fr", "body", "cup") or None) == expected
    at_rest(crossing)
    include(sandboxes, BODY)
    settled(crossing.sync())
    assert shown(sandboxes, target, "fr", "body", "cup") == "<p>Pleine</p>"
    at_rest(crossing)


@pytest.mark.parametrize("flow", FLOWS)
def test_an_item_that_is_excluded_is_neither_edited_nor_deleted_across(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow, TEA)
    crossing.write_mapping(RESPECT, *PROPAGATE)
    at_rest(crossing)
    side = sides(crossing)[0]
    says(sandboxes, side, "fr", title="Le thé")
    says(sandboxes, side, "en", title="Green tea")
    settled(crossing.sync())
    assert shown(sandboxes, other(side), "en", "title") == "Green tea"
    assert shown(sandboxes, other(side), "fr", "title") == "Thé"
    at_rest(crossing)
    assert left_out(crossing) == [("left", "tea", "fr-FR", None)]
    include(sandboxes, TEA)
    settled(crossing.sync())
    assert shown(sandboxes, other(side), "fr", "title") == "Le thé"
    at_rest(crossing)


@pytest.mark.parametrize("flow", [FORWARD, BOTH])
def test_a_translation_that_is_gone_of_an_excluded_item_stays_across(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow, TEA)
    crossing.write_mapping(RESPECT, *PROPAGATE)
    sandboxes.webflow.edit(action="delete", collection="posts", item="tea", locale="fr-FR")
    at_rest(crossing)
    assert shown(sandboxes, "butter", "fr", "title") == "Thé"


@pytest.mark.parametrize("empty", ["absent", "null"])
@pytest.mark.parametrize("flow", FLOWS)
def test_an_excluded_field_that_some_items_leave_empty_is_excluded_of_all_of_them(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, empty: str
) -> None:
    sandboxes.webflow.turn(empty_fields=empty)
    crossing = begun(sandboxes, tmp_path, flow, {"collection": "posts", "field": "minutes"})
    for side in ("webflow", "butter"):
        says(sandboxes, side, "fr", minutes=7)
        says(sandboxes, side, "en", minutes="" if side == "butter" else None)
    at_rest_or_agreed(crossing)
    assert shown(sandboxes, "webflow", field="minutes") == 7
    assert {field for _, _, _, field in left_out(crossing)} <= {"minutes"}


def at_rest_or_agreed(crossing: Crossing) -> None:
    settled(crossing.sync())
    at_rest(crossing)


def test_what_is_excluded_is_told_once_for_a_kind_and_is_no_error(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begun(sandboxes, tmp_path, FORWARD, BODY)
    assert left_out(crossing) == [("left", "*", "fr-FR", "body")]
    said = within(crossing, "plan", "MAPPING", "--max-loss", "0")
    assert (said.code, LEFT_OUT in said.out) == (0, True), said.out
    checked = within(crossing, "check", "MAPPING")
    assert checked.code == 0, checked.out
    assert "excluded from translation into fr-FR: body" in checked.out.replace("\n", " ")


def test_fields_that_all_locales_share_are_never_excluded(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begun(sandboxes, tmp_path, FORWARD, {"collection": "posts", "field": "featured"})
    assert left_out(crossing) == []
    says(sandboxes, "webflow", "en", featured=False)
    says(sandboxes, "webflow", "fr", featured=False)
    settled(crossing.sync())
    assert shown(sandboxes, "butter", "en", "featured") is False


def test_nobody_asks_for_what_is_translatable_unless_the_mapping_says_so(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begun(sandboxes, tmp_path, FORWARD, BODY)

    def asked() -> list[bool]:
        sandboxes.forget()
        crossing.plan()
        return ["translatable" in str(line) for line in sandboxes.webflow.log()]

    with_it = asked()
    crossing.write_mapping()
    without = asked()
    assert sum(with_it) == 3 * 2, "one page for each collection and secondary locale"
    assert (sum(without), len(without)) == (0, len(with_it) - sum(with_it))
    says(sandboxes, "webflow", "fr", body="<p>Brûlant</p>")
    settled(crossing.sync())
    assert shown(sandboxes, "butter") == "<p>Brûlant</p>", "unless it is respected, it is carried like anything else"


def test_a_site_without_exclusions_is_told_with_what_to_do(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begun(sandboxes, tmp_path, FORWARD)
    sandboxes.webflow.turn(exclusions=False)
    with pytest.raises(Unauthorized, match=r"take respect_exclusions out of sides\.webflow"):
        crossing.plan()
    said = within(crossing, "check", "MAPPING")
    assert (said.code, "respect_exclusions" in said.out + said.err) == (3, True), said.out + said.err
    crossing.write_mapping()
    at_rest(crossing)


@pytest.mark.parametrize("insert", [True, False])
def test_a_new_entry_on_webflow_shows_the_primary_in_what_is_excluded(
    sandboxes: Sandboxes, tmp_path: Path, *, insert: bool
) -> None:
    sandboxes.webflow.turn(insert=insert)
    crossing = begun(sandboxes, tmp_path, BACKWARD, BODY)
    place = {"page_type": "article", "slug": "pot"}
    sandboxes.butter.edit(action="create", fields={"headline": "Pot", "body": "<p>Round</p>"}, publish=True, **place)
    fields = {"headline": "Pot (fr)", "body": "<p>Rond</p>"}
    sandboxes.butter.edit(action="add_locale", locale="fr", fields=fields, publish=True, **place)
    settled(crossing.sync())
    assert shown(sandboxes, "webflow", "fr", "title", "pot") == "Pot (fr)"
    assert shown(sandboxes, "webflow", "fr", "body", "pot") == "<p>Round</p>"
    at_rest(crossing)
    include(sandboxes, BODY)
    settled(crossing.sync())
    assert shown(sandboxes, "webflow", "fr", "body", "pot") == "<p>Rond</p>"
    at_rest(crossing)


@pytest.mark.parametrize("flow", [FORWARD, BOTH])
def test_a_copy_of_the_primary_is_made_without_what_is_excluded_and_stays_a_copy(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow, BODY, {"collection": "posts", "item": "tea"})
    crossing.write_mapping(RESPECT, ("limits:", "missing_locale: copy\nlimits:"))
    settled(crossing.sync())
    assert shown(sandboxes, "butter", "fr", "title", "cup") == "Cup"
    assert not shown(sandboxes, "butter", "fr", "body", "cup")
    at_rest(crossing)
    place = {"collection": "posts", "item": "cup", "locale": "en-US"}
    sandboxes.webflow.edit(action="update", fields={"name": "Mug", "body": "<p>Empty</p>"}, publish=True, **place)
    settled(crossing.sync())
    assert shown(sandboxes, "butter", "fr", "title", "cup") == "Mug"
    assert not shown(sandboxes, "butter", "fr", "body", "cup")
    at_rest(crossing)


def test_a_bundle_of_the_site_is_whole_and_writes_nothing_back_over_what_is_excluded(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = begun(sandboxes, tmp_path, FORWARD, BODY)
    assert within(crossing, "export", "MAPPING", "webflow", tmp_path / "bundle").code == 0
    (text,) = (path for path in (tmp_path / "bundle").rglob("*") if "Chaud" in _text(path))
    text.write_text(text.read_text(encoding="utf-8").replace("Chaud", "Tiède"), encoding="utf-8")
    said = within(crossing, "import", "MAPPING", "webflow", tmp_path / "bundle", "--apply", "--out", tmp_path / "plan")
    assert said.code == 0, said.out + said.err
    assert shown(sandboxes, "webflow") == "<p>Chaud</p>"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() and path.suffix != ".db" else ""
