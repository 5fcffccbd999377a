"""What real editors gave back for the texts they opened, and what that costs.

Decides how a save is judged: by what ``canon`` says of it, and by what became of each opaque element, counted here by
another parser. Refuses to know what the bridge does about it.
"""

import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from isogloss.canon.values import alike, canonical

FOLDER = Path(__file__).parents[1] / "editors"
RECORDED = json.loads((FOLDER / "saved.json").read_text(encoding="utf-8"))
INPUTS: dict[str, str] = RECORDED["inputs"]
EDITORS: list[str] = sorted(RECORDED["editors"])

_OPAQUE = frozenset(["embed", "iframe", "math", "noscript", "object", "script", "svg", "template", "wf-component"])
_NOISE = frozenset(["allowfullscreen", "class", "frameborder"])  # what an editor puts into a frame, and shows no more


def saved(editor, name, time="one"):
    """Give what an editor saved the first or the second time; a second save like the first is not recorded."""
    saves = RECORDED["editors"][editor]["saved"][name]
    return saves["one"] if time == "one" else saves.get("two", saves["one"])


class _Opaque(HTMLParser):
    """The opaque elements of a text, each as its name and all that is in it."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag in _OPAQUE and not self.open:
            self.found.append([tag])
        if self.found and (self.open or tag in _OPAQUE):
            self.found[-1].append((tag, *sorted(pair for pair in attrs if pair[0] not in _NOISE)))
            if tag != "embed":
                self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if self.open and data.strip():
            self.found[-1].append(data.strip())


def opaque(html):
    """List the opaque elements of a text."""
    reader = _Opaque()
    reader.feed(html)
    reader.close()
    return [(found[0], tuple(found[1:])) for found in reader.found]


def harm(before, after):
    """Name what became of the opaque elements: lost, torn, doubled, or "" where they are as they were."""
    was, now = Counter(opaque(before)), Counter(opaque(after))
    names, left = (Counter(name for name, _ in found.elements()) for found in (was, now))
    if any(left[name] < count for name, count in names.items()):
        return "lost"
    if any(left[name] > count for name, count in names.items()):
        return "doubled"
    return "torn" if was - now else ""


def verdict(before, after):
    """Judge one open-and-save: same, alike or changed, and the harm to what is opaque."""
    if canonical("rich_text", before) == canonical("rich_text", after):
        said = "same"
    else:
        said = "alike" if alike("rich_text", before, after) else "changed"
    return " ".join(filter(None, [said, harm(before, after)]))


def verdicts():
    """Judge every save, as lines of text: an input, then each verdict with the editors that earned it."""
    lines = []
    for name, html in INPUTS.items():
        earned = {}
        for editor in EDITORS:
            once, twice = saved(editor, name), saved(editor, name, "two")
            again = verdict(once, twice)
            said = verdict(html, once) + ("" if again == "same" else f", then {again}")
            earned.setdefault(said, []).append(editor)
        lines += [name, *(f"  {said}: {' '.join(editors)}" for said, editors in sorted(earned.items()))]
    return "\n".join(lines) + "\n"


def costs():
    """Sum up for each editor how many texts came back the same, alike and changed, and what harm was done."""
    for editor in EDITORS:
        said = [verdict(html, saved(editor, name)).split() for name, html in INPUTS.items()]
        sums = Counter(word for words in said for word in words)
        harmed = {
            harm: [name for name, words in zip(INPUTS, said, strict=True) if harm in words]
            for harm in ("lost", "torn", "doubled")
        }
        yield editor, RECORDED["editors"][editor]["version"], sums, harmed


def table():
    """Write what each editor costs as the page of types shows it."""
    for editor, version, sums, harmed in costs():
        numbers = " | ".join(str(sums[word]) for word in ("same", "alike", "changed"))
        named = ", ".join(f"{harm}: {' '.join(names)}" for harm, names in harmed.items() if names)
        yield f"| {editor} {version}".rstrip() + f" | {numbers} | {named}".rstrip() + " |"


if __name__ == "__main__":
    (FOLDER / "verdicts.txt").write_text(verdicts(), encoding="utf-8")
    print("\n".join(table()))  # noqa: T201 - the rows of docs/types.md
