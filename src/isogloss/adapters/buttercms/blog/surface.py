"""The contract for the blog of one account: posts, their authors and their categories.

Decides what can be done with each of them. With tags every variant is a post of its own, so each has its own slug and
state and can be deleted alone; with native locales the service keeps them together.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from isogloss.adapters.buttercms.account import Account, unknown_locale
from isogloss.adapters.buttercms.blog.decode import decode_author, decode_post
from isogloss.adapters.buttercms.blog.encode import PostContext, as_shown, encode_cells
from isogloss.adapters.buttercms.blog.listing import Listing
from isogloss.adapters.buttercms.blog.place import ALT, FIXED, Shelf
from isogloss.adapters.buttercms.blog.reading import Reading
from isogloss.adapters.buttercms.blog.steps import count
from isogloss.adapters.buttercms.blog.writing import Writing
from isogloss.adapters.calls import Asks, Calls, Orders
from isogloss.adapters.surfaces import OwnNames
from isogloss.errors import MappingError, Problem, Rejected
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, CHANGED, SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, RemoteKind
from isogloss.model.snapshot import Seen
from isogloss.model.value import Asset, MaybeValue, Scalar, Value
from isogloss.plan.op import Op
from isogloss.ports import Aside, Clock, Names, Wanted

_NO_LOCALE = "zz-zz-none"
"""As long as the parameter may be; no account has such a locale."""


class Blog:
    """The blog of one account."""

    def __init__(self, client: Asks, account: Account, clock: Clock) -> None:
        self._account = account
        self._blog = account.blog
        self._clock = clock
        listing = Listing(client, account.settings.page_size)
        self.reading = Reading(account.name, account.blog, listing, account.settings.page_size, account.carry)

    @property
    def kinds(self) -> Mapping[str, Shelf]:
        """The kinds that live in the blog."""
        return self._blog.kinds

    def capabilities(self, kind: str) -> Capabilities:
        """What can be done with posts, or with authors and categories.

        Source: ButterCMS API reference, blog posts, seen 2026-11. No call makes an author or a category; a category
        comes into being with the post that names it. That a draft cannot lie over a live post is [inferred].
        """
        posts = self._blog.kinds[kind] == "posts"
        return replace(
            self._account.capabilities,
            add_variant=posts,
            per_locale_slug=posts,
            rename_slug=False,
            unpublish=posts,
            delete_entry=posts,
            delete_variant=posts and not self._blog.native,
            write_alt=posts,
            times=posts,
            read_only=not posts,
            fixed=FIXED if posts else frozenset(),
            counts="variant",
        )

    def beside(self) -> Mapping[str, Callable[[], int]]:
        """Posts, where no kind is bound to them."""
        code = next(iter(self._blog.rule.codes.values()), None) if self._blog.native else None
        return {} if self._blog.kind_of("posts") else {"blog": partial(self.reading.listing.probe, code)}

    def described(self, *, probe: bool) -> Mapping[str, RemoteKind]:
        """What each kind holds, which is the same in every account; whether the account answers as the mapping says.

        Raises: MappingError where posts are said to have locales and the account knows nothing of them, or lacks one.
        """
        posts = self._blog.kind_of("posts")
        if posts is not None and probe:
            if self._blog.native:
                self._probe_native(posts)
            else:
                self.reading.listing.probe(None)
        return {kind: self._blog.described(kind) for kind in self._blog.kinds}

    def _probe_native(self, kind: str) -> None:
        side = self._account.name
        problems = []
        for locale, code in self._blog.rule.codes.items():
            try:
                self.reading.listing.probe(code)
            except Rejected as refusal:
                problems.append(unknown_locale(self._account, locale, refusal))
        try:
            self.reading.listing.probe(_NO_LOCALE)
        except Rejected:
            pass  # as it should be: a locale that is not there is refused
        else:
            reason = "posts of this account have no locales: any locale is taken. Use tags (blog_locales: tags)."
            problems.append(Problem(f"sides.{side}.blog_locales", f"{reason} It is asked for by the kind {kind}."))
        if problems:
            raise MappingError(side, problems)

    def read(self) -> Iterator[Seen]:
        """Every entry in scope, in every mapped locale.

        Raises: MappingError naming every entry with two posts for one locale; any RemoteError (invariant 1).
        """
        return self.reading.all()

    def set_aside(self) -> Sequence[Aside]:
        """The posts that the last whole read could not place."""
        return self.reading.asides

    def look(self, wanted: Sequence[Wanted], late: dict[EntryKey, datetime] | None = None) -> Mapping[EntryKey, Seen]:
        """Look at some entries as they are now; ``late`` and errors as in ``Reading.look``."""
        return self.reading.look(wanted, late)

    def recent(self, kind: str, locales: Sequence[Locale], back_to: datetime | None) -> None:
        """There is no such listing."""

    def echo(self, kind: str, field: str, value: Value) -> MaybeValue:
        """Encode and decode again.

        Raises: ValueError with a sentence where the field cannot hold the value.
        """
        if field in {SLUG, STATUS}:
            if value in (ARCHIVED, CHANGED):
                raise ValueError("a post is a draft or published, and nothing else.")
            return value
        fields = self._blog.fields[kind]
        binding = fields[field]
        if self._blog.kinds[kind] != "posts":
            sent = value.identity if isinstance(value, Asset) else value.text if isinstance(value, Scalar) else None
            key = "first_name" if binding.remote == "name" else binding.remote
            return decode_author({key: sent}, binding)
        if binding.remote in FIXED:
            return value
        body = encode_cells({field: value}, PostContext(fields, OwnNames()))
        apart = any(each.remote == ALT for each in fields.values())
        shown = as_shown(body)
        return decode_post(shown, binding, [term.name for term in shown.tags], alt_apart=apart)

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls a writer would make."""
        return sum(count(op, self._blog.rule.codes, native=self._blog.native) for op in ops)

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests reading back would take at best: one listing, or a question for each post."""
        asked: Counter[Locale] = Counter(locale for op in ops for locale in op.shown_in)
        if not self._blog.native:
            posts = max(len(self.reading.index.slugs), sum(asked.values()))
            return min(sum(asked.values()), math.ceil(posts / self._account.settings.page_size))
        return sum(min(number, self.reading.pages()) for number in asked.values())

    def calls(self, to: Orders, ops: Sequence[Op], names: Names, *, isolate: bool) -> Calls:  # noqa: ARG002  # one op each
        """The calls of ops on the blog, each of one op."""
        return Writing(to, self.reading, self._clock).calls(ops, names)
