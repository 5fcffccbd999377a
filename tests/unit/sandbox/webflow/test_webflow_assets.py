import hashlib
from urllib.parse import urlsplit

import httpx
import pytest

PICTURE = b"\x89PNG\r\n\r\n--not a boundary\r\n\x00\xff"


class Uploads:
    def __init__(self, shop):
        self.shop = shop
        self.path = f"/sites/{shop.table['site']}/assets"

    def begin(self, data=PICTURE, name="pot.png", **more):
        digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
        return self.shop.client.post(self.path, json={"fileName": name, "fileHash": digest, **more})

    def send(self, promised, data=PICTURE, headers=None, **changed):
        fields = {**promised["uploadDetails"], **changed}
        with httpx.Client() as client:
            return client.post(promised["uploadUrl"], data=fields, files={"file": ("x", data)}, headers=headers)


@pytest.fixture
def uploads(shop):
    return Uploads(shop)


def test_an_upload_takes_two_steps_and_answers_201(shop, uploads):
    promised = uploads.begin().json()
    assert uploads.send(promised).status_code == 201
    asset = shop.client.get(f"/assets/{promised['id']}").json()
    assert (asset["size"], asset["contentType"], asset["hostedUrl"]) == (
        len(PICTURE),
        "image/png",
        promised["hostedUrl"],
    )


def test_an_uploaded_file_is_served_here_if_hosted_here(shop, uploads):
    shop.turn(files_base="self")
    promised = uploads.begin().json()
    address = urlsplit(promised["hostedUrl"]).path
    assert shop.client.get(address).content.startswith(b"\x89PNG")
    uploads.send(promised)
    assert shop.client.get(address).content == PICTURE


def test_a_rehosted_file_is_one_pixel_and_an_unknown_one_is_not_found(shop):
    shop.turn(files_base="self")
    image = shop.kept(cover={"url": "https://elsewhere.example/a.png"})["cover"]
    answer = httpx.get(image["url"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert shop.client.get("/_files/x/none_a.png").status_code == 404


def test_an_asset_can_stand_in_a_field(shop, uploads):
    promised = uploads.begin().json()
    by_id = shop.kept(cover={"fileId": promised["id"], "url": "https://elsewhere.example/a.png"})["cover"]
    by_address = shop.kept(cover={"url": promised["hostedUrl"]})["cover"]
    assert by_id == by_address == {"fileId": promised["id"], "url": promised["hostedUrl"], "alt": None}


@pytest.mark.parametrize(
    ("name", "digest"), [("noextension", "0" * 32), ("x" * 97 + ".png", "0" * 32), ("a.png", "0" * 64), (7, "0" * 32)]
)
def test_a_first_step_without_a_good_name_and_an_md5_is_refused(shop, uploads, name, digest):
    assert shop.client.post(uploads.path, json={"fileName": name, "fileHash": digest}).status_code == 400


def test_a_second_step_that_differs_from_the_form_is_denied(uploads):
    promised = uploads.begin().json()
    assert uploads.send(promised, Policy="other").status_code == 403
    assert uploads.send(promised, extra="more").status_code == 403


def test_a_bearer_header_has_no_place_in_the_second_step(uploads):
    promised = uploads.begin().json()
    assert uploads.send(promised, headers={"Authorization": "Bearer sandbox-token"}).status_code == 400


def test_a_form_lasts_an_hour(shop, uploads):
    promised = uploads.begin().json()
    shop.sandbox.clock.advance(3601)
    assert "expired" in uploads.send(promised).text


def test_another_file_than_promised_is_refused(uploads):
    promised = uploads.begin().json()
    assert "BadDigest" in uploads.send(promised, PICTURE + b"more").text


def test_a_file_that_is_too_large_is_refused(uploads):
    large = b"x" * (4 * 1024 * 1024 + 1)
    assert "EntityTooLarge" in uploads.send(uploads.begin(large).json(), large).text
    assert uploads.send(uploads.begin(large, "book.pdf").json(), large).status_code == 201


def test_the_file_must_be_the_last_field(uploads):
    promised = uploads.begin().json()
    parts = [
        *(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"file": "x", **promised["uploadDetails"]}.items()
        ),
        b"--b--\r\n",
    ]
    with httpx.Client() as client:
        kind = {"Content-Type": "multipart/form-data; boundary=b"}
        answer = client.post(promised["uploadUrl"], content=b"".join(parts), headers=kind)
        assert "as the last field" in answer.text
        assert client.post(promised["uploadUrl"], content=b"x").status_code == 403


def test_the_alternative_text_is_by_locale_and_the_name_is_not(shop):
    path = f"/assets/{shop.table['assets']['cup.png']}"
    french, german = ({"localeId": shop.table["locales"][tag]["id"]} for tag in ("fr-FR", "de-DE"))
    texts = [shop.client.get(path, params=params).json()["altText"] for params in ({}, french, german)]
    assert texts == ["A cup", "Une tasse", "A cup"]
    shop.client.patch(path, params=german, json={"altText": "Eine Tasse", "displayName": "Tasse"})
    shop.client.patch(path, json={"altText": "The cup"})
    got = [shop.client.get(path, params=params).json() for params in ({}, french, german)]
    assert [each["altText"] for each in got] == ["The cup", "Une tasse", "Eine Tasse"]
    assert {each["displayName"] for each in got} == {"Tasse"}
    assert shop.client.patch(path, json={"altText": 7}).status_code == 400


def test_assets_are_listed_by_folder_with_the_folders_within(shop, uploads):
    folders = f"/sites/{shop.table['site']}/asset_folders"
    outer = shop.client.post(folders, json={"displayName": "Outer"}).json()
    inner = shop.client.post(folders, json={"displayName": "Inner", "parentFolder": outer["id"]}).json()
    promised = uploads.begin(parentFolder=inner["id"]).json()
    assert promised["parentFolder"] == inner["id"]
    listed = shop.client.get(uploads.path, params={"folderId": outer["id"]}).json()["assets"]
    assert [(each["id"], each["folderId"]) for each in listed] == [(promised["id"], inner["id"])]
    assert shop.client.get(uploads.path).json()["pagination"]["total"] == 2
    assert shop.client.get(f"/asset_folders/{inner['id']}").json()["assets"] == [promised["id"]]
    assert [each["displayName"] for each in shop.client.get(folders).json()["assetFolders"]] == ["Outer", "Inner"]


def test_a_folder_has_a_name_of_its_own_and_a_parent_that_is_there(shop, uploads):
    folders = f"/sites/{shop.table['site']}/asset_folders"
    assert shop.client.post(folders, json={"displayName": "One"}).status_code == 200
    assert shop.client.post(folders, json={"displayName": "One"}).status_code == 400
    assert shop.client.post(folders, json={"displayName": "Two", "parentFolder": "x"}).status_code == 400
    assert uploads.begin(parentFolder="x").status_code == 400
    assert shop.client.get(uploads.path, params={"folderId": "x"}).status_code == 404
    assert shop.client.get("/asset_folders/x").status_code == 404


def test_a_deleted_asset_is_gone(shop):
    path = f"/assets/{shop.table['assets']['cup.png']}"
    assert shop.client.delete(path).status_code == 204
    assert shop.client.get(path).status_code == 404
    assert shop.client.get(f"/sites/{'0' * 24}/assets").status_code == 404
