import pytest

READ = "butter-read-token"
WRITE = "butter-write-token"
PAGE = "/pages/article/faq/"


def test_a_read_token_reads_from_the_query_and_from_the_header(account):
    assert account.ask("GET", PAGE, auth_token=READ).status == 200
    assert account.ask("GET", PAGE, token=READ).status == 200


def test_a_write_token_reads_from_the_header_only(account):
    assert account.ask("GET", PAGE, token=WRITE).status == 200
    assert account.ask("GET", PAGE, auth_token=WRITE).status == 401


def test_no_token_and_a_wrong_one_are_401_in_different_words(account):
    none, wrong = account.ask("GET", PAGE), account.ask("GET", PAGE, token="x")
    assert none.status == wrong.status == 401
    assert none.headers["WWW-Authenticate"] == "Token"
    assert wrong.body == {"detail": "Invalid token."}
    assert none.body != wrong.body
    assert account.ask("GET", PAGE, auth_token="x").body == wrong.body


def test_a_write_needs_the_write_token_in_the_header(account):
    body = {"fields": {"price": 2}}
    none = account.ask("PATCH", PAGE, body)
    with_read = account.ask("PATCH", PAGE, body, token=READ)
    assert none.status == with_read.status == 401
    assert none.body == with_read.body  # in the same words, as documented
    assert account.ask("PATCH", PAGE, body, auth_token=WRITE).status == 401
    assert account.ask("PATCH", PAGE, body, token="x").body == {"detail": "Invalid token."}
    assert account.fields()["price"] == 1


def test_a_path_without_its_last_slash_is_sent_on_with_its_query(account):
    answer = account.get("/pages/article", preview=1)
    assert (answer.status, answer.headers["Location"]) == (301, "/v2/pages/article/?preview=1")
    assert account.write("PATCH", "/pages/article/faq", {}).headers["Location"] == "/v2/pages/article/faq/"


def test_a_missing_slash_costs_two_of_the_quota(with_switches):
    account = with_switches(quota=3)
    account.get("/pages/article")
    account.get("/pages/article/")
    assert account.sandbox.state()["used"]["requests"] == 2


def test_the_quota_ends_with_a_long_wait_and_begins_anew_with_the_month(with_switches):
    account = with_switches(quota=2)
    account.get(PAGE)
    account.get(PAGE)
    answer = account.get(PAGE)
    assert (answer.status, answer.body) == (429, {"detail": "API Calls limit reached."})
    wait = int(answer.headers["Retry-After"])
    assert 0 < wait <= 31 * 86400
    account.sandbox.clock.advance(wait + 1)
    assert account.get(PAGE).status == 200
    account.sandbox.turn({"quota": 1, "quota_retry_after": False})
    assert "Retry-After" not in account.get(PAGE).headers


def test_a_request_without_a_good_token_costs_nothing(with_switches):
    account = with_switches(quota=1)
    account.ask("GET", PAGE)
    assert account.get(PAGE).status == 200


def test_the_rate_is_limited_for_each_token_and_minute(with_switches):
    account = with_switches(rate_limit=2, minute_seconds=10)
    assert [account.get(PAGE).status for _ in range(3)] == [200, 200, 429]
    assert account.ask("GET", PAGE, token=WRITE).status == 200
    assert 0 < int(account.get(PAGE).headers["Retry-After"]) <= 10
    account.sandbox.clock.advance(10)
    assert account.get(PAGE).status == 200
    account.get(PAGE)
    account.sandbox.reset()
    assert account.get(PAGE).status == 200


def test_the_cache_answers_again_what_it_answered_and_says_so(with_switches):
    account = with_switches(cache=True)
    first = account.get(PAGE)
    account.sandbox.clock.advance(5)
    second = account.get(PAGE)
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
    assert int(second.headers["Age"]) >= 5
    assert second.headers["Vary"] == "Origin, Accept-Encoding"
    assert first.body == second.body


def test_a_change_purges_the_cache_after_a_while(with_switches):
    account = with_switches(cache=True, cache_purge_seconds=30)
    assert account.fields(preview=0)["price"] == 1
    account.write("PATCH", PAGE, {"fields": {"price": 2}})
    assert account.fields(preview=0)["price"] == 1
    assert account.fields(preview=0, levels=3)["price"] == 2  # another address
    account.sandbox.clock.advance(31)
    assert account.fields(preview=0)["price"] == 2


def test_a_change_purges_at_once_by_default(with_switches):
    account = with_switches(cache=True)
    assert account.fields()["price"] == 1
    account.write("PATCH", PAGE, {"fields": {"price": 2}})
    assert account.fields()["price"] == 2
    account.sandbox.edit({"action": "update", "page_type": "article", "slug": "faq", "fields": {"price": 3}})
    assert account.fields()["price"] == 3
    account.write("DELETE", "/content/tags/4/")
    assert len(account.fields()["tags"]) == 1


def test_the_cache_lives_as_long_as_it_is_told(with_switches):
    account = with_switches(cache=True, cache_seconds=60)
    account.get(PAGE)
    account.sandbox.clock.advance(61)
    assert account.get(PAGE).headers["X-Cache"] == "MISS"


def making_a_page_after_a_404(account, whole):
    path = "/pages/article/new/"
    assert account.get(path, preview=1).status == 404
    body = {"title": "N", "slug": "new", "page_type": "article", "fields": whole()}
    account.write("POST", "/pages/", body)
    return account.get(path, preview=1).status


def test_a_cached_404_is_purged_like_the_rest(with_switches, whole):
    assert making_a_page_after_a_404(with_switches(cache=True), whole) == 200


def test_a_kept_404_hides_a_new_page_for_a_time(with_switches, whole):
    account = with_switches(cache=True, cache_404="kept", cache_404_seconds=100)
    assert making_a_page_after_a_404(account, whole) == 404
    account.sandbox.clock.advance(101)
    assert account.get("/pages/article/new/", preview=1).status == 200


def test_a_404_need_not_be_cached(with_switches, whole):
    account = with_switches(cache=True, cache_404="off", cache_purge_seconds=1000)
    assert making_a_page_after_a_404(account, whole) == 200


def test_preview_may_go_around_the_cache(with_switches):
    account = with_switches(cache=True, cache_preview=False, cache_purge_seconds=1000)
    account.fields()
    account.write("PATCH", PAGE, {"fields": {"price": 2}})
    assert account.fields()["price"] == 2
    assert "X-Cache" not in account.get(PAGE, preview=1).headers


@pytest.mark.parametrize(("apart", "expected"), [(True, "MISS"), (False, "HIT")])
def test_a_token_in_the_header_may_be_cached_apart(with_switches, apart, expected):
    account = with_switches(cache=True, cache_by_token=apart)
    account.ask("GET", PAGE, auth_token=READ)
    assert account.get(PAGE).headers["X-Cache"] == expected


def test_a_401_is_never_cached_nor_answered_from_the_cache(with_switches):
    account = with_switches(cache=True)
    account.get(PAGE)
    assert account.ask("GET", PAGE, token="x").status == 401


def test_reset_forgets_the_cache(with_switches):
    account = with_switches(cache=True, cache_purge_seconds=1000)
    account.get(PAGE)
    account.sandbox.reset()
    assert account.get(PAGE).headers["X-Cache"] == "MISS"


def test_seeding_and_loading_purge_the_cache(with_switches):
    account = with_switches(cache=True)
    account.get("/tags/")
    account.sandbox.seed({"posts": [{"slug": "x", "tags": ["New"]}]})
    assert any(tag["slug"] == "new" for tag in account.get("/tags/").body["data"])
    state = account.sandbox.state()
    account.sandbox.load({**state, "tags": {}})
    assert account.get("/tags/").body["data"] == []
