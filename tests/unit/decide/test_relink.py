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
