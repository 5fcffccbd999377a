import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.sandbox.buttercms.markup import rewritten, trimmed

PIECES = [
    *("<p>", "</p>", "<a href=\"/x?a=1&amp;b=2\" class='c'>", "</a>", "<br>", "<br/>", "<img alt='\"' src=x>"),
    *(
        "&nbsp;",
        "&amp;",
        "&",
        "&lt;b&gt;",
        "&#39;",
        "&hellip;",
        "&nonsense;",
        "&amp;copy;",
        "'",
        '"',
        "\u00a0",
        "<",
        ">",
    ),
    *("<!-- note -->", "<!DOCTYPE html>", "<script>a && b</script>", "<input disabled>", "</br>", "text ", "\n", "é"),
]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ('<a title="t" href="/x">y</a>', '<a href="/x" title="t">y</a>'),
        ("a<br>b<hr/>", "a<br />b<hr />"),
        ("&hellip;&#39;&nbsp;", "…'&nbsp;"),
        ("a\u00a0b &amp; &lt;", "a&nbsp;b &amp; &lt;"),
        ("<script>a && b</script>", "<script>a && b</script>"),
        ("<!-- note --><!DOCTYPE html>", "<!-- note --><!DOCTYPE html>"),
        ("<p/>x", "<p></p>x"),
    ],
)
def test_another_serializer_writes_the_same_html_differently(text, becomes):
    assert rewritten(text) == becomes


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_rewriting_twice_is_rewriting_once(text):
    once = rewritten(text)
    assert rewritten(once) == once


def test_trimming_takes_white_space_off_the_end_only():
    assert trimmed(" <p>x</p>\n ") == " <p>x</p>"
