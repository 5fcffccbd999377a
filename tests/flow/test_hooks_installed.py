"""``isogloss hooks``: webhooks of Webflow are made, listed and taken away, and their secrets kept for nobody to see."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import Ran, within
from sandboxes import Crossing

from isogloss.http.redact import Redactor
from isogloss.run.hook_secrets import Secrets, secrets_of

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

URL = "https://bridge.example/isogloss/"
TARGET = "https://bridge.example/isogloss/hooks/webflow/pots"
TRIGGERS = {
    "collection_item_created",
    "collection_item_changed",
    "collection_item_deleted",
    "collection_item_published",
    "collection_item_unpublished",
    "site_publish",
}


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, flow="both")
    made.seed()
    made.sandboxes.webflow.turn(app_token=False)
    return made


def hooks(crossing: Crossing, *words: str) -> list[dict[str, Any]]:
    ran = within(crossing, "hooks", words[0], "MAPPING", *words[1:], "--json")
    assert ran.code == 0, ran.err
    return ran.data["hooks"]


def there(crossing: Crossing) -> dict[str, dict[str, Any]]:
    """What the site has, by ids."""
    return crossing.sandboxes.webflow.state()["webhooks"]


def file_of(crossing: Crossing) -> Path:
    (found,) = crossing.folder.rglob("hooks.json")
    return found


def secrets(crossing: Crossing) -> set[str]:
    kept = secrets_of(file_of(crossing).parents[1], "pots")
    return {each.secret.reveal() for each in kept}


def test_what_is_missing_is_made_once_and_its_secret_kept(crossing: Crossing) -> None:
    made = hooks(crossing, "install", "--url", URL)
    assert {each["trigger"] for each in made} == TRIGGERS
    assert {(each["url"], each["ours"], each["known"], each["side"]) for each in made} == {
        (TARGET, True, True, "webflow")
    }
    assert len(secrets(crossing)) == len(TRIGGERS)
    assert file_of(crossing).stat().st_mode & 0o777 == 0o600
    crossing.sandboxes.forget()
    assert hooks(crossing, "install", "--url", URL) == made
    assert crossing.sandboxes.writes() == []


def test_one_whose_secret_is_not_known_or_that_calls_elsewhere_is_made_anew(crossing: Crossing) -> None:
    before = {each["id"] for each in hooks(crossing, "install", "--url", URL)}
    path = file_of(crossing)
    kept = json.loads(path.read_text())
    lost = kept["hooks"].pop()
    path.write_text(json.dumps(kept))
    assert [each["known"] for each in hooks(crossing, "list")].count(False) == 1
    after = {each["id"] for each in hooks(crossing, "install", "--url", URL)}
    assert before - after == {lost["webhook"]}
    moved = hooks(crossing, "install", "--url", "https://elsewhere.example")
    assert {each["url"] for each in moved} == {"https://elsewhere.example/hooks/webflow/pots"}
    assert len(secrets(crossing)) == len(there(crossing)) == len(TRIGGERS)


def test_whoever_was_stopped_in_between_goes_on(crossing: Crossing) -> None:
    """A webhook whose making was answered by nobody is there, and its secret was never seen."""
    crossing.sandboxes.webflow.fault(kind="drop_after", method="POST", after=2, times=1)
    ran = within(crossing, "hooks", "install", "MAPPING", "--url", URL)
    assert ran.code == 3, ran.err
    crossing.sandboxes.webflow.mend()
    made = hooks(crossing, "install", "--url", URL)
    assert {each["trigger"] for each in made} == TRIGGERS
    assert {each["known"] for each in made} == {True}
    assert len(there(crossing)) == len(TRIGGERS)


def test_those_of_others_are_listed_and_left_alone(crossing: Crossing) -> None:
    hooks(crossing, "install", "--url", URL)
    state = crossing.sandboxes.webflow.state()
    other = {
        **next(iter(state["webhooks"].values())),
        "id": "f" * 24,
        "url": "https://zapier.example/hooks/webflow/pot",
    }
    crossing.sandboxes.webflow.load({**state, "webhooks": {**state["webhooks"], "f" * 24: other}})
    assert [each["ours"] for each in hooks(crossing, "list")].count(False) == 1
    assert {each["trigger"] for each in hooks(crossing, "remove")} == TRIGGERS
    assert list(there(crossing)) == ["f" * 24]
    assert secrets(crossing) == set()
    assert hooks(crossing, "remove") == []


def test_one_that_a_person_took_away_is_forgotten_and_made_again(crossing: Crossing) -> None:
    hooks(crossing, "install", "--url", URL)
    state = crossing.sandboxes.webflow.state()
    state["webhooks"].popitem()
    crossing.sandboxes.webflow.load(state)
    assert len(hooks(crossing, "install", "--url", URL)) == len(TRIGGERS)
    assert len(secrets(crossing)) == len(TRIGGERS)


def test_the_token_of_an_app_gets_no_secret_and_nobody_is_heard_without_one(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.turn(app_token=True)
    assert len(hooks(crossing, "install", "--url", URL)) == len(TRIGGERS)
    assert secrets(crossing) == {""}
    assert Secrets(file_of(crossing).parents[1], "pots", Redactor())() == ()


def test_more_than_a_page_of_webhooks_is_read_to_its_end(crossing: Crossing) -> None:
    hooks(crossing, "install", "--url", URL)
    state = crossing.sandboxes.webflow.state()
    one = next(iter(state["webhooks"].values()))
    more = {f"{n:024x}": {**one, "id": f"{n:024x}", "url": f"https://other.example/{n}"} for n in range(230)}
    crossing.sandboxes.webflow.load({**state, "webhooks": {**more, **state["webhooks"]}})
    listed = hooks(crossing, "list")
    assert len(listed) == 230 + len(TRIGGERS)
    assert sum(each["ours"] for each in listed) == len(TRIGGERS)


@pytest.mark.parametrize(
    "url", ["http://bridge.example", "bridge.example", "https://ann:x@bridge.example", "https://[x"]
)
def test_an_address_that_no_platform_calls_is_refused_before_anything_is_sent(crossing: Crossing, url: str) -> None:
    crossing.sandboxes.forget()
    ran = within(crossing, "hooks", "install", "MAPPING", "--url", url)
    assert ran.code == 2
    assert "a platform calls https addresses alone" in ran.err
    assert crossing.sandboxes.log() == []


def test_a_person_is_shown_them_and_no_word_or_file_but_one_has_a_secret(crossing: Crossing) -> None:
    ran: list[Ran] = [
        within(crossing, "hooks", "list", "MAPPING"),
        within(crossing, "hooks", "install", "MAPPING", "--url", URL, "-vv"),
        within(crossing, "hooks", "list", "MAPPING"),
    ]
    made = secrets(crossing)
    ran += [within(crossing, "hooks", "list", "MAPPING", "--json"), within(crossing, "hooks", "remove", "MAPPING")]
    assert [each.code for each in ran] == [0] * len(ran)
    assert "The site has no webhook." in ran[0].out
    assert "site_publish" in ran[2].out
    assert "ours" in ran[2].out
    assert "removed" in ran[-1].out
    said = "".join(each.out + each.err for each in ran)
    assert [each for each in (*made, *small_site.ENVIRONMENT.values()) if each in said] == []
    raw = b"".join(path.read_bytes() for path in crossing.folder.rglob("*") if path.is_file())
    assert [each for each in (*made, *small_site.ENVIRONMENT.values()) if each.encode() in raw] == []


def test_words_that_say_nothing_are_told(crossing: Crossing) -> None:
    assert "Say isogloss hooks install, list or remove" in within(crossing, "hooks", "MAPPING").err
    assert "--url https://bridge.example.com" in within(crossing, "hooks", "install", "MAPPING").err
