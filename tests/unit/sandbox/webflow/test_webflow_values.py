import pytest

PNG = "https://elsewhere.example/pictures/a b.png"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("summary", "Leaves"),
        ("film", "https://youtu.be/x"),
        ("site", "https://tea.example/#top"),
        ("site", ""),
        ("mail", "ann@tea.example"),
        ("mail", ""),
        ("call", "+1 234"),
        ("rating", 5),
        ("debt", 1.5),
        ("hot", True),
        ("tint", "#aabbcc"),
        ("tint", "#aabbccdd"),
        ("tint", "transparent"),
        ("tint", "hsl(1, 2%, 3%)"),
        ("friends", []),
        ("gallery", []),
    ],
)
def test_a_good_value_is_kept_as_it_is(shop, field, value):
    assert shop.kept(**{field: value})[field] == value


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("summary", "two\nlines", "single line"),
        ("summary", "x" * 21, "Is too long"),
        ("teaser", "x", "Is too short"),
        ("summary", 7, "string"),
        ("name", "two\nlines", "single line"),
        ("name", "x" * 257, "at most 256"),
        ("body", ["p"], "string"),
        ("film", "youtu.be/x", "video"),
        ("site", "a b", "URL"),
        ("mail", "ann", "email"),
        ("call", 1, "string"),
        ("rating", "5", "number"),
        ("rating", True, "number"),
        ("rating", 1.5, "integer"),
        ("rating", 0, "at least 1"),
        ("rating", 6, "at most 5"),
        ("debt", -1, "negative"),
        ("at", "yesterday", "ISO 8601"),
        ("at", 7, "ISO 8601"),
        ("hot", "true", "boolean"),
        ("tint", "reddish", "color"),
        ("kind", "News", "option"),
        ("author", "0" * 24, "Referenced item not found"),
        ("author", ["x"], "Referenced item not found"),
        ("friends", "x", "array"),
        ("friends", ["0" * 24], "Referenced item not found"),
        ("gallery", {"url": PNG}, "array"),
        ("cover", PNG, "object"),
        ("cover", {"alt": "no file"}, "'url' field"),
        ("cover", {"url": None}, "'url' field"),
        ("cover", {"url": 7}, "string"),
        ("maker", "x", "not editable"),
        ("stock", 1, "not editable"),
    ],
)
def test_a_bad_value_is_refused_with_its_field(shop, field, value, said):
    refused = shop.refused(**{field: value})
    assert list(refused) == [field]
    assert said in refused[field]


def test_an_option_is_an_id_of_its_own_field(shop):
    assert shop.kept(kind=shop.option("Tip"))["kind"] == shop.option("Tip")


def test_a_reference_needs_its_target_in_the_same_locale(shop):
    ann, bob = shop.id("ann", "authors"), shop.id("bob", "authors")
    assert shop.kept(author=bob, friends=[bob, ann])["friends"] == [bob, ann]
    assert shop.add("fr-ann", locale=shop.fr, author=ann).status_code == 202
    answer = shop.add("fr-bob", locale=shop.fr, author=bob)
    assert answer.json()["details"] == [{"param": "author", "description": "Referenced item not found"}]


def test_the_order_of_many_is_kept_or_sorted(shop):
    ids = sorted([shop.id("ann", "authors"), shop.id("bob", "authors")], reverse=True)
    images = [{"url": f"https://elsewhere.example/{name}.png"} for name in "ba"]
    assert shop.kept(friends=ids)["friends"] == ids
    shop.turn(multi_order="sorted", image_rehost=False)
    kept = shop.kept(friends=ids, gallery=images)
    assert kept["friends"] == ids[::-1]
    assert [image["url"] for image in kept["gallery"]] == [image["url"] for image in images[::-1]]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-01-02", "2026-01-02T00:00:00.000Z"),
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"),
        ("2026-01-02T03:04:05.678+02:00", "2026-01-02T01:04:05.678Z"),
    ],
)
def test_a_time_comes_back_in_utc_with_milliseconds(shop, given, kept):
    assert shop.kept(at=given)["at"] == kept


def test_a_time_can_come_back_without_milliseconds(shop):
    shop.turn(datetime_ms=False)
    assert shop.kept(at="2026-01-02T03:04:05.678Z")["at"] == "2026-01-02T03:04:05Z"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("#ABC", "#aabbcc"),
        ("#abcd", "#aabbccdd"),
        ("Red", "#ff0000"),
        ("rgb(1, 2,300)", "#0102ff"),
        ("RGBA(1, 2, 3, 0.5)", "rgba(1, 2, 3, 0.5)"),
    ],
)
def test_a_color_is_rewritten(shop, given, kept):
    assert shop.kept(tint=given)["tint"] == kept
    shop.turn(color_rewrite=False)
    assert shop.kept(tint=given)["tint"] == given


# files


def test_an_address_is_rehosted_under_a_new_id(shop):
    image = shop.kept(cover={"url": PNG, "alt": "A cup"})["cover"]
    site = shop.table["site"]
    assert image["url"] == f"https://cdn.prod.website-files.com/{site}/{image['fileId']}_a-b.png"
    assert image["alt"] == "A cup"


def test_sending_the_same_address_again_makes_another_file(shop):
    first, second = (shop.kept(cover={"url": PNG})["cover"] for _ in range(2))
    assert first["fileId"] != second["fileId"]


def test_a_known_file_is_kept_by_its_id_or_by_its_own_address(shop):
    image = shop.kept(cover={"url": PNG})["cover"]
    assert shop.kept(cover={"fileId": image["fileId"], "url": PNG})["cover"] == image
    assert shop.kept(sheet={"url": image["url"], "alt": "A sheet"})["sheet"] == {**image, "alt": "A sheet"}


def test_without_rehosting_the_address_stays(shop):
    shop.turn(image_rehost=False)
    assert shop.kept(cover={"url": PNG})["cover"]["url"] == PNG


def test_pictures_in_texts_are_hosted_again_only_where_that_is_switched_on(shop):
    text = '<p><img alt="" loading="lazy" src="https://elsewhere.example/a.png?b&amp;c"></p>'
    assert shop.kept(body=text)["body"] == text
    shop.turn(text_rehost=True)
    assert 'src="https://cdn.prod.website-files.com/' in shop.kept(body=text)["body"]
    gone = text.replace("elsewhere.example", "gone.invalid")
    assert shop.kept(body=gone)["body"] == gone


@pytest.mark.parametrize(
    "bad",
    [{"url": "https://gone.invalid/a.png"}, {"url": "ftp://x/a.png"}, {"fileId": "0" * 24, "url": "ftp://x/b.png"}],
)
def test_a_bad_file_is_left_out_unless_told_not_to(shop, bad):
    made = shop.add("new", cover=bad, gallery=[bad, {"url": PNG}])
    assert made.status_code == 202
    assert "cover" not in made.json()["fieldData"]
    assert len(made.json()["fieldData"]["gallery"]) == 1
    refused = shop.add("newer", skip="false", cover=bad, gallery=[bad])
    assert {detail["param"] for detail in refused.json()["details"]} == {"cover", "gallery"}


def test_rich_text_is_rewritten_as_the_switches_say(shop):
    sent = '<p class="b" id="a">a&nbsp;b</p>\n<pre>code</pre>'
    assert shop.kept(body=sent)["body"] == '<p class="b" id="a">a\u00a0b</p><pre></pre>'
    shop.turn(html_rewrite="none", code_blocks="kept")
    assert shop.kept(body=sent)["body"] == sent
