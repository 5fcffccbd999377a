"""What a text says on the side that it is sent to."""

from isogloss.apply.outgoing import addressed, renamed
from isogloss.mapping.names.addresses import Directory
from isogloss.mapping.names.neutral import Translator
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Asset, Digest, Group, Many, Ref, Scalar, digest
from isogloss.plan.op import Change, Op
from isogloss.run.loading import load_text

KEY, EN = EntryKey("post", "tea"), Locale("en")
THERE, HERE = "https://a.example/a.png", "https://b.example/b.png#0123456789abcdef01234567"
MAPPING = """\
isogloss: 1
name: worlds
sides: {left: {adapter: memory, world: a}, right: {adapter: memory, world: b}}
flow: both
locales: {en: {left: en, right: en, primary: true}}
kinds:
  post:
    left: {url: "/a/{slug}"}
    right: {url: "/b/{slug}"}
    match: [$slug]
    fields: {body: {type: rich_text, left: body, right: body}}
"""


class Names:
    def __init__(self, **assets):
        self.assets = {THERE: HERE}
        self.asked = []

    def asset(self, identity):
        self.asked.append(identity)
        return self.assets.get(identity)


def rich(html):
    return Scalar("rich_text", html)


def op(after, before=ABSENT, locale=EN):
    change = Change(Cell(KEY, locale, "body"), before, after, digest(after))
    return Op(Digest("d"), Side.RIGHT, "update", KEY, "Tea", (change,))


def translator(directory=None):
    return Translator(Side.RIGHT, assets={HERE: THERE}, directory=directory)


def sent(made, at=None, names=None):
    (there,) = addressed([made], names or Names(), at or translator())
    return there.changes[0]


def directory():
    made = Directory(load_text(MAPPING, resolve=False))
    made.note(Side.LEFT, Seen("post", "1", {SHARED: {SLUG: Scalar("text", "tea")}, EN: {}}))
    made.settle({Side.LEFT: {("post", "1"): EntryKey("post", "tea")}, Side.RIGHT: {}})
    return made


def test_a_picture_has_the_address_of_the_side_without_the_id_of_the_file():
    made = sent(op(Many((Group((("text", rich(f'<p><img src="{THERE}"></p>')),)),))))
    assert made.after == Many((Group((("text", rich('<p><img src="https://b.example/b.png"></p>')),)),))


def test_nobody_is_asked_for_addresses_that_are_no_files_of_ours():
    names = Names()
    text = rich('<p><a href="https://else.example/">x</a><img src="https://else.example/x.png"></p>')
    assert sent(op(text), names=names).after == text
    assert names.asked == []


def test_what_stays_as_it_is_is_seen_to_stay_as_it_is():
    text = rich(f'<p><img src="{THERE}"></p>')
    made = sent(op(text, text))
    assert made.before == made.after != text
    assert made.touches


def test_what_holds_no_text_is_left_alone():
    made = op(Asset("image", THERE))
    assert addressed([made], Names(), translator()) == [made]


def test_a_link_gets_the_address_of_its_entry_which_is_remembered():
    at = translator(directory())
    made = sent(op(rich('<p><a href="isogloss:post/tea#top">x</a></p>')), at)
    assert made.after == rich('<p><a href="/b/tea#top">x</a></p>')
    assert at.learned == {"/b/tea": "isogloss:post/tea;*"}


def test_a_link_that_nobody_knows_stays():
    text = rich('<p><a href="isogloss:post/milk">x</a></p>')
    assert sent(op(text), translator(directory())).after == text
    assert sent(op(text)).after == text


def test_files_that_turned_out_to_be_one_have_one_name():
    text = rich('<p><img src="/b.png"><a href="/c">c</a></p>')
    value = Many((Asset("image", "/b.png", "B"), Group((("t", text), ("x", Scalar("text", "/b.png")))), Ref(KEY)))
    assert renamed(op(value), {"/b.png": "/a.png"}).changes[0].after == Many(
        (
            Asset("image", "/a.png", "B"),
            Group((("t", rich('<p><img src="/a.png"><a href="/c">c</a></p>')), ("x", Scalar("text", "/b.png")))),
            Ref(KEY),
        )
    )
    other = op(Asset("image", "/z.png"))
    assert renamed(other, {"/b.png": "/a.png"}) is other


AWAITING = Cell(KEY, EN, "body")


def shown(html, awaited=(THERE,), **more):
    at = Translator(Side.RIGHT, awaited={AWAITING: awaited}, **more)
    return at.value(rich(html), AWAITING), at.learned


def test_a_picture_that_came_late_is_taken_for_the_one_that_was_sent():
    value, learned = shown('<p><img src="https://b.example/1.png"></p>')
    assert value == rich(f'<p><img src="{THERE}"></p>')
    assert learned == {"https://b.example/1.png": THERE}


def test_a_picture_that_still_has_the_address_that_was_sent_teaches_nothing():
    value, learned = shown(f'<p><img src="{THERE}"></p>')
    assert (value, learned) == (rich(f'<p><img src="{THERE}"></p>'), {})


def test_a_picture_of_the_same_host_is_another_picture():
    html = '<p><img src="https://a.example/other.png"></p>'
    assert shown(html) == (rich(html), {})


def test_of_more_or_fewer_pictures_than_were_sent_nobody_knows_which_is_which():
    html = '<p><img src="https://b.example/1.png"><img src="https://b.example/2.png"></p>'
    assert shown(html) == (rich(html), {})


def test_a_link_to_a_file_that_is_known_is_named_and_any_other_is_not():
    html = '<p><a href="https://b.example/doc.pdf">x</a><a href="/else">y</a><img src="https://b.example/2.png"></p>'
    value, _ = shown(html, (), assets={"https://b.example/doc.pdf": "https://a.example/doc.pdf"})
    assert value == rich(html.replace("b.example/doc", "a.example/doc"))
