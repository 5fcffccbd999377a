from isogloss.model.address import EntryKey
from isogloss.model.value import Digest

TEA, CUP, OLD = EntryKey("article", "tea"), EntryKey("article", "cup"), EntryKey("article", "cup", "mug")


def test_a_mark_is_renewed_and_forgotten(state, reopen):
    state.resting.note({TEA: Digest("a"), CUP: Digest("b"), OLD: Digest("c")}, ())
    state.resting.note({TEA: Digest("d")}, [CUP])
    with reopen() as again:
        assert again.resting.all() == {TEA: Digest("d"), OLD: Digest("c")}
    with reopen("another") as other:
        assert other.resting.all() == {}
