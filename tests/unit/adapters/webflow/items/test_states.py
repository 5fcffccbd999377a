import pytest

from isogloss.errors import Missing
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED
from isogloss.model.value import ABSENT

POSTS = "a" * 24


def key(name):
    return EntryKey("article", name)


@pytest.fixture
def teas(fake, names):
    """Two entries, live in English and French."""
    for name in ("tea", "milk"):
        for locale in ("C0", "C1"):
            fake.put(name, locale, {}, live=True)
    return names({key("tea"): "tea", key("milk"): "milk"})


@pytest.fixture
def states(make_op):
    def made(verb, name, before, after, locales=("en-US", "fr-FR"), present=()):
        return make_op(verb, name, {(one, "$status"): (before, after) for one in locales}, present=present)

    return made


def test_each_locale_is_published_by_name(fake, opened, teas, states, carry_out):
    (run,) = carry_out(opened(), [states("publish", name, DRAFT, PUBLISHED) for name in ("tea", "milk")], teas)
    assert run.answered.refused == {}
    assert run.last
    assert fake.bodies("POST") == [
        {"items": [{"id": "tea", "cmsLocaleIds": ["C0", "C1"]}, {"id": "milk", "cmsLocaleIds": ["C0", "C1"]}]}
    ]


def test_an_item_that_is_not_among_what_was_published_is_refused_with_its_reason(fake, opened, teas, states, carry_out):
    ops = [states("publish", name, DRAFT, PUBLISHED) for name in ("tea", "milk")]
    fake.publish_errors = {"milk": "Staging item ID milk is archived."}
    (run,) = carry_out(opened(), ops, teas)
    assert run.answered.refused == {key("milk"): "Staging item ID milk is archived."}
    fake.publish_errors = {"tea": "Something.", "milk": "Something else."}
    (run,) = carry_out(opened(), ops, teas)
    assert run.answered.refused[key("tea")] == "Something.; Something else."


def test_a_publish_that_names_nobody_is_judged_by_its_errors(fake, opened, teas, states, carry_out):
    op = states("publish", "tea", DRAFT, PUBLISHED)
    fake.fail_once("POST", "/publish", 202, {})
    assert carry_out(opened(), [op], teas)[0].answered.refused == {}
    fake.fail_once("POST", "/publish", 202, {"errors": ["no"]})
    assert carry_out(opened(), [op], teas)[0].answered.refused == {key("tea"): "no"}
    fake.fail_once("POST", "/publish", 202, {"publishedItemIds": []})
    assert "not among" in carry_out(opened(), [op], teas)[0].answered.refused[key("tea")]


def test_an_entry_is_unpublished_in_the_locales_named(fake, opened, teas, states, carry_out):
    carry_out(opened(), [states("unpublish", "tea", PUBLISHED, DRAFT, ["fr-FR"])], teas)
    assert (POSTS, "tea", "C1") not in fake.live
    assert (POSTS, "tea", "C0") in fake.live
    assert (POSTS, "tea", "C1") in fake.staged


def test_each_locale_is_archived(fake, opened, teas, states, carry_out):
    carry_out(opened(), [states("archive", "tea", PUBLISHED, ARCHIVED)], teas)
    assert [fake.staged[POSTS, "tea", one]["isArchived"] for one in ("C0", "C1")] == [True, True]
    assert fake.bodies("PATCH")[0]["items"][0] == {"id": "tea", "cmsLocaleId": "C0", "isArchived": True}


def test_a_live_entry_is_unpublished_before_it_is_deleted(fake, opened, teas, states, carry_out):
    fake.put("old", "C0", {})
    teas.bind(key("old"), "old")
    ops = [states("delete", "tea", CHANGED, ABSENT), states("delete", "old", DRAFT, ABSENT, ["en-US"])]
    run = carry_out(opened(), ops, teas)
    assert [(one.name.rpartition("posts/")[2], one.last, len(one.call.ops)) for one in run] == [
        ("items/live", False, 1),
        ("items", True, 2),
    ]
    assert {item for _, item, _ in fake.staged} == {"milk"}
    assert {item for _, item, _ in fake.live} == {"milk"}


def test_an_entry_that_could_not_be_unpublished_is_not_deleted(fake, opened, teas, states, carry_out):
    fake.fail_once("DELETE", "/live", 400)
    assert len(carry_out(opened(), [states("delete", "tea", PUBLISHED, ABSENT)], teas)) == 1
    assert (POSTS, "tea", "C0") in fake.staged


@pytest.mark.parametrize("locales", [["en-US"], ["en-US", "fr-FR"]])
def test_a_primary_is_not_deleted_while_another_locale_remains(fake, opened, teas, states, carry_out, locales):
    fake.put("tea", "C2", {})
    run = carry_out(
        opened(locales={"en-US": "en-US", "fr-FR": "fr-FR"}), [states("delete", "tea", DRAFT, ABSENT, locales)], teas
    )
    assert "it is also there in" in run[0].answered.refused[key("tea")]
    assert "ja" in run[0].answered.refused[key("tea")]
    assert fake.sent("DELETE") == []


def test_a_secondary_locale_is_deleted_alone(fake, opened, teas, states, carry_out):
    carry_out(opened(), [states("delete", "tea", DRAFT, ABSENT, ["fr-FR"], present=["en-US"])], teas)
    assert (POSTS, "tea", "C1") not in fake.staged
    assert (POSTS, "tea", "C0") in fake.staged


def test_what_is_gone_already_is_done_but_of_several_nobody_knows_which(fake, opened, teas, states, carry_out):
    gone = states("delete", "tea", DRAFT, ABSENT)
    for locale in ("C0", "C1"):
        del fake.staged[POSTS, "tea", locale]
    (run,) = carry_out(opened(), [gone], teas)
    assert run.answered.refused == {}
    (run,) = carry_out(opened(), [gone, states("delete", "milk", DRAFT, ABSENT)], teas)
    assert isinstance(run.answered, Missing)


def test_more_variants_than_a_call_takes_are_several_calls(opened, states, names, carry_out, fake):
    for number in range(70):
        for locale in ("C0", "C1"):
            fake.put(f"tea-{number}", locale, {})
    ops = [states("publish", f"tea-{n}", DRAFT, PUBLISHED) for n in range(70)]
    known = names({op.entry: op.entry.name for op in ops})
    assert [len(one.call.ops) for one in carry_out(opened(), ops, known)] == [50, 20]


def test_an_op_that_names_no_state_is_done_without_a_request(fake, opened, teas, make_op, carry_out):
    (run,) = carry_out(opened(), [make_op("publish", "tea", {})], teas)
    assert run.answered.refused == {}
    assert fake.sent("POST") == []
