"""A plan asks each question once, and still says what is wrong with the mapping where the reading stumbles over it."""

from dataclasses import replace

import pytest

from isogloss import api
from isogloss.adapters.memory import World
from isogloss.bridge import MemorySettings
from isogloss.errors import MappingError, Missing
from isogloss.http.clock import SystemClock
from isogloss.run.loading import load_text
from isogloss.run.session import Session
from isogloss.sandbox import buttercms
from isogloss.sandbox.server import running

MAPPING = """
isogloss: 1
name: little
sides:
  here: {adapter: memory, world: planning-asks-little}
  butter: {adapter: buttercms, read_token: "${READ}", base_url: "${URL}", rate: 6000}
flow: butter -> here
locales:
  en: {here: en, butter: en, primary: true}
  fr: {here: fr, butter: fr}
kinds:
  page:
    here: {collection: pages}
    butter: {page_type: page}
    match: [$slug]
    fields:
      title: {type: text, here: title, butter: title_text}
"""
PAGES = {"locales": ["en", "fr"], "page_types": {"page": {"fields": [{"slug": "title_text", "kind": "text"}]}}}


@pytest.fixture
def plan(tmp_path):
    sandbox = buttercms.create(seed=PAGES)
    with running(sandbox.app) as url:

        def make(mapping):
            environ = {"READ": "butter-read-token", "URL": f"{url}/v2"}
            bridge = load_text(mapping, environ=environ, writes=False)
            bridge = replace(bridge, left=replace(bridge.left, settings=MemorySettings(World())))
            session = Session(bridge, str(tmp_path / "state.db"), tmp_path, SystemClock())
            api.plan(session, tmp_path / "plan.jsonl")
            return sandbox.log

        yield make


def test_every_question_of_a_plan_is_asked_once(plan):
    asked = [(one["path"], one["query"]) for one in plan(MAPPING)]
    counted = {"/v2/posts/", "/v2/pages/*/"}  # what no kind is bound to
    assert len(asked) == len(set(asked)) == 4 + len(counted)
    assert counted < {path for path, _ in asked}


def test_what_is_accepted_to_be_left_out_is_not_asked_about(plan):
    accepting = MAPPING + "accept: [sides.butter.blog, sides.butter.single_pages]\n"
    assert [one["path"] for one in plan(accepting)] == ["/v2/pages/page/"] * 4


def test_a_locale_that_the_account_lacks_is_named_though_only_the_reading_met_it(plan):
    with pytest.raises(MappingError) as found:
        plan(MAPPING.replace("butter: fr", "butter: fr-ca"))
    assert [problem.path for problem in found.value.problems] == ["locales.fr.butter"]


def test_a_page_type_that_is_missing_is_named_with_what_to_do(plan):
    with pytest.raises(Missing, match=r"mend kinds\.page"):
        plan(MAPPING.replace("page_type: page", "page_type: pages"))
