from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isogloss.errors import Drift
from isogloss.model.address import EntryKey
from isogloss.model.entry import CHANGED, DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import ABSENT, SCALAR_TYPES, Asset, Group, Many, Ref, Scalar, dump
from isogloss.state.snapshots import SnapshotSpool


def test_an_entry_that_the_side_does_not_have_is_none(tmp_path):
    with SnapshotSpool(tmp_path) as snapshot:
        snapshot.add(Seen("article", "a1", {}))
        assert snapshot.get("article", "a2") is None
        assert snapshot.get("author", "a1") is None
        assert len(snapshot) == 1


def test_remotes_come_sorted(tmp_path):
    with SnapshotSpool(tmp_path) as snapshot:
        for kind, remote in (("b", "1"), ("a", "9"), ("a", "10")):
            snapshot.add(Seen(kind, remote, {}))
        assert list(snapshot.remotes()) == [("a", "10"), ("a", "9"), ("b", "1")]


def test_an_entry_listed_twice_means_that_the_listing_moved(tmp_path):
    with SnapshotSpool(tmp_path) as snapshot:
        snapshot.add(Seen("article", "a1", {}))
        with pytest.raises(Drift, match=r"article a1 was listed twice.*run again.*\(at article/a1\)"):
            snapshot.add(Seen("article", "a1", {Locale("en"): {}}))
        assert snapshot.get("article", "a1") == Seen("article", "a1", {})


def test_the_file_is_gone_when_the_snapshot_is_closed(tmp_path):
    snapshot = SnapshotSpool(tmp_path / "spool")
    snapshot.add(Seen("article", "a1", {}))
    snapshot.close()
    assert list((tmp_path / "spool").iterdir()) == []
    with pytest.raises(ValueError, match="closed file"):
        snapshot.get("article", "a1")


_texts = st.text(max_size=8) | st.just("\ud800 \x00")
_scalars = st.builds(Scalar, st.sampled_from(sorted(SCALAR_TYPES)), _texts)
_assets = st.builds(Asset, st.sampled_from(["image", "file"]), _texts, _texts)
_leaves = _scalars | _assets | st.builds(Ref, st.builds(EntryKey, _texts, _texts))
_groups = st.dictionaries(_texts, _leaves, max_size=3).map(lambda made: Group(tuple(sorted(made.items()))))
_values = _leaves | _groups | st.lists(_leaves | _groups, min_size=1, max_size=3).map(lambda made: Many(tuple(made)))
_locales = st.sampled_from([SHARED, Locale("en"), Locale("fr-FR")])
_times = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds only
_entries = st.dictionaries(_locales, st.dictionaries(_texts, _values, max_size=3), max_size=3)
_doubtful = st.dictionaries(_texts, st.just(ABSENT) | st.builds(Scalar, st.just("text"), _texts), max_size=1)
_differing = st.dictionaries(_texts, _values, max_size=2)
_made = st.builds(
    Note,
    st.booleans(),
    _times,
    fixed=st.booleans(),
    doubtful=_doubtful,
    differs=_differing,
    unmapped_edits=st.booleans(),
    blank=st.dictionaries(_texts, _texts, max_size=1),
    live_below=st.booleans(),
    published_last=st.booleans(),
    unmapped=st.sampled_from(["", "a1"]),
)
_notes = st.dictionaries(_locales, _made, max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.builds(Seen, _texts, _texts, _entries, _notes, st.none() | _texts))
def test_an_entry_comes_back_as_it_was_seen(tmp_path, seen):
    with SnapshotSpool(tmp_path) as snapshot:
        snapshot.add(seen)
        again = snapshot.get(seen.kind, seen.remote)
    assert again == seen
    apart = [
        {
            at: (note.doubtful, note.unmapped_edits, note.blank, note.live_below, note.published_last, note.unmapped)
            for at, note in each.notes.items()
        }
        for each in (again, seen)
    ]
    assert apart[0] == apart[1]


def test_a_note_says_whether_its_variant_is_live(tmp_path):
    en, fr, de = Locale("en"), Locale("fr-FR"), Locale("de-DE")
    with SnapshotSpool(tmp_path) as snapshot:
        shown = {en: {STATUS: PUBLISHED}, fr: {STATUS: CHANGED}, de: {STATUS: DRAFT}}
        snapshot.add(Seen("article", "a1", shown, dict.fromkeys((en, fr, de, Locale("it")), Note())))
        seen = snapshot.get("article", "a1")
    assert seen is not None
    assert [at for at, note in seen.notes.items() if note.live] == [en, fr]


def test_an_absent_value_among_the_cells_is_our_own_bug(tmp_path):
    with SnapshotSpool(tmp_path) as snapshot:
        snapshot._spool.append(("article", "a1"), [{"en": {"title": None}}, {}, None])
        with pytest.raises(AssertionError, match="absent value"):
            snapshot.get("article", "a1")


def test_own_spellings_lie_on_disk_too(tmp_path):
    value = Scalar("rich_text", "<p>a</p>", "<p >a</p><!--b-->")
    rows = Many((Group((("a", value), ("b", Asset("image", "/a", "A", " A")))),))
    with SnapshotSpool(tmp_path) as snapshot:
        snapshot.add(Seen("article", "a1", {Locale("en"): {"body": value, "rows": rows}}))
        seen = snapshot.get("article", "a1")
    assert seen is not None
    variant = seen.variants[Locale("en")]
    assert dump(variant["body"]) == dump(value)
    assert dump(variant["rows"]) == dump(rows)
