"""What the later reference of ButterCMS says otherwise, or leaves open."""

import pytest

FAR = "2999-01-01T00:00:00Z"


def test_a_page_says_that_it_is_scheduled_but_not_for_when(account, with_switches):
    schedule = {"action": "schedule", "page_type": "article", "slug": "plan", "at": FAR}
    account.sandbox.edit(schedule)
    page = account.page("/pages/article/plan/")
    assert (page["status"], "scheduled" in page) == ("scheduled", False)
    other = with_switches(page_scheduled=True)
    other.sandbox.edit(schedule)
    assert other.page("/pages/article/plan/")["scheduled"][:4] == "2999"


def test_a_scheduled_draft_of_a_post_is_shown_by_the_detail_call_or_with_preview_only(with_switches):
    shown, hidden = with_switches(), with_switches(draft_post_detail="hidden")
    for account in (shown, hidden):
        account.sandbox.edit({"action": "schedule", "post": "due", "at": FAR})
    assert shown.get("/posts/due/").body["data"]["status"] == "scheduled"
    assert hidden.get("/posts/due/").status == 404
    assert hidden.get("/posts/due/", preview=1).body["data"]["scheduled"] is not None
    assert hidden.get("/posts/one/").status == 200


def test_a_patch_with_a_locale_makes_the_variant_it_names_and_without_it_changes_the_first(with_switches):
    account = with_switches(native_post_locales=True)
    assert account.write("PATCH", "/posts/one/", {"title": "Premier"}, locale="fr").status == 202
    assert account.write("PATCH", "/posts/one/", {"title": "The first"}).status == 202
    shown = [account.get("/posts/one/", locale=code, preview=1).body["data"]["title"] for code in ("en", "fr")]
    assert shown == ["The first", "Premier"]


@pytest.mark.parametrize("query", [{"order": "nothing"}, {"fields__nothing": "x"}])
def test_a_filter_or_an_order_that_a_collection_cannot_take_is_a_403(account, query):
    assert account.get("/content/authors/", **query).status == 403


def test_the_429_is_that_of_the_monthly_limit(with_switches):
    account = with_switches(quota=1)
    account.get("/pages/article/")
    answer = account.get("/pages/article/")
    assert (answer.status, answer.body["detail"]) == (429, "API Calls limit reached.")
