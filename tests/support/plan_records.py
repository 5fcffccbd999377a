"""The records of plans and their headers at random, for the laws of what is written and read again."""

from datetime import UTC
from typing import get_args

from entries import values
from hypothesis import strategies as st

from isogloss.merge.change import Change, Conflict, Decided, Drifted, HoldReason, Traces
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Asset, Digest, Scalar
from isogloss.plan.header import Cost, Header, PlanCounts, Purpose
from isogloss.plan.op import (
    Adoption,
    Assumption,
    Fate,
    Loss,
    LossReason,
    Op,
    Pairing,
    Remark,
    RemarkOn,
    Resolved,
    SitePublish,
    Step,
    Verb,
)

words = st.text(max_size=8)
names = st.text(min_size=1, max_size=8)
keys = st.builds(EntryKey, words, words, st.sampled_from(["", "old"]))
sides = st.sampled_from(Side)
locales = st.sampled_from([SHARED, Locale("en"), Locale("pt-BR"), Locale("zh-Hans")])
digests = st.text("0123456789abcdef", min_size=32, max_size=32).map(Digest)
maybe_digests = st.none() | digests
spelled = st.sampled_from(
    [Scalar("text", "tea", "te\u0301a"), Asset("image", "https://a.example/b", "A", "\u0041\u030a")]
)
maybe_values = st.just(ABSENT) | values() | spelled
maybe_plain = st.just(ABSENT) | values()
times = st.datetimes(timezones=st.just(UTC))
some_marks = st.tuples(st.just(ABSENT) | digests, st.just(ABSENT) | digests)
decided = st.builds(Decided, words, words, words, times, some_marks)
had = st.tuples(st.none() | maybe_plain, st.none() | maybe_plain)
traces = st.none() | st.builds(Traces, some_marks, some_marks, st.tuples(st.none() | times, st.none() | times), had)
cells = st.builds(Cell, keys, st.none() | locales, st.none() | words)


@st.composite
def ops(draw):
    """An op whose changes are of its own entry."""
    key = draw(keys)
    changes = st.builds(
        Change,
        st.builds(Cell, st.just(key), locales, names),
        maybe_values,
        maybe_values,
        st.just(ABSENT) | digests,
        st.none() | st.just(ABSENT) | digests,
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.none() | decided,
    )
    some, present = st.lists(changes, max_size=3).map(tuple), st.lists(locales, max_size=3).map(tuple)
    verbs, needs = st.sampled_from(get_args(Verb)), st.frozensets(digests, max_size=2)
    pair = st.just(("", "")) | st.tuples(words, words)
    return draw(
        st.builds(Op, digests, sides, verbs, st.just(key), words, some, present, needs, st.integers(0, 9), pair)
    )


pairs = st.tuples(maybe_digests, maybe_digests)
KINDS = {
    Op: ops(),
    Conflict: st.builds(
        Conflict, cells, st.sampled_from(get_args(HoldReason)), maybe_values, maybe_values, words, words, traces
    ),
    Drifted: st.builds(Drifted, cells, maybe_values, maybe_values, st.booleans(), words, traces),
    Resolved: st.builds(Resolved, cells, decided, st.sampled_from(get_args(Fate)), words, words),
    Loss: st.builds(Loss, sides, cells, st.sampled_from(get_args(LossReason)), maybe_values, words),
    Step: st.builds(Step, sides, cells, words, words, words),
    SitePublish: st.builds(SitePublish, sides, words),
    Pairing: st.builds(Pairing, keys, words, st.none() | words, st.none() | words),
    Adoption: st.builds(
        Adoption, keys, st.dictionaries(locales, st.dictionaries(words, pairs, max_size=2), max_size=2)
    ),
    Assumption: st.builds(Assumption, cells, maybe_values, maybe_values, words),
    Remark: st.builds(Remark, cells, st.sampled_from(get_args(RemarkOn)), words, words),
}
"""Every kind of record, and how one of it is made."""

numbers = st.dictionaries(words, st.integers(0, 99), max_size=2)
by_side = st.dictionaries(words, numbers, max_size=2)
counts = st.builds(PlanCounts, numbers, by_side, st.dictionaries(words, by_side, max_size=2), by_side)
shares = st.none() | st.floats(0, 1e6)
amounts = [st.integers(0, 99)] * 4
costs = st.builds(Cost, words, *amounts, shares, shares)
headers = st.builds(
    Header,
    digests,
    words,
    words,
    digests,
    st.fixed_dictionaries(dict.fromkeys(Side, words)),
    st.sampled_from(["left to right", "right to left", "both"]),
    counts,
    st.lists(costs, max_size=2).map(lambda each: {cost.side: cost for cost in each}),
    st.sampled_from(get_args(Purpose)),
    words,
    words,
)
