"""Record again what real editors save: ``make editors``.

Installs the editors that ``scripts/editors/package.json`` names into a temporary folder, opens and saves every input of
``tests/editors/saved.json`` twice in each of them, in Chromium without a window, and writes the file again with the
versions it found. ``--out FILE`` writes elsewhere. Prints what differs from what was recorded before.

Exits with 2, and says what is missing, where there is no npm, no node or no Chromium.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
EDITORS: Final = ROOT / "scripts" / "editors"
SAVED: Final = ROOT / "tests" / "editors" / "saved.json"
CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
NPM: Final = ("install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--silent")


def main(arguments: Sequence[str]) -> int:
    """Record; give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=SAVED)
    parser.add_argument(
        "editors", nargs="*", help="only these; all if none is named, and only then are others left out"
    )
    chosen = parser.parse_args(arguments)
    tools = {name: shutil.which(name) for name in ("npm", "node")}
    tools["Chromium"] = next(filter(None, map(shutil.which, CHROMIUM)), None)
    missing = [name for name, found in tools.items() if found is None]
    if missing:
        print(f"Editors are recorded with npm, node and Chromium; missing here: {', '.join(missing)}.", file=sys.stderr)
        return 2
    before = json.loads(SAVED.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="isogloss-editors-") as folder:
        place = Path(folder) / "editors"
        shutil.copytree(EDITORS, place)
        for project in (place, place / "tiptap2"):
            subprocess.run([str(tools["npm"]), *NPM], cwd=project, check=True)
        recorded = place / "saved.json"
        recorded.write_text(json.dumps({"inputs": before["inputs"]}), encoding="utf-8")
        ran = subprocess.run(
            [str(tools["node"]), "record.mjs", str(tools["Chromium"]), recorded.name, *chosen.editors],
            cwd=place,
            check=False,
        )
        now = json.loads(recorded.read_text(encoding="utf-8"))
    for line in differences(before["editors"], now["editors"]):
        print(line)
    editors = {**before["editors"], **now["editors"]} if chosen.editors or ran.returncode else now["editors"]
    written = {"inputs": before["inputs"], "editors": dict(sorted(editors.items()))}
    chosen.out.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return ran.returncode


def differences(before: dict[str, dict[str, object]], now: dict[str, dict[str, object]]) -> Iterator[str]:
    """Say which saves are not as they were recorded; ids that an editor draws by lot count too."""
    for editor, recorded in now.items():
        old = before.get(editor, {})
        if old.get("version") != recorded["version"]:
            yield f"{editor}: version {old.get('version')} -> {recorded['version']}"
        saves, were = recorded["saved"], old.get("saved")
        if isinstance(saves, dict) and isinstance(were, dict):
            changed = [name for name, save in saves.items() if save != were.get(name)]
            if changed:
                yield f"{editor}: {len(changed)} saved otherwise: {' '.join(changed)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
