import pytest

from isogloss.mapping.names.hidden_links import in_doubt, settled
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Side, key_of_before
from isogloss.model.entry import CHANGED, PRESENT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Many, Ref, digest

EN = Locale("en")
LEFT, RIGHT = Side.LEFT, Side.RIGHT


def links(*names):
    """Links to articles; ``b (was c)`` is one that another takes the place of."""
    return Many(tuple(Ref(key_of_before("article", name)) for name in names)) if names else ABSENT


NEWEST, PUBLIC = links("a", "b"), links("a")


def shown(status=PUBLISHED, at=EN, note=None):
    raw = {SHARED: {}, EN: {STATUS: PUBLISHED}}
    raw[at] = {**raw[at], "related": NEWEST}
    entry = raw if status == PUBLISHED else {**raw, EN: {**raw[EN], STATUS: status}}
    return Scoped(entry, raw, {EN: note or Note(live=True, doubtful={"related": PUBLIC})})


def entry(value):
    return {EN: {STATUS: PUBLISHED, "related": value}}


def base(left, right, at=EN):
    return {at: {"related": tuple(None if value is ABSENT else digest(value) for value in (left, right))}}


def live(key, locale):
    return locale == EN and key.name != "draft"


def seen(found, at=EN):
    return found.entry[at].get("related", ABSENT), found.notes[EN].unpublished_edits


def test_only_what_is_in_doubt_is_settled():
    assert in_doubt(shown())
    assert not in_doubt(shown(note=Note(live=True)))
    assert settled(LEFT, Scoped(), ABSENT, {}, live, carry=False) == Scoped()


def test_links_that_nobody_knows_are_somebodys_unpublished_edit():
    found = settled(LEFT, shown(), entry(PUBLIC), base(PUBLIC, PUBLIC), live, carry=False)
    assert seen(found) == (PUBLIC, True)
    assert seen(settled(LEFT, shown(), ABSENT, {}, live, carry=False)) == (PUBLIC, True)
    assert found.raw is found.entry
    assert found.notes[EN].doubtful == {"related": NEWEST}


def test_where_edits_are_carried_they_are_shown_as_such():
    found = settled(LEFT, shown(), entry(PUBLIC), base(PUBLIC, PUBLIC), live, carry=True)
    assert seen(found) == (NEWEST, True)
    assert found.entry[EN][STATUS] == CHANGED
    assert not found.notes[EN].perhaps_live  # one link leads to what is live, so the public would see it
    apart = settled(LEFT, shown(PRESENT), ABSENT, {}, live, carry=True)
    assert (apart.entry[EN][STATUS], apart.raw[EN][STATUS]) == (PRESENT, CHANGED)


@pytest.mark.parametrize(
    ("across", "known"),
    [(entry(NEWEST), {}), (ABSENT, base(NEWEST, ABSENT)), (ABSENT, base(ABSENT, NEWEST))],
    ids=["the other side shows them", "agreed on", "agreed on across"],
)
def test_links_that_are_known_are_only_hidden(across, known):
    found = settled(LEFT, shown(), across, known, live, carry=False)
    assert seen(found) == (NEWEST, False)
    assert found.notes[EN].doubtful == {}


@pytest.mark.parametrize(("side", "known"), [(LEFT, base(PUBLIC, NEWEST)), (RIGHT, base(NEWEST, PUBLIC))])
def test_what_was_read_back_as_the_public_sees_it_is_at_rest(side, known):
    assert seen(settled(side, shown(), entry(NEWEST), known, live, carry=False)) == (PUBLIC, False)


def test_links_to_what_is_live_that_crossed_as_a_draft_are_one_still():
    carried = {EN: {**base(NEWEST, NEWEST)[EN], STATUS: (digest(CHANGED), digest(CHANGED))}}
    found = settled(LEFT, shown(), entry(NEWEST), carried, live, carry=True)
    assert seen(found) == (NEWEST, True)
    assert found.entry[EN][STATUS] == CHANGED


@pytest.mark.parametrize(
    ("published_last", "is_draft"), [(False, True), (True, False)], ids=["who knows", "published since"]
)
def test_links_to_what_is_not_live_that_crossed_as_a_draft_are_one_until_it_is_told_that_it_was_published(
    published_last, is_draft
):
    whole, value = drafted(links("a"), published_last=published_last)
    hidden = {EN: {"related": (digest(value), digest(value)), STATUS: (digest(CHANGED), digest(CHANGED))}}
    found = settled(LEFT, whole, entry(value), hidden, live, carry=True)
    assert seen(found) == (value, is_draft)
    assert found.notes[EN].perhaps_live is is_draft


def test_of_what_was_never_agreed_on_links_that_a_draft_across_shows_are_one():
    whole, value = drafted(links("a"))
    across = {EN: {STATUS: CHANGED, "related": value}}
    found = settled(LEFT, whole, across, {}, live, carry=True)
    assert (found.entry[EN][STATUS], seen(found)) == (CHANGED, (value, True))
    assert seen(settled(LEFT, whole, entry(value), {}, live, carry=True)) == (value, False)
    known = {EN: {STATUS: (digest(PUBLISHED), digest(PUBLISHED))}}
    assert seen(settled(LEFT, whole, across, known, live, carry=True)) == (value, False)


def test_links_to_what_is_being_replaced_are_known_as_links_to_what_takes_its_place():
    old = links("a", "b (was c)")
    raw = {SHARED: {}, EN: {STATUS: PUBLISHED, "related": old}}
    found = Scoped(raw, raw, {EN: Note(live=True, doubtful={"related": PUBLIC})})
    assert seen(settled(LEFT, found, ABSENT, base(NEWEST, NEWEST), live, carry=False)) == (old, False)
    alone = links("b (was c)")
    found = Scoped(raw, raw, {EN: Note(live=True, doubtful={"related": alone})})
    assert seen(settled(LEFT, found, ABSENT, base(links("b"), NEWEST), live, carry=False)) == (alone, False)


def test_nothing_is_left_where_the_public_sees_no_link():
    note = Note(live=True, doubtful={"related": ABSENT})
    assert seen(settled(LEFT, shown(note=note), ABSENT, {}, live, carry=False)) == (ABSENT, True)


def test_what_all_locales_share_is_settled_too():
    found = settled(LEFT, shown(at=SHARED), ABSENT, base(NEWEST, NEWEST, SHARED), live, carry=False)
    assert seen(found, SHARED) == (NEWEST, False)
    assert seen(settled(LEFT, shown(at=SHARED), ABSENT, {}, live, carry=False), SHARED) == (PUBLIC, True)


def test_edits_that_are_known_to_be_unpublished_stay_so():
    note = Note(live=True, unpublished_edits=True, doubtful={"related": PUBLIC})
    assert seen(settled(LEFT, shown(note=note), entry(NEWEST), {}, live, carry=False)) == (NEWEST, True)


def drafted(public, *, published_last=False):
    value = links("a", "draft")
    raw = {SHARED: {}, EN: {STATUS: PUBLISHED, "related": value}}
    note = Note(live=True, doubtful={"related": public}, published_last=published_last)
    return Scoped(raw, raw, {EN: note}), value


def test_of_what_never_crossed_links_to_what_is_not_live_are_only_hidden():
    found, whole = drafted(links("a"))
    assert seen(settled(LEFT, found, ABSENT, {}, live, carry=False)) == (whole, False)


@pytest.mark.parametrize(("across", "known"), [(entry(PUBLIC), {}), (ABSENT, base(PUBLIC, PUBLIC))])
def test_of_what_crossed_before_they_are_an_edit(across, known):
    found, _ = drafted(PUBLIC)
    assert seen(settled(LEFT, found, across, known, live, carry=False)) == (PUBLIC, True)


def test_a_link_to_what_is_live_beside_one_to_a_draft_is_an_edit():
    found, _ = drafted(ABSENT)
    assert seen(settled(LEFT, found, ABSENT, {}, live, carry=False)) == (ABSENT, True)
