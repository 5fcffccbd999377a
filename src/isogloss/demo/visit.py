"""Somebody at the page of the service: what a browser would ask and send, over HTTP.

Decides how a conflict is found on the page and a button pressed. Knows nothing of the service but its pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast

import httpx
from lxml.html import FormElement, HtmlElement, document_fromstring

QUEUE = "/conflicts"
_PATIENCE: Final = 60.0
"""Seconds that a page may take on a machine that is busy with much else."""


@dataclass(frozen=True, slots=True)
class Card:
    """A conflict that waits, as the page shows it.

    shows: what each side shows, by its name.
    ways:  the buttons: what one reads on each, and what it sends.
    """

    entry: str
    where: str
    shows: dict[str, str]
    action: str
    hidden: dict[str, str]
    ways: dict[str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody's browser."""

    http: httpx.Client

    def cards(self) -> list[Card]:
        """The conflicts on which somebody may decide, in the order of the page."""
        return [_card(each) for each in self._articles() if each.find(".//form//button[@value='left']") is not None]

    def all_settled(self) -> bool:
        """Whether none waits any more, not even for a run that carries out what was decided."""
        return not self._articles()

    def take(self, card: Card, side: str) -> None:
        """Press the button that takes what a side shows."""
        way = next(sent for read, sent in card.ways.items() if side in read)
        self._answered(self.http.post(card.action, data={**card.hidden, "what": way}))

    def _articles(self) -> list[HtmlElement]:
        page = document_fromstring(self._answered(self.http.get(QUEUE)))
        return list(page.iter("article"))

    def _answered(self, answer: httpx.Response) -> str:
        if answer.is_error:
            raise AssertionError(f"{answer.request.url}: the page answers {answer.status_code}: {answer.text}")
        return answer.text


@contextmanager
def visit(address: str) -> Iterator[Visit]:
    """Go to the page of a service."""
    headers = {"Origin": address}
    with httpx.Client(
        base_url=address, headers=headers, trust_env=False, timeout=_PATIENCE, follow_redirects=True
    ) as http:
        yield Visit(http)


def _card(article: HtmlElement) -> Card:
    entry, where, form = article.find("p/bdi"), article.find("h3/span"), cast("FormElement", article.find(".//form"))
    columns = article.findall(".//div[@class='three']/div")[1:]
    shows = {_read(each[0]): _read(each[1]) for each in columns}
    hidden = {each.get("name", ""): each.get("value", "") for each in form.findall(".//input")}
    ways = {_read(each): each.get("value", "") for each in form.findall(".//button")}
    return Card(_read(entry), _read(where), shows, form.get("action", ""), hidden, ways)


def _read(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())
