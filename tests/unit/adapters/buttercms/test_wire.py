"""What is taken in from ButterCMS, and what is not."""

from datetime import UTC, datetime

import pytest

from isogloss.adapters.buttercms.wire import Row, item_row, items_under, one_page, page_row
from isogloss.errors import Drift
from isogloss.http.answer import Answer


def answer_of(sent, request=""):
    return Answer(200, {}, sent, request)


def test_a_page_is_known_by_its_slug_and_unknown_keys_are_ignored():
    sent = {"slug": "tea", "page_type": None, "fields": {"title": "Tea"}, "surprise": [1], "published": None}
    assert page_row(sent, "GET /x") == Row("tea", {"title": "Tea"}, unborn=True)


def test_a_page_that_does_not_say_when_it_was_published_may_have_been():
    assert not page_row({"slug": "tea", "fields": {}}, "GET /x").unborn
    assert not page_row({"slug": "tea", "fields": {}, "published": "2024-05-17T14:14:41.484894Z"}, "GET /x").unborn


@pytest.mark.parametrize(
    "sent", ["2024-05-17T14:14:41Z", "2024-05-17T16:14:41+02:00", "2024-05-17T14:14:41", "2024-05-17T14:14:41.000000Z"]
)
def test_times_are_instants_whatever_zone_the_account_shows(sent):
    assert page_row({"slug": "tea", "fields": {}, "updated": sent}, "").updated == datetime(
        2024, 5, 17, 14, 14, 41, tzinfo=UTC
    )


def test_an_item_is_known_by_its_number_and_its_fields_lie_beside_it():
    assert item_row({"meta": {"id": 735745}, "name": "Ada"}, "") == Row("735745", {"name": "Ada"})


def test_one_page_comes_under_data_and_items_under_their_key():
    assert one_page(answer_of({"data": {"slug": "tea", "fields": {}}})).remote == "tea"
    answer = answer_of({"data": {"authors": [{"meta": {"id": 1}}, {"meta": {"id": 2}}]}})
    assert [row.remote for row in items_under("authors", answer)] == ["1", "2"]
    assert items_under("tags", answer) == []


@pytest.mark.parametrize(
    ("take_in", "sent", "where"),
    [
        (page_row, {"fields": {}}, "slug"),
        (page_row, {"slug": 5, "fields": {}}, "slug"),
        (page_row, {"slug": "", "fields": {}}, "slug"),
        (page_row, {"slug": "tea", "fields": []}, "fields"),
        (page_row, {"slug": "tea", "fields": {}, "updated": "soon"}, "updated"),
        (item_row, {"meta": {"id": "7"}}, "meta.id"),
        (item_row, {"id": 7}, "meta"),
        (lambda *sent: one_page(answer_of(*sent)), {"data": []}, "data"),
        (lambda *sent: items_under("a", answer_of(*sent)), {"data": {"a": {}}}, "data.a"),
    ],
)
def test_another_shape_is_drift_with_its_place_and_request(take_in, sent, where):
    with pytest.raises(Drift, match="not of the shape") as fault:
        take_in(sent, "GET /pages/post/")
    assert fault.value.path == where
    assert fault.value.request == "GET /pages/post/"
