from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.decide.relink import Face, Missing, Print, many, propose
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Digest

EN = Locale("en")
TEA = EntryKey("article", "tea")
WORDS = {"title": "All about tea", "body": "It is made of leaves and water."}


def says(**fields: str) -> dict[tuple[Locale, str], Print]:
    return {(EN, name): Print(Digest(said), Digest(said.lower()), len(said)) for name, said in fields.items()}


def face(remote: str, slug: str = "", side: Side = Side.LEFT, named: EntryKey | None = None, **fields: str) -> Face:
    marks = (frozenset({(SHARED, slug)}),) if slug else ()
    return Face(side, remote, EntryKey("article", remote), remote, named, marks, says(**fields))


def gone(key: EntryKey, across: Face | None = None, **agreed: str) -> Missing:
    known = {(EN, name): Digest(said) for name, said in agreed.items()}
    return Missing(key, Side.LEFT, f"old-{key.name}", across, known)


def saying(share: int, remote: str = "new", slug: str = "", named: EntryKey | None = None) -> Face:
    """An entry of which so many hundredths are what was agreed on."""
    body, foot = Print(Digest("Tea"), Digest("tea"), share), Print(Digest("X"), Digest("x"), 100 - share)
    return replace(face(remote, slug, named=named), content={(EN, "body"): body, (EN, "foot"): foot})


def sure_of(missing: Missing, *loose: Face) -> list[tuple[str, str, float, tuple[str, ...]]]:
    made = propose([missing], loose)
    every = [*made.pairs, *(each for candidates in made.doubtful.values() for each in candidates)]
    return [(each.loose.remote, each.sure, each.score, each.reasons) for each in every]


def found(missing: list[Missing], loose: list[Face]) -> list[tuple[str, str, str]]:
    made = propose(missing, loose)
    every = [*made.pairs, *(each for candidates in made.doubtful.values() for each in candidates)]
    return [(each.missing.key.name, each.loose.remote, each.sure) for each in every]


def test_the_match_field_and_what_was_said_make_it_certain():
    across = face("r", "tea", Side.RIGHT, **WORDS)
    assert found([gone(TEA, across)], [face("new", "tea", **WORDS)]) == [("tea", "new", "certain")]


def test_the_match_field_alone_is_doubtful():
    across = face("r", "tea", Side.RIGHT, **WORDS)
    assert found([gone(TEA, across)], [face("new", "tea", title="A pot")]) == [("tea", "new", "doubtful")]


def test_the_origin_key_is_enough():
    assert found([gone(TEA)], [face("new", named=TEA)]) == [("tea", "new", "certain")]


def test_what_was_agreed_on_to_the_letter_is_likely():
    assert found([gone(TEA, None, **WORDS)], [face("new", "anew", **WORDS)]) == [("tea", "new", "likely")]
    assert found([gone(TEA, None, **WORDS)], [face("new", "anew", title="Nothing alike")]) == []


def test_what_the_other_side_shows_counts_as_a_reader_sees_it():
    across = face("r", "tea", Side.RIGHT, title="ALL ABOUT TEA", body=WORDS["body"])
    assert found([gone(TEA, across)], [face("new", "anew", **WORDS)]) == [("tea", "new", "likely")]


def test_a_part_of_what_was_said_is_doubtful():
    some = {"title": WORDS["title"], "body": "Something else that is much longer."}
    assert found([gone(TEA, None, **WORDS)], [face("new", "anew", **some)]) == [("tea", "new", "doubtful")]


def test_a_rival_that_says_the_same_makes_both_doubtful():
    twins = [face("one", "a", **WORDS), face("two", "b", **WORDS)]
    assert found([gone(TEA, None, **WORDS)], twins) == [("tea", "one", "doubtful"), ("tea", "two", "doubtful")]


def test_two_that_claim_one_key_are_doubtful():
    twins = [face("one", named=TEA), face("two", named=TEA)]
    assert {sure for _, _, sure in found([gone(TEA)], twins)} == {"doubtful"}


def test_a_sure_sign_beats_a_rival_that_says_the_same():
    across = face("r", "tea", Side.RIGHT, **WORDS)
    loose = [face("one", "tea", **WORDS), face("two", "b", **WORDS)]
    assert found([gone(TEA, across)], loose) == [("tea", "one", "certain")]


def test_nobody_is_paired_with_what_was_said_to_be_another():
    made = propose([gone(TEA, None, **WORDS)], [face("new", "a", **WORDS)], {(TEA, "new")})
    assert (made.pairs, made.doubtful) == ((), {})


def test_what_everybody_says_tells_nothing():
    crowd = [face(f"n{n}", f"s{n}", body=WORDS["body"]) for n in range(30)]
    assert found([gone(TEA, None, body=WORDS["body"])], crowd) == []


AGREED = gone(TEA, None, body="Tea")


@pytest.mark.parametrize(("share", "sure"), [(19, []), (20, ["doubtful"]), (59, ["doubtful"]), (60, ["likely"])])
def test_how_much_is_said_again_tells_how_sure_it_is(share, sure):
    assert [each[1] for each in sure_of(AGREED, saying(share))] == sure


@pytest.mark.parametrize(("share", "sure"), [(59, "doubtful"), (60, "certain")])
def test_the_match_field_is_certain_once_most_is_said_again(share, sure):
    missing = replace(AGREED, across=face("r", "tea", Side.RIGHT))
    told = ("the same tea", f"says {share}% of what was said")
    assert sure_of(missing, saying(share, slug="tea")) == [("new", sure, share / 100, told)]


def test_each_says_what_speaks_for_it():
    across = face("r", "tea", Side.RIGHT)
    assert sure_of(AGREED, saying(50)) == [("new", "doubtful", 0.5, ("says 50% of what was said",))]
    assert sure_of(AGREED, saying(70)) == [("new", "likely", 0.7, ("says 70% of what was said",))]
    assert sure_of(gone(TEA), face("new", named=TEA)) == [("new", "certain", 0.0, ("the origin key",))]
    assert sure_of(gone(TEA, across), face("new", "tea")) == [("new", "doubtful", 0.0, ("the same tea",))]


def test_what_was_agreed_on_and_is_gone_speaks_against_it():
    missing = gone(TEA, None, body="Tea", foot="X", head="Y")
    short = replace(face("new"), content={(EN, "body"): Print(Digest("Tea"), Digest("tea"), 10)})
    assert [each[2] for each in sure_of(missing, short)] == [0.833]


def test_what_only_one_of_them_says_speaks_against_it():
    across = face("r", "", Side.RIGHT, title="All about tea", foot="x" * 26)
    assert [each[2] for each in sure_of(gone(TEA, across), face("new", title="All about tea"))] == [0.333]


@pytest.mark.parametrize(("share", "paired"), [(90, ["one"]), (91, [])])
def test_a_rival_comes_close_within_a_tenth(share, paired):
    made = propose([AGREED], [saying(100, "one"), saying(share, "two")])
    assert [each.loose.remote for each in made.pairs] == paired


def test_two_that_name_the_same_entry_are_rivals_however_little_one_says_of_it():
    made = propose([AGREED], [saying(90, "one", named=TEA), saying(10, "two", named=TEA)])
    assert made.pairs == ()


def test_what_is_doubtful_is_never_put_together_even_without_a_rival():
    made = propose([AGREED], [saying(50)])
    assert made.pairs == ()
    assert [(face.remote, len(candidates)) for face, candidates in made.doubted] == [("new", 1)]


def test_the_three_nearest_of_an_entry_are_told_the_nearest_first():
    def wanted(name, heads):
        fields = {"body": "Tea", **{f"head{n}": "Y" for n in range(heads)}}
        return gone(EntryKey("article", name), None, **fields)

    loose = saying(30)
    (candidates,) = propose(
        [wanted("a", 10), wanted("b", 0), wanted("c", 20), wanted("d", 5)], [loose]
    ).doubtful.values()
    assert [(each.missing.key.name, each.score) for each in candidates] == [("b", 0.3), ("d", 0.286), ("a", 0.273)]


@pytest.mark.parametrize(("crowd", "told"), [(20, 20), (21, 0)])
def test_what_more_than_twenty_say_tells_nothing(crowd, told):
    assert len(sure_of(AGREED, *(saying(60, f"n{n}") for n in range(crowd)))) == told
    wanted = [gone(EntryKey("article", f"k{n}"), None, body="Tea") for n in range(crowd)]
    assert len(found(wanted, [saying(60)])) == min(told, 3)


@pytest.mark.parametrize(("weight", "sure"), [(7, []), (8, ["likely"])])
def test_a_few_letters_alone_tell_nothing(weight, sure):
    short = {(EN, "body"): Print(Digest("Tea"), Digest("tea"), weight)}
    across = replace(face("r", side=Side.RIGHT), content={(EN, "body"): Print(Digest("TEA"), Digest("tea"), weight)})
    for missing in (AGREED, gone(TEA, across)):
        assert [each[1] for each in sure_of(missing, replace(face("new"), content=short))] == sure


def test_so_many_are_no_persons_work():
    assert not many(1, 1)
    assert many(2, 19)
    assert not many(2, 20)


said = st.sampled_from(["All about tea and its leaves", "All about pots and their clay", "Nothing of note here", "x"])
faces = st.lists(st.tuples(st.sampled_from("abcd"), said, said), max_size=5)


@given(faces, faces, st.randoms())
def test_nothing_is_put_together_twice_and_the_order_does_not_matter(missing, loose, random):
    wanted = [
        Missing(
            EntryKey("article", f"k{n}"), Side.LEFT, f"o{n}", face(f"r{n}", slug, Side.RIGHT, title=title, body=body)
        )
        for n, (slug, title, body) in enumerate(missing)
    ]
    free = [face(f"l{n}", slug, title=title, body=body) for n, (slug, title, body) in enumerate(loose)]
    made = propose(wanted, free)
    keys, remotes = [each.missing.key for each in made.pairs], [each.loose.remote for each in made.pairs]
    assert len(set(keys)) == len(keys)
    assert len(set(remotes)) == len(remotes)
    assert not set(remotes) & set(made.doubtful)
    random.shuffle(wanted)
    random.shuffle(free)
    assert propose(wanted, free) == made
