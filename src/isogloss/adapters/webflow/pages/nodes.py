"""The texts of a page or component, each by its address, and the rows of a write that changes some of them.

Decides the addresses and what each sort of node can hold. An address is the slug that a mapping names::

    node:ID            the text of a node: what it shows, its placeholder, or the words of its button
    node:ID/PROPERTY   what an instance of a component says instead of a default
    node:ID/choice/V   the words of the choice V of a select
    node:ID/waiting    what a button says while a form is sent
    node:ID/alt        the alternative text of an image, which is only read
    property:ID        the default of a property of a component

Pure; refuses to know locales and bindings.

Source: Webflow Data API v2, page DOM and component reference; the samples say ``submit`` where the list of types says
``submit-button``. Seen 2026-11.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from isogloss.adapters.webflow.files.alts import Met, Said, meaning, resolved
from isogloss.adapters.webflow.pages.wire import NodeBody, PropertyBody, WordsBody

NODE: Final = "node:"
PROPERTY: Final = "property:"
ALT: Final = "/alt"

Sort = Literal["markup", "rich", "plain", "alt"]
"""What a text may be.

markup: HTML whose tags must stay; rich: HTML; plain: one line; alt: plain, and only read.
"""
Row = dict[str, object]
_BUTTONS: Final = frozenset({"submit", "submit-button", "search-button"})


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it is stored.

    words: the same as it is read: without reserved words for alternative texts, of which ``met`` says where they stood.
    """

    sort: Sort
    raw: str
    said: str | None = None
    met: tuple[Met, ...] = field(default=())

    @property
    def words(self) -> str:
        """What it says."""
        return self.raw if self.said is None else self.said

    @property
    def written(self) -> bool:
        """Whether it can be written at all."""
        return self.sort != "alt"


Texts = Mapping[str, Text]
"""Address to text, in the order of the page."""


def texts_of(nodes: Iterable[NodeBody], said: Said) -> dict[str, Text]:
    """Every text of some nodes; ``said`` is what files say of themselves."""
    return {f"{NODE}{node.id}{tail}": _read(text, said) for node in nodes for tail, text in _texts(node, said)}


def defaults_of(properties: Iterable[PropertyBody], said: Said) -> dict[str, Text]:
    """Every default of some properties."""
    return {f"{PROPERTY}{each.property_id}": _read(_property(each), said) for each in properties}


def _read(text: Text, said: Said) -> Text:
    made, met = resolved(text.raw, said) if text.sort in ("markup", "rich") else (text.raw, ())
    return Text(text.sort, text.raw, str(made), met) if met else text


def node_rows(nodes: Sequence[NodeBody], primary: Texts, shown: Texts, wanted: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a write, one for each node with a text that changes.

    primary, shown: the texts as they are in the primary, and in the locale that is written.
    wanted:         by address, the texts to write; those that are of no node are for other calls.
    Shape:          what is written in pieces (the properties of an instance, the words of a button) is written with all
                    that is said there already, since nobody says what becomes of a piece that is left out; what only
                    follows the primary is left out all the same, and goes on following.
    """
    for node in nodes:
        here = f"{NODE}{node.id}"
        mine = {address.removeprefix(here): raw for address, raw in wanted.items() if _belongs(address, here)}
        if not mine:
            continue
        said = {
            address.removeprefix(here): text.raw
            for address, text in shown.items()
            if _belongs(address, here) and primary[address].raw != text.raw
        }
        yield {"nodeId": node.id, **_row(node, {**said, **mine})}


def property_rows(wanted: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a write of defaults."""
    for address, raw in wanted.items():
        if address.startswith(PROPERTY):
            yield {"propertyId": address.removeprefix(PROPERTY), "text": raw}


def _belongs(address: str, node: str) -> bool:
    return address == node or address.startswith(f"{node}/")


def _texts(node: NodeBody, said: Said) -> Iterator[tuple[str, Text]]:
    match node.type:
        case "text":
            yield "", Text("markup", _html(node.text))
        case "image":
            alt, file = (node.image.alt, node.image.asset_id) if node.image else (None, None)
            yield ALT, Text("alt", meaning(alt or "", file or "", said))
        case "component-instance":
            yield from ((f"/{each.property_id}", _property(each)) for each in node.property_overrides or [])
        case "text-input":
            yield "", Text("plain", node.placeholder or "")
        case "select":
            yield from ((f"/choice/{choice.value}", Text("plain", choice.text)) for choice in node.choices or [])
        case _ if node.type in _BUTTONS:
            yield "", Text("plain", node.value or "")
            if node.type != "search-button":
                yield "/waiting", Text("plain", node.waiting_text or "")
        case _:
            return


def _row(node: NodeBody, said: Mapping[str, str]) -> Row:
    match node.type:
        case "text":
            return {"text": said[""]}
        case "component-instance":
            found = [(each.property_id, said.get(f"/{each.property_id}")) for each in node.property_overrides or []]
            return {"propertyOverrides": [{"propertyId": id_, "text": raw} for id_, raw in found if raw is not None]}
        case "select":
            return {
                "choices": [
                    {"value": each.value, "text": said.get(f"/choice/{each.value}", each.text)}
                    for each in node.choices or []
                ]
            }
        case "text-input":
            return {"placeholder": said[""]}
        case _:
            names = {"": "value", "/waiting": "waitingText"}
            return {names[tail]: raw for tail, raw in said.items()}


def _property(body: PropertyBody) -> Text:
    rich = body.type == "Rich Text"
    words = (body.text.text if body.text else None) or ""
    return Text("rich", _html(body.text)) if rich else Text("plain", words)


def _html(words: WordsBody | None) -> str:
    return "" if words is None else words.html or words.text or ""
