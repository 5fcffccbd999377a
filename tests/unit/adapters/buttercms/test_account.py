"""Settings, places, and what a mapping must not say of a ButterCMS side."""

from dataclasses import replace

import pytest

from isogloss.adapters.buttercms.account import account_of, secret
from isogloss.bridge import ByKind, Collection, FieldBinding, KindBinding, PageType
from isogloss.errors import ConfigError, MappingError
from isogloss.http.redact import Secret
from isogloss.model.locale import Locale
from isogloss.model.schema import Field


def kind(place, *fields, others=()):
    bound = {name: FieldBinding(Field(name, type_, to=to), remote) for name, type_, remote, to in fields}
    return KindBinding("thing", place, bound, others=others)


def test_a_place_knows_every_field_slug_of_its_type(account):
    article, author = account.places["article"], account.places["author"]
    assert article.paged
    assert not author.paged
    assert article.slugs == {"title", "cover", "author", "related", "topic", "seo", "extra"}
    assert author.slugs == {"name", "bio", "origin"}


def test_a_token_that_is_not_set_is_named(binding):
    with pytest.raises(ConfigError, match=r"sides\.butter\.write_token is not set"):
        secret(replace(binding, secrets={"write_token": Secret("")}), "write_token")


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (kind(ByKind()), "name a page_type, a collection or the blog"),
        (kind(PageType("*")), "pages without a type are single_pages"),
        (kind(PageType("p"), ("en", "text", "en", None)), "'en' is also the slug of a locale"),
        (kind(PageType("p"), others=("fr",)), "'fr' is also the slug of a locale"),
        (kind(Collection("c"), ("meta", "text", "meta", None)), "cannot be called 'meta'"),
        (kind(PageType("p"), ("all", "images", "all", None)), "of type images are not carried"),
        (kind(PageType("p"), ("seo", "text", "seo.title", None)), "inside a component"),
        (
            kind(PageType("p"), ("by", "reference", "by", "person")),
            "the kind 'person', which has no place on this side",
        ),
        (kind(PageType("p"), ("alt", "number", "hero.alt", None)), "alternative text; map it as text"),
    ],
)
def test_what_no_body_could_say_is_refused_when_opening(binding, thing, said):
    with pytest.raises(MappingError) as problems:
        account_of(replace(binding, kinds={"thing": thing}))
    assert said in str(problems.value)
    assert problems.value.problems[0].path.startswith("kinds.thing")


def test_every_problem_is_named_at_once(binding):
    both = kind(Collection("*"), ("meta", "images", "meta", None))
    with pytest.raises(MappingError) as problems:
        account_of(replace(binding, kinds={"thing": both}))
    assert len(problems.value.problems) == 3


def test_an_account_without_locales_holds_one(with_settings):
    with pytest.raises(MappingError, match="holds one locale, and 2 are mapped"):
        with_settings(localized=False)
    assert with_settings(localized=False, locales={Locale("en-US"): "en"}).settings.localized is False


def test_a_locale_that_the_side_lacks_is_our_own_bug(account):
    with pytest.raises(AssertionError, match="butter has no locale de-DE"):
        account.code(Locale("de-DE"))
