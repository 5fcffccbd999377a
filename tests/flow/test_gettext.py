"""A folder of gettext's PO files and a site, from the first contact to a day's work on both sides."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from app_texts import AppTexts
from plan_lines import lines_of
from sandboxes import Sandboxes, settled
from translate.storage.pypo import pofile

from isogloss import api
from isogloss.adapters.catalogue.folder import Folder
from isogloss.errors import Drift, MappingError, Unauthorized

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAPPING = """
isogloss: 1
name: shop
sides:
  site: {adapter: webflow, site: pots, token: "${WEBFLOW_TOKEN}", base_url: "@URL@/v2", rate: 100000}
  app: {adapter: catalogue, path: locales, layout: "{locale}/LC_MESSAGES/{namespace}.po"}
flow: both
locales:
  en: {site: en, app: en, primary: true}
  fr-FR: {site: fr-FR, app: fr}
kinds:
  phrase:
    site: {collection: questions}
    app: {collection: shop}
    match: [text]
    fields:
      text: {type: text, site: name, app: text}
      many: {type: text, site: one, app: "text[1]"}
limits: {delete: 100%, change: 100%, minimum: 100}
"""
HEADER = """# Shop.
# Ada <ada@shop.example>, 2026.
msgid ""
msgstr ""
"Project-Id-Version: shop 2.1\\n"
"Report-Msgid-Bugs-To: \\n"
"PO-Revision-Date: 2026-11-02 10:00+0100\\n"
"Last-Translator: Ada <ada@shop.example>\\n"
"Language-Team: \\n"
"Language: @CODE@\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=@RULE@;\\n"

"""
FR = (
    HEADER.replace("@CODE@", "fr").replace("@RULE@", "(n > 1)")
    + """# The button under the basket.
#. Keep it short
#: shop/views.py:12
msgid "Save"
msgstr "Enregistrer"

#: shop/views.py:20
msgctxt "a verb"
msgid "Open"
msgstr ""

#: shop/views.py:31
#, python-format
msgid "%d parcel"
msgid_plural "%d parcels"
msgstr[0] "%d colis"
msgstr[1] "%d colis"

#~ msgid "Gone"
#~ msgstr "Parti"
"""
)
EN = (
    HEADER.replace("@CODE@", "en").replace("@RULE@", "(n != 1)")
    + """#: shop/views.py:12
msgid "Save"
msgstr ""

#: shop/views.py:20
msgctxt "a verb"
msgid "Open"
msgstr ""

#: shop/views.py:31
#, python-format
msgid "%d parcel"
msgid_plural "%d parcels"
msgstr[0] ""
msgstr[1] ""
"""
)


@pytest.fixture
def shop(sandboxes: Sandboxes, tmp_path: Path) -> Iterator[AppTexts]:
    made = AppTexts(sandboxes.webflow, sandboxes, tmp_path, MAPPING, layout="{locale}/LC_MESSAGES/shop.po")
    made.put("en", EN)
    made.put("fr", FR)
    yield made
    for file in made.locales.rglob("*.po"):  # whatever was written, programs can be given it
        assert pofile.parsestring(file.read_bytes()).units
        if shutil.which("msgfmt") is not None:
            ran = subprocess.run(  # a file of our own
                ["msgfmt", "--check", "--output-file=/dev/null", file],  # noqa: S607  # found where it is installed
                capture_output=True,
                text=True,
                check=False,
            )
            assert ran.returncode == 0, ran.stderr


def slugs(shop: AppTexts) -> dict[str, str]:
    return {item["name"]: slug for slug, item in shop.shown().items()}


def test_messages_go_into_a_site_and_edits_of_both_sides_cross(shop: AppTexts) -> None:
    assert api.check(shop.session()).problems == ()
    settled(shop.sync())
    assert set(slugs(shop)) == {"Save", "Open", "%d parcel"}
    assert {item["name"]: item.get("one") for item in shop.shown("fr-FR").values()} == {
        "Enregistrer": None,
        "%d colis": "%d colis",
    }
    assert (shop.read("en"), shop.read("fr")) == (EN, FR)
    shop.silent()
    known = slugs(shop)
    shop.edit(known["Save"], name="Keep")  # what the source says stays; the primary's own file words it
    shop.edit(known["Save"], "fr-FR", name="Garder")
    shop.make(known["Open"], "fr-FR", name="Ouvrir")
    shop.put("fr", FR.replace('"%d colis"\n\n', '"%d paquets"\n\n'))
    settled(shop.sync())
    fr = FR.replace('"%d colis"\n\n', '"%d paquets"\n\n').replace('"Enregistrer"', '"Garder"')
    assert shop.read("fr") == fr.replace('msgid "Open"\nmsgstr ""', 'msgid "Open"\nmsgstr "Ouvrir"')
    assert shop.read("en") == EN.replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Keep"')
    assert shop.shown("fr-FR")[known["%d parcel"]]["one"] == "%d paquets"
    shop.silent()
    shop.edit(known["Save"], name="Save")
    settled(shop.sync())
    assert shop.read("en") == EN
    shop.silent()


def test_messages_of_the_same_words_are_told_apart_by_their_contexts(shop: AppTexts) -> None:
    twins = '\n#: shop/views.py:22\nmsgctxt "an adjective"\nmsgid "Open"\nmsgstr "@"\n'
    shop.put("en", EN + twins.replace("@", ""))
    shop.put("fr", FR.replace('\n#~ msgid "Gone"', twins.replace("@", "Ouvert") + '\n#~ msgid "Gone"'))
    settled(shop.sync())
    assert sorted(item["name"] for item in shop.shown().values()) == ["%d parcel", "Open", "Open", "Save"]
    assert "Ouvert" in {item["name"] for item in shop.shown("fr-FR").values()}
    shop.silent()


def test_a_language_has_more_forms_of_a_plural_than_the_primary(shop: AppTexts) -> None:
    shop.text = MAPPING.replace(
        'app: "text[1]"}', 'app: "text[1]"}\n      more: {type: text, site: answer, app: "text[2]"}'
    )
    three = FR.replace("nplurals=2; plural=(n > 1)", "nplurals=3; plural=(n == 0 || n == 1) ? 0 : n == 1000000 ? 1 : 2")
    three = three.replace('msgstr[1] "%d colis"', 'msgstr[1] "%d colis"\nmsgstr[2] "%d de colis"')
    shop.put("fr", three)
    settled(shop.sync())
    known = slugs(shop)
    assert shop.shown("fr-FR")[known["%d parcel"]]["answer"] == "%d de colis"
    shop.silent()
    shop.edit(known["%d parcel"], "fr-FR", answer="%d de paquets")
    shop.make("gift", name="Gift", one="Gifts")
    shop.make("gift", "fr-FR", name="Cadeau", one="Cadeaux", answer="De cadeaux")
    settled(shop.sync())
    assert '"%d de paquets"' in shop.read("fr")
    assert 'msgstr[0] "Cadeau"\nmsgstr[1] "Cadeaux"\nmsgstr[2] "De cadeaux"\n' in shop.read("fr")
    shop.silent()


def test_what_is_fuzzy_or_untranslated_takes_nothing_away_and_gets_nowhere(shop: AppTexts) -> None:
    settled(shop.sync())
    known = slugs(shop)
    fuzzy = FR.replace('#: shop/views.py:12\nmsgid "Save"', '#: shop/views.py:12\n#, fuzzy\nmsgid "Save"').replace(
        '"Enregistrer"', '"Enregistrer ?"'
    )
    blank = fuzzy.replace("#, python-format", "#, python-format, fuzzy").replace('"%d colis"\n\n', '"%d caisses"\n\n')
    shop.put("fr", blank)
    shop.silent()
    assert shop.read("fr") == blank
    assert shop.shown("fr-FR")[known["Save"]]["name"] == "Enregistrer"
    assert api.verify(shop.session()).differing == 0
    shop.edit(known["Save"], "fr-FR", name="Sauvegarder")
    settled(shop.sync())
    assert shop.read("fr") == blank.replace('#, fuzzy\nmsgid "Save"', 'msgid "Save"').replace(
        '"Enregistrer ?"', '"Sauvegarder"'
    )
    shop.silent()
    done = shop.read("fr").replace("#, python-format, fuzzy", "#, python-format")
    shop.put("fr", done)
    settled(shop.sync())
    assert shop.shown("fr-FR")[known["%d parcel"]]["one"] == "%d caisses"
    shop.silent()


def test_a_source_that_was_worded_anew_is_the_same_entry(shop: AppTexts) -> None:
    settled(shop.sync())
    known = slugs(shop)
    shop.put("en", EN.replace('msgid "Save"', 'msgid "Save it"'))
    merged = FR.replace('msgid "Save"', '#, fuzzy\n#| msgid "Save"\nmsgid "Save it"')
    shop.put("fr", merged)
    settled(shop.sync())
    assert set(slugs(shop)) == {"Save it", "Open", "%d parcel"}
    assert slugs(shop)["Save it"] == known["Save"]
    assert shop.shown("fr-FR")[known["Save"]]["name"] == "Enregistrer"
    assert shop.read("fr") == merged
    shop.silent()
    shop.put("fr", FR.replace('msgid "Save"', 'msgid "Save it"').replace('"Enregistrer"', '"Enregistrez-le"'))
    settled(shop.sync())
    assert shop.shown("fr-FR")[known["Save"]]["name"] == "Enregistrez-le"
    shop.silent()


def test_a_new_item_is_a_message_in_every_file_and_a_deleted_one_is_obsolete(shop: AppTexts) -> None:
    settled(shop.sync())
    shop.make("gift", name="Gift wrap?", one="Gift wraps?")
    settled(shop.sync())
    new = '\nmsgid "Gift wrap?"\nmsgid_plural "Gift wraps?"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    assert shop.read("en") == EN + new
    assert shop.read("fr") == FR.replace("\n#~ msgid", f"{new}\n#~ msgid")
    shop.silent()
    shop.text = MAPPING.replace("flow: both", "flow: both\ndelete: propagate")
    shop.site.edit(collection="questions", item=slugs(shop)["Save"], action="delete", all=True)
    settled(shop.sync())
    assert '\n#: shop/views.py:12\n#~ msgid "Save"\n#~ msgstr "Enregistrer"\n' in shop.read("fr")
    assert "# The button under the basket.\n" in shop.read("fr")
    shop.silent()
    shop.make("save", name="Save")
    shop.make("save", "fr-FR", name="Sauver")
    settled(shop.sync())
    assert '\n#: shop/views.py:12\nmsgid "Save"\nmsgstr "Sauver"\n' in shop.read("fr")
    shop.silent()


def test_what_both_changed_is_held(shop: AppTexts) -> None:
    settled(shop.sync())
    shop.edit(slugs(shop)["Save"], "fr-FR", name="Garder")
    shop.put("fr", FR.replace('"Enregistrer"', '"Sauver"'))
    (held,) = lines_of(shop.sync().plan, "conflict")
    assert (held["reason"], held["field"], held["locale"]) == ("both sides changed", "text", "fr-FR")
    assert shop.read("fr") == FR.replace('"Enregistrer"', '"Sauver"')
    shop.put("fr", FR.replace('"Enregistrer"', '"Garder"'))
    settled(shop.sync())
    shop.silent()


def test_a_plural_that_would_show_nothing_is_not_written(shop: AppTexts) -> None:
    settled(shop.sync())
    shop.make("gift", name="Gift", one="Gifts")
    shop.make("gift", "fr-FR", name="Cadeau", one="")
    ((_, problem),) = shop.sync().result.problems
    assert "text[1] says nothing in fr, where other forms of it do" in problem.detail
    assert shop.read("fr") == FR
    shop.edit("gift", "fr-FR", one="Cadeaux")
    settled(shop.sync())
    assert 'msgstr[0] "Cadeau"\nmsgstr[1] "Cadeaux"' in shop.read("fr")
    shop.silent()


class Died(BaseException):
    """The process dies here."""


def test_a_run_that_dies_between_two_files_is_finished_by_the_next(
    shop: AppTexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(shop.sync())
    shop.make("gift", name="Gift")
    shop.make("gift", "fr-FR", name="Cadeau")
    save = slugs(shop)["Save"]
    shop.edit(save, name="Keep")
    shop.edit(save, "fr-FR", name="Garder")
    replace, written = Folder.replace, []

    def dying(folder: Folder, file: str, *told: Any, **more: Any) -> bytes:
        if written:
            raise Died
        written.append(file)
        return replace(folder, file, *told, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "replace", dying)
        with pytest.raises(Died):
            shop.sync()
    shop.sync()
    shop.sync()
    assert shop.read("en").count('msgid "Gift"') == shop.read("fr").count('msgid "Gift"') == 1
    assert 'msgid "Gift"\nmsgstr "Cadeau"' in shop.read("fr")
    assert 'msgid "Save"\nmsgstr "Garder"' in shop.read("fr")
    assert [path.name for path in shop.locales.rglob(".*")] == []
    shop.silent()


def test_a_file_that_a_translator_saves_meanwhile_keeps_both_changes(
    shop: AppTexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(shop.sync())
    shop.edit(slugs(shop)["Save"], "fr-FR", name="Garder")
    theirs = FR.replace("# The button under the basket.", "# The button, see the style guide.")
    replace, begun = Folder.replace, []

    def beside(folder: Folder, file: str, *told: Any, **more: Any) -> bytes:
        if not begun:
            shop.put("fr", theirs)
        begun.append(file)
        return replace(folder, file, *told, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "replace", beside)
        settled(shop.sync())
    assert len(begun) == 2
    assert shop.read("fr") == theirs.replace('"Enregistrer"', '"Garder"')
    shop.silent()


def test_a_file_that_may_only_be_read_is_not_replaced(shop: AppTexts) -> None:
    settled(shop.sync())
    shop.edit(slugs(shop)["Save"], "fr-FR", name="Garder")
    shop.file("fr").chmod(0o444)
    with pytest.raises(Unauthorized, match="app: the file may only be read; give this user the right to it"):
        shop.sync()
    assert shop.read("fr") == FR
    shop.file("fr").chmod(0o644)
    settled(shop.sync())
    assert shop.read("fr") == FR.replace('"Enregistrer"', '"Garder"')


def test_a_locale_has_a_modifier_as_gettext_writes_it(shop: AppTexts) -> None:
    shop.text = MAPPING.replace("app: fr}", "app: fr@quebec}")
    shop.file("fr").unlink()
    shop.put("fr@quebec", FR)
    settled(shop.sync())
    assert "Enregistrer" in {item["name"] for item in shop.shown("fr-FR").values()}


def test_a_site_fills_a_folder_without_a_file_of_the_primary(shop: AppTexts) -> None:
    shop.file("en").unlink()
    settled(shop.sync())
    assert set(slugs(shop)) == {"Save", "Open", "%d parcel"}
    shop.make("gift", name="Gift")
    settled(shop.sync())
    assert not shop.file("en").exists()  # the source says it, and the French file has it
    assert shop.read("fr") == FR.replace("\n#~ msgid", '\nmsgid "Gift"\nmsgstr ""\n\n#~ msgid')
    shop.edit("gift", name="Present")
    settled(shop.sync())
    assert "Language: en\\n" in shop.read("en")
    assert shop.read("en").endswith('\nmsgid "Gift"\nmsgstr "Present"\n')
    shop.silent()


MISTAKES = {
    "no keyword": ('msgid "a"\nmsgstr "b"\nwhat\n', "it is no PO file: what", "line 3"),
    "twice": ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', '"a" is there twice', "line 4"),
    "cut": ('msgid "a"\nmsgstr "b"\n\nmsgid "c"\n', "it ends before its last message does", "line 4"),
    "early": ('msgstr "b"\n', "msgstr is not expected here", "line 1"),
    "charset": (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n',
        "its header says ISO-8859-1; write it anew with msgconv --to-code=UTF-8",
        "line 1",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_file_that_cannot_be_read_stops_the_run(sandboxes: Sandboxes, tmp_path: Path, mistake: str) -> None:
    shop = AppTexts(sandboxes.webflow, sandboxes, tmp_path, MAPPING, layout="{locale}/LC_MESSAGES/shop.po")
    text, *said = MISTAKES[mistake]
    shop.put("en", text)
    with pytest.raises(Drift) as error:
        shop.sync()
    assert all(part in str(error.value) for part in (*said, "en/LC_MESSAGES/shop.po")), str(error.value)
    assert shop.read("en") == text


WRONG = {
    "keys of JSON": ('{namespace}.po"', '{namespace}.json", keys: id', "only messages of gettext are known"),
    "other fields": ('"text[1]"', "label", 'a message of gettext has no "label"'),
    "kinds in one file": ("/LC_MESSAGES/{namespace}.po", ".po", ""),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_mapping_that_no_message_fits_is_refused(shop: AppTexts, wrong: str) -> None:
    old, new, said = WRONG[wrong]
    shop.text = MAPPING.replace(old, new)
    if not said:
        two = shop.text.replace(
            "limits:",
            "  other:\n    site: {collection: others}\n    app: {}\n    fields:\n"
            "      text: {type: text, site: name, app: text}\nlimits:",
        )
        shop.text, said = two, "keys: source has no place for several kinds in one file of a locale"
    with pytest.raises(MappingError, match=said.replace("[", r"\[")):
        shop.bridge  # noqa: B018  # compiling it is what is tested


KEYED = MAPPING.replace(
    'layout: "{locale}/LC_MESSAGES/{namespace}.po"', 'layout: "po/{locale}.po", keys: context'
).replace(
    """  phrase:
    site: {collection: questions}
    app: {collection: shop}
    match: [text]
    fields:
      text: {type: text, site: name, app: text}
      many: {type: text, site: one, app: "text[1]"}
""",
    """  question:
    site: {collection: questions}
    app: {collection: faq}
    match: [title]
    fields:
      title: {type: text, site: name, app: title}
      answer: {type: long_text, site: answer, app: answer.text}
""",
)
FAQ = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "faq.ships.title"
msgid "Does it ship?"
msgstr "Est-ce livré ?"

msgctxt "faq.ships.answer.text"
msgid "Yes.\\n"
msgstr "Oui.\\n"
"""


def test_several_messages_are_an_entry_where_their_contexts_are_keys(sandboxes: Sandboxes, tmp_path: Path) -> None:
    shop = AppTexts(sandboxes.webflow, sandboxes, tmp_path, KEYED, layout="po/{locale}.po")
    shop.put("fr", FAQ)
    settled(shop.sync())
    assert shop.shown()["does-it-ship"]["answer"] == "Yes."
    assert shop.shown("fr-FR")["does-it-ship"] | {"answer": "Oui."} == shop.shown("fr-FR")["does-it-ship"]
    shop.edit("does-it-ship", "fr-FR", answer="Bien sûr.")
    shop.make("gift", name="Gift?", answer="Yes")
    shop.make("gift", "fr-FR", name="Cadeau ?", answer="")
    shop.make("only", publish=False, name="Not yet")
    shop.make("only", "fr-FR", name="Seulement")
    ran = shop.sync()
    assert [(each["about"], each["locale"]) for each in lines_of(ran.plan, "remark")] == [
        ("waits until it is published", "en"),
        ("waits for the primary", "fr-FR"),
    ]
    assert 'msgid "Yes.\\n"\nmsgstr "Bien sûr.\\n"\n' in shop.read("fr")
    assert 'msgctxt "faq.gift.title"\nmsgid "Gift?"\nmsgstr "Cadeau ?"\n' in shop.read("fr")
    assert 'msgctxt "faq.gift.answer.text"\nmsgid "Yes"\nmsgstr ""\n' in shop.read("fr")
    assert "Seulement" not in shop.read("fr")
    said = api.explain(shop.session(), "question/only", "title", "fr-FR")
    assert said.waits == "app knows it by what it says in en: it crosses once site carries that."
    shop.silent()
    reworded = shop.read("fr").replace(
        'msgctxt "faq.ships.title"\nmsgid "Does it ship?"', '#, fuzzy\nmsgctxt "faq.ships.title"\nmsgid "Do you ship?"'
    )
    shop.put("fr", reworded)
    settled(shop.sync())
    assert shop.shown()["does-it-ship"]["name"] == "Do you ship?"
    assert shop.shown("fr-FR")["does-it-ship"]["name"] == "Est-ce livré ?"
    assert shop.read("fr") == reworded


def test_a_source_that_owns_its_wording_gets_translations_alone(shop: AppTexts) -> None:
    shop.text = MAPPING.replace("primary: true}", 'primary: true, flow: "app -> site"}')
    settled(shop.sync())
    shop.make("gift", name="Gift")
    shop.make("gift", "fr-FR", name="Cadeau")
    shop.edit(slugs(shop)["Save"], "fr-FR", name="Garder")
    ran = shop.sync()
    assert "waits for the primary" in {each["about"] for each in lines_of(ran.plan, "remark")}
    assert ran.result.problems == ()
    assert (shop.read("en"), shop.read("fr")) == (EN, FR.replace('"Enregistrer"', '"Garder"'))
    shop.silent()
