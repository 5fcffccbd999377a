import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.adapters.webflow.items.rich_text import MARK, incoming, outgoing
from isogloss.canon.html import canonical_html
from isogloss.sandbox.webflow.richtext import rewritten

PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "<pre>",
                "</pre>",
                "<pre class='screen'>",
                "<pre style='color: red'>",
                "<div>",
                "</div>",
                "<div class=x>",
            ),
            *("<p>", "</p>", "<code>", "</code>", "<ul><li>", "</li></ul>", "<b>", "</b>", "<br>"),
            *("a", " b  c ", "\n", "\n\n", "&lt;pre&gt;", "\u00a0", "日本", "<script>'<pre>'</script>"),
        ]
    ),
    max_size=12,
).map("".join)


def test_text_without_code_blocks_is_left_alone():
    html = '<div class="a">x</div><p>&lt;pre&gt;</p>'
    assert outgoing(html) is html
    assert incoming(html) is html


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        ("<pre>a  b\nc</pre>", f'<div{MARK} style="white-space: pre">a  b\nc</div>'),
        ('<pre class="screen">a</pre>', f'<div{MARK} class="screen" style="white-space: pre">a</div>'),
        ('<pre style="color: red">a</pre>', f'<div{MARK} style="color: red; white-space: pre">a</div>'),
        ("<pre>\n\na</pre>", f'<div{MARK} style="white-space: pre">\na</div>'),
        ("<ul><li><pre><code>a</code></pre></li></ul>", None),
        ("<pre>a<div>b</div>c</pre><div>d</div>", None),
        ("<pre>a<pre>b</pre>\n</pre>", None),
    ],
)
def test_a_code_block_goes_out_as_a_marked_div_and_comes_back(html, sent):
    html = canonical_html(html)
    assert sent is None or outgoing(html) == sent
    assert "<pre" not in outgoing(html)
    assert incoming(canonical_html(outgoing(html))) == html


def test_a_div_of_somebodys_own_stays_one():
    html = '<div style="white-space: pre">a  b</div>'
    assert incoming(html) == html
    beside = f'<div{MARK} style="white-space: pre">x</div>{html}'
    assert incoming(canonical_html(beside)) == f"<pre>x</pre>{html}"


@given(PIECES)
def test_whatever_goes_out_comes_back(html):
    html = canonical_html(html)
    assert incoming(canonical_html(outgoing(html))) == html


@given(st.sampled_from(["light", "heavy"]), st.lists(st.sampled_from(["a", "b  c", "\n  x", "&amp;"]), min_size=1))
def test_a_side_that_empties_code_blocks_keeps_what_goes_out(level, lines):
    html = canonical_html(f"<p>Do:</p><pre class='screen'>{''.join(lines)}</pre><p>Then.</p>")
    stored = rewritten(outgoing(html), level=level, code_blocks="emptied")
    assert incoming(canonical_html(stored)) == html
