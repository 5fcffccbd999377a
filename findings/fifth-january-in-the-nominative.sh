#!/usr/bin/env bash
# Guess: arrow writes a day with its month as people of that language do: Czech "5. ledna", Polish "5 stycznia".
# Seen in 1.4.0: it knows one form of each month. In Czech, Polish, Slovak, Croatian, Lithuanian and Finnish it is that of
# headings, so a date reads "5 leden"; in Russian, Ukrainian and Greek that of dates, so the heading of an archive reads
# "января 2026". Babel 2.19.0 has both.
# Source: CLDR has the names of months in two forms, "format" (beside a day) and "stand-alone".
# For users: in these languages every date of publication that is made with arrow is a mistake in grammar, or every
# heading of a month; translators cannot mend it, since the names are in the library and not in a catalog. Take Babel.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check arrow==1.4.0 Babel==2.19.0

cat >guess.py <<'EOF'
import sys
from datetime import date
from importlib.metadata import version

import arrow
from babel.dates import format_date

print("arrow", version("arrow"), "Babel", version("Babel"))
day = date(2026, 1, 5)
known = {
    "cs": ("5 leden", "leden 2026"),
    "pl": ("5 styczeń", "styczeń 2026"),
    "sk": ("5 január", "január 2026"),
    "hr": ("5 siječanj", "siječanj 2026"),
    "lt": ("5 sausis", "sausis 2026"),
    "fi": ("5 tammikuu", "tammikuu 2026"),
    "ru": ("5 января", "января 2026"),
    "uk": ("5 січня", "січня 2026"),
    "el": ("5 Ιανουαρίου", "Ιανουαρίου 2026"),
}
for language, forms in known.items():
    expected = (format_date(day, "d MMMM", language), format_date(day, "LLLL y", language))
    seen = tuple(arrow.get(day).format(form, locale=language) for form in ("D MMMM", "MMMM YYYY"))
    print(f"{language}: expected {expected}, as Babel has it, seen {seen}")
    if seen != forms or seen == expected:
        sys.exit("it behaves otherwise now")
EOF
venv/bin/python guess.py
