"""Redirects as files: for Webflow's import, for programs, for hosts that read ``_redirects``, and for nginx.

Source: Webflow's own form has an old path, which is relative, and where it leads, relative or not; its import takes
two columns and replaces all redirects that a site has (redirects.net and wislr.com on that import, seen 2026-11).
Netlify and Cloudflare Pages: ``_redirects``, one rule a line. nginx: ``ngx_http_map_module``; ``$uri`` is decoded.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from typing import Final
from urllib.parse import unquote

from isogloss.errors import UsageError
from isogloss.lint.redirects import Redirect, Redirects, Unled

_PERMANENT: Final = 301
_TWO: Final = 2


def _csv(found: Redirects) -> Iterator[str]:
    """Two columns and no row of names, which would be taken for a redirect."""
    for each in found.led:
        out = StringIO()
        csv.writer(out).writerow([each.old, each.new])
        yield out.getvalue()


def _json(found: Redirects) -> Iterator[str]:
    data = {
        "format_version": "1.0",
        "redirects": [{**_place(each), "from": each.old, "to": each.new, "status": _PERMANENT} for each in found.led],
        "unled": [{**_place(each), "from": each.old, "why": each.why, "said": each.said} for each in found.unled],
    }
    yield json.dumps(data, indent=2) + "\n"


def _place(each: Redirect | Unled) -> dict[str, str | None]:
    key = each.key
    return {
        "kind": None if key is None else key.kind,
        "entry": None if key is None else key.shown,
        "locale": each.locale,
    }


def _lines(found: Redirects) -> Iterator[str]:
    return (f"{each.old} {each.new} {_PERMANENT}\n" for each in found.led)


def _nginx(found: Redirects) -> Iterator[str]:
    """A map, beside which a server needs ``if ($isogloss_moved) { return 301 $isogloss_moved; }``."""
    yield 'map $uri $isogloss_moved {\n    default "";\n'
    for each in found.led:
        old, new = _quoted(unquote(each.old)), _quoted(each.new.replace("$", "%24"))
        yield f"    {old} {new};\n"
        other = each.old.removesuffix("/") if each.old.endswith("/") else f"{each.old}/"
        if other:
            yield f"    {_quoted(unquote(other))} {new};\n"
    yield "}\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


FILES: Final[Mapping[str, Callable[[Redirects], Iterable[str]]]] = {
    "csv": _csv,
    "json": _json,
    "_redirects": _lines,
    "nginx": _nginx,
}
"""Every form of a list of redirects, by the name that is typed."""


def brought_from(name: str, text: str) -> list[tuple[str, str]]:
    """The redirects in a file of two columns, as Webflow's; a row of names is passed over.

    Raises: UsageError where a row is none.
    """
    found: list[tuple[str, str]] = []
    for number, row in enumerate(csv.reader(StringIO(text)), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and not cells[0].startswith(("/", "http"))):
            continue
        if len(cells) != _TWO or not (cells[1] and cells[0].startswith(("/", "http"))):
            raise UsageError(
                f"{name}, line {number}: a redirect has two columns, an old path that begins with / and where it "
                "leads; mend the line."
            )
        found.append((cells[0], cells[1]))
    return found
