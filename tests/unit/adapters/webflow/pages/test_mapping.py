"""What a mapping may say of static pages and components."""

from __future__ import annotations

import pytest

from isogloss.bridge import Components, Pages
from isogloss.errors import MappingError
from isogloss.run.loading import load

TEXT = """\
isogloss: 1
name: pots
sides:
  webflow: {adapter: webflow, site: pots, token: "${WEBFLOW_TOKEN}", page_slugs: off}
  butter: {adapter: buttercms, read_token: "${BUTTER}", write_token: "${BUTTER}"}
flow: both
locales:
  en: {webflow: en, butter: en, primary: true}
kinds:
  landing:
    webflow: {pages: [home, /a/b]}
    butter: {page_type: landing}
    match: [$slug]
    fields:
      title: {type: text, webflow: title, butter: title}
      texts:
        type: list
        webflow: nodes
        butter: texts
        fields:
          id: {type: text, webflow: id, butter: node}
          text: {type: rich_text, webflow: text, butter: text}
  part:
    webflow: {components: "*"}
    butter: {page_type: part}
    match: [name]
    fields:
      name: {type: text, webflow: name, butter: name}
      one: {type: rich_text, webflow: "property:1", butter: one}
"""
ENVIRONMENT = {"WEBFLOW_TOKEN": "a", "BUTTER": "b"}


def loaded(tmp_path, *changed):
    text = TEXT
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "pots.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, environ=ENVIRONMENT)


def test_pages_and_components_are_kinds_and_components_have_no_slug(tmp_path):
    bridge = loaded(tmp_path)
    assert bridge.left.kinds["landing"].place == Pages(("home", "/a/b"))
    assert bridge.left.kinds["part"].place == Components()
    assert (bridge.kinds["landing"].slug, bridge.kinds["part"].slug) == (True, False)
    assert bridge.left.settings.page_slugs is False


@pytest.mark.parametrize(
    ("old", "new", "path", "reason"),
    [
        ("match: [name]", "match: [name, $slug]", "kinds.part.match.1", "its entries have no slug; match by a field"),
        ("webflow: title", "webflow: titel", "kinds.landing.fields.title.webflow", "did you mean title?"),
        ("webflow: name", "webflow: nodex", "kinds.part.fields.name.webflow", "did you mean nodes?"),
        ("property:1", "zzz", "kinds.part.fields.one.webflow", "node: or property: with an id"),
        ('{type: rich_text, webflow: "property:1"', '{type: number, webflow: "property:1"',
         "kinds.part.fields.one.type", "is a text: its type is text, long_text or rich_text"),
        ("title: {type: text, webflow: title", "title: {type: text, webflow: nodes", "kinds.landing.fields.title.type",
         "it is a list of all texts"),
        ("webflow: id,", "webflow: key,", "kinds.landing.fields.texts.fields", "two parts on webflow: id and text"),
        ("text: {type: rich_text", "text: {type: long_text", "kinds.landing.fields.texts.fields",
         "the part that is text on webflow is of type rich_text"),
        ("{pages: [home, /a/b]}", "{pages: [home], origin_key: key}", "kinds.landing.webflow.origin_key",
         "pages have no fields of their own"),
        ('{components: "*"}', '{components: "*", other_fields: [a]}', "kinds.part.webflow.other_fields",
         "components have no fields of their own"),
        ("{pages: [home, /a/b]}", "{pages: [home], collection: a}", "kinds.landing.webflow",
         "a Webflow kind is one of {collection: slug}, {pages:"),
        ("{page_type: part}", "{pages: [home]}", "kinds.part.butter", "a ButterCMS kind is one of"),
        ("{pages: [home, /a/b]}", "{pages: []}", "kinds.landing.webflow.pages", ""),
        ("{pages: [home, /a/b]}", "{pages: home}", "kinds.landing.webflow.pages", ""),
        ("match: [name]", "match: [$slug]", "kinds.part.match.0", "have no slug"),
    ],
)  # fmt: skip
def test_what_pages_do_not_have_is_refused(tmp_path, old, new, path, reason):
    with pytest.raises(MappingError) as refused:
        loaded(tmp_path, (old, new))
    found = {each.path: each.reason for each in refused.value.problems}
    assert reason in found[path]


def test_a_group_has_no_place_on_a_page(tmp_path):
    group = "{type: group, webflow: title, butter: title, fields: {a: {type: text, webflow: a, butter: a}}}"
    with pytest.raises(MappingError, match="Webflow has no field for a group"):
        loaded(tmp_path, ("{type: text, webflow: title, butter: title}", group))
