import pytest
from corpus.chapters import cut, slug_of, split_title
from corpus.packages import CorpusError

PAGE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Kapitel 3. Tee</title></head><body>
<div class="navheader"><a href="x"><img src="prev.png" alt="Prev" /></a><hr /></div>
<div class="chapter"><div class="titlepage"><div><h1 class="title"><a id="tea"></a>Kapitel 3.\u00a0Tee
kochen</h1></div></div><div class="toc"><p>Inhalt</p></div><p>Eins<br />zwei</p>
<div class="section"><div class="titlepage"><h2 class="title">3.1. Kanne</h2></div><pre class="screen">a  b</pre></div>
</div><div class="navfooter"><hr /></div></body></html>"""


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("Chapter 10.\u00a0Tea and cake", 10, "Tea and cake"),
        ("Kapitel\u00a010. Tee und Kuchen", 10, "Tee und Kuchen"),
        ("第10章 お茶とケーキ", 10, "お茶とケーキ"),
        ("10장.\u00a0차와 케이크", 10, "차와 케이크"),
        ("Глава 7. Чай", 7, "Чай"),
        ("第\u00a010\u00a0章\u00a0茶 和\u00a0蛋糕", 10, "茶 和 蛋糕"),
        ("Capítulo 1. 2 chás", 1, "2 chás"),
        (" Chapter 4. Tea\n in lines ", 4, "Tea in lines"),
    ],
)
def test_a_heading_is_parted_into_number_and_title(heading, number, title):
    assert split_title(heading) == (number, title)


@pytest.mark.parametrize("heading", ["Tea and cake", "Chapter 10.", ""])
def test_a_heading_without_a_number_or_a_title_is_refused(heading):
    with pytest.raises(CorpusError, match="does not begin with a chapter's number"):
        split_title(heading)


def test_a_page_is_cut_to_what_its_author_wrote():
    number, title, body = cut(PAGE, "tea.de.html")
    assert (number, title) == (3, "Tee kochen")
    assert body.strip() == (
        '<p>Eins<br>zwei</p>\n<div class="section"><div class="titlepage"><h2 class="title">3.1. Kanne</h2></div>'
        '<pre class="screen">a  b</pre></div>'
    )


def test_a_page_that_is_no_chapter_is_refused():
    with pytest.raises(CorpusError, match=r"other\.html has no div\.chapter"):
        cut("<html><body><h1 class='title'>Chapter 1. Tea</h1></body></html>", "other.html")


@pytest.mark.parametrize(
    ("title", "language", "slug"),
    [
        ("Tea and cake", "en", "tea"),
        ("Tee & Gebäck, größer", "de", "tee-geback-groer-de"),
        ("Debian とお茶", "ja", "tea-ja"),
        ("Чай", "ru", "tea-ru"),
        ("x" * 200, "nl", "x" * 80 + "-nl"),
    ],
)
def test_a_slug_is_latin_and_tells_its_language(title, language, slug):
    assert slug_of("tea", title, language) == slug
