"""Both sides of a mapping as they are opened: what they share, and what they do not."""

import pytest
from manual_clock import ManualClock

from isogloss.model.address import Side
from isogloss.run.loading import load_text
from isogloss.run.sides import open_readers, open_writers

BUTTERS = """
isogloss: 1
name: two
sides:
  here: {adapter: buttercms, read_token: "${READ}", write_token: "${WRITE}"}
  there: {adapter: buttercms, read_token: "${OTHER}", write_token: "${OTHER_WRITE}"}
flow: here -> there
locales: {en: {here: en, there: en, primary: true}}
kinds:
  article:
    here: {page_type: article}
    there: {page_type: copy}
    fields:
      title: {type: text, here: headline, there: headline}
"""
FLOWS = BUTTERS.replace("page_type: article", "collection: article").replace("page_type: copy", "collection: copy")
FLOWS = FLOWS.replace('buttercms, read_token: "${READ}", write_token: "${WRITE}"', 'webflow, site: a, token: "${READ}"')
FLOWS = FLOWS.replace(
    'buttercms, read_token: "${OTHER}", write_token: "${OTHER_WRITE}"', 'webflow, site: b, token: "${OTHER}"'
)


def limiters(text: str, **tokens: str) -> tuple[object, object]:
    bridge = load_text(text, environ={"READ": "token-1", "WRITE": "token-2", **tokens})
    with open_readers(bridge, lambda _: {"clock": ManualClock()}) as opened:
        clients = [getattr(opened[side], "_client", None) or opened[side]._close.__self__ for side in Side]
        left, right = (client._wire.limiter for client in clients)
    return left, right


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (BUTTERS, {"OTHER": "token-1", "OTHER_WRITE": "token-2"}),
        (BUTTERS, {"OTHER": "token-1", "OTHER_WRITE": "token-3"}),
        (FLOWS, {"OTHER": "token-1"}),
    ],
    ids=["both tokens", "the read token", "one token, two sites"],
)
def test_two_sides_with_one_token_share_one_limiter(text, tokens):
    left, right = limiters(text, **tokens)
    assert left is right


@pytest.mark.parametrize("text", [BUTTERS, FLOWS], ids=["butter", "webflow"])
def test_two_sides_with_tokens_of_their_own_keep_a_pace_each(text):
    left, right = limiters(text, OTHER="token-8", OTHER_WRITE="token-9")
    assert left is not right


def test_two_sides_of_one_account_take_turns_in_one_window(monkeypatch):
    monkeypatch.delenv("WRITE", raising=False)
    same = {"READ": "token-1", "WRITE": "token-2", "OTHER": "token-1", "OTHER_WRITE": "token-2"}
    bridge = load_text(BUTTERS.replace("adapter: buttercms,", "adapter: buttercms, rate: 60,"), environ=same)
    clock = ManualClock()
    with open_writers(bridge, lambda _: {"clock": clock}) as opened:
        for side in Side:
            opened[side]._client._wire.limiter.enter(60.0).leave(200, {})
    assert sum(clock.slept) >= 0.9
