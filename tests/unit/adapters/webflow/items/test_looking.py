from datetime import UTC, datetime, timedelta

import pytest

from isogloss.errors import Stale
from isogloss.model.address import EntryKey
from isogloss.model.entry import DRAFT, PUBLISHED
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Scalar
from isogloss.ports import Wanted

EN, FR, JA = Locale("en-US"), Locale("fr-FR"), Locale("ja")


def key(name):
    return EntryKey("article", name)


def wanted(name, *locales, **more):
    return Wanted(key(name), locales or (EN, FR, JA), **({"remote": name} | more))


def gets(site):
    return [verb for verb in site.sent() if verb.startswith("GET")]


def test_a_few_variants_are_asked_for_one_by_one(site, opened):
    site.put("tea", "C0", {"name": "Tea"})
    seen = opened().look([wanted("tea", EN, FR)])
    assert set(seen[key("tea")].variants) == {SHARED, "en-US"}
    assert gets(site) == ["GET items/tea", "GET items/tea"]


def test_what_was_just_written_is_found_at_the_top_of_one_listing(site, opened):
    for number in range(300):
        site.put(f"old-{number}", "C0", {})
    for number in range(50):
        site.put(f"new-{number}", "C0", {})
    seen = opened().look([wanted(f"new-{number}", EN) for number in range(50)])
    assert len(seen) == 50
    assert gets(site) == ["GET items"]


def test_a_short_listing_proves_what_is_not_there(site, opened):
    for number in range(5):
        site.put(f"tea-{number}", "C0", {})
    seen = opened().look([wanted(f"tea-{number}") for number in range(9)])
    assert len(seen) == 5
    assert gets(site) == ["GET items"]


def test_scattered_variants_are_swept_up_where_that_is_cheaper(site, opened):
    for number in range(450):
        site.put(f"tea-{number}", "C0", {})
    seen = opened().look([wanted(f"tea-{number}", EN) for number in range(0, 300, 10)])
    assert len(seen) == 30
    assert len(gets(site)) <= 6


def test_scattered_variants_are_asked_for_one_by_one_where_that_is_cheaper(site, opened):
    for number in range(1200):
        site.put(f"tea-{number}", "C0", {})
    seen = opened().look([wanted(f"tea-{number}", EN) for number in (500, 600, 700, 9999)])
    assert len(seen) == 3
    assert gets(site) == ["GET items", "GET items", *(f"GET items/tea-{n}" for n in (500, 600, 700, 9999))]


def test_drafts_are_shown_unless_what_is_live_is_asked_for(site, opened):
    site.put("tea", "C0", {"name": "Tea"}, live=True)
    site.edit("tea", "C0", {"name": "Tea, edited"}, draft=True)
    site.put("tea", "C1", {"name": "Thé"})
    look = opened().look
    staged = look([wanted("tea", EN)])[key("tea")]
    live = look([wanted("tea", EN, FR, live=True)])[key("tea")]
    assert staged.variants[EN]["title"] == Scalar("text", "Tea, edited")
    assert staged.variants[EN]["$status"] == PUBLISHED
    assert staged.notes[EN].unpublished_edits
    assert live.variants[EN]["title"] == Scalar("text", "Tea")
    assert live.notes[EN].unpublished_edits
    assert live.variants[FR]["$status"] == DRAFT


def test_the_live_version_is_read_only_where_the_staged_one_leaves_it_open(site, opened):
    for number in range(3):
        site.put(f"public-{number}", "C0", {}, live=True)
        site.put(f"draft-{number}", "C0", {})
    names = [f"{what}-{number}" for what in ("public", "draft") for number in range(3)]
    seen = opened().look([wanted(name, EN, live=True) for name in names])
    assert [seen[key(name)].variants[EN]["$status"] for name in names] == [PUBLISHED] * 3 + [DRAFT] * 3
    assert gets(site) == ["GET items"]
    site.edit("public-1", "C0", updated="2026-02-01T00:00:00.000Z")
    seen = opened().look([wanted(name, EN, live=True) for name in names])
    assert seen[key("public-1")].variants[EN]["$status"] == PUBLISHED
    assert gets(site)[1:] == ["GET items", "GET items/public-1/live"]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("locales", [(EN, FR), (FR,)])
def test_the_dates_of_a_variant_do_not_speak_for_what_follows_its_primary(site, opened, locales, live):
    for number in range(3):
        site.put(f"tea-{number}", "C0", {"rating": 3}, live=True)
        site.put(f"tea-{number}", "C1", {"name": "Thé", "rating": 3}, live=True)
    site.edit("tea-1", "C0", {"rating": 4}, updated="2026-02-01T00:00:00.000Z")
    site.edit("tea-1", "C1", {"name": "Tea"})
    names = [f"tea-{number}" for number in range(3)]
    seen = opened().look([wanted(name, *locales, live=live, whole=True) for name in names])
    assert [seen[key(name)].variants[FR]["title"] for name in names] == [Scalar("text", "Thé")] * 3
    assert [seen[key(name)].notes[FR].unpublished_edits for name in names] == [False, True, False]
    lives = [verb for verb in gets(site) if verb.endswith("/live")]
    assert lives == (["GET items/live"] if locales == (FR,) else ["GET items/tea-1/live", "GET items/tea-1/live"])


def test_a_queued_edit_counts_as_an_edit_on_top(site, opened):
    site.put("tea", "C0", {}, live=True)
    site.edit("tea", "C0", updated="2026-02-01T00:00:00.000Z")
    assert opened().look([wanted("tea", EN)])[key("tea")].notes[EN].unpublished_edits


def test_what_locales_share_is_looked_for_in_all_of_them(site, opened):
    site.put("tea", "C2", {"rating": 3})
    seen = opened().look([wanted("tea", SHARED)])
    assert seen[key("tea")].variants[SHARED]["rating"] == Scalar("number", "3")


def test_an_entry_without_an_id_is_found_by_its_slug(site, opened):
    site.put("id-1", "C0", {"slug": "tea"})
    site.put("id-1", "C1", {"slug": "the"})
    by_shared = wanted("tea", remote=None, slugs={SHARED: "tea"}, origin="article/tea")
    by_locale = wanted("tea", remote=None, slugs={FR: "the", EN: "tea"})
    for one in (by_shared, by_locale):
        assert opened().look([one])[key("tea")].remote == "id-1"


def test_an_entry_that_nobody_can_name_is_missing(site, opened):
    site.put("id-1", "C0", {})
    assert opened().look([wanted("tea", remote=None), wanted("milk", remote=None, slugs={EN: "milk"})]) == {}


def test_two_items_with_the_wanted_slug_are_an_error_that_names_them(site, opened):
    site.put("id-1", "C0", {"slug": "tea"})
    site.put("id-2", "C1", {"slug": "tea"})
    with pytest.raises(Stale, match="id-1, id-2"):
        opened().look([wanted("tea", remote=None, slugs={SHARED: "tea"})])


def test_the_origin_key_decides_between_two_items_with_the_wanted_slug(site, opened):
    site.put("id-1", "C0", {"slug": "tea", "origin": "article/other"})
    site.put("id-2", "C1", {"slug": "tea", "origin": "article/tea"})
    seen = opened(origin_key="origin").look([wanted("tea", remote=None, slugs={SHARED: "tea"}, origin="article/tea")])
    assert seen[key("tea")].remote == "id-2"


def test_an_item_that_carries_another_origin_key_is_not_taken(site, opened):
    site.put("id-1", "C0", {"slug": "tea", "origin": "article/other"})
    one = wanted("tea", remote=None, slugs={SHARED: "tea"}, origin="article/tea")
    assert opened(origin_key="origin").look([one]) == {}


def test_an_origin_key_finds_an_entry_under_another_slug(site, opened):
    site.put("id-1", "C0", {"slug": "tea-2", "origin": "article/tea"})
    one = wanted("tea", remote=None, slugs={SHARED: "tea"}, origin="article/tea")
    assert opened(origin_key="origin").look([one])[key("tea")].remote == "id-1"


def test_many_entries_without_ids_are_found_in_one_listing(site, opened):
    for number in range(30):
        site.put(f"id-{number}", "C0", {"slug": f"tea-{number}"})
    many = [wanted(f"tea-{n}", EN, remote=None, slugs={SHARED: f"tea-{n}"}) for n in range(30)]
    assert len(opened().look(many)) == 30
    assert gets(site) == ["GET items", "GET items"]


def test_few_entries_without_ids_in_a_long_collection_are_asked_for_by_slug(site, opened):
    for number in range(450):
        site.put(f"id-{number}", "C0", {"slug": f"tea-{number}"})
    many = [wanted(f"tea-{n}", EN, remote=None, slugs={SHARED: f"tea-{n}"}) for n in (1, 2)]
    assert len(opened().look(many)) == 2
    assert len(gets(site)) == 5


def test_entries_of_two_kinds_are_looked_at_together(site, opened):
    site.put("tea", "C0", {})
    site.put("ada", "C0", {}, collection="b" * 24)
    author = Wanted(EntryKey("author", "ada"), (EN,), "ada")
    assert set(opened().look([wanted("tea", EN), author])) == {key("tea"), author.entry}


def test_the_reads_that_follow_a_write_are_estimated(opened, make_op, make_create):
    ops = [make_create(f"tea-{n}", {"en-US": "Tea", "fr-FR": "Thé"}) for n in range(60)]
    publish = make_op("publish", "tea", {("en-US", "$status"): (DRAFT, PUBLISHED)})
    assert opened(writes=False).look_cost(ops) == 2
    assert opened().look_cost([publish]) == 1


def test_what_was_published_lately_is_found_at_the_top_though_others_changed_later(site, opened):
    for number in range(50):
        site.put(f"tea-{number}", "C0", {})
    for number in range(300):
        site.put(f"new-{number}", "C0", {})
    for number in range(50):
        site.edit(f"tea-{number}", "C0", published=site.tick())
    seen = opened().look([wanted(f"tea-{number}", EN, live=True) for number in range(50)])
    assert len(seen) == 50
    assert gets(site)[0] == "GET items"
    assert site.asks.log[-1].query["sortBy"] != "createdOn"
    assert len([one for one in gets(site) if one == "GET items"]) == 1


def test_a_look_tells_on_its_way_what_changed_last(site, opened):
    for number in range(150):
        site.put(f"old-{number}", "C0", {})
    for number in range(100):
        site.put(f"new-{number}", "C0", {})
    reader = opened()
    reader.look([wanted(f"new-{number}", EN) for number in range(100)])
    told = reader.heard("article", (EN,))
    assert (len(told.rows), told.back_to) == (100, told.rows["new-0", EN].updated)
    assert told.one
    assert reader.heard("article", (EN,)) is None, "it is told once"
    assert reader.heard("author", (EN,)) is None


def test_a_look_reads_on_below_what_it_is_for_where_it_is_to_tell_of_a_longer_time(site, opened):
    for number in range(450):
        site.put(f"old-{number}", "C0", {})
    for number in range(100):
        site.put(f"new-{number}", "C0", {})
    newest = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=550)
    for past, pages in ((timedelta(seconds=50), 1), (timedelta(seconds=110), 2), (timedelta(days=1), 6)):
        reader, before = opened(), len(gets(site))
        reader.look([wanted(f"new-{number}", EN, since=newest - past) for number in range(100)])
        assert len(gets(site)) - before == pages
        assert len(reader.heard("article", (EN,)).rows) == min(550, 100 * pages)


def test_a_look_in_some_locales_tells_nothing_of_others(site, opened):
    for number in range(5):
        site.put(f"tea-{number}", "C0", {})
    reader = opened()
    reader.look([wanted(f"tea-{number}", EN) for number in range(5)])
    assert reader.heard("article", (EN, FR)) is None
    reader.look([wanted("tea-0", EN)])
    assert reader.heard("article", (EN,)) is None, "one by one is no listing"
