"""What this sandbox does where the public documentation is silent or contradicts itself: one switch for each question.

``U1`` to ``U25`` are the numbers of the project's list of open questions about the ButterCMS API. A default is the
likelier answer; turning a switch gives the other one. A number that is 0 or null means *no limit*.
"""

from dataclasses import dataclass

from isogloss.sandbox.switches import switch


@dataclass(frozen=True, slots=True)
class Switches:
    """Every switch of the ButterCMS sandbox, with its default and its question."""

    # Who may ask, and how much.
    read_token: str = switch("butter-read-token", "The token that may read, in the query or the header.")
    write_token: str = switch("butter-write-token", "The token that may write (and read), in the header only.")
    write_enabled: bool = switch(default=True, doc="Is write access part of the plan? Off: writes answer 403.")
    slash_redirect: bool = switch(default=True, doc="Does a path without its last slash answer 301 (and count)?")
    quota: int | None = switch(0, "Requests permitted in a month; after that, 429. 0: none.", null=True)
    quota_retry_after: bool = switch(
        default=True, doc="Does the 429 of the quota say Retry-After (to the month's end)?"
    )
    rate_limit: int | None = switch(0, "U23: requests permitted in a minute; after that, 429. 0: none.", null=True)
    minute_seconds: float = switch(60.0, "How long the minute of `rate_limit` is; less for benchmarks.")
    max_request_bytes: int | None = switch(
        0, "U23: the largest body a write may have; 413 above it. 0: any.", null=True
    )
    max_response_bytes: int | None = switch(10_485_760, "The largest answer; 400 above it. 0: any.", null=True)
    item_limit: int | None = switch(0, "Items the plan permits in all collections; 400 above it. 0: any.", null=True)

    # When a write takes effect, and what a late failure does.
    land_seconds: float = switch(0.0, "Seconds from the 202 until a write takes effect; 0: before the next request.")
    land_jitter: float = switch(0.0, "Up to so many seconds more, different for each write but the same in each run.")
    land_reads: int = switch(0, "Reads that still see the old state, after `land_seconds`.")
    land_never: bool = switch(default=False, doc="Does no write ever take effect, in spite of its 202?")
    type_mismatch: str = switch("lost", "A value of the wrong type: a silent loss, or 400?", "lost", "reject")
    bad_reference: str = switch(
        "lost", "A reference to nothing: the write is lost, the reference dropped, or 400?", "lost", "drop", "reject"
    )
    media_fetch_fails: str = switch("", "Media URLs matching this regular expression cannot be fetched. Empty: none.")
    media_failure: str = switch(
        "lost", "Media not fetched: the write is lost, the field emptied, or the URL kept?", "lost", "empty", "keep"
    )

    # Locales.
    localization: bool = switch(default=True, doc="Is localization part of the account? Off: one locale, no parameter.")
    missing_locale: str = switch("404", "U1: a known locale without content: 404, or empty fields?", "404", "empty")
    item_id_scope: str = switch("shared", "U2: one meta.id for all locales of an item?", "shared", "per_locale")
    unknown_locale_body: str = switch("detail", "U21: the 400 for an unknown locale.", "detail", "object")
    patch_locale: str = switch("honoured", "U6: the locale parameter on an update.", "honoured", "ignored")
    title_per_locale: bool = switch(default=False, doc="U22: can the dashboard give a page a title for each locale?")
    delete_locale: str = switch("ignored", "U24: the locale parameter on a delete.", "ignored", "honoured")

    # Write bodies.
    page_type_key: str = switch("both", "U3: how the type is spelled.", "both", "page_type", "page-type")
    mixed_keys: str = switch("reject", "U5: locale and field keys in one body: 400, or one locale?", "reject", "single")
    missing_keys: str = switch(
        "reject", "U11: a field's key is missing on create: 400, a silent loss, or filled?", "reject", "lost", "fill"
    )
    unknown_keys: str = switch("reject", "U10: a key no field has: 400, ignored, stored?", "reject", "ignore", "store")
    required_for_drafts: bool = switch(default=False, doc="U11: must required fields be filled in a draft?")
    title_slug_change: str = switch("ignore", "A title or slug in a page's update.", "ignore", "reject")
    status_scope: str = switch("named", "U7: which locales a status is for.", "named", "default", "all")
    draft_over_published: str = switch(
        "on_top", "U8: a draft over a published page: on top of it, or instead?", "on_top", "unpublish"
    )
    duplicate_slug: str = switch("400", "U9: a slug taken: 400, 403, or a silent loss?", "400", "403", "silent")
    deleted_slug_reusable: bool = switch(default=False, doc="U25: may the slug of something deleted be used again?")
    several_items: str = switch("many", "U14: several elements in one create.", "many", "first", "reject")
    put_other_locales: str = switch("kept", "U13: locales a full replacement does not name.", "kept", "lost")

    # Endpoints in doubt.
    page_delete: bool = switch(default=False, doc="U4: is there a DELETE for pages? Off: 405.")
    item_get: str = switch("item", "U12: GET of one item: bare, under its key, or 404?", "item", "keyed", "off")

    # How what was stored reads.
    status_keys: bool = switch(default=True, doc="Do pages show `status` (posts: `scheduled`)?")
    page_scheduled: bool = switch(default=False, doc="Do pages show `scheduled`, which the vendor's client lacks?")
    name_key: bool = switch(default=True, doc="Do pages show `name`?")
    timestamp_zone: str = switch(
        "Z",
        "The zone of `published` and `updated`, a setting of the account.",
        "Z",
        "+00:00",
        "+02:00",
        "-05:00",
        "+05:30",
    )
    html_trim: bool = switch(default=False, doc="U19: does WYSIWYG text lose white space at its end?")
    html_rewrite: bool = switch(default=False, doc="U19: are entities, attribute order and void tags rewritten?")
    date_style: str = switch("none", "How a date field ends.", "none", "Z", "+00:00")
    number_style: str = switch("as_sent", "How 1 and 1.0 read.", "as_sent", "float", "integer")
    empty_style: str = switch("null", "U18: how an unset field that is not text reads.", "null", "empty", "missing")
    reference_reorder: bool = switch(default=False, doc="Do one-to-many references read in order of id, not as sent?")
    levels_out_of_range: str = switch("clamp", "`levels` outside 1 to 5.", "clamp", "400")
    path_shape: str = switch("array", "A single reference beyond `levels`: in an array or plain?", "array", "plain")
    page_path: str = switch("typed", "U20: the path of a page beyond `levels`.", "typed", "star")
    unpublished_reference: str = switch(
        "dropped",
        "A reference to what is not published in the locale: key absent, null, or left out of its array?",
        "absent",
        "null",
        "dropped",
    )

    # Media.
    media_rehost: bool = switch(default=True, doc="Is media copied to the CDN and given a new address?")
    media_delay: float = switch(0.0, "Seconds the source URL still shows after its text is visible.")
    text_rehost: bool = switch(default=False, doc="Are pictures inside WYSIWYG text copied to the CDN as well?")
    media_new_id_each_write: bool = switch(default=False, doc="Does every write of a URL make another copy?")

    # The edge cache.
    cache: bool = switch(default=False, doc="Is there an edge cache in front of reads?")
    cache_purge_seconds: float = switch(0.0, "Seconds from a change of content until the cache is purged.")
    cache_404: str = switch(
        "purged", "A cached 404: purged like the rest, kept, or never cached?", "purged", "kept", "off"
    )
    cache_404_seconds: float = switch(120.0, "How long a kept 404 lives.")
    cache_seconds: float = switch(1_728_000.0, "How long an answer lives: 20 days.")
    cache_preview: bool = switch(default=True, doc="U17: are reads with preview=1 cached too?")
    cache_by_token: bool = switch(default=True, doc="U17: is a token in the header cached apart from one in the query?")

    # Blog posts.
    native_post_locales: bool = switch(default=False, doc="U15: do posts have locales of their own, beside tags?")
    post_locale_key: bool = switch(default=False, doc="U15: does a post with native locales show `locale`?")
    draft_post_detail: str = switch(
        "shown", "Does the detail call show the draft of a post without `preview=1`?", "shown", "hidden"
    )
    put_posts: str = switch("partial", "U16: PUT of a post.", "partial", "full")
    tag_case: str = switch("keep", "The case of a tag made by name.", "keep", "lower")
