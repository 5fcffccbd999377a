import pytest
from manual_clock import ManualClock

from isogloss.apply.book import Book
from isogloss.apply.spending import Spending
from isogloss.errors import StateError
from isogloss.model.address import EntryKey, Side
from isogloss.model.value import digest_text
from isogloss.plan.op import Op
from isogloss.ports import Call, Sent
from isogloss.run.session import Silent
from isogloss.state.opened import open_state

CUP, TEA = EntryKey("article", "cup"), EntryKey("article", "tea")


def test_what_came_back_is_on_disk_whoever_has_its_id_already(tmp_path):
    path, digest = str(tmp_path / "state.db"), digest_text("p")
    made = Call("POST", (Op(digest_text("o"), Side.RIGHT, "create", CUP, "Cup", ()),), Sent, frozenset({CUP}))
    with open_state(path, "acme", ManualClock()) as state:
        run = state.runs.begin(plan_digest=digest, plan_path="", mapping_digest=digest, command="apply", ops_total=1).id
        names = state.names(Side.RIGHT)
        names.bind(TEA, "r1")
        book = Book(names, state.journal(run), Silent(), Spending(ManualClock()))
        book.together = state.together
        intent = book.intend(made)
        with pytest.raises(StateError, match="r1 on the right side is"):
            book.note(intent, Sent({CUP: "r1"}), made)
    with open_state(path, "acme", ManualClock(), read_only=True) as state:
        assert set(state.journal(run).intended().values()) == {"answered"}
        assert state.names(Side.RIGHT).remote(CUP) is None
