"""The opaque parts of rich text: components of a site, embeds, scripts, drawings, templates.

Decides which parts of a text are one whole that no editor of another platform may touch, when two such parts are the
same, what a person calls one, and which words an editor leaves when it drops one. Refuses to know whose they are.

Source: Webflow Data API guide "Components in rich text", seen 2026-11: ``data-w-id``, ``name`` and ``label`` are
informational; a custom embed is a ``<div data-rt-embed-type>`` or ``<div class="w-embed">`` around HTML of any kind.
"""

import html as entities
import re
from dataclasses import dataclass
from typing import Final

from isogloss.canon.address import loose_link
from isogloss.canon.elements import WHOLE
from isogloss.canon.html import canonical_written
from isogloss.canon.loose import loose_html
from isogloss.canon.words import words_of

COMPONENT: Final = "wf-component"
"""The element of a component of a Webflow site."""

EMBED: Final = "custom embed"
"""What a custom embed is called here: to HTML it is a ``div``."""

FRAMES: Final = frozenset(["embed", "iframe"])
"""Parts that are known by the address of what they show."""

_SIGNS: Final = (*(f"<{tag}" for tag in sorted(WHOLE)), "data-rt-embed-type", "w-embed")
_EMBED: Final = re.compile(r'<div(?: [^>]*)? (?:data-rt-embed-type="|class="(?:[^"]* )?w-embed[ "])')
_DIV: Final = re.compile(r"<(/?)div[ >]")
_START: Final = re.compile(r"<([a-z][a-z0-9-]*)")
_TAG: Final = re.compile(r"<[^>]*>")
_UNSEEN: Final = re.compile(r"<(script|style|template)\b.*?</\1>", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r' ([a-z][a-z0-9-]*)="([^"]*)"')
_TITLE: Final = re.compile(r"<title>([^<]*)</title>")
_TOKENS: Final = re.compile(r'</?[a-z][a-z0-9-]*(?: [a-z_:][a-z0-9_:.-]*="[^"]*")*>|[^<]+')
"""Tags as the canonical form spells them, but for names that hardly anybody gives an attribute; and words."""
_NAMES: Final = {
    EMBED: "an embed",
    "iframe": "a frame",
    "math": "a formula",
    "noscript": "a part for readers without scripts",
    "script": "a script",
    "style": "a style sheet",
    "svg": "a drawing (svg)",
    "template": "a template",
}
_NAME_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class Part:
    """One opaque part.

    token: as it stands in the canonical form.
    tag:   its element, or ``embed``.
    key:   the same for two parts that are the same: what only informs is left out.
    """

    token: str
    tag: str
    key: str

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of its element."""
        return {name: entities.unescape(value) for name, value in _ATTRIBUTE.findall(self.token.split(">", 1)[0])}

    @property
    def name(self) -> str:
        """What a person can find it by."""
        given = self.attributes
        if self.tag == COMPONENT:
            called = given.get("name")
            return _quoted("the component", called) if called else f"a component ({_id(given)})"
        if self.tag in FRAMES:
            return f"a frame ({given.get('src', 'without address')[:_NAME_LENGTH]})"
        title = _TITLE.search(self.token) if self.tag == "svg" else None
        called = entities.unescape(title[1]) if title else given.get("id") or given.get("src")
        return _quoted(_NAMES.get(self.tag, f"a part ({self.tag})"), called)

    @property
    def leaks(self) -> tuple[str, ...]:
        """The words that editors leave in its place when they drop it; a frame may leave its address."""
        if self.tag in FRAMES:
            return words_of(entities.escape(self.attributes.get("src", ""), quote=False))
        return words_of(_TAG.sub("\n", _UNSEEN.sub("", self.token)))


def may_hold(html: str) -> bool:
    """Whether a text may hold an opaque part: quick, and never wrong where the answer is no."""
    return any(sign in html for sign in _SIGNS)


def blocks_of(html: str) -> list[list[str]]:
    """The tokens of a text by top-level block, each opaque part one token."""
    return [_joined(block) for block in canonical_written(html).blocks]


def tokens_of(html: str) -> list[str]:
    """The tokens of a canonical text, each opaque part one token; words beside each other may be one token or several.

    In that spelling each ``<`` begins a tag, save in what is raw, so no parser has to be asked where there is none.
    """
    if not may_hold(html) and "<xmp" not in html:
        tokens = _TOKENS.findall(html)
        if sum(map(len, tokens)) == len(html):
            return tokens
    return [token for block in blocks_of(html) for token in block if token]


def part_of(token: str) -> Part | None:
    """The opaque part that a token is; None for any other token."""
    start = _START.match(token)
    if start is None:
        return None
    if start[1] == "div":
        return Part(token, EMBED, f"{EMBED} {loose_html(token)}") if _is_embed(token) else None
    if start[1] not in WHOLE:
        return None
    return Part(token, start[1], _key(token, start[1]))


def parts(html: str) -> tuple[Part, ...]:
    """Every opaque part of a text, in order."""
    if not may_hold(html):
        return ()
    return tuple(part for block in blocks_of(html) for token in block if (part := part_of(token)) is not None)


def _is_embed(token: str) -> bool:
    return _EMBED.match(token) is not None and token.endswith("</div>")


def _joined(block: tuple[str, ...]) -> list[str]:
    """Make one token of each custom embed."""
    made: list[str] = []
    inside: list[str] = []
    depth = 0
    for token in block:
        if not depth and _EMBED.match(token) is None:
            made.append(token)
            continue
        inside.append(token)
        div = _DIV.match(token)
        depth += 0 if div is None else -1 if div[1] else 1
        if not depth:
            made.append("".join(inside))
            inside.clear()
    return made + inside


def _key(token: str, tag: str) -> str:
    if tag in FRAMES:
        address = next((value for name, value in _ATTRIBUTE.findall(token) if name == "src"), None)
        return token if address is None else f"{tag} {loose_link(entities.unescape(address))}"
    return loose_html(token) if tag == COMPONENT else token


def _id(given: dict[str, str]) -> str:
    return next((f"{name} {given[name]}" for name in ("data-w-id", "component-id", "id") if given.get(name)), "no id")


def _quoted(what: str, name: str | None) -> str:
    return f'{what} "{name[:_NAME_LENGTH]}"' if name else what
