"""What a look shows of what was written, and what it only tells of other locales."""

from types import SimpleNamespace

from isogloss.apply.looking import Looking
from isogloss.merge.flow import Flows
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.plan.op import Change, Op

TEA = EntryKey("article", "tea")
EN, FR, JA = Locale("en"), Locale("fr"), Locale("ja")
OLD, NEW = Scalar("text", "old"), Scalar("text", "new")
SHOWN = Seen(
    "article", "tea", {EN: {STATUS: PUBLISHED, "title": NEW}, FR: {STATUS: DRAFT, "title": NEW}, JA: {STATUS: DRAFT}}
)


def looked(asked):
    class Writer:
        def look(self, wanted):
            asked.extend(wanted)
            return {TEA: SHOWN}

    field = SimpleNamespace(remote="title")
    binding = SimpleNamespace(locales=(EN, FR, JA), kinds={"article": SimpleNamespace(fields={"title": field})})
    scope = SimpleNamespace(fields={"title": SimpleNamespace(shared=False)}, slug=False)
    bridge = SimpleNamespace(
        side=lambda _side: binding,
        kinds={"article": scope},
        locales=(EN, FR, JA),
        publish="mirror",
        primary=EN,
        flows=lambda _kind: Flows(),
    )
    names = SimpleNamespace(remote=lambda _key: "tea", bind=None)
    state = SimpleNamespace(names=lambda _side: names)
    translator = SimpleNamespace(keys={}, assets={})
    directory = SimpleNamespace(saw=lambda *_: None)
    current = SimpleNamespace(translator=lambda _side: translator, excluded=lambda _key: {}, directory=directory)
    return Looking(bridge, state, {Side.RIGHT: Writer()}, current)


def test_a_variant_that_is_written_is_shown_though_the_public_should_not_see_it():
    changes = (
        Change(Cell(TEA, EN, STATUS), DRAFT, PUBLISHED, ABSENT),
        Change(Cell(TEA, FR, "title"), OLD, NEW, ABSENT),
    )
    op = Op(Digest("a"), Side.RIGHT, "update", TEA, "Tea", changes, (EN, FR, JA))
    asked = []
    looking = looked(asked)
    shown = looking.look(Side.RIGHT, [op], lambda _op: (FR, JA))[TEA].raw
    assert asked[0].beside == (JA,)
    assert {locale: set(variant) for locale, variant in shown.items() if locale != SHARED} == {
        EN: {STATUS, "title"},
        FR: {STATUS, "title"},
    }
    assert looking.beside == {TEA: {FR: DRAFT, JA: DRAFT}}
