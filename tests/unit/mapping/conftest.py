from collections.abc import Callable

import pytest

BASE = """\
isogloss: 1
name: acme
sides:
  webflow: {adapter: webflow, site: ${WEBFLOW_SITE}, token: ${WEBFLOW_TOKEN}}
  butter: {adapter: buttercms, read_token: ${READ}, write_token: ${WRITE}}
flow: webflow -> butter
locales:
  fr-FR: {webflow: fr-FR, butter: fr}
  en-US: {webflow: en-US, butter: en, primary: true}
  ja-JP: {webflow: ja, butter: ja, tag: jp}
kinds:
  author:
    webflow: {collection: authors}
    butter: {collection: authors, origin_key: origin}
    match: [name]
    fields:
      name: {type: text, webflow: name, butter: name, shared: true}
  article:
    webflow: {collection: posts}
    butter: {page_type: article}
    match: [$slug]
    fields:
      title: {type: text, webflow: name, butter: headline}
      body: {type: rich_text, webflow: post-body, butter: body}
      cover: {type: image, webflow: main-image, butter: hero}
      author: {type: reference, to: author, webflow: author, butter: author}
      topic: {type: option, webflow: topic, butter: topic, values: {news: {webflow: News, butter: news}}}
"""

ENVIRON = {"WEBFLOW_SITE": "site-1", "WEBFLOW_TOKEN": "w-canary", "READ": "r-canary", "WRITE": "x-canary"}


@pytest.fixture
def base() -> str:
    return BASE


@pytest.fixture
def environ() -> dict[str, str]:
    return dict(ENVIRON)


@pytest.fixture
def edited() -> Callable[..., str]:
    """The base mapping with texts replaced, each of which must be there."""

    def edit(*pairs: tuple[str, str]) -> str:
        text = BASE
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text

    return edit
