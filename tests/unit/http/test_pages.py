from math import ceil

import pytest

from isogloss.errors import Drift, Stale, Unavailable
from isogloss.http.answer import Answer
from isogloss.http.pages import Page, Paging, by_number, by_offset, page_at, rows_of
from isogloss.http.request import Request

LIST = Request("GET", "/items", (("locale", "en"),))


class Webflow:
    """A listing by limit and offset; ``between`` may change the rows before each answer but the first."""

    def __init__(self, rows, between=None):
        self.rows = list(rows)
        self.between = between or (lambda asked, rows: None)
        self.asked = []

    def read(self, request):
        if self.asked:
            self.between(len(self.asked), self.rows)
        self.asked.append(request)
        query = dict(request.query)
        start, size = int(query["offset"]), int(query["limit"])
        rows = [{"id": row} for row in self.rows[start : start + size]]
        return Answer(200, {}, {"items": rows, "pagination": {"total": len(self.rows)}}, request.name)


class Butter(Webflow):
    """The same listing by page and page_size."""

    def read(self, request):
        if self.asked:
            self.between(len(self.asked), self.rows)
        self.asked.append(request)
        query = dict(request.query)
        size = int(query["page_size"])
        start = (int(query["page"]) - 1) * size
        rows = [{"id": row} for row in self.rows[start : start + size]]
        return Answer(200, {}, {"data": rows, "meta": {"count": len(self.rows)}}, request.name)


def offset_paging(size):
    opened = page_at(("items",), ("pagination", "total"))
    return Paging(size, by_offset(LIST, size), opened, lambda row: row["id"])


def number_paging(size):
    return Paging(size, by_number(LIST, size), page_at(("data",), ("meta", "count")), lambda row: row["id"])


VENDORS = pytest.mark.parametrize(
    ("listing", "paging"), [(Webflow, offset_paging), (Butter, number_paging)], ids=["offset", "number"]
)


def ids(rows):
    return [row["id"] for row in rows]


@VENDORS
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20, 35])
def test_a_calm_listing_is_whole_and_costs_one_request_a_page(listing, paging, count):
    side = listing(range(count))
    assert ids(rows_of(side.read, paging(10))) == list(range(count))
    assert len(side.asked) == max(1, ceil(count / 10))


@VENDORS
def test_the_listing_s_own_query_is_kept(listing, paging):
    side = listing(range(3))
    ids(rows_of(side.read, paging(10)))
    assert side.asked[0].query[0] == ("locale", "en")


def test_webflow_is_asked_by_offset_and_butter_by_number():
    assert by_offset(LIST, 100)(2).query[1:] == (("limit", "100"), ("offset", "200"))
    assert by_number(LIST, 100)(2).query[1:] == (("page", "3"), ("page_size", "100"))


def test_rows_are_given_while_reading():
    side = Webflow(range(30))
    rows = rows_of(side.read, offset_paging(10))
    next(rows)
    assert len(side.asked) == 1


@VENDORS
def test_a_row_added_at_the_front_while_reading_is_found_and_nothing_comes_twice(listing, paging):
    side = listing(range(25), lambda asked, rows: rows.insert(0, 99) if asked == 1 else None)
    assert sorted(ids(rows_of(side.read, paging(10)))) == [*range(25), 99]


@VENDORS
def test_a_row_removed_while_reading_hides_no_other_row(listing, paging):
    side = listing(range(25), lambda asked, rows: rows.pop(0) if asked == 1 else None)
    found = ids(rows_of(side.read, paging(10)))
    assert set(range(1, 25)) <= set(found)
    assert len(found) == len(set(found))


def test_a_row_that_moves_to_a_later_page_makes_the_listing_be_read_again():
    def move(asked, rows):
        if asked == 1:
            rows.append(rows.pop(0))
            rows[0], rows[10] = rows[10], rows[0]

    side = Webflow(range(20), move)
    assert sorted(ids(rows_of(side.read, offset_paging(10)))) == list(range(20))
    assert len(side.asked) == 4


def test_rows_that_all_vanish_while_reading_leave_a_stable_listing():
    side = Webflow(range(20), lambda asked, rows: rows.clear())
    assert ids(rows_of(side.read, offset_paging(10))) == list(range(10))
    assert len(side.asked) == 3


def test_a_listing_that_never_holds_still_is_not_taken_for_whole():
    side = Webflow(range(25), lambda asked, rows: rows.append(100 + asked))
    with pytest.raises(Stale, match="changed while being read") as caught:
        ids(rows_of(side.read, offset_paging(10), passes=3))
    assert (caught.value.request, caught.value.transient) == ("GET /items", True)
    assert len(side.asked) == 6


def test_a_side_that_gives_smaller_pages_than_asked_is_drift():
    def read(request):
        rows = [{"id": number} for number in range(5)]
        return Answer(200, {}, {"items": rows, "pagination": {"total": 20}}, request.name)

    with pytest.raises(Drift, match="page 1 of a listing of 20 rows has 5 rows where 10 were due"):
        ids(rows_of(read, offset_paging(10)))


def test_a_row_shown_twice_in_every_pass_is_not_taken_for_whole():
    side = Webflow([1, 2, 2])
    with pytest.raises(Stale, match="row 2 was shown twice"):
        ids(rows_of(side.read, offset_paging(10)))


def test_a_failed_page_fails_the_listing():
    def read(request):
        if dict(request.query)["offset"] == "10":
            raise Unavailable("down")
        return Webflow(range(25)).read(request)

    with pytest.raises(Unavailable):
        ids(rows_of(read, offset_paging(10)))


@pytest.mark.parametrize("total", [None, "3", True, -1])
def test_a_listing_without_a_total_is_drift(total):
    opened = page_at(("items",), ("pagination", "total"))
    with pytest.raises(Drift, match=r"how many rows.*pagination\.total") as caught:
        opened(Answer(200, {}, {"items": [], "pagination": {"total": total}}, "GET /items"))
    assert caught.value.request == "GET /items"


@pytest.mark.parametrize("rows", [None, {}, [1], "x"])
def test_a_listing_without_rows_is_drift(rows):
    with pytest.raises(Drift, match=r"no list of objects .at data"):
        page_at(("data",), ("meta", "count"))(Answer(200, {}, {"data": rows, "meta": {"count": 1}}))


def test_an_answer_of_another_shape_is_drift():
    with pytest.raises(Drift):
        page_at(("data",), ("meta", "count"))(Answer(200, {}, {"meta": 3}))


def test_a_page_holds_at_least_one_row():
    with pytest.raises(AssertionError, match="never come to an end"):
        Paging(0, lambda number: LIST, lambda answer: Page([], 0), lambda row: row)


def test_a_listing_is_read_at_least_once():
    with pytest.raises(AssertionError, match="at least once"):
        ids(rows_of(Webflow([]).read, offset_paging(10), passes=0))
