"""Which cells a lock is about, and what is said of cells that are none."""

import pytest

from isogloss.errors import MappingError
from isogloss.model.address import Cell, EntryKey
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.run.loading import load_text

FLOW = "flow: webflow -> butter"
EN, FR, JA = Locale("en-US"), Locale("fr-FR"), Locale("ja-JP")


def locked(edited, cells, kind="article", entry="tea"):
    """The cells of an entry that a lock holds, of title, body, $status and $slug."""
    text = edited((FLOW, f'locks: [{{cells: "{cells}", note: why}}]\n{FLOW}'))
    flows, key = load_text(text, resolve=False).flows(kind), EntryKey(kind, entry)
    names = {"article": ("title", "body", STATUS), "author": ("name",)}[kind]
    places = [(at, name) for at in (EN, FR, JA) for name in names] + [(SHARED, SLUG)]
    found = {(at, name) for at, name in places if flows.of(Cell(key, at, name)) == "locked"}
    whole = [at for at in (EN, FR, JA) if flows.of(Cell(key, at)) == "locked"]
    return found, whole, flows.of(Cell(key)) == "locked"


ALL = {(at, name) for at in (EN, FR, JA) for name in ("title", "body", STATUS)} | {(SHARED, SLUG)}
FRENCH = {(FR, "title"), (FR, "body"), (FR, STATUS)}


@pytest.mark.parametrize(
    ("cells", "found", "whole", "entry"),
    [
        ("article/tea", ALL, [EN, FR, JA], True),
        ("article/tea.*", ALL, [EN, FR, JA], True),
        ("article/*.*.*", ALL, [EN, FR, JA], True),
        ("*/t?a", ALL, [EN, FR, JA], True),
        ("article/tea.fr-FR", FRENCH, [FR], False),
        ("article/*.FR_fr.*", FRENCH, [FR], False),
        ("article/tea.*.title", {(EN, "title"), (FR, "title"), (JA, "title")}, [], False),
        ("article/tea.title", {(EN, "title"), (FR, "title"), (JA, "title")}, [], False),
        ("article/*.??-*.t*", {(EN, "title"), (FR, "title"), (JA, "title")}, [], False),
        ("article/*.fr-FR.$status", {(FR, STATUS)}, [], False),
        ("article/*.*.$slug", {(SHARED, SLUG)}, [], False),
        ("article/coffee.*", set(), [], False),
        ("author/tea.*", set(), [], False),
    ],
)
def test_a_lock_is_about_the_cells_that_its_glob_matches(edited, cells, found, whole, entry):
    assert locked(edited, cells) == (found, whole, entry)


def test_names_of_entries_may_have_dots(edited):
    assert locked(edited, "article/v1.2.fr-FR.title", entry="v1.2")[0] == {(FR, "title")}
    assert locked(edited, "article/v1.2.*", entry="v1.2")[2]
    assert locked(edited, "article/v1.*", entry="v1.2") == (set(), [], False)


def test_a_lock_holds_whatever_flows_there(edited):
    text = edited(
        ("flow: webflow -> butter", "flow: both\nlocks: {article/*.fr-FR.title: legal text}"),
        ("butter: headline}", "butter: headline, flow: butter -> webflow}"),
    )
    flows = load_text(text, resolve=False).flows("article")
    assert flows.of(Cell(EntryKey("article", "tea"), FR, "title")) == "locked"
    assert flows.of(Cell(EntryKey("article", "tea"), EN, "title")) == "right to left"
    (lock,) = flows.locks
    assert lock.told == "locked (article/*.fr-FR.title): legal text"


@pytest.mark.parametrize(
    ("locks", "path", "said"),
    [
        ("[{cells: article, note: n}]", "locks.0.cells", "write KIND/ENTRY.LOCALE.FIELD, as article/*.fr-FR.title"),
        ("[{cells: artcle/tea.*, note: n}]", "locks.0.cells", "there is no kind artcle; did you mean article?"),
        ("[{cells: x*/tea.*, note: n}]", "locks.0.cells", "there is no kind x*"),
        ("[{cells: article/tea.fr-FR.titel, note: n}]", "locks.0.cells", "no field titel; did you mean title?"),
        ("[{cells: article/tea.fr-CA.title, note: n}]", "locks.0.cells", "there is no locale fr-CA; did you mean"),
        ("[{cells: article/tea.fr_CA, note: n}]", "locks.0.cells", "there is no locale and no field fr_CA"),
        ("[{cells: 'article/[a-c].*', note: n}]", "locks.0.cells", "only * and ? stand for something else"),
        (
            "[{cells: author/*.fr-FR.name, note: n}]",
            "locks.0.cells",
            "all locales; write author/*.*.name",
        ),
        ("[{cells: article/tea.*}]", "locks.0.note", "is needed and not there"),
        ("[{cell: article/tea.*, note: n}]", "locks.0.cell", "unknown key; did you mean cells?"),
        ("{article/tea.*: n, author/x.fr: n}", "locks.author/x.fr", "there is no locale and no field fr"),
        (
            "[{cells: article/tea, note: a}, {cells: article/tea, note: b}]",
            "locks.1.cells",
            "by locks.0.cells already",
        ),
    ],
)
def test_cells_that_are_none_are_told_with_their_place(edited, locks, path, said):
    with pytest.raises(MappingError) as wrong:
        load_text(edited((FLOW, f"locks: {locks}\n{FLOW}")), resolve=False)
    told = {problem.path: problem.reason for problem in wrong.value.problems}
    assert said in told[path], told


def test_a_mapping_with_another_lock_means_something_else(edited):
    one, other = (edited((FLOW, f"locks: {{article/{name}.*: n}}\n{FLOW}")) for name in ("tea", "milk"))
    assert load_text(one, resolve=False).digest != load_text(other, resolve=False).digest
