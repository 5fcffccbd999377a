from typing import get_args

import pytest

from isogloss.plan.op import Fate, HoldReason, LossReason, RemarkOn, Verb
from isogloss.report import legend
from isogloss.report.parts import Report, Risk


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (Verb, legend.VERBS),
        (Risk, legend.RISKS),
        (HoldReason, legend.HOLDS),
        (LossReason, legend.LOSSES),
        (RemarkOn, legend.REMARKS),
        (Fate, legend.FATES),
    ],
)
def test_every_word_that_a_report_may_use_is_explained(words: object, said: dict[str, str]) -> None:
    assert list(said) == list(get_args(words))
    assert all(sentence and not sentence.endswith(".") for sentence in said.values())


def test_a_legend_has_the_words_of_its_report_and_each_once(report: Report) -> None:
    found = [word for word, _ in legend.legend(report)]
    assert len(found) == len(set(found))
    assert {"created", "deleted", "conflict", "deletion", "approximated", "back after its deletion"} <= set(found)
    assert "archived" not in found
    assert "slug taken" not in found
