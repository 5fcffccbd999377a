import pytest

BODY = {"triggerType": "collection_item_changed", "url": "https://bridge.example/hook"}


@pytest.fixture
def hooks(shop):
    return f"/sites/{shop.table['site']}/webhooks"


def test_a_webhook_is_made_shown_listed_and_deleted(shop, hooks):
    answer = shop.client.post(hooks, json=BODY)
    made = answer.json()
    assert answer.status_code == 201
    assert {**made, **BODY} == made
    assert shop.client.get(f"/webhooks/{made['id']}").json() == made
    assert shop.client.get(hooks).json()["webhooks"] == [made]
    assert shop.client.delete(f"/webhooks/{made['id']}").status_code == 204
    assert shop.client.get(f"/webhooks/{made['id']}").status_code == 404


def test_the_secret_is_shown_once_to_a_site_token(shop, hooks):
    shop.turn(app_token=False)
    made = shop.client.post(hooks, json=BODY).json()
    assert len(made["secretKey"]) == 64
    assert "secretKey" not in shop.client.get(f"/webhooks/{made['id']}").json()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"triggerType": "tea_ready"}, "unsupported_webhook_trigger_type"),
        ({"filter": {"name": "x"}}, "incompatible_webhook_filter"),
        ({"url": "http://bridge.example"}, "validation_error"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused(shop, hooks, change, code):
    answer = shop.client.post(hooks, json={**BODY, **change})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_filter_is_for_forms(shop, hooks):
    body = {**BODY, "triggerType": "form_submission", "filter": {"name": "Contact"}}
    assert shop.client.post(hooks, json=body).json()["filter"] == {"name": "Contact"}


def test_a_trigger_has_at_most_75_webhooks(shop, hooks):
    statuses = [shop.client.post(hooks, json=BODY).status_code for _ in range(76)]
    assert statuses == [201] * 75 + [400]
    assert shop.client.post(hooks, json={**BODY, "triggerType": "site_publish"}).status_code == 201


def test_hooks_of_another_site_are_not_found(shop):
    assert shop.client.get(f"/sites/{'0' * 24}/webhooks").status_code == 404
