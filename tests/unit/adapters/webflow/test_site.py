import pytest

from isogloss.errors import ConfigError, Missing
from isogloss.http.redact import Secret
from isogloss.model.locale import Locale


def test_what_was_inspected_is_not_asked_for_again_by_the_read_that_follows(site, opened):
    reader = opened(writes=False)
    reader.inspect()
    list(reader.read())
    about = [one.path for one in site.asks.log if not one.path.endswith(("/items", "/live"))]
    assert len(about) == len(set(about))


def test_the_schema_names_locales_as_the_mapping_does(opened):
    schema = opened(writes=False).inspect()
    assert schema.locales == {"en-US": True, "fr-fr": True, "ja": False}
    assert schema.primary == "en-US"


def test_the_schema_tells_what_each_field_holds(opened):
    article = opened().inspect().kinds["article"]
    fields = article.fields
    assert article.name == "posts"
    assert fields["post-body"].holds == {"rich_text"}
    assert fields["topic"].options == {"o1": "News", "o2": "Tips"}
    assert fields["author"].to == "authors"
    assert fields["name"].required
    assert fields["made-by"].read_only
    assert fields["hero.alt"].holds == {"text"}
    assert not fields["hero"].read_only


def test_a_field_type_that_nobody_knows_is_only_read(site, opened):
    site.add_field("a" * 24, "new", "Hologram")
    field = opened().inspect().kinds["article"].fields["new"]
    assert field.read_only
    assert field.holds == {"opaque"}


def test_a_reference_into_a_collection_that_is_not_mapped_is_named_by_its_slug(site, opened, fields_of):
    site.collect("c" * 24, "tags")
    site.add_field("a" * 24, "tag", "Reference", validations={"collectionId": "c" * 24})
    site.add_field("a" * 24, "gone", "Reference", validations={"collectionId": "d" * 24})
    fields = opened().inspect().kinds["article"].fields
    assert fields["tag"].to == "tags"
    assert fields["gone"].to == "d" * 24


def test_a_site_without_localization_tells_its_one_locale(site, opened):
    site.sandbox.turn({"localization": False})
    schema = opened(locales={Locale("en-US"): "en"}).inspect()
    assert schema.locales == {"en": True}
    assert schema.primary == "en"


def test_a_missing_collection_is_named_with_those_that_are_there(site, opened):
    del site.content.collections["a" * 24]
    with pytest.raises(Missing, match=r"collection 'posts'.*authors"):
        opened().inspect()


def test_a_site_may_be_given_by_its_short_name(site, opened):
    opened(settings={"site": "Acme"}).inspect()
    assert [one.path for one in site.asks.log][:2] == ["/sites", "/sites/" + "5" * 24]


def test_an_unknown_short_name_lists_the_sites_of_the_token(opened):
    with pytest.raises(Missing, match=r"'ajax' is not among.*acme \(5+\)"):
        opened(settings={"site": "ajax"}).inspect()


def test_the_site_is_asked_for_once_per_adapter(site, opened):
    reader = opened()
    list(reader.read())
    before = len(site.asks.log)
    list(reader.read())
    assert all("/items" in one.path for one in site.asks.log[before:])


def test_a_side_without_a_site_is_refused(opened):
    with pytest.raises(ConfigError, match=r"sides\.webflow\.site: missing"):
        opened(settings={"site": ""})


def test_a_missing_token_is_refused(opened, make_binding, monkeypatch):
    import dataclasses

    from isogloss.adapters.webflow.adapter import token_of

    binding = dataclasses.replace(make_binding(), secrets={"token": Secret("")})
    with pytest.raises(ConfigError, match=r"sides\.webflow\.token"):
        token_of(binding)


@pytest.mark.parametrize("insert", [True, False])
def test_capabilities_follow_the_insert_setting(opened, insert):
    can = opened(settings={"insert": insert, "rate": 120}).capabilities("article")
    assert can.add_variant is insert
    assert can.rate == 120
    assert can.batch == 100
    assert can.counts == "variant"
    assert can.per_locale_slug
    assert can.stages_edits
