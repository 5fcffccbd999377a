#!/usr/bin/env bash
# Guess: a Django site that lists zh-cn, zh-tw and mt in LANGUAGES serves /zh-tw/ and /mt/, and gives a reader who
# asks for zh-TW the texts of zh-tw.
# Seen in Django 5.2.19: the reader gets zh-cn, and both addresses are "not found", though reverse() itself makes
# them. A listed language is passed over while no catalog of messages (a .mo file) is found for it or its base
# language in Django, an app or LOCALE_PATHS. Then the first of LANGUAGES with the same base language is taken (here
# zh-cn, which has no catalog either; listed after zh-tw it is the one that is lost), or else the default. Nothing is
# reported.
# Source: Django's manual, "How Django discovers language preference": a variant stands in for one that is not listed.
# For users: a site whose texts come from a CMS has no catalogs of its own, so this meets it with the second Chinese,
# with Norwegian as "no" and with Maltese. Give each locale a folder with a catalog, even an empty one, or name
# Chinese zh-hans and zh-hant.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Django==5.2.19

cat >guess.py <<'END'
import logging
import sys

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    LANGUAGE_CODE="en",
    LANGUAGES=[(tag, tag) for tag in ("en", "zh-cn", "zh-tw", "fr-be", "fr-ca", "mt", "no")],
    MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of no use here",
)
django.setup()
logging.disable(logging.WARNING)

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils.translation import get_language, override


def page(_request):
    return HttpResponse(get_language())


urlpatterns = [path("plain/", page), *i18n_patterns(path("page/", page, name="page"))]

print("Django", django.__version__)
changed = False
for tag, known in {"zh-cn": "zh-cn", "fr-ca": "fr-ca", "zh-tw": "zh-cn", "mt": "en", "no": "en"}.items():
    with override(tag):
        address = reverse("page")
    asked = Client().get("/plain/", headers={"accept-language": tag}).content.decode()
    found = Client().get(address).status_code
    print(f"expected {tag} and {address} found; seen {asked} and {address} with status {found}")
    changed |= (asked, found) != (known, 200 if tag == known else 404)
if changed:
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
