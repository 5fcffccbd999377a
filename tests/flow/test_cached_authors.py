"""Authors and categories pass ButterCMS's edge cache too, and a list of categories shows only those in use.

What such a list lacks is asked for by its own address before it counts as gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import small_site
from edge import TandemClock
from plan_lines import lines_of
from sandboxes import Crossing, settled

from isogloss.apply.patience import Patience
from isogloss.cli.apply import exit_code

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]

MAPPING = (
    small_site.MAPPING[: small_site.MAPPING.index("kinds:")]
    + """\
delete: propagate
kinds:
  author:
    webflow: {collection: authors}
    butter: {blog_authors: true}
    match: [$slug]
    label: name
    fields:
      name: {type: text, webflow: name, butter: name}
  topic:
    webflow: {collection: topics}
    butter: {blog_categories: true}
    match: [$slug]
    label: name
    fields:
      name: {type: text, webflow: name, butter: name}
  article:
    webflow: {collection: posts}
    butter: {blog: true, group: {tag_prefix: "group:"}}
    match: [local_slug]
    label: title
    fields:
      title: {type: text, webflow: name, butter: title}
      local_slug: {type: text, webflow: slug, butter: slug}
      author: {type: reference, to: author, webflow: author, butter: author}
      topics: {type: references, to: topic, webflow: topics, butter: categories}
limits: {delete: 100%, change: 100%, minimum: 1000}
"""
)


def blog() -> Json:
    return {
        "locales": ["en", "fr", "ja"],
        "authors": [{"slug": "ann", "first_name": "Ann"}, {"slug": "bo", "first_name": "Bo"}],
        "posts": [
            {"slug": "tea", "title": "Tea", "author": "ann", "categories": ["Food"], "tags": ["en", "group:tea"]},
            {"slug": "cup", "title": "Cup", "author": "ann", "categories": ["Home"], "tags": ["en", "group:cup"]},
        ],
    }


def opened(sandboxes: support.Sandboxes, folder: Path, **switches: object) -> Crossing:
    crossing = Crossing(
        sandboxes, folder, small_site.BACKWARD, MAPPING, patience=Patience(), clock=TandemClock(sandboxes)
    )
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(blog())
    settled(crossing.sync())
    sandboxes.butter.turn(**{"cache": True, **switches})
    assert shown(crossing) == (["ann", "bo"], ["food", "home"])
    return crossing


def shown(crossing: Crossing) -> tuple[list[str], list[str]]:
    """The authors and topics that Webflow has."""
    state = crossing.sandboxes.webflow.state()
    slugs = {each["slug"]: sorted({row["fieldData"]["slug"] for row in each["items"]}) for each in state["collections"]}
    return slugs["authors"], slugs["topics"]


def ask(crossing: Crossing, *questions: str) -> None:
    """Somebody asks, and the cache keeps what is answered."""
    token = {"Authorization": f"Token {small_site.READ_TOKEN}"}
    for question in questions:
        crossing.sandboxes.http.get(f"{crossing.sandboxes.butter.url}/v2/{question}", headers=token)


def kept_from_before(crossing: Crossing, *questions: str) -> None:
    """The cache keeps answers from a time when there was no second author and no post, and goes on giving them."""
    state = crossing.sandboxes.butter.state()
    before = {**state, "authors": [each for each in state["authors"] if each["slug"] != "bo"]}
    crossing.sandboxes.butter.load(before)
    ask(crossing, *questions)
    crossing.sandboxes.butter.load(state)


def test_an_author_that_a_cached_list_lacks_is_not_taken_for_deleted(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = opened(sandboxes, tmp_path, cache_purge_seconds=1000, cache_404="kept")
    for questions in (["authors/"], ["authors/", "authors/bo/"]):
        kept_from_before(crossing, *questions)
        assert exit_code(crossing.sync()) == 0
        assert shown(crossing)[0] == ["ann", "bo"]


def test_an_author_about_whom_only_a_cache_answers_waits(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    crossing = opened(sandboxes, tmp_path, cache_purge_seconds=1000, cache_404="kept")
    both = ("authors/", "authors/bo/")
    kept_from_before(crossing, *both, *(f"{each}?include=recent_posts" for each in both))
    applied = crossing.sync()
    assert shown(crossing)[0] == ["ann", "bo"]
    (held,) = lines_of(applied.plan, "conflict")
    assert (held["entry"], held["reason"]) == (["author", "bo"], "an older state is shown")
    assert exit_code(applied) == 1
    crossing.clock.sleep(2000)
    assert exit_code(crossing.sync()) == 0
    assert shown(crossing)[0] == ["ann", "bo"]


def test_an_author_that_a_person_deletes_goes(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    crossing = opened(sandboxes, tmp_path, cache_purge_seconds=2)
    sandboxes.butter.edit(action="delete", author="bo")
    crossing.clock.sleep(130)
    for _ in range(2):
        crossing.sync()
    assert shown(crossing)[0] == ["ann"]


def test_a_category_that_no_post_uses_any_more_is_not_taken_for_deleted(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = opened(sandboxes, tmp_path, cache=False)
    sandboxes.butter.edit(action="update", post="cup", publish=True, fields={"categories": ["Food"]})
    for _ in range(2):
        assert exit_code(crossing.sync()) == 0
        assert shown(crossing)[1] == ["food", "home"]
    sandboxes.butter.edit(action="delete", category="home")
    assert exit_code(crossing.sync()) == 0
    assert shown(crossing)[1] == ["food"]
