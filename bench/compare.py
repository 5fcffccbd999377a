"""The figures of this checkout beside those of another commit, part by part, on one machine in the same minutes.

``python bench/compare.py REVISION [PART …]``: the sources of that commit go into a temporary folder, and each part
(start-up, planning, export and idle cycle unless others are named) is run once with each, by the scripts and the
environment of this checkout. A part that the other build cannot run has no figure there. Ratios are to the other:
below 1 is less. The table is also written to ``bench-out/compare.json``.
"""

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from figures import Figure
from run import HERE, OUT, PARTS, load, measured

USUAL = ("start-up", "planning", "export", "idle cycle")


def unpacked(revision: str, folder: str) -> str:
    """Put the sources of a commit into a folder; gives where they are imported from.

    Raises: SystemExit where there is no such commit.
    """
    root = HERE.parent
    words = ["git", "-C", str(root), "archive", "--format=tar", revision, "src"]
    done = subprocess.run(words, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {revision} is no commit here: {done.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as packed:
        packed.extractall(folder, filter="data")
    return str(Path(folder) / "src")


def main(words: list[str]) -> int:
    if not words or any(name not in PARTS for name in words[1:]):
        print(f"usage: compare.py REVISION [PART …]; parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    revision, parts = words[0], words[1:] or list(USUAL)
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        there = unpacked(revision, folder)
        for name in parts:
            print(f"\n== {name}, {revision} ==", flush=True)
            _, before = measured(PARTS[name], there)
            print(f"\n== {name}, here ==", flush=True)
            _, now = measured(PARTS[name], str(HERE.parent / "src"))
            was = {each.what: each.value for each in before if isinstance(each, Figure)}
            for each in now:
                if isinstance(each, Figure):
                    old = was.get(each.what)
                    rows.append({"what": each.what, "unit": each.unit, "before": old, "now": each.value})
    print(f"\nload of this machine: {load()}\n{'figure':60} {revision[:12]:>12} {'here':>12} {'ratio':>8}")
    for row in rows:
        old, new = row["before"], row["now"]
        assert isinstance(new, float | int)
        told = (f"{old:12.4g}", f"{new / old:8.2f}") if isinstance(old, float | int) and old else (f"{'-':>12}", "")
        print(f"{row['what']!s:60} {told[0]} {new:12.4g} {told[1]}")
    OUT.mkdir(exist_ok=True)
    (OUT / "compare.json").write_text(
        json.dumps({"base": revision, "figures": rows}, indent=2) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
