import pytest

from isogloss.errors import Missing
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED
from isogloss.model.value import ABSENT

POSTS = "a" * 24


def key(name):
    return EntryKey("article", name)


@pytest.fixture
def teas(site, names):
    """Two entries, live in English and French."""
    for name in ("tea", "milk"):
        for locale in ("C0", "C1"):
            site.put(name, locale, {}, live=True)
    return names({key("tea"): "tea", key("milk"): "milk"})


@pytest.fixture
def states(make_op):
    def made(verb, name, before, after, locales=("en-US", "fr-FR"), present=()):
        return make_op(verb, name, {(one, "$status"): (before, after) for one in locales}, present=present)

    return made


def test_each_locale_is_published_by_name(site, opened, teas, states, carry_out):
    (run,) = carry_out(opened(), [states("publish", name, DRAFT, PUBLISHED) for name in ("tea", "milk")], teas)
    assert run.answered.refused == {}
    assert run.last
    assert site.bodies("POST") == [
        {"items": [{"id": "tea", "cmsLocaleIds": ["C0", "C1"]}, {"id": "milk", "cmsLocaleIds": ["C0", "C1"]}]}
    ]


def test_an_item_that_is_not_among_what_was_published_is_refused_with_its_reason(site, opened, teas, states, carry_out):
    ops = [states("publish", name, DRAFT, PUBLISHED) for name in ("tea", "milk")]
    site.edit("milk", "C0", archived=True)
    site.edit("milk", "C1", archived=True)
    (run,) = carry_out(opened(), ops, teas)
    assert run.answered.refused == {
        key("milk"): "Item ID milk is archived in locale C0.; Item ID milk is archived in locale C1."
    }
    site.answer_once("POST", "/publish", 202, {"publishedItemIds": [], "errors": ["Something.", "Something else."]})
    (run,) = carry_out(opened(), ops, teas)
    assert run.answered.refused[key("tea")] == "Something.; Something else."


def test_a_publish_that_names_nobody_is_judged_by_its_errors(site, opened, teas, states, carry_out):
    op = states("publish", "tea", DRAFT, PUBLISHED)
    site.answer_once("POST", "/publish", 202, {})
    assert carry_out(opened(), [op], teas)[0].answered.refused == {}
    site.answer_once("POST", "/publish", 202, {"errors": ["no"]})
    assert carry_out(opened(), [op], teas)[0].answered.refused == {key("tea"): "no"}
    site.answer_once("POST", "/publish", 202, {"publishedItemIds": []})
    assert "not among" in carry_out(opened(), [op], teas)[0].answered.refused[key("tea")]


def test_an_entry_is_unpublished_in_the_locales_named(site, opened, teas, states, carry_out):
    carry_out(opened(), [states("unpublish", "tea", PUBLISHED, DRAFT, ["fr-FR"])], teas)
    assert ("tea", "C1") not in site.live
    assert ("tea", "C0") in site.live
    assert ("tea", "C1") in site.staged


def test_each_locale_is_archived(site, opened, teas, states, carry_out):
    carry_out(opened(), [states("archive", "tea", PUBLISHED, ARCHIVED)], teas)
    assert [site.staged["tea", one].archived for one in ("C0", "C1")] == [True, True]
    assert site.bodies("PATCH")[0]["items"][0] == {"id": "tea", "cmsLocaleId": "C0", "isArchived": True}


def test_a_live_entry_is_unpublished_before_it_is_deleted(site, opened, teas, states, carry_out):
    site.put("old", "C0", {})
    teas.bind(key("old"), "old")
    ops = [states("delete", "tea", CHANGED, ABSENT), states("delete", "old", DRAFT, ABSENT, ["en-US"])]
    run = carry_out(opened(), ops, teas)
    assert [(one.name.rpartition("posts/")[2], one.last, len(one.call.ops)) for one in run] == [
        ("items/live", False, 1),
        ("items", True, 2),
    ]
    assert {item for item, _ in site.staged} == {"milk"}
    assert {item for item, _ in site.live} == {"milk"}


def test_an_entry_that_could_not_be_unpublished_is_not_deleted(site, opened, teas, states, carry_out):
    site.answer_once("DELETE", "/live", 400)
    assert len(carry_out(opened(), [states("delete", "tea", PUBLISHED, ABSENT)], teas)) == 1
    assert ("tea", "C0") in site.staged


@pytest.mark.parametrize("locales", [["en-US"], ["en-US", "fr-FR"]])
def test_a_primary_is_not_deleted_while_another_locale_remains(site, opened, teas, states, carry_out, locales):
    site.put("tea", "C2", {})
    run = carry_out(
        opened(locales={"en-US": "en-US", "fr-FR": "fr-FR"}), [states("delete", "tea", DRAFT, ABSENT, locales)], teas
    )
    assert "it is also there in" in run[0].answered.refused[key("tea")]
    assert "ja" in run[0].answered.refused[key("tea")]
    assert site.sent("DELETE") == []


def test_a_secondary_locale_is_deleted_alone(site, opened, teas, states, carry_out):
    carry_out(opened(), [states("delete", "tea", DRAFT, ABSENT, ["fr-FR"], present=["en-US"])], teas)
    assert ("tea", "C1") not in site.staged
    assert ("tea", "C0") in site.staged


def test_what_is_gone_already_is_done_but_of_several_nobody_knows_which(site, opened, teas, states, carry_out):
    gone = states("delete", "tea", DRAFT, ABSENT)
    for locale in ("C0", "C1"):
        site.take("tea", locale)
    (run,) = carry_out(opened(), [gone], teas)
    assert run.answered.refused == {}
    (run,) = carry_out(opened(), [gone, states("delete", "milk", DRAFT, ABSENT)], teas)
    assert isinstance(run.answered, Missing)


def test_more_variants_than_a_call_takes_are_several_calls(opened, states, names, carry_out, site):
    for number in range(70):
        for locale in ("C0", "C1"):
            site.put(f"tea-{number}", locale, {})
    ops = [states("publish", f"tea-{n}", DRAFT, PUBLISHED) for n in range(70)]
    known = names({op.entry: op.entry.name for op in ops})
    assert [len(one.call.ops) for one in carry_out(opened(), ops, known)] == [50, 20]


def test_an_op_that_names_no_state_is_done_without_a_request(site, opened, teas, make_op, carry_out):
    (run,) = carry_out(opened(), [make_op("publish", "tea", {})], teas)
    assert run.answered.refused == {}
    assert site.sent("POST") == []
