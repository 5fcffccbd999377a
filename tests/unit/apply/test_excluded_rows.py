"""Rows of a list that are excluded from translation stay as they are on the written side."""

from types import SimpleNamespace

from isogloss.apply.ground import Ground
from isogloss.apply.outgoing import with_excluded_rows
from isogloss.mapping.names.exclusions import within
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.excluded import Exclusion, Rows
from isogloss.model.locale import Locale
from isogloss.model.value import Digest, Group, Many, Scalar, digest
from isogloss.plan.op import Change, Op

EN, FR = Locale("en"), Locale("fr")
KEY = EntryKey("landing", "home")
EXCLUDED = {FR: Exclusion(rows={"texts": Rows("id", frozenset("a"))})}


def rows(**words):
    parts = ((("id", Scalar("text", id_)), ("text", Scalar("text", said))) for id_, said in words.items())
    return Many(tuple(map(Group, parts)))


def shows(**words):
    raw = {FR: {STATUS: PUBLISHED, "title": Scalar("text", "T"), "texts": rows(**words)}}
    return within(Scoped(raw, raw), EXCLUDED)


def current(excluded=EXCLUDED, **words):
    return SimpleNamespace(excluded=lambda key: excluded, plain=lambda side, key: shows(**words))


def op(*changes):
    return Op(Digest("1"), Side.RIGHT, "update", KEY, "Home", changes, (FR,))


def change(field, before, after, locale=FR):
    return Change(Cell(KEY, locale, field), before, after, digest(after))


def test_a_list_is_written_with_the_rows_that_the_side_holds():
    title = change("title", Scalar("text", "T"), Scalar("text", "U"))
    english = change("texts", rows(a="A", b="B"), rows(a="A2", b="B"), EN)
    wanted = op(title, english, change("texts", rows(b="B"), rows(b="new")))
    [made] = with_excluded_rows([wanted], current(a="ours", b="B"))
    assert made.changes[:2] == (title, english)
    assert made.changes[2].after == rows(a="ours", b="new")
    [same] = with_excluded_rows([op(change("texts", rows(b="B"), rows(b="B")))], current(a="ours", b="B"))
    assert same.changes[0].before == same.changes[0].after == rows(a="ours", b="B")
    assert with_excluded_rows([wanted], current({}, a="ours", b="B")) == [wanted]


def test_a_list_whose_excluded_rows_somebody_edits_meanwhile_is_not_written_over():
    wanted = op(change("texts", rows(b="B"), rows(b="new")), change("title", Scalar("text", "T"), Scalar("text", "U")))
    ground = Ground(current(a="ours", b="B"), (EN, FR))
    assert ground.moved(wanted, shows(a="ours", b="B"), begun=False) == ()
    assert ground.moved(wanted, shows(a="edited", b="B"), begun=False) == (Cell(KEY, FR, "texts"),)
    assert Ground(current({}, a="ours", b="B"), (EN, FR)).moved(wanted, shows(a="edited", b="B"), begun=False) == ()
    english = op(change("texts", rows(b="B"), rows(b="B"), EN))
    assert list(ground._rows_moved(english, shows(a="edited", b="B"))) == []  # of another locale
