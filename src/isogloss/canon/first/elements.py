"""What kind of thing each HTML element is, as far as white space and serialization care.

Decides which elements stand on their own line, which hold verbatim text, and which are one opaque whole. Refuses to
know any platform's editor. An element that is in no table is inline, as browsers treat unknown elements.

Source: the HTML Living Standard, "Rendering" (display types) and "Serializing HTML fragments" (void and raw text
elements).
"""

from typing import Final

VOID: Final = frozenset(
    [
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link"),
        *("meta", "param", "source", "track", "wbr"),
    ]
)
"""Elements without an end tag; they have one spelling, ``<br>``."""

BLOCK: Final = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd", "details"),
        *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "listing", "main", "menu", "nav", "noscript"),
        *("ol", "optgroup", "option", "p", "param", "plaintext", "pre", "search", "section", "source", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "ul", "wf-component", "xmp"),
    ]
)
"""Elements beside whose tags white space shows nothing."""

ATOMIC: Final = frozenset(["audio", "button", "object", "picture", "select", "video"])
"""Inline boxes: to the text around them one word, inside them a new start."""

WORD: Final = frozenset(["embed", "iframe", "img", "input", "math", "svg", "textarea"])
"""Inline things that take room on the line, like a word, whatever is in them."""

RAW: Final = frozenset(["iframe", "noembed", "noframes", "script", "style", "xmp"])
"""Elements whose content is raw text: no entities, no tags."""

OPAQUE: Final = frozenset(["math", "noscript", "svg", "template", "wf-component"])
"""Subtrees kept verbatim as one whole, save comments and the order of attributes.

Source: Webflow Data API guide "Components in rich text": ``<wf-component>`` may sit in the HTML, seen 2026-11.
"""

INTEGRATION: Final = {
    "svg": frozenset(["desc", "foreignObject", "title"]),
    "math": frozenset(["annotation-xml", "mi", "mn", "mo", "ms", "mtext"]),
}
"""For each foreign language, the elements inside which HTML has its own rules again.

Elsewhere in it no element is void and no text is raw. Source: the HTML Living Standard, "HTML integration point".
"""

PRESERVED: Final = frozenset(["code", "listing", "plaintext", "pre", "textarea"])
"""Elements whose white space is content."""

NEWLINE_TRAP: Final = frozenset(["listing", "pre", "textarea"])
"""Elements whose first newline every parser eats; a real one must be written twice."""
