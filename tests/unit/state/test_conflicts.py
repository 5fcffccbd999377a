def test_a_conflict_is_known_since_it_was_seen_first(state, clock, reopen):
    state.conflicts.note("run-1", ["a", "b"])
    first = clock.now()
    clock.sleep(60)
    state.conflicts.note("run-2", ["b", "c"])
    with reopen() as again:
        assert again.conflicts.first_seen() == {"b": first, "c": clock.now()}


def test_one_that_comes_back_is_a_new_one(state, clock):
    state.conflicts.note("run-1", ["a"])
    state.conflicts.note("run-2", [])
    assert state.conflicts.first_seen() == {}
    clock.sleep(60)
    state.conflicts.note("run-3", ["a"])
    assert state.conflicts.first_seen() == {"a": clock.now()}


def test_many_are_noted_and_forgotten(state):
    many = [f"id{n:04}" for n in range(1200)]
    state.conflicts.note("run-1", many)
    state.conflicts.note("run-2", many[:3])
    assert sorted(state.conflicts.first_seen()) == many[:3]


def test_another_mapping_has_its_own(state, reopen):
    state.conflicts.note("run-1", ["a"])
    with reopen("other") as other:
        other.conflicts.note("run-1", [])
        assert other.conflicts.first_seen() == {}
    assert list(state.conflicts.first_seen()) == ["a"]
