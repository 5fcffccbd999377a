"""The groups file: what a person decided about each post."""

import pytest

from isogloss.bridge import Placed
from isogloss.errors import ConfigError, MappingError
from isogloss.mapping.file.groups import read_groups, read_groups_file


@pytest.fixture
def groups(tmp_path):
    def read(text: str):
        path = tmp_path / "groups.yaml"
        path.write_text("isogloss_groups: 1\n" + text, encoding="utf-8")
        return read_groups(path)

    return read


def test_only_accepted_entries_count(groups):
    found = groups("""\
entries:
- {entry: tea, accepted: true, score: 0.9, posts: {en: tea, fr: the}, reasons: [same day]}
- {entry: ink, accepted: false, score: 0.5, posts: {en: ink, fr: encre}}
""")

    assert found == {"tea": Placed("tea", "en"), "the": Placed("tea", "fr")}


def test_a_doubtful_post_joins_the_entry_of_the_candidate_that_was_accepted(groups):
    found = groups("""\
entries:
- {entry: tea, accepted: true, posts: {en: tea}}
doubtful:
- {post: the, locale: fr, candidates: [{post: tea, score: 0.4, accepted: true}, {post: ink}]}
- {post: ocha, locale: ja, candidates: [{post: the, accepted: true}]}
- {post: ink, locale: en, alone: true}
- {post: pen, locale: en, candidates: [{post: stylo}]}
""")

    assert found == {
        "ink": Placed("ink", "en"),
        "ocha": Placed("tea", "ja"),
        "tea": Placed("tea", "en"),
        "the": Placed("tea", "fr"),
    }


def test_two_doubtful_posts_make_an_entry_named_by_the_first(groups):
    found = groups("""\
doubtful:
- {post: pen, locale: en, candidates: [{post: stylo, accepted: true}]}
- {post: stylo, locale: fr, candidates: [{post: pen}]}
""")

    assert found == {"pen": Placed("pen", "en"), "stylo": Placed("pen", "fr")}


def test_a_person_can_tell_the_locale_of_a_post_and_its_entry(groups):
    found = groups("""\
entries:
- {entry: tea, accepted: true, posts: {en: tea}}
unplaced:
- {post: trip, locale: en_us, tags: [en, es]}
- {post: te, locale: es, entry: tea}
- {post: unknown, locale: null}
""")

    assert found == {"te": Placed("tea", "es"), "tea": Placed("tea", "en"), "trip": Placed(None, "en-US")}


def test_an_entry_of_its_own_gets_a_name_of_its_own(groups):
    found = groups("""\
entries:
- {entry: sale, accepted: true, posts: {en: sale-en}}
doubtful:
- {post: sale, locale: en, alone: true}
""")

    assert found["sale"] == Placed("sale-2", "en")


PROBLEMS = [
    (
        "entries: [{entry: a, accepted: true, posts: {en: x}}, {entry: a, accepted: true, posts: {fr: y}}]",
        "two entries a",
    ),
    (
        "entries: [{entry: a, accepted: true, posts: {en: x}}, {entry: b, accepted: true, posts: {fr: x}}]",
        "in a already",
    ),
    ("entries: [{entry: a, accepted: true, posts: {en: x, EN: y}}]", "has x in en already"),
    ("entries: [{entry: a, accepted: true, posts: {'?': x}}]", "?"),
    ("entries: [{entry: a, posts: {en: x}}]", "accepted"),
    ("entrys: []", "entrys"),
    ("unplaced: [{post: a, locale: '?'}]", "?"),
    (
        """\
entries: [{entry: a, accepted: true, posts: {en: x}}, {entry: b, accepted: true, posts: {en: y}}]
doubtful: [{post: z, locale: fr, candidates: [{post: x, accepted: true}, {post: y, accepted: true}]}]""",
        "hangs together with posts of a",
    ),
    ("entries: [", "not YAML"),
]


@pytest.mark.parametrize(("text", "reason"), PROBLEMS)
def test_decisions_that_contradict_each_other_are_all_named(groups, text, reason):
    with pytest.raises(MappingError) as refused:
        groups(text)

    assert reason in str(refused.value)


def test_a_file_that_is_not_there_is_asked_for(tmp_path):
    with pytest.raises(ConfigError, match="isogloss match"):
        read_groups(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(ConfigError, match="UTF-8"):
        read_groups(tmp_path / "bytes.yaml")


def test_a_file_can_be_read_as_it_stands():
    assert read_groups_file("isogloss_groups: 1\nthreshold: 0.6").threshold == 0.6
    assert read_groups_file("isogloss_groups: 2") is None
