"""What the turns of several mappings in one service share."""

import threading
from pathlib import Path

from isogloss.errors import Refused
from isogloss.http.clock import SystemClock
from isogloss.http.limiter import Limiter, Limiters
from isogloss.http.redact import Redactor
from isogloss.jobs.work import StoppableClock, Syncing
from isogloss.model.address import Side
from isogloss.run.session import Session
from isogloss.run.sides import open_readers

MAPPING = """
isogloss: 1
name: NAME
sides:
  shop: {adapter: webflow, site: SITE, token: "${SHOP}"}
  blog: {adapter: buttercms, read_token: "${BLOG}", write_token: "${BLOG}", page_size: 10}
flow: shop -> blog
locales: {en: {shop: en, blog: en, primary: true}}
kinds:
  article:
    shop: {collection: article}
    blog: {page_type: article}
    fields:
      title: {type: text, shop: name, blog: headline}
"""


def limiters_of(session: Session) -> list[Limiter]:
    with open_readers(session.bridge, session.reach) as opened:
        clients = [getattr(opened[side], "_client", None) or opened[side]._close.__self__ for side in Side]
        return [client._wire.limiter for client in clients]


def test_mappings_with_one_token_keep_one_pace_and_so_do_the_turns_of_one(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("SHOP", "token-1")
    monkeypatch.setenv("BLOG", "token-2")
    seen: list[list[Limiter]] = []

    def look(session: Session) -> Session:
        seen.append(limiters_of(session))
        raise Refused("seen enough")

    clock = StoppableClock(SystemClock(), threading.Event())
    state = str(tmp_path / "state.db")
    work = Syncing(state, None, clock, Limiters(clock), threading.Event(), Redactor(), lambda *_, **__: None, look)
    for name in ("one", "two", "one"):
        (tmp_path / f"{name}.yaml").write_text(MAPPING.replace("NAME", name).replace("SITE", name), encoding="utf-8")
        assert work(name, tmp_path / f"{name}.yaml").code == Refused.exit_code
    first, *others = seen
    assert all(left is first[0] and right is first[1] for left, right in others)
    assert first[0] is not first[1]
