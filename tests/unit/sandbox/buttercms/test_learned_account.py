"""An account that is learned from its answers gives the same answers again."""

from __future__ import annotations

import pytest

from isogloss.sandbox.buttercms import ButterSandbox, create
from isogloss.sandbox.buttercms.learned import Learned

from .conftest import READ, SCHEMA, SEED, Asker

LISTED = [
    *("/content/authors/", "/content/tags/"),
    *("/pages/article/", "/pages/news/", "/pages/*/"),
    *("/posts/", "/authors/", "/tags/"),
]
ONE = ["/pages/article/faq/", "/pages/article/tour/", "/pages/*/about/", "/posts/one/", "/categories/cats/"]
KNOWN = {name: SCHEMA[name] for name in ("components", "collections", "page_types", "single_pages")}


def questions(locales: tuple[str, ...] = ("en", "fr", "de")) -> list[tuple[str, dict[str, str]]]:
    views = [
        {"locale": locale, "levels": "2", "alt_media_text": "1", "page_size": "100", **more}
        for locale in locales
        for more in ({"preview": "1"}, {})
    ]
    return [(path, view) for path in LISTED for view in views] + [(path, {}) for path in ONE]


def answers(sandbox: ButterSandbox) -> dict[str, object]:
    asker = Asker(sandbox)
    return {f"{path} {query}": asker.ask("GET", path, token=READ, **query).body for path, query in questions()}


def learned(sandbox: ButterSandbox, schema: object, **switches: object) -> ButterSandbox:
    hears = Learned(("en", "fr", "de"), schema)
    for path, query in questions():
        answer = Asker(sandbox).ask("GET", path, token=READ, **query)
        if answer.status == 200:
            hears.hear(path, query, answer.body)
    return create(hears.state(), **switches)


@pytest.mark.parametrize("known", [KNOWN, {}], ids=["schema known", "schema unknown"])
def test_an_account_that_was_heard_answers_as_it_did(known: object) -> None:
    sandbox = create(seed=SEED)
    before, after = answers(sandbox), answers(learned(sandbox, known))
    if known:
        assert after == before
        return
    # without a schema an unset field may read as another nothing; what holds anything reads as it did
    lists = [path for path in before if path.startswith(("/content", "/pages/news", "/posts", "/tags", "/authors"))]
    assert {path: after[path] for path in lists} == {path: before[path] for path in lists}


@pytest.mark.parametrize(
    "switches",
    [
        {"empty_style": "missing", "date_style": "+00:00", "number_style": "integer"},
        {"timestamp_zone": "+02:00", "path_shape": "plain", "unpublished_reference": "absent"},
        {"unpublished_reference": "null", "html_rewrite": True},
        {"status_keys": False, "name_key": False, "page_path": "star"},
        {"missing_locale": "empty"},
    ],
    ids=str,
)
def test_however_an_account_writes_what_it_stores_it_is_heard(switches: dict[str, object]) -> None:
    sandbox = create(seed=SEED, **switches)
    again = learned(sandbox, KNOWN, **switches)
    before, after = answers(sandbox), answers(again)
    assert set(before) == set(after)
    for path, said in before.items():
        if "missing_locale" in switches and "/pages/" in path:
            continue  # which page was first in an order is not told of one that has nothing there
        assert after[path] == said, path


def test_links_by_path_are_heard_too() -> None:
    sandbox = create(seed=SEED)
    hears = Learned(("en", "fr", "de"), KNOWN)
    for path, query in questions():
        view = {**query, "levels": "1"}
        answer = Asker(sandbox).ask("GET", path, token=READ, **view)
        if answer.status == 200:
            hears.hear(path, view, answer.body)
    again = create(hears.state())
    page = "/pages/article/faq/"
    assert Asker(again).get(page, levels=2).body == Asker(sandbox).get(page, levels=2).body


def test_posts_with_locales_of_their_own_are_one_where_an_answer_shows_it() -> None:
    """As an adapter asks: for each post in a further locale, what the ones before call it."""
    sandbox = create(seed={"locales": ["en", "fr", "ja"]}, native_post_locales=True)
    asker = Asker(sandbox)
    asker.write("POST", "/posts/", {"title": "Tea", "slug": "tea", "status": "published"}, locale="en")
    asker.write("PATCH", "/posts/tea/", {"title": "Thé", "slug": "the", "status": "published"}, locale="fr")
    asker.write("PATCH", "/posts/tea/", {"title": "お茶", "slug": "ocha", "status": "published"}, locale="ja")
    hears = Learned(("en", "fr", "ja"), {})
    for path, query in (
        ("/posts/", {"locale": "en"}),
        ("/posts/", {"locale": "fr"}),
        ("/posts/", {"locale": "ja"}),
        ("/posts/the/", {"locale": "en"}),
        ("/posts/ocha/", {"locale": "en"}),
    ):
        hears.hear(path, query, asker.get(path, **query).body)
    again = create(hears.state(), native_post_locales=True)
    (post,) = again.state()["posts"]
    titles = {locale: text["title"] for locale, text in post["locales"].items()}
    assert titles == {"en": "Tea", "fr": "Thé", "ja": "お茶"}
