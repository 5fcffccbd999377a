"""Look at the site that was built: every link leads somewhere, and no page loads anything from elsewhere.

python scripts/check_site.py site-out
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

LOADS = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src", "object": "data"}


def main(folder: Path) -> list[str]:
    """What is wrong, one line each."""
    there = [path.resolve() for path in folder.rglob("*.html") if path.name != "404.html"]  # shown at any address
    pages = {path: LexborHTMLParser(path.read_text(encoding="utf-8")) for path in there}
    if not pages:
        return [f"{folder}: no page was built"]
    return [f"{path.name}: {said}" for path, tree in pages.items() for said in _wrong(path, tree, pages)]


def _wrong(path: Path, tree: LexborHTMLParser, pages: dict[Path, LexborHTMLParser]) -> Iterator[str]:
    for tag, name in LOADS.items():
        for node in tree.css(f"{tag}[{name}]"):
            address = node.attributes[name] or ""
            if tag == "link" and "canonical" in (node.attributes.get("rel") or ""):
                continue
            if urlsplit(address).netloc:
                yield f"loads {address}"
    for node in tree.css("a[href]"):
        parts = urlsplit(node.attributes["href"] or "")
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if target.is_dir():
            target /= "index.html"
        if not target.exists():
            yield f"leads to {parts.path}, which is not there"
        elif parts.fragment and target in pages and not _has(pages[target], unquote(parts.fragment)):
            yield f"leads to {parts.path}#{parts.fragment}, and no place is called so there"


def _has(tree: LexborHTMLParser, name: str) -> bool:
    return any(node.attributes.get("id") == name for node in tree.css("[id]"))


if __name__ == "__main__":
    found = main(Path(sys.argv[1]))
    print("\n".join(found) or "Every link leads somewhere, and nothing is loaded from elsewhere.")
    sys.exit(1 if found else 0)
