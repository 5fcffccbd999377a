"""Files that are fetched and uploaded: each once, none from where it must not come, and none left out in silence."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
from typing import TYPE_CHECKING

import pytest
import small_site
from click.testing import CliRunner
from file_server import PNG, FileServer, serving
from sandboxes import Crossing, at_rest, settled, until
from small_site import BACKWARD, BOTH, FORWARD

from isogloss import api
from isogloss.cli.app import app
from isogloss.http.form import send_form
from isogloss.model.address import Side
from isogloss.run.bundles import from_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sandboxes import Json, Sandboxes

    from isogloss.outcomes import Applied

PICTURE = "https://images.example/a.png"
UPLOADING = ('base_url: "@WEBFLOW@/v2", rate', 'base_url: "@WEBFLOW@/v2", assets: upload, rate')
PRIVATE = ("limits:", "fetch: {allow_private: true}\nlimits:")


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving() as served:
        yield served


def crossing_of(
    sandboxes: Sandboxes, folder: Path, site: Json, flow: str = BACKWARD, *replaced: tuple[str, str]
) -> Crossing:
    """A source in ButterCMS whose files are where they are; a target that gets them by upload."""
    sandboxes.butter.turn(media_rehost=False)
    crossing = Crossing(sandboxes, folder, flow)
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(small_site.butter_seed(site))
    text = crossing.text
    for old, new in (UPLOADING, *(replaced or (PRIVATE,))):
        assert old in text
        text = text.replace(old, new)
    crossing.text = text
    crossing.write_mapping()
    return crossing


def site(cover: str, body: str = "<p>Text</p>", alt: str = "") -> Json:
    told = {"title": "First", "body": body, "cover": {"url": cover, "alt": alt}}
    return {
        "article": {"first": {"all": {}, "en": told, "fr": {"title": "Premier", "cover": {"url": cover, "alt": ""}}}}
    }


def assets(sandboxes: Sandboxes) -> list[Json]:
    return list(sandboxes.webflow.state()["assets"].values())


def uploads(sandboxes: Sandboxes) -> list[str]:
    """The paths of both steps of every upload."""
    return [line["path"] for line in sandboxes.writes() if line["path"].endswith(("/assets", "/_upload"))]


def row(sandboxes: Sandboxes, locale: str = "en-US") -> Json:
    state = sandboxes.webflow.state()
    (code,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == locale)
    rows = [each for kind in state["collections"] if kind["slug"] == "posts" for each in kind["items"]]
    (found,) = (each for each in rows if each["cmsLocaleId"] == code)
    return found["fieldData"]


def test_a_file_is_fetched_and_uploaded_once_for_all_that_show_it(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer
) -> None:
    cover = server.put("/a%20pot.png")
    body = f'<p>Here: <img alt="" src="{cover}"></p>'
    crossing = crossing_of(sandboxes, tmp_path, site(cover, body))
    settled(crossing.sync())
    (asset,) = assets(sandboxes)
    assert asset["originalFileName"].startswith(f"a-pot-{hashlib.md5(PNG, usedforsecurity=False).hexdigest()}-")
    assert asset["originalFileName"].endswith(".png")
    assert asset["size"] == len(PNG)
    assert row(sandboxes)["cover"]["fileId"] == row(sandboxes, "fr-FR")["cover"]["fileId"] == asset["id"]
    assert asset["hostedUrl"] in row(sandboxes)["body"]
    assert server.asked == {"/a%20pot.png": 1}
    assert "authorization" not in server.heard[0]
    sent, intended = crossing.sent_and_intended()
    assert sent == intended
    at_rest(crossing)
    assert len(assets(sandboxes)) == 1


@pytest.mark.parametrize(("dedupe", "made"), [(False, 2), (True, 1)])
def test_equal_files_of_two_addresses_come_to_rest_whether_the_site_keeps_one_or_two(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer, *, dedupe: bool, made: int
) -> None:
    sandboxes.webflow.turn(asset_dedupe=dedupe)
    told = site(server.put("/a.png"))
    told["article"]["first"]["fr"]["cover"]["url"] = server.put("/b.png")
    told["article"]["first"]["fr"]["body"] = f'<p><img alt="" src="{server.url}/b.png"></p>'
    crossing = crossing_of(sandboxes, tmp_path, told, BOTH)
    settled(crossing.sync())
    assert len(assets(sandboxes)) == made
    at_rest(crossing)


def test_a_changed_picture_is_uploaded_once_and_no_other_again(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer
) -> None:
    crossing = crossing_of(sandboxes, tmp_path, site(server.put("/a.png"), alt="A pot"), BOTH)
    settled(crossing.sync())
    sandboxes.forget()
    new = server.put("/b.png", PNG + b"new")
    there: Json = {"action": "update", "page_type": "article", "slug": "first", "locale": "en", "publish": True}
    sandboxes.butter.edit(**there, fields={"hero": new, "headline": "Changed"})
    settled(crossing.sync())
    assert len(uploads(sandboxes)) == 2
    assert server.asked == {"/a.png": 1, "/b.png": 1}
    assert row(sandboxes)["cover"]["fileId"] != row(sandboxes, "fr-FR")["cover"]["fileId"]
    at_rest(crossing)


def test_a_picture_that_was_first_seen_on_the_site_is_never_uploaded(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer
) -> None:
    crossing = crossing_of(sandboxes, tmp_path, {}, BOTH)
    told = site("https://images.example/a.png")
    sandboxes.webflow.seed(small_site.webflow_seed(told))
    file = min(each["url"] for each in sandboxes.webflow.state()["files"].values())
    there: Json = {"action": "update", "collection": "posts", "item": "first", "locale": "en-US", "publish": True}
    body = f'<p><img alt="" src="{file}"></p>'
    sandboxes.webflow.edit(**there, fields={"body": body})
    settled(crossing.sync())
    here: Json = {"action": "update", "page_type": "article", "slug": "first", "locale": "en", "publish": True}
    sandboxes.butter.edit(**here, fields={"body": f"{body}<p>more</p>", "headline": "Changed"})
    settled(crossing.sync())
    assert file in row(sandboxes)["body"]
    assert "more" in row(sandboxes)["body"]
    assert assets(sandboxes) == []


@pytest.mark.parametrize(
    ("fault", "sent"),
    [
        ({"kind": "drop_after", "path": "/_upload$"}, ["assets", "_upload"]),
        ({"kind": "drop_before", "path": "/_upload$"}, ["assets", "_upload", "assets", "_upload"]),
        ({"kind": "drop_after", "method": "POST", "path": "/assets$"}, ["assets", "assets", "_upload"]),
        ({"kind": "status", "path": "/_upload$", "status": 503}, ["assets", "_upload", "assets", "_upload"]),
    ],
    ids=str,
)
def test_a_file_whose_answer_is_lost_is_looked_for_and_not_sent_twice(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer, fault: Json, sent: list[str]
) -> None:
    crossing = crossing_of(sandboxes, tmp_path, site(server.put("/a.png")))
    sandboxes.webflow.fault(**fault)
    settled(crossing.sync())
    assert [path.rpartition("/")[2] for path in uploads(sandboxes)] == sent
    assert len([each for each in assets(sandboxes) if each["size"]]) == 1
    assert row(sandboxes)["cover"]["url"]
    at_rest(crossing)


def test_a_file_that_is_on_the_site_is_found_after_everything_was_forgotten(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer
) -> None:
    crossing = crossing_of(sandboxes, tmp_path, site(server.put("/a.png")))
    settled(crossing.sync())
    crossing.state.unlink()
    (item,) = {each["id"] for kind in sandboxes.webflow.state()["collections"] for each in kind["items"]}
    for locale in ("en-US", "fr-FR"):
        sandboxes.webflow.edit(action="delete", collection="posts", item=item, locale=locale)
    sandboxes.forget()
    settled(crossing.sync())
    assert uploads(sandboxes) == []
    assert row(sandboxes)["cover"]["fileId"] == assets(sandboxes)[0]["id"]


def lost(crossing: Crossing) -> list[tuple[str, str]]:
    """What was left out by the next run: where, and why."""
    applied = crossing.sync()
    details = " ".join(settled.detail for _, settled in applied.result.problems)
    for one in applied.result.missed:
        assert one.at.field == "body" or f"{one.address}: {one.reason}" in details
    return [(f"{one.at.locale} {one.at.field}", one.reason) for one in applied.result.missed]


def test_a_file_on_a_private_network_is_refused_and_told_and_the_rest_crosses(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer
) -> None:
    address = server.put("/a.png")
    crossing = crossing_of(
        sandboxes, tmp_path, site(address, f'<p><img alt="" src="{address}"></p>'), BACKWARD, ("limits:", "limits:")
    )
    reason = "127.0.0.1 is not on the public internet"
    assert lost(crossing) == [("en-US body", reason), ("en-US cover", reason), ("fr-FR cover", reason)]
    assert (server.asked, uploads(sandboxes)) == ({}, [])
    there = row(sandboxes)
    assert (there["name"], there.get("cover")) == ("First", None)
    assert address in there["body"]
    # It is told again until somebody mends it; nothing else is written meanwhile.
    again = lost(crossing)
    assert [each for each in again if "cover" in each[0]] == [("en-US cover", reason), ("fr-FR cover", reason)]


@pytest.mark.parametrize(
    ("data", "media", "reason"),
    [
        (b"x" * (4 * 1024 * 1024 + 1), "image/png", "it has 4194305 bytes, and Webflow takes 4194304"),
        (b"x", "text/html", "it is text/html, and Webflow takes PNG, JPEG, GIF, SVG, WebP and AVIF"),
        (b"", "image/png", "it is empty"),
        (b"x", "", "its server answered 404"),
    ],
)
def test_a_file_that_the_site_would_not_take_is_not_sent(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer, data: bytes, media: str, reason: str
) -> None:
    crossing = crossing_of(sandboxes, tmp_path, site(server.put("/a.png", data, media)))
    assert lost(crossing) == [("en-US cover", reason), ("fr-FR cover", reason)]
    assert uploads(sandboxes) == []
    server.put("/a.png")
    settled(crossing.sync())
    at_rest(crossing)


ALT_TEXTS = (
    "      local_slug: {type: text, webflow: slug, butter: local_slug}\n",
    "      alt: {type: text, webflow: cover.alt, butter: local_slug}\n",
)
"""ButterCMS writes no alternative texts, so a text field there (whatever its name) holds those of the cover."""


def alt_in_butter(sandboxes: Sandboxes, locale: str) -> str:
    (page,) = sandboxes.butter.state()["pages"]
    return page["locales"][locale]["live"]["local_slug"]


@pytest.mark.parametrize(
    "ways", [{}, {"image_rehost": False}, {"html_rewrite": "heavy", "files_base": "self"}], ids=str
)
@pytest.mark.parametrize("flow", [FORWARD, BACKWARD, BOTH])
def test_alternative_texts_are_by_locale_and_cross_without_their_files(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, ways: Json
) -> None:
    told = site(PICTURE, f'<p><img src="{PICTURE}" alt="In words"></p>', alt="A pot")
    told["article"]["first"]["fr"]["cover"]["alt"] = "Un pot"
    sandboxes.webflow.turn(**ways)
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed(told)
    crossing.write_mapping(ALT_TEXTS, ("site: pots,", "site: pots, image_alt: write,"))
    settled(crossing.sync())
    at_rest(crossing)
    both = [("en-US", "en"), ("fr-FR", "fr")]
    before = [(row(sandboxes, here)["cover"]["alt"], alt_in_butter(sandboxes, there)) for here, there in both]
    assert before == (
        [("first", "first"), ("first-fr", "first-fr")] if flow == BACKWARD else [("A pot",) * 2, ("Un pot",) * 2]
    )
    assert 'alt="In words"' in row(sandboxes)["body"]
    if flow != BOTH:
        return
    files = len(sandboxes.webflow.state()["files"]), len(sandboxes.butter.state()["media"])
    cover = row(sandboxes)["cover"] | {"alt": "A red pot"}
    edited: Json = {"action": "update", "collection": "posts", "item": "first", "locale": "en-US", "publish": True}
    sandboxes.webflow.edit(**edited, fields={"cover": cover})
    here: Json = {"action": "update", "page_type": "article", "slug": "first", "locale": "fr", "publish": True}
    sandboxes.butter.edit(**here, fields={"local_slug": "Un pot rouge"})
    settled(crossing.sync())
    assert alt_in_butter(sandboxes, "en") == "A red pot"
    assert row(sandboxes, "fr-FR")["cover"]["alt"] == "Un pot rouge"
    assert (len(sandboxes.webflow.state()["files"]), len(sandboxes.butter.state()["media"])) == files
    at_rest(crossing)


def restored(crossing: Crossing, folder: Path) -> Applied:
    """Write a bundle back over what the site shows now."""
    session = from_bundle(crossing.session(), Side.LEFT, folder, overwrite=True)
    plan = api.plan(session, crossing.folder / "import.jsonl")
    return api.apply(session, plan)


def test_an_export_copies_files_and_a_restore_uploads_the_copies(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer
) -> None:
    cover, shown = server.put("/a.png"), server.put("/b.PNG", PNG + b"b")
    gone = f"{server.url}/gone.png"
    crossing = crossing_of(sandboxes, tmp_path, {})
    sandboxes.webflow.turn(image_rehost=False)
    body = f'<p><img alt="" src="{shown}"><img alt="" src="{gone}"></p>'
    sandboxes.webflow.seed(small_site.webflow_seed(site(cover, body)))
    out = tmp_path / "out"

    done = api.export(crossing.session(), Side.LEFT, out, assets=True)
    assert done.copied == 2
    assert [(one.address, one.reason) for one in done.missed] == [(gone, "its server answered 404")]
    index = json.loads((out / "assets" / "index.json").read_text())
    assert index == {
        address: f"{hashlib.sha256(data).hexdigest()}.png" for address, data in ((cover, PNG), (shown, PNG + b"b"))
    }
    assert (out / "assets" / index[shown]).read_bytes() == PNG + b"b"
    assert cover in "".join(path.read_text() for path in out.rglob("*.yaml"))
    again = api.export(crossing.session(), Side.LEFT, out, assets=True)
    assert again.copied == 0
    assert (server.asked["/a.png"], server.asked["/b.PNG"]) == (1, 1)

    server.files.clear()
    (item,) = {each["id"] for kind in sandboxes.webflow.state()["collections"] for each in kind["items"]}
    for locale in ("en-US", "fr-FR"):
        sandboxes.webflow.edit(action="delete", collection="posts", item=item, locale=locale)
    applied = restored(crossing, out)
    assert [(one.at.field, one.address) for one in applied.result.missed] == [("body", gone)]
    settled(applied)
    assert {each["size"] for each in assets(sandboxes)} == {len(PNG), len(PNG) + 1}
    assert row(sandboxes)["cover"]["fileId"] in {each["id"] for each in assets(sandboxes)}
    assert gone in row(sandboxes)["body"]
    assert server.asked["/a.png"] == 1


def test_an_export_says_of_each_file_where_it_is_shown_and_what_could_not_be_had(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer
) -> None:
    cover, gone = server.put("/a.png"), f"{server.url}/gone.png"
    crossing = crossing_of(sandboxes, tmp_path, {})
    sandboxes.webflow.turn(image_rehost=False)
    body = f'<p>Look<img alt="=A cup" src="{cover}"><img alt="Gone" src="{gone}"></p>'
    sandboxes.webflow.seed(small_site.webflow_seed(site(cover, body)))
    out = tmp_path / "out"
    api.export(crossing.session(), Side.LEFT, out, assets=True)
    with (out / "assets" / "used.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    name, places = f"{hashlib.sha256(PNG).hexdigest()}.png", {(each["locale"], each["field"]) for each in rows}
    assert {locale for locale, _ in places} >= {"en-US", "fr-FR"}
    for each in rows:
        there = each["address"] == cover
        assert each["kind"] == "article"
        assert (each["copy"], each["bytes"]) == ((name, str(len(PNG))) if there else ("", ""))
        assert each["left behind"] == ("" if there else "its server answered 404")
    texts = {(each["address"], each["alternative text"]) for each in rows if each["field"] == "body"}
    assert texts == {(cover, "'=A cup"), (gone, "Gone")}, "safe where a spreadsheet computes"


def test_an_export_fetches_nothing_unless_it_is_asked_to(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer
) -> None:
    crossing = crossing_of(sandboxes, tmp_path, site(server.put("/a.png")))
    done = api.export(crossing.session(), Side.RIGHT, tmp_path / "out")
    assert (done.copied, done.missed, server.asked) == (None, (), {})
    assert not (tmp_path / "out" / "assets").exists()


@pytest.mark.network
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_that_dies_while_it_uploads_is_finished_without_sending_twice(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    crossing = crossing_of(sandboxes, tmp_path, site(server.put("/a.png")))
    plan = crossing.plan()

    def dying(*given: object) -> None:
        if when == "after":
            send_form(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr("isogloss.adapters.webflow.files.upload.send_form", dying)
        child = os.fork()
        if child == 0:
            crossing.apply(plan)
            os._exit(0)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    settled(crossing.apply(plan))
    assert len([path for path in uploads(sandboxes) if path == "/_upload"]) == 1
    assert len([each for each in assets(sandboxes) if each["size"]]) == 1
    at_rest(crossing)


@pytest.mark.parametrize("delay", [0.0, 0.4])
def test_a_plan_that_is_applied_later_teaches_the_addresses_too(
    sandboxes: Sandboxes, tmp_path: Path, delay: float
) -> None:
    sandboxes.butter.turn(text_rehost=True, media_delay=delay)
    told = site(PICTURE, f'<p><img alt="" src="{PICTURE}"></p>')
    crossing = Crossing(sandboxes, tmp_path, FORWARD)
    crossing.seed(told)
    settled(crossing.apply(crossing.plan()))
    until(lambda: PICTURE not in str(crossing.sandboxes.http.get(body_of(sandboxes)).text))
    assert crossing.ops() == []
    edited: Json = {"action": "update", "collection": "posts", "item": "first", "locale": "fr-FR", "publish": True}
    sandboxes.webflow.edit(**edited, fields={"name": "Changé"})
    settled(crossing.apply(crossing.plan()))
    at_rest(crossing)


def body_of(sandboxes: Sandboxes) -> str:
    return f"{sandboxes.butter.url}/v2/pages/article/first/?locale=en&auth_token={small_site.READ_TOKEN}"


def test_the_command_tells_what_it_copied_and_what_it_left_behind(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer
) -> None:
    crossing = crossing_of(sandboxes, tmp_path, site(server.put("/a.png"), f'<p><img src="{server.url}/gone.png"></p>'))
    asked = ["export", str(crossing.mapping), "butter", str(tmp_path / "out"), "--assets"]
    asked += ["--state", str(crossing.state)]
    told = CliRunner().invoke(app, asked, env=small_site.ENVIRONMENT)
    assert told.exit_code == 1, told.output
    assert "  1 file fetched, 1 left behind\n" in told.output
    assert f", en-US, body: {server.url}/gone.png: its server answered 404\n" in told.output
    data = json.loads(CliRunner().invoke(app, [*asked, "--json"], env=small_site.ENVIRONMENT).stdout)
    assert (data["files_copied"], [one["address"] for one in data["files_left_behind"]]) == (
        0,
        [f"{server.url}/gone.png"],
    )
    told = CliRunner().invoke(app, ["assets", "report", str(tmp_path / "out")])
    assert told.exit_code == 1, told.output
    assert f"{tmp_path / 'out'}: copies of 1 file, which 3 places show\n  png: 1 copy, " in told.output
    assert "  en-US: 1 picture without alternative text\n" in told.output
    lacking = (
        f"  1 file without a copy\n    {server.url}/gone.png: its server answered 404; article first, en-US, body\n"
    )
    assert told.output.endswith(lacking)
    assert CliRunner().invoke(app, ["assets", "report", str(tmp_path / "out"), "--quiet"]).output == lacking


def test_a_report_has_the_pictures_that_were_asked_for_by_the_rules_of_the_mapping(
    sandboxes: Sandboxes, tmp_path: Path, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = crossing_of(sandboxes, tmp_path, site(server.put("/a.png")))
    monkeypatch.chdir(tmp_path)

    def pictures(*words: str) -> int:
        ran = CliRunner().invoke(app, [*words, "--report", "html=x.html", "-q"], env=small_site.ENVIRONMENT)
        assert ran.exit_code == 0, ran.output
        return (tmp_path / "x.html").read_text(encoding="utf-8").count('class="pictures"')

    plan = ("plan", str(crossing.mapping), "--out", "plan.jsonl")
    assert pictures(*plan) == 0
    assert not server.asked
    assert pictures(*plan, "--report-images") == 1
    assert server.asked == {"/a.png": 1}
    assert pictures("show", "plan.jsonl", "--report-images") == 0, "a plan file leads to no private address"
    assert server.asked == {"/a.png": 1}


def test_a_kind_and_the_copies_never_share_a_folder(sandboxes: Sandboxes, tmp_path: Path, server: FileServer) -> None:
    crossing = crossing_of(sandboxes, tmp_path, site(server.put("/a.png")))
    crossing.text = crossing.text.replace("\n  author:\n", "\n  assets:\n").replace("to: author", "to: assets")
    crossing.write_mapping()
    for _ in range(2):
        assert api.export(crossing.session(), Side.RIGHT, tmp_path / "out", assets=True).missed == ()
    assert (tmp_path / "out" / "assets" / "index.json").is_file()
