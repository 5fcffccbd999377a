from isogloss.errors import Unavailable
from isogloss.http.observe import Sent, Tally
from isogloss.http.request import Request


def test_the_tally_counts_requests_by_method_and_path():
    tally = Tally()
    tally.sent(Sent("GET", "/a", 200, 0.5, 0.0))
    tally.sent(Sent("GET", "/a", None, 1.0, 2.0))
    tally.sent(Sent("PATCH", "/a", 200, 0.25, 0.0))
    tally.repeats(Request("GET", "/a"), Unavailable("down"), 0.5)
    assert tally.sent_by == {("GET", "/a"): 2, ("PATCH", "/a"): 1}
    assert (tally.total, tally.repeated, tally.seconds, tally.waited) == (3, 1, 1.75, 2.0)
