"""Addresses inside rich text are listed and replaced, and nothing else is touched."""

import pytest

from isogloss.canon.links import Url, rewrite_urls, urls
from isogloss.canon.values import canonical

PAGE = (
    '<p>see <a href="/a?x=1&amp;y=2" title="/t">a</a> <img alt="" src="/i.png" srcset="/i.png 1x, /j,k.png 2x"></p>'
    '<video poster="/p.png"><source src="/v.mp4"></video><blockquote cite="/q">q</blockquote>'
)


def test_every_address_is_listed_in_order():
    assert urls(PAGE) == (
        Url("a", "href", "/a?x=1&y=2"),
        Url("img", "src", "/i.png"),
        Url("img", "srcset", "/i.png"),
        Url("img", "srcset", "/j,k.png"),
        Url("video", "poster", "/p.png"),
        Url("source", "src", "/v.mp4"),
        Url("blockquote", "cite", "/q"),
    )


def test_addresses_are_replaced_and_the_rest_stays_canonical():
    changed = rewrite_urls(PAGE, lambda url: f"https://cdn.example{url.address}")
    assert [url.address for url in urls(changed)] == [f"https://cdn.example{url.address}" for url in urls(PAGE)]
    assert changed.replace("https://cdn.example", "") == canonical("rich_text", PAGE)


def test_an_address_may_be_chosen_by_its_place():
    changed = rewrite_urls(PAGE, lambda url: "/new" if url.tag == "a" else url.address)
    assert changed == PAGE.replace("/a?x=1&amp;y=2", "/new")


def test_a_new_address_is_escaped():
    assert rewrite_urls('<a href="/a">a</a>', lambda _url: '/"><script>') == (
        '<a href="/&quot;&gt;&lt;script&gt;">a</a>'
    )


@pytest.mark.parametrize(
    "opaque",
    [
        '<wf-component src="/a"><wf-prop><a href="/b">x</a></wf-prop></wf-component>',
        '<svg><a href="/a"><image href="/b"></image></a></svg>',
        '<template><img src="/a"></template>',
        '<script src="/a">b</script>',
    ],
)
def test_opaque_parts_are_left_alone(opaque):
    assert urls(opaque) == ()
    assert rewrite_urls(opaque, lambda _url: "/new") == opaque


def test_a_srcset_of_commas_only_has_no_address():
    assert urls('<img srcset=" , ,">') == ()
