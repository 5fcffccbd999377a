import pytest

from isogloss.errors import Drift, Missing, Rejected, Unavailable
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED
from isogloss.model.locale import SHARED
from isogloss.model.value import ABSENT, Asset, Many, Ref, Scalar

AUTHORS = "b" * 24
UNSET = {"featured": False}
"""What a variant shows of a switch that nobody set."""


def key(name, kind="article"):
    return EntryKey(kind, name)


def text(words):
    return Scalar("text", words)


def shown(site, item, locale):
    return site.shown(item, locale)


def ids(run):
    return [one.name.rpartition("/collections/posts")[0] + one.name.rpartition("posts")[2] for one in run]


def test_entries_are_made_in_their_first_locale_and_then_translated(site, opened, names, make_create, carry_out):
    known = names()
    run = carry_out(opened(), [make_create("tea", {"fr-FR": "Thé", "en-US": "Tea"})], known)
    item = known.remote(key("tea"))
    assert [(one.name, one.last) for one in run] == [
        ("POST /collections/posts/items/insert", False),
        ("POST /collections/posts/items/insert", True),
    ]
    assert run[0].call.creates == {key("tea")}
    assert site.bodies("POST")[0] == {
        "items": [{"cmsLocaleIds": ["C0"], "isDraft": True, "fieldData": {"name": "Tea", "slug": "tea"}}]
    }
    assert site.bodies("POST")[1]["items"][0]["id"] == item
    assert shown(site, item, "C1") == {"name": "Thé", "slug": "tea", **UNSET}


def test_bad_files_make_a_write_fail_instead_of_vanishing(site, opened, names, make_create, make_op, carry_out):
    site.put("milk", "C0", {})
    change = make_op("update", "milk", {("en-US", "title"): (text("milk"), text("Milk"))}, present=["en-US"])
    carry_out(opened(), [make_create("tea", {"en-US": "Tea"}), change], names({key("milk"): "milk"}))
    writes = [one.query for one in site.asks.log if one.method in ("POST", "PATCH")]
    assert writes == [{"skipInvalidFiles": "false"}] * 2


def test_an_entry_without_the_primary_begins_with_the_first_locale_of_the_mapping(
    site, opened, names, make_create, carry_out
):
    carry_out(opened(), [make_create("tea", {"ja": "お茶", "fr-FR": "Thé"})], names())
    assert [one["cmsLocaleIds"] for body in site.bodies("POST") for one in body["items"]] == [["C1"], ["C2"]]


def test_batches_are_filled_to_a_hundred_variants(opened, names, make_create, carry_out):
    ops = [make_create(f"tea-{n}", {"en-US": "Tea", "fr-FR": "Thé", "ja": "茶"}) for n in range(120)]
    writer = opened()
    carry_out(writer, ops[:1], names())
    run = carry_out(writer, ops[1:], names())
    assert [len(one.call.ops) for one in run] == [100, 19, 50, 50, 19]


def test_the_first_insert_of_all_is_filled_like_any_other(opened, names, make_create, carry_out):
    ops = [make_create(f"tea-{n}", {"en-US": "Tea", "fr-FR": "Thé", "ja": "茶"}) for n in range(120)]
    assert [len(one.call.ops) for one in carry_out(opened(), ops, names())] == [100, 20, 50, 50, 20]


@pytest.mark.parametrize("insert", [True, False])
@pytest.mark.parametrize("count", [1, 40, 250])
def test_the_cost_is_what_the_calls_turn_out_to_be(opened, names, make_create, carry_out, insert, count):
    ops = [make_create(f"tea-{n}", {"en-US": "Tea", "fr-FR": "Thé"} if n % 3 else {"ja": "茶"}) for n in range(count)]
    writer = opened(settings={"insert": insert})
    assert writer.cost(ops) == len(carry_out(writer, ops, names()))


def test_without_insert_entries_are_made_in_all_locales_and_then_patched(site, opened, names, make_create, carry_out):
    site.sandbox.turn({"insert": False})
    known = names()
    ops = [
        make_create("tea", {"en-US": "Tea", "fr-FR": "Thé"}, also={("en-US", "topic"): Scalar("option", "news")}),
        make_create("milk", {"en-US": "Milk", "fr-FR": "Lait"}),
        make_create("cocoa", {"en-US": "Cocoa"}),
    ]
    run = carry_out(opened(settings={"insert": False}), ops, known)
    assert [(one.name.rpartition("posts/")[2], one.last, len(one.call.ops)) for one in run] == [
        ("items/bulk", False, 2),
        ("items/bulk", True, 1),
        ("items", True, 2),
    ]
    assert site.bodies("POST")[0]["cmsLocaleIds"] == ["C0", "C1"]
    assert site.bodies("POST")[0]["isDraft"] is True
    tea = known.remote(key("tea"))
    assert shown(site, tea, "C0") == {"name": "Tea", "slug": "tea", "topic": "o1", **UNSET}
    # What the first locale has and this one lacks must not stay as a copy in the wrong language.
    assert site.bodies("PATCH")[0]["items"][0]["fieldData"] == {"name": "Thé", "topic": None}
    assert shown(site, tea, "C1") == {"name": "Thé", "slug": "tea", **UNSET}


def test_an_entry_made_in_all_locales_gets_its_links_where_their_target_is(site, opened, names, make_create, carry_out):
    site.put("milk", "C0", {"name": "Milk"})
    known, to_milk = names({key("milk"): "milk"}), {("en-US", "also"): Many((Ref(key("milk")),))}
    op = make_create("tea", {"en-US": "Tea", "fr-FR": "Thé"}, also=to_milk)
    run = carry_out(opened(settings={"insert": False}), [op], known)
    assert not [one.answered for one in run if isinstance(one.answered, Exception)], "bulk would link to nothing"
    tea = known.remote(key("tea"))
    assert shown(site, tea, "C0")["also"] == ["milk"]
    assert not shown(site, tea, "C1").get("also")


def test_content_that_equals_the_copy_is_written_all_the_same_so_that_it_is_its_own(
    site, opened, names, make_create, carry_out
):
    carry_out(opened(settings={"insert": False}), [make_create("tea", {"en-US": "Tea", "fr-FR": "Tea"})], names())
    assert [one["fieldData"] for one in site.bodies("PATCH")[0]["items"]] == [{"name": "Tea"}]


def test_a_side_without_insert_is_found_out_by_the_first_create(site, opened, names, make_create, make_op, carry_out):
    site.sandbox.turn({"insert": False})
    known, writer = names(), opened()
    ops = [make_create(f"tea-{n}", {"en-US": "Tea", "fr-FR": "Thé"} if n % 2 else {"en-US": "Tea"}) for n in range(200)]
    run = carry_out(writer, ops, known)
    assert all(one.answered.refused == {} for one in run)
    assert len(known.known) == 200
    assert site.sent("POST").count("POST items/insert") == 1
    assert len(site.staged) == 300
    assert len(run) == 1 + 1 + 2 + 1

    add = make_op("update", "tea-0", {("ja", "$status"): DRAFT, ("ja", "title"): text("茶")}, present=["en-US", "ja"])
    (refused,) = carry_out(writer, [add], known)
    assert "Set insert: off" in refused.answered.refused[key("tea-0")]


def test_a_side_without_insert_is_found_out_by_the_first_new_locale(site, opened, names, make_op, carry_out):
    site.sandbox.turn({"insert": False})
    site.put("tea", "C0", {})
    writer, known = opened(), names({key("tea"): "tea"})
    add = make_op("update", "tea", {("ja", "$status"): DRAFT}, present=["en-US", "ja"])
    for _ in range(2):
        (run,) = carry_out(writer, [add], known)
        assert "Set insert: off" in run.answered.refused[key("tea")]
    assert site.sent("POST") == ["POST items/insert"]


def test_an_entry_without_an_id_is_not_changed(opened, names, make_op, carry_out):
    change = make_op("update", "tea", {("en-US", "title"): text("Tea")}, present=["en-US"])
    (run,) = carry_out(opened(), [change], names())
    assert "no id on this side" in run.answered.refused[key("tea")]


def test_a_missing_item_is_not_taken_for_a_missing_call(site, opened, names, make_create, make_op, carry_out):
    writer, known = opened(), names({key("gone"): "gone"})
    add = make_op("update", "gone", {("ja", "$status"): DRAFT, ("ja", "title"): text("茶")}, present=["ja", "en-US"])
    site.answer_once("POST", "/insert", 404)
    (run,) = carry_out(writer, [add], known)
    assert isinstance(run.answered, Missing)
    carry_out(writer, [make_create("tea", {"en-US": "Tea"})], known)
    site.answer_once("POST", "/insert", 404)
    (run,) = carry_out(writer, [make_create("milk", {"en-US": "Milk"})], known)
    assert isinstance(run.answered, Missing)


def test_insert_that_refuses_content_is_there_all_the_same(site, opened, names, make_create, carry_out):
    writer, known = opened(), names()
    site.answer_once("POST", "/insert", 400)
    (run,) = carry_out(writer, [make_create("tea", {"en-US": "Tea"})], known)
    assert isinstance(run.answered, Rejected)
    site.answer_once("POST", "/insert", 404)
    (run,) = carry_out(writer, [make_create("tea", {"en-US": "Tea"})], known)
    assert isinstance(run.answered, Missing)


def test_a_new_locale_gets_what_all_locales_share(site, opened, names, make_op, carry_out):
    hero = {"fileId": "f" * 24, "url": "https://cdn.example/a.png", "alt": "A cup"}
    site.put("tea", "C0", {"name": "Tea", "slug": "tea", "rating": 3, "hero": hero, "post-body": "<p>Hot</p>"})
    add = make_op("update", "tea", {("ja", "$status"): DRAFT, ("ja", "title"): text("茶")}, present=["en-US", "ja"])
    run = carry_out(opened(), [add], names({key("tea"): "tea"}))
    assert [one.last for one in run] == [True]
    assert shown(site, "tea", "C2") == {"name": "茶", "slug": "tea", "rating": 3, "hero": hero | {"alt": ""}, **UNSET}


def test_a_new_locale_learns_from_any_locale_that_is_left(site, opened, names, make_op, carry_out):
    site.put("tea", "C1", {"name": "Thé", "slug": "the"})
    add = make_op("update", "tea", {("ja", "$status"): DRAFT, ("ja", "title"): text("茶")}, present=["ja"])
    carry_out(opened(), [add], names({key("tea"): "tea"}))
    assert shown(site, "tea", "C2")["slug"] == "the"


def test_new_locales_and_other_changes_are_two_calls_of_one_op(site, opened, names, make_op, carry_out):
    site.put("tea", "C0", {"name": "Tea"})
    changes = {
        ("ja", "$status"): DRAFT,
        ("ja", "title"): text("茶"),
        ("en-US", "title"): (text("Tea"), text("Black tea")),
        (SHARED, "rating"): Scalar("number", "5"),
    }
    run = carry_out(opened(), [make_op("update", "tea", changes, present=["en-US", "ja"])], names({key("tea"): "tea"}))
    assert [(one.name.rpartition("posts/")[2], one.last) for one in run] == [("items/insert", False), ("items", True)]
    assert shown(site, "tea", "C0") == {"name": "Black tea", "slug": "tea", "rating": 5}
    assert shown(site, "tea", "C2") == {"name": "茶", "slug": "tea", "rating": 5, **UNSET}


def test_an_op_whose_first_call_failed_is_not_gone_on_with(site, opened, names, make_create, make_op, carry_out):
    site.put("tea", "C0", {"name": "Tea"})
    changes = {("ja", "$status"): DRAFT, ("en-US", "title"): (text("Tea"), text("Black tea"))}
    update = make_op("update", "tea", changes, present=["en-US", "ja"])
    site.answer_once("POST", "/insert", 400)
    assert len(carry_out(opened(), [update], names({key("tea"): "tea"}))) == 1
    off = opened(settings={"insert": False})
    (run,) = carry_out(off, [update], names({key("tea"): "tea"}))
    assert "insert: off" in run.answered.refused[key("tea")]
    assert site.sent("PATCH") == []
    site.answer_once("POST", "/bulk", 400)
    assert len(carry_out(off, [make_create("milk", {"en-US": "Milk", "ja": "牛乳"})], names())) == 1


def test_only_changed_cells_are_patched_and_each_names_its_locale(site, opened, names, make_op, carry_out):
    site.put("tea", "C0", {})
    site.put("tea", "C1", {})
    changes = {
        ("fr-FR", "title"): (text("tea"), text("Thé")),
        (SHARED, "rating"): (Scalar("number", "4"), Scalar("number", "4")),
    }
    carry_out(opened(), [make_op("update", "tea", changes, present=["en-US", "fr-FR"])], names({key("tea"): "tea"}))
    assert site.bodies("PATCH") == [
        {"items": [{"id": "tea", "cmsLocaleId": "C1", "isDraft": True, "fieldData": {"name": "Thé"}}]}
    ]


def test_a_cell_that_a_locale_may_inherit_is_written_again_when_the_primary_changes(
    site, opened, names, make_op, carry_out
):
    for locale in ("C0", "C1"):
        site.put("tea", locale, {})
    same, other = text("Brand"), text("New brand")
    changes = {
        ("en-US", "title"): (same, other),
        ("fr-FR", "title"): (same, same),
        ("fr-FR", "rating"): (ABSENT, ABSENT),
    }
    carry_out(opened(), [make_op("update", "tea", changes, present=["en-US", "fr-FR"])], names({key("tea"): "tea"}))
    assert [(one["cmsLocaleId"], one["fieldData"]) for one in site.bodies("PATCH")[0]["items"]] == [
        ("C0", {"name": "New brand"}),
        ("C1", {"name": "Brand", "rating": None}),
    ]


def test_a_shared_change_goes_to_every_locale_that_the_entry_has(site, opened, names, make_op, carry_out):
    for locale in ("C0", "C2"):
        site.put("tea", locale, {})
    changes = {(SHARED, "rating"): Scalar("number", "5"), (SHARED, "$slug"): (text("tea"), text("green-tea"))}
    carry_out(opened(), [make_op("update", "tea", changes, present=["en-US", "ja"])], names({key("tea"): "tea"}))
    assert [(one["cmsLocaleId"], one["fieldData"]) for one in site.bodies("PATCH")[0]["items"]] == [
        ("C0", {"rating": 5, "slug": "green-tea"}),
        ("C2", {"rating": 5, "slug": "green-tea"}),
    ]


def test_each_type_is_cleared_in_its_own_way(site, opened, names, make_op, carry_out):
    site.put("tea", "C0", {})
    gone = ("body", "gallery", "topic", "alt")
    shared = ("hero", "rating", "featured", "when", "author", "also")
    changes = {("en-US", name): (text("x"), ABSENT) for name in ("title", *gone)}
    changes |= {(SHARED, name): (text("x"), ABSENT) for name in (*shared, "$slug")}
    carry_out(opened(), [make_op("update", "tea", changes, present=["en-US"])], names({key("tea"): "tea"}))
    assert site.bodies("PATCH")[0]["items"][0]["fieldData"] == {
        "post-body": "",
        "gallery": [],
        "topic": None,
        "hero": None,
        "rating": None,
        "featured": False,
        "when": None,
        "author": None,
        "also": [],
    }


def test_an_update_that_leaves_nothing_to_write_is_done_without_a_request(site, opened, names, make_op, carry_out):
    site.put("tea", "C0", {})
    nothing = make_op("update", "tea", {("en-US", "title"): (text("tea"), ABSENT)}, present=["en-US"])
    same = Scalar("number", "4")
    none = make_op("link", "tea", {(SHARED, "rating"): (same, same)}, present=["en-US"])
    run = carry_out(opened(), [nothing, none], names({key("tea"): "tea"}))
    assert [one.last for one in run] == [True]
    assert site.sent("PATCH") == []


def test_an_alternative_text_alone_is_sent_with_the_image_that_is_there(site, opened, names, make_op, carry_out):
    hero = {"fileId": "f" * 24, "url": "https://cdn.example/a.png", "alt": "A cup"}
    site.put("tea", "C0", {"hero": hero})
    site.put("milk", "C0", {})
    ops = [
        make_op("update", name, {("en-US", "alt"): (text("A cup"), text("A mug"))}, present=["en-US"])
        for name in ("tea", "milk")
    ]
    carry_out(opened(), ops, names({key("tea"): "tea", key("milk"): "milk"}))
    assert shown(site, "tea", "C0")["hero"] == hero | {"alt": "A mug"}
    assert "hero" not in shown(site, "milk", "C0")


def test_an_image_alone_keeps_the_alternative_text_of_each_locale(site, opened, names, make_op, carry_out):
    for locale, alt in (("C0", "A cup"), ("C1", "Une tasse")):
        site.put("tea", locale, {"hero": {"fileId": "e" * 24, "url": "https://cdn.example/a.png", "alt": alt}})
    new = Asset("image", "https://files.example/b.png")
    site.file("b" * 24, "https://cdn.example/b.png")
    known = names({key("tea"): "tea"}, {new.identity: f"https://cdn.example/b.png#{'b' * 24}"})
    change = make_op("update", "tea", {(SHARED, "hero"): (text("x"), new)}, present=["en-US", "fr-FR"])
    carry_out(opened(), [change], known)
    sent = {"fileId": "b" * 24, "url": "https://cdn.example/b.png"}
    assert shown(site, "tea", "C0")["hero"] == sent | {"alt": "A cup"}
    assert shown(site, "tea", "C1")["hero"] == sent | {"alt": "Une tasse"}


def test_an_image_and_its_alternative_text_need_no_reading_when_both_change(site, opened, names, make_op, carry_out):
    site.put("tea", "C0", {})
    changes = {("en-US", "alt"): text("A mug"), (SHARED, "hero"): Asset("image", "https://files.example/b.png")}
    carry_out(opened(), [make_op("update", "tea", changes, present=["en-US"])], names({key("tea"): "tea"}))
    sent = site.bodies("PATCH")[0]["items"][0]["fieldData"]["hero"]
    assert sent == {"url": "https://files.example/b.png", "alt": "A mug"}
    assert shown(site, "tea", "C0")["hero"].items() >= sent.items()
    assert site.sent("GET") == []


def test_a_file_first_seen_on_this_side_is_sent_back_by_its_id(site, opened, names, make_op, carry_out, fields_of):
    site.put("tea", "C0", {})
    site.file("c" * 24, "https://cdn.example/a.png")
    own = Asset("image", f"https://cdn.example/a.png#{'c' * 24}", "A cup")
    fields = fields_of(title="text name", hero="image hero")
    change = make_op("update", "tea", {("en-US", "hero"): own}, present=["en-US"])
    carry_out(opened(fields=fields), [change], names({key("tea"): "tea"}))
    assert shown(site, "tea", "C0")["hero"] == {
        "fileId": "c" * 24,
        "url": "https://cdn.example/a.png",
        "alt": "A cup",
    }


def test_links_are_written_by_remote_id_and_a_link_to_nowhere_refuses_its_op_alone(
    site, opened, names, make_create, make_op, carry_out
):
    ada, bob = Ref(key("ada", "author")), Ref(key("bob", "author"))
    ops = [
        make_create("tea", {"en-US": "Tea"}, also={(SHARED, "author"): ada}),
        make_create("milk", {"en-US": "Milk"}, also={(SHARED, "author"): bob}),
    ]
    site.put("id-of-ada", "C0", {}, collection=AUTHORS)
    known = names({ada.to: "id-of-ada"})
    (run,) = carry_out(opened(), ops, known)
    assert run.answered.refused == {key("milk"): "author: it links to author/bob, which is not on this side yet."}
    assert shown(site, known.remote(key("tea")), "C0")["author"] == "id-of-ada"
    link = make_op("link", "tea", {(SHARED, "also"): Many((Ref(key("tea")),))}, present=["en-US"])
    carry_out(opened(), [link], known)
    assert shown(site, known.remote(key("tea")), "C0")["also"] == [known.remote(key("tea"))]


def test_where_every_entry_of_a_batch_is_refused_nothing_is_sent(site, opened, names, make_create, make_op, carry_out):
    bad = {(SHARED, "author"): Ref(key("bob", "author"))}
    for insert in ("on", "off"):
        writer = opened(settings={"insert": insert})
        (run,) = carry_out(writer, [make_create("milk", {"en-US": "Milk", "ja": "牛乳"}, also=bad)], names())
        assert key("milk") in run.answered.refused
    add = make_op("update", "milk", {("ja", "$status"): DRAFT, **bad}, present=["ja", "en-US"])
    lost = [
        make_op(verb, "lost", {("en-US", "$status"): (PUBLISHED, DRAFT)}) for verb in ("publish", "archive", "delete")
    ]
    run = carry_out(opened(), [add, *lost], names({key("milk"): "milk"}))
    assert all(one.answered.refused for one in run)
    assert not [verb for verb in site.sent() if not verb.startswith("GET")]


def test_an_option_without_a_name_or_an_id_is_refused(site, opened, names, make_create, carry_out, fields_of):
    fields = fields_of(title="text name", topic="option topic news=News old=Oldies")
    ops = [make_create(one, {"en-US": one}, also={("en-US", "topic"): Scalar("option", one)}) for one in ("old", "?x")]
    (run,) = carry_out(opened(fields=fields), ops, names())
    assert "no option 'Oldies'; it has News, Tips" in run.answered.refused[key("old")]
    assert "no name on this side" in run.answered.refused[key("?x")]


def test_a_number_is_sent_exactly(site, opened, names, make_create, carry_out):
    known = names()
    ops = [
        make_create(f"n{n.replace('.', '-')}", {"en-US": "N"}, also={(SHARED, "rating"): Scalar("number", n)})
        for n in ("7", "0.1", "1" * 30)
    ]
    (run,) = carry_out(opened(), ops, known)
    sent = {one["fieldData"]["slug"]: one["fieldData"]["rating"] for one in site.bodies("POST")[0]["items"]}
    assert sent == {"n7": 7, "n0-1": 0.1}
    assert isinstance(sent["n7"], int)
    assert "more digits" in run.answered.refused[key("n" + "1" * 30)]


@pytest.mark.parametrize(
    ("label", "name", "slug"),
    [
        ("Crème brûlée, à la carte!", "x", "creme-brulee-a-la-carte"),
        ("お茶", "green-tea", "green-tea"),
        ("Of two\nlines", "x", "of-two-lines"),
        ("お茶", "茶", "51b0ce56"),
        ("お茶 (API)", "茶", "api-51b0ce56"),
        ("", "T" * 300, f"{'t' * 247}-@"),
    ],
)
def test_name_and_slug_fall_back_on_the_label_and_the_key(
    site, opened, names, make_op, carry_out, fields_of, label, name, slug
):
    fields = fields_of(body="rich_text post-body")
    create = make_op("create", name, {("en-US", "$status"): DRAFT}, present=["en-US"], label=label)
    carry_out(opened(fields=fields), [create], names())
    data = site.bodies("POST")[0]["items"][0]["fieldData"]
    assert data["slug"][:248] == slug.removesuffix("@")
    assert len(data["slug"]) <= 256
    assert data["name"] == (label.replace("\n", " ") or f"article/{name}"[:256])


def test_a_slug_of_each_locale_takes_the_place_of_the_common_one(site, opened, names, make_op, carry_out, fields_of):
    fields = fields_of(title="text name", path="text slug")
    changes = {
        (SHARED, "$slug"): text("tea"),
        ("en-US", "path"): text("tea"),
        ("fr-FR", "path"): text("the"),
        ("ja", "title"): text("茶"),
    }
    writer, known = opened(fields=fields), names()
    carry_out(writer, [make_op("create", "tea", changes, present=["en-US", "fr-FR", "ja"])], known)
    item = known.remote(key("tea"))
    assert [shown(site, item, locale)["slug"] for locale in ("C0", "C1", "C2")] == ["tea", "the", "tea"]
    renamed = make_op("update", "tea", {(SHARED, "$slug"): (text("tea"), text("x"))}, present=["en-US"])
    carry_out(writer, [renamed], known)
    assert site.sent("PATCH") == []


def test_a_new_entry_carries_its_key_where_a_field_is_kept_for_it(site, opened, names, make_create, carry_out):
    carry_out(opened(origin_key="origin"), [make_create("tea", {"en-US": "Tea"})], names())
    assert site.bodies("POST")[0]["items"][0]["fieldData"]["origin"] == "article/tea"


def test_an_archived_variant_is_taken_out_of_the_archive(site, opened, names, make_op, carry_out):
    site.put("tea", "C0", {}, archived=True)
    back = make_op("update", "tea", {("en-US", "$status"): (ARCHIVED, DRAFT)}, present=["en-US"])
    carry_out(opened(), [back], names({key("tea"): "tea"}))
    assert site.staged["tea", "C0"].archived is False


def test_isolated_ops_go_one_by_one(opened, names, make_create, carry_out):
    ops = [make_create(f"tea-{n}", {"en-US": "Tea"}) for n in range(3)]
    run = carry_out(opened(), ops, names(), isolate=True)
    assert [len(one.call.ops) for one in run] == [1, 1, 1]


def test_new_items_are_told_apart_by_slug_whatever_their_order(site, opened, names, make_create, carry_out):
    ops = [make_create(name, {"en-US": name}) for name in ("tea", "milk")]
    known = names()
    site.asks.change = lambda asked, told: {**told, "items": told["items"][::-1]} if asked.method == "POST" else told
    carry_out(opened(), ops, known)
    assert shown(site, known.remote(key("tea")), "C0")["slug"] == "tea"


def test_new_items_whose_slugs_the_side_made_alike_are_told_apart_by_place(site, opened, names, make_create, carry_out):
    ops = [make_create(name, {"en-US": name}) for name in ("tea", "milk")]

    def alike(asked, told):
        if asked.method != "POST":
            return told
        return {"items": [{**one, "fieldData": {**one["fieldData"], "slug": "same"}} for one in told["items"]]}

    site.asks.change, known = alike, names()
    carry_out(opened(), ops, known)
    assert shown(site, known.remote(key("milk")), "C0")["name"] == "milk"


def test_an_answer_with_another_number_of_items_leaves_the_effect_unknown(site, opened, names, make_create, carry_out):
    site.answer_once("POST", "/insert", 202, {"items": []})
    (run,) = carry_out(opened(), [make_create("tea", {"en-US": "Tea"})], names())
    assert isinstance(run.answered, Drift)
    assert run.answered.took_effect == "unknown"


def test_a_locale_that_is_not_in_the_answer_leaves_the_effect_unknown(site, opened, names, make_op, carry_out):
    site.put("tea", "C0", {})
    site.answer_once("POST", "/insert", 202, {"items": [{"id": "other", "cmsLocaleId": "C2"}]})
    add = make_op("update", "tea", {("ja", "$status"): DRAFT}, present=["en-US", "ja"])
    (run,) = carry_out(opened(), [add], names({key("tea"): "tea"}))
    assert isinstance(run.answered, Drift)
    assert run.answered.took_effect == "unknown"


def test_a_bulk_answer_may_be_one_item_as_such(site, opened, names, make_create, carry_out):
    site.answer_once("POST", "/bulk", 202, {"id": "one", "cmsLocaleIds": ["C0"], "fieldData": {"slug": "tea"}})
    known = names()
    carry_out(opened(settings={"insert": False}), [make_create("tea", {"en-US": "Tea"})], known)
    assert known.remote(key("tea")) == "one"


def test_a_create_whose_answer_is_lost_is_not_sent_again(site, opened, names, make_create, carry_out):
    site.answer_once("POST", "/insert", 503)
    run = carry_out(opened(), [make_create("tea", {"en-US": "Tea", "ja": "茶"})], names())
    assert [type(one.answered) for one in run] == [Unavailable]
    assert site.sent("POST") == ["POST items/insert"]


def test_without_localization_no_locale_id_is_ever_sent(site, opened, names, make_create, make_op, carry_out):
    site.sandbox.turn({"localization": False})
    writer, known = opened(locales={"en-US": "en-US"}), names()
    state = {("en-US", "$status"): (DRAFT, PUBLISHED)}
    carry_out(writer, [make_create("tea", {"en-US": "Tea"})], known)
    change = make_op("update", "tea", {("en-US", "title"): (text("Tea"), text("Black tea"))}, present=["en-US"])
    carry_out(writer, [change], known)
    carry_out(writer, [make_op("publish", "tea", state)], known)
    assert site.bodies("POST")[-1] == {"itemIds": [known.remote(key("tea"))]}
    carry_out(writer, [make_op("delete", "tea", {("en-US", "$status"): (PUBLISHED, ABSENT)})], known)
    assert site.staged == {}
    assert not [one for one in site.asks.log if "cmsLocaleId" in str(one)]


def test_a_creation_in_no_locale_is_our_own_mistake(opened, names, make_op):
    with pytest.raises(AssertionError, match="names none"):
        list(opened().calls([make_op("create", "tea", {(SHARED, "$slug"): text("tea")})], names()))


def test_new_variants_are_swept_up_once_for_all_batches(site, opened, names, make_op, carry_out):
    for number in range(150):
        site.put(f"tea-{number}", "C0", {"slug": f"tea-{number}"})
    ops = [
        make_op("update", f"tea-{n}", {("ja", "$status"): DRAFT}, present=["en-US", "ja"], label="茶")
        for n in range(150)
    ]
    run = carry_out(opened(), ops, names({op.entry: op.entry.name for op in ops}))
    assert [len(one.call.ops) for one in run] == [100, 50]
    assert site.sent("GET") == ["GET items", "GET items"]
    assert shown(site, "tea-7", "C2")["slug"] == "tea-7"
