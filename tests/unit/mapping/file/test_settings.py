"""How a side is reached, as its adapter is given it."""

from isogloss.bridge import ButterSettings, WebflowSettings
from isogloss.run.loading import load_text

WEBFLOW = """insert: false, page_slugs: false, image_alt: write, respect_exclusions: true, assets: upload,
    base_url: 'http://127.0.0.1:1', rate: 7, window_seconds: 2, editor: 'https://edit.example/{id}'"""
BUTTER = """page_type_key: page-type, page_delete: true, localized: true, alt_text: false, quota: 9, cache_seconds: 0,
    blog_locales: native, page_size: 5, parallel: 2, base_url: 'http://127.0.0.1:2', rate: 8, window_seconds: 3,
    editor: 'https://edit.example/{place}/{id}'"""


def test_a_setting_that_nobody_wrote_has_its_default(base):
    bridge = load_text(base, resolve=False)

    assert bridge.left.settings == WebflowSettings("${WEBFLOW_SITE}")
    assert bridge.right.settings == ButterSettings()


def test_every_setting_arrives_at_the_side_it_was_written_for(edited):
    text = edited(("site: ${WEBFLOW_SITE}", f"site: ' house ', {WEBFLOW}"), ("read_token:", f"{BUTTER}, read_token:"))
    bridge = load_text(text, resolve=False)

    assert bridge.left.settings == WebflowSettings(
        site="house",
        base_url="http://127.0.0.1:1",
        insert=False,
        upload=True,
        image_alt=True,
        page_slugs=False,
        exclusions=True,
        rate=7,
        window_seconds=2.0,
        editor="https://edit.example/{id}",
    )
    assert bridge.right.settings == ButterSettings(
        base_url="http://127.0.0.1:2",
        page_type_key="page-type",
        page_delete=True,
        localized=True,
        parallel=2,
        rate=8,
        window_seconds=3.0,
        editor="https://edit.example/{place}/{id}",
        quota=9,
        alt_text=False,
        page_size=5,
        blog_locales="native",
        cache_seconds=0.0,
    )
