import pytest

from isogloss.adapters.webflow.items.encode import Filling, slug_from
from isogloss.model.address import EntryKey


def made(name: str, label: str) -> str:
    return slug_from(Filling(label, EntryKey("phrase", name), {}))


@pytest.mark.parametrize(
    ("label", "slug"), [("Green tea!", "green-tea"), ("Crème brûlée", "creme-brulee"), ("Fuß", "fuss")]
)
def test_a_slug_is_the_title(label: str, slug: str) -> None:
    assert made("x", label) == slug


def test_entries_of_one_title_get_slugs_of_their_own() -> None:
    assert (made("open", "Open"), made("open~open-1f", "Open")) == ("open", "open-open-1f")


@pytest.mark.parametrize(
    "labels", [("設定 (API)", "概要 (API)"), ("茶", "お茶"), ("", ""), ("Łódź", "ódź"), ("Long " * 60, "Long " * 60)]
)
def test_titles_that_no_slug_can_hold_get_slugs_of_their_own(labels: tuple[str, str]) -> None:
    slugs = {made(f"{name}茶", label) for name, label in zip("ab", labels, strict=True)}
    assert len(slugs) == 2
    assert all(0 < len(slug) <= 256 for slug in slugs)
