from isogloss.model.entry import DRAFT, STATUS, cell_of, digest_entry, digest_variant
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Asset, Many, Scalar, digest

EN, FR = Locale("en"), Locale("fr")
TEA = Scalar("text", "Tea")
ENTRY = {EN: {STATUS: DRAFT, "title": TEA}}


def test_a_cell_shows_its_value():
    assert cell_of(ENTRY, EN, "title") == TEA


def test_a_cell_is_absent_where_the_entry_the_variant_or_the_field_is_missing():
    assert cell_of(ABSENT, EN, "title") is ABSENT
    assert cell_of(ENTRY, FR, "title") is ABSENT
    assert cell_of(ENTRY, EN, "lead") is ABSENT


def test_a_variant_is_digested_field_by_field():
    rows = Many((Asset("image", "/a"), TEA))
    assert digest_variant(ENTRY[EN]) == {STATUS: digest(DRAFT), "title": digest(TEA)}
    assert digest_variant({"rows": rows}) == {"rows": digest(rows)}


def test_an_entry_is_digested_variant_by_variant_and_absence_stays_absence():
    assert digest_entry(ENTRY) == {EN: digest_variant(ENTRY[EN])}
    assert digest_entry(ABSENT) is ABSENT
