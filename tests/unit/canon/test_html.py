"""What the case files cannot show: nesting without end, circles, and what looks stable but is not."""

import pytest

from isogloss.canon import html as html_module
from isogloss.canon.html import canonical_html, canonical_written
from isogloss.canon.serialize import Written
from isogloss.canon.values import canonical


def test_deep_nesting_does_not_exhaust_the_stack():
    deep = canonical_html("<span>" * 3000 + "x")
    assert deep == "<span>" * 3000 + "x" + "</span>" * 3000


def test_misnested_html_settles_though_one_pass_is_not_enough():
    given = '<table><a href="1">1<tr><td><a href="2">2</td></tr></table><a href="3">3'
    once = canonical_html(given)
    assert canonical_html(once) == once
    assert all(f'href="{number}"' in once for number in (1, 2, 3))


@pytest.mark.parametrize("start", ["a", "b", "c"])
def test_a_circle_of_forms_has_one_canonical_form(monkeypatch, start):
    circle = {"start a": "a", "start b": "b", "start c": "c", "a": "c", "b": "a", "c": "b"}
    monkeypatch.setattr(html_module, "_pass", lambda html, _forms: Written(((circle[html],),)))
    monkeypatch.setattr(html_module, "_parses_to_itself", lambda _html: False)
    assert canonical_written(f"start {start}").html() == "a"


def test_a_form_that_grows_forever_is_given_up_after_some_passes(monkeypatch):
    monkeypatch.setattr(html_module, "_pass", lambda html, _forms: Written(((html + "x",),)))
    monkeypatch.setattr(html_module, "_parses_to_itself", lambda _html: False)
    assert len(canonical_written("").html()) < 100


@pytest.mark.parametrize(
    "given", ["<template><plaintext>a", "<svg><foreignObject><plaintext>a", "<wf-component><plaintext>a"]
)
def test_plaintext_inside_opaque_parts_does_not_grow(given):
    once = canonical_html(given)
    assert canonical_html(once) == once
    assert once.count("a</pre>") == 1


def test_a_null_character_does_not_cut_the_text():
    assert canonical_html("<p>a\x00b</p>") == "<p>ab</p>"


def test_an_empty_template_stays_a_template():
    assert canonical("rich_text", "<template></template>a") == "<template></template>a"


def test_opaque_parts_leave_the_space_before_them():
    assert canonical("rich_text", "<p>a <svg></svg> b <code></code> c</p>") == ("<p>a <svg></svg> b <code></code>c</p>")
