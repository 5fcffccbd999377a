"""A proposal is a mapping that loads, and says where it guessed."""

from isogloss.adapters.platforms import ENTRIES
from isogloss.bridge import Collection
from isogloss.mapping.draft.infer import infer
from isogloss.mapping.draft.wish import Wish
from isogloss.model.schema import RemoteField, RemoteKind, RemoteSchema
from isogloss.run.loading import load_text


def kind(name, *fields):
    return RemoteKind(name, {field.slug: field for field in fields})


def field(slug, *holds, **said):
    return RemoteField(slug, said.pop("type", "T"), frozenset(holds), **said)


SITE = RemoteSchema(
    locales={"en-US": True, "fr-FR": True, "no": True, "??": True},
    primary="en-US",
    kinds={
        "posts": kind(
            "posts",
            field("name", "text", "long_text"),
            field("slug", "text"),
            field("post-body", "rich_text", "opaque"),
            field("author", "reference", to="authors"),
            field("topic", "option", options={"1": "News", "2": "How To"}),
            field("created-by", "text", read_only=True),
            field("odd"),
        ),
        "authors": kind("authors", field("name", "text")),
        "2024": kind("2024", field("on", "flag")),
        "empty": RemoteKind("empty"),
    },
)


def sides(*wishes):
    return tuple((wish, ENTRIES[wish.adapter].traits.draft) for wish in wishes)


VENDORS = sides(Wish("webflow", "webflow"), Wish("butter", "buttercms"))
WORLDS = sides(Wish("one", "memory"), Wish("two", "memory"))


def test_without_a_schema_there_the_same_names_are_proposed():
    bridge = load_text(infer(SITE, RemoteSchema(), VENDORS), resolve=False)

    article = bridge.kinds["posts"]
    assert {name: found.type for name, found in article.fields.items()} == {
        "name": "text",
        "post-body": "rich_text",
        "author": "reference",
        "topic": "option",
    }
    assert article.fields["author"].to == "authors"
    assert bridge.right.kinds["posts"].fields["topic"].options == {"news": "news", "how-to": "how-to"}
    assert bridge.right.locales == {"en-US": "en-us", "fr-FR": "fr-fr", "no": "no"}
    assert bridge.primary == "en-US"
    assert "x-2024" in bridge.kinds
    assert "empty" not in bridge.kinds


def test_a_schema_there_is_matched_by_likeness_and_type():
    there = RemoteSchema(
        locales={"en": True, "fr-FR": True},
        primary="en",
        kinds={
            "post": kind(
                "post",
                field("names", "text"),
                field("body", "rich_text"),
                field("topics", "option", options={"n": "Newsy"}),
            )
        },
    )
    text = infer(SITE, there, WORLDS, name="acme")
    bridge = load_text(text, resolve=False)

    bound = bridge.right.kinds["posts"]
    assert {name: found.remote for name, found in bound.fields.items()} == {
        "name": "names",
        "post-body": "body",
        "topic": "topics",
    }
    assert bound.fields["topic"].options["news"] == "Newsy"
    assert bridge.right.locales == {"en-US": "en", "fr-FR": "fr-FR"}
    assert "# author: T, which has no place on two" in text
    assert "en-US: {one: en-US, two: en, primary: true}  # guess: distance 0" in text
    assert '# "no": {one: "no"}  # two has none that is near' in text


def test_a_site_without_locales_is_proposed_with_one():
    site = RemoteSchema(kinds={"posts": kind("posts", field("name", "text"))})

    assert load_text(infer(site, RemoteSchema(), VENDORS), resolve=False).locales == ("en",)


def test_the_primary_alone_is_enough():
    site = RemoteSchema(primary="de", kinds={"posts": kind("posts", field("name", "text"))})

    assert load_text(infer(site, RemoteSchema(), VENDORS), resolve=False).locales == ("de",)


def test_hostile_names_do_not_leave_their_place():
    odd = field("a\nflow: both", "text", type="x\ny: z")
    site = RemoteSchema(kinds={"posts": kind("po: st\n#s", odd, field("name", "text"), field("b\n", type="t\nz: 1"))})

    there = RemoteSchema(
        kinds={"po": kind("po: st", field("x\nflow: both\x07", type="u\nv: w"), field("name", "text"))}
    )
    assert load_text(infer(site, there, WORLDS), resolve=False).flow == "left to right"
    bridge = load_text(infer(site, RemoteSchema(), VENDORS), resolve=False)
    assert bridge.flow == "left to right"
    assert bridge.left.kinds["po-st-s"].place == Collection("po: st\n#s")


def test_a_locale_is_never_proposed_for_another_language():
    here = RemoteSchema(locales={"en": True, "ca": True, "es-MX": True, "es": True, "uk": True}, primary="en")
    there = RemoteSchema(locales={"en": True, "es": True, "ru": True}, primary="en")

    text = infer(here, there, WORLDS)

    assert [line.strip() for line in text.splitlines() if "two has none" in line] == [
        "# ca: {one: ca}  # two has none that is near",
        "# es-MX: {one: es-MX}  # two has none that is near",
        "# uk: {one: uk}  # two has none that is near",
    ]
    assert "es: {one: es, two: es}" in text
    assert "two: ru" not in text


def test_a_side_that_was_asked_elsewhere_is_asked_there_again():
    asked = Wish("webflow", "webflow", url="http://127.0.0.1:8701/v2")
    made = infer(SITE, RemoteSchema(), sides(asked, Wish("butter", "buttercms")))
    lines = [line for line in made.splitlines() if "adapter:" in line]
    assert ['base_url: "http://127.0.0.1:8701/v2"}' in line for line in lines] == [True, False]
