"""What each open-and-save of a real editor is taken for.

To renew what is expected, after looking at it: ``python tests/support/editor_saves.py``.
"""

import re

import pytest
from editor_saves import EDITORS, FOLDER, INPUTS, harm, saved, table, verdict, verdicts

from isogloss.canon.values import alike, canonical

PAGE = (FOLDER.parents[1] / "docs" / "types.md").read_text(encoding="utf-8")


def test_every_save_is_taken_for_what_it_was_found_to_be():
    assert verdicts() == (FOLDER / "verdicts.txt").read_text(encoding="utf-8")


def test_the_page_of_types_says_what_each_editor_costs():
    rows = PAGE.split("## What an editor costs")[1].split("\n## ")[0]
    assert re.findall(r"^\| [a-z]+[0-9]*[a-z]* .*\|$", rows, re.MULTILINE)[1:] == list(table())


@pytest.mark.parametrize("editor", EDITORS)
def test_what_an_editor_saves_has_a_canonical_form_that_stays(editor):
    for name in INPUTS:
        once = canonical("rich_text", saved(editor, name))
        assert canonical("rich_text", once) == once
        assert alike("rich_text", saved(editor, name), once)


@pytest.mark.parametrize("editor", EDITORS)
def test_what_is_alike_is_alike_from_both_ends_and_loses_nothing_opaque(editor):
    for name, html in INPUTS.items():
        once, twice = saved(editor, name), saved(editor, name, "two")
        for before, after in ((html, once), (once, twice), (html, twice)):
            assert alike("rich_text", before, after) == alike("rich_text", after, before)
            assert verdict(before, after).startswith("changed") or not harm(before, after)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("<svg><b>a</b></svg>", "<p>a</p>", "lost"),
        ('<iframe src="/a"></iframe>', '<iframe src="/b"></iframe>', "torn"),
        ('<wf-component component-id="c">a</wf-component>', '<wf-component component-id="c"></wf-component>a', "torn"),
        ("<script>a</script>", "<script>a</script><script>a</script>", "doubled"),
        ('<embed src="/a"><p>a</p>', '<p><embed src="/a"></p><p>a</p>', ""),
    ],
)
def test_harm_to_what_is_opaque_has_a_name(before, after, found):
    assert harm(before, after) == found
    assert harm(before, before) == ""
