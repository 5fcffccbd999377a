"""``isogloss conflicts`` and ``isogloss resolve`` as a person types them, over what a run left."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command import Ran, isogloss
from two_worlds import EN, FR, Pair, html, remote_of, text

from isogloss import api
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.state.opened import open_state

MAPPING = """\
isogloss: 1
name: pair
sides:
  left: {adapter: memory, world: left}
  right: {adapter: memory, world: right}
flow: both
locales:
  en: {left: en, right: en, primary: true}
  fr: {left: fr, right: fr}
kinds:
  article:
    left: {collection: articles}
    right: {collection: articles}
    match: [$slug]
    label: title
    fields:
      title: {type: text, left: title, right: title}
      body: {type: rich_text, left: body, right: body}
  author:
    left: {collection: authors}
    right: {collection: authors}
    match: [$slug]
    fields:
      name: {type: text, left: name, right: name}
"""
BODY = "<h2>Tea</h2><p>Boil water and wait for two minutes.</p><p>Then drink it, slowly, from a cup.</p>"


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Three cells in conflict, of two articles."""
    (tmp_path / "pair.yaml").write_text(MAPPING)
    made = Pair(tmp_path)
    for slug in ("tea", "pot"):
        content = {"title": text(slug.title()), "body": html(BODY), STATUS: PUBLISHED}
        made.left.put("article", slug, {EN: content, FR: content}, slug=slug)
    made.sync()
    edits = [
        ("tea", EN, {"title": text("Green tea")}, {"title": text("Red tea")}),
        ("pot", FR, {"title": text("Théière")}, {"title": text("Pot à thé")}),
        (
            "tea",
            EN,
            {"body": html(BODY.replace("two", "three"))},
            {"body": html(BODY.replace("two", "four").replace("a cup", "<strong>a cup</strong>"))},
        ),
    ]
    for slug, locale, left, right in edits:
        made.left.edit("article", slug, locale, **left)
        made.right.edit("article", remote_of(made.right, "article", slug), locale, **right)
    assert made.sync().conflicts == 3
    made.clock.sleep(3 * 86400)
    return made


def typed(pair: Pair, command: str, *words: str, **environment: str) -> Ran:
    said = [str(pair.folder / "pair.yaml") if word == "MAPPING" else word for word in words]
    return isogloss(command, *said, ISOGLOSS_STATE=str(pair.state), ISOGLOSS_USER="ann", **environment)


def listed(pair: Pair, *words: str) -> list[dict[str, object]]:
    return typed(pair, "conflicts", "MAPPING", *words, "--json").data["conflicts"]


def decisions(pair: Pair) -> list[tuple[str, str, str]]:
    with open_state(str(pair.state), "pair", pair.clock) as state:
        return [(each.resolution.conflict, each.status, each.resolution.by) for each in state.resolutions.all()]


def test_the_list_says_what_waits_with_both_values(pair: Pair) -> None:
    ran = typed(pair, "conflicts", "MAPPING")
    assert ran.code == 1
    assert re.search(r"^pair: 3 conflicts, as run \d{8}-\d{6}-\w{4} left it", ran.out)
    assert re.search(
        r"^[0-9a-z]{8}  Green tea \(article/tea\) · en · title: both sides changed, for .*\n"
        r"  left: Green tea\n  right: Red tea\n  last changed on left 2026-.*, on right 2026-.* \(UTC\)$",
        ran.out,
        re.MULTILINE,
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), 3),
        (("--kind", "article"), 3),
        (("--kind", "author"), 0),
        (("--entry", "tea"), 2),
        (("--locale", "f*"), 1),
        (("--field", "title"), 2),
        (("--field", "title", "--locale", "en"), 1),
        (("--field", "title", "--field", "body"), 3),
        (("--older-than", "30s"), 3),
        (("--older-than", "9999w"), 0),
        (("--older-than", "99999999999999w"), 0),
    ],
)
def test_the_list_is_filtered(pair: Pair, words: tuple[str, ...], found: int) -> None:
    assert len(listed(pair, *words)) == found
    ran = typed(pair, "conflicts", "MAPPING", *words)
    assert ran.code == (1 if found else 0)
    assert found == 3 or f"{found} of 3 conflicts" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "artcle"), "pair.yaml: there is no kind artcle; there is article, author."),
        (("--locale", "de"), "pair.yaml: there is no locale de; there is en, fr, "),
        (("--field", "title", "--field", "tilte"), "pair.yaml: there is no field tilte; there is $slug, $status, body"),
    ],
)
def test_a_filter_that_no_mapping_could_fit_is_refused(pair: Pair, words: tuple[str, ...], said: str) -> None:
    for ran in (
        typed(pair, "conflicts", "MAPPING", *words),
        typed(pair, "resolve", "MAPPING", "--all", "--take", "left", "--yes", *words),
    ):
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
    assert decisions(pair) == []


def test_an_age_that_is_none_is_refused(pair: Pair) -> None:
    ran = typed(pair, "conflicts", "MAPPING", "--older-than", "long")
    assert ran.code == 2
    assert "long: write it as 30m, 12h, 3d or 2w" in ran.err


def test_one_is_shown_beside_what_both_had_at_eighty_columns(pair: Pair) -> None:
    (body,) = (each for each in listed(pair) if each["field"] == "body")
    ran = typed(pair, "conflicts", "show", "MAPPING", str(body["id"])[:6], COLUMNS="80")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("both had: Tea") for line in lines)
    beside = [line.split("│") for line in lines if "│" in line]
    left, right = (" ".join(each[side].strip() for each in beside if len(each) > side) for side in (0, 1))
    assert left.startswith("left ")
    assert "wait for [-two-]{+three+} minutes" in left
    assert "wait for [-two-]{+four+} minutes" in right
    assert "<strong>" in right, "where nothing but the markup changed, it is shown"
    assert f"isogloss resolve MAPPING {body['id']}" in " ".join(lines)


def test_a_list_for_programs_has_every_value_and_what_was_there_before(pair: Pair) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    left, right = title["values"]
    assert (left["side"], left["shows"], left["showed"]) == ("left", {"text": "Green tea"}, {"text": "Tea"})
    assert (right["side"], right["shows"], right["showed_known"]) == ("right", {"text": "Red tea"}, True)
    assert title["can_be_decided"]
    assert title["decided"] is None
    assert title["since"]


def test_a_side_is_taken_and_the_list_says_so(pair: Pair) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    ran = typed(pair, "resolve", "MAPPING", str(title["id"]), "--take", "right", "--note", "as legal asked")
    assert (ran.code, ran.err) == (0, "")
    assert "take right" in ran.out
    assert "1 decision is kept. The next isogloss sync does it, or plan and apply." in ran.out
    out = typed(pair, "conflicts", "MAPPING").out
    assert re.search(r"decided: take right, by ann on \d{4}-\d\d-\d\d \d\d:\d\d \(as legal asked\)", out)
    assert decisions(pair) == [(title["id"], "open", "ann")]


def test_a_decision_that_takes_the_place_of_anothers_says_whose_and_which(pair: Pair) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    found = str(title["id"])
    typed(pair, "resolve", "MAPPING", found, "--take", "right", "--note", "as legal asked")
    ran = typed(pair, "resolve", "MAPPING", found, "--take", "left", "--by", "bob")
    assert ran.code == 0
    told = r"take left\n  in place of: take right, by ann on \d{4}-\d\d-\d\d \d\d:\d\d \(as legal asked\)\n"
    assert re.search(told, ran.out)
    ran = typed(pair, "resolve", "MAPPING", found, "--take", "right", "--json")
    (made,) = ran.data["decided"]
    assert (made["replaces"]["by"], made["replaces"]["how"]) == ("bob", "take left")
    assert [status for _, status, _ in decisions(pair)] == ["replaced", "replaced", "open"]
    typed(pair, "resolve", "MAPPING", found, "--withdraw")
    assert "in place of" not in typed(pair, "resolve", "MAPPING", found, "--take", "left").out


def test_a_value_that_was_given_is_shown_with_why(pair: Pair) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    api.resolve(pair.session(), [str(title["id"])], api.TakeValue("Any tea\n"), by="ann", note="as legal asked")
    out = typed(pair, "conflicts", "show", "MAPPING", str(title["id"])).out
    assert "decided value: Any tea\n" in out
    assert "(as legal asked)" in out


def test_a_value_of_two_lines_is_none_for_a_field_of_one(pair: Pair) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    (pair.folder / "title.txt").write_text("Any\ntea\n")
    ran = typed(pair, "resolve", "MAPPING", str(title["id"]), "--value", str(pair.folder / "title.txt"))
    assert ran.code == 2
    assert "this is no text: it has 2 lines, and the field holds one" in ran.err
    assert decisions(pair) == []


def test_what_never_agreed_has_no_base_and_says_so(pair: Pair) -> None:
    for world, title in ((pair.left, "Cup"), (pair.right, "Mug")):
        world.put("article", "cup", {EN: {"title": text(title), STATUS: PUBLISHED}}, slug="cup")
    pair.sync()
    (cup,) = listed(pair, "--entry", "cup")
    assert [each["showed_known"] for each in cup["values"]] == [False, False]
    out = typed(pair, "conflicts", "show", "MAPPING", str(cup["id"])).out
    assert "The two sides never agreed here, so there is nothing to compare with." in out
    assert "both had" not in out


def test_a_decision_is_taken_back(pair: Pair) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    typed(pair, "resolve", "MAPPING", str(title["id"]), "--take", "right")
    ran = typed(pair, "resolve", "MAPPING", str(title["id"]), "--withdraw")
    assert f"Taken back: {title['id']}" in ran.out
    again = typed(pair, "resolve", "MAPPING", str(title["id"]), "--withdraw")
    assert again.code == 2
    assert "no decision is open about" in again.err


def test_all_that_fit_are_decided_once_a_person_agreed_to_their_number(pair: Pair) -> None:
    ran = typed(pair, "resolve", "MAPPING", "--all", "--entry", "tea", "--take", "left")
    assert ran.code == 2
    assert "Take left in 2 conflicts? Nobody is there to ask; say --yes." in ran.err
    assert decisions(pair) == []
    ran = typed(pair, "resolve", "MAPPING", "--all", "--entry", "tea", "--take", "left", "--yes", "--json")
    assert [each["how"] for each in ran.data["decided"]] == ["take left"] * 2
    assert {status for _, status, _ in decisions(pair)} == {"open"}
    assert len(decisions(pair)) == 2
    ran = typed(pair, "resolve", "MAPPING", "--all", "--withdraw", "--yes", "--json")
    assert len(ran.data["withdrawn"]) == 2
    ran = typed(pair, "resolve", "MAPPING", "--all", "--kind", "author", "--take", "left", "--yes")
    assert (ran.code, "no conflict fits" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("zzzz", "--take", "left"), "there is no conflict zzzz among what the last run left"),
        (("ID", "--take", "lef"), "there is no side lef; did you mean left?"),
        (("ID",), "Say one of --take SIDE, --value FILE, --merge, --edit and --withdraw."),
        (("ID", "--take", "left", "--merge"), "Say only one of --take SIDE"),
        (
            ("ID", "--take", "left", "--kind", "article"),
            "--kind chooses among all conflicts; name ids or what fits, not both",
        ),
        (("ID", "--take", "left", "--older-than", "3d"), "--older-than chooses among all conflicts"),
        (("--take", "left"), "Name conflicts by their ids, or say --all."),
        (("ID", "--all", "--take", "left"), "Name conflicts by their ids, or say --all."),
        (("--all", "--merge"), "--all goes with --take SIDE or --withdraw"),
        (("ID", "ID", "--value", "FILE"), "A value is given for one conflict; name one id."),
        (("ID", "--value", "nowhere.txt"), "nowhere.txt"),
        (("ID", "--value", "BINARY"), "the value cannot be read"),
    ],
)
def test_what_makes_no_decision_says_why_and_records_nothing(pair: Pair, words: tuple[str, ...], said: str) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    files = {"FILE": b"Any tea", "BINARY": b"\xff\xfe\xfa"}
    for name, content in files.items():
        (pair.folder / name).write_bytes(content)
    places = {"ID": str(title["id"]), **{name: str(pair.folder / name) for name in files}}
    ran = typed(pair, "resolve", "MAPPING", *(places.get(word, word) for word in words))
    assert ran.code == 2
    assert said in ran.err
    assert decisions(pair) == []


def test_a_text_that_has_no_place_to_be_edited_in_is_told(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    monkeypatch.chdir(pair.folder)
    Path(f"isogloss-{title['id']}.txt").symlink_to(pair.folder / "nowhere" / "text.txt")
    ran = typed(pair, "resolve", "MAPPING", str(title["id"]), "--edit", EDITOR="true")
    assert ran.code == 2
    assert f"isogloss-{title['id']}.txt: the text cannot be written" in ran.err
    assert "Traceback" not in ran.err


def test_no_editor_is_opened_where_no_terminal_is(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    monkeypatch.chdir(pair.folder)
    ran = typed(pair, "resolve", "MAPPING", str(title["id"]), "--edit", EDITOR="", VISUAL="")
    assert ran.code == 2
    assert "there is no terminal to open an editor on" in ran.err
    assert not list(pair.folder.glob("isogloss-*"))


def test_filters_choose_among_all_and_an_id_is_shown_whatever_they_say(pair: Pair) -> None:
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    ran = typed(pair, "conflicts", "show", "MAPPING", str(title["id"]), "--field", "body")
    assert ran.code == 2
    assert "--field chooses among all conflicts; name ids or what fits, not both" in ran.err


def test_an_error_is_json_where_json_was_asked_for(pair: Pair) -> None:
    ran = typed(pair, "resolve", "MAPPING", "zzzz", "--take", "left", "--json")
    assert json.loads(ran.err)["exit_code"] == 2


def test_ids_that_are_not_asked_to_be_shown_are_told_how(pair: Pair) -> None:
    ran = typed(pair, "conflicts", "MAPPING", "k3f9")
    assert ran.code == 2
    assert "say isogloss conflicts show" in ran.err
    ran = typed(pair, "conflicts", "show")
    assert (ran.code, "Name a mapping" in ran.err) == (2, True)


def test_content_steers_no_terminal(pair: Pair) -> None:
    hostile = "Tea\x1b[31m\u202e red"
    pair.left.edit("article", "tea", EN, title=text(hostile), body=html(f"<p>{hostile}</p>"))
    pair.sync()
    ids = [str(each["id"]) for each in listed(pair)]
    for words in (("MAPPING",), ("show", "MAPPING", *ids)):
        out = typed(pair, "conflicts", *words).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "␛[31m" in out
    ran = typed(pair, "resolve", "MAPPING", ids[-1], "--take", "left", "--by", "\x1b[1mann")
    assert "\x1b" not in ran.out
    assert "\x1b" not in typed(pair, "conflicts", "MAPPING").out


def test_what_cannot_be_decided_is_left_out_of_all_and_counted(pair: Pair) -> None:
    right = remote_of(pair.right, "article", "pot")
    pair.right.edit("article", right, EN, publish=False, body=html("<p>Not yet.</p>"))
    pair.left.edit("article", "pot", EN, title=text("Jug"))
    pair.sync()
    ran = typed(pair, "resolve", "MAPPING", "--all", "--entry", "pot", "--take", "left", "--yes", "--json")
    assert ran.code == 0
    assert re.search(r"^isogloss: \d more wait for something else", ran.err)
    assert len(ran.data["decided"]) == 1


@pytest.mark.parametrize(
    ("words", "many"),
    [
        (("--entry", "article/tea"), 2),
        (("--entry", "tea"), 2),
        (("--entry", "art*/pot"), 1),
        (("--entry", "author/tea"), 0),
        (("--entry", "article/tea", "--entry", "article/pot"), 3),
    ],
)
def test_an_entry_is_named_as_reports_name_it_or_by_its_key(pair: Pair, words: tuple[str, ...], many: int) -> None:
    assert len(typed(pair, "conflicts", "MAPPING", "--json", *words).data["conflicts"]) == many


def test_entries_of_several_kinds_are_asked_for_one_kind_at_a_time(pair: Pair) -> None:
    ran = typed(pair, "conflicts", "MAPPING", "--entry", "article/tea", "--entry", "author/ann")
    assert ran.code == 2
    assert "--entry author/ann: name entries of one kind at a time" in ran.err


def test_a_text_that_somebody_else_decided_about_while_it_was_written_is_kept_and_not_taken(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pair.folder)
    (title,) = listed(pair, "--field", "title", "--locale", "en")
    id_ = str(title["id"])

    def written(filename: str) -> None:
        api.resolve(pair.session(), [id_], api.TakeSide("right"), by="Bea")
        Path(filename).write_text("My tea\n")

    monkeypatch.setattr("click.edit", written)
    ran = typed(pair, "resolve", "MAPPING", id_, "--edit", EDITOR="true")
    assert ran.code == 4
    assert "it changed since it was looked at; look at it again. It is kept in isogloss-" in ran.err
    assert (pair.folder / f"isogloss-{id_}.txt").read_text() == "My tea\n"
    assert [(status, by) for _, status, by in decisions(pair)] == [("open", "Bea")]


@pytest.mark.parametrize("words", [("--take", "left"), ("--withdraw",)])
def test_all_means_those_that_a_person_was_told_the_number_of(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    ids = [str(each["id"]) for each in listed(pair)]
    api.resolve(pair.session(), ids, api.TakeSide("right"), by="Cem")

    def agreed(*_: object, **__: object) -> bool:
        api.resolve(pair.session(), ids[:1], api.TakeSide("left"), by="Bea")
        return True

    monkeypatch.setattr("click.confirm", agreed)
    ran = typed(pair, "resolve", "MAPPING", "--all", *words, terminal=True)
    assert (ran.code, f"{ids[0]} (" in ran.err) == (4, True)
    assert "it changed since it was looked at; look at it again." in ran.err
    by = [each.decided.by for each in api.conflicts(pair.session()).found]
    assert sorted(by) == ["Bea", "Cem", "Cem"]
