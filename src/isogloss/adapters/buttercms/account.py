"""What the mapping says of this side, checked and in ButterCMS's own terms.

Decides where each kind lives, and what no write could be unambiguous about. There is no
call that lists schemas or locales, so what is wrong here can only be found here. Refuses to know requests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from isogloss import bridge
from isogloss.adapters.buttercms.blog.place import Blog, blog_of, blog_problems, shelf_of
from isogloss.bridge import (
    ButterSettings,
    Collection,
    FieldBinding,
    PageType,
    SideBinding,
    SinglePages,
    TokenName,
)
from isogloss.errors import ConfigError, MappingError, Problem, Rejected
from isogloss.http.redact import Secret
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, FieldType

NOT_HELD: frozenset[FieldType] = frozenset(["images", "opaque"])
"""The types that ButterCMS has no field for."""

ANY_TYPE = "*"
"""What the API writes where the type of a page would be, for pages of any type or none."""

ALT = ".alt"
"""``hero.alt`` is the alternative text of what the field ``hero`` holds."""


@dataclass(frozen=True, slots=True)
class KindPlace:
    """Where one kind lives.

    held:   as what.
    fields: by neutral name.
    others: field slugs of the type that are not mapped; a create must name them too.
    """

    kind: str
    held: bridge.Place
    fields: Mapping[str, FieldBinding]
    origin_key: str | None
    others: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the API calls the page type or the collection."""
        return self.held.name if isinstance(self.held, PageType | Collection) else ANY_TYPE

    @property
    def paged(self) -> bool:
        """Whether entries are pages; else they are items of a collection."""
        return isinstance(self.held, PageType | SinglePages)

    @property
    def single(self) -> bool:
        """Whether it is the pages without a type, which can be read and changed, but not made."""
        return isinstance(self.held, SinglePages)

    @property
    def ordered(self) -> bool:
        """Whether its entries can be listed by when they changed."""
        return self.paged and not self.single

    def has(self, slug: str) -> bool:
        """Whether the entry of a slug is meant; of pages without a type it may be only some."""
        return not (isinstance(self.held, SinglePages) and self.held.only) or slug in self.held.only

    @property
    def slugs(self) -> frozenset[str]:
        """Every field slug that is known of the type."""
        named = {slug_of(binding.remote) for binding in self.fields.values()}
        return frozenset(named | set(self.others) | ({self.origin_key} if self.origin_key else set()))


@dataclass(frozen=True, slots=True)
class Account:
    """One side: its settings, its locales' slugs in the order of the mapping, and where each kind lives."""

    name: str
    settings: ButterSettings
    locales: Mapping[Locale, str]
    primary: Locale
    places: Mapping[str, KindPlace]
    blog: Blog
    carry: bool = False

    def code(self, locale: Locale) -> str:
        """The slug of a locale."""
        found = self.locales.get(locale)
        if found is None:
            raise AssertionError(f"{self.name} has no locale {locale}; a plan for it must not name it.")
        return found

    @property
    def capabilities(self) -> Capabilities:
        """What holds of everything that an account has; each surface says the rest.

        Source: ButterCMS documentation and API reference, seen 2026-11. Whether a draft can lie over what is live is
        not settled.
        """
        settings = self.settings
        return Capabilities(
            stages_edits=False,
            archive=False,
            cache_seconds=settings.cache_seconds,
            asynchronous=True,
            batch=1,
            rate=max(1, int(settings.a_second * 60)),
            quota=settings.quota,
        )

    def target(self, binding: FieldBinding) -> KindPlace:
        """Where the entries live that a link points to."""
        return self.places[binding.field.to or ""]


def slug_of(remote: str) -> str:
    """The field slug in a remote name: ``hero`` for ``hero.alt``."""
    return remote.removesuffix(ALT)


def account_of(binding: SideBinding) -> Account:
    """Take in one side of a mapping.

    Raises: MappingError for kinds and fields that ButterCMS cannot hold.
    """
    settings = binding.settings_as(ButterSettings)
    places = {
        name: KindPlace(name, kind.place, kind.fields, kind.origin_key, kind.others)
        for name, kind in binding.kinds.items()
        if shelf_of(kind) is None
    }
    blog = blog_of(binding, native=settings.blog_locales == "native")
    problems = [*_problems(binding, settings, places), *blog_problems(blog)]
    if problems:
        raise MappingError(binding.name, problems)
    return Account(binding.name, settings, dict(binding.locales), binding.primary, places, blog, binding.carry)


def unknown_locale(account: Account, locale: Locale, refusal: Rejected) -> Problem:
    """What is wrong where an account refuses a locale."""
    code = account.code(locale)
    reason = f"ButterCMS does not know the locale {code!r} ({refusal}); add it in Settings, or mend the slug."
    return Problem(f"locales.{locale}.{account.name}", reason)


def secret(binding: SideBinding, name: TokenName) -> Secret:
    """Take out a token.

    Raises: ConfigError where it is not set.
    """
    found = binding.secrets.get(name)
    if not found:
        raise ConfigError(f"sides.{binding.name}.{name} is not set: ButterCMS needs it here. Set it in the mapping.")
    return found


def _problems(binding: SideBinding, settings: ButterSettings, places: Mapping[str, KindPlace]) -> Iterator[Problem]:
    if places and not settings.localized and len(binding.locales) > 1:
        yield Problem(
            f"sides.{binding.name}.localized",
            f"an account without locales holds one locale, and {len(binding.locales)} are mapped; leave one.",
        )
    for name, place in places.items():
        where = f"kinds.{name}.{binding.name}"
        if place.name == ANY_TYPE and not place.single:
            yield Problem(where, "name a page_type, a collection or the blog; pages without a type are single_pages.")
        for slug in sorted(place.slugs & set(binding.locales.values())):
            # The server takes a body for one by locale when its keys are locale slugs, so such a field is ambiguous.
            yield Problem(where, f"the field slug {slug!r} is also the slug of a locale; rename one in ButterCMS.")
        if not place.paged and "meta" in place.slugs:
            yield Problem(where, "a field of a collection cannot be called 'meta': the item's number stands there.")
        for neutral, each in place.fields.items():
            yield from _field_problems(f"kinds.{name}.fields.{neutral}", each, places)


def _field_problems(where: str, each: FieldBinding, places: Mapping[str, KindPlace]) -> Iterator[Problem]:
    if each.field.type in NOT_HELD:
        yield Problem(where, f"fields of type {each.field.type} are not carried to or from ButterCMS.")
    if "." in slug_of(each.remote):
        yield Problem(where, f"{each.remote!r} lies inside a component, which is not carried; map a field of its own.")
    if each.remote.endswith(ALT) and each.field.type not in {"text", "long_text"}:
        yield Problem(where, f"{each.remote!r} is an alternative text; map it as text.")
    if each.field.type in {"reference", "references"} and each.field.to not in places:
        yield Problem(
            where, f"it links to the kind {each.field.to!r}, which has no place on this side; map that kind too."
        )
