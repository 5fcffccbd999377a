"""The open questions about Webflow, and the ways it rewrites what it stores, each one a switch.

The defaults are the working assumptions; a client that is right under every setting will be right under whichever
the platform turns out to have.
"""

from dataclasses import dataclass

from isogloss.sandbox.switches import switch

SCOPES = (
    "sites:read,sites:write,cms:read,cms:write,pages:read,pages:write,components:read,components:write,"
    "assets:read,assets:write,authorized_user:read"
)


@dataclass(frozen=True, slots=True)
class Switches:
    """Every switch of the sandbox; each field's own text says what it asks."""

    token: str = switch("sandbox-token", "The bearer token that is accepted.")
    app_token: bool = switch(default=True, doc="Is it the token of an OAuth app? Only those can be introspected.")
    scopes: str = switch(SCOPES, "Scopes of the token, comma-separated; a missing one is a 403.")
    rate_limit: int | None = switch(60, "Requests a minute for the token; null for no limit.", null=True)
    burst: int = switch(0, "Requests permitted in quick succession; after that, 429. 0 for any.")
    burst_seconds: float = switch(10.0, "Seconds within which requests count as in quick succession.")
    minute_seconds: float = switch(60.0, "Seconds in a minute of the limiter and of site publishing.")
    localization: bool = switch(default=True, doc="Is localization on? If not: no `locales`, no `cmsLocaleId`.")

    insert: bool = switch(default=True, doc="Is there `POST /items/insert`? If not, no API call adds a variant.")
    insert_status: int = switch(202, "The success status of insert.", 202, 200)
    insert_on_existing: int = switch(409, "What insert answers when the variant is there already.", 409, 400)
    insert_skip_invalid_files: bool = switch(default=True, doc="Does insert honour `skipInvalidFiles`?")
    bulk_atomic: bool = switch(default=True, doc="Does one bad entry reject the whole call? If not, only itself.")
    bulk_answer: str = switch("items", "The shape of the answer of `POST /items/bulk`.", "items", "object")
    api_variants_inherit: bool = switch(default=False, doc="Do variants made by API follow later edits of the primary?")
    item_limit: int = switch(0, "Items the plan permits; a 409 above it, for ever. 0 for any.")
    item_limit_counts: str = switch("items", "What counts against `item_limit`.", "items", "variants")
    delete_primary: str = switch("only", "Does deleting the primary variant take the others with it?", "only", "all")

    slug_unique_per: str = switch("locale", "Within what is a slug unique among items?", "locale", "collection")
    slug_case: str = switch("lowered", "What becomes of capital letters in an item's slug.", "lowered", "kept")
    slug_missing: str = switch("refuse", "A create without a slug.", "refuse", "make")
    own_slug: str = switch("kept", "An update that sends the variant's own slug again.", "kept", "refused")
    null_on_write: str = switch("clear", "What null does to a field on write.", "clear", "reject", "ignore")
    null_reference: str = switch("cleared", "What null does to a reference on write.", "cleared", "refused")
    empty_fields: str = switch("absent", "How a field without a value is shown.", "absent", "null")
    patch_needs_required: bool = switch(default=False, doc="Is an update refused while a required field is empty?")
    multi_order: str = switch("kept", "The order of multi-references and multi-images read back.", "kept", "sorted")

    html_rewrite: str = switch("light", "How much rich text is rewritten when stored.", "none", "light", "heavy")
    code_blocks: str = switch("emptied", "What happens to the content of `<pre>` in rich text.", "emptied", "kept")
    inline_code: str = switch("kept", "What happens to the content of `<code>` inside a line.", "kept", "emptied")
    block_space: str = switch(
        "dropped", "White space between top-level blocks: lost, or with it lists, lines and links?", "dropped", "loses"
    )
    color_rewrite: bool = switch(default=True, doc="Are colours stored as lower-case hexadecimal?")
    datetime_ms: bool = switch(default=True, doc="Are times shown with milliseconds?")
    image_rehost: bool = switch(default=True, doc="Are files fetched and given a new address?")
    image_writes: str = switch("kept", "A picture of ours, written again: the same, or a copy?", "kept", "imported")
    asset_dedupe: bool = switch(default=False, doc="Is an upload with a known hash answered with the old asset?")
    text_rehost: bool = switch(default=False, doc="Are pictures inside rich text hosted again as well?")
    files_base: str = switch("cdn", "Where hosted files seem to be: the vendor's address, or here.", "cdn", "self")

    last_updated_on_publish: bool = switch(default=False, doc="Does publishing move `lastUpdated`?")
    last_updated_on_inherit: bool = switch(default=False, doc="Does an inherited edit move `lastUpdated`?")
    publish_needs_primary: bool = switch(default=False, doc="Must the primary be live before a secondary is published?")
    publish_needs_site: bool = switch(default=False, doc="Must the site be published after each schema change?")
    domains_differ: bool = switch(
        default=False, doc="Was the site published to its domains at different times? Then publishing items is a 409."
    )
    exclusions: bool = switch(default=False, doc="May content be excluded from translation? If not, 403.")
    secondary_dom: str = switch(
        "all", "The nodes listed for a secondary locale: all, or those overridden there?", "all", "overridden"
    )
    paging_shift: int = switch(0, "Rows deleted (+) or created (-) by others after the first page of a listing.")
    page_slugs: bool = switch(default=True, doc="May page slugs be localized (an add-on)? Else they are ignored.")
