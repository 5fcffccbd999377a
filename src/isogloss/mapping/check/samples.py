"""Sample values of every type: what ``check`` sends through both sides to see what a field keeps.

Each has a name that tells a person what was lost with it. They are chosen where platforms are known to differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from isogloss.bridge import FieldBinding
from isogloss.canon.own import spelled
from isogloss.model.address import EntryKey
from isogloss.model.schema import FieldType
from isogloss.model.value import Asset, Group, Many, Ref, Scalar, ScalarType, Value, is_scalar_type

_PICTURE: Final = "https://example.com/picture.png"
_TEXTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "text": (
        ("plain text", "Tea & cake"),
        ("text in other scripts", "日本語, ελληνικά, العربية, 👍🏽"),
        ("spaces and characters that look alike", "\u3000\ufa46  A\u030a "),
    ),
    "long_text": (("text of several lines", "One\nTwo\n\nThree"),),
    "rich_text": (
        ("paragraphs with links", '<p>Tea &amp; <strong>cake</strong> <a href="https://example.com/a?b=1">x</a></p>'),
        ("headings and nested lists", "<h2>A</h2><ul><li>One<ul><li>Two</li></ul></li></ul><blockquote>q</blockquote>"),
        ("pictures with captions", f'<figure><img src="{_PICTURE}" alt="A"><figcaption>C</figcaption></figure>'),
        ("tables", "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        ("code blocks", "<pre><code>a = 1</code></pre>"),
        ("code inside a line", "<p>Set <code>a</code>.</p>"),
        ("classes and white space", '<p class="b a">Tea\n  and  cake</p>'),
        ("comments and hints", f'<p>A</p><!--more--><p>B  <img src="{_PICTURE}" loading="lazy"></p><p></p>'),
    ),
    "number": (("whole numbers", "3"), ("negative fractions", "-2.5"), ("long numbers", "12345678901234.25")),
    "flag": (("yes", "true"),),
    "instant": (("moments", "2026-01-02T03:04:05Z"), ("fractions of a second", "2026-01-02T03:04:05.678Z")),
    "date": (("dates", "2026-01-02"),),
    "link": (("addresses", "https://example.com/a?b=1"),),
    "email": (("e-mail addresses", "ada@example.com"),),
    "phone": (("telephone numbers", "+49 30 123456"),),
    "colour": (("colours", "#ff8800"), ("translucent colours", "#ff880080")),
    "video": (("videos", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),),
    "tags": (("tags", 'Green tea, "Milk, cold", 日本'),),
    "opaque": (("data", '{"a":[1,null]}'),),
}


_PLAIN: Final = Asset("image", "https://example.com/other.png")
_DESCRIBED: Final = Asset("image", _PICTURE, "A")


@dataclass(frozen=True, slots=True)
class Sample:
    """A value to send through, and what a person calls it."""

    name: str
    value: Value


def samples_of(binding: FieldBinding) -> tuple[Sample, ...]:
    """Values that a field of this type should hold, at least one; for options, every value that the mapping names."""
    if binding.fields:
        return (Sample("parts", _filled(binding.field.type, binding.fields)),)
    type_ = binding.field.type
    if type_ == "option":
        return tuple(Sample(f"value {key}", Scalar("option", key)) for key in binding.options)
    if is_scalar_type(type_):
        return _texts(type_)
    # Remote ids of ButterCMS items are numbers and page slugs are texts: "1" can be either.
    link, other = (Ref(EntryKey(binding.field.to or "", name)) for name in ("1", "2"))
    found = {
        "reference": (Sample("links", link),),
        "references": (Sample("lists of links", Many((link, other))),),
        "image": (Sample("pictures", _PLAIN), Sample("alternative texts", _DESCRIBED)),
        "images": (Sample("lists of pictures", Many((_PLAIN,))), Sample("alternative texts", Many((_DESCRIBED,)))),
        "file": (Sample("files", Asset("file", "https://example.com/paper.pdf")),),
    }
    return found[type_]


@cache
def _texts(type_: ScalarType) -> tuple[Sample, ...]:
    found = ((name, spelled(type_, text)) for name, text in _TEXTS[type_])
    return tuple(Sample(name, value) for name, value in found if isinstance(value, Scalar))


def _filled(type_: FieldType, parts: Mapping[str, FieldBinding]) -> Value:
    """A group with something in each of its parts; a list of one row of them, or of one of each of the blocks."""
    if type_ == "blocks":
        return Many(tuple(Group(((name, _filled("group", part.fields)),)) for name, part in parts.items()))
    made = Group(tuple((name, samples_of(part)[0].value) for name, part in sorted(parts.items())))
    return made if type_ == "group" else Many((made,))
