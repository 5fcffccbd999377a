"""Which requests reading and writing a blog take, against answers written from the reference."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import httpx
import pytest
from manual_clock import ManualClock

from isogloss.adapters.buttercms.account import account_of
from isogloss.adapters.buttercms.adapter import ButterWriter, open_reader, open_writer, read_facts
from isogloss.bridge import (
    BlogAuthors,
    BlogCategories,
    BlogPosts,
    ButterSettings,
    FieldBinding,
    KindBinding,
    Placed,
    SideBinding,
)
from isogloss.errors import MappingError, RemoteError
from isogloss.http.redact import Secret
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Asset, Digest, MaybeValue, Scalar
from isogloss.plan.op import Change, Op, Verb
from isogloss.ports import SetsAside, Wanted

EN, FR = Locale("en"), Locale("fr")
TEA = EntryKey("article", "tea")


def bound(name: str, type_: str, remote: str, **more: object) -> FieldBinding:
    return FieldBinding(Field(name, type_, **more), remote, {"news": "News"} if type_ == "option" else {})  # type: ignore[arg-type]  # literals in a test


FIELDS = {
    "title": bound("title", "text", "title"),
    "slug": bound("slug", "text", "slug"),
    "kind": bound("kind", "option", "$tags"),
    "by": bound("by", "text", "author", shared=True),
    "alt": bound("alt", "text", "featured_image_alt"),
    "at": bound("at", "instant", "published"),
}


def kinds(group: Mapping[str, object] | None, **place: object) -> dict[str, KindBinding]:
    return {
        "article": KindBinding("article", BlogPosts(**{**(group or {}), **place}), FIELDS),
        "author": KindBinding(
            "author",
            BlogAuthors(),
            {"name": bound("name", "text", "name"), "face": bound("face", "image", "profile_image")},
        ),
        "topic": KindBinding("topic", BlogCategories(), {"id": bound("id", "text", "slug", shared=True)}),
    }


@pytest.fixture
def binding() -> SideBinding:
    return SideBinding(
        side=Side.RIGHT,
        name="butter",
        settings=ButterSettings("http://127.0.0.1/v2", page_size=2, rate=100_000),
        secrets={"read_token": Secret("r3ad-t0ken"), "write_token": Secret("wr1te-t0ken")},
        locales={EN: "en", FR: "fr"},
        primary=EN,
        kinds=kinds({"by": "tag", "text": "g:"}),
    )


def post(slug: str, *tags: str, status: str = "published", **more: object) -> dict[str, object]:
    terms = [{"name": tag, "slug": tag.replace(":", "-")} for tag in tags]
    return {"slug": slug, "status": status, "title": slug.title(), "tags": terms, "categories": [], **more}


@dataclass
class Blog:
    """Answers reads from posts that tests put there; accepts every write. Native posts lie under their locale."""

    posts: dict[str | None, list[dict[str, object]]] = field(default_factory=lambda: {None: []})
    authors: list[dict[str, object]] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    bodies: list[object] = field(default_factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v2")
        self.asked.append(f"{request.method} {path}")
        if request.content:
            self.bodies.append(json.loads(request.content))
        if path in self.refuses:
            return httpx.Response(self.refuses[path], json={"detail": "No."})
        if request.method == "DELETE":
            return httpx.Response(204)
        if request.method != "GET":
            return httpx.Response(202, json={"status": "pending"})
        if path == "/authors/":
            return httpx.Response(200, json={"data": self.authors})
        if path == "/categories/":
            return httpx.Response(200, json={"data": [{"name": "Live", "slug": "live"}]})
        return self._posts(path, dict(request.url.params))

    def _posts(self, path: str, query: Mapping[str, str]) -> httpx.Response:
        locale = query.get("locale")
        if locale not in self.posts:
            return httpx.Response(400, json={"detail": "Invalid locale parameter"})
        rows = self.posts[locale]
        if path != "/posts/":
            slug = path.split("/")[2]
            found = next((row for row in rows if slug in (row["slug"], row.get("of"))), None)
            missing = httpx.Response(404, json={"detail": "Not found."})
            return missing if found is None else httpx.Response(200, json={"data": found})
        if "preview" not in query:
            rows = [row for row in rows if row["status"] == "published"]
        size, number = int(query["page_size"]), int(query["page"])
        shown = rows[(number - 1) * size : number * size]
        return httpx.Response(200, json={"meta": {"count": len(rows)}, "data": shown})


@dataclass
class Names:
    remotes: dict[EntryKey, str] = field(default_factory=lambda: {TEA: "tea"})

    def remote(self, entry: EntryKey) -> str | None:
        return self.remotes.get(entry)

    def bind(self, entry: EntryKey, remote: str) -> None:
        self.remotes[entry] = remote

    def asset(self, identity: str) -> str | None:
        return None


@pytest.fixture
def blog() -> Blog:
    return Blog(
        {None: [post("tea", "en", "g:tea"), post("the", "fr", "g:tea", status="draft"), post("x", "en", "g:x")]}
    )


@pytest.fixture
def opened(binding: SideBinding, blog: Blog) -> Iterator[Callable[..., ButterWriter]]:
    made: list[ButterWriter] = []

    def open_(group: Mapping[str, object] | None = None, *, native: bool = False, **place: object) -> ButterWriter:
        changed = binding
        if native or group or place:
            changed = replace(binding, kinds=kinds(group if group or native else {"by": "tag", "text": "g:"}, **place))
        if native:
            changed = replace(changed, settings=replace(binding.settings, blog_locales="native"))
        made.append(open_writer(changed, clock=ManualClock(), transport=httpx.MockTransport(blog.answer)))
        return made[-1]

    yield open_
    for writer in made:
        writer.close()


def change(locale: Locale, name: str, after: MaybeValue, before: MaybeValue = ABSENT) -> Change:
    return Change(Cell(TEA, locale, name), before, after, ABSENT)


def op(verb: Verb, *changes: Change, present: Sequence[Locale] = (EN, FR)) -> Op:
    return Op(Digest(verb), Side.RIGHT, verb, TEA, "Tea", tuple(changes), tuple(present))


def run(writer: ButterWriter, *ops: Op, names: Names | None = None) -> list[str]:
    """Send everything; returns what was refused."""
    refused: list[str] = []
    calls = writer.calls(ops, names or Names())
    call = next(calls, None)
    while call is not None:
        sent = call.send()
        refused += sent.refused.values()
        try:
            call = calls.send(sent)
        except StopIteration:
            call = None
    return refused


def text(value: str) -> Scalar:
    return Scalar("text", value)


def test_reading_takes_two_listings_whatever_the_number_of_locales(opened, blog):
    writer = opened()

    seen = {(each.kind, each.remote): each for each in writer.read()}

    assert blog.asked == ["GET /posts/", "GET /posts/", "GET /posts/", "GET /authors/", "GET /categories/"]
    assert seen["article", "tea"].variants[FR][STATUS] == DRAFT
    assert seen["topic", "live"].variants[SHARED] == {SLUG: text("live"), "id": text("live")}
    assert isinstance(writer, SetsAside)


def test_a_few_posts_are_looked_at_one_by_one(opened, blog):
    blog.posts[None] += [post(f"n{n}", "en", f"g:n{n}") for n in range(6)]
    writer = opened()
    list(writer.read())
    blog.asked.clear()

    seen = writer.look([Wanted(TEA, (EN, FR), remote="tea")])[TEA]

    assert sorted(blog.asked) == ["GET /posts/tea/", "GET /posts/the/"]
    assert seen.variants[EN][STATUS] == PUBLISHED
    gone = EntryKey("article", "gone")
    assert writer.look([Wanted(gone, (EN,), slugs={EN: "gone"})]) == {}


def test_a_listing_is_read_where_nothing_tells_the_slugs(opened, blog):
    writer = opened()

    assert writer.look([Wanted(TEA, (FR,), remote="tea")])[TEA].variants[FR]["title"] == text("The")
    assert blog.asked == ["GET /posts/", "GET /posts/"]


def test_authors_and_categories_can_be_looked_at_too(opened, blog):
    blog.authors.append({"slug": "ann", "first_name": "Ann"})
    ann, live, bob = EntryKey("author", "a"), EntryKey("topic", "t"), EntryKey("author", "bob")

    seen = opened().look([Wanted(ann, (EN,), remote="ann"), Wanted(live, (EN,), remote="live"), Wanted(bob, (EN,))])

    assert set(seen) == {ann, live}
    assert seen[ann].variants[FR]["name"] == text("Ann")


def test_an_author_of_another_shape_is_noted(opened, blog):
    blog.authors.append({"slug": "ann", "first_name": "A", "profile_image": 5})
    (cell,) = [cell for seen in opened().read() if seen.remote == "ann" for cell in seen.unreadable]
    assert (cell.locale, cell.value) == (SHARED, "5")


def test_a_post_of_another_shape_is_noted(opened, blog):
    blog.posts[None].append(post("odd", "en", "g:odd", published="soon"))
    (cell,) = [cell for seen in opened().read() for cell in seen.unreadable]
    assert (cell.locale, cell.value) == (EN, '"soon"')


def test_publishing_needs_to_know_the_posts_and_sends_their_state_alone(opened, blog):
    writer = opened()

    assert run(writer, op("publish", change(FR, STATUS, PUBLISHED, DRAFT))) == []

    assert blog.asked[-1] == "PATCH /posts/the/"
    assert blog.bodies == [{"status": "published"}]


def test_a_change_names_no_state_unless_it_changes(opened, blog):
    writer = opened()
    again = change(EN, STATUS, PUBLISHED, PUBLISHED)

    run(writer, op("update", change(EN, "title", text("T"), text("Tea")), again))
    run(writer, op("update", change(FR, "title", text("T"), text("The")), change(FR, STATUS, PUBLISHED, DRAFT)))

    assert blog.bodies == [{"title": "T"}, {"title": "T", "status": "published"}]


def test_a_shared_cell_goes_to_every_post_of_the_entry(opened, blog):
    update = op("update", change(SHARED, "by", text("ann"), text("bo")))
    writer = opened()

    assert writer.cost([update]) == 2
    assert run(writer, update) == []
    assert blog.bodies == [{"author": {"slug": "ann"}}] * 2


def test_what_is_not_mapped_is_looked_at_right_before_tags_are_written(opened, blog):
    writer = opened()
    list(writer.read())
    blog.posts[None][0] = post("tea", "en", "g:tea", "late")

    run(writer, op("update", change(EN, "kind", Scalar("option", "news"))))

    assert blog.bodies == [{"tags": ["en", "g:tea", "late", "News"]}]


REFUSED = [
    (op("archive", change(EN, STATUS, ARCHIVED, DRAFT)), "no archive"),
    (op("update", change(EN, STATUS, CHANGED, PUBLISHED)), "a draft or as published"),
    (op("update", change(SHARED, SLUG, text("new"), text("tea"))), "does not change"),
    (op("update", change(EN, "slug", text("x"), text("tea"))), "belongs to another post"),
    (op("update", change(EN, "title", text("Tea"), text("Tea"))), "it changes nothing"),
    (op("update", change(EN, "nowhere", text("x"))), "no place on this side"),
    (op("create", change(EN, "title", text("Tea")), change(EN, STATUS, DRAFT)), "another entry of the blog is called"),
]


@pytest.mark.parametrize(("given", "reason"), REFUSED)
def test_what_posts_cannot_do_is_refused_without_a_request(opened, blog, given, reason):
    writer = opened()
    names = Names({}) if given.verb == "create" else Names()

    assert reason in run(writer, given, names=names)[0]
    assert [asked for asked in blog.asked if not asked.startswith("GET")] == []
    assert writer.cost([given]) >= 1


def test_a_post_that_is_gone_and_an_entry_that_nobody_knows_are_said(opened, blog):
    del blog.posts[None][1]
    writer = opened()

    assert "is not there any more" in run(writer, op("publish", change(FR, STATUS, PUBLISHED, DRAFT)))[0]
    assert "is not there any more" in run(writer, op("update", change(FR, "title", text("T"), text("S"))))[0]
    assert "is not known" in run(writer, op("update", change(EN, "title", text("T"))), names=Names({}))[0]


def test_a_read_that_fails_before_a_write_fails_the_call(opened, blog):
    blog.refuses["/posts/"] = 401
    call = next(opened().calls([op("publish", change(EN, STATUS, PUBLISHED, DRAFT))], Names()))

    with pytest.raises(RemoteError):
        call.send()
    assert call.name == "publish article/tea (reading first)"


def test_after_a_failure_the_rest_of_an_op_is_left_out(opened, blog):
    both = op("publish", change(EN, STATUS, PUBLISHED, DRAFT), change(FR, STATUS, PUBLISHED, DRAFT))
    calls = opened().calls([both], Names())
    first = next(calls)

    assert not first.last
    with pytest.raises(StopIteration):
        calls.send(RemoteError("no"))


def test_deleting_is_by_post_and_deleting_one_locale_leaves_the_others(opened, blog):
    writer = opened()
    run(writer, op("delete", change(FR, STATUS, ABSENT, DRAFT), present=(EN,)))
    run(writer, op("delete", change(EN, STATUS, ABSENT, PUBLISHED), present=()))

    assert blog.asked[-2:] == ["DELETE /posts/the/", "DELETE /posts/tea/"]
    assert "it changes nothing" in run(writer, op("delete", change(EN, STATUS, ABSENT, DRAFT), present=()))[0]


def native(blog: Blog) -> None:
    blog.posts = {"en": [post("tea"), post("ink")], "fr": [post("the", of="tea"), post("ink")]}


def test_native_variants_are_linked_by_slug_and_else_by_asking(opened, blog):
    native(blog)
    blog.posts["en"][0]["of"] = "the"
    writer = opened(native=True)

    found = {each.remote: set(each.variants) - {SHARED} for each in writer.read() if each.kind == "article"}

    assert found == {"tea": {EN, FR}, "ink": {EN, FR}}
    assert [asked for asked in blog.asked if asked not in ("GET /posts/", "GET /authors/", "GET /categories/")] == [
        "GET /posts/the/"
    ]


def test_native_posts_are_looked_at_by_the_cheaper_way(opened, blog):
    native(blog)
    blog.posts["en"][0]["of"] = "the"
    writer = opened(native=True)
    list(writer.read())
    ink = EntryKey("article", "ink")
    blog.asked.clear()

    two = writer.look([Wanted(TEA, (EN, FR), remote="tea"), Wanted(ink, (EN,), remote="ink")])
    assert set(two) == {TEA, ink}
    assert sorted(blog.asked) == ["GET /posts/ink/", "GET /posts/tea/", "GET /posts/the/"]
    blog.asked.clear()
    pot = EntryKey("article", "pot")
    looks = [Wanted(each, (EN,), remote=each.name) for each in (TEA, ink, pot)]
    assert set(writer.look(looks)) == {TEA, ink}
    assert set(blog.asked) == {"GET /posts/"}
    assert writer.look_cost([op("publish", change(EN, STATUS, PUBLISHED, DRAFT))]) == 1


def test_a_further_native_locale_waits_for_the_post_and_gives_up_in_the_end(opened, blog):
    blog.posts = {"en": [], "fr": []}
    writer = opened(native=True)
    made = op("create", change(EN, STATUS, DRAFT), change(FR, STATUS, DRAFT))
    calls = writer.calls([made], Names({}))
    sent = next(calls).send()
    second = calls.send(sent)

    with pytest.raises(RemoteError, match="did not appear") as lost:
        second.send()
    assert lost.value.took_effect == "unknown"

    blog.posts["en"].append(post("tea"))
    second.send()
    assert blog.asked[-1] == "PATCH /posts/tea/"


def test_a_native_variant_cannot_be_deleted_alone(opened, blog):
    native(blog)
    writer = opened(native=True)
    names = Names({TEA: "ink"})

    gone = op("delete", change(FR, STATUS, ABSENT, DRAFT), present=(EN,))
    assert "one locale cannot be deleted alone" in run(writer, gone, names=names)[0]
    assert run(writer, op("delete", change(FR, STATUS, ABSENT, DRAFT), present=()), names=names) == []
    assert blog.asked[-1] == "DELETE /posts/ink/"
    assert "nothing" in run(writer, op("delete", change(FR, STATUS, ABSENT, DRAFT), present=()), names=names)[0]


PROBLEMS = [
    (bound("f", "text", "colour"), "the posts of a blog have no 'colour'"),
    (bound("f", "number", "title"), "title is mapped as text, not as number"),
    (bound("f", "reference", "author", to="article"), "author links to the blog's authors"),
]


@pytest.mark.parametrize(("field_", "reason"), PROBLEMS)
def test_a_mapping_that_posts_cannot_follow_is_refused(binding, field_, reason):
    wrong = {**binding.kinds, "article": replace(binding.kinds["article"], fields={"f": field_})}
    with pytest.raises(MappingError) as refused:
        account_of(replace(binding, kinds=wrong))
    assert reason in str(refused.value)


def test_a_file_of_decisions_that_is_not_there_is_asked_for(binding):
    with pytest.raises(MappingError, match="make it with isogloss match"):
        account_of(replace(binding, kinds=kinds({"by": "file", "file": "g.yaml", "decided": None})))


def test_echo_shows_what_a_post_would_show(opened):
    writer = opened()

    assert writer.echo("article", "title", text("Tea")) == text("Tea")
    assert writer.echo("article", "alt", text("A cup")) == text("A cup")
    assert writer.echo("article", "kind", Scalar("option", "news")) == Scalar("option", "news")
    assert writer.echo("article", "at", Scalar("instant", "2025-01-01T00:00:00Z")).text.startswith("2025")
    assert writer.echo("article", STATUS, PUBLISHED) == PUBLISHED
    assert writer.echo("author", "name", text("Ann")) == text("Ann")
    assert writer.echo("author", "face", Asset("image", "https://x.example/a")) == Asset("image", "https://x.example/a")
    assert writer.echo("topic", "id", text("t")) == text("t")
    with pytest.raises(ValueError, match="a draft or published"):
        writer.echo("article", STATUS, ARCHIVED)


def test_costs_are_counted_before_anything_is_read(opened):
    writer = opened()
    made = op("create", change(EN, STATUS, DRAFT), change(FR, STATUS, DRAFT))
    gone = op("delete", change(EN, STATUS, ABSENT, DRAFT), change(FR, STATUS, ABSENT, DRAFT), present=())

    assert writer.cost([made, gone]) == 4
    assert writer.cost([op("unpublish", change(EN, STATUS, DRAFT, PUBLISHED))]) == 1
    assert writer.look_cost([made]) == 1
    assert opened(native=True).cost([gone]) == 1


def test_a_reader_has_no_way_to_write(binding, blog):
    reader = open_reader(binding, clock=ManualClock(), transport=httpx.MockTransport(blog.answer))
    assert not hasattr(reader, "calls")
    reader.close()


BODY = '<p><img src="https://x.example/w=5/pot"> <a href="/fr/the/">in French</a></p>'


def test_the_facts_of_posts_leave_out_what_tells_their_locale(binding, blog):
    blog.posts[None] = [
        post("tea-en", "en", "fr", "Leaf", body=BODY, published="2025-01-02T00:00:00", author={"slug": "ann"}),
        post("the", "fr", featured_image="https://x.example/w=9/pot", created="never", title=None),
        post("old", "en"),
    ]
    mapped = replace(
        binding, kinds=kinds({"by": "file", "file": "g.yaml", "decided": None}, left_out=frozenset({"old"}))
    )
    decided = {"tea-en": Placed(None, EN), "the": Placed("t", None)}

    facts, marks = read_facts(mapped, decided, clock=ManualClock(), transport=httpx.MockTransport(blog.answer))

    tea, the = facts
    assert (tea.slug, tea.locale, tea.tags, tea.author) == ("tea-en", EN, frozenset({"leaf"}), "ann")
    assert tea.images == the.images == frozenset({"pot"})
    assert tea.links == frozenset({"/fr/the/"})
    assert tea.marks == ("Leaf", "en", "fr")
    assert (the.locale, the.day, the.title) == (FR, None, "")
    assert tea.day == 20090.0
    assert marks == frozenset({"en", "fr"})


def test_facts_need_a_blog_whose_locales_are_tags(binding, blog):
    transport = httpx.MockTransport(blog.answer)
    none = replace(binding, kinds={"author": binding.kinds["author"]})
    with pytest.raises(MappingError, match="no kind has its place"):
        read_facts(none, {}, clock=ManualClock(), transport=transport)
    own = replace(binding, settings=replace(binding.settings, blog_locales="native"))
    with pytest.raises(MappingError, match="the service itself"):
        read_facts(own, {}, clock=ManualClock(), transport=transport)
