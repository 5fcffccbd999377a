"""Score the mutants that ``make mutate`` left in mutants/, and list those that nothing found.

A mutant counts as found where a test failed, ran out of its time or died, or where the types refuse it, which most do.
Where they refuse none, mypy did not run, or could not see mutmut and took each mutant for untyped: no score. One that
nothing can find, because it means the same, is listed in tests/mutation/equivalent.yaml with the reason and counts
neither way. A listed one that is found, or is no more, is told, so that the list stays true.

mutmut takes what became of a mutant for true until its function changes: what nothing found has to be forgotten first,
so that a test that was written since can find it.

Usage: python scripts/mutation_score.py [PATTERN ...]   patterns of mutants to print, as ``merge.policy*``; default all
       python scripts/mutation_score.py --again         forget what nothing found, but for what means the same
"""

import fnmatch
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml
from mutmut.mutation.diff_apply import get_diff_for_mutant

ENOUGH = 0.9
LISTED = Path("tests/mutation/equivalent.yaml")
# How mutmut writes down what became of a mutant, see its stats.py.
PENDING, SURVIVED, UNTESTED, ASIDE = {None, 2}, {0}, {5, 33}, {34}
REFUSED_BY_TYPES = 37


Change = tuple[str, str, str]
"""The function that a mutant is of, what its lines were, and what they became."""


def main() -> int:
    """Score the mutants, or forget what nothing found."""
    equivalent = {(one["in"], one["was"], one["becomes"]) for one in yaml.safe_load(LISTED.read_text("utf-8"))}
    return _forget(equivalent) if sys.argv[1:] == ["--again"] else _score(equivalent, sys.argv[1:] or ["*"])


def _score(equivalent: set[Change], wanted: list[str]) -> int:
    """Print each mutant that was not found, then a line for each module; 1 where the score is too low or untrue."""
    found: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    pending = refused = 0
    open_ones, alike = [], set()
    for meta, source in _tried():
        module = ".".join(source.with_suffix("").parts[2:])
        for name, code in json.loads(meta.read_text("utf-8"))["exit_code_by_key"].items():
            if code in PENDING:
                pending += 1
            elif code not in SURVIVED | UNTESTED | ASIDE:
                found[module] += 1
                refused += code == REFUSED_BY_TYPES
            else:
                changed = _changed(name, source)
                if changed in equivalent:
                    alike.add(changed)
                else:
                    missed[module] += 1
                    open_ones.append((name.removeprefix("isogloss."), "untested" if code in UNTESTED else "", changed))
    for name, why, (_, was, becomes) in open_ones:
        if any(fnmatch.fnmatch(name, pattern) for pattern in wanted):
            print(f"{name} {why}\n  - {was}\n  + {becomes}")
    for module in sorted(found | missed):
        print(f"{found[module]:5} of {found[module] + missed[module]:5} found  {module}")
    total = found.total() + missed.total()
    score = found.total() / total if total else 0.0
    print(f"{found.total()} of {total} mutants found ({score:.1%}), {refused} of them by types")
    print(f"{len(alike)} mean the same; {pending} not tried")
    for place, was, becomes in sorted(equivalent - alike if not pending else ()):
        print(f"{LISTED}: no such survivor: {place}: {was} -> {becomes}")
    return 0 if score >= ENOUGH and refused and not pending and equivalent == alike else 1


def _forget(equivalent: set[Change]) -> int:
    for meta, source in _tried():
        known = json.loads(meta.read_text("utf-8"))
        codes = known["exit_code_by_key"]
        for name in [name for name, code in codes.items() if code in SURVIVED | UNTESTED]:
            codes[name] = codes[name] if _changed(name, source) in equivalent else None
        meta.write_text(json.dumps(known, indent=4), "utf-8")
    return 0


def _tried() -> Iterator[tuple[Path, Path]]:
    """What is known of each file, and the file; mutmut leaves what it made of one that is gone."""
    for meta in sorted(Path("mutants/src").rglob("*.meta")):
        source = meta.relative_to("mutants").with_suffix("")
        if source.exists():
            yield meta, source


def _changed(name: str, source: Path) -> Change:
    lines = get_diff_for_mutant(name, path=source).splitlines()[2:]
    was, becomes = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return name.partition("__mutmut_")[0].removeprefix("isogloss."), was, becomes


if __name__ == "__main__":
    sys.exit(main())
