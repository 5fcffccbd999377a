#!/usr/bin/env bash
# Guess: feedgen writes the language of each address of an entry into Atom, and one in the language of the feed into RSS;
# and feedparser, which reads it, gives as the link of an entry the first, or the one in the language of the feed.
# Seen in feedgen 1.0.0: the addresses of an entry lose hreflang, rel and type in Atom, where those of the feed keep
# them, and RSS has the last one that was added. In feedparser 6.0.14, too, the link is the last alternate one.
# Source: RFC 4287, "The atom:link Element": several with the relation "alternate" are permitted as long as their types
# and languages differ. The page of feedgen for link(): "hreflang indicates the language of the referenced resource".
# For users: the feed of the German site leads its readers to the English pages, and whoever compares the languages by
# their feeds takes the English page for the German one. Add the address of the feed's own language last.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile --disable-pip-version-check feedgen==1.0.0 feedparser==6.0.14

cat >guess.py <<'END'
import sys
from importlib.metadata import version

import feedparser
from feedgen.feed import FeedGenerator

GERMAN, ENGLISH = "https://shop.example/de/tee", "https://shop.example/en/tea"
print(*(f"{name} {version(name)}" for name in ("feedgen", "feedparser")), sep=", ")
feed = FeedGenerator()
feed.id("https://shop.example/de")
feed.title("Neues")
feed.description("Neues")
feed.language("de")
feed.link(href="https://shop.example/de", rel="alternate", hreflang="de")
entry = feed.add_entry()
entry.id(GERMAN)
entry.title("Tee")
entry.link(href=GERMAN, rel="alternate", hreflang="de")
entry.link(href=ENGLISH, rel="alternate", hreflang="en")
atom = feed.atom_str(pretty=True).decode()
print("Atom:", [line.strip() for line in atom.splitlines() if "<link" in line])
[post] = feedparser.parse(feed.rss_str()).entries
print("RSS of feedgen: expected", GERMAN, "seen", post.link)
written = "".join(f'<link rel="alternate" hreflang="{at[21:23]}" href="{at}"/>' for at in (GERMAN, ENGLISH))
page = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><entry><title>Tee</title>{written}</entry></feed>'
[read] = feedparser.parse(page).entries
print("Atom by feedparser: expected", GERMAN, "seen", read.link)
lost = f'<link href="{GERMAN}"/>' in atom and 'hreflang="en"' not in atom and atom.count('hreflang="de"') == 1
if not lost or post.link != ENGLISH or read.link != ENGLISH:
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
