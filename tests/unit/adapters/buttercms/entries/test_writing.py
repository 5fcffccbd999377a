"""From ops to requests, and what is refused before any is sent."""

from dataclasses import replace

import pytest
from manual_clock import ManualClock

from isogloss.adapters.buttercms.adapter import open_writer
from isogloss.errors import ConfigError, Rejected, RemoteError, Unavailable
from isogloss.http.redact import Secret
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Asset, Digest, Ref, Scalar
from isogloss.plan.op import Change, Op
from isogloss.ports import Sent, Wanted

EN, FR = Locale("en-US"), Locale("fr-FR")
ADA, TEA = EntryKey("author", "ada"), EntryKey("article", "tea")
UNSET = {"author": "", "cover": "", "extra": "", "related": [], "seo": "", "title": "", "topic": ""}


def text(words):
    return Scalar("text", words)


def cell(entry, locale, name, after, before=ABSENT):
    return Change(Cell(entry, locale, name), before, after, ABSENT)


def op(verb, entry, *changes, present=(), label=""):
    return Op(Digest(verb), Side.RIGHT, verb, entry, label, changes, present)


@pytest.fixture
def open_with(binding, side):
    opened = []

    def made(**changes):
        settings = replace(binding.settings, **changes.pop("settings", {}))
        writer = open_writer(
            replace(binding, settings=settings, **changes), clock=ManualClock(), transport=side.transport
        )
        opened.append(writer)
        return writer

    yield made
    for writer in opened:
        writer.close()


@pytest.fixture
def writer(open_with):
    return open_with()


def send_all(writer, names, *ops):
    """Run the generator to its end as the executor does; give what was answered to each call."""
    calls = writer.calls(ops, names)
    answers = []
    call = next(calls, None)
    while call is not None:
        try:
            answers.append(call.send())
        except RemoteError as error:
            answers.append(error)
        try:
            call = calls.send(answers[-1])
        except StopIteration:
            call = None
    return answers


def refusal(writer, names, made):
    (answer,) = send_all(writer, names, made)
    return answer.refused[made.entry]


def test_a_page_is_made_in_all_its_locales_by_one_call(writer, side, names):
    names.remotes[ADA] = "7"
    made = op(
        "create",
        TEA,
        cell(TEA, SHARED, SLUG, text("green-tea")),
        cell(TEA, EN, "title", text("Tea")),
        cell(TEA, EN, "author", Ref(ADA)),
        cell(TEA, EN, STATUS, DRAFT),
        cell(TEA, FR, "cover", Asset("image", "https://a.example/1", "alt")),
        cell(TEA, FR, STATUS, DRAFT),
        present=(EN, FR),
        label="Tea!",
    )
    call = next(writer.calls([made], names))
    assert (call.name, call.creates, call.last) == ("POST /pages/", frozenset({TEA}), True)
    assert call.send() == Sent({TEA: "green-tea"})
    assert side.bodies() == [
        {
            "title": "Tea!",
            "slug": "green-tea",
            "page_type": "post",
            "status": "draft",
            "fields": {
                "en": {**UNSET, "title": "Tea", "author": 7},
                "fr": {**UNSET, "cover": "https://a.example/1"},
            },
        }
    ]
    assert side.asked[0].headers["authorization"] == "Token wr1te-t0ken"
    assert "auth_token" not in str(side.asked[0].url)


def test_a_page_without_a_slug_gets_one_from_its_key_and_is_found_by_it(writer, side, names, page_of):
    made = op("create", TEA, cell(TEA, EN, "title", text("Green tea")), present=(EN,), label="Green tea")
    assert send_all(writer, names, made) == [Sent({TEA: "tea"})]
    assert side.bodies()[0]["title"] == "Green tea"
    assert send_all(writer, names, op("create", TEA, present=(EN,))) == [Sent({TEA: "tea"})]
    assert side.bodies()[1]["title"] == "tea"
    side.put("post", "en", page_of("tea", {"title": "Green tea"}))
    assert writer.look([Wanted(TEA, (EN,), origin="article/tea")])[TEA].remote == "tea"


def test_an_item_is_made_with_its_origin_key_and_its_number_is_not_known_yet(writer, side, names):
    made = op("create", ADA, cell(ADA, SHARED, "name", text("Ada")), cell(ADA, EN, "bio", text("x")), present=(EN, FR))
    assert send_all(writer, names, made) == [Sent()]
    assert side.bodies() == [
        {
            "key": "authors",
            "status": "draft",
            "fields": [
                {
                    "en": {"name": "Ada", "bio": "x", "origin": "author/ada"},
                    "fr": {"name": "Ada", "bio": "", "origin": "author/ada"},
                }
            ],
        }
    ]


def test_an_origin_key_that_is_given_is_the_one_written(writer, side, names):
    origin = cell(ADA, SHARED, "$origin", text("webflow/65ab"))
    send_all(writer, names, op("create", ADA, origin, cell(ADA, SHARED, SLUG, text("ada")), present=(EN,)))
    assert side.bodies()[0]["fields"] == [{"en": {"name": "", "bio": "", "origin": "webflow/65ab"}}]


def test_an_origin_key_without_a_field_for_it_is_left_out(writer, side, names):
    origin = cell(TEA, SHARED, "$origin", text("webflow/65ab"))
    send_all(writer, names, op("create", TEA, origin, present=(EN,)))
    assert side.bodies()[0]["fields"] == {"en": UNSET}


def test_an_update_sends_only_what_changes_and_a_new_variant_every_key(writer, side, names):
    names.remotes[TEA] = "tea"
    made = op(
        "update",
        TEA,
        cell(TEA, EN, "title", ABSENT, text("Tea")),
        cell(TEA, EN, STATUS, PUBLISHED, PUBLISHED),
        cell(TEA, FR, "title", text("Thé")),
        cell(TEA, FR, STATUS, DRAFT),
        present=(EN, FR),
    )
    calls = writer.calls([made], names)
    first = next(calls)
    second = calls.send(first.send())
    second.send()
    assert (first.last, second.last) == (False, True)
    assert (first.creates, second.creates) == (frozenset(), frozenset())
    assert side.bodies() == [
        {"status": "draft", "fields": {"fr": {**UNSET, "title": "Thé"}}},
        {"status": "published", "fields": {"en": {"title": ""}}},
    ]
    assert side.paths() == ["PATCH /v2/pages/post/tea/"] * 2


def test_a_draft_is_updated_without_naming_a_status(writer, side, names):
    names.remotes[ADA] = "7"
    send_all(writer, names, op("update", ADA, cell(ADA, SHARED, "name", text("Ada L.")), present=(EN, FR)))
    assert side.bodies() == [{"fields": {"en": {"name": "Ada L."}, "fr": {"name": "Ada L."}}}]
    assert side.paths() == ["PATCH /v2/content/authors/7/"]


def test_a_shared_cell_that_stays_goes_to_a_new_variant_alone(writer, side, names):
    names.remotes[ADA] = "7"
    made = op(
        "update",
        ADA,
        cell(ADA, SHARED, "name", text("Ada"), text("Ada")),
        cell(ADA, FR, "bio", text("x")),
        cell(ADA, FR, STATUS, DRAFT),
        present=(EN, FR),
    )
    send_all(writer, names, made)
    assert side.bodies() == [{"status": "draft", "fields": {"fr": {"name": "Ada", "bio": "x", "origin": "author/ada"}}}]


def test_a_link_is_added_as_an_update(writer, side, names):
    names.remotes = {TEA: "tea", ADA: "7"}
    send_all(writer, names, op("link", TEA, cell(TEA, EN, "author", Ref(ADA)), present=(EN,)))
    assert side.bodies() == [{"fields": {"en": {"author": 7}}}]


def test_a_publish_names_its_locales_by_the_cells_that_stay(writer, side, names):
    names.remotes[ADA] = "7"
    made = op(
        "publish",
        ADA,
        cell(ADA, SHARED, "name", text("Ada"), text("Ada")),
        cell(ADA, EN, "bio", text("x"), text("x")),
        cell(ADA, EN, STATUS, PUBLISHED, DRAFT),
        present=(EN, FR),
    )
    send_all(writer, names, made)
    assert side.bodies() == [{"status": "published", "fields": {"en": {"name": "Ada", "bio": "x"}}}]


def test_a_publish_that_carries_nothing_names_its_locales_alone(writer, side, names):
    names.remotes[TEA] = "tea"
    states = [cell(TEA, each, STATUS, PUBLISHED, DRAFT) for each in (EN, FR)]
    send_all(writer, names, op("publish", TEA, *states, present=(EN, FR)))
    assert side.bodies() == [{"status": "published", "fields": {"en": {}, "fr": {}}}]


def test_an_item_is_taken_offline_and_a_page_is_not(writer, side, names):
    names.remotes = {ADA: "7", TEA: "tea"}
    send_all(writer, names, op("unpublish", ADA, cell(ADA, EN, STATUS, DRAFT, PUBLISHED), present=(EN,)))
    assert side.bodies() == [{"status": "draft", "fields": {"en": {}}}]
    page = op("unpublish", TEA, cell(TEA, EN, STATUS, DRAFT, PUBLISHED), present=(EN,))
    assert "do it in the dashboard" in refusal(writer, names, page)
    assert len(side.asked) == 1


def test_an_item_is_deleted_and_a_page_only_if_the_setting_says_so(open_with, writer, side, names):
    names.remotes = {ADA: "7", TEA: "tea"}
    gone = cell(TEA, EN, STATUS, ABSENT, PUBLISHED)
    assert send_all(writer, names, op("delete", ADA, cell(ADA, EN, STATUS, ABSENT, DRAFT))) == [Sent()]
    assert "page_delete" in refusal(writer, names, op("delete", TEA, gone))
    send_all(open_with(settings={"page_delete": True}), names, op("delete", TEA, gone))
    assert side.paths() == ["DELETE /v2/content/authors/7/", "DELETE /v2/pages/post/tea/"]


def test_one_locale_is_never_deleted_with_the_whole_entry(writer, side, names):
    names.remotes[ADA] = "7"
    some = op("delete", ADA, cell(ADA, EN, STATUS, ABSENT, DRAFT), present=(FR,))
    assert "one locale cannot be deleted alone" in refusal(writer, names, some)
    assert side.asked == []


def test_an_alternative_text_is_never_written(writer, side, names):
    names.remotes[TEA] = "tea"
    alt = cell(TEA, EN, "alt", text("A cup"))
    send_all(writer, names, op("update", TEA, alt, cell(TEA, FR, "title", text("Thé")), present=(EN, FR)))
    assert side.bodies() == [{"fields": {"fr": {"title": "Thé"}}}]
    assert "changes nothing that ButterCMS holds" in refusal(writer, names, op("update", TEA, alt, present=(EN,)))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (op("update", TEA, cell(TEA, EN, "author", Ref(ADA)), present=(EN,)), "author/ada, which is not on this side"),
        (op("update", TEA, cell(TEA, EN, "topic", Scalar("option", "?x")), present=(EN,)), "'x' has no slug"),
        (op("update", TEA, cell(TEA, EN, "mood", text("x")), present=(EN,)), "mood has no place on this side"),
        (op("update", TEA, cell(TEA, SHARED, SLUG, text("milk"), text("tea")), present=(EN,)), "slug of a page cannot"),
        (op("update", TEA, present=(EN,)), "changes nothing"),
        (op("archive", TEA, cell(TEA, EN, STATUS, ARCHIVED, DRAFT), present=(EN,)), "no archive"),
        (op("create", TEA, cell(TEA, SHARED, SLUG, text("x" * 101)), present=(EN,)), "1 to 100 characters"),
        (op("update", ADA, cell(ADA, EN, "bio", text("x")), present=(EN,)), "its id on this side is not known"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_reason_and_nothing_is_sent(writer, side, names, made, said):
    names.remotes[TEA] = "tea"
    reason = refusal(writer, names, made)
    assert reason.startswith(f"butter: {made.entry} was not sent:")
    assert said in reason
    assert side.asked == []


def test_an_item_that_could_not_be_found_again_is_not_made(open_with, binding, names):
    kinds = {**binding.kinds, "author": replace(binding.kinds["author"], origin_key=None)}
    assert "has no origin_key" in refusal(open_with(kinds=kinds), names, op("create", ADA, present=(EN,)))


def test_an_entry_in_no_locale_is_our_own_bug(writer, names):
    with pytest.raises(AssertionError, match="created in no locale"):
        next(writer.calls([op("create", TEA)], names))


def test_one_op_that_is_refused_does_not_stop_the_others(writer, side, names):
    names.remotes[TEA] = "tea"
    bad = op("update", ADA, cell(ADA, EN, "bio", text("x")), present=(EN,))
    good = op("update", TEA, cell(TEA, EN, "title", text("T")), present=(EN,))
    answers = send_all(writer, names, bad, good)
    assert [bool(answer.refused) for answer in answers] == [True, False]
    assert len(side.asked) == 1


def test_after_a_failed_call_the_rest_of_its_op_is_left_out(writer, side, names):
    names.remotes = {TEA: "tea", ADA: "7"}
    side.refuses["/pages/post/tea/"] = (400, {"fields": {"fr": {"title": ["Too long."]}}})
    two = op(
        "update",
        TEA,
        cell(TEA, EN, "title", text("T")),
        cell(TEA, EN, STATUS, PUBLISHED, PUBLISHED),
        cell(TEA, FR, "title", text("T")),
        present=(EN, FR),
    )
    after = op("update", ADA, cell(ADA, EN, "bio", text("x")), present=(EN,))
    failed, done = send_all(writer, names, two, after)
    assert isinstance(failed, Rejected)
    assert failed.fields == {"fields.fr.title": "Too long."}
    assert done == Sent()


def test_a_create_whose_answer_is_lost_is_not_sent_twice(writer, side, names):
    side.refuses["/pages/"] = (502, {"detail": "oops"})
    (error,) = send_all(writer, names, op("create", TEA, cell(TEA, EN, "title", text("T")), present=(EN,)))
    assert isinstance(error, Unavailable)
    assert error.took_effect == "unknown"
    assert len(side.asked) == 1


def test_an_account_without_locales_is_written_without_naming_any(open_with, side, names):
    names.remotes[TEA] = "tea"
    single = open_with(settings={"localized": False}, locales={EN: "en"})
    send_all(
        single,
        names,
        op("create", ADA, cell(ADA, EN, "bio", text("x")), present=(EN,)),
        op("update", TEA, cell(TEA, EN, "title", text("T")), present=(EN,)),
        op("publish", TEA, cell(TEA, EN, STATUS, PUBLISHED, DRAFT), present=(EN,)),
    )
    assert [body.get("fields") for body in side.bodies()] == [
        [{"name": "", "bio": "x", "origin": "author/ada"}],
        {"title": "T"},
        None,
    ]


def test_a_writer_without_a_read_token_reads_with_its_write_token(open_with, side):
    writer = open_with(secrets={"write_token": Secret("wr1te-t0ken")})
    list(writer.read())
    assert {request.headers["authorization"] for request in side.asked} == {"Token wr1te-t0ken"}


def test_a_side_without_a_write_token_is_read_and_refuses_to_write(open_with, binding, side, names):
    writer = open_with(secrets={"read_token": binding.secrets["read_token"]})
    assert list(writer.read()) == []
    with pytest.raises(ConfigError, match=r"sides\.butter\.write_token is not set"):
        writer.calls([op("create", TEA, present=(EN,))], names)
    assert all(request.method == "GET" for request in side.asked)
