from isogloss.sandbox.limiter import Allowance, Limiter


class Hand:
    """A clock's hand, moved by the test."""

    def __init__(self):
        self.at = 100.0

    def __call__(self):
        return self.at


def test_what_remains_is_counted_down_to_a_refusal():
    limiter = Limiter(Hand())
    taken = [limiter.take("t", limit=2, window=60) for _ in range(3)]
    assert [(each.remaining, each.permitted) for each in taken] == [(1, True), (0, True), (0, False)]


def test_the_wait_is_until_the_window_ends():
    hand = Hand()
    limiter = Limiter(hand)
    limiter.take("t", limit=1, window=60)
    hand.at += 45
    assert limiter.take("t", limit=1, window=60) == Allowance(limit=1, remaining=0, retry_after=15, permitted=False)


def test_a_window_opens_anew_when_the_last_one_is_over():
    hand = Hand()
    limiter = Limiter(hand)
    limiter.take("t", limit=1, window=60)
    hand.at += 60
    assert limiter.take("t", limit=1, window=60).permitted


def test_a_refused_request_does_not_lengthen_the_wait():
    hand = Hand()
    limiter = Limiter(hand)
    for _ in range(5):
        limiter.take("t", limit=1, window=60)
    hand.at += 60
    assert limiter.take("t", limit=1, window=60).permitted


def test_each_token_has_its_own_window():
    limiter = Limiter(Hand())
    limiter.take("one", limit=1, window=60)
    assert limiter.take("two", limit=1, window=60).permitted


def test_a_cleared_limiter_has_counted_nothing():
    limiter = Limiter(Hand())
    limiter.take("t", limit=1, window=60)
    limiter.clear()
    assert limiter.take("t", limit=1, window=60).permitted
