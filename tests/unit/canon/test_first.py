"""The first canonical forms, as the program of then made them: bases of old states are digests of these."""

import json
from pathlib import Path

import pytest

from isogloss.canon.first import first_form
from isogloss.canon.values import canonical

RECORDED = [json.loads(line) for line in Path(__file__).with_name("first_forms.jsonl").read_text().splitlines()]


def test_enough_is_recorded_and_some_of_it_is_another_form_today():
    moved = [given for kind, given, form in RECORDED if canonical(kind, given) != form]
    assert len(RECORDED) > 100
    assert len(moved) >= 10


@pytest.mark.parametrize(("kind", "given", "form"), RECORDED)
def test_a_first_form_is_what_it_was(kind, given, form):
    assert first_form(kind, given) == form
