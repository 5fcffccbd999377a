"""A blog beside the small site's articles: its posts by tags, or with locales of their own."""

import small_site

MAPPING = (
    small_site.MAPPING[: small_site.MAPPING.index("kinds:")]
    + """\
delete: propagate
kinds:
  article:
    webflow: {collection: posts}
    butter: {blog: true, group: {tag_prefix: "group:"}}
    match: [local_slug]
    label: title
    fields:
      title: {type: text, webflow: name, butter: title}
      local_slug: {type: text, webflow: slug, butter: slug}
      body: {type: rich_text, webflow: body, butter: body}
limits: {delete: 100%, change: 100%, minimum: 1000}
"""
)
NATIVE = (
    ('{blog: true, group: {tag_prefix: "group:"}}', "{blog: true}"),
    ("adapter: buttercms\n", "adapter: buttercms\n    blog_locales: native\n"),
)
"""What is replaced in the mapping where posts have locales of their own."""
