"""What a side of translations says by what it lacks."""

from isogloss.mapping.names.untranslated import rooted, untranslated
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.merge.flow import Flows
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import PUBLISHED, STATUS, digest_variant
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Scalar

EN, FR = Locale("en"), Locale("fr")
TEXT = {"text": Scalar("text", "Tea"), STATUS: PUBLISHED}
MORE = {**TEXT, "more": Scalar("text", "Hot")}


def facing(left, right, base_left=None, base_right=None):
    def tree(entry):
        return entry if entry is ABSENT else {locale: digest_variant(cells) for locale, cells in entry.items()}

    base = Shown(tree(left if base_left is None else base_left), tree(left if base_right is None else base_right))
    return Facing(EntryKey("phrase", "tea"), "", base, left, right)


def test_what_is_not_translated_rests_on_its_own_side_alone():
    full = {EN: MORE, FR: MORE}
    made = untranslated(facing(full, {EN: MORE, FR: TEXT}), [Side.RIGHT])
    assert made.base.left == facing(full, full).base.left
    assert made.base.right == {EN: digest_variant(MORE), FR: digest_variant(TEXT)}
    assert untranslated(facing({EN: MORE}, {EN: MORE, FR: TEXT}, full, full), [Side.LEFT]).base.left == {
        EN: digest_variant(MORE)
    }


def test_a_locale_without_any_text_was_never_agreed_on_there():
    made = untranslated(facing({EN: TEXT, FR: TEXT}, {EN: TEXT}), [Side.RIGHT])
    assert made.base.right == {EN: digest_variant(TEXT)}


def test_an_entry_that_is_gone_is_gone():
    before = facing({EN: TEXT}, ABSENT)
    assert untranslated(before, [Side.RIGHT]) == before


def test_an_entry_without_the_primary_is_out_of_scope_until_it_has_it():
    made = rooted(facing({FR: TEXT, SHARED: {}}, ABSENT), [Side.RIGHT], EN, Flows())
    assert (made.left, made.unrooted) == (ABSENT, {Side.LEFT: frozenset({FR})})
    for known in (facing({EN: TEXT, FR: TEXT}, ABSENT), facing({FR: TEXT}, {EN: TEXT})):
        assert rooted(known, [Side.RIGHT], EN, Flows()) == known


def test_a_primary_that_does_not_flow_there_is_none():
    both = facing({EN: TEXT, FR: TEXT}, ABSENT)
    made = rooted(both, [Side.RIGHT], EN, Flows("both", {EN: "right to left"}))
    assert (made.left, made.unrooted) == (ABSENT, {Side.LEFT: frozenset({FR})})
    assert rooted(both, [Side.RIGHT], EN, Flows("right to left")) == both  # nothing is written there anyway
