"""A listing that is kept in order shows what sorting it anew would: as a law, and through both sandboxes' own words."""

import random
from contextlib import suppress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from in_process import answered

from isogloss.errors import UsageError
from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.ordered import Ordered

TAGS = ("en", "fr")
ACTIONS = ("create", "create", "update", "publish", "unpublish", "add_locale", "delete_locale", "delete")
EDITS = 60


@given(
    st.booleans(),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 6)), unique_by=lambda row: row[1]),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 6), st.booleans())),
)
def test_rows_stand_where_sorting_puts_them(down, rows, changes):
    ordered = Ordered([(text, number, number) for text, number in rows], down=down)
    texts = {number: text for text, number in rows}
    for text, number, goes in changes:
        if number in texts:
            ordered.remove(texts.pop(number), number)
        if not goes:
            ordered.put(text, number, number)
            texts[number] = text
    expected = sorted(sorted(texts), key=texts.__getitem__, reverse=down)
    assert list(ordered) == ordered[:] == expected
    assert (ordered[1:3], ordered[-2:]) == (expected[1:3], expected[-2:])
    assert len(ordered) == len(expected)
    for beyond in (len(expected), -len(expected) - 1):
        with pytest.raises(IndexError):
            ordered[beyond]


def asked(sandbox, token, path, **params):
    request = httpx.Request("GET", f"http://sandbox{path}", params=params, headers={"Authorization": token})
    answer = answered(sandbox.app, request)
    assert answer.status_code == 200, answer.text
    return answer.json()


def edited_at_random(sandbox, words, check):
    """Edit for a while, several times within one reading of the clock, and look at all listings after each edit."""
    sandbox.clock.freeze()
    dice = random.Random(1)  # noqa: S311 - dice, no secret
    done = 0
    for number in range(EDITS):
        name, locale = f"entry-{dice.randrange(6)}", dice.choice(TAGS)
        with suppress(UsageError):  # such as publishing what is not there
            sandbox.edit({"action": dice.choice(ACTIONS), "locale": locale, **words(name, number)})
            done += 1
        if dice.random() < 0.3:
            sandbox.clock.advance(1)
        check()
    assert done > EDITS / 4


def test_a_webflow_listing_that_saw_edits_is_as_one_of_a_site_loaded_anew():
    sandbox, anew = webflow.create(rate_limit=None), webflow.create(rate_limit=None)
    sandbox.seed(
        {
            "locales": {"primary": "en", "secondary": ["fr"]},
            "collections": [{"slug": "posts", "fields": [], "items": []}],
        }
    )
    site = asked(sandbox, "Bearer sandbox-token", "/v2/sites")["sites"][0]
    posts = asked(sandbox, "Bearer sandbox-token", f"/v2/sites/{site['id']}/collections")["collections"][0]["id"]
    every = ",".join(one["cmsLocaleId"] for one in [site["locales"]["primary"], *site["locales"]["secondary"]])

    def words(name, number):
        fields = {"name": f"Name {number % 4}", "slug": name}
        return {"collection": "posts", "item": name, "fields": fields, "publish": number % 3 == 0}

    def listings(shown):
        for live in ("", "/live"):
            for by, order in (("", "desc"), ("lastUpdated", "desc"), ("lastPublished", "asc"), ("name", "desc")):
                sort = {"sortBy": by} if by else {}
                path = f"/v2/collections/{posts}/items{live}"
                yield asked(shown, "Bearer sandbox-token", path, cmsLocaleId=every, sortOrder=order, **sort)

    def check():
        anew.load(sandbox.state())
        assert list(listings(sandbox)) == list(listings(anew))

    edited_at_random(sandbox, words, check)


@pytest.mark.parametrize("missing", ["404", "empty"])
def test_a_butter_listing_that_saw_edits_is_as_one_of_an_account_loaded_anew(missing):
    seed = {"locales": list(TAGS), "page_types": {"page": {"fields": [{"slug": "text", "kind": "text"}]}}}
    sandbox, anew = buttercms.create(seed=seed, missing_locale=missing), buttercms.create(missing_locale=missing)

    def words(name, number):
        return {"page_type": "page", "slug": name, "fields": {"text": str(number)}, "publish": number % 3 == 0}

    def listings(shown, *, by=({}, {"order": "updated"}, {"order": "-updated"}, {"order": "-published"})):
        for preview in ("0", "1"):
            for locale in TAGS:
                for order in by:
                    yield asked(
                        shown, "Token butter-read-token", "/v2/pages/page/", locale=locale, preview=preview, **order
                    )

    def check():
        anew.load(sandbox.state())
        assert list(listings(sandbox)) == list(listings(anew))

    edited_at_random(sandbox, words, check)
