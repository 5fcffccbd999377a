"""The canonical form and the likeness of every type but rich text."""

from datetime import timedelta, timezone

import pytest

from isogloss.canon.values import alike, canonical, seen

TOKYO = timezone(timedelta(hours=9))

SPELLINGS = [
    ("text", "  one\r\n two\u2028three  ", "one two three"),
    ("text", "e\u0301", "é"),
    ("text", "a  b", "a  b"),
    ("text", " \n ", ""),
    ("long_text", "  a\r\nb\rc \n\n", "  a\nb\nc"),
    ("long_text", "\n \n", ""),
    ("number", "1", "1"),
    ("number", "1.0", "1"),
    ("number", "1e0", "1"),
    ("number", "01", "1"),
    ("number", "+1.50", "1.5"),
    ("number", "-0", "0"),
    ("number", "-0.000", "0"),
    ("number", ".5", "0.5"),
    ("number", "5.", "5"),
    ("number", "1E3", "1000"),
    ("number", "1200e-2", "12"),
    ("number", "1e-7", "0.0000001"),
    ("number", "-12.5e-1", "-1.25"),
    ("number", "1234567890123456789012345", "1234567890123456789012345"),
    ("number", "1e22", "10000000000000000000000"),
    ("number", " ", ""),
    ("flag", "True", "true"),
    ("flag", " false ", "false"),
    ("flag", "", ""),
    ("instant", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00Z"),
    ("instant", "2026-01-01T10:00:00.120+02:00", "2026-01-01T08:00:00.12Z"),
    ("instant", "2024-03-15T14:30:00", "2024-03-15T14:30:00Z"),
    ("instant", "2024-03-15 14:30", "2024-03-15T14:30:00Z"),
    ("instant", "2024-03-15", "2024-03-15T00:00:00Z"),
    ("instant", "2024-03-15t14:30:00z", "2024-03-15T14:30:00Z"),
    ("instant", "2024-03-15T14:30:00.123456789Z", "2024-03-15T14:30:00.123456Z"),
    ("instant", "", ""),
    ("date", "2026-01-31", "2026-01-31"),
    ("date", "2026-01-31T00:00:00", "2026-01-31"),
    ("date", "2026-01-31T00:00:00.000Z", "2026-01-31"),
    ("date", "2026-01-31T00:00:00+09:00", "2026-01-31"),
    ("date", "", ""),
    ("option", " news ", "news"),
    ("link", " HTTPS://User@EXAMPLE.com ", "https://User@example.com/"),
    ("link", "http://a.example?x=1#Y", "http://a.example/?x=1#Y"),
    ("link", "/About/Us", "/About/Us"),
    ("link", "mailto:Me@Example.com", "mailto:Me@Example.com"),
    ("link", "https://a.example/a\nb", "https://a.example/ab"),
    ("link", "//CDN.example/x", "//cdn.example/x"),
    ("link", "#top", "#top"),
    ("email", " Me@EXAMPLE.Com ", "Me@example.com"),
    ("email", "", ""),
    ("phone", " +49 (30) 1 ", "+49 (30) 1"),
    ("colour", "#ABC", "#aabbcc"),
    ("colour", "#abcd", "#aabbccdd"),
    ("colour", "#AABBCC", "#aabbcc"),
    ("colour", "#aabbccFF", "#aabbcc"),
    ("colour", "rgb(26, 43, 60)", "#1a2b3c"),
    ("colour", "rgb(10% 20% 30%)", "#1a334d"),
    ("colour", "rgba(1,2,3,.5)", "#01020380"),
    ("colour", "rgb(300 -5 0 / 50%)", "#ff000080"),
    ("colour", "hsl(120,100%,25%)", "#008000"),
    ("colour", "hsl(0.5turn 100% 50%)", "#00ffff"),
    ("colour", "hsla(-120deg 100% 50% / 1)", "#0000ff"),
    ("colour", "RebeccaPurple", "#663399"),
    ("colour", "transparent", "#00000000"),
    ("colour", "", ""),
    ("video", " HTTPS://youtu.be/abcdefghijk", "https://youtu.be/abcdefghijk"),
    ("opaque", " {\r\n} ", " {\r\n} "),
]


@pytest.mark.parametrize(("kind", "given", "expected"), SPELLINGS)
def test_a_value_has_one_spelling_that_stays(kind, given, expected):
    assert canonical(kind, given) == expected
    assert canonical(kind, expected) == expected
    assert alike(kind, given, expected)


REFUSED = [
    ("number", "NaN"),
    ("number", "-Infinity"),
    ("number", "1,000"),
    ("number", "."),
    ("number", "e5"),
    ("number", "0x10"),
    ("number", "\u0661"),
    ("number", "1e9999"),
    ("number", "1e-9999"),
    ("number", "1e99999999999"),
    ("flag", "1"),
    ("flag", "yes"),
    ("instant", "yesterday"),
    ("instant", "20260101"),
    ("instant", "2026-W01-1"),
    ("instant", "2026-02-30"),
    ("instant", "0001-01-01T00:00:00+05:00"),
    ("date", "2026-01-31T10:00:00"),
    ("date", "31.01.2026"),
    ("email", "me"),
    ("email", "@example.com"),
    ("email", "me @example.com"),
    ("colour", "currentcolor"),
    ("colour", "#12345"),
    ("colour", "rgb(1,2)"),
    ("colour", "rgb(1,2,3/4)"),
    ("colour", "rgb(1 2 / 3)"),
    ("colour", "rgb(1deg 2 3)"),
    ("colour", "rgb(1 2 x)"),
    ("colour", "hsl(10% 20% 30%)"),
    ("colour", "hsl(10 20deg 30%)"),
    ("text", "half \ud83d"),
    ("rich_text", "<p>\udc00</p>"),
]


@pytest.mark.parametrize(("kind", "given"), REFUSED)
def test_text_that_is_not_of_the_type_is_refused_with_a_sentence(kind, given):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        canonical(kind, given)
    assert type(refusal.value) is ValueError
    assert alike(kind, given, given)
    assert not alike(kind, given, given + " other")


def test_a_type_nobody_declared_is_our_own_bug():
    with pytest.raises(AssertionError, match="reference is not a type"):
        canonical("reference", "x")


def test_a_time_without_a_zone_is_of_the_zone_the_caller_names():
    assert canonical("instant", "2024-03-15T14:30:00", TOKYO) == "2024-03-15T05:30:00Z"
    assert canonical("instant", "2024-03-15T14:30:00Z", TOKYO) == "2024-03-15T14:30:00Z"


def test_a_midnight_elsewhere_is_a_date_only_in_its_zone():
    assert canonical("date", "2026-01-30T15:00:00.000Z", TOKYO) == "2026-01-31"
    assert canonical("date", "2026-01-31T00:00:00", TOKYO) == "2026-01-31"
    with pytest.raises(ValueError, match="time of day"):
        canonical("date", "2026-01-30T15:00:00.000Z")


RENDERINGS = [
    ("text", "a \u00a0 b\u200b", "a b"),
    ("long_text", "a  b \n\u00a0c", "a b\nc"),
    ("number", "0.1", "0.10000000000000001"),
    ("number", "9007199254740993000", "9007199254740992000"),
    ("instant", "2026-01-01T00:00:00.999Z", "2026-01-01T00:00:00Z"),
    ("link", "https://a.example:443/b/", "https://a.example/b"),
    ("link", "https://a.example/%7ea%c3%a9", "https://a.example/~aé"),
    ("email", "Me@example.com", "me@example.com"),
    ("phone", "+49 (30) 12-34", "+49301234"),
    ("colour", "#010203", "#020304"),
    ("colour", "rgba(0,0,0,0.5)", "#0000007f"),
    ("video", "https://www.youtube.com/watch?t=1&v=abcdefghijk", "https://youtu.be/abcdefghijk"),
    ("video", "https://www.youtube.com/embed/abcdefghijk?rel=0", "https://youtu.be/abcdefghijk"),
    ("video", "https://player.vimeo.com/video/123", "https://vimeo.com/123"),
    ("video", "https://a.example/v/", "https://a.example/v"),
]


@pytest.mark.parametrize(("kind", "one", "other"), RENDERINGS)
def test_a_rendering_of_a_value_is_alike_both_ways(kind, one, other):
    assert canonical(kind, one) != canonical(kind, other)
    assert alike(kind, one, other)
    assert alike(kind, other, one)


CHANGES = [
    ("text", "a b", "ab"),
    ("text", "a", ""),
    ("text", "A", "a"),
    ("long_text", "a\nb", "a b"),
    ("long_text", "a\n\nb", "a\nb"),
    ("number", "1", "1.00001"),
    ("number", "0", ""),
    ("flag", "true", "false"),
    ("flag", "false", ""),
    ("instant", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"),
    ("instant", "2026-01-01T00:00:00Z", ""),
    ("date", "2026-01-01", "2026-01-02"),
    ("option", "news", "News"),
    ("link", "https://a.example/a", "http://a.example/a"),
    ("link", "https://a.example/a", "https://a.example/A"),
    ("link", "https://a.example/?q=a/", "https://a.example/?q=a"),
    ("link", "https://a.example/a%2Fb", "https://a.example/a/b"),
    ("link", "https://a.example:8443/", "https://a.example/"),
    ("email", "me@a.example", "me@b.example"),
    ("phone", "+49 1", "49 1"),
    ("colour", "#000000", "#000002"),
    ("colour", "#000000", "#00000000"),
    ("colour", "#000000", ""),
    ("video", "https://youtu.be/abcdefghijk", "https://youtu.be/abcdefghijl"),
    ("opaque", "a", "a "),
]


@pytest.mark.parametrize(("kind", "one", "other"), CHANGES)
def test_a_change_of_a_value_is_not_alike_either_way(kind, one, other):
    assert not alike(kind, one, other)
    assert not alike(kind, other, one)


def test_a_value_that_is_not_of_the_type_is_not_alike_to_one_that_is():
    assert not alike("number", "twelve", "12")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('<video height="150" src="/a" width="300"></video>', True),
        ('<video height="150" src="/a" width="301"></video>', False),
        ('<video height="150" src="/a"></video>', False),
        ('<video height="150" src="/b" width="300"></video>', False),
        ('<video src="/a"></video><img height="150" src="/b" width="300">', False),
    ],
)
def test_a_reader_sees_no_size_in_a_film_that_says_the_one_it_has_anyhow(text, same):
    assert (seen("rich_text", text) == seen("rich_text", '<video src="/a"></video>')) is same
