#!/usr/bin/env bash
# Guess: ultimate-sitemap-parser reads a lastmod that is a month as its first day, or as none.
# Seen in ultimate-sitemap-parser 1.8.1: what is not written is taken from the day on which it is read. "2024-05", read on
# 30 November, is 30 May, and the next day another; "2024" is a day and a month of today.
# Source: the sitemaps protocol has lastmod "in W3C Datetime format", which permits a year, or a year and a month.
# For users: whoever compares two readings of a site by lastmod finds pages changed that nobody touched, each day, and
# an audit calls a page newer than its translation by chance. Compare the text of lastmod, or leave such dates out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ultimate-sitemap-parser==1.8.1

cat >guess.py <<'END'
import sys
from datetime import date
from importlib.metadata import version

from usp.tree import sitemap_from_str

print("ultimate-sitemap-parser", version("ultimate-sitemap-parser"))
today = date.today()
page = "<url><loc>https://shop.example/tea</loc><lastmod>2024</lastmod></url>"
sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{page}</urlset>'
[read] = sitemap_from_str(sitemap).all_pages()
seen = read.last_modified.date()
print("expected 2024-01-01, or none")
print("seen    ", seen, "and today is", today)
if seen != today.replace(year=2024):
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
