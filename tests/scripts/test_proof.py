import pytest
from corpus.proof import prove

from isogloss.model.address import EntryKey
from isogloss.model.entry import PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import Group, Many, Ref, Scalar

EN = Locale("en")


def html(text):
    return Scalar("rich_text", text)


def entry(remote, slug, **fields):
    return Seen("chapter", remote, {SHARED: {SLUG: Scalar("text", slug)}, EN: {STATUS: PUBLISHED, **fields}})


def test_the_same_content_under_other_ids_is_equal():
    sites = [
        [
            entry(f"{site}1", "one", next=Ref(EntryKey("chapter", f"{site}2"))),
            entry(f"{site}2", "two", all=Many((Ref(EntryKey("chapter", f"{site}1")),)), box=Group((("a", html("b")),))),
        ]
        for site in "ab"
    ]
    proof = prove(*sites)
    assert proof.holds
    assert (proof.entries, proof.variants, proof.cells, proof.equal) == (2, 2, 7, 7)


def test_what_is_missing_extra_different_or_only_rendered_otherwise_is_told_apart():
    before = [entry("1", "one", kept=html("<p>a</p>"), gone=html("b"), moved=html("c"), bold=html("<p><b>d</b></p>"))]
    after = [
        entry("9", "one", kept=html("<p>a</p>"), new=html("b"), moved=html("e"), bold=html("<p><strong>d</strong></p>"))
    ]
    proof = prove(before, after)
    assert proof.missing == [("one", EN, "gone")]
    assert proof.extra == [("one", EN, "new")]
    assert proof.differing == [("one", EN, "moved")]
    assert proof.rendered == [("one", EN, "bold")]
    assert proof.equal == 3
    assert not proof.holds


def test_a_link_that_leads_elsewhere_is_different():
    before = [entry("1", "one", next=Ref(EntryKey("chapter", "2"))), entry("2", "two"), entry("3", "three")]
    after = [entry("1", "one", next=Ref(EntryKey("chapter", "3"))), entry("2", "two"), entry("3", "three")]
    assert prove(before, after).differing == [("one", EN, "next")]


def test_entries_that_cannot_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="no slug of its own"):
        prove([entry("1", "one"), entry("2", "one")], [])
