import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from isogloss.sandbox.webflow.richtext import rewritten


def light(html, code_blocks="emptied"):
    return rewritten(html, level="light", code_blocks=code_blocks)


def heavy(html):
    return rewritten(html, level="heavy", code_blocks="kept")


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        ("", ""),
        ('<p title="t" class="c">x</p>', '<p class="c" title="t">x</p>'),
        ("<P CLASS=c>x</P>", '<p class="c">x</p>'),
        ("<p>a&nbsp;b&#160;c&#xA0;d</p>", "<p>a\u00a0b\u00a0c\u00a0d</p>"),
        ("<p>&lt;&amp;&#8212;&eacute;</p>", "<p>&lt;&amp;&#8212;&eacute;</p>"),
        ("<p>a<br/>b<br />c</p><hr/>", "<p>a<br>b<br>c</p><hr>"),
        ("<p>a</p>\n  <p>b</p>\n", "<p>a</p><p>b</p>"),
        ("<ul>\n <li>a</li>\n</ul>", "<ul><li>a</li></ul>"),
        ("<p>a <b>b</b> <i>c</i></p>", "<p>a <b>b</b> <i>c</i></p>"),
        ("<p>a</p> tail", "<p>a</p> tail"),
        ('<img src="a&amp;b">', '<img loading="lazy" src="a&amp;b">'),
        ('<img loading="eager" src="a">', '<img loading="eager" src="a">'),
        ('<a href="x" data-x=\'"\' download>y</a>', '<a data-x="&quot;" download="" href="x">y</a>'),
        ("<p>a<!-- note -->b</p>", "<p>a<!-- note -->b</p>"),
        ("</p>a</br>", "</p>a"),
        ("a < b & c", "a < b & c"),
    ],
)
def test_light_rewriting_changes_spelling_only(sent, back):
    assert light(sent) == back


def test_embeds_come_back_byte_for_byte():
    embed = '<div class="w-embed" id=x> <IFRAME src=a b=1></IFRAME>\n <p  z y="1">a</p> </div>'
    assert light(f"<p>x</p>\n{embed}\n<p>y</p>").replace("</iframe>", "</IFRAME>") == (
        '<p>x</p><div class="w-embed" id="x"> <IFRAME src=a b=1></IFRAME>\n <p  z y="1">a</p> </div><p>y</p>'
    )


def test_code_blocks_lose_their_content():
    html = "<p>a</p><pre><code>x &lt; y &nbsp; &#160;<!--c--><br/><b>z</b></code></pre><p>b</p>"
    assert light(html) == "<p>a</p><pre></pre><p>b</p>"
    assert light(html, "kept").startswith("<p>a</p><pre><code>x &lt; y")


def test_code_blocks_are_emptied_even_where_nothing_else_is_rewritten():
    sent = "<p CLASS=c>a&nbsp;&#160;</p>\n<pre>x\ny</pre>\n<IMG src=a>"
    assert (
        rewritten(sent, level="none", code_blocks="emptied") == "<p CLASS=c>a&nbsp;&#160;</p>\n<pre></pre>\n<IMG src=a>"
    )


def test_nothing_is_touched_when_all_is_off():
    sent = "<P  a>x</b><pre>y"
    assert rewritten(sent, level="none", code_blocks="kept") == sent


def test_white_space_in_code_is_kept():
    assert light("<pre> \n <b> </b> \n </pre>", "kept") == "<pre> \n <b> </b> \n </pre>"


def test_heavy_rewriting_is_what_the_designer_leaves_behind():
    assert heavy("<p>a\u00a0b</p><h2 id='h'>c</h2>") == ('<p id="">a&nbsp;b</p><h2 id="h">c</h2><p id="">\u200d</p>')


def test_heavy_rewriting_puts_lone_images_into_figures():
    assert heavy('<img src="a">') == (
        '<figure class="w-richtext-figure-type-image w-richtext-align-center" data-rt-align="center" '
        'data-rt-type="image"><div><img loading="lazy" src="a"></div></figure><p id="">\u200d</p>'
    )


def test_components_keep_their_attributes():
    html = '<wf-component component-id="u" prop-x="1"><wf-prop label="L" name="x"><p>y</p></wf-prop></wf-component>'
    assert light(html) == html


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<ul>", "<li>", "</li>", "</ul>", "<b>", "</b>", "<br/>", "<img src='a'>", "<pre>", "</pre>"),
        *(" ", "\n", "word", "&nbsp;", "\u00a0", "&amp;", "&#160;", "<h2 id=a>", "</h2>", "<!-- c -->"),
        *("<div class='w-embed'>", "</div>", "<figure>", "</figure>"),
    ]
)


@settings(deadline=None)
@example("<img src='a'> ", "heavy", "kept")
@given(
    st.lists(PIECES, max_size=30).map("".join),
    st.sampled_from(["none", "light", "heavy"]),
    st.sampled_from(["kept", "emptied"]),
)
def test_rewriting_twice_changes_nothing_more(html, level, code_blocks):
    once = rewritten(html, level=level, code_blocks=code_blocks)
    assert rewritten(once, level=level, code_blocks=code_blocks) == once
