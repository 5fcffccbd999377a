"""``isogloss match`` as a person types it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from isogloss.cli.app import app
from isogloss.errors import IsoglossError, UsageError
from isogloss.sandbox.buttercms import create
from isogloss.sandbox.server import running

POSTS = [
    {"slug": "tea-en", "title": "Tea", "tags": ["en"]},
    {"slug": "tea-fr", "title": "Thé", "tags": ["fr"]},
    {"slug": "ink", "title": "Ink", "tags": ["en"], "published": "2025-03-01T08:00:00Z"},
    {"slug": "encre", "title": "Encre", "tags": ["fr"], "published": "2025-03-01T09:00:00Z"},
    {"slug": "lost", "title": "Lost", "tags": ["en", "fr"]},
]
MAPPING = """\
isogloss: 1
name: blog
sides:
  memory: {{adapter: {other}}}
  butter: {{adapter: buttercms, read_token: ${{READ}}, base_url: '{url}/v2', rate: 60000}}
flow: butter -> memory
locales:
  en: {{memory: en, butter: en, primary: true}}
  fr: {{memory: fr, butter: fr}}
kinds:
  article:
    memory: {place}
    butter: {{blog: true, group: {{file: groups.yaml}}}}
    fields:
      title: {{type: text, memory: title, butter: title}}
"""
MEMORY = {"other": "memory, world: w", "place": "{collection: articles}"}


@pytest.fixture
def mapping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("READ", "butter-read-token")
    with running(create(seed={"locales": ["en", "fr"], "posts": POSTS}).app) as url:
        path = tmp_path / "blog.yaml"
        path.write_text(MAPPING.format(url=url, **MEMORY))
        yield path


def typed(mapping: Path, *words: str) -> Result:
    out = str(mapping.parent / "groups.yaml")
    return CliRunner().invoke(app, ["match", str(mapping), "--out", out, *words])


def test_proposals_are_written_and_what_is_doubtful_is_told(mapping):
    said = typed(mapping)

    assert said.exit_code == 1
    assert "5 posts of article: 1 entry proposed" in said.stdout
    assert "doubtful: ink (en): encre (0.35)" in said.stdout
    assert "no locale: lost (tags: en, fr)" in said.stdout
    written = yaml.safe_load((mapping.parent / "groups.yaml").read_text(encoding="utf-8"))
    assert written["entries"] == [
        {
            "entry": "tea",
            "accepted": True,
            "score": written["entries"][0]["score"],
            "posts": {"en": "tea-en", "fr": "tea-fr"},
            "reasons": written["entries"][0]["reasons"],
        }
    ]
    assert written["unplaced"] == [{"post": "lost", "locale": None, "entry": None, "tags": ["en", "fr"]}]


def test_json_is_for_programs_and_quiet_says_what_waits_alone(mapping):
    data = json.loads(typed(mapping, "--json").stdout)

    assert data["entries"][0]["posts"] == {"en": "tea-en", "fr": "tea-fr"}
    assert data["doubtful"][0]["candidates"][0]["post"] == "encre" or data["doubtful"][0]["post"] == "encre"
    assert data["unplaced"] == [{"post": "lost", "tags": ["en", "fr"]}]
    quiet = typed(mapping, "--quiet").stdout
    assert "doubtful: " in quiet, "it waits for a person"
    assert "proposed" not in quiet


def test_decisions_are_kept_and_nothing_is_left(mapping):
    typed(mapping)
    out = mapping.parent / "groups.yaml"
    said = yaml.safe_load(out.read_text(encoding="utf-8"))
    said["entries"][0]["accepted"] = False
    for each in said["doubtful"]:
        each["candidates"][0]["accepted"] = True
    said["unplaced"][0] |= {"locale": "en", "entry": "lost"}
    out.write_text(yaml.safe_dump(said), encoding="utf-8")

    second = typed(mapping)

    again = yaml.safe_load(out.read_text(encoding="utf-8"))
    posts = [(each["accepted"], each["posts"]) for each in again["entries"]]
    assert (True, {"en": "ink", "fr": "encre"}) in posts
    assert (True, {"en": "lost"}) in posts
    assert (False, {"en": "tea-en", "fr": "tea-fr"}) in posts
    assert second.exit_code == 1
    assert [each["post"] for each in again["doubtful"]] == ["tea-fr"]  # "lost" was made on the same day
    again["doubtful"][0]["alone"] = True
    out.write_text(yaml.safe_dump(again), encoding="utf-8")
    third = typed(mapping)
    assert third.exit_code == 0, third.stdout


def test_a_lower_threshold_groups_more(mapping):
    assert "2 entries proposed" in typed(mapping, "--threshold", "0.3").stdout


def refusal(mapping: Path, *words: str) -> IsoglossError:
    error = typed(mapping, *words).exception
    assert isinstance(error, IsoglossError), error
    return error


def test_a_mapping_without_a_blog_is_refused(mapping):
    assert "the kind page has no place in a blog" in str(refusal(mapping, "--kind", "page"))
    mapping.write_text(mapping.read_text().replace("{blog: true, group: {file: groups.yaml}}", "{page_type: a}"))
    error = refusal(mapping)
    assert isinstance(error, UsageError)
    assert "there is none" in str(error)


def test_two_blogs_are_matched_with_a_mapping_each(mapping):
    text = mapping.read_text()
    side = text.split("butter: {")[1].split("}\nflow")[0]
    text = text.replace("{adapter: memory, world: w}", "{" + side + "}").replace(
        "{collection: articles}", "{blog: true, group: {field: summary}}"
    )
    mapping.write_text(text)

    assert "a blog on both sides" in str(refusal(mapping))
