import pytest

from isogloss.sandbox.control import command


def test_the_state_is_shown_and_replaced(client, toy):
    assert client.get("/_sandbox/state").json() == {"words": ["first"]}
    assert client.put("/_sandbox/state", json={"words": ["other"]}).json() == {"ok": True}
    assert toy.words == ["other"]


def test_a_state_that_is_none_is_refused_and_changes_nothing(client, toy):
    answer = client.put("/_sandbox/state", json={"letters": []})
    assert (answer.status_code, answer.json()) == (400, {"error": "A toy's state has words."})
    assert toy.words == ["first"]


@pytest.mark.parametrize(("body", "said"), [(b"{", "not JSON"), (b"[]", "must be a JSON object")])
def test_a_body_that_is_no_object_is_refused(client, body, said):
    answer = client.put("/_sandbox/state", content=body)
    assert answer.status_code == 400
    assert said in answer.json()["error"]


def test_a_reset_goes_back_to_the_start_and_forgets_faults_and_log(client, toy):
    client.post("/_sandbox/faults", json={"kind": "status", "after": 1})
    client.post("/words", json={"items": ["second"]})
    client.post("/_sandbox/reset")
    assert client.get("/words").json() == {"words": ["first"]}
    assert client.get("/_sandbox/faults").json() == []
    assert [entry["n"] for entry in client.get("/_sandbox/log").json()] == [1]


def test_the_log_can_be_cleared(client):
    client.get("/words")
    client.delete("/_sandbox/log")
    assert client.get("/_sandbox/log").json() == []


def test_the_control_plane_is_not_logged_and_no_fault_hits_it(client):
    client.post("/_sandbox/faults", json={"kind": "drop_before", "times": None})
    assert client.get("/_sandbox/state").status_code == 200
    assert client.get("/_sandbox/log").json() == []


def test_an_edit_is_made_as_the_platform_understands_it(client, toy):
    assert client.post("/_sandbox/edit", json={"word": "second"}).json() == {"words": 2}
    assert toy.words == ["first", "second"]
    refused = client.post("/_sandbox/edit", json={})
    assert (refused.status_code, refused.json()["error"]) == (400, "An edit of a toy has a word.")


def test_switches_are_shown_described_and_turned(client, toy):
    assert client.get("/_sandbox/switches").json()["tone"] == "plain"
    assert client.get("/_sandbox/switches", params={"doc": "1"}).json()[0]["doc"] == "How loud is it?"
    assert client.patch("/_sandbox/switches", json={"tone": "loud"}).json()["tone"] == "loud"
    assert toy.switches.tone == "loud"


def test_an_unknown_switch_is_refused_with_the_nearest(client):
    answer = client.patch("/_sandbox/switches", json={"tome": "loud"})
    assert answer.status_code == 400
    assert "did you mean 'tone'" in answer.json()["error"]


def test_the_clock_is_shown_frozen_advanced_and_scaled(client):
    frozen = client.patch("/_sandbox/clock", json={"freeze": True}).json()
    assert frozen["frozen"]
    assert client.get("/_sandbox/clock").json() == frozen
    later = client.patch("/_sandbox/clock", json={"advance": 3600, "scale": 2}).json()
    assert later["scale"] == 2
    assert later["now"] > frozen["now"]


@pytest.mark.parametrize("wrong", [{"advance": "soon"}, {"freeze": 1}, {"scale": 0}, {"rewind": 1}])
def test_the_clock_refuses_what_it_cannot_do(client, wrong):
    answer = client.patch("/_sandbox/clock", json=wrong)
    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.json()["error"]


def test_a_command_has_its_place_under_the_control_plane():
    assert command("seed", "POST", lambda body: body).path == "/_sandbox/seed"
