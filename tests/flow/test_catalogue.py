"""A folder of message catalogues and a site, from the first contact to a day's work on both sides."""

from __future__ import annotations

import errno
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from app_texts import AppTexts
from plan_lines import lines_of
from sandboxes import Sandboxes, settled

from isogloss import api
from isogloss.adapters.catalogue.folder import Folder
from isogloss.adapters.catalogue.writing import Scribe
from isogloss.errors import Drift, MappingError, Missing, Unauthorized, Unavailable

if TYPE_CHECKING:
    pass

MAPPING = """
isogloss: 1
name: help
sides:
  site: {adapter: webflow, site: pots, token: "${WEBFLOW_TOKEN}", base_url: "@URL@/v2", rate: 100000}
  app: {adapter: catalogue, path: locales}
flow: both
locales:
  en: {site: en, app: en, primary: true}
  fr-FR: {site: fr-FR, app: fr}
kinds:
  question:
    site: {collection: questions}
    app: {collection: faq}
    match: [title]
    fields:
      title: {type: text, site: name, app: question}
      answer: {type: long_text, site: answer, app: answer.text}
      one: {type: text, site: one, app: count_one}
limits: {delete: 100%, change: 100%, minimum: 100}
"""
EN = """{
  "title": "Help",
  "shipping": {
    "question": "When does it come, {{name}}?",
    "answer": { "text": "{days, plural, one {In # day} other {In # days}}", "hint": "ICU" },
    "count_one": "{{count}} parcel",
    "count_other": "{{count}} parcels"
  },

  "returns": {"question": "Can I send it back?", "answer": {"text": "Yes."}}
}
"""
FR = """{
\t"shipping": {
\t\t"question": "Quand arrive-t-il, {{name}} ?",
\t\t"answer": {
\t\t\t"text": "{days, plural, one {Dans # jour} other {Dans # jours}}"
\t\t}
\t}
}"""


@pytest.fixture
def help_site(sandboxes: Sandboxes, tmp_path: Path) -> AppTexts:
    return AppTexts(sandboxes.webflow, sandboxes, tmp_path, MAPPING)


def test_a_catalogue_goes_into_a_site(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    help_site.put("fr", FR)
    assert api.check(help_site.session()).problems == ()
    settled(help_site.sync())
    assert {item["name"]: item.get("answer") for item in help_site.shown().values()} == {
        "When does it come, {{name}}?": "{days, plural, one {In # day} other {In # days}}",
        "Can I send it back?": "Yes.",
    }
    assert [item["name"] for item in help_site.shown("fr-FR").values()] == ["Quand arrive-t-il, {{name}} ?"]
    assert (help_site.read("en"), help_site.read("fr")) == (EN, FR)
    help_site.silent()


def test_a_site_goes_into_an_empty_folder(help_site: AppTexts) -> None:
    help_site.make("ships", name="Ships?", answer="Soon.")
    help_site.make("ships", "fr-FR", name="Livré ?", answer="Bientôt.")
    help_site.make("draft", publish=False, name="Not yet", answer="Secret")
    settled(help_site.sync())
    assert help_site.said("en") == {"ships": {"question": "Ships?", "answer": {"text": "Soon."}}}
    assert help_site.said("fr") == {"ships": {"question": "Livré ?", "answer": {"text": "Bientôt."}}}
    help_site.silent()


def test_a_days_work_on_both_sides(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    help_site.put("fr", FR)
    settled(help_site.sync())
    slugs = {item["name"]: slug for slug, item in help_site.shown().items()}
    ships = slugs["When does it come, {{name}}?"]
    help_site.edit(ships, "fr-FR", answer="Bientôt, {{name}} !")
    help_site.put("en", EN.replace('"{{count}} parcel"', '"One parcel"').replace('"Help"', '"FAQ"'))
    settled(help_site.sync())
    assert help_site.read("fr") == FR.replace(
        "{days, plural, one {Dans # jour} other {Dans # jours}}", "Bientôt, {{name}} !"
    )
    assert help_site.read("en") == EN.replace('"{{count}} parcel"', '"One parcel"').replace('"Help"', '"FAQ"')
    assert help_site.shown()[ships]["one"] == "One parcel"
    help_site.silent()


def test_a_new_text_is_laid_out_as_its_neighbours(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    help_site.put("fr", FR)
    settled(help_site.sync())
    help_site.make("gift", name="Gift wrap?", answer="Of course.")
    help_site.make("gift", "fr-FR", name="Emballé ?", answer="« Oui »")
    settled(help_site.sync())
    gift = """
  "gift": {
    "question": "Gift wrap?",
    "answer": {
      "text": "Of course."
    }
  }
}
"""
    assert help_site.read("en") == EN.removesuffix("\n}\n") + "," + gift
    said = gift.replace("  ", "\t").replace("Gift wrap?", "Emballé ?").replace("Of course.", "« Oui »").rstrip("\n")
    assert help_site.read("fr") == FR.removesuffix("\n}") + "," + said
    help_site.silent()


def test_what_both_changed_is_held_and_one_persons_word_settles_it(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    settled(help_site.sync())
    (ships,) = [slug for slug, item in help_site.shown().items() if "come" in item["name"]]
    help_site.edit(ships, answer="Tomorrow.")
    help_site.put("en", EN.replace("{days, plural, one {In # day} other {In # days}}", "Today."))
    before = help_site.read("en")
    (held,) = lines_of(help_site.sync().plan, "conflict")
    assert (held["reason"], held["field"]) == ("both sides changed", "answer")
    assert (help_site.read("en"), help_site.shown()[ships]["answer"]) == (before, "Tomorrow.")
    help_site.edit(ships, answer="Today.")
    settled(help_site.sync())
    help_site.silent()


@pytest.mark.parametrize("side", ["app", "site"])
def test_a_deletion_is_agreed_on(help_site: AppTexts, side: str) -> None:
    help_site.put("en", EN)
    help_site.put("fr", FR)
    settled(help_site.sync())
    (ships,) = [slug for slug, item in help_site.shown().items() if "come" in item["name"]]
    if side == "app":
        for code in ("en", "fr"):
            said = help_site.said(code)
            del said["shipping"]
            help_site.put(code, json.dumps(said))
    else:
        help_site.site.edit(collection="questions", item=ships, action="delete", all=True)
    (held,) = {each["reason"] for each in lines_of(help_site.sync().plan, "conflict")}
    assert held == "deletion"
    help_site.text = MAPPING.replace("flow: both", "flow: both\ndelete: propagate")
    settled(help_site.sync())
    assert ships not in help_site.shown(live=False)
    assert "shipping" not in help_site.said("en")
    assert "shipping" not in help_site.said("fr")
    if side == "site":
        assert help_site.read("en") == EN[: EN.index(',\n  "shipping"')] + EN[EN.index(',\n\n  "returns"') :]
        assert help_site.read("fr") == "{}"
    help_site.silent()


def test_a_locale_is_added_on_either_side(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    settled(help_site.sync())
    slugs = {item["name"]: slug for slug, item in help_site.shown().items()}
    help_site.make(slugs["Can I send it back?"], "fr-FR", name="Renvoyer ?", answer="Oui.")
    help_site.put("fr", FR)
    settled(help_site.sync())
    assert help_site.said("fr")["returns"] == {"question": "Renvoyer ?", "answer": {"text": "Oui."}}
    assert help_site.shown("fr-FR")[slugs["When does it come, {{name}}?"]]["name"] == "Quand arrive-t-il, {{name}} ?"
    help_site.silent()
    help_site.text = MAPPING.replace("kinds:", "  de: {site: de, app: de}\nkinds:", 1)
    help_site.put("de", '{"returns": {"question": "Zurück?"}}')
    settled(help_site.sync())
    assert help_site.shown("de")[slugs["Can I send it back?"]]["name"] == "Zurück?"
    help_site.silent()


def test_no_draft_is_ever_in_a_file(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    help_site.put("fr", "{}")
    settled(help_site.sync())
    slugs = {item["name"]: slug for slug, item in help_site.shown().items()}
    back = slugs["Can I send it back?"]
    help_site.make(back, "fr-FR", publish=False, name="Secret", answer="Secret")
    help_site.make("new", publish=False, name="Secret", answer="Secret")
    help_site.edit(back, publish=False, answer="Secret")
    for policy in ("report", "carry"):
        help_site.text = MAPPING.replace("flow: both", f"flow: both\nunpublished_edits: {policy}")
        ran = help_site.sync()
        assert (help_site.read("en"), help_site.read("fr")) == (EN, "{}")
        waits = [(each["entry"][1], each["locale"]) for each in lines_of(ran.plan, "remark")]
        assert ("new", "en") in waits
        assert "fr-FR" in {locale for _, locale in waits}
    help_site.text = MAPPING
    help_site.edit(back, "fr-FR", name="Renvoyer ?", answer="Oui.", publish=False)
    help_site.edit(back, "fr-FR", action="publish")
    help_site.edit("new", action="publish")
    help_site.edit(back, action="publish")
    settled(help_site.sync())
    assert help_site.said("fr") == {"returns": {"question": "Renvoyer ?", "answer": {"text": "Oui."}}}
    assert help_site.said("en")["new"]["question"] == "Secret"
    assert help_site.said("en")["returns"]["answer"]["text"] == "Secret"
    help_site.silent()


def test_what_comes_off_the_site_is_taken_out_of_the_files_by_a_person_and_may_come_back(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    help_site.put("fr", FR)
    settled(help_site.sync())
    (ships,) = [slug for slug, item in help_site.shown().items() if "come" in item["name"]]
    help_site.edit(ships, "fr-FR", action="unpublish")
    (step,) = lines_of(help_site.sync().plan, "step")
    assert "unpublish fr-FR of" in step["todo"]
    assert help_site.read("fr") == FR
    help_site.put("fr", "{}")
    settled(help_site.sync())
    assert help_site.shown("fr-FR", live=False).keys() == {ships}
    help_site.silent()
    help_site.edit(ships, "fr-FR", action="publish")
    settled(help_site.sync())
    assert help_site.said("fr")["shipping"]["question"] == "Quand arrive-t-il, {{name}} ?"
    help_site.silent()


def test_a_run_is_undone(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    settled(help_site.sync())
    help_site.make("gift", name="Gift wrap?", answer="Of course.")
    done = help_site.sync()
    settled(done)
    back = api.undo(help_site.session(), done.run, help_site.out("undo"))
    settled(help_site.apply(back))
    assert help_site.read("en") == EN


class Died(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_run_that_dies_between_two_files_is_taken_up(
    help_site: AppTexts, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    help_site.put("en", EN)
    help_site.put("fr", FR)
    settled(help_site.sync())
    (ships,) = [slug for slug, item in help_site.shown().items() if "come" in item["name"]]
    for code, locale in (("en", "en"), ("fr", "fr-FR")):
        help_site.edit(ships, locale, answer=f"Soon ({code})")
        help_site.make("gift", locale, name=f"Gift ({code})?", answer=f"Yes ({code})")
    writes = 0
    replace = Folder.replace

    def dying(folder: Folder, *told: Any, **more: Any) -> bytes:
        nonlocal writes
        writes += 1
        if writes == at:
            raise Died
        return replace(folder, *told, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "replace", dying)
        with pytest.raises(Died):
            help_site.sync()
    help_site.sync()
    for code in ("en", "fr"):
        said = help_site.said(code)
        assert said["shipping"]["answer"]["text"] == f"Soon ({code})"
        assert said["gift"] == {"question": f"Gift ({code})?", "answer": {"text": f"Yes ({code})"}}
        assert list(said)[-1] == "gift"
    assert [path.name for path in help_site.locales.rglob("*") if path.name.startswith(".")] == []
    help_site.silent()


def test_a_disk_that_fails_once_is_looked_at_and_written_again(
    help_site: AppTexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    help_site.put("en", "{}")
    help_site.put("fr", "{}")
    help_site.make("gift", name="Gift?", answer="Yes")
    help_site.make("gift", "fr-FR", name="Cadeau ?", answer="Oui")
    writes = 0
    replace = Folder.replace

    def failing(folder: Folder, file: str, *told: Any, **more: Any) -> bytes:
        nonlocal writes
        writes += 1
        if writes == 2:
            raise Unavailable("app: no space left on device", request=f"write {file}", took_effect="unknown")
        return replace(folder, file, *told, **more)

    monkeypatch.setattr(Folder, "replace", failing)
    try:
        help_site.sync()
    except Unavailable:
        help_site.sync()
    assert help_site.said("fr") == {"gift": {"question": "Cadeau ?", "answer": {"text": "Oui"}}}
    help_site.silent()


def test_a_file_that_another_program_writes_is_not_written_over(
    help_site: AppTexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    help_site.put("en", EN)
    settled(help_site.sync())
    (back,) = [slug for slug, item in help_site.shown().items() if "back" in item["name"]]
    help_site.edit(back, answer="Within a month.")
    replace, bytes_of = Folder.replace, Folder.bytes_of
    writing: list[str] = []

    def begun(folder: Folder, file: str, *told: Any, **more: Any) -> bytes:
        writing.append(file)
        return replace(folder, file, *told, **more)

    def beside(folder: Folder, file: str) -> bytes | None:
        if len(writing) == 1 and help_site.read("en") == EN:  # another key, just before ours gets its place
            help_site.put("en", EN.replace("Help", "FAQ"))
        return bytes_of(folder, file)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "replace", begun)
        patched.setattr(Folder, "bytes_of", beside)
        settled(help_site.sync())
    assert writing == ["en/faq.json"] * 2
    assert help_site.read("en") == EN.replace("Help", "FAQ").replace("Yes.", "Within a month.")
    help_site.silent()


def test_the_same_text_written_meanwhile_stays(help_site: AppTexts, monkeypatch: pytest.MonkeyPatch) -> None:
    help_site.put("en", EN)
    settled(help_site.sync())
    (back,) = [slug for slug, item in help_site.shown().items() if "back" in item["name"]]
    help_site.edit(back, answer="Within a month.")
    take = Scribe.take

    def beside(scribe: Scribe, *told: Any) -> str:
        help_site.put("en", EN.replace("Yes.", "No."))
        scribe.now = scribe.content.files()
        return take(scribe, *told)

    with monkeypatch.context() as patched:
        patched.setattr(Scribe, "take", beside)
        ((_, problem),) = help_site.sync().result.problems
    assert "answer.text of question/" in problem.detail
    assert "was changed in en/faq.json just now; run again" in problem.detail
    assert help_site.read("en") == EN.replace("Yes.", "No.")
    (held,) = lines_of(help_site.sync().plan, "conflict")
    assert held["reason"] == "both sides changed"


MISTAKES = {
    "broken": ('{"a": }', "app: it is no JSON: expecting value", "en/faq.json, line 1"),
    "comma": ('{\n  "a": {},\n}', "a key in double quotes is expected", "en/faq.json, line 3"),
    "twice": ('{\n  "a": {},\n  "a": {}\n}', 'the key "a" is there twice', "en/faq.json, line 3"),
    "list": ("[]", "the file begins with {", "en/faq.json, line 1"),
    "more": ("{}\n{}", "more follows after the closing brace", "en/faq.json, line 2"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_file_that_cannot_be_read_stops_the_run(help_site: AppTexts, mistake: str) -> None:
    text, *said = MISTAKES[mistake]
    help_site.put("en", EN)
    settled(help_site.sync())
    help_site.put("en", text)
    help_site.site.forget()
    with pytest.raises(Drift) as error:
        help_site.sync()
    assert all(part in str(error.value) for part in said), str(error.value)
    assert help_site.site.writes() == []
    assert help_site.read("en") == text


def test_a_file_that_is_no_text_stops_the_run(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    help_site.file("en").write_bytes(b'{"a": "\xff"}')
    with pytest.raises(Drift, match=r"not a text in UTF-8; save it as such.*en/faq\.json, line 1|line 1.*not a text"):
        help_site.sync()


def test_keys_where_a_text_was_set_one_entry_aside(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    settled(help_site.sync())
    help_site.put(
        "en", EN.replace('"Can I send it back?"', '{"short": "Back?"}').replace('{{count}} parcel"', '1 parcel"')
    )
    ran = help_site.sync()
    (step,) = lines_of(ran.plan, "step")
    assert "en/faq.json, line" in step["todo"]
    assert "where the mapping says text" in step["todo"]
    assert {item.get("one") for item in help_site.shown().values()} == {"1 parcel", None}
    help_site.put("en", EN.replace('{"text": "Yes."}', '"Yes."'))
    (step,) = lines_of(help_site.sync().plan, "step")
    assert "answer is a text where keys are expected below it" in step["todo"]


def test_files_under_another_code_are_no_empty_locale(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    help_site.put("FR_fr", FR)
    help_site.text = MAPPING.replace("app: fr}", "app: fr-FR}")
    with pytest.raises(Missing, match=r"Write app: FR_fr under locales.fr-FR"):
        help_site.sync()
    help_site.text = MAPPING.replace("app: fr}", "app: FR_fr}")
    settled(help_site.sync())
    assert len(help_site.shown("fr-FR")) == 1


def test_a_folder_that_is_not_there(help_site: AppTexts) -> None:
    help_site.locales.rmdir()
    with pytest.raises(Missing, match="there is no folder"):
        help_site.sync()


def test_a_folder_that_may_not_be_written_to(help_site: AppTexts, monkeypatch: pytest.MonkeyPatch) -> None:
    help_site.put("en", "{}")
    help_site.make("gift", name="Gift?", answer="Yes")

    replace = Path.replace

    def denied(path: Path, to: Path) -> Path:
        if help_site.locales in path.parents:
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", denied)
    with pytest.raises(Unauthorized, match="give this user the right to it"):
        help_site.sync()
    assert help_site.read("en") == "{}"
    assert list(help_site.locales.rglob(".*")) == []
    monkeypatch.undo()
    settled(help_site.sync())
    assert help_site.said("en")["gift"]["question"] == "Gift?"


def test_gaps_for_translators_are_filled_in_place(help_site: AppTexts) -> None:
    help_site.put("en", EN)
    gap = '{\n  "returns": { "question": "", "answer": { "text": "" } },\n  "shipping": ""\n}\n'
    help_site.put("fr", gap)
    settled(help_site.sync())
    assert help_site.read("fr") == gap
    slugs = {item["name"]: slug for slug, item in help_site.shown().items()}
    help_site.make(slugs["Can I send it back?"], "fr-FR", name="Renvoyer ?", answer="Oui.")
    settled(help_site.sync())
    assert help_site.read("fr") == gap.replace('"question": ""', '"question": "Renvoyer ?"').replace(
        '"text": ""', '"text": "Oui."'
    )
    help_site.silent()


def test_a_key_that_is_taken_is_told(help_site: AppTexts) -> None:
    help_site.put("en", '{"gift": {"question": "Another"}}')
    help_site.make("gift", name="Gift?", answer="Yes")
    ran = help_site.sync()
    assert help_site.said("en") == {"gift": {"question": "Another"}}
    assert [settled.detail for _, settled in ran.result.problems] != []


@pytest.mark.parametrize("policy", ["draft", "keep"])
def test_a_policy_that_needs_drafts_is_refused(help_site: AppTexts, policy: str) -> None:
    help_site.text = MAPPING.replace("flow: both", f"flow: both\npublish: {policy}")
    with pytest.raises(MappingError, match="app has no drafts of question"):
        help_site.sync()


STATES = ("live", "draft", "edited", "")


@pytest.mark.parametrize("policy", ["report", "carry"])
def test_at_no_instant_is_anything_in_a_file_that_nobody_published(
    help_site: AppTexts, policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    help_site.text = MAPPING.replace("flow: both", f"flow: both\nunpublished_edits: {policy}\nmissing_locale: copy")
    help_site.put("en", '{"known": {"question": "Known"}}')
    help_site.put("fr", "{}")
    written: list[str] = []
    replace = Folder.replace

    def watched(folder: Folder, file: str, text: str, *told: Any, **more: Any) -> bytes:
        written.append(text)
        return replace(folder, file, text, *told, **more)

    monkeypatch.setattr(Folder, "replace", watched)
    for en, fr in itertools.product(STATES[:3], STATES):
        for locale, state in (("en", en), ("fr-FR", fr)):
            if state:
                hidden = "" if state in ("live", "edited") else " (secret)"
                help_site.make(
                    f"{en}-{fr or 'none'}", locale, publish=not hidden, name=f"{en} {fr}{hidden}", answer=f"A{hidden}"
                )
            if state == "edited":
                help_site.edit(f"{en}-{fr or 'none'}", locale, publish=False, answer="Edited (secret)")
    for _ in range(2):
        help_site.sync()
    assert [text for text in written if "secret" in text] == []
    said = {code: help_site.said(code) for code in ("en", "fr")}
    live = ("live",) if policy == "carry" else ("live", "edited")
    for en, fr in itertools.product(STATES[:3], STATES):
        assert (f"{en}-{fr or 'none'}" in said["en"]) is (en in live)
        assert (f"{en}-{fr or 'none'}" in said["fr"]) is (fr in live)
    explained = api.explain(help_site.session(), "question/draft-draft", "answer", "fr-FR")
    assert explained.waits == "It is not live on site, and app has no drafts: it crosses once it is published."


BUTTER = MAPPING.replace(
    'site: {adapter: webflow, site: pots, token: "${WEBFLOW_TOKEN}", base_url: "@URL@/v2", rate: 100000}',
    'site: {adapter: buttercms, read_token: "${BUTTERCMS_READ_TOKEN}", write_token: "${BUTTERCMS_WRITE_TOKEN}", '
    'base_url: "@URL@/v2", rate: 100000}',
).replace("site: {collection: questions}", "site: {page_type: question}")


def test_pages_go_into_a_catalogue_and_back(sandboxes: Sandboxes, tmp_path: Path) -> None:
    text = BUTTER.replace("site: fr-FR", "site: fr").replace("site: name", "site: title_text")
    fields = [{"slug": slug} for slug in ("title_text", "answer", "one")]
    account = {"locales": ["en", "fr"], "page_types": {"question": {"fields": fields}}}
    bench = AppTexts(sandboxes.butter, sandboxes, tmp_path, text, seeds=account)
    bench.put("en", EN)
    told = {"page_type": "question", "publish": True}
    said = {"title_text": "Gift?", "answer": "Yes."}
    sandboxes.butter.edit(action="create", locale="en", slug="gift", title="Gift", fields=said, **told)
    sandboxes.butter.edit(
        action="create",
        locale="en",
        slug="not-yet",
        title="-",
        fields={"title_text": "Secret"},
        **{**told, "publish": False},
    )
    settled(bench.sync())
    assert bench.said("en")["gift"] == {"question": "Gift?", "answer": {"text": "Yes."}}
    assert "Secret" not in bench.read("en")
    sandboxes.butter.edit(action="update", locale="en", slug="gift", fields={"answer": "Of course."}, **told)
    bench.put("en", bench.read("en").replace('"text": "Yes." }', '"text": "Surely." }').replace("Can I", "May I"))
    settled(bench.sync())
    assert bench.said("en")["gift"]["answer"]["text"] == "Of course."
    pages = {
        page["locales"]["en"]["live"]["title_text"]
        for page in sandboxes.butter.state()["pages"]
        if page["locales"]["en"]["live"]
    }
    assert pages == {"Gift?", "May I send it back?", "When does it come, {{name}}?"}
    bench.silent()
