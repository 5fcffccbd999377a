"""What of a style attribute a reader sees."""

import pytest

from isogloss.canon.style import loose_style

SAME = {
    "white space": ("color:red;width:1px", " color : red ; width : 1px "),
    "a semicolon at the end": ("width: calc(1px + 2px)", "width: calc(1px + 2px);"),
    "semicolons alone": ("", " ; ;; "),
    "a semicolon between nothing": ("color:red;;width:1px", "color:red;width:1px"),
    "white space in brackets": ("width:calc( 1px + (2px) )", "width: calc(1px + (2px))"),
    "white space beside a comma": ("transform: translate(1px , 2px)", "transform:translate(1px,2px)"),
    "a colour in letters, digits and parts": ("color: #FF0000", "color: RED"),
    "a colour of a function": ("background-color: rgb(255, 255, 0)", "background-color:#ffff00"),
    "a colour beside an address": ("background: rgb(0 0 0 / 50%) url(a.png)", "background:#00000080 url(a.png)"),
    "a colour of a border": ("border: 1px solid black", "border:1px solid #000"),
    "quotes": ("content: 'a'", 'content: "a"'),
    "a quote within quotes": ("content: 'a\"b'", 'content: "a\\"b"'),
    "an address with and without quotes": ("background:url(a;b.png)", "background: URL( 'a;b.png' )"),
    "a font with and without quotes": ("font-family: 'Open Sans', serif", "font-family: Open Sans,serif"),
    "a number": ("opacity: .50; width: 1.0PX", "opacity:0.5;width:1px"),
    "a comment": ("color: red /* a; b: c */; width: 1px", "color: red; width: 1px"),
    "the case of a property": ("COLOR: red", "color: red"),
    "the case of a function": ("width: CALC(1px + 2px)", "width: calc(1px + 2px)"),
    "white space before importance": ("color: red ! important", "color:red!important"),
    "order that shows nothing": ("width: 1px; color: red", "color: red; width: 1px"),
}
OTHER = {
    "a semicolon in a string": ("content: 'a; color: red'", "content: 'a'; color: red"),
    "a comma in a string": ("content: 'a , b'", "content: 'a,b'"),
    "white space that parts": ("margin: 1px -2px", "margin: 1px-2px"),
    "white space after a bracket": ("background: url(a) url(b)", "background: url(a)url(b)x"),
    "a name that is no colour": ("animation-name: red", "animation-name: #f00"),
    "a word for a kind of font": ("font-family: 'serif'", "font-family: serif"),
    "a font of two names": ("font-family: 'a, b'", "font-family: a, b"),
    "an author's property in another case": ("--Tea: 1", "--tea: 1"),
    "an author's property with other brackets": ("--tea: {a;b}", "--tea: {a}"),
    "importance": ("color: red !important", "color: red"),
    "order where one sets a part of another": ("border: 0; border-top: 1px", "border-top: 1px; border: 0"),
    "order where one sets the other": ("font: x; line-height: 1", "line-height: 1; font: x"),
    "the same property twice": ("color: red; color: blue", "color: blue; color: red"),
    "a string that does not close": ("content: 'a", "content: 'a;"),
    "a bracket that does not close": ("width: calc(1px;", "width: calc(1px"),
    "a bracket that was not opened": ("width: 1px); color: red", "width: 1px; color: red"),
    "a bracket of another kind": ("width: (1px]; color: red", "width: (1px); color: red"),
    "a comment that does not close": ("color: red; /* a", "color: red"),
    "no declaration": ("junk; color: red", "color: red"),
    "a name of two words": ("a b: c", "a-b: c"),
    "a colour nobody knows": ("color: rgb(a)", "color: rgb(b)"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_a_spelling_of_a_style_shows_the_same(one, other):
    assert loose_style(one) == loose_style(other)


@pytest.mark.parametrize(("one", "other"), OTHER.values(), ids=OTHER)
def test_another_style_is_told_apart(one, other):
    assert loose_style(one) != loose_style(other)


@pytest.mark.parametrize("style", [style for pair in (*SAME.values(), *OTHER.values()) for style in pair])
def test_a_folded_style_stays(style):
    assert loose_style(loose_style(style)) == loose_style(style)
