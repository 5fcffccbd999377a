"""Where a post belongs: its locale and its entry, by declared rules only.

Decides what each rule says of a post that is there, and what a new post must carry so that the same rule finds it
again. A post of which the rules say nothing, or two things, is not placed. Pure.

Source: ButterCMS documentation, localization, seen 2026-11: a post's locale is a tag whose slug is the locale's.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from isogloss.adapters.buttercms.blog.mapping import LOCALE, STEM
from isogloss.adapters.buttercms.blog.place import Rule
from isogloss.adapters.buttercms.blog.wire import Post, Term
from isogloss.bridge import Placed
from isogloss.canon.text import canonical_text
from isogloss.model.locale import Locale


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a post belongs.

    key:    the remote id of its entry; None where no rule tells.
    locale: None where no rule tells.
    why:    what is missing or said twice; empty where nothing is.
    """

    key: str | None
    locale: Locale | None
    why: str = ""


def spot(rule: Rule, post: Post) -> Spot:
    """Say where a post belongs."""
    locale, why = _locale(rule, post)
    key, unclear = _key(rule, post, locale)
    return Spot(key, locale, why or unclear)


def left_out(rule: Rule, post: Post) -> bool:
    """Whether the mapping leaves this post out, by its slug or by one of its tags."""
    tags = {name for term in post.tags for name in (term.slug.casefold(), term.name.casefold())}
    return post.slug in rule.posts.left_out or any(each.casefold() in tags for each in rule.posts.left_out_tags)


def topical(rule: Rule, tags: Sequence[Term], locale: Locale | None) -> list[str]:
    """The names of the tags that tell neither the post's own locale nor its entry."""
    return [
        term.name
        for term in tags
        if not (locale is not None and _stands_for(term, rule.tags[locale])) and _in_group(rule, term) is None
    ]


def own_tags(rule: Rule, key: str, locale: Locale) -> list[str]:
    """The tags that a post carries beside its topical ones."""
    return [rule.tags[locale], *([rule.posts.text + key] if rule.posts.by == "tag" else [])]


def new_slug(rule: Rule, key: str, locale: Locale) -> str:
    """The slug of a new post that is given none."""
    if rule.posts.by == "slug":
        pattern = rule.posts.primary if locale == rule.main else rule.posts.text
        return pattern.replace(STEM, key).replace(LOCALE, slug_of(rule.tags[locale]))
    stem = slug_of(key)
    return stem if locale == rule.main else f"{stem}-{slug_of(rule.tags[locale])}"


def key_for(rule: Rule, slug: str | None, name: str) -> str:
    """The remote id of an entry to be made: from its slug, else from its key alone, so it can be found by it later."""
    text = slug or name
    match rule.posts.by:
        case "slug":
            return slug_of(text)
        case "tag":
            return folded(text).lstrip("-")
        case _:
            return canonical_text(text)


def slug_of(text: str) -> str:
    """Make a slug of any text. A text of which no Latin letter is left keeps its own letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or folded(text)


def folded(text: str) -> str:
    """Fold what platforms change in the name of a tag: its case, and the spaces in it."""
    return re.sub(r"\s+", "-", canonical_text(text).casefold())


def _locale(rule: Rule, post: Post) -> tuple[Locale | None, str]:
    """Explicit decisions first, then the tags; a slug pattern may tell which of two tags is topical."""
    told = rule.posts.told.get(post.slug) or _said(rule, post).locale
    if told is not None:
        return told, "" if told in rule.tags else f"it is in {told}, which is not mapped here"
    if rule.posts.by is None and len(rule.tags) == 1:
        return rule.main, ""
    found = [locale for locale, tag in rule.tags.items() if any(_stands_for(term, tag) for term in post.tags)]
    if len(found) == 1:
        return found[0], ""
    if not found:
        return None, f"none of its tags tells its locale ({', '.join(rule.tags.values())})"
    if rule.posts.by == "slug":
        fitting = [locale for locale in found if _stem(rule, post.slug, locale) is not None]
        if len(fitting) == 1:
            return fitting[0], ""
    return None, f"its tags tell {len(found)} locales ({', '.join(rule.tags[locale] for locale in found)})"


def _said(rule: Rule, post: Post) -> Placed:
    return (rule.posts.decided or {}).get(post.slug, Placed())


def _key(rule: Rule, post: Post, locale: Locale | None) -> tuple[str | None, str]:
    key = _said(rule, post).entry
    why = ""
    if key is None:
        match rule.posts.by:
            case "tag":
                key, why = _tagged(rule, post)
            case "slug":
                key = None if locale is None else _stem(rule, post.slug, locale)
                why = f"its slug is not of the form {rule.posts.text}"
            case "field":
                held = post.fields.get(rule.posts.text)
                key = (canonical_text(held) or None) if isinstance(held, str) else None
                why = f"its {rule.posts.text} is empty"
            case "file":
                why = f"{rule.posts.file} does not say which entry it belongs to"
            case None:
                key = post.slug
    return key, "" if key is not None else why


def _tagged(rule: Rule, post: Post) -> tuple[str | None, str]:
    keys = list(dict.fromkeys(key for term in post.tags if (key := _in_group(rule, term)) is not None))
    if len(keys) > 1:
        return None, f"its tags name {len(keys)} entries ({', '.join(keys)})"
    return (keys[0] if keys else None), f"it has no tag that begins with {rule.posts.text!r}"


def _stands_for(term: Term, tag: str) -> bool:
    """By slug or by name: where the slug was taken, a tag made by name has another one [inferred]."""
    return tag.casefold() in {term.slug.casefold(), term.name.casefold()}


def _in_group(rule: Rule, term: Term) -> str | None:
    name, prefix = folded(term.name), folded(rule.posts.text)
    if rule.posts.by != "tag" or not name.startswith(prefix):
        return None
    return name.removeprefix(prefix).lstrip("-") or None  # a prefix may end with a space


def _stem(rule: Rule, slug: str, locale: Locale) -> str | None:
    pattern = rule.posts.primary if locale == rule.main else rule.posts.text
    codes = {slug_of(rule.tags[locale]), rule.tags[locale], rule.codes[locale]}
    either = "|".join(re.escape(code) for code in sorted(codes))
    parts = re.escape(pattern).replace(re.escape(STEM), "(?P<stem>.+)").replace(re.escape(LOCALE), f"(?:{either})")
    found = re.fullmatch(parts, slug, re.IGNORECASE)
    return found["stem"] if found else None
