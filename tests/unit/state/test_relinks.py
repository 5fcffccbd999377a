from isogloss.model.address import Side

OPEN = (Side.LEFT, "article", "l1"), "open"
APART = (Side.RIGHT, "article", "r1"), "apart"
OTHER = (Side.LEFT, "author", "l1"), "open"


def test_what_a_relinking_left_is_there_when_the_state_is_opened_again(reopen):
    with reopen() as state:
        assert state.relinks.all() == {}
        state.relinks.renew([APART, OPEN])
    with reopen() as state:
        assert state.relinks.all() == dict([OPEN, APART])
    with reopen("another") as state:
        assert state.relinks.all() == {}
        state.relinks.renew([OTHER])
    with reopen() as state:
        assert state.relinks.all() == dict([OPEN, APART])


def test_the_last_relinking_counts(state):
    state.relinks.renew([OPEN, APART])
    state.relinks.renew([OTHER])
    assert state.relinks.all() == dict([OTHER])
    state.relinks.renew([])
    assert state.relinks.all() == {}
