"""Every text of a page has an address, and is written by it."""

from typing import Any

from isogloss.adapters.webflow.pages.nodes import Text, defaults_of, node_rows, property_rows, texts_of
from isogloss.adapters.webflow.pages.wire import NodeBody, PropertyBody

PLAIN = {"propertyId": "p1", "type": "Plain Text", "label": "Title", "text": {"html": None, "text": "Tea"}}
RICH = {"propertyId": "p2", "type": "Rich Text", "label": "Body", "text": {"html": "<p>Hot</p>", "text": "Hot"}}
NODES: list[dict[str, Any]] = [
    {"id": "t", "type": "text", "text": {"html": "<h1>Hi</h1>", "text": "Hi"}, "attributes": {}},
    {"id": "i", "type": "image", "image": {"alt": "A cup", "assetId": "a"}},
    {"id": "c", "type": "component-instance", "componentId": "k", "propertyOverrides": [PLAIN, RICH]},
    {"id": "n", "type": "text-input", "placeholder": "Your name"},
    {"id": "s", "type": "select", "choices": [{"value": "a", "text": "Black"}, {"value": "b", "text": "Green"}]},
    {"id": "b", "type": "submit-button", "value": "Send", "waitingText": "Sending"},
    {"id": "f", "type": "search-button", "value": "Search"},
    {"id": "u", "type": "unheard-of"},
]
SAID = "as {} says".format
"""What files say of themselves."""


def nodes(*changed: dict[str, Any]) -> list[NodeBody]:
    by_id = {each["id"]: each for each in changed}
    return [NodeBody.model_validate({**each, **by_id.get(each["id"], {})}) for each in NODES]


def rows(wanted: dict[str, str], *said: dict[str, Any]) -> list[dict[str, object]]:
    return list(node_rows(nodes(), texts_of(nodes(), SAID), texts_of(nodes(*said), SAID), wanted))


def test_every_text_has_an_address() -> None:
    assert texts_of(nodes(), SAID) == {
        "node:t": Text("markup", "<h1>Hi</h1>"),
        "node:i/alt": Text("alt", "A cup"),
        "node:c/p1": Text("plain", "Tea"),
        "node:c/p2": Text("rich", "<p>Hot</p>"),
        "node:n": Text("plain", "Your name"),
        "node:s/choice/a": Text("plain", "Black"),
        "node:s/choice/b": Text("plain", "Green"),
        "node:b": Text("plain", "Send"),
        "node:b/waiting": Text("plain", "Sending"),
        "node:f": Text("plain", "Search"),
    }


def test_both_names_of_a_submit_button_are_known() -> None:
    for name in ("submit", "submit-button"):
        found = texts_of(nodes({"id": "b", "type": name}), SAID)
        assert found["node:b/waiting"] == Text("plain", "Sending")


def test_only_nodes_with_a_change_are_written_so_that_the_others_go_on_inheriting() -> None:
    assert rows({"node:t": "<h1>Salut</h1>", "node:n": "Nom"}) == [
        {"nodeId": "t", "text": "<h1>Salut</h1>"},
        {"nodeId": "n", "placeholder": "Nom"},
    ]


def test_what_an_instance_says_already_is_said_again_and_what_it_inherits_is_not() -> None:
    assert rows({"node:c/p1": "Thé"}) == [{"nodeId": "c", "propertyOverrides": [{"propertyId": "p1", "text": "Thé"}]}]
    french = {"id": "c", "propertyOverrides": [PLAIN, {**RICH, "text": {"html": "<p>Chaud</p>", "text": "Chaud"}}]}
    assert rows({"node:c/p1": "Thé"}, french) == [
        {
            "nodeId": "c",
            "propertyOverrides": [{"propertyId": "p1", "text": "Thé"}, {"propertyId": "p2", "text": "<p>Chaud</p>"}],
        }
    ]


def test_all_choices_of_a_select_are_written_with_those_that_are_there() -> None:
    french = {"id": "s", "choices": [{"value": "a", "text": "Noir"}, {"value": "b", "text": "Green"}]}
    assert rows({"node:s/choice/b": "Vert"}, french) == [
        {"nodeId": "s", "choices": [{"value": "a", "text": "Noir"}, {"value": "b", "text": "Vert"}]}
    ]


def test_the_two_texts_of_a_button_are_written_apart() -> None:
    assert rows({"node:b/waiting": "Envoi"}) == [{"nodeId": "b", "waitingText": "Envoi"}]
    assert rows({"node:b": "Envoyer"}) == [{"nodeId": "b", "value": "Envoyer"}]
    assert rows({"node:f": "Chercher"}) == [{"nodeId": "f", "value": "Chercher"}]


def test_defaults_of_properties_are_read_and_written_by_their_ids() -> None:
    found = defaults_of([PropertyBody.model_validate(each) for each in (PLAIN, RICH)], SAID)
    assert found == {"property:p1": Text("plain", "Tea"), "property:p2": Text("rich", "<p>Hot</p>")}
    assert list(property_rows({"property:p1": "Thé", "node:t": "x"})) == [{"propertyId": "p1", "text": "Thé"}]


def test_a_node_without_what_its_type_promises_reads_as_empty() -> None:
    bare = [NodeBody(id=f"n{n}", type=type_) for n, type_ in enumerate(("text", "image", "text-input", "submit"))]
    assert {text.raw for text in texts_of(bare, SAID).values()} == {""}
    assert texts_of([NodeBody(id="c", type="component-instance"), NodeBody(id="s", type="select")], SAID) == {}
    assert defaults_of([PropertyBody(property_id="p", type="Plain Text")], SAID) == {"property:p": Text("plain", "")}


def test_a_reserved_word_is_what_the_file_says_of_itself() -> None:
    picture = '<p><img src="https://files.test/a.png" alt="__wf_reserved_inherit"></p>'
    (found,) = texts_of(
        [NodeBody.model_validate({"id": "t", "type": "text", "text": {"html": picture}})], SAID
    ).values()
    assert found.raw == picture
    assert "__wf_reserved" not in found.words
