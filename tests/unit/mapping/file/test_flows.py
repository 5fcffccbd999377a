"""Which way each cell of a mapping flows, from its words, and what is said of words that mean no direction."""

import pytest

from isogloss.errors import MappingError
from isogloss.model.address import Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.run.loading import load_text

EN, FR, JA = Locale("en-US"), Locale("fr-FR"), Locale("ja-JP")
OVER, BACK = "left to right", "right to left"


def flows(text, kind="article"):
    return load_text(text, resolve=False).flows(kind)


def with_flows(edited, *, mapping="webflow -> butter", locale="", kind="", title=""):
    return edited(
        ("flow: webflow -> butter", f"flow: {mapping}"),
        ("butter: fr}", f"butter: fr{locale and f', flow: {locale}'}}}"),
        ("    match: [$slug]\n", f"    match: [$slug]\n{kind and f'    flow: {kind}'}\n"),
        ("butter: headline}", f"butter: headline{title and f', flow: {title}'}}}"),
    )


def test_a_mapping_without_a_nearer_word_flows_as_it_says(edited):
    found = flows(with_flows(edited, mapping="both"))
    assert {found.at(locale, name) for locale in (None, EN, SHARED) for name in (None, "title", STATUS)} == {"both"}
    assert found.even


@pytest.mark.parametrize(
    ("words", "in_english", "in_french"),
    [
        ({"locale": "both"}, OVER, "both"),
        ({"kind": "both"}, "both", "both"),
        ({"kind": "both", "locale": "butter -> webflow"}, "both", BACK),
        ({"kind": "{fr-FR: both}", "locale": "off"}, OVER, "both"),
        ({"title": "both", "locale": "off", "kind": "off"}, "both", "both"),
        ({"title": "{fr-FR: off}", "kind": "both"}, "both", "off"),
        ({"title": "{default: both, FR-fr: butter -> webflow}", "locale": "off"}, "both", BACK),
    ],
)
def test_the_nearest_word_counts(edited, words, in_english, in_french):
    found = flows(with_flows(edited, **words))
    assert (found.at(EN, "title"), found.at(FR, "title")) == (in_english, in_french)


def test_entries_and_variants_go_by_the_words_of_their_kind_and_locale(edited):
    found = flows(with_flows(edited, kind="{default: both, ja-JP: off}", locale="butter -> webflow", title="off"))
    assert [found.at(), found.at(EN), found.at(FR), found.at(JA)] == ["both", "both", BACK, "off"]
    assert found.at(SHARED) == "both"


def test_states_and_slugs_have_words_of_their_own(edited):
    found = flows(with_flows(edited, kind="{$status: butter -> webflow, $slug: off}"))
    assert (found.at(EN, STATUS), found.at(SHARED, SLUG), found.at(EN, "body")) == (BACK, "off", OVER)
    assert not load_text(with_flows(edited, kind="{$slug: off}"), resolve=False).kinds["article"].slug


def test_what_is_off_is_known_by_locale_and_a_locale_without_anything_is_gone(edited):
    found = flows(with_flows(edited, locale="off", title="{ja-JP: off}"))
    assert found.off[JA] == {"title"}
    assert found.gone == {FR}
    assert EN not in found.off


def test_what_all_locales_share_keeps_an_entry_in_scope(edited):
    text = with_flows(edited, kind="off").replace("butter: body}", "butter: body, shared: true, flow: both}")
    found = flows(text)
    assert (found.gone, found.at(), found.at(SHARED, "body")) == (frozenset(), "off", "both")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ({}, OVER),
        ({"title": "butter -> webflow"}, "both"),
        ({"mapping": "off", "kind": "butter -> webflow"}, BACK),
        ({"locale": "both"}, "both"),
        ({"kind": "off", "title": "off"}, OVER),
    ],
)
def test_a_mapping_writes_to_each_side_that_anything_flows_to(edited, words, written):
    assert load_text(with_flows(edited, **words), resolve=False).flow == written


def test_a_key_of_ours_is_needed_only_where_items_are_made(edited):
    keyless = edited((", origin_key: origin", ""), ("    match: [name]\n", "    match: [name]\n    flow: off\n"))
    assert not load_text(keyless, resolve=False).flows("author").makes(Side.RIGHT)


@pytest.mark.parametrize(
    ("words", "path", "said"),
    [
        ({"title": "butter"}, "kinds.article.fields.title.flow", "'butter -> webflow', both, off"),
        ({"title": "{fr-FR: backwards}"}, "kinds.article.fields.title.flow.fr-FR", "must be one of"),
        ({"title": "{fr-CA: both}"}, "kinds.article.fields.title.flow.fr-CA", "there is no locale fr-CA; did you mean"),
        ({"title": "{$status: both}"}, "kinds.article.fields.title.flow.$status", "there is no locale $status"),
        ({"kind": "{$state: both}"}, "kinds.article.flow.$state", "did you mean $status?"),
        ({"kind": "{}", "locale": "on"}, "locales.fr-FR.flow", 'on without quotes is not a text in YAML; write "on"'),
        ({"locale": "webflow"}, "locales.fr-FR.flow", "must be one of"),
        ({"kind": "[both]"}, "kinds.article.flow", "a text is needed here"),
    ],
)
def test_a_word_that_is_no_direction_is_told_with_its_place(edited, words, path, said):
    with pytest.raises(MappingError) as wrong:
        load_text(with_flows(edited, **words), resolve=False)
    assert [problem.path for problem in wrong.value.problems] == [path]
    assert said in wrong.value.problems[0].reason


def test_a_field_that_locales_share_has_one_way(edited):
    text = edited(("butter: name, shared: true}", "butter: name, shared: true, flow: {fr-FR: off}}"))
    with pytest.raises(MappingError, match=r"name has one value for all locales, so it goes one way; say which"):
        load_text(text, resolve=False)


def test_a_mapping_in_which_nothing_flows_is_none(edited):
    with pytest.raises(MappingError, match="nothing flows in this mapping"):
        load_text(with_flows(edited, mapping="off"), resolve=False)


@pytest.mark.parametrize(
    ("words", "lost"),
    [
        ({"title": "{fr-FR: off}"}, "title is"),
        ({"locale": "off"}, "what is held by fr-FR is"),
        ({"kind": "{$status: off}"}, "what is held by $status is"),
        ({"kind": "off", "title": "both"}, "the kind is"),
    ],
)
def test_a_page_is_not_made_anew_without_what_is_off(edited, words, lost):
    text = with_flows(edited, **words) + "rename: recreate\ndelete: propagate\n"
    with pytest.raises(MappingError, match="recreate would lose what is in fields that are off") as wrong:
        load_text(text, resolve=False)
    assert lost in str(wrong.value)


def test_a_part_goes_with_its_whole(edited):
    part = "{type: text, flow: off, webflow: t, butter: t}"
    group = f"      seo: {{type: group, webflow: seo, butter: seo, fields: {{t: {part}}}}}\n"
    text = edited(("      cover:", group + "      cover:"))
    with pytest.raises(MappingError, match="a part is shared and decided as the whole field is"):
        load_text(text, resolve=False)


def test_another_spelling_of_a_direction_means_the_same_plan(edited):
    one, other = (with_flows(edited, title=way) for way in ("webflow->butter", "'webflow ->  butter'"))
    assert flows(one) == flows(other)
    assert load_text(one, resolve=False).digest == load_text(other, resolve=False).digest
