import pytest

from isogloss.apply.looking import wanted_for
from isogloss.bridge import ByKind, FieldBinding, KindBinding, MemorySettings, SideBinding
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Digest, Ref, Scalar
from isogloss.plan.op import Change, Op

TEA = EntryKey("article", "tea")
EN, FR, JA = Locale("en"), Locale("fr"), Locale("ja")
BINDING = SideBinding(
    Side.RIGHT,
    "butter",
    MemorySettings(""),
    {},
    {JA: "ja", EN: "en", FR: "fr"},
    EN,
    {
        "article": KindBinding(
            "article",
            ByKind(),
            {
                "title": FieldBinding(Field("title", "text"), "headline"),
                "address": FieldBinding(Field("address", "text"), "slug"),
            },
        )
    },
)


class Names:
    def remote(self, entry):
        return "r1" if entry.name == "known" else None


def change(field, after, locale=EN, before=ABSENT):
    return Change(Cell(TEA, locale, field), before, after, ABSENT)


def op(verb, *changes, entry=TEA, present=(EN,)):
    return Op(Digest("a"), Side.RIGHT, verb, entry, "Tea", changes, present)


def wanted(*ops):
    return wanted_for(ops, Names(), BINDING)


def test_an_entry_with_an_id_is_looked_for_by_it():
    (found,) = wanted(op("update", change("title", DRAFT), entry=EntryKey("article", "known")))
    assert (found.remote, found.origin) == ("r1", "article/known")


def test_an_entry_without_an_id_is_looked_for_by_slug_and_origin_key():
    slug, address = Scalar("text", "tea"), Scalar("text", "thé")
    made = op(
        "create", change(SLUG, slug, SHARED), change("address", address, FR), change("title", slug), present=(EN, FR)
    )
    (found,) = wanted(made)
    assert (found.entry, found.remote, found.origin) == (TEA, None, "article/tea")
    assert found.slugs == {SHARED: "tea", FR: "thé"}


def test_a_slug_that_is_cleared_is_not_looked_for():
    (found,) = wanted(op("update", change(SLUG, ABSENT, SHARED, before=DRAFT)))
    assert found.slugs == {}


def test_locales_are_asked_for_in_the_order_of_the_mapping_and_only_where_something_can_be_seen():
    (found,) = wanted(op("create", change("a", DRAFT, SHARED), change("b", DRAFT, FR), present=(EN, FR, JA)))
    assert found.locales == (JA, EN, FR)
    (found,) = wanted(op("update", change("b", DRAFT, FR), present=(EN, FR, JA)))
    assert found.locales == (FR,)


@pytest.mark.parametrize(
    ("made", "live"),
    [
        (op("publish", change(STATUS, PUBLISHED)), True),
        (op("unpublish", change(STATUS, DRAFT)), True),
        (op("update", change(STATUS, PUBLISHED, before=PUBLISHED)), True),
        (op("update", change(STATUS, PUBLISHED, before=PUBLISHED), change("author", Ref(TEA))), False),
        (op("update", change(STATUS, PUBLISHED, before=PUBLISHED), change("author", Ref(TEA), before=Ref(TEA))), True),
        (op("publish", change(STATUS, PUBLISHED), change("author", Ref(TEA))), True),
        (op("update", change("title", PUBLISHED)), False),
        (op("create", change(STATUS, DRAFT)), False),
        (op("delete", change(STATUS, ABSENT)), False),
    ],
)
def test_what_the_public_should_see_is_looked_at_live(made, live):
    assert [found.live for found in wanted(made)] == [live]


def test_every_op_is_looked_for():
    assert len(wanted(op("update", change("a", DRAFT)), op("publish", change(STATUS, PUBLISHED)))) == 2
