"""Where people edit an entry: as the mapping says, else as far as the vendor tells."""

import pytest

from isogloss.adapters.platforms import platform_of
from isogloss.errors import MappingError
from isogloss.model.address import Side
from isogloss.model.schema import RemoteSchema
from isogloss.run.loading import load_text


def editor(text: str, side: Side, schema: RemoteSchema | None = None) -> str:
    binding = load_text(text, resolve=False).side(side)
    return platform_of(binding).editor(binding, binding.kinds[next(iter(binding.kinds))], schema or RemoteSchema())


def account(text: str, side: Side, schema: RemoteSchema | None = None) -> str:
    binding = load_text(text, resolve=False).side(side)
    return platform_of(binding).account(binding, schema or RemoteSchema())


def test_a_mapping_says_where_entries_are_edited(edited):
    at = "https://edit.example/{site}/{place}/{kind}?entry={id}"
    text = edited(("site: ${WEBFLOW_SITE}", f"site: 'my site', editor: '{at}'"))
    binding = load_text(text, resolve=False).left
    kind = next(iter(binding.kinds.values()))
    place = kind.place.name
    assert editor(text, Side.LEFT) == f"https://edit.example/my%20site/{place}/{kind.kind}?entry={{id}}"


def test_a_site_that_is_called_by_its_short_name_is_found_in_the_designer(edited):
    assert editor(edited(("${WEBFLOW_SITE}", "acme-site")), Side.LEFT) == (
        "https://acme-site.design.webflow.com/?itemId={id}"
    )
    assert editor(edited(("${WEBFLOW_SITE}", "65f0aa00aa00aa00aa00aa00")), Side.LEFT) == ""


def test_a_site_says_itself_what_it_is_called(edited):
    text = edited(("${WEBFLOW_SITE}", "65f0aa00aa00aa00aa00aa00"))
    told = RemoteSchema(title="Acme & Sons", short_name="acme")
    assert editor(text, Side.LEFT, told) == "https://acme.design.webflow.com/?itemId={id}"
    assert account(text, Side.LEFT, told) == "the Webflow site Acme & Sons (acme)"
    assert account(text, Side.LEFT) == "the Webflow site 65f0aa00aa00aa00aa00aa00"
    assert account(text, Side.RIGHT) == "the ButterCMS account of its token"
    assert editor(text, Side.LEFT, RemoteSchema(short_name="evil.example/?")) == ""


def test_nothing_is_made_up_of_where_a_buttercms_entry_is_edited(base):
    assert editor(base, Side.RIGHT) == ""


@pytest.mark.parametrize(
    "at", ["javascript:alert(1)//{id}", "https://x.example/", "https://x.example/{token}/{id}", "https://x /{id}"]
)
def test_an_address_that_leads_nowhere_is_refused(edited, at):
    with pytest.raises(MappingError, match="editor"):
        load_text(edited(("site: ${WEBFLOW_SITE}", f"site: house, editor: '{at}'")), resolve=False)
