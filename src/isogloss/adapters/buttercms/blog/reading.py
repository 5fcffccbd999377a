"""Reading a blog: every entry, or some of them as they are now.

Decides when looking one by one is cheaper than listing, and what an entry shows that is made of several posts. Refuses
to know requests and rules.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from isogloss.adapters.assemble import Held, Picture, assembled, beyond, held
from isogloss.adapters.buttercms.asking import Late, each_of, note
from isogloss.adapters.buttercms.blog.decode import decode_author, decode_post, name_of, picture, sent_for
from isogloss.adapters.buttercms.blog.index import Group, Index, clash_problems, linked, shelve
from isogloss.adapters.buttercms.blog.listing import ROUNDED, Listing
from isogloss.adapters.buttercms.blog.place import ALT, FIELDS, TAGS, TIMES, Blog
from isogloss.adapters.buttercms.blog.rule import key_for, left_out, new_slug, slug_of, spot, topical
from isogloss.adapters.buttercms.blog.wire import Post, Term
from isogloss.bridge import REMOTE_SLUG
from isogloss.errors import MappingError, Stale
from isogloss.model.address import EntryKey
from isogloss.model.entry import PUBLISHED
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen, unreadable
from isogloss.model.value import Scalar, Value
from isogloss.ports import Aside, Wanted

_Rows = dict[Locale, dict[str, Post]]
_UNSURE: Final = "only a cache answered of which post it is a variant, and it is older than this one"
_Asked = tuple[EntryKey, str, Locale, str]
"""An entry, its remote id, a locale, and the slug that its post has there."""


@dataclass(slots=True)
class Reading:
    """One blog, as it can be read.

    name:  of the side.
    carry: whether unpublished edits are carried.
    """

    name: str
    blog: Blog
    listing: Listing
    page_size: int
    carry: bool = False
    index: Index = field(default_factory=Index)
    asides: tuple[Aside, ...] = ()

    def all(self) -> Iterator[Seen]:
        """Give every entry, author and category.

        Raises: MappingError naming every entry with two posts for one locale; any RemoteError (invariant 1).
        """
        for kind, shelf in sorted(self.blog.kinds.items(), key=lambda each: each[1] != "posts"):  # they tell categories
            match shelf:
                case "posts":
                    yield from self._native(kind) if self.blog.native else self._tagged(kind)
                case "authors":
                    yield from self._authors(kind)
                case "categories":
                    yield from self._categories(kind)

    def _tagged(self, kind: str) -> Iterator[Seen]:
        # In this order, what is published between the two is seen to be live.
        newest, live = (self.listing.posts(None, live=each) for each in (False, True))
        posts = {**live, **newest}
        self._shelve(kind, posts)
        everywhere = (dict.fromkeys(self.blog.rule.codes, each) for each in (newest, live))
        yield from self._shown(kind, self.index.groups, *everywhere)

    def _shelve(self, kind: str, posts: Mapping[str, Post]) -> None:
        shelved = shelve(self.blog.rule, kind, posts.values())
        if shelved.clashes:
            raise MappingError(self.name, clash_problems(kind, self.name, shelved.clashes))
        self.asides = shelved.asides
        self.index.learn(posts.values(), shelved.groups, shelved.waiting)

    def _native(self, kind: str) -> Iterator[Seen]:
        newest, live = (self._by_locale(live=each) for each in (False, True))
        posts = {locale: {**live[locale], **newest[locale]} for locale in newest}
        kept = {
            locale: {slug: post for slug, post in rows.items() if not left_out(self.blog.rule, post)}
            for locale, rows in posts.items()
        }
        codes = self.blog.rule.codes

        def ask(post: Post, locale: Locale) -> Post | None:
            told = self.listing.sibling(post, codes[locale])
            if told.made is not None and told.found is not None and told.found.slug not in posts[locale]:
                told = self.listing.one(post.slug, codes[locale])  # it may be called otherwise by now
            found = told.found
            if told.made is not None and (
                _is_older(told.made, post) if found is None else found.slug not in posts[locale]
            ):
                unsure.add(post.slug)
                return None
            return None if found is None or left_out(self.blog.rule, found) else found

        unsure: set[str] = set()
        groups = linked(kept, ask)
        alone = sorted(unsure & groups.keys())
        self.asides = tuple(Aside(kind, slug, _UNSURE, "run again later") for slug in alone)
        for slug in alone:
            del groups[slug]
        for group in groups.values():
            for locale, post in group.items():
                if post.slug not in posts[locale]:
                    newest[locale][post.slug] = posts[locale][post.slug] = post
        self.index.learn((post for rows in posts.values() for post in rows.values()), groups, ())
        yield from self._shown(kind, groups, newest, live)

    def _shown(self, kind: str, groups: Mapping[str, Group], newest: _Rows, live: _Rows) -> Iterator[Seen]:
        for key, group in groups.items():
            shown = {
                locale: made
                for locale, post in group.items()
                if (made := picture(newest[locale].get(post.slug), live[locale].get(post.slug), carry=self.carry))
            }
            yield self._seen(kind, key, shown)

    def _by_locale(self, *, live: bool) -> _Rows:
        codes = self.blog.rule.codes
        rows = each_of(lambda locale: self.listing.posts(codes[locale], live=live), codes)
        return dict(zip(codes, rows, strict=True))

    def _seen(self, kind: str, key: str, shown: Mapping[Locale, Picture[Post]]) -> Seen:
        rule, fields = self.blog.rule, self.blog.fields[kind]
        main = rule.main if rule.main in shown else next(iter(shown))
        apart = any(binding.remote == ALT for binding in fields.values())

        def read(post: Post, locale: Locale) -> Held:
            tags = topical(rule, post.tags, None if self.blog.native else locale)
            return held(
                fields,
                lambda bound: sent_for(post.fields, bound),
                lambda bound, _: decode_post(post, bound, tags, alt_apart=apart),
            )

        order = (main, *(each for each in shown if each != main))
        pictures = {locale: shown[locale].of(read(shown[locale].content, locale)) for locale in order}
        made = assembled(kind, key, fields, pictures[main].content, pictures, slug=key)
        bound = {binding.remote.split(".")[0] for binding in fields.values()}
        rest = Counter(slug for locale in shown for slug in beyond(self._told(shown[locale].content, locale), bound))
        return replace(made, notes={locale: made.notes[locale] for locale in shown}, beyond=rest)

    def _told(self, post: Post, locale: Locale) -> Mapping[str, object]:
        """What a post holds that somebody wrote, by field."""
        sent = {slug: post.fields.get(slug) for slug in FIELDS["posts"] if slug not in TIMES and slug != REMOTE_SLUG}
        tags = topical(self.blog.rule, post.tags, None if self.blog.native else locale)
        return {**sent, "categories": [term.slug for term in post.categories], TAGS: list(tags)}

    def _authors(self, kind: str) -> Iterator[Seen]:
        return (self._author(kind, author) for author in self.listing.authors())

    def _author(self, kind: str, author: Mapping[str, object]) -> Seen:
        fields = self.blog.fields[kind]
        found = held(fields, lambda bound: author.get(bound.remote), lambda bound, _: decode_author(author, bound))
        broken = (unreadable(SHARED, name, sent, why) for name, (sent, why) in found.broken.items())
        known = FIELDS["authors"].keys() - self.blog.told(kind)
        told = {name: sent for name, sent in {**author, "name": name_of(author)}.items() if name in known}
        made = self._everywhere(kind, str(author["slug"]), found.values, told)
        return replace(made, unreadable=tuple(broken))

    def _categories(self, kind: str) -> Iterator[Seen]:
        """Those of published posts, and those of drafts, which only the posts tell."""
        known = {term.slug: term for term in self.listing.categories()}
        if not self.index.complete:
            posts = self.listing.posts(None, live=False, body=False)
            self.index.categories |= {term.slug: term.name for post in posts.values() for term in post.categories}
        self.index.categories |= {slug: term.name for slug, term in known.items()}
        for slug, name in sorted(self.index.categories.items()):
            yield self._category(kind, slug, name)

    def _category(self, kind: str, slug: str, name: str) -> Seen:
        fields = self.blog.fields[kind].items()
        made = {n: Scalar("text", slug if binding.remote == "slug" else name) for n, binding in fields}
        return self._everywhere(kind, slug, made, {"name": name, "slug": slug})

    def _everywhere(self, kind: str, slug: str, values: Mapping[str, Value], told: Mapping[str, object]) -> Seen:
        """An entry that knows no locales is there in all of them, or no translation could link to it.

        told: what it holds, by the side's own names.
        """
        shown, fields = Picture(Held(values), PUBLISHED, Note(live=True)), self.blog.fields[kind]
        pictures = dict.fromkeys(self.blog.rule.codes, shown)
        rest = Counter(beyond(told, {binding.remote for binding in fields.values()} | {REMOTE_SLUG}))
        made = assembled(kind, slug, fields, shown.content, pictures, slug=slug)
        return replace(made, beyond=rest) if rest else made

    def look(self, wanted: Sequence[Wanted], late: Late | None = None) -> Mapping[EntryKey, Seen]:
        """Look at some entries as they are now, past any cache that can be gone round.

        late:   is filled with the entries about which nothing but a cache could be asked, and since when it has its
                answer. A post that no listing shows is asked for by its own address then, before it is missing.
        Raises: Stale, naming them, where several posts answer to one that is wanted.
        """
        found: dict[EntryKey, Seen] = {}
        for kind, shelf in self.blog.kinds.items():
            mine = [each for each in wanted if each.entry.kind == kind]
            if mine and shelf == "posts":
                found |= self._look_at_posts(kind, mine, late)
            elif mine:
                names = {each.remote or each.slugs.get(SHARED, each.entry.name): each.entry for each in mine}
                authors = shelf == "authors"
                rows = self._authors(kind) if authors else self._categories(kind)
                there = {names[seen.remote]: seen for seen in rows if seen.remote in names}
                if late is not None:
                    missing = [(slug, entry) for slug, entry in sorted(names.items()) if entry not in there]
                    there |= self._alone(kind, missing, late, authors=authors)
                found |= there
        return found

    def _alone(
        self, kind: str, missing: Sequence[tuple[str, EntryKey]], late: Late, *, authors: bool
    ) -> Mapping[EntryKey, Seen]:
        """Authors or categories by their own addresses: a list may be a cache's, or show only what posts use."""
        found: dict[EntryKey, Seen] = {}
        for slug, entry in missing:
            told = self.listing.author(slug) if authors else self.listing.category(slug)
            if isinstance(told.found, Term):
                found[entry] = self._category(kind, told.found.slug, told.found.name)
            elif told.found is not None:
                found[entry] = self._author(kind, told.found)
            note(late, entry, told.made)
        return found

    def _look_at_posts(self, kind: str, wanted: Sequence[Wanted], late: Late | None) -> Mapping[EntryKey, Seen]:
        asked = [
            (each.entry, key, locale, self._slug(each, key, locale))
            for each in wanted
            for key in [self.key_of(each)]
            for locale in each.locales
        ]
        shown = self._native_posts(asked, late) if self.blog.native else self._tagged_posts(kind, asked, late)
        pictures: dict[EntryKey, dict[Locale, Picture[Post]]] = {}
        keys: dict[EntryKey, str] = {}
        for entry, key, locale, post in shown:
            made = picture(post, None, carry=self.carry)
            if made is not None:
                pictures.setdefault(entry, {})[locale] = made
                keys[entry] = key
                self.index.put(key, locale, post)
        return {entry: self._seen(kind, keys[entry], each) for entry, each in pictures.items()}

    def _tagged_posts(
        self, kind: str, asked: Sequence[_Asked], late: Late | None
    ) -> list[tuple[EntryKey, str, Locale, Post]]:
        made: datetime | None = None
        # Where it is to be proven, only by the slug of a post that was read, not by one that we would give it.
        known = all(slug if late is None else self.index.post(key, locale) for _, key, locale, slug in asked)
        if known and len(asked) < self.pages():
            posts = [post for post in self._one_by_one(asked, None, late) if post]
        else:
            whole = self.listing.posts_now(None)
            posts, made = list(whole.found.values()), whole.made
            if late is not None:
                missing = [each for each in asked if each[3] and each[3] not in whole.found]
                posts += [post for post in self._one_by_one(missing, None, late) if post]
        shelved = shelve(self.blog.rule, kind, posts)
        for _, key, _, _ in asked:
            if key in shelved.clashes:
                said = "; ".join(str(problem) for problem in clash_problems(kind, self.name, shelved.clashes))
                raise Stale(f"{self.name}: {said}")
        there = {(key, locale): post for key, group in shelved.groups.items() for locale, post in group.items()}
        for entry, key, at, _ in asked:
            if (key, at) not in there:
                note(late, entry, made)  # the post may go by another slug than the one we would give it
        return [(entry, key, at, there[key, at]) for entry, key, at, _ in asked if (key, at) in there]

    def _native_posts(self, asked: Sequence[_Asked], late: Late | None) -> list[tuple[EntryKey, str, Locale, Post]]:
        found: list[tuple[EntryKey, str, Locale, Post]] = []
        for locale, code in self.blog.rule.codes.items():
            mine = [each for each in asked if each[2] == locale]
            if len(mine) > self.pages():
                rows = self.listing.posts_now(code).found
                posts = {slug: rows[slug] for _, _, _, slug in mine if slug in rows}
                missing = [] if late is None else [each for each in mine if each[3] not in rows]
            else:
                posts, missing = {}, mine
            alone = zip(missing, self._one_by_one(missing, code, late), strict=True)
            posts |= {each[3]: post for each, post in alone if post is not None}
            found += [(entry, key, at, posts[slug]) for entry, key, at, slug in mine if slug in posts]
        return found

    def _one_by_one(self, asked: Sequence[_Asked], code: str | None, late: Late | None) -> list[Post | None]:
        """Each post by its own address; it may answer to a slug that is its own in another locale."""
        told = each_of(lambda each: self.listing.one(each[3], code), asked)
        for (entry, _, _, _), each in zip(asked, told, strict=True):
            note(late, entry, each.made)
        return [each.found for each in told]

    def pages(self) -> int:
        """How many requests listing all posts once takes, as far as known."""
        return max(1, math.ceil(len(self.index.slugs) / self.page_size))

    def key_of(self, wanted: Wanted) -> str:
        """The remote id of an entry: its own, or the one that it would have."""
        if wanted.remote is not None:
            return wanted.remote
        shared = wanted.slugs.get(SHARED)
        if not self.blog.native:
            return key_for(self.blog.rule, shared, wanted.entry.name)
        first = next((wanted.slugs[each] for each in self.blog.rule.codes if each in wanted.slugs), None)
        return first or slug_of(shared or wanted.entry.name)

    def _slug(self, wanted: Wanted, key: str, locale: Locale) -> str:
        """The slug of a post; "" where nothing tells it."""
        known = self.index.post(key, locale)
        if known is not None:
            return wanted.slugs.get(locale, known.slug)
        if locale in wanted.slugs:
            return wanted.slugs[locale]
        if self.blog.native:
            return key
        return new_slug(self.blog.rule, key, locale) if self.index.complete else ""

    def placed(self, post: Post, key: str, locale: Locale) -> str:
        """Why a post would not be found again as what it is to be; empty where it would."""
        place = spot(self.blog.rule, post)
        if (place.key, place.locale) == (key, locale):
            return ""
        return place.why or f"it would be read as {place.key} in {place.locale}"


def _is_older(made: datetime, post: Post) -> bool:
    """Whether an answer may be from before a post was what it is."""
    return post.updated is None or made <= post.updated + ROUNDED
